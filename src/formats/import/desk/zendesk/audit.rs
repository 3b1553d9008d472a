//! What happened to a ticket: audits, the ticket-event export, and the warehouse's history of fields.

use super::{chat, comment, status};
use crate::domain::conversation::Moment;
use crate::formats::import::desk::feeder::{Feeder, Found};
use crate::formats::import::desk::record::Record;
use crate::formats::import::part::{Change, Event};

/// The fields whose changes say something about a conversation.
const FIELDS: [&str; 2] = ["assignee_id", "status"];

/// An audit, or an entry of the ticket-event export: one act of one person, with everything that it changed.
pub(super) fn take(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = record.id("ticket_id") else { return to.lacks("audits", "ticket_id") };
    let at = record.moment("created_at").or_else(|| record.moment("timestamp"));
    let Some(at) = at else { return to.lacks("audits", "created_at") };
    let list = if record.has("child_events") { "child_events" } else { "events" };
    let kind_of = |event: Record<'_>| event.text("type").or_else(|| event.text("event_type"));
    let macro_name = record.records(list).find_map(|event| {
        kind_of(event)?.ends_with("MacroReference").then_some(())?;
        event.text("macro_title").or_else(|| event.text("macro_id"))
    });
    let mut events = Vec::new();
    let mut spoken = false;
    for event in record.records(list) {
        match kind_of(event).as_deref() {
            Some("Comment" | "VoiceComment" | "FacebookComment" | "Tweet") => {
                let author = event.id("author_id").or_else(|| record.id("author_id"));
                let author = author.or_else(|| record.id("updater_id"));
                let via = ["via.channel", "via"].iter().find_map(|path| event.text(path));
                let via = via.or_else(|| ["via.channel", "via"].iter().find_map(|path| record.text(path)));
                let mut message =
                    comment::message(event, event.moment("created_at").unwrap_or(at), author, via);
                message.macro_name.clone_from(&macro_name);
                spoken = true;
                let conversation = conversation.clone();
                to.piece(Found { conversation, message: Some(message), ..Found::default() });
            }
            Some("ChatStartedEvent" | "ChatEndedEvent") => {
                spoken = true;
                chat::history(&conversation, event, to);
            }
            Some("Change" | "Create") => change(event, at, &mut events),
            _ => {}
        }
    }
    if !events.is_empty() {
        to.piece(Found { conversation, events, ..Found::default() });
    } else if !spoken {
        to.beside("audits");
    }
}

/// Audits name the field; the export has it as a key.
fn change(event: Record<'_>, at: Moment, events: &mut Vec<Event>) {
    let named = event.text("field_name");
    let at = event.moment("created_at").unwrap_or(at);
    for field in FIELDS {
        let value = match &named {
            Some(name) if name == field => "value",
            None if event.has(field) => field,
            _ => continue,
        };
        let id = match event.id("id") {
            // Events of one second come in the order of their numbers.
            Some(id) => format!("{id:0>20}"),
            None => format!("{field}:{}:{}", at.micros, event.text(value).unwrap_or_default()),
        };
        let became = |path: &str| changed(field, event, path);
        // An increment begins anywhere: what was before counts as well.
        if event.get("previous_value").is_some() {
            events.extend(became("previous_value").map(|change| Event {
                id: format!("{id}.0"),
                at: at.into(),
                change,
            }));
        }
        let change = became(value);
        events.extend(change.map(|change| Event { id: format!("{id}.1"), at: at.into(), change }));
    }
}

fn changed(field: &str, record: Record<'_>, path: &str) -> Option<Change> {
    match field {
        "assignee_id" => Some(Change::Assigned(record.id(path))),
        _ => status(&record.text(path)?).map(Change::Became),
    }
}

/// A row of the warehouse's history: a field, and what it became.
pub(super) fn field_history(record: Record<'_>, to: &mut Feeder<'_>) {
    let list = record.list;
    let Some(conversation) = record.id("ticket_id") else { return to.lacks(list, "ticket_id") };
    let Some(at) = record.moment("updated") else { return to.lacks(list, "updated") };
    let field = record.text("field_name").unwrap_or_default();
    if !FIELDS.contains(&field.as_str()) {
        return to.beside("ticket_field_history");
    }
    let Some(change) = changed(&field, record, "value") else { return to.beside("ticket_field_history") };
    let id = format!("{field}:{}:{}", at.micros, record.text("value").unwrap_or_default());
    let events = vec![Event { id, at: at.into(), change }];
    to.piece(Found { conversation, events, ..Found::default() });
}
