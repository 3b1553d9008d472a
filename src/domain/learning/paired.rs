//! Differences of pairs: mean, spread, intervals, and why one may be missing.

use crate::domain::distribution::t_two_sided;
use crate::domain::interval::{Interval, Undefined, mean_t, quantile};

/// Pairs from which on an interval is shown: it holds what it says from four on, although scores are lumpy.
const SHOWN_FROM: usize = 5;
/// Sd to each side that hold 95 % of single differences (Bland and Altman 1986).
const LIMITS: f64 = 1.96;

/// Why there is no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoInterval {
    /// Nothing was compared.
    NoPairs,
    /// One difference has no spread.
    OnePair,
    /// It exists, but so few pairs are not worth printing one.
    TooFew,
    /// All differences are the same, so that they tell nothing about the spread.
    NoVariation,
}

impl NoInterval {
    /// The code in exports.
    pub const fn code(self) -> &'static str {
        match self {
            NoInterval::NoPairs => "no_pairs",
            NoInterval::OnePair => "one_pair",
            NoInterval::TooFew => "too_few",
            NoInterval::NoVariation => "no_variation_in_differences",
        }
    }
}

impl From<Undefined> for NoInterval {
    fn from(why: Undefined) -> NoInterval {
        match why {
            Undefined::OneObservation => NoInterval::OnePair,
            Undefined::NoVariation => NoInterval::NoVariation,
            // No other reason is one of means.
            _ => NoInterval::NoPairs,
        }
    }
}

/// The paired t test against no difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TTest {
    /// Mean over standard error.
    pub t: f64,
    /// Degrees of freedom.
    pub df: usize,
    /// Two-sided.
    pub p: f64,
}

/// What pairs say about the difference of their first from their second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// Pairs with both sides.
    pub n: usize,
    /// Pairs that lack a side, left out.
    pub dropped: usize,
    /// The mean difference.
    pub mean: Option<f64>,
    /// The median difference.
    pub median: Option<f64>,
    /// The differences' standard deviation, from two pairs on.
    pub sd: Option<f64>,
    /// The 95 % t interval of the mean, from two pairs on; what is shown is [`Paired::shown`].
    pub interval: Result<Interval, NoInterval>,
    /// The 90 % t interval, for the claim that two sides are alike.
    pub ninety: Result<Interval, NoInterval>,
    /// Where 95 % of single differences lie: mean ± 1.96 sd.
    pub limits: Result<Interval, NoInterval>,
}

impl Paired {
    /// First minus second, over all pairs that have both.
    pub fn of(pairs: impl IntoIterator<Item = (Option<f64>, Option<f64>)>) -> Paired {
        let mut dropped = 0;
        let mut differences: Vec<f64> = Vec::new();
        for pair in pairs {
            match pair {
                (Some(first), Some(second)) => differences.push(first - second),
                _ => dropped += 1,
            }
        }
        let n = differences.len();
        let mean = match mean_t(&differences) {
            Ok(mean) => mean,
            Err(why) => {
                let none = Err(NoInterval::from(why));
                return Paired {
                    n,
                    dropped,
                    mean: None,
                    median: None,
                    sd: None,
                    interval: none,
                    ninety: none,
                    limits: none,
                };
            }
        };
        let limits = mean.interval.and(mean.sd).map(|sd| (mean.mean - LIMITS * sd, mean.mean + LIMITS * sd));
        Paired {
            n,
            dropped,
            mean: Some(mean.mean),
            median: quantile(&differences, 0.5).ok(),
            sd: mean.sd.ok(),
            interval: mean.interval.map_err(NoInterval::from),
            ninety: mean.ninety().map_err(NoInterval::from),
            limits: limits.map_err(NoInterval::from),
        }
    }

    /// The interval that a reader sees, from five pairs on.
    ///
    /// # Errors
    /// Says why none is shown.
    pub fn shown(&self) -> Result<Interval, NoInterval> {
        self.worth_showing(self.interval)
    }

    /// The limits of agreement that a reader sees, from five pairs on: how far a single conversation may differ.
    ///
    /// # Errors
    /// Says why none are shown.
    pub fn shown_limits(&self) -> Result<Interval, NoInterval> {
        self.worth_showing(self.limits)
    }

