//! What is older than the clocks, and what is but must stay for now.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, params};

use super::{Store, StoreError, course, directory};

/// Instants in microseconds before which things are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clocks {
    /// For conversations, from their last message on.
    pub conversations: i64,
    /// For reviews, submissions, draws and precedents.
    pub reviews: i64,
    /// When the current week began. A conversation of a week that is not over stays: its figures are not final.
    pub week: i64,
}

/// Why something stays although its clock has run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Held {
    /// A draft that was changed since.
    Draft,
    /// An exchange that still goes on.
    Exchange,
    /// Its week is not over.
    Week,
}

impl Held {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Held::Draft => "draft",
            Held::Exchange => "exchange",
            Held::Week => "week",
        }
    }
}

/// A conversation whose clock has run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueConversation {
    /// The store's number.
    pub id: i64,
    /// When it began, in microseconds.
    pub opened_at: i64,
    /// When its last message came.
    pub last_at: i64,
    /// When it ended, where that is known: in some sources long after its last message.
    pub ended_at: Option<i64>,
    /// A colleague sent it to be read.
    pub received: bool,
}

/// Everything whose clock has run out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Conversations, by number.
    pub conversations: Vec<DueConversation>,
    /// Those that stay for now, and why.
    pub held: Vec<(DueConversation, Held)>,
    /// Sealed and withdrawn reviews: the store's number, and when it was sealed.
    pub reviews: Vec<(i64, i64)>,
    /// Reviews that stay as they are in an exchange that still goes on.
    pub held_reviews: Vec<i64>,
    /// Draws, each with all its picks.
    pub draws: u64,
    /// Submissions of mine.
    pub submissions: u64,
    /// Submissions that were taken in.
    pub handed: u64,
    /// What was said in exchanges that are not here (any more), and in submissions.
    pub facts: u64,
    /// Bundles that I made, whose bytes are still here.
    pub bundles: u64,
    /// Agreed answers with their reasons.
    pub precedents: u64,
    /// Notes about refused files.
    pub refusals: u64,
    /// Pieces that wait for a conversation that did not come.
    pub waiting: u64,
    /// Customers in help desks' lists of people.
    pub people: u64,
}

impl Due {
    /// Whether nothing is due.
    pub fn is_empty(&self) -> bool {
        let Due { conversations, reviews, draws, submissions, handed, facts, bundles, precedents, .. } = self;
        conversations.is_empty()
            && reviews.is_empty()
            && [
                draws,
                submissions,
                handed,
                facts,
                bundles,
                precedents,
                &self.refusals,
                &self.waiting,
                &self.people,
            ]
            .into_iter()
            .all(|n| *n == 0)
    }
}

/// An exchange that goes on: one side has yet to speak, or both have not agreed, and the last word was not long ago.
pub(super) const GOING: &str = "SELECT conversation, review FROM exchange x \
    WHERE (stage IN ('asked', 'answered') OR (stage = 'open' AND coalesce(standing, '') <> 'agreed')) \
    AND max(asked_at, coalesce((SELECT max(at) FROM fact WHERE fact.exchange = x.id), 0)) >= ?1";

pub(super) const OLD_FACTS: &str = "(word NOT IN ('submission', 'withdrawal') AND at < ?1 \
    AND NOT EXISTS(SELECT 1 FROM exchange WHERE exchange.id = fact.exchange)) \
    OR (word IN ('submission', 'withdrawal') AND at < ?2)";

/// Of an exchange that is here, bytes may have to be written again: they go with it.
pub(super) const OLD_BUNDLES: &str = "outgoing = 1 AND length(bytes) > 0 \
    AND ((word IN ('submission', 'withdrawal') AND at < ?2) OR (word NOT IN ('submission', 'withdrawal') AND at < ?1 \
    AND NOT EXISTS(SELECT 1 FROM exchange WHERE exchange.id = bundle.exchange)))";

