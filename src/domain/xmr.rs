//! The chart for one value a week (XmR): how far single values stray by themselves, seen from how far neighbours differ.

use crate::domain::interval::{Interval, Undefined, mean_t, sum};

/// 3 over the mean range of two normal values, 1.128.
const PER_RANGE: f64 = 2.66;

/// The natural limits of a baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Xmr {
    /// The baseline's mean.
    pub mean: f64,
    /// The mean of the differences of neighbours, without sign; needs two values.
    pub mean_range: Result<f64, Undefined>,
    /// `mean +- 2.66 mean range`; none where no value differs from its neighbour.
    pub limits: Result<Interval, Undefined>,
}

/// The limits of `baseline`, in the order of time (D. J. Wheeler). Later points are compared with them by
/// [`outside`](Xmr::outside).
///
/// # Errors
/// Without values, or where one is no finite number.
pub fn xmr(baseline: &[f64]) -> Result<Xmr, Undefined> {
    if baseline.iter().any(|value| !value.is_finite()) {
        return Err(Undefined::OutOfRange);
    }
    let mean = mean_t(baseline)?;
    let mean_range = match baseline.len() {
        1 => Err(Undefined::OneObservation),
        n => {
            let ranges = baseline.windows(2).map(|pair| (pair[1] - pair[0]).abs());
            Ok(sum(ranges) / (n - 1) as f64)
        }
    };
    // A spread that is only rounding is none.
    let varies = mean.sd.is_ok_and(|sd| sd > 0.0);
    let limits = mean_range.and_then(|range| {
        let half = PER_RANGE * range;
        if varies { Ok((mean.mean - half, mean.mean + half)) } else { Err(Undefined::NoVariation) }
    });
    Ok(Xmr { mean: mean.mean, mean_range, limits })
}

impl Xmr {
    /// The places of the values outside the limits.
    pub fn outside(&self, values: &[f64]) -> Vec<usize> {
        let Ok((low, high)) = self.limits else { return Vec::new() };
        values
            .iter()
            .enumerate()
            .filter(|(_, value)| **value < low || **value > high)
            .map(|(place, _)| place)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_quarter_of_first_responses() {
        // Minutes; differences 4 8 5 11 3 7 5 8 6 8 4 sum to 69.
        let weeks = [62.0, 58.0, 66.0, 71.0, 60.0, 57.0, 64.0, 69.0, 61.0, 55.0, 63.0, 59.0];
        let chart = xmr(&weeks).unwrap();
        let (low, high) = chart.limits.unwrap();
        assert!((chart.mean - 745.0 / 12.0).abs() < 1e-12);
        assert!((chart.mean_range.unwrap() - 69.0 / 11.0).abs() < 1e-12);
        assert_eq!((low.round(), high.round()), (45.0, 79.0));
        assert_eq!(chart.outside(&[44.0, 60.0, 80.0]), [0, 2]);
    }

    #[test]
    fn edges() {
        assert_eq!(xmr(&[]), Err(Undefined::NoObservations));
        assert_eq!(xmr(&[f64::INFINITY]), Err(Undefined::OutOfRange));
        let one = xmr(&[5.0]).unwrap();
        assert_eq!((one.mean, one.limits), (5.0, Err(Undefined::OneObservation)));
        let same = xmr(&[0.1; 7]).unwrap();
        assert_eq!((same.mean_range, same.limits), (Ok(0.0), Err(Undefined::NoVariation)));
        assert!(same.outside(&[9.0]).is_empty(), "no limits, nothing outside");
    }

    proptest! {
        #[test]
        fn moves_and_stretches_with_its_values(
            weeks in prop::collection::vec(-100.0f64..100.0, 2..30), by in -50.0f64..50.0
        ) {
            let here = xmr(&weeks).unwrap();
            let there = xmr(&weeks.iter().map(|value| 2.0 * value + by).collect::<Vec<_>>()).unwrap();
            if let (Ok(here), Ok(there)) = (here.limits, there.limits) {
                prop_assert!((2.0 * here.0 + by - there.0).abs() < 1e-7);
                prop_assert!((2.0 * here.1 + by - there.1).abs() < 1e-7);
            }
        }
    }
}
