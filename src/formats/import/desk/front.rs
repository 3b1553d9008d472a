//! Front: conversations (`cnv_…`), messages (`msg_…`) and comments (`com_…`) of its core API, as lists or one by one.
//! Messages and comments name their conversation in their links. Times are seconds since 1970 with a fraction.

use super::Desk;
use super::feeder::{Feeder, Found, Words, entry, said};
use super::record::Record;
use super::shape::{Carries, Claim, Shape, carries};
use crate::domain::conversation::{Role, Status};
use crate::formats::import::part::{About, Change, Event, Speaker};

/// Front.
pub(super) struct Front;

static CARRIES: [Carries; 9] = [
    carries("conversation", "conversation", "conversation `id`"),
    carries("messages", "messages", "messages, `last_message`: `body`, `text`, `created_at`, `is_inbound`"),
    carries("private notes", "notes internes", "comments: `body`, `posted_at`"),
    carries("agent", "conseiller", "conversation `assignee`"),
    carries("customer", "client", "conversation `recipient.handle`"),
    carries("status", "statut", "conversation `status`"),
    carries("tags", "étiquettes", "conversation `tags`"),
    carries(
        "transfers, reopenings",
        "transferts, réouvertures",
        "events: `assign`, `unassign`, `archive`, `reopen`",
    ),
    carries("macro", "macro", "not in these files"),
];

impl Desk for Front {
    fn word(&self) -> &'static str {
        "front"
    }

    fn name(&self) -> &'static str {
        "Front"
    }

    fn lists(&self) -> &'static [&'static str] {
        // What people save of its answers has names instead.
        &[
            "_results",
            "conversations",
            "conversation",
            "messages",
            "comments",
            "events",
            "teammates",
            "contacts",
        ]
    }

    fn claims(&self, shape: &Shape) -> Claim {
        let known = |at: &str| {
            let id = shape.value_of(at);
            ["cnv_", "msg_", "com_", "tea_", "evt_", "crd_"].iter().any(|prefix| id.starts_with(prefix))
        };
        let page = shape.has("_pagination") && shape.has("_links");
        let around = ["", "_results", "conversations", "conversation", "messages", "comments", "events"]
            .iter()
            .any(|at| {
                let id = if at.is_empty() { "id".to_owned() } else { format!("{at}.id") };
                known(&id) && shape.all(at, &["_links"])
            });
        if around {
            Claim::Surely
        } else if known("_results.id") || known("id") || known("payload.id") || page {
            Claim::Likely
        } else {
            Claim::No
        }
    }

    fn take(&self, record: Record<'_>, to: &mut Feeder<'_>) {
        // A webhook's event, in its envelope or bare.
        if let Some(payload) = record.get("payload").and_then(|value| Record::of("", value)) {
            return self.take(payload, to);
        }
        let Some(id) = record.id("id") else {
            return if record.has("_pagination") {
                to.beside("pages without records")
            } else {
                to.lacks(record.list, "id")
            };
        };
        match id.split('_').next() {
            Some("cnv") => conversation(id, record, to),
            Some("msg") => message(id, record.beside("conversation"), record, to),
            Some("com") => comment(id, record.beside("conversation"), record, to),
            Some("evt") => event(id, record, to),
            Some("tea") => name_teammate(&id, record, to),
            Some("crd") => contact(record, to),
            _ => to.beside("other records"),
        }
    }

    fn carries(&self) -> &'static [Carries] {
        &CARRIES
    }
}

