//! Agreement figures against vectors that well-kept statistics packages computed, where those lie beside the project.

use std::fs;
use std::path::PathBuf;

use crate::common;

use aplomb::domain::agreement::{
    Counting, Gwet, Level, Table, Weights, alpha, cohen, conger, disagreement, fleiss, gwet, raw, specific,
    stratified,
};
use aplomb::domain::interval::{Interval, Undefined};
use serde_json::Value;

fn files(part: &str) -> Vec<(PathBuf, Value)> {
    let Some(folder) = common::shared(part) else { return Vec::new() };
    let read = |path: PathBuf| {
        let json = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        (path, json)
    };
    let found: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| read(entry.unwrap().path())).collect();
    assert!(!found.is_empty(), "no files in {part}");
    found
}

/// A table from rows of raters and the scale's numbers.
fn table(raters: &Value, scale: &[f64]) -> Table {
    let rows: Vec<&Vec<Value>> =
        raters.as_array().unwrap().iter().map(|row| row.as_array().unwrap()).collect();
    let mut counting = Counting::new(rows.len());
    for unit in 0..rows[0].len() {
        let rated = rows.iter().enumerate().filter_map(|(rater, row)| {
            let value = row[unit].as_f64()?;
            Some((rater as u32, scale.iter().position(|number| *number == value).unwrap() as u32))
        });
        counting.unit(&rated.collect::<Vec<_>>());
    }
    let order: Vec<u32> = (0..scale.len() as u32).collect();
    counting.finish(&order, scale.len(), Some(scale.to_vec()))
}

fn scale_of(ratings: &Value, declared: &Value) -> Vec<f64> {
    let numbers =
        |list: &Value| list.as_array().unwrap().iter().filter_map(Value::as_f64).collect::<Vec<f64>>();
    let mut scale: Vec<f64> = if declared.is_null() {
        ratings.as_array().unwrap().iter().flat_map(numbers).collect()
    } else {
        numbers(declared)
    };
    scale.sort_by(f64::total_cmp);
    scale.dedup();
    scale
}

fn close(what: &str, found: f64, expected: &Value, within: f64) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{what}: found {found}, expected none"));
    assert!((found - expected).abs() <= within, "{what}: found {found}, expected {expected}");
}

fn ends(what: &str, found: Interval, expected: &Value, within: f64) {
    close(what, found.0, &expected[0], within);
    close(what, found.1, &expected[1], within);
}

/// A figure, or its absence.
fn figure(what: &str, found: Result<f64, Undefined>, expected: &Value, within: f64) {
    match found {
        Ok(found) => close(what, found, expected, within),
        Err(why) => assert!(expected.is_null(), "{what}: found {why}, expected {expected}"),
    }
}

fn check_gwet(what: &str, found: Gwet, names: [&str; 5], expected: &Value, within: (f64, f64)) {
    let [value, pa, pe, se, ci] = names.map(|name| &expected[name]);
    close(what, found.value, value, within.0);
    close(what, found.pe, pe, within.0);
    close(what, found.pa, pa, within.0);
    match found.se {
        Ok(found) => close(what, found, se, within.1),
        Err(_) => assert!(se.is_null(), "{what}: expected se {se}"),
    }
    match found.interval {
        Ok(found) => ends(what, found, ci, within.1),
        Err(_) => assert!(ci.is_null(), "{what}: expected an interval {ci}"),
    }
}

#[test]
fn tables_of_ratings() {
    for (path, file) in files("reference/agreement") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let expected = &file["expected"];
        let within = (
            expected["tolerance"]["abs"].as_f64().unwrap(),
            expected["tolerance"]["ci_abs"].as_f64().unwrap(),
        );
        let scale = scale_of(&file["ratings"], &file["scale"]);
        let table = table(&file["ratings"], &scale);
        for (count, found) in [
            ("n_raters", table.raters()),
            ("n_units", table.unit_count()),
            ("n_ratings", table.ratings() as usize),
            ("n_pairable_units", table.pairable_units()),
            ("n_pairable_values", table.pairable_values() as usize),
            ("n_pairs", table.pairs() as usize),
            ("n_non_modal_units", table.rare()),
        ] {
            assert_eq!(expected[count], found, "{name}: {count}");
        }
        for level in Level::ALL {
            let found = alpha(&table, level).map(|alpha| alpha.value);
            let what = format!("{name}: {} alpha", level.word());
            figure(&what, found, &expected["alpha_by_level"][level.word()], within.0);
            if file["level"] == level.word() {
                figure(&what, found, &expected["alpha"], within.0);
                if let Err(why) = found {
                    assert_eq!(expected["undefined"]["alpha"], why.code(), "{what}");
                }
                let jackknife = &expected["alpha_jackknife"];
                if !jackknife.is_null() {
                    let found = alpha(&table, level).unwrap().jackknife.unwrap();
                    assert_eq!(jackknife["n_units"], found.n, "{what}");
                    close(&what, found.mean_pseudo_value, &jackknife["mean_pseudo_value"], within.1);
                    close(&what, found.se, &jackknife["se"], within.1);
                    ends(&what, found.interval, &jackknife["ci95"], within.1);
                }
            }
        }
        check_raw(&name, &table, &scale, expected, within);
        check_chance(&name, &table, expected, within);
    }
}

