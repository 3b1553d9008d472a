//! Chatwoot: conversations, messages, contacts, agents and survey answers of its API, what its command line prints, and its
//! webhooks. A list of conversations holds only the last message of each. Contacts and users are numbered apart, so a
//! contact's key says so. 0 stands for *never* where a time is meant.

use super::Desk;
use super::feeder::{Feeder, Found, Words, entry, said};
use super::record::Record;
use super::shape::{Carries, Claim, Shape, carries};
use crate::domain::conversation::{Csat, Moment, Role, Status};
use crate::formats::import::part::{About, Change, Event, Speaker};

/// Chatwoot.
pub(super) struct Chatwoot;

static CARRIES: [Carries; 10] = [
    carries("conversation", "conversation", "conversation `id`, the number within the account"),
    carries("messages", "messages", "messages: `content`, `created_at`, `message_type`, `sender`"),
    carries("private notes", "notes internes", "messages: `private`"),
    carries("agent", "conseiller", "`meta.assignee`"),
    carries("customer", "client", "`meta.sender`"),
    carries("status", "statut", "`status`"),
    carries("tags", "étiquettes", "`labels`"),
    carries(
        "rating",
        "note du client",
        "messages `input_csat`, csat_survey_responses: `rating`, `feedback_message`",
    ),
    carries("transfers, reopenings", "transferts, réouvertures", "webhooks: `changed_attributes`"),
    carries("macro", "macro", "not in these files"),
];

/// Where conversations and messages stand in a file.
const PLACES: [&str; 8] =
    ["", "data.payload", "payload", "items", "data", "payload.messages", "conversations", "messages"];
/// Fields that only this help desk has together.
const SURE: [&[&str]; 12] = [
    &["account_id", "inbox_id", "status"],
    &["inbox_id", "meta.sender"],
    &["inbox_id", "can_reply"],
    &["inbox_id", "message_type", "content"],
    &["conversation_id", "message_type", "content"],
    &["message_type", "content_attributes", "conversation"],
    &["event", "inbox_id", "changed_attributes"],
    &["event", "conversation.inbox_id", "is_private"],
    &["event", "contact", "current_conversation"],
    &["channel_type", "greeting_message"],
    &["feedback_message", "rating", "conversation_id"],
    &["availability_status", "auto_offline"],
];
/// Fields of its contacts and agents.
const LIKELY: [&[&str]; 3] = [
    &["thumbnail", "phone_number", "additional_attributes"],
    &["availability_status", "account_id"],
    &["contact_inboxes", "phone_number"],
];

impl Desk for Chatwoot {
    fn word(&self) -> &'static str {
        "chatwoot"
    }

    fn name(&self) -> &'static str {
        "Chatwoot"
    }

    fn lists(&self) -> &'static [&'static str] {
        &["data.payload", "payload", "items", "conversations", "messages", "contacts", "agents"]
    }

    fn claims(&self, shape: &Shape) -> Claim {
        let any = |groups: &[&[&str]]| groups.iter().any(|keys| PLACES.iter().any(|at| shape.all(at, keys)));
        if shape.has("data.meta.mine_count") || any(&SURE) {
            Claim::Surely
        } else if any(&LIKELY) {
            Claim::Likely
        } else {
            Claim::No
        }
    }

    fn take(&self, record: Record<'_>, to: &mut Feeder<'_>) {
        let has = |key| record.has(key);
        if !has("id") && !record.list("data").is_empty() {
            return record.records("data").for_each(|record| self.take(record, to));
        }
        if has("message_type") {
            // A webhook tells the conversation with its message.
            let around = record.get("conversation").and_then(|value| Record::of("", value));
            let id = around.and_then(|around| conversation(around, to));
            message(record, id.as_deref(), to);
        } else if has("channel_type") {
            to.beside("inboxes");
        } else if has("is_private") && has("conversation") {
            // Somebody types.
            to.beside("events");
        } else if has("inbox_id") || has("channel") && has("status") {
            conversation(record, to);
            changes(record, to);
        } else if has("rating") && has("feedback_message") {
            survey(record, to);
        } else if has("messages") || has("conversations") || has("contacts") {
            // What a search finds.
            let conversations = record.records("conversations");
            conversations.for_each(|one| drop(conversation(one, to)));
            record.records("messages").for_each(|one| message(one, None, to));
            record.records("contacts").for_each(|one| drop(person(one, Some("contact"), to)));
        } else if let Some(contact) = record.get("contact").and_then(|value| Record::of("", value)) {
            person(contact, Some("contact"), to);
        } else if has("availability_status") || has("confirmed") || has("available_name") {
            let kind = if has("phone_number") { "contact" } else { "user" };
            person(record, Some(kind), to);
        } else if has("phone_number") || has("email") || has("thumbnail") {
            person(record, Some("contact"), to);
        } else {
            to.beside("other records");
        }
    }

    fn carries(&self) -> &'static [Carries] {
        &CARRIES
    }
}

