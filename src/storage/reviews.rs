//! Reviews and the logs of their answers. A log is only ever appended to, at the place that the writer expects, so that
//! two windows cannot overwrite each other in silence.

use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::{Store, StoreError};
use crate::domain::digest::Digest;
use crate::domain::history::{Act, Entry};
use crate::domain::review::{ReviewRole, State};

/// A review to begin.
#[derive(Clone, Debug, PartialEq)]
pub struct NewReview {
    /// The store's number of the conversation.
    pub conversation: i64,
    /// Whose eyes.
    pub role: ReviewRole,
    /// The reviewer's name.
    pub reviewer: String,
    /// The store's number of the checklist.
    pub checklist: i64,
    /// That of the agent's own items, if there are any.
    pub own: Option<i64>,
    /// Now, in microseconds.
    pub at: i64,
    /// Random bytes for the review's id.
    pub random: [u8; 10],
}

/// A review as the store knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewRecord {
    /// The store's number.
    pub id: i64,
    /// Its id wherever it travels.
    pub uid: Uuid,
    /// The store's number of the conversation.
    pub conversation: i64,
    /// Whose eyes.
    pub role: ReviewRole,
    /// The reviewer's name.
    pub reviewer: String,
    /// The store's number of the checklist.
    pub checklist: i64,
    /// That of the agent's own items.
    pub own: Option<i64>,
    /// Where it stands.
    pub state: State,
    /// When it began, in microseconds.
    pub begun_at: i64,
    /// When it last changed.
    pub changed_at: i64,
    /// Why it was voided.
    pub void_why: Option<String>,
}

pub(super) const COLUMNS: &str = "SELECT id, uid, conversation, role, reviewer, checklist, own, state, begun_at, \
    changed_at, void_why, digest FROM review";

impl ReviewRecord {
    /// What the check recomputes.
    pub(super) fn digest(&self) -> Digest {
        let numbers =
            [self.conversation, self.checklist, self.own.unwrap_or(0), self.begun_at, self.changed_at];
        Digest::of(
            "aplomb/review/v1",
            &[
                self.uid.as_bytes(),
                &numbers.map(i64::to_le_bytes).concat(),
                self.role.word().as_bytes(),
                self.reviewer.as_bytes(),
                self.state.word().as_bytes(),
                &[u8::from(self.void_why.is_some())],
                self.void_why.as_deref().unwrap_or_default().as_bytes(),
            ],
        )
    }
}

impl Store {
    /// Begins a draft. A conflict when the same person has a draft of the same conversation in the same role.
    pub fn begin_review(&mut self, new: &NewReview) -> Result<i64, StoreError> {
        let millis = u64::try_from(new.at / 1000).unwrap_or(0);
        let uid = uuid::Builder::from_unix_timestamp_millis(millis, &new.random).into_uuid();
        self.write(|tx| {
            let there = tx
                .prepare_cached("SELECT 1 FROM conversation WHERE id = ?1")?
                .exists([new.conversation])?;
            if !there {
                return Err(StoreError::no_conversation(new.conversation));
            }
            let draft = tx
                .prepare_cached(
                    "SELECT 1 FROM review WHERE conversation = ?1 AND role = ?2 AND reviewer = ?3 AND state = 'draft'",
                )?
                .exists(params![new.conversation, new.role.word(), new.reviewer])?;
            if draft {
                return Err(StoreError::Conflict);
            }
            let record = ReviewRecord {
                id: 0,
                uid,
                conversation: new.conversation,
                role: new.role,
                reviewer: new.reviewer.clone(),
                checklist: new.checklist,
                own: new.own,
                state: State::Draft,
                begun_at: new.at,
                changed_at: new.at,
                void_why: None,
            };
            tx.prepare_cached(
                "INSERT INTO review(uid, conversation, role, reviewer, checklist, own, state, begun_at, changed_at, \
                 digest) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)",
            )?
            .execute(params![
                uid.as_bytes().as_slice(),
                record.conversation,
                record.role.word(),
                record.reviewer,
                record.checklist,
                record.own,
                record.state.word(),
                record.begun_at,
                record.digest().0.as_slice(),
            ])?;
            Ok(tx.last_insert_rowid())
        })
    }

