//! What changes goals: new ones, new versions, values, promised weeks.

use jiff::civil::Date;

use super::{find, today};
use crate::both;
use crate::domain::checklist::Better;
use crate::domain::goal::{
    Checked, Direction, Ended, Goal, Measured, Past, Suggestion, Unit, belongs, check,
};
use crate::domain::metric::MetricId;
use crate::domain::nearest::nearest;
use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::formats::goal as toml;
use crate::ops::error::{Kind, OpsError};
use crate::ops::metrics::weeks::{self, Scope};
use crate::ops::session::Session;
use crate::storage::{PromiseRow, ValueRow};
use crate::words::Bilingual;

/// A goal that was read, and what the check says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The goal.
    pub goal: Goal,
    /// Faults and advice.
    pub checked: Checked,
}

/// What became of a goal that was to be kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Kept under this id, as this version.
    Kept {
        /// The goal with its id, and the advice about it.
        written: Written,
        /// Counted from 1.
        version: u32,
    },
    /// It has faults, and nothing was kept.
    Refused(Written),
}

/// Reads a goal from TOML, with values set over it in order (`measurable.target`, `90`).
pub fn read(text: &str, file: &str, set: &[(String, String)]) -> Result<Written, OpsError> {
    let refuse = |problems: Vec<Problem>| {
        OpsError::data(Bilingual::fixed("this goal cannot be read", "cet objectif ne peut pas être lu"))
            .hint(Bilingual::fixed(
                "`aplomb goal new --template` prints a file to start from",
                "«\u{202f}aplomb goal new --template\u{202f}» affiche un fichier pour commencer",
            ))
            .with(problems.into_iter().map(|problem| problem.in_file(file)).collect())
    };
    let goal = if set.is_empty() {
        toml::parse(text).map_err(refuse)?
    } else {
        // Mistakes in the file are told with their lines, before anything is set over them.
        toml::parse(text).map_err(refuse)?;
        let refuse = |problems: Vec<Problem>| {
            OpsError::new(
                Kind::Usage,
                Bilingual::fixed(
                    "a value of the goal is not as it must be",
                    "une valeur de l’objectif ne convient pas",
                ),
            )
            .with(problems)
        };
        let mut text = text.to_owned();
        for (path, value) in set {
            text = toml::set(&text, path, value).map_err(|problem| refuse(vec![problem]))?;
        }
        toml::parse(&text).map_err(|problems| {
            refuse(problems.into_iter().map(|problem| Problem { line: None, ..problem }).collect())
        })?
    };
    Ok(Written { checked: check(&goal), goal })
}

/// A goal as TOML, to be handed over; how it ended stays here.
pub fn to_toml(goal: &Goal) -> String {
    toml::to_toml(&Goal { ended: None, ..goal.clone() })
}

/// Keeps a new goal, if it has no fault. One without an id gets one of its metric and due day.
pub fn add(session: &mut Session, written: Written, now: i64) -> Result<Outcome, OpsError> {
    if !written.checked.is_sound() {
        return Ok(Outcome::Refused(written));
    }
    let mut written = written;
    if !written.goal.id.is_empty() {
        if !session.store.add_goal(&written.goal, now)? {
            let id = Shown::short(&written.goal.id, 64);
            return Err(OpsError::data(both!(
                "there is a goal `{id}` already",
                "il y a déjà un objectif «\u{202f}{id}\u{202f}»"
            ))
            .hint(both!(
                "`aplomb goal change {id} … --why …` makes a new version of it",
                "«\u{202f}aplomb goal change {id} … --why …\u{202f}» en fait une nouvelle version"
            )));
        }
        return Ok(Outcome::Kept { written, version: 1 });
    }
    let base = made_id(&written.goal);
    for count in 1_u32.. {
        written.goal.id = if count == 1 { base.clone() } else { format!("{base}-{count}") };
        if session.store.add_goal(&written.goal, now)? {
            break;
        }
    }
    Ok(Outcome::Kept { written, version: 1 })
}

/// `csat-2026-11-30`.
fn made_id(goal: &Goal) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let metric: String = goal.specific.metric.trim().chars().map(plain).take(40).collect();
    let due = goal.time.due.map(|due| due.to_string()).unwrap_or_default();
    format!("{metric}-{due}")
}

/// Makes a new version of a goal, with the reason; the ones before stay. Checked like a new one.
pub fn change(
    session: &mut Session,
    id: &str,
    set: &[(String, String)],
    why: &str,
    now: i64,
) -> Result<Outcome, OpsError> {
    let row = running(session, id)?;
    let why = reason(why)?;
    let mut written = read(&to_toml(&row.goal), "", set)?;
    written.goal.id.clone_from(&row.goal.id);
    if !written.checked.is_sound() {
        return Ok(Outcome::Refused(written));
    }
    if written.goal == row.goal {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed("nothing would change", "rien ne changerait"),
        )
        .hint(Bilingual::fixed(
            "--to, --by, --owner and --set say what is to be different",
            "--to, --by, --owner et --set disent ce qui doit changer",
        )));
    }
    let version = session.store.change_goal(&written.goal, &why, now)?;
    Ok(Outcome::Kept { written, version })
}

