//! Streams answers into a store and counts what is there, for drivers that kill it or cut its power:
//!
//! ```sh
//! cargo run --example saves -- stream FOLDER     # ACK n after each save, until killed
//! cargo run --example saves -- count FOLDER      # entries in all logs; fails unless the store is sound
//! cargo run --example saves -- stubborn FOLDER   # goes on after an error, a few times: ERR and ACK; 50 saves at most
//! cargo run --example saves -- prepare FOLDER    # a store with one conversation; then its count
//! cargo run --example saves -- old FOLDER        # a store as version 1.0 left it
//! cargo run --example saves -- back:N FOLDER     # takes a store back to an earlier version
//! cargo run --example saves -- versions FOLDER   # those that a store may have; the last is this program's
//! ```

#![allow(clippy::print_stdout, reason = "counts and acknowledgements go to standard output")]

use std::error::Error;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use aplomb::domain::history::Entry;
use aplomb::domain::redaction::Rules;
use aplomb::domain::review::{Answer, Value};
use aplomb::ops::error::OpsError;
use aplomb::ops::import::{self, Order, Source};
use aplomb::ops::session::{Session, Setting};
use aplomb::ops::upkeep::{self, Verdict};
use aplomb::ops::{desk, listing};
use aplomb::words::Lang;
use jiff::Timestamp;
use jiff::tz::TimeZone;

#[path = "../tests/it/storage/earlier.rs"]
mod earlier;

const CONVERSATION: &str = r#"{"id":"1","source":"saves","agent":"ada","messages":[{"at":"2026-03-02T10:02:11Z","role":"customer","author":"c","text":"Where is my parcel?"},{"at":"2026-03-02T10:03:00Z","role":"agent","author":"ada","text":"On its way."}]}"#;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, folder] = arguments.as_slice() else { return ExitCode::from(2) };
    let done = match what.as_str() {
        "stream" => stream(folder.as_ref(), usize::MAX, 0),
        "stubborn" => stream(folder.as_ref(), 50, 5),
        "old" => old(folder.as_ref()),
        "versions" => {
            earlier::versions().iter().for_each(|version| println!("{version}"));
            Ok(())
        }
        "count" => count(folder.as_ref()).map(|n| println!("{n}")),
        "prepare" => prepared(folder.as_ref()).and_then(|_| count(folder.as_ref())).map(|n| println!("{n}")),
        what => match what.strip_prefix("back:").and_then(|version| version.parse().ok()) {
            Some(version) => back(folder.as_ref(), version),
            None => return ExitCode::from(2),
        },
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn now() -> i64 {
    Timestamp::now().as_microsecond()
}

fn setting(folder: &Path, read_only: bool) -> Setting {
    Setting {
        store: store(folder),
        checklists: None,
        zone: TimeZone::UTC,
        usual: "four-pillars".into(),
        silent_share: 0.5,
        keys: None,
        rules: Rules::standard(),
        folder: None,
        hide_names: false,
        team: aplomb::ops::session::TeamRules::default(),
        read_only,
    }
}

fn store(folder: &Path) -> PathBuf {
    folder.join("aplomb.db")
}

fn told(error: OpsError) -> Box<dyn Error> {
    format!("{} {}", error.what.get(Lang::En), error.hint.get(Lang::En)).into()
}

/// An open store with the conversation in it, whatever a killed run left of it.
fn prepared(folder: &Path) -> Result<Session, Box<dyn Error>> {
    let (mut session, _) = Session::open(&setting(folder, false), now()).map_err(told)?;
    let order = Order {
        sources: vec![Source::Stream(Box::new(Cursor::new(CONVERSATION)))],
        from: None,
        map: None,
        account: None,
        me: None,
        zone: None,
        day_first: None,
        agents: Vec::new(),
        everyone: true,
        allow_erased: false,
        dry_run: false,
        now: now(),
        seed: [1; 32],
        stop: &|| false,
    };
    import::run(&mut session.store, order, &mut |_| {}).map_err(told)?;
    Ok(session)
}

/// Saves `most` answers, and goes on after `pardoned` errors in the same session.
fn stream(folder: &Path, most: usize, mut pardoned: usize) -> Result<(), Box<dyn Error>> {
    let mut session = prepared(folder)?;
    let conversation = listing::resolve(&session, "saves/1").map_err(told)?;
    let mut desk = desk::open(&mut session, conversation, None, now(), [0; 10]).map_err(told)?;
    let mut out = std::io::stdout().lock();
    for _ in 0..most {
        let n = desk.history.entries().len() + 1;
        let item = desk.checklist.items[n % 5].id.clone();
        let value = if (n / 5).is_multiple_of(2) { Value::Yes } else { Value::No };
        let mut answer = Answer::of(value);
        answer.comment = format!("save {n}");
        let Some(act) = desk.history.step_to([(item, Some(answer))]) else {
            return Err("an answer that changes nothing".into());
        };
        let entry = Entry { at: now(), act };
        match desk::save(&mut session, desk.review, n - 1, &entry).map_err(told) {
            Ok(()) => {
                desk.history.push(entry);
                writeln!(out, "ACK {n}")?;
            }
            Err(error) if pardoned > 0 => {
                pardoned -= 1;
                writeln!(out, "ERR {error}")?;
            }
            Err(error) => return Err(error),
        }
        out.flush()?;
    }
    Ok(())
}

/// A store of version 1.0, for those who kill its migration.
fn old(folder: &Path) -> Result<(), Box<dyn Error>> {
    let db = rusqlite::Connection::open(store(folder))?;
    db.execute_batch(include_str!("../tests/it/storage/version_1_0.sql"))?;
    Ok(())
}

/// Takes a store of this version back to an earlier one.
fn back(folder: &Path, version: i64) -> Result<(), Box<dyn Error>> {
    Ok(earlier::take_back(&rusqlite::Connection::open(store(folder))?, version)?)
}

/// Entries in the logs of all reviews. A store that is not there yet holds none; one that the doctor finds fault with
/// is an error.
fn count(folder: &Path) -> Result<usize, Box<dyn Error>> {
    if store(folder).symlink_metadata().is_err() {
        return Ok(0);
    }
    let (session, notices) = Session::open(&setting(folder, true), now()).map_err(told)?;
    let checks = upkeep::checks(&session, &notices, now()).map_err(told)?;
    if let Some(check) = checks.iter().find(|check| check.verdict == Verdict::Wrong) {
        return Err(check.found.get(Lang::En).into());
    }
    let mut entries = 0;
    for conversation in listing::list(&session, "", listing::Order::Oldest, now()).map_err(told)?.ids {
        for review in session.store.reviews_of(conversation)? {
            entries += session.store.history(review.id)?.len();
        }
    }
    Ok(entries)
}
