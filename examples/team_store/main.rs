//! A store with as many submitted reviews as wanted, to time `aplomb team summary` and the exports on:
//!
//! ```sh
//! cargo run --release --example team_store -- FOLDER [REVIEWS] [--rows FILE]      # 1,000,000 by default
//! cargo run --release --example team_store -- FOLDER [REVIEWS] --own
//! cargo run --release --example team_store -- --items
//! time aplomb --data-dir FOLDER team summary
//! ```
//!
//! With `--rows` the same reviews are written as a table too, for other programs; `--own` makes sealed reviews of one's
//! own instead, to time `aplomb export reviews`; `--items` says what the columns of the table are. Five hundred agents hand over one submission a week for 52 weeks, with 31 answers a review by themselves and by a
//! colleague, all packed by the program's own rules. A few hundred are in memory at a time.

#![allow(clippy::print_stdout, reason = "what was made goes to standard output")]

mod own;
mod table;

use std::error::Error;
use std::path::Path;

use aplomb::domain::checklist::Checklist;
use aplomb::domain::digest::Digest;
use aplomb::domain::names::{BundleId, PersonId};
use aplomb::domain::person::Me;
use aplomb::domain::review::{State, Value};
use aplomb::domain::submission::{Submission, Submitted};
use aplomb::formats::checklist;
use aplomb::ops::error::OpsError;
use aplomb::ops::team;
use aplomb::storage::{Access, NewCard, NewPerson, Store, Trust};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const AGENTS: u32 = 500;
const WEEKS: u32 = 52;
/// Submissions in one transaction.
const AT_ONCE: u32 = 500;
const CHANNELS: [&str; 4] = ["chat", "e-mail", "phone", "social"];

fn main() -> Result<(), Box<dyn Error>> {
    let (mut plain, mut rows, mut own) = (Vec::new(), None, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rows" => rows = Some(arguments.next().ok_or("--rows: which file?")?),
            "--own" => own = true,
            "--items" => return table::items(&shipped()?),
            _ => plain.push(argument),
        }
    }
    let folder = plain.first().ok_or("which folder?")?;
    let wanted: u32 = plain.get(1).map_or(Ok(1_000_000), |text| text.parse())?;
    std::fs::create_dir_all(folder)?;
    let now = jiff::Timestamp::now().as_microsecond();
    let path = Path::new(folder).join("aplomb.db");
    let mut store = Store::open(&path, Access::Write, now)?.store;
    store.set_me(&Me { name: "Lead".into(), ..Me::default() })?;
    let list = shipped()?;
    let said = match own {
        true => own::reviews(&mut store, wanted, &list, now)?,
        false => submissions(&mut store, wanted, &list, rows.as_deref(), now)?,
    };
    println!("{said}: {:.1} MB", std::fs::metadata(&path)?.len() as f64 / 1e6);
    Ok(())
}

fn shipped() -> Result<Checklist, Box<dyn Error>> {
    let toml = checklist::SHIPPED.iter().find(|(id, _)| *id == "four-pillars").ok_or("four-pillars")?.1;
    Ok(checklist::parse(toml, &|_| None).map_err(|_| "the checklist does not load")?)
}

