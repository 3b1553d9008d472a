//! Front: conversations (`cnv_…`), messages (`msg_…`) and comments (`com_…`) of its core API, as lists or one by one.
//! Messages and comments name their conversation in their links. Times are seconds since 1970 with a fraction.

use super::Desk;
use super::feeder::{Feeder, Found, Words, entry, said};
use super::record::Record;
use super::shape::{Carries, Claim, Shape};
use crate::domain::conversation::{Role, Status};
use crate::formats::import::part::{About, Change, Event, Speaker};
use crate::words::Bilingual;

/// Front.
pub(super) struct Front;

const fn carries(en: &'static str, fr: &'static str, field: &'static str) -> Carries {
    Carries { notion: Bilingual::fixed(en, fr), field }
}

static CARRIES: [Carries; 9] = [
    carries("conversation", "conversation", "conversation `id`"),
    carries("messages", "messages", "messages: `body`, `text`, `created_at`, `is_inbound`"),
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
        &["_results"]
    }

    fn claims(&self, shape: &Shape) -> Claim {
        let at = if shape.has("_results") { "_results" } else { "" };
        let id = shape.value_of(if at.is_empty() { "id" } else { "_results.id" });
        let known = ["cnv_", "msg_", "com_", "tea_", "evt_"].iter().any(|prefix| id.starts_with(prefix));
        match (known, shape.all(at, &["_links"])) {
            (true, true) => Claim::Surely,
            (true, false) => Claim::Likely,
            (false, _) => Claim::No,
        }
    }

    fn take(&self, record: Record<'_>, to: &mut Feeder<'_>) {
        let Some(id) = record.id("id") else { return to.lacks(record.list, "id") };
        match id.split('_').next() {
            Some("cnv") => conversation(id, record, to),
            Some("msg") => message(id, record, to),
            Some("com") => comment(id, record, to),
            Some("evt") => event(id, record, to),
            Some("tea") => teammate(id, record, to),
            _ => to.beside("front"),
        }
    }

    fn carries(&self) -> &'static [Carries] {
        &CARRIES
    }
}

fn conversation(id: String, record: Record<'_>, to: &mut Feeder<'_>) {
    let status = match record.text("status").as_deref() {
        Some("unassigned" | "assigned") => Some(Status::Open),
        Some("archived") => Some(Status::Closed),
        _ => None,
    };
    let agent = person_of(record, "assignee", to).unwrap_or_default();
    let about = About {
        subject: record.text("subject").unwrap_or_default(),
        status,
        agent,
        customer: record.text("recipient.handle").unwrap_or_default(),
        opened_at: record.moment("created_at").map(Into::into),
        as_of: record.moment("updated_at").map(Into::into),
        tags: record.words("tags", "name"),
        ..About::default()
    };
    if record.text("status").as_deref() == Some("deleted") {
        return to.beside("deleted");
    }
    to.opening(Found { conversation: id, about, ..Found::default() }, false);
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
    to.person(entry(id.to_owned(), Some(name), teammate.text("email"), Some(role)));
}

fn teammate(id: String, record: Record<'_>, to: &mut Feeder<'_>) {
    name_teammate(&id, record, to);
}

fn message(id: String, record: Record<'_>, to: &mut Feeder<'_>) {
    if record.get("draft_mode").is_some() || record.flag("is_draft") == Some(true) {
        return to.beside("drafts");
    }
    let Some(conversation) = of_link(record) else {
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

fn comment(id: String, record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = of_link(record) else {
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
    let (Some(conversation), Some(at)) = (of_link(record), record.moment("emitted_at")) else {
        return to.lacks("event", "emitted_at");
    };
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
