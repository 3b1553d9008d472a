//! My identity: made on first need, kept in one file that nobody else can read, in memory only while it is needed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::names::PersonId;
use crate::ops::chance::Chance;
use crate::ops::error::{Kind, OpsError};
use crate::ops::session::Session;
use crate::trust::{Identity, TrustError};
use crate::words::Bilingual;

/// A passphrase is asked for again after so many microseconds without use.
const IDLE: i64 = 15 * 60 * 1_000_000;
/// No identity file is longer.
const LONGEST: u64 = 64 << 10;

/// Where the identity is, and the identity while it is open.
pub struct Keys {
    file: Option<PathBuf>,
    open: Option<Arc<Identity>>,
    locked: bool,
    used_at: i64,
}

impl Keys {
    /// Keys in a file; without one they live as long as the session.
    pub fn at(file: Option<PathBuf>) -> Keys {
        Keys { file, open: None, locked: false, used_at: 0 }
    }

    /// Where the file is.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }
}

/// My identity; made when there is none yet. Fails with [`Kind::Locked`] where a passphrase is needed first.
pub fn identity(session: &mut Session, now: i64, chance: &mut Chance) -> Result<Arc<Identity>, OpsError> {
    if session.keys.locked && now - session.keys.used_at > IDLE {
        session.keys.open = None;
    }
    session.keys.used_at = now;
    if let Some(open) = &session.keys.open {
        return Ok(Arc::clone(open));
    }
    match stored(&session.keys)? {
        Some(bytes) => keep(session, Identity::read(&bytes, None).map_err(OpsError::from)?),
        None => make(session, now, chance),
    }
}

/// My identity, if there is one already: looking at things must not make keys.
pub fn known(session: &mut Session) -> Result<Option<PersonId>, OpsError> {
    Ok(session.store.identity()?.map(|(person, _)| person))
}

/// Whether there are keys, open or in their file: whoever has none can be sent nothing.
pub fn at_hand(session: &Session) -> Result<bool, OpsError> {
    Ok(session.keys.open.is_some() || session.store.identity()?.is_some() || stored(&session.keys)?.is_some())
}

/// Opens the identity with its passphrase.
pub fn unlock(session: &mut Session, passphrase: &str, now: i64) -> Result<(), OpsError> {
    let Some(bytes) = stored(&session.keys)? else { return Ok(()) };
    let identity = Identity::read(&bytes, Some(passphrase)).map_err(OpsError::from)?;
    session.keys.locked = true;
    session.keys.used_at = now;
    keep(session, identity)?;
    Ok(())
}

/// Whether the identity's file asks for a passphrase that was not given yet.
pub fn is_locked(session: &Session) -> Result<bool, OpsError> {
    Ok(session.keys.open.is_none() && stored(&session.keys)?.is_some_and(|bytes| Identity::is_locked(&bytes)))
}

/// Whether the identity's file is behind a passphrase.
pub fn has_passphrase(session: &Session) -> Result<bool, OpsError> {
    Ok(stored(&session.keys)?.is_some_and(|bytes| Identity::is_locked(&bytes)))
}

/// Sets, changes or takes away the passphrase.
pub fn set_passphrase(
    session: &mut Session,
    passphrase: Option<&str>,
    now: i64,
    chance: &mut Chance,
) -> Result<(), OpsError> {
    let identity = identity(session, now, chance)?;
    write(&session.keys, &identity, passphrase)?;
    session.keys.locked = passphrase.is_some();
    Ok(())
}

/// A new card for the same person, signed with the old keys and the new ones.
pub fn rotate(
    session: &mut Session,
    passphrase: Option<&str>,
    now: i64,
    chance: &mut Chance,
) -> Result<Arc<Identity>, OpsError> {
    let old = identity(session, now, chance)?;
    let name = name(session)?;
    let new = old.rotate(&name, chance.bytes(), now).map_err(OpsError::from)?;
    write(&session.keys, &new, passphrase)?;
    session.keys.locked = passphrase.is_some();
    session.keys.open = None;
    keep(session, new)
}

