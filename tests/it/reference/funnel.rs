//! The funnel's exact limits.

use super::{cases, close_ends};
use aplomb::domain::funnel::Funnel;

#[test]
fn binomial_limits() {
    let Some((cases, within)) = cases("funnel") else { return };
    for case in &cases {
        let expected = &case["expected"];
        let funnel = Funnel::around(case["target"].as_f64().unwrap()).unwrap();
        let limits = funnel.limits(case["nobs"].as_u64().unwrap()).unwrap();
        close_ends(limits.within95, &expected["limits95"], within, case);
        close_ends(limits.within998, &expected["limits998"], within, case);
    }
}
