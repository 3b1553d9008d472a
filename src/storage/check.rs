//! The full check, for `doctor`: what SQLite can see, and what it cannot (one flipped bit in a text). Findings name
//! records by number and never quote them, so that they can be pasted anywhere.

use rusqlite::Connection;
use rusqlite::types::Value;
use uuid::Uuid;

use super::bundles::{BundleRow, Refusal};
use super::cards::CardRow;
use super::directory::DirectoryRow;
use super::erase::Emptied;
use super::exchanges::ExchangeRow;
use super::goals::{GoalRow, PromiseRow, ValueRow};
use super::handed::Handed;
use super::kept::KeptRow;
use super::people::Person;
use super::precedents::Precedent;
use super::published::Publication;
use super::receipts::Receipt;
use super::record::{Record, each_damaged};
use super::said::FactRow;
use super::seals::Proof;
use super::submissions::Submitted;
use super::typed::TypedRow;
use super::vendor::VendorRow;
use super::waiting::Waiting;
use super::words::INDEXED_TO;
use super::{Store, StoreError, course, meta_digest, meta_number, reviews as written, rows};
use crate::both;
use crate::domain::checklist::Checklist;
use crate::domain::history::{Act, Change};
use crate::domain::review::Sheet;
use crate::domain::shown::Shown;
use crate::words::Bilingual;

/// Something that the check found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What, and in which record.
    pub text: Bilingual,
    /// Whether something is broken; otherwise it is only worth knowing.
    pub damage: bool,
    /// The row that is broken, where it is one.
    pub(super) broken: Option<Broken>,
}

/// A row that is not as it was written: its table, and what names it there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Broken {
    pub(super) table: &'static str,
    pub(super) key: Vec<(&'static str, Value)>,
}

fn broken(table: &'static str, column: &'static str, key: impl Into<Value>) -> Option<Broken> {
    Some(Broken { table, key: vec![(column, key.into())] })
}

/// Findings of SQLite's own check that are told one by one.
const TOLD: usize = 20;

type Found = Vec<Finding>;

fn damage(found: &mut Found, broken: Option<Broken>, text: Bilingual) {
    found.push(Finding { text, damage: true, broken });
}

impl Store {
    /// Checks everything. An empty list means that every record is as it was written.
    pub fn check(&self) -> Result<Vec<Finding>, StoreError> {
        let mut found = Found::new();
        let db = &self.db;
        for part in [
            structure,
            references,
            settings,
            index,
            checklists,
            reviews,
            logs,
            seals,
            draws,
            records::<Person>,
            records::<CardRow>,
            records::<FactRow>,
            records::<ExchangeRow>,
            records::<BundleRow>,
            records::<Refusal>,
            records::<Precedent>,
            records::<Submitted>,
            records::<TypedRow>,
            records::<Emptied>,
            records::<KeptRow>,
            records::<Receipt>,
            records::<GoalRow>,
            records::<PromiseRow>,
            records::<ValueRow>,
            records::<Handed>,
            records::<Publication>,
            records::<VendorRow>,
            records::<DirectoryRow>,
            records::<Waiting>,
            orphans,
        ] {
            // Damage may stop one part; the others still say what they see.
            if let Err(error) = part(db, &mut found) {
                self.stopped(error, &mut found)?;
            }
        }
        if let Err(error) = self.conversations(&mut found) {
            self.stopped(error, &mut found)?;
        }
        Ok(found)
    }

    fn stopped(&self, error: StoreError, found: &mut Found) -> Result<(), StoreError> {
        match error {
            StoreError::Corrupt(_) | StoreError::NotADatabase(_) | StoreError::Unexpected(_) => {
                let text = Bilingual::fixed(
                    "A part of the store cannot be read.",
                    "Une partie de la base est illisible.",
                );
                damage(found, None, text);
                Ok(())
            }
            error => Err(self.told(error)),
        }
    }

    fn conversations(&self, found: &mut Found) -> Result<(), StoreError> {
        let mut ids = self.db.prepare("SELECT id, messages FROM conversation NOT INDEXED ORDER BY id")?;
        let mut rows = ids.query([])?;
        let mut laid = self.db.prepare_cached(course::ROW)?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let sound = match rows::load(&self.db, id) {
                Ok(Some(stored)) => {
                    if !course::is_sound(&mut laid, &stored)? {
                        damage(
                            found,
                            broken("course", "conversation", id),
                            both!(
                                "What figures read of conversation c{id} is not what its messages say.",
                                "Ce que les chiffres lisent de la conversation c{id} n’est pas ce que disent ses messages."
                            ),
                        );
                    }
                    stored.seen() == stored.digest && stored.placed.len() as i64 == row.get::<_, i64>(1)?
                }
                Ok(None) | Err(StoreError::Corrupt(_)) => false,
                Err(error) => return Err(error),
            };
            if !sound {
                damage(
                    found,
                    broken("conversation", "id", id),
                    both!(
                        "Conversation c{id} is not as it was taken in.",
                        "La conversation c{id} n’est plus telle qu’elle a été importée."
                    ),
                );
            }
        }
        Ok(())
    }
}

