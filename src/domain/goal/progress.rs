//! Where a goal stands: behind, on the path, or not to be told yet; and how it ended. Judged on everything since the
//! start of the current four weeks, interval and all.

use jiff::ToSpan;
use jiff::civil::Date;

use super::chance::{CLOSING_WEEKS, answers_to_tell, chance, unshown};
use super::path::{Course, days};
use super::record::{Direction, Goal};
use super::unit::Unit;
use crate::domain::interval::{Interval, mean_t, wilson};
use crate::words::Bilingual;

/// The square of the normal distribution's .975 quantile.
const Z2: f64 = 3.841_458_820_694_124;

/// One week of a metric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Its Monday.
    pub week: Date,
    /// The value, in the goal's unit; for counts, what the week came to.
    pub value: f64,
    /// Answers or conversations behind it.
    pub n: u64,
    /// For rates, how many of n.
    pub hits: Option<u64>,
    /// For means, the interval where it is known.
    pub interval: Option<Interval>,
    /// Typed in by hand.
    pub typed: bool,
}

/// Several weeks as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The value.
    pub value: f64,
    /// What it stands on; for counts, everything counted.
    pub n: u64,
    /// How sure it is; one mean alone may have none.
    pub interval: Option<Interval>,
    /// Weeks in it.
    pub weeks: usize,
}

/// Weeks as one: rates by their counts, counts a week, means of weeks. None without weeks.
pub fn pooled(unit: Unit, weeks: &[Measured]) -> Option<Reading> {
    let (first, count) = (weeks.first()?, weeks.len());
    let n = weeks.iter().map(|week| week.n).fold(0, u64::saturating_add);
    match unit {
        Unit::Percent => {
            let hits = weeks.iter().map(hits).fold(0, u64::saturating_add);
            let (low, high) = wilson(hits, n).ok()?;
            let value = 100.0 * hits.min(n) as f64 / n as f64;
            Some(Reading { value, n, interval: Some((100.0 * low, 100.0 * high)), weeks: count })
        }
        Unit::Count => {
            let total: f64 = weeks.iter().map(|week| week.value).sum();
            let (low, high) = chance(total);
            let each = count as f64;
            let interval = Some((low / each, high / each));
            Some(Reading { value: total / each, n: total.max(0.0) as u64, interval, weeks: count })
        }
        _ if count == 1 => Some(Reading { value: first.value, n, interval: first.interval, weeks: 1 }),
        _ => {
            let values: Vec<f64> = weeks.iter().map(|week| week.value).collect();
            let mean = mean_t(&values).ok()?;
            Some(Reading { value: mean.mean, n, interval: mean.interval.ok(), weeks: count })
        }
    }
}

fn hits(week: &Measured) -> u64 {
    week.hits.unwrap_or_else(|| (week.value / 100.0 * week.n as f64).round().max(0.0) as u64)
}

/// Where a goal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Ended by hand.
    Ended,
    /// The start lies ahead.
    NotStarted,
    /// Nothing was measured.
    NotMeasured,
    /// Judged by its promise: chance alone moves the figure as far.
    Promised,
    /// The counter-metric is beyond its bound.
    Paused,
    /// The whole interval is on the wrong side of the path.
    Behind,
    /// The value is on the right side.
    OnPath,
    /// Neither.
    CannotTell,
    /// At the target, and the baseline is outside the interval.
    Reached,
    /// At the target, but it may be chance.
    LooksReached,
    /// The due day has passed without.
    Missed,
}

