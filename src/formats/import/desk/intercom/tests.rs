use proptest::prelude::*;
use serde_json::{Value, json};

use crate::domain::conversation::Status;
use crate::formats::import::desk::HelpDesk;
use crate::formats::import::desk::trial::{Trial, json_of, read_in_every_way};

fn of(files: &[(&str, &str)]) -> Trial {
    Trial::of(HelpDesk::Intercom, files)
}

const START: u64 = 1_772_445_731;

fn part(id: u64, kind: &str, author: Value, body: Option<&str>) -> Value {
    json!({"type": "conversation_part", "id": id.to_string(), "part_type": kind, "body": body,
        "created_at": START + id * 60, "assigned_to": null, "author": author, "attachments": [], "redacted": false})
}

fn lea() -> Value {
    json!({"type": "admin", "id": "21", "name": "Léa", "email": "lea@shop.example"})
}

fn tom(kind: &str) -> Value {
    json!({"type": kind, "id": "6f0a", "name": "Tom", "email": "tom@mail.example"})
}

fn assigned(id: u64, to: Value) -> Value {
    let mut part = part(id, "assignment", lea(), None);
    part["assigned_to"] = to;
    part
}

fn parts() -> Vec<Value> {
    let fin = json!({"type": "bot", "id": "278", "name": "Fin"});
    let operator =
        json!({"type": "admin", "id": "21", "name": "Operator", "email": "operator+x1@intercom.io"});
    vec![
        part(1, "comment", fin, Some("<p>I am a robot.</p>")),
        part(2, "comment", operator, Some("Please wait.")),
        assigned(3, json!({"type": "team", "id": "5"})),
        assigned(4, json!({"type": "admin", "id": "21"})),
        part(5, "comment", lea(), Some("<p class=\"no-margin\">Hello Tom,</p><p>on its way.</p>")),
        part(6, "note", json!({"type": "admin", "id": "22", "name": "Marc"}), Some("Box torn.")),
        assigned(7, json!({"type": "admin", "id": "22", "name": "Marc"})),
        part(8, "snoozed", lea(), None),
        part(9, "close", lea(), Some("Bye")),
        part(10, "open", tom("user"), Some("<p>Still missing</p>")),
        part(11, "conversation_attribute_updated_by_admin", lea(), None),
        part(12, "close", lea(), None),
    ]
}

fn conversation() -> Value {
    json!({
        "type": "conversation", "id": "471", "created_at": START, "updated_at": START + 900, "title": null,
        "source": {"type": "conversation", "id": "5", "delivered_as": "customer_initiated", "subject": "<p>A shoe</p>",
            "body": "<p>One shoe is missing</p>", "author": tom("lead"), "attachments": []},
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "6f0a", "external_id": "70"}]},
        "admin_assignee_id": 22, "team_assignee_id": 5, "open": false, "state": "closed",
        "tags": {"type": "tag.list", "tags": [{"type": "tag", "id": "1", "name": "Parcel"}]},
        "statistics": {"type": "conversation_statistics", "time_to_admin_reply": 300, "count_reopens": 1,
            "median_time_to_reply": null, "last_close_at": START + 720, "last_closed_by_id": 21},
        "conversation_rating": {"rating": 4, "remark": "fine", "created_at": START, "contact": {}, "teammate": {}},
        "scorecards": [{"scorecard_id": 3, "name": "Tone", "score": 80, "ai_score": null}],
        "conversation_parts": {"type": "conversation_part.list", "conversation_parts": parts(), "total_count": 12}
    })
}

const SAID: [&str; 7] = [
    "customer tom@mail.example: One shoe is missing",
    "bot Fin: I am a robot.",
    "bot Operator: Please wait.",
    "agent lea@shop.example: Hello Tom,\n\non its way.",
    "agent Marc (private): Box torn.",
    "agent lea@shop.example: Bye",
    "customer tom@mail.example: Still missing",
];

