//! What each file held, for `import --explain`: said before anything is written.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::formats::import::{Fed, Format};

/// What one file held.
#[derive(Clone, Debug, PartialEq)]
pub struct FileSeen {
    /// Its name as it was given.
    pub file: String,
    /// What it was recognised as; `None` where it was refused before that.
    pub format: Option<Format>,
    /// Conversations, whole or by their beginning.
    pub conversations: u64,
    /// Messages.
    pub messages: u64,
    /// Of these, private notes.
    pub private: u64,
    /// Rows and records that say something else of a conversation: what happened to it, labels, a rating.
    pub pieces: u64,
    /// Reviews that others wrote.
    pub reviews: u64,
    /// People, programs and teams.
    pub people: u64,
    /// Records of kinds that nothing is taken from, by kind.
    pub beside: BTreeMap<String, u64>,
    /// Lines, rows and records that cannot be used.
    pub problems: u64,
    /// Whether it was refused as a whole.
    pub refused: bool,
    /// The conversations that messages opened, by a digest: each message of a mailbox or a chat may be the first.
    opened: HashSet<u64>,
}

impl FileSeen {
    /// Nothing seen yet.
    pub(super) fn new(file: &str) -> FileSeen {
        FileSeen {
            file: file.to_owned(),
            format: None,
            conversations: 0,
            messages: 0,
            private: 0,
            pieces: 0,
            reviews: 0,
            people: 0,
            beside: BTreeMap::new(),
            problems: 0,
            refused: false,
            opened: HashSet::new(),
        }
    }

    /// Whether it was passed by: nothing in it is known.
    pub(super) fn is_foreign(&self) -> bool {
        self.format.is_none() && self.beside.is_empty() && !self.refused
    }

    /// Counts what is read.
    pub(super) fn see(&mut self, fed: &Fed) {
        match fed {
            Fed::Whole { conversation, .. } => {
                self.conversations += 1;
                self.messages += conversation.messages.len() as u64;
                self.private += conversation.messages.iter().filter(|message| message.private).count() as u64;
            }
            Fed::Part(part) => {
                let (opens, said) = (part.opens() && part.of_desk(), part.says());
                let mut hasher = DefaultHasher::new();
                part.external_id.hash(&mut hasher);
                self.conversations += u64::from(opens && self.opened.insert(hasher.finish()));
                self.messages += u64::from(said.is_some());
                self.private += u64::from(said == Some(true));
                self.reviews += part.reviews() as u64;
                self.pieces += u64::from(!opens && said.is_none());
            }
            Fed::Person(_) => self.people += 1,
            Fed::Beside(kind) => *self.beside.entry(kind.clone()).or_default() += 1,
            Fed::Problem(_) => self.problems += 1,
            Fed::Warning(_) => {}
        }
    }
}
