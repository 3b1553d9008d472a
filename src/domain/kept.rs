//! What is left of a metric when its conversations are deleted: counts and sums of one week, from which a period's figure
//! can still be put together, and no conversation and no person can be told.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The sums that a week's figure stands on. Only what the metric needs is there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptFigure {
    /// How many it stands on.
    pub n: u64,
    /// For a rate: of these, how many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hits: Option<u64>,
    /// For a mean: the sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<f64>,
    /// The sum of the squares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub squares: Option<f64>,
    /// For a median: how many lie where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spread: Option<Spread>,
    /// For lengths of time: their logarithms, one of each conversation, by which two periods are compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logarithms: Option<Sums>,
}

/// Values as their sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sums {
    /// How many.
    pub n: u64,
    /// Their sum.
    pub sum: f64,
    /// The sum of their squares.
    pub squares: f64,
}

impl Sums {
    /// Of so many with a mean and a variance (n - 1 below).
    pub fn of(n: u64, mean: f64, variance: f64) -> Sums {
        let sum = mean * n as f64;
        Sums { n, sum, squares: mean * sum + variance * (n.max(1) - 1) as f64 }
    }

    /// Both together.
    pub fn and(&self, other: &Sums) -> Sums {
        Sums { n: self.n + other.n, sum: self.sum + other.sum, squares: self.squares + other.squares }
    }

    /// Their mean; `None` of nothing.
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum / self.n as f64)
    }

    /// Their variance, with n - 1 below; `None` below two.
    pub fn variance(&self) -> Option<f64> {
        let mean = self.mean().filter(|_| self.n > 1)?;
        let rest = self.squares - mean * self.sum;
        // What is left when equal numbers are taken from each other is rounding.
        let rounding = self.squares.abs() * 1e-13 * self.n as f64;
        Some(if rest <= rounding { 0.0 } else { rest / (self.n as f64 - 1.0) })
    }
}

impl KeptFigure {
    /// A rate.
    pub fn rate(hits: u64, n: u64) -> KeptFigure {
        KeptFigure { n, hits: Some(hits), ..KeptFigure::default() }
    }

    /// Values, none below zero, such as waits.
    pub fn values(values: &[f64]) -> KeptFigure {
        KeptFigure {
            n: values.len() as u64,
            hits: None,
            sum: Some(values.iter().sum()),
            squares: Some(values.iter().map(|x| x * x).sum()),
            spread: Some(Spread::of(values.iter().copied())),
            logarithms: None,
        }
    }

    /// The figure of two weeks together; a part that one of them lacks is lost.
    pub fn and(&self, other: &KeptFigure) -> KeptFigure {
        fn both<T>(one: &Option<T>, other: &Option<T>, f: impl Fn(&T, &T) -> T) -> Option<T> {
            Some(f(one.as_ref()?, other.as_ref()?))
        }
        KeptFigure {
            n: self.n + other.n,
            hits: both(&self.hits, &other.hits, |a, b| a + b),
            sum: both(&self.sum, &other.sum, |a, b| a + b),
            squares: both(&self.squares, &other.squares, |a, b| a + b),
            spread: both(&self.spread, &other.spread, Spread::and),
            logarithms: both(&self.logarithms, &other.logarithms, Sums::and),
        }
    }
}

/// Each step is so many times the one before: a quantile is within 1 % of the value that it stands for.
const STEP: f64 = 1.02;

/// How many values lie on which step of a scale that grows by 2 % a step; values below 1 are counted as nought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Spread(BTreeMap<u32, u64>);

impl Spread {
    /// Of values that are not below zero; what is no number is left out.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Spread {
        let mut steps = BTreeMap::new();
        for value in values.into_iter().filter(|value| value.is_finite()) {
            *steps.entry(step(value)).or_default() += 1;
        }
        Spread(steps)
    }

    /// Both together.
    pub fn and(&self, other: &Spread) -> Spread {
        let mut steps = self.0.clone();
        for (step, n) in &other.0 {
            *steps.entry(*step).or_default() += n;
        }
        Spread(steps)
    }

    /// The quantile at `p`, to about 1 %: linear between the two values that it lies between, as for the values
    /// themselves. `None` where there are none.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let last = self.count().checked_sub(1)?;
        let place = last as f64 * p.clamp(0.0, 1.0);
        let (below, above) = (self.at(place.floor() as u64)?, self.at(place.ceil() as u64)?);
        Some(below + place.fract() * (above - below))
    }

    /// The value at a place, counted from 0, to about 1 %; `None` beyond the last.
    pub fn at(&self, place: u64) -> Option<f64> {
        let mut below = 0;
        for (step, count) in &self.0 {
            below += count;
            if below > place {
                return Some(middle(*step));
            }
        }
        None
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.0.values().sum()
    }
}

fn step(value: f64) -> u32 {
    if value < 1.0 { 0 } else { (value.ln() / STEP.ln()).floor() as u32 + 1 }
}

fn middle(step: u32) -> f64 {
    if step == 0 { 0.0 } else { STEP.powf(f64::from(step) - 0.5) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn weeks_add_up() {
        let (one, other) = (KeptFigure::values(&[60.0, 120.0]), KeptFigure::values(&[600.0]));
        let both = one.and(&other);
        assert_eq!(both, KeptFigure::values(&[60.0, 120.0, 600.0]));
        assert_eq!((both.n, both.sum), (3, Some(780.0)));
        assert_eq!(KeptFigure::rate(3, 10).and(&KeptFigure::rate(1, 5)), KeptFigure::rate(4, 15));
        assert_eq!(one.and(&KeptFigure::rate(1, 2)).hits, None, "a rate and a mean have nothing in common");
        let json = serde_json::to_string(&both).unwrap();
        assert_eq!(serde_json::from_str::<KeptFigure>(&json).unwrap(), both);
    }

    proptest! {
        #[test]
        fn a_quantile_is_near(values in prop::collection::vec(1.0f64..1e7, 1..200), p in 0.0f64..=1.0) {
            let got = Spread::of(values.iter().copied()).quantile(p).unwrap();
            let exact = crate::domain::interval::quantile(&values, p).unwrap();
            prop_assert!((got / exact - 1.0).abs() < 0.0101, "{got} {exact}");
        }
    }

    #[test]
    fn sums_know_mean_and_variance() {
        let both = Sums::of(2, 3.0, 2.0).and(&Sums::of(1, 9.0, 0.0));
        assert_eq!((both.n, both.mean(), both.variance()), (3, Some(5.0), Some(13.0)), "2, 4 and 9");
        assert_eq!(Sums::of(3, 7e6, 0.0).variance(), Some(0.0));
        assert_eq!((Sums::default().mean(), Sums::of(1, 2.0, 0.0).variance()), (None, None));
    }

    #[test]
    fn nothing_has_no_quantile() {
        assert_eq!(Spread::default().quantile(0.5), None);
        assert_eq!(Spread::of([0.2, 0.0]).quantile(0.5), Some(0.0));
    }
}
