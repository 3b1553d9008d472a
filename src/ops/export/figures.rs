//! Figures as reports: a team's, and those of conversations. What is written about people is noted first.

use jiff::Timestamp;

use crate::domain::book::Book;
use crate::ops::error::OpsError;
use crate::ops::metrics;
use crate::ops::metrics::report::{Question, report};
use crate::ops::metrics::span::Wish;
use crate::ops::period;
use crate::ops::session::Session;
use crate::ops::team::{self, Ask};

/// What a team submitted: pillars, distributions, items, weeks.
pub fn summary_book(session: &mut Session, since: Option<&str>, now: i64) -> Result<Book, OpsError> {
    let summary = team::summary(session, &submitted(session, since, now)?, now)?;
    team::tell(session, "team summary", &summary.told, now)?;
    Ok(team::book(&summary, None))
}

/// The same, with how far people agree.
pub fn team_book(session: &mut Session, since: Option<&str>, now: i64) -> Result<Book, OpsError> {
    let ask = submitted(session, since, now)?;
    let summary = team::summary(session, &ask, now)?;
    team::tell(session, "team summary", &summary.told, now)?;
    let accord = team::agreement(session, &ask)?;
    team::tell(session, "team agreement", &accord.told, now)?;
    Ok(team::book(&summary, Some(&accord)))
}

/// The figures of conversations: the last whole week where nothing else is asked for.
pub fn metrics_book(session: &Session, days: Wish<'_>, now: i64) -> Result<Book, OpsError> {
    let question = Question { days, as_of: now.div_euclid(1_000_000), by: None, calendar: None, all: false };
    Ok(metrics::book(&report(session, &question)?))
}

fn submitted(session: &Session, since: Option<&str>, now: i64) -> Result<Ask, OpsError> {
    let since = since.map(|text| period::since(text, now, &session.zone)).transpose()?;
    let day = |at: i64| session.zone.to_datetime(Timestamp::from_microsecond(at).unwrap_or_default()).date();
    Ok(Ask { from: since.map(day), ..Ask::default() })
}
