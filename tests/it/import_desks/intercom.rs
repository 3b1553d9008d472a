//! Intercom's samples.

use aplomb::domain::conversation::{Role, Status};

use super::reading::{files, taken};
use crate::common::shared;
use crate::home::Home;

/// A list without parts, and the conversation by itself: ours.
const LIST: &str = r#"{"type": "conversation.list", "pages": {"type": "pages", "page": 1}, "total_count": 1, "conversations": [
  {"type": "conversation", "id": "35", "created_at": 1772445731, "updated_at": 1772446000, "title": "Kettle", "state": "closed",
   "source": {"type": "email", "id": "7", "delivered_as": "customer_initiated", "subject": "", "body": "<p>It leaks</p>",
    "author": {"type": "user", "id": "6f", "name": "Tom", "email": "tom@home.example"}},
   "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "6f"}]}, "admin_assignee_id": 9}]}"#;
const ALONE: &str = r#"{"type": "conversation", "id": "35", "created_at": 1772445731, "updated_at": 1772446000, "state": "closed",
  "source": {"type": "email", "id": "7", "delivered_as": "customer_initiated", "body": "<p>It leaks</p>",
   "author": {"type": "user", "id": "6f", "name": "Tom", "email": "tom@home.example"}}, "admin_assignee_id": 9,
  "conversation_parts": {"type": "conversation_part.list", "total_count": 2, "conversation_parts": [
   {"type": "conversation_part", "id": "1", "part_type": "note", "body": "<p>ask Max</p>", "created_at": 1772445800,
    "author": {"type": "admin", "id": "9", "name": "Léa", "email": "lea@shop.example"}},
   {"type": "conversation_part", "id": "2", "part_type": "close", "body": "<p>Try again</p>", "created_at": 1772445900,
    "author": {"type": "admin", "id": "9", "name": "Léa", "email": "lea@shop.example"}}]}}"#;

#[test]
fn a_list_and_a_conversation_by_itself_are_one() {
    let home = Home::empty();
    let (list, alone) = (home.file("list.json", LIST), home.file("alone.json", ALONE));
    home.run(["import", &list, "--everyone"]).code(0).prints("1 conversation added");
    home.run(["import", &alone, "--everyone"]).code(0).prints("1 updated");
    home.run(["import", &list, &alone, "--everyone"])
        .code(0)
        .prints("0 conversations added, 0 updated, 1 unchanged");
    let shown = home.run(["export", "conversations"]).code(0).out;
    for part in
        ["It leaks", "Try again", "ask Max", "lea@shop.example", "tom@home.example", r#""private":true"#]
    {
        assert!(shown.contains(part), "no {part} in {shown}");
    }
}

#[test]
fn examples_of_the_description() {
    let Some(folder) = shared("data/intercom/openapi-2.16-examples") else { return };
    let names = ["conversation-list.json", "conversation-search.json", "conversation-with-parts.json"];
    let all = taken(&files(&folder, &names));
    assert_eq!(all.words, ["intercom"; 3]);
    assert_eq!(all.counts(), (3, 4, 0));
    assert!(all.problems.is_empty() && all.waiting.is_empty());
    let parts = all.conversations.iter().find(|c| c.external_id == "503").unwrap();
    assert_eq!(
        (parts.status, parts.tags.as_slice()),
        (Some(Status::Closed), ["Test tag".to_owned()].as_slice())
    );
    // The operator passes for an admin there.
    let roles: Vec<(Role, &str)> = parts.messages.iter().map(|m| (m.role, m.text.as_str())).collect();
    assert_eq!(roles, [(Role::Bot, "Okay!"), (Role::Agent, "this is the message body")]);
    assert_eq!(parts.agent, "991267715");
}

#[test]
fn fixtures_of_the_older_api() {
    let Some(folder) = shared("data/intercom/api-fixtures-v1") else { return };
    let names = [
        "conversation.json",
        "conversations.json",
        "admins.json",
        "contact.json",
        "contacts.json",
        "user.json",
    ];
    let all = taken(&files(&folder, &names));
    assert_eq!(all.words, ["intercom"; 6]);
    assert!(all.problems.is_empty() && all.waiting.is_empty(), "{all:?}");
    assert_eq!(all.conversations.len(), 1);
    let texts: Vec<&str> = all.messages().map(|message| message.text.as_str()).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert_eq!(all.conversations[0].tags, ["Some tag"]);
    let beside = taken(&files(&folder, &["notification.json", "tags.json"]));
    assert_eq!((beside.words.as_slice(), beside.beside.len()), (["intercom"; 2].as_slice(), 2));
}

#[test]
fn tables_of_a_warehouse() {
    let Some(folder) = shared("data/intercom/warehouse-csv") else { return };
    let names = [
        "admin_data.csv",
        "contact_history_data.csv",
        "conversation_contact_history_data.csv",
        "conversation_history_data.csv",
        "conversation_part_history_data.csv",
        "conversation_tag_history_data.csv",
        "tag_data.csv",
        "team_admin_data.csv",
        "team_data.csv",
    ];
    let all = taken(&files(&folder, &names));
    assert_eq!(all.words, ["intercom"; 9]);
    // Two conversations, of one and six older versions; nine parts and nine contacts belong to none of them.
    assert_eq!(all.counts(), (2, 2, 0));
    assert_eq!(all.beside.iter().filter(|kind| *kind == "earlier versions").count(), 7);
    assert_eq!((all.waiting.len(), all.problems.len()), (18, 0));
    assert!(all.conversations.iter().all(|c| c.status == Some(Status::Closed)));
    assert_eq!(all.people, 4 + 9);
}
