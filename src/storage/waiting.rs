//! Pieces of conversations whose beginning has not come yet: they wait, and go with their conversation when it does.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params};

use super::record::{self, Record, blob, text};
use super::samples::Samples;
use super::{Store, StoreError};
use crate::domain::digest::Digest;
use crate::words::Bilingual;

/// One piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The conversation's source.
    pub source: String,
    /// The conversation's id there.
    pub external_id: String,
    /// Digest over what the piece says: the same piece waits once.
    pub piece: Digest,
    /// When it came, in microseconds.
    pub at: i64,
    /// What it says, as JSON.
    pub part: String,
}

impl Record for Waiting {
    const TABLE: &'static str = "waiting";
    const COLUMNS: &'static [&'static str] = &["source", "external_id", "piece", "at", "part"];
    const KEY: usize = 3;

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            text(&self.source),
            text(&self.external_id),
            blob(&self.piece.0),
            self.at.into(),
            text(&self.part),
        ])
    }

    fn read(row: &Row<'_>) -> Result<Waiting, StoreError> {
        let piece: Vec<u8> = row.get(2)?;
        Ok(Waiting {
            source: row.get(0)?,
            external_id: row.get(1)?,
            piece: super::rows::digest_of(&piece)?,
            at: row.get(3)?,
            part: row.get(4)?,
        })
    }

    fn damaged(_: &str) -> Bilingual {
        Bilingual::fixed(
            "A piece that waits for its conversation is not as it was written.",
            "Un élément qui attend sa conversation n’est plus tel qu’il a été écrit.",
        )
    }
}

impl Store {
    /// Keeps pieces until their conversation comes; those that wait already stay as they are. Returns how many are new.
    pub fn wait(&mut self, pieces: &[Waiting]) -> Result<u64, StoreError> {
        self.write(|tx| {
            let mut new = 0;
            for piece in pieces {
                let bound = params![piece.source, piece.external_id, piece.piece.0.as_slice()];
                let sql = "SELECT 1 FROM waiting WHERE source = ?1 AND external_id = ?2 AND piece = ?3";
                if !tx.prepare_cached(sql)?.exists(bound)? {
                    record::put(tx, piece)?;
                    new += 1;
                }
            }
            Ok(new)
        })
    }

    /// The pieces that wait for a conversation, in the order of arrival.
    pub fn waiting_for(&self, source: &str, external_id: &str) -> Result<Vec<Waiting>, StoreError> {
        self.read(|db| {
            record::all(
                db,
                "WHERE source = ?1 AND external_id = ?2 ORDER BY at, piece",
                [source, external_id],
            )
        })
    }

    /// How many pieces wait, and for how many conversations.
    pub fn waiting_count(&self) -> Result<(u64, u64), StoreError> {
        self.read(|db| {
            let sql = "SELECT count(*), count(DISTINCT source || char(0) || external_id) FROM waiting";
            Ok(db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })
    }

    /// The pieces of conversations of which one names this customer.
    pub fn waiting_about(&self, who: &str) -> Result<Vec<Waiting>, StoreError> {
        let quoted = serde_json::to_string(who.trim())?;
        self.read(|db| {
            record::all(db, &format!("WHERE {THEIRS} ORDER BY source, external_id, at"), [&quoted])
        })
    }

    /// Forgets what waited for a conversation that was taken in, or is not wanted.
    pub fn waited(&mut self, source: &str, external_id: &str) -> Result<(), StoreError> {
        self.write(|tx| forget(tx, source, external_id))
    }
}

/// Pieces of conversations of which one holds a text, quoted as JSON writes it.
const THEIRS: &str = "(source, external_id) IN \
    (SELECT source, external_id FROM waiting WHERE instr(lower(part), lower(?1)) > 0)";

/// Forgets what waits for a conversation.
pub(super) fn forget(db: &Connection, source: &str, external_id: &str) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM waiting WHERE source = ?1 AND external_id = ?2")?
        .execute([source, external_id])?;
    Ok(())
}

/// Deletes what has waited since before `at`; how many pieces that were.
pub(super) fn purge(db: &Connection, at: i64, samples: &mut Samples) -> Result<u64, StoreError> {
    each_text(db, "SELECT part FROM waiting WHERE at < ?1", [at], samples)?;
    Ok(db.execute("DELETE FROM waiting WHERE at < ?1", [at])? as u64)
}

/// Deletes all pieces of conversations of which one names the customer; how many pieces that were.
pub(super) fn erase(db: &Connection, who: &str, samples: &mut Samples) -> Result<u64, StoreError> {
    // As JSON writes it, with its quotes: a part of somebody's name is not them.
    let quoted = serde_json::to_string(who.trim())?;
    each_text(db, &format!("SELECT part FROM waiting WHERE {THEIRS}"), [&quoted], samples)?;
    Ok(db.execute(&format!("DELETE FROM waiting WHERE {THEIRS}"), [&quoted])? as u64)
}

fn each_text(
    db: &Connection,
    sql: &str,
    bound: impl rusqlite::Params,
    samples: &mut Samples,
) -> Result<(), StoreError> {
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query(bound)?;
    while let Some(row) = rows.next()? {
        samples.take(Waiting::TABLE, row.get_ref(0)?.as_str().map_err(|_| StoreError::Corrupt(None))?);
    }
    Ok(())
}
