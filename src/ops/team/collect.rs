//! Taking submissions in, from files and folders: the same checks as for any bundle.

use std::path::{Path, PathBuf};

use crate::both;
use crate::domain::shown::Shown;
use crate::ops::chance::Chance;
use crate::ops::error::OpsError;
use crate::ops::exchange::{Opened, open};
use crate::ops::keys;
use crate::ops::session::Session;
use crate::trust::{self, TrustError};
use crate::words::Bilingual;

/// Files looked at in one folder.
const MOST: usize = 10_000;

/// What became of one file.
#[derive(Debug)]
pub struct Collected {
    /// The file.
    pub file: PathBuf,
    /// What it did, or why it was refused.
    pub told: Result<Opened, OpsError>,
}

/// Takes in submissions and withdrawals. A file that is named is told about whatever it is; in a folder, what is no
/// submission for me is passed over, and counted.
pub fn collect(
    session: &mut Session,
    paths: &[PathBuf],
    now: i64,
    chance: &mut Chance,
) -> Result<(Vec<Collected>, usize), OpsError> {
    let (mut collected, mut passed_over) = (Vec::new(), 0);
    for path in paths {
        if !path.is_dir() {
            let told = one(session, path, now, chance);
            collected.push(Collected { file: path.clone(), told });
            continue;
        }
        for file in files(path)? {
            match is_for_me(session, &file, now) {
                true => {
                    let told = one(session, &file, now, chance);
                    collected.push(Collected { file, told });
                }
                false => passed_over += 1,
            }
        }
    }
    Ok((collected, passed_over))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, OpsError> {
    let failed = |error: std::io::Error| OpsError::file(folder, &error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)?.take(MOST) {
        let entry = entry.map_err(failed)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // No link is followed: what it leads to was not put here to be collected.
        if !hidden && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

/// Whether a file is a submission or a withdrawal that was made for me.
fn is_for_me(session: &mut Session, file: &Path, now: i64) -> bool {
    let Ok(bytes) = read(file) else { return false };
    matches!(kind(session, &bytes, now), Ok(Some(trust::Kind::Submission | trust::Kind::Withdrawal)))
}

fn read(file: &Path) -> Result<Vec<u8>, OpsError> {
    let failed = |error: std::io::Error| OpsError::file(file, &error);
    if std::fs::metadata(file).map_err(failed)?.len() > trust::MOST_FILE {
        return Err(OpsError::from(TrustError::TooLarge { limit: trust::MOST_FILE }));
    }
    std::fs::read(file).map_err(failed)
}

/// What kind of bundle it is, where it is one that I can open.
fn kind(session: &mut Session, bytes: &[u8], now: i64) -> Result<Option<trust::Kind>, OpsError> {
    let Some(identity) = keys::existing(session, now)? else { return Ok(None) };
    Ok(trust::open(&identity, bytes).ok().map(|envelope| envelope.header().kind))
}

fn one(session: &mut Session, file: &Path, now: i64, chance: &mut Chance) -> Result<Opened, OpsError> {
    let bytes = read(file)?;
    match kind(session, &bytes, now)? {
        // What cannot be opened is told by the one who opens everything.
        None | Some(trust::Kind::Submission | trust::Kind::Withdrawal) => open(session, &bytes, now, chance),
        Some(_) => {
            let name = Shown::line(&file.to_string_lossy());
            Err(OpsError::data(Bilingual::fixed(
                "this bundle is no submission; nothing was taken in",
                "ce pli n’est pas une remise\u{202f}; rien n’a été pris",
            ))
            .hint(both!(
                "`aplomb open {name}` takes in requests, readings and answers",
                "«\u{202f}aplomb open {name}\u{202f}» prend les demandes, les lectures et les réponses"
            )))
        }
    }
}
