//! Conversations in the order of time, remembered from one search to the next: reading them anew takes as long as most
//! searches.

use std::cell::Ref;

use rusqlite::Connection;

use super::{Store, StoreError};

/// What was read last.
#[derive(Default)]
pub(super) struct InTime {
    /// The store's version then, which another connection's writes move; `None` where it must be read anew.
    version: Option<i64>,
    /// Time of opening and number.
    newest_first: Vec<(i64, i64)>,
    /// The places in it by number.
    places: Vec<u32>,
    /// How many there are, with the store's version then: asked for before they are read.
    count: Option<(i64, usize)>,
}

/// No conversation has this number.
const NONE: u32 = u32::MAX;

impl InTime {
    /// Every conversation's time of opening and number, the newest first.
    pub(super) fn newest_first(&self) -> &[(i64, i64)] {
        &self.newest_first
    }

    /// Those of these numbers, the newest first.
    pub(super) fn newest_of(&self, ids: &[i64]) -> Vec<(i64, i64)> {
        let place = |id: &i64| self.places.get(usize::try_from(*id).ok()?).copied();
        let mut places: Vec<u32> = ids.iter().filter_map(place).filter(|place| *place != NONE).collect();
        places.sort_unstable();
        places.into_iter().map(|place| self.newest_first[place as usize]).collect()
    }
}

impl Store {
    /// Every conversation in the order of time.
    pub(super) fn in_time(&self, db: &Connection) -> Result<Ref<'_, InTime>, StoreError> {
        // Before the list: what comes in between makes it too old, never too new.
        let version = version(db)?;
        if self.in_time.borrow().version != Some(version) {
            let newest_first = newest(db, ALL)?;
            let highest = newest_first.iter().filter_map(|(_, id)| usize::try_from(*id).ok()).max();
            let mut places = vec![NONE; highest.map_or(0, |id| id + 1)];
            for (place, (_, id)) in (0..NONE).zip(&newest_first) {
                if let Some(slot) = usize::try_from(*id).ok().and_then(|id| places.get_mut(id)) {
                    *slot = place;
                }
            }
            self.in_time.replace(InTime { version: Some(version), newest_first, places, count: None });
        }
        Ok(self.in_time.borrow())
    }

    /// How many conversations there are.
    pub(super) fn count(&self, db: &Connection) -> Result<usize, StoreError> {
        let version = version(db)?;
        {
            let known = self.in_time.borrow();
            if known.version == Some(version) {
                return Ok(known.newest_first.len());
            }
            if let Some((_, count)) = known.count.filter(|(then, _)| *then == version) {
                return Ok(count);
            }
        }
        let count = db
            .prepare_cached("SELECT (SELECT count(*) FROM conversation) - (SELECT count(*) FROM emptied)")?
            .query_row([], |row| row.get(0))?;
        self.in_time.borrow_mut().count = Some((version, count));
        Ok(count)
    }

    /// Whether they need not be read anew.
    pub(super) fn times_are_known(&self, db: &Connection) -> Result<bool, StoreError> {
        Ok(self.in_time.borrow().version == Some(version(db)?))
    }

    /// To be called before this connection changes conversations.
    pub(super) fn forget_times(&mut self) {
        let known = self.in_time.get_mut();
        (known.version, known.count) = (None, None);
        self.forget_subjects();
        self.forget_facets();
        self.forget_recent();
    }
}

/// No limit, as SQLite has it.
const ALL: i64 = -1;

/// Times of opening and numbers of the newest, at most so many, the newest first.
pub(super) fn newest(db: &Connection, most: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT opened_at, id FROM conversation WHERE id NOT IN (SELECT conversation FROM emptied) \
         ORDER BY opened_at DESC, id DESC LIMIT ?1",
    )?;
    let rows = statement.query_map([most], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Moves with every write of another connection.
pub(super) fn version(db: &Connection) -> Result<i64, StoreError> {
    Ok(db.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
}