    fn worth_showing(&self, interval: Result<Interval, NoInterval>) -> Result<Interval, NoInterval> {
        interval.and_then(|ends| if self.n < SHOWN_FROM { Err(NoInterval::TooFew) } else { Ok(ends) })
    }

    /// The standard error of the mean.
    pub fn se(&self) -> Option<f64> {
        self.sd.map(|sd| sd / (self.n as f64).sqrt())
    }

    /// The t test, where the differences vary: for exports, which correct for their number.
    pub fn test(&self) -> Option<TTest> {
        self.interval.ok()?;
        let df = self.n.checked_sub(1)?;
        let t = self.mean? / self.se()?;
        Some(TTest { t, df, p: t_two_sided(t, df as f64) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(differences: &[f64]) -> Paired {
        Paired::of(differences.iter().map(|d| (Some(*d), Some(0.0))))
    }

    #[test]
    fn gates() {
        assert_eq!((of(&[]).mean, of(&[]).shown()), (None, Err(NoInterval::NoPairs)));
        assert_eq!((of(&[4.0]).mean, of(&[4.0]).shown()), (Some(4.0), Err(NoInterval::OnePair)));
        let four = of(&[1.0, 2.0, 3.0, 4.0]);
        assert!(four.interval.is_ok() && four.shown() == Err(NoInterval::TooFew));
        let same = of(&[5.0; 6]);
        assert_eq!((same.sd, same.shown(), same.test()), (Some(0.0), Err(NoInterval::NoVariation), None));
        assert_eq!(same.shown_limits(), Err(NoInterval::NoVariation));
        let codes = [same, of(&[4.0])].map(|paired| paired.shown().unwrap_err().code());
        assert_eq!(codes, ["no_variation_in_differences", "one_pair"]);
    }

    #[test]
    fn half_pairs_are_left_out_and_counted() {
        let paired =
            Paired::of([(Some(80.0), Some(70.0)), (None, Some(1.0)), (Some(1.0), None), (None, None)]);
        assert_eq!((paired.n, paired.dropped, paired.mean), (1, 3, Some(10.0)));
    }

    #[test]
    fn worked_by_hand() {
        // 2, 4, 6, 8, 10: mean 6, sd √10, se √2, t(4) 2.776445 and 2.131847.
        let five = of(&[2.0, 4.0, 6.0, 8.0, 10.0]);
        let close =
            |found: f64, expected: f64| assert!((found - expected).abs() < 1e-5, "{found} {expected}");
        let (low, high) = five.shown().unwrap();
        close(low, 6.0 - 2.776_445 * 2.0_f64.sqrt());
        close(high, 6.0 + 2.776_445 * 2.0_f64.sqrt());
        close(five.ninety.unwrap().0, 6.0 - 2.131_847 * 2.0_f64.sqrt());
        close(five.shown_limits().unwrap().1, 6.0 + 1.96 * 10.0_f64.sqrt());
        close(five.test().unwrap().t, 6.0 / 2.0_f64.sqrt());
    }

    proptest! {
        #[test]
        fn swapped_sides_negate(pairs in prop::collection::vec((0.0f64..100.0, 0.0f64..100.0), 2..30)) {
            let there = Paired::of(pairs.iter().map(|(a, b)| (Some(*a), Some(*b))));
            let back = Paired::of(pairs.iter().map(|(a, b)| (Some(*b), Some(*a))));
            prop_assert!((there.mean.unwrap() + back.mean.unwrap()).abs() < 1e-9);
            if let (Ok(one), Ok(other)) = (there.interval, back.interval) {
                prop_assert!((one.0 + other.1).abs() < 1e-9 && (one.1 + other.0).abs() < 1e-9);
                let (wide, narrow) = (one, there.ninety.unwrap());
                prop_assert!(wide.0 < narrow.0 && narrow.1 < wide.1);
                prop_assert!((there.test().unwrap().p - back.test().unwrap().p).abs() < 1e-9);
            }
        }
    }
}
