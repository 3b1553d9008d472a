//! A conversation in a request. There is no place for the HTML that a text was made from: it may hold what redaction
//! did not see.

use serde::{Deserialize, Serialize};

use super::json::{self, Findings};
use super::{LONGEST_MESSAGE, LONGEST_REMARK, LONGEST_SUBJECT, MOST_MESSAGES, MOST_TAGS};
use crate::both;
use crate::domain::conversation::{Conversation, Csat, Message, Moment, Role, Status};
use crate::words::Bilingual;
use jiff::Timestamp;
use jiff::tz::Offset;

/// Microseconds since 1970 and seconds east of UTC: a written time would lose offsets of odd seconds, and the seal is
/// over both numbers.
type Stamp = (i64, i32);

/// A conversation in a body.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    source: String,
    id: String,
    channel: String,
    subject: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    opened: Stamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closed: Option<Stamp>,
    agent: String,
    customer: String,
    #[serde(deserialize_with = "json::list::<_, _, MOST_TAGS>")]
    tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    csat: Option<Rating>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    transfers: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reopens: Option<u32>,
    #[serde(deserialize_with = "json::list::<_, _, MOST_MESSAGES>")]
    messages: Vec<Turn>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rating {
    score: f64,
    min: f64,
    max: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Turn {
    id: String,
    at: Stamp,
    role: Role,
    author: String,
    text: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    private: bool,
    #[serde(default, rename = "macro", skip_serializing_if = "Option::is_none")]
    macro_name: Option<String>,
}

fn stamp(moment: Moment) -> Stamp {
    (moment.micros, moment.offset)
}

fn moment((micros, offset): Stamp, field: impl FnOnce() -> String, findings: &mut Findings) -> Moment {
    if Timestamp::from_microsecond(micros).is_err() || Offset::from_seconds(offset).is_err() {
        let accepted = Bilingual::fixed(
            "microseconds since 1970 and seconds east of UTC, of a time that a calendar knows",
            "les microsecondes depuis 1970 et les secondes à l’est d’UTC d’une heure que connaît un calendrier",
        );
        findings.add(field(), format!("[{micros}, {offset}]"), accepted);
    }
    Moment { micros, offset }
}

impl Body {
    pub(super) fn of(c: &Conversation) -> Body {
        Body {
            source: c.source.clone(),
            id: c.external_id.clone(),
            channel: c.channel.clone(),
            subject: c.subject.clone(),
            status: c.status,
            opened: stamp(c.opened_at),
            closed: c.closed_at.map(stamp),
            agent: c.agent.clone(),
            customer: c.customer.clone(),
            tags: c.tags.clone(),
            csat: c.csat.as_ref().map(|csat| Rating {
                score: csat.score,
                min: csat.min,
                max: csat.max,
                comment: csat.comment.clone(),
            }),
            transfers: c.transfers,
            reopens: c.reopens,
            messages: c.messages.iter().map(Turn::of).collect(),
        }
    }

    pub(super) fn read(self, findings: &mut Findings) -> Conversation {
        for (key, name) in [
            ("source", &self.source),
            ("id", &self.id),
            ("channel", &self.channel),
            ("agent", &self.agent),
            ("customer", &self.customer),
        ] {
            findings.name(format!("conversation.{key}"), name);
        }
        findings.text("conversation.subject", &self.subject, LONGEST_SUBJECT);
        for tag in &self.tags {
            findings.name("conversation.tags", tag);
        }
        let opened_at = moment(self.opened, || "conversation.opened".into(), findings);
        let closed_at = self.closed.map(|at| moment(at, || "conversation.closed".into(), findings));
        let csat = self.csat.map(|rating| rating.read(findings));
        let mut messages: Vec<Message> = Vec::with_capacity(self.messages.len());
        for (place, turn) in self.messages.into_iter().enumerate() {
            let before = messages.last().map(|message| message.at.micros);
            messages.push(turn.read(place + 1, before, findings));
        }
        Conversation {
            source: self.source,
            external_id: self.id,
            channel: self.channel,
            subject: self.subject,
            status: self.status,
            opened_at,
            closed_at,
            agent: self.agent,
            customer: self.customer,
            tags: self.tags,
            csat,
            transfers: self.transfers,
            reopens: self.reopens,
            messages,
        }
    }
}

impl Rating {
    fn read(self, findings: &mut Findings) -> Csat {
        let Rating { score, min, max, comment } = self;
        if !(min < max && (min..=max).contains(&score)) {
            let accepted = Bilingual::fixed(
                "a rating between its min and its max, min below max",
                "une note entre min et max, min inférieur à max",
            );
            findings.add("conversation.csat", format!("{score} ({min}–{max})"), accepted);
        }
        findings.text(
            "conversation.csat.comment",
            comment.as_deref().unwrap_or_default(),
            LONGEST_REMARK * 4,
        );
        Csat { score, min, max, comment }
    }
}

impl Turn {
    fn of(message: &Message) -> Turn {
        Turn {
            id: message.id.clone(),
            at: stamp(message.at),
            role: message.role,
            author: message.author.clone(),
            text: message.text.clone(),
            private: message.private,
            macro_name: message.macro_name.clone(),
        }
    }

    fn read(self, number: usize, before: Option<i64>, findings: &mut Findings) -> Message {
        let field = |key: &str| format!("conversation.messages[{number}].{key}");
        if self.id != format!("m{number}") {
            findings.add(
                field("id"),
                self.id.as_str(),
                both!("m{number}, by its place", "m{number}, selon sa place"),
            );
        }
        let at = moment(self.at, || field("at"), findings);
        if before.is_some_and(|before| at.micros < before) {
            let accepted =
                Bilingual::fixed("messages in the order of time", "des messages dans l’ordre du temps");
            findings.add(field("at"), at.micros.to_string(), accepted);
        }
        findings.name(field("author"), &self.author);
        findings.text(field("text"), &self.text, LONGEST_MESSAGE);
        findings.name(field("macro"), self.macro_name.as_deref().unwrap_or_default());
        Message {
            id: self.id,
            at,
            role: self.role,
            author: self.author,
            text: self.text,
            html: None,
            private: self.private,
            macro_name: self.macro_name,
        }
    }
}
