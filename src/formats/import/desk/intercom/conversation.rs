//! Conversations: 2.x, 1.x, and the rows of a warehouse.

use serde_json::Value;

use super::{outdated, part, scorecard, state};
use crate::domain::conversation::{Csat, Moment, Role, Status};
use crate::domain::vendor::{VendorFigure, VendorUnit};
use crate::formats::import::desk::feeder::{Feeder, Found, Words, entry, said};
use crate::formats::import::desk::record::Record;
use crate::formats::import::html::html_to_text;
use crate::formats::import::part::{About, Said, Speaker};
use crate::words::Bilingual;

/// A conversation gives its newest parts only, at most so many.
const MOST_PARTS: usize = 500;

/// The id of a conversation's first message. Its number is of another kind than those of parts, and not everywhere.
const SOURCE: &str = "source";

const NEWEST_ONLY: Bilingual = Bilingual::fixed(
    "Intercom gives the newest parts only; the earlier messages of this conversation are not in the file",
    "Intercom ne donne que les éléments les plus récents ; les messages antérieurs de cette conversation ne sont pas dans le fichier",
);

/// A conversation. `told`: by a webhook, with its newest part only.
pub(super) fn take(record: Record<'_>, told: bool, to: &mut Feeder<'_>) {
    let Some(id) = record.id("id") else { return to.lacks("conversations", "id") };
    let opened_at = record.moment("created_at");
    let agent = agent(record, to);
    let customer = customer(record, to);
    let status = record.text("state").and_then(|word| state(&word)).or_else(|| {
        let open = record.flag("open")?;
        Some(if open { Status::Open } else { Status::Closed })
    });
    let closed_at = record.moment("statistics.last_close_at").filter(|_| status == Some(Status::Closed));
    let about = About {
        channel: channel(record),
        subject: subject(record),
        agent: agent.unwrap_or_default(),
        customer: customer.unwrap_or_default(),
        status,
        opened_at: opened_at.map(Into::into),
        closed_at: closed_at.map(Into::into),
        as_of: record.moment("updated_at").map(Into::into),
        tags: tags(record),
        csat: csat(record, "conversation_rating.rating", "conversation_rating.remark"),
        reopens: record.count("statistics.count_reopens"),
        figures: figures(record),
        ..About::default()
    };
    let message = first_message(record, opened_at, to);
    let inner = record.get("conversation_parts").and_then(|value| Record::of("parts", value));
    let parts = match inner {
        Some(inner) => inner.list("conversation_parts"),
        None => record.list("conversation_parts"),
    };
    let whole = !told && whole(record, inner, parts.len());
    let count = inner.and_then(|inner| inner.count("total_count")).unwrap_or(0);
    if !told && !parts.is_empty() && count as usize > parts.len() {
        let found = format!("{} / {count}", parts.len());
        to.warning("conversation_parts", &found, NEWEST_ONLY);
    }
    let reviews = scorecard::of(record, to);
    to.opening(Found { conversation: id.clone(), about, message, reviews, ..Found::default() }, whole);
    for value in parts {
        if let Some(part) = Record::of("conversation_parts", value) {
            part::take(&id, part, to);
        }
    }
}

/// Whether all parts are in the record. A list has none; a count says how many there are.
fn whole(record: Record<'_>, inner: Option<Record<'_>>, parts: usize) -> bool {
    let count = inner.and_then(|inner| inner.count("total_count"));
    let count = count.or_else(|| record.count("statistics.count_conversation_parts"));
    match count {
        Some(count) => record.has("conversation_parts") && count as usize <= parts,
        None => record.list.is_empty() && record.has("conversation_parts") && parts < MOST_PARTS,
    }
}

/// Who has it: an admin's number. Teams and nobody are no agents.
pub(super) fn agent(record: Record<'_>, to: &mut Feeder<'_>) -> Option<String> {
    let assignee = record.get("assignee").and_then(|value| Record::of("assignee", value));
    let assignee = assignee.filter(|assignee| assignee.text("type").as_deref() == Some("admin"));
    for list in ["teammates.teammates", "teammates.admins", "teammates"] {
        for mate in record.records(list).filter(|mate| mate.text("type").as_deref() == Some("admin")) {
            name(mate, Role::Agent, to);
        }
    }
    if let Some(assignee) = assignee {
        name(assignee, Role::Agent, to);
    }
    record.id("admin_assignee_id").or_else(|| assignee?.id("id"))
}

/// Whose it is: the first contact, whichever way this version names it.
pub(super) fn customer(record: Record<'_>, to: &mut Feeder<'_>) -> Option<String> {
    let mut first = None;
    for list in ["contacts.contacts", "contacts", "customers"] {
        for contact in record.records(list) {
            name(contact, Role::Customer, to);
            first = first.or_else(|| contact.id("id"));
        }
    }
    for path in ["user", "customer", "source.author", "conversation_message.author"] {
        let person = record.get(path).and_then(|value| Record::of(path, value));
        let person = person.filter(|person| part::role(*person) == Role::Customer);
        if let Some(person) = person {
            name(person, Role::Customer, to);
            first = first.or_else(|| person.id("id"));
        }
    }
    first
}

