//! `checklist`, and what happens to reviews when a file changes.

use std::fs;

use crate::home::{Home, fields, sorted};

const SOUND: &str = r#"
id = "desk"
version = 1
subject = "conversation"
title = { en = "Desk", fr = "Comptoir" }
pillars = [{ id = "one", name = { en = "One", fr = "Un" } }]

[[items]]
id = "polite"
pillar = "one"
text = { en = "It was polite", fr = "C’était poli" }
guidance = { en = "Yes when it was.", fr = "Oui si c’était le cas." }
"#;

#[test]
fn the_shipped_ones_are_listed_and_shown() {
    let home = Home::empty();
    let rows = home.run(["checklist", "list", "--json"]).code(0).out;
    assert_eq!(
        fields(&rows, &["0"]),
        sorted(&["id", "version", "digest", "subject", "title", "items", "origin"])
    );
    let rows = home.run(["checklist", "list", "--json"]).json();
    let known: Vec<(&str, u64)> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["id"].as_str().unwrap(), row["items"].as_u64().unwrap()))
        .collect();
    assert_eq!(known[0], ("four-pillars", 31));
    assert_eq!(known[1], ("four-pillars-express", 10));
    assert_eq!(known[2].0, "steering-diagnostic");
    let digest = rows[0]["digest"].as_str().unwrap();
    home.run(["checklist", "list"]).code(0).prints(&digest[..12]);
    let shown = home.run(["checklist", "show", "four-pillars"]).code(0).out;
    assert_eq!(shown.lines().filter(|line| line.contains("  x") && line.contains(" S1.")).count(), 31);
    home.run(["--lang", "fr", "checklist", "show", "four-pillars"]).code(0).prints("Efficacité");
    home.run(["checklist", "show", "none"]).code(1).says("at hand: four-pillars");
    assert!(!home.data().exists(), "looking at checklists makes no store");
}

#[test]
fn a_checklist_goes_out_as_toml_and_comes_back_the_same() {
    let home = Home::empty();
    for id in ["four-pillars", "steering-diagnostic"] {
        let toml = home.run(["checklist", "show", id, "--toml"]).code(0).out;
        let file = home.file("copy.toml", toml);
        home.run(["checklist", "check", &file]).code(0).prints("sound");
        assert_eq!(home.run(["checklist", "diff", id, &file]).code(0).out, "no difference\n");
    }
}

#[test]
fn check_names_every_problem_at_once() {
    let home = Home::empty();
    let file = home.file("desk.toml", SOUND);
    let sound = home.run(["checklist", "check", &file]).code(0);
    sound.prints("desk.toml: sound. desk v1, 1 items");
    let broken = SOUND
        .replace("pillar = \"one\"", "pillar = \"two\"\nweigth = 3")
        .replace("version = 1", "version = 0");
    let file = home.file("desk.toml", broken.replace("fr = \"Comptoir\"", "de = \"Theke\""));
    let said = home.run(["checklist", "check", &file]).code(1);
    for part in ["desk.toml:3", "desk.toml:5", "weigth", "two", "did you mean `weight`?"] {
        assert!(said.err.contains(part), "no {part:?} in\n{}", said.err);
    }
    let json = home.run(["checklist", "check", &file, "--json"]).code(1);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["sound"], false);
    assert!(json["problems"].as_array().unwrap().len() >= 4, "{json}");
    home.run(["checklist", "check", "missing.toml"]).code(1).says("missing.toml");
    home.run(["checklist", "check", home.path("").to_str().unwrap()]).code(1);
}

#[test]
fn diff_says_what_differs() {
    let home = Home::empty();
    let a = home.file("a.toml", SOUND);
    let b = home
        .file("b.toml", SOUND.replace("It was polite", "It was kind").replace("version = 1", "version = 2"));
    let said = home.run(["checklist", "diff", &a, &b]).code(0);
    let said = said.prints("It was polite").prints("It was kind");
    assert_eq!(said.out.lines().count(), 2, "{}", said.out);
    home.run(["checklist", "diff", "four-pillars", "four-pillars-express"]).code(0).prints("productivity");
    home.run(["checklist", "diff", &a, "none"]).code(1);
}

