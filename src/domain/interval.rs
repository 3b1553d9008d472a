//! How sure a figure is: means with t intervals, rates with Wilson's, differences of rates with Newcombe's, quantiles,
//! and the interval of a median. All intervals are two-sided at 95 %, but for those named after another level. A figure that does not
//! exist is an [`Undefined`] with its reason, never 0.

use std::fmt;

use crate::domain::distribution::{self, Binomial};
use crate::words::Bilingual;

/// The normal distribution's .975 quantile.
pub(super) const Z: f64 = 1.959_963_984_540_054;

/// Its .995 quantile.
pub(super) const Z_99: f64 = 2.575_829_303_548_901;

/// Both ends of an interval, the lower first.
pub type Interval = (f64, f64);

/// Why a figure does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Undefined {
    /// There is nothing to compute from.
    NoObservations,
    /// One value has no spread.
    OneObservation,
    /// All values are the same, so that they tell nothing about the spread.
    NoVariation,
    /// Fewer than six values: no two of them enclose the median with 95 %.
    FewerThanSix,
    /// Fewer people than it takes to tell people from chance.
    TooFewPeople,
    /// Nothing can be divided by a mean of nothing.
    ZeroMean,
    /// A value that cannot be: a negative wait, a probability above 1, not a number.
    OutOfRange,
    /// Nobody rated anything.
    NoRatings,
    /// No unit has two ratings to compare.
    NoPairableUnits,
    /// Without one of the units the figure would not exist: one unit carries it all.
    HangsOnOneUnit,
    /// A scale of one answer leaves no choice.
    OneAnswer,
    /// The answers are no numbers.
    NotNumbers,
    /// More different answers than a scale has.
    TooManyAnswers,
    /// Made for two raters.
    NotTwoRaters,
    /// Units without names cannot be told apart.
    NotNamed,
}

impl Undefined {
    /// The code in exports.
    pub const fn code(self) -> &'static str {
        match self {
            Undefined::NoObservations => "no_observations",
            Undefined::OneObservation => "one_observation",
            Undefined::NoVariation => "no_variation",
            Undefined::FewerThanSix => "n_below_6",
            Undefined::TooFewPeople => "too_few_people",
            Undefined::ZeroMean => "zero_mean",
            Undefined::OutOfRange => "out_of_range",
            Undefined::NoRatings => "no_ratings",
            Undefined::NoPairableUnits => "no_pairable_units",
            Undefined::HangsOnOneUnit => "hangs_on_one_unit",
            Undefined::OneAnswer => "one_answer",
            Undefined::NotNumbers => "not_numbers",
            Undefined::TooManyAnswers => "too_many_answers",
            Undefined::NotTwoRaters => "not_two_raters",
            Undefined::NotNamed => "units_not_named",
        }
    }

    /// The reason for people, as it stands in the figure's place.
    pub const fn words(self) -> Bilingual {
        match self {
            Undefined::NoObservations => Bilingual::fixed("nothing to count", "rien à compter"),
            Undefined::OneObservation => Bilingual::fixed(
                "one alone says nothing about the spread",
                "un seul ne dit rien de la dispersion",
            ),
            Undefined::NoVariation => Bilingual::fixed("nothing varies", "rien ne varie"),
            Undefined::FewerThanSix => Bilingual::fixed("needs six values", "il faut six valeurs"),
            Undefined::NoRatings => Bilingual::fixed("no ratings", "aucune réponse"),
            Undefined::NoPairableUnits => {
                Bilingual::fixed("nothing was rated by two", "rien n’a été évalué par deux personnes")
            }
            Undefined::HangsOnOneUnit => {
                Bilingual::fixed("hangs on a single row", "ne tient qu’à une seule ligne")
            }
            Undefined::OneAnswer => {
                Bilingual::fixed("there is only one answer to give", "il n’y a qu’une réponse possible")
            }
            Undefined::NotNumbers => {
                Bilingual::fixed("the answers are not numbers", "les réponses ne sont pas des nombres")
            }
            Undefined::TooManyAnswers => {
                Bilingual::fixed("too many different answers", "trop de réponses différentes")
            }
            Undefined::NotTwoRaters => Bilingual::fixed("made for two raters", "prévu pour deux évaluateurs"),
            Undefined::NotNamed => Bilingual::fixed("needs a column of names", "il faut une colonne de noms"),
            Undefined::TooFewPeople => Bilingual::fixed("too few people", "trop peu de personnes"),
            Undefined::ZeroMean => Bilingual::fixed("nothing to divide by", "rien par quoi diviser"),
            Undefined::OutOfRange => Bilingual::fixed("a value that cannot be", "une valeur impossible"),
        }
    }
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// A mean with its spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// Values.
    pub n: usize,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation, with n - 1 below; needs two values.
    pub sd: Result<f64, Undefined>,
    /// `mean ± t sd / √n` with n - 1 degrees of freedom.
    pub interval: Result<Interval, Undefined>,
}