/// Ends a goal before its time, with the reason. It stays, with its history.
pub fn end(session: &mut Session, id: &str, why: &str, now: i64) -> Result<String, OpsError> {
    let row = running(session, id)?;
    let why = reason(why)?;
    let mut goal = row.goal;
    goal.ended = Some(Ended { on: today(session, now), why: why.clone() });
    session.store.change_goal(&goal, &why, now)?;
    Ok(goal.id)
}

fn reason(why: &str) -> Result<String, OpsError> {
    let why = why.trim();
    if why.is_empty() {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed("a reason is needed: --why", "il faut une raison\u{202f}: --why"),
        ));
    }
    Ok(why.chars().take(2_000).collect())
}

fn running(session: &Session, id: &str) -> Result<crate::storage::GoalRow, OpsError> {
    let row = find(session, id)?;
    if row.goal.ended.is_some() {
        return Err(OpsError::data(Bilingual::fixed(
            "this goal has ended; nothing changes any more",
            "cet objectif est terminé\u{202f}; plus rien ne change",
        )));
    }
    Ok(row)
}

/// A value that is typed in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    /// The week's Monday.
    pub week: Date,
    /// Of the counter-metric.
    pub counter: bool,
    /// The value; of a rate, `hits` of `n` where it is not given.
    pub value: Option<f64>,
    /// What it stands on.
    pub n: u64,
    /// Of a rate, how many of n.
    pub hits: Option<u64>,
}

/// Keeps a value that was typed in. Returns the goal's id and the value.
pub fn record(
    session: &mut Session,
    id: &str,
    value: Value,
    now: i64,
) -> Result<(String, Bilingual), OpsError> {
    let goal = running(session, id)?.goal;
    in_time(session, &goal, value.week, now)?;
    let unit = if value.counter {
        goal.measurable.counter_unit.unwrap_or(Unit::Percent)
    } else {
        goal.unit().unwrap_or(Unit::Ratio)
    };
    let usage = |text| OpsError::new(Kind::Usage, text);
    if value.n == 0 {
        return Err(usage(Bilingual::fixed(
            "a value stands on at least one: --n",
            "une valeur repose sur au moins une observation\u{202f}: --n",
        )));
    }
    if value.hits.is_some() && unit != Unit::Percent {
        return Err(usage(Bilingual::fixed(
            "--hits is for rates; write --value",
            "--hits est pour les taux\u{202f}; écrivez --value",
        )));
    }
    let number = match (value.value, value.hits) {
        (Some(number), _) => number,
        (None, Some(hits)) => 100.0 * hits as f64 / value.n as f64,
        (None, None) => {
            return Err(usage(Bilingual::fixed(
                "what was it? --value, or --hits of --n",
                "combien\u{202f}? --value, ou --hits sur --n",
            )));
        }
    };
    let (low, high) = unit.range();
    if !(low..=high).contains(&number) || value.hits.is_some_and(|hits| hits > value.n) {
        return Err(usage(both!(
            "{number} is beyond the scale of {}",
            "{number} est hors de l’échelle de «\u{202f}{}\u{202f}»",
            unit.word()
        )));
    }
    if let (Some(said), Some(hits)) = (value.value, value.hits)
        && (said - 100.0 * hits as f64 / value.n as f64).abs() > 0.5
    {
        return Err(usage(Bilingual::fixed(
            "--value and --hits of --n do not agree: keep one",
            "--value et --hits sur --n ne concordent pas\u{202f}: gardez l’un des deux",
        )));
    }
    session.store.put_goal_value(&ValueRow {
        goal: goal.id.clone(),
        week: value.week,
        counter: value.counter,
        value: number,
        n: value.n,
        hits: value.hits,
        at: now,
    })?;
    Ok((goal.id, unit.show_measured(number, value.n)))
}

/// Says of a week whether the promised activity was done.
pub fn promise(
    session: &mut Session,
    id: &str,
    week: Date,
    done: bool,
    now: i64,
) -> Result<String, OpsError> {
    let goal = running(session, id)?.goal;
    if goal.promise.trim().is_empty() {
        return Err(OpsError::data(Bilingual::fixed(
            "this goal promises no activity",
            "cet objectif ne promet aucune activité",
        ))
        .hint(both!(
            "`aplomb goal change {} --set promise=\"…\" --why …` adds one",
            "«\u{202f}aplomb goal change {} --set promise=\"…\" --why …\u{202f}» en ajoute une",
            Shown::short(&goal.id, 64)
        )));
    }
    in_time(session, &goal, week, now)?;
    session.store.mark_promise(&PromiseRow { goal: goal.id.clone(), week, done, at: now })?;
    Ok(goal.id)
}

