//! Opening: first what the system says about the file, then its first bytes, then its schema. A refusal at any of these
//! leaves the file byte for byte as it was.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::migrate::{STEPS, VERSION, migrate};
use super::{Access, Store, StoreError, ground, header, schema, stage};
use crate::both;
use crate::domain::shown::Shown;
use crate::words::Bilingual;

/// Something that the person should know about the store just opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What to say.
    pub text: Bilingual,
}

/// A store and what there is to say about it.
pub struct Opened {
    /// The store.
    pub store: Store,
    /// What to say, if anything.
    pub notices: Vec<Notice>,
}

/// Page cache in KiB: enough for the inner pages of every index with a million messages.
const CACHE_KIB: i64 = 16_000;

impl Store {
    /// Opens the store at `path`; with [`Access::Write`] one that does not exist is created. `now` in microseconds
    /// names copies. What is no sound store of this program is refused untouched.
    pub fn open(path: &Path, access: Access, now: i64) -> Result<Opened, StoreError> {
        engine()?;
        let path = absolute(path, access)?;
        let meta = match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => match access {
                Access::Read => return Err(StoreError::no_store()),
                Access::Write => {
                    create(&path)?;
                    fs::symlink_metadata(&path)
                }
            },
            known => known,
        };
        let meta = meta.map_err(|error| StoreError::from(error).at(Some(&path)))?;
        if !meta.is_file() {
            return Err(StoreError::Link(path));
        }
        let mut notices = Vec::new();
        let (allowed, notice) = allowed(&path, &meta, access);
        notices.extend(notice);
        let waiting = fs::metadata(beside(&path, "-journal")).is_ok_and(|journal| journal.len() > 0);
        header::verify(&path, waiting)?;
        let mut db = connect(&path, allowed)?;
        let sound = prepare(&mut db, &path, allowed, now);
        let store = Store::over(db, Some(path), allowed.min(access));
        sound.map_err(|error| store.told(error))?;
        let path = store.path().unwrap_or(Path::new(""));
        store.db.pragma_update(None, "query_only", store.access == Access::Read)?;
        if allowed == Access::Write && ground::make_private(path, &meta) {
            notices.push(Notice {
                text: Bilingual::fixed(
                    "Others on this machine could read the store; now only you can.",
                    "D’autres personnes sur cette machine pouvaient lire la base\u{202f}; désormais, vous seul le pouvez.",
                ),
            });
        }
        around(path, &mut notices);
        if store.access == Access::Write {
            stage::sweep(path);
        }
        Ok(Opened { store, notices })
    }
}

/// Settings, migration, schema: everything that is asked of an open file before it is used.
fn prepare(db: &mut Connection, path: &Path, allowed: Access, now: i64) -> Result<(), StoreError> {
    settle(db)?;
    // Asked anew: what a killed process left half done is rolled back by now, a migration included.
    let mut version = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if allowed == Access::Write && version < VERSION {
        version = migrate(db, path, STEPS, version, VERSION, now)?;
    }
    schema::verify(db, version)?;
    schema::touch(db)?;
    schema::lend(db, version)
}

impl Access {
    fn min(self, other: Access) -> Access {
        if self == Access::Write && other == Access::Write { Access::Write } else { Access::Read }
    }
}

/// The SQLite inside must be one without the faults that lose what was saved.
fn engine() -> Result<(), StoreError> {
    let number = rusqlite::version_number();
    if number < 3_051_003 || (3_052_000..3_053_000).contains(&number) {
        return Err(StoreError::Engine(rusqlite::version()));
    }
    Ok(())
}

/// The path with its folder resolved, so that only the file itself can still be a link.
fn absolute(path: &Path, access: Access) -> Result<PathBuf, StoreError> {
    let name = path.file_name().ok_or_else(|| StoreError::Link(path.to_owned()))?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if access == Access::Write || folder.exists() {
        ground::folder(folder)?;
    }
    match folder.canonicalize() {
        Ok(folder) => Ok(folder.join(name)),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(StoreError::no_store()),
        Err(error) => Err(StoreError::from(error).at(Some(folder))),
    }
}

/// Makes an empty store. It gets its name only when its tables are in it: a process killed before that leaves nothing
/// that would have to be refused as damaged for ever after.
fn create(path: &Path) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    if fs::symlink_metadata(folder).is_ok_and(|meta| ground::anothers(&meta)) {
        return Err(StoreError::Permission(folder.to_owned()));
    }
    let made = (|| {
        // Created with mode 0600, whatever the umask.
        let file = tempfile::Builder::new().prefix(".aplomb-new-").tempfile_in(folder)?;
        let mut db = connect(file.path(), Access::Write)?;
        settle(&mut db)?;
        // Nobody knows the file yet: a journal beside it would only be left over.
        db.query_row("PRAGMA journal_mode = MEMORY", [], |_| Ok(()))?;
        schema::create(&mut db)?;
        drop(db);
        file.as_file().sync_all()?;
        match file.persist_noclobber(path) {
            // Another window was faster: its store is the store.
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {}
            persisted => drop(persisted.map_err(|error| error.error)?),
        }
        // So that the name survives a power cut; not every system lets a folder be opened.
        if let Ok(folder) = fs::File::open(folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    })();
    made.map_err(|error: StoreError| error.at(Some(path)))
}

