//! Gwet's AC1 and AC2, with the linearised variance.

use super::{Table, Unit, pairable};
use crate::domain::interval::{Interval, Undefined, sum, t_quantile};

/// How far two answers count as alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// The same or not: AC1.
    Identity,
    /// `1 - |a - b| / range`.
    Linear,
    /// `1 - (|a - b| / range)²`.
    Quadratic,
    /// By places on the scale: `1 - C(|i - j| + 1, 2) / C(q, 2)`.
    Ordinal,
}

impl Weights {
    /// The three that need a scale: AC2.
    pub const OF_SCALES: [Weights; 3] = [Weights::Linear, Weights::Quadratic, Weights::Ordinal];

    /// The word in exports.
    pub const fn word(self) -> &'static str {
        match self {
            Weights::Identity => "identity",
            Weights::Linear => "linear",
            Weights::Quadratic => "quadratic",
            Weights::Ordinal => "ordinal",
        }
    }
}

/// The coefficient with what it is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gwet {
    /// `(pa - pe) / (1 - pe)`.
    pub value: f64,
    /// Weighted agreement over units that two rated.
    pub pa: f64,
    /// Agreement by chance.
    pub pe: f64,
    /// The standard error; none where everybody agrees.
    pub se: Result<f64, Undefined>,
    /// `value ± t se` with a degree of freedom less than units with a rating, the upper end cut at 1.
    pub interval: Result<Interval, Undefined>,
}

/// AC1, or AC2 on the scale's numbers (on places where it has none).
///
/// # Errors
/// Without pairable units, and on a scale of one answer.
pub fn gwet(table: &Table, weights: Weights) -> Result<Gwet, Undefined> {
    pairable(table)?;
    let q = table.answers() as f64;
    if table.answers() < 2 {
        return Err(Undefined::OneAnswer);
    }
    let distance = Distance::new(table, weights);
    let shares = table.shares();
    let (rated, paired) = (table.rated_units() as f64, table.pairable_units() as f64);
    let scale = (q * q - distance.sum_of_all()) / (q * (q - 1.0));
    let by_chance = |overlap: f64| scale * (1.0 - overlap);
    let pe = by_chance(shares.iter().map(|share| share * share).sum());
    let agreement = |unit: Unit| {
        let pairs = (unit.ratings * (unit.ratings - 1)) as f64;
        if unit.ratings < 2 { 0.0 } else { 1.0 - distance.within(unit) / pairs }
    };
    let pa = sum(table.pairable().map(agreement)) / paired;
    let value = (pa - pe) / (1.0 - pe);
    let deviation = |unit: Unit| {
        let base = if unit.ratings < 2 { 0.0 } else { pe };
        let own = rated / paired * (agreement(unit) - base) / (1.0 - pe);
        let overlap = |cell: &super::Cell| f64::from(cell.count) * shares[cell.answer as usize];
        let overlap = unit.cells.iter().map(overlap).sum::<f64>() / unit.ratings as f64;
        own - 2.0 * (1.0 - value) * (by_chance(overlap) - pe) / (1.0 - pe) - value
    };
    let squares = sum(table.units().filter(|unit| unit.ratings > 0).map(|unit| deviation(unit).powi(2)));
    let se = (squares / (rated * (rated - 1.0)).max(1.0)).sqrt();
    // Everybody alike leaves nothing but rounding.
    let se = match () {
        () if table.rated_units() < 2 => Err(Undefined::OneObservation),
        () if se < 1e-12 => Err(Undefined::NoVariation),
        () => Ok(se),
    };
    let interval = se.map(|se| {
        let half = t_quantile(table.rated_units() - 1) * se;
        (value - half, (value + half).min(1.0))
    });
    Ok(Gwet { value, pa, pe, se, interval })
}

/// One minus the weights, as a sum of a difference and its square: all four forms are one.
struct Distance {
    values: Option<Vec<f64>>,
    linear: f64,
    quadratic: f64,
    answers: f64,
}

impl Distance {
    fn new(table: &Table, weights: Weights) -> Distance {
        let q = table.answers();
        let places = || (0..q).map(|place| place as f64).collect::<Vec<f64>>();
        let values = match weights {
            Weights::Identity => None,
            Weights::Ordinal => Some(places()),
            Weights::Linear | Weights::Quadratic => {
                let from = table.numbers().map_or_else(places, <[f64]>::to_vec);
                let (low, high) = (from[0], from[q - 1]);
                Some(from.iter().map(|value| (value - low) / (high - low)).collect())
            }
        };
        // C(d + 1, 2) / C(q, 2) = (d² + d) / (q (q - 1)).
        let pairs = (q * (q - 1)) as f64;
        let (linear, quadratic) = match weights {
            Weights::Identity | Weights::Linear => (1.0, 0.0),
            Weights::Quadratic => (0.0, 1.0),
            Weights::Ordinal => (1.0 / pairs, 1.0 / pairs),
        };
        Distance { values, linear, quadratic, answers: q as f64 }
    }

    /// Over all ordered pairs of answers of the scale.
    fn sum_of_all(&self) -> f64 {
        match &self.values {
            None => self.answers * (self.answers - 1.0),
            Some(values) => self.sum_of(values.iter().map(|value| (*value, 1.0))),
        }
    }

    /// Over all ordered pairs of a unit's ratings.
    fn within(&self, unit: Unit) -> f64 {
        match &self.values {
            None => {
                let m = unit.ratings as f64;
                m * m - unit.cells.iter().map(|cell| f64::from(cell.count).powi(2)).sum::<f64>()
            }
            Some(values) => self
                .sum_of(unit.cells.iter().map(|cell| (values[cell.answer as usize], f64::from(cell.count)))),
        }
    }

    /// Over all ordered pairs of rising values with their counts.
    fn sum_of(&self, rising: impl Iterator<Item = (f64, f64)>) -> f64 {
        let (mut count, mut values, mut squares, mut apart) = (0.0, 0.0, 0.0, 0.0);
        for (value, times) in rising {
            apart += times * (value * count - values);
            count += times;
            values += times * value;
            squares += times * value * value;
        }
        2.0 * (self.linear * apart + self.quadratic * (count * squares - values * values))
    }
}
