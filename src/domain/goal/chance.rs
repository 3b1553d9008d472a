//! Whether a change can be told from chance in the time that there is.

use super::path::{Course, days};
use super::record::Goal;
use super::unit::Unit;
use crate::domain::interval::Interval;
use crate::domain::power::answers_needed;

/// The normal distribution's .975 quantile.
const Z: f64 = 1.959_963_984_540_054;
/// What the end is judged by.
pub(super) const CLOSING_WEEKS: i32 = 4;

/// Why a change cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unshown {
    /// A week's count ranges so far by chance alone.
    Chance(Interval),
    /// So many answers are needed on each side, and the smaller side will have so many.
    Answers { needed: u64, have: u64 },
}

/// How far a count ranges by chance alone, by Byar's approximation to the exact limits of a Poisson count (within .1 of
/// them from 5 on).
pub(super) fn chance(count: f64) -> Interval {
    let limit = |count: f64, sign: f64| {
        if count <= 0.0 {
            return 0.0;
        }
        count * (1.0 - 1.0 / (9.0 * count) + sign * Z / (3.0 * count.sqrt())).powi(3)
    };
    (limit(count, -1.0).max(0.0), limit(count + 1.0, 1.0))
}

/// The answers that a week brings: as said, or as the baseline's period brought them.
pub(super) fn answers_a_week(goal: &Goal) -> Option<f64> {
    let m = &goal.measurable;
    m.n_a_week.map(|n| n as f64).or_else(|| {
        let weeks = f64::from(days(m.first?, m.last?) + 1) / 7.0;
        Some(m.n? as f64 / weeks.max(1.0))
    })
}

/// Whole weeks that the end can be judged by.
pub(super) fn closing_weeks(course: &Course) -> i32 {
    (days(course.start(), course.due()) / 7).clamp(1, CLOSING_WEEKS)
}

/// Why start against end cannot be told apart; none where they can, or where nothing is known about chance.
pub(super) fn unshown(goal: &Goal, course: &Course) -> Option<Unshown> {
    let weeks = f64::from(closing_weeks(course));
    match course.unit {
        Unit::Count => {
            let (low, high) = chance(course.from * weeks);
            let aim = course.to * weeks;
            (low <= aim && aim <= high).then_some(Unshown::Chance((low / weeks, high / weeks)))
        }
        Unit::Percent => {
            let needed = answers_to_tell(course.from, course.to)?;
            let closing = (answers_a_week(goal)? * weeks) as u64;
            let have = closing.min(goal.measurable.n?);
            (have < needed).then_some(Unshown::Answers { needed, have })
        }
        _ => None,
    }
}

/// Answers on each side that tell two percentages apart in four cases of five.
pub fn answers_to_tell(from: f64, to: f64) -> Option<u64> {
    answers_needed(from / 100.0, to / 100.0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_a_week_ranges_from_37_to_66() {
        let (low, high) = chance(50.0);
        assert_eq!((low.round(), high.round()), (37.0, 66.0));
        let (low, high) = chance(0.0);
        assert_eq!(low, 0.0);
        assert!((high - 3.69).abs() < 0.1, "{high}");
    }

    #[test]
    fn answers_for_satisfaction() {
        assert_eq!(answers_to_tell(72.0, 90.0), Some(71));
        let step = answers_to_tell(72.0, 73.4).unwrap();
        assert_eq!((step as f64 / 100.0).round() * 100.0, 15_900.0);
        assert_eq!(answers_to_tell(72.0, 106.0), None);
    }
}
