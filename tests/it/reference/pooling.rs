//! Partial pooling.

use super::{cases, close, numbers};
use aplomb::domain::pooling::pool;

#[test]
fn paule_mandel() {
    let Some((cases, within)) = cases("partial-pooling") else { return };
    for case in &cases {
        let expected = &case["expected"];
        let people: Vec<Vec<f64>> = case["agents"].as_array().unwrap().iter().map(numbers).collect();
        let found = pool(&people).unwrap();
        close(found.within, &expected["pooled_within_variance"], within, case);
        close(found.between, &expected["tau2_paule_mandel"], within, case);
        close(found.between_closed_form, &expected["tau2_dersimonian_laird"], within, case);
        close(found.centre, &expected["grand_mean"], within, case);
        let mut farthest = 0.0_f64;
        for (place, person) in found.people.iter().enumerate() {
            let person = person.unwrap();
            assert_eq!(expected["agent_n"][place], person.n);
            close(person.raw, &expected["agent_means"][place], within, case);
            close(person.variance, &expected["sampling_variances"][place], within, case);
            close(person.mean, &expected["shrunken_means"][place], within, case);
            assert_eq!(person.interval.is_ok(), people.len() >= 8);
            let likelihood = expected["mixedlm_reml"]["blup"][place].as_f64().unwrap();
            farthest = farthest.max((person.mean - likelihood).abs());
        }
        // Another estimator, given for plausibility: as far away as the file says, and no farther.
        close(farthest, &expected["mixedlm_reml"]["max_abs_difference_from_shrunken_means"], within, case);
    }
}
