//! The words of the newest conversations, in an index of their own in memory. A word that half a million messages hold takes
//! its time in the index of all; the newest with it are found here at once, and shown meanwhile.

use std::cell::Ref;

use rusqlite::Connection;

use super::small_index::SmallIndex;
use super::{Store, StoreError, in_time, words};

/// So many conversations: of a word that every twentieth holds, a screenful is among them.
const CONVERSATIONS: i64 = 1_000;

/// Not more messages than this: conversations can be long.
const MESSAGES: usize = 40_000;

/// Messages that are taken in at a time, about: for a hundredth of a second.
const AT_A_TIME: usize = 1_000;

/// What was read last.
#[derive(Default)]
pub(super) struct Recent {
    /// The store's version then; `None` where it must be read anew.
    version: Option<i64>,
    /// Their words.
    index: Option<SmallIndex>,
    /// Time of opening and number, the newest first.
    newest_first: Vec<(i64, i64)>,
    /// So many of them the index knows.
    indexed: usize,
    messages: usize,
}

impl Recent {
    /// The conversations that the index knows, the newest first.
    pub(super) fn newest_first(&self) -> &[(i64, i64)] {
        &self.newest_first[..self.indexed]
    }

    /// Those of them in which an expression holds, in no order.
    pub(super) fn matching(&self, expression: &str) -> Result<Vec<i64>, StoreError> {
        match &self.index {
            Some(index) => index.matching(expression),
            None => Ok(Vec::new()),
        }
    }
}

impl Store {
    /// Takes in some more of the newest conversations; says whether there are more to take in.
    pub(super) fn learn_recent(&self, db: &Connection) -> Result<bool, StoreError> {
        let version = in_time::version(db)?;
        let mut recent = self.recent.borrow_mut();
        if recent.version != Some(version) {
            // What the index of all does not know yet it would not find afterwards.
            if words::lags(db)? {
                return Ok(false);
            }
            *recent = Recent { version: Some(version), ..Recent::begun(db)? };
        }
        recent.learn(db)
    }

    /// What is known of the newest conversations, where it is of the store as it is now.
    pub(super) fn recent(&self, db: &Connection) -> Result<Option<Ref<'_, Recent>>, StoreError> {
        let recent = self.recent.borrow();
        Ok((recent.version == Some(in_time::version(db)?)).then_some(recent))
    }

    /// To be called before this connection changes conversations.
    pub(super) fn forget_recent(&mut self) {
        // With its words: what is erased goes from here, too.
        *self.recent.get_mut() = Recent::default();
    }
}

impl Recent {
    fn begun(db: &Connection) -> Result<Recent, StoreError> {
        let newest_first = in_time::newest(db, CONVERSATIONS)?;
        Ok(Recent { index: Some(SmallIndex::new()?), newest_first, ..Recent::default() })
    }

    fn learn(&mut self, db: &Connection) -> Result<bool, StoreError> {
        let Some(index) = &self.index else { return Ok(false) };
        let next = self.newest_first[self.indexed..].iter().map(|(_, id)| *id);
        let (conversations, messages) = index.learn_conversations(db, next, AT_A_TIME)?;
        self.indexed += conversations;
        self.messages += messages;
        Ok(self.indexed < self.newest_first.len() && self.messages < MESSAGES)
    }
}
