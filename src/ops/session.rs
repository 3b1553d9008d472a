//! What every use case stands on: the open store, the zone that times are shown in, and the checklists at hand.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::both;
use crate::domain::checklist::Checklist;
use crate::domain::person::Me;
use crate::domain::redaction::Rules;
use crate::ops::error::OpsError;
use crate::ops::keys::Keys;
use crate::ops::shelf::{self, Shelf};
use crate::storage::{self, Access, Notice, Store};
use crate::words::{Bilingual, Lang, bytes};

/// Checklists put together, by the store's ids of the list and of the own items beside it.
pub(super) type Composed = BTreeMap<(i64, Option<i64>), Arc<Checklist>>;

/// An open store with its surroundings.
pub struct Session {
    /// The store.
    pub store: Store,
    /// The zone in which times are shown and periods are counted.
    pub zone: TimeZone,
    /// The checklists at hand.
    pub shelf: Shelf,
    /// The id of the checklist that a new review begins with.
    pub usual: String,
    /// Share of a draw that comes from customers who neither rated nor complained.
    pub silent_share: f64,
    /// My identity.
    pub keys: Keys,
    /// What is replaced in everything that leaves.
    pub rules: Rules,
    /// The folder that I share with colleagues.
    pub folder: Option<PathBuf>,
    /// The team wants the reviewee's name hidden from readers.
    pub hide_names: bool,
    /// What holds for figures about a team.
    pub team: TeamRules,
    /// Checklists that reviews name, by the store's numbers of the list and of the own items: those never change.
    pub(super) composed: RefCell<Composed>,
}

/// What holds for figures about a team, and for how long things are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamRules {
    /// Fewer people than this behind a figure is *too few*.
    pub people: usize,
    /// The share of time in conversation, 0 to 1, above which a team has no slack left.
    pub occupancy_ceiling: f64,
    /// Days that conversations are kept, from their last message on.
    pub keep_conversations: u32,
    /// Days that reviews and submissions are kept.
    pub keep_reviews: u32,
    /// The folder of `calendar.toml`, `metrics.toml` and `keywords.toml`; `None` is what ships.
    pub folder: Option<PathBuf>,
}

impl Default for TeamRules {
    fn default() -> TeamRules {
        TeamRules {
            people: 5,
            occupancy_ceiling: 0.85,
            keep_conversations: 180,
            keep_reviews: 365,
            folder: None,
        }
    }
}

/// Where things are and how they are meant.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The store's file.
    pub store: PathBuf,
    /// The folder of the agent's own checklists.
    pub checklists: Option<PathBuf>,
    /// The zone that times are shown in.
    pub zone: TimeZone,
    /// The id of the usual checklist.
    pub usual: String,
    /// Share of a draw for the silent ones.
    pub silent_share: f64,
    /// The file of my identity; `None` keeps it in memory.
    pub keys: Option<PathBuf>,
    /// What is replaced in everything that leaves, beside what always is.
    pub rules: Rules,
    /// The folder that I share with colleagues.
    pub folder: Option<PathBuf>,
    /// The team wants the reviewee's name hidden from readers.
    pub hide_names: bool,
    /// What holds for figures about a team.
    pub team: TeamRules,
    /// Change nothing on disk.
    pub read_only: bool,
}

/// Conversations from which on what is asked of all of them is read before it is asked: of fewer it is there at once.
pub const MANY: u64 = 20_000;

/// Bytes of a store that is brought up to date before anybody has finished reading that it is.
const SMALL: u64 = 64_000_000;

/// What opening the store does first, where that takes its time: to be told before.
pub fn outgrown(setting: &Setting) -> Option<Bilingual> {
    let size = storage::outgrown(&setting.store).filter(|size| *size >= SMALL)?;
    let (en, fr) = (bytes(Lang::En, size), bytes(Lang::Fr, size));
    Some(both!(
        "The store is of an earlier version. It is copied to backups/ and brought up to date, once: with {en} that takes a while.",
        "La base est d’une version antérieure. Elle est copiée dans backups/ et mise à jour, une fois pour toutes\u{202f}: avec {fr}, cela prend un moment."
    ))
}

impl Session {
    /// Opens the store; what is worth knowing about it comes along.
    pub fn open(setting: &Setting, now: i64) -> Result<(Session, Vec<Notice>), OpsError> {
        let access = if setting.read_only { Access::Read } else { Access::Write };
        let opened = Store::open(&setting.store, access, now)?;
        let session = Session::over(opened.store, setting);
        Ok((session, opened.notices))
    }

    /// A session over a store that is open already.
    pub fn over(store: Store, setting: &Setting) -> Session {
        Session {
            store,
            zone: setting.zone.clone(),
            shelf: shelf::load(setting.checklists.as_deref()),
            usual: setting.usual.clone(),
            silent_share: setting.silent_share,
            keys: Keys::at(setting.keys.clone()),
            rules: setting.rules.clone(),
            folder: setting.folder.clone(),
            hide_names: setting.hide_names,
            team: setting.team.clone(),
            composed: RefCell::default(),
        }
    }

    /// The same surroundings over another connection, for what is read at the side. My identity does not come along.
    pub fn beside(&self, store: Store) -> Session {
        Session {
            store,
            zone: self.zone.clone(),
            shelf: self.shelf.clone(),
            usual: self.usual.clone(),
            silent_share: self.silent_share,
            keys: Keys::at(None),
            rules: self.rules.clone(),
            folder: self.folder.clone(),
            hide_names: self.hide_names,
            team: self.team.clone(),
            composed: RefCell::default(),
        }
    }

    /// Who uses the program, where that is known.
    pub fn me(&self) -> Result<Option<Me>, OpsError> {
        Ok(self.store.me()?)
    }

    /// Reads the checklists folder again.
    pub fn reread_shelf(&mut self, checklists: Option<&Path>) {
        self.shelf = shelf::load(checklists);
    }
}
