//! An index of the words of some messages, in memory. It cuts texts into words as the index of all does, so that an
//! expression holds here where it holds there.

use rusqlite::{CachedStatement, Connection, Params};

use super::StoreError;
use super::find::matching;
use super::rows::{LAST_SLOT, SLOT_BITS, message_ids};
use super::words::{folded, heading};

/// The words of some messages and headings.
pub(super) struct SmallIndex(Connection);

impl SmallIndex {
    pub(super) fn new() -> Result<SmallIndex, StoreError> {
        let index = Connection::open_in_memory()?;
        index.execute_batch(
            "CREATE VIRTUAL TABLE word USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2')",
        )?;
        Ok(SmallIndex(index))
    }

    /// Takes in documents by their numbers in the index of all: messages, and headings with slot 0.
    pub(super) fn learn(
        &self,
        db: &Connection,
        documents: impl Iterator<Item = i64>,
    ) -> Result<(), StoreError> {
        let mut headings =
            db.prepare_cached(concat!("SELECT id << 20, ", heading!(), " FROM conversation WHERE id = ?1"))?;
        let mut messages =
            db.prepare_cached(concat!("SELECT id, ", folded!("text"), " FROM message WHERE id = ?1"))?;
        self.in_one(|insert| {
            for document in documents {
                let (texts, number) = match document & LAST_SLOT {
                    0 => (&mut headings, document >> SLOT_BITS),
                    _ => (&mut messages, document),
                };
                put(texts, [number], insert)?;
            }
            Ok(())
        })
    }

    /// Takes in whole conversations until it has taken about `enough` documents; how many of each.
    pub(super) fn learn_conversations(
        &self,
        db: &Connection,
        ids: impl Iterator<Item = i64>,
        enough: usize,
    ) -> Result<(usize, usize), StoreError> {
        let mut texts = db.prepare_cached(concat!(
            "SELECT id << 20, ",
            heading!(),
            " FROM conversation WHERE id = ?1 UNION ALL SELECT id, ",
            folded!("text"),
            " FROM message WHERE id BETWEEN ?2 AND ?3"
        ))?;
        let (mut conversations, mut documents) = (0, 0);
        self.in_one(|insert| {
            for id in ids {
                if documents >= enough {
                    break;
                }
                let (first, last) = message_ids(id);
                documents += put(&mut texts, [id, first, last], insert)?;
                conversations += 1;
            }
            Ok(())
        })?;
        Ok((conversations, documents))
    }

    /// The conversations in which an expression holds, in the order of their numbers.
    pub(super) fn matching(&self, expression: &str) -> Result<Vec<i64>, StoreError> {
        Ok(matching(&self.0, expression, &|| false)?.unwrap_or_default())
    }

    /// One transaction for all: the index writes out what it has gathered at the end of each.
    fn in_one(
        &self,
        f: impl FnOnce(&mut CachedStatement<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let tx = self.0.unchecked_transaction()?;
        f(&mut tx.prepare_cached("INSERT INTO word(rowid, text) VALUES(?1, ?2)")?)?;
        Ok(tx.commit()?)
    }
}

/// Puts what a statement gives into the index; how many there were.
fn put(
    texts: &mut CachedStatement<'_>,
    parameters: impl Params,
    insert: &mut CachedStatement<'_>,
) -> Result<usize, StoreError> {
    let mut rows = texts.query(parameters)?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let text = row.get_ref(1)?.as_str().map_err(|_| StoreError::Corrupt(None))?;
        insert.execute((row.get::<_, i64>(0)?, text))?;
        count += 1;
    }
    Ok(count)
}
