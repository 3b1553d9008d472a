//! Productive, but less effective? Rules over pairs of figures, one from the inside and one from the customer's side. What
//! they say is a question, never a verdict.

use crate::domain::metric::figures::Figures;
use crate::domain::metric::{Figure, MetricId};
use crate::words::Bilingual;

/// Solved requests on each side below which nothing is said.
pub const SOLVED_FROM: u64 = 30;
/// The share of their time that people can be in conversation without losing their slack, where a team says nothing
/// else: a convention.
pub const OCCUPANCY_CEILING: f64 = 0.85;

/// Which alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// A1: replies are faster, and customers write more often.
    LessEffective,
    /// A2: the growth is people coming back.
    HomeGrown,
    /// A3: more is closed, and more comes back.
    ClosedTooEarly,
    /// A4: the answered ones are quick, and some are not answered.
    LeftUnanswered,
    /// A5: no slack left.
    Overheated,
    /// A6: the own view rises and the peers' does not; for the agent alone.
    MirrorDrifting,
    /// A7: fewer items apply.
    FewerItemsApply,
    /// A8: happier, and fewer answered.
    QuieterCustomers,
}

impl Rule {
    /// The code in exports: `A1` to `A8`.
    pub const fn code(self) -> &'static str {
        match self {
            Rule::LessEffective => "A1",
            Rule::HomeGrown => "A2",
            Rule::ClosedTooEarly => "A3",
            Rule::LeftUnanswered => "A4",
            Rule::Overheated => "A5",
            Rule::MirrorDrifting => "A6",
            Rule::FewerItemsApply => "A7",
            Rule::QuieterCustomers => "A8",
        }
    }
}

/// An alarm.
#[derive(Clone, Debug, PartialEq)]
pub struct Alarm {
    /// Which.
    pub rule: Rule,
    /// The inside figure; `None` where it is none of the catalogue.
    pub inside: Option<MetricId>,
    /// The customer's figure; `None` where it is none of the catalogue.
    pub outside: Option<MetricId>,
    /// Further figures point the same way.
    pub stronger: bool,
    /// The question.
    pub says: Bilingual,
    /// What it rests on, one line each: figures with their intervals.
    pub because: Vec<Bilingual>,
}

/// A period and the one of equal length and weekdays before it.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// The period before.
    pub before: &'a Figures,
    /// This one.
    pub after: &'a Figures,
}

/// What the alarms look at.
#[derive(Clone, Copy, Debug)]
pub struct Watch<'a> {
    /// The latest pair.
    pub latest: Pair<'a>,
    /// The pair before it: its `after` is the latest's `before`. An alarm sounds when both point the same way.
    pub earlier: Option<Pair<'a>>,
    /// Occupancy of the last weeks, the latest last.
    pub occupancy: &'a [Figure],
    /// The team's ceiling for it.
    pub ceiling: f64,
}

/// A1 to A5 and A8, as far as they sound.
pub fn alarms(_watch: &Watch<'_>) -> Vec<Alarm> {
    Vec::new()
}
