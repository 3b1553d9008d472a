//! The ordinal level: alpha at the interval level of mid-ranks. Leaving a unit out moves the ranks of all answers above
//! its own; what that does to all other units is worked out once, for each pair of answers.

use super::alpha::{cube, spread_term};
use super::{Disagreement, Table, Unit};
use crate::domain::interval::{Undefined, sum};

/// Answers up to which the change is kept for each pair of them.
const MOST_ANSWERS_IN_PAIRS: usize = 1024;
/// Beyond that every unit is worked out anew, up to so many steps.
const MOST_STEPS: u64 = 1_000_000_000;

/// `s_c`: ratings below the answer, and half of its own.
pub(super) fn mid_ranks(totals: &[u64]) -> Vec<f64> {
    let mut below = 0;
    totals
        .iter()
        .map(|total| {
            let rank = below as f64 + *total as f64 / 2.0;
            below += total;
            rank
        })
        .collect()
}

/// The expected disagreement of mid-ranks: `n (n³ - Σ n_c³) / (6 (n - 1))`, as for the variance of ranks with ties.
pub(super) fn expected(n: u64, cubes: u128) -> f64 {
    if n < 2 { 0.0 } else { n as f64 * (cube(n) - cubes) as f64 / (6.0 * (n - 1) as f64) }
}

/// The disagreement without each pairable unit; the caller puts nothing in place of what no longer varies.
pub(super) fn left_out(table: &Table) -> Result<Vec<(usize, Disagreement)>, Undefined> {
    if table.answers() > MOST_ANSWERS_IN_PAIRS { anew(table) } else { Ok(Shift::new(table).left_out(table)) }
}

fn anew(table: &Table) -> Result<Vec<(usize, Disagreement)>, Undefined> {
    if table.pairable_units() as u64 * (table.pairable_values() + table.answers() as u64) > MOST_STEPS {
        return Err(Undefined::TooManyAnswers);
    }
    let without = |left: Unit| {
        let mut totals = table.totals().to_vec();
        for cell in left.cells {
            totals[cell.answer as usize] -= u64::from(cell.count);
        }
        let ranks = mid_ranks(&totals);
        let others = table.pairable().filter(|unit| unit.place != left.place);
        let observed = sum(others.map(|unit| spread_term(unit, &ranks)));
        let cubes = totals.iter().map(|total| cube(*total)).sum();
        (
            left.place,
            Disagreement { observed, expected: expected(table.pairable_values() - left.ratings, cubes) },
        )
    };
    Ok(table.pairable().map(without).collect())
}

/// What leaving ratings out does to the observed disagreement of all units.
///
/// Without one rating at answer `a`, ranks fall by `h_a`: 0 below `a`, a half at `a`, 1 above. Without a unit with counts
/// `k` they fall by `r = Σ k_a h_a`, and `Σ o_ij ((s_i - r_i) - (s_j - r_j))²` is a square in `k`: its constant, its linear
/// terms and its pairs are kept.
struct Shift {
    ranks: Vec<f64>,
    constant: f64,
    linear: Vec<f64>,
    pairs: Vec<f64>,
    cubes: u128,
}

impl Shift {
    fn new(table: &Table) -> Shift {
        let answers = table.answers();
        let totals = table.totals();
        let middle = table.pairable_values() as f64 / 2.0;
        let ranks: Vec<f64> = mid_ranks(totals).into_iter().map(|rank| rank - middle).collect();
        let mut together = vec![0.0; answers * answers];
        for unit in table.pairable() {
            let others = (unit.ratings - 1) as f64;
            for one in unit.cells {
                let row = one.answer as usize * answers;
                for other in unit.cells {
                    let same = u32::from(one.answer == other.answer);
                    let count = f64::from(one.count) * f64::from(other.count - same);
                    together[row + other.answer as usize] += count / others;
                }
            }
        }
        let mut linear: Vec<f64> = (0..answers)
            .map(|one| {
                let row = &together[one * answers..(one + 1) * answers];
                let across: f64 = row.iter().zip(&ranks).map(|(count, rank)| count * rank).sum();
                totals[one] as f64 * ranks[one] - across
            })
            .collect();
        from_above(&mut linear, 0, 1, answers);
        for row in 0..answers {
            from_above(&mut together, row * answers, 1, answers);
        }
        for column in 0..answers {
            from_above(&mut together, column, answers, answers);
        }
        let mut above: Vec<f64> = totals.iter().map(|total| *total as f64).collect();
        from_above(&mut above, 0, 1, answers);
        for one in 0..answers {
            for other in 0..answers {
                let own = if one == other { totals[one] as f64 / 4.0 } else { 0.0 };
                let place = one * answers + other;
                together[place] = above[one.max(other)] - own - together[place];
            }
        }
        Shift {
            constant: sum(table.pairable().map(|unit| spread_term(unit, &ranks))),
            cubes: totals.iter().map(|total| cube(*total)).sum(),
            ranks,
            linear,
            pairs: together,
        }
    }

    fn left_out(&self, table: &Table) -> Vec<(usize, Disagreement)> {
        let answers = table.answers();
        let mut ranks = self.ranks.clone();
        table
            .pairable()
            .map(|unit| {
                let (mut below, mut linear, mut pairs, mut cubes) = (0.0, 0.0, 0.0, self.cubes);
                for cell in unit.cells {
                    let (answer, count) = (cell.answer as usize, f64::from(cell.count));
                    ranks[answer] = self.ranks[answer] - below - count / 2.0;
                    below += count;
                    linear += count * self.linear[answer];
                    let row = &self.pairs[answer * answers..(answer + 1) * answers];
                    let others: f64 = unit
                        .cells
                        .iter()
                        .map(|other| f64::from(other.count) * row[other.answer as usize])
                        .sum();
                    pairs += count * others;
                    let total = table.totals()[answer];
                    cubes = cubes + cube(total - u64::from(cell.count)) - cube(total);
                }
                let observed = self.constant - 4.0 * linear + 2.0 * pairs - spread_term(unit, &ranks);
                let expected = expected(table.pairable_values() - unit.ratings, cubes);
                (unit.place, Disagreement { observed, expected })
            })
            .collect()
    }
}

/// Replaces each of `length` values, `step` apart from `start` on, by the sum of those above it and half its own.
fn from_above(values: &mut [f64], start: usize, step: usize, length: usize) {
    let mut above = 0.0;
    for place in (0..length).rev().map(|place| start + place * step) {
        let own = values[place];
        values[place] = above + own / 2.0;
        above += own;
    }
}
