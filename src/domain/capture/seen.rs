//! What is looked at of a conversation: that something was said and when, never what.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::domain::conversation::{Role, Status};

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
