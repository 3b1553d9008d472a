//! The store: one SQLite file, and the only place that speaks SQL.
//!
//! - [`Store::open`] refuses what it does not know before a byte is written (`open`, `header`, `ground`, `schema`,
//!   `migrate`).
//! - [`Store::take_in`] merges conversations by (source, id): the same file twice equals once (`take_in`, `merge`, `rows`).
//! - `words` keeps the index of words, which may lag behind an import but never tells anything untrue; `find`, `first`
//!   and `listing` read through it. `in_time`, `in_subject` and `facets` remember from one list to the next what takes long to
//!   read, `recent` the words of the newest in a `small_index`; [`Store::prepare`] reads them before they are asked for.
//! - `checklists`, `reviews`, `seals`, `draws` keep what people did; logs are only appended to, seals never edited.
//! - `people`, `cards`, `said`, `exchanges`, `bundles`, `precedents`, `submissions` keep what travels between people:
//!   `record`s, each with a digest. `handed` keeps submissions packed for the lead's figures, `published` what was told.
//!   [`Store::in_one`] takes a bundle in wholly or not at all (`unit`).
//! - `happened` reads what happened without what was said, from what `course` keeps of it, `seen` how complete it is;
//!   `typed` keeps figures that were typed in.
//! - `due`, `erase`, `samples`, `scour`, `receipts` delete what is due, and prove it; `kept` holds the figures that
//!   remain.
//! - `vendor`, `directory`, `waiting` keep what help desks' exports say in pieces: their own figures, whom numbers name,
//!   what waits for its conversation.
//! - `goals` keep goals with every version, promised weeks and typed values.
//! - `backup`, `check`, `stage` are upkeep; `rescue` makes a sound store of what `pages` can still read of a damaged one.
//!
//! Every change is one immediate transaction, on disk when the call returns (journal TRUNCATE, synchronous EXTRA).
//! After an error of the disk the store refuses to write until it was opened again: a disk that failed once cannot be
//! trusted to have kept what it acknowledges afterwards.

mod agents;
mod answered;
mod backup;
mod bundles;
mod cards;
mod check;
mod checklists;
mod course;
mod directory;
mod draws;
mod due;
mod erase;
mod error;
mod exchanges;
mod facets;
mod facts;
mod find;
mod first;
mod goals;
mod ground;
mod handed;
mod happened;
mod header;
mod in_subject;
mod in_time;
mod kept;
mod listing;
mod merge;
mod migrate;
mod open;
mod pages;
mod people;
mod precedents;
mod published;
mod receipts;
mod recent;
mod record;
mod rescue;
mod reviews;
mod rows;
mod said;
mod samples;
mod schema;
mod scour;
mod seals;
mod seen;
mod sieve;
mod small_index;
mod stage;
mod submissions;
mod take_in;
mod typed;
mod unit;
mod vendor;
mod waiting;
mod words;

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

pub use answered::Answered;
pub use backup::{Restored, Size, restore};
pub use bundles::{Bundle, Outgoing};
pub use cards::{CardRow, CardState, NewCard};
pub use check::Finding;
pub use checklists::Kept;
pub use draws::{Candidate, Draw, Pick, Stratum};
pub use due::{Clocks, Due, DueConversation, Held};
pub use erase::{Deleted, Emptied, Erasing, counts};
pub use error::{Kind, StoreError};
pub use exchanges::ExchangeRow;
pub use facts::sqlite_version;
pub use find::{ListOrder, Query, Reviewed, Word};
pub use goals::{GoalRow, PromiseRow, ValueRow};
pub use handed::{Handed, HandedPart, Untaken};
pub use happened::{Course, Turn};
pub use header::outgrown;
pub use kept::KeptRow;
pub use listing::{ListRow, Quoted, Resolved};
pub use migrate::{STEPS, Step, VERSION, migrate};
pub use open::{Notice, Opened};
pub use people::{NewPerson, PersonRow, Trust};
pub use precedents::Precedent;
pub use receipts::{Deletion, Erased, Receipt, Told};
pub use rescue::{Rescued, rescue};
pub use reviews::{NewReview, ReviewRecord};
pub use said::FactRow;
pub use samples::Samples;
pub use scour::{Copy, Proof};
pub use seals::{Sealed, SealedFilter, SealedRow};
pub use stage::{Stage, TakeGroup};
pub use submissions::SubmissionRow;
pub use take_in::{BATCH_MESSAGES, Counts, Incoming, Outcome, Taken};
pub use typed::TypedRow;
pub use waiting::Waiting;
pub use words::INDEX_MESSAGES;

use crate::domain::digest::Digest;
use crate::domain::person::Me;
use facets::Facets;
use in_subject::InSubject;
use in_time::InTime;
use recent::Recent;

/// What a store may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reading and writing.
    Write,
    /// Reading only.
    Read,
}

