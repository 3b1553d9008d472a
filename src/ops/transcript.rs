//! A conversation, ready to read.

use jiff::civil::DateTime;

use crate::domain::conversation::{Role, Status};
use crate::domain::shown::Shown;

/// One message, ready to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The message's own id: what evidence names in files.
    pub id: String,
    /// Its number in the conversation, from 1: what evidence says on screen, `m7`.
    pub number: usize,
    /// Local time.
    pub at: DateTime,
    /// Who wrote it.
    pub role: Role,
    /// Id, address or name; may be empty.
    pub author: Shown,
    /// Whether the author is the one who uses the program.
    pub mine: bool,
    /// An internal note.
    pub private: bool,
    /// The canned reply used.
    pub macro_name: Option<Shown>,
    /// The text, with its line breaks.
    pub text: Shown,
}

/// A conversation, ready to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Transcript {
    /// The store's id.
    pub id: i64,
    /// The source's id, as people write it: `#3592`.
    pub reference: Shown,
    /// The account or system it comes from; may be empty.
    pub source: Shown,
    /// May be empty.
    pub channel: Shown,
    /// May be empty.
    pub subject: Shown,
    /// Where it stands.
    pub status: Option<Status>,
    /// Who handled it; may be empty.
    pub agent: Shown,
    /// May be empty.
    pub customer: Shown,
    /// Labels.
    pub tags: Vec<Shown>,
    /// The rating as people write it: `4 of 5`; `None` where none was given.
    pub rating: Option<(f64, f64, f64)>,
    /// What the customer wrote with the rating.
    pub rating_comment: Option<Shown>,
    /// When it began, local.
    pub opened_at: DateTime,
    /// Seconds from the first to the last message that is not private.
    pub seconds: i64,
    /// In order.
    pub turns: Vec<Turn>,
}
