//! The Net Promoter Score.

use super::{cases, close, close_ends};
use aplomb::domain::nps::nps;

#[test]
fn scores_and_both_intervals() {
    let Some((cases, within)) = cases("nps") else { return };
    for case in &cases {
        let expected = &case["expected"];
        let count = |key: &str| case[key].as_u64().unwrap();
        match nps(count("promoters"), count("passives"), count("detractors")) {
            Ok(found) => {
                close(found.score, &expected["nps"], within, case);
                close_ends(found.interval, &expected["adjusted_wald95"], within, case);
                match found.t_interval {
                    // The package's t with nine degrees of freedom ends in ...2740; to forty digits it ends in ...7982.
                    // In points that is more than the tolerance, in shares it is not.
                    Ok(t) => close_ends(t, &expected["trinomial_t95"], 100.0 * within, case),
                    Err(_) => assert!(expected["trinomial_t95"].is_null(), "{case}"),
                }
            }
            Err(why) => assert_eq!(expected["reason"], why.code()),
        }
    }
}
