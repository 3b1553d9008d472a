//! What I handed to the lead, and how it is taken back.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::record::{self, Record, blob, text};
use super::{Store, StoreError, reviews};
use crate::both;
use crate::domain::names::{BundleId, PersonId};
use crate::domain::review::State;
use crate::words::Bilingual;

/// A submission that I made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmissionRow {
    /// Its name.
    pub id: BundleId,
    /// When, in microseconds.
    pub made_at: i64,
    /// The first day of the period; `None` is from the beginning.
    pub from: Option<Date>,
    /// The last day of the period.
    pub until: Date,
    /// The lead.
    pub to: PersonId,
    /// The store's numbers of the reviews.
    pub reviews: Vec<i64>,
    /// The bundle that it travels in.
    pub bundle: BundleId,
    /// When it was taken back.
    pub withdrawn_at: Option<i64>,
}

/// With the state of each review before it.
pub(super) struct Submitted {
    row: SubmissionRow,
    before: Vec<(i64, State)>,
}

impl Record for Submitted {
    const TABLE: &'static str = "submission";
    const COLUMNS: &'static [&'static str] =
        &["id", "made_at", "first", "last", "person", "bundle", "reviews", "withdrawn_at"];

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        let row = &self.row;
        Ok(vec![
            blob(&row.id.0),
            row.made_at.into(),
            row.from.map(|day| day.to_string()).into(),
            text(&row.until.to_string()),
            blob(&row.to.0),
            blob(&row.bundle.0),
            text(&serde_json::to_string(&self.before)?),
            row.withdrawn_at.into(),
        ])
    }

    fn read(row: &Row<'_>) -> Result<Submitted, StoreError> {
        let day = |text: String| text.parse::<Date>().map_err(|_| StoreError::Corrupt(None));
        let before: Vec<(i64, State)> = serde_json::from_str(&row.get::<_, String>(6)?)?;
        let row = SubmissionRow {
            id: BundleId(row.get(0)?),
            made_at: row.get(1)?,
            from: row.get::<_, Option<String>>(2)?.map(day).transpose()?,
            until: day(row.get(3)?)?,
            to: PersonId(row.get(4)?),
            bundle: BundleId(row.get(5)?),
            reviews: before.iter().map(|(review, _)| *review).collect(),
            withdrawn_at: row.get(7)?,
        };
        Ok(Submitted { row, before })
    }

    fn damaged(name: &str) -> Bilingual {
        both!(
            "Submission {name} is not as it was made.",
            "La remise {name} n’est plus telle qu’elle a été faite."
        )
    }
}

impl Store {
    /// Keeps a submission; its reviews are submitted from now on. `false` where it is known already.
    pub fn add_submission(&mut self, new: &SubmissionRow) -> Result<bool, StoreError> {
        self.write(|tx| {
            let earlier: Vec<Submitted> = record::all(tx, "ORDER BY made_at DESC, id", [])?;
            if earlier.iter().any(|known| known.row.id == new.id) {
                return Ok(false);
            }
            if !tx.prepare_cached("SELECT 1 FROM person WHERE id = ?1")?.exists([new.to.0])? {
                return Err(StoreError::no_person(new.to));
            }
            let mut before: Vec<(i64, State)> = Vec::new();
            for id in &new.reviews {
                let was = reviews::find(tx, *id)?.ok_or_else(|| StoreError::no_review(*id))?.state;
                // Handed over before: what counts is the state that it had then.
                let was = match was {
                    State::Submitted => standing_in(&earlier, *id).unwrap_or(State::Sealed),
                    state => state,
                };
                reviews::set_state(tx, *id, State::Submitted, new.made_at)?;
                before.push((*id, was));
            }
            record::put(tx, &Submitted { row: new.clone(), before })?;
            Ok(true)
        })
    }

    /// All submissions, withdrawn ones included, the newest first.
    pub fn submissions(&self) -> Result<Vec<SubmissionRow>, StoreError> {
        self.read(|db| {
            let all: Vec<Submitted> = record::all(db, "ORDER BY made_at DESC, id", [])?;
            Ok(all.into_iter().map(|submitted| submitted.row).collect())
        })
    }

    /// Takes a submission back: its reviews are again what they were, unless another submission holds them too.
    pub fn withdraw_submission(&mut self, id: BundleId, at: i64) -> Result<(), StoreError> {
        self.write(|tx| {
            let found = record::to_change(tx, "WHERE id = ?1", [id.0])?;
            let mut taken_back: Submitted = found.ok_or_else(|| {
                let id = id.short();
                StoreError::NotFound(both!("There is no submission {id}.", "Il n’y a pas de remise {id}."))
            })?;
            if taken_back.row.withdrawn_at.is_some() {
                return Ok(());
            }
            taken_back.row.withdrawn_at = Some(at);
            record::put(tx, &taken_back)?;
            give_back(tx, &taken_back.before, at)
        })
    }
}

/// Takes deleted reviews out of every submission that names them: their numbers may name others later.
pub(super) fn forget_reviews(db: &Connection, gone: &BTreeSet<i64>) -> Result<(), StoreError> {
    for mut submitted in record::all::<Submitted>(db, "", [])? {
        if submitted.before.iter().any(|(review, _)| gone.contains(review)) {
            submitted.before.retain(|(review, _)| !gone.contains(review));
            record::put(db, &submitted)?;
        }
    }
    Ok(())
}

fn give_back(db: &Connection, before: &[(i64, State)], at: i64) -> Result<(), StoreError> {
    let others: Vec<Submitted> = record::all(db, "", [])?;
    for (id, state) in before {
        // One that was deleted since has nothing to go back to.
        let Some(now) = reviews::find(db, *id)?.map(|review| review.state) else { continue };
        if now == State::Submitted && standing_in(&others, *id).is_none() {
            reviews::set_state(db, *id, *state, at)?;
        }
    }
    Ok(())
}

/// The state that a review had before a submission that was not withdrawn.
fn standing_in(submissions: &[Submitted], review: i64) -> Option<State> {
    submissions
        .iter()
        .filter(|submitted| submitted.row.withdrawn_at.is_none())
        .flat_map(|submitted| &submitted.before)
        .find(|(id, _)| *id == review)
        .map(|(_, state)| *state)
}
