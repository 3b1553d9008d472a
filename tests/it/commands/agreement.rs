//! `agreement`: any table of ratings.

use serde_json::Value;

use crate::common;
use crate::home::Home;

/// Two raters on 24 conversations: 14 both yes, 4 both no, 3 and 3 apart.
fn table() -> String {
    let mut text = String::from("conversation,Léa,Marc\n");
    for place in 0..24 {
        let (one, other) = match place {
            0..14 => ("yes", "yes"),
            14..18 => ("no", "no"),
            18..21 => ("yes", "no"),
            _ => ("no", "yes"),
        };
        text.push_str(&format!("c{place},{one},{other}\n"));
    }
    text
}

#[test]
fn raw_agreement_comes_first_and_every_figure_has_its_count() {
    let home = Home::empty();
    home.file("t.csv", table());
    let said = home.run(["agreement", "t.csv", "--scale", "no,yes"]).code(0);
    let said = said
        .prints("18 of 24")
        .prints("both 4, one alone 6")
        .prints("10 of 24 rows not all on the usual answer");
    let at = |text: &str| said.out.find(text).unwrap_or_else(|| panic!("no {text} in\n{}", said.out));
    assert!(at("Alike") < at("When one gave") && at("When one gave") < at("alpha"));
    assert!(at("alpha") < at("AC1"));
    assert!(!said.out.contains("substantial"));
    assert!(said.err.contains("`conversation` taken as names of rows"), "{}", said.err);
    let french = home.run(["--lang", "fr", "agreement", "t.csv"]).code(0);
    let french = french.prints("18 sur 24").prints("les deux 4, un seul 6");
    assert!(french.err.contains("--scale"), "{}", french.err);
    assert!(!french.out.contains("rated") && !french.out.contains(" of "), "{}", french.out);
    assert!(!home.data().exists(), "nothing is kept");
}

#[test]
fn json_has_what_scripts_build_on() {
    let home = Home::empty();
    let json = home.fed(["agreement", "-", "--json", "--scale", "no,yes"], &table()).json();
    for field in [
        "level",
        "raters",
        "units",
        "pairable_values",
        "percent_agreement",
        "alpha",
        "alpha_interval",
        "ac1",
        "ac1_interval",
        "kappa",
        "schema_version",
        "reasons",
    ] {
        assert!(!json[field].is_null(), "{field} in {json}");
    }
    assert_eq!(
        (&json["raters"], &json["units"], &json["pairable_values"]),
        (&2.into(), &24.into(), &48.into())
    );
    assert_eq!(json["percent_agreement"], 0.75);
    assert_eq!(json["units_column"]["name"], "conversation");
    assert_eq!(json["specific_agreement"][0]["agreement"], 8.0 / 14.0);
}

#[test]
fn what_does_not_exist_is_null_with_its_reason() {
    let home = Home::empty();
    let json = |text: &str| home.fed(["agreement", "-", "--json"], text).json();
    let same = json(&format!("a,b\n{}", "yes,yes\n".repeat(12)));
    assert_eq!((&same["alpha"], &same["reasons"]["alpha"]), (&Value::Null, &"no_variation".into()));
    assert_eq!((&same["ac1"], &same["reasons"]["ac1"]), (&Value::Null, &"one_answer".into()));
    assert_eq!(same["percent_agreement"], 1.0);
    let alone = json("a\nyes\nno\n");
    for figure in ["percent_agreement", "alpha", "ac1", "kappa"] {
        assert_eq!((&alone[figure], &alone["reasons"][figure]), (&Value::Null, &"no_pairable_units".into()));
    }
    assert_eq!(json("a,b\n,\n,\n")["reasons"]["alpha"], "no_ratings");
    let three = json("a,b,c\nyes,no,no\nyes,yes,yes\n");
    assert_eq!(three["reasons"]["kappa"], "not_two_raters");
    assert!(three["alpha"].is_number());
}

#[test]
fn few_rows_say_so() {
    let home = Home::empty();
    let said = home.fed(["agreement", "-"], "a,b\nyes,no\nyes,yes\nno,no\n").code(0).prints("2 of 3 rows");
    assert!(said.out.contains("too few") && !said.out.contains("0."), "{}", said.out);
    let said = home.fed(["--lang", "fr", "agreement", "-"], "a,b\nyes,no\nyes,yes\nno,no\n").code(0);
    said.prints("2 sur 3 lignes").prints("trop peu");
    home.fed(["agreement", "-"], "a\nyes\n").code(0).prints("nothing was rated by two");
}

