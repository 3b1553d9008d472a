//! From one version of the file to the next. `user_version` is major x 1000 + minor: within a major version an older
//! program may open a newer file, because minor versions only add.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::{StoreError, backup, course};

/// The version that this program writes.
pub const VERSION: i64 = 1005;

/// The version from which on the course of every conversation is laid beside it: no statement can pack one.
const WITH_COURSES: i64 = 1005;

/// Files from here on are refused.
pub(super) const COMPATIBLE_BELOW: i64 = (VERSION / 1000 + 1) * 1000;

/// The version that `schema.sql` lays; a new store takes every step from there, so that it cannot differ from one that
/// grew with the program.
pub(super) const FIRST: i64 = 1000;

/// The steps that have been needed so far.
pub const STEPS: &[Step] = &[
    Step { from: 1000, to: 1001, sql: include_str!("version_1_1.sql") },
    Step { from: 1001, to: 1002, sql: include_str!("version_1_2.sql") },
    Step { from: 1002, to: 1003, sql: include_str!("version_1_3.sql") },
    Step { from: 1003, to: 1004, sql: include_str!("version_1_4.sql") },
    Step { from: 1004, to: WITH_COURSES, sql: include_str!("version_1_5.sql") },
];

/// One step up.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The version that it starts from.
    pub from: i64,
    /// The version that it leads to.
    pub to: i64,
    /// The statements.
    pub sql: &'static str,
}

/// Brings a file from `found` up to `to`, one transaction a step, after a copy of the file as it was has been put into
/// `backups/` and checked. Returns the version reached.
pub fn migrate(
    db: &mut Connection,
    path: &Path,
    steps: &[Step],
    found: i64,
    to: i64,
    now: i64,
) -> Result<i64, StoreError> {
    if found >= to || !steps.iter().any(|step| step.from == found) {
        return Ok(found);
    }
    backup::before(db, path, &found.to_string(), now)?;
    let mut version = found;
    while let Some(step) = steps.iter().find(|step| step.from == version && step.from < to) {
        let tx = db.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        // Another process may have done it while this one waited for the lock.
        let now_at: i64 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if now_at == version {
            tx.execute_batch(step.sql)?;
            if step.to == WITH_COURSES {
                course::lay_all(&tx)?;
            }
            let broken = tx.prepare("PRAGMA foreign_key_check")?.exists([])?;
            if broken {
                return Err(StoreError::Corrupt(None));
            }
            tx.pragma_update(None, "user_version", step.to)?;
            tx.commit()?;
        }
        version = step.to;
    }
    Ok(version)
}
