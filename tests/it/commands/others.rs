//! Reviews that somebody else wrote: they are told, they open when mine is done, and nothing of them leaves.

use serde_json::json;

use crate::home::{EXPORT, Home};

const SHEET: &str = "ticket,reviewer,date,solved,solved: why,accurate,greeting\n\
    TICKET,Dana Roy,03/03/2024,no,the parcel link was missing,yes,1\n";

/// Léa's conversations, and Dana's old scorecard of the first of them.
fn home() -> (Home, String) {
    let home = Home::empty();
    home.run(["me", "--name", "Léa", "--alias", "lea@shop.example"]).code(0);
    let export = home.file("export.jsonl", EXPORT);
    home.run(["import", &export]).code(0);
    let listed = home.run(["conversations", "--json"]).json();
    let id = listed[0]["external_id"].as_str().unwrap().to_owned();
    taken(&home, "scores.csv", &SHEET.replace("TICKET", &id), "lead");
    (home, id)
}

fn taken(home: &Home, name: &str, sheet: &str, role: &str) {
    let sheet = home.file(name, sheet);
    let shipped = include_str!("../../../maps/scorecards.toml");
    let map = home.file("map.toml", shipped.replace("role = \"lead\"", &format!("role = \"{role}\"")));
    home.run(["import", "reviews", &sheet, "--map", &map]).code(0);
}

const CLOSED: &str = "A review by Dana Roy is here. It opens when yours is done.";

