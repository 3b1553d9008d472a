//! Files that commands write: beside the target first, then renamed; an existing one stays unless `--force`.

use std::io::Write;
use std::path::Path;

use crate::both;
use crate::cli::out::Out;
use crate::domain::shown::Shown;
use crate::ops::error::{Kind, OpsError};
use crate::words::Bilingual;

/// Writes `bytes` to `path` as a whole, readable by its owner alone.
pub fn write(out: &mut Out, path: &Path, force: bool, bytes: &[u8]) -> Result<(), OpsError> {
    let mut file = create(path, force)?;
    file.write_all(bytes).map_err(|e| OpsError::file(path, &e))?;
    finish(out, file, path, force)
}

/// A file beside `path` that becomes it with [`finish`]; a bad path fails here, before any work.
pub fn create(path: &Path, force: bool) -> Result<tempfile::NamedTempFile, OpsError> {
    if !force && path.symlink_metadata().is_ok() {
        return Err(exists(path, true));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // tempfile makes it 0600 and new: no link is followed.
    tempfile::Builder::new().prefix(".aplomb-").tempfile_in(folder).map_err(|e| OpsError::file(path, &e))
}

/// Puts a finished file in its place and says so.
pub fn finish(
    out: &mut Out,
    file: tempfile::NamedTempFile,
    path: &Path,
    force: bool,
) -> Result<(), OpsError> {
    file.as_file().sync_all().map_err(|e| OpsError::file(path, &e))?;
    if force {
        file.persist(path).map_err(|e| OpsError::file(path, &e.error))?;
    } else {
        file.persist_noclobber(path).map_err(|e| match e.error.kind() {
            std::io::ErrorKind::AlreadyExists => exists(path, true),
            _ => OpsError::file(path, &e.error),
        })?;
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = std::fs::File::open(folder) {
        // The rename itself must survive a power cut; some systems cannot sync a folder, and lose only the name then.
        let _ = folder.sync_all();
    }
    let name = Shown::line(&path.to_string_lossy());
    out.tell(&both!("wrote {name}", "écrit : {name}"));
    Ok(())
}

/// The file is there already; whether `--force` would replace it.
pub fn exists(path: &Path, force: bool) -> OpsError {
    let name = Shown::line(&path.to_string_lossy());
    OpsError::new(Kind::Data, both!("`{name}` exists already", "«\u{202f}{name}\u{202f}» existe déjà")).hint(
        match force {
            true => Bilingual::fixed(
                "--force replaces it, or choose another name",
                "--force le remplace, ou choisissez un autre nom",
            ),
            false => Bilingual::fixed("choose another name", "choisissez un autre nom"),
        },
    )
}
