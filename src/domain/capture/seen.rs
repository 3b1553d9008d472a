//! What is looked at of a conversation: that something was said and when, never what.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::domain::conversation::{Conversation, Message, Role, Status};

/// Shorter texts come twice by themselves: *hello*, *thanks*.
const TELLING: usize = 12;

/// A conversation as it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The store's number.
    pub number: i64,
    /// The account or system it comes from.
    pub source: &'a str,
    /// Its id there.
    pub external_id: &'a str,
    /// May be empty.
    pub channel: &'a str,
    /// May be empty.
    pub customer: &'a str,
    /// May be empty.
    pub agent: &'a str,
    /// Where it stands; `None` is unknown.
    pub status: Option<Status>,
    /// When it began, in microseconds.
    pub opened_at: i64,
    /// The clock that its source wrote: seconds east of UTC.
    pub offset: i32,
    /// When it ended, in microseconds.
    pub closed_at: Option<i64>,
    /// Whether the customer rated it.
    pub rated: bool,
    /// Whether the source counts hand-overs.
    pub transfers: bool,
    /// Whether the source counts how often it was opened again.
    pub reopens: bool,
    /// When it, or something new of it, was taken in, in microseconds.
    pub taken_at: i64,
    /// Its messages.
    pub said: &'a [Said],
}

impl<'a> Seen<'a> {
    /// A conversation that is not in the store yet, with its messages as they are looked at.
    pub fn of(conversation: &'a Conversation, said: &'a [Said], now: i64) -> Seen<'a> {
        Seen {
            number: 0,
            source: &conversation.source,
            external_id: &conversation.external_id,
            channel: &conversation.channel,
            customer: &conversation.customer,
            agent: &conversation.agent,
            status: conversation.status,
            opened_at: conversation.opened_at.micros,
            offset: conversation.opened_at.offset,
            closed_at: conversation.closed_at.map(|at| at.micros),
            rated: conversation.csat.is_some(),
            transfers: conversation.transfers.is_some(),
            reopens: conversation.reopens.is_some(),
            taken_at: now,
            said,
        }
    }
}

/// A message as it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// When, in microseconds.
    pub at: i64,
    /// Who wrote it.
    pub role: Role,
    /// An internal note.
    pub private: bool,
    /// Whether it names its author itself.
    pub named: bool,
    /// Whether it has no text.
    pub blank: bool,
    /// What tells its words from others, where they are enough to.
    pub words: Option<u64>,
}

impl Said {
    /// A message that is not in the store yet.
    pub fn of(message: &Message) -> Said {
        Said {
            at: message.at.micros,
            role: message.role,
            private: message.private,
            named: !message.author.is_empty(),
            blank: message.text.trim().is_empty(),
            words: None,
        }
    }
}

/// What tells a text from others, where it is long enough to.
pub fn words_of(text: &str) -> Option<u64> {
    let text = text.trim();
    (text.len() >= TELLING).then(|| print(text))
}

/// What tells something from others: not a secret, and the same in one run of the program.
pub(super) fn print(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}
