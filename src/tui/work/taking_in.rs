//! An import for the app: from where, for whom, and what the app is told meanwhile.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::domain::person::Me;
use crate::ops::error::{Kind, OpsError};
use crate::ops::import::{self, Order, Source};
use crate::ops::maps;
use crate::storage::Store;
use crate::tui::ask::Reply;
use crate::words::{Bilingual, Lang};

/// Says whether the import that runs should stop.
pub(super) type Stop = Arc<dyn Fn() -> bool + Send + Sync>;

/// Everything that an import needs beside the store, so that it can go to another thread.
pub(super) struct TakingIn {
    /// As typed: a path, and `--map MAP` behind it where the person named one.
    pub(super) typed: String,
    pub(super) me: Option<Me>,
    /// For clocks that say none.
    pub(super) zone: TimeZone,
    /// Microseconds since 1970.
    pub(super) now: i64,
    /// For ids and nonces of reviews that come along.
    pub(super) seed: [u8; 32],
    /// The language of the problems.
    pub(super) lang: Lang,
    pub(super) stop: Stop,
}

impl TakingIn {
    /// Takes everything in, and tells how it goes.
    pub(super) fn run(self, store: &mut Store, reply: &mut dyn FnMut(Reply)) -> Result<(), OpsError> {
        let (path, map) = match self.typed.split_once(" --map ") {
            Some((path, map)) => (path, Some(maps::named(&expanded(map).to_string_lossy())?)),
            None => (self.typed.as_str(), None),
        };
        let order = Order {
            sources: vec![Source::Path(expanded(path))],
            from: None,
            map,
            account: None,
            me: self.me,
            zone: Some(self.zone),
            day_first: None,
            agents: Vec::new(),
            everyone: false,
            allow_erased: false,
            dry_run: false,
            now: self.now,
            seed: self.seed,
            stop: &*self.stop,
        };
        // Told once every thousand conversations: often enough to move, rarely enough to cost nothing.
        let mut told = 0;
        let report = import::run(store, order, &mut |progress| {
            if progress.conversations >= told {
                told = progress.conversations + 1_000;
                let share = progress.of.filter(|of| *of > 0).map(|of| progress.bytes as f64 / of as f64);
                reply(Reply::Importing { conversations: progress.conversations, share });
            }
        })?;
        let problems =
            report.problems.iter().chain(&report.warnings).map(|p| p.sentence(self.lang)).collect();
        reply(Reply::Imported { summary: report.summary(), problems });
        if report.refused == report.files {
            return Err(OpsError::new(
                Kind::Data,
                Bilingual::fixed("nothing was taken in", "rien n’a été pris"),
            ));
        }
        Ok(())
    }
}

/// A path as typed, with `~` for the home folder.
pub(super) fn expanded(path: &str) -> PathBuf {
    let path = path.trim();
    let home = || Some(directories::UserDirs::new()?.home_dir().to_path_buf());
    match path.strip_prefix("~/").and_then(|below| Some(home()?.join(below))) {
        Some(below) => below,
        None => Path::new(path).to_path_buf(),
    }
}