fn conversation(id: String, record: Record<'_>, to: &mut Feeder<'_>) {
    let word = record.text("status").unwrap_or_default();
    if matches!(word.as_str(), "deleted" | "spam") {
        return to.beside(&word);
    }
    // Where tickets are switched on, the category says more.
    let status = match (record.text("status_category").as_deref(), word.as_str()) {
        (Some("resolved"), _) | (None, "archived") => Some(Status::Closed),
        (Some("waiting"), _) | (None, "snoozed") => Some(Status::Pending),
        (Some("open"), _) | (None, "unassigned" | "assigned" | "open") => Some(Status::Open),
        _ => None,
    };
    let customer = record.text("recipient.handle").filter(|_| {
        // Somebody copied is not who asked.
        record.text("recipient.role").is_none_or(|role| matches!(role.as_str(), "from" | "to" | "reply-to"))
    });
    let about = About {
        subject: record.text("subject").unwrap_or_default(),
        status,
        agent: person_of(record, "assignee", to).unwrap_or_default(),
        customer: customer.unwrap_or_default(),
        opened_at: record.moment("created_at").map(Into::into),
        as_of: record.moment("updated_at").map(Into::into),
        tags: record.words("tags", "name"),
        ..About::default()
    };
    if let (Some(handle), Some(name)) = (record.text("recipient.handle"), record.text("recipient.name")) {
        to.person(entry(handle.clone(), Some(name), Some(handle), None));
    }
    to.opening(Found { conversation: id.clone(), about, ..Found::default() }, false);
    if let Some(last) = record.get("last_message").and_then(|value| Record::of("last_message", value))
        && let Some(message_id) = last.id("id")
    {
        message(message_id, Some(&id), last, to);
    }
    for told in record.records("messages") {
        match told.id("id") {
            Some(message_id) => message(message_id, Some(&id), told, to),
            None => to.lacks("message", "id"),
        }
    }
    for told in record.records("comments") {
        match told.id("id") {
            Some(comment_id) => comment(comment_id, Some(&id), told, to),
            None => to.lacks("comment", "id"),
        }
    }
}

/// A contact, by each handle that it writes from.
fn contact(record: Record<'_>, to: &mut Feeder<'_>) {
    for handle in record.words("handles", "handle") {
        to.person(entry(handle.clone(), record.text("name"), Some(handle), Some(Role::Customer)));
    }
}

/// The conversation that a link leads to.
fn of_link(record: Record<'_>) -> Option<String> {
    let from_object = record.id("conversation.id");
    from_object.or_else(|| {
        let link = record.text("_links.related.conversation")?;
        link.rsplit('/').find(|part| part.starts_with("cnv_")).map(str::to_owned)
    })
}

/// A teammate that stands in the record: named by address from now on.
fn person_of(record: Record<'_>, path: &'static str, to: &mut Feeder<'_>) -> Option<String> {
    let teammate = Record::of(path, record.get(path)?)?;
    let id = teammate.id("id")?;
    name_teammate(&id, teammate, to);
    Some(id)
}

fn name_teammate(id: &str, teammate: Record<'_>, to: &mut Feeder<'_>) {
    let names = [teammate.text("first_name"), teammate.text("last_name")];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let role = match teammate.text("type").as_deref() {
        None | Some("user") => Role::Agent,
        Some("visitor") => Role::Customer,
        Some(_) => Role::Bot,
    };
    let address = teammate.text("email").or_else(|| teammate.text("username"));
    to.person(entry(id.to_owned(), Some(name), address, Some(role)));
}

fn message(id: String, conversation: Option<&str>, record: Record<'_>, to: &mut Feeder<'_>) {
    if record.get("draft_mode").is_some() || record.flag("is_draft") == Some(true) {
        return to.beside("drafts");
    }
    let Some(conversation) = of_link(record).or_else(|| conversation.map(str::to_owned)) else {
        return to.lacks("message", "_links.related.conversation");
    };
    let Some(at) = record.moment("created_at") else { return to.lacks("message", "created_at") };
    let inbound = record.flag("is_inbound").unwrap_or(false);
    let author = match person_of(record, "author", to) {
        None if inbound => record
            .records("recipients")
            .find(|recipient| recipient.text("role").as_deref() == Some("from"))
            .and_then(|recipient| recipient.text("handle")),
        author => author,
    };
    let speaker = match (inbound, author.is_some()) {
        (true, _) => Speaker::Is(Role::Customer),
        (false, true) => Speaker::Person { otherwise: Role::Agent },
        (false, false) => Speaker::Is(Role::Bot),
    };
    let channel = match record.text("type").as_deref() {
        Some("email") => "email",
        Some("front_chat" | "intercom" | "custom" | "internal") => "chat",
        Some("sms") => "sms",
        Some("whatsapp") => "whatsapp",
        Some("call" | "phone-call") => "phone",
        Some("tweet" | "tweet_dm" | "facebook" | "facebook_comment") => "social",
        _ => "",
    };
    let words = Words::of(record.text("body"), record.text("text"));
    let message = said(Some(id), at, speaker, author, words);
    let about = About { channel: channel.to_owned(), ..About::default() };
    to.piece(Found { conversation, about, message: Some(message), ..Found::default() });
}

