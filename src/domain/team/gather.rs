//! One pass over what was submitted, agent after agent, the newest submission of each first. What is kept is a few
//! numbers for each agent and cell, so that a million reviews need no more memory than a thousand.

use std::collections::{BTreeMap, HashSet};

use super::compiled::{Compiled, Scored};
use super::packed::{Packed, each};
use super::shift::{Shift, Shifts};
use crate::domain::pooling::Spread;
use crate::domain::review::Value;

/// Scores are counted in fifths of the scale.
pub(super) const BINS: usize = 5;

/// What a table is cut by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The channel of the conversation.
    Channel,
    /// Asked in or out of hours.
    Shift,
}

impl By {
    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            By::Channel => "channel",
            By::Shift => "shift",
        }
    }
}

/// One row of such a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StratumName {
    /// A channel, as the agents' help desks call it.
    Channel(String),
    /// In or out of hours.
    Shift(Shift),
}

/// Of each agent in a cell: who, and their scores.
pub type Agents = Vec<(u32, Spread)>;

/// How much one agent handed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PersonCount {
    /// Who.
    pub person: u32,
    /// Reviews of drawn conversations, each once.
    pub submitted: u64,
    /// Those that a colleague read and that can be measured.
    pub read: u64,
    /// Reviews of conversations chosen by hand: counted, never averaged in.
    pub chosen: u64,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gathered {
    /// Everybody who submitted.
    pub people: Vec<PersonCount>,
    /// By pillar: scores by peers and agreement, over drawn conversations.
    pub measured: Vec<Agents>,
    /// By pillar: the agents' own.
    pub own: Vec<Agents>,
    /// By pillar: own minus measured, in points, over the conversations that have both.
    pub gaps: Vec<Agents>,
    /// The strata that occur.
    pub strata: Vec<StratumName>,
    /// By stratum and pillar.
    pub by: Vec<Vec<Agents>>,
    /// By the first day of the ISO week, in days since 1970-01-01, and pillar.
    pub weeks: BTreeMap<i32, Vec<Agents>>,
    /// By pillar and fifth of the scale: agents with their conversations.
    pub bins: Vec<Vec<Vec<(u32, u64)>>>,
    /// By item: agents with the sum of shares and the answers that count.
    pub items: Vec<Vec<(u32, f64, u64)>>,
    /// Reviews under other checklists.
    pub elsewhere: u64,
    /// A row was not what the program writes.
    pub damaged: bool,
}

/// The pass.
pub struct Gather<'a> {
    compiled: &'a Compiled,
    by: Option<By>,
    shifts: Shifts<'a>,
    found: Gathered,
    one: One,
    seen: HashSet<[u8; 16]>,
    scored: Scored,
    row: Vec<u8>,
    /// Of the present row, the strata of its channels.
    channels: Vec<usize>,
}

/// The agent at hand.
#[derive(Default)]
struct One {
    count: PersonCount,
    measured: Vec<Spread>,
    own: Vec<Spread>,
    gaps: Vec<Spread>,
    by: Vec<Vec<Spread>>,
    weeks: BTreeMap<i32, Vec<Spread>>,
    bins: Vec<[u64; BINS]>,
    items: Vec<(f64, u64)>,
    /// The present review's sums over its readers.
    review: Vec<(f64, u32)>,
    answers: Vec<(f64, u32)>,
    /// Its own scores.
    mine: Vec<Option<f64>>,
}

