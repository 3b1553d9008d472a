//! The run chart: one point per week around a median, for any metric. It speaks where the points keep to one side for too
//! long, or change sides too rarely, for chance (J. Anhøj and A. V. Olesen 2014).

use crate::domain::distribution::Binomial;
use crate::domain::interval::{Undefined, quantile};
use crate::words::Bilingual;

/// Points off the centre from which on the rules speak.
const POINTS_FROM: usize = 10;

/// A run chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunChart {
    /// The median that the points lie around.
    pub centre: f64,
    /// Points that do not lie on the centre.
    pub useful: usize,
    /// Most useful points in a row on one side.
    pub longest_run: usize,
    /// The longest run that chance explains.
    pub longest_run_limit: usize,
    /// How often useful points change sides.
    pub crossings: usize,
    /// The fewest changes that chance explains.
    pub crossings_minimum: usize,
    /// The place of the point from which on the level is another, as far as can be seen.
    change: usize,
}

/// What a run chart says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Chance explains it.
    NoSignal,
    /// Something changed around the point at this place, counted from 0.
    ChangedAround(usize),
    /// Fewer than ten points off the centre.
    TooFewPoints,
}

impl Verdict {
    /// The verdict in words; `week` gives the number of the week that a point stands for.
    pub fn words(self, week: impl FnOnce(usize) -> i8) -> Bilingual {
        match self {
            Verdict::NoSignal => Bilingual::fixed("no signal", "aucun signal"),
            Verdict::ChangedAround(place) => {
                let week = week(place);
                crate::both!(
                    "something changed around week {week}",
                    "quelque chose a changé vers la semaine {week}"
                )
            }
            Verdict::TooFewPoints => Bilingual::fixed("too few points", "trop peu de points"),
        }
    }
}

/// The run chart of `values` in the order of time around `centre`, which is the median of a frozen baseline, or around
/// their own median. Points on the centre are dropped, n remain. Chance explains a longest run up to `log2 n + 3`, rounded,
/// and crossings from the 5 % quantile of a binomial count of n - 1 fair coins on.
///
/// # Errors
/// Without values, or where one is no finite number.
pub fn run_chart(values: &[f64], centre: Option<f64>) -> Result<RunChart, Undefined> {
    if values.iter().chain(&centre).any(|value| !value.is_finite()) {
        return Err(Undefined::OutOfRange);
    }
    if values.is_empty() {
        return Err(Undefined::NoObservations);
    }
    let centre = centre.map_or_else(|| quantile(values, 0.5), Ok)?;
    let sides: Vec<(usize, bool)> = values
        .iter()
        .enumerate()
        .filter(|(_, value)| !on(**value, centre))
        .map(|(place, value)| (place, *value > centre))
        .collect();
    let runs: Vec<usize> = sides.chunk_by(|a, b| a.1 == b.1).map(<[_]>::len).collect();
    let n = sides.len();
    let (longest_run_limit, crossings_minimum) = match n {
        0 => (0, 0),
        n => (
            ((n as f64).log2() + 3.0).round() as usize,
            Binomial::new(n as u64 - 1, 0.5).quantile(0.05) as usize,
        ),
    };
    Ok(RunChart {
        centre,
        useful: n,
        longest_run: runs.iter().copied().max().unwrap_or(0),
        longest_run_limit,
        crossings: runs.len().saturating_sub(1),
        crossings_minimum,
        change: change(&sides),
    })
}

impl RunChart {
    /// Whether a rule is broken, be there enough points or not.
    pub const fn signal(&self) -> bool {
        self.longest_run > self.longest_run_limit || self.crossings < self.crossings_minimum
    }

    /// Whether the rules may speak.
    pub const fn enough_points(&self) -> bool {
        self.useful >= POINTS_FROM
    }

    /// What may be said.
    pub const fn verdict(&self) -> Verdict {
        if !self.enough_points() {
            Verdict::TooFewPoints
        } else if self.signal() {
            Verdict::ChangedAround(self.change)
        } else {
            Verdict::NoSignal
        }
    }
}

/// Whether a value lies on the centre: means of decimals miss each other by a rounding.
fn on(value: f64, centre: f64) -> bool {
    (value - centre).abs() <= 1e-12 * value.abs().max(centre.abs())
}