impl Mean {
    /// The t interval at 90 %: a claim that two sides are alike asks for it, with 5 % of error to each side.
    ///
    /// # Errors
    /// Where there is none at 95 % either.
    pub fn ninety(&self) -> Result<Interval, Undefined> {
        self.interval?;
        let n = self.n as f64;
        let half = distribution::t_quantile(0.90, n - 1.0) * self.sd? / n.sqrt();
        Ok((self.mean - half, self.mean + half))
    }
}

/// The mean of finite `values` with its t interval.
///
/// # Errors
/// Without values there is no mean.
pub fn mean_t(values: &[f64]) -> Result<Mean, Undefined> {
    mean_t_of(values.len(), values.iter().copied())
}

/// The same of `n` values that need not lie beside each other.
///
/// # Errors
/// Without values there is no mean.
pub(super) fn mean_t_of(n: usize, values: impl Iterator<Item = f64> + Clone) -> Result<Mean, Undefined> {
    let Some(first) = values.clone().next() else { return Err(Undefined::NoObservations) };
    let count = n as f64;
    let mean = sum(values.clone()) / count;
    if n == 1 {
        return Ok(mean_of(1, mean, None));
    }
    // Scores and differences of scores carry rounding of this size where they are the same.
    let largest = values.clone().fold(1.0_f64, |largest, value| largest.max(value.abs()));
    if values.clone().all(|value| (value - first).abs() <= 1e-12 * largest) {
        return Ok(mean_of(n, mean, Some(0.0)));
    }
    let sd = (sum(values.map(|value| (value - mean).powi(2))) / (count - 1.0)).sqrt();
    Ok(mean_of(n, mean, Some(sd)))
}

/// The same from what is kept of the values: their mean and, of two or more, their standard deviation.
pub fn mean_of(n: usize, mean: f64, sd: Option<f64>) -> Mean {
    let with = |sd, interval| Mean { n, mean, sd, interval };
    match sd {
        None => with(Err(Undefined::OneObservation), Err(Undefined::OneObservation)),
        Some(0.0) => with(Ok(0.0), Err(Undefined::NoVariation)),
        Some(sd) => {
            let half = t_quantile(n - 1) * sd / (n as f64).sqrt();
            with(Ok(sd), Ok((mean - half, mean + half)))
        }
    }
}

/// Wilson's score interval of `hits` in `n` (E. B. Wilson 1927; recommended for small n by Brown, Cai and DasGupta
/// 2001): 0 of n begins at 0 and n of n ends at 1.
///
/// # Errors
/// 0 of 0 has none.
pub fn wilson(hits: u64, n: u64) -> Result<Interval, Undefined> {
    wilson_of_shares(hits as f64, n)
}

/// The same for the sum of `n` shares between 0 and 1. Shares vary less than yes and no with the same mean, so that
/// this interval is rather too wide than too narrow.
///
/// # Errors
/// Nothing of nothing has none.
pub fn wilson_of_shares(sum: f64, n: u64) -> Result<Interval, Undefined> {
    wilson_at(Z, sum, n)
}

fn wilson_at(z: f64, sum: f64, n: u64) -> Result<Interval, Undefined> {
    if n == 0 {
        return Err(Undefined::NoObservations);
    }
    let count = n as f64;
    let share = (sum / count).clamp(0.0, 1.0);
    let centre = share + z * z / (2.0 * count);
    let half = z * (share * (1.0 - share) / count + z * z / (4.0 * count * count)).sqrt();
    let scale = 1.0 + z * z / count;
    let low = if share == 0.0 { 0.0 } else { (centre - half) / scale };
    let high = if share == 1.0 { 1.0 } else { (centre + half) / scale };
    Ok((low, high))
}

/// A difference with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// First minus second.
    pub difference: f64,
    /// Its interval.
    pub interval: Interval,
}

/// The difference of two independent rates, `hits1 / n1 - hits2 / n2`, with Newcombe's hybrid score interval
/// (R. G. Newcombe 1998, method 10).
///
/// # Errors
/// Where either side has no observations.
pub fn newcombe(hits1: u64, n1: u64, hits2: u64, n2: u64) -> Result<Difference, Undefined> {
    newcombe_at(Z, (hits1, n1), (hits2, n2))
}

