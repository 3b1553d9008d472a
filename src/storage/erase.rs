//! Deleting, a portion in one transaction, so that whatever interrupts it leaves a sound store and the next run goes on.
//!
//! With a conversation go its messages, its words in the index, drafts and withdrawn reviews of it, and the exchanges
//! about it with all that was said and sent in them. A sealed review keeps its answers, which figures stand on, and
//! loses everything that could quote: comments, evidence, the log. While such a review or a draw names the conversation
//! its row stays, emptied.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use uuid::Uuid;

use super::due::{Clocks, OLD_BUNDLES, OLD_FACTS};
use super::receipts::{self, Deletion, Receipt};
use super::record::{self, Record, Words, from_word, word};
use super::rows::{self, Stored, message_ids};
use super::samples::Samples;
use super::seals::Proof;
use super::{
    Precedent, Store, StoreError, course, directory, meta_number, scour, submissions, vendor, waiting, words,
};
use crate::both;
use crate::domain::conversation::Conversation;
use crate::domain::digest::Digest;
use crate::domain::review::Sheet;
use crate::words::Bilingual;

/// How much was deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Deleted {
    /// Conversations whose words are gone.
    pub conversations: u64,
    /// Of these, those whose emptied row stays.
    pub emptied: u64,
    /// Messages.
    pub messages: u64,
    /// Drafts and withdrawn reviews that went with their conversation, and reviews whose own clock had run out.
    pub reviews: u64,
    /// Sealed reviews that keep their answers and lost their comments, evidence and log.
    pub stripped: u64,
    /// Exchanges.
    pub exchanges: u64,
    /// What was said in exchanges and submissions.
    pub facts: u64,
    /// Bundles whose bytes are gone.
    pub bundles: u64,
    /// Agreed answers with their reasons.
    pub precedents: u64,
    /// Draws.
    pub draws: u64,
    /// Submissions, made or taken in.
    pub submissions: u64,
    /// Notes about refused files.
    pub refusals: u64,
    /// Pieces that waited for their conversation.
    pub waiting: u64,
    /// Customers in help desks' lists of people.
    pub people: u64,
}

/// That a conversation's words were deleted while its row stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emptied {
    conversation: i64,
    /// When, in microseconds.
    pub at: i64,
    /// Why.
    pub why: Deletion,
}

const WHY: Words<Deletion> = &[(Deletion::Purge, "purge"), (Deletion::Erasure, "erasure")];

impl Record for Emptied {
    const TABLE: &'static str = "emptied";
    const COLUMNS: &'static [&'static str] = &["conversation", "at", "why"];

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![self.conversation.into(), self.at.into(), word(WHY, self.why)])
    }

    fn read(row: &Row<'_>) -> Result<Emptied, StoreError> {
        let why: String = row.get(2)?;
        Ok(Emptied { conversation: row.get(0)?, at: row.get(1)?, why: from_word(WHY, &why)? })
    }

    fn damaged(_: &str) -> Bilingual {
        both!(
            "A note about an emptied conversation is not as it was written.",
            "Une note sur une conversation vidée n’est plus telle qu’elle a été écrite."
        )
    }
}

/// Whether a conversation's words were deleted.
pub(super) fn is_emptied(db: &Connection, conversation: i64) -> Result<bool, StoreError> {
    Ok(db.prepare_cached("SELECT 1 FROM emptied WHERE conversation = ?1")?.exists([conversation])?)
}

/// An erasure that is under way.
pub struct Erasing<'a> {
    /// The receipt to write, without its digests.
    pub receipt: &'a Receipt,
    /// How the customer is called.
    pub who: &'a [String],
    /// For the key of the digests, where there is none yet.
    pub random: &'a [u8; 32],
}

impl Store {
    /// Whether a conversation's words were deleted, when and why.
    pub fn emptied(&self, conversation: i64) -> Result<Option<Emptied>, StoreError> {
        self.read(|db| record::one(db, "WHERE conversation = ?1", [conversation]))
    }

    /// Deletes the words of these conversations whose clock has run out, in one transaction.
    pub fn purge_conversations(
        &mut self,
        ids: &[i64],
        at: i64,
        samples: &mut Samples,
    ) -> Result<Deleted, StoreError> {
        self.forget_times();
        self.write(|tx| {
            scour::pending(tx)?;
            let mut deleted = Deleted::default();
            for id in ids {
                empty(tx, *id, Deletion::Purge, at, samples, &mut deleted)?;
            }
            Ok(deleted)
        })
    }

