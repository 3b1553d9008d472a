//! Tickets, and what is told of them apart: metrics, ratings, tags.

use serde_json::Value;

use super::{comment, status, user};
use crate::domain::conversation::{Csat, Moment, Role, Status};
use crate::domain::vendor::{VendorFigure, VendorUnit};
use crate::formats::import::desk::feeder::{Feeder, Found, Words, entry, said};
use crate::formats::import::desk::record::Record;
use crate::formats::import::part::{About, Change, DESCRIPTION, Event, Speaker};

/// A ticket; its comments too, where the export puts them inside.
pub(super) fn take(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(id) = record.id("id") else { return to.lacks("tickets", "id") };
    let word = record.text("status").unwrap_or_default();
    if word.eq_ignore_ascii_case("deleted") {
        return to.beside("deleted");
    }
    let customer = person(record, "requester", to);
    let submitter = person(record, "submitter", to);
    let agent = person(record, "assignee", to);
    name_by_address(record, customer.as_deref(), submitter.as_deref(), to);
    let status = status(&word);
    let metrics = record.get("metric_set").and_then(|value| Record::of("metric_set", value));
    let over = matches!(status, Some(Status::Solved | Status::Closed));
    let solved_at = metrics.and_then(|metrics| metrics.moment("solved_at")).filter(|_| over);
    // Updates by the system move the second of the two only.
    let as_of = [record.moment("updated_at"), record.moment("generated_timestamp")];
    let opened_at = record.moment("created_at");
    let about = About {
        channel: channel(record),
        subject: record.text("subject").or_else(|| record.text("raw_subject")).unwrap_or_default(),
        agent: agent.unwrap_or_default(),
        customer: customer.clone().unwrap_or_default(),
        status,
        opened_at: opened_at.map(Into::into),
        closed_at: solved_at.map(Into::into),
        tags: record.words("tags", "name"),
        csat: record
            .get("satisfaction_rating")
            .and_then(|value| csat(Record::of("satisfaction_rating", value)?)),
        reopens: metrics.and_then(|metrics| metrics.count("reopens")),
        as_of: as_of.into_iter().flatten().max_by_key(|at| at.micros).map(Into::into),
        figures: metrics.map(figures).unwrap_or_default(),
        ..About::default()
    };
    let inside = record.list("comments").len();
    let whole = inside > 0 && record.count("comment_count").is_none_or(|count| count as usize <= inside);
    let description = record.text("description").filter(|_| inside == 0).zip(opened_at);
    let message = description.map(|(text, at)| {
        let author = submitter.or(customer);
        let speaker = Speaker::Person { otherwise: Role::Customer };
        let mut message = said(Some(DESCRIPTION.to_owned()), at, speaker, author, Words::Text(text));
        message.provisional = true;
        message
    });
    to.opening(Found { conversation: id.clone(), about, message, ..Found::default() }, whole);
    for inner in record.records("comments") {
        comment::of_ticket(&id, inner, to);
    }
}

/// Somebody in the ticket: by number, or as an object that stands there.
fn person(record: Record<'_>, who: &'static str, to: &mut Feeder<'_>) -> Option<String> {
    let object = record.get(who).and_then(|value| Record::of(who, value)).filter(|object| object.has("id"));
    if let Some(object) = object {
        user(object, to);
    }
    record.id(&format!("{who}_id")).or_else(|| object?.id("id"))
}

/// A mail tells who sent it. Where an agent sent it on, it is not the requester's address.
fn name_by_address(record: Record<'_>, customer: Option<&str>, submitter: Option<&str>, to: &mut Feeder<'_>) {
    let address = record.text("via.source.from.address").filter(|address| address.contains('@'));
    if let (Some(id), Some(address)) = (customer, address)
        && channel(record) == "email"
        && submitter.is_none_or(|submitter| submitter == id)
    {
        to.person(entry(id.to_owned(), record.text("via.source.from.name"), Some(address), None));
    }
}

/// Our words for the ways in which tickets come.
fn channel(record: Record<'_>) -> String {
    let word = record.text("via.channel").or_else(|| record.text("via_channel")).unwrap_or_default();
    let word = word.trim().to_ascii_lowercase();
    let ours = match word.as_str() {
        "email" | "mail" => "email",
        "chat" | "native_messaging" | "messaging" | "answer_bot" | "answer_bot_for_web_widget" => "chat",
        "voice" | "phone" | "voicemail" | "phone_call_inbound" | "phone_call_outbound" => "phone",
        "sms" => "sms",
        "whatsapp" => "whatsapp",
        "twitter" | "twitter_dm" | "twitter_like" | "facebook" | "facebook_post" | "facebook_message"
        | "instagram_dm" | "any_channel" => "social",
        "web" | "web_form" | "web_widget" | "mobile_sdk" | "help_center" => "web",
        other => other,
    };
    ours.to_owned()
}

