//! Draws: which conversations a seed picked, out of how many, and with what chance.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::{Store, StoreError, agents, exchanges, listing, rows};
use crate::domain::digest::Digest;
use crate::domain::fold::fold;

/// A part of the pool that was drawn from by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stratum {
    /// What its conversations have in common.
    pub name: String,
    /// How many were drawn.
    pub drawn: u64,
    /// Out of how many.
    pub of: u64,
}

/// One conversation of a draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pick {
    /// The store's number.
    pub conversation: i64,
    /// The place of its stratum in [`Draw::strata`].
    pub stratum: usize,
    /// The chance that it had of being drawn.
    pub share: f64,
}

/// A draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// The store's number; 0 before it is kept.
    pub id: i64,
    /// When, in microseconds.
    pub at: i64,
    /// The seed, so that anyone can draw it again.
    pub seed: u64,
    /// The rule, in words that the program can read again.
    pub rule: String,
    /// Conversations that could be drawn.
    pub pool: u64,
    /// The strata.
    pub strata: Vec<Stratum>,
    /// The conversations, in the order drawn.
    pub picks: Vec<Pick>,
}

impl Draw {
    /// What the check recomputes.
    pub(super) fn digest(&self) -> Result<Digest, StoreError> {
        let mut picks = Vec::with_capacity(self.picks.len() * 24);
        for pick in &self.picks {
            picks.extend_from_slice(&pick.conversation.to_le_bytes());
            picks.extend_from_slice(&(pick.stratum as u64).to_le_bytes());
            picks.extend_from_slice(&pick.share.to_le_bytes());
        }
        let numbers = [self.at.to_le_bytes(), self.seed.to_le_bytes(), self.pool.to_le_bytes()].concat();
        let strata = serde_json::to_string(&self.strata)?;
        Ok(Digest::of("aplomb/draw/v1", &[&numbers, self.rule.as_bytes(), strata.as_bytes(), &picks]))
    }
}

/// A conversation that could be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The store's number.
    pub id: i64,
    /// May be empty.
    pub source: String,
    /// The source's id.
    pub external_id: String,
    /// May be empty.
    pub channel: String,
    /// Who handled it; may be empty.
    pub agent: String,
    /// When it began, in microseconds.
    pub opened_at: i64,
    /// The rating as a share of the best one; `None` is unrated.
    pub rating: Option<f64>,
    /// The customer was not content: a label says so, or the rating lies in the lower half of its scale.
    pub complaint: bool,
    /// I have sealed a review of it that is not voided. A draft does not count: it can still be drawn.
    pub reviewed: bool,
    /// It was drawn before.
    pub drawn: bool,
}

impl Candidate {
    /// Whether the customer rated it.
    pub fn rated(&self) -> bool {
        self.rating.is_some()
    }
}

/// Beginnings of labels that mean a complaint, folded.
const COMPLAINT: &[&str] = &["complain", "plainte", "reclamation", "escalat", "escalad"];