    /// Deletes these reviews whose clock has run out, in one transaction.
    pub fn purge_reviews(&mut self, ids: &[i64], samples: &mut Samples) -> Result<Deleted, StoreError> {
        self.forget_times();
        self.write(|tx| {
            scour::pending(tx)?;
            let mut deleted = Deleted::default();
            for id in ids {
                delete_exchanges(tx, "review", *id, samples, &mut deleted)?;
                delete_review(tx, *id, samples, &mut deleted)?;
            }
            submissions::forget_reviews(tx, &ids.iter().copied().collect())?;
            clear_emptied(tx)?;
            Ok(deleted)
        })
    }

    /// Deletes what else is older than the clocks: draws, submissions, what was said in exchanges that are gone, bytes
    /// of bundles, precedents, notes. One transaction.
    pub fn purge_rest(&mut self, clocks: &Clocks, samples: &mut Samples) -> Result<Deleted, StoreError> {
        self.forget_times();
        self.write(|tx| {
            scour::pending(tx)?;
            let mut deleted = Deleted::default();
            let both = params![clocks.conversations, clocks.reviews];
            let reviews = [clocks.reviews];
            sample(tx, "fact", &format!("SELECT body FROM fact WHERE {OLD_FACTS}"), both, samples)?;
            deleted.facts += tx.execute(&format!("DELETE FROM fact WHERE {OLD_FACTS}"), both)? as u64;
            drop_bytes(tx, OLD_BUNDLES, both, samples, &mut deleted)?;
            sample(tx, "precedent", "SELECT because FROM precedent WHERE at < ?1", reviews, samples)?;
            deleted.precedents += tx.execute("DELETE FROM precedent WHERE at < ?1", reviews)? as u64;
            sample(tx, "handed", "SELECT remarks FROM handed WHERE at < ?1", reviews, samples)?;
            deleted.submissions += tx.execute("DELETE FROM handed WHERE at < ?1", reviews)? as u64;
            deleted.submissions += tx.execute("DELETE FROM submission WHERE made_at < ?1", reviews)? as u64;
            tx.execute("DELETE FROM drawn WHERE draw IN (SELECT id FROM draw WHERE at < ?1)", reviews)?;
            deleted.draws += tx.execute("DELETE FROM draw WHERE at < ?1", reviews)? as u64;
            deleted.refusals +=
                tx.execute("DELETE FROM refusal WHERE at < ?1", [clocks.conversations])? as u64;
            deleted.waiting += waiting::purge(tx, clocks.conversations, samples)?;
            deleted.people += directory::purge(tx, clocks.conversations, samples)?;
            clear_emptied(tx)?;
            Ok(deleted)
        })
    }

    /// Deletes everything about these conversations of one customer in one transaction, whatever still goes on, with
    /// the receipt that lets an import know them again.
    pub fn erase(
        &mut self,
        ids: &[i64],
        erasing: &Erasing<'_>,
        samples: &mut Samples,
    ) -> Result<(Deleted, Receipt), StoreError> {
        self.forget_times();
        self.write(|tx| {
            scour::pending(tx)?;
            let mut deleted = Deleted::default();
            let mut names = Vec::new();
            for id in ids {
                let name = tx
                    .prepare_cached("SELECT source, external_id FROM conversation WHERE id = ?1")?
                    .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                names.extend(name);
                empty(tx, *id, Deletion::Erasure, erasing.receipt.at, samples, &mut deleted)?;
            }
            // A submission on its way, or kept to be written again, may hold remarks about these reviews.
            let held = "outgoing = 1 AND length(bytes) > 0 AND word = 'submission' AND id IN \
                (SELECT s.bundle FROM submission s, json_each(s.reviews) j, review r \
                 WHERE r.id = json_extract(j.value, '$[0]') AND r.conversation IN (SELECT value FROM json_each(?1)))";
            drop_bytes(tx, held, [serde_json::to_string(ids)?], samples, &mut deleted)?;
            let who = directory::known_as(tx, erasing.who)?;
            for who in &who {
                deleted.waiting += waiting::erase(tx, who, samples)?;
                deleted.people += directory::erase(tx, who, samples)?;
                samples.customer(who);
            }
            let mut receipt = erasing.receipt.clone();
            let (who, conversations) = receipts::digests(tx, erasing.random, &who, &names)?;
            (receipt.told.who, receipt.told.conversations) = (who, conversations);
            receipt.told.counts = counts(&deleted);
            record::put(tx, &receipt)?;
            Ok((deleted, receipt))
        })
    }
}

