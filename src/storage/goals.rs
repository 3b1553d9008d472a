//! Goals with every version, the weeks in which a promised activity was done, and values that were typed in.

use jiff::civil::Date;
use rusqlite::Row;
use rusqlite::types::Value;

use super::record::{self, Record, text};
use super::{Store, StoreError};
use crate::both;
use crate::domain::goal::Goal;
use crate::domain::shown::Shown;
use crate::words::Bilingual;

/// One version of a goal.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalRow {
    /// Counted from 1.
    pub version: u32,
    /// The goal; its id names it.
    pub goal: Goal,
    /// When, in microseconds.
    pub at: i64,
    /// Why it was changed; empty for the first.
    pub why: String,
}

/// A week of a promised activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseRow {
    /// The goal's id.
    pub goal: String,
    /// Its Monday.
    pub week: Date,
    /// Done or not done.
    pub done: bool,
    /// When it was said, in microseconds.
    pub at: i64,
}

/// A value that was typed in.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueRow {
    /// The goal's id.
    pub goal: String,
    /// Its Monday.
    pub week: Date,
    /// Of the counter-metric.
    pub counter: bool,
    /// The value.
    pub value: f64,
    /// What it stands on.
    pub n: u64,
    /// Of a rate, how many of n.
    pub hits: Option<u64>,
    /// When it was typed in, in microseconds.
    pub at: i64,
}

fn day(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt(None))
}

impl Record for GoalRow {
    const TABLE: &'static str = "goal";
    const COLUMNS: &'static [&'static str] = &["id", "version", "content", "at", "why"];
    const KEY: usize = 2;

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            text(&self.goal.id),
            i64::from(self.version).into(),
            text(&serde_json::to_string(&self.goal)?),
            self.at.into(),
            text(&self.why),
        ])
    }

    fn read(row: &Row<'_>) -> Result<GoalRow, StoreError> {
        let goal: Goal = serde_json::from_str(&row.get::<_, String>(2)?)?;
        if goal.id != row.get::<_, String>(0)? {
            return Err(StoreError::Corrupt(None));
        }
        Ok(GoalRow { version: row.get(1)?, goal, at: row.get(3)?, why: row.get(4)? })
    }

    fn damaged(_: &str) -> Bilingual {
        Bilingual::fixed("A goal is not as it was written.", "Un objectif n’est plus tel qu’il a été écrit.")
    }
}

impl Record for PromiseRow {
    const TABLE: &'static str = "promise";
    const COLUMNS: &'static [&'static str] = &["goal", "week", "done", "at"];
    const KEY: usize = 2;

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![text(&self.goal), text(&self.week.to_string()), i64::from(self.done).into(), self.at.into()])
    }

    fn read(row: &Row<'_>) -> Result<PromiseRow, StoreError> {
        Ok(PromiseRow {
            goal: row.get(0)?,
            week: day(row.get_ref(1)?.as_str().map_err(|_| StoreError::Corrupt(None))?)?,
            done: row.get(2)?,
            at: row.get(3)?,
        })
    }

    fn damaged(_: &str) -> Bilingual {
        Bilingual::fixed(
            "A week of a promised activity is not as it was written.",
            "Une semaine d’une activité promise n’est plus telle qu’elle a été écrite.",
        )
    }
}

impl Record for ValueRow {
    const TABLE: &'static str = "goal_value";
    const COLUMNS: &'static [&'static str] = &["goal", "week", "counter", "value", "n", "hits", "at"];
    const KEY: usize = 3;

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        Ok(vec![
            text(&self.goal),
            text(&self.week.to_string()),
            i64::from(self.counter).into(),
            self.value.into(),
            whole(self.n).into(),
            self.hits.map(whole).into(),
            self.at.into(),
        ])
    }

    fn read(row: &Row<'_>) -> Result<ValueRow, StoreError> {
        Ok(ValueRow {
            goal: row.get(0)?,
            week: day(row.get_ref(1)?.as_str().map_err(|_| StoreError::Corrupt(None))?)?,
            counter: row.get(2)?,
            value: row.get(3)?,
            n: row.get(4)?,
            hits: row.get(5)?,
            at: row.get(6)?,
        })
    }

    fn damaged(_: &str) -> Bilingual {
        Bilingual::fixed(
            "A value of a goal is not as it was typed in.",
            "Une valeur d’un objectif n’est plus telle qu’elle a été saisie.",
        )
    }
}

impl Store {
    /// Keeps the first version of a goal. `false` where its id is taken, and nothing was kept.
    pub fn add_goal(&mut self, goal: &Goal, at: i64) -> Result<bool, StoreError> {
        self.write(|tx| {
            let known: Option<GoalRow> = record::one(tx, "WHERE id = ?1", [&goal.id])?;
            if known.is_some() {
                return Ok(false);
            }
            record::put(tx, &GoalRow { version: 1, goal: goal.clone(), at, why: String::new() })?;
            Ok(true)
        })
    }

    /// Keeps a new version of a goal; the ones before stay. Returns its number.
    pub fn change_goal(&mut self, goal: &Goal, why: &str, at: i64) -> Result<u32, StoreError> {
        self.write(|tx| {
            let last: Option<GoalRow> =
                record::to_change(tx, "WHERE id = ?1 ORDER BY version DESC LIMIT 1", [&goal.id])?;
            let version = last.ok_or_else(|| no_goal(&goal.id))?.version + 1;
            record::put(tx, &GoalRow { version, goal: goal.clone(), at, why: why.to_owned() })?;
            Ok(version)
        })
    }

