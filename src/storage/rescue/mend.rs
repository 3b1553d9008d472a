//! What becomes of a row that is not as it was written, and of those that stand on it.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use super::super::check::Broken;
use super::super::rows::{self, Placed, Stored};
use super::super::{StoreError, reviews};
use super::{DAMAGED, condition, gone};
use crate::domain::checklist::{Checklist, NaPolicy, Subject};
use crate::domain::conversation::{Conversation, Moment};
use crate::domain::digest::Digest;
use crate::domain::review::State;
use crate::words::Bilingual;

/// What conversations and checklists are called whose own name is lost.
const NAMELESS: &str = "rescued";

/// Why a review whose seal is damaged is voided: its log stays, and another can be begun.
const SEAL_DAMAGED: &str = "the seal was damaged / le sceau était endommagé";

/// Mends what the check found, or takes it away.
pub(super) fn row(db: &Connection, broken: &Broken, known: &[&Checklist]) -> Result<(), StoreError> {
    let number = match broken.key.first() {
        Some((_, Value::Integer(number))) => *number,
        _ => 0,
    };
    match broken.table {
        "conversation" => conversation(db, number),
        "checklist" => checklist(db, number, known),
        "review" => review(db, number),
        "sheet" => seal(db, number),
        "draw" => run(db, "DELETE FROM drawn WHERE draw = ?1", number)
            .and_then(|()| run(db, "DELETE FROM draw WHERE id = ?1", number)),
        "entry" => {
            // What comes after it was said on its ground.
            let (_, key) = condition(&broken.key);
            db.execute("DELETE FROM entry WHERE review = ?1 AND place >= ?2", params_from_iter(key))?;
            Ok(())
        }
        table => {
            let (which, key) = condition(&broken.key);
            db.execute(&format!("DELETE FROM \"{table}\" WHERE {which}"), params_from_iter(key))?;
            Ok(())
        }
    }
}

fn run(db: &Connection, sql: &str, number: i64) -> Result<(), StoreError> {
    db.prepare_cached(sql)?.execute([number])?;
    Ok(())
}

