//! Room for files whose conversations come in pieces, in any order, and are larger than memory: pieces go in as they
//! are read, groups come out in order. A file beside the store that nobody else can read, gone when it is dropped.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use tempfile::TempPath;

use super::{Store, StoreError};

/// What names of stages begin with.
const PREFIX: &str = ".aplomb-stage-";

/// Pieces waiting for the rest of their conversation.
pub struct Stage {
    db: Connection,
    /// Deletes the file when dropped, after the connection.
    _file: Option<TempPath>,
}

/// Takes a conversation's source, id and pieces; says whether to go on.
pub type TakeGroup<'a> = dyn FnMut(&str, &str, Vec<Vec<u8>>) -> ControlFlow<()> + 'a;

impl Store {
    /// A new, empty stage: beside the store, or in memory for a store in memory.
    pub fn stage(&self) -> Result<Stage, StoreError> {
        self.may_write()?;
        let (db, file) = match self.path().and_then(Path::parent) {
            Some(folder) => {
                // Created with mode 0600, whatever the umask.
                let file = tempfile::Builder::new()
                    .prefix(PREFIX)
                    .tempfile_in(folder)
                    .map_err(|error| StoreError::from(error).at(Some(folder)))?;
                let path = file.into_temp_path();
                (super::open::connect(&path, super::Access::Write)?, Some(path))
            }
            None => (Connection::open_in_memory()?, None),
        };
        // Nothing in it outlives the process. The lock is held from the first statement to the end, and tells a stage
        // in use from one left behind.
        db.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; \
             PRAGMA cache_size = -8000; PRAGMA mmap_size = 0; BEGIN EXCLUSIVE; \
             CREATE TABLE part(place INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT; \
             CREATE TABLE key(source TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, \
             PRIMARY KEY(source, id, place)) STRICT, WITHOUT ROWID;",
        )?;
        Ok(Stage { db, _file: file })
    }
}

impl Stage {
    /// Keeps one piece of the conversation (`source`, `id`).
    pub fn put(&mut self, source: &str, id: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.db.prepare_cached("INSERT INTO part(bytes) VALUES(?1)")?.execute([bytes])?;
        let place = self.db.last_insert_rowid();
        self.db
            .prepare_cached("INSERT INTO key(source, id, place) VALUES(?1, ?2, ?3)")?
            .execute((source, id, place))?;
        Ok(())
    }

    /// Hands over each conversation's pieces, in the order in which they were put; conversations by source and id.
    pub fn for_each_group(&self, f: &mut TakeGroup<'_>) -> Result<(), StoreError> {
        let mut statement = self.db.prepare(
            "SELECT source, id, bytes FROM key CROSS JOIN part USING(place) ORDER BY source, id, place",
        )?;
        let mut rows = statement.query([])?;
        let corrupt = |_| StoreError::Corrupt(None);
        let mut group: Option<(String, String, Vec<Vec<u8>>)> = None;
        while let Some(row) = rows.next()? {
            let source = row.get_ref(0)?.as_str().map_err(corrupt)?;
            let id = row.get_ref(1)?.as_str().map_err(corrupt)?;
            let bytes: Vec<u8> = row.get(2)?;
            match &mut group {
                Some((s, i, parts)) if s == source && i == id => parts.push(bytes),
                _ => {
                    let next = (source.to_owned(), id.to_owned(), vec![bytes]);
                    if let Some((source, id, parts)) = group.replace(next)
                        && f(&source, &id, parts).is_break()
                    {
                        return Ok(());
                    }
                }
            }
        }
        if let Some((source, id, parts)) = group {
            let _ = f(&source, &id, parts);
        }
        Ok(())
    }
}

/// Removes stages beside the store that a killed process left behind: those that nobody holds a lock on.
pub(super) fn sweep(store: &Path) {
    let Some(folder) = store.parent() else { return };
    let Ok(names) = fs::read_dir(folder) else { return };
    for entry in names.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if ours && entry.file_type().is_ok_and(|kind| kind.is_file()) && !in_use(&entry.path()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn in_use(path: &Path) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let Ok(db) = Connection::open_with_flags(path, flags) else { return true };
    let lock = db.busy_timeout(Duration::ZERO).and_then(|()| db.execute_batch("BEGIN EXCLUSIVE; ROLLBACK"));
    // A stage cut off in the middle is no database, or a broken one: nobody holds that either.
    !matches!(
        lock.map_err(StoreError::from),
        Ok(()) | Err(StoreError::Corrupt(_) | StoreError::NotADatabase(_))
    )
}
