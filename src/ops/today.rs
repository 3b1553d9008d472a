//! *Today*: what should I do now?

use std::ops::ControlFlow;

use jiff::civil::Date;

use crate::domain::conversation::Moment;
use crate::domain::names::ExchangeId;
use crate::domain::review::{ReviewRole, State};
use crate::domain::shown::Shown;
use crate::ops::errands::errands;
use crate::ops::error::OpsError;
use crate::ops::listing::{Row, rows};
use crate::ops::session::Session;
use crate::storage::{Draw, SealedFilter};

/// Drafts that are listed.
const DRAFTS: usize = 10;

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

/// What an exchange asks of me, or what I wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrandKind {
    /// A colleague asked me to read; they wait.
    ToRead,
    /// Both answers are there; mine are still closed.
    ResultToOpen,
    /// Both are open, and differences are not talked over.
    ToTalkOver,
    /// A bundle of mine has not been sent.
    ToSend,
    /// The colleague will not read it.
    Declined,
    /// I asked, and wait.
    Waiting,
}

impl ErrandKind {
    /// Whether it waits for me, and not I for somebody.
    pub const fn is_mine(self) -> bool {
        !matches!(self, ErrandKind::Declined | ErrandKind::Waiting)
    }
}

/// One exchange that has something to do or to wait for.
#[derive(Clone, Debug, PartialEq)]
pub struct Errand {
    /// Which exchange.
    pub exchange: ExchangeId,
    /// The store's id of the conversation, here.
    pub conversation: i64,
    /// The conversation's id, as people write it.
    pub reference: Shown,
    /// May be empty.
    pub subject: Shown,
    /// The other person; empty where the team hides the name.
    pub other: Shown,
    /// Since when it stands so.
    pub since: Date,
    /// What is to be done, or waited for.
    pub kind: ErrandKind,
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
    /// Exchanges with something to do or to wait for, in any order.
    pub exchanges: Vec<Errand>,
    /// Reviews that I sealed in the last seven days.
    pub sealed_this_week: u64,
    /// Sealed reviews of mine, ever.
    pub sealed: u64,
    /// Somebody handed in something: whoever looks is a lead.
    pub lead: bool,
    /// There are goals: how they stand is asked for apart, since it takes reading months of conversations.
    pub goals: bool,
    /// Conversations are older than they are kept.
    pub past_keeping: bool,
}

impl Today {
    /// Whether there are conversations and not one of them is mine.
    pub fn foreign(&self) -> bool {
        self.conversations > 0 && self.unreviewed == 0 && self.sealed == 0
    }
}

/// What *Today* shows.
pub fn today(session: &Session, now: i64) -> Result<Today, OpsError> {
    const WEEK: i64 = 7 * 86_400_000_000;
    let me = session.me()?;
    let unreviewed = match &me {
        Some(me) => session.store.unreviewed(&|agent| me.is(agent))?,
        None => 0,
    };
    let sample = match session.store.latest_draw()? {
        Some(draw) => Some(sample(session, draw)?),
        None => None,
    };
    let in_sample: Vec<i64> = sample.iter().flat_map(|s| s.rows.iter().map(|row| row.id)).collect();
    let drafts: Vec<i64> = session
        .store
        .my_drafts(DRAFTS + in_sample.len())?
        .into_iter()
        .filter(|review| review.role == ReviewRole::Own)
        .map(|review| review.conversation)
        .filter(|id| !in_sample.contains(id))
        .take(DRAFTS)
        .collect();
    let (mut sealed, mut sealed_this_week) = (0, 0);
    let filter = SealedFilter { role: Some(ReviewRole::Own), ..SealedFilter::default() };
    session.store.each_sealed(&filter, &mut |row| {
        sealed += 1;
        sealed_this_week += u64::from(row.sealed_at >= now - WEEK);
        ControlFlow::Continue(())
    })?;
    Ok(Today {
        name: me.as_ref().map(|me| me.name.clone()).unwrap_or_default(),
        aliases: me.map(|me| me.aliases).unwrap_or_default(),
        conversations: session.store.conversation_count()?,
        unreviewed,
        sample,
        drafts: rows(session, &drafts, "")?,
        exchanges: errands(session, now)?,
        sealed_this_week,
        sealed,
        lead: !session.store.handed()?.is_empty(),
        goals: !session.store.goals()?.is_empty(),
        past_keeping: past_keeping(session, now)?,
    })
}

/// Whether the oldest conversation began before the clock: what is really due is looked up when it is deleted.
fn past_keeping(session: &Session, now: i64) -> Result<bool, OpsError> {
    let kept = i64::from(session.team.keep_conversations) * 86_400_000_000;
    let oldest = session.store.opened_span()?.map(|(oldest, _)| oldest);
    Ok(oldest.is_some_and(|oldest| oldest < now.saturating_sub(kept)))
}

fn sample(session: &Session, draw: Draw) -> Result<Sample, OpsError> {
    let ids: Vec<i64> = draw.picks.iter().map(|pick| pick.conversation).collect();
    let rows = rows(session, &ids, "")?;
    let sealed = rows.iter().filter(|row| row.review.is_some_and(|(state, _)| state != State::Draft)).count();
    Ok(Sample {
        draw: draw.id,
        on: Moment { micros: draw.at, offset: 0 }.local(&session.zone).date(),
        seed: draw.seed,
        drawn: rows.len(),
        sealed,
        of: usize::try_from(draw.pool).unwrap_or(usize::MAX),
        rows,
    })
}

/// The next conversation of the newest sample that has no sealed review of mine.
pub fn next_of_sample(session: &Session) -> Result<Option<i64>, OpsError> {
    let Some(draw) = session.store.latest_draw()? else { return Ok(None) };
    let sample = sample(session, draw)?;
    Ok(sample
        .rows
        .iter()
        .find(|row| row.review.is_none_or(|(state, _)| state == State::Draft))
        .map(|row| row.id))
}