impl<'a> Gather<'a> {
    /// Nothing yet.
    pub fn new(compiled: &'a Compiled, by: Option<By>, shifts: Shifts<'a>) -> Gather<'a> {
        let (pillars, items) = (compiled.pillars(), compiled.items());
        let mut found = Gathered {
            measured: vec![Vec::new(); pillars],
            own: vec![Vec::new(); pillars],
            gaps: vec![Vec::new(); pillars],
            bins: vec![vec![Vec::new(); BINS]; pillars],
            items: vec![Vec::new(); items],
            ..Gathered::default()
        };
        if by == Some(By::Shift) {
            found.strata = [Shift::InHours, Shift::OutOfHours].map(StratumName::Shift).to_vec();
            found.by = vec![vec![Vec::new(); pillars]; 2];
        }
        let (seen, scored, row, channels) = (HashSet::new(), Scored::default(), Vec::new(), Vec::new());
        let mut gather =
            Gather { compiled, by, shifts, found, one: One::default(), seen, scored, row, channels };
        gather.clear(0);
        gather
    }

    fn clear(&mut self, person: u32) {
        let (pillars, items) = (self.compiled.pillars(), self.compiled.items());
        let none = vec![Spread::default(); pillars];
        self.one = One {
            count: PersonCount { person, ..PersonCount::default() },
            measured: none.clone(),
            own: none.clone(),
            gaps: none.clone(),
            by: vec![none; self.found.strata.len()],
            weeks: BTreeMap::new(),
            bins: vec![[0; BINS]; pillars],
            items: vec![(0.0, 0); items],
            review: Vec::new(),
            answers: Vec::new(),
            mine: Vec::new(),
        };
        self.seen.clear();
    }

    /// Begins an agent. Those before are finished: nobody comes twice.
    pub fn person(&mut self, person: u32) {
        self.finish();
        self.clear(person);
    }

    /// One submission of the agent at hand, none older than the next: its channels, the place of the checklist that is
    /// looked at among its own, and its packed reviews.
    pub fn submission(&mut self, channels: &[String], checklist: Option<u8>, reviews: &[u8]) {
        self.channels.clear();
        if self.by == Some(By::Channel) {
            for channel in channels {
                let place = self.stratum(channel);
                self.channels.push(place);
            }
        }
        for review in each(reviews) {
            let Some(review) = review else {
                self.found.damaged = true;
                return;
            };
            if !self.seen.insert(review.reference) {
                continue;
            }
            if checklist != Some(review.checklist) || review.own.len() != self.compiled.items() {
                self.found.elsewhere += 1;
                continue;
            }
            self.review(&review);
        }
    }

    fn stratum(&mut self, channel: &str) -> usize {
        let known = |name: &StratumName| matches!(name, StratumName::Channel(known) if known == channel);
        if let Some(place) = self.found.strata.iter().position(known) {
            return place;
        }
        let none = vec![Spread::default(); self.compiled.pillars()];
        self.found.strata.push(StratumName::Channel(channel.to_owned()));
        self.found.by.push(vec![Vec::new(); none.len()]);
        self.one.by.push(none);
        self.found.strata.len() - 1
    }

    fn review(&mut self, review: &Packed<'_>) {
        if !review.drawn {
            self.one.count.chosen += 1;
            return;
        }
        self.one.count.submitted += 1;
        self.compiled.score(review.own, &mut self.scored, |_, _| {});
        self.one.mine.clear();
        for (spread, score) in self.one.own.iter_mut().zip(self.scored.pillars()) {
            if let Some(score) = score {
                spread.add(score);
            }
            self.one.mine.push(score);
        }
        if !self.read(review) {
            return;
        }
        self.one.count.read += 1;
        let stratum = match self.by {
            None => None,
            Some(By::Channel) => self.channels.get(usize::from(review.channel)).copied(),
            Some(By::Shift) => Some(self.shifts.at(review.opened) as usize),
        };
        // Day 0 was a Thursday.
        let day = review.opened.div_euclid(24);
        let monday = day - (day + 3).rem_euclid(7);
        let pillars = self.compiled.pillars();
        let week = self.one.weeks.entry(monday).or_insert_with(|| vec![Spread::default(); pillars]);
        for (pillar, (sum, readers)) in self.one.review.iter().enumerate() {
            if *readers == 0 {
                continue;
            }
            let score = sum / f64::from(*readers);
            self.one.measured[pillar].add(score);
            if let Some(mine) = self.one.mine[pillar] {
                self.one.gaps[pillar].add(mine - score);
            }
            week[pillar].add(score);
            if let Some(by) = stratum.and_then(|stratum| self.one.by.get_mut(stratum)) {
                by[pillar].add(score);
            }
            let bin = (score * BINS as f64 / 100.0) as usize;
            self.one.bins[pillar][bin.min(BINS - 1)] += 1;
        }
        for (item, (sum, readers)) in self.one.items.iter_mut().zip(&self.one.answers) {
            if *readers > 0 {
                item.0 += sum / f64::from(*readers);
                item.1 += 1;
            }
        }
    }

    /// Scores a review as its readers see it: what was agreed, else each peer's answer, and the mean over the peers. Where
    /// no peer let the answers go, but all differences were settled, the agent's own are what both said. `false` where
    /// nobody can tell.
    fn read(&mut self, review: &Packed<'_>) -> bool {
        let one = &mut self.one;
        for (sums, places) in
            [(&mut one.review, self.compiled.pillars()), (&mut one.answers, self.compiled.items())]
        {
            sums.clear();
            sums.resize(places, (0.0, 0));
        }
        let settled = (review.peer_rows() == 0 && review.agreed_on).then_some(review.own);
        let mut any = false;
        for answers in settled.into_iter().chain(review.peers()) {
            any = true;
            self.row.clear();
            self.row.extend_from_slice(answers);
            for (answer, agreed) in self.row.iter_mut().zip(review.agreed) {
                if *agreed != Value::UNANSWERED {
                    *answer = *agreed;
                }
            }
            self.compiled.score(&self.row, &mut self.scored, |item, share| {
                one.answers[item].0 += share;
                one.answers[item].1 += 1;
            });
            for (sum, score) in one.review.iter_mut().zip(self.scored.pillars()) {
                if let Some(score) = score {
                    sum.0 += score;
                    sum.1 += 1;
                }
            }
        }
        any
    }

    fn finish(&mut self) {
        let person = self.one.count.person;
        if self.one.count.submitted + self.one.count.chosen == 0 {
            return;
        }
        let put = |cells: &mut [Agents], spreads: &[Spread]| {
            for (cell, spread) in cells.iter_mut().zip(spreads) {
                if spread.n > 0 {
                    cell.push((person, *spread));
                }
            }
        };
        let (found, one) = (&mut self.found, &self.one);
        found.people.push(one.count);
        put(&mut found.measured, &one.measured);
        put(&mut found.own, &one.own);
        put(&mut found.gaps, &one.gaps);
        for (cells, spreads) in found.by.iter_mut().zip(&one.by) {
            put(cells, spreads);
        }
        for (week, spreads) in &one.weeks {
            let cells = found.weeks.entry(*week).or_insert_with(|| vec![Vec::new(); spreads.len()]);
            put(cells, spreads);
        }
        for (bins, counts) in found.bins.iter_mut().zip(&one.bins) {
            for (bin, count) in bins.iter_mut().zip(counts).filter(|(_, count)| **count > 0) {
                bin.push((person, *count));
            }
        }
        for (item, (met, n)) in found.items.iter_mut().zip(&one.items).filter(|(_, (_, n))| *n > 0) {
            item.push((person, *met, *n));
        }
    }

    /// What was found.
    pub fn done(mut self) -> Gathered {
        self.finish();
        self.found
    }
}
