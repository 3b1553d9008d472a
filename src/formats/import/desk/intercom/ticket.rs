//! Tickets: what a customer asked for in a form, or what teammates track behind a conversation. Their parts are like those
//! of conversations; what was asked stands in their attributes.

use super::{conversation, part};
use crate::domain::conversation::{Role, Status};
use crate::formats::import::desk::feeder::{Feeder, Found, Words, said};
use crate::formats::import::desk::record::Record;
use crate::formats::import::part::{About, Speaker};

/// The id of what was asked: it is no part.
const ASKED: &str = "source";

/// A ticket. `told`: by a webhook, with its newest part only.
pub(super) fn take(record: Record<'_>, told: bool, to: &mut Feeder<'_>) {
    let Some(id) = record.id("id") else { return to.lacks("tickets", "id") };
    let opened_at = record.moment("created_at");
    let customer = conversation::customer(record, to);
    let word = record.text("ticket_state.category").or_else(|| record.text("ticket_state"));
    let about = About {
        channel: "ticket".to_owned(),
        subject: record.text("ticket_attributes._default_title_").unwrap_or_default(),
        agent: conversation::agent(record, to).unwrap_or_default(),
        customer: customer.clone().unwrap_or_default(),
        status: word.and_then(|word| state(&word)),
        opened_at: opened_at.map(Into::into),
        as_of: record.moment("updated_at").map(Into::into),
        tags: conversation::tags(record),
        ..About::default()
    };
    // Only tickets of this kind are the customer's own; the others are the team's.
    let category = record.text("category").or_else(|| record.text("ticket_type.category"));
    let own = category.is_none_or(|category| category.eq_ignore_ascii_case("customer"));
    let asked = record.text("ticket_attributes._default_description_").zip(opened_at);
    let message = asked.map(|(text, at)| {
        let (role, author) = if own { (Role::Customer, customer) } else { (Role::Agent, None) };
        let mut message = said(Some(ASKED.to_owned()), at, Speaker::Is(role), author, Words::Html(text));
        message.private = !own;
        message
    });
    let parts = record.list("ticket_parts.ticket_parts");
    let count = record.count("ticket_parts.total_count");
    let whole = !told && count.is_some_and(|count| count as usize <= parts.len());
    to.opening(Found { conversation: id.clone(), about, message, ..Found::default() }, whole);
    for value in parts {
        if let Some(told) = Record::of("ticket_parts", value) {
            part::take(&id, told, to);
        }
    }
}

/// Where a ticket stands; it waits for the customer, or for the team.
pub(super) fn state(word: &str) -> Option<Status> {
    match word {
        "submitted" | "in_progress" => Some(Status::Open),
        "waiting_on_customer" => Some(Status::Pending),
        "resolved" => Some(Status::Solved),
        _ => None,
    }
}
