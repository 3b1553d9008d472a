//! ZIP archives of exports: each file in one is told by its content and read as if it lay in a folder. Nothing is
//! unpacked to disk under a name of its own. An archive that names files outside of itself, or that would swell beyond
//! measure, is refused before one of its files is read.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use tempfile::SpooledTempFile;
use zip::ZipArchive;
use zip::result::ZipError;

use super::Refusal;
use super::recognise::HEAD;
use super::spool::spool;
use crate::both;
use crate::words::Bilingual;

/// The longest archive, in bytes.
const LONGEST: u64 = 8 << 30;
/// The most files in one.
const MOST_FILES: usize = 200_000;
/// How many times its own size an archive may hold. Exports in JSON hold 10 to 30 times.
const MOST_SWELLING: u64 = 200;
/// Below this size in bytes it may hold more: a few equal lines pack very well.
const ALWAYS_ALLOWED: u64 = 1 << 20;

/// Whether a file that begins like this is an archive, and not a document that is packed like one.
pub fn is_archive(head: &[u8]) -> bool {
    const DOCUMENTS: [&[u8]; 4] = [b"[Content_Types].xml", b"mimetype", b"META-INF/", b"_rels/"];
    // The first file's name follows 30 bytes of numbers.
    let name = head.get(30..).unwrap_or_default();
    head.starts_with(b"PK\x03\x04") && !DOCUMENTS.iter().any(|document| name.starts_with(document))
}

/// Takes a file with its path in the archive; says whether to go on.
pub type TakeFile<'t> = dyn FnMut(&str, &mut dyn BufRead) -> Result<ControlFlow<()>, Refusal> + 't;

/// An archive whose list of files is sound.
pub struct Archive {
    zip: ZipArchive<SpooledTempFile>,
    /// Name and place of each file, sorted by name.
    files: Vec<(String, usize)>,
}

impl Archive {
    /// Opens an archive. `name` is for messages.
    pub fn open(input: &mut dyn Read, name: &str) -> Result<Archive, Refusal> {
        let refuse = |found: &str, accepted: Bilingual| Err(Refusal::whole(name, found, accepted));
        let Some(mut kept) = spool(input, LONGEST).map_err(|error| Refusal::unreadable(name, &error))? else {
            let most = LONGEST >> 30;
            return refuse(
                "",
                both!(
                    "a ZIP archive of at most {most} GiB: unpack it and import the folder",
                    "une archive ZIP d’au plus {most} Gio : décompressez-la et importez le dossier"
                ),
            );
        };
        let length = kept.seek(SeekFrom::End(0)).map_err(|error| Refusal::unreadable(name, &error))?;
        let zip = ZipArchive::new(kept).map_err(|error| broken(name, &error))?;
        if zip.len() > MOST_FILES {
            return refuse(
                &zip.len().to_string(),
                both!(
                    "a ZIP archive of at most {MOST_FILES} files",
                    "une archive ZIP d’au plus {MOST_FILES} fichiers"
                ),
            );
        }
        let mut files = Vec::new();
        let mut size: u64 = 0;
        for place in 0..zip.len() {
            let entry = zip.by_index_data(place).map_err(|error| broken(name, &error))?;
            let path = String::from_utf8_lossy(entry.name_raw()).into_owned();
            if leads_out(&path) || entry.is_symlink() {
                return refuse(
                    &path,
                    Bilingual::fixed(
                        "a path that stays inside the archive; this entry leads out of it, so the ZIP archive is refused",
                        "un chemin qui reste dans l’archive ; cette entrée en sort, l’archive ZIP est donc refusée",
                    ),
                );
            }
            if entry.encrypted() {
                return refuse(
                    &path,
                    Bilingual::fixed(
                        "a ZIP archive without a password: unpack it and import the folder",
                        "une archive ZIP sans mot de passe : décompressez-la et importez le dossier",
                    ),
                );
            }
            size = size.saturating_add(entry.size());
            if entry.is_file() && !is_of_the_system(&path) {
                files.push((path, place));
            }
        }
        if size > ALWAYS_ALLOWED.max(length.saturating_mul(MOST_SWELLING)) {
            let found = format!("{} MiB / {} KiB", size >> 20, length >> 10);
            return refuse(
                &found,
                both!(
                    "a ZIP archive that holds at most {MOST_SWELLING} times its own size; this one would swell too large",
                    "une archive ZIP qui contient au plus {MOST_SWELLING} fois sa propre taille ; celle-ci deviendrait trop grosse"
                ),
            );
        }
        files.sort();
        Ok(Archive { zip, files })
    }

