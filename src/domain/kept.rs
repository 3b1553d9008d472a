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
            spread: Some(Spread::of(values)),
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
    pub fn of(values: &[f64]) -> Spread {
        let mut steps = BTreeMap::new();
        for value in values.iter().filter(|value| value.is_finite()) {
            *steps.entry(step(*value)).or_default() += 1;
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

    /// The value below which a share `p` of them lies, to about 1 %; `None` where there are none.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let n: u64 = self.0.values().sum();
        let wanted = (p.clamp(0.0, 1.0) * n as f64).ceil().max(1.0);
        let mut below = 0;
        for (step, count) in &self.0 {
            below += count;
            if below as f64 >= wanted {
                return Some(middle(*step));
            }
        }
        None
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
        fn a_quantile_is_near(mut values in prop::collection::vec(1.0f64..1e7, 1..200), p in 0.01f64..1.0) {
            let got = Spread::of(&values).quantile(p).unwrap();
            values.sort_by(f64::total_cmp);
            let exact = values[((p * values.len() as f64).ceil() as usize).max(1) - 1];
            prop_assert!((got / exact - 1.0).abs() < 0.0101, "{got} {exact}");
        }
    }

    #[test]
    fn nothing_has_no_quantile() {
        assert_eq!(Spread::default().quantile(0.5), None);
        assert_eq!(Spread::of(&[0.2, 0.0]).quantile(0.5), Some(0.0));
    }
}
