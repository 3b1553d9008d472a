//! Raw agreement: what people understand first.

use super::{Table, pairable};
use crate::domain::interval::{Interval, Undefined, sum, wilson};

/// How often two raters of the same unit gave the same answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Raw {
    /// The mean over units of the share of their pairs that are alike.
    pub share: f64,
    /// Units that it stands on.
    pub n: usize,
    /// With two raters, the units that both answered alike.
    pub alike: Option<u64>,
    /// With two raters, Wilson's interval of that count.
    pub interval: Option<Interval>,
}

/// Raw agreement.
///
/// # Errors
/// Without a unit that two rated there is none.
pub fn raw(table: &Table) -> Result<Raw, Undefined> {
    pairable(table)?;
    let n = table.pairable_units();
    let mut alike = 0;
    let shares = table.pairable().map(|unit| {
        let same: u64 = unit.cells.iter().map(|cell| pairs(u64::from(cell.count))).sum();
        alike += same / 2;
        same as f64 / pairs(unit.ratings) as f64
    });
    let share = sum(shares) / n as f64;
    let two = table.raters() == 2;
    Ok(Raw {
        share,
        n,
        alike: two.then_some(alike),
        interval: if two { wilson(alike, n as u64).ok() } else { None },
    })
}

/// Ordered pairs of different ones.
pub(super) fn pairs(n: u64) -> u64 {
    n * n.saturating_sub(1)
}
