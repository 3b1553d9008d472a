//! What the app asks of the use cases, and what comes back. One worker thread answers in order; searches and row
//! windows carry a generation number, so that a stale answer is dropped.

use std::fmt;
use std::sync::Arc;

use crate::domain::exchange::Said;
use crate::domain::history::Entry;
use crate::domain::names::{ExchangeId, PersonId};
use crate::domain::shown::Shown;
use crate::ops::compare::Compare;
use crate::ops::desk::Desk;
use crate::ops::diagnostic::Diagnostic;
use crate::ops::goals::{GoalPage, Goals};
use crate::ops::listing::{Found, Order, Row};
use crate::ops::metrics::mine::Figures;
use crate::ops::mirror::Reflection;
use crate::ops::people::AskPreview;
use crate::ops::shelf::Shelf;
use crate::ops::team::Seen;
use crate::ops::today::Today;
use crate::ops::transcript::Transcript;
use crate::words::Bilingual;

/// What opens the person's key; never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(pub String);

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// Who wants to know figures of conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// *Me*: the agent's own, for the agent alone.
    Mine,
    /// *Team*.
    Team,
    /// *Today*, for the questions that they raise.
    Questions,
}

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
    /// A review that somebody else wrote, to be read only.
    Theirs {
        /// The store's id of the review.
        review: i64,
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
        /// Whether the answers of a reading may go to the lead of the one who asked, without my name.
        consent: bool,
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
    /// What agents submitted in the last so many weeks.
    Team {
        /// How many weeks.
        weeks: u32,
        /// Grows with every change of the period.
        generation: u64,
    },
    /// What the conversations of the last so many weeks say.
    Metrics {
        /// How many weeks.
        weeks: u32,
        /// Who wants to know.
        whose: Whose,
        /// Grows with every change of the period.
        generation: u64,
    },
    /// The goals, each in one line.
    Goals,
    /// Everything about one goal.
    Goal {
        /// Its id.
        id: String,
    },
    /// Mark what was promised for this week.
    Promise {
        /// The goal's id.
        goal: String,
        /// Done, or not.
        done: bool,
    },
    /// The newest steering diagnostic beside the one before.
    Steering,
    /// Begin the steering diagnostic, or go on with the one that was begun.
    Diagnose,
    /// The checklists at hand.
    Shelf,
    /// The newest exchange about a conversation.
    Compare {
        /// The store's id.
        conversation: i64,
    },
    /// An exchange. For the asker of one that was answered, this opens both sides: the reveal is made and waits to be
    /// sent.
    CompareExchange {
        /// Its name.
        exchange: ExchangeId,
    },
    /// Everything that I now say about one item; it replaces what I said before.
    Say {
        /// The exchange.
        exchange: ExchangeId,
        /// The item's id.
        item: String,
        /// What I say.
        said: Said,
    },
    /// Draw a third reader by lot for what stays disputed, and make the request.
    ThirdReader {
        /// The exchange.
        exchange: ExchangeId,
    },
    /// Write the bundles that wait into a folder.
    SendOut {
        /// Of one exchange; `None` is all.
        exchange: Option<ExchangeId>,
        /// The folder, as typed.
        folder: String,
    },
    /// Whom I could ask to read a conversation, and what would leave.
    Preview {
        /// The store's id.
        conversation: i64,
    },
    /// Ask a colleague to read a conversation: my sealed answers are committed to, and the request waits to be sent.
    AskColleague {
        /// The store's id.
        conversation: i64,
        /// Whom.
        person: PersonId,
        /// Whether my name is kept from them.
        hide_name: bool,
    },
    /// Say that I will not read a conversation that I was asked to read.
    Decline {
        /// The store's id, here.
        conversation: i64,
        /// The reason, in my words.
        why: String,
    },
    /// Take in a bundle that somebody sent.
    OpenBundle {
        /// A file or folder, as typed.
        path: String,
    },
    /// Take in and hand out what waits, through the shared folder of the settings.
    ExchangeFolder,
    /// Open my key for as long as the program runs.
    Unlock {
        /// What opens it.
        passphrase: Passphrase,
    },
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
    /// To [`Ask::Theirs`].
    Theirs(Box<Desk>),
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
    Mirror(Box<Reflection>),
    /// To [`Ask::Team`].
    Team {
        /// That of the wish.
        generation: u64,
        /// The figures.
        seen: Box<Seen>,
    },
    /// To [`Ask::Metrics`].
    Metrics {
        /// That of the wish.
        generation: u64,
        /// Who wanted to know.
        whose: Whose,
        /// The figures.
        figures: Box<Figures>,
    },
    /// To [`Ask::Goals`].
    Goals(Box<Goals>),
    /// To [`Ask::Goal`].
    Goal(Box<GoalPage>),
    /// To [`Ask::Promise`].
    Promised,
    /// To [`Ask::Steering`]; `None` before the first.
    Steering(Option<Box<Diagnostic>>),
    /// To [`Ask::Diagnose`].
    Diagnosing {
        /// The store's id of what is reviewed.
        conversation: i64,
    },
    /// To [`Ask::Shelf`].
    Shelf(Box<Shelf>),
    /// To [`Ask::Compare`], [`Ask::CompareExchange`] and [`Ask::Say`], and before [`Reply::Exchanged`] to
    /// [`Ask::ThirdReader`].
    Compare(Box<Compare>),
    /// To [`Ask::Preview`].
    Preview(Box<AskPreview>),
    /// To [`Ask::AskColleague`].
    Asked {
        /// What happened, in one sentence.
        says: Bilingual,
    },
    /// To [`Ask::SendOut`].
    SentOut {
        /// What happened, in one sentence.
        says: Bilingual,
    },
    /// To [`Ask::OpenBundle`].
    Opened {
        /// What happened, in one sentence.
        says: Bilingual,
        /// The conversation that it is about, where it is about one exchange.
        conversation: Option<i64>,
    },
    /// To [`Ask::ExchangeFolder`], [`Ask::Decline`] and [`Ask::ThirdReader`].
    Exchanged {
        /// What happened, in one sentence.
        says: Bilingual,
    },
    /// Instead of an answer: my key must be opened first. The wish is asked again once it is.
    Locked {
        /// The wish.
        ask: Box<Ask>,
    },
    /// To [`Ask::Unlock`].
    Unlocked,
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
    /// Before the first answer: what there is to know about the store that was opened.
    Opening {
        /// It can be read and not be changed.
        viewer: bool,
        /// What to say about it.
        notices: Vec<Bilingual>,
    },
}
