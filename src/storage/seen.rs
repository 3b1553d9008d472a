//! Every conversation with its messages as the check of the data looks at them: one pass over both tables, side by side
//! in the order of their numbers, so that a million conversations cost no query each.

use rusqlite::Rows;

use super::rows::{SLOT_BITS, role_of, status_of};
use super::{Store, StoreError, exchanges};
use crate::domain::capture::{Said, Seen, words_of};

const CONVERSATIONS: &str = "SELECT id, source, external_id, channel, customer, agent, status, opened_at, opened_offset, \
    closed_at, csat_score IS NOT NULL, transfers IS NOT NULL, reopens IS NOT NULL, taken_at FROM conversation \
    WHERE opened_at >= ?1 AND id NOT IN (SELECT conversation FROM emptied) ORDER BY id";

const MESSAGES: &str =
    "SELECT id, at, role, author IS NOT NULL, private, text FROM message WHERE gone = 0 ORDER BY id";

impl Store {
    /// Hands over the conversations that were opened at `from`, in microseconds, or later: those sent by a colleague to
    /// be read left out, and those whose words were deleted. One at a time, so that memory stays flat; `f` says whether
    /// to go on.
    pub fn each_seen(&self, from: i64, f: &mut dyn FnMut(&Seen<'_>) -> bool) -> Result<(), StoreError> {
        self.read(|db| {
            let received = exchanges::received(db)?;
            let mut conversations = db.prepare_cached(CONVERSATIONS)?;
            let mut messages = db.prepare_cached(MESSAGES)?;
            let mut rows = conversations.query([from])?;
            let mut messages = messages.query([])?;
            let (mut next, mut said) = (None, Vec::new());
            while let Some(row) = rows.next()? {
                let number: i64 = row.get(0)?;
                said_in(&mut messages, number, &mut next, &mut said)?;
                if received.contains(&number) {
                    continue;
                }
                let text =
                    |column: usize| row.get_ref(column)?.as_str().map_err(|_| StoreError::Corrupt(None));
                let seen = Seen {
                    number,
                    source: text(1)?,
                    external_id: text(2)?,
                    channel: text(3)?,
                    customer: text(4)?,
                    agent: text(5)?,
                    status: row.get::<_, Option<i64>>(6)?.map(status_of).transpose()?,
                    opened_at: row.get(7)?,
                    offset: row.get(8)?,
                    closed_at: row.get(9)?,
                    rated: row.get(10)?,
                    transfers: row.get(11)?,
                    reopens: row.get(12)?,
                    taken_at: row.get(13)?,
                    said: &said,
                };
                if !f(&seen) {
                    break;
                }
            }
            Ok(())
        })
    }
}

/// The messages of a conversation, those of conversations before it skipped; `next` is one that was read too far.
fn said_in(
    messages: &mut Rows<'_>,
    number: i64,
    next: &mut Option<(i64, Said)>,
    said: &mut Vec<Said>,
) -> Result<(), StoreError> {
    said.clear();
    loop {
        if next.is_none() {
            let Some(row) = messages.next()? else { return Ok(()) };
            let whose = row.get::<_, i64>(0)? >> SLOT_BITS;
            // Nobody asked for it: its text is never read.
            if whose < number {
                continue;
            }
            let text = row.get_ref(5)?.as_str().map_err(|_| StoreError::Corrupt(None))?;
            let one = Said {
                at: row.get(1)?,
                role: role_of(row.get(2)?)?,
                private: row.get(4)?,
                named: row.get(3)?,
                blank: text.trim().is_empty(),
                words: words_of(text),
            };
            *next = Some((whose, one));
        }
        match next.take() {
            Some((whose, one)) if whose == number => said.push(one),
            Some((whose, _)) if whose < number => {}
            later => {
                *next = later;
                return Ok(());
            }
        }
    }
}
