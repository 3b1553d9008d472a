//! Charts over weeks.

use super::{cases, close, close_ends, numbers};
use aplomb::domain::ewma::{Design, Reading, ewma, first_signal};
use aplomb::domain::p_chart::p_chart;
use aplomb::domain::run_chart::{Verdict, run_chart};
use aplomb::domain::tally::Tally;
use serde_json::json;

#[test]
fn run_charts() {
    let Some((cases, within)) = cases("run-chart") else { return };
    for case in &cases {
        let expected = &case["expected"];
        let found = run_chart(&numbers(&case["values"]), case["centre"].as_f64()).unwrap();
        close(found.centre, &expected["centre"], within, case);
        let counts = json!([
            found.useful,
            found.longest_run,
            found.longest_run_limit,
            found.crossings,
            found.crossings_minimum
        ]);
        let keys = ["useful", "longest_run", "longest_run_limit", "crossings", "crossings_minimum"];
        assert_eq!(counts, json!(keys.map(|key| &expected[key])), "{case}");
        assert_eq!(found.signal(), expected["signal"], "{case}");
        assert_eq!(found.enough_points(), expected["enough_points"], "{case}");
        assert_eq!(found.verdict() == Verdict::TooFewPoints, !found.enough_points());
    }
}

#[test]
fn p_charts() {
    let Some((cases, within)) = cases("p-chart") else { return };
    for case in &cases {
        let expected = &case["expected"];
        let count = |key: &str, week: usize| case[key][week].as_u64().unwrap();
        let weeks: Vec<Tally> = (0..case["nobs"].as_array().unwrap().len())
            .map(|week| Tally::new(count("count", week), count("nobs", week)))
            .collect();
        let found = p_chart(&weeks, case["baseline_points"].as_u64().unwrap() as usize).unwrap();
        close(found.centre, &expected["centre"], within, case);
        match found.sigma_z {
            Ok(sigma_z) => close(sigma_z, &expected["laney_sigma_z"], within, case),
            Err(_) => assert!(expected["laney_sigma_z"].is_null(), "{case}"),
        }
        let points = expected["points"].as_array().unwrap();
        assert_eq!(found.points.len(), points.len());
        for (found, expected) in found.points.iter().zip(points) {
            let point = match found {
                Ok(point) => point,
                Err(why) => {
                    assert_eq!(expected["reason"], why.code());
                    assert!(expected["p"].is_null());
                    continue;
                }
            };
            let outside = |(low, high)| point.rate < low || point.rate > high;
            close(point.rate, &expected["p"], within, case);
            close_ends(point.three_sigma, &json!([expected["lcl"], expected["ucl"]]), within, case);
            assert_eq!(outside(point.three_sigma), expected["signal"], "{case}");
            match point.laney {
                Ok(laney) => {
                    close_ends(laney, &json!([expected["lcl_laney"], expected["ucl_laney"]]), within, case);
                    assert_eq!(outside(laney), expected["signal_laney"], "{case}");
                }
                Err(_) => assert!(expected["lcl_laney"].is_null(), "{case}"),
            }
        }
    }
}

#[test]
fn moving_averages() {
    let Some((cases, within)) = cases("ewma") else { return };
    for case in &cases {
        let expected = &case["expected"];
        let number = |key: &str| case[key].as_f64().unwrap();
        let sd = number("sigma");
        let readings: Vec<Reading> =
            numbers(&case["values"]).into_iter().map(|value| Reading { value, sd }).collect();
        let design = Design { lambda: number("lambda"), width: number("L") };
        let points = ewma(&readings, number("target"), design).unwrap();
        assert_eq!(points.len(), expected["z"].as_array().unwrap().len());
        for (place, point) in points.iter().enumerate() {
            close(point.average, &expected["z"][place], within, case);
            close_ends(point.limits, &json!([expected["lcl"][place], expected["ucl"][place]]), within, case);
        }
        assert_eq!(json!(first_signal(&points)), expected["first_signal_index"]);
    }
}
