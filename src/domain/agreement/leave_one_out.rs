//! Intervals from leaving one unit out: deterministic, no seed, and each unit is worked out from its own few counts.

use super::alpha::{centred, nominal_expected, nominal_term, spread_expected, spread_term, square};
use super::{Disagreement, Level, Table, Unit, disagreement, ordinal};
use crate::domain::interval::{Interval, Undefined, sum, t_quantile};

/// What leaving units out one by one says about a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jackknife {
    /// Units left out, one at a time.
    pub n: usize,
    /// The mean of the pseudo-values `n theta - (n - 1) theta_without`.
    pub mean_pseudo_value: f64,
    /// Their standard deviation over the root of `n`.
    pub se: f64,
    /// `theta ± t se` with n - 1 degrees of freedom, the upper end cut at 1.
    pub interval: Interval,
}

/// The jackknife of a figure from its value without each unit.
///
/// # Errors
/// Needs two units, and a value without each of them.
pub(super) fn jackknife(
    theta: f64,
    without: impl Iterator<Item = Result<f64, Undefined>>,
) -> Result<Jackknife, Undefined> {
    let without: Vec<f64> = without.collect::<Result<_, _>>().map_err(|_| Undefined::HangsOnOneUnit)?;
    let n = without.len();
    if n < 2 {
        return Err(Undefined::OneObservation);
    }
    let count = n as f64;
    // Around theta, since the differences are small against it.
    let pseudo = |left: &f64| (count - 1.0) * (theta - left);
    let mean = sum(without.iter().map(pseudo)) / count;
    let variance = sum(without.iter().map(|left| (pseudo(left) - mean).powi(2))) / (count - 1.0);
    let se = (variance / count).sqrt();
    let half = t_quantile(n - 1) * se;
    Ok(Jackknife {
        n,
        mean_pseudo_value: theta + mean,
        se,
        interval: (theta - half, (theta + half).min(1.0)),
    })
}

/// The disagreement without each pairable unit, with the unit's place. What no longer varies is 0 and 0.
///
/// # Errors
/// As for the disagreement itself, and where an order has too many different answers.
pub fn left_out(table: &Table, level: Level) -> Result<Vec<(usize, Disagreement)>, Undefined> {
    let all = disagreement(table, level)?;
    let mut left = match level {
        Level::Nominal => nominal(table, all),
        Level::Interval => interval(table, all)?,
        Level::Ordinal => ordinal::left_out(table)?,
    };
    let used = table.totals().iter().filter(|total| **total > 0).count();
    for ((_, left), unit) in left.iter_mut().zip(table.pairable()) {
        let gone =
            unit.cells.iter().filter(|cell| table.totals()[cell.answer as usize] == u64::from(cell.count));
        if used - gone.count() < 2 {
            *left = Disagreement::default();
        }
        left.observed = left.observed.max(0.0);
    }
    Ok(left)
}

fn nominal(table: &Table, all: Disagreement) -> Vec<(usize, Disagreement)> {
    let squares: u128 = table.totals().iter().map(|total| square(*total)).sum();
    let without = |unit: Unit| {
        let mut squares = squares;
        for cell in unit.cells {
            let total = table.totals()[cell.answer as usize];
            squares = squares + square(total - u64::from(cell.count)) - square(total);
        }
        let expected = nominal_expected(table.pairable_values() - unit.ratings, squares);
        (unit.place, Disagreement { observed: all.observed - nominal_term(unit), expected })
    };
    table.pairable().map(without).collect()
}

fn interval(table: &Table, all: Disagreement) -> Result<Vec<(usize, Disagreement)>, Undefined> {
    let numbers = centred(table)?;
    let of_totals = |f: fn(f64) -> f64| {
        sum(table.totals().iter().zip(&numbers).map(|(total, number)| *total as f64 * f(*number)))
    };
    let (values, squares) = (of_totals(|x| x), of_totals(|x| x * x));
    let without = |unit: Unit| {
        let own = |f: fn(f64) -> f64| -> f64 {
            unit.cells.iter().map(|cell| f64::from(cell.count) * f(numbers[cell.answer as usize])).sum()
        };
        let n = table.pairable_values() - unit.ratings;
        let expected = spread_expected(n, values - own(|x| x), squares - own(|x| x * x));
        (unit.place, Disagreement { observed: all.observed - spread_term(unit, &numbers), expected })
    };
    Ok(table.pairable().map(without).collect())
}