/// `good` and `bad` are answers; what was only offered is none.
fn csat(record: Record<'_>) -> Option<Csat> {
    let score = record.text("score")?;
    let score = match score.split('_').next() {
        Some("good") => 1.0,
        Some("bad") => 0.0,
        _ => return None,
    };
    Some(Csat { score, min: 0.0, max: 1.0, comment: record.text("comment") })
}

/// A rating that is told apart from its ticket.
pub(super) fn rating(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = record.id("ticket_id") else {
        return to.lacks("satisfaction_ratings", "ticket_id");
    };
    match csat(record) {
        Some(csat) => {
            let about = About { csat: Some(csat), ..About::default() };
            to.piece(Found { conversation, about, ..Found::default() });
        }
        None => to.beside("ratings not given"),
    }
}

/// What a customer answered to a survey. The help desk itself says which of its points are good and which are bad; the
/// point stays a figure of its own, as surveys have scales of different lengths.
pub(super) fn survey(record: Record<'_>, to: &mut Feeder<'_>) {
    let mut subjects = record.records("subjects");
    let ticket = subjects.find(|subject| subject.text("type").as_deref() == Some("ticket"));
    let Some(conversation) = ticket.and_then(|ticket| ticket.id("id")) else {
        return to.lacks("survey_responses", "subjects");
    };
    let of = |answer: Record<'_>| {
        let score = match answer.text("rating_category").as_deref() {
            Some("good") => 1.0,
            Some("bad") => 0.0,
            _ => return None,
        };
        Some((score, answer.number("rating")))
    };
    let Some((score, point)) = record.records("answers").find_map(of) else {
        return to.beside("ratings not given");
    };
    let open = |answer: &Record<'_>| !answer.has("rating_category");
    let comment = record.records("answers").filter(open).find_map(|answer| answer.text("value"));
    let unit = VendorUnit::Score;
    let figure = point.map(|value| VendorFigure { name: "survey_response.rating".to_owned(), value, unit });
    let csat = Some(Csat { score, min: 0.0, max: 1.0, comment });
    let about = About { csat, figures: figure.into_iter().collect(), ..About::default() };
    to.piece(Found { conversation, about, ..Found::default() });
}

/// Metrics that are told apart from their ticket.
pub(super) fn metrics(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = record.id("ticket_id") else { return to.lacks("ticket_metrics", "ticket_id") };
    let reopens = record.count("reopens");
    // When it was solved counts only if it still is, which the ticket knows.
    let solved = |at: Moment| Event {
        id: "solved_at".to_owned(),
        at: at.into(),
        change: Change::Became(Status::Solved),
    };
    let events = record.moment("solved_at").filter(|_| reopens.is_some()).map(solved).into_iter().collect();
    let about = About { reopens, figures: figures(record), ..About::default() };
    to.piece(Found { conversation, about, events, ..Found::default() });
}

/// Every figure of a set of metrics, under the vendor's own path.
fn figures(record: Record<'_>) -> Vec<VendorFigure> {
    let mut figures = Vec::new();
    for (key, value) in record.fields {
        let unit = match key.as_str() {
            "reopens" | "replies" | "group_stations" | "assignee_stations" => VendorUnit::Count,
            key if key.ends_with("_in_minutes") => VendorUnit::Minutes,
            key if key.ends_with("_in_seconds") => VendorUnit::Seconds,
            _ => continue,
        };
        let mut add = |name: String, value: Option<f64>| {
            figures.extend(value.map(|value| VendorFigure { name, value, unit }));
        };
        match (value, Record::of(key, value)) {
            (_, Some(clocks)) => {
                for clock in ["calendar", "business"] {
                    add(format!("{key}.{clock}"), clocks.number(clock));
                }
            }
            (Value::Null, None) => {}
            _ => add(key.clone(), record.number(key)),
        }
    }
    figures
}

/// A row that gives a ticket a label.
pub(super) fn tag(record: Record<'_>, to: &mut Feeder<'_>) {
    let (Some(conversation), Some(tag)) = (record.id("ticket_id"), record.text("tag")) else {
        return to.lacks("ticket_tag", "ticket_id");
    };
    to.piece(Found { conversation, tags: vec![tag], ..Found::default() });
}