/// The key and role of a number, by the kind of whom it names.
fn key(id: String, kind: &str) -> (String, Role) {
    match kind.to_ascii_lowercase().as_str() {
        "contact" => (format!("contact {id}"), Role::Customer),
        "user" => (id, Role::Agent),
        _ => (format!("bot {id}"), Role::Bot),
    }
}

/// Somebody who stands in a record: their key and role.
fn person(record: Record<'_>, kind: Option<&str>, to: &mut Feeder<'_>) -> Option<(String, Role)> {
    // A number of 0 stands in printed examples; the name and address may still tell.
    let kind = record.text("type").or_else(|| kind.map(str::to_owned))?;
    let (key, role) = key(record.text("id")?, &kind);
    let name = record.text("name").or_else(|| record.text("available_name"));
    let address = record.text("email").or_else(|| record.text("phone_number"));
    to.person(entry(key.clone(), name, address, Some(role)));
    Some((key, role))
}

fn person_at(
    record: Record<'_>,
    path: &'static str,
    kind: Option<&str>,
    to: &mut Feeder<'_>,
) -> Option<(String, Role)> {
    person(Record::of(path, record.get(path)?)?, kind, to)
}

fn status(word: &str) -> Option<Status> {
    match word {
        "open" | "0" => Some(Status::Open),
        "resolved" | "1" => Some(Status::Solved),
        "pending" | "snoozed" | "2" | "3" => Some(Status::Pending),
        _ => None,
    }
}

fn channel(record: Record<'_>) -> &'static str {
    let word = record.text("meta.channel").or_else(|| record.text("channel")).unwrap_or_default();
    match word.trim_start_matches("Channel::") {
        "WebWidget" | "Api" | "Line" => "chat",
        "Email" => "email",
        "Whatsapp" => "whatsapp",
        "Telegram" => "telegram",
        "Sms" | "TwilioSms" => "sms",
        "FacebookPage" | "TwitterProfile" | "Instagram" | "Tiktok" => "social",
        "Voice" => "phone",
        _ => "",
    }
}

fn conversation(record: Record<'_>, to: &mut Feeder<'_>) -> Option<String> {
    let Some(id) = record.text("id") else {
        to.lacks("conversations", "id");
        return None;
    };
    let of = |to: &mut Feeder<'_>, path, kind, number: &str| {
        let told = person_at(record, path, Some(kind), to).map(|(key, _)| key);
        told.or_else(|| record.id(number).map(|id| key(id, kind).0)).unwrap_or_default()
    };
    let kind = record.text("assignee_type").unwrap_or_else(|| "user".to_owned());
    let about = About {
        channel: channel(record).to_owned(),
        subject: record.text("additional_attributes.mail_subject").unwrap_or_default(),
        status: record.text("status").as_deref().and_then(status),
        agent: of(to, "meta.assignee", &kind, "assignee_id"),
        customer: of(to, "meta.sender", "contact", "contact_id"),
        opened_at: record.moment("created_at").map(Into::into),
        as_of: changed_at(record).map(Into::into),
        tags: record.words("labels", "title"),
        ..About::default()
    };
    to.opening(Found { conversation: id.clone(), about, ..Found::default() }, false);
    for told in record.records("messages") {
        message(told, Some(&id), to);
    }
    Some(id)
}

fn changed_at(record: Record<'_>) -> Option<Moment> {
    ["updated_at", "last_activity_at", "timestamp"].iter().find_map(|path| record.moment(path))
}

/// What a webhook says that changed: each attribute with what it was and what it is.
fn changes(record: Record<'_>, to: &mut Feeder<'_>) {
    let (Some(id), Some(at)) = (record.text("id"), changed_at(record)) else { return };
    let mut events = Vec::new();
    for change in record.records("changed_attributes") {
        for attribute in ["assignee_id", "status"] {
            // The order of names keeps what was before what is.
            for (place, side) in ["previous_value", "current_value"].iter().enumerate() {
                let path = format!("{attribute}.{side}");
                let change = if attribute == "status" {
                    change.text(&path).as_deref().and_then(status).map(Change::Became)
                } else if change.get(attribute).is_some() {
                    Some(Change::Assigned(change.id(&path)))
                } else {
                    None
                };
                let event_id = format!("{} {attribute} {place}", at.micros);
                events.extend(change.map(|change| Event { id: event_id, at: at.into(), change }));
            }
        }
    }
    if !events.is_empty() {
        to.piece(Found { conversation: id, events, ..Found::default() });
    }
}

