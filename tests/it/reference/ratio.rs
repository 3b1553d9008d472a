//! Two periods beside each other.

use super::{cases, close, close_ends, numbers};
use aplomb::domain::ratio;

#[test]
fn of_geometric_means() {
    let Some((cases, within)) = cases("ratio-of-geometric-means") else { return };
    for case in &cases {
        let expected = &case["expected"];
        let found = ratio::of_times(&numbers(&case["before"]), &numbers(&case["after"])).unwrap();
        let welch = found.test.unwrap();
        close(found.ratio, &expected["ratio"], within, case);
        close_ends(welch.interval, &expected["ci95"], within, case);
        close(welch.df, &expected["df"], within, case);
        close(welch.p_value, &expected["p_value"], within, case);
    }
}

#[test]
fn of_means() {
    let Some((cases, within)) = cases("ratio-of-means") else { return };
    for case in &cases {
        let expected = &case["expected"];
        let found = ratio::of_counts(&numbers(&case["before"]), &numbers(&case["after"])).unwrap();
        let (se_log, interval) = found.spread.unwrap();
        close(found.ratio, &expected["ratio"], within, case);
        close(se_log, &expected["se_log"], within, case);
        close_ends(interval, &expected["ci95"], within, case);
        assert!(found.enough);
    }
}
