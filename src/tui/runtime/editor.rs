//! The person's editor on a piece of text: an argument vector and no shell, in a folder of our own that only the owner
//! can enter, removed afterwards.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command};

use tempfile::{Builder, TempDir};

/// The largest text taken back, in bytes. A remark is a few lines.
const LARGEST: u64 = 1 << 20;

/// A text on its way through an editor.
pub(super) struct Edit {
    // Removed when dropped.
    _folder: TempDir,
    file: PathBuf,
    before: String,
}

impl Edit {
    /// Lays the text out for an editor.
    pub(super) fn new(text: &str) -> io::Result<Edit> {
        // The file is made with mode 0600 by itself.
        let mut folder = Builder::new();
        folder.prefix("aplomb-");
        #[cfg(unix)]
        folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = folder.tempdir()?;
        let mut file = Builder::new().prefix("note-").suffix(".txt").tempfile_in(folder.path())?;
        file.write_all(text.as_bytes())?;
        let (_, file) = file.keep().map_err(|error| error.error)?;
        Ok(Edit { _folder: folder, file, before: text.to_owned() })
    }

    /// Starts the editor, in the terminal of this program.
    pub(super) fn start(&self, editor: &str) -> io::Result<Child> {
        let mut words = editor.split_whitespace();
        let program = words.next().ok_or(io::ErrorKind::NotFound)?;
        Command::new(program).args(words).arg(&self.file).spawn()
    }

    /// What the editor left; `None` where nothing changed, or where it is too large or no UTF-8.
    pub(super) fn finish(self) -> Option<String> {
        // The name is opened anew: many editors write a new file and rename it.
        if !fs::symlink_metadata(&self.file).ok()?.is_file() {
            return None;
        }
        let mut bytes = Vec::new();
        File::open(&self.file).ok()?.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
        if bytes.len() as u64 > LARGEST {
            return None;
        }
        let mut after = String::from_utf8(bytes).ok()?.replace("\r\n", "\n");
        // Editors end the last line; the text did not.
        if after.ends_with('\n') && !self.before.ends_with('\n') {
            after.pop();
        }
        (after != self.before).then_some(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(before: &str, after: &[u8]) -> Option<String> {
        let edit = Edit::new(before).unwrap();
        fs::write(&edit.file, after).unwrap();
        edit.finish()
    }

    #[test]
    fn the_line_end_that_editors_add_is_no_change() {
        assert_eq!(edited("a", b"a\n"), None);
        assert_eq!(edited("a", b"a\r\nb\r\n"), Some("a\nb".into()));
        assert_eq!(edited("a\n", b"a\n"), None);
    }

    #[test]
    fn what_is_no_text_or_too_large_is_left() {
        assert_eq!(edited("a", b"\xff\xfe"), None);
        assert_eq!(edited("a", &vec![b'x'; LARGEST as usize + 1]), None);
        assert_eq!(edited("a", &vec![b'x'; LARGEST as usize]).map(|text| text.len()), Some(LARGEST as usize));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it_and_it_goes() {
        use std::os::unix::fs::PermissionsExt;
        let edit = Edit::new("secret").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let folder = edit.file.parent().unwrap().to_owned();
        assert_eq!((mode(folder.clone()), mode(edit.file.clone())), (0o700, 0o600));
        assert_eq!(edit.finish(), None);
        assert!(!folder.exists());
    }
}
