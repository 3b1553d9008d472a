//! Conversations from files. [`recognise()`] tells from its first bytes what a file is; [`read()`] feeds what it holds to the
//! caller piece by piece, in bounded memory: whole conversations, or [`Part`]s that [`assemble`] puts together once all
//! files are read. Sound lines are taken in although others are not; what is skipped is named. A [`Refusal`] rejects a
//! file as a whole: the caller then stores nothing of it.

mod by_map;
mod conversation_jsonl;
mod decode;
mod desk;
mod findings;
mod gathering;
mod html;
mod json;
mod json_conversation;
mod lines;
mod map;
mod map_toml;
mod part;
mod recognise;
mod refusal;
mod row_part;
mod rows;
pub mod scorecard;
mod syntax;
mod table_toml;
mod time;
mod whole;

use std::io::BufRead;
use std::ops::ControlFlow;

use crate::domain::conversation::Conversation;
use crate::domain::directory::Entry;
use crate::domain::problem::Problem;

pub use desk::{Carries, HelpDesk};
pub use gathering::{Assembled, Known, assemble};
pub use html::html_to_text;
pub use map::Map;
pub use part::{DESCRIPTION, Part};
pub use recognise::{HEAD, recognise};
pub use refusal::Refusal;

/// One piece of what a file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Fed {
    /// A conversation, with the line it stands on.
    Whole {
        /// The conversation.
        conversation: Box<Conversation>,
        /// Its line.
        line: u64,
    },
    /// A row that says something about a conversation.
    Part(Box<Part>),
    /// Whom a help desk's number names.
    Person(Named),
    /// A record of a known kind that holds neither conversation nor person, by its kind.
    Beside(String),
    /// Something wrong with a line or row, which is skipped. A line may have several.
    Problem(Problem),
    /// Something to know; nothing is lost.
    Warning(Problem),
}

/// Somebody whom a help desk names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Account or system.
    pub source: String,
    /// Who it is.
    pub entry: Entry,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Aplomb's own exchange format, one conversation a line.
    ConversationJsonl,
    /// Rows, to be read by a [`Map`].
    Csv,
    /// The export of a help desk.
    Desk(HelpDesk),
}

impl Format {
    /// Every format.
    pub fn all() -> impl Iterator<Item = Format> {
        let desks = HelpDesk::ALL.into_iter().map(Format::Desk);
        [Format::ConversationJsonl, Format::Csv].into_iter().chain(desks)
    }

    /// The word in flags.
    pub fn word(self) -> &'static str {
        match self {
            Format::ConversationJsonl => "conversation-jsonl",
            Format::Csv => "csv",
            Format::Desk(desk) => desk.word(),
        }
    }

    /// Its name as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Format::ConversationJsonl => "Conversation JSON Lines",
            Format::Csv => "CSV",
            Format::Desk(desk) => desk.name(),
        }
    }

    /// Which of its fields carry which notion; empty where a map says it, or it needs no words.
    pub fn carries(self) -> &'static [Carries] {
        match self {
            Format::Desk(desk) => desk.carries(),
            Format::ConversationJsonl | Format::Csv => &[],
        }
    }

    /// Reads the word; `jsonl` is short for the first.
    pub fn from_word(word: &str) -> Option<Format> {
        let word = if word == "jsonl" { Format::ConversationJsonl.word() } else { word };
        Format::all().find(|format| format.word() == word)
    }
}

/// What a person settled beforehand.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// What the columns of CSV mean.
    pub map: Option<Map>,
    /// The account that a help desk's files come from, where there are several: conversations of two accounts may have
    /// the same numbers.
    pub account: Option<String>,
    /// Names, addresses and numbers of agents, for sources that do not say who is one.
    pub agents: Vec<String>,
}

/// Reads a file and feeds what it holds to `sink`, until its end or until `sink` breaks. `file` is the name that messages
/// carry; CSV needs a map.
pub fn read(
    input: &mut dyn BufRead,
    file: &str,
    format: Format,
    settled: &Settled,
    sink: &mut dyn FnMut(Fed) -> ControlFlow<()>,
) -> Result<(), Refusal> {
    match format {
        Format::ConversationJsonl => {
            conversation_jsonl::read(input, file, conversation_jsonl::LONGEST_LINE, sink)
        }
        Format::Csv => match &settled.map {
            Some(map) => by_map::read(input, file, map, sink),
            None => Err(recognise::needs_map(input, file)),
        },
        Format::Desk(desk) => {
            let source = match &settled.account {
                Some(account) => format!("{}:{account}", desk.word()),
                None => desk.word().to_owned(),
            };
            desk::read(desk, input, file, &source, sink)
        }
    }
}
