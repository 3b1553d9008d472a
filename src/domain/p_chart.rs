//! The chart for rates, week by week (p-chart): limits that widen where a week has few answers.

use crate::domain::funnel::{Funnel, Place};
use crate::domain::interval::{Interval, Undefined, sum};
use crate::domain::tally::Tally;

/// The mean range of two standard normal values.
const MEAN_RANGE: f64 = 1.128;
/// Expected hits and misses, each, from which on three sigma mean what they say.
const NORMAL_FROM: f64 = 5.0;
/// Observations in a week above which binomial limits are too narrow for what else varies from week to week.
const LANEY_ABOVE: u64 = 300;
/// Baseline points from which on Laney's factor may narrow the limits.
const NARROWING_FROM: usize = 20;

/// A p-chart.
#[derive(Clone, Debug, PartialEq)]
pub struct PChart {
    /// The baseline's hits over its observations.
    pub centre: f64,
    /// How much more the baseline varies from week to week than chance, 1 being as much (D. B. Laney 2002).
    pub sigma_z: Result<f64, Undefined>,
    /// The weeks in order; a week without observations is a gap.
    pub points: Vec<Result<Point, Undefined>>,
}

/// One week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The week's rate.
    pub rate: f64,
    /// `centre +- 3 sqrt(centre (1 - centre) / n)`, cut to 0 and 1.
    pub three_sigma: Interval,
    /// The same times [`sigma_z`](PChart::sigma_z), where there is one.
    pub laney: Result<Interval, Undefined>,
    /// The limits that count here.
    pub limits: Interval,
    /// Whose they are.
    pub rule: Rule,
    /// Whether the rate lies outside of the limits that count.
    pub signal: bool,
}

/// Which limits count for a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// The usual ones.
    ThreeSigma,
    /// The funnel's exact ones at 99.8 %: fewer than five hits or misses are expected.
    Exact,
    /// Laney's: above 300 observations.
    Laney,
}

/// The chart of `weeks` in the order of time, of which the first `baseline` give centre and sigma. `sigma_z = mean |z_i -
/// z_(i-1)| / 1.128` with `z = (rate - centre) / sqrt(centre (1 - centre) / n)`, weeks without observations left out;
/// below 1 it counts only from 20 baseline points on.
///
/// # Errors
/// Where the baseline has no observations.
pub fn p_chart(weeks: &[Tally], baseline: usize) -> Result<PChart, Undefined> {
    let baseline = &weeks[..baseline.min(weeks.len())];
    let centre = Tally::total(baseline).share()?;
    let sigma_z = sigma_z(baseline, centre);
    let counted = baseline.iter().filter(|week| week.n() > 0).count();
    let factor = sigma_z.ok().filter(|factor| *factor >= 1.0 || counted >= NARROWING_FROM);
    let funnel = Funnel::around(centre)?;
    let point = |week: &Tally| {
        let rate = week.share()?;
        let n = week.n() as f64;
        let sigma = (centre * (1.0 - centre) / n).sqrt();
        let around = |half: f64| ((centre - half).max(0.0), (centre + half).min(1.0));
        let three_sigma = around(3.0 * sigma);
        let laney = sigma_z.map(|factor| around(3.0 * sigma * factor));
        let outside = |(low, high): Interval| rate < low || rate > high;
        let (rule, limits, signal) = if n * centre.min(1.0 - centre) < NORMAL_FROM {
            (Rule::Exact, funnel.limits(week.n())?.within998, funnel.place(*week)? == Place::Beyond998)
        } else if let (Ok(limits), Some(_), true) = (laney, factor, week.n() > LANEY_ABOVE) {
            (Rule::Laney, limits, outside(limits))
        } else {
            (Rule::ThreeSigma, three_sigma, outside(three_sigma))
        };
        Ok(Point { rate, three_sigma, laney, limits, rule, signal })
    };
    Ok(PChart { centre, sigma_z, points: weeks.iter().map(point).collect() })
}

