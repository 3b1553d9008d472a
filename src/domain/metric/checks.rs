//! What a figure on a board must bring along, checked all at once: a comparison, an action, a metric beside it.

use crate::domain::metric::{MetricId, Period, Source};
use crate::words::Bilingual;

/// Active metrics from which on a board is too full to be read.
pub const MOST_ACTIVE: usize = 15;

/// What a figure is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Comparison {
    /// The period before, of equal length.
    Previous(Period),
    /// The same period of the year before.
    LastYear(Period),
    /// A target, in the metric's unit.
    Target(f64),
}

/// A metric on a board.
#[derive(Clone, Debug, PartialEq)]
pub struct Active {
    /// Which.
    pub id: MetricId,
    /// Where its figure comes from.
    pub source: Source,
    /// What it is about.
    pub period: Period,
    /// What it is compared with.
    pub comparison: Option<Comparison>,
    /// What the team does when it moves; empty is nothing.
    pub action: Bilingual,
    /// The metric beside it.
    pub counter: Option<MetricId>,
    /// The figure, where there is one.
    pub value: Option<f64>,
    /// Cases that it stands on.
    pub n: Option<u64>,
    /// Cases below which it is too few.
    pub minimum: u64,
    /// The version of the formula now and in the period compared with.
    pub versions: (u32, u32),
    /// The figure that another tool gives for the same, where there is one.
    pub imported: Option<f64>,
    /// How often somebody opened it.
    pub opened: u64,
    /// The last event that it could see.
    pub last_event: Option<i64>,
}

/// Which check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Check {
    /// M01: compared with nothing.
    NoComparison,
    /// M02: more than fifteen on the board.
    TooMany,
    /// M03: nothing is done when it moves.
    NoAction,
    /// M04: an inside figure without a customer's beside it.
    NoCounter,
    /// M05: more than half of the board is activity.
    MostlyActivity,
    /// M06: periods of unequal length or weekdays.
    UnequalPeriods,
    /// M07: the formula changed in between.
    FormulaChanged,
    /// M08: another tool says something else.
    SourcesDiffer,
    /// M09: nothing new for a quarter of its period.
    Stale,
    /// M10: typed in by hand.
    Typed,
    /// M11: below its minimum.
    TooFew,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which check.
    pub check: Check,
    /// The metric; `None` is the whole board.
    pub id: Option<MetricId>,
    /// In words.
    pub says: Bilingual,
}

impl Check {
    /// The code in exports: `M01` to `M11`.
    pub const fn code(self) -> &'static str {
        match self {
            Check::NoComparison => "M01",
            Check::TooMany => "M02",
            Check::NoAction => "M03",
            Check::NoCounter => "M04",
            Check::MostlyActivity => "M05",
            Check::UnequalPeriods => "M06",
            Check::FormulaChanged => "M07",
            Check::SourcesDiffer => "M08",
            Check::Stale => "M09",
            Check::Typed => "M10",
            Check::TooFew => "M11",
        }
    }

    /// Whether the value is hidden until it is mended.
    pub const fn hides(self) -> bool {
        matches!(self, Check::NoComparison | Check::TooFew)
    }
}

/// Everything that is wrong with a board, by check and metric.
pub fn checks(_board: &[Active], _as_of: i64) -> Vec<Finding> {
    Vec::new()
}
