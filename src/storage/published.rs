//! What was told about people, so that two publications are not subtracted from each other: figures by key and period,
//! the people that they stood on, and a fingerprint of what each put in. No figure is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use jiff::civil::Date;
use rusqlite::Row;
use rusqlite::types::Value;
use serde::{Deserialize, Serialize};

use super::record::{self, Record, blob, text};
use super::{Store, StoreError};
use crate::both;
use crate::domain::digest::Digest;
use crate::domain::names::PersonId;
use crate::domain::team::{Cell, Period, Stake};
use crate::words::Bilingual;

/// One time that something was told.
pub(super) struct Publication {
    id: Digest,
    at: i64,
    what: String,
    cells: Cells,
}

/// People and sets of them are named once, since most figures of a report stand on the same. Of each figure: its key, the
/// first and the last day, the set, and the stakes in the order of the set, six hexadecimal digits each.
#[derive(Default, Serialize, Deserialize)]
struct Cells {
    people: Vec<PersonId>,
    sets: Vec<Vec<u32>>,
    cells: Vec<Written>,
}

type Written = (String, Option<Date>, Option<Date>, u32, String);

/// Hexadecimal digits of a stake.
const DIGITS: usize = Stake::BITS as usize / 4;

impl Cells {
    fn of(told: &[Cell<PersonId>]) -> Cells {
        let everybody: BTreeSet<PersonId> =
            told.iter().flat_map(|cell| cell.people.keys()).copied().collect();
        let number: BTreeMap<PersonId, u32> = everybody.iter().copied().zip(0..).collect();
        let mut cells = Cells { people: everybody.into_iter().collect(), ..Cells::default() };
        let mut sets: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        for cell in told {
            let next = u32::try_from(sets.len()).unwrap_or(u32::MAX);
            let people: Vec<u32> =
                cell.people.keys().filter_map(|person| number.get(person).copied()).collect();
            let set = *sets.entry(people).or_insert_with_key(|people| {
                cells.sets.push(people.clone());
                next
            });
            let mut stakes = String::with_capacity(DIGITS * cell.people.len());
            for stake in cell.people.values() {
                let _ = write!(stakes, "{:0DIGITS$x}", stake.bits());
            }
            cells.cells.push((cell.key.clone(), cell.period.from, cell.period.until, set, stakes));
        }
        cells
    }

    fn told(&self) -> Option<Vec<Cell<PersonId>>> {
        let cell = |(key, from, until, set, stakes): &(String, _, _, u32, String)| {
            let mut people = BTreeMap::new();
            for (place, number) in self.sets.get(*set as usize)?.iter().enumerate() {
                let digits = stakes.get(place * DIGITS..(place + 1) * DIGITS)?;
                let stake = Stake::kept(u32::from_str_radix(digits, 16).ok()?);
                people.insert(*self.people.get(*number as usize)?, stake);
            }
            Some(Cell { key: key.clone(), period: Period { from: *from, until: *until }, people })
        };
        self.cells.iter().map(cell).collect()
    }
}

impl Record for Publication {
    const TABLE: &'static str = "published";
    const COLUMNS: &'static [&'static str] = &["id", "at", "what", "cells"];

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        let cells = serde_json::to_string(&self.cells)?;
        Ok(vec![blob(&self.id.0), self.at.into(), text(&self.what), text(&cells)])
    }

    fn read(row: &Row<'_>) -> Result<Publication, StoreError> {
        let id: Vec<u8> = row.get(0)?;
        Ok(Publication {
            id: super::rows::digest_of(&id)?,
            at: row.get(1)?,
            what: row.get(2)?,
            cells: serde_json::from_str(&row.get::<_, String>(3)?)?,
        })
    }

    fn damaged(name: &str) -> Bilingual {
        both!(
            "The note {name} of what was told about the team is not as it was written.",
            "La note {name} de ce qui a été dit de l’équipe n’est plus telle qu’elle a été écrite."
        )
    }
}

impl Store {
    /// Keeps what is told, at the moment it is told.
    pub fn publish(&mut self, what: &str, told: &[Cell<PersonId>], at: i64) -> Result<(), StoreError> {
        let cells = Cells::of(told);
        let content = serde_json::to_string(&cells)?;
        let id = Digest::of("aplomb/published/v1", &[what.as_bytes(), content.as_bytes(), &at.to_le_bytes()]);
        let publication = Publication { id, at, what: what.to_owned(), cells };
        self.write(|tx| record::put(tx, &publication))
    }

    /// When something was told, the latest first.
    pub fn published_at(&self, most: usize) -> Result<Vec<i64>, StoreError> {
        self.read(|db| {
            let mut statement =
                db.prepare_cached("SELECT DISTINCT at FROM published ORDER BY at DESC LIMIT ?1")?;
            let found = statement.query_map([most], |row| row.get(0))?;
            Ok(found.collect::<Result<Vec<i64>, _>>()?)
        })
    }

    /// All that was ever told.
    pub fn published(&self) -> Result<Vec<Cell<PersonId>>, StoreError> {
        self.read(|db| {
            let all: Vec<Publication> = record::all(db, "ORDER BY at, id", [])?;
            let mut told = Vec::new();
            for publication in all {
                told.extend(publication.cells.told().ok_or(StoreError::Corrupt(None))?);
            }
            Ok(told)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_is_known() {
        let mut store = Store::memory().unwrap();
        let cell = |key: &str, people: std::ops::Range<u8>| Cell {
            key: key.into(),
            period: Period { from: None, until: Some(jiff::civil::date(2026, 3, 1)) },
            people: people.map(|n| (PersonId([n; 16]), Stake::of(n.into(), 80.0))).collect(),
        };
        let told = [cell("act", 0..6), cell("tone", 0..6), cell("act/chat", 2..9)];
        store.publish("team", &told, 1).unwrap();
        store.publish("team", &told[..1], 2).unwrap();
        assert_eq!(
            store.published().unwrap(),
            [told[0].clone(), told[1].clone(), told[2].clone(), told[0].clone()]
        );
        assert_eq!(store.published_at(9).unwrap(), [2, 1]);
        assert_eq!(store.check().unwrap(), []);
    }
}
