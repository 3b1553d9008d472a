//! The first bytes of the file, read before SQLite sees it: SQLite takes an empty or cut file for a new store, and
//! "my history is gone" would look like a fresh start.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::migrate::{COMPATIBLE_BELOW, VERSION};
use super::schema::APPLICATION_ID;
use super::{StoreError, backup};

/// The smallest page of SQLite.
const SHORTEST: u64 = 512;

/// Whether the header alone gives no reason to refuse the file.
pub(super) fn sound(path: &Path) -> bool {
    read(path, false, &|| None).is_ok()
}

/// Whether a file is a store of an earlier version, which opening it brings up to this one: its bytes.
pub fn outgrown(path: &Path) -> Option<u64> {
    let version = read(path, true, &|| None).ok()?;
    let meta = path.metadata().ok()?;
    (version < VERSION && !meta.permissions().readonly()).then_some(meta.len())
}

/// Refuses what is no store of this program or a newer one. Returns the file's version. `journal`: there is one to be
/// rolled back.
pub(super) fn verify(path: &Path, journal: bool) -> Result<i64, StoreError> {
    read(path, journal, &|| backup::newest_good(path))
}

fn read(path: &Path, journal: bool, newest: &dyn Fn() -> Option<PathBuf>) -> Result<i64, StoreError> {
    let mut file = File::open(path).map_err(|error| StoreError::from(error).at(Some(path)))?;
    let bytes = file.metadata()?.len();
    let mut head = [0; 100];
    if bytes == 0 || file.read_exact(&mut head).is_err() {
        return Err(StoreError::Damaged { bytes, backup: newest() });
    }
    if &head[..16] != b"SQLite format 3\0" {
        return Err(StoreError::NotADatabase(newest()));
    }
    if bytes < SHORTEST {
        return Err(StoreError::Damaged { bytes, backup: newest() });
    }
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let application = number(68);
    if application != APPLICATION_ID {
        return Err(StoreError::ForeignProgram(application));
    }
    let version = i64::from(number(60));
    if version >= COMPATIBLE_BELOW {
        return Err(StoreError::Newer { found: version, known: VERSION });
    }
    // A journal that is still to be rolled back may lengthen or shorten the file.
    if !journal {
        let page = match u16::from_be_bytes([head[16], head[17]]) {
            1 => 65_536,
            page => u64::from(page),
        };
        let counted = number(24) == number(92);
        if page < SHORTEST || !bytes.is_multiple_of(page) || (counted && bytes < page * u64::from(number(28)))
        {
            return Err(StoreError::Damaged { bytes, backup: newest() });
        }
    }
    Ok(version)
}
