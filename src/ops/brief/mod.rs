//! Rituals: one page for the team's meeting of the day or the week, and an agent's note of the week for that agent alone.
//!
//! Strengths come first, then few figures, then questions, then what is decided. The team's page tells nothing about a
//! person: k people stand behind each figure about work, and what was submitted goes through [`team::tell`].

mod alerts;
mod book;
mod facts;
mod note;
mod note_book;
mod recognition;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

pub use alerts::Alert;
pub use book::book;
pub use facts::{Fact, Role};
pub use note::{Note, note};
pub use note_book::note_book;
pub use recognition::{Good, Praise};

use crate::both;
use crate::domain::agreement::Verdict;
use crate::domain::goal::{Kind as Whose, Status, monday};
use crate::domain::interval::Interval;
use crate::domain::metric::MetricId;
use crate::domain::team::days as day_number;
use crate::ops::error::OpsError;
use crate::ops::goals::{self, GoalLine};
use crate::ops::metrics::report::{self, Question, Report};
use crate::ops::metrics::span::{Days, Wish};
use crate::ops::session::Session;
use crate::ops::team::{self, Accord, Ask, Summary};
use crate::words::{Bilingual, Lang, percent};

/// Weeks of submissions that a page looks back on.
const SUBMITTED_WEEKS: i64 = 4;
/// Days for which a goal that is over is still named.
const OVER_DAYS: i64 = 14;
/// Goals on the page at most.
const MOST_GOALS: usize = 4;

/// How often the team meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// Every day, about yesterday.
    Daily,
    /// Every week, about the last whole one.
    Weekly,
}

impl Rhythm {
    /// The word in JSON and of a period.
    pub const fn word(self) -> &'static str {
        match self {
            Rhythm::Daily => "day",
            Rhythm::Weekly => "week",
        }
    }
}

/// An item whose wording is worth the team's talk.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    /// The item.
    pub item: String,
    /// Its text.
    pub text: Bilingual,
    /// How often both answered alike, of how many conversations.
    pub alike: (u64, u64),
    /// The interval of that share.
    pub interval: Option<Interval>,
    /// Agents behind it.
    pub people: usize,
}

/// The page for a team's meeting.
#[derive(Clone, Debug)]
pub struct Brief {
    /// How often.
    pub rhythm: Rhythm,
    /// The days that its facts are about.
    pub days: Days,
    /// What was known then, in microseconds.
    pub as_of: i64,
    /// People that it takes behind every figure.
    pub k: usize,
    /// What went well.
    pub praise: Vec<Praise>,
    /// Few figures.
    pub facts: Vec<Fact>,
    /// Questions to ask.
    pub alerts: Vec<Alert>,
    /// The item to talk about.
    pub wording: Option<Wording>,
    /// The team's goals.
    pub goals: Vec<GoalLine>,
    /// What the page does not say, and why.
    pub missing: Vec<Bilingual>,
}

