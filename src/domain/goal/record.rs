//! The record of a goal, as a person writes it: every field may be missing, and [`check`](super::check()) says which.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::path::{Course, Shape};
use super::unit::{Amount, Unit};

/// A goal. The same names stand in TOML, in JSON and in `--set`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Goal {
    /// Its name, such as `csat-2026-11-30`; made from metric and due date where it is empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Of one person, or of the team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Reached together, or by each one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<Reach>,
    /// An activity that is promised for every week; done or not done.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub promise: String,
    /// S.
    pub specific: Specific,
    /// M.
    pub measurable: Measurable,
    /// A.
    pub attainable: Attainable,
    /// R.
    pub realistic: Realistic,
    /// T.
    pub time: Time,
    /// When and why it was ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

/// Whose goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Of the one who wrote it.
    Personal,
    /// Of the team.
    Team,
}

/// Who reaches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// All together.
    Collective,
    /// Each one alone.
    Individual,
}

/// One problem, one metric, one owner.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Specific {
    /// One sentence.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sentence: String,
    /// The id of exactly one metric.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub metric: String,
    /// The team, channel or topic that it is about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// One person.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// What the team gains.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// From where to where, in what, on how many, and what must not suffer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measurable {
    /// The value that there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Amount>,
    /// Answers, conversations or calls behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// The baseline's first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Date>,
    /// The baseline's last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Date>,
    /// Values of the last closed weeks, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weeks: Vec<f64>,
    /// The value that there shall be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Amount>,
    /// The target as a change, with its sign; `change_is` says of what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<f64>,
    /// Whether the change is a share of the baseline or points of its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_is: Option<ChangeIs>,
    /// What the metric is counted in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// Which way is better.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Below so many no value is judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_n: Option<u64>,
    /// Answers that come in a week, for rates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n_a_week: Option<u64>,
    /// The metric that must not suffer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub counter_metric: String,
    /// What that is counted in; percent where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counter_unit: Option<Unit>,
    /// It must not fall below this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counter_floor: Option<f64>,
    /// It must not rise above this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counter_ceiling: Option<f64>,
}

/// What a change is said in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeIs {
    /// Percent of the baseline.
    Relative,
    /// Points of the unit itself.
    Points,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Higher is better.
    Up,
    /// Lower is better.
    Down,
}

impl Direction {
    /// Whether `value` is as good as `than`, or better.
    pub fn reaches(self, value: f64, than: f64) -> bool {
        match self {
            Direction::Up => value >= than,
            Direction::Down => value <= than,
        }
    }
}

/// Whether the team can do it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attainable {
    /// Enough people?
    pub staff: Means,
    /// Money?
    pub budget: Means,
    /// Knowledge?
    pub expertise: Means,
    /// Can the team reach it by itself?
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control: Option<bool>,
    /// What is going to be done differently.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub what_changes: String,
    /// Causes as discussed with the agents.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub causes: String,
    /// Another lead who has read it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub read_by: String,
    /// Load and people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Capacity>,
}

/// One question of feasibility.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Means {
    /// Is there enough of it?
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enough: Option<bool>,
    /// How it will be gathered before the start.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub plan: String,
}

/// What the load and the capacity are made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Capacity {
    /// Contacts that arrive in a day.
    pub contacts_a_day: f64,
    /// Minutes that one takes.
    pub handling_minutes: f64,
    /// People.
    pub agents: f64,
    /// Hours that each is available in a day.
    pub hours_a_day: f64,
    /// The planned share of time in conversation, 0 to 1.
    pub occupancy: f64,
    /// Conversations at once, as planned; 1 where none overlap.
    #[serde(default = "one")]
    pub concurrency: f64,
    /// Hours that the service is open in a day, for what is waiting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_hours: Option<f64>,
    /// What is done where the load is too much.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub plan: String,
}

fn one() -> f64 {
    1.0
}

/// Whom it serves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Realistic {
    /// What customers complain about: surveys, comments, social networks.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub complaint: String,
    /// What agents wish.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub wish: String,
    /// What the company aims at.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub aim: String,
    /// Does it strengthen customer satisfaction?
    #[serde(skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<bool>,
}

/// From when to when, and how often it is looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Time {
    /// The first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// The last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// How often it is looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<Every>,
    /// How far apart the steps are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<Every>,
    /// The line between start and due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Shape>,
    /// What each step is said to bring, with its sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_change: Option<f64>,
    /// Whether that is a share of the step before or points of the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_is: Option<ChangeIs>,
    /// Steps as agreed; worked out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// A dated part of a goal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Until when.
    pub by: Date,
    /// The value that there shall be.
    pub value: f64,
}

/// A rhythm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    /// Seven days.
    Week,
    /// Fourteen days.
    Fortnight,
    /// A month.
    Month,
    /// Three months.
    Quarter,
}

/// The end of a goal that was ended by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    /// The day.
    pub on: Date,
    /// The reason.
    pub why: String,
}

impl Goal {
    /// What it is counted in: as said, or as written beside the baseline or the target.
    pub fn unit(&self) -> Option<Unit> {
        let m = &self.measurable;
        m.unit.or(m.baseline.and_then(|amount| amount.unit)).or(m.target.and_then(|amount| amount.unit))
    }

    /// The value to reach: as said, or the baseline changed as said; none where it is not said of what.
    pub fn target(&self) -> Option<f64> {
        let m = &self.measurable;
        m.target.map(|amount| amount.value).or_else(|| {
            let from = m.baseline?.value;
            Some(changed(from, m.change?, m.change_is?))
        })
    }

    /// Which way is better: as said, or the way from baseline to target.
    pub fn direction(&self) -> Option<Direction> {
        self.measurable.direction.or_else(|| {
            let (from, to) = (self.measurable.baseline?.value, self.target()?);
            Some(if to < from { Direction::Down } else { Direction::Up })
        })
    }

    /// The way from the baseline to the target; none while something is missing.
    pub fn course(&self) -> Option<Course> {
        Course::of(self)
    }
}

/// A value after a change.
pub(super) fn changed(from: f64, change: f64, is: ChangeIs) -> f64 {
    match is {
        ChangeIs::Relative => from + from * change / 100.0,
        ChangeIs::Points => from + change,
    }
}
