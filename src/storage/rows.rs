//! Conversations as rows, and back.

use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};

use super::StoreError;
use crate::domain::conversation::{Conversation, Csat, Message, Moment, Role, Status};
use crate::domain::digest::Digest;

/// Bits of a message's number that hold its slot.
pub(super) const SLOT_BITS: u32 = 20;
/// The highest slot.
pub(super) const LAST_SLOT: i64 = (1 << SLOT_BITS) - 1;

/// The numbers that messages of a conversation have, its heading in the index of words (slot 0) left out.
pub(super) fn message_ids(conversation: i64) -> (i64, i64) {
    ((conversation << SLOT_BITS) + 1, (conversation << SLOT_BITS) | LAST_SLOT)
}

/// A message with what the store keeps beside it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) slot: i64,
    pub(super) place: i64,
    pub(super) gone: bool,
    pub(super) message: Message,
}

/// A conversation with what the store keeps beside it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stored {
    pub(super) id: i64,
    /// The messages are in `placed`, not here.
    pub(super) head: Conversation,
    pub(super) placed: Vec<Placed>,
    pub(super) slots: i64,
    pub(super) snapshot: Digest,
    pub(super) taken_at: i64,
    /// As written; [`Stored::seen`] is what it should be.
    pub(super) digest: Digest,
}

impl Stored {
    /// The digest over everything that is kept of the conversation.
    pub(super) fn seen(&self) -> Digest {
        let mut whole = self.head.clone();
        whole.messages = self.placed.iter().map(|placed| placed.message.clone()).collect();
        kept(&whole.digest(), self, self.placed.iter().map(|p| (p.slot, p.place, p.gone)))
    }

    /// The conversation as the rest of the program knows it.
    pub(super) fn whole(self) -> Conversation {
        let mut whole = self.head;
        whole.messages = self.placed.into_iter().map(|placed| placed.message).collect();
        whole
    }
}

/// The digest of a stored conversation, from that of its content and the slots, places and flags of its messages in the
/// order of reading.
pub(super) fn kept(
    content: &Digest,
    stored: &Stored,
    placed: impl Iterator<Item = (i64, i64, bool)>,
) -> Digest {
    let mut places = Vec::new();
    for (slot, place, gone) in placed {
        places.extend_from_slice(&slot.to_le_bytes());
        places.extend_from_slice(&place.to_le_bytes());
        places.push(u8::from(gone));
    }
    let numbers = [stored.id, stored.slots, stored.taken_at].map(i64::to_le_bytes).concat();
    Digest::of("aplomb/kept/v1", &[&content.0, &stored.snapshot.0, &numbers, &places])
}

/// In the order of reading: by time, then by place, then by arrival.
pub(super) fn in_order(placed: &mut [Placed]) {
    placed.sort_by_key(|p| (p.message.at.micros, p.place, p.slot));
}

pub(super) const fn role_number(role: Role) -> i64 {
    match role {
        Role::Customer => 0,
        Role::Agent => 1,
        Role::Bot => 2,
        Role::System => 3,
    }
}

pub(super) fn role_of(number: i64) -> Result<Role, StoreError> {
    [Role::Customer, Role::Agent, Role::Bot, Role::System]
        .into_iter()
        .find(|role| role_number(*role) == number)
        .ok_or(StoreError::Corrupt(None))
}

pub(super) const fn status_number(status: Status) -> i64 {
    match status {
        Status::Open => 0,
        Status::Pending => 1,
        Status::Solved => 2,
        Status::Closed => 3,
    }
}

pub(super) fn status_of(number: i64) -> Result<Status, StoreError> {
    [Status::Open, Status::Pending, Status::Solved, Status::Closed]
        .into_iter()
        .find(|status| status_number(*status) == number)
        .ok_or(StoreError::Corrupt(None))
}

pub(super) fn tags_text(tags: &[String]) -> Result<String, StoreError> {
    Ok(if tags.is_empty() { String::new() } else { serde_json::to_string(tags)? })
}