/// Makes the page. What it tells of submissions is noted before it comes back. `as_of` looks back: what came later is not
/// seen.
pub fn brief(session: &mut Session, rhythm: Rhythm, as_of: Option<i64>, now: i64) -> Result<Brief, OpsError> {
    let at = as_of.unwrap_or(now);
    let today = local_day(session, at);
    let conversations = session.store.conversation_count()?;
    if conversations == 0 && !team::any(session, &Ask::default())? {
        return Err(nothing_yet());
    }
    let board = report::board(session.team.folder.as_deref())?.0;
    let wish = Wish { period: Some(rhythm.word()), ..Wish::default() };
    let figures = report::report(session, &question(wish, true, at))?;
    let week = report::report(session, &question(Wish::default(), false, at))?;
    let closed = alerts::closed_week(&week, board.window_days)
        .map(|(first, last)| {
            let days = Wish { between: Some((&first, &last)), ..Wish::default() };
            report::report(session, &question(days, false, at))
        })
        .transpose()?;
    let ask = Ask {
        from: Some(today.saturating_sub(SUBMITTED_WEEKS.weeks())),
        until: as_of.map(|_| today),
        ..Ask::default()
    };
    let handed = handed(session, &ask, today, at)?;
    let may = figures.may;

    let mut praise = recognition::of_reviews(handed.as_ref().map(|handed| &handed.summary));
    praise.extend(recognition::of_metrics(&figures, may));
    praise.extend(recognition::of_customers(session, &figures, may[0])?);
    let mut questions = alerts::of_metrics(&week, closed.as_ref());
    questions.extend(handed.iter().flat_map(|handed| &handed.fewer.alarms).map(Alert::of));
    questions.extend(alerts::of_board(&week));
    questions.extend(alerts::of_clocks(session, at)?);
    Ok(Brief {
        rhythm,
        days: figures.days,
        as_of: at,
        k: session.team.people,
        praise,
        facts: if conversations == 0 { Vec::new() } else { facts::of_team(&figures, rhythm) },
        alerts: questions,
        wording: handed.as_ref().and_then(|handed| wording(&handed.accord)),
        goals: team_goals(session, today, at)?,
        missing: missing(session, &figures, handed.as_ref(), conversations, rhythm),
    })
}

