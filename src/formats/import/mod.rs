//! Conversations from files. [`recognise()`] tells from its first bytes what a file is; [`read()`] feeds what it holds to the
//! caller piece by piece, in bounded memory: whole conversations, or [`Part`]s that [`assemble`] puts together once all
//! files are read. Sound lines are taken in although others are not; what is skipped is named. A [`Refusal`] rejects a
//! file as a whole: the caller then stores nothing of it.

mod by_map;
mod conversation_jsonl;
mod decode;
mod findings;
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
mod table_toml;
mod time;
mod whole;

use std::io::BufRead;
use std::ops::ControlFlow;

use crate::domain::conversation::Conversation;
use crate::domain::problem::Problem;

pub use html::html_to_text;
pub use map::Map;
pub use part::{Part, assemble};
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
    /// Something wrong with a line or row, which is skipped. A line may have several.
    Problem(Problem),
    /// Something to know; nothing is lost.
    Warning(Problem),
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Aplomb's own exchange format, one conversation a line.
    ConversationJsonl,
    /// Rows, to be read by a [`Map`].
    Csv,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 2] = [Format::ConversationJsonl, Format::Csv];

    /// The word in flags.
    pub const fn word(self) -> &'static str {
        match self {
            Format::ConversationJsonl => "conversation-jsonl",
            Format::Csv => "csv",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// Reads a file and feeds what it holds to `sink`, until its end or until `sink` breaks. `file` is the name that messages
/// carry; CSV needs a map.
pub fn read(
    input: &mut dyn BufRead,
    file: &str,
    format: Format,
    map: Option<&Map>,
    sink: &mut dyn FnMut(Fed) -> ControlFlow<()>,
) -> Result<(), Refusal> {
    match (format, map) {
        (Format::ConversationJsonl, _) => {
            conversation_jsonl::read(input, file, conversation_jsonl::LONGEST_LINE, sink)
        }
        (Format::Csv, Some(map)) => by_map::read(input, file, map, sink),
        (Format::Csv, None) => Err(recognise::needs_map(input, file)),
    }
}
