//! How much more or less than before: two periods beside each other as a ratio, after / before, where 1 is no change.

use crate::domain::distribution::{t_quantile, t_two_sided};
use crate::domain::interval::{Interval, Undefined, Z, sum};

/// Issues on either side from which on a ratio of counts is worth printing.
pub const COUNTS_FROM: usize = 30;

/// A ratio of geometric means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimesRatio {
    /// After / before.
    pub ratio: f64,
    /// How sure that is; needs two values on each side and some variation.
    pub test: Result<Welch, Undefined>,
}

/// Welch's comparison of two means, of logarithms here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Welch {
    /// The ratio's 95 % interval.
    pub interval: Interval,
    /// Degrees of freedom (Welch and Satterthwaite); not whole.
    pub df: f64,
    /// How often chance alone would bring a ratio as far from 1, in both directions.
    pub p_value: f64,
}

/// The ratio of geometric means of times, in seconds, one per conversation: `exp(mean ln(1 + after) - mean ln(1 +
/// before))` with B. L. Welch's t interval (1947). Times are skewed; their logarithms less so, and a second is added so
/// that a wait of 0 has one.
///
/// # Errors
/// Without values on a side, or where a wait is negative or no finite number.
pub fn of_times(before: &[f64], after: &[f64]) -> Result<TimesRatio, Undefined> {
    Ok(times(&Spread::of_times(before)?, &Spread::of_times(after)?))
}

/// The same from what is kept of the times: both sides are [`Spread::of_times`].
pub fn times(before: &Spread, after: &Spread) -> TimesRatio {
    let difference = after.mean - before.mean;
    let test = || {
        let (v0, v1) = (before.variance_of_mean()?, after.variance_of_mean()?);
        let variance = v0 + v1;
        if variance == 0.0 {
            return Err(Undefined::NoVariation);
        }
        // Shares first: squares of small variances would vanish.
        let (s0, s1) = (v0 / variance, v1 / variance);
        let df = 1.0 / (s0 * s0 / (before.n as f64 - 1.0) + s1 * s1 / (after.n as f64 - 1.0));
        let error = variance.sqrt();
        let half = t_quantile(0.95, df) * error;
        let interval = ((difference - half).exp(), (difference + half).exp());
        Ok(Welch { interval, df, p_value: t_two_sided(difference / error, df) })
    };
    TimesRatio { ratio: difference.exp(), test: test() }
}

/// A ratio of means of counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountsRatio {
    /// After / before.
    pub ratio: f64,
    /// The standard error of its natural logarithm and the 95 % interval; needs two values on each side, a mean after
    /// that is not 0, and some variation.
    pub spread: Result<(f64, Interval), Undefined>,
    /// Whether both sides have [`COUNTS_FROM`] issues: fewer are *too few* to print.
    pub enough: bool,
}

/// The ratio of means of counts per issue, `r = m1 / m0`, with the delta method's interval on its logarithm: `se(ln r) =
/// sqrt(s0^2 / (n0 m0^2) + s1^2 / (n1 m1^2))`, `r exp(+-1.96 se)`.
///
/// # Errors
/// Without values on a side, where the mean before is 0, or where a count is negative or no finite number.
pub fn of_counts(before: &[f64], after: &[f64]) -> Result<CountsRatio, Undefined> {
    counts(&Spread::of_counts(before)?, &Spread::of_counts(after)?)
}

/// The same from what is kept of the counts: both sides are [`Spread::of_counts`].
///
/// # Errors
/// Where the mean before is 0.
pub fn counts(before: &Spread, after: &Spread) -> Result<CountsRatio, Undefined> {
    let enough = before.n.min(after.n) >= COUNTS_FROM;
    if before.mean == 0.0 {
        return Err(Undefined::ZeroMean);
    }
    let ratio = after.mean / before.mean;
    let spread = || {
        let (v0, v1) = (before.variance_of_mean()?, after.variance_of_mean()?);
        if after.mean == 0.0 {
            return Err(Undefined::ZeroMean);
        }
        let error = (v0.sqrt() / before.mean).hypot(v1.sqrt() / after.mean);
        if error == 0.0 {
            return Err(Undefined::NoVariation);
        }
        Ok((error, (ratio * (-Z * error).exp(), ratio * (Z * error).exp())))
    };
    Ok(CountsRatio { ratio, spread: spread(), enough })
}

/// The mean and the spread of one side: all that a comparison needs of it, where the values themselves are not kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Values.
    pub n: usize,
    /// Their mean: of `ln(1 + seconds)` for times, of the counts themselves for counts.
    pub mean: f64,
    /// Their variance, with n - 1 below; needs two values.
    pub variance: Result<f64, Undefined>,
}

impl Spread {
    /// Of times in seconds, on their logarithms.
    ///
    /// # Errors
    /// Without values, or where one is negative or no finite number.
    pub fn of_times(seconds: &[f64]) -> Result<Spread, Undefined> {
        let logarithms: Vec<f64> = seconds.iter().map(|seconds| seconds.ln_1p()).collect();
        Spread::of_times_in(seconds.len(), seconds.iter().copied(), logarithms.iter().copied())
    }

