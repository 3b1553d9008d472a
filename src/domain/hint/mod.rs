//! Hints: what a text rule noticed about an item, with the message and the words that matched. A hint is shown beside
//! what a person has answered already. It is never an answer, moves no score and leaves this machine in nothing.
//!
//! Rules stand in the checklist, but are no part of what a review froze: they change no meaning, so the digest of a
//! checklist does not hold them, and a sealed review is read with the rules of today.

mod again;
mod person;
mod reader;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::domain::keyword::{Keyword, KeywordList, Tone};
use crate::domain::review::Value;
use crate::words::Bilingual;

pub use reader::Reader;

/// A rule of a checklist.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Unique within the checklist.
    pub id: String,
    /// The item that it tells about.
    pub item: String,
    /// What it looks for.
    pub watch: Watch,
    /// Only conversations of these channels; of all where there are none.
    pub channels: Vec<String>,
    /// The answer that it points to where it finds something.
    pub found: Option<Value>,
    /// The answer that it points to where it looked and found nothing.
    pub missing: Option<Value>,
}

/// What a rule looks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Watch {
    /// Words.
    Words {
        /// The words.
        words: Vocabulary,
        /// In which messages.
        at: At,
        /// Only where they begin among so many words of the message.
        within: Option<usize>,
        /// Only right behind a number: *5 minutes*.
        number: bool,
    },
    /// The customer's name in our messages, where it is known.
    Name,
    /// A greeting to somebody else: one of these words with a name behind it that is not the customer's.
    OtherName(Vocabulary),
    /// A first reply that took longer than so many seconds.
    Wait(i64),
    /// A question of ours that we asked before. Where words are given, one of them must be in it.
    AskedAgain(Vocabulary),
    /// A question of the customer that they asked before.
    ToldAgain,
    /// A saved reply.
    SavedReply,
    /// A message typed by hand that says what a saved reply in the same conversation says.
    TypedAgain,
}

/// Which messages. Private notes, and what they quote, are never read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Our first.
    FirstReply,
    /// Our last two.
    LastReplies,
    /// All of ours.
    Replies,
    /// All of the customer's.
    Customer,
}

/// Words in both languages.
#[derive(Clone, Debug, PartialEq)]
pub struct Vocabulary {
    /// All of them, the English ones first.
    pub list: KeywordList,
    /// How many of them are English.
    pub english: usize,
}

impl Vocabulary {
    /// The words of a rule.
    pub fn new(rule: &str, en: Vec<Keyword>, fr: Vec<Keyword>, except: Vec<Keyword>) -> Vocabulary {
        let english = en.len();
        let words = en.into_iter().chain(fr).collect();
        let (id, tone, title) = (rule.to_owned(), Tone::Other, Bilingual::default());
        Vocabulary { list: KeywordList { id, tone, title, words, except }, english }
    }
}

impl Watch {
    /// The words that it looks for, if any.
    pub const fn words(&self) -> Option<&Vocabulary> {
        match self {
            Watch::Words { words, .. } | Watch::OtherName(words) | Watch::AskedAgain(words) => Some(words),
            _ => None,
        }
    }
}

/// What a rule noticed in one conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// The rule's place among the rules.
    pub rule: usize,
    /// The answer that it points to.
    pub points: Value,
    /// The message's place in the conversation; `None` where it speaks of all of ours.
    pub message: Option<usize>,
    /// The words, in bytes of the message's text.
    pub words: Option<Range<usize>>,
    /// What was noticed.
    pub noticed: Noticed,
}

/// What was noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noticed {
    /// The words.
    Words,
    /// None of them.
    NoWords,
    /// The customer's name.
    Name,
    /// A name that the customer gave in this message, and none of ours uses.
    NameUnused,
    /// Another name than the customer's.
    OtherName,
    /// So many seconds since the customer's message at this place.
    Wait {
        /// Seconds.
        seconds: i64,
        /// The customer's message.
        since: usize,
    },
    /// The same as in the message at this place.
    Again(usize),
    /// The saved reply of this name.
    SavedReply(String),
}
