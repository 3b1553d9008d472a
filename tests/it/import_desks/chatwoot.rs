//! Chatwoot's samples.

use aplomb::domain::conversation::{Role, Status};

use super::reading::{files, taken};
use crate::common::shared;

#[test]
fn what_the_command_line_prints() {
    let Some(folder) = shared("data/chatwoot/cli-golden") else { return };
    let names = ["conversations_get.json", "conversations_list.json", "messages_list.json"];
    let taken = taken(&files(&folder, &names));
    assert_eq!(taken.words, ["chatwoot"; 3]);
    // The two messages belong to conversation 123, which is in none of the files: they wait for it.
    assert_eq!((taken.counts(), taken.waiting.len()), ((1, 0, 0), 2));
    let one = &taken.conversations[0];
    assert_eq!((one.agent.as_str(), one.status, one.closed_at), ("7", Some(Status::Open), None));
}

#[test]
fn webhook() {
    let Some(folder) = shared("data/chatwoot/webhook") else { return };
    let taken = taken(&files(&folder, &["message_created.api-channel.json"]));
    assert_eq!((taken.words[0], taken.counts()), ("chatwoot", (1, 1, 0)));
    let one = &taken.conversations[0];
    assert_eq!((one.messages[0].role, one.channel.as_str()), (Role::Customer, "chat"));
    assert_eq!(one.opened_at.rfc3339(), "2020-08-30T15:43:04Z");
    assert_eq!(taken.problems.len() + taken.waiting.len(), 0, "{taken:?}");
}
