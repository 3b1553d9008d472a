//! Reads files as an import does: recognised, taken apart, put together.

use std::collections::BTreeMap;
use std::fs;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use aplomb::domain::conversation::{Conversation, Message};
use aplomb::domain::directory::Directory;
use aplomb::domain::problem::Problem;
use aplomb::domain::vendor::VendorFigure;
use aplomb::formats::import::{Fed, Known, Part, Settled, assemble, read, recognise};

/// What some files gave.
#[derive(Debug, Default)]
pub struct Taken {
    /// The formats' words, file by file.
    pub words: Vec<&'static str>,
    /// By source and number.
    pub conversations: Vec<Conversation>,
    pub figures: Vec<VendorFigure>,
    pub people: usize,
    pub beside: Vec<String>,
    pub problems: Vec<Problem>,
    /// Pieces whose conversation is in none of the files.
    pub waiting: Vec<Problem>,
}

impl Taken {
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.conversations.iter().flat_map(|conversation| &conversation.messages)
    }

    /// Conversations, messages that are no notes, private notes.
    pub fn counts(&self) -> (usize, usize, usize) {
        let notes = self.messages().filter(|message| message.private).count();
        (self.conversations.len(), self.messages().count() - notes, notes)
    }
}

/// The files of these names in a folder.
pub fn files(folder: &Path, names: &[&str]) -> Vec<PathBuf> {
    names.iter().map(|name| folder.join(name)).collect()
}

/// Takes files in together.
pub fn taken(paths: &[PathBuf]) -> Taken {
    let mut taken = Taken::default();
    let mut directory = Directory::default();
    let mut parts: BTreeMap<(String, String), Vec<Part>> = BTreeMap::new();
    for path in paths {
        let bytes = fs::read(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let format = recognise(&bytes[..bytes.len().min(64 << 10)], &name).unwrap();
        // A head that is cut off anywhere past its first record tells the same.
        assert_eq!(recognise(&bytes[..bytes.len() - bytes.len() / 8], &name).unwrap(), format, "{name}");
        taken.words.push(format.word());
        // A small buffer, so that everything crosses a boundary somewhere.
        let mut input = BufReader::with_capacity(11, &bytes[..]);
        read(&mut input, &name, format, &Settled::default(), &mut |fed| {
            match fed {
                Fed::Whole { .. } => panic!("{name} is no file of a help desk"),
                Fed::Part(part) => {
                    parts.entry((part.source.clone(), part.external_id.clone())).or_default().push(*part);
                }
                Fed::Person(named) => {
                    directory.add(&named.source, named.entry);
                }
                Fed::Beside(kind) => taken.beside.push(kind),
                Fed::Problem(problem) | Fed::Warning(problem) => taken.problems.push(problem),
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    }
    taken.people = directory.iter().count();
    for ((source, _), parts) in parts {
        let who = |id: &str| directory.find(&source, id).cloned();
        match assemble(parts, &Known { head: None, as_of: None, who: &who }) {
            Ok(assembled) => {
                taken.figures.extend(assembled.vendor.into_iter().flat_map(|vendor| vendor.figures));
                taken.conversations.push(assembled.conversation);
            }
            Err(problems) => taken.waiting.extend(problems),
        }
    }
    taken
}
