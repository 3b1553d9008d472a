//! Conversations from files. [`recognise()`] tells from its first bytes what a file is; [`read()`] feeds what it holds to the
//! caller piece by piece, in bounded memory: whole conversations, or [`Part`]s that [`assemble`] puts together once all
//! files are read. Sound lines are taken in although others are not; what is skipped is named. A [`Refusal`] rejects a
//! file as a whole: the caller then stores nothing of it.

mod archive;
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
mod mail;
mod map;
mod map_toml;
mod part;
mod people;
mod recognise;
mod refusal;
mod row_part;
mod rows;
pub mod scorecard;
mod spool;
mod syntax;
mod table_toml;
mod time;
mod whatsapp;
mod whole;

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use encoding_rs::{Encoding, UTF_8};
use jiff::tz::TimeZone;

use crate::both;
use crate::domain::conversation::Conversation;
use crate::domain::directory::Entry;
use crate::domain::problem::Problem;

use decode::Decoding;

pub use archive::{Archive, TakeFile, is_archive};
pub use desk::{Carries, HelpDesk};
pub use gathering::{Assembled, Known, assemble};
pub use html::html_to_text;
pub use mail::own_words;
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
    /// A mailbox, or one mail.
    Mail,
    /// A chat of WhatsApp, as text.
    Whatsapp,
    /// A chat of Signal, as text.
    Signal,
}

impl Format {
    /// Every format.
    pub fn all() -> impl Iterator<Item = Format> {
        let desks = HelpDesk::ALL.into_iter().map(Format::Desk);
        let ours = [Format::ConversationJsonl, Format::Csv];
        ours.into_iter().chain(desks).chain([Format::Mail, Format::Whatsapp, Format::Signal])
    }

    /// The word in flags.
    pub fn word(self) -> &'static str {
        match self {
            Format::ConversationJsonl => "conversation-jsonl",
            Format::Csv => "csv",
            Format::Desk(desk) => desk.word(),
            Format::Mail => mail::WORD,
            Format::Whatsapp => whatsapp::WORD,
            Format::Signal => whatsapp::SIGNAL,
        }
    }

    /// Its name as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Format::ConversationJsonl => "Conversation JSON Lines",
            Format::Csv => "CSV",
            Format::Desk(desk) => desk.name(),
            Format::Mail => "mail (mbox, eml)",
            Format::Whatsapp => "WhatsApp (text)",
            Format::Signal => "Signal (text)",
        }
    }

    /// Which of its fields carry which notion; empty where a map says it, or it needs no words.
    pub fn carries(self) -> &'static [Carries] {
        match self {
            Format::Desk(desk) => desk.carries(),
            Format::Mail => mail::CARRIES,
            Format::Whatsapp | Format::Signal => whatsapp::CARRIES,
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
    /// The zone of clocks that say none.
    pub zone: Option<TimeZone>,
    /// Whether days stand before months where a file's dates do not tell.
    pub day_first: Option<bool>,
}

impl Settled {
    /// The source of conversations that come in this format.
    fn source(&self, format: Format) -> String {
        match &self.account {
            Some(account) => format!("{}:{account}", format.word()),
            None => format.word().to_owned(),
        }
    }
}

/// Reads a CSV file by the one shipped map that its columns fit, and says so.
fn by_shipped_map(
    input: &mut dyn BufRead,
    file: &str,
    sink: &mut dyn FnMut(Fed) -> ControlFlow<()>,
) -> Result<(), Refusal> {
    let mut head = Vec::new();
    (&mut *input)
        .take(HEAD as u64)
        .read_to_end(&mut head)
        .map_err(|error| Refusal::unreadable(file, &error))?;
    let (name, map) = recognise::shipped_map(&head, file)?;
    let said = both!(
        "read with the shipped map {name}, whose columns these are; --map names another",
        "lu avec le plan fourni {name}, dont ce sont les colonnes ; --map en nomme un autre"
    );
    if sink(Fed::Warning(Problem::at(1, "", "", said).in_file(file))).is_break() {
        return Ok(());
    }
    by_map::read(&mut io::Cursor::new(head).chain(input), file, &map, sink)
}

/// Reads a file and feeds what it holds to `sink`, until its end or until `sink` breaks. `file` is the name that messages
/// carry; CSV needs a map, which knows its encoding. Other files are UTF-8, or what their first bytes say.
pub fn read(
    input: &mut dyn BufRead,
    file: &str,
    format: Format,
    settled: &Settled,
    sink: &mut dyn FnMut(Fed) -> ControlFlow<()>,
) -> Result<(), Refusal> {
    let head = input.fill_buf().map_err(|error| Refusal::unreadable(file, &error))?;
    match Encoding::for_bom(head) {
        Some((encoding, mark)) if encoding != UTF_8 && format != Format::Csv => {
            input.consume(mark);
            read_utf8(&mut Decoding::new(input, encoding), file, format, settled, sink)
        }
        _ => read_utf8(input, file, format, settled, sink),
    }
}

fn read_utf8(
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
            None => by_shipped_map(input, file, sink),
        },
        Format::Desk(desk) => {
            let agents = people::Agents::of(&settled.agents);
            desk::read(desk, input, file, &settled.source(format), &agents, sink)
        }
        Format::Mail => mail::read(input, file, &settled.source(format), settled, sink),
        Format::Whatsapp | Format::Signal => {
            whatsapp::read(input, file, format.word(), &settled.source(format), settled, sink)
        }
    }
}
