//! What `docs/goals.md` says holds: its commands print what stands below them, and its rules are the program's.

use aplomb::domain::goal::RULES;
use aplomb::words::Lang;

use super::{blocks, document, split};
use crate::home::Home;

/// The blocks of commands and of what they print, in the order of the document.
fn in_order(text: &str) -> Vec<(bool, String)> {
    let mut found: Vec<(bool, String)> = Vec::new();
    let mut open: Option<(bool, String)> = None;
    for line in text.lines() {
        match (&mut open, line) {
            (None, "```sh") => open = Some((true, String::new())),
            (None, "```text") => open = Some((false, String::new())),
            (None, _) => {}
            (Some(_), "```") => found.extend(open.take()),
            (Some((_, block)), line) => {
                block.push_str(line);
                block.push('\n');
            }
        }
    }
    found
}

#[test]
fn the_commands_of_the_goals_print_what_the_document_says() {
    let text = document("docs/goals.md");
    let home = Home::empty();
    for toml in blocks(&text, "toml") {
        let name = toml.lines().next().unwrap().trim_start_matches("# ").to_owned();
        home.file(&name, &toml);
    }
    let (mut said, mut ran, mut held) = (String::new(), 0, 0);
    for (commands, block) in in_order(&text) {
        if commands {
            said.clear();
            for line in block.lines() {
                let run = home.run(&split(line)[1..]);
                let refused = run.out.contains("Not kept");
                assert_eq!(run.code, i32::from(refused), "{line}\n{}{}", run.out, run.err);
                said.push_str(&run.out);
                ran += 1;
            }
            continue;
        }
        let mut rest = said.lines();
        for line in block.lines() {
            assert!(
                rest.any(|printed| printed.starts_with(line)),
                "{line:?} is not printed, in order, in\n{said}"
            );
            held += 1;
        }
    }
    assert!(ran >= 12 && held >= 35, "{ran} commands, {held} lines");
}

#[test]
fn the_rules_of_the_goals_are_those_of_the_program() {
    let text = document("docs/goals.md");
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| G")).collect();
    let rules: Vec<String> = RULES
        .iter()
        .map(|rule| {
            let (letter, accepted) = (rule.letter.words(), &rule.accepted);
            format!("| {} | {} | {} |", rule.code, letter.get(Lang::En), accepted.get(Lang::En))
        })
        .collect();
    assert_eq!(rows, rules);
    let home = Home::empty();
    home.file("empty.toml", "");
    let said = home.run(["goal", "check", "empty.toml", "--json"]).code(1);
    let said: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let codes: Vec<&str> =
        said["codes"].as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap()).collect();
    assert_eq!(codes, RULES.iter().map(|rule| rule.code).collect::<Vec<_>>());
}