    /// Hands over each file with its path in the archive, until `take` breaks or refuses.
    pub fn each(
        &mut self,
        name: &str,
        take: &mut TakeFile<'_>,
    ) -> Result<(), Refusal> {
        for (path, place) in &self.files {
            let file = self.zip.by_index(*place).map_err(|error| broken(name, &error))?;
            let left = file.size();
            if take(path, &mut BufReader::with_capacity(HEAD, Told { inner: file, left }))?.is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Whether a path is no plain path below the archive, on any system.
fn leads_out(path: &str) -> bool {
    path.starts_with(['/', '\\'])
        || path.contains([':', '\0'])
        || path.split(['/', '\\']).any(|part| part == "..")
}

/// What systems put beside the files of a person.
fn is_of_the_system(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    path.starts_with("__MACOSX/") || name.starts_with("._") || matches!(name, ".DS_Store" | "Thumbs.db" | "")
}

/// A file that may not hold more than the archive's list says.
struct Told<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Told<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(n as u64).ok_or(io::ErrorKind::InvalidData)?;
        Ok(n)
    }
}

fn broken(name: &str, error: &ZipError) -> Refusal {
    let why = error.to_string();
    Refusal::whole(
        name,
        "",
        both!(
            "the ZIP archive is damaged or of an unknown kind ({why}): unpack it and import the folder",
            "l’archive ZIP est endommagée ou d’un genre inconnu ({why}) : décompressez-la et importez le dossier"
        ),
    )
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(io::Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn names(bytes: &[u8]) -> Result<Vec<(String, String)>, Refusal> {
        let mut found = Vec::new();
        Archive::open(&mut &bytes[..], "a.zip")?.each("a.zip", &mut |path, input| {
            let mut text = String::new();
            input.read_to_string(&mut text).map_err(|error| Refusal::unreadable(path, &error))?;
            found.push((path.to_owned(), text));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }

    #[test]
    fn files_come_sorted_without_what_systems_add() {
        let bytes = zipped(&[
            ("b/2.json", b"two"),
            ("a.json", b"one"),
            ("__MACOSX/a.json", b"x"),
            ("b/.DS_Store", b"x"),
        ]);
        assert!(is_archive(&bytes));
        let found = names(&bytes).unwrap();
        assert_eq!(found, [("a.json".into(), "one".into()), ("b/2.json".into(), "two".into())]);
    }

    #[test]
    fn paths_that_lead_out_are_refused() {
        for path in ["../up.json", "a/../../up.json", "/etc/x.json"] {
            let said = names(&zipped(&[("fine.json", b"x"), (path, b"x")])).unwrap_err().to_string();
            assert!(said.contains(path) && said.contains("leads out"), "{said}");
        }
    }

    #[test]
    fn what_swells_is_refused_before_it_is_read() {
        let said = names(&zipped(&[("big.json", &vec![b' '; 8 << 20])])).unwrap_err().to_string();
        assert!(said.contains("swell"), "{said}");
    }

    #[test]
    fn damage_and_documents() {
        let bytes = zipped(&[("a.json", b"one")]);
        assert!(names(&bytes[..bytes.len() - 9]).is_err() && names(b"PK\x03\x04").is_err());
        assert!(!is_archive(&zipped(&[("[Content_Types].xml", b"x")])) && !is_archive(b"PK\x05\x06"));
        let mut lies = bytes.clone();
        // Flip each byte: an error or the same names, and never a panic.
        for at in 0..lies.len() {
            lies[at] ^= 0xff;
            let _ = names(&lies);
            lies[at] ^= 0xff;
        }
    }
}
