//! Chats: their lines stand in the audits of a ticket, or in two warehouse tables. The table of lines names the chat and
//! never its ticket, so there a chat is a conversation of its own.

use serde_json::Value;

use crate::domain::conversation::{Moment, Role};
use crate::formats::import::desk::feeder::{Feeder, Found, Words, entry, said};
use crate::formats::import::desk::record::Record;
use crate::formats::import::part::{About, Speaker};

/// The lines of a chat as a ticket's audit has them.
pub(super) fn history(ticket: &str, event: Record<'_>, to: &mut Feeder<'_>) {
    let chat = event.text("value.chat_id").unwrap_or_default();
    let Some(value) = event.get("value").and_then(|value| Record::of("history", value)) else { return };
    for line in value.records("history") {
        if let Some(at) = line.moment("timestamp").or_else(|| line.moment("created_at")) {
            speak(ticket, &chat, line, at, to);
        }
    }
}

/// A row that says that a chat was.
pub(super) fn opened(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = record.id("chat_id") else { return to.lacks("ticket_chat", "chat_id") };
    let about = About {
        channel: "chat".to_owned(),
        customer: record.id("user_id").unwrap_or_default(),
        ..About::default()
    };
    // It does not say when: what was said opens the chat.
    to.piece(Found { conversation, about, ..Found::default() });
}

/// A row of a chat.
pub(super) fn event(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = record.id("chat_id") else { return to.lacks("ticket_chat_event", "chat_id") };
    let Some(at) = record.moment("created_at") else { return to.lacks("ticket_chat_event", "created_at") };
    if speak(&conversation, &conversation, record, at, to) {
        let about = About { channel: "chat".to_owned(), ..About::default() };
        to.opening(Found { conversation, about, ..Found::default() }, false);
    }
}

/// Whether something was said.
fn speak(conversation: &str, chat: &str, line: Record<'_>, at: Moment, to: &mut Feeder<'_>) -> bool {
    let words = matches!(line.text("type").as_deref(), Some("ChatMessage" | "ChatFileAttachment"));
    if !words || line.flag("is_history_context") == Some(true) {
        to.beside("chat events");
        return false;
    }
    let original = original(line);
    let text = line.text("message").or_else(|| {
        let original = Record::of("original_message", original.as_ref()?)?;
        original.text("content.text.text").or_else(|| original.text("content.text"))
    });
    let Some(text) = text.or_else(|| line.text("filename")) else {
        to.beside("chat events");
        return false;
    };
    let by_robot = || {
        let original = original.as_ref().and_then(|value| Record::of("original_message", value));
        original.and_then(|original| original.text("source.type")).as_deref() == Some("zd:answerBot")
    };
    let actor = line.text("actor_id").unwrap_or_default();
    let (speaker, author) = match (actor.as_str(), line.text("actor_type").as_deref()) {
        ("__trigger", _) | (_, Some("trigger")) => (Speaker::Is(Role::Bot), None),
        ("__system", _) | (_, Some("system")) => (Speaker::Is(Role::System), None),
        (_, Some("end-user" | "end_user")) => (Speaker::Is(Role::Customer), line.id("actor_id")),
        (actor, kind) => match (actor.strip_prefix("agent:"), kind) {
            (Some(_), _) | (None, Some("agent")) if by_robot() => (Speaker::Is(Role::Bot), None),
            (Some(""), _) | (None, None) if actor.is_empty() || actor == "agent:" => {
                (Speaker::Is(Role::Bot), None)
            }
            (Some(id), _) => (Speaker::Is(Role::Agent), Some(id.to_owned())),
            (None, Some("agent")) => (Speaker::Is(Role::Agent), line.id("actor_id")),
            (None, _) => (Speaker::Person { otherwise: Role::Customer }, line.id("actor_id")),
        },
    };
    if let (Some(id), Some(name)) = (&author, line.text("actor_name")) {
        to.person(entry(id.clone(), Some(name), None, None));
    }
    let id = line.text("chat_index").map(|place| format!("{chat}:{place}"));
    let message = said(id, at, speaker, author, Words::Text(text));
    to.piece(Found { conversation: conversation.to_owned(), message: Some(message), ..Found::default() });
    true
}

/// The message as the chat's channel had it: an object, or JSON in a cell.
fn original(line: Record<'_>) -> Option<Value> {
    match line.get("original_message")? {
        Value::String(text) => serde_json::from_str(text).ok(),
        value => Some(value.clone()),
    }
}
