//! Intercom's scorecards: reviews by a third, once, in any order, and nobody else's business.

use serde_json::{Value, json};

use crate::home::Home;

fn conversation(scorecards: Value) -> String {
    json!({"type": "conversation", "id": "35", "created_at": 1_772_445_731, "updated_at": 1_772_446_000, "state": "closed",
        "source": {"type": "email", "id": "7", "delivered_as": "customer_initiated", "body": "<p>It leaks</p>",
            "author": {"type": "user", "id": "6f", "name": "Tom", "email": "tom@home.example"}}, "admin_assignee_id": 9,
        "conversation_parts": {"type": "conversation_part.list", "total_count": 1, "conversation_parts": [
            {"type": "conversation_part", "id": "2", "part_type": "close", "body": "<p>Try again</p>", "created_at": 1_772_445_900,
                "author": {"type": "admin", "id": "9", "name": "Léa", "email": "lea@shop.example"}}]},
        "scorecards": scorecards})
    .to_string()
}

/// What Intercom's program and Nadia, known by number alone, said of Léa's work.
fn scorecard() -> Value {
    json!({"scorecard_id": "88", "scorecard_version_id": "3", "name": "House style", "passed": false, "score": 0.5,
        "ai_score": 0.9, "evaluated_at": 1_772_600_000, "reviewed_teammate": {"type": "admin", "admin_id": "9"},
        "submitted_by": {"type": "admin", "admin_id": "23"},
        "evaluators": [
            {"evaluator_id": "1", "name": "Tone", "result": {"value": "pass", "source": "ai", "reasoning": "warm throughout"}},
            {"evaluator_id": "2", "result": {"value": "fail", "source": "human", "other_text": "no next step named"}}]})
}

const NADIA: &str = r#"{"type": "admin.list", "admins": [{"type": "admin", "id": "23", "name": "Nadia", "email": "nadia@shop.example"}]}"#;

fn lea() -> Home {
    let home = Home::empty();
    home.run(["me", "--name", "Léa", "--alias", "lea@shop.example"]).code(0);
    home
}

fn reviews(home: &Home, file: &str) -> Value {
    home.run(["import", file, "--json"]).json()["reviews"].clone()
}

fn counts(added: u64, updated: u64, unchanged: u64) -> Value {
    json!({"added": added, "updated": updated, "unchanged": unchanged})
}

#[test]
fn two_reviews_once_and_read_when_mine_is_done() {
    let home = lea();
    let file = home.file("c.json", conversation(json!([scorecard()])));
    let dry = home.run(["import", &file, "--dry-run", "--json"]).json();
    assert_eq!(dry["reviews"], counts(2, 0, 0));
    let told = home.run(["import", &file]).code(0);
    assert!(told.err.contains("reviews by others: 2 added, 0 updated, 0 unchanged"), "{}", told.err);
    let again = home.run(["import", &file, "--json"]).json();
    assert_eq!(again["reviews"], counts(0, 0, 2));
    assert_eq!(again["conversations"], json!({"added": 0, "updated": 0, "unchanged": 1, "skipped": 0}));
    assert_eq!(home.run(["import", &file, "--dry-run", "--json"]).json()["reviews"], counts(0, 0, 2));
    home.run(["doctor"]).code(0);

    home.run(["review", "35"]).code(1).says("A review by no. 23 (Intercom) is here.");
    let shut = home.run(["review", "35", "--by", "2"]).code(1).says("A review by Intercom’s AI is here.");
    assert!(!shut.err.contains("warm") && shut.out.is_empty());
    home.answer_all("35", &[]);
    home.run(["seal", "35"]).code(0);
    let listed = home.run(["review", "35", "--json"]).json()["others"].clone();
    let facts = |place: usize| {
        ["reviewer", "reviewer_is", "role", "checklist"]
            .map(|key| listed[place][key].as_str().unwrap().to_owned())
    };
    assert_eq!(facts(0), ["no. 23 (Intercom)", "person", "third", "intercom-88"]);
    assert_eq!(facts(1), ["Intercom’s AI", "ai", "third", "intercom-88"]);
    // The list of people may come later.
    home.run(["import", &home.file("admins.json", NADIA)]).code(0);
    let nadia = home.run(["review", "35", "--by", "nadia"]).code(0).prints("no next step named");
    assert!(nadia.out.starts_with("Reviewed by Nadia (third reader), "), "{}", nadia.out);
    assert!(!nadia.out.contains("warm throughout") && !nadia.out.contains("A program"), "{}", nadia.out);
    let ai = home.run(["review", "35", "--by", "Intercom's AI"]).code(0).prints("warm throughout");
    assert!(ai.out.contains("A program wrote this, not a person."), "{}", ai.out);
    home.run(["--lang", "fr", "review", "35", "--by", "l’IA d’Intercom"])
        .code(0)
        .prints("Un programme a écrit ceci, pas une personne.");
    assert_eq!(reviews(&home, &file), counts(0, 0, 2));
}