impl Status {
    /// In JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Status::Ended => "ended",
            Status::NotStarted => "not_started",
            Status::NotMeasured => "not_measured",
            Status::Promised => "activity_promise",
            Status::Paused => "paused",
            Status::Behind => "behind",
            Status::OnPath => "on_path",
            Status::CannotTell => "cannot_tell_yet",
            Status::Reached => "reached",
            Status::LooksReached => "looks_reached",
            Status::Missed => "missed",
        }
    }

    /// For people.
    pub const fn words(self) -> Bilingual {
        match self {
            Status::Ended => Bilingual::fixed("ended", "terminé"),
            Status::NotStarted => Bilingual::fixed("not started", "pas commencé"),
            Status::NotMeasured => Bilingual::fixed("not measured yet", "pas encore mesuré"),
            Status::Promised => Bilingual::fixed("activity promise", "promesse d’activité"),
            Status::Paused => Bilingual::fixed("paused", "en pause"),
            Status::Behind => Bilingual::fixed("behind", "en retard"),
            Status::OnPath => Bilingual::fixed("ahead or on the path", "en avance ou sur le chemin"),
            Status::CannotTell => Bilingual::fixed("cannot tell yet", "on ne peut pas encore le dire"),
            Status::Reached => Bilingual::fixed("reached", "atteint"),
            Status::LooksReached => Bilingual::fixed("looks reached", "semble atteint"),
            Status::Missed => Bilingual::fixed("missed", "manqué"),
        }
    }
}

/// The metric that must not suffer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counter {
    /// Since the start of the current four weeks.
    pub reading: Reading,
    /// The whole interval is beyond the bound.
    pub beyond: bool,
}

/// Where a goal stands, and on what.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// In a word.
    pub status: Status,
    /// The metric since the start of the current four weeks; after the due day, in the closing ones.
    pub reading: Option<Reading>,
    /// The value that there should be at the end of the last week measured.
    pub path: Option<f64>,
    /// Answers that would tell the value from the path.
    pub needed: Option<u64>,
    /// Answers on each side that tell the start from the end.
    pub both_ends: Option<u64>,
    /// The counter-metric.
    pub counter: Option<Counter>,
}

/// Judges a goal on a day by what was measured of its metric and of its counter-metric, in any order.
pub fn judge(goal: &Goal, measured: &[Measured], counter: &[Measured], today: Date) -> Judged {
    let nothing =
        |status| Judged { status, reading: None, path: None, needed: None, both_ends: None, counter: None };
    if goal.ended.is_some() {
        return nothing(Status::Ended);
    }
    let Some(course) = goal.course() else { return nothing(Status::NotMeasured) };
    if today < course.start() {
        return nothing(Status::NotStarted);
    }
    let over = today > course.due();
    let both_ends = (course.unit == Unit::Percent).then(|| answers_to_tell(course.from, course.to)).flatten();
    let weeks = current(&course, measured, today, over);
    let reading = pooled(course.unit, &weeks);
    let counter = counter_of(goal, &current(&course, counter, today, over));
    let path = weeks.last().map(|week| course.at(end(week.week)));
    let status = match (&reading, path) {
        _ if counter.is_some_and(|counter| counter.beyond) && !over => Status::Paused,
        _ if !goal.promise.trim().is_empty() && unshown(goal, &course).is_some() => Status::Promised,
        (Some(reading), Some(path)) if !over => standing(goal, &course, reading, path),
        (Some(reading), _) => ending(&course, reading),
        _ => Status::NotMeasured,
    };
    let needed = match (status, &reading, path) {
        (Status::CannotTell, Some(reading), Some(path)) => needed(course.unit, reading.value, path),
        _ => None,
    };
    Judged { status, reading, path, needed, both_ends, counter }
}

/// The weeks of the four that the last measured one belongs to; after the due day, the four before it.
fn current(course: &Course, measured: &[Measured], today: Date, over: bool) -> Vec<Measured> {
    let place = |week: &Measured| days(course.start(), week.week) / 7;
    let mut weeks: Vec<Measured> = measured
        .iter()
        .filter(|week| end(week.week) > course.start() && week.week <= today.min(course.due()))
        .copied()
        .collect();
    weeks.sort_by_key(|week| week.week);
    if over {
        let from = course.due().checked_sub((CLOSING_WEEKS * 7).days()).unwrap_or(course.start());
        weeks.retain(|week| week.week >= from);
    } else if let Some(last) = weeks.last() {
        let four = place(last) / CLOSING_WEEKS;
        weeks.retain(|week| place(week) / CLOSING_WEEKS == four);
    }
    weeks
}

