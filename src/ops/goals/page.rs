//! Goals as they are shown: one line each, or everything about one.

use jiff::civil::Date;

use super::{Promised, Source, find, promised, today};
use crate::domain::goal::{
    Advice, Checked, Class, Course, Goal, Judged, Kept, Kind, Measured, Status, Step, Unit, check, judge,
    sentence,
};
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::metrics::weeks;
use crate::ops::session::Session;
use crate::storage::{GoalRow, ValueRow};
use crate::words::Bilingual;

/// Texts of one line are cut here.
const LONGEST_LINE: usize = 160;

/// Every goal in one line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Goals {
    /// Those that run first, by due day; then those to come, then what is over.
    pub rows: Vec<GoalLine>,
}

/// One goal in one line.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalLine {
    /// Its id.
    pub id: Shown,
    /// Its own sentence.
    pub sentence: Shown,
    /// The metric.
    pub metric: Shown,
    /// Who looks after it.
    pub owner: Shown,
    /// Personal or of the team.
    pub kind: Option<Kind>,
    /// The last day.
    pub due: Option<Date>,
    /// Where it stands.
    pub status: Status,
    /// What it is counted in.
    pub unit: Option<Unit>,
    /// The value since the start of the current four weeks.
    pub value: Option<Bilingual>,
    /// What the value stands on.
    pub n: u64,
    /// The value that there should be now.
    pub path_now: Option<Bilingual>,
    /// The path from start to due, step by step, for a small chart.
    pub path: Vec<f64>,
    /// The next step, where there is one.
    pub next: Option<(Date, Bilingual)>,
    /// Its value.
    pub next_value: Option<f64>,
    /// The value and the path as numbers, with the interval.
    pub judged: Judged,
    /// How the promise was kept.
    pub promise: Option<Kept>,
    /// Whether a promise waits for a word about this week.
    pub waits: bool,
    /// Counted from 1.
    pub version: u32,
}

/// Every goal, judged by what its metric came to week by week, and by typed values where no conversation says it.
pub fn overview(session: &Session, now: i64) -> Result<Goals, OpsError> {
    let goals = session.store.goals()?.into_iter().map(|row| row.goal);
    let goals: Vec<Goal> = goals.filter(|goal| goal.ended.is_none()).collect();
    let measured = weeks::of_goals(session, &goals, now)?;
    let find = |goal: &Goal, counter: bool| {
        let place = goals.iter().position(|known| known.id == goal.id);
        place.map(|place| measured[place][usize::from(counter)].clone()).unwrap_or_default()
    };
    overview_with(session, now, &find)
}

/// Every goal, judged by measured values and those typed in.
pub fn overview_with(session: &Session, now: i64, source: Source<'_>) -> Result<Goals, OpsError> {
    let today = today(session, now);
    let mut rows = Vec::new();
    for row in session.store.goals()? {
        let judged = judged(session, &row.goal, today, source)?.judged;
        rows.push(line(&row, &judged, promised(session, &row.goal, today)?, today));
    }
    let order = |line: &GoalLine| match line.status {
        Status::Ended | Status::Reached | Status::LooksReached | Status::Missed => 2,
        Status::NotStarted => 1,
        _ => 0,
    };
    rows.sort_by(|a, b| (order(a), a.due, &a.id).cmp(&(order(b), b.due, &b.id)));
    Ok(Goals { rows })
}

fn line(row: &GoalRow, judged: &Judged, promise: Option<Promised>, today: Date) -> GoalLine {
    let goal = &row.goal;
    let course = goal.course();
    let show = |value: f64| course.as_ref().map(|course| course.unit.show(value));
    let running = course.as_ref().filter(|_| goal.ended.is_none());
    let next = running.and_then(|course| course.next(today));
    GoalLine {
        id: Shown::short(&goal.id, 64),
        sentence: Shown::short(&goal.specific.sentence, LONGEST_LINE),
        metric: Shown::short(&goal.specific.metric, 64),
        owner: Shown::short(&goal.specific.owner, 64),
        kind: goal.kind,
        due: goal.time.due,
        status: judged.status,
        unit: goal.unit(),
        value: judged.reading.and_then(|reading| {
            course.as_ref().map(|course| course.unit.show_measured(reading.value, reading.n))
        }),
        n: judged.reading.map_or(0, |reading| reading.n),
        path_now: judged.path.and_then(show),
        path: course.as_ref().map(|c| c.knots.iter().map(|knot| knot.value).collect()).unwrap_or_default(),
        next: next.and_then(|step| Some((step.by, show(step.value)?))),
        next_value: next.map(|step| step.value),
        judged: judged.clone(),
        waits: promise.as_ref().is_some_and(|promise| promise.waits),
        promise: promise.map(|promise| promise.kept),
        version: row.version,
    }
}

/// A step with what was measured up to it.
#[derive(Clone, Debug, PartialEq)]
pub struct StepLine {
    /// The step.
    pub step: Step,
    /// What it shall be, for people.
    pub shall: Bilingual,
    /// The step before today's next one has passed.
    pub passed: bool,
    /// What the last week before it came to.
    pub measured: Option<Measured>,
}

