//! Which table a row of a page belongs to, told by its shape: pages name no table, and the pages above them, which do, may
//! be gone.

use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};

use super::super::StoreError;
use super::super::pages::RawRow;
use super::super::record;

/// A table of the store, as its rows look in a page.
pub(super) struct Table {
    pub(super) name: String,
    /// Whole indexes of a table with row numbers: they name rows that may be lost.
    pub(super) indexes: Vec<String>,
    /// The columns that name a row.
    pub(super) key: Vec<String>,
    /// Takes the row's number first, where it has one.
    pub(super) insert: String,
    columns: Vec<Column>,
    numbered: bool,
}

struct Column {
    kind: Kind,
    required: bool,
    /// Stands for the row's number, and holds nothing in the page.
    number: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Integer,
    Real,
    Text,
    Blob,
}

/// The tables of a store, those that the index of words is made of left out: it is made anew.
pub(super) fn of(db: &Connection) -> Result<Vec<Table>, StoreError> {
    let mut statement = db.prepare(
        "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 1 \
         AND name NOT LIKE 'sqlite_%'",
    )?;
    let names = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)))?;
    names
        .map(|row| row.map_err(StoreError::from).and_then(|(name, unnumbered)| table(db, name, !unnumbered)))
        .collect()
}

fn table(db: &Connection, name: String, numbered: bool) -> Result<Table, StoreError> {
    let mut statement =
        db.prepare("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let mut rows = statement.query([&name])?;
    let (mut columns, mut names, mut key) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let (column, kind): (String, String) = (row.get(0)?, row.get(1)?);
        let kind = match kind.as_str() {
            "INTEGER" => Kind::Integer,
            "REAL" => Kind::Real,
            "TEXT" => Kind::Text,
            _ => Kind::Blob,
        };
        let number = numbered && kind == Kind::Integer && row.get::<_, i64>(3)? == 1;
        if !numbered && row.get::<_, i64>(3)? > 0 {
            key.push(column.clone());
        }
        columns.push(Column { kind, required: row.get(2)?, number });
        names.push(column);
    }
    let mut indexes = Vec::new();
    if numbered {
        let mut statement = db.prepare("SELECT name FROM pragma_index_list(?1) WHERE partial = 0")?;
        indexes = statement.query_map([&name], |row| row.get(0))?.collect::<Result<_, _>>()?;
        // One column is the number itself.
        names = names
            .into_iter()
            .zip(&columns)
            .filter(|(_, column)| !column.number)
            .map(|(name, _)| name)
            .collect();
        names.insert(0, "rowid".to_owned());
        key.push("rowid".to_owned());
    }
    let places: Vec<String> = (1..=names.len()).map(|place| format!("?{place}")).collect();
    let insert =
        format!("INSERT OR IGNORE INTO \"{name}\"({}) VALUES({})", names.join(", "), places.join(", "));
    Ok(Table { name, indexes, key, insert, columns, numbered })
}

impl Table {
    /// The row's values as [`Table::insert`] takes them, if it looks like one of this table.
    pub(super) fn fits(&self, row: &RawRow) -> Option<Vec<Value>> {
        if row.number.is_some() != self.numbered || row.values.len() != self.columns.len() {
            return None;
        }
        let mut values: Vec<Value> = row.number.map(Value::Integer).into_iter().collect();
        for (column, value) in self.columns.iter().zip(&row.values) {
            match (column.kind, value) {
                (_, Value::Null) if column.number => continue,
                _ if column.number => return None,
                (_, Value::Null) if !column.required => {}
                (Kind::Integer, Value::Integer(_))
                | (Kind::Text, Value::Text(_))
                | (Kind::Blob, Value::Blob(_))
                // A whole number takes less room, and is stored as one.
                | (Kind::Real, Value::Real(_) | Value::Integer(_)) => {}
                _ => return None,
            }
            values.push(value.clone());
        }
        Some(values)
    }

    /// Whether the last of these values is the digest that records of this table carry.
    pub(super) fn is_signed(&self, values: &[Value]) -> bool {
        let values =
            &values[usize::from(self.numbered && !self.columns.iter().any(|column| column.number))..];
        let Some((Value::Blob(digest), rest)) = values.split_last() else { return false };
        let seen = record::digest(&self.name, rest.iter().map(ValueRef::from));
        digest.as_slice() == seen.0.as_slice()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Store;
    use super::*;

    /// Rows are told by their shape: of two tables whose rows look alike, the digest must know.
    #[test]
    fn no_two_tables_look_alike_but_those_that_are_signed() {
        let store = Store::memory().unwrap();
        let tables = of(&store.db).unwrap();
        assert!(tables.len() > 20, "{}", tables.len());
        let stored = |table: &Table| -> Vec<Option<Kind>> {
            table.columns.iter().map(|column| (!column.number).then_some(column.kind)).collect()
        };
        // A whole number in a column of reals is stored as one.
        let alike = |a: Option<Kind>, b: Option<Kind>| {
            a == b
                || matches!(
                    (a, b),
                    (Some(Kind::Real), Some(Kind::Integer)) | (Some(Kind::Integer), Some(Kind::Real))
                )
        };
        for (n, a) in tables.iter().enumerate() {
            for b in &tables[n + 1..] {
                let (x, y) = (stored(a), stored(b));
                let same = a.numbered == b.numbered
                    && x.len() == y.len()
                    && x.iter().zip(&y).all(|(x, y)| alike(*x, *y));
                let digests = |table: &Table| {
                    let sql =
                        format!("SELECT name FROM pragma_table_info('{}') ORDER BY cid DESC", table.name);
                    store.db.query_row(&sql, [], |row| row.get::<_, String>(0)).unwrap() == "digest"
                };
                assert!(!same || (digests(a) && digests(b)), "{} and {}", a.name, b.name);
            }
        }
    }
}
