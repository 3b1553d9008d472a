//! Freshdesk's samples.

use aplomb::domain::conversation::{Role, Status};

use super::reading::{files, taken};
use crate::common::shared;
use crate::home::Home;

/// A ticket with its conversations out of order, agents in a file of their own: ours.
const TICKET: &str = r#"{"ticket": {"id": 7, "subject": "Kettle", "description": "<p>It leaks</p>", "status": 4, "source": 1,
  "requester_id": 50, "responder_id": 9, "tags": [], "created_at": "2026-03-02T09:00:00Z", "updated_at": "2026-03-03T09:00:00Z",
  "requester": {"id": 50, "name": "Tom", "email": "tom@home.example"}},
 "conversations": [
  {"id": 2, "body": "<p>ask Max</p>", "incoming": false, "private": true, "user_id": 9, "created_at": "2026-03-02T09:20:00Z"},
  {"id": 1, "body": "<p>Try again</p>", "incoming": false, "private": false, "user_id": 9, "created_at": "2026-03-02T09:10:00Z"}]}"#;
const AGENTS: &str = r#"[{"id": 9, "ticket_scope": 1, "occasional": false, "contact": {"name": "Léa", "email": "lea@shop.example"}}]"#;

#[test]
fn a_folder_is_taken_in_once() {
    let home = Home::empty();
    let folder = home.path("export");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("b-ticket.json"), TICKET).unwrap();
    std::fs::write(folder.join("a-agents.json"), AGENTS).unwrap();
    let folder = folder.to_str().unwrap();
    home.run(["import", folder, "--everyone"]).code(0).prints("1 conversation");
    let shown = home.run(["export", "conversations"]).code(0).out;
    for part in
        ["It leaks", "Try again", "ask Max", "lea@shop.example", "tom@home.example", r#""private":true"#]
    {
        assert!(shown.contains(part), "no {part} in {shown}");
    }
    home.run(["import", folder, "--everyone"])
        .code(0)
        .prints("0 conversations added, 0 updated, 1 unchanged");
}

#[test]
fn import_fixtures() {
    let Some(folder) = shared("data/freshdesk/import-fixtures") else { return };
    let names = ["contact.json", "ticket_with_conversations.json", "web_chat_ticket_with_conversations.json"];
    let taken = taken(&files(&folder, &names));
    assert_eq!(taken.words, ["freshdesk"; 3]);
    // Four of the mail with its description, one of them a note; six of the chat, whose description is its second line.
    assert_eq!(taken.counts(), (2, 9, 1));
    let [mail, chat] = &taken.conversations[..] else { panic!() };
    let ids: Vec<&str> = mail.messages.iter().map(|message| message.id.as_str()).collect();
    assert_eq!(ids, ["description", "3001", "3002", "3003"]);
    assert_eq!((mail.customer.as_str(), mail.status), ("customer@example.com", Some(Status::Solved)));
    let roles: Vec<Role> = chat.messages.iter().map(|message| message.role).collect();
    use Role::{Agent, Bot, Customer};
    assert_eq!(roles, [Bot, Customer, Customer, Agent, Customer, Agent]);
    assert_eq!(taken.problems.len() + taken.waiting.len(), 0, "{taken:?}");
}

#[test]
fn api_fixtures() {
    let Some(folder) = shared("data/freshdesk/api-v2-fixtures") else { return };
    let names = [
        "agent_1.json",
        "agents.json",
        "contact.json",
        "contacts.json",
        "conversations.json",
        "groups.json",
        "note_1.json",
        "reply_1.json",
        "ticket_1.json",
        "time_entries.json",
    ];
    let one = taken(&files(&folder, &names));
    assert_eq!(one.words, ["freshdesk"; 10]);
    assert_eq!(one.counts(), (1, 2, 1));
    assert_eq!(one.beside.len(), 2 + 3, "{:?}", one.beside);
    let [ticket] = &one.conversations[..] else { panic!() };
    assert_eq!((ticket.messages.len(), ticket.status, ticket.closed_at), (3, Some(Status::Open), None));
    // Others of the folder say different things of a ticket with the same number.
    for (name, tickets) in [
        ("all_tickets.json", 1),
        ("outbound_email_1.json", 1),
        ("search_tickets.json", 1),
        ("ticket_1_updated.json", 1),
    ] {
        let taken = taken(&files(&folder, &[name]));
        assert_eq!((taken.words[0], taken.counts()), ("freshdesk", (tickets, tickets, 0)), "{name}");
        assert_eq!(taken.problems.len() + taken.waiting.len(), 0, "{name}: {taken:?}");
        // One is resolved, but nothing says when.
        assert_eq!(taken.conversations[0].closed_at, None, "{name}");
    }
}
