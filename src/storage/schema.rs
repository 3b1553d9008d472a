//! What the file must contain: exactly the tables of `schema.sql` and of the steps since, and nothing that could act on
//! its own.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::StoreError;
use super::migrate::{FIRST, STEPS, Step, VERSION};

/// `Aplm` in the header's application id.
pub(super) const APPLICATION_ID: u32 = 0x4170_6C6D;

const SCHEMA: &str = include_str!("schema.sql");

/// Lays the tables into an empty database, in one transaction.
pub(super) fn create(db: &mut Connection) -> Result<(), StoreError> {
    create_version(db, VERSION)
}

fn create_version(db: &mut Connection, version: i64) -> Result<(), StoreError> {
    let tx = db.transaction()?;
    tx.execute_batch(SCHEMA)?;
    for step in steps(FIRST, version) {
        tx.execute_batch(step.sql)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", version)?;
    tx.commit()?;
    Ok(())
}

fn steps(from: i64, to: i64) -> impl Iterator<Item = &'static Step> {
    STEPS.iter().filter(move |step| step.from >= from && step.to <= to)
}

/// Gives a file of an older version that may not be written the tables that it lacks: empty ones, in memory, for this
/// connection alone. So nobody who reads has to ask which version there is.
pub(super) fn lend(db: &Connection, found_version: i64) -> Result<(), StoreError> {
    for step in steps(found_version, VERSION) {
        // Indexes lie in the file and only make it quicker.
        let tables: Vec<&str> = step.sql.lines().filter(|line| !line.starts_with("CREATE INDEX")).collect();
        db.execute_batch(&tables.join("\n").replace("CREATE TABLE", "CREATE TEMP TABLE"))?;
    }
    Ok(())
}

type Objects = BTreeMap<(String, String), String>;

/// Tables, indexes, views and triggers with their text; what SQLite adds by itself is left out.
fn objects(db: &Connection) -> Result<Objects, StoreError> {
    let mut statement = db.prepare("SELECT type, name, coalesce(sql, '') FROM sqlite_schema")?;
    let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    let mut objects = Objects::new();
    for row in rows {
        let ((kind, name), sql): ((String, String), String) = row?;
        // SQLite itself refuses to let anyone make a name that begins like this.
        if !name.starts_with("sqlite_") {
            objects.insert((kind, name), sql);
        }
    }
    Ok(objects)
}

/// Refuses a schema that is not the expected one, naming the first object that differs. A file of a newer minor
/// version may have tables, indexes and columns more, but nothing that acts on its own.
pub(super) fn verify(db: &Connection, found_version: i64) -> Result<(), StoreError> {
    let mut fresh = Connection::open_in_memory()?;
    create_version(&mut fresh, found_version.clamp(FIRST, VERSION))?;
    let expected = objects(&fresh)?;
    let found = objects(db)?;
    let newer = found_version > VERSION;
    for ((kind, name), sql) in &found {
        let known = expected.get(&(kind.clone(), name.clone()));
        let harmless = newer && (kind == "table" || kind == "index");
        if known != Some(sql) && !harmless {
            return Err(StoreError::ForeignSchema(name.clone()));
        }
    }
    match expected.keys().find(|key| !found.contains_key(*key)) {
        Some((_, name)) => Err(StoreError::ForeignSchema(name.clone())),
        None => Ok(()),
    }
}

/// Reads the first row of every table, so that a destroyed page at the root of one is found at once.
pub(super) fn touch(db: &Connection) -> Result<(), StoreError> {
    for ((kind, name), sql) in objects(db)? {
        if kind == "table" && !sql.starts_with("CREATE VIRTUAL") {
            let mut statement = db.prepare(&format!("SELECT * FROM \"{name}\" LIMIT 1"))?;
            statement.query([])?.next()?;
        }
    }
    Ok(())
}