impl Store {
    /// Keeps a draw. Returns its number.
    pub fn keep_draw(&mut self, draw: &Draw) -> Result<i64, StoreError> {
        let strata = serde_json::to_string(&draw.strata)?;
        self.write(|tx| {
            let digest = draw.digest()?;
            tx.prepare_cached(
                "INSERT INTO draw(at, seed, rule, pool, strata, digest) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                draw.at,
                draw.seed.cast_signed(),
                draw.rule,
                draw.pool as i64,
                strata,
                digest.0.as_slice()
            ])?;
            let id = tx.last_insert_rowid();
            let mut insert = tx.prepare_cached(
                "INSERT INTO drawn(draw, place, conversation, stratum, share) VALUES(?1, ?2, ?3, ?4, ?5)",
            )?;
            for (place, pick) in draw.picks.iter().enumerate() {
                insert.execute(params![
                    id,
                    place as i64,
                    pick.conversation,
                    pick.stratum as i64,
                    pick.share
                ])?;
            }
            Ok(id)
        })
    }

    /// One draw.
    pub fn draw(&self, id: i64) -> Result<Option<Draw>, StoreError> {
        self.read(|db| load(db, id))
    }

    /// The newest draw.
    pub fn latest_draw(&self) -> Result<Option<Draw>, StoreError> {
        self.read(|db| {
            let newest: Option<i64> = db.query_row("SELECT max(id) FROM draw", [], |row| row.get(0))?;
            newest.map_or(Ok(None), |id| load(db, id))
        })
    }

    /// Conversations drawn since an instant in microseconds, or ever, each once.
    pub fn drawn_since(&self, since: Option<i64>) -> Result<u64, StoreError> {
        self.read(|db| {
            let count = "SELECT count(DISTINCT conversation) FROM drawn JOIN draw ON draw.id = drawn.draw WHERE at >= ?1";
            Ok(db.query_row(count, [since.unwrap_or(i64::MIN)], |row| row.get(0))?)
        })
    }

    /// The conversations that could be drawn, by number: begun at or after `since`, handled by one whom `takes`
    /// accepts, and not sent by a colleague to be read.
    pub fn candidates(
        &self,
        since: Option<i64>,
        takes: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<Candidate>, StoreError> {
        const COLUMNS: &str = "SELECT id, source, external_id, channel, agent, opened_at, csat_score, csat_min, csat_max, \
             tags, EXISTS(SELECT 1 FROM review r WHERE r.conversation = c.id AND role = 'self' AND state NOT IN ('voided', 'draft')), \
             EXISTS(SELECT 1 FROM drawn d WHERE d.conversation = c.id) FROM conversation c WHERE id = ?1";
        self.read(|db| {
            let received = exchanges::received(db)?;
            let mut begun = db.prepare_cached(
                "SELECT id FROM conversation WHERE agent = ?1 AND opened_at >= ?2 \
                 AND id NOT IN (SELECT conversation FROM emptied)",
            )?;
            let mut ids: Vec<i64> = Vec::new();
            for agent in agents::agents(db, takes)? {
                for id in begun.query_map((agent, since.unwrap_or(i64::MIN)), |row| row.get(0))? {
                    ids.push(id?);
                }
            }
            ids.sort_unstable();
            let mut statement = db.prepare_cached(COLUMNS)?;
            let mut candidates = Vec::new();
            for id in ids.into_iter().filter(|id| !received.contains(id)) {
                let mut found = statement.query([id])?;
                let Some(row) = found.next()? else { continue };
                let text = |at: usize| row.get_ref(at)?.as_str().map_err(|_| StoreError::Corrupt(None));
                let rating = listing::share((row.get(6)?, row.get(7)?, row.get(8)?));
                let complains = |label: &String| {
                    let label = fold(label);
                    COMPLAINT.iter().any(|word| label.contains(word))
                };
                candidates.push(Candidate {
                    id: row.get(0)?,
                    source: row.get(1)?,
                    external_id: row.get(2)?,
                    channel: row.get(3)?,
                    agent: row.get(4)?,
                    opened_at: row.get(5)?,
                    rating,
                    complaint: rating.is_some_and(|share| share < 0.5)
                        || rows::tags_of(text(9)?)?.iter().any(complains),
                    reviewed: row.get(10)?,
                    drawn: row.get(11)?,
                });
            }
            Ok(candidates)
        })
    }

    /// How many conversations handled by one whom `takes` accepts have no sealed review of mine: those sent by a
    /// colleague to be read left out.
    pub fn unreviewed(&self, takes: &dyn Fn(&str) -> bool) -> Result<u64, StoreError> {
        self.read(|db| {
            let mut all = db.prepare_cached("SELECT count(*) FROM conversation WHERE agent = ?1")?;
            let mut not = db.prepare_cached(
                "SELECT count(*) FROM conversation WHERE agent = ?1 AND id IN ( \
                 SELECT conversation FROM review WHERE role = 'self' AND state NOT IN ('voided', 'draft') \
                 UNION SELECT conversation FROM emptied \
                 UNION SELECT conversation FROM exchange WHERE side = 'reader')",
            )?;
            let mut count = 0;
            for agent in agents::agents(db, takes)? {
                let all: u64 = all.query_row([&agent], |row| row.get(0))?;
                let not: u64 = not.query_row([&agent], |row| row.get(0))?;
                count += all - not;
            }
            Ok(count)
        })
    }
}

pub(super) fn load(db: &Connection, id: i64) -> Result<Option<Draw>, StoreError> {
    let mut statement = db.prepare_cached("SELECT at, seed, rule, pool, strata FROM draw WHERE id = ?1")?;
    let mut found = statement.query([id])?;
    let Some(row) = found.next()? else { return Ok(None) };
    let strata: String = row.get(4)?;
    let mut draw = Draw {
        id,
        at: row.get(0)?,
        seed: row.get::<_, i64>(1)?.cast_unsigned(),
        rule: row.get(2)?,
        pool: row.get(3)?,
        strata: serde_json::from_str(&strata)?,
        picks: Vec::new(),
    };
    let mut statement =
        db.prepare_cached("SELECT conversation, stratum, share FROM drawn WHERE draw = ?1 ORDER BY place")?;
    draw.picks = statement
        .query_map([id], |row| {
            Ok(Pick { conversation: row.get(0)?, stratum: row.get(1)?, share: row.get(2)? })
        })?
        .collect::<Result<_, _>>()?;
    Ok(Some(draw))
}