#[test]
fn every_problem_is_told_and_nothing_is_computed() {
    let home = Home::empty();
    let text = "a,b\n1,good\n2,\u{1b}[31mbad\n3,3\n";
    let said = home.fed(["agreement", "-", "--level", "ordinal"], text).code(1);
    let said = said.says("-:2: b: found `good`").says("-:3: b:").says("--scale");
    assert_eq!(said.out, "");
    assert!(!said.err.contains('\u{1b}'));
    let json: Value = serde_json::from_str(
        &home.fed(["agreement", "-", "--json", "--level", "interval"], text).code(1).out,
    )
    .unwrap();
    assert_eq!(json["problems"].as_array().unwrap().len(), 2);
    let many = format!("a,b\n{}", "x,1\n".repeat(5000));
    home.fed(["agreement", "-", "--level", "interval"], &many).code(1).says("4900 more");
    home.fed(["agreement", "-"], "").code(1);
    home.run(["agreement", "nowhere.csv"]).code(1);
    for wrong in
        [&["--units", "c"][..], &["--item", "c"], &["--scale", "a,a"], &["--scale", ","], &["--level", "odd"]]
    {
        home.fed(["agreement", "-"].iter().chain(wrong), "a,b\nyes,no\n").code(2);
    }
}

#[test]
fn items_are_not_pooled() {
    let home = Home::empty();
    let mut text = String::from("conversation;item;ann;bob\n");
    for place in 0..12 {
        let other = if place % 4 == 0 { "no" } else { "yes" };
        text.push_str(&format!(
            "{place};polite;yes;yes\n{place};solved;{other};{}\n",
            if place < 2 { "yes" } else { other }
        ));
    }
    let json = home.fed(["agreement", "-", "--json", "--item", "item"], &text).json();
    assert_eq!(json["items"].as_array().unwrap().len(), 2);
    assert_eq!((&json["alpha"], &json["reasons"]["alpha"]), (&Value::Null, &"items_are_not_pooled".into()));
    assert_eq!(json["items"][0]["reasons"]["alpha"], "no_variation");
    assert_eq!(json["stratified_alpha"], json["items"][1]["alpha"], "the constant item drops out by itself");
    assert!(json["stratified_alpha_interval"].is_array());
    home.fed(["agreement", "-", "--item", "item"], &text)
        .code(0)
        .prints("Alpha over all items")
        .prints("polite: ");
    let unnamed = home
        .fed(
            ["agreement", "-", "--json", "--item", "item", "--no-units"],
            &text
                .replace("conversation;", "")
                .lines()
                .map(|line| {
                    line.split_once(';')
                        .filter(|(head, _)| head.parse::<u8>().is_ok())
                        .map_or(line, |(_, rest)| rest)
                })
                .collect::<Vec<_>>()
                .join("\n"),
        )
        .json();
    assert_eq!(unnamed["stratified_alpha"], json["stratified_alpha"]);
    assert_eq!(unnamed["reasons"]["stratified_alpha_interval"], "units_not_named");
}

/// Every reference table goes through a file and comes out as the packages computed it.
#[test]
fn reference_tables_as_files() {
    let Some(folder) = common::shared("reference/agreement") else { return };
    let home = Home::empty();
    for entry in std::fs::read_dir(folder).unwrap() {
        let file: Value =
            serde_json::from_str(&std::fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
        let raters: Vec<&Vec<Value>> =
            file["ratings"].as_array().unwrap().iter().map(|row| row.as_array().unwrap()).collect();
        let heads: Vec<String> = (0..raters.len()).map(|rater| format!("r{rater}")).collect();
        let mut text = format!("unit,{}\n", heads.join(","));
        for unit in 0..raters[0].len() {
            let cell =
                |row: &&Vec<Value>| if row[unit].is_null() { String::new() } else { row[unit].to_string() };
            let cells: Vec<String> = raters.iter().map(cell).collect();
            text.push_str(&format!("u{unit},{}\n", cells.join(",")));
        }
        let scale: Vec<String> = file["scale"].as_array().unwrap().iter().map(Value::to_string).collect();
        let arguments = ["agreement", "-", "--json", "--level", file["level"].as_str().unwrap(), "--scale"];
        let json = home.fed(arguments.into_iter().chain([scale.join(",").as_str()]), &text).json();
        let expected = &file["expected"];
        let close = |what: &str, found: &Value, expected: &Value| match (found.as_f64(), expected.as_f64()) {
            (Some(found), Some(expected)) => {
                assert!((found - expected).abs() < 1e-8, "{what}: {found} {expected}")
            }
            (found, expected) => assert_eq!(found, expected, "{what} of {}", file["name"]),
        };
        for figure in ["alpha", "percent_agreement", "ac1"] {
            close(figure, &json[figure], &expected[figure]);
        }
        for (ours, theirs) in [
            ("alpha_interval", &expected["alpha_jackknife"]["ci95"]),
            ("ac1_interval", &expected["ac1_ci95"]),
        ] {
            for end in 0..2 {
                close(ours, &json[ours][end], &theirs[end]);
            }
        }
        close("kappa", &json["kappa"], &expected["kappa"]["cohen"]);
        for (level, value) in expected["alpha_by_level"].as_object().unwrap() {
            close(level, &json["alpha_by_level"][level], value);
        }
        if let Some(forms) = expected["ac2"].as_object() {
            for (weights, form) in forms {
                close(weights, &json["ac2"][weights]["value"], &form["value"]);
            }
        }
    }
}
