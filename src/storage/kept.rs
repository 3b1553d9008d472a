//! Metrics of weeks whose conversations are deleted, in part or all: counts and sums. Such a week is frozen: its figures
//! were worked out from everything that was there before the first of its conversations went, and are neither worked out
//! again nor written over.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::record::{self, Record, text};
use super::{Store, StoreError};
use crate::domain::kept::KeptFigure;
use crate::words::Bilingual;

/// One metric of one week and one channel.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptRow {
    /// The metric's id.
    pub metric: String,
    /// The week's Monday.
    pub week: Date,
    /// The channel; empty is all together.
    pub channel: String,
    /// The sums.
    pub figure: KeptFigure,
    /// When it was worked out, in microseconds.
    pub at: i64,
}

impl Record for KeptRow {
    const TABLE: &'static str = "kept";
    const COLUMNS: &'static [&'static str] = &["metric", "week", "channel", "figure", "at"];
    const KEY: usize = 3;

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            text(&self.metric),
            text(&self.week.to_string()),
            text(&self.channel),
            text(&serde_json::to_string(&self.figure)?),
            self.at.into(),
        ])
    }

    fn read(row: &Row<'_>) -> Result<KeptRow, StoreError> {
        let (week, figure): (String, String) = (row.get(1)?, row.get(3)?);
        Ok(KeptRow {
            metric: row.get(0)?,
            week: week.parse().map_err(|_| StoreError::Corrupt(None))?,
            channel: row.get(2)?,
            figure: serde_json::from_str(&figure)?,
            at: row.get(4)?,
        })
    }

    fn damaged(_: &str) -> Bilingual {
        Bilingual::fixed(
            "A week’s kept figure is not as it was written.",
            "Le chiffre gardé d’une semaine n’est plus tel qu’il a été écrit.",
        )
    }
}

/// The row that every frozen week has: how many conversations began in it.
pub(super) const VOLUME: &str = "conversations";

impl Store {
    /// Freezes weeks with their figures, in one transaction. A week that is frozen already is left as it is, and so are
    /// rows of weeks that are not named. `volumes` holds, for each week, how many conversations began in it.
    pub fn freeze_weeks(
        &mut self,
        volumes: &[(Date, u64)],
        rows: &[KeptRow],
        at: i64,
    ) -> Result<(), StoreError> {
        self.write(|tx| {
            let frozen = frozen(tx)?;
            for (week, n) in volumes.iter().filter(|(week, _)| !frozen.contains(week)) {
                let figure = KeptFigure { n: *n, ..KeptFigure::default() };
                let (metric, channel) = (VOLUME.to_owned(), String::new());
                record::put(tx, &KeptRow { metric, week: *week, channel, figure, at })?;
                for row in rows.iter().filter(|row| row.week == *week) {
                    record::put(tx, row)?;
                }
            }
            Ok(())
        })
    }

    /// The weeks whose figures are kept and must not be worked out anew, by their Mondays.
    pub fn frozen_weeks(&self) -> Result<BTreeSet<Date>, StoreError> {
        self.read(frozen)
    }

    /// The kept figures of a metric, or of all, by metric, week and channel.
    pub fn kept(&self, metric: Option<&str>) -> Result<Vec<KeptRow>, StoreError> {
        self.read(|db| match metric {
            Some(metric) => record::all(db, "WHERE metric = ?1 ORDER BY metric, week, channel", [metric]),
            None => record::all(db, "ORDER BY metric, week, channel", []),
        })
    }
}

fn frozen(db: &Connection) -> Result<BTreeSet<Date>, StoreError> {
    let mut statement = db.prepare_cached("SELECT DISTINCT week FROM kept")?;
    let mut rows = statement.query([])?;
    let mut weeks = BTreeSet::new();
    while let Some(row) = rows.next()? {
        weeks.insert(row.get::<_, String>(0)?.parse().map_err(|_| StoreError::Corrupt(None))?);
    }
    Ok(weeks)
}