pub(super) fn tags_of(text: &str) -> Result<Vec<String>, StoreError> {
    Ok(if text.is_empty() { Vec::new() } else { serde_json::from_str(text)? })
}

pub(super) fn digest_of(bytes: &[u8]) -> Result<Digest, StoreError> {
    bytes.try_into().map(Digest).map_err(|_| StoreError::Corrupt(None))
}

/// The number of the conversation with this identity.
pub(super) fn find(db: &Connection, source: &str, external_id: &str) -> Result<Option<i64>, StoreError> {
    Ok(db
        .prepare_cached("SELECT id FROM conversation WHERE source = ?1 AND external_id = ?2")?
        .query_row([source, external_id], |row| row.get(0))
        .optional()?)
}

const HEAD: &str = "SELECT source, external_id, channel, subject, status, opened_at, opened_offset, closed_at, \
    closed_offset, agent, customer, tags, csat_score, csat_min, csat_max, csat_comment, transfers, reopens, slots, \
    snapshot, digest, taken_at, messages FROM conversation WHERE id = ?1";

const MESSAGES: &str = "SELECT id, external_id, at, offset, role, author, private, place, gone, macro, text, html \
    FROM message WHERE id BETWEEN ?1 AND ?2";

/// Reads a conversation with everything beside it.
pub(super) fn load(db: &Connection, id: i64) -> Result<Option<Stored>, StoreError> {
    let mut statement = db.prepare_cached(HEAD)?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let mut stored = head(id, row)?;
    let (first, last) = message_ids(id);
    let mut statement = db.prepare_cached(MESSAGES)?;
    let mut rows = statement.query([first, last])?;
    while let Some(row) = rows.next()? {
        let placed = message(row, &stored.head)?;
        stored.placed.push(placed);
    }
    in_order(&mut stored.placed);
    Ok(Some(stored))
}

/// Reads a conversation without its messages, and how many it has.
pub(super) fn heading(db: &Connection, id: i64) -> Result<Option<(Conversation, u32)>, StoreError> {
    let mut statement = db.prepare_cached(HEAD)?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some((head(id, row)?.head, row.get(22)?)))
}

fn head(id: i64, row: &Row<'_>) -> Result<Stored, StoreError> {
    let closed: Option<i64> = row.get(7)?;
    let csat = match row.get::<_, Option<f64>>(12)? {
        Some(score) => Some(Csat { score, min: row.get(13)?, max: row.get(14)?, comment: row.get(15)? }),
        None => None,
    };
    let tags = row.get_ref(11)?.as_str().map_err(|_| StoreError::Corrupt(None))?;
    let head = Conversation {
        source: row.get(0)?,
        external_id: row.get(1)?,
        channel: row.get(2)?,
        subject: row.get(3)?,
        status: row.get::<_, Option<i64>>(4)?.map(status_of).transpose()?,
        opened_at: Moment { micros: row.get(5)?, offset: row.get(6)? },
        closed_at: match closed {
            Some(micros) => Some(Moment { micros, offset: row.get(8)? }),
            None => None,
        },
        agent: row.get(9)?,
        customer: row.get(10)?,
        tags: tags_of(tags)?,
        csat,
        transfers: row.get(16)?,
        reopens: row.get(17)?,
        messages: Vec::new(),
    };
    let snapshot: Vec<u8> = row.get(19)?;
    let digest: Vec<u8> = row.get(20)?;
    Ok(Stored {
        id,
        head,
        placed: Vec::new(),
        slots: row.get(18)?,
        snapshot: digest_of(&snapshot)?,
        taken_at: row.get(21)?,
        digest: digest_of(&digest)?,
    })
}

