//! How much of what happened is in the log at all, printed beside every figure of a team.

use jiff::civil::Date;

use crate::domain::metric::{Ask, Log};
use crate::domain::tally::Tally;

/// Below this share no interval is printed: what is lost is not lost by chance.
pub const INTERVALS_FROM: f64 = 0.80;

/// How complete a log is in a period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completeness {
    /// Conversations that began in the period.
    pub recorded: u64,
    /// How many there should be, from the channel's own counter or typed in; `None` is unknown.
    pub expected: Option<u64>,
    /// With an event that they were solved.
    pub solved: Tally,
    /// With somebody who handled them.
    pub owned: Tally,
    /// Without a time that could be used.
    pub untimed: Tally,
    /// Days without a single event although the team was there: data lost?
    pub silent_days: Vec<Date>,
}

impl Completeness {
    /// Recorded of expected, where that is known.
    pub fn share(&self) -> Option<f64> {
        self.expected.filter(|expected| *expected > 0).map(|expected| self.recorded as f64 / expected as f64)
    }

    /// Whether intervals are printed.
    pub fn allows_intervals(&self) -> bool {
        self.share().is_none_or(|share| share >= INTERVALS_FROM)
    }
}

/// How complete a log is; `expected` is what a counter says.
pub fn completeness(log: &Log<'_>, ask: &Ask<'_>, expected: Option<u64>) -> Completeness {
    let _ = (log, ask);
    Completeness { expected, ..Completeness::default() }
}