#[test]
fn it_opens_when_mine_is_done_and_not_before() {
    let (home, id) = home();
    // No review of mine, then a draft: it is told, and not shown.
    home.run(["review", &id]).code(1).says(CLOSED);
    home.run(["review", &id, "--by", "Dana Roy"]).code(1).says(CLOSED).says("aplomb score ID");
    home.fed(["score", &id, "--answers", "-"], r#"{"answers":{"resolved":"yes"}}"#).code(0);
    let drafted = home.run(["review", &id]).code(0).prints(CLOSED);
    assert!(!drafted.out.contains("parcel link"), "{}", drafted.out);
    let closed = home.run(["review", &id, "--json"]).code(0).json();
    let other = json!({"reviewer": "Dana Roy", "reviewer_is": "person", "role": "lead",
        "sealed_at": "2024-03-03T11:00:00Z", "checklist": "four-pillars", "open": false});
    assert_eq!(closed["others"], json!([other]));
    assert_eq!(closed["role"], "self");
    for by in ["dana roy", "1"] {
        let refused = home.run(["review", &id, "--by", by, "--json"]).code(1);
        assert_eq!(refused.out, "", "nothing of it is printed");
    }
    home.answer_all(&id, &[]);
    home.run(["seal", &id]).code(0);
    let told = home.run(["review", &id]).code(0);
    let line = format!("Reviewed by Dana Roy (lead), 3 Mar 2024: `aplomb review {id} --by \"Dana Roy\"`");
    assert!(told.out.contains(&line), "{}", told.out);
    for by in ["Dana Roy", "dana roy", "1"] {
        let shown = home.run(["review", &id, "--by", by]).code(0);
        assert!(shown.out.starts_with("Reviewed by Dana Roy (lead), 3 Mar 2024\n"), "{}", shown.out);
        assert!(shown.out.contains("the parcel link was missing"), "{}", shown.out);
    }
    let json = home.run(["review", &id, "--by", "Dana Roy", "--json"]).code(0).json();
    assert_eq!(
        (&json["reviewer"], &json["reviewer_is"], &json["role"]),
        (&json!("Dana Roy"), &json!("person"), &json!("lead"))
    );
    assert_eq!(json["answers"][0]["value"], "no");
    assert_eq!(home.run(["review", &id, "--json"]).json()["others"][0]["open"], true);
    home.run(["--lang", "fr", "review", &id])
        .code(0)
        .prints("Évaluée par Dana Roy (responsable), 3 mars 2024");
    // Withdrawn, mine is not done any more.
    home.run(["void", &id, "--why", "again"]).code(0);
    home.run(["review", &id, "--by", "1"]).code(1).says(CLOSED);
    home.run(["--lang", "fr", "review", &id, "--by", "1"])
        .code(1)
        .says("Une évaluation de Dana Roy est là. Elle s’ouvre quand la vôtre est faite.");
}

#[test]
fn names_that_are_not_here_and_names_that_are_here_twice() {
    let (home, id) = home();
    home.run(["review", &id, "--by", "Marc"]).code(1).says("reviews here are by: Dana Roy");
    home.run(["review", &id, "--by", "2"]).code(1);
    taken(&home, "more.csv", &SHEET.replace("TICKET", &id).replace(",no,", ",yes,"), "third");
    home.answer_all(&id, &[]);
    home.run(["seal", &id]).code(0);
    home.run(["review", &id, "--by", "Dana Roy"])
        .code(1)
        .says("several")
        .says("--by 1 (lead, four-pillars), --by 2 (third, four-pillars)");
    home.run(["review", &id]).code(0).prints("--by 2`");
    assert_eq!(home.run(["review", &id, "--by", "2", "--json"]).json()["role"], "third");
    home.run(["review", &id, "--by", "2", "--hints"]).code(2);
}

#[test]
fn what_i_wrote_as_somebody_s_reader_was_never_hidden_from_me() {
    let (home, id) = home();
    taken(&home, "mine.csv", &SHEET.replace("TICKET", &id).replace("Dana Roy", "lea@shop.example"), "third");
    home.run(["review", &id, "--by", "lea@shop.example"]).code(0).prints("the parcel link was missing");
    home.run(["review", &id, "--by", "Dana Roy"]).code(1).says(CLOSED);
}

#[test]
fn who_reads_for_a_colleague_never_takes_another_s_answers_for_their_own() {
    let (lea, marc) = (Home::of_lea(), Home::empty());
    marc.run(["me", "--name", "Marc"]).code(0);
    for (from, to, name) in [(&lea, &marc, "Léa"), (&marc, &lea, "Marc")] {
        let card = to.path(name);
        from.run(["card", "show", "-o", card.to_str().unwrap()]).code(0);
        to.run(["card", "add", card.to_str().unwrap()]).code(0);
    }
    lea.answer_all("1", &[]);
    lea.run(["seal", "1"]).code(0);
    let request = marc.path("request");
    let request = request.to_str().unwrap();
    lea.run(["ask", "1", "--peer", "Marc", "-o", request]).code(0);
    marc.run(["open", request]).code(0);
    // Dana read it as a peer, too, and before him.
    taken(&marc, "scores.csv", &SHEET.replace("TICKET", "c1"), "peer");
    let early = marc.run(["review", "c1"]).code(1).says(CLOSED);
    assert!(early.out.is_empty() && !early.err.contains("parcel link"));
    marc.run(["review", "c1", "--by", "Dana Roy"]).code(1).says(CLOSED);
    marc.answer_all("c1", &[]);
    let draft = marc.run(["review", "c1", "--json"]).json();
    assert_eq!((&draft["reviewer"], &draft["state"]), (&json!("Marc"), &json!("draft")));
    marc.run(["review", "c1", "--by", "Dana Roy"]).code(1).says(CLOSED);
    marc.run(["seal", "c1"]).code(0);
    assert_eq!(marc.run(["review", "c1", "--json"]).json()["reviewer"], "Marc");
    marc.run(["review", "c1", "--by", "Dana Roy"]).code(0).prints("the parcel link was missing");
}

#[test]
fn all_that_is_held_about_me_keeps_the_order_too() {
    let (home, id) = home();
    let held = home.run(["export", "person", "me", "--json"]).code(0);
    assert!(!held.out.contains("parcel link"), "{}", held.out);
    assert!(held.out.contains("each opens when yours of the conversation is done: 1"), "{}", held.out);
    home.answer_all(&id, &[]);
    home.run(["seal", &id]).code(0);
    let held = home.run(["export", "person", "me", "--json"]).json();
    assert_eq!(held["held"]["reviews"].as_array().unwrap().len(), 1);
    assert_eq!(held["held"]["others"][0]["reviewer"], "Dana Roy");
    assert!(held["held"]["others"][0]["answers"].as_str().unwrap().contains("parcel link"));
}

#[test]
fn a_conversation_that_is_shown_says_who_reviewed_it() {
    let (home, id) = home();
    home.run(["show", &id]).code(0).prints(CLOSED);
    home.answer_all(&id, &[]);
    home.run(["seal", &id]).code(0);
    home.run(["show", &id]).code(0).prints("Reviewed by Dana Roy (lead), 3 Mar 2024: `aplomb review");
}

#[test]
fn nothing_of_it_is_in_what_a_lead_gets() {
    let (home, id) = home();
    home.answer_all(&id, &[]);
    home.run(["seal", &id]).code(0);
    home.run(["review", &id, "--by", "1"]).code(0).prints("the parcel link was missing");
    for command in [
        vec!["submit", "--dry-run"],
        vec!["submit", "--dry-run", "--json"],
        vec!["export", "reviews", "--format", "json"],
        vec!["export", "conversations", "--format", "json"],
        vec!["mirror", "--json"],
    ] {
        let said = home.run(&command).code(0);
        for theirs in ["Dana", "parcel link"] {
            assert!(!said.out.contains(theirs), "{command:?}: {}", said.out);
        }
    }
}