#[test]
fn a_conversation_with_its_parts() {
    let trial = of(&[("c.json", &serde_json::to_string_pretty(&conversation()).unwrap())]);
    assert_eq!(trial.lines("471"), SAID);
    let c = trial.get("471");
    assert_eq!((c.subject.as_str(), c.channel.as_str(), c.status), ("A shoe", "chat", Some(Status::Closed)));
    assert_eq!((c.agent.as_str(), c.customer.as_str()), ("Marc", "tom@mail.example"));
    assert_eq!((c.transfers, c.reopens), (Some(1), Some(1)));
    assert_eq!(c.tags, ["Parcel"]);
    assert_eq!(c.csat.as_ref().map(|csat| (csat.score, csat.min, csat.max)), Some((4.0, 1.0, 5.0)));
    assert_eq!(c.closed_at.map(|at| at.micros), Some((START as i64 + 720) * 1_000_000));
    assert_eq!(trial.whole, ["471"]);
    assert_eq!(trial.figure("471", "statistics.time_to_admin_reply"), Some(300.0));
    assert_eq!(trial.vendors["471"].figures.len(), 2);
    assert_eq!(reviews(&trial), ["ai:intercom intercom-3: score=80 (score 80)"]);
    assert_eq!(trial.count("events"), 1);
    assert!(trial.problems.is_empty() && trial.warnings.is_empty());
}

/// Reviewer, checklist, answers with their comments.
fn reviews(trial: &Trial) -> Vec<String> {
    let one = |review: &crate::formats::import::scorecard::Scored| {
        let said = |(item, answer): &(String, crate::domain::review::Answer)| {
            let comment = answer.comment.replace('\n', " / ");
            let comment = if comment.is_empty() { comment } else { format!(" ({comment})") };
            format!("{item}={}{comment}", answer.value)
        };
        let said: Vec<String> = review.answers.iter().map(said).collect();
        format!("{} {}: {}", review.reviewer, review.checklist.id, said.join(", "))
    };
    trial.reviews.iter().map(one).collect()
}

/// A scorecard that its program and Nadia filled in.
fn scorecard() -> Value {
    json!({"scorecard_id": "67890", "scorecard_version_id": "12", "name": "Standard QA", "scorecard_type": "human",
        "passed": false, "score": 0.5, "ai_score": 0.755, "evaluated_at": START + 2000,
        "reviewed_teammate": {"type": "admin", "admin_id": "21"},
        "submitted_by": {"type": "admin", "id": "23", "name": "Nadia", "email": "nadia@shop.example"},
        "reviewer": {"type": "ai"},
        "evaluators": [
            {"evaluator_id": "1", "name": "Tone", "result": {"value": "pass", "source": "ai", "reasoning": "Friendly."}},
            {"evaluator_id": "2", "result": {"value": "fail", "source": "human", "reasoning": null, "reason_ids": ["101"],
                "other_text": "No link given"}},
            {"evaluator_id": "3", "result": {"value": "n/a", "source": "human"}},
            {"evaluator_id": "4", "result": {"value": "needs_work", "source": "human"}},
            {"evaluator_id": "5", "result": null},
            {"evaluator_id": "6", "max_score": 5, "result": {"value": 4, "source": "human"}}]})
}

#[test]
fn a_scorecard_is_a_review_by_each_who_judged() {
    let mut scored = conversation();
    scored["scorecards"] = json!([scorecard()]);
    let trial = of(&[("c.json", &scored.to_string())]);
    assert_eq!(
        reviews(&trial),
        [
            "person:intercom#23 intercom-67890: criterion-2=no (No link given), criterion-3=n/a, criterion-6=4, \
             score=50 (score 0.5), passed=no",
            "ai:intercom intercom-67890: criterion-1=yes (Friendly.), score=76 (ai_score 0.755)",
        ]
    );
    let first = &trial.reviews[0];
    assert_eq!((first.whose.as_deref(), first.checklist.version), (Some("21"), 12));
    assert_eq!(first.checklist, trial.reviews[1].checklist);
    let texts: Vec<&str> = first.checklist.items.iter().map(|item| item.text.en.as_ref()).collect();
    assert_eq!(texts[..2], ["Tone", "Criterion 2"]);
    assert_eq!(texts.len(), 8);
    // Labels of the team's own have no order that a file tells.
    assert_eq!(trial.warnings.len(), 1);
    assert!(trial.warnings[0].contains("evaluators.4") && trial.warnings[0].contains("needs_work"));
    assert_eq!(trial.people.find("intercom", "23").map(|entry| entry.name.as_str()), Some("Nadia"));
}

