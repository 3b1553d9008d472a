//! Gorgias: tickets with their messages, messages, satisfaction surveys, events, users and customers of its API, one by one or in
//! its lists (`data` with `meta`). Users and customers are numbered apart, so a customer's key says so.

use super::Desk;
use super::feeder::{Feeder, Found, Words, entry, said};
use super::record::Record;
use super::shape::{Carries, Claim, Shape, carries};
use crate::domain::conversation::{Csat, Role, Status};
use crate::formats::import::part::{About, Change, Event, Speaker};

/// Gorgias.
pub(super) struct Gorgias;

static CARRIES: [Carries; 11] = [
    carries("conversation", "conversation", "ticket `id`"),
    carries(
        "messages",
        "messages",
        "messages: `body_html`, `stripped_text`, `body_text`, `created_datetime`, `from_agent`",
    ),
    carries("private notes", "notes internes", "messages: `public` false, `channel` internal-note"),
    carries("agent", "conseiller", "ticket `assignee_user`"),
    carries("customer", "client", "ticket `customer`"),
    carries("status, end", "statut, fin", "ticket `status`, `closed_datetime`"),
    carries("tags", "étiquettes", "ticket `tags`"),
    carries("rating", "note du client", "`satisfaction_survey`: `score`, `body_text`"),
    carries("macro", "macro", "messages: `macros`"),
    carries("reopenings", "réouvertures", "events: ticket-closed, ticket-reopened"),
    carries("transfers", "transferts", "not in these files"),
];

/// Where records stand in a file.
const PLACES: [&str; 6] = ["", "data", "messages", "tickets", "ticket", "message"];
/// Fields that only this help desk has together.
const SURE: [&[&str]; 6] = [
    &["created_datetime", "assignee_user"],
    &["created_datetime", "from_agent"],
    &["created_datetime", "messages_count"],
    &["scored_datetime", "score"],
    &["created_datetime", "firstname", "lastname"],
    &["created_datetime", "object_id", "object_type"],
];

impl Desk for Gorgias {
    fn word(&self) -> &'static str {
        "gorgias"
    }

    fn name(&self) -> &'static str {
        "Gorgias"
    }

    fn lists(&self) -> &'static [&'static str] {
        // What its HTTP integrations send, and what people save, has names instead.
        &["data", "tickets", "ticket", "messages", "message"]
    }

    fn claims(&self, shape: &Shape) -> Claim {
        let any = SURE.iter().any(|keys| PLACES.iter().any(|at| shape.all(at, keys)));
        if any { Claim::Surely } else { Claim::No }
    }

    fn take(&self, record: Record<'_>, to: &mut Feeder<'_>) {
        let has = |key| record.has(key);
        if has("scored_datetime") && has("score") {
            survey(record, record.id("ticket_id"), to);
        } else if has("from_agent") && (has("ticket_id") || matches!(record.list, "messages" | "message")) {
            message(record, record.beside("ticket"), to);
        } else if has("object_id") && has("object_type") {
            event(record, to);
        } else if has("status") && has("channel") || has("assignee_user") || has("messages_count") {
            ticket(record, to);
        } else if has("firstname") || has("lastname") || has("email") {
            let role = if has("role") { Role::Agent } else { Role::Customer };
            person(record, role, to);
        } else {
            to.beside("other records");
        }
    }

    fn carries(&self) -> &'static [Carries] {
        &CARRIES
    }
}

fn person(record: Record<'_>, role: Role, to: &mut Feeder<'_>) -> Option<String> {
    let id = record.id("id")?;
    let key = if role == Role::Customer { format!("customer {id}") } else { id };
    let names = [record.text("firstname"), record.text("lastname")];
    let parts = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = record.text("name").unwrap_or(parts);
    to.person(entry(key.clone(), Some(name), record.text("email"), Some(role)));
    Some(key)
}

