//! People, by the names that I gave them, and how far they are trusted.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use super::cards::{self, CardRow, CardState, NewCard};
use super::record::{self, Record, Words, blob, from_word, text, word};
use super::{Store, StoreError, meta, set_meta};
use crate::both;
use crate::domain::fold::fold;
use crate::domain::names::{Fingerprint, PersonId};
use crate::words::Bilingual;

/// How far somebody is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trust {
    /// Their card came from a file that I opened on purpose.
    Seen,
    /// We compared our words.
    Met,
    /// A different card arrived: everything of theirs is blocked until it is accepted or rejected. Worked out from the
    /// cards, never set.
    Changed,
    /// Their card is not to be trusted any more.
    Revoked,
}

const TRUST: Words<Trust> = &[(Trust::Seen, "seen"), (Trust::Met, "met"), (Trust::Revoked, "revoked")];

/// Somebody to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    /// Across all their cards.
    pub id: PersonId,
    /// What I call them.
    pub name: String,
    /// Whether submissions go to them.
    pub lead: bool,
    /// [`Trust::Seen`] or [`Trust::Met`].
    pub trust: Trust,
    /// Their card.
    pub card: NewCard,
}

/// Somebody in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Across all their cards.
    pub id: PersonId,
    /// What I call them.
    pub name: String,
    /// Whether submissions go to them.
    pub lead: bool,
    /// How far they are trusted.
    pub trust: Trust,
    /// When they were added, in microseconds.
    pub added_at: i64,
    /// The highest sequence accepted from them; 0 before any.
    pub last_seq: u64,
    /// The newest bundle format that they have used; 0 before any.
    pub newest_format: u32,
    /// The card in use; `None` once it was revoked.
    pub current: Option<CardRow>,
    /// A different card that waits to be accepted.
    pub offered: Option<CardRow>,
}

/// The row alone, with the trust that was set.
pub(super) struct Person {
    id: PersonId,
    name: String,
    lead: bool,
    pub(super) trust: Trust,
    added_at: i64,
    last_seq: u64,
    newest_format: u32,
}

impl Record for Person {
    const TABLE: &'static str = "person";
    const COLUMNS: &'static [&'static str] =
        &["id", "name", "folded", "lead", "trust", "added_at", "last_seq", "newest_format"];

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            blob(&self.id.0),
            text(&self.name),
            text(&folded(&self.name)),
            self.lead.into(),
            word(TRUST, self.trust),
            self.added_at.into(),
            self.last_seq.cast_signed().into(),
            self.newest_format.into(),
        ])
    }

    fn read(row: &Row<'_>) -> Result<Person, StoreError> {
        let trust: String = row.get(4)?;
        Ok(Person {
            id: PersonId(row.get(0)?),
            name: row.get(1)?,
            lead: row.get(3)?,
            trust: from_word(TRUST, &trust)?,
            added_at: row.get(5)?,
            last_seq: row.get::<_, i64>(6)?.cast_unsigned(),
            newest_format: row.get(7)?,
        })
    }

    fn damaged(name: &str) -> Bilingual {
        both!(
            "What is kept of person {name} is not as it was written.",
            "Ce qui est gardé de la personne {name} n’est plus tel qu’il a été écrit."
        )
    }
}

impl Store {
    /// Adds somebody with their card. Refused when the name, the person or the card is known already; names that look
    /// alike are for the caller to refuse.
    pub fn add_person(&mut self, new: &NewPerson) -> Result<(), StoreError> {
        self.write(|tx| {
            if person(tx, new.id)?.is_some() || cards::card(tx, &new.card.fingerprint)?.is_some() {
                return Err(StoreError::CardKnown);
            }
            name_free(tx, new.id, &new.name)?;
            let person = Person {
                id: new.id,
                name: new.name.clone(),
                lead: new.lead,
                trust: settable(new.trust)?,
                added_at: new.card.at,
                last_seq: 0,
                newest_format: 0,
            };
            record::put(tx, &person)?;
            record::put(tx, &cards::row_of(new.id, &new.card, CardState::Current))
        })
    }

    /// Everybody, by name.
    pub fn people(&self) -> Result<Vec<PersonRow>, StoreError> {
        self.read(|db| {
            let people = record::all(db, "ORDER BY folded", [])?;
            people.into_iter().map(|person| whole(db, person)).collect()
        })
    }

    /// One person.
    pub fn person(&self, id: PersonId) -> Result<Option<PersonRow>, StoreError> {
        self.read(|db| person(db, id)?.map(|person| whole(db, person)).transpose())
    }

    /// Whose card this is, and what it is to them.
    pub fn person_by_card(
        &self,
        fingerprint: &Fingerprint,
    ) -> Result<Option<(PersonRow, CardState)>, StoreError> {
        self.read(|db| {
            let Some(card) = cards::card(db, fingerprint)? else { return Ok(None) };
            let person = person(db, card.person)?.ok_or(StoreError::Corrupt(None))?;
            Ok(Some((whole(db, person)?, card.state)))
        })
    }

