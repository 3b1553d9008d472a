//! Conversations in the order of their subjects, remembered as those in the order of time are.

use std::cell::Ref;
use std::cmp::Reverse;

use rusqlite::Connection;

use super::{Store, StoreError, in_time};
use crate::domain::fold::fold;

/// Times of opening and numbers.
type Ordered = Vec<(i64, i64)>;

/// What was read last.
#[derive(Default)]
pub(super) struct InSubject {
    /// The store's version then; `None` where it must be read anew.
    version: Option<i64>,
    by_subject: Ordered,
}

/// A subject's place among the folded ones, with its first bytes before it: most are told apart by them.
struct Key {
    begins: u64,
    from: usize,
    to: usize,
    opened: i64,
    id: i64,
}

impl Store {
    /// Every conversation's time of opening and number by its folded subject, the newest of one subject first; `None` when
    /// `stops`, asked for each, said so before they were found.
    pub(super) fn by_subject(
        &self,
        db: &Connection,
        stops: &dyn Fn() -> bool,
    ) -> Result<Option<Ref<'_, Ordered>>, StoreError> {
        let version = in_time::version(db)?;
        if self.in_subject.borrow().version != Some(version) {
            let Some(by_subject) = read(db, stops)? else { return Ok(None) };
            self.in_subject.replace(InSubject { version: Some(version), by_subject });
        }
        Ok(Some(Ref::map(self.in_subject.borrow(), |known| &known.by_subject)))
    }

    /// To be called before this connection changes conversations.
    pub(super) fn forget_subjects(&mut self) {
        self.in_subject.get_mut().version = None;
    }
}

fn read(db: &Connection, stops: &dyn Fn() -> bool) -> Result<Option<Ordered>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT id, opened_at, subject FROM conversation WHERE id NOT IN (SELECT conversation FROM emptied)",
    )?;
    let mut rows = statement.query([])?;
    let mut texts = String::new();
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        if stops() {
            return Ok(None);
        }
        let from = texts.len();
        let subject = row.get_ref(2)?.as_str().map_err(|_| StoreError::Corrupt(None))?;
        texts.push_str(&fold(subject));
        let mut begins = [0; 8];
        let text = &texts.as_bytes()[from..];
        let known = text.len().min(8);
        begins[..known].copy_from_slice(&text[..known]);
        let (id, opened) = (row.get(0)?, row.get(1)?);
        keys.push(Key { begins: u64::from_be_bytes(begins), from, to: texts.len(), opened, id });
    }
    let text = |key: &Key| &texts.as_bytes()[key.from..key.to];
    keys.sort_unstable_by(|a, b| {
        let by_text = a.begins.cmp(&b.begins).then_with(|| text(a).cmp(text(b)));
        by_text.then_with(|| Reverse((a.opened, a.id)).cmp(&Reverse((b.opened, b.id))))
    });
    Ok(Some(keys.into_iter().map(|key| (key.opened, key.id)).collect()))
}
