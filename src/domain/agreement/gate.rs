//! What may be printed. Few ratings say little, and a coefficient of a table in which hardly anything varies says nothing:
//! each figure stands behind a gate, and what does not pass has words in its place.

use super::{Alpha, Gwet, Raw, Specific, Table};
use crate::domain::interval::{Interval, Undefined};
use crate::words::Bilingual;

/// Shared reviews from which on shares are given.
const SHARES_FROM: usize = 5;
/// Shared reviews from which on coefficients and verdicts are given.
pub(super) const COEFFICIENTS_FROM: usize = 10;
/// Pairs with an answer from which on agreement on it is given early.
const ANSWER_FROM: u64 = 3;
/// Pairs with an answer from which on that agreement has an interval.
const ANSWER_INTERVAL_FROM: u64 = 5;
/// AC1 has an interval from so many shared reviews on ...
const AC1_INTERVAL_FROM: usize = 20;
/// ... if so many of them differ.
const AC1_INTERVAL_DIFFERENCES: usize = 5;
/// Reviews that are not unanimously the usual answer, from which on alpha is given at all ...
const ROUGH_FROM: usize = 5;
/// ... and from which on its interval covers as often as it says.
const ALPHA_FROM: usize = 10;

/// A value with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// 95 %; `None` where the counts carry none.
    pub interval: Option<Interval>,
}

/// A figure behind its gate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// Known.
    Value(Estimate),
    /// Known, but its interval covers less often than it says.
    Rough(Estimate),
    /// So few that only the count may be told.
    CountOnly,
    /// Defined, but not worth printing.
    TooFew,
    /// Nearly everybody always gave the same answer.
    TooLittleVariation,
    /// Does not exist.
    Undefined(Undefined),
}

impl Figure {
    /// The value, if it may be printed.
    pub const fn estimate(&self) -> Option<Estimate> {
        match self {
            Figure::Value(estimate) | Figure::Rough(estimate) => Some(*estimate),
            _ => None,
        }
    }

    /// What stands in the value's place, or beside a rough one.
    pub const fn words(&self) -> Option<Bilingual> {
        match self {
            Figure::Value(_) => None,
            Figure::Rough(_) => Some(Bilingual::fixed("rough", "approximatif")),
            Figure::CountOnly | Figure::TooFew => Some(Bilingual::fixed("too few", "trop peu")),
            Figure::TooLittleVariation => {
                Some(Bilingual::fixed("too little variation to judge", "trop peu de variation pour juger"))
            }
            Figure::Undefined(why) => Some(why.words()),
        }
    }
}

/// The counts that open the gates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// Units that two or more rated.
    pub n: usize,
    /// Those on which all gave one answer.
    pub alike: usize,
    /// Those that are not unanimously the usual answer.
    pub rare: usize,
}

impl Shared {
    /// The counts of a table.
    pub fn of(table: &Table) -> Shared {
        let alike = table.pairable().filter(|unit| unit.cells.len() == 1).count();
        Shared { n: table.pairable_units(), alike, rare: table.rare() }
    }

    /// Raw agreement: below five only the count.
    pub fn raw(&self, raw: &Result<Raw, Undefined>) -> Figure {
        match raw {
            Err(why) => Figure::Undefined(*why),
            Ok(_) if self.n < SHARES_FROM => Figure::CountOnly,
            Ok(raw) => Figure::Value(Estimate { value: raw.share, interval: raw.interval }),
        }
    }

    /// Agreement on an answer: early only where the answer was given some times.
    pub fn answer(&self, answer: &Result<Specific, Undefined>) -> Figure {
        let answer = match answer {
            Err(why) => return Figure::Undefined(*why),
            Ok(answer) => answer,
        };
        let given = answer.both + answer.one;
        let many = self.n >= COEFFICIENTS_FROM;
        if self.n < SHARES_FROM || !many && given < ANSWER_FROM {
            return Figure::TooFew;
        }
        let interval = answer.interval.filter(|_| many && given >= ANSWER_INTERVAL_FROM);
        Figure::Value(Estimate { value: answer.share, interval })
    }

    /// Gwet's coefficients: an interval only where enough differ.
    pub fn gwet(&self, gwet: &Result<Gwet, Undefined>) -> Figure {
        let wide = self.n >= AC1_INTERVAL_FROM && self.n - self.alike >= AC1_INTERVAL_DIFFERENCES;
        self.coefficient(*gwet, |gwet| Estimate {
            value: gwet.value,
            interval: gwet.interval.ok().filter(|_| wide),
        })
    }

    /// A kappa.
    pub fn kappa(&self, kappa: Result<f64, Undefined>) -> Figure {
        self.coefficient(kappa, |value| Estimate { value, interval: None })
    }

    /// Alpha: only where there is something to tell apart.
    pub fn alpha(&self, alpha: &Result<Alpha, Undefined>) -> Figure {
        let figure = self.coefficient(*alpha, |alpha| Estimate {
            value: alpha.value,
            interval: alpha.jackknife.ok().map(|jackknife| jackknife.interval),
        });
        match figure {
            Figure::Value(_) if self.rare < ROUGH_FROM => Figure::TooLittleVariation,
            Figure::Value(estimate) if self.rare < ALPHA_FROM => Figure::Rough(estimate),
            other => other,
        }
    }

    fn coefficient<T>(&self, found: Result<T, Undefined>, estimate: impl Fn(T) -> Estimate) -> Figure {
        match found {
            Err(why @ (Undefined::NoRatings | Undefined::NoPairableUnits)) => Figure::Undefined(why),
            _ if self.n < COEFFICIENTS_FROM => Figure::TooFew,
            Err(why) => Figure::Undefined(why),
            Ok(found) => Figure::Value(estimate(found)),
        }
    }
}