/// The day after a week's last.
fn end(monday: Date) -> Date {
    monday.checked_add(7.days()).unwrap_or(monday)
}

fn standing(goal: &Goal, course: &Course, reading: &Reading, path: f64) -> Status {
    let Some((low, high)) = reading.interval else { return Status::CannotTell };
    let few = goal.measurable.minimum_n.is_some_and(|least| reading.n < least);
    if few && course.unit != Unit::Count {
        return Status::CannotTell;
    }
    let behind = match course.direction {
        Direction::Up => high < path,
        Direction::Down => low > path,
    };
    if behind {
        Status::Behind
    } else if course.direction.reaches(reading.value, path) {
        Status::OnPath
    } else {
        Status::CannotTell
    }
}

fn ending(course: &Course, reading: &Reading) -> Status {
    if !course.direction.reaches(reading.value, course.to) {
        return Status::Missed;
    }
    match reading.interval {
        Some((low, high)) if course.from < low || course.from > high => Status::Reached,
        _ => Status::LooksReached,
    }
}

/// Answers with which an interval around a rate would leave the path out.
fn needed(unit: Unit, value: f64, path: f64) -> Option<u64> {
    let (rate, away) = (value / 100.0, (value - path) / 100.0);
    let n = Z2 * rate * (1.0 - rate) / (away * away);
    (unit == Unit::Percent && n.is_finite() && n > 0.0).then(|| n.ceil() as u64)
}

fn counter_of(goal: &Goal, weeks: &[Measured]) -> Option<Counter> {
    let m = &goal.measurable;
    let reading = pooled(m.counter_unit.unwrap_or(Unit::Percent), weeks)?;
    let beyond = reading.interval.is_some_and(|(low, high)| {
        m.counter_floor.is_some_and(|floor| high < floor)
            || m.counter_ceiling.is_some_and(|ceiling| low > ceiling)
    });
    Some(Counter { reading, beyond })
}

#[cfg(test)]
mod tests {
    use super::super::path::Shape;
    use super::super::record::{Ended, Measurable, Time};
    use super::super::unit::Amount;
    use super::*;
    use jiff::civil::date;

    const START: Date = date(2026, 8, 31);

    fn csat() -> Goal {
        Goal {
            measurable: Measurable {
                baseline: Some(Amount::bare(72.0)),
                n: Some(240),
                target: Some(Amount::bare(90.0)),
                unit: Some(Unit::Percent),
                minimum_n: Some(30),
                n_a_week: Some(60),
                counter_floor: Some(70.0),
                ..Measurable::default()
            },
            time: Time {
                start: Some(START),
                due: Some(date(2026, 11, 30)),
                path: Some(Shape::Linear),
                ..Time::default()
            },
            ..Goal::default()
        }
    }

    fn week(place: i32, hits: u64, n: u64) -> Measured {
        Measured {
            week: START.checked_add((7 * place).days()).unwrap(),
            value: 100.0 * hits as f64 / n as f64,
            n,
            hits: Some(hits),
            interval: None,
            typed: true,
        }
    }

    /// Four weeks that come to so many of 240.
    fn four(hits: u64) -> Vec<Measured> {
        (0..4).map(|place| week(place, hits / 4 + u64::from((place as u64) < hits % 4), 60)).collect()
    }

    const WEEK_4: Date = date(2026, 9, 28);

    #[test]
    fn week_four_with_178_and_with_165_of_240() {
        let judged = judge(&csat(), &four(178), &[], WEEK_4);
        let reading = judged.reading.unwrap();
        let (low, high) = reading.interval.unwrap();
        assert_eq!(((judged.path.unwrap() * 10.0).round(), reading.value.round()), (775.0, 74.0));
        assert_eq!((low.round(), high.round(), reading.n), (68.0, 79.0, 240));
        assert_eq!(judged.status, Status::CannotTell);
        assert_eq!(judged.both_ends, Some(71));
        assert!((600..700).contains(&judged.needed.unwrap()), "{:?}", judged.needed);

        let judged = judge(&csat(), &four(165), &[], WEEK_4);
        let (low, high) = judged.reading.unwrap().interval.unwrap();
        assert_eq!((low.round(), high.round()), (63.0, 74.0));
        assert_eq!((judged.status, judged.needed), (Status::Behind, None));

        assert_eq!(judge(&csat(), &four(190), &[], WEEK_4).status, Status::OnPath);
    }

