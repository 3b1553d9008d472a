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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::conversation::{Conversation, Message, Moment, Role, Status};
    use crate::domain::metric::Reading;
    use crate::domain::person::Me;
    use crate::domain::redaction::Rules;
    use crate::ops::session::{Setting, TeamRules};
    use crate::storage::Store;
    use jiff::tz::TimeZone;

    const NOW: i64 = 1_795_910_400_000_000;
    const MINUTE: i64 = 60_000_000;
    const DAY: i64 = 1_440 * MINUTE;

    /// Asked and solved within some minutes, so many days ago.
    fn conversation(agent: &str, days: i64, minutes: i64, tags: &[&str]) -> Conversation {
        let at = |minutes| Moment { micros: NOW - days * DAY + 600 * MINUTE + minutes * MINUTE, offset: 0 };
        let message = |minutes: i64, role, author: &str| Message {
            id: minutes.to_string(),
            at: at(minutes),
            role,
            author: author.to_owned(),
            text: "good day".into(),
            html: None,
            private: false,
            macro_name: None,
        };
        Conversation {
            source: "shop".into(),
            external_id: format!("{agent} {days} {tags:?}"),
            channel: "chat".into(),
            subject: String::new(),
            status: Some(Status::Solved),
            opened_at: at(0),
            closed_at: Some(at(minutes + 1)),
            agent: agent.to_owned(),
            customer: "carl".into(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            csat: None,
            transfers: Some(0),
            reopens: Some(0),
            messages: vec![message(0, Role::Customer, "carl"), message(minutes, Role::Agent, agent)],
        }
    }

    fn session(agents: &[&str]) -> Session {
        let mut store = Store::memory().unwrap();
        let days = (1..190).flat_map(|day| agents.iter().zip(1..).map(move |(agent, n)| (*agent, day, n)));
        let mut all: Vec<Conversation> =
            days.map(|(agent, day, n)| conversation(agent, day, n * 3 + day % 11, &[])).collect();
        // Solved long before anything that a report of the last weeks reads, and asked about again in the period before.
        all.push(conversation(agents[0], 160, 5, &["issue:7"]));
        all.push(conversation(agents[0], 40, 5, &["issue:7"]));
        store.take_in(&all, NOW).unwrap();
        store.set_me(&Me { name: agents[0].to_owned(), aliases: Vec::new() }).unwrap();
        let setting = Setting {
            store: Default::default(),
            checklists: None,
            zone: TimeZone::UTC,
            usual: "four-pillars".into(),
            silent_share: 0.3,
            keys: None,
            rules: Rules::standard(),
            folder: None,
            hide_names: false,
            team: TeamRules::default(),
            read_only: false,
        };
        Session::over(store, &setting)
    }

    #[test]
    fn the_period_before_is_what_its_own_report_says() {
        for agents in [&["lea", "ann", "bob", "cid", "dan", "eve", "fay"][..], &["lea"]] {
            let session = session(agents);
            let found = mine(&session, 4, NOW).unwrap();
            let (first, last) = (found.report.before.first.to_string(), found.report.before.last.to_string());
            let days = Wish { between: Some((&first, &last)), ..Wish::default() };
            let alone = report(&session, &Question { days, ..question("", NOW, Some(By::Agent)) }).unwrap();
            let alone = alone.people.as_ref().and_then(People::own).unwrap();
            let before: Vec<Figure> = found.rows.iter().map(|row| row.previous).collect();
            assert_eq!(before, alone);
            let solved = found.row(MetricId::Solved).unwrap().1;
            assert_eq!(solved.figure, Ok(Reading::Count(28)));
            assert_eq!(solved.previous, Ok(Reading::Count(28)), "what came back was first solved long ago");
        }
    }

    #[test]
    fn whoever_answered_nothing_has_no_rows() {
        let mut session = session(&["lea", "ann"]);
        session.store.set_me(&Me { name: "zoe".into(), aliases: Vec::new() }).unwrap();
        assert_eq!(mine(&session, 4, NOW).unwrap().rows, []);
    }
}
