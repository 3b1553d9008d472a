//! Several changes that happen together or not at all.

use rusqlite::Connection;

use super::{Store, StoreError};

impl Store {
    /// Everything that `f` does to the store is one immediate transaction: on disk when this returns `Ok`, undone when
    /// `f` fails or panics. Each call inside happens wholly or not, so `f` may go on after a refusal; it reads what it
    /// has written so far. One inside another is a part of the outer one.
    pub fn in_one<T, E: From<StoreError>>(
        &mut self,
        f: impl FnOnce(&mut Store) -> Result<T, E>,
    ) -> Result<T, E> {
        self.may_write()?;
        let (begin, end, undo) = match self.in_one {
            false => ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"),
            true => ("SAVEPOINT part", "RELEASE part", "ROLLBACK TO part; RELEASE part"),
        };
        self.run(begin)?;
        let mut unit = Unit { outer: self.in_one, undo: Some(undo), store: self };
        unit.store.in_one = true;
        let value = f(unit.store)?;
        still_open(&unit.store.db)?;
        unit.store.run(end)?;
        unit.undo = None;
        Ok(value)
    }

    fn run(&self, sql: &str) -> Result<(), StoreError> {
        self.db.execute_batch(sql).map_err(|error| self.told(error.into()))
    }
}

/// Undoes what was not brought to its end, whatever the way out.
struct Unit<'a> {
    store: &'a mut Store,
    outer: bool,
    undo: Option<&'static str>,
}

impl Drop for Unit<'_> {
    fn drop(&mut self) {
        self.store.in_one = self.outer;
        if let Some(undo) = self.undo {
            self.store.forget_times();
            if !self.store.db.is_autocommit() {
                let _ = self.store.db.execute_batch(undo);
            }
        }
    }
}

/// One change inside a unit.
pub(super) fn part<T>(
    db: &mut Connection,
    f: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    still_open(db)?;
    let part = db.savepoint()?;
    let value = f(&part)?;
    part.commit()?;
    Ok(value)
}

/// After some errors SQLite undoes the whole transaction by itself; what follows must not be saved alone.
fn still_open(db: &Connection) -> Result<(), StoreError> {
    if db.is_autocommit() {
        return Err(StoreError::Unexpected("the transaction ended early".to_owned()));
    }
    Ok(())
}
