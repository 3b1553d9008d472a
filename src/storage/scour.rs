//! After a deletion: the file is written anew without the holes, and the program looks itself whether anything of what
//! was deleted still stands in its bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::Value;

use super::samples::{self, Samples, WORDS};
use super::{Store, StoreError, backup, meta, open, set_meta};

/// What looking for deleted pieces found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Pieces looked for.
    pub pieces: u64,
    /// Bytes looked through: the file, and its journal.
    pub bytes: u64,
    /// Pieces found that stand in nothing that is kept: there should be none.
    pub found: u64,
    /// Pieces that stand in something that is kept as well, and so prove nothing.
    pub elsewhere: u64,
}

/// A copy of the store, which holds what was deleted since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Its file.
    pub path: PathBuf,
    /// When it was made, in microseconds.
    pub at: i64,
    /// Its size.
    pub bytes: u64,
}

/// Set with the first deletion, cleared after the proof: a run that was killed in between is brought to its end.
const PENDING: &str = "scour_pending";

/// Beyond this size the file that is written anew does not fit comfortably into memory.
const IN_MEMORY: u64 = 256 << 20;

/// Says that something was deleted, inside the transaction that does it.
pub(super) fn pending(db: &Connection) -> Result<(), StoreError> {
    set_meta(db, PENDING, "1")
}

impl Store {
    /// Whether a deletion was not brought to its end.
    pub fn scour_pending(&self) -> Result<bool, StoreError> {
        self.read(|db| Ok(meta(db, PENDING)?.is_some_and(|said| said == "1")))
    }

    /// Writes the file anew without what was deleted. It needs about twice the file's size of free space; where that is
    /// missing nothing changes, and what was deleted stays deleted.
    pub fn rewrite(&mut self) -> Result<(), StoreError> {
        self.may_write()?;
        let large = self.size()?.bytes > IN_MEMORY;
        let result = (|| {
            // Whatever the index still holds of deleted words goes as well.
            self.db.execute("INSERT INTO word(word) VALUES('optimize')", [])?;
            if large {
                self.db.pragma_update(None, "temp_store", 1)?;
            }
            let made = self.db.execute_batch("VACUUM");
            if large {
                self.db.pragma_update(None, "temp_store", 2)?;
            }
            Ok(made?)
        })();
        result.map_err(|error| self.told(error))
    }

    /// Looks for pieces of what was deleted in the bytes of the store's files. Not inside a transaction: reading the file
    /// beside SQLite would let go of its lock.
    pub fn prove(&self, samples: &Samples) -> Result<Proof, StoreError> {
        let pieces = samples.pieces();
        let mut proof = Proof { pieces: pieces.len() as u64, ..Proof::default() };
        let Some(path) = &self.path else { return Ok(proof) };
        let bytes: Vec<&[u8]> = pieces.iter().map(|(_, piece)| *piece).collect();
        let mut found = std::collections::BTreeSet::new();
        for file in [path.clone(), open::beside(path, "-journal"), open::beside(path, "-wal")] {
            let mut file = match fs::File::open(&file) {
                Ok(file) => file,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => return Err(StoreError::from(error).at(Some(&file))),
            };
            let (here, read) = samples::look(&mut file, &bytes)?;
            proof.bytes += read;
            found.extend(here);
        }
        self.read(|db| {
            for place in found {
                let (table, piece) = pieces[place];
                if kept_elsewhere(db, table == WORDS, piece)? {
                    proof.elsewhere += 1;
                } else {
                    proof.found += 1;
                }
            }
            Ok(())
        })?;
        Ok(proof)
    }

    /// The deletion is at its end.
    pub fn scoured(&mut self) -> Result<(), StoreError> {
        self.write(|tx| set_meta(tx, PENDING, "0"))
    }

    /// Copies of the store that lie beside it, the oldest first.
    pub fn copies(&self) -> Result<Vec<Copy>, StoreError> {
        let Some(folder) = self.path.as_deref().and_then(Path::parent) else { return Ok(Vec::new()) };
        let mut copies = Vec::new();
        for (folder, begins) in [(folder.join(backup::FOLDER), ""), (folder.to_owned(), "aplomb-replaced-")] {
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => return Err(StoreError::from(error).at(Some(&folder))),
            };
            for entry in entries.flatten() {
                let named = entry.file_name().to_string_lossy().starts_with(begins);
                let Some(meta) = entry.metadata().ok().filter(|meta| named && meta.is_file()) else {
                    continue;
                };
                let at = meta.modified().ok().and_then(|at| jiff::Timestamp::try_from(at).ok());
                copies.push(Copy {
                    path: entry.path(),
                    at: at.unwrap_or_default().as_microsecond(),
                    bytes: meta.len(),
                });
            }
        }
        copies.sort_by(|a, b| a.at.cmp(&b.at).then(a.path.cmp(&b.path)));
        Ok(copies)
    }
}

/// Whether a piece stands in a row that is kept.
fn kept_elsewhere(db: &Connection, word: bool, piece: &[u8]) -> Result<bool, StoreError> {
    let text = String::from_utf8_lossy(piece);
    if word {
        // A longer word of the index may begin with it.
        let begins = format!("\"{text}\" *");
        if db.prepare_cached("SELECT 1 FROM word WHERE word MATCH ?1 LIMIT 1")?.exists([begins])? {
            return Ok(true);
        }
    }
    // The tables' own definitions and the index's settings are words as well.
    let own = [("sqlite_schema", "sql"), ("word_config", "k")];
    let own = own.map(|(table, column)| (table.to_owned(), vec![column.to_owned()]));
    for (table, columns) in own.into_iter().chain(tables(db)?) {
        let conditions: Vec<String> = columns
            .iter()
            .map(|column| match word {
                true => format!("instr(lower(CAST(\"{column}\" AS TEXT)), ?1) > 0"),
                false => format!("instr(CAST(\"{column}\" AS BLOB), ?1) > 0"),
            })
            .collect();
        let piece = match word {
            true => Value::Text(text.to_string()),
            false => Value::Blob(piece.to_vec()),
        };
        let sql = format!("SELECT 1 FROM \"{table}\" WHERE {} LIMIT 1", conditions.join(" OR "));
        if db.prepare_cached(&sql)?.exists([piece])? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Every table that holds texts of its own, with the columns that do. The index holds only words of theirs.
fn tables(db: &Connection) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c \
         WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND c.type IN ('TEXT', 'BLOB')",
    )?;
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        tables.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(tables)
}