#[test]
fn who_judged_is_never_guessed_a_person() {
    let card = |more: Value| {
        let mut scored = conversation();
        let mut card = json!({"scorecard_id": "7", "passed": true, "evaluators": []});
        card.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        scored["scorecards"] = json!([card]);
        reviews(&of(&[("c.json", &scored.to_string())]))
    };
    let human = json!([{"evaluator_id": "1", "result": {"value": "pass", "source": "human"}}]);
    let silent = json!([{"evaluator_id": "1", "result": {"value": "pass"}}]);
    let by_ai = "ai:intercom intercom-7: criterion-1=yes, passed=yes";
    assert_eq!(
        card(json!({"evaluators": human})),
        ["person:intercom# intercom-7: criterion-1=yes, passed=yes"]
    );
    assert_eq!(card(json!({"evaluators": silent})), [by_ai]);
    assert_eq!(card(json!({"evaluators": silent, "reviewer": {"type": "ai"}})), [by_ai]);
    let admin = json!({"type": "admin", "admin_id": "9"});
    let by_admin = "person:intercom#9 intercom-7: criterion-1=yes, passed=yes";
    assert_eq!(card(json!({"evaluators": silent, "reviewer": admin})), [by_admin]);
    let named = card(json!({"evaluators": silent, "reviewer": {"type": "admin", "name": "Ugo"}}));
    assert_eq!(named, ["Ugo intercom-7: criterion-1=yes, passed=yes"]);
    // Given to a person, and judged by the program alone so far: the program's word.
    let machine = json!([{"evaluator_id": "1", "result": {"value": "fail", "source": "ai"}}]);
    let open = card(json!({"evaluators": machine, "passed": null, "reviewer": {"type": "admin", "id": "9"}}));
    assert_eq!(open, ["ai:intercom intercom-7: criterion-1=no"]);
    let nine = json!({"type": "admin", "id": "9"});
    let asked = card(json!({"evaluators": machine, "reviewer": nine}));
    assert_eq!(asked, ["ai:intercom intercom-7: criterion-1=no, passed=yes"]);
    let handed_in = card(json!({"evaluators": machine, "submitted_by": nine}));
    assert_eq!(
        handed_in,
        ["person:intercom#9 intercom-7: passed=yes", "ai:intercom intercom-7: criterion-1=no"]
    );
    assert_eq!(card(json!({"passed": null})), [""; 0]);
}

#[test]
fn the_newest_of_a_scorecard_counts_whatever_came_first() {
    let mut old = conversation();
    old["scorecards"] = json!([scorecard()]);
    let mut new = old.clone();
    new["scorecards"][0]["evaluated_at"] = json!(START + 9000);
    new["scorecards"][0]["evaluators"][1]["result"]["value"] = json!("pass");
    let (old, new) = (old.to_string(), new.to_string());
    let one = of(&[("a.json", &old), ("b.json", &new)]);
    let two = of(&[("a.json", &new), ("b.json", &old)]);
    assert_eq!(one.reviews, two.reviews);
    assert!(reviews(&one)[0].contains("criterion-2=yes"), "{:?}", reviews(&one));
}

#[test]
fn a_scorecard_by_itself_names_its_conversation() {
    let mut card = scorecard();
    card["conversation_id"] = json!("471");
    let cards = json!({"scorecards": [card, scorecard()]}).to_string();
    let trial = of(&[("cards.json", &cards), ("c.json", &conversation().to_string())]);
    assert_eq!(trial.reviews.len(), 3);
    assert_eq!(trial.problems.len(), 1, "{:?}", trial.problems);
    assert!(trial.problems[0].contains("conversation_id"));
}

#[test]
fn lists_have_no_parts_and_lines_are_read_one_by_one() {
    let mut bare = conversation();
    bare.as_object_mut().unwrap().remove("conversation_parts");
    bare["statistics"] = Value::Null;
    bare["conversation_rating"] = Value::Null;
    let list = json!({"type": "conversation.list", "pages": {"type": "pages", "page": 1, "next": null}, "total_count": 1,
        "conversations": [bare]}).to_string();
    let trial = of(&[("list.json", &list)]);
    assert_eq!((trial.lines("471").len(), trial.whole.len()), (1, 0));
    assert_eq!(
        (trial.get("471").transfers, trial.get("471").reopens, &trial.get("471").csat),
        (None, None, &None)
    );
    let trial = of(&[("list.json", &list), ("lines.jsonl", &format!("{}\n{{]\n{bare}\n", conversation()))]);
    assert_eq!(trial.lines("471"), SAID);
    assert_eq!((trial.whole.len(), trial.problems.len()), (1, 1));
}

