//! The path from baseline to target: three shapes, dated steps, the last one exact.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::record::{ChangeIs, Direction, Every, Goal, Step};
use super::unit::Unit;

/// The line between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// The same amount at every step.
    Linear,
    /// The same share of the value before at every step.
    Compound,
    /// Even in log-odds, which slows down near the ends of a scale as people do.
    LogOdds,
}

/// Percentages this near to an end of the scale go there ever more slowly.
const NEAR_THE_ENDS: f64 = 20.0;

impl Shape {
    /// The value at `position` (0 to 1) on the way; exact at both ends. A shape that cannot be drawn between two values
    /// (compound through zero, log-odds at an end of the scale) is a straight line.
    pub fn at(self, from: f64, to: f64, position: f64) -> f64 {
        if position <= 0.0 {
            return from;
        }
        if position >= 1.0 {
            return to;
        }
        let between = |a: f64, b: f64| a + (b - a) * position;
        let value = match self {
            Shape::Compound if from > 0.0 && to > 0.0 => between(from.ln(), to.ln()).exp(),
            Shape::LogOdds if inside(from) && inside(to) => {
                100.0 / (1.0 + (-between(log_odds(from), log_odds(to))).exp())
            }
            _ => between(from, to),
        };
        // Rounding must not carry a step past the end.
        value.clamp(from.min(to), from.max(to))
    }

    /// The shape where none was chosen.
    pub fn usual(unit: Unit, from: f64, to: f64, change_is: Option<ChangeIs>) -> Shape {
        let near = |value: f64| !(NEAR_THE_ENDS..=100.0 - NEAR_THE_ENDS).contains(&value);
        match unit {
            Unit::Percent if near(from) || near(to) => Shape::LogOdds,
            Unit::Percent | Unit::Score | Unit::Nps => Shape::Linear,
            _ if change_is == Some(ChangeIs::Relative) => Shape::Compound,
            _ => Shape::Linear,
        }
    }
}

fn inside(percent: f64) -> bool {
    percent > 0.0 && percent < 100.0
}

fn log_odds(percent: f64) -> f64 {
    (percent / (100.0 - percent)).ln()
}

/// A dated point of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Knot {
    /// The day.
    pub date: Date,
    /// The value that there shall be.
    pub value: f64,
    /// How far along the way, 0 to 1; steps that were written by hand are joined by straight lines.
    position: f64,
}

/// The way of a goal.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// The baseline.
    pub from: f64,
    /// The target.
    pub to: f64,
    /// What both are counted in.
    pub unit: Unit,
    /// Which way is better.
    pub direction: Direction,
    /// The line; steps that were written by hand are joined by straight ones.
    pub shape: Shape,
    /// The start, every step, and the due day, in order.
    pub knots: Vec<Knot>,
    by_hand: bool,
}

impl Course {
    pub(super) fn of(goal: &Goal) -> Option<Course> {
        let m = &goal.measurable;
        let (from, to, unit) = (m.baseline?.value, goal.target()?, goal.unit()?);
        let (start, due) = (goal.time.start?, goal.time.due?);
        if due <= start || !from.is_finite() || !to.is_finite() {
            return None;
        }
        let shape = goal.time.path.unwrap_or_else(|| Shape::usual(unit, from, to, m.change_is));
        let direction = goal.direction()?;
        let by_hand = !goal.time.steps.is_empty();
        let mut knots = vec![Knot { date: start, value: from, position: 0.0 }];
        if by_hand {
            let steps = goal.time.steps.iter().filter(|step| step.by > start && step.by < due);
            knots.extend(steps.map(|step| Knot { date: step.by, value: step.value, position: 0.0 }));
            knots.sort_by_key(|knot| knot.date);
        } else {
            let every = goal.time.every.unwrap_or_else(|| usual_rhythm(start, due));
            let dates = dates(start, due, every);
            let count = dates.len() as f64;
            let whole = whole_periods(start, due, every);
            let days = f64::from(days(start, due));
            knots.extend(dates.iter().enumerate().map(|(place, date)| {
                let position = if whole {
                    (place + 1) as f64 / count
                } else {
                    f64::from(days_from(start, *date)) / days
                };
                Knot { date: *date, value: shape.at(from, to, position), position }
            }));
            knots.pop();
        }
        knots.push(Knot { date: due, value: to, position: 1.0 });
        Some(Course { from, to, unit, direction, shape, knots, by_hand })
    }

