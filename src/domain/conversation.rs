//! One exchange with a customer: messages, channel, times, outcome. All texts here are raw, as they came; they pass
//! [`crate::domain::shown`] before anything shows them.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

use crate::domain::digest::{Digest, Hasher};

/// An instant with the offset that its source declared, so that two clocks for one event can be told apart.
/// Kept to the microsecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment {
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub micros: i64,
    /// Seconds east of UTC that the source declared.
    pub offset: i32,
}

impl Moment {
    /// The moment of an instant with a declared offset in seconds.
    pub fn new(at: Timestamp, offset: i32) -> Moment {
        Moment { micros: at.as_microsecond(), offset }
    }

    /// The instant.
    pub fn at(self) -> Timestamp {
        Timestamp::from_microsecond(self.micros).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// RFC 3339 in the declared offset, `Z` for zero.
    pub fn rfc3339(self) -> String {
        let at = self.at();
        match Offset::from_seconds(self.offset) {
            Ok(offset) if self.offset != 0 => at.display_with_offset(offset).to_string(),
            _ => at.to_string(),
        }
    }

    /// Local date and time in `zone`, for people.
    pub fn local(self, zone: &TimeZone) -> jiff::civil::DateTime {
        zone.to_datetime(self.at())
    }
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The person who asked.
    Customer,
    /// The person who answered.
    Agent,
    /// A program that answered.
    Bot,
    /// The help desk itself: assigned, closed, merged.
    System,
}

impl Role {
    /// The word in files: `customer`, `agent`, `bot`, `system`.
    pub const fn word(self) -> &'static str {
        match self {
            Role::Customer => "customer",
            Role::Agent => "agent",
            Role::Bot => "bot",
            Role::System => "system",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Role> {
        [Role::Customer, Role::Agent, Role::Bot, Role::System].into_iter().find(|role| role.word() == word)
    }
}

/// Where a conversation stands in its help desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Waiting for the agent.
    Open,
    /// Waiting for the customer.
    Pending,
    /// Solved, may reopen.
    Solved,
    /// Closed for good.
    Closed,
}

impl Status {
    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Pending => "pending",
            Status::Solved => "solved",
            Status::Closed => "closed",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Status> {
        [Status::Open, Status::Pending, Status::Solved, Status::Closed].into_iter().find(|s| s.word() == word)
    }
}

/// The customer's rating.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Csat {
    /// The rating given, between `min` and `max`.
    pub score: f64,
    /// The lowest possible rating.
    pub min: f64,
    /// The highest possible rating.
    pub max: f64,
    /// What the customer wrote with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// One turn.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The source's id, or one derived from time, author, text and place.
    pub id: String,
    /// When it was written.
    pub at: Moment,
    /// Who wrote it.
    pub role: Role,
    /// Id, address or name of the author; may be empty.
    pub author: String,
    /// Plain text.
    pub text: String,
    /// The HTML that `text` was made from, where the source had HTML.
    pub html: Option<String>,
    /// An internal note: never a reply.
    pub private: bool,
    /// The canned reply used.
    pub macro_name: Option<String>,
}

impl Message {
    /// The id of a message whose source gives none: the first 16 hexadecimal characters of a digest over time, author,
    /// text and `place`, the number of equal messages before it.
    pub fn derived_id(at: Moment, author: &str, text: &str, place: usize) -> String {
        let digest = Digest::of(
            "aplomb/message-id/v1",
            &[&at.micros.to_le_bytes(), author.as_bytes(), text.as_bytes(), &(place as u64).to_le_bytes()],
        );
        digest.hex()[..16].to_owned()
    }
}

/// How much of a conversation is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it: a message that is not told is gone from the source.
    Whole,
    /// Some of it: what is not told stays as it is.
    Part,
}

/// One exchange with a customer. Identity is (`source`, `external_id`).
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// Account or system it comes from; may be empty.
    pub source: String,
    /// Its id there.
    pub external_id: String,
    /// `chat`, `email`, `phone`, …; may be empty.
    pub channel: String,
    /// May be empty.
    pub subject: String,
    /// Where it stands; `None` is unknown.
    pub status: Option<Status>,
    /// When it began.
    pub opened_at: Moment,
    /// When it ended; `None` is unknown.
    pub closed_at: Option<Moment>,
    /// Id or address of who handled it; may be empty.
    pub agent: String,
    /// Id or address of the customer; may be empty.
    pub customer: String,
    /// Labels.
    pub tags: Vec<String>,
    /// The customer's rating, where one was given.
    pub csat: Option<Csat>,
    /// Hand-overs to other agents; `None` is unknown, which is not 0.
    pub transfers: Option<u32>,
    /// Times it was opened again; `None` is unknown.
    pub reopens: Option<u32>,
    /// By time, then by place.
    pub messages: Vec<Message>,
}

impl Conversation {
    /// The digest over everything: equal digests mean nothing changed.
    pub fn digest(&self) -> Digest {
        let mut h = Hasher::new("aplomb/conversation/v1");
        for text in
            [&self.source, &self.external_id, &self.channel, &self.subject, &self.agent, &self.customer]
        {
            h.part(text.as_bytes());
        }
        h.part(self.status.map_or("", Status::word).as_bytes());
        for at in [Some(self.opened_at), self.closed_at] {
            match at {
                Some(at) => {
                    h.number(at.micros);
                    h.number(i64::from(at.offset));
                }
                None => h.part(b"-"),
            }
        }
        h.number(self.tags.len() as i64);
        for tag in &self.tags {
            h.part(tag.as_bytes());
        }
        match &self.csat {
            Some(csat) => {
                for value in [csat.score, csat.min, csat.max] {
                    h.part(&value.to_le_bytes());
                }
                h.part(csat.comment.as_deref().unwrap_or_default().as_bytes());
            }
            None => h.part(b"-"),
        }
        for count in [self.transfers, self.reopens] {
            h.number(count.map_or(-1, i64::from));
        }
        for message in &self.messages {
            h.part(message.id.as_bytes());
            h.number(message.at.micros);
            h.number(i64::from(message.at.offset));
            h.part(message.role.word().as_bytes());
            for text in [&message.author, &message.text] {
                h.part(text.as_bytes());
            }
            for text in [&message.html, &message.macro_name] {
                h.number(i64::from(text.is_some()));
                h.part(text.as_deref().unwrap_or_default().as_bytes());
            }
            h.number(i64::from(message.private));
        }
        h.finish()
    }

    /// Seconds from the first to the last message that is not a private note.
    pub fn length_seconds(&self) -> i64 {
        let mut spoken = self.messages.iter().filter(|m| !m.private).map(|m| m.at.micros);
        let first = spoken.next().unwrap_or(0);
        let last = spoken.next_back().unwrap_or(first);
        (last - first).max(0) / 1_000_000
    }
}
