//! What figures read of a conversation's messages, laid beside it when they are written: when each came and from whom, by
//! the second and without a word of it, in a hundredth of the room. Whatever reads it holds it against the conversation's
//! digest first.

use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, Row};

use super::StoreError;
use super::happened::Turn;
use super::rows::{self, Stored, role_number, role_of};
use crate::domain::conversation::{Conversation, Message, Role};
use crate::domain::digest::Digest;
use crate::domain::varint::{folded, put, take, unfolded};

const MICROS: i64 = 1_000_000;

/// A conversation's course.
#[derive(Debug, PartialEq)]
pub(super) struct Packed {
    /// When its last message came, one that is gone since included; when it began, where there is none.
    pub(super) last_at: i64,
    seen: i64,
    turns: Vec<u8>,
}

impl Packed {
    /// Of messages in the order of reading, each with whether it is gone, under their heading.
    pub(super) fn of<'a>(
        head: &Conversation,
        messages: impl Iterator<Item = (&'a Message, bool)>,
        digest: &Digest,
    ) -> Packed {
        let mut last_at = None;
        let mut turns = Vec::new();
        for (message, gone) in messages {
            last_at = last_at.max(Some(message.at.micros));
            if !gone {
                turns.push(turn(head, message));
            }
        }
        Packed {
            last_at: last_at.unwrap_or(head.opened_at.micros),
            seen: seen(&digest.0),
            turns: pack(&turns),
        }
    }

    /// Of a conversation as it is stored.
    pub(super) fn of_stored(stored: &Stored) -> Packed {
        let messages = stored.placed.iter().map(|placed| (&placed.message, placed.gone));
        Packed::of(&stored.head, messages, &stored.digest)
    }

    /// Writes it over what was known of the conversation.
    pub(super) fn lay(&self, db: &Connection, conversation: i64) -> Result<(), StoreError> {
        db.prepare_cached("REPLACE INTO course(conversation, last_at, seen, turns) VALUES(?1, ?2, ?3, ?4)")?
            .execute((conversation, self.last_at, self.seen, &self.turns))?;
        Ok(())
    }
}

/// What two digests of one conversation differ in.
fn seen(digest: &[u8]) -> i64 {
    digest.first_chunk().map_or(0, |bytes| i64::from_le_bytes(*bytes))
}

/// Whether what was laid beside a conversation is of what it is now.
pub(super) fn is_of(row: &Row<'_>, digest: usize, laid: usize) -> Result<bool, StoreError> {
    let digest = row.get_ref(digest)?.as_blob().map_err(|_| StoreError::Corrupt(None))?;
    Ok(row.get_ref(laid)? == ValueRef::Integer(seen(digest)))
}

/// When the last message of a conversation came, found among its messages.
pub(super) fn last_at(db: &Connection, conversation: i64) -> Result<Option<i64>, StoreError> {
    let (first, last) = rows::message_ids(conversation);
    let mut statement = db.prepare_cached("SELECT max(at) FROM message WHERE id BETWEEN ?1 AND ?2")?;
    Ok(statement.query_row([first, last], |row| row.get(0))?)
}

/// Deletes what is known of a conversation's course.
pub(super) fn forget(db: &Connection, conversation: i64) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM course WHERE conversation = ?1")?.execute([conversation])?;
    Ok(())
}

/// Lays the course of every conversation anew.
pub(super) fn lay_all(db: &Connection) -> Result<(), StoreError> {
    db.execute("DELETE FROM course", [])?;
    let mut ids = db.prepare("SELECT id FROM conversation ORDER BY id")?;
    let mut rows = ids.query([])?;
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        // What is damaged is for the check to tell.
        if let Ok(Some(stored)) = rows::load(db, id) {
            Packed::of_stored(&stored).lay(db, id)?;
        }
    }
    Ok(())
}