fn comment(id: String, conversation: Option<&str>, record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = of_link(record).or_else(|| conversation.map(str::to_owned)) else {
        return to.lacks("comment", "_links.related.conversation");
    };
    let Some(at) = record.moment("posted_at") else { return to.lacks("comment", "posted_at") };
    let author = person_of(record, "author", to);
    let words = Words::of(None, record.text("body"));
    let mut note = said(Some(id), at, Speaker::Person { otherwise: Role::Agent }, author, words);
    note.private = true;
    to.piece(Found { conversation, message: Some(note), ..Found::default() });
}

fn event(id: String, record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = of_link(record) else { return to.lacks("event", "conversation.id") };
    let Some(at) = record.moment("emitted_at") else { return to.lacks("event", "emitted_at") };
    if let Some(told) = record.get("conversation").and_then(|value| Record::of("", value))
        && told.has("status")
    {
        self::conversation(conversation.clone(), told, to);
    }
    let target = record.get("target.data").and_then(|value| Record::of("target", value));
    // What was said stands in the event that tells of it.
    if let Some((target, about)) = target.and_then(|target| Some((target, target.id("id")?))) {
        match about.split('_').next() {
            Some("msg") => return message(about, Some(&conversation), target, to),
            Some("com") => return comment(about, Some(&conversation), target, to),
            Some("tea") => name_teammate(&about, target, to),
            _ => {}
        }
    }
    let change = match record.text("type").as_deref() {
        Some("assign") => Change::Assigned(record.id("target.data.id")),
        Some("unassign") => Change::Assigned(None),
        Some("archive") => Change::Became(Status::Closed),
        Some("reopen" | "restore") => Change::Became(Status::Open),
        _ => return to.beside("events"),
    };
    let events = vec![Event { id, at: at.into(), change }];
    to.piece(Found { conversation, events, ..Found::default() });
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::trial::{line, refused, taken};
    use super::*;

    const START: f64 = 1_772_442_000.5;

    fn teammate(id: &str, name: &str) -> Value {
        json!({"_links": {"self": "x"}, "id": id, "email": format!("{name}@shop.example"), "first_name": name, "last_name": "Roy"})
    }

    fn page(results: Value) -> String {
        json!({"_pagination": {"next": null}, "_links": {"self": "https://api2.frontapp.com/x"}, "_results": results}).to_string()
    }

    fn related() -> Value {
        json!({"self": "x", "related": {"conversation": "https://shop.api.frontapp.com/conversations/cnv_1"}})
    }

    fn message(id: &str, at: f64, inbound: bool, body: &str) -> Value {
        json!({"_links": related(), "id": id, "type": "email", "is_inbound": inbound, "draft_mode": null, "created_at": START + at,
            "author": if inbound { Value::Null } else { teammate("tea_1", "lea") }, "body": format!("<p>{body}</p>"), "text": body,
            "recipients": [{"handle": "tom@home.example", "role": "from"}, {"handle": "help@shop.example", "role": "to"}]})
    }

    fn conversation(last: Value) -> Value {
        json!({"_links": {"self": "x"}, "id": "cnv_1", "subject": "Kettle", "status": "archived", "assignee": teammate("tea_1", "lea"),
            "recipient": {"handle": "tom@home.example", "name": "Tom", "role": "from"}, "tags": [{"id": "tag_1", "name": "kettle"}],
            "last_message": last, "created_at": START, "updated_at": START + 90.0})
    }

    fn event(id: &str, kind: &str, at: f64, target: Value) -> Value {
        json!({"_links": {"self": "x"}, "id": id, "type": kind, "emitted_at": START + at,
            "conversation": {"_links": {"self": "x"}, "id": "cnv_1"}, "target": target})
    }

    #[test]
    fn lists_single_records_and_events_in_any_order() {
        let mut draft = message("msg_3", 30.0, false, "not yet");
        draft["draft_mode"] = json!("private");
        let comment = json!({"_links": related(), "id": "com_1", "author": teammate("tea_1", "lea"), "body": "ask Max", "posted_at": START + 20.0});
        let to = |id: &str, name: &str| json!({"_meta": {"type": "teammate"}, "data": teammate(id, name)});
        let events = json!([
            event("evt_5", "archive", 90.0, Value::Null),
            event("evt_4", "reopen", 80.0, Value::Null),
            event("evt_3", "archive", 70.0, Value::Null),
            event("evt_2", "assign", 60.0, to("tea_1", "lea")),
            event("evt_1", "assign", 5.0, to("tea_2", "max")),
            event("evt_0", "tag", 4.0, json!({"_meta": {"type": "tag"}, "data": {"id": "tag_1"}})),
        ]);
        let files = [
            page(json!([comment])),
            page(json!([message("msg_2", 10.0, false, "Try again"), draft])),
            page(events),
            conversation(message("msg_1", 1.0, true, "It leaks")).to_string(),
        ];
        let forwards = taken("front", &files);
        let backwards = taken("front", &files.iter().rev().cloned().collect::<Vec<_>>());
        assert_eq!(forwards.conversations, backwards.conversations);
        let [one] = &forwards.conversations[..] else { panic!("{forwards:?}") };
        assert_eq!(
            one.messages.iter().map(line).collect::<Vec<_>>(),
            [
                "customer tom@home.example: It leaks",
                "agent lea@shop.example: Try again",
                "agent lea@shop.example (private): ask Max",
            ]
        );
        assert_eq!((one.transfers, one.reopens, one.status), (Some(1), Some(1), Some(Status::Closed)));
        assert_eq!((one.agent.as_str(), one.customer.as_str()), ("lea@shop.example", "tom@home.example"));
        assert_eq!(forwards.beside, ["drafts", "events"]);
        assert!(forwards.problems.is_empty(), "{:?}", forwards.problems);
    }

    #[test]
    fn webhooks_tell_conversation_and_message() {
        let mut inbound = message("msg_1", 1.0, true, "It leaks");
        inbound.as_object_mut().unwrap().remove("_links");
        let mut hook = event("evt_9", "inbound", 2.0, json!({"_meta": {"type": "message"}, "data": inbound}));
        hook["conversation"] = conversation(Value::Null);
        let wrapped = json!({"type": "inbound_received", "authorization": {"id": "cmp_1"}, "payload": hook});
        for file in [hook.to_string(), wrapped.to_string()] {
            let taken = taken("front", &[file]);
            assert_eq!(
                taken.conversations[0].messages.iter().map(line).collect::<Vec<_>>(),
                ["customer tom@home.example: It leaks"]
            );
        }
    }

    #[test]
    fn empty_pages_people_and_what_lacks_its_conversation() {
        let contact = json!({"_links": {"self": "x"}, "id": "crd_1", "name": "Tom", "handles": [{"handle": "tom@home.example", "source": "email"}]});
        let files = [page(json!([])), page(json!([contact])), teammate("tea_1", "lea").to_string()];
        let people = taken("front", &files);
        assert!(people.conversations.is_empty() && people.problems.is_empty(), "{people:?}");
        let mut lost = message("msg_1", 1.0, true, "It leaks");
        lost["_links"] = json!({"self": "x"});
        let said = refused("front", &page(json!([lost])));
        assert!(said[0].contains("_links.related.conversation"), "{said:?}");
    }

    #[test]
    fn a_conversation_with_what_was_said_in_it_or_beside_it() {
        let said =
            json!([message("msg_1", 1.0, true, "It leaks"), message("msg_2", 9.0, false, "Try again")]);
        let note = json!([{"_links": related(), "id": "com_1", "body": "ask Max", "posted_at": START + 5.0,
            "author": teammate("tea_1", "lea")}]);
        let mut inside = conversation(Value::Null);
        (inside["messages"], inside["comments"]) = (said.clone(), note.clone());
        let beside = json!({"messages": said, "comments": note, "conversation": conversation(Value::Null)});
        let all = json!({"conversations": [conversation(Value::Null)], "comments": note, "messages": said, "teammates": []});
        let named = json!({"conversations": [inside]});
        for file in [inside.clone(), json!([inside]), beside, all, named] {
            let taken = taken("front", &[file.to_string()]);
            assert_eq!(
                taken.conversations[0].messages.iter().map(line).collect::<Vec<_>>(),
                [
                    "customer tom@home.example: It leaks",
                    "agent lea@shop.example (private): ask Max",
                    "agent lea@shop.example: Try again",
                ]
            );
            assert!(taken.problems.is_empty(), "{:?}", taken.problems);
        }
    }
}
