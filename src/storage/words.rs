//! The index of words. A bulk import leaves it alone; `indexed_to` is the highest conversation that it knows, and
//! [`Store::index_some`] moves it on, a bounded piece at a time. What lies below that mark is kept exact inside the
//! transaction that changes it, so the index may lag but never tells anything untrue.

use rusqlite::Connection;

use super::rows::{SLOT_BITS, message_ids};
use super::{Store, StoreError, meta_number, set_meta};
use crate::domain::conversation::Conversation;

/// Messages that one call of [`Store::index_some`] should index, about: a fraction of a second, for which another window
/// may have to wait.
pub const INDEX_MESSAGES: usize = 40_000;

/// Pages that one call of [`Store::join_index`] writes, about: for as long a wait.
const JOINED_PAGES: i64 = 1_000;

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
pub(super) use {folded, heading};

impl Store {
    /// Indexes conversations of about `messages` messages in one transaction, and says whether more are waiting.
    pub fn index_some(&mut self, messages: usize) -> Result<bool, StoreError> {
        // No transaction for nothing; and not how many are waiting, which would read all of them each time.
        if !self.read(lags)? {
            return Ok(false);
        }
        self.write(|tx| {
            let mark = meta_number(tx, INDEXED_TO)?;
            let Some((last, more)) = reach(tx, mark, messages)? else { return Ok(false) };
            // One statement for all: the index writes out what it has gathered at the end of each.
            tx.prepare_cached(concat!(
                "INSERT INTO word(rowid, text) SELECT id << 20 AS row, ",
                heading!(),
                " FROM conversation WHERE id BETWEEN ?1 AND ?2 UNION ALL SELECT id, ",
                folded!("text"),
                " FROM message WHERE id BETWEEN ?3 AND ?4 ORDER BY row"
            ))?
            .execute([mark + 1, last, message_ids(mark + 1).0, message_ids(last).1])?;
            set_meta(tx, INDEXED_TO, &last.to_string())?;
            Ok(more)
        })
    }

    /// Joins pieces of the index, which a bulk import leaves many of and a search looks into all of; some in one
    /// transaction. `from_the_top` begins to join all pieces; `false` goes on. Says whether there is more to do.
    pub fn join_index(&mut self, from_the_top: bool) -> Result<bool, StoreError> {
        self.write(|tx| {
            let before = tx.total_changes();
            let pages = if from_the_top { -JOINED_PAGES } else { JOINED_PAGES };
            tx.prepare_cached("INSERT INTO word(word, rank) VALUES('merge', ?1)")?.execute([pages])?;
            // One change is the statement itself.
            Ok(tx.total_changes() - before > 1)
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

/// Whether there are conversations that the index does not know yet.
pub(super) fn lags(db: &Connection) -> Result<bool, StoreError> {
    let mark = meta_number(db, INDEXED_TO)?;
    Ok(db.prepare_cached("SELECT 1 FROM conversation WHERE id > ?1")?.exists([mark])?)
}

/// The last of the conversations after `mark` that have about `messages` messages together, and whether there are more;
/// `None` when there is none at all.
fn reach(db: &Connection, mark: i64, messages: usize) -> Result<Option<(i64, bool)>, StoreError> {
    let mut next = db.prepare_cached("SELECT id, messages FROM conversation WHERE id > ?1 ORDER BY id")?;
    let mut rows = next.query([mark])?;
    let mut last = None;
    let mut budget = messages.max(1) as i64;
    while let Some(row) = rows.next()? {
        match last {
            Some(last) if budget <= 0 => return Ok(Some((last, true))),
            _ => last = Some(row.get(0)?),
        }
        budget -= row.get::<_, i64>(1)? + 1;
    }
    Ok(last.map(|last| (last, false)))
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

/// The whole conversation, its heading included.
pub(super) fn forget_all(db: &Connection, conversation: i64) -> Result<(), StoreError> {
    forget_heading(db, conversation)?;
    let (first, last) = message_ids(conversation);
    db.prepare_cached(concat!(
        "INSERT INTO word(word, rowid, text) SELECT 'delete', id, ",
        folded!("text"),
        " FROM message WHERE id BETWEEN ?1 AND ?2"
    ))?
    .execute([first, last])?;
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
