//! Parts: what was written, and what happened. A part may be both: closing with a last word.

use super::{conversation, outdated, ticket};
use crate::domain::conversation::{Moment, Role, Status};
use crate::formats::import::desk::feeder::{Feeder, Found, Words, said};
use crate::formats::import::desk::record::Record;
use crate::formats::import::part::{Change, Event, Speaker};

/// A part in its conversation.
pub(super) fn take(conversation: &str, part: Record<'_>, to: &mut Feeder<'_>) {
    let Some(at) = part.moment("created_at") else { return to.lacks("conversation_parts", "created_at") };
    let kind = part.text("part_type").unwrap_or_default();
    let to_whom = part.get("assigned_to").and_then(|value| Record::of("assigned_to", value));
    let assigned = to_whom.map(|who| (who.text("type").unwrap_or_default(), who.id("id")));
    if let Some(who) = to_whom.filter(|who| who.text("type").as_deref() == Some("admin")) {
        conversation::name(who, Role::Agent, to);
    }
    let author = part.get("author").and_then(|value| Record::of("author", value));
    let robot = ["from_ai_agent", "is_ai_answer"].iter().any(|key| part.flag(key) == Some(true));
    let (speaker, author) = match speaker(author, to) {
        (_, author) if robot => (Speaker::Is(Role::Bot), author),
        known => known,
    };
    let told = Told { conversation, kind: &kind, at, speaker, author, assigned };
    told.feed(part, to);
}

/// A part that stands by itself, and names its conversation.
pub(super) fn alone(part: Record<'_>, to: &mut Feeder<'_>) {
    match part.id("conversation_id").or_else(|| part.id("conversation.id")) {
        Some(conversation) => take(&conversation, part, to),
        None => to.lacks("conversation_parts", "conversation_id"),
    }
}

/// A version of a part in a warehouse.
pub(super) fn row(part: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = part.id("conversation_id") else {
        return to.lacks(part.list, "conversation_id");
    };
    let Some(at) = part.moment("created_at") else { return to.lacks(part.list, "created_at") };
    if outdated(part) {
        return to.beside("earlier versions");
    }
    let kind = part.text("part_type").unwrap_or_default();
    let assigned = part.text("assigned_to_type").map(|who| (who, part.id("assigned_to_id")));
    let role = role_of(&part.text("author_type").unwrap_or_default());
    let (speaker, author) = (Speaker::Is(role), part.id("author_id"));
    let told = Told { conversation: &conversation, kind: &kind, at, speaker, author, assigned };
    told.feed(part, to);
}

/// What a part is about, however its fields are laid out.
struct Told<'t> {
    conversation: &'t str,
    kind: &'t str,
    at: Moment,
    speaker: Speaker,
    author: Option<String>,
    /// What kind of assignee, and its number.
    assigned: Option<(String, Option<String>)>,
}

impl Told<'_> {
    fn feed(self, part: Record<'_>, to: &mut Feeder<'_>) {
        let id = part.id("id");
        let events = self.events(id.as_deref().unwrap_or_default(), part);
        let redacted = part.flag("redacted") == Some(true);
        let message = words(part).filter(|_| !redacted).map(|words| {
            let mut message = said(id, self.at, self.speaker, self.author, words);
            message.private = self.kind.starts_with("note");
            message
        });
        if message.is_none() && events.is_empty() {
            return to.beside(if redacted { "deleted" } else { "events" });
        }
        to.piece(Found { conversation: self.conversation.to_owned(), message, events, ..Found::default() });
    }

    fn events(&self, id: &str, part: Record<'_>) -> Vec<Event> {
        let assigned = match &self.assigned {
            Some((who, id)) if self.kind.contains("assign") => match who.as_str() {
                "admin" => Some(Change::Assigned(id.clone())),
                // A team is nobody yet.
                _ => Some(Change::Assigned(None)),
            },
            _ => None,
        };
        let status = match self.kind {
            "close" | "closed" => Some(Status::Closed),
            "snoozed" => Some(Status::Pending),
            "open" | "unsnoozed" | "timer_unsnooze" | "reopen" => Some(Status::Open),
            kind if kind.starts_with("ticket_state_updated") => {
                part.text("ticket_state").and_then(|word| ticket::state(&word))
            }
            kind if kind.ends_with("_and_reopen") || kind.ends_with("_and_unsnooze") => Some(Status::Open),
            _ => None,
        };
        let id = match id {
            "" => format!("{}:{}", self.at.micros, self.kind),
            id => format!("{id:0>20}"),
        };
        let event = |what: &str, change| Event { id: format!("{id}.{what}"), at: self.at.into(), change };
        let assigned = assigned.map(|change| event("assigned", change));
        let status = status.map(|status| event("state", Change::Became(status)));
        assigned.into_iter().chain(status).collect()
    }
}

/// What is written in a message or part; the names of its files, where that is all there is.
pub(super) fn words(record: Record<'_>) -> Option<Words> {
    if let Some(body) = record.text("body") {
        return Some(Words::Html(body)).filter(|words| !words.is_empty());
    }
    let files = record.words("attachments", "name");
    (!files.is_empty()).then(|| Words::Text(format!("[{}]", files.join(", "))))
}

/// Who speaks. Robots are known by name: their numbers may be a colleague's.
pub(super) fn speaker(author: Option<Record<'_>>, to: &mut Feeder<'_>) -> (Speaker, Option<String>) {
    let Some(author) = author else { return (Speaker::Person { otherwise: Role::Customer }, None) };
    let role = role(author);
    if role == Role::Bot {
        return (Speaker::Is(role), author.text("name").or_else(|| author.id("id")));
    }
    if author.text("name").or_else(|| author.text("email")).is_some() {
        conversation::name(author, role, to);
    }
    (Speaker::Is(role), author.id("id").or_else(|| author.text("email")).or_else(|| author.text("name")))
}

/// What an author is. Intercom's own operator may pass for an admin.
pub(super) fn role(author: Record<'_>) -> Role {
    let operator = |email: String| email.starts_with("operator+") && email.ends_with("@intercom.io");
    if author.flag("from_ai_agent") == Some(true)
        || author.flag("is_ai_answer") == Some(true)
        || author.text("email").is_some_and(operator)
    {
        return Role::Bot;
    }
    role_of(&author.text("type").unwrap_or_default())
}

/// What a kind of author is.
pub(super) fn role_of(kind: &str) -> Role {
    match kind {
        "admin" | "team" | "teammate" => Role::Agent,
        "bot" | "fin" | "operator" | "workflow" | "system" => Role::Bot,
        _ => Role::Customer,
    }
}
