//! Which submissions and which checklist figures are about.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::both;
use crate::domain::calendar::Calendar;
use crate::domain::checklist::Checklist;
use crate::domain::names::PersonId;
use crate::domain::shown::Shown;
use crate::domain::team::{By, Cell, Period, Published, Stake, Stretch, days, drawn};
use crate::ops::error::{Kind, OpsError};
use crate::ops::session::Session;
use crate::storage::HandedPart;
use crate::words::Bilingual;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Submissions whose last day is this one or later.
    pub from: Option<Date>,
    /// Submissions whose last day is this one or earlier.
    pub until: Option<Date>,
    /// The checklist's id; else the one with the most reviews.
    pub checklist: Option<String>,
    /// What to cut the figures by.
    pub by: Option<By>,
    /// When the team is there; `None` is the calendar in use.
    pub calendar: Option<Calendar>,
}

/// What figures stand on.
#[derive(Clone)]
pub(super) struct Picked {
    /// The submissions, agent after agent, the newest first.
    pub(super) parts: Vec<HandedPart>,
    pub(super) period: Period,
    pub(super) number: i64,
    pub(super) checklist: Checklist,
    pub(super) people: People,
    pub(super) before: Published<u32>,
}

/// Times of telling that are gone back to, the latest first.
const BACK_TO: usize = 100;

/// What was taken in since figures were told, and is not told yet: fewer than k people are behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// When the figures were told that stand meanwhile, in microseconds.
    pub since: i64,
    /// The day of that.
    pub day: Date,
    /// People with something new.
    pub people: usize,
    /// Submissions of theirs.
    pub submissions: usize,
}

impl Picked {
    /// The same without what was taken in after that; `None` where nothing was, or nothing is left.
    fn as_of(&self, at: i64, zone: &TimeZone) -> Option<(Picked, Held)> {
        let (parts, new): (Vec<HandedPart>, Vec<HandedPart>) =
            self.parts.iter().cloned().partition(|part| part.at <= at);
        let there = parts.iter().any(|part| part.checklists.iter().any(|(number, _)| *number == self.number));
        if new.is_empty() || !there {
            return None;
        }
        let people: BTreeSet<PersonId> = new.iter().map(|part| part.agent).collect();
        let day = zone.to_datetime(Timestamp::from_microsecond(at).unwrap_or_default()).date();
        let held = Held { since: at, day, people: people.len(), submissions: new.len() };
        Some((Picked { parts, ..self.clone() }, held))
    }
}

/// Works figures out over all that was picked. Where they would give somebody away beside what was told before, they are
/// worked out as they stood when figures were last told, so that something new waits until enough people have something.
pub(super) fn settled<T>(
    session: &Session,
    picked: Picked,
    mut figures: impl FnMut(&Picked) -> Result<T, OpsError>,
    gives_away: impl Fn(&T) -> bool,
) -> Result<(Picked, T, Option<Held>), OpsError> {
    let now = figures(&picked)?;
    if gives_away(&now) {
        let mut tried = None;
        for at in session.store.published_at(BACK_TO)? {
            let Some((earlier, held)) = picked.as_of(at, &session.zone) else { continue };
            // Told several times with nothing taken in between: the same figures.
            if tried == Some(held.submissions) {
                continue;
            }
            tried = Some(held.submissions);
            let then = figures(&earlier)?;
            if !gives_away(&then) {
                return Ok((earlier, then, Some(held)));
            }
        }
    }
    Ok((picked, now, None))
}

/// Short numbers for people, for the length of one report.
#[derive(Clone)]
pub(super) struct People {
    numbers: BTreeMap<PersonId, u32>,
    ids: Vec<PersonId>,
}

impl People {
    fn of(ids: impl Iterator<Item = PersonId>) -> People {
        let mut numbers: BTreeMap<PersonId, u32> = ids.map(|id| (id, 0)).collect();
        for (number, place) in numbers.values_mut().zip(0..) {
            *number = place;
        }
        let ids = numbers.keys().copied().collect();
        People { numbers, ids }
    }

    pub(super) fn number(&self, id: PersonId) -> Option<u32> {
        self.numbers.get(&id).copied()
    }

    pub(super) fn id(&self, number: u32) -> Option<PersonId> {
        self.ids.get(number as usize).copied()
    }

