//! `score`, `review`, `seal`, `void` and `mirror`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::home::{Home, fields, sorted};

/// Every kind of item: a scale, *n/a* that counts as met, a critical item, a condition, an index.
const KINDS: &str = r#"
id = "kinds"
version = 3
subject = "conversation"
title = { en = "Kinds", fr = "Genres" }
na_policy = "full"
index = true
pillars = [{ id = "one", name = { en = "One", fr = "Un" }, weight = 3 }, { id = "two", name = { en = "Two", fr = "Deux" } }]

[[items]]
id = "scale"
pillar = "one"
text = { en = "How far", fr = "Jusqu’où" }
answer = "1-5"
weight = 2
comment_on = ["1"]

[[items]]
id = "maybe"
pillar = "one"
text = { en = "Perhaps", fr = "Peut-être" }
na = { en = "When not", fr = "Quand ce n’est pas le cas" }

[[items]]
id = "heavy"
pillar = "two"
text = { en = "Heavy", fr = "Lourd" }
weight = 5
critical = "zero-pillar"
causes = [{ id = "rule", en = "a rule", fr = "une règle" }]

[[items]]
id = "after"
pillar = "two"
text = { en = "After", fr = "Après" }
when = "heavy = no"
"#;

/// Pillar scores from answers and weights alone: what a reader of the export would compute.
fn recomputed(review: &Value, checklist: &Value) -> BTreeMap<String, Option<f64>> {
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for pillar in review["pillars"].as_array().unwrap() {
        sums.insert(pillar["pillar"].as_str().unwrap().into(), (0.0, 0.0));
    }
    for answer in review["answers"].as_array().unwrap() {
        let item = checklist["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|item| item["id"] == answer["item"])
            .expect("an item of the checklist");
        assert_eq!(answer["weight"], item["weight"]);
        assert_eq!(answer["pillar"], item["pillar"]);
        let share = match answer["value"].as_str() {
            Some("yes") => 1.0,
            Some("no") => 0.0,
            Some("n/a") if checklist["na_policy"] == "full" => 1.0,
            None | Some("n/a") => continue,
            Some(point) => {
                let points = &item["scale"]["points"];
                let (min, max) = (points["min"].as_f64().unwrap(), points["max"].as_f64().unwrap());
                (point.parse::<f64>().unwrap() - min) / (max - min)
            }
        };
        let weight = item["weight"].as_f64().unwrap();
        let sum = sums.get_mut(answer["pillar"].as_str().unwrap()).unwrap();
        *sum = (sum.0 + weight * share, sum.1 + weight);
    }
    sums.into_iter().map(|(pillar, (met, of))| (pillar, (of > 0.0).then(|| 100.0 * met / of))).collect()
}

#[track_caller]
fn scores_hold(review: &Value, checklist: &Value) {
    let expected = recomputed(review, checklist);
    for pillar in review["pillars"].as_array().unwrap() {
        let (given, here) = (pillar["score_raw"].as_f64(), expected[pillar["pillar"].as_str().unwrap()]);
        let same = match (given, here) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            (a, b) => a == b,
        };
        assert!(same, "{pillar} against {here:?}");
    }
}

