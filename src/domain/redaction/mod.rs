//! What must not leave this machine, and the marks that stand for it: `[email 1]`, `[name 2]`.
//!
//! Patterns run on a plain form of the text, without accents and invisible characters, so that typing an address in an
//! unusual way hides nothing. Where two sorts could claim the same characters, the earlier has them: marks that stand
//! there already, words from the settings, links, addresses, bank accounts, social-security numbers, cards, order
//! numbers from the settings, addresses of machines, telephone numbers, names. Within a sort the leftmost wins, then
//! the longest. This is repeated until nothing is found, so that redacting what is redacted changes nothing.
//!
//! No pattern knows every name: the preview shows what is replaced, and the settings take more words.

mod common_words;
mod conversation;
mod cues;
mod given;
mod names;
mod numbers;
mod patterns;
mod phones;
mod preview;
mod redactor;
mod rules;
mod shadow;
mod sort;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::both;
use crate::words::Bilingual;

pub use conversation::{Redacted, conversation};
pub use given::{Given, account_names, given_names};
pub use names::People;
pub use preview::{Group, Line, preview};
pub use redactor::{Redactor, restore};
pub use rules::{Rules, check_order, check_word};
pub use sort::Sort;

/// Which text of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Its subject.
    Subject,
    /// The name of its channel.
    Channel,
    /// A message, counted from 1 without private notes.
    Message(usize),
    /// The name of the canned reply in that message.
    Macro(usize),
    /// A comment or another text that goes along, counted from 1.
    Comment(usize),
}

impl Place {
    /// What the place is called.
    pub fn says(self) -> Bilingual {
        match self {
            Place::Subject => Bilingual::fixed("subject", "objet"),
            Place::Channel => Bilingual::fixed("channel", "canal"),
            Place::Message(n) => both!("message {n}", "message {n}"),
            Place::Macro(n) => both!("macro of message {n}", "macro du message {n}"),
            Place::Comment(n) => both!("comment {n}", "commentaire {n}"),
        }
    }
}

/// One replacement, for the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// What sort of text it was.
    pub sort: Sort,
    /// The text as it stood, raw.
    pub found: String,
    /// What stands instead.
    pub mark: String,
    /// In which text.
    pub place: Place,
    /// Where in that text, in bytes, before anything was replaced.
    pub at: Range<usize>,
}
