//! A small log in the state folder: crashes and things that should not be. Never a word of a conversation.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

/// Above this, the log is put aside and a new one begun.
const LARGEST: u64 = 1 << 20;
/// Its name in the state folder; older ones end in `.1` and `.2`.
const NAME: &str = "aplomb.log";

/// Where notes go; nowhere for the demo, which touches no file.
#[derive(Clone, Debug, Default)]
pub struct Log {
    folder: Option<PathBuf>,
}

impl Log {
    /// A log in this folder, which is made when there is something to note.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Log {
        Log { folder: Some(folder.into()) }
    }

    /// A log that keeps nothing.
    pub fn none() -> Log {
        Log::default()
    }

    /// Notes one fact. The text must hold nothing from outside; line breaks are kept, indented. Returns the file.
    /// A log that cannot be written must not get in the way of anything.
    pub fn note(&self, text: &str) -> Option<PathBuf> {
        let folder = self.folder.as_deref()?;
        let path = folder.join(NAME);
        write(folder, &path, text).ok().map(|()| path)
    }
}

fn write(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    make(folder)?;
    if fs::metadata(path).is_ok_and(|file| file.len() > LARGEST) {
        let aside = |n: u8| folder.join(format!("{NAME}.{n}"));
        let _ = fs::rename(aside(1), aside(2));
        fs::rename(path, aside(1))?;
    }
    let text = text.replace('\n', "\n    ");
    let line = format!("{:.0} aplomb {} {text}\n", Timestamp::now(), env!("CARGO_PKG_VERSION"));
    open(path)?.write_all(line.as_bytes())
}

#[cfg(unix)]
fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().append(true).create(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn make(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(folder)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_kept_and_large_logs_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        let log = Log::in_folder(&state);
        let path = log.note("first\nwith more").unwrap();
        log.note("second").unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(" first\n    with more\n") && text.contains(" second\n"), "{text}");

        fs::write(&path, vec![b'x'; LARGEST as usize + 1]).unwrap();
        log.note("third").unwrap();
        assert!(fs::read_to_string(&path).unwrap().ends_with(" third\n"));
        assert_eq!(fs::metadata(state.join("aplomb.log.1")).unwrap().len(), LARGEST + 1);
        assert_eq!(Log::none().note("nowhere"), None);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = Log::in_folder(folder.path()).note("x").unwrap();
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
