//! Goals: read and checked, kept with every version, judged by what was measured, promised weeks marked. What comes back
//! is ready to show.

mod page;
mod writing;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, ISOWeekDate, Weekday};

pub use page::{
    GoalLine, GoalPage, Goals, StepLine, VersionLine, WeekLine, overview, overview_with, page, page_with,
};
pub use writing::{
    Outcome, Suggested, Value, Written, add, change, end, promise, read, record, suggest, to_toml,
};

use crate::both;
use crate::domain::goal::{Goal, Kept, Kind as Whose, Measured, Trend, kept, monday};
use crate::domain::shown::Shown;
use crate::ops::error::{Kind, OpsError};
use crate::ops::session::Session;
use crate::storage::GoalRow;

/// Where measured values come from beside those typed in: of a goal's metric, or of its counter-metric (`true`).
pub type Source<'a> = &'a dyn Fn(&Goal, bool) -> Vec<Measured>;

/// The newest version of the goal with this id, or whose id alone begins like this.
fn find(session: &Session, id: &str) -> Result<GoalRow, OpsError> {
    let mut goals = session.store.goals()?;
    let found = goals.iter().position(|row| row.goal.id == id).or_else(|| {
        let mut like = goals.iter().enumerate().filter(|(_, row)| row.goal.id.starts_with(id));
        match (like.next(), like.next()) {
            (Some((place, _)), None) if !id.is_empty() => Some(place),
            _ => None,
        }
    });
    match found {
        Some(place) => Ok(goals.swap_remove(place)),
        None => {
            let id = Shown::short(id, 64);
            Err(OpsError::data(both!(
                "there is no goal `{id}`",
                "il n’y a pas d’objectif «\u{202f}{id}\u{202f}»"
            ))
            .hint(both!(
                "`aplomb goal list` lists them with their ids",
                "«\u{202f}aplomb goal list\u{202f}» les liste avec leurs identifiants"
            )))
        }
    }
}

fn today(session: &Session, now: i64) -> Date {
    Timestamp::from_microsecond(now).unwrap_or_default().to_zoned(session.zone.clone()).date()
}

/// The Monday of a week as people type it: `2026-W47`, or any of its days.
pub fn week(text: &str) -> Result<Date, OpsError> {
    let text = text.trim();
    let iso = || {
        let (year, week) = text.split_once("-W").or_else(|| text.split_once("-w"))?;
        let date = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday).ok()?;
        Some(date.date())
    };
    iso().or_else(|| text.parse().ok().map(monday)).ok_or_else(|| {
        let found = Shown::short(text, 40);
        OpsError::new(
            Kind::Usage,
            both!(
                "`{found}` is no week: write 2026-W47, or one of its days such as 2026-11-16",
                "«\u{202f}{found}\u{202f}» n’est pas une semaine\u{202f}: écrivez 2026-W47, ou l’un de ses jours comme 2026-11-16"
            ),
        )
    })
}

/// How a promise was kept so far; none where nothing was promised.
fn promised(session: &Session, goal: &Goal, today: Date) -> Result<Option<Promised>, OpsError> {
    if goal.promise.trim().is_empty() {
        return Ok(None);
    }
    let marked: BTreeMap<Date, bool> =
        session.store.promises(&goal.id)?.into_iter().map(|row| (row.week, row.done)).collect();
    let kept = kept(goal, &marked, today);
    let waits = goal.time.due.is_some_and(|due| due >= today)
        && kept.weeks() > 0
        && !marked.contains_key(&monday(today));
    Ok(Some(Promised { kept, waits }))
}

/// What became of a goal's promise.
struct Promised {
    kept: Kept,
    /// Nobody has said yet whether it was done this week.
    waits: bool,
}

/// What recurs in personal goals: those here and those of these files, which agents handed over.
#[derive(Clone, Debug, PartialEq)]
pub struct Recurring {
    /// What recurs, the most frequent first.
    pub trends: Vec<Trend>,
    /// Personal goals that were read.
    pub goals: usize,
    /// Fewer people than this are not shown.
    pub people: usize,
}

/// What recurs in the personal goals of at least k people.
pub fn trends(session: &Session, handed: Vec<Goal>) -> Result<Recurring, OpsError> {
    let mut goals: Vec<Goal> = session.store.goals()?.into_iter().map(|row| row.goal).collect();
    goals.extend(handed);
    goals.retain(|goal| goal.kind == Some(Whose::Personal));
    let people = session.team.people;
    Ok(Recurring { trends: crate::domain::goal::trends(&goals, people), goals: goals.len(), people })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weeks_as_people_type_them() {
        assert_eq!(week("2026-W47").unwrap(), date(2026, 11, 16));
        assert_eq!(week(" 2026-11-22 ").unwrap(), date(2026, 11, 16));
        for wrong in ["", "W47", "2026-W54", "2026-47", "next"] {
            assert!(week(wrong).is_err(), "{wrong}");
        }
    }
}
