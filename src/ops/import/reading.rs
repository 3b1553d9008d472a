//! The reading side: from paths to files, from files to pieces of about equal size, on a thread of its own.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::SyncSender;

use super::seen::FileSeen;
use super::{PIECE_MESSAGES, Source};
use crate::both;
use crate::domain::conversation::Conversation;
use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::formats::import::{self, Archive, Fed, Format, Named, Part, Refusal, Settled};
use crate::ops::error::OpsError;
use crate::words::Bilingual;

/// The endings that a folder's files need to be taken.
const ENDINGS: [&str; 9] = ["jsonl", "ndjson", "json", "csv", "tsv", "eml", "mbox", "zip", "txt"];

/// What the reading thread hands over.
pub(super) enum Piece {
    Whole(Vec<Conversation>),
    Parts(u32, Vec<Part>),
    People(u32, Vec<Named>),
    Beside(String),
    Problem(Problem),
    Warning(Problem),
    Format(Format),
    Seen(Box<FileSeen>),
    Refused(u32, Problem),
}

/// One file to read.
pub(super) struct Input {
    name: String,
    /// Its size, where known.
    pub(super) bytes: Option<u64>,
    /// It was found in a folder: the person did not name it.
    found: bool,
    open: Opening,
}

enum Opening {
    File(PathBuf),
    Stream(Box<dyn Read + Send>),
}

/// Folders become their files, sorted by name; a path that is not there is an error before anything is read.
pub(super) fn expand(sources: Vec<Source>) -> Result<Vec<Input>, OpsError> {
    let mut inputs = Vec::new();
    for source in sources {
        match source {
            Source::Stream(stream) => {
                inputs.push(Input {
                    name: "-".into(),
                    bytes: None,
                    found: false,
                    open: Opening::Stream(stream),
                });
            }
            Source::Path(path) => {
                let meta = std::fs::metadata(&path).map_err(|e| OpsError::file(&path, &e))?;
                if meta.is_dir() {
                    let mut files = Vec::new();
                    walk(&path, 0, &mut files).map_err(|e| OpsError::file(&path, &e))?;
                    files.sort();
                    if files.is_empty() {
                        let name = Shown::line(&path.to_string_lossy());
                        return Err(OpsError::data(both!(
                            "there is no export in `{name}`: no .jsonl, .json, .csv, .mbox, .eml, .txt or .zip file",
                            "il n’y a aucun export dans « {name} » : aucun fichier .jsonl, .json, .csv, .mbox, .eml, .txt ou .zip"
                        )));
                    }
                    for file in files {
                        let bytes = std::fs::metadata(&file).map(|m| m.len()).ok();
                        inputs.push(Input {
                            name: file.to_string_lossy().into_owned(),
                            bytes,
                            found: true,
                            open: Opening::File(file),
                        });
                    }
                } else if meta.is_file() {
                    let name = path.to_string_lossy().into_owned();
                    inputs.push(Input {
                        name,
                        bytes: Some(meta.len()),
                        found: false,
                        open: Opening::File(path),
                    });
                } else {
                    // A named pipe: it can be read once, as standard input is.
                    let file = File::open(&path).map_err(|e| OpsError::file(&path, &e))?;
                    let name = path.to_string_lossy().into_owned();
                    inputs.push(Input {
                        name,
                        bytes: None,
                        found: false,
                        open: Opening::Stream(Box::new(file)),
                    });
                }
            }
        }
    }
    Ok(inputs)
}

fn walk(folder: &Path, depth: u8, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        // Links are not followed: a folder may hold one that leads anywhere.
        let kind = std::fs::symlink_metadata(&path)?.file_type();
        let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
        if kind.is_dir() && depth < 4 {
            walk(&path, depth + 1, files)?;
        } else if kind.is_file() && ending.is_some_and(|e| ENDINGS.contains(&e.as_str())) {
            files.push(path);
        }
    }
    Ok(())
}

/// Counts what passes, for progress.
struct Counted<'a, R> {
    inner: R,
    bytes: &'a AtomicU64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.bytes.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Reads one file after the other, and hands over what they hold.
pub(super) fn read_all(
    inputs: Vec<Input>,
    from: Option<Format>,
    settled: &Settled,
    bytes: &AtomicU64,
    stop: &(dyn Fn() -> bool + Sync),
    send: &SyncSender<Piece>,
) {
    for (place, input) in inputs.into_iter().enumerate() {
        let file = place as u32;
        let mut hand_over = HandOver {
            send,
            file,
            whole: Vec::new(),
            parts: Vec::new(),
            people: Vec::new(),
            messages: 0,
            seen: FileSeen::new(&input.name),
        };
        let reading = Reading { from, settled, stop };
        let read = reading.input(input, bytes, &mut hand_over);
        hand_over.seen.refused = read.is_err();
        let flow = match read {
            Ok(()) => hand_over.flush(),
            Err(refusal) => hand_over.hand(Piece::Refused(file, *refusal.problem)),
        };
        let seen = Box::new(hand_over.seen);
        if flow.is_break() || send.send(Piece::Seen(seen)).is_err() {
            return;
        }
        if stop() {
            return;
        }
    }
}

/// How files are read.
struct Reading<'r> {
    from: Option<Format>,
    settled: &'r Settled,
    stop: &'r (dyn Fn() -> bool + Sync),
}

