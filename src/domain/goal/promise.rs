//! An activity that is promised for every week: done or not done, which is what short goals are good for.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::record::Goal;

/// How a promise was kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Weeks in which it was done.
    pub done: u64,
    /// Weeks in which it was not.
    pub not_done: u64,
    /// Weeks that have begun and of which nothing was said.
    pub open: u64,
}

impl Kept {
    /// Weeks that have begun.
    pub fn weeks(self) -> u64 {
        self.done + self.not_done + self.open
    }

    /// Whether every one of the weeks was done.
    pub fn whole(self) -> bool {
        self.done > 0 && self.not_done + self.open == 0
    }
}

/// The Monday of a day's week.
pub fn monday(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(back.days()).unwrap_or(day)
}

/// Whether a week, named by its Monday, belongs to a goal.
pub fn belongs(goal: &Goal, week: Date) -> bool {
    let (Some(start), Some(due)) = (goal.time.start, goal.time.due) else { return false };
    monday(start) <= week && week <= due
}

/// How the promise was kept in the weeks from the start to `today`, by the Mondays that were marked.
pub fn kept(goal: &Goal, marked: &BTreeMap<Date, bool>, today: Date) -> Kept {
    let mut kept = Kept::default();
    let Some(start) = goal.time.start else { return kept };
    let mut week = monday(start);
    while belongs(goal, week) && week <= today {
        match marked.get(&week) {
            Some(true) => kept.done += 1,
            Some(false) => kept.not_done += 1,
            None => kept.open += 1,
        }
        match week.checked_add(7.days()) {
            Ok(next) => week = next,
            Err(_) => break,
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::record::Time;
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_week_counts() {
        let goal = Goal {
            time: Time { start: Some(date(2026, 11, 4)), due: Some(date(2026, 12, 2)), ..Time::default() },
            ..Goal::default()
        };
        let first = monday(date(2026, 11, 4));
        assert_eq!(first, date(2026, 11, 2));
        let mut marked = BTreeMap::from([(first, true), (date(2026, 11, 9), true)]);
        let now = |marked: &BTreeMap<Date, bool>, day| kept(&goal, marked, day);
        assert!(now(&marked, date(2026, 11, 12)).whole());
        marked.insert(date(2026, 11, 16), false);
        let kept = now(&marked, date(2026, 11, 24));
        assert_eq!((kept.done, kept.not_done, kept.open, kept.weeks()), (2, 1, 1, 4));
        assert!(!kept.whole());
        assert_eq!(now(&marked, date(2027, 6, 1)).weeks(), 5, "none after the due day");
        assert_eq!(now(&marked, date(2026, 10, 1)), Kept::default());
        assert!(!belongs(&goal, date(2026, 12, 7)));
    }
}
