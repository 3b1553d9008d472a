//! Checklists as they were when a review named them: kept whole under their digest, never changed.

use rusqlite::{OptionalExtension, Row};

use super::{Store, StoreError, rows};
use crate::domain::checklist::Checklist;
use crate::domain::digest::Digest;

/// A checklist in the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The store's number.
    pub id: i64,
    /// The checklist.
    pub checklist: Checklist,
    /// Its digest.
    pub digest: Digest,
    /// Reviews that name it, voided ones included.
    pub reviews: u64,
}

impl Store {
    /// Keeps a checklist, unless it is there already. Returns its number.
    pub fn keep_checklist(&mut self, checklist: &Checklist) -> Result<i64, StoreError> {
        let digest = checklist.digest();
        if let Some((id, _)) = self.checklist_by_digest(&digest)? {
            return Ok(id);
        }
        let content = serde_json::to_string(checklist)?;
        self.write(|tx| {
            let mut insert = tx.prepare_cached(
                "INSERT INTO checklist(digest, name, version, content) VALUES(?1, ?2, ?3, ?4) \
                 ON CONFLICT(digest) DO UPDATE SET digest = digest RETURNING id",
            )?;
            Ok(insert
                .query_row((digest.0.as_slice(), &checklist.id, checklist.version, &content), |row| {
                    row.get(0)
                })?)
        })
    }

    /// The checklist with this number.
    pub fn checklist(&self, id: i64) -> Result<Option<Checklist>, StoreError> {
        self.read(|db| {
            let content: Option<String> = db
                .prepare_cached("SELECT content FROM checklist WHERE id = ?1")?
                .query_row([id], |row| row.get(0))
                .optional()?;
            content.map(|json| Ok(serde_json::from_str(&json)?)).transpose()
        })
    }

    /// The checklist with this digest, and its number.
    pub fn checklist_by_digest(&self, digest: &Digest) -> Result<Option<(i64, Checklist)>, StoreError> {
        self.read(|db| {
            let found: Option<(i64, String)> = db
                .prepare_cached("SELECT id, content FROM checklist WHERE digest = ?1")?
                .query_row([digest.0.as_slice()], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            found.map(|(id, json)| Ok((id, serde_json::from_str(&json)?))).transpose()
        })
    }

    /// All checklists, in the order in which they came.
    pub fn kept_checklists(&self) -> Result<Vec<Kept>, StoreError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT c.id, c.content, c.digest, coalesce(r.n, 0) FROM checklist c LEFT JOIN \
                 (SELECT checklist, count(*) AS n FROM review GROUP BY checklist) r ON r.checklist = c.id ORDER BY c.id",
            )?;
            let mut rows = statement.query([])?;
            let mut kept = Vec::new();
            while let Some(row) = rows.next()? {
                kept.push(one(row)?);
            }
            Ok(kept)
        })
    }
}

fn one(row: &Row<'_>) -> Result<Kept, StoreError> {
    let json: String = row.get(1)?;
    let digest: Vec<u8> = row.get(2)?;
    Ok(Kept {
        id: row.get(0)?,
        checklist: serde_json::from_str(&json)?,
        digest: rows::digest_of(&digest)?,
        reviews: row.get(3)?,
    })
}