/// What was deleted, by name; what there was nothing of is left out.
pub fn counts(deleted: &Deleted) -> std::collections::BTreeMap<String, u64> {
    [
        ("conversations", deleted.conversations),
        ("emptied", deleted.emptied),
        ("messages", deleted.messages),
        ("reviews", deleted.reviews),
        ("stripped", deleted.stripped),
        ("exchanges", deleted.exchanges),
        ("facts", deleted.facts),
        ("bundles", deleted.bundles),
        ("precedents", deleted.precedents),
        ("draws", deleted.draws),
        ("submissions", deleted.submissions),
        ("refusals", deleted.refusals),
        ("waiting", deleted.waiting),
        ("people", deleted.people),
    ]
    .into_iter()
    .filter(|(_, n)| *n > 0)
    .map(|(name, n)| (name.to_owned(), n))
    .collect()
}

impl std::ops::AddAssign for Deleted {
    fn add_assign(&mut self, other: Deleted) {
        self.conversations += other.conversations;
        self.emptied += other.emptied;
        self.messages += other.messages;
        self.reviews += other.reviews;
        self.stripped += other.stripped;
        self.exchanges += other.exchanges;
        self.facts += other.facts;
        self.bundles += other.bundles;
        self.precedents += other.precedents;
        self.draws += other.draws;
        self.submissions += other.submissions;
        self.refusals += other.refusals;
        self.waiting += other.waiting;
        self.people += other.people;
    }
}

/// Deletes the words of one conversation.
fn empty(
    db: &Connection,
    id: i64,
    why: Deletion,
    at: i64,
    samples: &mut Samples,
    deleted: &mut Deleted,
) -> Result<(), StoreError> {
    let Some(stored) = rows::load(db, id)? else { return Ok(()) };
    take_samples(&stored, samples);
    deleted.conversations += 1;
    deleted.messages += stored.placed.len() as u64;

    delete_exchanges(db, "conversation", id, samples, deleted)?;
    let (mut gone, mut stays) = (BTreeSet::new(), Vec::new());
    let mut statement = db.prepare_cached("SELECT id, state FROM review WHERE conversation = ?1")?;
    let mut reviews = statement.query([id])?;
    while let Some(row) = reviews.next()? {
        let state: String = row.get(1)?;
        if matches!(state.as_str(), "draft" | "voided") {
            gone.insert(row.get(0)?);
        } else {
            stays.push(row.get(0)?);
        }
    }
    for review in &gone {
        delete_review(db, *review, samples, deleted)?;
    }
    submissions::forget_reviews(db, &gone)?;
    for review in &stays {
        strip_review(db, *review, samples)?;
        deleted.stripped += 1;
    }
    precedents(db, id, why, samples, deleted)?;

    // The index forgets a text by reading it: before it goes.
    let indexed = id <= meta_number(db, words::INDEXED_TO)?;
    if indexed {
        words::forget_all(db, id)?;
    }
    vendor::forget(db, id)?;
    course::forget(db, id)?;
    let (first, last) = message_ids(id);
    db.prepare_cached("DELETE FROM message WHERE id BETWEEN ?1 AND ?2")?.execute([first, last])?;
    if named(db, id)? {
        rows::save_head(db, &husk(&stored, why, at), 0, false)?;
        if indexed {
            words::learn_heading(db, id)?;
        }
        record::put(db, &Emptied { conversation: id, at, why })?;
        deleted.emptied += 1;
    } else {
        db.prepare_cached("DELETE FROM emptied WHERE conversation = ?1")?.execute([id])?;
        db.prepare_cached("DELETE FROM conversation WHERE id = ?1")?.execute([id])?;
    }
    Ok(())
}