/// A week that belongs to the goal and has begun.
fn in_time(session: &Session, goal: &Goal, week: Date, now: i64) -> Result<(), OpsError> {
    if week > today(session, now) {
        return Err(OpsError::data(both!(
            "the week of {week} has not begun",
            "la semaine du {week} n’a pas commencé"
        )));
    }
    if !belongs(goal, week) {
        return Err(OpsError::data(both!(
            "the week of {week} lies outside the goal",
            "la semaine du {week} est hors de l’objectif"
        )));
    }
    Ok(())
}

/// The largest figure of a week that means anything.
const LARGEST: f64 = 1e12;
/// Closed weeks that a suggestion stands on.
const WEEKS: i64 = 12;

/// What the last weeks suggest, and which they were where conversations say it.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggested {
    /// The suggestion, in the unit.
    pub said: Suggestion,
    /// The unit; `None` where values were typed in without one.
    pub unit: Option<Unit>,
    /// The metric and its weeks.
    pub metric: Option<(MetricId, Vec<Measured>)>,
}

/// What the last weeks suggest: of a metric by its id, or of values that are given, the oldest first.
pub fn suggest(
    session: &Session,
    weeks: &[String],
    direction: Option<Direction>,
    scope: &str,
    now: i64,
) -> Result<Suggested, OpsError> {
    if let [word] = weeks
        && word.parse::<f64>().is_err()
    {
        return of_metric(session, word, direction, scope, now);
    }
    let values: Option<Vec<f64>> = weeks.iter().map(|week| week.replace(',', ".").parse().ok()).collect();
    let Some(values) = values else {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed(
                "name one metric, or one number for each week",
                "nommez un indicateur, ou un nombre par semaine",
            ),
        ));
    };
    let Some(direction) = direction else {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed("which way is better? --better", "quel est le bon sens\u{202f}? --better"),
        ));
    };
    Ok(Suggested { said: of_weeks(&values, direction)?, unit: None, metric: None })
}

fn of_metric(
    session: &Session,
    word: &str,
    direction: Option<Direction>,
    scope: &str,
    now: i64,
) -> Result<Suggested, OpsError> {
    let Some(id) = MetricId::from_word(word) else {
        let found = Shown::short(word, 40);
        return Err(OpsError::new(
            Kind::Usage,
            both!("there is no metric `{found}`", "il n’y a pas d’indicateur «\u{202f}{found}\u{202f}»"),
        )
        .hint(match nearest(word, MetricId::ALL.iter().map(|id| id.word())) {
            Some(near) => both!("did you mean {near}?", "vouliez-vous dire {near}\u{202f}?"),
            None => Bilingual::fixed(
                "`aplomb metrics list --all` names them",
                "«\u{202f}aplomb metrics list --all\u{202f}» les nomme",
            ),
        }));
    };
    let direction = match (direction, id.metric().better) {
        (Some(direction), _) => direction,
        (None, Better::Lower) => Direction::Down,
        (None, Better::Higher | Better::Neither) => Direction::Up,
    };
    let mut goal = Goal::default();
    goal.specific.scope = scope.to_owned();
    let found = weeks::last_weeks(session, id, &Scope::of(&goal), WEEKS, now)?;
    let longest = found.iter().map(|(_, reading)| reading.value()).fold(0.0, f64::max);
    let unit = match Unit::of_metric(id) {
        Unit::Seconds if longest >= 2.0 * 3600.0 => Unit::Hours,
        Unit::Seconds if longest >= 120.0 => Unit::Minutes,
        unit => unit,
    };
    let measured: Vec<Measured> =
        found.iter().map(|(week, reading)| weeks::one(*week, reading, unit)).collect();
    let values: Vec<f64> = measured.iter().map(|week| week.value).collect();
    Ok(Suggested { said: of_weeks(&values, direction)?, unit: Some(unit), metric: Some((id, measured)) })
}

fn of_weeks(weeks: &[f64], direction: Direction) -> Result<Suggestion, OpsError> {
    if let Some(odd) = weeks.iter().find(|week| !week.is_finite() || week.abs() > LARGEST) {
        return Err(OpsError::data(both!(
            "`{odd}` is no week’s figure: whole or decimal numbers up to a million million",
            "«\u{202f}{odd}\u{202f}» n’est pas le chiffre d’une semaine\u{202f}: des nombres jusqu’à mille milliards"
        )));
    }
    Past::of(weeks, direction).map(|past| past.suggest()).ok_or_else(|| {
        let n = weeks.len();
        OpsError::data(both!(
            "{n} weeks are too few to suggest a target: eight at least, twelve are better",
            "{n} semaines ne suffisent pas pour proposer une cible\u{202f}: huit au moins, douze de préférence"
        ))
    })
}