#[test]
fn newest_parts_only_are_not_the_whole() {
    let mut long = conversation();
    long["conversation_parts"]["total_count"] = json!(612);
    let trial = of(&[("c.json", &long.to_string())]);
    assert!(trial.whole.is_empty());
    assert!(trial.warnings[0].contains("12 / 612"), "{:?}", trial.warnings);
}

#[test]
fn webhooks_tell_the_newest_part() {
    let mut item = conversation();
    item["conversation_parts"] =
        json!({"type": "conversation_part.list", "conversation_parts": [parts()[4]], "total_count": 1});
    let hook = json!({"type": "notification_event", "app_id": "x", "data": {"type": "notification_event_data", "item": item},
        "topic": "conversation.admin.replied", "created_at": START});
    let mut with_id = hook.clone();
    with_id["id"] = json!("notif_1");
    for text in [hook.to_string(), with_id.to_string(), format!("{with_id}\n{with_id}\n")] {
        let trial = of(&[("hook.json", &text)]);
        assert_eq!((trial.lines("471").len(), trial.whole.len()), (2, 0));
    }
    let other = json!({"type": "notification_event", "id": "n", "topic": "company.created", "data": {"item": {"type": "company", "id": "1"}}});
    assert_eq!(of(&[("hook.json", &other.to_string())]).count("company"), 1);
}

#[test]
fn the_older_shape() {
    let old = json!({"type": "conversation", "id": "147", "created_at": START, "updated_at": START + 100,
        "user": {"type": "user", "id": "6f0a"}, "assignee": {"type": "admin", "id": "21"}, "open": true,
        "conversation_message": {"type": "conversation_message", "id": "5", "subject": "", "body": "<p>Any questions?</p>",
            "author": {"type": "admin", "id": "21"}, "attachments": []},
        "conversation_parts": {"type": "conversation_part.list", "conversation_parts": [
            {"type": "conversation_part", "id": "1", "part_type": "comment", "body": "<p>No</p>", "created_at": START + 60,
                "author": {"type": "user", "id": "6f0a"}, "attachments": []},
            {"type": "conversation_part", "id": "2", "part_type": "comment", "body": null, "created_at": START + 70,
                "author": {"type": "user", "id": "6f0a"}, "attachments": [{"name": "shoe.png", "url": "https://x"}]}]},
        "tags": {"type": "tag.list", "tags": []}});
    let people = json!({"type": "admin.list", "admins": [lea()]}).to_string();
    let users = json!({"type": "user.list", "pages": {}, "users": [tom("user")]}).to_string();
    let contacts = json!({"type": "list", "data": [{"type": "contact", "id": "6f0a", "workspace_id": "w", "external_id": "7",
        "email": "tom@mail.example", "name": "Tom"}], "total_count": 1}).to_string();
    let said = [
        "agent lea@shop.example: Any questions?",
        "customer tom@mail.example: No",
        "customer tom@mail.example: [shoe.png]",
    ];
    for who in [&users, &contacts] {
        let trial = of(&[("c.json", &old.to_string()), ("a.json", &people), ("u.json", who)]);
        assert_eq!(trial.lines("147"), said);
        assert_eq!(
            (trial.get("147").status, trial.get("147").agent.as_str()),
            (Some(Status::Open), "lea@shop.example")
        );
        assert_eq!(trial.whole, ["147"]);
    }
    let list = json!({"type": "conversation.list", "conversations": [old]}).to_string();
    assert!(of(&[("list.json", &list)]).whole.is_empty());
}

#[test]
fn wrappers_of_connectors() {
    let mut alone = parts()[4].clone();
    alone["conversation_id"] = json!(471);
    let rows = [
        ("conversations", conversation()),
        ("conversation_parts", alone),
        ("tags", json!({"type": "tag", "id": "1"})),
    ];
    let plain: String = rows
        .iter()
        .map(|(stream, row)| format!("{}\n", json!({"stream": stream, "data": row, "emitted_at": 1})))
        .collect();
    let taps: String = rows
        .iter()
        .map(|(stream, row)| format!("{}\n", json!({"type": "RECORD", "stream": stream, "record": row})))
        .collect();
    for lines in [plain, taps] {
        let trial = of(&[("lines.jsonl", &lines)]);
        assert_eq!(trial.lines("471"), SAID);
        assert_eq!(trial.count("tag"), 1);
    }
}

