//! `aplomb diagnostic`: filled in like a review, beside the last one, and in no figure about conversations.

use serde_json::{Value, json};

use crate::home::Home;

/// Every item of the shipped list.
fn items(home: &Home) -> Vec<String> {
    let toml = home.run(["checklist", "show", "steering-diagnostic", "--toml"]).code(0).out;
    let table: toml::Table = toml.parse().unwrap();
    table["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// Fills one in with yes everywhere but for these, and seals it.
fn fill(home: &Home, but: &[(&str, &str)]) -> String {
    let said = home.run(["diagnostic", "--new"]).code(0).out;
    let id = said.split(['c', ':']).find(|word| word.chars().all(|c| c.is_ascii_digit()) && !word.is_empty());
    let id = format!("c{}", id.unwrap_or_else(|| panic!("no id in {said}")));
    let mut answers: serde_json::Map<String, Value> =
        items(home).into_iter().map(|item| (item, json!("yes"))).collect();
    for (item, answer) in but {
        answers.insert((*item).to_owned(), json!(answer));
    }
    home.fed(["score", &id, "--answers", "-"], &json!({ "answers": answers }).to_string()).code(0);
    home.run(["seal", &id]).code(0);
    id
}

#[test]
fn it_is_compared_with_the_last_one_and_counts_nowhere_else() {
    let home = Home::of_lea();
    home.run(["diagnostic"]).code(0).prints("No diagnostic yet");
    let first = fill(&home, &[("all-recorded", "no"), ("problems-corrected", "no")]);
    home.run(["diagnostic"])
        .code(0)
        .prints("the first")
        .prints("A problem found is followed by a correction");
    let second = fill(&home, &[("problems-corrected", "no"), ("strategy-adjusts", "no")]);
    assert_ne!(first, second);
    let told = home.run(["diagnostic", "--json"]).json();
    let moved: Vec<_> = told["moved"].as_array().unwrap().iter().collect();
    assert_eq!(moved.len(), 2, "{moved:?}");
    assert_eq!(
        (&moved[0]["before"], &moved[0]["value"]),
        (&json!("no"), &json!("yes")),
        "what got better first"
    );
    assert_eq!(told["to_do"].as_array().unwrap().len(), 2);
    let tracing = &told["axes"][0];
    assert!(tracing["score"].as_f64() > tracing["before"].as_f64(), "{tracing}");
    home.run(["diagnostic", "--lang", "fr"]).code(0).prints("Ce qui a bougé");
    // Nothing of it is a review of mine.
    assert_eq!(home.run(["mirror", "--json"]).json()["drawn"], 0);
    assert_eq!(home.run(["mirror", "--json"]).json()["elsewhere"], 0);
    let reviews = home.run(["export", "reviews", "--format", "json"]).json();
    assert_eq!(reviews["reviews"], json!([]));
    home.run(["draw", "-n", "50", "--json"]).code(0);
    let drawn = home.run(["draw", "-n", "50", "--dry-run", "--json"]).code(0).out;
    assert!(!drawn.contains("diagnostic"), "{drawn}");
    home.run(["submit", "--dry-run"]).code(0).prints("nothing to hand over");
    let checked = home.run(["doctor"]);
    assert!(!checked.out.contains("damaged"), "{}", checked.out);
}

#[test]
fn one_at_a_time_and_by_its_own_list() {
    let home = Home::of_lea();
    let one = home.run(["diagnostic", "--new"]).code(0).out;
    assert_eq!(one, home.run(["diagnostic", "--new"]).code(0).out, "the one that is begun goes on");
    home.run(["score", "1", "--checklist", "steering-diagnostic", "--answers", "-"]).code(1);
}
