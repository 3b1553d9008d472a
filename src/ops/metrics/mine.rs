//! Figures for a screen: those of the team with their alarms, or those of one agent for that agent alone, each beside the
//! period before.

use crate::domain::metric::{Absent, Change, Figure, MetricId};
use crate::ops::error::OpsError;
use crate::ops::metrics::people::People;
use crate::ops::metrics::report::{By, Question, Report, report};
use crate::ops::metrics::span::Wish;
use crate::ops::session::Session;

/// Figures of so many weeks, for a screen.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The report, and in it the metrics that the rows belong to.
    pub report: Report,
    /// A row for each of the report's lines: the team's, or the agent's own.
    pub rows: Vec<Row>,
    /// The rows are one agent's own.
    pub own: bool,
}

/// A figure beside the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The figure.
    pub figure: Figure,
    /// The figure of the period before.
    pub previous: Figure,
    /// How it moved.
    pub change: Result<Change, Absent>,
}

impl Figures {
    /// The row of a metric.
    pub fn row(&self, id: MetricId) -> Option<(&crate::ops::metrics::report::Line, &Row)> {
        self.report.lines.iter().zip(&self.rows).find(|(line, _)| line.metric.id == id)
    }
}

/// The team's figures of the last weeks.
pub fn team(session: &Session, weeks: u32, now: i64) -> Result<Figures, OpsError> {
    let report = of(session, &format!("{weeks}w"), now, None)?;
    let rows = report.lines.iter().map(|line| Row {
        figure: line.figure,
        previous: line.previous,
        change: line.change,
    });
    Ok(Figures { rows: rows.collect(), report, own: false })
}

/// One agent's own figures of the last weeks; no rows where the conversations hold nothing of theirs.
pub fn mine(session: &Session, weeks: u32, now: i64) -> Result<Figures, OpsError> {
    let now_ = of(session, &format!("{weeks}w"), now, Some(By::Agent))?;
    let Some(own) = now_.people.as_ref().and_then(own) else {
        return Ok(Figures { report: now_, rows: Vec::new(), own: true });
    };
    let (first, last) = (now_.before.first.to_string(), now_.before.last.to_string());
    let days = Wish { between: Some((&first, &last)), ..Wish::default() };
    let before = report(session, &question(days, now, Some(By::Agent)))?;
    let nothing = || vec![Err(Absent::NotRecorded); own.len()];
    let then = before.people.as_ref().and_then(self::own).map_or_else(nothing, <[_]>::to_vec);
    let rows = own
        .iter()
        .zip(then)
        .map(|(figure, previous)| {
            let change = Change::between(&previous, figure);
            Row { figure: *figure, previous, change }
        })
        .collect();
    Ok(Figures { rows, report: now_, own: true })
}

/// The figures of whoever asks.
fn own(people: &People) -> Option<&[Figure]> {
    match people {
        People::Mine(own) => Some(own),
        People::Team(team) => team.mine.as_ref().map(|mine| mine.figures.as_slice()),
        People::NotMine | People::Kept | People::TooFew { .. } => None,
    }
}

fn of(session: &Session, since: &str, now: i64, by: Option<By>) -> Result<Report, OpsError> {
    report(session, &question(Wish { since: Some(since), ..Wish::default() }, now, by))
}

fn question(days: Wish<'_>, now: i64, by: Option<By>) -> Question<'_> {
    Question { days, as_of: now.div_euclid(1_000_000), by, calendar: None, all: false }
}