#[test]
fn tables_of_a_warehouse() {
    let trial = of(&[
        (
            "conversation.csv",
            "id,updated_at,assignee_id,assignee_type,conversation_rating_value,conversation_rating_remark,created_at,source_author_id,source_author_type,source_delivered_as,source_id,source_type,state,source_body,source_subject,_fivetran_active\n\
            471,2026-03-02 10:30:00,21,admin,,,2026-03-02 10:02:11,6f0a,user,customer_initiated,5,email,open,One shoe,Shoe,false\n\
            471,2026-03-02 11:30:00,22,admin,5,great,2026-03-02 10:02:11,6f0a,user,customer_initiated,5,email,closed,One shoe,Shoe,true\n",
        ),
        (
            "part.csv",
            "id,assigned_to_id,assigned_to_type,author_id,author_type,conversation_id,created_at,part_type,body,_fivetran_active\n\
            1,,,21,admin,471,2026-03-02 10:05:00,comment,On its way,true\n2,21,admin,21,admin,471,2026-03-02 10:04:00,assignment,,true\n\
            3,22,admin,21,admin,471,2026-03-02 10:06:00,assignment,,true\n4,,,22,admin,471,2026-03-02 10:07:00,note,Torn,true\n\
            5,,,22,admin,471,2026-03-02 11:30:00,close,,true\n6,,,22,admin,12,2026-03-02 11:30:00,close,,true\n1,,,21,admin,471,2026-03-02 10:05:00,comment,On it,false\n",
        ),
        (
            "contact.csv",
            "id,role,unsubscribed_from_emails,workspace_id,email,name,_fivetran_active\n6f0a,user,FALSE,w,tom@mail.example,Tom,TRUE\n6f0a,lead,FALSE,w,old@mail.example,Tom,FALSE\n",
        ),
        (
            "admin.csv",
            "id,_fivetran_deleted,_fivetran_synced,job_title,email,name\n21,false,x,,lea@shop.example,Léa\n22,false,x,,,Marc\n",
        ),
        (
            "whose.csv",
            "contact_id,conversation_id,conversation_updated_at,_fivetran_active\n6f0a,471,2026-03-02 11:30:00,true\n",
        ),
        (
            "tags.csv",
            "tag_id,conversation_id,conversation_updated_at,_fivetran_active\n9,471,2026-03-02 11:30:00,true\n",
        ),
        ("tag.csv", "id,_fivetran_deleted,_fivetran_synced,name\n9,FALSE,x,Parcel\n"),
        ("team.csv", "admin_id,team_id,_fivetran_deleted,_fivetran_synced\n21,5,FALSE,x\n"),
    ]);
    assert_eq!(
        trial.lines("471"),
        [
            "customer tom@mail.example: One shoe",
            "agent lea@shop.example: On its way",
            "agent Marc (private): Torn"
        ]
    );
    let c = trial.get("471");
    assert_eq!((c.agent.as_str(), c.channel.as_str(), c.transfers), ("Marc", "email", Some(1)));
    assert_eq!(c.csat.as_ref().map(|csat| csat.score), Some(5.0));
    assert_eq!(c.closed_at.map(|at| at.rfc3339()).as_deref(), Some("2026-03-02T11:30:00Z"));
    assert_eq!((trial.problems.len(), trial.count("earlier versions")), (1, 3));
}

