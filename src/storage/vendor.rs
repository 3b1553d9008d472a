//! What help desks say of conversations by themselves: beside our own figures, never among them.

use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::record::{self, Record, text};
use super::{Store, StoreError};
use crate::domain::vendor::Vendor;
use crate::words::Bilingual;

/// One conversation's.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct VendorRow {
    conversation: i64,
    vendor: Vendor,
}

impl Record for VendorRow {
    const TABLE: &'static str = "vendor";
    const COLUMNS: &'static [&'static str] = &["conversation", "name", "as_of", "figures"];

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        let Vendor { name, as_of, figures } = &self.vendor;
        Ok(vec![
            self.conversation.into(),
            text(name),
            (*as_of).into(),
            text(&serde_json::to_string(figures)?),
        ])
    }

    fn read(row: &Row<'_>) -> Result<VendorRow, StoreError> {
        let figures: String = row.get(3)?;
        let figures = serde_json::from_str(&figures)?;
        let vendor = Vendor { name: row.get(1)?, as_of: row.get(2)?, figures };
        Ok(VendorRow { conversation: row.get(0)?, vendor })
    }

    fn damaged(_: &str) -> Bilingual {
        Bilingual::fixed(
            "What a help desk said of a conversation is not as it was written.",
            "Ce qu’un outil disait d’une conversation n’est plus tel qu’il a été écrit.",
        )
    }
}

/// Keeps what is said of a conversation over what was said before; whether that is anything new.
pub(super) fn keep(db: &Connection, conversation: i64, said: &Vendor) -> Result<bool, StoreError> {
    let before: Option<VendorRow> = record::to_change(db, "WHERE conversation = ?1", [conversation])?;
    let mut row = VendorRow { conversation, vendor: Vendor::default() };
    if let Some(before) = &before {
        row.vendor = before.vendor.clone();
    }
    row.vendor.update(said.clone());
    if before.as_ref() == Some(&row) {
        return Ok(false);
    }
    record::put(db, &row)?;
    Ok(true)
}

/// Deletes what is said of a conversation.
pub(super) fn forget(db: &Connection, conversation: i64) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM vendor WHERE conversation = ?1")?.execute([conversation])?;
    Ok(())
}

pub(super) fn of(db: &Connection, conversation: i64) -> Result<Option<Vendor>, StoreError> {
    let row: Option<VendorRow> = record::one(db, "WHERE conversation = ?1", [conversation])?;
    Ok(row.map(|row| row.vendor))
}

impl Store {
    /// What a conversation's help desk says of it.
    pub fn vendor(&self, conversation: i64) -> Result<Option<Vendor>, StoreError> {
        self.read(|db| of(db, conversation))
    }
}
