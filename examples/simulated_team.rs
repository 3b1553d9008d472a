//! A team that is known, told by the program's own rules: how often does it say something about somebody where there is
//! nothing to say, and how often does it find what is there?
//!
//! ```sh
//! cargo run --example simulated_team [-- SEED]
//! ```
//!
//! Twelve agents without any real difference, each with 25 conversations read by a colleague, under the checklist that
//! ships: a word about a person (*look at the mix first*) would be a false alarm. In 100 such teams there are at most a
//! few. Then the same team in two periods, where one item is met 15 points less often by everybody in the second: found
//! where the item is named among those that changed. That reading is the honest one: a change of a team's habit can be
//! seen in 300 conversations on each side; 15 points on one item of one agent, among 31 items of 12 agents, cannot be
//! seen in their 25 by any rule that also keeps quiet about the others.

#![allow(clippy::print_stdout, reason = "the counts go to standard output")]

use std::error::Error;

use aplomb::domain::checklist::Checklist;
use aplomb::domain::digest::Digest;
use aplomb::domain::names::BundleId;
use aplomb::domain::review::{State, Value};
use aplomb::domain::submission::{Submission, Submitted};
use aplomb::domain::tally::Tally;
use aplomb::domain::team::{
    Asked, Compiled, Gather, Gathered, Period, Published, Shifts, moved, office_hours, pack, team,
};
use aplomb::formats::checklist;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const AGENTS: u32 = 12;
const CONVERSATIONS: u32 = 25;
const RUNS: u32 = 100;
/// The item that everybody meets less often in the second period, and by how much.
const PLANTED: usize = 3;
const LESS: f64 = 0.15;

struct World {
    checklist: Checklist,
    /// How often each item is met: from three times in four to nearly always.
    rates: Vec<f64>,
    chance: ChaCha8Rng,
}

impl World {
    fn yes(&mut self, rate: f64) -> bool {
        ((self.chance.next_u64() >> 11) as f64 / (1u64 << 53) as f64) < rate
    }

    /// One agent's submission. What makes a conversation go well or badly is the conversation's, not the agent's.
    fn submission(&mut self, agent: u32, day: Date, rates: &[f64]) -> Submission {
        let mut reviews: Vec<Submitted> =
            (0..CONVERSATIONS).map(|n| self.review(agent, n, day, rates)).collect();
        reviews.sort_by_key(|review| review.reference);
        Submission {
            id: BundleId([0; 16]),
            agent: String::new(),
            made: day,
            from: Some(day),
            until: day,
            drawn: CONVERSATIONS,
            checklists: vec![self.checklist.clone()],
            reviews,
        }
    }

    fn review(&mut self, agent: u32, n: u32, day: Date, rates: &[f64]) -> Submitted {
        // A hard conversation misses more of everything, an easy one less.
        let shift = if self.yes(0.5) { 0.05 } else { -0.05 };
        let mut row: Vec<Option<Value>> = Vec::new();
        for rate in rates {
            row.push(Some(if self.yes((rate + shift).clamp(0.0, 1.0)) { Value::Yes } else { Value::No }));
        }
        for place in 0..row.len() {
            let when = self.checklist.items[place].when.clone();
            if let Some(when) = when {
                let on = self.checklist.items.iter().position(|item| item.id == when.item);
                if !when.holds(on.and_then(|on| row[on])) {
                    row[place] = None;
                }
            }
        }
        Submitted {
            reference: Digest::of(
                "simulated",
                &[&agent.to_le_bytes(), &n.to_le_bytes(), day.to_string().as_bytes()],
            ),
            channel: "chat".into(),
            opened: day.at(10, 0, 0, 0),
            drawn: true,
            checklist: self.checklist.digest(),
            state: State::Disputed,
            readers: 1,
            own: row.clone(),
            agreed: vec![None; row.len()],
            peers: vec![row],
            remarks: Vec::new(),
        }
    }

    /// The product's own pass over what twelve agents submitted.
    fn team(&mut self, day: Date, rates: &[f64]) -> Result<Gathered, Box<dyn Error>> {
        let compiled = Compiled::of(&self.checklist);
        let calendar = office_hours(TimeZone::UTC);
        let mut gather = Gather::new(&compiled, None, Shifts::of(&calendar));
        for agent in 0..AGENTS {
            let pack = pack(&self.submission(agent, day, rates)).ok_or("too many channels")?;
            gather.person(agent);
            gather.submission(&pack.channels, Some(0), &pack.bytes);
        }
        Ok(gather.done())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let seed = std::env::args().nth(1).map_or(Ok(2026), |text| text.parse())?;
    let toml = checklist::SHIPPED.iter().find(|(id, _)| *id == "four-pillars").ok_or("four-pillars")?.1;
    let checklist = checklist::parse(toml, &|_| None).map_err(|_| "the checklist does not load")?;
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let rates = checklist
        .items
        .iter()
        .map(|_| 0.75 + 0.20 * (chance.next_u32() % 1000) as f64 / 1000.0)
        .collect::<Vec<f64>>();
    let mut world = World { checklist, rates, chance };
    world.rates[PLANTED] = 0.85;
    let (mut quiet, mut found, mut others) = (0, 0, 0);
    for _ in 0..RUNS {
        let rates = world.rates.clone();
        let before = world.team(date(2026, 3, 2), &rates)?;
        let figures = told(&world, &before);
        quiet += u32::from(figures.looks.iter().all(|look| !look.word));
        let mut less = rates.clone();
        less[PLANTED] -= LESS;
        let now = world.team(date(2026, 4, 6), &less)?;
        let tallies = |team: &aplomb::domain::team::Team| -> Vec<Tally> {
            team.items.iter().map(|item| item.map_or_else(|_| Tally::default(), |item| item.met)).collect()
        };
        let changes = moved(&tallies(&figures), &tallies(&told(&world, &now))).map_err(|why| why.code())?;
        found += u32::from(changes.iter().any(|change| change.item == PLANTED));
        others += changes.iter().filter(|change| change.item != PLANTED).count();
    }
    println!(
        "{AGENTS} agents, {CONVERSATIONS} conversations each, {} items, seed {seed}",
        world.checklist.items.len()
    );
    println!("no real difference, no word about a person: {quiet} of {RUNS} teams");
    println!(
        "one item 15 points lower, found:            {found} of {RUNS} teams ({others} other items named)"
    );
    Ok(())
}

/// The figures as the product tells them: k of 5, everything submitted, nothing told before.
fn told(world: &World, found: &Gathered) -> aplomb::domain::team::Team {
    let checklist = &world.checklist;
    let before = Published::default();
    let asked = Asked {
        k: 5,
        drawn: u64::from(AGENTS * CONVERSATIONS),
        checklist: checklist.digest().short(),
        pillars: checklist.scored_pillars().map(|pillar| pillar.id.clone()).collect(),
        items: checklist.items.iter().map(|item| item.id.clone()).collect(),
        by: None,
        period: Period::default(),
        before: &before,
    };
    team(found, &asked)
}
