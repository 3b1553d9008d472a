//! Zendesk's samples.

use aplomb::domain::conversation::Status;

use super::reading::{files, taken};
use crate::common::shared;
use crate::home::Home;

/// A ticket, its comments in a file that only its path places, and who is who: ours.
const TICKETS: &str = r#"{"tickets": [{"id": 35, "url": "https://shop.zendesk.com/api/v2/tickets/35.json", "subject": "Kettle",
  "description": "It *leaks*", "status": "open", "via": {"channel": "web"}, "requester_id": 50, "submitter_id": 50, "assignee_id": 9,
  "created_at": "2026-03-02T09:00:00Z", "updated_at": "2026-03-03T09:00:00Z", "tags": ["kettle"]}], "next_page": null, "count": 1}"#;
const COMMENTS: &str = r#"{"comments": [
  {"id": 1, "author_id": 50, "body": "It *leaks*", "html_body": "<p>It <em>leaks</em></p>", "public": true, "audit_id": 7,
   "created_at": "2026-03-02T09:00:00Z"},
  {"id": 2, "author_id": 9, "body": "ask Max", "public": false, "audit_id": 8, "created_at": "2026-03-02T09:20:00Z"},
  {"id": 3, "author_id": 9, "body": "Try again", "public": true, "audit_id": 9, "created_at": "2026-03-02T09:10:00Z"}]}"#;
const USERS: &str = r#"{"users": [{"id": 50, "name": "Tom", "email": "tom@home.example", "role": "end-user", "ticket_restriction": null},
  {"id": 9, "name": "Léa", "email": "lea@shop.example", "role": "agent", "ticket_restriction": null}], "next_page": null}"#;

#[test]
fn a_folder_is_taken_in_once_and_orphans_wait() {
    let home = Home::empty();
    let folder = home.path("export");
    let comments = folder.join("tickets").join("35");
    std::fs::create_dir_all(&comments).unwrap();
    std::fs::write(comments.join("comments.json"), COMMENTS).unwrap();
    let comments = comments.to_str().unwrap().to_owned();
    home.run(["import", &comments, "--everyone"]).code(0).prints("0 conversations added");
    std::fs::write(folder.join("tickets.json"), TICKETS).unwrap();
    std::fs::write(folder.join("users.json"), USERS).unwrap();
    let folder = folder.to_str().unwrap();
    home.run(["import", folder, "--everyone"]).code(0).prints("1 conversation added");
    let shown = home.run(["export", "conversations"]).code(0).out;
    for part in
        ["It leaks", "Try again", "ask Max", "lea@shop.example", "tom@home.example", r#""private":true"#]
    {
        assert!(shown.contains(part), "no {part} in {shown}");
    }
    assert!(!shown.contains("It *leaks*"), "{shown}");
    home.run(["import", folder, "--everyone"])
        .code(0)
        .prints("0 conversations added, 0 updated, 1 unchanged");
    let lost = home.file("comments.json", COMMENTS);
    home.run(["import", &lost, "--everyone"]).says("ticket_2_comments.json");
}

#[test]
fn recorded_answers() {
    let Some(folder) = shared("data/zendesk/api-recorded") else { return };
    let all = taken(&files(&folder, &["all-tickets-request.json", "single-ticket-request.json"]));
    assert_eq!(all.words, ["zendesk"; 2]);
    assert_eq!(all.counts(), (6, 6, 0));
    assert!(all.problems.is_empty() && all.waiting.is_empty());
    let first = &all.conversations[0];
    assert_eq!((first.external_id.as_str(), first.subject.as_str()), ("21", "My printer is on fire!"));
    assert_eq!((first.status, first.channel.as_str(), &first.csat), (Some(Status::Open), "api", &None));
    let bytes = std::fs::read(folder.join("count-tickets-request.json")).unwrap();
    let format = aplomb::formats::import::recognise(&bytes, "count").unwrap();
    assert_eq!(format.word(), "zendesk");
}

#[test]
fn fixtures_of_the_api() {
    let Some(folder) = shared("data/zendesk/api-fixtures") else { return };
    let names = [
        "ticket.json",
        "tickets.json",
        "ticket_show_many.json",
        "search_ticket.json",
        "users.json",
        "user.json",
    ];
    let all = taken(&files(&folder, &names));
    assert_eq!(all.words, ["zendesk"; 6]);
    assert_eq!(all.counts(), (3, 3, 0));
    assert_eq!(all.conversations[0].customer, "nukosuke@lavabit.com", "named by the mail that opened it");
    assert!(all.problems.is_empty() && all.waiting.is_empty() && all.people >= 2);
    // Beside conversations and people.
    let beside = taken(&files(&folder, &["groups.json", "macro.json", "macros.json", "ticket_fields.json"]));
    assert_eq!((beside.words.len(), beside.conversations.len(), beside.problems.len()), (4, 0, 0));
    assert!(beside.beside.len() >= 4, "{:?}", beside.beside);
    // A private note and a change of status, of a ticket that is in none of the files.
    let audits = taken(&files(&folder, &["ticket_audit.json", "ticket_audits.json"]));
    assert_eq!((audits.waiting.len(), audits.problems.len()), (4, 0));
    // Two comments that do not say whose they are.
    let comments = taken(&files(&folder, &["ticket_comments.json"]));
    assert_eq!((comments.problems.len(), comments.conversations.len()), (2, 0));
}

#[test]
fn tables_of_a_warehouse() {
    let Some(folder) = shared("data/zendesk/warehouse-csv") else { return };
    let names =
        ["ticket_data.csv", "ticket_comment_data.csv", "ticket_field_history_data.csv", "user_data.csv"];
    let all = taken(&files(&folder, &names));
    assert_eq!(all.words, ["zendesk"; 4]);
    // Two of the ten tickets are deleted; the publisher scrambled the numbers, so that no comment finds its ticket.
    assert_eq!(all.counts(), (8, 8, 0));
    assert_eq!(all.beside.iter().filter(|kind| *kind == "deleted").count(), 2);
    assert!(all.waiting.len() >= 20, "{}", all.waiting.len());
    let history = all.conversations.iter().find(|c| c.external_id == "11071").unwrap();
    assert_eq!((history.transfers, history.reopens), (Some(0), Some(0)));
    assert_eq!(history.closed_at.map(|at| at.rfc3339()).as_deref(), Some("2020-11-14T11:01:27Z"));
    assert_eq!(
        (history.agent.as_str(), history.customer.as_str()),
        ("example@email.com", "example@email.com")
    );
    let chats = taken(&files(&folder, &["ticket_chat_data.csv", "ticket_chat_event_data.csv"]));
    assert_eq!((chats.problems.len(), chats.words.as_slice()), (0, ["zendesk"; 2].as_slice()));
    // Of nine chats with events something was said in eight; one has a row and only a colleague’s coming.
    assert_eq!((chats.conversations.len(), chats.waiting.len()), (8, 1));
    let beside = [
        "audit_log_data.csv",
        "group_data.csv",
        "schedule_data.csv",
        "sla_policy_metric_history_data.csv",
        "ticket_form_history_data.csv",
        "ticket_schedule_data.csv",
        "ticket_sla_policy_data.csv",
    ];
    let beside = taken(&files(&folder, &beside));
    assert_eq!(beside.words, ["zendesk"; 7]);
    assert_eq!((beside.conversations.len(), beside.problems.len(), beside.people), (0, 0, 0));
}
