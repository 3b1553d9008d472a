//! Small facts that other layers ask for.

use rusqlite::OptionalExtension;

use super::{Store, StoreError};

/// The version of the SQLite inside.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

impl Store {
    /// The number of the conversation that came last; later ones have higher numbers.
    pub fn newest_conversation(&self) -> Result<Option<i64>, StoreError> {
        self.read(|db| Ok(db.query_row("SELECT max(id) FROM conversation", [], |row| row.get(0))?))
    }

    /// Whether a review's conversation was drawn: for a sealed review, when it was sealed; for a draft, now.
    pub fn is_drawn(&self, review: i64) -> Result<bool, StoreError> {
        self.read(|db| {
            let sealed = db
                .prepare_cached("SELECT drawn FROM sealed WHERE review = ?1")?
                .query_row([review], |row| row.get(0))
                .optional()?;
            if let Some(drawn) = sealed {
                return Ok(drawn);
            }
            let now = db
                .prepare_cached(
                    "SELECT EXISTS(SELECT 1 FROM drawn d JOIN review r ON r.conversation = d.conversation WHERE r.id = ?1)",
                )?
                .query_row([review], |row| row.get(0))?;
            Ok(now)
        })
    }
}