/// What the system lets us do with the file, and what to say when that is less than asked for.
fn allowed(path: &Path, meta: &fs::Metadata, asked: Access) -> (Access, Option<Notice>) {
    let text = if ground::anothers(meta) {
        Bilingual::fixed(
            "This store belongs to somebody else: you can read it, not change it.",
            "Cette base appartient à quelqu’un d’autre\u{202f}: vous pouvez la lire, pas la modifier.",
        )
    } else if ground::write_protected(path, meta) {
        Bilingual::fixed(
            "This store is write-protected: you can read it, not change it.",
            "Cette base est protégée en écriture\u{202f}: vous pouvez la lire, pas la modifier.",
        )
    } else {
        return (Access::Write, None);
    };
    (Access::Read, (asked == Access::Write).then_some(Notice { text }))
}

/// Warns of ground that does not carry.
fn around(path: &Path, notices: &mut Vec<Notice>) {
    if let Some(kind) = ground::network(path) {
        let kind = Shown::short(&kind, 20);
        notices.push(Notice {
            text: both!(
                "The store lies on a shared drive ({kind}): keep it on this machine and exchange bundles there instead.",
                "La base se trouve sur un disque partagé ({kind})\u{202f}: gardez-la sur cette machine et n’y échangez que des plis."
            ),
        });
    }
    if let Some(name) = ground::synced(path) {
        let name = Shown::short(&name, 40);
        notices.push(Notice {
            text: both!(
                "The store lies in a synchronised folder ({name}): exchange bundles there, never the store.",
                "La base se trouve dans un dossier synchronisé ({name})\u{202f}: échangez-y des plis, jamais la base."
            ),
        });
    }
}

/// `aplomb.db` → `aplomb.db-journal`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Connects. A store that may be written is connected for writing even by a reader, so that what a killed process left
/// half done can be rolled back.
pub(super) fn connect(path: &Path, allowed: Access) -> Result<Connection, StoreError> {
    let how = match allowed {
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let flags = how
        | OpenFlags::SQLITE_OPEN_NOFOLLOW
        | OpenFlags::SQLITE_OPEN_EXRESCODE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags).map_err(|error| StoreError::from(error).at(Some(path)))
}

/// Between two questions whether the store is free. SQLite's own handler soon asks only every tenth of a second: beside
/// an import, which leaves a few milliseconds between its transactions, it could ask in vain for long.
const ASK_AGAIN: Duration = Duration::from_millis(1);
/// Questions before giving up, after some seconds.
const QUESTIONS: i32 = 5_000;

fn wait(asked: i32) -> bool {
    thread::sleep(ASK_AGAIN);
    asked < QUESTIONS
}

/// Every setting of a connection.
pub(super) fn settle(db: &mut Connection) -> Result<(), StoreError> {
    db.busy_handler(Some(wait))?;
    // A file from outside must not run anything: no edits to the schema, no functions with effects in views.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // One: VACUUM INTO attaches its target.
    db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    db.set_prepared_statement_cache_capacity(64);
    for (name, value) in [
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("cell_size_check", 1),
        ("secure_delete", 1),
        ("mmap_size", 0),
        ("temp_store", 2),
        ("cache_size", -CACHE_KIB),
        ("synchronous", 3),
    ] {
        // Some of these answer with a row, some do not.
        db.pragma(None, name, value, |_| Ok(())).or_else(|error| match error {
            rusqlite::Error::ExecuteReturnedResults | rusqlite::Error::QueryReturnedNoRows => Ok(()),
            error => Err(error),
        })?;
    }
    if !db.is_readonly("main")? {
        db.query_row("PRAGMA journal_mode = TRUNCATE", [], |_| Ok(()))?;
    }
    Ok(())
}

/// A connection for reading a file that is not the store: a backup.
pub(super) fn reader(path: &Path) -> Result<Connection, StoreError> {
    let mut db = connect(path, Access::Read)?;
    settle(&mut db)?;
    Ok(db)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_inside_keeps_its_word() {
        assert!(engine().is_ok(), "{}", rusqlite::version());
    }

    #[test]
    fn every_setting_holds() {
        let mut db = Connection::open_in_memory().unwrap();
        settle(&mut db).unwrap();
        let get = |name: &str| -> i64 { db.pragma_query_value(None, name, |row| row.get(0)).unwrap() };
        for (name, value) in [
            ("foreign_keys", 1),
            ("recursive_triggers", 1),
            ("cell_size_check", 1),
            ("secure_delete", 1),
            ("temp_store", 2),
            ("trusted_schema", 0),
            ("synchronous", 3),
        ] {
            assert_eq!(get(name), value, "{name}");
        }
        assert!(db.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE).unwrap());
        assert!(db.execute_batch("SELECT \"no such column\"").is_err());
    }
}
