//! What a team submitted, in figures.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::domain::checklist::Checklist;
use crate::domain::digest::Digest;
use crate::domain::fold::fold;
use crate::domain::names::{BundleId, PersonId};
use crate::domain::shown::Shown;
use crate::domain::tally::Tally;
use crate::domain::team::{
    Asked, By, Cell, Change, Compiled, Gather, Gathered, Hidden, Mixed, Period, PersonCount, Shifts, Team,
    mixed, moved, office_hours, team,
};
use crate::ops::error::OpsError;
use crate::ops::hours::in_use;
use crate::ops::session::Session;
use crate::storage::HandedPart;

use super::pick::{Ask, Held, Picked, drawn_by_agent, nothing_yet, pick, settled};

/// A team's figures, ready to show.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The checklist that they are about.
    pub checklist: Checklist,
    /// Its digest.
    pub digest: Digest,
    /// Submissions by their last day.
    pub period: Period,
    /// The first and the last day that they are about, where submissions say so.
    pub days: Option<(Date, Date)>,
    /// What was known when they were made, in microseconds.
    pub as_of: i64,
    /// People that it takes behind every figure.
    pub k: usize,
    /// Submissions that stand.
    pub submissions: usize,
    /// What waits until enough people have something new.
    pub held: Option<Held>,
    /// The figures.
    pub team: Team,
    /// The lead's own list of who submitted how much, by name. Never exported.
    pub who: Vec<Who>,
    /// Against the period of equal length before; where a beginning was asked for.
    pub moved: Option<Moved>,
    /// What is told: goes to [`tell`](super::tell) before it is shown or written.
    pub told: Vec<Cell<PersonId>>,
}

/// Somebody who submitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Who {
    /// What I call them.
    pub name: Shown,
    /// Reviews of drawn conversations.
    pub submitted: u64,
    /// Conversations drawn.
    pub drawn: u64,
    /// Reviews of conversations chosen by hand.
    pub chosen: u64,
    /// The last day of their newest submission.
    pub until: Date,
    /// Something of theirs lies beyond what chance explains: *look at the mix first*.
    pub look_at_the_mix: bool,
}

/// What changed since the period before.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The period before.
    pub before: Period,
    /// Items told in both periods: what was looked at.
    pub looked: usize,
    /// Items that changed.
    pub items: Vec<Change>,
    /// The pillars, where figures are cut by channel or shift: with the mix taken out.
    pub pillars: Vec<Mixed>,
}

/// The figures of a period. Reads, but for submissions of an earlier version of the program, which it takes up; what it
/// tells is noted by [`tell`](super::tell).
pub fn summary(session: &mut Session, ask: &Ask, now: i64) -> Result<Summary, OpsError> {
    let picked = pick(session, ask)?.ok_or_else(nothing_yet)?;
    let gives_away = |(_, _, team): &Found| {
        let told = team.pillars.iter().flat_map(|pillar| [&pillar.measured, &pillar.own]);
        told.into_iter().any(|told| *told == Err(Hidden::Before))
    };
    let (picked, (drawn, found, figures), held) =
        settled(session, picked, |picked| figures_of(session, ask, picked), gives_away)?;
    let mut told = picked.people.named(&figures.cells);
    let moved = moved_since(session, ask, now, &picked, &found, &figures, &mut told)?;
    let who = who(session, &picked, &drawn, &found, &figures)?;
    Ok(Summary {
        digest: picked.checklist.digest(),
        period: picked.period,
        days: days_of(&picked.parts),
        as_of: held.map_or(now, |held| held.since),
        k: session.team.people,
        submissions: picked.parts.len(),
        held,
        team: figures,
        who,
        moved,
        told,
        checklist: picked.checklist,
    })
}

/// What each agent drew, what was found, and the figures.
type Found = (BTreeMap<PersonId, u64>, Gathered, Team);

fn figures_of(session: &Session, ask: &Ask, picked: &Picked) -> Result<Found, OpsError> {
    let drawn = drawn_by_agent(&picked.parts);
    let found = gather(session, ask, picked)?;
    let whole = |one: &PersonCount| {
        let id = picked.people.id(one.person);
        id.and_then(|id| drawn.get(&id)).copied().unwrap_or(0).max(one.submitted)
    };
    let whole = found.people.iter().map(whole).sum();
    let figures = team(&found, &asked(session, ask, picked, whole));
    Ok((drawn, found, figures))
}

fn asked<'a>(session: &Session, ask: &Ask, picked: &'a Picked, drawn: u64) -> Asked<'a> {
    let checklist = &picked.checklist;
    Asked {
        k: session.team.people,
        drawn,
        checklist: checklist.digest().short(),
        pillars: checklist.scored_pillars().map(|pillar| pillar.id.clone()).collect(),
        items: checklist.items.iter().map(|item| item.id.clone()).collect(),
        by: ask.by.map(By::word),
        period: picked.period,
        before: &picked.before,
    }
}

