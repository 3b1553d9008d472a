//! `import reviews`: a team's old scorecards.

use crate::home::{EXPORT, Home};

const SHEET: &str = "ticket,reviewer,date,solved,solved: why,accurate,greeting\n\
    3592,Nadia,02/03/2026,Oui,,yes,1\n\
    3593,Nadia,03/03/2026,no,link missing,n/a,0\n";

fn home() -> Home {
    let home = Home::empty();
    home.run(["me", "--name", "Léa", "--alias", "lea@shop.example"]).code(0);
    let export = home.file("export.jsonl", EXPORT);
    home.run(["import", &export]).code(0);
    home
}

fn ids(home: &Home) -> Vec<String> {
    let listed = home.run(["conversations", "--json"]).json();
    listed.as_array().unwrap().iter().map(|row| row["external_id"].as_str().unwrap().to_owned()).collect()
}

fn sheet(home: &Home) -> String {
    let ids = ids(home);
    SHEET.replace("3592", &ids[0]).replace("3593", &ids[1])
}

#[test]
fn rows_become_sealed_reviews_once() {
    let home = home();
    let sheet = home.file("scores.csv", sheet(&home));
    let dry = home.run(["import", "reviews", &sheet, "--map", "scorecards", "--dry-run"]).code(0);
    assert!(dry.out.starts_with("It would be: 2 reviews added"), "{}", dry.out);
    let first = home.run(["import", "reviews", &sheet, "--map", "scorecards"]).code(0);
    assert!(first.out.contains("2 reviews added, 0 unchanged, 0 rows left out"), "{}", first.out);
    assert!(first.out.contains("Nadia"), "{}", first.out);
    let again = home.run(["import", "reviews", &sheet, "--map", "scorecards", "--json"]).code(0).json();
    assert_eq!(again["reviews"], serde_json::json!({"added": 0, "unchanged": 2, "left_out": 0}));
    // They are somebody else's: mine begins empty, and nothing is mine to submit.
    let id = &ids(&home)[0];
    home.run(["review", id]).code(1);
    home.run(["doctor"]).code(0);
    let exported = home.run(["export", "reviews", "--format", "json"]).code(0);
    assert!(!exported.out.contains("link missing"), "what somebody else wrote is not among my reviews");
}

#[test]
fn what_is_wrong_is_named_by_row_and_the_rest_is_taken() {
    let home = home();
    let text = format!("{}nowhere,Nadia,02/03/2026,yes,,,\n,Nadia,32/13/2026,perhaps,,,\n", sheet(&home));
    let sheet = home.file("scores.csv", &text);
    let taken = home.run(["import", "reviews", &sheet, "--map", "scorecards"]).code(0);
    assert!(taken.out.contains("2 reviews added, 0 unchanged, 2 rows left out"), "{}", taken.out);
    for said in [
        "scores.csv:4: conversation: found `nowhere`",
        "scores.csv:5: ticket",
        "scores.csv:5: date",
        "scores.csv:5: solved: found `perhaps`",
    ] {
        assert!(taken.err.contains(said), "{said}: {}", taken.err);
    }
    let changed = text.replace("link missing", "another reason");
    let sheet = home.file("scores.csv", &changed);
    let again = home.run(["import", "reviews", &sheet, "--map", "scorecards", "--lang", "fr"]).code(0);
    assert!(again.err.contains("ce qui est scellé ne change jamais"), "{}", again.err);
}

#[test]
fn a_map_that_does_not_fit_names_everything() {
    let home = home();
    let sheet = home.file("scores.csv", sheet(&home));
    let map = "checklist = \"four-pillars\"\nrole = \"lead\"\nconversation = \"ticket\"\nreviewer = \"reviewer\"\n\
        [items.nothing]\ncolumn = \"solved\"\nyes = [\"yes\"]\nno = [\"no\"]\n\
        [items.accurate]\ncolumn = \"accurate\"\nyes = [\"yes\"]\n";
    let map = home.file("map.toml", map);
    let refused = home.run(["import", "reviews", &sheet, "--map", &map]).code(1);
    assert!(refused.err.contains("map.toml:5: items.nothing"), "{}", refused.err);
    assert!(refused.err.contains("map.toml:9: items.accurate"), "{}", refused.err);
    let missing = home.file("other.csv", "a,b\n1,2\n");
    let refused = home.run(["import", "reviews", &missing, "--map", "scorecards"]).code(1);
    assert!(refused.err.contains("missing: ticket"), "{}", refused.err);
}