    /// The newest version of every goal, by id.
    pub fn goals(&self) -> Result<Vec<GoalRow>, StoreError> {
        self.read(|db| {
            let rest = "WHERE version = (SELECT max(version) FROM goal o WHERE o.id = goal.id) ORDER BY id";
            record::all(db, rest, [])
        })
    }

    /// Every version of a goal, the first one first; empty where there is none.
    pub fn goal_history(&self, id: &str) -> Result<Vec<GoalRow>, StoreError> {
        self.read(|db| record::all(db, "WHERE id = ?1 ORDER BY version", [id]))
    }

    /// Says of a week whether a promised activity was done.
    pub fn mark_promise(&mut self, row: &PromiseRow) -> Result<(), StoreError> {
        self.write(|tx| {
            let _: Option<PromiseRow> =
                record::to_change(tx, "WHERE goal = ?1 AND week = ?2", (&row.goal, row.week.to_string()))?;
            record::put(tx, row)
        })
    }

    /// The weeks of a goal that were marked, in order.
    pub fn promises(&self, goal: &str) -> Result<Vec<PromiseRow>, StoreError> {
        self.read(|db| record::all(db, "WHERE goal = ?1 ORDER BY week", [goal]))
    }

    /// Keeps a value that was typed in; a later one of the same week takes its place.
    pub fn put_goal_value(&mut self, row: &ValueRow) -> Result<(), StoreError> {
        self.write(|tx| {
            let _: Option<ValueRow> = record::to_change(
                tx,
                "WHERE goal = ?1 AND week = ?2 AND counter = ?3",
                (&row.goal, row.week.to_string(), row.counter),
            )?;
            record::put(tx, row)
        })
    }

    /// The values of a goal that were typed in, in order.
    pub fn goal_values(&self, goal: &str) -> Result<Vec<ValueRow>, StoreError> {
        self.read(|db| record::all(db, "WHERE goal = ?1 ORDER BY week, counter", [goal]))
    }
}

fn no_goal(id: &str) -> StoreError {
    let id = Shown::short(id, 64);
    StoreError::NotFound(both!("There is no goal `{id}`.", "Il n’y a pas d’objectif «\u{202f}{id}\u{202f}»."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn named(id: &str) -> Goal {
        Goal { id: id.to_owned(), ..Goal::default() }
    }

    #[test]
    fn versions_stay() {
        let mut store = Store::memory().unwrap();
        assert!(store.add_goal(&named("a"), 1).unwrap());
        assert!(store.add_goal(&named("b"), 1).unwrap());
        assert!(!store.add_goal(&named("a"), 2).unwrap(), "the id is taken");
        let mut moved = named("a");
        moved.specific.owner = "Marc".to_owned();
        assert_eq!(store.change_goal(&moved, "Léa has left", 3).unwrap(), 2);
        assert!(matches!(store.change_goal(&named("c"), "why", 3), Err(StoreError::NotFound(_))));
        let newest = store.goals().unwrap();
        assert_eq!(
            newest.iter().map(|row| (row.goal.id.as_str(), row.version)).collect::<Vec<_>>(),
            [("a", 2), ("b", 1)]
        );
        let history = store.goal_history("a").unwrap();
        assert_eq!((history[0].goal.specific.owner.as_str(), history[1].why.as_str()), ("", "Léa has left"));
        assert_eq!(store.goal_history("z").unwrap(), []);
    }

    #[test]
    fn weeks_and_values() {
        let mut store = Store::memory().unwrap();
        let week = date(2026, 11, 16);
        let mut promise = PromiseRow { goal: "a".to_owned(), week, done: false, at: 1 };
        store.mark_promise(&promise).unwrap();
        promise.done = true;
        store.mark_promise(&promise).unwrap();
        assert_eq!(store.promises("a").unwrap(), [promise]);
        let value =
            ValueRow { goal: "a".to_owned(), week, counter: false, value: 74.5, n: 60, hits: None, at: 1 };
        let counter = ValueRow { counter: true, value: 71.0, ..value.clone() };
        store.put_goal_value(&value).unwrap();
        store.put_goal_value(&counter).unwrap();
        assert_eq!(store.goal_values("a").unwrap(), [value, counter]);
        assert_eq!(store.check().unwrap(), []);
    }

    #[test]
    fn a_changed_bit_is_found() {
        let mut store = Store::memory().unwrap();
        store.add_goal(&named("a"), 1).unwrap();
        let week = date(2026, 11, 16);
        store.mark_promise(&PromiseRow { goal: "a".to_owned(), week, done: false, at: 1 }).unwrap();
        let value =
            ValueRow { goal: "a".to_owned(), week, counter: false, value: 74.5, n: 60, hits: None, at: 1 };
        store.put_goal_value(&value).unwrap();
        for change in
            ["UPDATE goal SET why = 'x'", "UPDATE promise SET done = 1", "UPDATE goal_value SET n = 61"]
        {
            store.db.execute(change, []).unwrap();
        }
        assert_eq!(store.check().unwrap().iter().filter(|finding| finding.damage).count(), 3);
        let again = PromiseRow { goal: "a".to_owned(), week, done: false, at: 2 };
        assert!(store.mark_promise(&again).is_err(), "damage is not signed");
    }
}
