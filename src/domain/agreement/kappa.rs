//! The kappas, for people who ask for them.

use super::{Table, pairable, raw};
use crate::domain::interval::Undefined;

/// Cohen's kappa of two raters: each is allowed habits of their own, so that a constant gap is forgiven.
///
/// # Errors
/// Needs two raters, units that both rated, and answers that vary.
pub fn cohen(table: &Table) -> Result<f64, Undefined> {
    pairable(table)?;
    let [first, second] = table.in_pairs().ok_or(Undefined::NotTwoRaters)?;
    let n = table.pairable_units() as f64;
    let together: f64 = first.iter().zip(second).map(|(one, other)| *one as f64 * *other as f64).sum();
    beyond_chance(raw(table)?.share, together / (n * n))
}

/// Fleiss' kappa of any number of raters.
///
/// # Errors
/// Needs pairable units, and answers that vary.
pub fn fleiss(table: &Table) -> Result<f64, Undefined> {
    pairable(table)?;
    beyond_chance(raw(table)?.share, table.shares().iter().map(|share| share * share).sum())
}

/// Conger's kappa: Cohen's for any number of raters.
///
/// # Errors
/// Needs pairable units, answers that vary, and not more of them than a scale has.
pub fn conger(table: &Table) -> Result<f64, Undefined> {
    pairable(table)?;
    let by_rater = table.by_rater().ok_or(Undefined::TooManyAnswers)?;
    let shares: Vec<Vec<f64>> = by_rater
        .iter()
        .filter_map(|counts| {
            let all = counts.iter().sum::<u64>();
            (all > 0).then(|| counts.iter().map(|count| *count as f64 / all as f64).collect())
        })
        .collect();
    let raters = shares.len() as f64;
    let chance = (0..table.answers())
        .map(|answer| {
            let of = || shares.iter().map(|shares| shares[answer]);
            let mean = of().sum::<f64>() / raters;
            let variance = of().map(|share| (share - mean).powi(2)).sum::<f64>() / (raters - 1.0);
            mean * mean - variance / raters
        })
        .sum();
    beyond_chance(raw(table)?.share, chance)
}

fn beyond_chance(observed: f64, chance: f64) -> Result<f64, Undefined> {
    // Shares that add up to 1 carry rounding of this size.
    if 1.0 - chance < 1e-12 { Err(Undefined::NoVariation) } else { Ok((observed - chance) / (1.0 - chance)) }
}
