//! Stores as earlier versions left them: minor versions only add, so what the steps since then added is taken away.

use aplomb::storage::{STEPS, VERSION};
use rusqlite::Connection;

/// The versions that a store may have, from the first to this program's.
pub fn versions() -> Vec<i64> {
    STEPS.iter().map(|step| step.from).chain([VERSION]).collect()
}

/// Takes a store of this version back to an earlier one.
pub fn take_back(db: &Connection, version: i64) -> rusqlite::Result<()> {
    let then = Connection::open_in_memory()?;
    then.execute_batch(include_str!("../../../src/storage/schema.sql"))?;
    for step in STEPS.iter().filter(|step| step.to <= version) {
        then.execute_batch(step.sql)?;
    }
    let known = names(&then)?;
    db.execute_batch("PRAGMA foreign_keys = OFF; BEGIN EXCLUSIVE")?;
    for object in names(db)?.iter().filter(|object| !known.contains(object)) {
        db.execute_batch(&format!("DROP {} IF EXISTS \"{}\"", object.0, object.1))?;
    }
    db.pragma_update(None, "user_version", version)?;
    db.execute_batch("COMMIT; PRAGMA foreign_keys = ON")
}

/// Kind and name of everything that a script made, tables before what goes with them.
fn names(db: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    db.prepare("SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}
