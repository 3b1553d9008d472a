//! `aplomb metrics`.

mod json;
mod list;
mod print;
mod typed;

use jiff::tz::TimeZone;

use crate::cli::args::{ByArg, MetricsArgs, MetricsCommand};
use crate::cli::out::Out;
use crate::formats::metrics_toml;
use crate::ops::error::OpsError;
use crate::ops::hours;
use crate::ops::metrics::report::{By, Question, report};
use crate::ops::metrics::span::Wish;
use crate::ops::session::Session;

/// Prints figures, or works on those that are typed in. `false`: a file has problems.
pub fn run(out: &mut Out, session: &mut Session, args: &MetricsArgs, now: i64) -> Result<bool, OpsError> {
    match &args.command {
        None => figures(out, session, args, now).map(|()| true),
        Some(MetricsCommand::Enter { .. }) => typed::enter(out, session, args, now).map(|()| true),
        Some(MetricsCommand::Typed) => typed::list(out, session).map(|()| true),
        Some(MetricsCommand::List { toml: true, .. }) => {
            out.text(metrics_toml::SHIPPED);
            Ok(true)
        }
        Some(MetricsCommand::List { all, .. }) => list::run(out, session, *all).map(|()| true),
        Some(MetricsCommand::Check { file }) => list::check(out, file),
    }
}

fn figures(out: &mut Out, session: &Session, args: &MetricsArgs, now: i64) -> Result<(), OpsError> {
    let zone = team_zone(session, args.calendar.as_deref())?;
    let as_of = match &args.as_of {
        Some(text) => {
            let typed = hours::instant(text, &zone)?;
            if let Some(note) = &typed.note {
                out.tell(note);
            }
            typed.at.as_second()
        }
        None => now.div_euclid(1_000_000),
    };
    let question = Question {
        days: Wish {
            period: args.period.as_deref(),
            since: args.since.as_deref(),
            between: args.from.as_deref().zip(args.to.as_deref()),
        },
        as_of,
        by: args.by.map(|by| match by {
            ByArg::Agent => By::Agent,
            ByArg::Channel => By::Channel,
            ByArg::Shift => By::Shift,
            ByArg::Difficulty => By::Difficulty,
        }),
        calendar: args.calendar.as_deref(),
        all: args.all,
    };
    let report = report(session, &question)?;
    if out.json {
        return out.json(&json::ReportOut::of(&report, out.lang));
    }
    print::report(out, &report);
    Ok(())
}

/// The zone in which the team counts its days.
fn team_zone(session: &Session, calendar: Option<&str>) -> Result<TimeZone, OpsError> {
    let calendar = match calendar {
        Some(name) => hours::named(name, &session.zone)?,
        None => hours::in_use(&session.zone, session.team.folder.as_deref())?,
    };
    Ok(calendar.calendar.zone)
}
