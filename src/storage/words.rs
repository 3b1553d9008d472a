//! The index of words. A bulk import leaves it alone; `indexed_to` is the highest conversation that it knows, and
//! [`Store::index_some`] moves it on, a bounded piece at a time. What lies below that mark is kept exact inside the
//! transaction that changes it, so the index may lag but never tells anything untrue.

use rusqlite::Connection;

use super::rows::{SLOT_BITS, message_ids};
use super::{Store, StoreError, meta_number, set_meta};
use crate::domain::conversation::Conversation;

/// The key of the mark.
pub(super) const INDEXED_TO: &str = "indexed_to";

/// The folding of the view `spoken`; the two must stay alike, and the full check compares them.
macro_rules! folded {
    ($text:literal) => {
        concat!(
            "replace(replace(replace(replace(replace(",
            $text,
            ", 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'), '’', '''')"
        )
    };
}

macro_rules! heading {
    () => {
        folded!("subject || char(10) || external_id || char(10) || agent || char(10) || customer")
    };
}

impl Store {
    /// Indexes conversations of about `messages` messages in one transaction, and says whether more are waiting.
    pub fn index_some(&mut self, messages: usize) -> Result<bool, StoreError> {
        if self.index_lag()? == 0 {
            return Ok(false);
        }
        self.write(|tx| {
            let mut mark = meta_number(tx, INDEXED_TO)?;
            let mut budget = messages.max(1) as i64;
            let mut next =
                tx.prepare_cached("SELECT id, messages FROM conversation WHERE id > ?1 ORDER BY id LIMIT 1")?;
            let mut more = false;
            loop {
                let mut rows = next.query([mark])?;
                let Some(row) = rows.next()? else { break };
                let (id, count): (i64, i64) = (row.get(0)?, row.get(1)?);
                if budget <= 0 {
                    more = true;
                    break;
                }
                learn_heading(tx, id)?;
                let (first, last) = message_ids(id);
                tx.prepare_cached(concat!(
                    "INSERT INTO word(rowid, text) SELECT id, ",
                    folded!("text"),
                    " FROM message WHERE id BETWEEN ?1 AND ?2"
                ))?
                .execute([first, last])?;
                budget -= count + 1;
                mark = id;
            }
            set_meta(tx, INDEXED_TO, &mark.to_string())?;
            Ok(more)
        })
    }

    /// How many conversations the index of words does not know yet.
    pub fn index_lag(&self) -> Result<u64, StoreError> {
        self.read(|db| {
            let mark = meta_number(db, INDEXED_TO)?;
            Ok(db
                .prepare_cached("SELECT count(*) FROM conversation WHERE id > ?1")?
                .query_row([mark], |row| row.get(0))?)
        })
    }
}

/// Whether the words of the heading change.
pub(super) fn heading_differs(old: &Conversation, new: &Conversation) -> bool {
    [&old.subject, &old.agent, &old.customer] != [&new.subject, &new.agent, &new.customer]
}

pub(super) fn learn_heading(db: &Connection, conversation: i64) -> Result<(), StoreError> {
    db.prepare_cached(concat!(
        "INSERT INTO word(rowid, text) SELECT id << 20, ",
        heading!(),
        " FROM conversation WHERE id = ?1"
    ))?
    .execute([conversation])?;
    Ok(())
}

pub(super) fn forget_heading(db: &Connection, conversation: i64) -> Result<(), StoreError> {
    db.prepare_cached(concat!(
        "INSERT INTO word(word, rowid, text) SELECT 'delete', id << 20, ",
        heading!(),
        " FROM conversation WHERE id = ?1"
    ))?
    .execute([conversation])?;
    Ok(())
}

pub(super) fn learn_message(db: &Connection, conversation: i64, slot: i64) -> Result<(), StoreError> {
    db.prepare_cached(concat!(
        "INSERT INTO word(rowid, text) SELECT id, ",
        folded!("text"),
        " FROM message WHERE id = ?1"
    ))?
    .execute([(conversation << SLOT_BITS) | slot])?;
    Ok(())
}

pub(super) fn forget_message(db: &Connection, conversation: i64, slot: i64) -> Result<(), StoreError> {
    db.prepare_cached(concat!(
        "INSERT INTO word(word, rowid, text) SELECT 'delete', id, ",
        folded!("text"),
        " FROM message WHERE id = ?1"
    ))?
    .execute([(conversation << SLOT_BITS) | slot])?;
    Ok(())
}
