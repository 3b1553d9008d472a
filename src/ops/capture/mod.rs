//! `doctor data`: how far what was taken in is what happened.

mod sheets;

use jiff::civil::Date;

use crate::domain::capture::{Carried, Finding, Ground, Measured, Survey, carried, judge};
use crate::domain::verdict::Verdict;
use crate::ops::error::OpsError;
use crate::ops::hours;
use crate::ops::period;
use crate::ops::session::Session;

pub use sheets::{carries, channels};

/// Conversations between two words of progress.
const EVERY: u64 = 50_000;

/// What was asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Only conversations opened since: `30d`, `12w`, a date.
    pub since: Option<&'a str>,
    /// What was known then, in microseconds.
    pub now: i64,
}

/// How far the data are complete.
#[derive(Clone, Debug)]
pub struct Capture {
    /// What was known then, in microseconds.
    pub as_of: i64,
    /// The first and the last day on which a conversation began.
    pub period: Option<(Date, Date)>,
    /// What was counted.
    pub measured: Measured,
    /// What was found: strengths first.
    pub findings: Vec<Finding>,
    /// What share of conversations can carry which figures.
    pub carried: Vec<Carried>,
}

impl Capture {
    /// Whether nothing needs attention.
    pub fn well(&self) -> bool {
        self.findings.iter().all(|finding| finding.verdict < Verdict::Wrong)
    }
}

/// Looks at every conversation, once. `progress` hears how many so far, and says whether to go on.
///
/// # Errors
/// A period that is none, a calendar with problems, a store that cannot be read.
pub fn capture(
    session: &Session,
    question: Question<'_>,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<Capture, OpsError> {
    let zone = &session.zone;
    let calendar = hours::in_use(zone, session.team.folder.as_deref())?.calendar;
    let from = question.since.map_or(Ok(i64::MIN), |since| period::since(since, question.now, zone))?;
    let mut survey = Survey::new(question.now, calendar.zone.clone());
    let mut count = 0;
    session.store.each_seen(from, &mut |seen| {
        survey.see(seen);
        count += 1;
        count % EVERY != 0 || progress(count)
    })?;
    let measured = survey.finish();
    let waiting = session.store.waiting_count()?;
    let findings = judge(&measured, &Ground { now: question.now, calendar: &calendar, waiting });
    let days = || measured.parts.iter().flat_map(|part| part.days.keys().copied());
    Ok(Capture {
        as_of: question.now,
        period: days().min().zip(days().max()),
        carried: carried(&measured.counts),
        findings,
        measured,
    })
}
