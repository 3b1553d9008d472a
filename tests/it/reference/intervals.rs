//! Means, rates, their differences, quantiles and medians.

use super::{cases, close, close_ends, numbers};
use aplomb::domain::clopper_pearson::clopper_pearson;
use aplomb::domain::interval;
use aplomb::domain::tally::Tally;

#[test]
fn wilson() {
    let Some((cases, within)) = cases("proportion") else { return };
    for case in &cases {
        assert_eq!(case["confidence"], 0.95);
        let found = interval::wilson(case["count"].as_u64().unwrap(), case["nobs"].as_u64().unwrap());
        match found {
            Ok(found) => close_ends(found, &case["expected"]["wilson"], within, case),
            Err(why) => assert_eq!(case["expected"]["reason"], why.code()),
        }
    }
}

#[test]
fn exact_rates() {
    let Some((cases, within)) = cases("proportion") else { return };
    for case in &cases {
        let tally = Tally::new(case["count"].as_u64().unwrap(), case["nobs"].as_u64().unwrap());
        match clopper_pearson(tally) {
            Ok(found) => {
                close(tally.share().unwrap(), &case["expected"]["proportion"], within, case);
                close_ends(found, &case["expected"]["clopper_pearson"], within, case);
            }
            Err(why) => assert_eq!(case["expected"]["reason"], why.code()),
        }
    }
}

#[test]
fn newcombe() {
    let Some((cases, within)) = cases("difference-of-proportions") else { return };
    for case in &cases {
        let count = |key: &str| case[key].as_u64().unwrap();
        let found =
            interval::newcombe(count("count1"), count("nobs1"), count("count2"), count("nobs2")).unwrap();
        close(found.difference, &case["expected"]["difference"], within, case);
        close_ends(found.interval, &case["expected"]["newcombe95"], within, case);
    }
}

#[test]
fn quantiles_means_and_spreads() {
    let Some((cases, within)) = cases("quantiles") else { return };
    for case in &cases {
        let values = numbers(&case["values"]);
        let expected = &case["expected"];
        let Ok(mean) = interval::mean_t(&values) else {
            assert_eq!(expected["reason"], interval::mean_t(&values).unwrap_err().code());
            assert!(interval::quantile(&values, 0.5).is_err());
            continue;
        };
        close(mean.mean, &expected["mean"], within, case);
        match mean.sd {
            Ok(sd) => close(sd, &expected["sd"], within, case),
            Err(_) => assert!(expected["sd"].is_null(), "{case}"),
        }
        for (p, value) in expected["quantiles"].as_object().unwrap() {
            close(interval::quantile(&values, p.parse().unwrap()).unwrap(), value, within, case);
        }
    }
}

#[test]
fn medians() {
    let Some((cases, within)) = cases("median-interval") else { return };
    for case in &cases {
        let values = numbers(&case["values"]);
        close(interval::quantile(&values, 0.5).unwrap(), &case["expected"]["median"], within, case);
        match interval::median_interval(&values) {
            Ok(found) => close_ends(found, &case["expected"]["order_statistic95"], within, case),
            Err(why) => assert_eq!(case["expected"]["reason"], why.code()),
        }
    }
}

#[test]
fn paired_differences() {
    let Some((cases, within)) = cases("paired-difference") else { return };
    for case in &cases {
        let pairs = case["self"].as_array().unwrap().iter().zip(case["peer"].as_array().unwrap());
        let differences: Vec<f64> =
            pairs.filter_map(|(own, peer)| Some(own.as_f64()? - peer.as_f64()?)).collect();
        let expected = &case["expected"];
        assert_eq!(expected["n_pairs"], differences.len());
        let Ok(mean) = interval::mean_t(&differences) else {
            assert!(expected["mean_difference"].is_null());
            continue;
        };
        close(mean.mean, &expected["mean_difference"], within, case);
        match mean.interval {
            Ok(found) => {
                close(mean.sd.unwrap(), &expected["sd"], within, case);
                close_ends(found, &expected["t95"], within, case);
            }
            Err(_) => assert!(expected["t95"].is_null(), "{case}"),
        }
    }
}