/// The place from which on the sides are others than before: where the sum of sides, each less their mean, strays farthest
/// from 0 (the change-point rule of cumulative sums). In whole numbers: n times the sum, so that ties are ties.
fn change(sides: &[(usize, bool)]) -> usize {
    let sign = |above: bool| if above { 1_i64 } else { -1 };
    let n = sides.len() as i64;
    let all: i64 = sides.iter().map(|(_, above)| sign(*above)).sum();
    let (mut sum, mut farthest, mut place) = (0_i64, 0_i64, sides.first().map_or(0, |first| first.0));
    for pair in sides.windows(2) {
        sum += n * sign(pair[0].1) - all;
        if sum.abs() > farthest {
            (farthest, place) = (sum.abs(), pair[1].0);
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use proptest::prelude::*;

    #[test]
    fn limits_as_published() {
        for (n, limit, crossings) in [(12, 7, 3), (20, 7, 6), (24, 8, 8), (36, 8, 13)] {
            let values: Vec<f64> = (0..n).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 }).collect();
            let chart = run_chart(&values, Some(0.0)).unwrap();
            assert_eq!((chart.longest_run_limit, chart.crossings_minimum), (limit, crossings), "{n}");
            assert_eq!((chart.useful, chart.crossings), (n, n - 1));
        }
    }

    #[test]
    fn edges() {
        assert_eq!(run_chart(&[], None), Err(Undefined::NoObservations));
        assert_eq!(run_chart(&[1.0, f64::NAN], None), Err(Undefined::OutOfRange));
        assert_eq!(run_chart(&[1.0], Some(f64::INFINITY)), Err(Undefined::OutOfRange));
        let same = run_chart(&[0.3; 30], Some(0.1 + 0.2)).unwrap();
        assert_eq!((same.useful, same.longest_run, same.crossings), (0, 0, 0));
        assert_eq!((same.signal(), same.verdict()), (false, Verdict::TooFewPoints));
    }

    #[test]
    fn where_it_changed() {
        // Twelve weeks around 80, then a step down.
        let baseline = [81.0, 79.0, 82.0, 78.0, 79.5, 81.5, 80.5, 79.0, 78.5, 82.0, 81.0, 79.0];
        let step: Vec<f64> = baseline.iter().copied().chain([74.0; 9]).collect();
        let chart = run_chart(&step, Some(80.0)).unwrap();
        assert_eq!(chart.verdict(), Verdict::ChangedAround(11), "the week before lay below already");
        // The first half above, the second below: both rules speak.
        let halves: Vec<f64> = (0..20).map(|i| if i < 10 { 3.0 } else { 1.0 }).collect();
        assert_eq!(run_chart(&halves, None).unwrap().verdict(), Verdict::ChangedAround(10));
        // All on one side of a frozen centre: it changed before the first.
        assert_eq!(run_chart(&[5.0; 12], Some(4.0)).unwrap().verdict(), Verdict::ChangedAround(0));
        // Places count points on the centre too.
        let dropped: Vec<f64> = std::iter::repeat_n(2.0, 5).chain(halves).collect();
        assert_eq!(run_chart(&dropped, Some(2.0)).unwrap().verdict(), Verdict::ChangedAround(15));
    }

    #[test]
    fn in_words() {
        let words = Verdict::ChangedAround(3).words(|place| [20, 21, 22, 23][place]);
        assert_eq!(words.get(Lang::En), "something changed around week 23");
        assert_eq!(words.get(Lang::Fr), "quelque chose a changé vers la semaine 23");
        assert_eq!(Verdict::TooFewPoints.words(|_| 0).get(Lang::En), "too few points");
        assert_eq!(Verdict::NoSignal.words(|_| 0).get(Lang::Fr), "aucun signal");
    }

    proptest! {
        #[test]
        fn turned_over_it_says_the_same(values in prop::collection::vec(-9i32..9, 1..60)) {
            let values: Vec<f64> = values.iter().map(|value| f64::from(*value)).collect();
            let over: Vec<f64> = values.iter().map(|value| -value).collect();
            let (here, there) = (run_chart(&values, None).unwrap(), run_chart(&over, None).unwrap());
            prop_assert_eq!(RunChart { centre: -there.centre, ..there }, here);
            prop_assert!(here.longest_run + here.crossings <= here.useful.max(1));
            prop_assert!(here.change < values.len());
        }

        #[test]
        fn backwards_it_finds_as_much(values in prop::collection::vec(-9i32..9, 1..60)) {
            let values: Vec<f64> = values.iter().map(|value| f64::from(*value)).collect();
            let back: Vec<f64> = values.iter().rev().copied().collect();
            let (here, there) = (run_chart(&values, None).unwrap(), run_chart(&back, None).unwrap());
            prop_assert_eq!((here.longest_run, here.crossings), (there.longest_run, there.crossings));
            prop_assert_eq!(here.signal(), there.signal());
        }
    }
}