impl Reading<'_> {
    fn input(&self, input: Input, bytes: &AtomicU64, hand_over: &mut HandOver) -> Result<(), Refusal> {
        let name = input.name.as_str();
        let stream: Box<dyn Read> = match input.open {
            Opening::File(path) => Box::new(File::open(path).map_err(|e| Refusal::unreadable(name, &e))?),
            Opening::Stream(stream) => stream,
        };
        let mut stream = BufReader::with_capacity(256 * 1024, Counted { inner: stream, bytes });
        let head = stream.fill_buf().map_err(|e| Refusal::unreadable(name, &e))?;
        if input.found && is_empty(head) {
            let _ = hand_over.take(Fed::Beside(EMPTY.to_owned()), name);
            return Ok(());
        }
        if import::is_archive(head) {
            return self.archive(&mut stream, name, hand_over);
        }
        let format = self.format(head, name);
        // Letters and notes lie in folders, too; one with a comma in its first line looks like a table.
        let stray =
            input.found && ends_with(name, "txt") && !matches!(&format, Ok(format) if *format != Format::Csv);
        match format.and_then(|format| self.file(&mut stream, name, format, hand_over)) {
            Err(refusal) if stray => {
                let _ = hand_over.hand(Piece::Warning(refusal.passed_by()));
                Ok(())
            }
            done => done,
        }
    }

    fn format(&self, head: &[u8], name: &str) -> Result<Format, Refusal> {
        if let Some(format) = self.from {
            return Ok(format);
        }
        let recognised = import::recognise(head, name);
        let rows = self.settled.map.is_some() && !head.trim_ascii_start().starts_with(b"{");
        match recognised {
            Ok(format @ (Format::Mail | Format::Whatsapp)) => Ok(format),
            _ if rows => Ok(Format::Csv),
            recognised => recognised,
        }
    }

    fn file(
        &self,
        input: &mut dyn BufRead,
        name: &str,
        format: Format,
        hand_over: &mut HandOver,
    ) -> Result<(), Refusal> {
        let _ = hand_over.hand(Piece::Format(format));
        hand_over.seen.format = Some(format);
        import::read(input, name, format, self.settled, &mut |fed| {
            if (self.stop)() { ControlFlow::Break(()) } else { hand_over.take(fed, name) }
        })
    }

    /// Every file of an archive, as if it lay in a folder. What is no export is told; an archive without one is refused.
    fn archive(&self, input: &mut dyn Read, name: &str, hand_over: &mut HandOver) -> Result<(), Refusal> {
        let mut taken = 0;
        let mut other: Option<Refusal> = None;
        Archive::open(input, name)?.each(name, &mut |path, input| {
            let name = format!("{name}/{path}");
            let head = input.fill_buf().map_err(|e| Refusal::unreadable(&name, &e))?;
            if !ENDINGS.iter().any(|ending| ends_with(path, ending)) {
                return Ok(hand_over.hand(Piece::Beside("files of other kinds".to_owned())));
            }
            if is_empty(head) {
                return Ok(hand_over.take(Fed::Beside(EMPTY.to_owned()), &name));
            }
            let format = self.format(head, &name);
            let stray = !matches!(&format, Ok(format) if *format != Format::Csv);
            match format.and_then(|format| self.file(input, &name, format, hand_over)) {
                Ok(()) => taken += 1,
                Err(refusal) if stray => {
                    let _ = hand_over.hand(Piece::Warning(refusal.clone().passed_by()));
                    other.get_or_insert(refusal);
                }
                Err(refusal) => return Err(refusal),
            }
            Ok(if (self.stop)() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        match other {
            Some(refusal) if taken == 0 => Err(refusal),
            None if taken == 0 => Err(Refusal::whole(
                name,
                "",
                Bilingual::fixed(
                    "a ZIP archive with the files of an export in it; this one holds none",
                    "une archive ZIP qui contient les fichiers d’un export ; celle-ci n’en contient aucun",
                ),
            )),
            _ => Ok(()),
        }
    }
}

/// The kind of files that exports write where there is nothing to write.
const EMPTY: &str = "empty files";

fn is_empty(head: &[u8]) -> bool {
    matches!(head.trim_ascii(), b"" | b"[]" | b"{}")
}

fn ends_with(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, last)| last.eq_ignore_ascii_case(ending))
}

/// Collects what is read into batches.
struct HandOver<'a> {
    send: &'a SyncSender<Piece>,
    file: u32,
    whole: Vec<Conversation>,
    parts: Vec<Part>,
    people: Vec<Named>,
    messages: usize,
    seen: FileSeen,
}

impl HandOver<'_> {
    fn take(&mut self, fed: Fed, name: &str) -> ControlFlow<()> {
        self.seen.see(&fed);
        match fed {
            Fed::Whole { conversation, .. } => {
                self.messages += conversation.messages.len();
                self.whole.push(*conversation);
            }
            Fed::Part(part) => {
                self.messages += 1;
                self.parts.push(*part);
            }
            Fed::Person(named) => {
                self.messages += 1;
                self.people.push(named);
            }
            Fed::Beside(kind) => return self.hand(Piece::Beside(kind)),
            Fed::Problem(problem) => return self.hand(Piece::Problem(problem.in_file(name))),
            Fed::Warning(problem) => return self.hand(Piece::Warning(problem.in_file(name))),
        }
        if self.messages >= PIECE_MESSAGES { self.flush() } else { ControlFlow::Continue(()) }
    }

    fn flush(&mut self) -> ControlFlow<()> {
        self.messages = 0;
        if !self.whole.is_empty() {
            let whole = std::mem::take(&mut self.whole);
            self.hand(Piece::Whole(whole))?;
        }
        if !self.parts.is_empty() {
            let parts = std::mem::take(&mut self.parts);
            self.hand(Piece::Parts(self.file, parts))?;
        }
        if !self.people.is_empty() {
            let people = std::mem::take(&mut self.people);
            self.hand(Piece::People(self.file, people))?;
        }
        ControlFlow::Continue(())
    }

    fn hand(&self, read: Piece) -> ControlFlow<()> {
        if self.send.send(read).is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