/// Somebody of whom more than a number is known.
pub(super) fn name(person: Record<'_>, role: Role, to: &mut Feeder<'_>) {
    if let Some(id) = person.id("id") {
        to.person(entry(id, person.text("name"), person.text("email"), Some(role)));
    }
}

fn subject(record: Record<'_>) -> String {
    let paths = ["title", "source.subject", "conversation_message.subject"];
    let subject = paths.iter().find_map(|path| record.text(path)).unwrap_or_default();
    // Subjects are HTML where they were written in a browser.
    if subject.contains('<') { html_to_text(&subject).trim().to_owned() } else { subject }
}

fn channel(record: Record<'_>) -> String {
    let paths = ["source.type", "channel.initial", "conversation_message.type", "source_type"];
    let word = paths.iter().find_map(|path| record.text(path)).unwrap_or_default().to_ascii_lowercase();
    let ours = match word.as_str() {
        "conversation"
        | "chat"
        | "messenger"
        | "inapp"
        | "push"
        | "conversation_message"
        | "user_message"
        | "admin_message" => "chat",
        "facebook" | "twitter" | "instagram" => "social",
        "phone_call" | "phone_switch" | "phone" => "phone",
        other => other,
    };
    ours.to_owned()
}

pub(super) fn tags(record: Record<'_>) -> Vec<String> {
    let tags = record.words("tags.tags", "name");
    if tags.is_empty() { record.words("tags", "name") } else { tags }
}

fn csat(record: Record<'_>, score: &str, remark: &str) -> Option<Csat> {
    let score = record.number(score).filter(|score| (1.0..=5.0).contains(score))?;
    Some(Csat { score, min: 1.0, max: 5.0, comment: record.text(remark) })
}

/// What Intercom computed.
fn figures(record: Record<'_>) -> Vec<VendorFigure> {
    let mut figures = Vec::new();
    let statistics = record.get("statistics").and_then(Value::as_object);
    for (key, value) in statistics.into_iter().flatten() {
        let unit = match key.as_str() {
            key if key.starts_with("count_") => VendorUnit::Count,
            key if key.ends_with("_at") || key.ends_with("_id") || key == "type" => continue,
            _ => VendorUnit::Seconds,
        };
        let name = format!("statistics.{key}");
        figures.extend(value.as_f64().map(|value| VendorFigure { name, value, unit }));
    }
    if let Some(value) = record.number("ai_agent.rating") {
        let name = "ai_agent.rating".to_owned();
        figures.push(VendorFigure { name, value, unit: VendorUnit::Score });
    }
    figures
}

/// The first message.
fn first_message(record: Record<'_>, at: Option<Moment>, to: &mut Feeder<'_>) -> Option<Said> {
    let list = if record.get("source").is_some() { "source" } else { "conversation_message" };
    let source = Record::of(list, record.get(list)?)?;
    if source.flag("redacted") == Some(true) {
        to.beside("deleted");
        return None;
    }
    let (words, at) = (part::words(source)?, source.moment("created_at").or(at)?);
    let author = source.get("author").and_then(|value| Record::of("author", value));
    let (speaker, author) = part::speaker(author, to);
    Some(said(Some(SOURCE.to_owned()), at, speaker, author, words))
}

/// A version of a conversation in a warehouse.
pub(super) fn row(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = record.id("id") else { return to.lacks(record.list, "id") };
    if outdated(record) {
        return to.beside("earlier versions");
    }
    let opened_at = record.moment("created_at");
    let by_admin = record.text("assignee_type").as_deref() == Some("admin");
    let author = record.id("source_author_id");
    let role = part::role_of(&record.text("source_author_type").unwrap_or_default());
    let status = record.text("state").and_then(|word| state(&word));
    let about = About {
        channel: channel(record),
        subject: record.text("title").or_else(|| record.text("source_subject")).unwrap_or_default(),
        agent: record.id("assignee_id").filter(|_| by_admin).unwrap_or_default(),
        customer: author.clone().filter(|_| role == Role::Customer).unwrap_or_default(),
        status,
        opened_at: opened_at.map(Into::into),
        as_of: record.moment("updated_at").map(Into::into),
        csat: csat(record, "conversation_rating_value", "conversation_rating_remark"),
        ..About::default()
    };
    let message = record
        .text("source_body")
        .zip(opened_at)
        .map(|(body, at)| said(Some(SOURCE.to_owned()), at, Speaker::Is(role), author, Words::Html(body)));
    to.opening(Found { conversation, about, message, ..Found::default() }, false);
}

/// Whose conversation it is, in a warehouse's table of its own.
pub(super) fn contact_row(record: Record<'_>, to: &mut Feeder<'_>) {
    let (Some(conversation), Some(customer)) = (record.id("conversation_id"), record.id("contact_id")) else {
        return to.lacks(record.list, "conversation_id");
    };
    if outdated(record) {
        return to.beside("earlier versions");
    }
    let about = About { customer, ..About::default() };
    to.piece(Found { conversation, about, ..Found::default() });
}