fn question(days: Wish<'_>, all: bool, at: i64) -> Question<'_> {
    Question { days, as_of: at.div_euclid(1_000_000), by: None, calendar: None, all }
}

fn local_day(session: &Session, at: i64) -> Date {
    session.zone.to_datetime(Timestamp::from_microsecond(at).unwrap_or_default()).date()
}

fn nothing_yet() -> OpsError {
    OpsError::data(Bilingual::fixed(
        "there is nothing to brief a team about yet",
        "il n’y a encore rien dont parler à une équipe",
    ))
    .hint(Bilingual::fixed(
        "first `aplomb import --everyone FILE…` for the figures, and `aplomb team collect FILE…` for what agents submitted",
        "d’abord «\u{202f}aplomb import --everyone FICHIER…\u{202f}» pour les chiffres, et «\u{202f}aplomb team collect FICHIER…\u{202f}» pour les remises",
    ))
}

/// What was submitted in the last weeks.
struct Handed {
    summary: Summary,
    accord: Accord,
    fewer: team::FewerApply,
}

fn handed(session: &mut Session, ask: &Ask, today: Date, now: i64) -> Result<Option<Handed>, OpsError> {
    if !team::any(session, ask)? {
        return Ok(None);
    }
    let summary = team::summary(session, ask, now)?;
    team::tell(session, "team brief", &summary.told, now)?;
    let accord = team::agreement(session, ask)?;
    team::tell(session, "team brief", &accord.told, now)?;
    let fewer = match summary.team.read.enough() {
        true => team::fewer_apply(session, ask, day_number(monday(today)))?,
        false => team::FewerApply::default(),
    };
    team::tell(session, "team brief", &fewer.told, now)?;
    Ok(Some(Handed { summary, accord, fewer }))
}

fn wording(accord: &Accord) -> Option<Wording> {
    let told = accord.agreement.items.iter().filter_map(|told| told.as_ref().ok());
    let shared = told.into_iter().find(|shared| shared.agreement.verdict == Verdict::WordingToDiscuss)?;
    let item = accord.checklist.items.get(shared.item)?;
    let (alike, n) = (shared.agreement.shared.alike as u64, shared.agreement.shared.n as u64);
    Some(Wording {
        item: item.id.clone(),
        text: item.text.clone(),
        alike: (alike, n),
        interval: shared.agreement.raw.estimate().and_then(|raw| raw.interval),
        people: shared.people,
    })
}

/// Goals of the team that run or have just ended; never anybody's own.
fn team_goals(session: &Session, today: Date, now: i64) -> Result<Vec<GoalLine>, OpsError> {
    let recent = today.saturating_sub(OVER_DAYS.days());
    let mut goals = goals::overview(session, now)?.rows;
    goals.retain(|goal| goal.kind == Some(Whose::Team) && shown(goal, recent));
    goals.truncate(MOST_GOALS);
    Ok(goals)
}

fn shown(goal: &GoalLine, recent: Date) -> bool {
    goal.status != Status::Ended && goal.due.is_none_or(|due| due >= recent)
}

/// What the page does not say, and why.
fn missing(
    session: &Session,
    figures: &Report,
    handed: Option<&Handed>,
    conversations: u64,
    rhythm: Rhythm,
) -> Vec<Bilingual> {
    let k = session.team.people;
    let mut said = Vec::new();
    match handed {
        None => said.push(Bilingual::fixed(
            "Reviews: no submission of the last four weeks. `aplomb team collect FILE…` takes them in.",
            "Évaluations\u{202f}: aucune remise de ces quatre semaines. «\u{202f}aplomb team collect FICHIER…\u{202f}» les prend.",
        )),
        Some(Handed { summary, .. }) => {
            let people = summary.team.people;
            let (submitted, drawn) = (summary.team.submitted.n, summary.team.submitted.drawn);
            let (read, share) = (summary.team.read.n, summary.team.submitted.share());
            let (en, fr) = (percent(Lang::En, share, drawn), percent(Lang::Fr, share, drawn));
            said.push(both!(
                "Reviews: {submitted} of {drawn} drawn conversations submitted ({en}); people: {people}; read by a colleague: {read}.",
                "Évaluations\u{202f}: {submitted} conversations remises sur {drawn} tirées ({fr})\u{202f}; personnes\u{202f}: {people}\u{202f}; lues par un collègue\u{202f}: {read}."
            ));
            if people < k {
                said.push(both!(
                    "Figures from reviews: too few. People who submitted: {people}; it takes {k}.",
                    "Chiffres des évaluations\u{202f}: trop peu. Personnes ayant remis\u{202f}: {people}\u{202f}; il en faut {k}."
                ));
            } else {
                let hidden = summary.team.items.iter().filter(|item| item.is_err()).count();
                let all = summary.team.items.len();
                if hidden > 0 {
                    said.push(both!(
                        "Items: too few on {hidden} of {all}.",
                        "Points\u{202f}: trop peu pour {hidden} sur {all}."
                    ));
                }
            }
        }
    }
    if conversations == 0 {
        said.push(Bilingual::fixed(
            "Figures: no conversation here. `aplomb import --everyone FILE…` takes them in.",
            "Chiffres\u{202f}: aucune conversation ici. «\u{202f}aplomb import --everyone FICHIER…\u{202f}» les prend.",
        ));
        return said;
    }
    said.extend(figures.too_few());
    if let Some((_, whole)) = figures.completeness.first()
        && let (Some(expected), Some(share)) = (whole.expected, whole.share())
    {
        let (recorded, en, fr) =
            (whole.recorded, percent(Lang::En, share, expected), percent(Lang::Fr, share, expected));
        said.push(both!(
            "Conversations: {recorded} recorded of {expected} expected ({en}).",
            "Conversations\u{202f}: {recorded} enregistrées sur {expected} attendues ({fr})."
        ));
    }
    let open = figures.window_open;
    if open > 0 {
        said.push(both!(
            "Still open: {open} solved requests can come back; figures that follow up wait for them.",
            "Encore ouvert\u{202f}: {open} demandes résolues peuvent revenir\u{202f}; les chiffres de suivi les attendent."
        ));
    }
    let absent: Vec<MetricId> = facts::not_recorded(figures, rhythm);
    if !absent.is_empty() {
        let names = |lang: Lang| {
            let names: Vec<String> =
                absent.iter().map(|id| id.metric().name.get(lang).to_lowercase()).collect();
            names.join(", ")
        };
        let (en, fr) = (names(Lang::En), names(Lang::Fr));
        said.push(both!("Not recorded: {en}.", "Non enregistré\u{202f}: {fr}."));
    }
    said
}