    /// The same of `n` times that need not lie beside each other, with their `ln(1 + t)` in the same order.
    ///
    /// # Errors
    /// Without values, or where one is negative or no finite number.
    pub(super) fn of_times_in(
        n: usize,
        seconds: impl Iterator<Item = f64> + Clone,
        logarithms: impl Iterator<Item = f64> + Clone,
    ) -> Result<Spread, Undefined> {
        Spread::of(n, seconds, logarithms)
    }

    /// Of counts.
    ///
    /// # Errors
    /// Without values, or where one is negative or no finite number.
    pub fn of_counts(counts: &[f64]) -> Result<Spread, Undefined> {
        Spread::of_counts_in(counts.len(), counts.iter().copied())
    }

    /// The same of `n` counts that need not lie beside each other.
    ///
    /// # Errors
    /// Without values, or where one is negative or no finite number.
    pub(super) fn of_counts_in(
        n: usize,
        counts: impl Iterator<Item = f64> + Clone,
    ) -> Result<Spread, Undefined> {
        Spread::of(n, counts.clone(), counts)
    }

    fn of(
        n: usize,
        mut values: impl Iterator<Item = f64> + Clone,
        forms: impl Iterator<Item = f64> + Clone,
    ) -> Result<Spread, Undefined> {
        let (Some(first), Some(form)) = (values.clone().next(), forms.clone().next()) else {
            return Err(Undefined::NoObservations);
        };
        if values.clone().any(|value| !value.is_finite() || value < 0.0) {
            return Err(Undefined::OutOfRange);
        }
        let count = n as f64;
        let same = values.all(|value| value == first);
        let mean = if same { form } else { sum(forms.clone()) / count };
        let variance = match n {
            1 => Err(Undefined::OneObservation),
            // The mean of equal values may be off by a rounding, and would pass for a spread.
            _ if same => Ok(0.0),
            _ => Ok(sum(forms.map(|form| (form - mean).powi(2))) / (count - 1.0)),
        };
        Ok(Spread { n, mean, variance })
    }

    fn variance_of_mean(&self) -> Result<f64, Undefined> {
        Ok(self.variance? / self.n as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_does_not_exist_says_why() {
        assert_eq!(of_times(&[], &[1.0]), Err(Undefined::NoObservations));
        assert_eq!(of_times(&[-1.0], &[1.0]), Err(Undefined::OutOfRange));
        assert_eq!(of_times(&[f64::NAN], &[1.0]), Err(Undefined::OutOfRange));
        let one = of_times(&[9.0, 9.0], &[19.0]).unwrap();
        assert!((one.ratio - 2.0).abs() < 1e-12 && one.test == Err(Undefined::OneObservation));
        assert_eq!(of_times(&[0.1; 7], &[0.3; 9]).unwrap().test, Err(Undefined::NoVariation));
        assert_eq!(of_counts(&[0.0, 0.0], &[1.0, 2.0]), Err(Undefined::ZeroMean));
        let gone = of_counts(&[1.0, 2.0], &[0.0, 0.0]).unwrap();
        assert_eq!((gone.ratio, gone.spread), (0.0, Err(Undefined::ZeroMean)));
        let once = of_counts(&[1.0; 40], &[1.0; 30]).unwrap();
        assert_eq!((once.ratio, once.spread, once.enough), (1.0, Err(Undefined::NoVariation), true));
    }

    #[test]
    fn welch_by_hand() {
        // ln(1 + s) is 0, 2 and 1, 2, 3: means 1 and 2, variances of the means 1 and 1/3, df (4/3)^2 / (1 + 1/18).
        let e = |power: f64| power.exp_m1();
        let found = of_times(&[e(0.0), e(2.0)], &[e(1.0), e(2.0), e(3.0)]).unwrap();
        assert!((found.ratio - 1.0_f64.exp()).abs() < 1e-12);
        assert!((found.test.unwrap().df - 16.0 / 9.0 / (1.0 + 1.0 / 18.0)).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn the_other_way_round(
            before in prop::collection::vec(0.0f64..1e5, 2..30), after in prop::collection::vec(0.0f64..1e5, 2..30)
        ) {
            let (there, back) = (of_times(&before, &after).unwrap(), of_times(&after, &before).unwrap());
            prop_assert!((there.ratio * back.ratio - 1.0).abs() < 1e-9);
            if let (Ok(there), Ok(back)) = (there.test, back.test) {
                prop_assert!((there.interval.0 * back.interval.1 - 1.0).abs() < 1e-9);
                prop_assert!((there.p_value - back.p_value).abs() < 1e-9);
                let no_change = there.interval.0 <= 1.0 && 1.0 <= there.interval.1;
                prop_assert_eq!(no_change, there.p_value >= 0.05);
            }
        }

        #[test]
        fn order_is_no_matter(mut counts in prop::collection::vec(0u8..9, 3..30)) {
            let as_f64 = |counts: &[u8]| counts.iter().map(|count| f64::from(*count)).collect::<Vec<_>>();
            let here = of_counts(&as_f64(&counts), &[1.0, 2.0, 4.0]);
            counts.sort_unstable();
            prop_assert_eq!(here, of_counts(&as_f64(&counts), &[4.0, 1.0, 2.0]));
        }
    }
}
