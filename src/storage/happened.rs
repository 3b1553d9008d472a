//! What happened in conversations, without a word of what was said: the narrow read behind all metrics.

use rusqlite::{Connection, Row};

use super::rows::{SLOT_BITS, message_ids, role_of, status_of, tags_of};
use super::{Store, StoreError, exchanges};
use crate::domain::conversation::{Csat, Role, Status};

/// A message without its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// When, in microseconds.
    pub at: i64,
    /// Who wrote it.
    pub role: Role,
    /// An internal note.
    pub private: bool,
    /// Who, where it is not the conversation's usual agent or customer.
    pub author: Option<String>,
}

/// A conversation without its texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// The store's number.
    pub id: i64,
    /// The account or system it comes from.
    pub source: String,
    /// May be empty.
    pub channel: String,
    /// May be empty.
    pub agent: String,
    /// May be empty.
    pub customer: String,
    /// Labels.
    pub tags: Vec<String>,
    /// Where it stands; `None` is unknown.
    pub status: Option<Status>,
    /// When it began, in microseconds.
    pub opened_at: i64,
    /// When it ended, in microseconds.
    pub closed_at: Option<i64>,
    /// Hand-overs; `None` is unknown.
    pub transfers: Option<u32>,
    /// Times opened again; `None` is unknown.
    pub reopens: Option<u32>,
    /// The rating, without its comment.
    pub csat: Option<Csat>,
    /// The messages in the order of reading.
    pub turns: Vec<Turn>,
}

// Where the source does not say when something was over, it was with the last message.
const COURSES: &str = "SELECT id, source, channel, agent, customer, tags, status, opened_at, closed_at, transfers, \
    reopens, csat_score, csat_min, csat_max FROM conversation c WHERE opened_at < ?2 AND (opened_at >= ?1 OR closed_at >= ?1 \
    OR (closed_at IS NULL AND (coalesce(status, 0) < 2 OR EXISTS(SELECT 1 FROM message \
    WHERE message.id BETWEEN (c.id << 20) + 1 AND (c.id << 20) | 1048575 AND at >= ?1)))) ORDER BY id";

// The columns before the text alone: a long text lies on pages of its own, and those are never read.
const TURNS: &str =
    "SELECT id, at, role, author, private, place FROM message WHERE id BETWEEN ?1 AND ?2 AND gone = 0";

impl Store {
    /// Hands over the conversations that were opened before `until`, in microseconds, and were not known to be over
    /// before `from`: those sent by a colleague to be read left out. One at a time, so that memory stays flat.
    pub fn each_course(&self, from: i64, until: i64, f: &mut dyn FnMut(Course)) -> Result<(), StoreError> {
        self.read(|db| {
            let received = exchanges::received(db)?;
            let mut statement = db.prepare_cached(COURSES)?;
            let mut rows = statement.query([from, until])?;
            let mut placed = Vec::new();
            while let Some(row) = rows.next()? {
                let mut course = course(row)?;
                if received.contains(&course.id) {
                    continue;
                }
                turns(db, course.id, &mut placed)?;
                course.turns.extend(placed.drain(..).map(|(.., turn)| turn));
                f(course);
            }
            Ok(())
        })
    }

    /// The first and the last instant at which a conversation was opened, in microseconds.
    pub fn opened_span(&self) -> Result<Option<(i64, i64)>, StoreError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT (SELECT min(opened_at) FROM conversation), (SELECT max(opened_at) FROM conversation)",
            )?;
            let span: (Option<i64>, Option<i64>) =
                statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(span.0.zip(span.1))
        })
    }
}

fn course(row: &Row<'_>) -> Result<Course, StoreError> {
    let csat = match (row.get(11)?, row.get(12)?, row.get(13)?) {
        (Some(score), Some(min), Some(max)) => Some(Csat { score, min, max, comment: None }),
        _ => None,
    };
    let tags = row.get_ref(5)?.as_str().map_err(|_| StoreError::Corrupt(None))?;
    Ok(Course {
        id: row.get(0)?,
        source: row.get(1)?,
        channel: row.get(2)?,
        agent: row.get(3)?,
        customer: row.get(4)?,
        tags: tags_of(tags)?,
        status: row.get::<_, Option<i64>>(6)?.map(status_of).transpose()?,
        opened_at: row.get(7)?,
        closed_at: row.get(8)?,
        transfers: row.get(9)?,
        reopens: row.get(10)?,
        csat,
        turns: Vec::new(),
    })
}

/// The messages of a conversation with what orders them: by time, then by place, then by arrival.
fn turns(
    db: &Connection,
    conversation: i64,
    placed: &mut Vec<(i64, i64, i64, Turn)>,
) -> Result<(), StoreError> {
    let (first, last) = message_ids(conversation);
    let mut statement = db.prepare_cached(TURNS)?;
    let mut rows = statement.query([first, last])?;
    while let Some(row) = rows.next()? {
        let at: i64 = row.get(1)?;
        let slot = row.get::<_, i64>(0)? & ((1 << SLOT_BITS) - 1);
        let turn = Turn { at, role: role_of(row.get(2)?)?, author: row.get(3)?, private: row.get(4)? };
        placed.push((at, row.get(5)?, slot, turn));
    }
    placed.sort_unstable_by_key(|(at, place, slot, _)| (*at, *place, *slot));
    Ok(())
}
