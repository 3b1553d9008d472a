//! `aplomb team`: the lead's side.

mod agreement;
mod json;
mod summary;

use jiff::Timestamp;

use crate::both;
use crate::cli::args::{TeamByArg, TeamCommand, TeamPeriodArgs};
use crate::cli::brief;
use crate::cli::out::Out;
use crate::domain::shown::Shown;
use crate::domain::team::By;
use crate::ops::chance::Chance;
use crate::ops::error::{Kind, OpsError};
use crate::ops::period;
use crate::ops::session::Session;
use crate::ops::team::{self, Ask, Held};
use crate::words::{Bilingual, Lang, date, decimal};

/// Carries out a command of the lead's. `false`: something needs attention.
pub fn run(
    out: &mut Out,
    session: &mut Session,
    command: TeamCommand,
    now: i64,
    chance: &mut Chance,
) -> Result<bool, OpsError> {
    match command {
        TeamCommand::Collect { files } => collect(out, session, &files, now, chance),
        TeamCommand::Summary(args) => {
            let by = args.by.map(|by| match by {
                TeamByArg::Channel => By::Channel,
                TeamByArg::Shift => By::Shift,
            });
            let ask = Ask { by, ..ask(session, &args.of, now)? };
            let found = team::summary(session, &ask, now)?;
            team::tell(session, "team summary", &found.told, now)?;
            match out.json {
                true => out.json(&json::summary(&found, out.lang)).map(|()| true),
                false => {
                    summary::print(out, &found);
                    Ok(true)
                }
            }
        }
        TeamCommand::Brief(args) => brief::team(out, session, &args, now).map(|()| true),
        TeamCommand::Agreement(args) => {
            let ask = ask(session, &args, now)?;
            let found = team::agreement(session, &ask)?;
            team::tell(session, "team agreement", &found.told, now)?;
            match out.json {
                true => out.json(&json::agreement(&found, out.lang)).map(|()| true),
                false => {
                    agreement::print(out, &found);
                    Ok(true)
                }
            }
        }
    }
}

fn ask(session: &Session, args: &TeamPeriodArgs, now: i64) -> Result<Ask, OpsError> {
    let day = |at: i64| session.zone.to_datetime(Timestamp::from_microsecond(at).unwrap_or_default()).date();
    let since = args.since.as_deref().map(|text| period::since(text, now, &session.zone)).transpose()?;
    let from = since.map(day);
    if from.zip(args.until).is_some_and(|(from, until)| until < from) {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed("--until lies before --since", "--until précède --since"),
        ));
    }
    Ok(Ask { from, until: args.until, checklist: args.checklist.clone(), ..Ask::default() })
}

/// One sentence for each file.
fn collect(
    out: &mut Out,
    session: &mut Session,
    files: &[std::path::PathBuf],
    now: i64,
    chance: &mut Chance,
) -> Result<bool, OpsError> {
    let (collected, passed_over) = team::collect(session, files, now, chance)?;
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    let several = collected.len() > 1;
    for one in collected {
        let name = Shown::line(&one.file.to_string_lossy()).into_string();
        match one.told {
            Ok(opened) => {
                let says = opened.says.get(out.lang).to_owned();
                match (out.json, several) {
                    (true, _) => {}
                    (false, true) => out.say(&both!("{name}: {says}", "{name}\u{202f}: {says}")),
                    (false, false) => out.line(&says),
                }
                taken.push(json::TakenOut { file: name, says, new: opened.new });
            }
            // What is wrong with one file says nothing about the others.
            Err(error) if matches!(error.kind, Kind::Data | Kind::Environment) && !error.no_more_saves => {
                refused
                    .push(json::RefusedOut { file: name.clone(), says: error.what.get(out.lang).to_owned() });
                let (en, fr) = (error.what.get(Lang::En), error.what.get(Lang::Fr));
                let what = match en.contains(&name) {
                    true => error.what.clone(),
                    false => both!("{name}: {en}", "{name}\u{202f}: {fr}"),
                };
                out.failure(&OpsError { what, ..error });
            }
            Err(error) => return Err(error),
        }
    }
    let (sound, new) = (refused.is_empty(), taken.iter().filter(|one| one.new).count());
    if out.json {
        return out
            .json(&json::CollectOut { schema_version: 1, collected: taken, refused, passed_over })
            .map(|()| sound);
    }
    if passed_over > 0 {
        out.tell(&both!(
            "{passed_over} files in the folders are no submissions for you; they were left alone",
            "{passed_over} fichiers des dossiers ne sont pas des remises pour vous\u{202f}; laissés tels quels"
        ));
    }
    if new > 0 {
        out.tell(&Bilingual::fixed(
            "`aplomb team summary` shows what the team submitted",
            "«\u{202f}aplomb team summary\u{202f}» montre ce que l’équipe a remis",
        ));
    }
    Ok(sound)
}

/// `82 (78 to 86)`; or `too few`.
fn ends(lang: Lang, low: &str, high: &str) -> String {
    match lang {
        Lang::En => format!("({low} to {high})"),
        Lang::Fr => format!("({low} à {high})"),
    }
}

/// A text in a column: cut where it is too long, filled where it is short.
fn column(text: &str, columns: usize) -> String {
    let text = Shown::line(text).clip(columns);
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// A sentence over as many lines of 80 columns as it takes.
fn sentence(out: &mut Out, indent: usize, text: &str) {
    for line in Shown::line(text).wrap(80 - indent) {
        out.line(&format!("{}{line}", " ".repeat(indent)));
    }
}

/// Points with their sign.
fn signed(lang: Lang, points: f64) -> String {
    let text = decimal(lang, points.abs(), 1);
    let zero = !text.contains(|c: char| ('1'..='9').contains(&c));
    format!(
        "{}{text}",
        if zero {
            ""
        } else if points < 0.0 {
            "\u{2212}"
        } else {
            "+"
        }
    )
}

/// What was taken in and is not counted yet, and until when.
fn waiting(held: &Held, k: usize, lang: Lang) -> Bilingual {
    let (people, submissions, since) = (held.people, held.submissions, date(lang, held.day));
    both!(
        "As told on {since}. Taken in since, and counted once {k} people have something new: submissions {submissions}, people {people}.",
        "Tel que dit le {since}. Reçues depuis, et comptées dès que {k} personnes auront du nouveau\u{202f}: remises {submissions}, personnes {people}."
    )
}

const TOO_FEW: Bilingual = Bilingual::fixed("too few", "trop peu");
