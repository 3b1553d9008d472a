//! Receipts of deletions: how much, when, and never what it said. Whom an erasure was about is kept as a digest under a
//! key of this store, so that the same customer can be told when an export brings them back.

use std::collections::{BTreeMap, HashSet};

use rusqlite::types::Value;
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use super::record::{self, Record, Words, blob, from_word, text, word};
use super::{Store, StoreError, meta, set_meta};
use crate::both;
use crate::domain::digest::Digest;
use crate::domain::fold::fold;
use crate::words::Bilingual;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deletion {
    /// The clocks had run out.
    Purge,
    /// A customer asked for it.
    Erasure,
}

const DELETIONS: Words<Deletion> = &[(Deletion::Purge, "purge"), (Deletion::Erasure, "erasure")];

impl Deletion {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Deletion::Purge => "purge",
            Deletion::Erasure => "erasure",
        }
    }
}

/// What a receipt says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// How many rows of what.
    pub counts: BTreeMap<String, u64>,
    /// When the oldest conversation began, in microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest: Option<i64>,
    /// When the newest one began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<i64>,
    /// Pieces of deleted texts that were looked for in the file.
    pub looked_for: u64,
    /// Of these, found.
    pub found: u64,
    /// Whom an erasure was about, each spelling under the store's key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub who: Vec<Digest>,
    /// The conversations of an erasure, under the same key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conversations: Vec<Digest>,
}

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its name.
    pub id: [u8; 16],
    /// When, in microseconds.
    pub at: i64,
    /// What was done.
    pub kind: Deletion,
    /// What it says.
    pub told: Told,
}

impl Record for Receipt {
    const TABLE: &'static str = "receipt";
    const COLUMNS: &'static [&'static str] = &["id", "at", "kind", "content"];

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        let told = serde_json::to_string(&self.told)?;
        Ok(vec![blob(&self.id), self.at.into(), word(DELETIONS, self.kind), text(&told)])
    }

    fn read(row: &Row<'_>) -> Result<Receipt, StoreError> {
        let (kind, told): (String, String) = (row.get(2)?, row.get(3)?);
        Ok(Receipt {
            id: row.get(0)?,
            at: row.get(1)?,
            kind: from_word(DELETIONS, &kind)?,
            told: serde_json::from_str(&told)?,
        })
    }

    fn damaged(name: &str) -> Bilingual {
        both!("Receipt {name} is not as it was written.", "Le reçu {name} n’est plus tel qu’il a été écrit.")
    }
}

/// The key of the digests, in the small table of settings.
const KEY: &str = "erasure_key";

/// Customers and conversations that were erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    key: String,
    digests: HashSet<Digest>,
}

impl Erased {
    /// Whether a customer was erased, under this spelling.
    pub fn who(&self, customer: &str) -> bool {
        !self.digests.is_empty() && !fold(customer.trim()).is_empty() && {
            self.digests.contains(&who_digest(&self.key, customer))
        }
    }

    /// Whether a conversation was erased.
    pub fn conversation(&self, source: &str, external_id: &str) -> bool {
        !self.digests.is_empty() && {
            self.digests.contains(&conversation_digest(&self.key, source, external_id))
        }
    }
}

fn who_digest(key: &str, who: &str) -> Digest {
    Digest::of("aplomb/erased-customer/v1", &[key.as_bytes(), fold(who.trim()).as_bytes()])
}

fn conversation_digest(key: &str, source: &str, external_id: &str) -> Digest {
    Digest::of("aplomb/erased-conversation/v1", &[key.as_bytes(), source.as_bytes(), external_id.as_bytes()])
}

impl Store {
    /// Keeps a receipt, over an earlier one of the same name.
    pub fn put_receipt(&mut self, receipt: &Receipt) -> Result<(), StoreError> {
        self.write(|tx| record::put(tx, receipt))
    }

    /// All receipts, the newest first.
    pub fn receipts(&self) -> Result<Vec<Receipt>, StoreError> {
        self.read(|db| record::all(db, "ORDER BY at DESC, id", []))
    }

    /// The newest receipt of an erasure of this customer, under this spelling.
    pub fn erasure_of(&self, customer: &str) -> Result<Option<Receipt>, StoreError> {
        self.read(|db| {
            let who = who_digest(&meta(db, KEY)?.unwrap_or_default(), customer);
            let receipts: Vec<Receipt> = record::all(db, "WHERE kind = 'erasure' ORDER BY at DESC, id", [])?;
            Ok(receipts.into_iter().find(|receipt| receipt.told.who.contains(&who)))
        })
    }

    /// Customers and conversations that were erased.
    pub fn erased(&self) -> Result<Erased, StoreError> {
        self.read(|db| {
            let receipts: Vec<Receipt> = record::all(db, "WHERE kind = 'erasure'", [])?;
            let digests =
                receipts.into_iter().flat_map(|r| r.told.who.into_iter().chain(r.told.conversations));
            Ok(Erased { key: meta(db, KEY)?.unwrap_or_default(), digests: digests.collect() })
        })
    }
}

/// Digests for a receipt; the key is made with `random` where there is none yet.
pub(super) fn digests(
    db: &Connection,
    random: &[u8; 32],
    who: &[String],
    conversations: &[(String, String)],
) -> Result<(Vec<Digest>, Vec<Digest>), StoreError> {
    let key = match meta(db, KEY)? {
        Some(key) => key,
        None => {
            let key = Digest(*random).hex();
            set_meta(db, KEY, &key)?;
            key
        }
    };
    let who: HashSet<Digest> = who.iter().map(|one| who_digest(&key, one)).collect();
    let mut who: Vec<Digest> = who.into_iter().collect();
    who.sort_unstable();
    let conversations =
        conversations.iter().map(|(source, id)| conversation_digest(&key, source, id)).collect();
    Ok((who, conversations))
}
