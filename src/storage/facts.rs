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

    /// The account or system that a conversation came from.
    pub fn source_of(&self, conversation: i64) -> Result<Option<String>, StoreError> {
        self.read(|db| {
            Ok(db
                .prepare_cached("SELECT source FROM conversation WHERE id = ?1")?
                .query_row([conversation], |row| row.get(0))
                .optional()?)
        })
    }

    /// The conversations of one source, the oldest first.
    pub fn conversations_of(&self, source: &str) -> Result<Vec<i64>, StoreError> {
        self.read(|db| {
            let mut statement =
                db.prepare_cached("SELECT id FROM conversation WHERE source = ?1 ORDER BY opened_at, id")?;
            let ids = statement.query_map([source], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(ids)
        })
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