fn check_raw(name: &str, table: &Table, scale: &[f64], expected: &Value, within: (f64, f64)) {
    let found = raw(table);
    figure(name, found.map(|raw| raw.share), &expected["percent_agreement"], within.0);
    if let Err(why) = found {
        assert_eq!(expected["undefined"]["percent_agreement"], why.code(), "{name}");
        assert_eq!(specific(table).map(|_| ()), Err(why), "{name}");
        return;
    }
    let found = found.unwrap();
    if !expected["pairs_agreeing"].is_null() {
        assert_eq!(expected["pairs_agreeing"], found.alike.unwrap(), "{name}");
        ends(name, found.interval.unwrap(), &expected["percent_agreement_wilson95"], within.1);
    }
    if let Some(answers) = expected["specific_agreement"].as_object() {
        let found = specific(table).unwrap();
        assert_eq!(answers.len(), scale.len(), "{name}");
        for (answer, expected) in answers {
            let place = scale.iter().position(|number| *number == answer.parse::<f64>().unwrap()).unwrap();
            figure(name, found[place].map(|answer| answer.share), expected, within.0);
        }
    }
}

fn check_chance(name: &str, table: &Table, expected: &Value, within: (f64, f64)) {
    match gwet(table, Weights::Identity) {
        Ok(ac1) => {
            let names = ["ac1", "percent_agreement", "ac1_pe", "ac1_se", "ac1_ci95"];
            check_gwet(name, ac1, names, expected, within);
        }
        Err(why) => assert_eq!(expected["undefined"]["ac1"], why.code(), "{name}"),
    }
    if let Some(forms) = expected["ac2"].as_object() {
        assert_eq!(forms.len(), 3);
        for weights in Weights::OF_SCALES {
            let names = ["value", "pa", "pe", "se", "ci95"];
            let what = format!("{name}: {}", weights.word());
            check_gwet(&what, gwet(table, weights).unwrap(), names, &forms[weights.word()], within);
        }
    }
    let Some(kappas) = expected["kappa"].as_object() else { return };
    for (kind, expected) in kappas {
        let found = match kind.as_str() {
            "fleiss" => fleiss(table),
            "conger" => conger(table),
            "cohen" => cohen(table),
            other => panic!("{name}: unknown kappa {other}"),
        };
        figure(&format!("{name}: {kind}"), found, expected, within.0);
    }
}

#[test]
fn checklists() {
    for (_, file) in files("reference/stratified") {
        let within = file["tolerance"]["abs"].as_f64().unwrap();
        for case in file["cases"].as_array().unwrap() {
            let name = case["name"].as_str().unwrap();
            let expected = &case["expected"];
            let level = Level::ALL.into_iter().find(|level| case["level"] == level.word()).unwrap();
            let tables: Vec<Table> = case["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| table(item, &scale_of(item, &Value::Null)))
                .collect();
            for (place, table) in tables.iter().enumerate() {
                let item = disagreement(table, level).unwrap();
                close(name, item.observed, &expected["item_observed_disagreement"][place], within);
                close(name, item.expected, &expected["item_expected_disagreement"][place], within);
                figure(name, item.alpha(), &expected["item_alpha"][place], within);
                if let Err(why) = item.alpha() {
                    assert_eq!(expected["item_undefined"][place], why.code(), "{name}");
                }
            }
            let conversations: Vec<usize> = (0..tables[0].unit_count()).collect();
            let items: Vec<(&Table, &[usize])> =
                tables.iter().map(|table| (table, &conversations[..])).collect();
            let found = stratified(&items, level).unwrap();
            close(name, found.value, &expected["stratified_alpha"], within);
            let (low, high) = found.jackknife.unwrap().interval;
            assert!(low < found.value && found.value < high && high <= 1.0, "{name}");
        }
    }
}
