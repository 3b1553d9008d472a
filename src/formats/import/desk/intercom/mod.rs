//! Intercom: conversations with their parts (2.x and the older 1.x) and tickets with theirs, as lists, searches, single objects, webhooks and
//! lines; people; warehouse tables. The first message is not a part: it is the conversation's `source`. Times are seconds
//! since 1970.

mod conversation;
mod look;
mod part;
mod scorecard;
mod ticket;

use super::Desk;
use super::feeder::{Feeder, entry};
use super::record::Record;
use super::shape::{Carries, Claim, Shape, carries};
use crate::domain::conversation::{Role, Status};

/// Intercom.
pub(super) struct Intercom;

static CARRIES: [Carries; 12] = [
    carries("conversation", "conversation", "conversation `id`, ticket `id`"),
    carries(
        "messages",
        "messages",
        "`source`, `conversation_parts`, `ticket_parts`: `body`, `created_at`, `author.type`; lists and searches have no parts",
    ),
    carries("private notes", "notes internes", "parts: `part_type` note"),
    carries("agent", "conseiller", "`admin_assignee_id`; authors of type admin"),
    carries("customer", "client", "`contacts`; authors of type user, lead, contact"),
    carries("status", "statut", "`state`: open, closed, snoozed; `ticket_state`"),
    carries("tags", "étiquettes", "`tags.tags`"),
    carries("rating", "note du client", "`conversation_rating.rating`, 1 to 5"),
    carries(
        "transfers, reopenings",
        "transferts, réouvertures",
        "parts: `part_type` assignment, close, open; `statistics.count_reopens`",
    ),
    carries("macro", "macro", "not in these files"),
    carries(
        "the help desk’s own figures",
        "chiffres du logiciel",
        "`statistics`: seconds within office hours",
    ),
    carries(
        "reviews by a third",
        "évaluations par un tiers",
        "`scorecards`: `evaluators.result`, `passed`, `evaluated_at`; `submitted_by`, `reviewer`, else its AI",
    ),
];

static LISTS: [&str; 12] = [
    "conversations",
    "tickets",
    "conversation_parts",
    "data",
    "admins",
    "contacts",
    "users",
    "leads",
    "teams",
    "segments",
    "companies",
    "scorecards",
];

impl Desk for Intercom {
    fn word(&self) -> &'static str {
        "intercom"
    }

    fn name(&self) -> &'static str {
        "Intercom"
    }

    fn lists(&self) -> &'static [&'static str] {
        &LISTS
    }

    fn claims(&self, shape: &Shape) -> Claim {
        look::claims(shape)
    }

    fn table(&self, header: &[&str]) -> Option<&'static str> {
        look::table(header)
    }

    fn take(&self, record: Record<'_>, to: &mut Feeder<'_>) {
        // A webhook wraps the object that it is about.
        for inner in ["data.item", "item", "data"] {
            if let Some(inside) = record.get(inner).and_then(|value| Record::of(record.list, value)) {
                let told = inner.ends_with("item");
                return take_one(inside, told, to);
            }
        }
        take_one(record, false, to);
    }

    fn carries(&self) -> &'static [Carries] {
        &CARRIES
    }
}

/// What a record is, by its own word, else by its list. `told`: a webhook tells it, with its newest part only.
fn take_one(record: Record<'_>, told: bool, to: &mut Feeder<'_>) {
    let kind = record.text("type").unwrap_or_default();
    match (record.list, kind.as_str()) {
        ("conversation_history", _) => conversation::row(record, to),
        ("conversation_part_history", _) => part::row(record, to),
        ("conversation_contact_history", _) => conversation::contact_row(record, to),
        ("contact_history", _) => contact_row(record, to),
        ("admin", _) | (_, "admin") => person(record, Some(Role::Agent), to),
        (_, "conversation") => conversation::take(record, told, to),
        (_, "ticket") => ticket::take(record, told, to),
        (_, "conversation_part") => part::alone(record, to),
        (_, "user" | "lead" | "contact" | "visitor") => person(record, Some(Role::Customer), to),
        (_, "contact.list" | "user.list" | "admin.list") => {
            for list in ["contacts", "users", "admins", "data"] {
                record.records(list).for_each(|record| take_one(record, told, to));
            }
        }
        (list, "") => by_fields(list, record, told, to),
        (_, kind) => to.beside(kind),
    }
}

fn by_fields(list: &str, record: Record<'_>, told: bool, to: &mut Feeder<'_>) {
    let has = |keys: &[&str]| keys.iter().any(|key| record.has(key));
    if has(&["source", "conversation_message", "conversation_parts"]) {
        conversation::take(record, told, to);
    } else if has(&["scorecard_id"]) {
        scorecard::alone(record, to);
    } else if has(&["part_type"]) {
        part::alone(record, to);
    } else if matches!(list, "contacts" | "users" | "leads") {
        person(record, Some(Role::Customer), to);
    } else if list == "admins" {
        person(record, Some(Role::Agent), to);
    } else if !list.is_empty() && list != "data" {
        to.beside(list);
    } else if has(&["id"]) {
        to.beside("intercom");
    } else {
        to.lacks("", "id");
    }
}

fn person(record: Record<'_>, role: Option<Role>, to: &mut Feeder<'_>) {
    let Some(id) = record.id("id") else { return to.lacks(record.list, "id") };
    to.person(entry(id, record.text("name"), record.text("email"), role));
}

/// A person's row in a warehouse: one for each version.
fn contact_row(record: Record<'_>, to: &mut Feeder<'_>) {
    if outdated(record) {
        return to.beside("earlier versions");
    }
    person(record, Some(Role::Customer), to);
}

/// Whether a warehouse's row is not the one that holds now.
fn outdated(record: Record<'_>) -> bool {
    record.flag("_fivetran_active") == Some(false) || record.flag("_fivetran_deleted") == Some(true)
}

/// Where a conversation stands; snoozed waits for a time that the agent chose.
fn state(word: &str) -> Option<Status> {
    match word {
        "open" => Some(Status::Open),
        "closed" => Some(Status::Closed),
        "snoozed" => Some(Status::Pending),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
