//! Conversations in the order of their subjects, remembered as those in the order of time are.

use std::cell::Ref;
use std::cmp::Ordering;

use rusqlite::Connection;

use super::{Store, StoreError, in_time};
use crate::domain::fold::fold;

/// Subjects that are put in order while their texts are still near at hand; at the end all such runs are merged.
const RUN: usize = 16_384;

/// Times of opening and numbers.
type Ordered = Vec<(i64, i64)>;

/// What was read last.
#[derive(Default)]
pub(super) struct InSubject {
    /// The store's version then; `None` where it must be read anew.
    version: Option<i64>,
    by_subject: Ordered,
    /// What is not in order yet; `None` once all is.
    unordered: Option<Unordered>,
}

/// Subjects on their way.
#[derive(Default)]
struct Unordered {
    /// The highest number that was read; `None` before the first.
    read_to: Option<i64>,
    /// All subjects, folded, one after the other.
    texts: String,
    keys: Vec<Key>,
    /// So many of the keys lie in runs that are in order.
    in_runs: usize,
}

/// A subject's place among the folded ones, with its first bytes before it: most are told apart by them.
struct Key {
    begins: u128,
    from: usize,
    to: usize,
    opened: i64,
    id: i64,
}

impl Store {
    /// Every conversation's time of opening and number by its folded subject, the newest of one subject first; `None` when
    /// `stops`, asked for each, said so before they were found. What was read by then is not read again.
    pub(super) fn by_subject(
        &self,
        db: &Connection,
        stops: &dyn Fn() -> bool,
    ) -> Result<Option<Ref<'_, Ordered>>, StoreError> {
        let version = in_time::version(db)?;
        {
            let mut known = self.in_subject.borrow_mut();
            if known.version != Some(version) {
                let unordered = Some(Unordered::default());
                *known = InSubject { version: Some(version), by_subject: Vec::new(), unordered };
            }
            if let Some(unordered) = &mut known.unordered {
                if !unordered.read_on(db, stops)? {
                    return Ok(None);
                }
                known.by_subject = known.unordered.take().map(Unordered::in_order).unwrap_or_default();
            }
        }
        Ok(Some(Ref::map(self.in_subject.borrow(), |known| &known.by_subject)))
    }

    /// Whether they need not be read anew.
    pub(super) fn subjects_are_known(&self, db: &Connection) -> Result<bool, StoreError> {
        let known = self.in_subject.borrow();
        Ok(known.version == Some(in_time::version(db)?) && known.unordered.is_none())
    }

    /// To be called before this connection changes conversations.
    pub(super) fn forget_subjects(&mut self) {
        self.in_subject.get_mut().version = None;
    }
}

impl Unordered {
    /// Whether all were read.
    fn read_on(&mut self, db: &Connection, stops: &dyn Fn() -> bool) -> Result<bool, StoreError> {
        let mut statement = db.prepare_cached(
            "SELECT id, opened_at, subject FROM conversation \
             WHERE id > ?1 AND id NOT IN (SELECT conversation FROM emptied) ORDER BY id",
        )?;
        let mut rows = statement.query([self.read_to.unwrap_or(i64::MIN)])?;
        while let Some(row) = rows.next()? {
            if stops() {
                return Ok(false);
            }
            let from = self.texts.len();
            let subject = row.get_ref(2)?.as_str().map_err(|_| StoreError::Corrupt(None))?;
            self.texts.push_str(&fold(subject));
            let mut begins = [0; 16];
            let text = &self.texts.as_bytes()[from..];
            let known = text.len().min(begins.len());
            begins[..known].copy_from_slice(&text[..known]);
            let (id, opened) = (row.get(0)?, row.get(1)?);
            let begins = u128::from_be_bytes(begins);
            self.keys.push(Key { begins, from, to: self.texts.len(), opened, id });
            self.read_to = Some(id);
            if self.keys.len() - self.in_runs == RUN {
                let texts = &self.texts;
                self.keys[self.in_runs..].sort_unstable_by(|a, b| a.compared(b, texts));
                self.in_runs = self.keys.len();
            }
        }
        Ok(true)
    }

    fn in_order(mut self) -> Ordered {
        // The stable one, since it merges runs.
        self.keys.sort_by(|a, b| a.compared(b, &self.texts));
        self.keys.into_iter().map(|key| (key.opened, key.id)).collect()
    }
}

impl Key {
    fn compared(&self, other: &Key, texts: &str) -> Ordering {
        let text = |key: &Key| &texts.as_bytes()[key.from..key.to];
        let by_text = self.begins.cmp(&other.begins).then_with(|| text(self).cmp(text(other)));
        by_text.then_with(|| (other.opened, other.id).cmp(&(self.opened, self.id)))
    }
}
