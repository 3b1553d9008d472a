//! Copies of the store: made by SQLite, never by copying the file, private from their first byte, and checked before
//! anyone relies on them. Restoring keeps what it replaces.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::{Access, Store, StoreError, ground, header, open, schema};

/// Where copies lie, beside the store.
pub(super) const FOLDER: &str = "backups";

/// Pages copied at a time, so that a window that saves waits for little.
const PAGES_AT_A_TIME: i32 = 256;

/// How large a store is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Bytes in its file.
    pub bytes: u64,
    /// Of these, free for use.
    pub free: u64,
}

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Conversations in the backup.
    pub conversations: u64,
    /// Messages in it.
    pub messages: u64,
    /// Reviews in it.
    pub reviews: u64,
    /// The newest thing that a person did in it, in microseconds.
    pub newest: Option<i64>,
    /// Where the store lies now that was replaced; `None` if there was none.
    pub kept_old_as: Option<PathBuf>,
}

impl Store {
    /// Writes a checked copy of the store to `to`, which must not exist.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            ground::folder(folder)?;
        }
        // Not through `read`: a failure of the other disk says nothing about ours.
        copy(&self.db, to)
    }

    /// How large it is.
    pub fn size(&self) -> Result<Size, StoreError> {
        self.read(|db| {
            let number = |name: &str| db.pragma_query_value(None, name, |row| row.get::<_, u64>(0));
            let page = number("page_size")?;
            Ok(Size { bytes: page * number("page_count")?, free: page * number("freelist_count")? })
        })
    }
}

/// The copy that a migration makes before it begins.
pub(super) fn before(db: &Connection, store: &Path, what: &str, now: i64) -> Result<PathBuf, StoreError> {
    let folder = store.parent().unwrap_or(Path::new(".")).join(FOLDER);
    ground::folder(&folder)?;
    // Another process may be at the same; one that was killed may have left half a copy.
    let mut to = folder.join(format!("aplomb-{what}-{}.db", stamp(now)));
    let mut again = 1;
    loop {
        match copy(db, &to) {
            Err(StoreError::Exists(_)) => again += 1,
            made => return made.map(|()| to),
        }
        to = folder.join(format!("aplomb-{what}-{}-{again}.db", stamp(now)));
    }
}

/// `20260302T100211Z`: sorts by time, holds in every file system.
fn stamp(now: i64) -> String {
    let at = jiff::Timestamp::from_microsecond(now).unwrap_or_default();
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn copy(db: &Connection, to: &Path) -> Result<(), StoreError> {
    let name = to.to_str().ok_or_else(|| StoreError::Permission(to.to_owned()))?;
    // Empty and private first: SQLite would make it readable for others.
    ground::create(to)?;
    let made = (|| {
        db.execute("VACUUM INTO ?1", [name])?;
        let copy = open::reader(to)?;
        let sound: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if sound != "ok" {
            return Err(StoreError::Corrupt(None));
        }
        drop(copy);
        fs::File::open(to)?.sync_all()?;
        Ok(())
    })();
    if made.is_err() {
        let _ = fs::remove_file(to);
    }
    made.map_err(|error: StoreError| error.at(Some(to)))
}

/// The newest copy beside `store` that can be opened and passes SQLite's quick check.
pub(super) fn newest_good(store: &Path) -> Option<PathBuf> {
    let folder = store.parent()?.join(FOLDER);
    let mut copies: Vec<(std::time::SystemTime, PathBuf)> = fs::read_dir(folder)
        .ok()?
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "db"))
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    copies.sort();
    copies.into_iter().rev().map(|(_, path)| path).find(|path| good(path))
}

fn good(path: &Path) -> bool {
    let Ok(path) = path.canonicalize() else { return false };
    // Only the header's own words here: asking again for the newest copy would go round in circles.
    header::sound(&path)
        && open::reader(&path).is_ok_and(|db| {
            db.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
                .is_ok_and(|said| said == "ok")
        })
}