impl Store {
    /// What the clocks say now.
    pub fn due(&self, clocks: &Clocks) -> Result<Due, StoreError> {
        self.read(|db| {
            let (going, going_reviews) = going(db, clocks.conversations)?;
            let mut due = Due::default();
            let mut statement = db.prepare(
                "SELECT c.id, opened_at, last_at, \
                 EXISTS(SELECT 1 FROM exchange WHERE exchange.conversation = c.id AND side = 'reader'), \
                 EXISTS(SELECT 1 FROM review r WHERE r.conversation = c.id AND state = 'draft' AND changed_at >= ?1), \
                 closed_at AS ended_at, digest, seen FROM conversation c NOT INDEXED LEFT JOIN course ON course.conversation = c.id \
                 WHERE opened_at < ?1 AND c.id NOT IN (SELECT conversation FROM emptied) ORDER BY c.id",
            )?;
            let mut rows = statement.query([clocks.conversations])?;
            while let Some(row) = rows.next()? {
                let last_at = if course::is_of(row, 6, 7)? {
                    row.get(2)?
                } else {
                    course::last_at(db, row.get(0)?)?.map_or_else(|| row.get(1), Ok)?
                };
                let one = conversation(row, last_at)?;
                if one.last_at >= clocks.conversations {
                    continue;
                }
                let held = if row.get(4)? {
                    Some(Held::Draft)
                } else if going.contains(&one.id) {
                    Some(Held::Exchange)
                } else {
                    (one.last_at.max(one.opened_at).max(one.ended_at.unwrap_or(0)) >= clocks.week).then_some(Held::Week)
                };
                match held {
                    Some(why) => due.held.push((one, why)),
                    None => due.conversations.push(one),
                }
            }
            let mut statement = db.prepare(
                "SELECT id, coalesce((SELECT at FROM sealed WHERE sealed.review = r.id), changed_at) AS t \
                 FROM review r WHERE state <> 'draft' AND t < ?1 ORDER BY id",
            )?;
            let mut rows = statement.query([clocks.reviews])?;
            while let Some(row) = rows.next()? {
                let (review, at) = (row.get(0)?, row.get(1)?);
                if going_reviews.contains(&review) {
                    due.held_reviews.push(review);
                } else {
                    due.reviews.push((review, at));
                }
            }
            let count = |sql: &str| -> Result<u64, StoreError> {
                Ok(db.query_row(sql, [clocks.reviews], |row| row.get(0))?)
            };
            due.draws = count("SELECT count(*) FROM draw WHERE at < ?1")?;
            due.submissions = count("SELECT count(*) FROM submission WHERE made_at < ?1")?;
            due.handed = count("SELECT count(*) FROM handed WHERE at < ?1")?;
            due.precedents = count("SELECT count(*) FROM precedent WHERE at < ?1")?;
            let both = params![clocks.conversations, clocks.reviews];
            due.facts =
                db.query_row(&format!("SELECT count(*) FROM fact WHERE {OLD_FACTS}"), both, |row| row.get(0))?;
            due.bundles = db.query_row(
                &format!("SELECT count(*) FROM bundle WHERE {OLD_BUNDLES}"),
                both,
                |row| row.get(0),
            )?;
            let old = |table: &str, when: &str| -> Result<u64, StoreError> {
                let sql = format!("SELECT count(*) FROM {table} WHERE {when}");
                Ok(db.query_row(&sql, [clocks.conversations], |row| row.get(0))?)
            };
            due.refusals = old("refusal", "at < ?1")?;
            due.waiting = old("waiting", "at < ?1")?;
            due.people = old("directory", directory::OLD)?;
            Ok(due)
        })
    }

    /// The newest instant not after `now` that another clock than this machine's set, in microseconds: when a
    /// conversation began, or a submission that was taken in was made. `None` where there is neither.
    pub fn newest_from_outside(&self, now: i64) -> Result<Option<i64>, StoreError> {
        self.read(|db| {
            Ok(db.query_row(
                "SELECT max(t) FROM (SELECT max(opened_at) AS t FROM conversation WHERE opened_at <= ?1 \
                 UNION ALL SELECT max(unixepoch(made) * 1000000) FROM handed WHERE unixepoch(made) * 1000000 <= ?1)",
                [now],
                |row| row.get(0),
            )?)
        })
    }

    /// These conversations, as far as there are words in them.
    pub fn conversations_to_erase(&self, ids: &[i64]) -> Result<Vec<DueConversation>, StoreError> {
        self.read(|db| {
            let mut statement = db.prepare(
                "SELECT id, opened_at, coalesce((SELECT max(at) FROM message m \
                 WHERE m.id BETWEEN (c.id << 20) + 1 AND (c.id << 20) | 1048575), opened_at), \
                 EXISTS(SELECT 1 FROM exchange WHERE exchange.conversation = c.id AND side = 'reader'), closed_at AS ended_at \
                 FROM conversation c WHERE id = ?1",
            )?;
            let mut found = Vec::new();
            for id in ids {
                let mut rows = statement.query([id])?;
                if let Some(row) = rows.next()? {
                    found.push(conversation(row, row.get(2)?)?);
                }
            }
            Ok(found)
        })
    }
}

fn conversation(row: &Row<'_>, last_at: i64) -> Result<DueConversation, StoreError> {
    Ok(DueConversation {
        id: row.get(0)?,
        opened_at: row.get(1)?,
        last_at,
        ended_at: row.get("ended_at")?,
        received: row.get(3)?,
    })
}

/// Conversations and reviews of exchanges that go on.
fn going(db: &Connection, since: i64) -> Result<(BTreeSet<i64>, BTreeSet<i64>), StoreError> {
    let (mut conversations, mut reviews) = (BTreeSet::new(), BTreeSet::new());
    let mut statement = db.prepare(GOING)?;
    let mut rows = statement.query([since])?;
    while let Some(row) = rows.next()? {
        conversations.insert(row.get(0)?);
        reviews.extend(row.get::<_, Option<i64>>(1)?);
    }
    Ok((conversations, reviews))
}

impl Store {
    /// Hands over every name that a customer has in a conversation, with its number: that of the heading, and those of
    /// the authors of messages where they differ.
    pub fn each_customer(&self, f: &mut dyn FnMut(i64, &str)) -> Result<(), StoreError> {
        self.read(|db| {
            let mut statement = db.prepare(
                "SELECT id, customer FROM conversation WHERE customer <> '' UNION ALL \
                 SELECT id >> 20, author FROM message WHERE role = 0 AND author IS NOT NULL AND author <> ''",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let name = row.get_ref(1)?.as_str().map_err(|_| StoreError::Corrupt(None))?;
                f(row.get(0)?, name);
            }
            Ok(())
        })
    }
}
