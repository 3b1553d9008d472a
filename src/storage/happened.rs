//! What happened in conversations, without a word of what was said: the narrow read behind all metrics.

use rusqlite::{Connection, Row};

use super::rows::{SLOT_BITS, message_ids, role_of, status_of, tags_of};
use super::{Store, StoreError, course, exchanges};
use crate::domain::conversation::{Csat, Role, Status};

/// A message without its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// When, in seconds.
    pub at: i64,
    /// Who wrote it.
    pub role: Role,
    /// An internal note.
    pub private: bool,
    /// The agent who wrote it, where that is not the conversation's.
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

// Chosen by what the narrow index of the list holds, from end to end (the `+` keeps it to that). Where the source does not
// say when something was over, it was with the last message: what may be meant by that is looked at row by row.
const COURSES: &str = "SELECT c.id, c.source, c.channel, c.agent, c.customer, c.tags, c.status, c.opened_at, c.closed_at, \
    c.transfers, c.reopens, c.csat_score, c.csat_min, c.csat_max, c.digest, seen, turns, last_at \
    FROM conversation AS list CROSS JOIN conversation c ON c.id = list.id LEFT JOIN course ON course.conversation = c.id \
    WHERE +list.opened_at < ?2 AND (list.opened_at >= ?1 OR list.closed_at >= ?1 OR list.closed_at IS NULL) ORDER BY list.id";

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
                let id = row.get(0)?;
                if received.contains(&id) {
                    continue;
                }
                let packed = course::is_of(row, 14, 15)?;
                if may_be_long_over(row, from)? {
                    let last_at: Option<i64> = if packed { row.get(17)? } else { course::last_at(db, id)? };
                    if last_at.is_none_or(|last_at| last_at < from) {
                        continue;
                    }
                }
                let mut course = course(row)?;
                if packed {
                    let turns = row.get_ref(16)?.as_blob().map_err(|_| StoreError::Corrupt(None))?;
                    course.turns = course::unpack(turns)?;
                } else {
                    turns(db, id, &mut placed)?;
                    course.turns.extend(placed.drain(..).map(|(.., turn)| turn));
                }
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

/// Begun before an instant and solved, and only its messages say when that was.
fn may_be_long_over(row: &Row<'_>, from: i64) -> Result<bool, StoreError> {
    let (status, closed_at): (Option<i64>, Option<i64>) = (row.get(6)?, row.get(8)?);
    Ok(row.get::<_, i64>(7)? < from && closed_at.is_none() && status.unwrap_or(0) >= 2)
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
        let role = role_of(row.get(2)?)?;
        let author = if role == Role::Agent { row.get(3)? } else { None };
        let turn = Turn { at: at.div_euclid(1_000_000), role, author, private: row.get(4)? };
        placed.push((at, row.get(5)?, slot, turn));
    }
    placed.sort_unstable_by_key(|(at, place, slot, _)| (*at, *place, *slot));
    Ok(())
}
