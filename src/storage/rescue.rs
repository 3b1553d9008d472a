//! What can still be read of a damaged store, as a sound one. Every row that stands in a page is taken into a new file and
//! held against its digest. Undamaged records come out as they were; of a conversation, what is left of it, marked so
//! that nobody takes it for whole; the rest is left out. Everything that is not as it was is named.

mod mend;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use self::tables::Table;
use super::migrate::VERSION;
use super::pages::Pages;
use super::words::INDEXED_TO;
use super::{Access, Restored, Store, StoreError, backup, course, ground, open, rows, schema};
use crate::both;
use crate::domain::checklist::Checklist;
use crate::domain::shown::Shown;
use crate::words::Bilingual;

/// The tag of a conversation that is not whole any more.
pub const DAMAGED: &str = "damaged";

/// Times that the new file is checked and mended: what one mend leaves without its ground, the next takes away.
const ROUNDS: usize = 6;

/// What came out of a damaged store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescued {
    /// What the store holds now.
    pub restored: Restored,
    /// Everything that is not as it was, one sentence each.
    pub lost: Vec<Bilingual>,
}

/// Makes a sound store of what can be read of `damaged`, and puts it in the place of `store`, which may be the same file
/// and is kept beside. Checklists that the program knows stand in for their damaged copies.
pub fn rescue(damaged: &Path, store: &Path, known: &[&Checklist], now: i64) -> Result<Rescued, StoreError> {
    let damaged = damaged.canonicalize().map_err(|error| StoreError::from(error).at(Some(damaged)))?;
    if !fs::metadata(&damaged)?.is_file() {
        return Err(StoreError::Link(damaged));
    }
    let folder = match store.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    ground::folder(folder)?;
    let room = tempfile::Builder::new()
        .prefix(".aplomb-rescue-")
        .tempdir_in(folder)
        .map_err(|error| StoreError::from(error).at(Some(folder)))?;
    let source = rolled_back(&damaged, room.path())?;
    let next = room.path().join("aplomb.db");
    let lost = fill(&source, &next, known, now)?;
    let restored = backup::restore(&next, store, now)?;
    Ok(Rescued { restored, lost })
}

/// The file as it is; or a copy of it in which what a killed process left half done is undone.
fn rolled_back(damaged: &Path, room: &Path) -> Result<PathBuf, StoreError> {
    let journal = open::beside(damaged, "-journal");
    if fs::metadata(&journal).map_or(0, |journal| journal.len()) == 0 {
        return Ok(damaged.to_owned());
    }
    let copy = room.join("damaged.db");
    ground::create(&copy)?;
    fs::copy(damaged, &copy)?;
    fs::copy(journal, open::beside(&copy, "-journal"))?;
    if let Ok(db) = open::connect(&copy, Access::Write) {
        // Damage may be met on the way; the rows are read without SQLite.
        let _ = db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    }
    Ok(copy)
}

fn fill(source: &Path, next: &Path, known: &[&Checklist], now: i64) -> Result<Vec<Bilingual>, StoreError> {
    let mut store = Store::open(next, Access::Write, now)?.store;
    // Nobody knows the file yet, and it is checked before anyone does.
    store.db.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF")?;
    let tables = tables::of(&store.db)?;
    if take_rows(source, &mut store.db, &tables)? == 0 {
        return Err(StoreError::Nothing(source.to_owned()));
    }
    // What figures read is made anew from the messages that are left, as is the index of words.
    store.db.execute("DELETE FROM course", [])?;
    let mut lost = unreadable(source, &store.db, &tables, known)?;
    store.db.execute("DELETE FROM meta WHERE key = ?1", [INDEXED_TO])?;
    for _ in 0..ROUNDS {
        let findings: Vec<_> = store.check()?.into_iter().filter(|finding| finding.damage).collect();
        if findings.is_empty() {
            course::lay_all(&store.db)?;
            return Ok(lost);
        }
        let tx = store.db.transaction()?;
        for finding in &findings {
            if let Some(broken) = &finding.broken {
                mend::row(&tx, broken, known)?;
            }
        }
        // What points to nothing is told by what it pointed to.
        let named =
            findings.into_iter().filter(|finding| finding.broken.is_some()).map(|finding| finding.text);
        for text in named.chain(mend::ground(&tx)?) {
            if !lost.contains(&text) {
                lost.push(text);
            }
        }
        tx.commit()?;
    }
    Err(StoreError::Corrupt(None))
}

/// Every row of every page goes into the table that it fits; the first of two with one name stays. Returns how many.
fn take_rows(source: &Path, db: &mut Connection, tables: &[Table]) -> Result<usize, StoreError> {
    let mut taken = 0;
    let tx = db.transaction()?;
    let mut pages = Pages::open(source).map_err(|error| StoreError::from(error).at(Some(source)))?;
    pages.each_row::<StoreError>(&mut |row| {
        let mut fitting = tables.iter().filter_map(|table| Some((table, table.fits(&row)?)));
        let Some(mut found) = fitting.next() else { return Ok(()) };
        // Two tables may look alike: the digest knows which.
        for other in fitting {
            if other.0.is_signed(&other.1) {
                found = other;
            }
        }
        let (table, values) = found;
        match tx.prepare_cached(&table.insert)?.execute(params_from_iter(values)) {
            Ok(one) => {
                taken += one;
                Ok(())
            }
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    })?;
    tx.commit()?;
    Ok(taken)
}

/// Rows that the damaged file or one of its indexes still names and that did not come out; and, where its structure is
/// damaged, that there may be more. A conversation among them gets its name back, for the messages and reviews that are
/// left.
fn unreadable(
    source: &Path,
    db: &Connection,
    tables: &[Table],
    known: &[&Checklist],
) -> Result<Vec<Bilingual>, StoreError> {
    let mut lost = Vec::new();
    let Ok(old) = open::reader(source) else { return Ok(vec![ALL_UNSURE]) };
    let sound = old
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0))
        .is_ok_and(|said| said == "ok");
    if !sound {
        let version = old.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap_or(VERSION);
        lost.push(match schema::verify(&old, version) {
            Ok(()) => STRUCTURE,
            Err(_) => ALL_UNSURE,
        });
    }
    for table in tables.iter().filter(|table| table.name != "course") {
        for first in missing(&old, db, table)? {
            let told = gone(&table.name, first);
            if !lost.contains(&told) {
                lost.push(told);
            }
        }
        match table.name.as_str() {
            "conversation" => mend::name_again(&old, db)?,
            "checklist" => mend::checklists_again(&old, db, known)?,
            _ => {}
        }
    }
    if !sound {
        lost.extend(cut_logs(db)?);
    }
    Ok(lost)
}