fn structure(db: &Connection, found: &mut Found) -> Result<(), StoreError> {
    let mut statement = db.prepare(&format!("PRAGMA integrity_check({TOLD})"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let said: String = row.get(0)?;
        if said != "ok" {
            let said = Shown::short(&said, 120);
            damage(
                found,
                None,
                both!(
                    "The file’s structure is damaged: {said}",
                    "La structure du fichier est endommagée\u{202f}: {said}"
                ),
            );
        }
    }
    Ok(())
}

fn references(db: &Connection, found: &mut Found) -> Result<(), StoreError> {
    let mut statement = db.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, id): (String, Option<i64>) = (row.get(0)?, row.get(1)?);
        let (table, id) = (Shown::short(&table, 40), id.unwrap_or(0));
        damage(
            found,
            None,
            both!(
                "Record {id} of `{table}` points to something that is not there.",
                "L’enregistrement {id} de «\u{202f}{table}\u{202f}» renvoie à un élément absent."
            ),
        );
    }
    Ok(())
}

fn settings(db: &Connection, found: &mut Found) -> Result<(), StoreError> {
    let mut statement = db.prepare("SELECT key, value, digest FROM meta")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let sound = match (row.get_ref(0)?.as_str(), row.get_ref(1)?.as_str(), row.get_ref(2)?.as_blob()) {
            (Ok(key), Ok(value), Ok(digest)) => meta_digest(key, value).0.as_slice() == digest,
            _ => false,
        };
        if !sound {
            damage(
                found,
                row.get_ref(0)?.as_str().ok().and_then(|key| broken("meta", "key", key.to_owned())),
                Bilingual::fixed(
                    "A setting of the store is not as it was written.",
                    "Un réglage de la base n’est plus tel qu’il a été écrit.",
                ),
            );
        }
    }
    Ok(())
}

fn index(db: &Connection, found: &mut Found) -> Result<(), StoreError> {
    let mark = meta_number(db, INDEXED_TO)?;
    let waiting: i64 =
        db.query_row("SELECT count(*) FROM conversation WHERE id > ?1", [mark], |row| row.get(0))?;
    // With conversations still waiting for the index, it cannot equal the texts; its own structure can be checked.
    let depth = i64::from(waiting == 0);
    match db.execute("INSERT INTO word(word, rank) VALUES('integrity-check', ?1)", [depth]) {
        Ok(_) => {}
        Err(error) => match StoreError::from(error) {
            // A reader cannot run this check, and need not.
            StoreError::ReadOnly => {}
            StoreError::Corrupt(_) => damage(
                found,
                None,
                Bilingual::fixed(
                    "The index of words does not match the messages.",
                    "L’index des mots ne correspond pas aux messages.",
                ),
            ),
            error => return Err(error),
        },
    }
    if waiting > 0 {
        let text = both!(
            "{waiting} conversations are not in the index of words yet.",
            "{waiting} conversations ne sont pas encore dans l’index des mots."
        );
        found.push(Finding { text, damage: false, broken: None });
    }
    Ok(())
}

fn checklists(db: &Connection, found: &mut Found) -> Result<(), StoreError> {
    let mut statement = db.prepare("SELECT id, digest, content, name, version FROM checklist")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, digest): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let sound = row
            .get_ref(2)?
            .as_str()
            .ok()
            .and_then(|json| serde_json::from_str::<Checklist>(json).ok())
            .is_some_and(|checklist| {
                checklist.digest().0.as_slice() == digest
                    && row.get_ref(3).is_ok_and(|name| name.as_str() == Ok(checklist.id.as_str()))
                    && row.get(4) == Ok(checklist.version)
            });
        if !sound {
            damage(
                found,
                broken("checklist", "id", id),
                both!(
                    "Checklist {id} is not as it was kept.",
                    "La liste de contrôle {id} n’est plus telle qu’elle a été gardée."
                ),
            );
        }
    }
    Ok(())
}

fn reviews(db: &Connection, found: &mut Found) -> Result<(), StoreError> {
    let mut statement = db.prepare(&format!("{} NOT INDEXED", written::COLUMNS))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let sound = match (written::record(row), row.get_ref(11)?.as_blob()) {
            (Ok(record), Ok(digest)) => record.digest().0.as_slice() == digest,
            _ => false,
        };
        if !sound {
            damage(
                found,
                broken("review", "id", id),
                both!(
                    "Review {id} is not as it was written.",
                    "L’évaluation {id} n’est plus telle qu’elle a été écrite."
                ),
            );
        }
    }
    Ok(())
}

fn draws(db: &Connection, found: &mut Found) -> Result<(), StoreError> {
    let mut statement = db.prepare("SELECT id, digest FROM draw")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, digest): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let sound = match super::draws::load(db, id) {
            Ok(Some(draw)) => draw.digest()?.0.as_slice() == digest,
            Ok(None) | Err(_) => false,
        };
        if !sound {
            damage(
                found,
                broken("draw", "id", id),
                both!("Draw {id} is not as it was kept.", "Le tirage {id} n’est plus tel qu’il a été gardé."),
            );
        }
    }
    Ok(())
}

