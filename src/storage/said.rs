//! What people said in bundles. Only ever added to; the body is text here, and means nothing.

use rusqlite::Row;
use rusqlite::types::Value;

use super::record::{self, Record, blob, text};
use super::{Store, StoreError, meta_number, rows, set_meta};
use crate::both;
use crate::domain::digest::Digest;
use crate::domain::names::{ExchangeId, Fingerprint, PersonId};
use crate::words::Bilingual;

/// One thing that somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactRow {
    /// Which exchange it belongs to.
    pub exchange: ExchangeId,
    /// Who said it.
    pub author: PersonId,
    /// The card that it was signed with.
    pub card: Fingerprint,
    /// Rises with every bundle of its author.
    pub seq: u64,
    /// `request`, `decline`, `review`, `reveal` or `talk`.
    pub word: String,
    /// Digest over the signed bytes.
    pub digest: Digest,
    /// JSON.
    pub body: String,
    /// When it was taken in or made, in microseconds.
    pub at: i64,
    /// I said it.
    pub mine: bool,
}

impl Record for FactRow {
    const TABLE: &'static str = "fact";
    const COLUMNS: &'static [&'static str] =
        &["signed", "exchange", "author", "card", "seq", "word", "body", "at", "mine"];

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            blob(&self.digest.0),
            blob(&self.exchange.0),
            blob(&self.author.0),
            blob(&self.card.0),
            self.seq.cast_signed().into(),
            text(&self.word),
            text(&self.body),
            self.at.into(),
            self.mine.into(),
        ])
    }

    fn read(row: &Row<'_>) -> Result<FactRow, StoreError> {
        let (digest, card): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(3)?);
        Ok(FactRow {
            digest: rows::digest_of(&digest)?,
            exchange: ExchangeId(row.get(1)?),
            author: PersonId(row.get(2)?),
            card: rows::digest_of(&card)?,
            seq: row.get::<_, i64>(4)?.cast_unsigned(),
            word: row.get(5)?,
            body: row.get(6)?,
            at: row.get(7)?,
            mine: row.get(8)?,
        })
    }

    fn damaged(name: &str) -> Bilingual {
        both!(
            "Statement {name} of an exchange is not as it was signed.",
            "La déclaration {name} d’un échange n’est plus telle qu’elle a été signée."
        )
    }
}

const MY_SEQ: &str = "my_seq";

impl Store {
    /// Keeps what somebody said; `false` where it is known already.
    pub fn add_fact(&mut self, fact: &FactRow) -> Result<bool, StoreError> {
        self.write(|tx| {
            let known = tx.prepare_cached("SELECT 1 FROM fact WHERE signed = ?1")?.exists([fact.digest.0])?;
            if !known {
                record::put(tx, fact)?;
            }
            Ok(!known)
        })
    }

    /// All that was said in an exchange, by sequence and digest: the same order wherever it came from.
    pub fn facts(&self, exchange: ExchangeId) -> Result<Vec<FactRow>, StoreError> {
        self.read(|db| {
            let mut facts: Vec<FactRow> = record::all(db, "WHERE exchange = ?1", [exchange.0])?;
            facts.sort_by_key(|fact| (fact.seq, fact.digest));
            Ok(facts)
        })
    }

    /// My next sequence number: never the same twice. Inside [`Store::in_one`] it is used up only if the rest happens.
    pub fn my_seq(&mut self) -> Result<u64, StoreError> {
        self.write(|tx| {
            let next = meta_number(tx, MY_SEQ)? + 1;
            set_meta(tx, MY_SEQ, &next.to_string())?;
            Ok(next.cast_unsigned())
        })
    }
}
