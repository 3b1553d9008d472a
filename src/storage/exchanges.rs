//! What only this side knows of an exchange, and which received conversations are there to be read for somebody.

use std::collections::HashSet;

use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::record::{self, Record, Words, blob, from_word, text, word};
use super::{Store, StoreError, reviews};
use crate::both;
use crate::domain::exchange::{Side, Stage, Standing};
use crate::domain::names::{ExchangeId, PersonId};
use crate::domain::review::ReviewRole;
use crate::words::Bilingual;

/// An exchange as this side knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRow {
    /// Its name.
    pub id: ExchangeId,
    /// Which side I am on.
    pub side: Side,
    /// The store's number of the conversation: my own, or the one that was sent to me.
    pub conversation: i64,
    /// That of my review; `None` until it is begun.
    pub review: Option<i64>,
    /// The other person.
    pub other: PersonId,
    /// The reader's: [`ReviewRole::Peer`] or [`ReviewRole::Third`].
    pub role: ReviewRole,
    /// The exchange whose dispute this one settles.
    pub parent: Option<ExchangeId>,
    /// The exchange that settles this one's dispute.
    pub third: Option<ExchangeId>,
    /// When it was asked for, in microseconds.
    pub asked_at: i64,
    /// Where it stands, as last worked out from the facts.
    pub stage: Stage,
    /// How far the talk has come; `None` before both sides are open.
    pub standing: Option<Standing>,
    /// When I first looked at the opened result.
    pub looked_at: Option<i64>,
    /// The reader's: these answers may go to the lead, without a name.
    pub consent: bool,
    /// Random bytes that stay here.
    pub salt: [u8; 32],
    /// The asker's: random bytes of the commitment.
    pub nonce: Option<[u8; 32]>,
    /// The asker's: the conversation's own ids of the messages that travel as `m1`, `m2` and so on.
    pub messages: Vec<String>,
}

const SIDES: Words<Side> = &[(Side::Asker, "asker"), (Side::Reader, "reader")];

const STAGES: Words<Stage> = &[
    (Stage::Asked, Stage::Asked.word()),
    (Stage::Declined, Stage::Declined.word()),
    (Stage::Answered, Stage::Answered.word()),
    (Stage::Open, Stage::Open.word()),
];

const STANDINGS: Words<Standing> = &[
    (Standing::Untouched, Standing::Untouched.word()),
    (Standing::Talking, Standing::Talking.word()),
    (Standing::Agreed, Standing::Agreed.word()),
    (Standing::Disputed, Standing::Disputed.word()),
];

impl Record for ExchangeRow {
    const TABLE: &'static str = "exchange";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "side",
        "conversation",
        "review",
        "other",
        "role",
        "parent",
        "third",
        "asked_at",
        "stage",
        "standing",
        "looked_at",
        "consent",
        "salt",
        "nonce",
        "messages",
    ];

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        let name = |id: Option<ExchangeId>| id.map(|id| id.0.to_vec());
        Ok(vec![
            blob(&self.id.0),
            word(SIDES, self.side),
            self.conversation.into(),
            self.review.into(),
            blob(&self.other.0),
            text(self.role.word()),
            name(self.parent).into(),
            name(self.third).into(),
            self.asked_at.into(),
            word(STAGES, self.stage),
            self.standing.map_or(Value::Null, |standing| word(STANDINGS, standing)),
            self.looked_at.into(),
            self.consent.into(),
            blob(&self.salt),
            self.nonce.map(|nonce| nonce.to_vec()).into(),
            text(&serde_json::to_string(&self.messages)?),
        ])
    }

    fn read(row: &Row<'_>) -> Result<ExchangeRow, StoreError> {
        let said = |at: usize| row.get::<_, String>(at);
        let standing: Option<String> = row.get(10)?;
        Ok(ExchangeRow {
            id: ExchangeId(row.get(0)?),
            side: from_word(SIDES, &said(1)?)?,
            conversation: row.get(2)?,
            review: row.get(3)?,
            other: PersonId(row.get(4)?),
            role: ReviewRole::from_word(&said(5)?).ok_or(StoreError::Corrupt(None))?,
            parent: row.get::<_, Option<[u8; 16]>>(6)?.map(ExchangeId),
            third: row.get::<_, Option<[u8; 16]>>(7)?.map(ExchangeId),
            asked_at: row.get(8)?,
            stage: from_word(STAGES, &said(9)?)?,
            standing: standing.map(|word| from_word(STANDINGS, &word)).transpose()?,
            looked_at: row.get(11)?,
            consent: row.get(12)?,
            salt: row.get(13)?,
            nonce: row.get(14)?,
            messages: serde_json::from_str(&said(15)?)?,
        })
    }

    fn damaged(name: &str) -> Bilingual {
        both!(
            "Exchange {name} is not as it was written.",
            "L’échange {name} n’est plus tel qu’il a été écrit."
        )
    }
}