/// A week that was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct WeekLine {
    /// The week.
    pub measured: Measured,
    /// Its value, for people.
    pub value: Bilingual,
    /// Of the counter-metric.
    pub counter: bool,
}

/// A version of a goal.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionLine {
    /// Counted from 1.
    pub version: u32,
    /// The day it was written.
    pub on: Date,
    /// Why it was changed; empty for the first.
    pub why: Shown,
    /// The goal as it was then, in one sentence.
    pub sentence: Bilingual,
}

/// Everything about one goal.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalPage {
    /// The record.
    pub goal: Goal,
    /// The goal in one line.
    pub line: GoalLine,
    /// Its parts put together.
    pub said: Bilingual,
    /// The way; always there for a goal that was kept.
    pub course: Option<Course>,
    /// The steps.
    pub steps: Vec<StepLine>,
    /// Where it stands, and on what.
    pub judged: Judged,
    /// The weeks, in order.
    pub weeks: Vec<WeekLine>,
    /// How bold it is.
    pub class: Option<Class>,
    /// What is worth doing.
    pub advice: Vec<Advice>,
    /// Every version, the first one first.
    pub history: Vec<VersionLine>,
}

/// Everything about one goal, judged by what its metric came to week by week, and by typed values where no conversation
/// says it.
pub fn page(session: &Session, id: &str, now: i64) -> Result<GoalPage, OpsError> {
    let goal = find(session, id)?.goal;
    let measured = weeks::of_goals(session, std::slice::from_ref(&goal), now)?.into_iter().next();
    let [metric, counter] = measured.unwrap_or_default();
    page_with(session, id, now, &|_, other| if other { counter.clone() } else { metric.clone() })
}

/// Everything about one goal, judged by measured values and those typed in.
pub fn page_with(session: &Session, id: &str, now: i64, source: Source<'_>) -> Result<GoalPage, OpsError> {
    let row = find(session, id)?;
    let today = today(session, now);
    let Known { judged, metric, counter } = judged(session, &row.goal, today, source)?;
    let line = line(&row, &judged, promised(session, &row.goal, today)?, today);
    let course = row.goal.course();
    let Checked { advice, class, .. } = check(&row.goal);
    let history = session.store.goal_history(&row.goal.id)?;
    Ok(GoalPage {
        said: sentence(&row.goal),
        steps: course.as_ref().map(|course| steps(course, &metric, today)).unwrap_or_default(),
        weeks: weeks(&row.goal, &metric, &counter),
        judged,
        class,
        advice,
        history: history.iter().map(|row| version(session, row)).collect(),
        line,
        course,
        goal: row.goal,
    })
}

fn version(session: &Session, row: &GoalRow) -> VersionLine {
    VersionLine {
        version: row.version,
        on: today(session, row.at),
        why: Shown::short(&row.why, LONGEST_LINE),
        sentence: sentence(&row.goal),
    }
}

fn steps(course: &Course, metric: &[Measured], today: Date) -> Vec<StepLine> {
    let mut after = course.start();
    course
        .steps()
        .into_iter()
        .map(|step| {
            let measured = metric.iter().rfind(|week| week.week >= after && week.week < step.by).copied();
            after = step.by;
            StepLine { step, shall: course.unit.show(step.value), passed: step.by < today, measured }
        })
        .collect()
}

fn weeks(goal: &Goal, metric: &[Measured], counter: &[Measured]) -> Vec<WeekLine> {
    let counter_unit = goal.measurable.counter_unit.unwrap_or(Unit::Percent);
    let unit = goal.unit().unwrap_or(Unit::Ratio);
    let line = |unit: Unit, counter| {
        move |week: &Measured| WeekLine {
            measured: *week,
            value: unit.show_measured(week.value, week.n),
            counter,
        }
    };
    let mut weeks: Vec<WeekLine> = metric.iter().map(line(unit, false)).collect();
    weeks.extend(counter.iter().map(line(counter_unit, true)));
    weeks.sort_by_key(|week| (week.measured.week, week.counter));
    weeks
}

/// What is known of a goal's figures.
struct Known {
    judged: Judged,
    metric: Vec<Measured>,
    counter: Vec<Measured>,
}

fn judged(session: &Session, goal: &Goal, today: Date, source: Source<'_>) -> Result<Known, OpsError> {
    let typed = session.store.goal_values(&goal.id)?;
    let metric = together(source(goal, false), &typed, false);
    let counter = together(source(goal, true), &typed, true);
    Ok(Known { judged: judge(goal, &metric, &counter, today), metric, counter })
}

/// Measured weeks, and typed ones where nothing was measured; in order.
fn together(mut weeks: Vec<Measured>, typed: &[ValueRow], counter: bool) -> Vec<Measured> {
    for row in typed.iter().filter(|row| row.counter == counter) {
        if !weeks.iter().any(|week| week.week == row.week) {
            weeks.push(Measured {
                week: row.week,
                value: row.value,
                n: row.n,
                hits: row.hits,
                interval: None,
                typed: true,
            });
        }
    }
    weeks.sort_by_key(|week| week.week);
    weeks
}