/// The one pass.
fn gather(session: &Session, ask: &Ask, picked: &Picked) -> Result<Gathered, OpsError> {
    let compiled = Compiled::of(&picked.checklist);
    let calendar = match (&ask.calendar, ask.by) {
        (Some(calendar), _) => calendar.clone(),
        (None, Some(By::Shift)) => in_use(&session.zone, session.team.folder.as_deref())?.calendar,
        (None, _) => office_hours(session.zone.clone()),
    };
    let mut gather = Gather::new(&compiled, ask.by, Shifts::of(&calendar));
    let mut agent = None;
    each(session, picked, &mut |part, person, reviews| {
        if agent != Some(person) {
            gather.person(person);
            agent = Some(person);
        }
        gather.submission(&part.channels, place(picked.number, part), reviews);
    })?;
    Ok(gather.done())
}

/// Every picked submission with its agent's number and its reviews.
pub(super) fn each(
    session: &Session,
    picked: &Picked,
    f: &mut dyn FnMut(&HandedPart, u32, &[u8]),
) -> Result<(), OpsError> {
    let parts: BTreeMap<BundleId, &HandedPart> = picked.parts.iter().map(|part| (part.id, part)).collect();
    session.store.each_handed(&mut |id, reviews| {
        if let Some((part, person)) =
            parts.get(&id).and_then(|part| Some((*part, picked.people.number(part.agent)?)))
        {
            f(part, person, reviews);
        }
        ControlFlow::Continue(())
    })?;
    Ok(())
}

/// The place of a checklist among those of a submission.
pub(super) fn place(number: i64, part: &HandedPart) -> Option<u8> {
    part.checklists.iter().position(|(known, _)| *known == number).and_then(|at| u8::try_from(at).ok())
}

fn days_of(parts: &[HandedPart]) -> Option<(Date, Date)> {
    let first = parts.iter().map(|part| part.first.unwrap_or(part.last)).min()?;
    Some((first, parts.iter().map(|part| part.last).max()?))
}

/// By name, never by a figure.
fn who(
    session: &Session,
    picked: &Picked,
    drawn: &BTreeMap<PersonId, u64>,
    found: &Gathered,
    figures: &Team,
) -> Result<Vec<Who>, OpsError> {
    let names: BTreeMap<PersonId, String> =
        session.store.people()?.into_iter().map(|person| (person.id, person.name)).collect();
    let words: BTreeSet<u32> =
        figures.looks.iter().filter(|look| look.word).map(|look| look.person).collect();
    let mut newest: BTreeMap<PersonId, Date> = BTreeMap::new();
    for part in &picked.parts {
        let last = newest.entry(part.agent).or_insert(part.last);
        *last = part.last.max(*last);
    }
    let mut who = Vec::new();
    for one in &found.people {
        let Some(id) = picked.people.id(one.person) else { continue };
        who.push(Who {
            name: Shown::short(names.get(&id).map_or("?", String::as_str), 40),
            submitted: one.submitted,
            drawn: drawn.get(&id).copied().unwrap_or(0).max(one.submitted),
            chosen: one.chosen,
            until: newest.get(&id).copied().unwrap_or_default(),
            look_at_the_mix: words.contains(&one.person),
        });
    }
    who.sort_by_key(|who| fold(who.name.as_str()));
    Ok(who)
}

/// Items against the period of equal length before. Only what is told in both is looked at.
fn moved_since(
    session: &mut Session,
    ask: &Ask,
    now: i64,
    picked: &Picked,
    found: &Gathered,
    figures: &Team,
    told: &mut Vec<Cell<PersonId>>,
) -> Result<Option<Moved>, OpsError> {
    let Some(from) = ask.from else { return Ok(None) };
    let today = jiff::Timestamp::from_microsecond(now).unwrap_or_default();
    let until = ask.until.unwrap_or_else(|| session.zone.to_datetime(today).date());
    let length = from.until(until).map_or(0, |span| span.get_days()).max(0) + 1;
    let before = Ask {
        from: Some(from.saturating_sub(length.days())),
        until: Some(from.saturating_sub(1.day())),
        checklist: Some(picked.checklist.id.clone()),
        by: ask.by,
        calendar: ask.calendar.clone(),
    };
    let Ok(Some(earlier)) = pick(session, &before) else { return Ok(None) };
    if earlier.number != picked.number {
        return Ok(None);
    }
    let (_, earlier_found, earlier_team) = figures_of(session, &before, &earlier)?;
    let pairs: Vec<(Tally, Tally)> = earlier_team
        .items
        .iter()
        .zip(&figures.items)
        .map(|(was, is)| match (was, is) {
            (Ok(was), Ok(is)) => (was.met, is.met),
            _ => (Tally::default(), Tally::default()),
        })
        .collect();
    let looked = pairs.iter().filter(|(was, is)| was.n() > 0 && is.n() > 0).count();
    if looked == 0 || found.people.is_empty() {
        return Ok(None);
    }
    let (was, is): (Vec<Tally>, Vec<Tally>) = pairs.into_iter().unzip();
    let items = moved(&was, &is).unwrap_or_default();
    let pillars = mixed((&earlier_found, &earlier_team), (found, figures));
    // Differences of pillars tell their strata of the period before; without them, items alone are told of it.
    let shown = |cell: &Cell<u32>| !pillars.is_empty() || cell.key.contains("/item/");
    let cells: Vec<Cell<u32>> = earlier_team.cells.into_iter().filter(shown).collect();
    told.extend(earlier.people.named(&cells));
    Ok(Some(Moved { before: earlier.period, looked, items, pillars }))
}