/// Whether what was laid beside a conversation is what it should be; it may also be missing, or of an earlier state.
pub(super) fn is_sound(statement: &mut CachedStatement<'_>, stored: &Stored) -> Result<bool, StoreError> {
    let should = Packed::of_stored(stored);
    let mut rows = statement.query([stored.id])?;
    let Some(row) = rows.next()? else { return Ok(true) };
    let there = Packed { last_at: row.get(0)?, seen: row.get(1)?, turns: row.get(2)? };
    Ok(there.seen != should.seen || there == should)
}

/// The statement for [`is_sound`].
pub(super) const ROW: &str = "SELECT last_at, seen, turns FROM course WHERE conversation = ?1";

fn turn(head: &Conversation, message: &Message) -> Turn {
    let another = message.role == Role::Agent && message.author != head.agent;
    Turn {
        at: message.at.micros.div_euclid(MICROS),
        role: message.role,
        private: message.private,
        author: another.then(|| message.author.clone()),
    }
}

/// The names of other agents; then of each turn the seconds since the one before, its role, whether it is private and,
/// where another agent wrote it, which one.
fn pack(turns: &[Turn]) -> Vec<u8> {
    let mut names: Vec<&str> = Vec::new();
    let mut out = Vec::new();
    let mut before = 0;
    for turn in turns {
        let named = turn.author.as_deref();
        let since = folded(turn.at.wrapping_sub(before));
        before = turn.at;
        let role = role_number(turn.role) as u8;
        out.push(role | u8::from(turn.private) << 2 | u8::from(named.is_some()) << 3);
        put(&mut out, since);
        if let Some(name) = named {
            let place = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            put(&mut out, place as u64);
        }
    }
    let mut packed = Vec::with_capacity(out.len() + 1);
    put(&mut packed, names.len() as u64);
    for name in names {
        put(&mut packed, name.len() as u64);
        packed.extend_from_slice(name.as_bytes());
    }
    packed.extend_from_slice(&out);
    packed
}

/// Back from [`pack`], behind what is there.
pub(super) fn unpack(packed: &[u8], turns: &mut Vec<Turn>) -> Result<(), StoreError> {
    read(packed, turns).ok_or(StoreError::Corrupt(None))
}

fn read(mut bytes: &[u8], turns: &mut Vec<Turn>) -> Option<()> {
    let bytes = &mut bytes;
    let mut names: Vec<&str> = Vec::new();
    for _ in 0..take(bytes)? {
        let length = usize::try_from(take(bytes)?).ok()?;
        let (name, rest) = bytes.split_at_checked(length)?;
        names.push(std::str::from_utf8(name).ok()?);
        *bytes = rest;
    }
    turns.reserve(bytes.len() / 3);
    let mut at: i64 = 0;
    while let Some((head, rest)) = bytes.split_first() {
        *bytes = rest;
        at = at.wrapping_add(unfolded(take(bytes)?));
        let role = role_of(i64::from(head & 3)).ok()?;
        let author = match head & 8 {
            0 => None,
            _ => Some((*names.get(usize::try_from(take(bytes)?).ok()?)?).to_owned()),
        };
        turns.push(Turn { at, role, private: head & 4 != 0, author });
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn some_turns() -> impl Strategy<Value = Vec<Turn>> {
        let role = prop::sample::select(vec![Role::Customer, Role::Agent, Role::Bot, Role::System]);
        let turn = (any::<i64>(), role, any::<bool>(), prop::option::of("[a-cé]{0,3}"));
        prop::collection::vec(
            turn.prop_map(|(at, role, private, author)| Turn { at, role, private, author }),
            0..12,
        )
    }

    proptest! {
        #[test]
        fn turns_come_back(turns in some_turns()) {
            let mut back = Vec::new();
            prop_assert_eq!(read(&pack(&turns), &mut back), Some(()));
            prop_assert_eq!(back, turns);
        }

        #[test]
        fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = read(&bytes, &mut Vec::new());
        }
    }

    #[test]
    fn a_common_turn_takes_three_bytes() {
        let turn = |at, role| Turn { at, role, private: false, author: None };
        let turns: Vec<Turn> = (0..20).map(|n| turn(1_800_000_000 + n * 3_000, Role::Customer)).collect();
        assert!(pack(&turns).len() <= 64);
    }
}