/// Whether a review or a draw names a conversation.
fn named(db: &Connection, id: i64) -> Result<bool, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT EXISTS(SELECT 1 FROM review WHERE conversation = ?1) \
             OR EXISTS(SELECT 1 FROM drawn WHERE conversation = ?1)",
        )?
        .query_row([id], |row| row.get(0))?)
}

/// What stays of a conversation: where and when it was, and whose work. After an erasure not even its id in the help
/// desk, by which the customer could be found there.
fn husk(stored: &Stored, why: Deletion, at: i64) -> Stored {
    let head = &stored.head;
    let mut husk = Stored {
        id: stored.id,
        head: Conversation {
            source: head.source.clone(),
            external_id: match why {
                Deletion::Purge => head.external_id.clone(),
                Deletion::Erasure => format!("erased-{}", stored.id),
            },
            channel: head.channel.clone(),
            subject: String::new(),
            status: head.status,
            opened_at: head.opened_at,
            closed_at: head.closed_at,
            agent: head.agent.clone(),
            customer: String::new(),
            tags: Vec::new(),
            csat: None,
            transfers: head.transfers,
            reopens: head.reopens,
            messages: Vec::new(),
        },
        placed: Vec::new(),
        slots: 0,
        // That of the words could be held against a guess.
        snapshot: Digest([0; 32]),
        taken_at: at,
        digest: Digest([0; 32]),
    };
    husk.digest = husk.seen();
    husk
}

fn take_samples(stored: &Stored, samples: &mut Samples) {
    let head = &stored.head;
    samples.take("conversation", &head.subject);
    samples.take("conversation", &head.customer);
    if let Some(comment) = head.csat.as_ref().and_then(|csat| csat.comment.as_deref()) {
        samples.take("conversation", comment);
    }
    for placed in &stored.placed {
        samples.take("message", &placed.message.text);
        samples.take_word(&placed.message.text);
        if let Some(html) = &placed.message.html {
            samples.take("message", html);
        }
    }
}

/// Deletes the exchanges that name something, with all that was said and sent in them.
fn delete_exchanges(
    db: &Connection,
    column: &str,
    id: i64,
    samples: &mut Samples,
    deleted: &mut Deleted,
) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached(&format!("SELECT id FROM exchange WHERE {column} = ?1"))?;
    let exchanges: Vec<[u8; 16]> = statement.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for exchange in exchanges {
        sample(db, "fact", "SELECT body FROM fact WHERE exchange = ?1", [exchange], samples)?;
        deleted.facts +=
            db.prepare_cached("DELETE FROM fact WHERE exchange = ?1")?.execute([exchange])? as u64;
        drop_bytes(db, "exchange = ?1 AND outgoing = 1", [exchange], samples, deleted)?;
        db.prepare_cached("DELETE FROM exchange WHERE id = ?1")?.execute([exchange])?;
        deleted.exchanges += 1;
    }
    Ok(())
}

/// Takes the bytes out of bundles of mine. One that was sent stays known by its name; one that never left goes.
fn drop_bytes(
    db: &Connection,
    condition: &str,
    bound: impl rusqlite::Params,
    samples: &mut Samples,
    deleted: &mut Deleted,
) -> Result<(), StoreError> {
    let rest = format!("WHERE {condition}");
    let ids: Vec<[u8; 16]> = db
        .prepare_cached(&format!("SELECT id FROM bundle {rest}"))?
        .query_map(bound, |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in ids {
        if let Some(bytes) = super::bundles::drop_bytes(db, id)? {
            samples.bytes("bundle", &bytes[..bytes.len().min(32)]);
            samples.bytes("bundle", &bytes[bytes.len().saturating_sub(32)..]);
            deleted.bundles += 1;
        }
    }
    Ok(())
}

fn sample(
    db: &Connection,
    table: &'static str,
    sql: &str,
    bound: impl rusqlite::Params,
    samples: &mut Samples,
) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(bound)?;
    while let Some(row) = rows.next()? {
        samples.take(table, &row.get::<_, String>(0)?);
    }
    Ok(())
}

fn delete_review(
    db: &Connection,
    id: i64,
    samples: &mut Samples,
    deleted: &mut Deleted,
) -> Result<(), StoreError> {
    sample(db, "entry", "SELECT act FROM entry WHERE review = ?1", [id], samples)?;
    sample(db, "sheet", "SELECT answers FROM sheet WHERE review = ?1", [id], samples)?;
    for table in ["entry", "sheet", "sealed"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE review = ?1"))?.execute([id])?;
    }
    deleted.reviews += db.prepare_cached("DELETE FROM review WHERE id = ?1")?.execute([id])? as u64;
    Ok(())
}

