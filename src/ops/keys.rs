//! My identity: made on first need, kept in one file that nobody else can read, in memory only while it is needed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::names::PersonId;
use crate::ops::chance::Chance;
use crate::ops::error::{Kind, OpsError};
use crate::ops::session::Session;
use crate::storage::{Access, StoreError};
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
    match existing(session, now)? {
        Some(identity) => Ok(identity),
        None => make(session, now, chance),
    }
}

/// My identity; `None` where none was ever made: looking at things must not make keys. Fails with [`Kind::Locked`]
/// where a passphrase is needed first, and in words where the keys are gone.
pub fn existing(session: &mut Session, now: i64) -> Result<Option<Arc<Identity>>, OpsError> {
    if session.keys.locked && now - session.keys.used_at > IDLE {
        session.keys.open = None;
    }
    session.keys.used_at = now;
    if let Some(open) = &session.keys.open {
        return Ok(Some(Arc::clone(open)));
    }
    match stored(&session.keys)? {
        Some(bytes) => {
            let identity = Identity::read(&bytes, None).map_err(OpsError::from)?;
            make_private(session)?;
            keep(session, identity).map(Some)
        }
        None => match session.store.identity()? {
            // Making other keys in silence would lock the person out of every exchange without a word.
            Some(_) if session.keys.file.is_some() => Err(gone(session)),
            _ => Ok(None),
        },
    }
}