    /// The first day.
    pub fn start(&self) -> Date {
        self.knots.first().map(|knot| knot.date).unwrap_or_default()
    }

    /// The last day.
    pub fn due(&self) -> Date {
        self.knots.last().map(|knot| knot.date).unwrap_or_default()
    }

    /// The steps, without the start; the last one is the target itself.
    pub fn steps(&self) -> Vec<Step> {
        self.knots.iter().skip(1).map(|knot| Step { by: knot.date, value: knot.value }).collect()
    }

    /// The value that there shall be on a day: the baseline before the start, the target after the due day.
    pub fn at(&self, day: Date) -> f64 {
        let Some(next) = self.knots.iter().position(|knot| knot.date >= day) else { return self.to };
        let Some(before) = next.checked_sub(1) else { return self.from };
        let (before, next) = (self.knots[before], self.knots[next]);
        let share = f64::from(days(before.date, day)) / f64::from(days(before.date, next.date)).max(1.0);
        if self.by_hand {
            return before.value + (next.value - before.value) * share;
        }
        let position = before.position + (next.position - before.position) * share;
        self.shape.at(self.from, self.to, position)
    }

    /// The step that is next on a day.
    pub fn next(&self, day: Date) -> Option<Step> {
        self.steps().into_iter().find(|step| step.by >= day)
    }
}

/// Weekly up to a quarter, monthly up to a year, by quarter beyond.
fn usual_rhythm(start: Date, due: Date) -> Every {
    match days(start, due) {
        ..=98 => Every::Week,
        99..=366 => Every::Month,
        _ => Every::Quarter,
    }
}

/// The ends of whole periods before `due`, and `due` itself.
pub(super) fn dates(start: Date, due: Date, every: Every) -> Vec<Date> {
    let mut dates = Vec::new();
    for count in 1..=1_200 {
        match after(start, every, count) {
            Some(date) if date < due => dates.push(date),
            _ => break,
        }
    }
    dates.push(due);
    dates
}

/// The day so many periods later; months are counted from the start, so that the 31st comes back.
pub(super) fn after(start: Date, every: Every, count: i32) -> Option<Date> {
    let span = match every {
        Every::Week => count.checked_mul(7)?.days(),
        Every::Fortnight => count.checked_mul(14)?.days(),
        Every::Month => count.months(),
        Every::Quarter => count.checked_mul(3)?.months(),
    };
    start.checked_add(span).ok()
}

/// Whether the due day ends a period: then steps are even in periods, though months are not in days.
fn whole_periods(start: Date, due: Date, every: Every) -> bool {
    let count = i32::try_from(dates(start, due, every).len()).unwrap_or(i32::MAX);
    after(start, every, count) == Some(due)
}

/// Days between two dates; 0 where they stand the other way round.
pub(super) fn days(from: Date, to: Date) -> i32 {
    days_from(from, to).max(0)
}

