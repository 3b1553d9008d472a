//! Figures that no conversation can say, typed in by hand.

use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Row, params};

use super::record::{self, Record, text};
use super::{Store, StoreError};
use crate::words::Bilingual;

/// A figure that was typed in.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedRow {
    /// The metric's id.
    pub metric: String,
    /// The first day.
    pub first: Date,
    /// The last day, included.
    pub last: Date,
    /// The channel; empty is all.
    pub channel: String,
    /// The figure in the metric's unit.
    pub value: f64,
    /// What it stands on, where that is known.
    pub n: Option<u64>,
    /// Where it comes from; may be empty.
    pub note: String,
    /// When it was typed in, in microseconds.
    pub at: i64,
}

impl Record for TypedRow {
    const TABLE: &'static str = "typed";
    const COLUMNS: &'static [&'static str] =
        &["metric", "first", "last", "scope", "value", "n", "note", "at"];
    const KEY: usize = 4;

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            text(&self.metric),
            text(&self.first.to_string()),
            text(&self.last.to_string()),
            text(&self.channel),
            self.value.into(),
            self.n.and_then(|n| i64::try_from(n).ok()).into(),
            text(&self.note),
            self.at.into(),
        ])
    }

    fn read(row: &Row<'_>) -> Result<TypedRow, StoreError> {
        let day = |text: String| text.parse::<Date>().map_err(|_| StoreError::Corrupt(None));
        let n = row.get::<_, Option<i64>>(5)?.map(u64::try_from).transpose();
        Ok(TypedRow {
            metric: row.get(0)?,
            first: day(row.get(1)?)?,
            last: day(row.get(2)?)?,
            channel: row.get(3)?,
            value: row.get(4)?,
            n: n.map_err(|_| StoreError::Corrupt(None))?,
            note: row.get(6)?,
            at: row.get(7)?,
        })
    }

    fn damaged(_: &str) -> Bilingual {
        Bilingual::fixed(
            "A figure that was typed in is not as it was typed.",
            "Un chiffre saisi à la main n’est plus tel qu’il a été saisi.",
        )
    }
}

impl Store {
    /// Keeps a figure; one of the same metric, days and channel gives way to it.
    pub fn keep_typed(&mut self, row: &TypedRow) -> Result<(), StoreError> {
        self.write(|tx| record::put(tx, row))
    }

    /// Takes a figure back; whether there was one.
    pub fn drop_typed(
        &mut self,
        metric: &str,
        first: Date,
        last: Date,
        channel: &str,
    ) -> Result<bool, StoreError> {
        self.write(|tx| {
            let sql = "DELETE FROM typed WHERE metric = ?1 AND first = ?2 AND last = ?3 AND scope = ?4";
            Ok(tx.execute(sql, params![metric, first.to_string(), last.to_string(), channel])? > 0)
        })
    }

    /// All figures that were typed in, the newest period first.
    pub fn typed(&self) -> Result<Vec<TypedRow>, StoreError> {
        self.read(|db| record::all(db, "ORDER BY last DESC, first DESC, metric, scope", []))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_same_days_again_replace_and_damage_is_found() {
        let mut store = Store::memory().unwrap();
        let mut row = TypedRow {
            metric: "occupancy".into(),
            first: date(2026, 11, 9),
            last: date(2026, 11, 15),
            channel: "chat".into(),
            value: 0.81,
            n: None,
            note: "switchboard".into(),
            at: 5,
        };
        store.keep_typed(&row).unwrap();
        row.value = 0.78;
        row.n = Some(40);
        store.keep_typed(&row).unwrap();
        assert_eq!(store.typed().unwrap(), [row.clone()]);
        assert!(store.check().unwrap().is_empty());
        store.write(|tx| Ok(tx.execute("UPDATE typed SET value = 0.99", [])?)).unwrap();
        assert_eq!(store.check().unwrap().len(), 1);
        assert!(store.drop_typed("occupancy", row.first, row.last, "chat").unwrap());
        assert!(!store.drop_typed("occupancy", row.first, row.last, "chat").unwrap());
    }
}
