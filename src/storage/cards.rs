//! Cards. They are bytes here: what is in them, and whether to trust it, is judged elsewhere.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params};

use super::people::{Trust, held, settable};
use super::record::{self, Record, Words, blob, from_word, word};
use super::{Store, StoreError, rows};
use crate::both;
use crate::domain::names::{Fingerprint, PersonId};
use crate::words::Bilingual;

/// What a card is to its person now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CardState {
    /// The one in use.
    Current,
    /// In use before.
    Former,
    /// Arrived, and not accepted yet.
    Offered,
    /// Not to be trusted any more.
    Revoked,
}

const CARD_STATES: Words<CardState> = &[
    (CardState::Current, "current"),
    (CardState::Former, "former"),
    (CardState::Offered, "offered"),
    (CardState::Revoked, "revoked"),
];

/// A card that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCard {
    /// What tells it from others.
    pub fingerprint: Fingerprint,
    /// Counts the person's cards.
    pub number: u32,
    /// The card's file.
    pub bytes: Vec<u8>,
    /// Now, in microseconds.
    pub at: i64,
}

/// A card in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRow {
    /// What tells it from others.
    pub fingerprint: Fingerprint,
    /// Whose it is.
    pub person: PersonId,
    /// Counts the person's cards.
    pub number: u32,
    /// What it is to its person.
    pub state: CardState,
    /// Since when, in microseconds.
    pub at: i64,
    /// The card's file.
    pub bytes: Vec<u8>,
}

impl Record for CardRow {
    const TABLE: &'static str = "card";
    const COLUMNS: &'static [&'static str] = &["fingerprint", "person", "number", "state", "at", "bytes"];

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            blob(&self.fingerprint.0),
            blob(&self.person.0),
            self.number.into(),
            word(CARD_STATES, self.state),
            self.at.into(),
            blob(&self.bytes),
        ])
    }

    fn read(row: &Row<'_>) -> Result<CardRow, StoreError> {
        let fingerprint: Vec<u8> = row.get(0)?;
        let state: String = row.get(3)?;
        Ok(CardRow {
            fingerprint: rows::digest_of(&fingerprint)?,
            person: PersonId(row.get(1)?),
            number: row.get(2)?,
            state: from_word(CARD_STATES, &state)?,
            at: row.get(4)?,
            bytes: row.get(5)?,
        })
    }

    fn damaged(name: &str) -> Bilingual {
        both!("Card {name} is not as it was kept.", "La carte {name} n’est plus telle qu’elle a été gardée.")
    }
}

impl Store {
    /// All cards of a person, by number.
    pub fn cards_of(&self, id: PersonId) -> Result<Vec<CardRow>, StoreError> {
        self.read(|db| record::all(db, "WHERE person = ?1 ORDER BY number, at", [id.0]))
    }

    /// A different card arrived: it waits in the place of any that waited before, and blocks its person. Returns
    /// `false` where it is in use or waits already; refused where it was used before or is somebody else's.
    pub fn offer_card(&mut self, id: PersonId, new: &NewCard) -> Result<bool, StoreError> {
        self.write(|tx| {
            held(tx, id)?;
            match card(tx, &new.fingerprint)? {
                Some(known)
                    if known.person == id
                        && matches!(known.state, CardState::Current | CardState::Offered) =>
                {
                    return Ok(false);
                }
                Some(_) => return Err(StoreError::CardKnown),
                None => {}
            }
            drop_offered(tx, id)?;
            record::put(tx, &row_of(id, new, CardState::Offered))?;
            Ok(true)
        })
    }

    /// The card that waits becomes the one in use, and the one in use a former one.
    pub fn accept_card(&mut self, id: PersonId, trust: Trust, at: i64) -> Result<(), StoreError> {
        self.write(|tx| {
            let mut person = held(tx, id)?;
            let mut offered = card_in(tx, id, CardState::Offered)?.ok_or_else(no_card)?;
            if let Some(mut current) = card_in(tx, id, CardState::Current)? {
                (current.state, current.at) = (CardState::Former, at);
                record::put(tx, &current)?;
            }
            (offered.state, offered.at) = (CardState::Current, at);
            record::put(tx, &offered)?;
            person.trust = settable(trust)?;
            record::put(tx, &person)
        })
    }

    /// The card that waits is forgotten, and its person trusted as before.
    pub fn reject_card(&mut self, id: PersonId) -> Result<(), StoreError> {
        self.write(|tx| if drop_offered(tx, id)? { Ok(()) } else { Err(no_card()) })
    }

    /// The card is not to be trusted any more; neither is its person, when it is the one in use.
    pub fn revoke_card(&mut self, fingerprint: &Fingerprint, at: i64) -> Result<(), StoreError> {
        self.write(|tx| {
            let found = record::to_change(tx, "WHERE fingerprint = ?1", [fingerprint.0]);
            let mut card: CardRow = found?.ok_or_else(no_card)?;
            if card.state == CardState::Revoked {
                return Ok(());
            }
            if card.state == CardState::Current {
                let mut person = held(tx, card.person)?;
                person.trust = Trust::Revoked;
                record::put(tx, &person)?;
            }
            (card.state, card.at) = (CardState::Revoked, at);
            record::put(tx, &card)
        })
    }
}

pub(super) fn row_of(person: PersonId, new: &NewCard, state: CardState) -> CardRow {
    let NewCard { fingerprint, number, ref bytes, at } = *new;
    CardRow { fingerprint, person, number, state, at, bytes: bytes.clone() }
}

pub(super) fn card(db: &Connection, fingerprint: &Fingerprint) -> Result<Option<CardRow>, StoreError> {
    record::one(db, "WHERE fingerprint = ?1", [fingerprint.0])
}

fn card_in(db: &Connection, id: PersonId, state: CardState) -> Result<Option<CardRow>, StoreError> {
    record::to_change(db, "WHERE person = ?1 AND state = ?2", params![id.0, word(CARD_STATES, state)])
}

fn no_card() -> StoreError {
    StoreError::NotFound(Bilingual::fixed("There is no such card.", "Cette carte n’existe pas ici."))
}

fn drop_offered(db: &Connection, id: PersonId) -> Result<bool, StoreError> {
    Ok(db.execute("DELETE FROM card WHERE person = ?1 AND state = 'offered'", [id.0])? > 0)
}
