//! The exponentially weighted moving average: finds small steady changes sooner than single points do. In control it
//! speaks once in 371 points; it finds a change of one sigma in 10 (J. M. Lucas and M. S. Saccucci 1990).

use crate::domain::interval::{Interval, Undefined};

/// How an EWMA is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Design {
    /// The weight of the newest point, above 0 and at most 1.
    pub lambda: f64,
    /// Limits, in standard deviations of the average.
    pub width: f64,
}

impl Design {
    /// What this program draws with.
    pub const USUAL: Design = Design { lambda: 0.2, width: 2.86 };
}

/// One value and how much such a value spreads in the baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The value: a week's mean or rate.
    pub value: f64,
    /// Its standard deviation, in the same unit: sigma, or sigma / sqrt(n) for the mean of n.
    pub sd: f64,
}

/// One point of the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The moving average.
    pub average: f64,
    /// Its limits.
    pub limits: Interval,
}

impl Point {
    /// Whether the average lies outside.
    pub fn signal(&self) -> bool {
        self.average < self.limits.0 || self.average > self.limits.1
    }
}

/// The chart: `z_i = lambda x_i + (1 - lambda) z_(i-1)` from `z_0 = target`, the baseline's mean, with limits `target +-
/// width sqrt(V_i)`, `V_i = lambda^2 sd_i^2 + (1 - lambda)^2 V_(i-1)`. For equal sd this is `sd^2 lambda / (2 - lambda) (1
/// - (1 - lambda)^2i)`; for unequal n it is the sum over all weeks. Weeks without a value are left out.
///
/// # Errors
/// Without values; where no value spreads; where a number is not finite, a spread negative or the weight outside 0 and 1.
pub fn ewma(readings: &[Reading], target: f64, design: Design) -> Result<Vec<Point>, Undefined> {
    if readings.is_empty() {
        return Err(Undefined::NoObservations);
    }
    let fits = |reading: &Reading| reading.value.is_finite() && reading.sd.is_finite() && reading.sd >= 0.0;
    let Design { lambda, width } = design;
    let drawable = target.is_finite() && lambda > 0.0 && lambda <= 1.0 && width.is_finite() && width >= 0.0;
    if !drawable || !readings.iter().all(fits) {
        return Err(Undefined::OutOfRange);
    }
    if readings.iter().all(|reading| reading.sd == 0.0) {
        return Err(Undefined::NoVariation);
    }
    let (mut average, mut variance) = (target, 0.0);
    let draw = |reading: &Reading| {
        // As a step towards the value: on the target it stays there to the last digit.
        average += lambda * (reading.value - average);
        variance = (lambda * reading.sd).powi(2) + (1.0 - lambda).powi(2) * variance;
        let half = width * f64::sqrt(variance);
        Point { average, limits: (target - half, target + half) }
    };
    Ok(readings.iter().map(draw).collect())
}

/// The place of the first point outside.
pub fn first_signal(points: &[Point]) -> Option<usize> {
    points.iter().position(Point::signal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn steady(values: &[f64], sd: f64) -> Vec<Reading> {
        values.iter().map(|value| Reading { value: *value, sd }).collect()
    }

    #[test]
    fn edges() {
        assert_eq!(ewma(&[], 1.0, Design::USUAL), Err(Undefined::NoObservations));
        assert_eq!(ewma(&steady(&[1.0], 0.0), 1.0, Design::USUAL), Err(Undefined::NoVariation));
        assert_eq!(ewma(&steady(&[1.0], -1.0), 1.0, Design::USUAL), Err(Undefined::OutOfRange));
        assert_eq!(ewma(&steady(&[f64::NAN], 1.0), 1.0, Design::USUAL), Err(Undefined::OutOfRange));
        for lambda in [0.0, 1.1, f64::NAN] {
            let odd = Design { lambda, width: 3.0 };
            assert_eq!(ewma(&steady(&[1.0], 1.0), 1.0, odd), Err(Undefined::OutOfRange));
        }
    }

    #[test]
    fn more_answers_narrow_the_week() {
        let weeks = [Reading { value: 0.8, sd: 0.1 }, Reading { value: 0.8, sd: 0.05 }];
        let points = ewma(&weeks, 0.8, Design { lambda: 0.5, width: 2.0 }).unwrap();
        // V_1 = .25 x .01; V_2 = .25 x .0025 + .25 V_1.
        assert!((points[0].limits.1 - 0.8 - 2.0 * 0.0025_f64.sqrt()).abs() < 1e-12);
        assert!((points[1].limits.1 - 0.8 - 2.0 * (0.000_625 + 0.000_625_f64).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_small_fall_is_found() {
        // One sigma down for good: the average settles one sigma down, the limits .95 sigma.
        let points = ewma(&steady(&[-1.0; 40], 1.0), 0.0, Design::USUAL).unwrap();
        let first = first_signal(&points).unwrap();
        assert!((8..=16).contains(&first), "{first}");
        assert!(points[first..].iter().all(Point::signal));
    }

    proptest! {
        #[test]
        fn nothing_happens_nothing_is_said(
            value in -1e6f64..1e6, sd in 1e-9f64..1e3, lambda in 0.01f64..=1.0, weeks in 1usize..60
        ) {
            let points = ewma(&steady(&vec![value; weeks], sd), value, Design { lambda, width: 2.86 }).unwrap();
            prop_assert_eq!(first_signal(&points), None);
        }

        #[test]
        fn limits_open_towards_their_end(sd in 0.1f64..10.0, lambda in 0.05f64..1.0) {
            let points = ewma(&steady(&[0.0; 300], sd), 0.0, Design { lambda, width: 3.0 }).unwrap();
            let half: Vec<f64> = points.iter().map(|point| point.limits.1).collect();
            prop_assert!(half.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12));
            let end = 3.0 * sd * (lambda / (2.0 - lambda)).sqrt();
            prop_assert!((half[299] - end).abs() < 1e-9);
        }
    }
}