/// What is first in the names of rows that SQLite can still see in the damaged file, or one of its indexes names, and that
/// are not in the new one.
fn missing(old: &Connection, db: &Connection, table: &Table) -> Result<Vec<Option<i64>>, StoreError> {
    let mut missing = Vec::new();
    let key = table.key.join(", ");
    let places: Vec<String> =
        table.key.iter().enumerate().map(|(n, column)| format!("{column} = ?{}", n + 1)).collect();
    let there = format!("SELECT 1 FROM \"{}\" WHERE {}", table.name, places.join(" AND "));
    let mut there = db.prepare(&there)?;
    let ways = table.indexes.iter().map(|index| format!("INDEXED BY \"{index}\""));
    for way in ways.chain(["NOT INDEXED".to_owned()]) {
        // Any of these may be damaged as well: as far as it goes.
        let Ok(mut statement) = old.prepare(&format!("SELECT {key} FROM \"{}\" {way}", table.name)) else {
            continue;
        };
        let Ok(mut rows) = statement.query([]) else { continue };
        while let Ok(Some(row)) = rows.next() {
            let name = (0..table.key.len()).map(|at| row.get(at)).collect::<Result<Vec<Value>, _>>();
            let Ok(name) = name else { continue };
            if !there.exists(params_from_iter(&name))? {
                let first =
                    if let Some(Value::Integer(number)) = name.first() { Some(*number) } else { None };
                if !missing.contains(&first) {
                    missing.push(first);
                }
            }
        }
    }
    Ok(missing)
}

/// Reviews whose newest answers are gone: a log does not say how long it is, but a draft when it last grew; and what is
/// sealed was answered.
fn cut_logs(db: &Connection) -> Result<Vec<Bilingual>, StoreError> {
    let mut statement = db.prepare(
        "SELECT id FROM review r WHERE (state = 'draft' AND changed_at <> coalesce((SELECT at FROM entry e \
         WHERE e.review = r.id ORDER BY place DESC LIMIT 1), begun_at)) OR \
         (state NOT IN ('draft', 'voided') AND NOT EXISTS(SELECT 1 FROM entry e WHERE e.review = r.id))",
    )?;
    let ids: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(ids.into_iter().map(|id| gone("entry", Some(id))).collect())
}

const STRUCTURE: Bilingual = Bilingual::fixed(
    "The structure of the file was damaged: small records that nothing else names may be missing without a word.",
    "La structure du fichier était endommagée\u{202f}: de petits enregistrements que rien d’autre ne nomme peuvent manquer sans mention.",
);

const ALL_UNSURE: Bilingual = Bilingual::fixed(
    "The file’s own list of contents is damaged: what is missing cannot be named in full.",
    "La table des matières du fichier est endommagée\u{202f}: ce qui manque ne peut pas être nommé en entier.",
);

/// A row of a table, by what is first in its name where that is a number.
fn gone(table: &str, first: Option<i64>) -> Bilingual {
    let shown = Shown::short(table, 40);
    match (table, first) {
        ("conversation", Some(id)) => both!(
            "Conversation c{id} cannot be read any more; what is left of it is marked `{DAMAGED}`.",
            "La conversation c{id} n’est plus lisible\u{202f}; ce qu’il en reste est marqué «\u{202f}{DAMAGED}\u{202f}»."
        ),
        ("message", Some(id)) => {
            let id = id >> rows::SLOT_BITS;
            both!(
                "Conversation c{id} has lost messages; what is left of it is marked `{DAMAGED}`.",
                "La conversation c{id} a perdu des messages\u{202f}; ce qu’il en reste est marqué «\u{202f}{DAMAGED}\u{202f}»."
            )
        }
        ("review", Some(id)) => {
            both!("Review {id} cannot be read any more.", "L’évaluation {id} n’est plus lisible.")
        }
        ("entry" | "sheet" | "sealed", Some(id)) => both!(
            "Answers of review {id} cannot be read any more.",
            "Des réponses de l’évaluation {id} ne sont plus lisibles."
        ),
        (_, Some(id)) => both!(
            "Record {id} of `{shown}` cannot be read any more.",
            "L’enregistrement {id} de «\u{202f}{shown}\u{202f}» n’est plus lisible."
        ),
        (_, None) => both!(
            "A record of `{shown}` cannot be read any more.",
            "Un enregistrement de «\u{202f}{shown}\u{202f}» n’est plus lisible."
        ),
    }
}

/// What names a row, as a condition and its values.
fn condition(key: &[(&'static str, Value)]) -> (String, Vec<Value>) {
    let columns: Vec<String> =
        key.iter().enumerate().map(|(n, (column, _))| format!("{column} = ?{}", n + 1)).collect();
    (columns.join(" AND "), key.iter().map(|(_, value)| value.clone()).collect())
}
