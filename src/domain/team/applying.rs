//! How often *n/a* was answered, by week and pillar: scores rise by themselves where fewer items apply.

use std::collections::{BTreeMap, HashSet};

use super::compiled::Compiled;
use super::disclosure::Part;
use super::packed::Packed;
use crate::domain::review::Value;
use crate::domain::tally::Tally;

/// Of one week and pillar: answers *n/a* of all answers, and whose conversations they are about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotApplicable {
    /// Answers *n/a*, of all answers to items that applied.
    pub tally: Tally,
    /// Agents with their answers, and how many of these were *n/a*.
    pub parts: Vec<(Part<u32>, u64)>,
}

/// The counting, agent after agent, the newest submission of each first.
pub struct Applying<'a> {
    compiled: &'a Compiled,
    /// By Monday and pillar.
    weeks: BTreeMap<i32, Vec<NotApplicable>>,
    seen: HashSet<(u32, [u8; 16])>,
}

impl<'a> Applying<'a> {
    /// Nothing yet.
    pub fn new(compiled: &'a Compiled) -> Applying<'a> {
        Applying { compiled, weeks: BTreeMap::new(), seen: HashSet::new() }
    }

    /// One review of a drawn conversation, as its reader saw it: what was agreed, else the answer of one peer by lot. One
    /// that nobody else read says nothing here.
    pub fn add(&mut self, person: u32, review: &Packed<'_>) {
        let settled = (review.peer_rows() == 0 && review.agreed_on).then_some(review.own);
        let lot = usize::from(review.reference[15]).checked_rem(review.peer_rows());
        let Some(answers) = settled.or_else(|| review.peers().nth(lot?)) else { return };
        if !review.drawn || !self.seen.insert((person, review.reference)) {
            return;
        }
        let agreed = |place: usize| review.agreed.get(place).copied().unwrap_or(Value::UNANSWERED);
        let row: Vec<u8> = answers
            .iter()
            .enumerate()
            .map(|(place, answer)| if agreed(place) == Value::UNANSWERED { *answer } else { agreed(place) })
            .collect();
        // Day 0 was a Thursday.
        let day = review.opened.div_euclid(24);
        let monday = day - (day + 3).rem_euclid(7);
        let pillars = self.compiled.pillars();
        let week = self.weeks.entry(monday).or_insert_with(|| vec![NotApplicable::default(); pillars]);
        for (place, answer) in row.iter().enumerate() {
            let Some(of) = self.compiled.pillar_of(place).and_then(|pillar| week.get_mut(pillar)) else {
                continue;
            };
            if *answer == Value::UNANSWERED || !self.compiled.applies(place, &row) {
                continue;
            }
            let na = u64::from(Value::from_code(*answer) == Some(Value::Na));
            of.tally = Tally::new(of.tally.hits() + na, of.tally.n() + 1);
            match of.parts.last_mut() {
                Some((part, own)) if part.person == person => {
                    part.n += 1;
                    *own += na;
                }
                _ => of.parts.push((Part { person, n: 1 }, na)),
            }
        }
    }

    /// By Monday, in days since 1970-01-01, and pillar.
    pub fn done(self) -> BTreeMap<i32, Vec<NotApplicable>> {
        self.weeks
    }
}
