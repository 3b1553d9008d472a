//! How far a target is from what the last weeks were, and what they suggest.

use serde::Serialize;

use super::record::Direction;
use crate::domain::interval::{Interval, quantile};
use crate::domain::xmr::xmr;
use crate::words::Bilingual;

/// How bold a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Reached by doing every week what good weeks show already.
    Consistency,
    /// Beyond good weeks: something has to change.
    NeedsChange,
    /// Not seen in a single week.
    Bold,
    /// More than half of the baseline within a quarter.
    NotRealistic,
}

impl Class {
    /// For people.
    pub const fn words(self) -> Bilingual {
        match self {
            Class::Consistency => Bilingual::fixed("reachable by consistency", "à portée, par la régularité"),
            Class::NeedsChange => Bilingual::fixed("needs a change", "demande un changement"),
            Class::Bold => Bilingual::fixed("bold", "audacieux"),
            Class::NotRealistic => Bilingual::fixed("not realistic", "pas réaliste"),
        }
    }
}

/// Fewer weeks show no limits worth the name.
const FEWEST_WEEKS: usize = 8;
/// A quarter.
const QUARTER_DAYS: i32 = 92;

/// The last closed weeks.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// Their mean.
    pub mean: f64,
    /// Their median.
    pub median: f64,
    /// The natural limits of single weeks, where weeks differ.
    pub limits: Option<Interval>,
    /// The better quartile.
    pub quartile: f64,
    /// The best mean of four weeks in a row.
    pub best_four: f64,
    /// How many weeks.
    pub weeks: usize,
    /// Which way is better.
    pub direction: Direction,
}

/// What the last weeks suggest.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The weeks.
    pub past: Past,
    /// The better quartile, rounded to three digits: a target that consistency reaches.
    pub target: f64,
    /// Beyond this the goal must name what changes.
    pub change_from: f64,
    /// Beyond this no single week has been.
    pub bold_from: Option<f64>,
    /// Beyond this it is not realistic within a quarter.
    pub unrealistic_from: f64,
}

impl Past {
    /// Of weekly values, the oldest first; none below eight weeks, or where a value is no number.
    pub fn of(weeks: &[f64], direction: Direction) -> Option<Past> {
        let chart = xmr(weeks).ok().filter(|_| weeks.len() >= FEWEST_WEEKS)?;
        let (share, best): (f64, fn(f64, f64) -> f64) = match direction {
            Direction::Up => (0.75, f64::max),
            Direction::Down => (0.25, f64::min),
        };
        let fours = weeks.windows(4).map(|four| four.iter().sum::<f64>() / 4.0);
        Some(Past {
            mean: chart.mean,
            median: quantile(weeks, 0.5).ok()?,
            limits: chart.limits.ok(),
            quartile: quantile(weeks, share).ok()?,
            best_four: fours.reduce(best)?,
            weeks: weeks.len(),
            direction,
        })
    }

    /// The target that the weeks suggest, and where the other classes begin.
    pub fn suggest(&self) -> Suggestion {
        let half = self.baseline() / 2.0;
        Suggestion {
            target: three_digits(self.quartile),
            change_from: self.consistent(),
            bold_from: self.limits.map(|limits| self.better_limit(limits)),
            unrealistic_from: match self.direction {
                Direction::Up => self.baseline() + half,
                Direction::Down => half,
            },
            past: self.clone(),
        }
    }

    /// The class of a target that is to be reached in so many days.
    pub fn class(&self, target: f64, days: i32) -> Class {
        let beyond = |mark: f64| !self.direction.reaches(mark, target);
        if not_realistic(self.baseline(), target, days) {
            Class::NotRealistic
        } else if self.limits.is_some_and(|limits| beyond(self.better_limit(limits))) {
            Class::Bold
        } else if beyond(self.consistent()) {
            Class::NeedsChange
        } else {
            Class::Consistency
        }
    }

    /// The mean as it is written on a page: nobody halves a third decimal.
    fn baseline(&self) -> f64 {
        three_digits(self.mean)
    }

    /// As far as good weeks reach already.
    fn consistent(&self) -> f64 {
        match self.direction {
            Direction::Up => self.quartile.max(self.best_four),
            Direction::Down => self.quartile.min(self.best_four),
        }
    }

    fn better_limit(&self, (low, high): Interval) -> f64 {
        match self.direction {
            Direction::Up => high,
            Direction::Down => low,
        }
    }
}

/// More than half of the baseline within a quarter.
pub(super) fn not_realistic(baseline: f64, target: f64, days: i32) -> bool {
    days <= QUARTER_DAYS && (target - baseline).abs() > baseline.abs() / 2.0 + 1e-9
}

/// Rounded as people set targets: 58.75 is 59, 0.7342 is 0.73.
fn three_digits(value: f64) -> f64 {
    let unit = match value.abs() {
        size if size >= 10.0 => 1.0,
        size if size >= 1.0 => 0.1,
        _ => 0.01,
    };
    (value / unit).round() * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST_RESPONSE: [f64; 12] =
        [62.0, 58.0, 66.0, 71.0, 60.0, 57.0, 64.0, 69.0, 61.0, 55.0, 63.0, 59.0];

    #[test]
    fn a_quarter_of_first_responses() {
        let past = Past::of(&FIRST_RESPONSE, Direction::Down).unwrap();
        assert_eq!((past.mean.round(), past.median), (62.0, 61.5));
        let (low, high) = past.limits.unwrap();
        assert_eq!((low.round(), high.round()), (45.0, 79.0));
        assert_eq!((past.quartile, past.best_four), (58.75, 59.5));
        let said = past.suggest();
        assert_eq!(said.target, 59.0);
        assert_eq!(said.unrealistic_from, 31.0);
        let class = |target| past.class(target, 91);
        assert_eq!(class(61.0), Class::Consistency);
        assert_eq!(class(59.0), Class::Consistency);
        assert_eq!(class(58.0), Class::NeedsChange);
        assert_eq!(class(46.0), Class::NeedsChange);
        assert_eq!(class(44.0), Class::Bold);
        assert_eq!(class(31.0), Class::Bold);
        assert_eq!(class(30.0), Class::NotRealistic);
        assert_eq!(past.class(30.0, 365), Class::Bold, "a year is another thing");
    }

    #[test]
    fn eight_hours_to_one_is_not_realistic() {
        assert!(not_realistic(8.0, 1.0, 91));
        assert!(!not_realistic(12.0, 6.0, 42), "half is not more than half");
        assert!(!not_realistic(1000.0, 500.0, 365));
    }

    #[test]
    fn higher_is_better_mirrors() {
        let up: Vec<f64> = FIRST_RESPONSE.iter().map(|minutes| 100.0 - minutes).collect();
        let past = Past::of(&up, Direction::Up).unwrap();
        assert_eq!((past.quartile, past.best_four), (41.25, 40.5));
        assert_eq!(past.class(41.0, 91), Class::Consistency);
        assert_eq!(past.class(43.0, 91), Class::NeedsChange);
        assert_eq!(past.class(56.0, 91), Class::Bold);
    }

    #[test]
    fn too_few_weeks_suggest_nothing() {
        assert_eq!(Past::of(&FIRST_RESPONSE[..7], Direction::Down), None);
        assert_eq!(Past::of(&[f64::NAN; 12], Direction::Down), None);
        let flat = Past::of(&[5.0; 12], Direction::Up).unwrap();
        assert_eq!(flat.limits, None);
        assert_eq!(flat.class(5.0, 30), Class::Consistency);
    }
}