#[test]
fn a_review_as_json_has_the_promised_fields() {
    let home = Home::of_lea();
    let answers = json!({"answers": {"resolved": "yes", "accurate": {"value": "no", "cause": "outdated",
        "comment": "old price", "evidence": ["m4", "b"]}, "useful": {"value": "n/a"}}});
    let said = home.fed(["score", "1", "--answers", "-"], &answers.to_string()).code(0);
    said.says("3 answers saved for #1").says("27 left before sealing").prints("2 items; 3 of 5 answered");
    let text = home.run(["review", "1", "--json"]).code(0).out;
    // What stands in the table of commands, and what was added to it.
    assert_eq!(
        fields(&text, &[]),
        sorted(&[
            "schema_version",
            "conversation",
            "reviewer",
            "role",
            "state",
            "checklist",
            "answers",
            "pillars",
            "index",
            "outcome",
            "source",
            "drawn",
            "sealed_at"
        ])
    );
    assert_eq!(fields(&text, &["checklist"]), sorted(&["id", "version", "digest"]));
    assert_eq!(
        fields(&text, &["answers", "0"]),
        sorted(&["item", "pillar", "value", "cause", "comment", "evidence", "weight"])
    );
    assert_eq!(
        fields(&text, &["pillars", "0"]),
        sorted(&["pillar", "score_raw", "score_final", "answered", "applicable", "n"])
    );
    let review: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&review["conversation"], &review["reviewer"]), (&"1".into(), &"Léa".into()));
    assert_eq!((&review["role"], &review["state"]), (&"self".into(), &"draft".into()));
    assert_eq!(
        (&review["index"], &review["outcome"]),
        (&Value::Null, &"flagged".into()),
        "accurate is critical"
    );
    assert_eq!(
        review["answers"][1],
        json!({"item": "accurate", "pillar": "effectiveness", "value": "no", "cause": "outdated",
               "comment": "old price", "evidence": ["d", "b"], "weight": 3.0})
    );
    assert_eq!(review["answers"].as_array().unwrap().len(), 30, "31 but for the one that only a no asks for");
    assert_eq!(review["pillars"][1]["score_raw"], Value::Null, "nothing answered is no score");
    let counts: Vec<u64> =
        review["pillars"].as_array().unwrap().iter().map(|p| p["applicable"].as_u64().unwrap()).collect();
    assert_eq!(counts, [5, 8, 17]);
    scores_hold(&review, &home.run(["checklist", "show", "four-pillars", "--json"]).json());
}

#[test]
fn scores_can_be_computed_again_from_what_is_printed() {
    let home = Home::of_lea();
    let list = home.run(["checklist", "show", "four-pillars", "--json"]).json();
    home.answer_all("1", &[]);
    home.answer_all("2", &[("accurate", "no"), ("greeted", "no"), ("emoji-fit", "n/a"), ("timely", "no")]);
    home.answer_all(
        "3",
        &[("resolved", "no"), ("all-steps", "no"), ("useful", "no"), ("patience-kept", "no")],
    );
    for (id, all_right) in [("1", true), ("2", false), ("3", false)] {
        let review = home.run(["review", id, "--json"]).json();
        scores_hold(&review, &list);
        let perfect = review["pillars"].as_array().unwrap().iter().all(|p| p["score_raw"] == 100.0);
        assert_eq!(perfect, all_right, "{review}");
    }
    assert_eq!(home.run(["review", "3", "--json"]).json()["answers"].as_array().unwrap().len(), 31);
}

#[test]
fn scales_critical_items_conditions_and_the_index() {
    let home = Home::of_lea();
    home.file("config/aplomb/checklists/kinds.toml", KINDS);
    let list = home.run(["checklist", "show", "kinds", "--json"]).json();
    let answers =
        r#"{"answers":{"scale":"4","maybe":"n/a","heavy":{"value":"no","cause":"rule"},"after":"yes"}}"#;
    let review = home.fed(["score", "2", "--checklist", "kinds", "--answers", "-", "--json"], answers).json();
    scores_hold(&review, &list);
    let (one, two) = (&review["pillars"][0], &review["pillars"][1]);
    assert!((one["score_raw"].as_f64().unwrap() - 100.0 * (2.0 * 0.75 + 1.0) / 3.0).abs() < 1e-9);
    assert!((two["score_raw"].as_f64().unwrap() - 100.0 / 6.0).abs() < 1e-9);
    assert_eq!(one["score_raw"], one["score_final"]);
    assert_eq!((&two["score_final"], &review["outcome"]), (&json!(0.0), &json!("failed")));
    let index = 3.0 * one["score_final"].as_f64().unwrap() / 4.0;
    assert!((review["index"].as_f64().unwrap() - index).abs() < 1e-9);

    let why = home.run(["review", "2", "--why"]).code(0);
    let why = why.prints("One = 100 x 2.50 / 3.00 = 83.33").prints("2.00 x 0.75  4     How far");
    why.prints("would move it most: Heavy (+83.3)").prints("critical: Heavy");

    // The lowest point asks for a comment.
    let answers = r#"{"answers":{"scale":"1","maybe":"yes","heavy":"yes"}}"#;
    home.fed(["score", "3", "--checklist", "kinds", "--answers", "-"], answers).code(0);
    home.run(["seal", "3"]).code(1).says("How far (comment needed)");
    let answers = r#"{"answers":{"scale":{"value":"1","comment":"not at all"}}}"#;
    home.fed(["score", "3", "--answers", "-"], answers).code(0);
    home.run(["seal", "3"]).code(0);
}

