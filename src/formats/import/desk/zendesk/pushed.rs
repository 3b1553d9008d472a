//! Conversations as they are pushed into Zendesk QA: comments by address, times without a zone, which stand for UTC.

use crate::domain::conversation::Role;
use crate::formats::import::desk::feeder::{Feeder, Found, Words, entry, said};
use crate::formats::import::desk::record::Record;
use crate::formats::import::part::{About, DESCRIPTION, Speaker};

/// A pushed conversation with its comments.
pub(super) fn take(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(id) = record.id("id") else { return to.lacks("data", "id") };
    let opened_at = record.moment("created");
    let agent = named(record, "assigneeEmail", "assigneeName", Some(Role::Agent), to);
    let about = About {
        subject: record.text("subject").unwrap_or_default(),
        agent: agent.unwrap_or_default(),
        opened_at: opened_at.map(Into::into),
        as_of: record.moment("updated").map(Into::into),
        ..About::default()
    };
    let message = record.text("description").zip(opened_at).map(|(text, at)| {
        let id = Some(DESCRIPTION.to_owned());
        let mut message = said(id, at, Speaker::Is(Role::Customer), None, Words::Text(text));
        message.provisional = true;
        message
    });
    to.opening(Found { conversation: id.clone(), about, message, ..Found::default() }, false);
    for comment in record.records("comments") {
        let Some(at) = comment.moment("created") else {
            to.lacks("comments", "created");
            continue;
        };
        let role = match comment.flag("authorIsNotClient") {
            Some(true) => Some(Role::Agent),
            Some(false) => Some(Role::Customer),
            None => None,
        };
        let author = named(comment, "authorEmail", "authorName", role, to);
        let speaker = role.map_or(Speaker::Person { otherwise: Role::Customer }, Speaker::Is);
        let text = comment.text("comment").unwrap_or_default();
        let words =
            if text.contains("</") || text.contains("<br") { Words::Html(text) } else { Words::Text(text) };
        let message = said(comment.id("id"), at, speaker, author, words);
        to.piece(Found { conversation: id.clone(), message: Some(message), ..Found::default() });
    }
}

/// Somebody by address, else by name.
fn named(
    record: Record<'_>,
    address: &str,
    name: &str,
    role: Option<Role>,
    to: &mut Feeder<'_>,
) -> Option<String> {
    let (address, name) = (record.text(address), record.text(name));
    let id = address.clone().or_else(|| name.clone())?;
    to.person(entry(id.clone(), name, address, role));
    Some(id)
}