#[test]
fn heads_that_are_cut_anywhere_and_other_peoples_files() {
    use crate::formats::import::{Format, recognise};
    for text in [conversation().to_string(), serde_json::to_string_pretty(&conversation()).unwrap()] {
        let from = text.find("\"type\":\"conversation\"").or_else(|| text.find("\"title\"")).unwrap();
        for end in (from + 40..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let known = recognise(&text.as_bytes()[..end], "c.json").ok();
            assert_eq!(known, Some(Format::Desk(HelpDesk::Intercom)), "{}", &text[..end]);
        }
    }
    for other in [
        r#"{"_results":[{"id":"cnv_1","type":"conversation","_links":{}}]}"#,
        r#"{"id":1,"meta":{"sender":{"type":"contact","id":1}},"messages":[]}"#,
        r#"{"id":"1","messages":[{"at":"2026-03-02T10:02:11Z","role":"customer","text":"hi"}]}"#,
    ] {
        assert_ne!(recognise(other.as_bytes(), "x").ok(), Some(Format::Desk(HelpDesk::Intercom)), "{other}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let keys = vec![
        "id",
        "type",
        "source",
        "author",
        "body",
        "created_at",
        "conversation_parts",
        "total_count",
        "contacts",
        "assignee",
        "user",
        "part_type",
        "assigned_to",
        "state",
        "open",
        "statistics",
        "scorecards",
        "scorecard_id",
        "evaluators",
        "evaluator_id",
        "result",
        "value",
        "passed",
        "reviewer",
        "score",
        "name",
        "tags",
        "data",
        "item",
        "record",
        "conversation_rating",
        "rating",
        "conversation_message",
        "attachments",
        "redacted",
        "teammates",
        "customers",
        "subject",
    ];
    let words = vec![
        "",
        "0",
        "conversation",
        "conversation_part",
        "admin",
        "close",
        "assignment",
        "notification_event",
        "<p>\u{202e}\u{1b}[2J",
        "9007199254740993",
        "1e400",
    ];
    json_of(keys, words)
}

proptest! {
    #[test]
    fn no_value_breaks_it(value in any_json(), list in prop::sample::select(vec!["conversations", "conversation_parts", "contacts", "data"])) {
        read_in_every_way(HelpDesk::Intercom, "x", list, &value);
    }
}

#[test]
fn tickets_are_conversations_with_what_was_asked() {
    let admin = json!({"type": "admin", "id": "991", "name": "Léa", "email": "lea@shop.example"});
    let bot = json!({"type": "bot", "id": "990", "name": "Fin", "email": "operator+x@intercom.io"});
    let moved = |id: &str, at: u64, from: &str, to: &str| {
        json!({"type": "ticket_part", "id": id, "part_type": "ticket_state_updated_by_admin", "created_at": START + at,
            "previous_ticket_state": from, "ticket_state": to, "author": bot, "redacted": false})
    };
    let wrote = |id: &str, at: u64, kind: &str, body: &str| {
        json!({"type": "ticket_part", "id": id, "part_type": kind, "created_at": START + at, "body": body,
            "author": admin, "attachments": [], "redacted": false})
    };
    let ticket = |category: &str, state: Value| {
        json!({"type": "ticket", "id": "70", "ticket_id": "1", "category": category, "ticket_state": state,
            "ticket_attributes": {"_default_title_": "Refund", "_default_description_": "It leaks"},
            "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "6a0"}]},
            "admin_assignee_id": "991", "team_assignee_id": "0", "created_at": START, "updated_at": START + 900,
            "ticket_parts": {"type": "ticket_part.list", "total_count": 5, "ticket_parts": [
                moved("1", 10, "submitted", "in_progress"), wrote("2", 60, "comment", "<p>We look</p>"),
                wrote("3", 70, "note", "<p>odd</p>"), moved("4", 80, "in_progress", "resolved"),
                moved("5", 90, "resolved", "in_progress")]}})
    };
    let own = ticket("Customer", json!({"id": "5", "category": "in_progress", "internal_label": "Working"}));
    let list = json!({"type": "ticket.list", "tickets": [own], "total_count": 1, "pages": {}});
    let hook = json!({"type": "notification_event", "topic": "ticket.created", "data": {"item": own}});
    for file in [own.to_string(), list.to_string(), hook.to_string()] {
        let trial = of(&[("x", &file)]);
        assert_eq!(
            trial.lines("70"),
            [
                "customer 6a0: It leaks",
                "agent lea@shop.example: We look",
                "agent lea@shop.example (private): odd"
            ]
        );
        let one = trial.get("70");
        assert_eq!((one.subject.as_str(), one.agent.as_str()), ("Refund", "lea@shop.example"));
        assert_eq!((one.status, one.reopens), (Some(Status::Open), Some(1)));
        assert!(trial.problems.is_empty(), "{:?}", trial.problems);
    }
    // The older word for its state; and a ticket that only the team sees.
    let trial = of(&[("x", &ticket("Tracker", json!("resolved")).to_string())]);
    assert_eq!(trial.lines("70")[0], "agent  (private): It leaks");
    assert_eq!(trial.get("70").status, Some(Status::Solved));
}
