//! Whom help desks' numbers name. When somebody becomes known, conversations that had only the number get the name.

use rusqlite::types::Value;
use rusqlite::{Connection, Params, Row};

use super::record::{self, Record, text};
use super::rows::{self, role_number, role_of};
use super::samples::Samples;
use super::take_in::{self, Outcome};
use super::{Store, StoreError, meta_number, words};
use crate::domain::conversation::Role;
use crate::domain::directory::{Directory, Entry};
use crate::words::Bilingual;

/// Customers of whom nothing was told since then, and whoever may be one.
pub(super) const OLD: &str = "coalesce(role, 0) = 0 AND at < ?1";

/// Whoever has this number, name or address, in any case of its letters.
const THEM: &str = "lower(?1) IN (lower(id), lower(name), lower(address))";

/// Conversations that get names in one transaction.
const AT_ONCE: usize = 500;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct DirectoryRow {
    source: String,
    entry: Entry,
    at: i64,
}

impl Record for DirectoryRow {
    const TABLE: &'static str = "directory";
    const COLUMNS: &'static [&'static str] = &["source", "id", "name", "address", "role", "at"];
    const KEY: usize = 2;

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        let Entry { id, name, address, role } = &self.entry;
        Ok(vec![
            text(&self.source),
            text(id),
            text(name),
            text(address),
            role.map(role_number).into(),
            self.at.into(),
        ])
    }

    fn read(row: &Row<'_>) -> Result<DirectoryRow, StoreError> {
        let role = row.get::<_, Option<i64>>(4)?.map(role_of).transpose()?;
        let entry = Entry { id: row.get(1)?, name: row.get(2)?, address: row.get(3)?, role };
        Ok(DirectoryRow { source: row.get(0)?, entry, at: row.get(5)? })
    }

    fn damaged(_: &str) -> Bilingual {
        Bilingual::fixed(
            "An entry of a help desk’s list of people is not as it was written.",
            "Une entrée de la liste des personnes d’un outil n’est plus telle qu’elle a été écrite.",
        )
    }
}

impl Store {
    /// Whom a number of this source names.
    pub fn who(&self, source: &str, id: &str) -> Result<Option<Entry>, StoreError> {
        self.read(|db| {
            let row: Option<DirectoryRow> = record::one(db, "WHERE source = ?1 AND id = ?2", [source, id])?;
            Ok(row.map(|row| row.entry))
        })
    }

    /// Whoever has this number, name or address, with their sources.
    pub fn named(&self, who: &str) -> Result<Vec<(String, Entry)>, StoreError> {
        self.read(|db| {
            let rows: Vec<DirectoryRow> = record::all(db, &format!("WHERE {THEM}"), [who.trim()])?;
            Ok(rows.into_iter().map(|row| (row.source, row.entry)).collect())
        })
    }

    /// Keeps whom numbers name, over what was known, and gives the names to conversations that had only numbers. Returns
    /// how many conversations that changed.
    pub fn learn_people(&mut self, people: &Directory, now: i64) -> Result<u64, StoreError> {
        let news = self.write(|tx| news(tx, people, now))?;
        let mut changed = 0;
        for (source, entries) in by_source(&news) {
            let naming = self.write(|tx| naming(tx, source, &entries))?;
            for some in naming.chunks(AT_ONCE) {
                self.forget_times();
                changed += self.write(|tx| rename(tx, some, &entries, now))?;
            }
        }
        Ok(changed)
    }
}

/// Writes down what is new; returns it.
fn news(db: &Connection, people: &Directory, now: i64) -> Result<Vec<DirectoryRow>, StoreError> {
    let mut news = Vec::new();
    for (source, entry) in people.iter() {
        let known: Option<DirectoryRow> =
            record::to_change(db, "WHERE source = ?1 AND id = ?2", [source, &entry.id])?;
        let mut together = Directory::default();
        if let Some(known) = known {
            together.add(source, known.entry);
        }
        if together.add(source, entry.clone())
            && let Some(entry) = together.find(source, &entry.id)
        {
            let row = DirectoryRow { source: source.to_owned(), entry: entry.clone(), at: now };
            record::put(db, &row)?;
            news.push(row);
        }
    }
    // In one order, whatever the map's.
    news.sort_by(|a, b| (&a.source, &a.entry.id).cmp(&(&b.source, &b.entry.id)));
    Ok(news)
}