#[test]
fn all_problems_of_an_answers_file_at_once_and_nothing_taken() {
    let home = Home::of_lea();
    let file = home.file(
        "answers.json",
        r#"{"answers":{"resolved":"maybe","nonsense":"yes","accurate":{"value":"no","cause":"x","evidence":["m99"]},"useful":"yes"}}"#,
    );
    let said = home.run(["score", "1", "--answers", &file]).code(1);
    for part in
        ["answers.resolved", "maybe", "nonsense", "answers.accurate.cause", "m99", "nothing was changed"]
    {
        assert!(said.err.contains(part), "no {part:?} in\n{}", said.err);
    }
    assert!(said.err.contains("answers.json"));
    home.fed(["score", "1", "--answers", "-"], "[1, 2").code(1);
    home.run(["review", "1"]).code(1).says("there is no review of this conversation yet");
    home.fed(["score", "1", "--answers", "-"], r#"{"answers":{"resolved":"yes"}}"#).code(0);
    home.run(["score", "1", "--answers", &file]).code(1);
    let review = home.run(["review", "1", "--json"]).json();
    let values = review["answers"].as_array().unwrap().iter().filter(|answer| !answer["value"].is_null());
    assert_eq!(values.count(), 1);
    home.fed(["score", "99", "--answers", "-"], "{}").code(1).says("no conversation `99`");
    home.fed(["score", "1", "--answers", "-", "--checklist", "steering-diagnostic"], "{}")
        .code(1)
        .says("not about conversations");
}

#[test]
fn item_by_item_as_lines() {
    let home = Home::of_lea();
    let typed = "perhaps\n?\ny\nn\n1\nlink missing\nu\nn\n\n\nx\nt\ns\nq\n";
    let said = home.fed(["score", "1", "--plain"], typed).code(0);
    let lines: Vec<&str> = said.out.lines().collect();
    assert!(said.out.starts_with("#1  A shoe is missing\n"), "the conversation first");
    let questions: Vec<&str> = lines
        .iter()
        .filter(|line| line.contains("/30 Effectiveness: "))
        .map(|line| line.split('/').next().unwrap())
        .collect();
    // Refused, guidance, yes; no; after the undo again; n/a; the conversation; later; stop.
    assert_eq!(questions, ["1", "1", "1", "2", "3", "2", "3", "4", "4", "4"], "{}", said.out);
    assert_eq!(lines.iter().filter(|line| **line == "saved").count(), 5, "three answers, an undo, an answer");
    assert!(said.out.contains("accepted: yes, no\n"));
    assert!(said.out.contains("Cause? (a number, or enter for none)\n  1 "));
    assert_eq!(said.out.matches("Comment? (enter for none)").count(), 2);
    assert_eq!(said.out.matches("m1 09:02 customer").count(), 2);
    said.says("27 left before sealing");

    // Everything is kept, word for word; the history tells of what was undone.
    let review = home.run(["review", "1", "--json"]).json();
    let values: Vec<Option<&str>> =
        review["answers"].as_array().unwrap().iter().take(4).map(|a| a["value"].as_str()).collect();
    assert_eq!(values, [Some("yes"), Some("no"), Some("n/a"), None]);
    assert_eq!(
        (&review["answers"][1]["cause"], &review["answers"][1]["comment"]),
        (&Value::Null, &"".into())
    );
    let history = home.run(["review", "1", "--history"]).code(0).out;
    let told: Vec<&str> = history
        .lines()
        .filter(|line| {
            line.contains(" Everything the customer was told was correct")
                && line.starts_with(|c: char| c.is_ascii_digit())
        })
        .collect();
    assert_eq!(told.len(), 3, "no, taken back, no:\n{history}");

    // It goes on where it stopped, and the end of the input is an end like any other.
    let said = home.fed(["score", "1", "--plain"], "y\n").code(0);
    said.prints("\n4/30 Effectiveness").says("26 left");
}

#[test]
fn the_whole_list_as_lines_then_sealed() {
    let home = Home::of_lea();
    home.fed(["score", "2", "--plain", "--express"], &"y\n".repeat(10)).code(0).says("all answered");
    let sealed = home.run(["seal", "2", "--json"]).json();
    assert_eq!(
        (&sealed["state"], &sealed["checklist"]["id"]),
        (&"sealed".into(), &"four-pillars-express".into())
    );
    assert_eq!(sealed["answers"].as_array().unwrap().len(), 10);
    assert!(sealed["sealed_at"].is_string());
    // The other language asks with its own letters.
    let said = home.fed(["--lang", "fr", "score", "3", "--plain"], "oui\no\nnon\n\n\nq\n").code(0);
    said.prints("[o/n]").prints("enregistré").says("avant de sceller");
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let home = Home::of_lea();
    home.run(["score", "1"]).code(2).says("--plain asks line by line");
    home.run(["score", "1", "--plain", "--json"]).code(2).says("--json needs --answers FILE");
    home.run(["review", "1"]).code(1).says("there is no review of this conversation yet");
}

#[test]
fn sealing_commits() {
    let home = Home::of_lea();
    home.fed(["score", "1", "--answers", "-"], r#"{"answers":{"resolved":"yes"}}"#).code(0);
    home.run(["seal", "1"]).code(1).says("29 left before sealing");
    home.answer_all("1", &[("accurate", "no")]);
    home.run(["seal", "1"]).code(0).prints("sealed #1; it is never edited again");
    let sealed = home.run(["review", "1", "--json"]).code(0).out;
    home.run(["seal", "1"]).code(1).says("never edited again");
    home.fed(["score", "1", "--answers", "-"], r#"{"answers":{"accurate":"yes"}}"#).code(1).says("is sealed");
    assert_eq!(home.run(["review", "1", "--json"]).code(0).out, sealed);

    home.run(["void", "1", "--why", "  "]).code(2).says("a reason is needed");
    home.run(["void", "1"]).code(2).says("--why");
    home.run(["void", "1", "--why", "wrong conversation"]).code(0);
    home.run(["review", "1"]).code(1);
    home.run(["void", "1", "--why", "again"]).code(1);
    home.answer_all("1", &[]);
    home.run(["seal", "1"]).code(0);
}

#[test]
fn the_mirror_keeps_chosen_ones_apart_from_drawn_ones() {
    let home = Home::of_lea();
    home.run(["mirror"]).code(0).prints("No sealed review yet");
    home.answer_all("1", &[]);
    home.run(["seal", "1"]).code(0);
    home.run(["draw", "-n", "4", "--seed", "1"]).code(0);
    for (id, useful) in [("2", "yes"), ("3", "no")] {
        home.answer_all(id, &[("useful", useful)]);
        home.run(["seal", id]).code(0);
    }
    let mirror = home.run(["mirror", "--json"]).json();
    assert_eq!((&mirror["drawn"], &mirror["chosen"]), (&2.into(), &1.into()));
    let pillar = &mirror["pillars"][0];
    assert_eq!(pillar["pillar"], "effectiveness");
    let scores = ["2", "3"]
        .map(|id| home.run(["review", id, "--json"]).json()["pillars"][0]["score_final"].as_f64().unwrap());
    assert!((pillar["drawn"]["mean"].as_f64().unwrap() - (scores[0] + scores[1]) / 2.0).abs() < 1e-9);
    assert_eq!((&pillar["drawn"]["n"], &pillar["chosen"]["n"]), (&2.into(), &1.into()));
    assert_eq!(pillar["drawn"]["reason"], "too_few");
    assert_eq!(home.run(["mirror", "--since", "2999-01-01", "--json"]).json()["drawn"], 0);
    home.run(["mirror"]).code(0).prints("too few (2 conversations)").prints("1 chosen by hand");
    home.run(["mirror", "--since", "soon"]).code(2);
}