/// Gives ground to what has lost it, or takes it away. Returns what was gone.
pub(super) fn ground(db: &Connection) -> Result<Vec<Bilingual>, StoreError> {
    let numbers = |sql: &str| -> Result<Vec<i64>, StoreError> {
        Ok(db.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    };
    let mut lost = Vec::new();
    for id in numbers(
        "SELECT c FROM (SELECT id >> 20 AS c FROM message UNION SELECT conversation FROM review UNION \
             SELECT conversation FROM drawn UNION SELECT conversation FROM exchange UNION \
             SELECT conversation FROM emptied) WHERE c NOT IN (SELECT id FROM conversation)",
    )? {
        conversation(db, id)?;
        lost.push(gone("conversation", Some(id)));
    }
    for id in numbers(
        "SELECT c FROM (SELECT checklist AS c FROM review UNION SELECT own FROM review) \
         WHERE c IS NOT NULL AND c NOT IN (SELECT id FROM checklist)",
    )? {
        empty_checklist(db, id)?;
        lost.push(gone("checklist", Some(id)));
    }
    for id in numbers(
        "SELECT r FROM (SELECT review AS r FROM entry UNION SELECT review FROM sheet UNION SELECT review FROM sealed) \
         WHERE r NOT IN (SELECT id FROM review)",
    )? {
        review(db, id)?;
        lost.push(gone("review", Some(id)));
    }
    for id in numbers("SELECT DISTINCT draw FROM drawn WHERE draw NOT IN (SELECT id FROM draw)")? {
        run(db, "DELETE FROM drawn WHERE draw = ?1", id)?;
        lost.push(gone("draw", Some(id)));
    }
    // What is left points to something that is gone for good.
    let mut pointing = db.prepare("SELECT DISTINCT \"table\", rowid FROM pragma_foreign_key_check")?;
    let pointing: Vec<(String, Option<i64>)> =
        pointing.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    for (table, number) in pointing {
        if let Some(number) = number {
            db.execute(&format!("DELETE FROM \"{table}\" WHERE rowid = ?1"), [number])?;
            lost.push(gone(&table, Some(number)));
        }
    }
    Ok(lost)
}

/// Puts checklists back that the program knows, and of which an index of the damaged file still has the digest.
pub(super) fn checklists_again(
    old: &Connection,
    db: &Connection,
    known: &[&Checklist],
) -> Result<(), StoreError> {
    let Ok(mut statement) = old.prepare("SELECT id, digest FROM checklist ORDER BY digest") else {
        return Ok(());
    };
    let Ok(mut rows) = statement.query([]) else { return Ok(()) };
    while let Ok(Some(row)) = rows.next() {
        let (Ok(id), Ok(digest)) = (row.get::<_, i64>(0), row.get::<_, Vec<u8>>(1)) else { continue };
        if let Some(same) = known.iter().find(|known| known.digest().0.as_slice() == digest) {
            keep_checklist(db, "INSERT OR IGNORE INTO", id, same)?;
        }
    }
    Ok(())
}

fn keep_checklist(db: &Connection, how: &str, id: i64, checklist: &Checklist) -> Result<(), StoreError> {
    db.execute(
        &format!("{how} checklist(id, digest, name, version, content) VALUES(?1, ?2, ?3, ?4, ?5)"),
        params![
            id,
            checklist.digest().0.as_slice(),
            checklist.id,
            checklist.version,
            serde_json::to_string(checklist)?
        ],
    )?;
    Ok(())
}

/// Stands in for one that nobody has any more: reviews keep their logs and sheets, which name the items themselves.
fn empty_checklist(db: &Connection, id: i64) -> Result<(), StoreError> {
    let checklist = Checklist {
        id: format!("{NAMELESS}-{id}"),
        version: 1,
        subject: Subject::Conversation,
        title: Bilingual::fixed("A checklist that was damaged", "Une liste de contrôle endommagée"),
        from: String::new(),
        na_policy: NaPolicy::Drop,
        index: false,
        peer_reviews_before_submission: 1,
        pillars: Vec::new(),
        items: Vec::new(),
        metrics: Vec::new(),
        hints: Vec::new(),
    };
    keep_checklist(db, "INSERT INTO", id, &checklist)
}

/// Gives conversations that an index of the damaged file still names their names back.
pub(super) fn name_again(old: &Connection, db: &Connection) -> Result<(), StoreError> {
    let Ok(mut statement) =
        old.prepare("SELECT id, source, external_id FROM conversation ORDER BY source, external_id")
    else {
        return Ok(());
    };
    let Ok(mut rows) = statement.query([]) else { return Ok(()) };
    while let Ok(Some(row)) = rows.next() {
        let (Ok(id), Ok(source), Ok(external)) =
            (row.get::<_, i64>(0), row.get::<_, String>(1), row.get::<_, String>(2))
        else {
            continue;
        };
        let there = db.prepare_cached("SELECT 1 FROM conversation WHERE id = ?1")?.exists([id])?;
        if !there && rows::find(db, &source, &external)?.is_none() {
            stand_in(db, id, source, external)?;
        }
    }
    Ok(())
}

/// What is left of a conversation, marked: the messages that can be read, under its head or one that stands in for it.
fn conversation(db: &Connection, id: i64) -> Result<(), StoreError> {
    drop_unreadable(db, id)?;
    match rows::load(db, id) {
        Ok(Some(stored)) => sign(db, stored),
        Ok(None) => stand_in(db, id, NAMELESS.to_owned(), format!("c{id}")),
        Err(_) => {
            run(db, "DELETE FROM conversation WHERE id = ?1", id)?;
            stand_in(db, id, NAMELESS.to_owned(), format!("c{id}"))
        }
    }
}

/// Messages with a value that this program does not know.
fn drop_unreadable(db: &Connection, id: i64) -> Result<(), StoreError> {
    let (first, last) = rows::message_ids(id);
    db.execute("DELETE FROM message WHERE id BETWEEN ?1 AND ?2 AND role NOT BETWEEN 0 AND 3", [first, last])?;
    Ok(())
}

fn stand_in(db: &Connection, id: i64, source: String, external_id: String) -> Result<(), StoreError> {
    let (first, last) = rows::message_ids(id);
    let opened: Option<i64> =
        db.query_row("SELECT min(at) FROM message WHERE id BETWEEN ?1 AND ?2", [first, last], |row| {
            row.get(0)
        })?;
    let slots: Option<i64> =
        db.query_row("SELECT max(id) FROM message WHERE id BETWEEN ?1 AND ?2", [first, last], |row| {
            row.get(0)
        })?;
    let head = Conversation {
        source,
        external_id,
        channel: String::new(),
        subject: String::new(),
        status: None,
        opened_at: Moment { micros: opened.unwrap_or(0), offset: 0 },
        closed_at: None,
        agent: String::new(),
        customer: String::new(),
        tags: Vec::new(),
        csat: None,
        transfers: None,
        reopens: None,
        messages: Vec::new(),
    };
    let stored = Stored {
        id,
        head,
        placed: Vec::new(),
        slots: slots.map_or(0, |id| id & rows::LAST_SLOT),
        snapshot: Digest([0; 32]),
        taken_at: opened.unwrap_or(0),
        digest: Digest([0; 32]),
    };
    rows::save_head(db, &stored, 0, true)?;
    match rows::load(db, id)? {
        Some(stored) => sign(db, stored),
        None => Ok(()),
    }
}

/// Writes the head over, with the mark and a digest over what there is. The snapshot is forgotten, so that the same file
/// taken in again makes it whole.
fn sign(db: &Connection, mut stored: Stored) -> Result<(), StoreError> {
    if !stored.head.tags.iter().any(|tag| tag == DAMAGED) {
        stored.head.tags.push(DAMAGED.to_owned());
    }
    stored.slots = stored.placed.iter().map(|Placed { slot, .. }| *slot).max().unwrap_or(0).max(stored.slots);
    stored.snapshot = Digest([0; 32]);
    stored.digest = stored.seen();
    let count = stored.placed.len();
    rows::save_head(db, &stored, count, false)
}

/// A checklist that the program knows takes the place of its damaged copy; one that can still be read stays, under the
/// digest of what it says now.
fn checklist(db: &Connection, id: i64, known: &[&Checklist]) -> Result<(), StoreError> {
    let (digest, content): (Vec<u8>, String) =
        db.query_row("SELECT digest, content FROM checklist WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let same = known.iter().find(|checklist| checklist.digest().0.as_slice() == digest);
    let read = serde_json::from_str::<Checklist>(&content).ok();
    let Some(kept) = same.map(|checklist| (*checklist).clone()).or(read) else {
        return run(db, "DELETE FROM checklist WHERE id = ?1", id);
    };
    keep_checklist(db, "REPLACE INTO", id, &kept)
}

fn review(db: &Connection, id: i64) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM entry WHERE review = ?1",
        "DELETE FROM sheet WHERE review = ?1",
        "DELETE FROM sealed WHERE review = ?1",
        "DELETE FROM review WHERE id = ?1",
    ] {
        run(db, sql, id)?;
    }
    Ok(())
}

/// The seal goes, the log of its answers stays.
fn seal(db: &Connection, id: i64) -> Result<(), StoreError> {
    run(db, "DELETE FROM sheet WHERE review = ?1", id)?;
    run(db, "DELETE FROM sealed WHERE review = ?1", id)?;
    let record = db
        .query_row(&format!("{} WHERE id = ?1", reviews::COLUMNS), [id], |row| Ok(reviews::record(row)))
        .optional()?;
    match record {
        Some(Ok(mut record)) => {
            record.state = State::Voided;
            record.void_why = Some(SEAL_DAMAGED.to_owned());
            reviews::save(db, &record)
        }
        _ => review(db, id),
    }
}