fn by_source(news: &[DirectoryRow]) -> Vec<(&str, Vec<&Entry>)> {
    let mut groups: Vec<(&str, Vec<&Entry>)> = Vec::new();
    for row in news {
        match groups.last_mut() {
            Some((source, entries)) if *source == row.source => entries.push(&row.entry),
            _ => groups.push((&row.source, vec![&row.entry])),
        }
    }
    groups
}

/// Conversations of this source that name somebody by number: one pass over them, however many people there are.
fn naming(db: &Connection, source: &str, entries: &[&Entry]) -> Result<Vec<i64>, StoreError> {
    let ids: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    let ids = serde_json::to_string(&ids)?;
    let mut statement = db.prepare(
        "WITH named(id) AS MATERIALIZED (SELECT value FROM json_each(?2)) \
         SELECT id FROM conversation c WHERE source = ?1 AND (agent IN (SELECT id FROM named) \
         OR customer IN (SELECT id FROM named) OR EXISTS(SELECT 1 FROM message m \
         WHERE m.id BETWEEN (c.id << 20) + 1 AND (c.id << 20) | 1048575 AND m.author IN (SELECT id FROM named))) \
         ORDER BY id",
    )?;
    let ids = statement.query_map([source, &ids], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(ids)
}

fn rename(db: &Connection, ids: &[i64], entries: &[&Entry], now: i64) -> Result<u64, StoreError> {
    let find = |id: &str| {
        entries.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok().map(|place| entries[place])
    };
    let indexed_to = meta_number(db, words::INDEXED_TO)?;
    let mut changed = 0;
    for id in ids {
        let Some(old) = rows::load(db, *id)? else { continue };
        let mut whole = old.clone().whole();
        let customer = whole.customer.clone();
        for name in [&mut whole.agent, &mut whole.customer] {
            if let Some(entry) = find(name) {
                entry.who().clone_into(name);
            }
        }
        for message in &mut whole.messages {
            let Some(entry) = find(&message.author) else { continue };
            let by_help_desk = message.role == Role::System || message.role == Role::Bot;
            if let Some(role) = entry.role
                && message.author != customer
                && !by_help_desk
            {
                message.role = role;
            }
            entry.who().clone_into(&mut message.author);
        }
        let taken = take_in::rewrite(db, old, &whole, indexed_to, now)?;
        changed += u64::from(taken == Outcome::Updated);
    }
    Ok(changed)
}

/// Deletes customers of whom nothing was told since `at`; how many that were.
pub(super) fn purge(db: &Connection, at: i64, samples: &mut Samples) -> Result<u64, StoreError> {
    delete(db, OLD, [at], samples)
}

/// These names, and the numbers and addresses under which help desks know the same people: pieces may name them by those.
pub(super) fn known_as(db: &Connection, who: &[String]) -> Result<Vec<String>, StoreError> {
    let mut all = who.to_vec();
    for one in who {
        let rows: Vec<DirectoryRow> = record::all(db, &format!("WHERE {THEM}"), [one.trim()])?;
        for Entry { id, address, .. } in rows.into_iter().map(|row| row.entry) {
            all.extend([id, address].into_iter().filter(|name| !name.is_empty()));
        }
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Deletes whoever has this number, name or address; how many that were.
pub(super) fn erase(db: &Connection, who: &str, samples: &mut Samples) -> Result<u64, StoreError> {
    delete(db, THEM, [who.trim()], samples)
}

fn delete(
    db: &Connection,
    when: &str,
    bound: impl Params + Clone,
    samples: &mut Samples,
) -> Result<u64, StoreError> {
    let gone: Vec<DirectoryRow> = record::all(db, &format!("WHERE {when}"), bound.clone())?;
    for row in &gone {
        samples.take(DirectoryRow::TABLE, &format!("{}{}", row.entry.name, row.entry.address));
    }
    Ok(db.execute(&format!("DELETE FROM directory WHERE {when}"), bound)? as u64)
}