    /// One review.
    pub fn review(&self, id: i64) -> Result<Option<ReviewRecord>, StoreError> {
        self.read(|db| find(db, id))
    }

    /// All reviews of a conversation, voided ones included, in the order in which they began.
    pub fn reviews_of(&self, conversation: i64) -> Result<Vec<ReviewRecord>, StoreError> {
        self.read(|db| {
            let mut statement =
                db.prepare_cached(&format!("{COLUMNS} WHERE conversation = ?1 ORDER BY id"))?;
            let mut rows = statement.query([conversation])?;
            let mut reviews = Vec::new();
            while let Some(row) = rows.next()? {
                reviews.push(record(row)?);
            }
            Ok(reviews)
        })
    }

    /// The drafts that hold an answer, in any role: whether it is about my own work or a colleague's, its role says. The
    /// one changed last comes first.
    pub fn my_drafts(&self, limit: usize) -> Result<Vec<ReviewRecord>, StoreError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(&format!(
                "{COLUMNS} WHERE state = 'draft' AND EXISTS(SELECT 1 FROM entry WHERE entry.review = review.id) \
                 ORDER BY changed_at DESC, id DESC LIMIT ?1"
            ))?;
            let mut rows = statement.query([limit as i64])?;
            let mut reviews = Vec::new();
            while let Some(row) = rows.next()? {
                reviews.push(record(row)?);
            }
            Ok(reviews)
        })
    }

    /// The log of a review, from the first entry on.
    pub fn history(&self, review: i64) -> Result<Vec<Entry>, StoreError> {
        self.read(|db| {
            let mut statement =
                db.prepare_cached("SELECT at, act FROM entry WHERE review = ?1 ORDER BY place")?;
            let mut rows = statement.query([review])?;
            let mut log = Vec::new();
            while let Some(row) = rows.next()? {
                let act = row.get_ref(1)?.as_str().map_err(|_| StoreError::Corrupt(None))?;
                log.push(Entry { at: row.get(0)?, act: serde_json::from_str::<Act>(act)? });
            }
            Ok(log)
        })
    }

    /// Appends to a draft's log. `place` is the number of entries that the writer knows of: a conflict when another
    /// window has appended since.
    pub fn append(&mut self, review: i64, place: usize, entry: &Entry) -> Result<(), StoreError> {
        let act = serde_json::to_string(&entry.act)?;
        self.write(|tx| {
            let mut record = draft(tx, review)?;
            let length: i64 = tx
                .prepare_cached("SELECT coalesce(max(place) + 1, 0) FROM entry WHERE review = ?1")?
                .query_row([review], |row| row.get(0))?;
            let place = place as i64;
            if place != length {
                return Err(StoreError::Conflict);
            }
            let digest = entry_digest(&record.uid, place, entry.at, &act);
            tx.prepare_cached(
                "INSERT INTO entry(review, place, at, act, digest) VALUES(?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![review, place, entry.at, act, digest.0.as_slice()])?;
            record.changed_at = entry.at;
            save(tx, &record)
        })
    }

    /// Puts a draft under another checklist, with these own items beside it; the log stays.
    pub fn set_checklist(&mut self, review: i64, checklist: i64, own: Option<i64>) -> Result<(), StoreError> {
        self.write(|tx| {
            let mut record = draft(tx, review)?;
            record.checklist = checklist;
            record.own = own;
            save(tx, &record)
        })
    }

    /// Moves a review along its life after the seal; what was sealed is never touched. Refused for a draft, which is
    /// sealed by [`Store::seal`], and for a voided one; [`Store::void`] voids.
    pub fn set_review_state(&mut self, review: i64, state: State, at: i64) -> Result<(), StoreError> {
        self.write(|tx| set_state(tx, review, state, at))
    }

    /// Withdraws a review, with the reason. What was sealed stays, marked.
    pub fn void(&mut self, review: i64, why: &str, at: i64) -> Result<(), StoreError> {
        self.write(|tx| {
            let mut record = find(tx, review)?.ok_or_else(|| StoreError::no_review(review))?;
            if record.state == State::Voided {
                return Err(StoreError::Closed(State::Voided));
            }
            record.state = State::Voided;
            record.void_why = Some(why.to_owned());
            record.changed_at = at;
            save(tx, &record)?;
            tx.prepare_cached("UPDATE sealed SET voided = 1 WHERE review = ?1")?.execute([review])?;
            Ok(())
        })
    }
}

