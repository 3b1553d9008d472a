//! `review --hints` and `checklist show --hints`; and that hints are in nothing that goes elsewhere.

use std::fs;

use serde_json::Value;

use crate::home::Home;

/// A checklist that needs no colleague. Its rules have a name and a word that stand nowhere else.
const LIST: &str = r#"
id = "desk"
version = 1
subject = "conversation"
peer_reviews_before_submission = 0
title = { en = "Desk", fr = "Comptoir" }
pillars = [{ id = "courtesy", name = { en = "Courtesy", fr = "Sympathie" } }]

[[items]]
id = "thanked"
pillar = "courtesy"
text = { en = "They were thanked", fr = "Un merci a été dit" }

[[items]]
id = "quick"
pillar = "courtesy"
text = { en = "It was quick", fr = "C’était rapide" }
"#;
const RULES: &str = r#"
[[hints]]
id = "zebra-thanks"
item = "thanked"
watch = "words"
in = "replies"
en = ["thank you", "okapi"]
fr = ["merci"]
found = "yes"
missing = "no"

[[hints]]
id = "zebra-wait"
item = "quick"
watch = "wait"
over = "1h"
found = "no"
"#;

fn home(rules: &str) -> Home {
    let home = Home::of_lea();
    home.file("config/aplomb/checklists/desk.toml", format!("{LIST}{rules}"));
    home
}

fn answer(home: &Home, id: &str, json: &str) {
    home.fed(["score", id, "--checklist", "desk", "--answers", "-"], json).code(0);
}

const FIRST: &str = r#"{"answers": {"thanked": "no"}}"#;
const BOTH: &str = r#"{"answers": {"thanked": "no", "quick": "yes"}}"#;

#[test]
fn hints_wait_for_the_first_pass() {
    let home = home(RULES);
    answer(&home, "1", FIRST);
    home.run(["review", "1", "--hints"]).code(0).prints("hints come after your own answers");
    assert_eq!(home.run(["--json", "review", "1", "--hints"]).json()["hints"], Value::Null);
    answer(&home, "1", BOTH);
    let said = home.run(["review", "1", "--hints"]).code(0).out;
    assert_eq!(said, "no    They were thanked\n      hint, yes? m2 “thank you”\n");
    let said = home.run(["--lang", "fr", "review", "1", "--hints"]).code(0).out;
    assert_eq!(said, "non   Un merci a été dit\n      indice, oui\u{202f}? m2 «\u{202f}thank you\u{202f}»\n");
    let json = home.run(["--json", "review", "1", "--hints"]).json();
    let hint = &json["hints"][0];
    assert_eq!(
        (&hint["rule"], &hint["item"], &hint["points_to"]),
        (&"zebra-thanks".into(), &"thanked".into(), &"yes".into())
    );
    assert_eq!((&hint["message"], &hint["words"]), (&"m2".into(), &"thank you".into()));
    // Another conversation, another finding: nothing of the words, and six hours to the first reply.
    answer(&home, "3", BOTH);
    let said = home.run(["review", "3", "--hints"]).code(0).out;
    assert!(said.contains("hint, no? none of its words in m2"), "{said}");
    assert!(said.contains("hint, no? m2 came 6 h 00 min after m1"), "{said}");
}

#[test]
fn the_list_says_how_often_people_agreed() {
    let home = home(RULES);
    home.run(["checklist", "show", "desk", "--hints"]).code(0).prints("no sealed answer yet");
    for (id, thanked) in [("1", "yes"), ("2", "yes"), ("3", "no"), ("4", "no")] {
        answer(&home, id, &format!(r#"{{"answers": {{"thanked": "{thanked}", "quick": "yes"}}}}"#));
        home.run(["seal", id]).code(0);
    }
    let said = home.run(["checklist", "show", "desk", "--hints"]).code(0);
    said.prints("zebra-thanks         yes  people answered so 1 of 1 times: too few")
        .prints("zebra-thanks         no   people answered so 2 of 3 times: too few")
        .prints("zebra-wait           no   people answered so 0 of 1 times: too few");
    let json = home.run(["--json", "checklist", "show", "desk", "--hints"]).json();
    let row = &json["rules"][1];
    assert_eq!((&row["n"], &row["alike"], &row["share"]), (&3.into(), &2.into(), &Value::Null));
    home.run(["checklist", "show", "steering-diagnostic", "--hints"]).code(0).prints("no rule for hints");
    // A review that was withdrawn counts no more.
    home.run(["void", "4", "--why", "by mistake"]).code(0);
    home.run(["checklist", "show", "desk", "--hints"]).code(0).prints("1 of 2 times");
}

/// Everything that leaves, byte by byte the same with rules and without; and the digest, too.
#[test]
fn hints_are_in_nothing_that_goes_elsewhere() {
    let made = |rules: &str| {
        let home = home(rules);
        answer(&home, "1", BOTH);
        home.run(["seal", "1"]).code(0);
        let mut told = Vec::new();
        for arguments in [
            &["review", "1"][..],
            &["export", "reviews", "--format", "csv"],
            &["export", "reviews", "--format", "markdown"],
            &["submit", "--dry-run"],
            &["export", "conversations", "--format", "json"],
        ] {
            told.push(home.run(arguments).code(0).out);
        }
        let lead = Home::empty();
        lead.run(["me", "--name", "Inès"]).code(0);
        lead.run(["card", "show", "-o", "card"]).code(0);
        home.run(["card", "show", "-o", "card"]).code(0);
        lead.run(["card", "add", home.path("card").to_str().unwrap()]).code(0);
        home.run(["card", "add", lead.path("card").to_str().unwrap(), "--lead"]).code(0);
        home.run(["submit", "-o", "out.aplomb"]).code(0);
        lead.run(["open", home.path("out.aplomb").to_str().unwrap()]).code(0);
        (told, fs::read(lead.store()).unwrap(), fs::read(home.store()).unwrap())
    };
    let ((plain, _, _), (hinted, of_lead, store)) = (made(""), made(RULES));
    // The lead has the list and its items, which the check below would see.
    assert!(of_lead.windows(16).any(|window| window == b"They were thanke"));
    for (plain, hinted) in plain.iter().zip(&hinted) {
        // All but the instant of the seal, and the reference that chance gave.
        let steady = |text: &str| {
            let lines =
                text.lines().filter(|line| !line.starts_with("Review ") && !line.starts_with("From "));
            let tokens = lines.flat_map(|line| line.split([' ', ',']));
            let is_instant = |token: &&str| token.len() > 20 && token.contains('T') && token.ends_with('Z');
            tokens.filter(|token| !is_instant(token)).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(steady(plain), steady(hinted));
        assert!(!hinted.contains("zebra") && !hinted.contains("okapi"), "{hinted}");
    }
    for word in ["zebra", "okapi"] {
        for bytes in [&of_lead, &store] {
            assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
        }
    }
}
