//! How far reviewers answer alike: raw agreement, agreement on each answer, Krippendorff's alpha, Gwet's AC1 and AC2,
//! the kappas, and the alpha of a whole checklist.
//!
//! Everything is computed from a [`Table`]: for each unit, how many raters chose each answer. It is made in one pass over
//! the ratings; no figure looks at pairs of answers one by one, and leaving one unit out costs about as much as the unit
//! is large. A figure that does not exist is an [`Undefined`] with its reason, never 0 and never 1.
//!
//! Alpha, its levels and the stratified form: Krippendorff, *Content Analysis*; AC1, AC2 and their variance: Gwet,
//! *Handbook of Inter-Rater Reliability*; agreement on one answer: Cicchetti and Feinstein 1990.

mod alpha;
mod counts;
mod gate;
mod gwet;
mod item;
mod kappa;
mod leave_one_out;
mod ordinal;
mod raw;
mod specific;
mod stratified;
#[cfg(test)]
mod tests;

pub use alpha::{Alpha, Disagreement, alpha, disagreement};
pub use counts::{Cell, Counting, Table, Unit};
pub use gate::{Estimate, Figure, Shared};
pub use gwet::{Gwet, Weights, gwet};
pub use item::{ItemAgreement, Verdict, item};
pub use kappa::{cohen, conger, fleiss};
pub use leave_one_out::{Jackknife, left_out};
pub use raw::{Raw, raw};
pub use specific::{Specific, specific};
pub use stratified::{Stratified, stratified};

use crate::domain::interval::Undefined;

/// What the answers are to each other: this decides how far apart two of them are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// Names: two answers are the same or not.
    Nominal,
    /// An order: the distance is the number of ratings between.
    Ordinal,
    /// Numbers: the distance is the difference.
    Interval,
}

impl Level {
    /// All of them.
    pub const ALL: [Level; 3] = [Level::Nominal, Level::Ordinal, Level::Interval];

    /// The word in flags and exports.
    pub const fn word(self) -> &'static str {
        match self {
            Level::Nominal => "nominal",
            Level::Ordinal => "ordinal",
            Level::Interval => "interval",
        }
    }
}

/// Whether anything can be compared at all.
fn pairable(table: &Table) -> Result<(), Undefined> {
    if table.ratings() == 0 {
        Err(Undefined::NoRatings)
    } else if table.pairable_units() == 0 {
        Err(Undefined::NoPairableUnits)
    } else {
        Ok(())
    }
}