impl Store {
    /// Begins an exchange; `false` where it is known already, and nothing is changed.
    pub fn begin_exchange(&mut self, new: &ExchangeRow) -> Result<bool, StoreError> {
        self.write(|tx| {
            if record::one::<ExchangeRow>(tx, "WHERE id = ?1", [new.id.0])?.is_some() {
                return Ok(false);
            }
            let there = |sql: &str, bound: &dyn rusqlite::ToSql| tx.prepare_cached(sql)?.exists([bound]);
            if !there("SELECT 1 FROM conversation WHERE id = ?1", &new.conversation)? {
                return Err(StoreError::no_conversation(new.conversation));
            }
            if !there("SELECT 1 FROM person WHERE id = ?1", &new.other.0)? {
                return Err(StoreError::no_person(new.other));
            }
            if let Some(review) = new.review {
                reviews::find(tx, review)?.ok_or_else(|| StoreError::no_review(review))?;
            }
            record::put(tx, new)?;
            Ok(true)
        })
    }

    /// One exchange.
    pub fn exchange(&self, id: ExchangeId) -> Result<Option<ExchangeRow>, StoreError> {
        self.read(|db| record::one(db, "WHERE id = ?1", [id.0]))
    }

    /// All exchanges, the newest first.
    pub fn exchanges(&self) -> Result<Vec<ExchangeRow>, StoreError> {
        self.read(|db| record::all(db, "ORDER BY asked_at DESC, id", []))
    }

    /// The exchanges about a conversation, the newest first.
    pub fn exchanges_of(&self, conversation: i64) -> Result<Vec<ExchangeRow>, StoreError> {
        self.read(|db| record::all(db, "WHERE conversation = ?1 ORDER BY asked_at DESC, id", [conversation]))
    }

    /// The exchanges that a review of mine is in, the newest first: a dispute makes a second one.
    pub fn exchanges_of_review(&self, review: i64) -> Result<Vec<ExchangeRow>, StoreError> {
        self.read(|db| record::all(db, "WHERE review = ?1 ORDER BY asked_at DESC, id", [review]))
    }

    /// The exchange for which this conversation was sent to me to read, the newest.
    pub fn reading(&self, conversation: i64) -> Result<Option<ExchangeRow>, StoreError> {
        self.read(|db| {
            let newest = "WHERE conversation = ?1 AND side = 'reader' ORDER BY asked_at DESC, id";
            record::one(db, newest, [conversation])
        })
    }

    /// Keeps where an exchange stands.
    pub fn set_exchange_state(
        &mut self,
        id: ExchangeId,
        stage: Stage,
        standing: Option<Standing>,
    ) -> Result<(), StoreError> {
        self.change_exchange(id, |exchange| (exchange.stage, exchange.standing) = (stage, standing))
    }

    /// I looked at the opened result; the first time counts.
    pub fn look_at_exchange(&mut self, id: ExchangeId, at: i64) -> Result<(), StoreError> {
        self.change_exchange(id, |exchange| {
            exchange.looked_at.get_or_insert(at);
        })
    }

    /// My review for it was begun.
    pub fn set_exchange_review(&mut self, id: ExchangeId, review: i64) -> Result<(), StoreError> {
        self.write(|tx| {
            reviews::find(tx, review)?.ok_or_else(|| StoreError::no_review(review))?;
            change(tx, id, |exchange| exchange.review = Some(review))
        })
    }

    /// Whether my answers to it may go to the lead, without my name.
    pub fn set_exchange_consent(&mut self, id: ExchangeId, consent: bool) -> Result<(), StoreError> {
        self.change_exchange(id, |exchange| exchange.consent = consent)
    }

    /// A third reader was asked about it.
    pub fn set_exchange_third(&mut self, id: ExchangeId, third: ExchangeId) -> Result<(), StoreError> {
        self.change_exchange(id, |exchange| exchange.third = Some(third))
    }

    fn change_exchange(
        &mut self,
        id: ExchangeId,
        f: impl FnOnce(&mut ExchangeRow),
    ) -> Result<(), StoreError> {
        self.write(|tx| change(tx, id, f))
    }
}

fn change(db: &Connection, id: ExchangeId, f: impl FnOnce(&mut ExchangeRow)) -> Result<(), StoreError> {
    let found = record::to_change(db, "WHERE id = ?1", [id.0])?;
    let mut exchange = found.ok_or_else(|| StoreError::no_exchange(id))?;
    f(&mut exchange);
    record::put(db, &exchange)
}

/// The conversations that were sent to me to read: never my own work.
pub(super) fn received(db: &Connection) -> Result<HashSet<i64>, StoreError> {
    let mut statement = db.prepare_cached("SELECT conversation FROM exchange WHERE side = 'reader'")?;
    let ids = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(ids)
}
