//! The gap, the items' lean, and how many exchanges it takes.

use super::cases;

use aplomb::domain::distribution::normal;
use aplomb::domain::learning::bootstrap::bootstrap;
use aplomb::domain::learning::lean::exact_p;
use aplomb::domain::learning::sample_size::pairs_needed;
use aplomb::domain::learning::{NoInterval, Paired};
use serde_json::Value;

/// One number or a list of them, or nothing on both sides.
fn close(found: &[f64], expected: &Value, within: f64, at: &str) {
    let expected: Vec<f64> = match expected {
        Value::Array(list) => list.iter().filter_map(Value::as_f64).collect(),
        one => one.as_f64().into_iter().collect(),
    };
    assert_eq!(found.len(), expected.len(), "found {found:?}, expected {expected:?} at {at}");
    for (found, expected) in found.iter().zip(&expected) {
        assert!((found - expected).abs() <= within, "found {found}, expected {expected} at {at}");
    }
}

fn ends(interval: Result<(f64, f64), NoInterval>) -> Vec<f64> {
    interval.map(|(low, high)| vec![low, high]).unwrap_or_default()
}

#[test]
fn paired_differences() {
    let Some((cases, within)) = cases("paired-difference") else { return };
    for case in &cases {
        let side = |key: &str| -> Vec<Option<f64>> {
            case[key].as_array().unwrap().iter().map(Value::as_f64).collect()
        };
        let (mine, theirs) = (side("self"), side("peer"));
        assert_eq!(mine.len(), theirs.len());
        let pairs: Vec<_> = mine.into_iter().zip(theirs).collect();
        let found = Paired::of(pairs.iter().copied());
        let name = case["name"].as_str().unwrap();
        for (key, expected) in case["expected"].as_object().unwrap() {
            let at = format!("{name}: {key}");
            let number = |found: Option<f64>| close(found.as_slice(), expected, within, &at);
            let test = found.test();
            match key.as_str() {
                "n_pairs" => assert_eq!(expected, found.n, "{at}"),
                "n_dropped" => assert_eq!(expected, found.dropped, "{at}"),
                "mean_difference" => number(found.mean),
                "sd" => number(found.sd),
                "se" => number(found.se()),
                "median_difference" => number(found.median),
                "t_statistic" => number(test.map(|test| test.t)),
                "df" => assert_eq!(expected, test.unwrap().df, "{at}"),
                "p_value" => number(test.map(|test| test.p)),
                "t95" => close(&ends(found.interval), expected, within, &at),
                "limits_of_agreement95" => close(&ends(found.limits), expected, within, &at),
                "reason" => assert_eq!(expected, found.interval.unwrap_err().code(), "{at}"),
                "bootstrap" => {
                    let differences: Vec<f64> =
                        pairs.iter().filter_map(|(a, b)| Some((*a)? - (*b)?)).collect();
                    // So few pairs have few means: it takes many resamples to stand on the right one.
                    let replicates = if differences.len() < 10 { 200_000 } else { 10_000 };
                    let found = bootstrap(&differences, 1, replicates).unwrap();
                    for (method, ends) in [("percentile", found.percentile), ("bca", found.bca)] {
                        let expected = &expected[method];
                        let within = expected["tolerance_abs"].as_f64().unwrap();
                        close(&[ends.0, ends.1], &expected["ci95"], within, &format!("{at}: {method}"));
                    }
                }
                _ => panic!("{at} is not checked"),
            }
        }
    }
}

#[test]
fn mcnemar() {
    let Some((cases, within)) = cases("mcnemar") else { return };
    for case in &cases {
        let count = |key: &str| case[key].as_u64().unwrap();
        let (kinder, stricter) = (count("self_yes_peer_no"), count("self_no_peer_yes"));
        let n = kinder + stricter + count("self_yes_peer_yes") + count("self_no_peer_no");
        let (differ, differ_in) = ((kinder + stricter) as f64, kinder as f64 - stricter as f64);
        for (key, expected) in case["expected"].as_object().unwrap() {
            let at = format!("{kinder} and {stricter}: {key}");
            match key.as_str() {
                "n_discordant" => assert_eq!(expected, kinder + stricter, "{at}"),
                "exact_p" => close(exact_p(kinder, stricter).as_slice(), expected, within, &at),
                "chi2_no_correction_p" => {
                    let p = (differ > 0.0).then(|| normal::two_sided(differ_in / differ.sqrt()));
                    close(p.as_slice(), expected, within, &at);
                }
                "self_yes_minus_peer_yes" => close(&[differ_in / n as f64], expected, within, &at),
                "reason" => {
                    assert_eq!(
                        (expected.as_str(), exact_p(kinder, stricter)),
                        (Some("no_discordant_pairs"), None)
                    )
                }
                _ => panic!("{at} is not checked"),
            }
        }
    }
}

#[test]
fn sample_sizes() {
    let Some((cases, within)) = cases("sample-size-paired") else { return };
    for case in &cases {
        assert_eq!((case["power"].as_f64(), case["alpha"].as_f64()), (Some(0.8), Some(0.05)));
        let found = pairs_needed(case["difference"].as_f64().unwrap(), case["sd"].as_f64().unwrap()).unwrap();
        for (key, expected) in case["expected"].as_object().unwrap() {
            match key.as_str() {
                "n_exact" => close(&[found], expected, within, key),
                "n" => assert_eq!(expected.as_f64(), Some(found.ceil())),
                _ => panic!("{key} is not checked"),
            }
        }
    }
}
