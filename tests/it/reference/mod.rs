//! Figures against vectors that well-kept statistics packages computed, where those lie beside the project.

mod business_hours;
mod charts;
mod funnel;
mod gap;
mod intervals;
mod kpi;
mod multiple;
mod nps;
mod pooling;
mod ratio;

use crate::common;

use aplomb::domain::interval::Interval;
use serde_json::Value;

/// The cases of one file with their tolerance.
fn cases(name: &str) -> Option<(Vec<Value>, f64)> {
    let path = common::shared("reference/intervals")?.join(format!("{name}.json"));
    let text = std::fs::read_to_string(path).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let cases = file["cases"].as_array().unwrap().clone();
    assert!(!cases.is_empty(), "{name} has no cases");
    Some((cases, file["tolerance"]["abs"].as_f64().unwrap()))
}

fn close(found: f64, expected: &Value, within: f64, case: &Value) {
    let expected = expected.as_f64().unwrap();
    assert!((found - expected).abs() <= within, "found {found}, expected {expected} in {case}");
}

fn close_ends(found: Interval, expected: &Value, within: f64, case: &Value) {
    close(found.0, &expected[0], within, case);
    close(found.1, &expected[1], within, case);
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().filter_map(Value::as_f64).collect()
}