fn message(record: Record<'_>, conversation: Option<&str>, to: &mut Feeder<'_>) {
    if record.flag("content_attributes.deleted") == Some(true) {
        return to.beside("deleted");
    }
    let named = || record.text("conversation_id").or_else(|| record.text("conversation.id"));
    let Some(conversation) = conversation.map(str::to_owned).or_else(named) else {
        return to.lacks("messages", "conversation_id");
    };
    let Some(at) = record.moment("created_at") else { return to.lacks("messages", "created_at") };
    let private = record.flag("private") == Some(true);
    let kind = record.text("message_type").unwrap_or_default();
    let incoming = matches!(kind.as_str(), "0" | "incoming");
    let sender_type = record.text("sender_type");
    let fallback = sender_type.as_deref().or(if incoming { Some("contact") } else { Some("user") });
    let sender = person_at(record, "sender", fallback, to).or_else(|| {
        let kind = sender_type.as_deref()?;
        Some(key(record.id("sender_id")?, kind))
    });
    let automatic = record.get("content_attributes.automation_rule_id").is_some()
        || record.get("additional_attributes.campaign_id").is_some();
    let role = match (kind.as_str(), &sender) {
        ("0" | "incoming", _) => Role::Customer,
        ("2" | "activity", None) if !private => Role::System,
        ("3" | "template", _) => Role::Bot,
        (_, Some((_, Role::Bot))) => Role::Bot,
        (_, None) if automatic => Role::Bot,
        ("2" | "activity", Some(_)) if !private => Role::System,
        _ => Role::Agent,
    };
    let author = sender.map(|(key, _)| key);
    let mail = || record.text("content_attributes.email.text_content.full");
    let words = Words::of(None, record.text("content").or_else(mail));
    let id = record.id("id");
    let mut message = said(id, at, Speaker::Is(role), author, words);
    message.private = private;
    message.html = record.text("content_attributes.email.html_content.full");
    let mut found = Found { conversation, ..Found::default() };
    if record.text("content_type").as_deref() == Some("input_csat") {
        let answer = "content_attributes.submitted_values.csat_survey_response";
        found.about.csat = csat(record, answer, to);
    }
    found.message = Some(message);
    to.piece(found);
}

fn csat(record: Record<'_>, path: &str, to: &mut Feeder<'_>) -> Option<Csat> {
    let answer = Record::of("", record.get(path)?)?;
    let score = answer.number("rating").filter(|score| (1.0..=5.0).contains(score));
    if score.is_none() {
        to.lacks("input_csat", "rating");
    }
    Some(Csat { score: score?, min: 1.0, max: 5.0, comment: answer.text("feedback_message") })
}

