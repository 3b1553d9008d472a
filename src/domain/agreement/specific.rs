//! Agreement on each answer: when one of you said it, how often did the other say it too?

use super::{Table, pairable, raw};
use crate::domain::interval::{Interval, Undefined, wilson};

/// Agreement on one answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Specific {
    /// Pairs of ratings in which both gave the answer: with two raters, the units on which both did.
    pub both: u64,
    /// Pairs in which exactly one did.
    pub one: u64,
    /// `2 both / (2 both + one)`.
    pub share: f64,
    /// With two raters, Wilson's interval of `both / (both + one)`, carried over.
    pub interval: Option<Interval>,
}

/// Agreement on each answer of the scale.
///
/// # Errors
/// Without a unit that two rated there is none; an answer that nobody gave in such a unit has none.
pub fn specific(table: &Table) -> Result<Vec<Result<Specific, Undefined>>, Undefined> {
    pairable(table)?;
    let mut same = vec![0u64; table.answers()];
    let mut chances = vec![0u64; table.answers()];
    for unit in table.pairable() {
        for cell in unit.cells {
            let count = u64::from(cell.count);
            same[cell.answer as usize] += raw::pairs(count);
            chances[cell.answer as usize] += count * (unit.ratings - 1);
        }
    }
    let two = table.raters() == 2;
    let one_answer = |(same, chances): (u64, u64)| {
        if chances == 0 {
            return Err(Undefined::NoObservations);
        }
        let (both, one) = (same / 2, chances - same);
        let interval = if two { wilson(both, both + one).ok().map(carried_over) } else { None };
        Ok(Specific { both, one, share: same as f64 / chances as f64, interval })
    };
    Ok(same.into_iter().zip(chances).map(one_answer).collect())
}

/// From the share of units on which both said it, among those on which anybody did, to the agreement on it.
fn carried_over((low, high): Interval) -> Interval {
    (2.0 * low / (1.0 + low), 2.0 * high / (1.0 + high))
}