#[test]
fn a_new_one_is_sound_and_keeps_what_is_there() {
    let home = Home::empty();
    for (language, own) in [("en", false), ("fr", false), ("en", true), ("fr", true)] {
        let file = home.path("new.toml");
        let file = file.to_str().unwrap();
        let mut arguments = vec!["--lang", language, "checklist", "new"];
        arguments.extend(own.then_some("--my-items"));
        let printed = home.run(&arguments).code(0).out;
        arguments.extend(["-o", file, "--force"]);
        home.run(&arguments).code(0);
        assert_eq!(home.text("new.toml"), printed);
        home.run(["checklist", "check", file]).code(0);
    }
    home.run(["checklist", "new", "-o", "new.toml"]).code(1).says("--force");
}

#[test]
fn a_file_of_mine_wins_over_the_shipped_one_of_the_same_id() {
    let home = Home::of_lea();
    let toml = home.run(["checklist", "show", "four-pillars", "--toml"]).code(0).out;
    let mine = toml
        .replace("version = 1", "version = 2")
        .replace("The customer got what they came for", "It was solved");
    assert_ne!(mine, toml);
    home.file("config/aplomb/checklists/mine.toml", &mine);
    let rows = home.run(["checklist", "list", "--json"]).json();
    assert_eq!((&rows[0]["id"], &rows[0]["version"]), (&"four-pillars".into(), &2.into()));
    assert!(rows[0]["origin"].as_str().unwrap().ends_with("mine.toml"));
    home.fed(["score", "1", "--plain"], "q\n").code(0).prints("It was solved");
    // A broken one is named, and the shipped one holds.
    home.file("config/aplomb/checklists/mine.toml", "id = \"four-pillars\"\nversion = \"two\"\n");
    home.run(["checklist", "list"]).code(0).says("mine.toml:2").prints("v1 ");
    home.run(["doctor"]).code(1).prints("!! checklists");
}

#[test]
fn a_review_keeps_the_checklist_that_it_was_made_with() {
    let home = Home::of_lea();
    let file = home.file("config/aplomb/checklists/desk.toml", SOUND);
    home.fed(["score", "1", "--checklist", "desk", "--answers", "-"], r#"{"answers":{"polite":"yes"}}"#)
        .code(0);
    home.fed(["score", "2", "--checklist", "desk", "--answers", "-"], r#"{"answers":{"polite":"no"}}"#)
        .code(0);
    home.run(["seal", "1"]).code(0);
    let before = ["1", "2"].map(|id| home.run(["review", id, "--json"]).code(0).out);
    let people = home.run(["review", "1"]).code(0).out;
    let changed = SOUND.replace("It was polite", "It was kind").replace("version = 1", "version = 2");
    fs::write(&file, changed.replace("pillar = \"one\"\n", "pillar = \"one\"\nweight = 7\n")).unwrap();
    assert_eq!(["1", "2"].map(|id| home.run(["review", id, "--json"]).code(0).out), before);
    assert_eq!(home.run(["review", "1"]).code(0).out, people);
    fs::remove_file(&file).unwrap();
    assert_eq!(["1", "2"].map(|id| home.run(["review", id, "--json"]).code(0).out), before);
    home.run(["seal", "2"]).code(0);
    home.run(["doctor"]).code(0);
}

#[test]
fn my_own_items_stand_apart_in_new_reviews() {
    let home = Home::of_lea();
    home.answer_all("1", &[]);
    let before = home.run(["review", "1", "--json"]).code(0).out;
    let own = home.run(["checklist", "new", "--my-items"]).code(0).out;
    home.file("config/aplomb/checklists/my-items.toml", own);
    home.run(["checklist", "list"]).code(0).prints("my own items: 2");
    assert_eq!(
        home.run(["review", "1", "--json"]).code(0).out,
        before,
        "a draft from before stays as it was"
    );

    home.answer_all("2", &[]);
    home.run(["seal", "2"]).code(1).says("2 left");
    let review = home.run(["review", "2", "--json"]).json();
    let last = review["pillars"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["pillar"], &last["applicable"]), (&"my.mine".into(), &2.into()));
    let own: Vec<&str> = review["answers"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|answer| answer["pillar"] == "my.mine")
        .map(|answer| answer["item"].as_str().unwrap())
        .collect();
    assert_eq!(own.len(), 2);
    let answers = format!(r#"{{"answers":{{"{}":"no","{}":"yes"}}}}"#, own[0], own[1]);
    home.fed(["score", "2", "--answers", "-"], &answers).code(0);
    let after = home.run(["seal", "2", "--json"]).json();
    assert_eq!(after["pillars"][0], review["pillars"][0], "the team's figures do not move");
    assert_eq!(after["pillars"].as_array().unwrap().last().unwrap()["score_raw"], 50.0);
}