fn message(row: &Row<'_>, head: &Conversation) -> Result<Placed, StoreError> {
    let role = role_of(row.get(4)?)?;
    let author: Option<String> = row.get(5)?;
    let offset: Option<i32> = row.get(3)?;
    Ok(Placed {
        slot: row.get::<_, i64>(0)? & LAST_SLOT,
        place: row.get(7)?,
        gone: row.get(8)?,
        message: Message {
            id: row.get(1)?,
            at: Moment { micros: row.get(2)?, offset: offset.unwrap_or(head.opened_at.offset) },
            role,
            author: author.unwrap_or_else(|| usual_author(head, role).to_owned()),
            text: row.get(10)?,
            html: row.get(11)?,
            private: row.get(6)?,
            macro_name: row.get(9)?,
        },
    })
}

/// Who writes in this role unless a message says otherwise; kept out of the message's row.
fn usual_author(head: &Conversation, role: Role) -> &str {
    match role {
        Role::Agent => &head.agent,
        Role::Customer => &head.customer,
        Role::Bot | Role::System => "",
    }
}

/// Writes the row of a conversation: a new one, or over the old one.
pub(super) fn save_head(db: &Connection, stored: &Stored, count: usize, new: bool) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO conversation(source, external_id, channel, subject, status, opened_at, \
        opened_offset, closed_at, closed_offset, agent, customer, tags, csat_score, csat_min, csat_max, csat_comment, \
        transfers, reopens, messages, slots, snapshot, digest, taken_at, id) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, \
        ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)";
    const UPDATE: &str = "UPDATE conversation SET source = ?1, external_id = ?2, channel = ?3, subject = ?4, \
        status = ?5, opened_at = ?6, opened_offset = ?7, closed_at = ?8, closed_offset = ?9, agent = ?10, \
        customer = ?11, tags = ?12, csat_score = ?13, csat_min = ?14, csat_max = ?15, csat_comment = ?16, \
        transfers = ?17, reopens = ?18, messages = ?19, slots = ?20, snapshot = ?21, digest = ?22, taken_at = ?23 \
        WHERE id = ?24";
    let head = &stored.head;
    let csat = head.csat.as_ref();
    db.prepare_cached(if new { INSERT } else { UPDATE })?.execute(params![
        head.source,
        head.external_id,
        head.channel,
        head.subject,
        head.status.map(status_number),
        head.opened_at.micros,
        head.opened_at.offset,
        head.closed_at.map(|at| at.micros),
        head.closed_at.map(|at| at.offset),
        head.agent,
        head.customer,
        tags_text(&head.tags)?,
        csat.map(|csat| csat.score),
        csat.map(|csat| csat.min),
        csat.map(|csat| csat.max),
        csat.and_then(|csat| csat.comment.as_deref()),
        head.transfers,
        head.reopens,
        count as i64,
        stored.slots,
        stored.snapshot.0.as_slice(),
        stored.digest.0.as_slice(),
        stored.taken_at,
        stored.id,
    ])?;
    Ok(())
}

/// The statement for [`save_message`], prepared once for a batch.
pub(super) fn message_saver(db: &Connection) -> Result<CachedStatement<'_>, StoreError> {
    Ok(db.prepare_cached(
        "INSERT INTO message(id, external_id, at, offset, role, author, private, place, gone, macro, text, html) \
         VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT(id) DO UPDATE SET at = ?3, offset = ?4, \
         role = ?5, author = ?6, private = ?7, place = ?8, gone = ?9, macro = ?10, text = ?11, html = ?12",
    )?)
}

/// Writes the row of a message over whatever its slot held. The message's own id is never rewritten: evidence names it.
pub(super) fn save_message(
    saver: &mut CachedStatement<'_>,
    conversation: i64,
    head: &Conversation,
    message: &Message,
    slot: i64,
    place: i64,
    gone: bool,
) -> Result<(), StoreError> {
    let offset = (message.at.offset != head.opened_at.offset).then_some(message.at.offset);
    let author = (message.author != usual_author(head, message.role)).then_some(&message.author);
    saver.execute(params![
        (conversation << SLOT_BITS) | slot,
        message.id,
        message.at.micros,
        offset,
        role_number(message.role),
        author,
        message.private,
        place,
        gone,
        message.macro_name,
        message.text,
        message.html,
    ])?;
    Ok(())
}
