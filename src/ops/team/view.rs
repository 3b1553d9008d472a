//! The team's figures for a screen: everything that its pages show, read and noted at once.

use jiff::{Timestamp, ToSpan};

use crate::domain::book::Book;
use crate::domain::team::By;
use crate::ops::error::OpsError;
use crate::ops::session::Session;

use super::agreement::{Accord, agreement};
use super::book::book;
use super::pick::{Ask, pick};
use super::summary::{Summary, summary};
use super::tell;

/// What a screen shows of a team.
#[derive(Clone, Debug)]
pub enum Seen {
    /// Nothing was ever handed in.
    Never,
    /// Nothing in these weeks.
    NotThen,
    /// The figures.
    Figures(Box<Figures>),
}

/// The figures of a team's pages.
#[derive(Clone, Debug)]
pub struct Figures {
    /// What was submitted, by channel.
    pub summary: Summary,
    /// How far people agree.
    pub accord: Accord,
    /// Both as a report.
    pub book: Book,
}

/// What was submitted in the last so many weeks. What it tells is noted before it comes back.
pub fn seen(session: &mut Session, weeks: u32, now: i64) -> Result<Seen, OpsError> {
    let today = session.zone.to_datetime(Timestamp::from_microsecond(now).unwrap_or_default()).date();
    // From a Monday on: a window that moved every day would drop a few people's submissions every day, and wait.
    let begin = today.saturating_sub(i64::from(weeks).weeks());
    let begin = begin.saturating_sub(i64::from(begin.weekday().to_monday_zero_offset()).days());
    let ask = Ask { from: Some(begin), by: Some(By::Channel), ..Ask::default() };
    if pick(session, &Ask::default())?.is_none() {
        return Ok(Seen::Never);
    }
    if pick(session, &ask)?.is_none() {
        return Ok(Seen::NotThen);
    }
    let summary = summary(session, &ask, now)?;
    tell(session, "team summary", &summary.told, now)?;
    let accord = agreement(session, &ask)?;
    tell(session, "team agreement", &accord.told, now)?;
    let book = book(&summary, Some(&accord));
    Ok(Seen::Figures(Box::new(Figures { summary, accord, book })))
}
