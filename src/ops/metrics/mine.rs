//! Figures for a screen: those of the team with their alarms, or those of one agent for that agent alone, each beside the
//! period before.

use crate::domain::metric::{Absent, Change, Figure, MetricId};
use crate::ops::error::OpsError;
use crate::ops::metrics::people::People;
use crate::ops::metrics::report::{By, Question, Report, report, report_beside_own};
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
    let report = report(session, &question(&format!("{weeks}w"), now, None))?;
    let rows = report.lines.iter().map(|line| Row {
        figure: line.figure,
        previous: line.previous,
        change: line.change,
    });
    Ok(Figures { rows: rows.collect(), report, own: false })
}

/// One agent's own figures of the last weeks; no rows where the conversations hold nothing of theirs.
pub fn mine(session: &Session, weeks: u32, now: i64) -> Result<Figures, OpsError> {
    let since = format!("{weeks}w");
    let (report, then) = report_beside_own(session, &question(&since, now, Some(By::Agent)))?;
    let own = report.people.as_ref().and_then(People::own).unwrap_or_default();
    let then = then.unwrap_or_else(|| vec![Err(Absent::NotRecorded); own.len()]);
    let rows = own
        .iter()
        .zip(then)
        .map(|(figure, previous)| {
            let change = Change::between(&previous, figure);
            Row { figure: *figure, previous, change }
        })
        .collect();
    Ok(Figures { rows, report, own: true })
}

fn question(since: &str, now: i64, by: Option<By>) -> Question<'_> {
    let days = Wish { since: Some(since), ..Wish::default() };
    Question { days, as_of: now.div_euclid(1_000_000), by, calendar: None, all: false }
}
