//! Rows of the tables since version 1.1. Each carries a digest over all its other columns, so that the full check finds
//! one flipped bit; and nothing is written over a row that was damaged, which would sign the damage.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Params, Row, params_from_iter};

use super::StoreError;
use crate::domain::digest::{Digest, Hasher};
use crate::words::Bilingual;

/// A row of one table.
pub(super) trait Record: Sized {
    const TABLE: &'static str;
    /// Every column but `digest`, in the order that the digest takes them.
    const COLUMNS: &'static [&'static str];
    /// How many columns, from the first on, name the row.
    const KEY: usize = 1;

    /// In the order of the columns.
    fn values(&self) -> Result<Vec<Value>, StoreError>;

    fn read(row: &Row<'_>) -> Result<Self, StoreError>;

    /// What the check says of a damaged one; `name` is its first column, never content.
    fn damaged(name: &str) -> Bilingual;
}

/// Writes a row, over the old one if there is one with its name.
pub(super) fn put<R: Record>(db: &Connection, record: &R) -> Result<(), StoreError> {
    let mut values = record.values()?;
    let digest = digest(R::TABLE, values.iter().map(ValueRef::from));
    values.push(Value::Blob(digest.0.to_vec()));
    let places: Vec<String> = (1..=values.len()).map(|place| format!("?{place}")).collect();
    let fresh: Vec<String> = R::COLUMNS[R::KEY..]
        .iter()
        .chain(&["digest"])
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    let sql = format!(
        "INSERT INTO {}({}, digest) VALUES({}) ON CONFLICT({}) DO UPDATE SET {}",
        R::TABLE,
        R::COLUMNS.join(", "),
        places.join(", "),
        R::COLUMNS[..R::KEY].join(", "),
        fresh.join(", ")
    );
    db.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(())
}

/// The rows that `rest` (a condition, an order) gives.
pub(super) fn all<R: Record>(db: &Connection, rest: &str, bound: impl Params) -> Result<Vec<R>, StoreError> {
    let mut statement = db.prepare_cached(&select::<R>(rest))?;
    let mut rows = statement.query(bound)?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(R::read(row)?);
    }
    Ok(records)
}

/// The first row that `rest` gives.
pub(super) fn one<R: Record>(
    db: &Connection,
    rest: &str,
    bound: impl Params,
) -> Result<Option<R>, StoreError> {
    let mut statement = db.prepare_cached(&select::<R>(rest))?;
    let mut rows = statement.query(bound)?;
    rows.next()?.map(R::read).transpose()
}

/// The row that `rest` gives, about to be changed: damage in it is an error.
pub(super) fn to_change<R: Record>(
    db: &Connection,
    rest: &str,
    bound: impl Params,
) -> Result<Option<R>, StoreError> {
    let mut statement = db.prepare_cached(&select::<R>(rest))?;
    let mut rows = statement.query(bound)?;
    match rows.next()? {
        Some(row) if !intact::<R>(row)? => Err(StoreError::Corrupt(None)),
        row => row.map(R::read).transpose(),
    }
}

/// Hands the check the name and the key of every row that is not as it was written.
pub(super) fn each_damaged<R: Record>(
    db: &Connection,
    tell: &mut dyn FnMut(&str, Vec<Value>),
) -> Result<(), StoreError> {
    let mut statement = db.prepare(&select::<R>("NOT INDEXED"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if !intact::<R>(row)? || R::read(row).is_err() {
            let key = (0..R::KEY).map(|at| row.get(at)).collect::<Result<Vec<Value>, _>>()?;
            tell(&name(row.get_ref(0)?), key);
        }
    }
    Ok(())
}

fn select<R: Record>(rest: &str) -> String {
    format!("SELECT {}, digest FROM {} {rest}", R::COLUMNS.join(", "), R::TABLE)
}

fn intact<R: Record>(row: &Row<'_>) -> Result<bool, StoreError> {
    let count = R::COLUMNS.len();
    let values = (0..count).map(|at| row.get_ref(at)).collect::<Result<Vec<_>, _>>()?;
    let seen = digest(R::TABLE, values.into_iter());
    Ok(row.get_ref(count)?.as_blob() == Ok(seen.0.as_slice()))
}

pub(super) fn digest<'a>(table: &str, values: impl Iterator<Item = ValueRef<'a>>) -> Digest {
    let mut h = Hasher::new("aplomb/row/v1");
    h.part(table.as_bytes());
    for value in values {
        // The kind first: nothing, a number and a text may have the same bytes.
        match value {
            ValueRef::Null => h.part(b"null"),
            ValueRef::Integer(number) => {
                h.part(b"integer");
                h.number(number);
            }
            ValueRef::Real(number) => {
                h.part(b"real");
                h.part(&number.to_le_bytes());
            }
            ValueRef::Text(text) => {
                h.part(b"text");
                h.part(text);
            }
            ValueRef::Blob(bytes) => {
                h.part(b"blob");
                h.part(bytes);
            }
        }
    }
    h.finish()
}

/// The first six hexadecimal characters, as people see names that travel.
fn name(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Blob(bytes) => bytes.iter().take(3).map(|byte| format!("{byte:02x}")).collect(),
        _ => "?".to_owned(),
    }
}

/// The words that a column may hold.
pub(super) type Words<T> = &'static [(T, &'static str)];

pub(super) fn word<T: PartialEq>(words: Words<T>, value: T) -> Value {
    let word = words.iter().find(|(known, _)| *known == value).map(|(_, word)| *word);
    Value::Text(word.unwrap_or_default().to_owned())
}

pub(super) fn from_word<T: Copy>(words: Words<T>, text: &str) -> Result<T, StoreError> {
    words.iter().find(|(_, word)| *word == text).map(|(known, _)| *known).ok_or(StoreError::Corrupt(None))
}

pub(super) fn blob(bytes: &[u8]) -> Value {
    Value::Blob(bytes.to_vec())
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}
