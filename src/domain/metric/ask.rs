//! What is asked of a log: which time, known when, by which clock, and which part of the conversations.

use jiff::Timestamp;

use crate::domain::calendar::{Calendar, OpenTime};
use crate::domain::metric::turns::first_customer;
use crate::domain::metric::{Contact, Period};

/// The window in which a solved request may come back, in days, where a team says nothing else.
pub const WINDOW_DAYS: u32 = 7;
/// The time within which a question is to be answered, in seconds, where a team says nothing else: four hours.
pub const WITHIN_SECONDS: u32 = 4 * 3600;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// About which time.
    pub period: Period,
    /// The moment of knowledge: what happened then or later is invisible.
    pub as_of: i64,
    /// How long a solved request may come back, in days.
    pub window_days: u32,
    /// Within how many seconds a question is to be answered: by the team's hours where there is a calendar, else by
    /// the wall clock.
    pub within_seconds: u32,
    /// The team's hours; without them every figure by the team's hours is *not recorded*.
    pub calendar: Option<&'a Calendar>,
    /// The same laid out for the time of most questions, so that they are answered sooner; never anything else.
    pub open_time: Option<&'a OpenTime>,
}

impl<'a> Ask<'a> {
    /// About a period, known at an instant, with the usual window and promise.
    pub const fn new(period: Period, as_of: i64, calendar: Option<&'a Calendar>) -> Ask<'a> {
        Ask {
            period,
            as_of,
            window_days: WINDOW_DAYS,
            within_seconds: WITHIN_SECONDS,
            calendar,
            open_time: None,
        }
    }

    /// The window in seconds.
    pub(super) const fn window(&self) -> i64 {
        self.window_days as i64 * 86_400
    }
}

/// When a question was asked, by the team's hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shift {
    /// While the team was there.
    InHours,
    /// While it was closed.
    OutOfHours,
}

impl Shift {
    /// The word in flags and exports.
    pub const fn word(self) -> &'static str {
        match self {
            Shift::InHours => "in_hours",
            Shift::OutOfHours => "out_of_hours",
        }
    }
}

/// Which conversations the figures are about. The rest of the log stays in view: a request that comes back through
/// another channel comes back.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// All of them.
    All,
    /// Those of one channel.
    Channel(String),
    /// Those that an agent handled.
    Agent(u32),
    /// Those asked in or out of hours.
    Shift(Shift),
    /// Those of one difficulty; `None` is unknown.
    Difficulty(Option<String>),
}

impl Ask<'_> {
    /// Seconds of the team's hours from one instant to another, not before it.
    pub(super) fn business(&self, from: i64, to: i64) -> Option<i64> {
        if let Some(spent) = self.open_time.and_then(|table| table.spent(from, to)) {
            return Some(spent);
        }
        let instant = |second| Timestamp::from_second(second).ok();
        self.calendar?.spent(instant(from)?, instant(to)?).ok().map(|spent| spent.business)
    }

    /// When a question is to be answered at the latest; `None` is never.
    pub(super) fn due(&self, asked: i64) -> Option<i64> {
        let Some(calendar) = self.calendar else { return asked.checked_add(i64::from(self.within_seconds)) };
        if let Some(due) = self.open_time.and_then(|table| table.due(asked, self.within_seconds)) {
            return Some(due);
        }
        let due = calendar.due(Timestamp::from_second(asked).ok()?, self.within_seconds).ok()?;
        Some(due.as_second())
    }

    /// Whether the team was there.
    pub(super) fn shift(&self, at: i64) -> Option<Shift> {
        let known = self.open_time.and_then(|table| table.is_open(at));
        let open = match known {
            Some(open) => open,
            None => self.calendar?.is_open(Timestamp::from_second(at).ok()?),
        };
        Some(if open { Shift::InHours } else { Shift::OutOfHours })
    }

    /// Whether a conversation belongs to a part.
    pub fn holds(&self, part: &Part, contact: &Contact) -> bool {
        match part {
            Part::All => true,
            Part::Channel(channel) => contact.channel == *channel,
            Part::Agent(agent) => contact.agent == Some(*agent),
            Part::Difficulty(difficulty) => contact.difficulty == *difficulty,
            Part::Shift(shift) => {
                let first = first_customer(&contact.events).or(contact.events.first().map(|event| event.at));
                first.and_then(|at| self.shift(at)) == Some(*shift)
            }
        }
    }
}
