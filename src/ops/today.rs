//! *Today*: what should I do now?

use jiff::civil::Date;

use crate::ops::listing::Row;

/// The newest draw and how far it is reviewed.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The store's id of the draw.
    pub draw: i64,
    /// When it was drawn.
    pub on: Date,
    /// The seed, printed so that anyone can draw it again.
    pub seed: u64,
    /// Conversations drawn.
    pub drawn: usize,
    /// Of these, reviewed and sealed.
    pub sealed: usize,
    /// From how many it was drawn.
    pub of: usize,
    /// The drawn conversations in drawn order.
    pub rows: Vec<Row>,
}

/// Everything that *Today* shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Today {
    /// Whose program this is; empty before the first run's question is answered.
    pub name: String,
    /// Ids and addresses under which help desks know this person: *who am I* begins with them.
    pub aliases: Vec<String>,
    /// Conversations in the store.
    pub conversations: u64,
    /// My own conversations without a sealed review of mine.
    pub unreviewed: u64,
    /// The newest draw.
    pub sample: Option<Sample>,
    /// Drafts outside the sample, the newest first; at most ten.
    pub drafts: Vec<Row>,
    /// Reviews that I sealed in the last seven days.
    pub sealed_this_week: u64,
    /// Sealed reviews of mine, ever.
    pub sealed: u64,
}