fn person_at(record: Record<'_>, path: &'static str, role: Role, to: &mut Feeder<'_>) -> Option<String> {
    person(Record::of(path, record.get(path)?)?, role, to)
}

fn channel(word: &str) -> &'static str {
    match word {
        "email" => "email",
        "chat" | "api" => "chat",
        "phone" | "aircall" => "phone",
        "sms" => "sms",
        "whatsapp" => "whatsapp",
        "help-center" | "contact_form" => "web",
        word if ["facebook", "instagram", "twitter", "tiktok"].iter().any(|site| word.starts_with(site)) => {
            "social"
        }
        _ => "",
    }
}

fn ticket(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(id) = record.id("id") else { return to.lacks("tickets", "id") };
    if record.flag("spam") == Some(true) {
        return to.beside("spam");
    }
    if record.moment("trashed_datetime").is_some() {
        return to.beside("deleted");
    }
    let snoozed = record.moment("snooze_datetime").is_some();
    let status = match record.text("status").as_deref() {
        // What sleeps until a date is closed there until then.
        Some("open" | "closed") if snoozed => Some(Status::Pending),
        Some("open") => Some(Status::Open),
        Some("closed") => Some(Status::Closed),
        _ => None,
    };
    let closed = record.moment("closed_datetime").filter(|_| status == Some(Status::Closed));
    let about = About {
        channel: channel(&record.text("channel").unwrap_or_default()).to_owned(),
        subject: record.text("subject").unwrap_or_default(),
        status,
        agent: person_at(record, "assignee_user", Role::Agent, to).unwrap_or_default(),
        customer: person_at(record, "customer", Role::Customer, to).unwrap_or_default(),
        opened_at: record.moment("created_datetime").map(Into::into),
        closed_at: closed.map(Into::into),
        as_of: record.moment("updated_datetime").map(Into::into),
        tags: record.words("tags", "name"),
        ..About::default()
    };
    let messages = record.list("messages").len();
    let whole =
        messages > 0 && record.count("messages_count").is_some_and(|count| messages >= count as usize);
    to.opening(Found { conversation: id.clone(), about, ..Found::default() }, whole);
    for told in record.records("messages") {
        message(told, Some(&id), to);
    }
    if let Some(told) = record.get("satisfaction_survey").and_then(|value| Record::of("", value)) {
        survey(told, Some(id), to);
    }
}

fn message(record: Record<'_>, ticket: Option<&str>, to: &mut Feeder<'_>) {
    let Some(conversation) = ticket.map(str::to_owned).or_else(|| record.id("ticket_id")) else {
        return to.lacks("messages", "ticket_id");
    };
    if record.moment("deleted_datetime").is_some() {
        return to.beside("deleted");
    }
    let at = record.moment("created_datetime").or_else(|| record.moment("sent_datetime"));
    let Some(at) = at else { return to.lacks("messages", "created_datetime") };
    let from_agent = record.flag("from_agent");
    let role = match from_agent {
        Some(false) => Role::Customer,
        // Rules answer by themselves.
        _ if record.id("rule_id").is_some() || record.text("via").as_deref() == Some("rule") => Role::Bot,
        _ => Role::Agent,
    };
    let side = if role == Role::Customer { Role::Customer } else { Role::Agent };
    let author = person_at(record, "sender", side, to);
    let words = Words::of(record.text("body_html"), record.text("body_text"));
    let mut message = said(record.id("id"), at, Speaker::Is(role), author, words);
    // What is left without the quoted history and the signature.
    if let Some(own) = record.text("stripped_text") {
        message.text = own;
    }
    let kind = record.text("channel").unwrap_or_default();
    message.private = record.flag("public") == Some(false) || kind == "internal-note";
    message.macro_name =
        record.words("macros", "name").into_iter().chain(record.words("macros", "id")).next();
    to.piece(Found { conversation, message: Some(message), ..Found::default() });
}