#[test]
fn pieces_in_any_order_and_across_calls() {
    let mut alone = scorecard();
    alone["conversation_id"] = json!("35");
    for order in [["cards", "c", "admins"], ["admins", "cards", "c"], ["c", "cards", "admins"]] {
        let home = lea();
        home.file("cards", json!({"scorecards": [alone]}).to_string());
        home.file("c", conversation(json!([])));
        home.file("admins", NADIA);
        for round in 0..2 {
            let mut added = 0;
            for name in order {
                let path = home.path(name);
                let told = home.run(["import", path.to_str().unwrap(), "--json"]).json();
                added += told["reviews"]["added"].as_u64().unwrap();
                assert_eq!(told["problems"], json!([]), "{order:?}");
            }
            assert_eq!(added, if round == 0 { 2 } else { 0 }, "{order:?}");
        }
        let refused = home.run(["review", "35", "--by", "Nadia"]).code(1);
        assert!(refused.err.contains("A review by Nadia is here."), "{order:?}: {}", refused.err);
        home.run(["doctor"]).code(0);
    }
}

#[test]
fn what_was_looked_at_again_takes_the_place_of_what_was_before() {
    let home = lea();
    let old = home.file("old.json", conversation(json!([scorecard()])));
    let mut later = scorecard();
    later["evaluated_at"] = json!(1_772_700_000);
    later["evaluators"][1]["result"] =
        json!({"value": "pass", "source": "human", "other_text": "named after all"});
    let new = home.file("new.json", conversation(json!([later.clone()])));
    assert_eq!(reviews(&home, &old), counts(2, 0, 0));
    assert_eq!(reviews(&home, &new), counts(0, 1, 1));
    assert_eq!(reviews(&home, &old), counts(0, 0, 2), "what is older changes nothing");
    assert_eq!(reviews(&home, &new), counts(0, 0, 2));
    home.answer_all("35", &[]);
    home.run(["seal", "35"]).code(0);
    let shown = home.run(["review", "35", "--by", "no. 23 (Intercom)"]).code(0).prints("named after all");
    assert!(!shown.out.contains("no next step named"));
    assert_eq!(home.run(["review", "35", "--json"]).json()["others"].as_array().unwrap().len(), 2);
    // Other answers of the same moment: nothing says which holds.
    later["evaluators"][1]["result"]["value"] = json!("fail");
    let odd = home.file("odd.json", conversation(json!([later])));
    home.run(["import", &odd]).code(0).says("what was sealed stays");
}

#[test]
fn what_is_said_of_a_colleague_is_left_out_unless_everyone_s_is_wanted() {
    let mut theirs = scorecard();
    theirs["reviewed_teammate"]["admin_id"] = json!("22");
    let mut unknown = scorecard();
    unknown["scorecard_id"] = json!("89");
    unknown["reviewed_teammate"] = json!({"type": "ai", "admin_id": null});
    let text = conversation(json!([theirs, unknown]));
    let home = lea();
    let file = home.file("c.json", &text);
    assert_eq!(reviews(&home, &file), counts(2, 0, 0));
    let others = home.run(["import", &file, "--dry-run", "--explain", "--json"]).json();
    assert_eq!(others["explained"]["files"][0]["reviews"], 4);
    let lead = lea();
    let taken = lead.run(["import", &lead.file("c.json", &text), "--everyone", "--json"]).json();
    assert_eq!(taken["reviews"], counts(4, 0, 0));
}

#[test]
fn explained_and_left_to_the_agent() {
    let home = lea();
    let file = home.file("c.json", conversation(json!([scorecard()])));
    home.run(["import", "--explain", &file])
        .code(0)
        .prints("2 reviews by others")
        .prints("reviews by a third")
        .prints("`scorecards`");
    home.run(["--lang", "fr", "import", "--explain", &file]).code(0).prints("évaluations par un tiers");
    home.run(["import", &file]).code(0);
    home.answer_all("35", &[]);
    home.run(["seal", "35"]).code(0);
    for command in [
        vec!["submit", "--dry-run", "--json"],
        vec!["export", "reviews", "--format", "json"],
        vec!["export", "conversations", "--format", "json"],
    ] {
        let said = home.run(&command).code(0);
        for theirs in
            ["warm throughout", "no next step", "House style", "intercom-88", "ai:intercom", "scorecard"]
        {
            assert!(!said.out.contains(theirs), "{theirs} in {command:?}: {}", said.out);
        }
    }
    // Labels of a team's own are told, and stay without an answer.
    let mut odd = scorecard();
    odd["evaluators"][0]["result"]["value"] = json!("needs_work");
    home.run(["import", &home.file("odd.json", conversation(json!([odd]))), "--dry-run"])
        .code(0)
        .says("evaluators.1: found `needs_work`");
}
