//! What the app asks of the use cases, and what comes back. One worker thread answers in order; searches and row
//! windows carry a generation number, so that a stale answer is dropped.

use std::sync::Arc;

use crate::domain::history::Entry;
use crate::domain::shown::Shown;
use crate::ops::desk::Desk;
use crate::ops::listing::{Found, Order, Row};
use crate::ops::mirror::Mirror;
use crate::ops::shelf::Shelf;
use crate::ops::today::Today;
use crate::ops::transcript::Transcript;
use crate::words::Bilingual;

/// A wish for the worker thread.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// What *Today* shows.
    Today,
    /// The ids that a query gives.
    List {
        /// The words in the filter; empty for all.
        query: String,
        /// How to order them.
        order: Order,
        /// Grows with every change of the filter.
        generation: u64,
    },
    /// The rows in view.
    Rows {
        /// Store ids.
        ids: Vec<i64>,
        /// The query, so that rows can quote what was found.
        query: String,
        /// That of the list.
        generation: u64,
    },
    /// A conversation to read.
    Read {
        /// The store's id.
        conversation: i64,
        /// Grows with every move of the cursor.
        generation: u64,
    },
    /// My review of a conversation: the draft if there is one, else what was sealed, else a new draft.
    Desk {
        /// The store's id.
        conversation: i64,
        /// The checklist to begin with; `None` is the usual one.
        checklist: Option<String>,
    },
    /// Change a draft to another form of its checklist; the answers stay.
    SwitchForm {
        /// The store's id of the review.
        review: i64,
        /// The id of the other checklist.
        checklist: String,
    },
    /// Append to a draft's log.
    Save {
        /// The store's id of the review.
        review: i64,
        /// Its place in the log, from 0: a save that arrives out of order is refused.
        place: usize,
        /// What was done.
        entry: Entry,
    },
    /// Commit to a review.
    Seal {
        /// The store's id of the review.
        review: i64,
    },
    /// Withdraw a review.
    Void {
        /// The store's id of the review.
        review: i64,
        /// The reason, in the person's words.
        why: String,
    },
    /// Draw a sample.
    Draw {
        /// How many.
        count: usize,
        /// Only conversations opened in the last so many days.
        days: Option<u32>,
        /// One stratum for each channel.
        by_channel: bool,
    },
    /// Take in conversations.
    Import {
        /// A file or folder, as typed.
        path: String,
    },
    /// Who I am.
    SetMe {
        /// The name.
        name: String,
        /// Ids and addresses under which help desks know me.
        aliases: Vec<String>,
    },
    /// What *Me* shows.
    Mirror {
        /// Only reviews sealed in the last so many days; `None` is all.
        days: Option<u32>,
    },
    /// The checklists at hand.
    Shelf,
}

/// An answer of the worker thread.
#[derive(Clone, Debug)]
pub enum Reply {
    /// To [`Ask::Today`].
    Today(Box<Today>),
    /// To [`Ask::List`].
    List {
        /// That of the wish.
        generation: u64,
        /// The ids.
        found: Found,
    },
    /// To [`Ask::Rows`].
    Rows {
        /// That of the wish.
        generation: u64,
        /// In the order of the ids; a conversation that is gone has no row.
        rows: Vec<Row>,
    },
    /// To [`Ask::Read`].
    Read {
        /// That of the wish.
        generation: u64,
        /// The conversation.
        transcript: Arc<Transcript>,
    },
    /// To [`Ask::Desk`] and [`Ask::SwitchForm`].
    Desk(Box<Desk>),
    /// To [`Ask::Save`]: on disk.
    Saved {
        /// The store's id of the review.
        review: i64,
        /// The place in the log.
        place: usize,
        /// Local clock time, `10:31`.
        at: String,
    },
    /// To [`Ask::Seal`].
    Sealed {
        /// The store's id of the review.
        review: i64,
        /// The next conversation of the sample that has no sealed review, if there is one.
        next: Option<i64>,
    },
    /// To [`Ask::Void`].
    Voided {
        /// The store's id of the review.
        review: i64,
    },
    /// To [`Ask::Draw`]: what was drawn, in one sentence.
    Drawn(Bilingual),
    /// While [`Ask::Import`] runs, at most four times a second: conversations so far, and the share of the bytes read.
    Importing {
        /// Conversations so far.
        conversations: u64,
        /// 0 to 1, where the size is known.
        share: Option<f64>,
    },
    /// To [`Ask::Import`]: what was taken in, in one sentence, and every problem, one line each.
    Imported {
        /// One sentence with the counts.
        summary: Bilingual,
        /// Every problem.
        problems: Vec<Shown>,
    },
    /// To [`Ask::SetMe`].
    Me {
        /// The name.
        name: String,
    },
    /// To [`Ask::Mirror`].
    Mirror(Box<Mirror>),
    /// To [`Ask::Shelf`].
    Shelf(Box<Shelf>),
    /// Anything that could not be done: nothing was changed.
    Failed {
        /// What could not be done, and why.
        what: Bilingual,
        /// What to do about it; may be empty.
        hint: Bilingual,
        /// The wish.
        ask: Box<Ask>,
        /// Whether the store takes no more saves until it was opened again.
        no_more_saves: bool,
    },
    /// Another program changed the store: what is on screen should be read again.
    Changed,
}