/// One store over one connection.
pub struct Store {
    db: Connection,
    path: Option<PathBuf>,
    access: Access,
    /// Set by the first failure of the disk or damage found: nothing is written after it.
    failed: Cell<Option<Kind>>,
    /// Inside [`Store::in_one`].
    in_one: bool,
    in_time: RefCell<InTime>,
    in_subject: RefCell<InSubject>,
    facets: RefCell<Facets>,
    recent: RefCell<Recent>,
}

impl Store {
    /// An empty store in memory.
    pub fn memory() -> Result<Store, StoreError> {
        let mut db = Connection::open_in_memory()?;
        open::settle(&mut db)?;
        schema::create(&mut db)?;
        Ok(Store::over(db, None, Access::Write))
    }

    fn over(db: Connection, path: Option<PathBuf>, access: Access) -> Store {
        Store {
            db,
            path,
            access,
            failed: Cell::new(None),
            in_one: false,
            in_time: RefCell::default(),
            in_subject: RefCell::default(),
            facets: RefCell::default(),
            recent: RefCell::default(),
        }
    }

    /// What it may be used for.
    pub fn access(&self) -> Access {
        self.access
    }

    /// Its file; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether saving has stopped after a failure, and which.
    pub fn not_saving(&self) -> Option<Kind> {
        self.failed.get()
    }

    /// Opens the file anew after a failure, and saves again if SQLite finds its structure sound.
    pub fn save_again(&mut self, now: i64) -> Result<(), StoreError> {
        if let Some(path) = &self.path {
            let fresh = Store::open(path, self.access, now)?.store;
            let said: String =
                fresh.read(|db| Ok(db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?))?;
            if said != "ok" {
                return Err(fresh.told(StoreError::Corrupt(None)));
            }
            *self = fresh;
        }
        Ok(())
    }

    /// A number that changes when another connection has written.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        self.read(|db| Ok(db.query_row("PRAGMA data_version", [], |row| row.get(0))?))
    }

    /// Who uses this store; `None` before anyone said so.
    pub fn me(&self) -> Result<Option<Me>, StoreError> {
        self.read(|db| match meta(db, "me")? {
            Some(json) => Ok(Some(serde_json::from_str(&json)?)),
            None => Ok(None),
        })
    }

    /// Says who uses this store.
    pub fn set_me(&mut self, me: &Me) -> Result<(), StoreError> {
        let json = serde_json::to_string(me)?;
        self.write(|tx| set_meta(tx, "me", &json))
    }

    /// Runs a read; damage met on the way ends writing.
    fn read<T>(&self, f: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        f(&self.db).map_err(|error| self.told(error))
    }

    /// Runs one immediate transaction, or a part of the one that is open. When this returns, it is done or did not
    /// happen; outside [`Store::in_one`], on disk.
    fn write<T>(&mut self, f: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.may_write()?;
        let result = (|| {
            if self.in_one {
                return unit::part(&mut self.db, f);
            }
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = f(&tx)?;
            tx.commit()?;
            Ok(value)
        })();
        result.map_err(|error| self.told(error))
    }

    fn may_write(&self) -> Result<(), StoreError> {
        match self.failed.get() {
            Some(Kind::Io) => Err(StoreError::Io(String::new())),
            Some(_) => Err(self.told(StoreError::Corrupt(None))),
            None if self.access == Access::Read => Err(StoreError::ReadOnly),
            None => Ok(()),
        }
    }

    fn told(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::Io(_) => self.failed.set(Some(Kind::Io)),
            StoreError::Corrupt(_) | StoreError::NotADatabase(_) => self.failed.set(Some(Kind::Corrupt)),
            _ => {}
        }
        let backup = || self.path.as_deref().and_then(backup::newest_good);
        match error {
            StoreError::Corrupt(None) => StoreError::Corrupt(backup()),
            StoreError::NotADatabase(None) => StoreError::NotADatabase(backup()),
            other => other.at(self.path()),
        }
    }
}

/// One value of the small table of settings.
fn meta(db: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    Ok(db
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?)
}

fn set_meta(db: &Connection, key: &str, value: &str) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO meta(key, value, digest) VALUES(?1, ?2, ?3) \
         ON CONFLICT(key) DO UPDATE SET value = ?2, digest = ?3",
    )?
    .execute(params![key, value, meta_digest(key, value).0.as_slice()])?;
    Ok(())
}

/// What the check recomputes.
fn meta_digest(key: &str, value: &str) -> Digest {
    Digest::of("aplomb/meta/v1", &[key.as_bytes(), value.as_bytes()])
}

/// A whole number of the same table; 0 when absent.
fn meta_number(db: &Connection, key: &str) -> Result<i64, StoreError> {
    match meta(db, key)? {
        Some(text) => text.parse().map_err(|_| StoreError::Corrupt(None)),
        None => Ok(0),
    }
}