/// Leaves the answers of a sealed review, and nothing that could quote.
fn strip_review(db: &Connection, id: i64, samples: &mut Samples) -> Result<(), StoreError> {
    sample(db, "entry", "SELECT act FROM entry WHERE review = ?1", [id], samples)?;
    db.prepare_cached("DELETE FROM entry WHERE review = ?1")?.execute([id])?;
    let mut statement = db.prepare_cached(
        "SELECT s.conversation, s.checklist, s.role, s.drawn, s.at, s.agent, s.answers, t.answers, t.seal, r.uid \
         FROM sealed s JOIN sheet t USING(review) JOIN review r ON r.id = s.review WHERE s.review = ?1",
    )?;
    let mut found = statement.query([id])?;
    let Some(row) = found.next()? else { return Ok(()) };
    let whole: String = row.get(7)?;
    let mut sheet: Sheet = serde_json::from_str(&whole)?;
    for answer in sheet.0.values_mut() {
        samples.take("sheet", &answer.comment);
        answer.comment.clear();
        answer.evidence.clear();
    }
    let bare = serde_json::to_string(&sheet)?;
    let (role, agent, uid): (String, String, Vec<u8>) = (row.get(2)?, row.get(5)?, row.get(9)?);
    let (answers, seal): (Vec<u8>, Vec<u8>) = (row.get(6)?, row.get(8)?);
    // The seal stays as it was given to the colleague; without its random bytes no comment can be guessed from it.
    let nonce = [0; 32];
    let proof = Proof {
        uid: &Uuid::from_slice(&uid).map_err(|_| StoreError::Corrupt(None))?,
        conversation: row.get(0)?,
        checklist: row.get(1)?,
        role: &role,
        drawn: row.get(3)?,
        at: row.get(4)?,
        agent: &agent,
        answers: &answers,
        sheet: &bare,
        seal: &seal,
        nonce: &nonce,
    };
    db.prepare_cached("UPDATE sheet SET answers = ?2, nonce = ?3, digest = ?4 WHERE review = ?1")?
        .execute(params![id, bare, nonce.as_slice(), proof.digest().0.as_slice()])?;
    Ok(())
}

/// A purge leaves agreed answers their own, longer clock; an erasure does not, as a reason may tell of the case.
fn precedents(
    db: &Connection,
    id: i64,
    why: Deletion,
    samples: &mut Samples,
    deleted: &mut Deleted,
) -> Result<(), StoreError> {
    match why {
        Deletion::Purge => {
            for mut precedent in record::all::<Precedent>(db, "WHERE conversation = ?1", [id])? {
                precedent.conversation = None;
                record::put(db, &precedent)?;
            }
        }
        Deletion::Erasure => {
            sample(db, "precedent", "SELECT because FROM precedent WHERE conversation = ?1", [id], samples)?;
            deleted.precedents +=
                db.prepare_cached("DELETE FROM precedent WHERE conversation = ?1")?.execute([id])? as u64;
        }
    }
    Ok(())
}

/// Deletes emptied conversations that nothing names any more.
fn clear_emptied(db: &Connection) -> Result<(), StoreError> {
    // An older program deletes a conversation and knows of no course.
    db.execute("DELETE FROM course WHERE conversation NOT IN (SELECT id FROM conversation)", [])?;
    let ids: Vec<i64> = db
        .prepare_cached(
            "SELECT conversation FROM emptied e WHERE NOT EXISTS(SELECT 1 FROM review r WHERE r.conversation = e.conversation) \
             AND NOT EXISTS(SELECT 1 FROM drawn d WHERE d.conversation = e.conversation)",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in ids {
        if id <= meta_number(db, words::INDEXED_TO)? {
            words::forget_heading(db, id)?;
        }
        db.prepare_cached("DELETE FROM emptied WHERE conversation = ?1")?.execute([id])?;
        db.prepare_cached("DELETE FROM conversation WHERE id = ?1")?.execute([id])?;
    }
    Ok(())
}