fn survey(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = record.text("conversation_id") else {
        return to.lacks("csat_survey_responses", "conversation_id");
    };
    let score = record.number("rating").filter(|score| (1.0..=5.0).contains(score));
    let Some(score) = score else { return to.lacks("csat_survey_responses", "rating") };
    person_at(record, "contact", Some("contact"), to);
    person_at(record, "assigned_agent", Some("user"), to);
    let csat = Csat { score, min: 1.0, max: 5.0, comment: record.text("feedback_message") };
    let about = About { csat: Some(csat), ..About::default() };
    to.piece(Found { conversation, about, ..Found::default() });
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::trial::{line, refused, taken};
    use super::*;

    const START: i64 = 1_772_442_000;

    fn conversation() -> Value {
        json!({"id": 12, "uuid": "x", "account_id": 1, "inbox_id": 3, "status": "resolved", "labels": ["kettle"],
            "additional_attributes": {"mail_subject": "Kettle"}, "can_reply": true,
            "meta": {"sender": {"id": 7, "name": "Tom", "email": "tom@home.example"}, "channel": "Channel::WebWidget",
                "assignee": {"id": 7, "name": "Léa", "email": "lea@shop.example"}},
            "created_at": START, "timestamp": START + 900, "last_activity_at": START + 900, "first_reply_created_at": 0,
            "waiting_since": 0, "messages": [message(5, 1, 40, "Goodbye")]})
    }

    fn message(id: u32, kind: u32, at: i64, content: &str) -> Value {
        let sender = match kind {
            0 => json!({"id": 7, "name": "Tom", "email": "tom@home.example", "type": "contact"}),
            1 => json!({"id": 7, "name": "Léa", "email": "lea@shop.example", "type": "user"}),
            _ => Value::Null,
        };
        json!({"id": id, "content": content, "inbox_id": 3, "conversation_id": 12, "message_type": kind, "content_type": "text",
            "content_attributes": {}, "created_at": START + at, "private": false, "sender": sender})
    }

    #[test]
    fn a_list_and_the_messages_of_one() {
        let list = json!({"data": {"meta": {"mine_count": 1, "all_count": 1}, "payload": [conversation()]}});
        let mut note = message(3, 1, 20, "ask Max");
        note["private"] = json!(true);
        let mut csat = message(6, 3, 50, "Please rate us");
        csat["content_type"] = json!("input_csat");
        csat["content_attributes"] =
            json!({"submitted_values": {"csat_survey_response": {"rating": 4, "feedback_message": "ok"}}});
        let mut bot = message(2, 1, 10, "I am a robot");
        bot["sender"] = json!({"id": 1, "name": "Robi", "type": "agent_bot"});
        let mut gone = message(8, 0, 12, "oops");
        gone["content_attributes"] = json!({"deleted": true});
        let payload = [message(1, 0, 5, "It leaks"), bot, note, message(4, 2, 30, "Léa took it"), csat, gone];
        let messages = json!({"meta": {"labels": []}, "payload": payload});
        let files = [messages.to_string(), list.to_string()];
        let taken = taken("chatwoot", &files);
        let [one] = &taken.conversations[..] else { panic!("{taken:?}") };
        assert_eq!(
            one.messages.iter().map(line).collect::<Vec<_>>(),
            [
                "customer tom@home.example: It leaks",
                "bot Robi: I am a robot",
                "agent lea@shop.example (private): ask Max",
                "system : Léa took it",
                "agent lea@shop.example: Goodbye",
                "bot : Please rate us",
            ]
        );
        let csat = one.csat.as_ref().unwrap();
        assert_eq!((csat.score, csat.min, csat.max, csat.comment.as_deref()), (4.0, 1.0, 5.0, Some("ok")));
        assert_eq!(
            (one.status, one.channel.as_str(), one.subject.as_str()),
            (Some(Status::Solved), "chat", "Kettle")
        );
        assert_eq!((one.agent.as_str(), one.customer.as_str()), ("lea@shop.example", "tom@home.example"));
        assert_eq!((one.opened_at.micros, one.transfers, one.reopens), (START * 1_000_000, None, None));
        assert_eq!(
            (&one.tags[..], &taken.beside[..]),
            (&["kettle".to_owned()][..], &["deleted".to_owned()][..])
        );
    }

    #[test]
    fn what_the_command_line_prints() {
        let list = json!({"has_more": false, "items": [{"id": 12, "account_id": 1, "inbox_id": 3, "status": "open",
            "contact_id": 7, "assignee_id": 7, "created_at": START}], "meta": {"page": 1}});
        let messages = json!({"items": [{"id": 1, "conversation_id": 12, "content": "Hello", "content_type": "text",
            "message_type": 1, "private": false, "created_at": START + 60}]});
        let taken = taken("chatwoot", &[messages.to_string(), list.to_string()]);
        let one = &taken.conversations[0];
        assert_eq!(one.messages.iter().map(line).collect::<Vec<_>>(), ["agent : Hello"]);
        assert_eq!((one.agent.as_str(), one.customer.as_str()), ("7", "contact 7"));
    }

    #[test]
    fn webhooks_tell_messages_and_changes() {
        let hook = json!({"event": "message_created", "id": 1, "content": "It leaks", "created_at": "2026-03-02T09:00:05.000Z",
            "message_type": "incoming", "content_type": "text", "content_attributes": {}, "private": false,
            "sender": {"id": 7, "name": "Tom", "type": "contact"}, "inbox": {"id": 3, "name": "Site"},
            "conversation": {"id": 12, "inbox_id": 3, "channel": "Channel::Whatsapp", "status": "open", "timestamp": 0},
            "account": {"id": 1, "name": "Shop"}});
        let changed = |event: &str, at: &str, attribute: &str, before: Value, now: Value| {
            let mut one = conversation();
            one["event"] = json!(event);
            one["messages"] = json!([]);
            one["updated_at"] = json!(at);
            one["changed_attributes"] =
                json!([{attribute: {"previous_value": before, "current_value": now}}]);
            one.to_string()
        };
        let files = [
            changed(
                "conversation_status_changed",
                "2026-03-02T12:00:00Z",
                "status",
                json!("resolved"),
                json!("open"),
            ),
            changed("conversation_updated", "2026-03-02T11:00:00Z", "assignee_id", json!(7), json!(8)),
            changed("conversation_updated", "2026-03-02T10:00:00Z", "assignee_id", Value::Null, json!(7)),
            hook.to_string(),
        ];
        let taken = taken("chatwoot", &files);
        let [one] = &taken.conversations[..] else { panic!("{taken:?}") };
        assert_eq!((one.transfers, one.reopens), (Some(1), Some(1)));
        assert_eq!(
            one.messages.iter().map(line).collect::<Vec<_>>(),
            ["customer tom@home.example: It leaks"]
        );
        assert!(taken.problems.is_empty(), "{:?}", taken.problems);
    }

    #[test]
    fn survey_answers_and_people() {
        let answers = json!([{"id": 1, "rating": 2, "feedback_message": null, "account_id": 1, "conversation_id": 12,
            "assigned_agent": {"id": 7, "name": "Léa", "email": "lea@shop.example"}, "created_at": START}]);
        let agents = json!([{"id": 7, "account_id": 1, "availability_status": "online", "auto_offline": true,
            "confirmed": true, "email": "lea@shop.example", "name": "Léa", "role": "agent"}]);
        let contacts = json!({"meta": {"count": 1}, "payload": [{"id": 7, "name": "Tom", "email": "tom@home.example",
            "phone_number": null, "thumbnail": "", "additional_attributes": {}, "availability_status": "offline"}]});
        let list = json!({"data": {"payload": [{"id": 12, "account_id": 1, "inbox_id": 3, "status": 1, "contact_id": 7,
            "assignee_id": 7, "created_at": START}]}});
        let taken = taken("chatwoot", &[answers, agents, contacts, list].map(|file| file.to_string()));
        let one = &taken.conversations[0];
        assert_eq!((one.agent.as_str(), one.customer.as_str()), ("lea@shop.example", "tom@home.example"));
        assert_eq!((one.csat.as_ref().map(|csat| csat.score), one.status), (Some(2.0), Some(Status::Solved)));
        let said = refused(
            "chatwoot",
            &json!([{"rating": 9, "feedback_message": "", "conversation_id": 1}]).to_string(),
        );
        assert!(said[0].contains("rating"), "{said:?}");
    }

    #[test]
    fn what_holds_no_message_is_known_all_the_same() {
        let typing = json!({"event": "conversation_typing_on", "user": {"id": 1, "name": "Léa"}, "is_private": false,
            "conversation": conversation()});
        let widget = json!({"event": "webwidget_triggered", "id": 4, "source_id": "s", "event_info": {},
            "contact": {"id": 5, "name": "Tom"}, "inbox": {"id": 3, "name": "Web"}, "current_conversation": null});
        let inboxes = json!({"payload": [{"id": 3, "name": "Web", "channel_id": 1, "channel_type": "Channel::WebWidget",
            "greeting_message": "", "phone_number": null}]});
        let taken = taken("chatwoot", &[typing.to_string(), widget.to_string(), inboxes.to_string()]);
        assert!(taken.conversations.is_empty() && taken.problems.is_empty(), "{taken:?}");
        assert_eq!(taken.beside, ["events", "inboxes"]);
    }

    #[test]
    fn an_archive_of_everything_in_one_object() {
        let mut whole = conversation();
        let message = |id: u32, kind: u32, private: bool, text: &str| {
            json!({"id": id, "conversation_id": 12, "inbox_id": 3, "message_type": kind, "private": private, "content": text,
                "created_at": START + i64::from(id)})
        };
        let said = json!([message(1, 0, false, "It leaks"), message(2, 1, true, "ask Max")]);
        whole["messages"] = json!([]);
        let all = json!({"conversations": [whole], "messages": said});
        whole["messages"] = said;
        for file in [all, json!({"conversations": [whole]}), json!({"data": [whole]})] {
            let taken = taken("chatwoot", &[file.to_string()]);
            assert_eq!(taken.conversations[0].messages.len(), 2, "{file}");
            assert!(taken.conversations[0].messages[1].private && taken.problems.is_empty(), "{taken:?}");
        }
    }
}
