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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// The store's number.
    pub id: i64,
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
    /// When its last message came, in microseconds: of one that is solved while nothing says when it ended.
    pub last_at: Option<i64>,
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
const COURSES: &str = "SELECT c.id, c.channel, c.agent, c.customer, c.tags, c.status, c.opened_at, c.closed_at, \
    c.transfers, c.reopens, c.csat_score, c.csat_min, c.csat_max, c.digest, seen, turns, last_at \
    FROM conversation AS list CROSS JOIN conversation c ON c.id = list.id LEFT JOIN course ON course.conversation = c.id \
    WHERE +list.opened_at < ?2 AND (list.opened_at >= ?1 OR list.closed_at >= ?1 OR list.closed_at IS NULL) ORDER BY list.id";

// The columns before the text alone: a long text lies on pages of its own, and those are never read.
const TURNS: &str =
    "SELECT id, at, role, author, private, place FROM message WHERE id BETWEEN ?1 AND ?2 AND gone = 0";

impl Store {
    /// Hands over the conversations that were opened before `until`, in microseconds, and were not known to be over
    /// before `from`: those sent by a colleague to be read left out. One at a time, in one place that is used again, so
    /// that memory stays flat; whatever is swapped for it is written over.
    pub fn each_course(
        &self,
        from: i64,
        until: i64,
        f: &mut dyn FnMut(&mut Course),
    ) -> Result<(), StoreError> {
        self.read(|db| {
            let received = exchanges::received(db)?;
            let mut statement = db.prepare_cached(COURSES)?;
            let mut rows = statement.query([from, until])?;
            let (mut course, mut placed) = (Course::default(), Vec::new());
            while let Some(row) = rows.next()? {
                course.id = row.get(0)?;
                if received.contains(&course.id) {
                    continue;
                }
                let packed = course::is_of(row, 13, 14)?;
                when(row, &mut course)?;
                if course.closed_at.is_none() && course.is_solved() {
                    let last_at = if packed { row.get(16)? } else { course::last_at(db, course.id)? };
                    course.last_at = last_at.or(Some(course.opened_at));
                }
                if course.is_over_before(from) {
                    continue;
                }
                rest(row, &mut course)?;
                course.turns.clear();
                if packed {
                    let turns = row.get_ref(15)?.as_blob().map_err(|_| StoreError::Corrupt(None))?;
                    course::unpack(turns, &mut course.turns)?;
                } else {
                    turns(db, course.id, &mut placed)?;
                    course.turns.extend(placed.drain(..).map(|(.., turn)| turn));
                }
                f(&mut course);
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

impl Course {
    /// Whether it is known to have been over before an instant, in microseconds: it ended, or the last message came to
    /// what is solved since.
    pub fn is_over_before(&self, instant: i64) -> bool {
        self.opened_at < instant && self.closed_at.or(self.last_at).is_some_and(|over| over < instant)
    }

    fn is_solved(&self) -> bool {
        matches!(self.status, Some(Status::Solved | Status::Closed))
    }
}

fn when(row: &Row<'_>, course: &mut Course) -> Result<(), StoreError> {
    course.status = row.get::<_, Option<i64>>(5)?.map(status_of).transpose()?;
    (course.opened_at, course.closed_at, course.last_at) = (row.get(6)?, row.get(7)?, None);
    Ok(())
}

fn rest(row: &Row<'_>, course: &mut Course) -> Result<(), StoreError> {
    let names = [&mut course.channel, &mut course.agent, &mut course.customer];
    for (place, name) in (1..).zip(names) {
        name.clear();
        name.push_str(text(row, place)?);
    }
    course.tags = tags_of(text(row, 4)?)?;
    (course.transfers, course.reopens) = (row.get(8)?, row.get(9)?);
    let score: Option<f64> = row.get(10)?;
    course.csat =
        match score.map(|score| Ok::<_, StoreError>((score, row.get(11)?, row.get(12)?))).transpose()? {
            Some((score, Some(min), Some(max))) => Some(Csat { score, min, max, comment: None }),
            _ => None,
        };
    Ok(())
}

fn text<'a>(row: &'a Row<'_>, place: usize) -> Result<&'a str, StoreError> {
    row.get_ref(place)?.as_str().map_err(|_| StoreError::Corrupt(None))
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