/// An answer to a survey, from 1 to 5; one that is not answered has no score.
fn survey(record: Record<'_>, ticket: Option<String>, to: &mut Feeder<'_>) {
    let Some(conversation) = ticket.or_else(|| record.id("ticket_id")) else {
        return to.lacks("satisfaction surveys", "ticket_id");
    };
    if record.get("score").is_none() {
        return to.beside("ratings not given");
    }
    let score = record.number("score").filter(|score| (1.0..=5.0).contains(score));
    let Some(score) = score else { return to.lacks("satisfaction surveys", "score") };
    let csat = Csat { score, min: 1.0, max: 5.0, comment: record.text("body_text") };
    let about = About { csat: Some(csat), ..About::default() };
    to.piece(Found { conversation, about, ..Found::default() });
}

/// Something that happened to a ticket. Whom it was given to is not told in a way that all accounts share.
fn event(record: Record<'_>, to: &mut Feeder<'_>) {
    let status = match record.text("type").as_deref() {
        Some("ticket-closed") => Status::Closed,
        Some("ticket-reopened") => Status::Open,
        _ => return to.beside("events"),
    };
    let Some(conversation) = record.id("object_id") else { return to.lacks("events", "object_id") };
    let Some(at) = record.moment("created_datetime") else { return to.lacks("events", "created_datetime") };
    let id = record.id("id").unwrap_or_default();
    let events = vec![Event { id: format!("{id:0>20}"), at: at.into(), change: Change::Became(status) }];
    to.piece(Found { conversation, events, ..Found::default() });
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::trial::{line, taken};
    use super::*;

    fn message(id: u32, minute: u32, from_agent: bool, public: bool, text: &str) -> Value {
        let (name, email) =
            if from_agent { ("Léa", "lea@shop.example") } else { ("Tom", "tom@home.example") };
        json!({"id": id, "ticket_id": 3, "public": public, "channel": if public { "email" } else { "internal-note" }, "via": "email",
            "sender": {"id": 8, "email": email, "name": name}, "from_agent": from_agent, "body_text": format!("{text}\n> quoted"),
            "body_html": format!("<p>{text}</p><blockquote>quoted</blockquote>"), "stripped_text": text, "rule_id": null,
            "created_datetime": format!("2026-03-02T09:{minute:02}:00.123456+00:00")})
    }

    #[test]
    fn a_ticket_alone_in_a_list_and_with_its_messages_apart() {
        let messages = [
            message(2, 10, true, true, "Try again"),
            message(1, 0, false, true, "It leaks"),
            message(3, 20, true, false, "ask Max"),
        ];
        let mut ticket = json!({"id": 3, "status": "closed", "channel": "email", "via": "email", "from_agent": false, "spam": false,
            "customer": {"id": 8, "email": "tom@home.example", "name": "Tom"}, "subject": "Kettle", "tags": [{"id": 1, "name": "kettle"}],
            "assignee_user": {"id": 8, "email": "lea@shop.example", "name": "Léa"}, "messages_count": 3, "messages": messages,
            "satisfaction_survey": {"id": 5, "score": 4, "body_text": "merci", "scored_datetime": "2026-03-03T09:00:00"},
            "created_datetime": "2026-03-02T09:00:00+00:00", "closed_datetime": "2026-03-02T10:00:00+00:00",
            "updated_datetime": "2026-03-02T10:00:00+00:00", "snooze_datetime": null, "trashed_datetime": null});
        let alone = taken("gorgias", &[ticket.to_string()]);
        ticket.as_object_mut().unwrap().remove("messages");
        let list = |records: Value| {
            json!({"data": records, "object": "list", "meta": {"next_cursor": null}}).to_string()
        };
        let apart = taken("gorgias", &[list(json!(messages)), list(json!([ticket]))]);
        assert_eq!(alone.conversations, apart.conversations);
        let [one] = &alone.conversations[..] else { panic!("{alone:?}") };
        assert_eq!(
            one.messages.iter().map(line).collect::<Vec<_>>(),
            [
                "customer tom@home.example: It leaks",
                "agent lea@shop.example: Try again",
                "agent lea@shop.example (private): ask Max",
            ]
        );
        let csat = one.csat.as_ref().unwrap();
        assert_eq!((csat.score, csat.max, csat.comment.as_deref()), (4.0, 5.0, Some("merci")));
        assert_eq!((one.status, one.transfers, one.reopens), (Some(Status::Closed), None, None));
        assert_eq!((one.agent.as_str(), one.customer.as_str()), ("lea@shop.example", "tom@home.example"));
    }

    #[test]
    fn unanswered_surveys_and_rules() {
        let survey = json!({"data": [{"id": 5, "score": null, "scored_datetime": null, "ticket_id": 3}]});
        let mut rule = message(1, 0, true, true, "We have your mail");
        rule["rule_id"] = json!(4);
        let ticket = json!({"id": 3, "status": "open", "channel": "chat", "assignee_user": null, "spam": false,
            "created_datetime": "2026-03-02T09:00:00", "messages": [rule]});
        let taken = taken("gorgias", &[survey.to_string(), ticket.to_string()]);
        assert_eq!(
            (taken.conversations[0].csat.clone(), taken.conversations[0].messages[0].role),
            (None, Role::Bot)
        );
        assert_eq!(taken.beside, ["ratings not given"]);
    }

    #[test]
    fn events_tell_reopenings() {
        let event = |id: u32, kind: &str, minute: u32| {
            json!({"id": id, "type": kind, "object_id": 30, "object_type": "Ticket", "user_id": 9, "data": null, "context": "x",
                "created_datetime": format!("2026-03-02T10:{minute:02}:00+00:00")})
        };
        let ticket = json!({"id": 30, "status": "open", "channel": "email", "assignee_user": null, "messages_count": 0,
            "created_datetime": "2026-03-02T09:00:00+00:00"});
        let events = json!({"data": [event(3, "ticket-reopened", 3), event(2, "ticket-closed", 2), event(1, "ticket-assigned", 1)],
            "meta": {}, "object": "list"});
        let taken = taken("gorgias", &[events.to_string(), ticket.to_string()]);
        assert_eq!((taken.conversations[0].reopens, taken.conversations[0].transfers), (Some(1), None));
        assert_eq!(taken.beside, ["events"]);
    }

    #[test]
    fn tickets_and_messages_under_their_names() {
        let said = |id: u32, public: bool| {
            json!({"id": id, "ticket_id": 30, "public": public, "channel": "email", "from_agent": true, "body_text": "Sorry",
                "sender": {"id": 9, "email": "lea@shop.example"}, "created_datetime": format!("2026-03-02T10:{id:02}:00+00:00")})
        };
        let ticket = json!({"id": 30, "status": "open", "channel": "email", "assignee_user": null, "messages_count": 2,
            "created_datetime": "2026-03-02T09:00:00+00:00"});
        let mut whole = ticket.clone();
        whole["messages"] = json!([said(1, true), said(2, false)]);
        for file in [
            json!({"tickets": [whole]}),
            json!({"messages": whole["messages"], "ticket": ticket}),
            json!({"tickets": [ticket], "messages": whole["messages"]}),
        ] {
            let taken = taken("gorgias", &[file.to_string()]);
            assert_eq!(
                taken.lines("30"),
                ["agent lea@shop.example: Sorry", "agent lea@shop.example (private): Sorry"],
                "{file}"
            );
            assert!(taken.problems.is_empty() && taken.beside.is_empty(), "{taken:?}");
        }
        let hook = json!({"event": "ticket-message-created", "ticket": ticket, "message": said(1, true)});
        assert_eq!(taken("gorgias", &[hook.to_string()]).lines("30").len(), 1);
    }
}
