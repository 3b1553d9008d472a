//! Answers that were agreed on, with the reason: what the next person who meets the item is shown.

use rusqlite::Row;
use rusqlite::types::Value;

use super::record::{self, Record, blob, text};
use super::{Store, StoreError};
use crate::both;
use crate::domain::names::ExchangeId;
use crate::domain::review;
use crate::words::Bilingual;

/// An agreed answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Precedent {
    /// The exchange that it was agreed in.
    pub exchange: ExchangeId,
    /// The item's id.
    pub item: String,
    /// The checklist's own id.
    pub checklist: String,
    /// The answer.
    pub value: review::Value,
    /// In which case, and why.
    pub because: String,
    /// The name of the colleague.
    pub with: String,
    /// The store's number of the conversation, where it is kept.
    pub conversation: Option<i64>,
    /// When, in microseconds.
    pub at: i64,
}

impl Record for Precedent {
    const TABLE: &'static str = "precedent";
    const COLUMNS: &'static [&'static str] =
        &["exchange", "item", "checklist", "value", "because", "colleague", "conversation", "at"];
    const KEY: usize = 2;

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            blob(&self.exchange.0),
            text(&self.item),
            text(&self.checklist),
            text(&self.value.to_string()),
            text(&self.because),
            text(&self.with),
            self.conversation.into(),
            self.at.into(),
        ])
    }

    fn read(row: &Row<'_>) -> Result<Precedent, StoreError> {
        let value: String = row.get(3)?;
        Ok(Precedent {
            exchange: ExchangeId(row.get(0)?),
            item: row.get(1)?,
            checklist: row.get(2)?,
            value: review::Value::parse(&value).ok_or(StoreError::Corrupt(None))?,
            because: row.get(4)?,
            with: row.get(5)?,
            conversation: row.get(6)?,
            at: row.get(7)?,
        })
    }

    fn damaged(name: &str) -> Bilingual {
        both!(
            "A precedent from exchange {name} is not as it was agreed.",
            "Un précédent de l’échange {name} n’est plus tel qu’il a été convenu."
        )
    }
}

impl Store {
    /// Keeps agreed answers; a later one of the same exchange and item takes the place of an earlier one.
    pub fn add_precedents(&mut self, precedents: &[Precedent]) -> Result<(), StoreError> {
        self.write(|tx| precedents.iter().try_for_each(|precedent| record::put(tx, precedent)))
    }

    /// The agreed answers under all versions of a checklist, the newest first.
    pub fn precedents(&self, checklist: &str) -> Result<Vec<Precedent>, StoreError> {
        self.read(|db| record::all(db, "WHERE checklist = ?1 ORDER BY at DESC, exchange, item", [checklist]))
    }

    /// Forgets what an exchange had agreed on.
    pub fn drop_precedents(&mut self, exchange: ExchangeId) -> Result<(), StoreError> {
        self.write(|tx| {
            tx.execute("DELETE FROM precedent WHERE exchange = ?1", [exchange.0])?;
            Ok(())
        })
    }
}