fn name(session: &Session) -> Result<String, OpsError> {
    session.me()?.map(|me| me.name).filter(|name| !name.trim().is_empty()).ok_or_else(|| {
        OpsError::data(Bilingual::fixed(
            "colleagues need a name for you first",
            "vos collègues ont d’abord besoin d’un nom pour vous",
        ))
        .hint(Bilingual::fixed("`aplomb me --name NAME`", "« aplomb me --name NOM »"))
    })
}

fn make(session: &mut Session, now: i64, chance: &mut Chance) -> Result<Arc<Identity>, OpsError> {
    // A store that knew an identity whose file is gone: making another in silence would lock the person out of
    // every exchange without a word.
    if session.store.identity()?.is_some() && session.keys.file.is_some() {
        let file = session.keys.file().map(|f| f.to_string_lossy().into_owned()).unwrap_or_default();
        let file = crate::domain::shown::Shown::line(&file);
        return Err(OpsError::new(
            Kind::Environment,
            crate::both!(
                "your keys are gone: {file} is not there any more",
                "vos clés ont disparu : {file} n’existe plus"
            ),
        )
        .hint(Bilingual::fixed(
            "put the file back from a backup; or `aplomb card renew` makes new keys: your reviews stay, bundles that \
             were sent to the old keys can no longer be opened, and colleagues must take your new card",
            "remettez le fichier depuis une sauvegarde ; ou « aplomb card renew » crée de nouvelles clés : vos \
             évaluations restent, les plis adressés aux anciennes clés ne s’ouvriront plus, et vos collègues devront \
             prendre votre nouvelle carte",
        )));
    }
    begin(session, now, chance)
}

/// New keys for a new person: for the first time, or because the old ones are lost.
pub fn begin(session: &mut Session, now: i64, chance: &mut Chance) -> Result<Arc<Identity>, OpsError> {
    let name = name(session)?;
    let identity =
        Identity::make(&name, PersonId(chance.bytes()), chance.bytes(), now).map_err(OpsError::from)?;
    write(&session.keys, &identity, None)?;
    keep(session, identity)
}

fn keep(session: &mut Session, identity: Identity) -> Result<Arc<Identity>, OpsError> {
    let known = session.store.identity()?;
    let now = (identity.person(), identity.fingerprint());
    if known != Some(now) {
        session.store.set_identity(now.0, now.1)?;
    }
    let identity = Arc::new(identity);
    session.keys.open = Some(Arc::clone(&identity));
    Ok(identity)
}

fn stored(keys: &Keys) -> Result<Option<Vec<u8>>, OpsError> {
    let Some(path) = &keys.file else { return Ok(None) };
    let about = match std::fs::symlink_metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(OpsError::file(path, &error)),
    };
    if !about.is_file() || about.len() > LONGEST {
        return Err(OpsError::from(TrustError::NotAnIdentity));
    }
    private(path, &about)?;
    std::fs::read(path).map(Some).map_err(|error| OpsError::file(path, &error))
}

/// Others must not read the keys; a copy put back by hand may let them.
#[cfg(unix)]
fn private(path: &Path, about: &std::fs::Metadata) -> Result<(), OpsError> {
    use std::os::unix::fs::PermissionsExt;
    if about.permissions().mode() & 0o077 != 0 {
        let only_me = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(path, only_me).map_err(|error| OpsError::file(path, &error))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn private(_: &Path, _: &std::fs::Metadata) -> Result<(), OpsError> {
    Ok(())
}

fn write(keys: &Keys, identity: &Identity, passphrase: Option<&str>) -> Result<(), OpsError> {
    let Some(path) = &keys.file else { return Ok(()) };
    let bytes = identity.write(passphrase).map_err(OpsError::from)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let failed = |error: std::io::Error| OpsError::file(path, &error);
    // A file of its own, 0600 from the start, complete before it takes the name.
    let mut file = tempfile::Builder::new().prefix(".aplomb-").tempfile_in(folder).map_err(failed)?;
    file.write_all(&bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    if let Ok(folder) = std::fs::File::open(folder) {
        // Some systems cannot sync a folder, and lose only the name then.
        let _ = folder.sync_all();
    }
    Ok(())
}
