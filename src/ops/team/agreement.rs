//! How far agents and the colleagues who read them agree, over what they submitted.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::checklist::Checklist;
use crate::domain::names::PersonId;
use crate::domain::team::{
    Cell, Hidden, Read, Stake, TeamAgreement, agreement as of_reads, each as reviews_in,
};
use crate::ops::error::OpsError;
use crate::ops::session::Session;

use super::pick::{Ask, Held, Picked, nothing_yet, pick, settled};
use super::summary::{each, place};

/// Conversations that it is worked out from; of more, as many are taken by lot.
const MOST: u64 = 5_000;

/// The agreement, ready to show.
#[derive(Clone, Debug)]
pub struct Accord {
    /// The checklist that it is about.
    pub checklist: Checklist,
    /// People that it takes behind every figure.
    pub k: usize,
    /// More conversations were read by both than the figures stand on: these were taken by lot.
    pub by_lot: bool,
    /// What waits until enough people have something new.
    pub held: Option<Held>,
    /// The figures.
    pub agreement: TeamAgreement,
    /// What is told: goes to [`tell`](super::tell) before it is shown or written.
    pub told: Vec<Cell<PersonId>>,
}

/// The agreement over a period.
pub fn agreement(session: &mut Session, ask: &Ask) -> Result<Accord, OpsError> {
    let picked = pick(session, ask)?.ok_or_else(nothing_yet)?;
    let k = session.team.people;
    let before = picked.before.clone();
    let (picked, found, held) =
        settled(session, picked, |picked| found(session, picked), |found| before.refuses(&found.cell, k))?;
    let Found { mut agreement, cell, by_lot } = found;
    let mut told = Vec::new();
    if picked.before.refuses(&cell, k) {
        agreement.pillars.iter_mut().for_each(|pillar| *pillar = Err(Hidden::Before));
        agreement.items.iter_mut().for_each(|item| *item = Err(Hidden::Before));
    } else if agreement.items.iter().any(Result::is_ok) || agreement.pillars.iter().any(Result::is_ok) {
        told = picked.people.named(&[cell]);
    }
    Ok(Accord { checklist: picked.checklist, k, by_lot, held, agreement, told })
}

/// The agreement, and on what it stands.
struct Found {
    agreement: TeamAgreement,
    cell: Cell<u32>,
    by_lot: bool,
}

fn found(session: &Session, picked: &Picked) -> Result<Found, OpsError> {
    let items = picked.checklist.items.len();
    let mut both: u64 = 0;
    each(session, picked, &mut |part, _, reviews| {
        let at = place(picked.number, part);
        let read = reviews_in(reviews).flatten();
        both += read.filter(|r| Some(r.checklist) == at && r.drawn && r.peer_rows() > 0).count() as u64;
    })?;
    // References are digests: those below a bound are a lot drawn anew by nobody.
    let bound = if both > MOST { (u64::MAX / both).saturating_mul(MOST) } else { u64::MAX };
    let (mut reads, mut seen, mut agent) = (Vec::new(), BTreeSet::new(), None);
    each(session, picked, &mut |part, person, reviews| {
        if agent != Some(person) {
            agent = Some(person);
            seen.clear();
        }
        let at = place(picked.number, part);
        for review in reviews_in(reviews).flatten() {
            let lot = review.reference.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
            if lot > bound || !seen.insert(review.reference) {
                continue;
            }
            let counts = Some(review.checklist) == at && review.drawn && review.own.len() == items;
            reads.extend(counts.then(|| Read::of(person, &review)).flatten());
        }
    })?;
    let agreement = of_reads(&picked.checklist, &reads, session.team.people);
    let mut sums: BTreeMap<u32, (u64, f64)> = BTreeMap::new();
    for read in &reads {
        let sum = sums.entry(read.person).or_default();
        *sum = (sum.0 + 1, sum.1 + read.mark());
    }
    let cell = Cell {
        key: format!("{}/agreement", picked.checklist.digest().short()),
        period: picked.period,
        people: sums.into_iter().map(|(person, (n, sum))| (person, Stake::of(n, sum))).collect(),
    };
    Ok(Found { agreement, cell, by_lot: both > MOST })
}
