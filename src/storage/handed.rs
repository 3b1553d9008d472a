//! What agents handed to the lead, one row a submission, its reviews packed. Worked out from what was said (`fact`), in
//! the same transaction; a withdrawn submission has no row, whichever of the two came first.

use std::ops::ControlFlow;

use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Row, params};

use super::record::{self, Record, blob, text};
use super::said::FactRow;
use super::{Store, StoreError};
use crate::both;
use crate::domain::names::{BundleId, PersonId};
use crate::words::Bilingual;

/// A submission as figures read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// All but the reviews.
    pub part: HandedPart,
    /// The reviews, packed as `domain::team::pack` does it.
    pub reviews: Vec<u8>,
    /// Remarks that the agent chose to hand over: the review's place, the item, the text.
    pub remarks: Vec<(u32, String, String)>,
}

/// A submission without its reviews.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedPart {
    /// The submission's name.
    pub id: BundleId,
    /// Whose it is.
    pub agent: PersonId,
    /// When it was taken in, in microseconds.
    pub at: i64,
    /// The day it was made.
    pub made: Date,
    /// The first day of its period; `None` is from the beginning.
    pub first: Option<Date>,
    /// The last day of its period.
    pub last: Date,
    /// Conversations drawn in the period.
    pub drawn: u32,
    /// The store's numbers of the checklists, in the order that the reviews name them by place, each with its reviews of
    /// drawn conversations.
    pub checklists: Vec<(i64, u32)>,
    /// The channels, in the order that the reviews name them by place.
    pub channels: Vec<String>,
    /// Reviews in it.
    pub count: u32,
}

/// A submission that was said and has no row: from before there were rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untaken {
    /// Whose it is.
    pub agent: PersonId,
    /// When it was taken in, in microseconds.
    pub at: i64,
    /// What was said.
    pub body: String,
}

const PART: &str = "id, agent, at, made, first, last, drawn, checklists, channels, count";

impl Record for Handed {
    const TABLE: &'static str = "handed";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "agent",
        "at",
        "made",
        "first",
        "last",
        "drawn",
        "checklists",
        "channels",
        "count",
        "remarks",
        "reviews",
    ];

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        let part = &self.part;
        Ok(vec![
            blob(&part.id.0),
            blob(&part.agent.0),
            part.at.into(),
            text(&part.made.to_string()),
            part.first.map(|day| day.to_string()).into(),
            text(&part.last.to_string()),
            part.drawn.into(),
            text(&serde_json::to_string(&part.checklists)?),
            text(&serde_json::to_string(&part.channels)?),
            part.count.into(),
            text(&serde_json::to_string(&self.remarks)?),
            Value::Blob(self.reviews.clone()),
        ])
    }

    fn read(row: &Row<'_>) -> Result<Handed, StoreError> {
        Ok(Handed {
            part: part(row)?,
            remarks: serde_json::from_str(&row.get::<_, String>(10)?)?,
            reviews: row.get(11)?,
        })
    }

    fn damaged(name: &str) -> Bilingual {
        both!(
            "Submission {name} that was taken in is not as it was kept.",
            "La remise {name} reçue n’est plus telle qu’elle a été gardée."
        )
    }
}

fn part(row: &Row<'_>) -> Result<HandedPart, StoreError> {
    let day = |text: &str| text.parse::<Date>().map_err(|_| StoreError::Corrupt(None));
    let words = |at: usize| row.get_ref(at)?.as_str().map_err(|_| StoreError::Corrupt(None));
    let first = row.get::<_, Option<String>>(4)?;
    Ok(HandedPart {
        id: BundleId(row.get(0)?),
        agent: PersonId(row.get(1)?),
        at: row.get(2)?,
        made: day(words(3)?)?,
        first: first.as_deref().map(day).transpose()?,
        last: day(words(5)?)?,
        drawn: row.get(6)?,
        checklists: serde_json::from_str(words(7)?)?,
        channels: serde_json::from_str(words(8)?)?,
        count: row.get(9)?,
    })
}

impl Store {
    /// Keeps a submission for the figures. `false` where it is there already, or its author has withdrawn it.
    pub fn add_handed(&mut self, handed: &Handed) -> Result<bool, StoreError> {
        self.write(|tx| {
            let (id, agent) = (handed.part.id.0, handed.part.agent.0);
            let known = tx.prepare_cached("SELECT 1 FROM handed WHERE id = ?1")?.exists([id])?;
            let withdrawn = tx
                .prepare_cached(
                    "SELECT 1 FROM fact WHERE word = 'withdrawal' AND exchange = ?1 AND author = ?2",
                )?
                .exists(params![id, agent])?;
            if known || withdrawn {
                return Ok(false);
            }
            record::put(tx, handed)?;
            Ok(true)
        })
    }

    /// A submission that its author has withdrawn, before it came or after, leaves with everything that it said: nobody
    /// else's word counts. That it was there stays known, so that the same file again brings nothing back.
    pub fn let_go(&mut self, id: BundleId, agent: PersonId) -> Result<bool, StoreError> {
        self.write(|tx| {
            let facts: Vec<FactRow> =
                record::all(tx, "WHERE exchange = ?1 AND author = ?2", params![id.0, agent.0])?;
            if !facts.iter().any(|fact| fact.word == "withdrawal") {
                return Ok(false);
            }
            for fact in facts.into_iter().filter(|fact| fact.word == "submission") {
                record::put(tx, &FactRow { body: String::new(), ..fact })?;
            }
            let mut gone = tx.prepare_cached("DELETE FROM handed WHERE id = ?1 AND agent = ?2")?;
            gone.execute(params![id.0, agent.0])?;
            Ok(true)
        })
    }

    /// Submissions that stand without a row: an earlier version of the program took them in.
    pub fn untaken(&self) -> Result<Vec<Untaken>, StoreError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT author, at, body FROM fact f WHERE word = 'submission' AND mine = 0 \
                 AND NOT EXISTS(SELECT 1 FROM handed h WHERE h.id = f.exchange) \
                 AND NOT EXISTS(SELECT 1 FROM fact w WHERE w.word = 'withdrawal' AND w.exchange = f.exchange \
                 AND w.author = f.author) ORDER BY at, signed",
            )?;
            let mut rows = statement.query([])?;
            let mut untaken = Vec::new();
            while let Some(row) = rows.next()? {
                untaken.push(Untaken { agent: PersonId(row.get(0)?), at: row.get(1)?, body: row.get(2)? });
            }
            Ok(untaken)
        })
    }

    /// Submissions that stand, without their reviews: agent after agent, the newest first.
    pub fn handed(&self) -> Result<Vec<HandedPart>, StoreError> {
        self.read(|db| {
            let order = "ORDER BY agent, made DESC, at DESC, id";
            let mut statement = db.prepare_cached(&format!("SELECT {PART} FROM handed {order}"))?;
            let mut rows = statement.query([])?;
            let mut parts = Vec::new();
            while let Some(row) = rows.next()? {
                parts.push(part(row)?);
            }
            Ok(parts)
        })
    }

    /// Hands over every submission that stands with its packed reviews, in the order of [`Store::handed`]. The bytes are
    /// lent from row to row: nothing is kept.
    pub fn each_handed(
        &self,
        f: &mut dyn FnMut(BundleId, &[u8]) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT id, reviews FROM handed INDEXED BY handed_order ORDER BY agent, made DESC, at DESC, id",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let reviews = row.get_ref(1)?.as_blob().map_err(|_| StoreError::Corrupt(None))?;
                if f(BundleId(row.get(0)?), reviews).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }
}