    /// Trusts somebody more or less.
    pub fn set_trust(&mut self, id: PersonId, trust: Trust) -> Result<(), StoreError> {
        let trust = settable(trust)?;
        self.change_person(id, |person| person.trust = trust)
    }

    /// Calls somebody otherwise. Refused when somebody else is called that.
    pub fn rename_person(&mut self, id: PersonId, name: &str) -> Result<(), StoreError> {
        self.write(|tx| {
            let mut person = held(tx, id)?;
            name_free(tx, id, name)?;
            person.name = name.to_owned();
            record::put(tx, &person)
        })
    }

    /// Says whether submissions go to them.
    pub fn set_lead(&mut self, id: PersonId, lead: bool) -> Result<(), StoreError> {
        self.change_person(id, |person| person.lead = lead)
    }

    /// A bundle of theirs was accepted: both marks only rise.
    pub fn heard_from(&mut self, id: PersonId, seq: u64, format: u32) -> Result<(), StoreError> {
        self.change_person(id, |person| {
            person.last_seq = person.last_seq.max(seq);
            person.newest_format = person.newest_format.max(format);
        })
    }

    /// Forgets somebody and their cards. Refused while anything else names them.
    pub fn forget_person(&mut self, id: PersonId) -> Result<(), StoreError> {
        self.write(|tx| {
            held(tx, id)?;
            let named = tx
                .prepare_cached(
                    "SELECT 1 FROM exchange WHERE other = ?1 UNION ALL SELECT 1 FROM fact WHERE author = ?1 \
                     UNION ALL SELECT 1 FROM bundle WHERE person = ?1 \
                     UNION ALL SELECT 1 FROM submission WHERE person = ?1",
                )?
                .exists([id.0])?;
            if named {
                return Err(StoreError::StillNamed);
            }
            tx.execute("DELETE FROM card WHERE person = ?1", [id.0])?;
            tx.execute("DELETE FROM person WHERE id = ?1", [id.0])?;
            Ok(())
        })
    }

    /// Who I am to others, and the card that I sign with.
    pub fn identity(&self) -> Result<Option<(PersonId, Fingerprint)>, StoreError> {
        self.read(|db| match meta(db, IDENTITY)? {
            Some(json) => {
                let Identity { person, card } = serde_json::from_str(&json)?;
                Ok(Some((person, card)))
            }
            None => Ok(None),
        })
    }

    /// Says who I am to others.
    pub fn set_identity(&mut self, person: PersonId, card: Fingerprint) -> Result<(), StoreError> {
        let json = serde_json::to_string(&Identity { person, card })?;
        self.write(|tx| set_meta(tx, IDENTITY, &json))
    }

    fn change_person(&mut self, id: PersonId, f: impl FnOnce(&mut Person)) -> Result<(), StoreError> {
        self.write(|tx| {
            let mut person = held(tx, id)?;
            f(&mut person);
            record::put(tx, &person)
        })
    }
}

const IDENTITY: &str = "identity";

#[derive(Serialize, Deserialize)]
struct Identity {
    person: PersonId,
    card: Fingerprint,
}

fn folded(name: &str) -> String {
    fold(name.trim())
}

pub(super) fn settable(trust: Trust) -> Result<Trust, StoreError> {
    match trust {
        Trust::Changed => Err(StoreError::Unexpected("`changed` is worked out from the cards".to_owned())),
        trust => Ok(trust),
    }
}

fn person(db: &Connection, id: PersonId) -> Result<Option<Person>, StoreError> {
    record::one(db, "WHERE id = ?1", [id.0])
}

/// The person, about to be changed.
pub(super) fn held(db: &Connection, id: PersonId) -> Result<Person, StoreError> {
    record::to_change(db, "WHERE id = ?1", [id.0])?.ok_or_else(|| StoreError::no_person(id))
}

fn name_free(db: &Connection, id: PersonId, name: &str) -> Result<(), StoreError> {
    let taken = db
        .prepare_cached("SELECT 1 FROM person WHERE folded = ?1 AND id <> ?2")?
        .exists(params![folded(name), id.0])?;
    if taken { Err(StoreError::NameTaken(name.to_owned())) } else { Ok(()) }
}

fn whole(db: &Connection, person: Person) -> Result<PersonRow, StoreError> {
    let of = |state: &str| {
        record::one::<CardRow>(db, "WHERE person = ?1 AND state = ?2", params![person.id.0, state])
    };
    let (current, offered) = (of("current")?, of("offered")?);
    let trust = match person.trust {
        Trust::Revoked => Trust::Revoked,
        _ if offered.is_some() => Trust::Changed,
        trust => trust,
    };
    Ok(PersonRow {
        id: person.id,
        name: person.name,
        lead: person.lead,
        trust,
        added_at: person.added_at,
        last_seq: person.last_seq,
        newest_format: person.newest_format,
        current,
        offered,
    })
}
