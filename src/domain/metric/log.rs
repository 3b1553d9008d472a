//! What happened in a conversation, as the formulas read it: no text, and times alone.

use std::collections::BTreeMap;

use crate::domain::conversation::Csat;

/// From an instant, included, to another, not included: seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    /// The first second.
    pub from: i64,
    /// The first second after it.
    pub to: i64,
}

impl Period {
    /// Whether an instant lies in it.
    pub const fn holds(self, at: i64) -> bool {
        self.from <= at && at < self.to
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Happened {
    /// The customer wrote, for all to see.
    Customer,
    /// A person answered, for all to see.
    Agent,
    /// A program answered: never a first reply, though it acknowledges.
    Auto,
    /// Somebody wrote a private note.
    Note,
    /// It was given to somebody for the first time.
    Assign,
    /// It went to another person.
    Transfer,
    /// It was solved.
    Resolve,
    /// It was opened again.
    Reopen,
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Event {
    /// When, in seconds.
    pub at: i64,
    /// What.
    pub what: Happened,
    /// Who, as a number that the log's maker gave out; `None` is unknown. For a transfer: to whom.
    pub agent: Option<u32>,
}

/// What the customer wants solved: one conversation or more.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Issue {
    /// The source says which conversations belong together.
    Named(String),
    /// It does not: each conversation stands for itself, and first-contact figures are marked *by conversation*.
    Conversation(i64),
}

/// One conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    /// The store's number.
    pub conversation: i64,
    /// What it is about.
    pub issue: Issue,
    /// Its channel; may be empty.
    pub channel: String,
    /// Who handled it, as a number; `None` is unknown.
    pub agent: Option<u32>,
    /// How hard it was, where somebody said so.
    pub difficulty: Option<String>,
    /// By time.
    pub events: Vec<Event>,
    /// Hand-overs, where the source counts them without saying when; `None` is unknown.
    pub transfers: Option<u32>,
    /// Times opened again, where the source counts them without saying when; `None` is unknown.
    pub reopens: Option<u32>,
    /// The customer's rating.
    pub csat: Option<Csat>,
}

/// Who worked on what, from when to when, and who was there: for chat and calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Handling {
    /// By agent: conversation and time.
    pub worked: BTreeMap<u32, Vec<(i64, Period)>>,
    /// By agent: when they were available.
    pub available: BTreeMap<u32, Vec<Period>>,
}
