//! The list of conversations: ids in order first, then the rows in view, so that a million conversations cost no more
//! than a screenful.

use jiff::civil::DateTime;

use crate::domain::review::State;
use crate::domain::shown::Shown;

/// How the list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By time of opening, the newest first.
    #[default]
    Newest,
    /// By time of opening, the oldest first.
    Oldest,
    /// By number of messages, the longest first.
    Longest,
    /// By subject.
    Subject,
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The store's id.
    pub id: i64,
    /// The source's id, as people write it.
    pub reference: Shown,
    /// May be empty.
    pub subject: Shown,
    /// May be empty.
    pub channel: Shown,
    /// Who handled it; may be empty.
    pub agent: Shown,
    /// When it began, local.
    pub opened_at: DateTime,
    /// Messages, private notes included.
    pub messages: u32,
    /// The rating as a share of the best one, 0 to 1.
    pub rating: Option<f64>,
    /// My own review of it: its state and, for a draft, `(answered, applicable)`.
    pub review: Option<(State, Option<(usize, usize)>)>,
    /// Whether it was drawn into a sample.
    pub drawn: bool,
    /// A line of the message that a search found, with the words that matched as byte ranges.
    pub found: Option<(Shown, Vec<(usize, usize)>)>,
}

/// The ids that a query gives, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Store ids in the order asked for.
    pub ids: Vec<i64>,
    /// Conversations in the store, without the query.
    pub of: u64,
    /// Words of the query that mean nothing here (`pillar:` …), to be told.
    pub not_understood: Vec<String>,
}