    /// Cells with their people's lasting names.
    pub(super) fn named(&self, cells: &[Cell<u32>]) -> Vec<Cell<PersonId>> {
        let named = |cell: &Cell<u32>| Cell {
            key: cell.key.clone(),
            period: cell.period,
            people: cell
                .people
                .iter()
                .filter_map(|(number, stake)| Some((self.id(*number)?, *stake)))
                .collect(),
        };
        cells.iter().map(named).collect()
    }

    fn numbered(&self, cell: Cell<PersonId>) -> Cell<u32> {
        let number = |(id, stake): (&PersonId, &Stake)| Some((self.number(*id)?, *stake));
        let people = cell.people.iter().filter_map(number).collect();
        Cell { key: cell.key, period: cell.period, people }
    }
}

/// Picks the submissions of a period and a checklist.
pub(super) fn pick(session: &mut Session, ask: &Ask) -> Result<Option<Picked>, OpsError> {
    super::take::take_up(session)?;
    let all = session.store.handed()?;
    let told = session.store.published()?;
    let agents = all.iter().map(|part| part.agent);
    let people = People::of(agents.chain(told.iter().flat_map(|cell| cell.people.keys().copied())));
    let before = Published::of(told.into_iter().map(|cell| people.numbered(cell)));
    let period = Period { from: ask.from, until: ask.until };
    let parts: Vec<HandedPart> = all.into_iter().filter(|part| period.holds(part.last)).collect();
    let Some((number, checklist)) = checklist(session, &parts, ask.checklist.as_deref())? else {
        return Ok(None);
    };
    Ok(Some(Picked { parts, period, number, checklist, people, before }))
}

/// The checklist with the most reviews of drawn conversations, of those with the id that was asked for.
fn checklist(
    session: &Session,
    parts: &[HandedPart],
    wanted: Option<&str>,
) -> Result<Option<(i64, Checklist)>, OpsError> {
    let mut reviews: BTreeMap<i64, u64> = BTreeMap::new();
    for (number, drawn) in parts.iter().flat_map(|part| &part.checklists) {
        *reviews.entry(*number).or_default() += u64::from(*drawn);
    }
    let mut known = Vec::new();
    for (number, reviews) in reviews {
        if let Some(checklist) = session.store.checklist(number)? {
            known.push((reviews, number, checklist));
        }
    }
    if let Some(wanted) = wanted
        && !known.iter().any(|(_, _, checklist)| checklist.id == wanted)
        && !known.is_empty()
    {
        let wanted = Shown::short(wanted, 60);
        let mut ids: Vec<&str> = known.iter().map(|(_, _, checklist)| checklist.id.as_str()).collect();
        ids.dedup();
        let ids = Shown::short(&ids.join(", "), 200);
        return Err(OpsError::new(
            Kind::Usage,
            both!(
                "nobody submitted under a checklist `{wanted}`",
                "personne n’a rien remis avec une liste «\u{202f}{wanted}\u{202f}»"
            ),
        )
        .hint(both!("submitted under: {ids}", "remis avec\u{202f}: {ids}")));
    }
    let fits = |checklist: &Checklist| wanted.is_none_or(|wanted| checklist.id == wanted);
    known.retain(|(_, _, checklist)| fits(checklist));
    let most = known.into_iter().max_by_key(|(reviews, number, _)| (*reviews, *number));
    Ok(most.map(|(_, number, checklist)| (number, checklist)))
}

/// Conversations that each agent drew, by the submissions picked.
pub(super) fn drawn_by_agent(parts: &[HandedPart]) -> BTreeMap<PersonId, u64> {
    let mut stretches: BTreeMap<PersonId, Vec<Stretch>> = BTreeMap::new();
    for part in parts {
        let stretch = Stretch { first: part.first.map(days), last: days(part.last), drawn: part.drawn };
        stretches.entry(part.agent).or_default().push(stretch);
    }
    stretches.into_iter().map(|(agent, stretches)| (agent, drawn(&stretches))).collect()
}

/// Nothing was submitted yet.
pub(super) fn nothing_yet() -> OpsError {
    OpsError::data(Bilingual::fixed(
        "nothing was submitted in this period",
        "rien n’a été remis sur cette période",
    ))
    .hint(Bilingual::fixed(
        "`aplomb team collect FILE…` takes in what agents chose to submit",
        "«\u{202f}aplomb team collect FICHIER…\u{202f}» prend ce que les conseillers ont choisi de remettre",
    ))
}
