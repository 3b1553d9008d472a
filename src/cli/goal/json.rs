//! Goals as scripts read them.

use serde::Serialize;

use crate::domain::goal::{Class, Goal, Judged, Kind, RULES, Reading, Shape, Unit};
use crate::domain::problem::LONGEST_VALUE;
use crate::domain::shown::Shown;
use crate::ops::goals::{GoalLine, GoalPage, Written};
use crate::words::Lang;

#[derive(Serialize)]
struct FaultOut {
    code: &'static str,
    letter: &'static str,
    field: &'static str,
    found: String,
    accepted: String,
    repair: String,
}

#[derive(Serialize)]
struct RuleOut {
    code: &'static str,
    letter: &'static str,
    accepted: String,
}

/// What the check found, and the rules that it knows.
#[derive(Serialize)]
pub struct CheckOut {
    schema_version: u32,
    sound: bool,
    class: Option<Class>,
    faults: Vec<FaultOut>,
    advice: Vec<String>,
    codes: Vec<RuleOut>,
}

impl CheckOut {
    /// In `lang`.
    pub fn of(written: &Written, lang: Lang) -> CheckOut {
        let checked = &written.checked;
        let faults = checked
            .faults
            .iter()
            .map(|fault| FaultOut {
                code: fault.code,
                letter: fault.letter().word(),
                field: fault.field,
                found: Shown::short(&fault.found, LONGEST_VALUE).into_string(),
                accepted: fault.rule().map(|rule| rule.accepted.get(lang).to_owned()).unwrap_or_default(),
                repair: fault.repair.get(lang).to_owned(),
            })
            .collect();
        CheckOut {
            schema_version: 1,
            sound: checked.is_sound(),
            class: checked.class,
            faults,
            advice: checked.advice.iter().map(|advice| advice.text.get(lang).to_owned()).collect(),
            codes: RULES
                .iter()
                .map(|rule| RuleOut {
                    code: rule.code,
                    letter: rule.letter.word(),
                    accepted: rule.accepted.get(lang).to_owned(),
                })
                .collect(),
        }
    }
}

/// What became of a goal that was to be kept.
#[derive(Serialize)]
pub struct KeptOut {
    /// Its id; none where it was refused.
    pub id: Option<String>,
    /// Its version.
    pub version: Option<u32>,
    /// What the check found.
    #[serde(flatten)]
    pub check: CheckOut,
}

#[derive(Serialize)]
struct NextOut {
    by: String,
    value: f64,
}

#[derive(Serialize)]
struct PromiseOut {
    done: u64,
    not_done: u64,
    open: u64,
}

/// A goal in one line.
#[derive(Serialize)]
pub struct LineOut {
    id: String,
    version: u32,
    kind: Option<&'static str>,
    sentence: String,
    metric: String,
    owner: String,
    due: Option<String>,
    status: &'static str,
    unit: Option<&'static str>,
    value: Option<f64>,
    n: u64,
    interval: Option<[f64; 2]>,
    path_now: Option<f64>,
    path: Vec<f64>,
    next: Option<NextOut>,
    promise: Option<PromiseOut>,
}

impl LineOut {
    /// The line.
    pub fn of(line: &GoalLine) -> LineOut {
        let reading = line.judged.reading;
        LineOut {
            id: line.id.to_string(),
            version: line.version,
            kind: line.kind.map(|kind| match kind {
                Kind::Personal => "personal",
                Kind::Team => "team",
            }),
            sentence: line.sentence.to_string(),
            metric: line.metric.to_string(),
            owner: line.owner.to_string(),
            due: line.due.map(|due| due.to_string()),
            status: line.status.code(),
            unit: line.unit.map(Unit::word),
            value: reading.map(|reading| reading.value),
            n: line.n,
            interval: reading.and_then(|reading| reading.interval).map(|(low, high)| [low, high]),
            path_now: line.judged.path,
            path: line.path.clone(),
            next: line
                .next
                .as_ref()
                .zip(line.next_value)
                .map(|((by, _), value)| NextOut { by: by.to_string(), value }),
            promise: line.promise.map(|kept| PromiseOut {
                done: kept.done,
                not_done: kept.not_done,
                open: kept.open,
            }),
        }
    }
}

#[derive(Serialize)]
struct StepOut {
    by: String,
    value: f64,
    measured: Option<f64>,
    n: Option<u64>,
}

#[derive(Serialize)]
struct WeekOut {
    week: String,
    counter: bool,
    value: f64,
    n: u64,
    hits: Option<u64>,
    source: &'static str,
}

#[derive(Serialize)]
struct ReadingOut {
    value: f64,
    n: u64,
    interval: Option<[f64; 2]>,
    weeks: usize,
}

#[derive(Serialize)]
struct CounterOut {
    #[serde(flatten)]
    reading: ReadingOut,
    beyond: bool,
}

#[derive(Serialize)]
struct VersionOut {
    version: u32,
    on: String,
    why: String,
    sentence: String,
}

/// Everything about a goal.
#[derive(Serialize)]
pub struct PageOut<'a> {
    schema_version: u32,
    #[serde(flatten)]
    line: LineOut,
    said: String,
    shape: Option<Shape>,
    class: Option<Class>,
    reading: Option<ReadingOut>,
    path_value: Option<f64>,
    n_needed: Option<u64>,
    n_needed_each_side: Option<u64>,
    counter: Option<CounterOut>,
    steps: Vec<StepOut>,
    weeks: Vec<WeekOut>,
    history: Vec<VersionOut>,
    advice: Vec<String>,
    goal: &'a Goal,
}

fn reading(reading: &Reading) -> ReadingOut {
    ReadingOut {
        value: reading.value,
        n: reading.n,
        interval: reading.interval.map(|(low, high)| [low, high]),
        weeks: reading.weeks,
    }
}

impl<'a> PageOut<'a> {
    /// In `lang`.
    pub fn of(page: &'a GoalPage, lang: Lang) -> PageOut<'a> {
        let Judged { path, needed, both_ends, counter, .. } = &page.judged;
        let source = |typed| if typed { "typed" } else { "computed" };
        PageOut {
            schema_version: 1,
            line: LineOut::of(&page.line),
            said: page.said.get(lang).to_owned(),
            shape: page.course.as_ref().map(|course| course.shape),
            class: page.class,
            reading: page.judged.reading.as_ref().map(reading),
            path_value: *path,
            n_needed: *needed,
            n_needed_each_side: *both_ends,
            counter: counter
                .as_ref()
                .map(|counter| CounterOut { reading: reading(&counter.reading), beyond: counter.beyond }),
            steps: page
                .steps
                .iter()
                .map(|line| StepOut {
                    by: line.step.by.to_string(),
                    value: line.step.value,
                    measured: line.measured.map(|week| week.value),
                    n: line.measured.map(|week| week.n),
                })
                .collect(),
            weeks: page
                .weeks
                .iter()
                .map(|line| WeekOut {
                    week: line.measured.week.to_string(),
                    counter: line.counter,
                    value: line.measured.value,
                    n: line.measured.n,
                    hits: line.measured.hits,
                    source: source(line.measured.typed),
                })
                .collect(),
            history: page
                .history
                .iter()
                .map(|line| VersionOut {
                    version: line.version,
                    on: line.on.to_string(),
                    why: line.why.to_string(),
                    sentence: line.sentence.get(lang).to_owned(),
                })
                .collect(),
            advice: page.advice.iter().map(|advice| advice.text.get(lang).to_owned()).collect(),
            goal: &page.goal,
        }
    }
}