/// The same with 99 % inside.
///
/// # Errors
/// Where either side has no observations.
pub fn newcombe_ninety_nine(hits1: u64, n1: u64, hits2: u64, n2: u64) -> Result<Difference, Undefined> {
    newcombe_at(Z_99, (hits1, n1), (hits2, n2))
}

fn newcombe_at(z: f64, (hits1, n1): (u64, u64), (hits2, n2): (u64, u64)) -> Result<Difference, Undefined> {
    let (low1, high1) = wilson_at(z, hits1 as f64, n1)?;
    let (low2, high2) = wilson_at(z, hits2 as f64, n2)?;
    let (share1, share2) = (hits1.min(n1) as f64 / n1 as f64, hits2.min(n2) as f64 / n2 as f64);
    let difference = share1 - share2;
    let down = (share1 - low1).hypot(high2 - share2);
    let up = (high1 - share1).hypot(share2 - low2);
    Ok(Difference { difference, interval: (difference - down, difference + up) })
}

/// The quantile of `values` at `p` between 0 and 1, Hyndman and Fan's type 7: linear between the order statistics.
///
/// # Errors
/// Without values there is none.
pub fn quantile(values: &[f64], p: f64) -> Result<f64, Undefined> {
    let sorted = sorted(values);
    quantile_of(sorted.len(), |place| sorted[place], p)
}

/// The same of `n` values, of which `at` gives the one at a place in their order, counted from 0.
///
/// # Errors
/// Without values there is none.
pub(super) fn quantile_of(n: usize, at: impl Fn(usize) -> f64, p: f64) -> Result<f64, Undefined> {
    let Some(last) = n.checked_sub(1) else { return Err(Undefined::NoObservations) };
    let place = last as f64 * p.clamp(0.0, 1.0);
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    Ok(at(below) + (place - below as f64) * (at(above) - at(below)))
}

/// The interval of the median between two order statistics: the lth smallest and the lth largest value, with the
/// largest l for which a binomial count of n fair coins stays below l with at most 2.5 %.
///
/// # Errors
/// Needs six values.
pub fn median_interval(values: &[f64]) -> Result<Interval, Undefined> {
    let sorted = sorted(values);
    median_interval_of(sorted.len(), |place| sorted[place])
}

/// The same of `n` values, of which `at` gives the one at a place in their order, counted from 0.
///
/// # Errors
/// Needs six values.
pub(super) fn median_interval_of(n: usize, at: impl Fn(usize) -> f64) -> Result<Interval, Undefined> {
    match n {
        0 => return Err(Undefined::NoObservations),
        1..6 => return Err(Undefined::FewerThanSix),
        _ => {}
    }
    let place = Binomial::new(n as u64, 0.5).quantile(0.025) as usize;
    // `place` counts from 1: below six values it would be 0.
    Ok((at(place - 1), at(n - place)))
}

/// Student's t at .975 for `df` degrees of freedom, at least 1.
pub(super) fn t_quantile(df: usize) -> f64 {
    let df = df.max(1) as f64;
    // Beyond a million the first term of the expansion around the normal quantile is exact to the last digits.
    if df > 1e6 { Z + Z * (Z * Z + 1.0) / (4.0 * df) } else { distribution::t_quantile(0.95, df) }
}

