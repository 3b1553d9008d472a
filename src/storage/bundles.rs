//! Every bundle that was taken in or made, so that each counts once, and the refusals that were told.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::record::{self, Record, blob, text};
use super::{Store, StoreError, rows};
use crate::both;
use crate::domain::digest::Digest;
use crate::domain::names::{BundleId, ExchangeId, PersonId};
use crate::words::Bilingual;

/// A bundle that was taken in or made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// Its name.
    pub id: BundleId,
    /// What it is: `request`, `review`, `submission` and so on.
    pub word: String,
    /// Who it came from or goes to.
    pub person: Option<PersonId>,
    /// The exchange that it belongs to.
    pub exchange: Option<ExchangeId>,
    /// When it was taken in or made, in microseconds.
    pub at: i64,
    /// Digest over the file.
    pub file: Digest,
}

/// A bundle that I made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The bundle.
    pub bundle: Bundle,
    /// The file.
    pub bytes: Vec<u8>,
    /// When it was written for its receiver, in microseconds.
    pub sent_at: Option<i64>,
    /// Where it was written; empty before.
    pub place: String,
}

pub(super) struct BundleRow {
    bundle: Bundle,
    /// `None` for one that was taken in.
    bytes: Option<Vec<u8>>,
    sent_at: Option<i64>,
    place: String,
}

impl Record for BundleRow {
    const TABLE: &'static str = "bundle";
    const COLUMNS: &'static [&'static str] =
        &["id", "outgoing", "word", "person", "exchange", "at", "file", "bytes", "sent_at", "place"];

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        let bundle = &self.bundle;
        Ok(vec![
            blob(&bundle.id.0),
            self.bytes.is_some().into(),
            text(&bundle.word),
            bundle.person.map(|id| id.0.to_vec()).into(),
            bundle.exchange.map(|id| id.0.to_vec()).into(),
            bundle.at.into(),
            blob(&bundle.file.0),
            self.bytes.clone().into(),
            self.sent_at.into(),
            text(&self.place),
        ])
    }

    fn read(row: &Row<'_>) -> Result<BundleRow, StoreError> {
        let file: Vec<u8> = row.get(6)?;
        let bundle = Bundle {
            id: BundleId(row.get(0)?),
            word: row.get(2)?,
            person: row.get::<_, Option<[u8; 16]>>(3)?.map(PersonId),
            exchange: row.get::<_, Option<[u8; 16]>>(4)?.map(ExchangeId),
            at: row.get(5)?,
            file: rows::digest_of(&file)?,
        };
        Ok(BundleRow { bundle, bytes: row.get(7)?, sent_at: row.get(8)?, place: row.get(9)? })
    }

    fn damaged(name: &str) -> Bilingual {
        both!("Bundle {name} is not as it was kept.", "Le pli {name} n’est plus tel qu’il a été gardé.")
    }
}

/// A file that was refused.
pub(super) struct Refusal {
    file: Digest,
    at: i64,
    why: String,
}

impl Record for Refusal {
    const TABLE: &'static str = "refusal";
    const COLUMNS: &'static [&'static str] = &["file", "at", "why"];

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![blob(&self.file.0), self.at.into(), text(&self.why)])
    }

    fn read(row: &Row<'_>) -> Result<Refusal, StoreError> {
        let file: Vec<u8> = row.get(0)?;
        Ok(Refusal { file: rows::digest_of(&file)?, at: row.get(1)?, why: row.get(2)? })
    }

    fn damaged(name: &str) -> Bilingual {
        both!(
            "The note about refused file {name} is not as it was written.",
            "La note sur le fichier refusé {name} n’est plus telle qu’elle a été écrite."
        )
    }
}

/// Refusals that are remembered; older ones may be told again.
const REFUSALS: i64 = 200;

/// Takes the bytes out of a bundle of mine and returns them. One that was sent stays known by its name, so that nothing
/// is made twice; one that never left is not worth a row.
pub(super) fn drop_bytes(db: &Connection, id: [u8; 16]) -> Result<Option<Vec<u8>>, StoreError> {
    let found = record::to_change(db, "WHERE id = ?1 AND outgoing = 1", [id])?;
    let Some(mut mine): Option<BundleRow> = found else { return Ok(None) };
    let bytes = mine.bytes.replace(Vec::new()).filter(|bytes| !bytes.is_empty());
    if mine.sent_at.is_some() {
        record::put(db, &mine)?;
    } else {
        db.prepare_cached("DELETE FROM bundle WHERE id = ?1")?.execute([id])?;
    }
    Ok(bytes)
}