fn logs(db: &Connection, found: &mut Found) -> Result<(), StoreError> {
    let mut statement = db.prepare(
        "SELECT e.review, e.place, e.at, e.act, e.digest, r.uid FROM entry e JOIN review r ON r.id = e.review \
         ORDER BY e.review, e.place",
    )?;
    let mut rows = statement.query([])?;
    let (mut review, mut next, mut told) = (i64::MIN, 0, false);
    while let Some(row) = rows.next()? {
        let (this, place, at): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if this != review {
            (review, next, told) = (this, 0, false);
        }
        let (digest, uid): (Vec<u8>, Vec<u8>) = (row.get(4)?, row.get(5)?);
        let sound = place == next
            && match (row.get_ref(3)?.as_str(), Uuid::from_slice(&uid)) {
                (Ok(act), Ok(uid)) => {
                    written::entry_digest(&uid, place, at, act).0.as_slice() == digest
                        && serde_json::from_str::<Act>(act).is_ok_and(|act| named(&act))
                }
                _ => false,
            };
        next = place + 1;
        if !sound && !told {
            told = true;
            damage(
                found,
                Some(Broken {
                    table: "entry",
                    key: vec![("review", review.into()), ("place", place.into())],
                }),
                both!(
                    "The log of review {review} is not as it was written, from entry {place} on.",
                    "Le journal de l’évaluation {review} n’est plus tel qu’il a été écrit, à partir de l’entrée {place}."
                ),
            );
        }
    }
    Ok(())
}

/// A change always names its item.
fn named(act: &Act) -> bool {
    match act {
        Act::Step(changes) => changes.iter().all(|Change { item, .. }| !item.is_empty()),
        Act::Undo | Act::Redo => true,
    }
}

fn seals(db: &Connection, found: &mut Found) -> Result<(), StoreError> {
    let mut statement = db.prepare(
        "SELECT s.review, s.conversation, s.checklist, s.role, s.drawn, s.at, s.agent, s.answers, t.answers, t.seal, \
         t.nonce, t.digest, r.uid FROM sealed s LEFT JOIN sheet t USING(review) JOIN review r ON r.id = s.review",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let review: i64 = row.get(0)?;
        let intact = || -> Option<bool> {
            let uid: Vec<u8> = row.get(12).ok()?;
            let sheet = row.get_ref(8).ok()?.as_str().ok()?;
            let proof = Proof {
                uid: &Uuid::from_slice(&uid).ok()?,
                conversation: row.get(1).ok()?,
                checklist: row.get(2).ok()?,
                role: row.get_ref(3).ok()?.as_str().ok()?,
                drawn: row.get(4).ok()?,
                at: row.get(5).ok()?,
                agent: row.get_ref(6).ok()?.as_str().ok()?,
                answers: row.get_ref(7).ok()?.as_blob().ok()?,
                sheet,
                seal: row.get_ref(9).ok()?.as_blob().ok()?,
                nonce: row.get_ref(10).ok()?.as_blob().ok()?,
            };
            let kept = row.get_ref(11).ok()?.as_blob().ok()?;
            Some(proof.digest().0.as_slice() == kept && serde_json::from_str::<Sheet>(sheet).is_ok())
        };
        if intact() != Some(true) {
            damage(
                found,
                broken("sheet", "review", review),
                both!(
                    "Sealed review {review} is not as it was sealed.",
                    "L’évaluation scellée {review} n’est plus telle qu’elle a été scellée."
                ),
            );
        }
    }
    Ok(())
}

fn records<R: Record>(db: &Connection, found: &mut Found) -> Result<(), StoreError> {
    each_damaged::<R>(db, &mut |name, key| {
        let key = R::COLUMNS[..R::KEY].iter().copied().zip(key).collect();
        damage(found, Some(Broken { table: R::TABLE, key }), R::damaged(name));
    })
}

fn orphans(db: &Connection, found: &mut Found) -> Result<(), StoreError> {
    let lost: i64 = db.query_row(
        "SELECT count(*) FROM message m WHERE NOT EXISTS(SELECT 1 FROM conversation c WHERE c.id = m.id >> 20)",
        [],
        |row| row.get(0),
    )?;
    if lost > 0 {
        damage(
            found,
            None,
            both!(
                "{lost} messages belong to no conversation.",
                "{lost} messages n’appartiennent à aucune conversation."
            ),
        );
    }
    let wrong = "SELECT id FROM review r WHERE (state NOT IN ('draft', 'voided')) <> \
         EXISTS(SELECT 1 FROM sealed s WHERE s.review = r.id AND voided = 0)";
    let mut statement = db.prepare(wrong)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        damage(
            found,
            broken("sheet", "review", id),
            both!(
                "Review {id} is marked as sealed but holds no seal, or the other way round.",
                "L’évaluation {id} est marquée comme scellée mais n’a pas de sceau, ou l’inverse."
            ),
        );
    }
    Ok(())
}