/// Puts a backup in the place of the store. The backup is copied, the copy checked as doctor checks, and only then
/// takes the store's name; what stood there is kept beside it.
pub fn restore(backup: &Path, store: &Path, now: i64) -> Result<Restored, StoreError> {
    let folder = match store.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    ground::folder(folder)?;
    let folder = folder.canonicalize()?;
    let store = folder.join(store.file_name().ok_or_else(|| StoreError::Link(store.to_owned()))?);
    let backup = backup.canonicalize().map_err(|error| StoreError::from(error).at(Some(backup)))?;
    let version = header::verify(&backup, false)?;
    let next = folder.join(format!(".aplomb-restore-{}.db", stamp(now)));
    let made = (|| {
        let from = open::reader(&backup)?;
        schema::verify(&from, version)?;
        ground::create(&next)?;
        let mut to = open::connect(&next, Access::Write)?;
        rusqlite::backup::Backup::new(&from, &mut to)?.run_to_completion(
            PAGES_AT_A_TIME,
            Duration::ZERO,
            None,
        )?;
        drop(to);
        let copy = Store::open(&next, Access::Write, now)?.store;
        if copy.check()?.iter().any(|finding| finding.damage) {
            return Err(StoreError::Corrupt(None));
        }
        let count = |sql: &str| copy.read(|db| Ok(db.query_row(sql, [], |row| row.get::<_, u64>(0))?));
        let restored = Restored {
            conversations: copy.conversation_count()?,
            messages: copy.message_count()?,
            reviews: count("SELECT count(*) FROM review")?,
            newest: copy.read(|db| {
                Ok(db.query_row(
                    "SELECT max(t) FROM (SELECT max(changed_at) AS t FROM review UNION ALL SELECT max(at) FROM draw \
                     UNION ALL SELECT max(taken_at) FROM conversation UNION ALL SELECT max(at) FROM bundle)",
                    [],
                    |row| row.get(0),
                )?)
            })?,
            kept_old_as: None,
        };
        drop(copy);
        fs::File::open(&next)?.sync_all()?;
        swap(&store, &next, restored, now)
    })();
    if made.is_err() {
        let _ = fs::remove_file(&next);
        let _ = fs::remove_file(open::beside(&next, "-journal"));
    }
    made.map_err(|error| error.at(Some(&store)))
}

fn swap(store: &Path, next: &Path, mut restored: Restored, now: i64) -> Result<Restored, StoreError> {
    let journal = open::beside(store, "-journal");
    let waiting = || fs::metadata(&journal).is_ok_and(|journal| journal.len() > 0);
    if fs::symlink_metadata(store).is_ok() {
        // What a killed process left half done is undone, where the file is still good enough for it.
        if waiting()
            && let Ok(db) = open::connect(store, Access::Write)
        {
            let _ = db.query_row("PRAGMA user_version", [], |_| Ok(()));
        }
        let mut old = store.with_file_name(format!("aplomb-replaced-{}.db", stamp(now)));
        let mut again = 1;
        while fs::symlink_metadata(&old).is_ok() {
            again += 1;
            old = store.with_file_name(format!("aplomb-replaced-{}-{again}.db", stamp(now)));
        }
        // Else its journal belongs to it, and must not be played into the new file.
        let moved = waiting();
        if moved {
            fs::rename(&journal, open::beside(&old, "-journal"))?;
        }
        // A second name first: at no moment is there no store. Not every system has second names.
        let linked = fs::hard_link(store, &old).is_ok();
        let replaced =
            if linked { Ok(()) } else { fs::rename(store, &old) }.and_then(|()| fs::rename(next, store));
        if let Err(error) = replaced {
            let _ = if linked { fs::remove_file(&old) } else { fs::rename(&old, store) };
            if moved {
                let _ = fs::rename(open::beside(&old, "-journal"), &journal);
            }
            return Err(error.into());
        }
        restored.kept_old_as = Some(old);
    } else {
        fs::rename(next, store)?;
    }
    let _ = fs::remove_file(open::beside(next, "-journal"));
    if let Some(folder) = store.parent() {
        // So that the new name survives a power cut; not every system lets a folder be opened.
        if let Ok(folder) = fs::File::open(folder) {
            let _ = folder.sync_all();
        }
    }
    Ok(restored)
}