    #[test]
    fn a_new_four_weeks_begin_afresh() {
        let mut weeks = four(165);
        weeks.push(week(4, 50, 60));
        weeks.reverse();
        let judged = judge(&csat(), &weeks, &[], date(2026, 10, 6));
        assert_eq!(judged.reading.unwrap().n, 60, "only the fifth week");
        assert_eq!(judged.status, Status::OnPath);
    }

    #[test]
    fn what_is_too_few_cannot_be_told() {
        let judged = judge(&csat(), &[week(0, 10, 10)], &[], WEEK_4);
        assert_eq!(judged.status, Status::CannotTell);
        assert_eq!(judge(&csat(), &[], &[], WEEK_4).status, Status::NotMeasured);
        assert_eq!(judge(&csat(), &four(178), &[], date(2026, 8, 30)).status, Status::NotStarted);
    }

    #[test]
    fn the_end() {
        let closing = |hits| (9..13).map(|place| week(place, hits, 60)).collect::<Vec<_>>();
        let after = date(2026, 12, 1);
        assert_eq!(judge(&csat(), &closing(55), &[], after).status, Status::Reached);
        assert_eq!(judge(&csat(), &closing(53), &[], after).status, Status::Missed);
        let judged = judge(&csat(), &[week(12, 7, 7)], &[], after);
        assert_eq!(judged.status, Status::LooksReached, "7 of 7 may be 65 of 100");
        assert_eq!(judge(&csat(), &four(240), &[], after).status, Status::NotMeasured, "not in the end");
    }

    #[test]
    fn the_counter_metric_pauses() {
        let floor = |hits| judge(&csat(), &four(190), &[week(3, hits, 60)], WEEK_4);
        let paused = floor(30);
        assert_eq!((paused.status, paused.counter.unwrap().beyond), (Status::Paused, true));
        assert_eq!(floor(40).status, Status::OnPath, "its upper end is above the floor");
        let mut ceiling = csat();
        ceiling.measurable.counter_floor = None;
        ceiling.measurable.counter_ceiling = Some(8.0);
        assert_eq!(judge(&ceiling, &four(190), &[week(3, 30, 60)], WEEK_4).status, Status::Paused);
    }

    #[test]
    fn counts_and_times() {
        let of = |unit, values: &[f64]| {
            let weeks: Vec<Measured> = values
                .iter()
                .enumerate()
                .map(|(place, value)| Measured { value: *value, hits: None, ..week(place as i32, 1, 50) })
                .collect();
            pooled(unit, &weeks)
        };
        let counted = of(Unit::Count, &[50.0]).unwrap();
        let (low, high) = counted.interval.unwrap();
        assert_eq!((low.round(), high.round(), counted.n), (37.0, 66.0, 50));
        assert_eq!(of(Unit::Minutes, &[60.0]).unwrap().interval, None);
        let minutes = of(Unit::Minutes, &[60.0, 62.0, 58.0]).unwrap();
        assert_eq!((minutes.value, minutes.n), (60.0, 150));
        assert!(minutes.interval.unwrap().0 < 58.0);
        assert_eq!(of(Unit::Percent, &[]), None);
    }

    #[test]
    fn ended_and_promised() {
        let mut goal = csat();
        goal.promise = "One article a week".to_owned();
        assert_eq!(judge(&goal, &four(190), &[], WEEK_4).status, Status::OnPath, "the figure can be shown");
        goal.measurable.n_a_week = Some(5);
        assert_eq!(judge(&goal, &four(190), &[], WEEK_4).status, Status::Promised);
        goal.ended = Some(Ended { on: WEEK_4, why: "merged".to_owned() });
        assert_eq!(judge(&goal, &[], &[], WEEK_4).status, Status::Ended);
    }
}
