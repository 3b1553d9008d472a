//! A folder that both sides share: synced, on a network drive, or under version control. Only bundles and cards go
//! through it, never the database; names are not trusted, half-written files are left for the next time, nothing is
//! ever overwritten or deleted.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::both;
use crate::domain::digest::Digest;
use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::ops::cards::signer;
use crate::ops::chance::Chance;
use crate::ops::error::{Kind, OpsError};
use crate::ops::exchange::open::{Opened, open};
use crate::ops::exchange::send::{Sent, make_due, write_out};
use crate::ops::keys;
use crate::ops::session::Session;
use crate::trust::{self, TrustError};
use crate::words::{Bilingual, Lang, plural};

/// A file that changed within this time may still be on its way.
const SETTLED: Duration = Duration::from_secs(1);
/// Files looked at in one go.
const MOST: usize = 10_000;

/// What went through a folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FolderReport {
    /// Bundles that changed something, in the order in which they were taken in.
    pub opened: Vec<Opened>,
    /// Bundles that were written.
    pub sent: Vec<Sent>,
    /// Files that were refused, and why; each is told once.
    pub refused: Vec<(PathBuf, Bilingual)>,
    /// Files that may still be on their way.
    pub unsettled: usize,
    /// Files that were looked at before, are for others, or are no bundles.
    pub passed_over: usize,
}

/// Takes in what the folder holds for me, and puts there what I have to say.
pub fn exchange_folder(
    session: &mut Session,
    folder: &Path,
    now: i64,
    chance: &mut Chance,
) -> Result<FolderReport, OpsError> {
    refuse_own(session, folder)?;
    let mut report = FolderReport::default();
    for file in files(folder)? {
        look(session, &file, now, chance, &mut report)?;
    }
    make_due(session, None, now, chance)?;
    report.sent = write_out(session, folder, None, false, now)?;
    Ok(report)
}

/// The folder of the store itself is no place to share.
fn refuse_own(session: &Session, folder: &Path) -> Result<(), OpsError> {
    let shared = folder.canonicalize().map_err(|error| OpsError::file(folder, &error))?;
    let own = session.store.path().and_then(Path::parent).and_then(|own| own.canonicalize().ok());
    if own.is_some_and(|own| own == shared) {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed(
                "this folder holds your own store: share another one",
                "ce dossier contient votre propre base : partagez-en un autre",
            ),
        ));
    }
    Ok(())
}

/// Bundles by name, the oldest name first, so that a request tends to come before what answers it.
fn files(folder: &Path) -> Result<Vec<PathBuf>, OpsError> {
    let failed = |error: std::io::Error| OpsError::file(folder, &error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)?.take(MOST) {
        files.push(entry.map_err(failed)?.path());
    }
    files.sort();
    Ok(files)
}

fn look(
    session: &mut Session,
    file: &Path,
    now: i64,
    chance: &mut Chance,
    report: &mut FolderReport,
) -> Result<(), OpsError> {
    // No link is followed, no name trusted: only what the bytes say counts.
    let Ok(about) = std::fs::symlink_metadata(file) else {
        report.passed_over += 1;
        return Ok(());
    };
    let hidden = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    if !about.is_file() || hidden || about.len() > trust::MOST_FILE {
        report.passed_over += 1;
        return Ok(());
    }
    let clock = SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(now).unwrap_or(0));
    let fresh =
        about.modified().ok().is_some_and(|at| clock.duration_since(at).is_ok_and(|age| age < SETTLED));
    let Ok(bytes) = std::fs::read(file) else {
        report.unsettled += 1;
        return Ok(());
    };
    let Some(identity) = keys::existing(session, now)? else {
        report.passed_over += 1;
        return Ok(());
    };
    // With other keys the same file may be for me.
    let digest = Digest::of("aplomb/looked-at/v1", &[&bytes, &identity.fingerprint().0]);
    if session.store.refused(&digest)? {
        report.passed_over += 1;
        return Ok(());
    }
    let from = match trust::open(&identity, &bytes) {
        Ok(envelope) => envelope.header().from,
        Err(_) if fresh => {
            report.unsettled += 1;
            return Ok(());
        }
        Err(error @ TrustError::TooNew { .. }) => {
            // To be looked at again after the update that it asks for.
            report.refused.push((file.to_owned(), error.what()));
            return Ok(());
        }
        // Others exchange through this folder too, and other files may lie there: nothing to tell, nothing to note.
        Err(TrustError::NotForMe | TrustError::NotABundle) => {
            report.passed_over += 1;
            return Ok(());
        }
        Err(error) => {
            report.refused.push((file.to_owned(), error.what()));
            return Ok(session.store.note_refusal(&digest, "", now)?);
        }
    };
    let mine = identity.fingerprints().any(|fingerprint| fingerprint == from);
    if let Err(error) = signer(session, from)
        && !mine
    {
        // A card may still be added or settled: the file is looked at again then.
        report.refused.push((file.to_owned(), error.what));
        return Ok(());
    }
    match open(session, &bytes, now, chance) {
        Ok(opened) => {
            match opened.new {
                true => report.opened.push(opened),
                false => report.passed_over += 1,
            }
            Ok(())
        }
        // What stops everything must be said, and the file looked at again.
        Err(error) if error.kind != Kind::Data => Err(error),
        Err(error) => {
            report.refused.push((file.to_owned(), said(&error)));
            Ok(session.store.note_refusal(&digest, "", now)?)
        }
    }
}

/// Why a file was refused, with its first problem.
fn said(error: &OpsError) -> Bilingual {
    match error.problems.first() {
        None => error.what.clone(),
        Some(problem) => with(&error.what, problem),
    }
}

fn with(what: &Bilingual, problem: &Problem) -> Bilingual {
    let both = |lang| format!("{} ({})", what.get(lang), problem.sentence(lang));
    Bilingual::made(both(Lang::En), both(Lang::Fr))
}

/// What went through, in one sentence.
pub fn summary(report: &FolderReport) -> Bilingual {
    let (opened, sent, refused) = (report.opened.len(), report.sent.len(), report.refused.len());
    let of = |n: usize| plural(Lang::Fr, n as u64, "", "s");
    let (taken, sent_fr) = (of(opened), of(sent));
    match refused {
        0 => both!("{opened} taken in, {sent} sent", "{opened} pli{taken} pris, {sent} envoyé{sent_fr}"),
        _ => {
            let refusals = of(refused);
            both!(
                "{opened} taken in, {sent} sent, {refused} refused",
                "{opened} pli{taken} pris, {sent} envoyé{sent_fr}, {refused} refusé{refusals}"
            )
        }
    }
}

/// The name of a file, for a sentence about it.
pub fn shown_name(file: &Path) -> Shown {
    Shown::line(&file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default())
}
