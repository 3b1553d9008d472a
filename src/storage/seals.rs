//! Sealed answers: packed, one byte an item, for figures over all of them; and whole, for reading one. Never edited.

use std::ops::ControlFlow;

use rusqlite::types::Value as Bound;
use rusqlite::{params, params_from_iter};
use uuid::Uuid;

use super::{Store, StoreError, reviews, rows};
use crate::domain::digest::Digest;
use crate::domain::review::{ReviewRole, Sheet, State};

/// What a seal commits to.
#[derive(Clone, Debug, PartialEq)]
pub struct Sealed {
    /// One byte an item in the checklist's order, own items left out.
    pub answers: Vec<u8>,
    /// The answers with their comments, causes and evidence, own items included.
    pub sheet: Sheet,
    /// The commitment.
    pub digest: Digest,
    /// What keeps the commitment from being guessed.
    pub nonce: [u8; 32],
    /// When, in microseconds.
    pub at: i64,
}

/// Which sealed reviews; the default is all that are not voided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SealedFilter {
    /// Whose eyes.
    pub role: Option<ReviewRole>,
    /// Sealed at or after, in microseconds.
    pub since: Option<i64>,
    /// Sealed before, in microseconds.
    pub until: Option<i64>,
    /// The store's number of the checklist.
    pub checklist: Option<i64>,
}

/// One sealed review as figures need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedRow<'a> {
    /// The store's number of the review.
    pub review: i64,
    /// That of the conversation.
    pub conversation: i64,
    /// That of the checklist.
    pub checklist: i64,
    /// Whose eyes.
    pub role: ReviewRole,
    /// Who handled the conversation, as the store knew it when this was sealed.
    pub agent: &'a str,
    /// When, in microseconds.
    pub sealed_at: i64,
    /// Whether the conversation had been drawn by then.
    pub drawn: bool,
    /// One byte an item in the checklist's order.
    pub answers: &'a [u8],
}

impl Store {
    /// Seals a draft.
    pub fn seal(&mut self, review: i64, sealed: &Sealed) -> Result<(), StoreError> {
        let sheet = serde_json::to_string(&sealed.sheet)?;
        self.write(|tx| {
            let mut record = reviews::draft(tx, review)?;
            let agent: String = tx
                .prepare_cached("SELECT agent FROM conversation WHERE id = ?1")?
                .query_row([record.conversation], |row| row.get(0))?;
            let drawn = reviews::drawn(tx, record.conversation)?;
            let proof = Proof {
                uid: &record.uid,
                conversation: record.conversation,
                checklist: record.checklist,
                role: record.role.word(),
                drawn,
                at: sealed.at,
                agent: &agent,
                answers: &sealed.answers,
                sheet: &sheet,
                seal: &sealed.digest.0,
                nonce: &sealed.nonce,
            };
            let digest = proof.digest();
            tx.prepare_cached(
                "INSERT INTO sealed(review, conversation, checklist, role, drawn, voided, at, agent, answers) \
                 VALUES(?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?8)",
            )?
            .execute(params![
                review,
                record.conversation,
                record.checklist,
                record.role.word(),
                drawn,
                sealed.at,
                agent,
                sealed.answers
            ])?;
            tx.prepare_cached("INSERT INTO sheet(review, answers, seal, nonce, digest) VALUES(?1, ?2, ?3, ?4, ?5)")?
                .execute(params![
                    review,
                    sheet,
                    sealed.digest.0.as_slice(),
                    sealed.nonce.as_slice(),
                    digest.0.as_slice()
                ])?;
            record.state = State::Sealed;
            record.changed_at = sealed.at;
            reviews::save(tx, &record)
        })
    }

    /// What was sealed; there even when the review was voided since.
    pub fn sealed(&self, review: i64) -> Result<Option<Sealed>, StoreError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT s.answers, t.answers, t.seal, t.nonce, s.at FROM sealed s JOIN sheet t USING(review) \
                 WHERE review = ?1",
            )?;
            let mut found = statement.query([review])?;
            let Some(row) = found.next()? else { return Ok(None) };
            let (sheet, seal, nonce): (String, Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(Some(Sealed {
                answers: row.get(0)?,
                sheet: serde_json::from_str(&sheet)?,
                digest: rows::digest_of(&seal)?,
                nonce: nonce.try_into().map_err(|_| StoreError::Corrupt(None))?,
                at: row.get(4)?,
            }))
        })
    }

    /// Hands over the sealed reviews that are not voided, in one pass, in the order in which they began.
    pub fn each_sealed(
        &self,
        filter: &SealedFilter,
        f: &mut dyn FnMut(SealedRow<'_>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut sql = "SELECT review, conversation, checklist, role, agent, at, drawn, answers FROM sealed \
                       WHERE voided = 0"
            .to_owned();
        let mut bound: Vec<Bound> = Vec::new();
        let wanted = [
            (" AND role = ?", filter.role.map(|role| Bound::Text(role.word().to_owned()))),
            (" AND at >= ?", filter.since.map(Bound::Integer)),
            (" AND at < ?", filter.until.map(Bound::Integer)),
            (" AND checklist = ?", filter.checklist.map(Bound::Integer)),
        ];
        for (condition, value) in wanted {
            if let Some(value) = value {
                sql.push_str(condition);
                bound.push(value);
            }
        }
        sql.push_str(" ORDER BY review");
        self.read(|db| {
            let mut statement = db.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(bound))?;
            let corrupt = |_| StoreError::Corrupt(None);
            while let Some(row) = rows.next()? {
                let one = SealedRow {
                    review: row.get(0)?,
                    conversation: row.get(1)?,
                    checklist: row.get(2)?,
                    role: ReviewRole::from_word(row.get_ref(3)?.as_str().map_err(corrupt)?)
                        .ok_or(StoreError::Corrupt(None))?,
                    agent: row.get_ref(4)?.as_str().map_err(corrupt)?,
                    sealed_at: row.get(5)?,
                    drawn: row.get(6)?,
                    answers: row.get_ref(7)?.as_blob().map_err(corrupt)?,
                };
                if f(one).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }
}

/// Everything about a sealed review that must never change, for its digest.
pub(super) struct Proof<'a> {
    pub(super) uid: &'a Uuid,
    pub(super) conversation: i64,
    pub(super) checklist: i64,
    pub(super) role: &'a str,
    pub(super) drawn: bool,
    pub(super) at: i64,
    pub(super) agent: &'a str,
    pub(super) answers: &'a [u8],
    pub(super) sheet: &'a str,
    pub(super) seal: &'a [u8],
    pub(super) nonce: &'a [u8],
}

impl Proof<'_> {
    pub(super) fn digest(&self) -> Digest {
        Digest::of(
            "aplomb/sealed/v1",
            &[
                self.uid.as_bytes(),
                &self.conversation.to_le_bytes(),
                &self.checklist.to_le_bytes(),
                self.role.as_bytes(),
                &[u8::from(self.drawn)],
                &self.at.to_le_bytes(),
                self.agent.as_bytes(),
                self.answers,
                self.sheet.as_bytes(),
                self.seal,
                self.nonce,
            ],
        )
    }
}