/// Writes what may change about a review.
pub(super) fn save(db: &Connection, record: &ReviewRecord) -> Result<(), StoreError> {
    db.prepare_cached(
        "UPDATE review SET checklist = ?2, own = ?3, state = ?4, changed_at = ?5, void_why = ?6, digest = ?7 \
         WHERE id = ?1",
    )?
    .execute(params![
        record.id,
        record.checklist,
        record.own,
        record.state.word(),
        record.changed_at,
        record.void_why,
        record.digest().0.as_slice()
    ])?;
    Ok(())
}

/// Moves a sealed review to another state.
pub(super) fn set_state(db: &Connection, review: i64, state: State, at: i64) -> Result<(), StoreError> {
    let mut record = find(db, review)?.ok_or_else(|| StoreError::no_review(review))?;
    if matches!(state, State::Draft | State::Voided) || record.state == State::Draft {
        return Err(StoreError::Conflict);
    }
    if record.state == State::Voided {
        return Err(StoreError::Closed(State::Voided));
    }
    record.state = state;
    record.changed_at = at;
    save(db, &record)
}

/// The review with this number.
pub(super) fn find(db: &Connection, id: i64) -> Result<Option<ReviewRecord>, StoreError> {
    let mut statement = db.prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(record).transpose()
}

/// The review with this number, provided that it is a draft.
pub(super) fn draft(db: &Connection, id: i64) -> Result<ReviewRecord, StoreError> {
    match find(db, id)?.ok_or(StoreError::no_review(id))? {
        record if record.state == State::Draft => Ok(record),
        record => Err(StoreError::Closed(record.state)),
    }
}

pub(super) fn state_of(word: &str) -> Result<State, StoreError> {
    State::from_word(word).ok_or(StoreError::Corrupt(None))
}

/// What the check recomputes.
pub(super) fn entry_digest(uid: &Uuid, place: i64, at: i64, act: &str) -> Digest {
    Digest::of("aplomb/entry/v1", &[uid.as_bytes(), &place.to_le_bytes(), &at.to_le_bytes(), act.as_bytes()])
}

pub(super) fn record(row: &Row<'_>) -> Result<ReviewRecord, StoreError> {
    let uid: Vec<u8> = row.get(1)?;
    let role: String = row.get(3)?;
    let state: String = row.get(7)?;
    Ok(ReviewRecord {
        id: row.get(0)?,
        uid: Uuid::from_slice(&uid).map_err(|_| StoreError::Corrupt(None))?,
        conversation: row.get(2)?,
        role: ReviewRole::from_word(&role).ok_or(StoreError::Corrupt(None))?,
        reviewer: row.get(4)?,
        checklist: row.get(5)?,
        own: row.get(6)?,
        state: state_of(&state)?,
        begun_at: row.get(8)?,
        changed_at: row.get(9)?,
        void_why: row.get(10)?,
    })
}

/// Whether a conversation was ever drawn.
pub(super) fn drawn(db: &Connection, conversation: i64) -> Result<bool, StoreError> {
    Ok(db.prepare_cached("SELECT 1 FROM drawn WHERE conversation = ?1")?.exists([conversation])?)
}