/// Laney's factor of the baseline.
fn sigma_z(baseline: &[Tally], centre: f64) -> Result<f64, Undefined> {
    if centre == 0.0 || centre == 1.0 {
        return Err(Undefined::NoVariation);
    }
    let z: Vec<f64> = baseline
        .iter()
        .filter_map(|week| {
            Some((week.share().ok()? - centre) / (centre * (1.0 - centre) / week.n() as f64).sqrt())
        })
        .collect();
    match z.len() {
        0 | 1 => Err(Undefined::OneObservation),
        n => match sum(z.windows(2).map(|pair| (pair[1] - pair[0]).abs())) / (n - 1) as f64 {
            0.0 => Err(Undefined::NoVariation),
            range => Ok(range / MEAN_RANGE),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn weeks(tallies: &[(u64, u64)]) -> Vec<Tally> {
        tallies.iter().map(|(hits, n)| Tally::new(*hits, *n)).collect()
    }

    #[test]
    fn edges() {
        assert_eq!(p_chart(&[], 12), Err(Undefined::NoObservations));
        assert_eq!(p_chart(&weeks(&[(0, 0), (3, 4)]), 1), Err(Undefined::NoObservations));
        let one = p_chart(&weeks(&[(3, 4)]), 20).unwrap();
        assert_eq!((one.centre, one.sigma_z), (0.75, Err(Undefined::OneObservation)));
        let same = p_chart(&weeks(&[(30, 60), (30, 60)]), 2).unwrap();
        assert_eq!(same.sigma_z, Err(Undefined::NoVariation));
    }

    #[test]
    fn nothing_but_yes() {
        let chart = p_chart(&weeks(&[(20, 20), (9, 9), (19, 20)]), 2).unwrap();
        assert_eq!((chart.centre, chart.sigma_z), (1.0, Err(Undefined::NoVariation)));
        let signals: Vec<bool> = chart.points.iter().map(|point| point.unwrap().signal).collect();
        assert_eq!(signals, [false, false, true]);
    }

    #[test]
    fn few_answers_get_exact_limits() {
        let chart = p_chart(&weeks(&[(90, 100), (9, 10), (6, 10), (4, 10), (0, 0)]), 1).unwrap();
        let point = |place: usize| chart.points[place].unwrap();
        assert_eq!((point(0).rule, point(1).rule), (Rule::ThreeSigma, Rule::Exact));
        // Three sigma below 90 % of ten is 62 %; six of ten or fewer turn up in 1.3 %, four or fewer in .015 %.
        assert!(point(2).rate < point(2).three_sigma.0 && !point(2).signal);
        assert!(point(3).signal);
        assert_eq!(chart.points[4], Err(Undefined::NoObservations));
    }

    #[test]
    fn busy_weeks_get_laneys() {
        let loud = weeks(&[(800, 1000), (900, 1000), (800, 1000), (900, 1000)]);
        let chart = p_chart(&loud, 4).unwrap();
        assert!(chart.points.iter().all(|point| {
            let point = point.unwrap();
            point.rule == Rule::Laney
                && !point.signal
                && point.rate != point.rate.clamp(point.three_sigma.0, point.three_sigma.1)
        }));
        // Quieter than chance: narrows only what twenty points vouch for.
        let quiet: Vec<Tally> = (0..20).map(|week| Tally::new(850 + week % 2, 1000)).collect();
        assert_eq!(p_chart(&quiet, 19).unwrap().points[0].unwrap().rule, Rule::ThreeSigma);
        assert_eq!(p_chart(&quiet, 20).unwrap().points[0].unwrap().rule, Rule::Laney);
    }

    proptest! {
        #[test]
        fn limits_are_rates_around_the_centre(
            tallies in prop::collection::vec((0u64..2000, 0u64..2000), 1..30), baseline in 1usize..30
        ) {
            let Ok(chart) = p_chart(&weeks(&tallies), baseline) else { return Ok(()) };
            for point in chart.points.iter().flatten() {
                let all = [Some(point.three_sigma), point.laney.ok(), Some(point.limits)];
                for (low, high) in all.into_iter().flatten() {
                    prop_assert!(0.0 <= low && low <= high && high <= 1.0);
                }
                let (low, high) = point.three_sigma;
                prop_assert!(low <= chart.centre && chart.centre <= high);
            }
        }
    }
}