fn days_from(from: Date, to: Date) -> i32 {
    to.since(from).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::super::record::{Measurable, Time};
    use super::super::unit::Amount;
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn goal(from: f64, to: f64, unit: Unit, weeks: i32, shape: Option<Shape>) -> Goal {
        let start = date(2026, 8, 31);
        Goal {
            measurable: Measurable {
                baseline: Some(Amount::bare(from)),
                target: Some(Amount::bare(to)),
                unit: Some(unit),
                ..Measurable::default()
            },
            time: Time {
                start: Some(start),
                due: start.checked_add((weeks * 7).days()).ok(),
                path: shape,
                ..Time::default()
            },
            ..Goal::default()
        }
    }

    fn tenths(steps: &[Step], which: &[usize]) -> Vec<f64> {
        which.iter().map(|week| (steps[week - 1].value * 10.0).round() / 10.0).collect()
    }

    #[test]
    fn satisfaction_from_72_to_90_in_a_quarter() {
        let weeks = [1, 4, 8, 13];
        for (shape, values) in [
            (Shape::Linear, [73.4, 77.5, 83.1, 90.0]),
            // 72 x 1.25^(1/13) is 73.247.
            (Shape::Compound, [73.2, 77.1, 82.6, 90.0]),
            (Shape::LogOdds, [73.9, 79.1, 84.8, 90.0]),
        ] {
            let steps = goal(72.0, 90.0, Unit::Percent, 13, Some(shape)).course().unwrap().steps();
            assert_eq!(steps.len(), 13);
            assert_eq!(tenths(&steps, &weeks), values, "{shape:?}");
        }
        let usual = goal(72.0, 90.0, Unit::Percent, 13, None).course().unwrap();
        assert_eq!(usual.shape, Shape::LogOdds, "a percentage near the end");
    }

    #[test]
    fn waiting_and_transfers_in_six_weeks() {
        let wait = goal(12.0, 6.0, Unit::Minutes, 6, Some(Shape::Compound)).course().unwrap().steps();
        assert_eq!(tenths(&wait, &[1, 2, 3, 4, 5, 6]), [10.7, 9.5, 8.5, 7.6, 6.7, 6.0]);
        let weekly = wait[0].value / 12.0 - 1.0;
        assert!((weekly * 1000.0).round() == -109.0, "{weekly}");
        let linear = goal(12.0, 6.0, Unit::Minutes, 6, Some(Shape::Linear)).course().unwrap().steps();
        assert_eq!(tenths(&linear, &[1, 2, 3, 4, 5, 6]), [11.0, 10.0, 9.0, 8.0, 7.0, 6.0]);
        let transfers = goal(100.0, 70.0, Unit::Count, 6, Some(Shape::Compound)).course().unwrap().steps();
        assert_eq!(((transfers[0].value / 100.0 - 1.0) * 1000.0).round(), -58.0);
    }

    #[test]
    fn a_year_of_months_is_even_in_months() {
        let mut calls = goal(1000.0, 500.0, Unit::Count, 1, Some(Shape::Compound));
        calls.time.start = Some(date(2026, 1, 31));
        calls.time.due = Some(date(2027, 1, 31));
        let course = calls.course().unwrap();
        let steps = course.steps();
        assert_eq!(steps.len(), 12);
        assert_eq!((steps[0].by, steps[1].by), (date(2026, 2, 28), date(2026, 3, 31)));
        for pair in steps.windows(2) {
            assert!((pair[1].value / pair[0].value - 0.943_874).abs() < 1e-6);
        }
        assert_eq!(course.at(date(2026, 3, 31)), steps[1].value);
    }

    #[test]
    fn steps_by_hand_are_kept() {
        let mut g = goal(10.0, 20.0, Unit::Count, 10, None);
        g.time.steps =
            vec![Step { by: date(2026, 9, 14), value: 11.0 }, Step { by: g.time.due.unwrap(), value: 20.0 }];
        let course = g.course().unwrap();
        assert_eq!(course.steps(), g.time.steps);
        assert_eq!(course.at(date(2026, 9, 7)), 10.5);
        assert_eq!(course.next(date(2026, 9, 15)).unwrap().value, 20.0);
        assert_eq!(course.next(date(2027, 9, 15)), None);
    }

    #[test]
    fn no_way_without_both_ends() {
        assert_eq!(Goal::default().course(), None);
        assert_eq!(goal(1.0, 2.0, Unit::Count, 0, None).course(), None, "due on the day of the start");
    }

    proptest! {
        #[test]
        fn paths_are_monotone_and_end_exactly(
            from in 0.0f64..100.0, to in 0.0f64..100.0, length in 1i32..120,
            shape in prop_oneof![Just(Shape::Linear), Just(Shape::Compound), Just(Shape::LogOdds)],
            every in prop_oneof![Just(None), Just(Some(Every::Week)), Just(Some(Every::Month))],
        ) {
            let mut g = goal(from, to, Unit::Percent, length, Some(shape));
            g.time.every = every;
            let course = g.course().unwrap();
            prop_assert_eq!(course.knots.last().unwrap().value, to);
            prop_assert_eq!(course.at(course.due()), to);
            prop_assert_eq!(course.at(course.start()), from);
            let (low, high) = (from.min(to), from.max(to));
            let mut before = from;
            let mut day = course.start();
            while day <= course.due() {
                let value = course.at(day);
                prop_assert!((low..=high).contains(&value), "{value} at {day}");
                let forward = if to >= from { value >= before - 1e-9 } else { value <= before + 1e-9 };
                prop_assert!(forward, "{before} then {value}");
                before = value;
                day = day.checked_add(3.days()).unwrap();
            }
            for pair in course.knots.windows(2) {
                prop_assert!(pair[0].date < pair[1].date);
            }
        }
    }
}