fn submissions(
    store: &mut Store,
    wanted: u32,
    list: &Checklist,
    rows: Option<&str>,
    now: i64,
) -> Result<String, Box<dyn Error>> {
    let digest = list.digest();
    let mut table = rows.map(|path| table::Table::begin(path, list)).transpose()?;
    let mut chance = ChaCha8Rng::seed_from_u64(1);
    for agent in 0..AGENTS {
        store.add_person(&somebody(agent, now))?;
    }
    let all = AGENTS * WEEKS;
    let mut made = 0;
    for first in (0..all).step_by(AT_ONCE as usize) {
        let mut handed = Vec::new();
        for number in first..(first + AT_ONCE).min(all) {
            // Spread evenly: so many reviews have been made once this one is.
            let until = u64::from(wanted) * u64::from(number + 1) / u64::from(all);
            let reviews = u32::try_from(until).unwrap_or(wanted) - made;
            made += reviews;
            let submission = submission(number, reviews, list, digest, &mut chance);
            if let Some(table) = &mut table {
                table.rows(number % AGENTS, &submission)?;
            }
            handed.push((person(number % AGENTS), submission));
        }
        store
            .in_one(|store| -> Result<(), OpsError> {
                handed.iter().try_for_each(|(agent, submission)| team::take(store, *agent, submission, now))
            })
            .map_err(|error| format!("{error:?}"))?;
    }
    table.map_or(Ok(()), table::Table::end)?;
    Ok(format!("{made} reviews in {all} submissions of {AGENTS} agents"))
}

/// Answers as chance has them: one in five is no, a few are n/a.
fn answers(list: &Checklist, chance: &mut ChaCha8Rng) -> Vec<Option<Value>> {
    let mut row: Vec<Option<Value>> = Vec::with_capacity(list.items.len());
    for item in &list.items {
        let lot = chance.next_u32() % 100;
        let applies = item.when.as_ref().is_none_or(|when| {
            let on = list.items.iter().position(|other| other.id == when.item);
            when.holds(on.and_then(|on| row.get(on).copied().flatten()))
        });
        let value = match lot {
            0..5 if item.na.is_some() => Value::Na,
            0..20 => Value::No,
            _ => Value::Yes,
        };
        row.push(applies.then_some(value));
    }
    row
}

fn person(number: u32) -> PersonId {
    let mut id = [0; 16];
    id.copy_from_slice(&Digest::of("team-store", &[&number.to_le_bytes()]).0[..16]);
    PersonId(id)
}

fn somebody(number: u32, now: i64) -> NewPerson {
    let id = person(number);
    let fingerprint = Digest::of("team-store/card", &[&number.to_le_bytes()]);
    NewPerson {
        id,
        name: format!("Agent {number}"),
        lead: false,
        trust: Trust::Seen,
        card: NewCard { fingerprint, number: 1, bytes: Vec::new(), at: now },
    }
}

fn submission(
    number: u32,
    reviews: u32,
    list: &Checklist,
    digest: Digest,
    chance: &mut ChaCha8Rng,
) -> Submission {
    let monday = date(2025, 1, 6).saturating_add(i64::from(number / AGENTS).weeks());
    let mut all: Vec<Submitted> =
        (0..reviews).map(|n| review(number, n, monday, list, digest, chance)).collect();
    all.sort_by_key(|review| review.reference);
    let mut id = [0; 16];
    id.copy_from_slice(&Digest::of("team-store/submission", &[&number.to_le_bytes()]).0[..16]);
    Submission {
        id: BundleId(id),
        agent: format!("Agent {}", number % AGENTS),
        made: monday.saturating_add(7.days()),
        from: Some(monday),
        until: monday.saturating_add(7.days()),
        drawn: reviews + reviews / 10,
        checklists: vec![list.clone()],
        reviews: all,
    }
}

fn review(
    number: u32,
    n: u32,
    monday: Date,
    list: &Checklist,
    digest: Digest,
    chance: &mut ChaCha8Rng,
) -> Submitted {
    let (own, peer) = (answers(list, chance), answers(list, chance));
    let day = monday.saturating_add(i64::from(n % 7).days());
    let hour = i8::try_from(n % 24).unwrap_or(0);
    Submitted {
        reference: Digest::of("team-store/review", &[&number.to_le_bytes(), &n.to_le_bytes()]),
        channel: CHANNELS[(n % 4) as usize].to_owned(),
        opened: day.at(hour, 0, 0, 0),
        drawn: true,
        checklist: digest,
        state: State::Disputed,
        readers: 1,
        agreed: vec![None; own.len()],
        own,
        peers: vec![peer],
        remarks: Vec::new(),
    }
}