impl Store {
    /// When this bundle was taken in or made; `None` where it is new.
    pub fn bundle_seen(&self, id: BundleId) -> Result<Option<i64>, StoreError> {
        self.read(|db| {
            let mut known = db.prepare_cached("SELECT at FROM bundle WHERE id = ?1")?;
            Ok(known.query_row([id.0], |row| row.get(0)).optional()?)
        })
    }

    /// Keeps that a bundle was taken in; `false` where it is known already.
    pub fn take_bundle(&mut self, bundle: &Bundle) -> Result<bool, StoreError> {
        self.keep_bundle(bundle, None)
    }

    /// Keeps a bundle that I made, to be written for its receiver; `false` where it is known already.
    pub fn put_outgoing(&mut self, bundle: &Bundle, bytes: &[u8]) -> Result<bool, StoreError> {
        self.keep_bundle(bundle, Some(bytes.to_vec()))
    }

    /// The bundles that I made and that were not written for their receivers yet, the oldest first.
    pub fn outgoing_unsent(&self) -> Result<Vec<Outgoing>, StoreError> {
        self.outgoing("WHERE outgoing = 1 AND sent_at IS NULL ORDER BY at, id", [])
    }

    /// The bundles that I made for an exchange, the oldest first.
    pub fn outgoing_of(&self, exchange: ExchangeId) -> Result<Vec<Outgoing>, StoreError> {
        self.outgoing("WHERE exchange = ?1 AND outgoing = 1 ORDER BY at, id", [exchange.0])
    }

    /// A bundle of mine was written for its receiver; the last time counts.
    pub fn mark_sent(&mut self, id: BundleId, at: i64, place: &str) -> Result<(), StoreError> {
        self.write(|tx| {
            let mine = record::to_change(tx, "WHERE id = ?1 AND outgoing = 1", [id.0])?;
            let mut mine: BundleRow = mine.ok_or_else(|| {
                let id = id.short();
                StoreError::NotFound(both!(
                    "There is no bundle {id} of yours.",
                    "Il n’y a pas de pli {id} de votre part."
                ))
            })?;
            (mine.sent_at, mine.place) = (Some(at), place.to_owned());
            record::put(tx, &mine)
        })
    }

    /// Whether the refusal of this file was told already.
    pub fn refused(&self, file: &Digest) -> Result<bool, StoreError> {
        self.read(|db| Ok(record::one::<Refusal>(db, "WHERE file = ?1", [file.0])?.is_some()))
    }

    /// Remembers that a file was refused and why.
    pub fn note_refusal(&mut self, file: &Digest, why: &str, at: i64) -> Result<(), StoreError> {
        self.write(|tx| {
            record::put(tx, &Refusal { file: *file, at, why: why.to_owned() })?;
            tx.prepare_cached(
                "DELETE FROM refusal WHERE file IN \
                 (SELECT file FROM refusal ORDER BY at DESC, file LIMIT -1 OFFSET ?1)",
            )?
            .execute(params![REFUSALS])?;
            Ok(())
        })
    }

    fn keep_bundle(&mut self, bundle: &Bundle, bytes: Option<Vec<u8>>) -> Result<bool, StoreError> {
        self.write(|tx| {
            if tx.prepare_cached("SELECT 1 FROM bundle WHERE id = ?1")?.exists([bundle.id.0])? {
                return Ok(false);
            }
            if let Some(id) = bundle.person
                && !tx.prepare_cached("SELECT 1 FROM person WHERE id = ?1")?.exists([id.0])?
            {
                return Err(StoreError::no_person(id));
            }
            record::put(
                tx,
                &BundleRow { bundle: bundle.clone(), bytes, sent_at: None, place: String::new() },
            )?;
            Ok(true)
        })
    }

    fn outgoing(&self, rest: &str, bound: impl Params) -> Result<Vec<Outgoing>, StoreError> {
        self.read(|db| {
            let mine: Vec<BundleRow> = record::all(db, rest, bound)?;
            mine.into_iter()
                .map(|BundleRow { bundle, bytes, sent_at, place }| {
                    let bytes = bytes.ok_or(StoreError::Corrupt(None))?;
                    Ok(Outgoing { bundle, bytes, sent_at, place })
                })
                .collect()
        })
    }
}