/// Opens the identity with its passphrase.
pub fn unlock(session: &mut Session, passphrase: &str, now: i64) -> Result<(), OpsError> {
    let Some(bytes) = stored(&session.keys)? else { return Ok(()) };
    let identity = Identity::read(&bytes, Some(passphrase)).map_err(OpsError::from)?;
    session.keys.locked = true;
    session.keys.used_at = now;
    make_private(session)?;
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
    write(session, &identity, passphrase)?;
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
    write(session, &new, passphrase)?;
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

/// The store knows keys whose file is not there.
fn gone(session: &Session) -> OpsError {
    let file = session.keys.file().map(|f| f.to_string_lossy().into_owned()).unwrap_or_default();
    let file = crate::domain::shown::Shown::line(&file);
    OpsError::new(
        Kind::Environment,
        crate::both!(
            "your keys are gone: {file} is not there any more",
            "vos clés ont disparu\u{202f}: {file} n’existe plus"
        ),
    )
    .hint(Bilingual::fixed(
        "put the file back from a copy; or `aplomb card renew --lost` makes new keys: your reviews stay, open \
         exchanges end, what was written to the old keys cannot be opened any more, and colleagues must take your new \
         card",
        "remettez le fichier depuis une copie\u{202f}; ou «\u{202f}aplomb card renew --lost\u{202f}» crée de nouvelles \
         clés\u{202f}: vos évaluations restent, les échanges en cours s’arrêtent, ce qui était écrit pour les anciennes \
         clés ne s’ouvre plus, et vos collègues devront prendre votre nouvelle carte",
    ))
}

/// New keys for a new person, because the old ones are lost. Keys that are there and open are not lost; a file that
/// does not open is put aside, never written over. Where to, if there was one.
pub fn begin_anew(session: &mut Session, now: i64, chance: &mut Chance) -> Result<Option<PathBuf>, OpsError> {
    writable(session)?;
    let aside = match stored(&session.keys) {
        Ok(None) => None,
        Ok(Some(bytes)) if Identity::read(&bytes, None).is_ok() => {
            return Err(OpsError::data(Bilingual::fixed(
                "your keys are not lost: they are here and open",
                "vos clés ne sont pas perdues\u{202f}: elles sont là et s’ouvrent",
            ))
            .hint(Bilingual::fixed(
                "`aplomb card renew` makes new ones and signs them with these, so that nobody has to compare words again",
                "«\u{202f}aplomb card renew\u{202f}» en crée d’autres, signées avec celles-ci\u{202f}: personne n’aura à comparer de mots",
            )));
        }
        _ => session.keys.file().map(|file| beside(file, now)),
    };
    // What the new keys need is looked at before the old ones move.
    name(session)?;
    if let (Some(file), Some(aside)) = (session.keys.file(), &aside) {
        std::fs::rename(file, aside).map_err(|error| OpsError::file(file, &error))?;
    }
    session.keys.open = None;
    session.keys.locked = false;
    make(session, now, chance)?;
    Ok(aside)
}

/// A free name beside the keys, with the day on it.
fn beside(file: &Path, now: i64) -> PathBuf {
    let day = jiff::Timestamp::from_microsecond(now).unwrap_or_default().strftime("%Y%m%d").to_string();
    let named = |end: String| {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let mut aside = named(format!(".lost-{day}"));
    let mut again = 1;
    while aside.symlink_metadata().is_ok() {
        again += 1;
        aside = named(format!(".lost-{day}-{again}"));
    }
    aside
}

fn make(session: &mut Session, now: i64, chance: &mut Chance) -> Result<Arc<Identity>, OpsError> {
    let name = name(session)?;
    let identity =
        Identity::make(&name, PersonId(chance.bytes()), chance.bytes(), now).map_err(OpsError::from)?;
    write(session, &identity, None)?;
    keep(session, identity)
}

fn keep(session: &mut Session, identity: Identity) -> Result<Arc<Identity>, OpsError> {
    let known = session.store.identity()?;
    let now = (identity.person(), identity.fingerprint());
    if known != Some(now) && session.store.access() == Access::Write {
        session.store.set_identity(now.0, now.1)?;
    }
    let identity = Arc::new(identity);
    session.keys.open = Some(Arc::clone(&identity));
    Ok(identity)
}

/// Keys are never written by a session that changes nothing on disk.
fn writable(session: &Session) -> Result<(), OpsError> {
    match session.store.access() {
        Access::Write => Ok(()),
        Access::Read => Err(OpsError::from(StoreError::ReadOnly)),
    }
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
    std::fs::read(path).map(Some).map_err(|error| OpsError::file(path, &error))
}

/// Others must not read the keys; a copy put back by hand may let them.
fn make_private(session: &Session) -> Result<(), OpsError> {
    match session.keys.file() {
        Some(path) if session.store.access() == Access::Write && !is_private(path) => only_me(path),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn is_private(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::symlink_metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 == 0)
}

#[cfg(not(unix))]
fn is_private(_: &Path) -> bool {
    true
}

#[cfg(unix)]
fn only_me(path: &Path) -> Result<(), OpsError> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
        .map_err(|error| OpsError::file(path, &error))
}

#[cfg(not(unix))]
fn only_me(_: &Path) -> Result<(), OpsError> {
    Ok(())
}

/// How the file of the keys is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// There is none, and there never was.
    None,
    /// There was one.
    Gone,
    /// There is something that holds no keys.
    Broken,
    /// It is there.
    There {
        /// Nobody else can read it.
        private: bool,
        /// It asks for a passphrase.
        passphrase: bool,
    },
}

/// How the file of the keys is; changes nothing, and needs no passphrase.
pub fn condition(session: &Session) -> Result<Condition, OpsError> {
    let private = session.keys.file().is_none_or(is_private);
    Ok(match stored(&session.keys) {
        Ok(None) if session.store.identity()?.is_some() => Condition::Gone,
        Ok(None) => Condition::None,
        Ok(Some(bytes)) => match Identity::read(&bytes, None) {
            Ok(_) => Condition::There { private, passphrase: false },
            Err(TrustError::Locked) => Condition::There { private, passphrase: true },
            Err(_) => Condition::Broken,
        },
        Err(_) => Condition::Broken,
    })
}

fn write(session: &Session, identity: &Identity, passphrase: Option<&str>) -> Result<(), OpsError> {
    let Some(path) = &session.keys.file else { return Ok(()) };
    writable(session)?;
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