pub(super) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// A compensated sum (Neumaier): the order of many small terms does not show.
pub(super) fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let (total, lost) = values.fold((0.0_f64, 0.0), |(total, lost), value| {
        let next = total + value;
        let off = if total.abs() >= value.abs() { (total - next) + value } else { (value - next) + total };
        (next, lost + off)
    });
    total + lost
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn t_quantiles() {
        // Closed forms for one and two degrees of freedom; the others worked out with 50 digits.
        let one = (std::f64::consts::PI * 0.475).tan();
        let two = 0.95 * (2.0_f64 / (1.0 - 0.95 * 0.95)).sqrt();
        for (df, expected, within) in [
            (1, one, 1e-9),
            (2, two, 1e-9),
            (10, 2.228_138_851_986_275, 1e-12),
            (30, 2.042_272_456_301_238, 1e-12),
            (120, 1.979_930_405_082_441, 1e-12),
            (500, 1.964_719_837_467_368, 1e-12),
        ] {
            assert!((t_quantile(df) - expected).abs() < within, "{df}: {}", t_quantile(df));
        }
        assert!((t_quantile(1 << 40) - Z).abs() < 1e-9);
    }

    #[test]
    fn what_does_not_exist_says_why() {
        assert_eq!(mean_t(&[]), Err(Undefined::NoObservations));
        let one = mean_t(&[80.0]).unwrap();
        assert_eq!((one.mean, one.interval), (80.0, Err(Undefined::OneObservation)));
        let same = mean_t(&[0.1, 0.1, 0.1, 0.1 + 1e-17]).unwrap();
        assert_eq!((same.sd, same.interval), (Ok(0.0), Err(Undefined::NoVariation)));
        assert_eq!(wilson(0, 0), Err(Undefined::NoObservations));
        assert_eq!(newcombe(1, 2, 0, 0), Err(Undefined::NoObservations));
        assert_eq!(quantile(&[], 0.5), Err(Undefined::NoObservations));
        assert_eq!(median_interval(&[1.0; 5]), Err(Undefined::FewerThanSix));
        assert_eq!(Undefined::OneObservation.code(), "one_observation");
    }

    #[test]
    fn worked_by_hand() {
        // 60, 80, 100: mean 80, sd 20, t(2) 4.302653, half-width 4.302653 * 20 / 1.732051.
        let three = mean_t(&[60.0, 80.0, 100.0]).unwrap();
        assert_eq!((three.mean, three.sd), (80.0, Ok(20.0)));
        let (low, high) = three.interval.unwrap();
        assert!((low - 30.317_247).abs() < 1e-5 && (high - 129.682_753).abs() < 1e-5, "{low} {high}");
        // At 90 % t(2) is 2.919986.
        let (low, high) = three.ninety().unwrap();
        assert!((low - 46.282_911).abs() < 1e-5 && (high - 113.717_089).abs() < 1e-5, "{low} {high}");
        assert_eq!(mean_t(&[80.0]).unwrap().ninety(), Err(Undefined::OneObservation));
        // 0 of 30 still allows 11 %.
        let (low, high) = wilson(0, 30).unwrap();
        assert!(low == 0.0 && (high - 0.1135).abs() < 1e-4);
        assert_eq!(wilson(7, 7).unwrap().1, 1.0);
        // n = 10 takes the 2nd and the 9th: P(Bin(10, 1/2) < 2) = 11/1024.
        let ten: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!(median_interval(&ten), Ok((2.0, 9.0)));
        assert_eq!(quantile(&ten, 0.25), Ok(3.25));
    }

    #[test]
    fn medians_of_many() {
        let many: Vec<f64> = (1..=100_000).map(f64::from).collect();
        let (low, high) = median_interval(&many).unwrap();
        // The normal approximation: n/2 -+ 1.96 sqrt(n)/2.
        assert!(
            (low - (50_000.0 - 309.9)).abs() < 2.0 && (low + high - 100_001.0).abs() < 1e-9,
            "{low} {high}"
        );
    }

    proptest! {
        #[test]
        fn wilson_holds_its_share(n in 1u64..10_000, part in 0.0f64..=1.0) {
            let hits = (n as f64 * part) as u64;
            let (low, high) = wilson(hits, n).unwrap();
            let share = hits as f64 / n as f64;
            prop_assert!(0.0 <= low && low <= share && share <= high && high <= 1.0);
            let (miss_low, miss_high) = wilson(n - hits, n).unwrap();
            prop_assert!((low + miss_high - 1.0).abs() < 1e-12 && (high + miss_low - 1.0).abs() < 1e-12);
        }

        #[test]
        fn means_move_with_their_values(
            values in prop::collection::vec(0.0f64..100.0, 2..40), by in -50.0f64..50.0
        ) {
            let here = mean_t(&values).unwrap();
            let moved: Vec<f64> = values.iter().map(|value| value + by).collect();
            let there = mean_t(&moved).unwrap();
            prop_assert!((there.mean - here.mean - by).abs() < 1e-9);
            if let (Ok((low, high)), Ok((moved_low, _))) = (here.interval, there.interval) {
                prop_assert!(low < here.mean && here.mean < high);
                prop_assert!((moved_low - low - by).abs() < 1e-7);
            }
        }

        #[test]
        fn quantiles_rise(values in prop::collection::vec(-1e3f64..1e3, 1..40), p in 0.0f64..1.0, q in 0.0f64..1.0) {
            let (p, q) = if p < q { (p, q) } else { (q, p) };
            prop_assert!(quantile(&values, p).unwrap() <= quantile(&values, q).unwrap() + 1e-9);
        }
    }
}
