//! Krippendorff's alpha: observed disagreement against the disagreement that shuffling the same ratings would give.

use super::leave_one_out::{self, Jackknife};
use super::{Level, Table, Unit, ordinal, pairable};
use crate::domain::interval::{Undefined, sum};

/// Observed and expected disagreement, both times the number of pairable values: sums over items add up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Disagreement {
    /// The sum of observed coincidences times their distance.
    pub observed: f64,
    /// The sum of coincidences by chance times their distance; 0 where all values are one.
    pub expected: f64,
}

impl Disagreement {
    /// Alpha of it.
    ///
    /// # Errors
    /// Where nothing varies.
    pub fn alpha(self) -> Result<f64, Undefined> {
        if self.expected > 0.0 {
            Ok(1.0 - self.observed / self.expected)
        } else {
            Err(Undefined::NoVariation)
        }
    }
}

/// Alpha with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alpha {
    /// At most 1; 0 is as by chance; may lie below 0.
    pub value: f64,
    /// From leaving one unit out.
    pub jackknife: Result<Jackknife, Undefined>,
}

/// Krippendorff's alpha with its leave-one-unit-out interval.
///
/// # Errors
/// Without pairable units, where all values are one, and where the level needs numbers that are not there.
pub fn alpha(table: &Table, level: Level) -> Result<Alpha, Undefined> {
    let all = disagreement(table, level)?;
    let value = all.alpha()?;
    let jackknife = leave_one_out::left_out(table, level)
        .and_then(|left| leave_one_out::jackknife(value, left.into_iter().map(|(_, left)| left.alpha())));
    Ok(Alpha { value, jackknife })
}

/// The two disagreements.
///
/// # Errors
/// Without pairable units, and where the level needs numbers that are not there.
pub fn disagreement(table: &Table, level: Level) -> Result<Disagreement, Undefined> {
    pairable(table)?;
    if table.totals().iter().filter(|total| **total > 0).count() < 2 {
        return Ok(Disagreement::default());
    }
    let n = table.pairable_values();
    Ok(match level {
        Level::Nominal => {
            let squares = table.totals().iter().map(|total| square(*total)).sum();
            Disagreement {
                observed: sum(table.pairable().map(nominal_term)),
                expected: nominal_expected(n, squares),
            }
        }
        Level::Interval => interval_disagreement(table, &centred(table)?),
        Level::Ordinal => {
            let ranks = ordinal::mid_ranks(table.totals());
            Disagreement {
                observed: sum(table.pairable().map(|unit| spread_term(unit, &ranks))),
                expected: ordinal::expected(n, table.totals().iter().map(|total| cube(*total)).sum()),
            }
        }
    })
}

fn interval_disagreement(table: &Table, numbers: &[f64]) -> Disagreement {
    let of_totals = |f: fn(f64) -> f64| {
        sum(table.totals().iter().zip(numbers).map(|(total, number)| *total as f64 * f(*number)))
    };
    Disagreement {
        observed: sum(table.pairable().map(|unit| spread_term(unit, numbers))),
        expected: spread_expected(table.pairable_values(), of_totals(|x| x), of_totals(|x| x * x)),
    }
}

/// The answers as numbers around the middle of those that occur: squares of far numbers would lose their digits.
pub(super) fn centred(table: &Table) -> Result<Vec<f64>, Undefined> {
    let numbers = table.numbers().ok_or(Undefined::NotNumbers)?;
    let used = || numbers.iter().zip(table.totals()).filter(|(_, total)| **total > 0).map(|(x, _)| *x);
    let (low, high) = (used().fold(f64::INFINITY, f64::min), used().fold(f64::NEG_INFINITY, f64::max));
    let middle = low / 2.0 + high / 2.0;
    Ok(numbers.iter().map(|number| number - middle).collect())
}

/// A unit's share of the observed disagreement at the nominal level.
pub(super) fn nominal_term(unit: Unit) -> f64 {
    let same: u128 = unit.cells.iter().map(|cell| square(u64::from(cell.count))).sum();
    (square(unit.ratings) - same) as f64 / (unit.ratings - 1) as f64
}

/// The expected disagreement at the nominal level; `squares` is the sum of the squared totals.
pub(super) fn nominal_expected(n: u64, squares: u128) -> f64 {
    if n < 2 { 0.0 } else { (square(n) - squares) as f64 / (n - 1) as f64 }
}

/// A unit's share of the observed disagreement where the distance is the squared difference of `values`.
pub(super) fn spread_term(unit: Unit, values: &[f64]) -> f64 {
    let m = unit.ratings as f64;
    let of = |value: f64, cell: &super::Cell| f64::from(cell.count) * value;
    let mean = unit.cells.iter().map(|cell| of(values[cell.answer as usize], cell)).sum::<f64>() / m;
    let squares: f64 =
        unit.cells.iter().map(|cell| of((values[cell.answer as usize] - mean).powi(2), cell)).sum();
    2.0 * m * squares / (m - 1.0)
}

/// The expected disagreement where the distance is the squared difference, from the sums of values and squares.
pub(super) fn spread_expected(n: u64, values: f64, squares: f64) -> f64 {
    let count = n as f64;
    if n < 2 { 0.0 } else { 2.0 * (count * squares - values * values) / (count - 1.0) }
}

pub(super) fn square(n: u64) -> u128 {
    u128::from(n) * u128::from(n)
}

pub(super) fn cube(n: u64) -> u128 {
    square(n) * u128::from(n)
}
