//! Sealed reviews with everything that an export says of them, in one joined pass.

use std::collections::HashSet;
use std::ops::ControlFlow;

use rusqlite::Row;

use super::reviews::state_of;
use super::{Store, StoreError};
use crate::domain::review::{ReviewRole, Sheet, State};

const ANSWERED: &str = "SELECT s.conversation, s.checklist, r.own, s.drawn, s.at, r.reviewer, r.state, c.source, \
    c.external_id, t.answers FROM sealed s JOIN review r ON r.id = s.review JOIN conversation c ON c.id = s.conversation \
    JOIN sheet t ON t.review = s.review WHERE s.voided = 0 AND s.role = ?1 ORDER BY s.review";

/// One sealed review. It borrows from the row that it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered<'a> {
    /// The store's number of the checklist.
    pub checklist: i64,
    /// That of the agent's own items beside it.
    pub own: Option<i64>,
    /// Whether the conversation had been drawn when this was sealed.
    pub drawn: bool,
    /// When it was sealed, in microseconds.
    pub at: i64,
    /// Who reviewed.
    pub reviewer: &'a str,
    /// Where it stands.
    pub state: State,
    /// Where the conversation comes from.
    pub source: &'a str,
    /// Its id there.
    pub external_id: &'a str,
    sheet: &'a str,
}

impl Answered<'_> {
    /// The answers.
    pub fn sheet(&self) -> Result<Sheet, StoreError> {
        Ok(serde_json::from_str(self.sheet)?)
    }
}

impl Store {
    /// Hands over the sealed reviews of one role that are not voided, of these conversations or of all, in the order in
    /// which they began. Nothing is kept from row to row.
    pub fn each_answered(
        &self,
        role: ReviewRole,
        conversations: Option<&HashSet<i64>>,
        f: &mut dyn FnMut(Answered<'_>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(ANSWERED)?;
            let mut rows = statement.query([role.word()])?;
            while let Some(row) = rows.next()? {
                let conversation: i64 = row.get(0)?;
                if conversations.is_some_and(|wanted| !wanted.contains(&conversation)) {
                    continue;
                }
                if f(answered(row)?).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }
}

fn answered<'a>(row: &'a Row<'_>) -> Result<Answered<'a>, StoreError> {
    let text = |at: usize| row.get_ref(at)?.as_str().map_err(|_| StoreError::Corrupt(None));
    Ok(Answered {
        checklist: row.get(1)?,
        own: row.get(2)?,
        drawn: row.get(3)?,
        at: row.get(4)?,
        reviewer: text(5)?,
        state: state_of(text(6)?)?,
        source: text(7)?,
        external_id: text(8)?,
        sheet: text(9)?,
    })
}
