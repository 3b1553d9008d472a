//! What a help desk's reader says of a record. It names what it found; file, line, source and the rest are filled in here.

use std::ops::ControlFlow;

use crate::both;
use crate::domain::conversation::{Moment, Role};
use crate::domain::directory::Entry;
use crate::domain::problem::Problem;
use crate::formats::import::html::html_to_text;
use crate::formats::import::part::{About, Event, Kind, OfDesk, Part, Said, Speaker};
use crate::formats::import::people::Agents;
use crate::formats::import::scorecard::Scored;
use crate::formats::import::{Fed, Named};
use crate::words::Bilingual;

/// Takes what is found in one record, for the file it stands in.
pub(super) struct Feeder<'f> {
    /// The name that messages carry.
    pub(super) file: &'f str,
    /// The help desk's word, as in flags.
    pub(super) word: &'static str,
    /// Account or system that the conversations come from.
    pub(super) source: &'f str,
    /// The agents whom the person named, for sources that do not say who is one.
    pub(super) agents: &'f Agents,
    /// The line that the record stands on.
    pub(super) line: u64,
    pub(super) flow: ControlFlow<()>,
    pub(super) sink: &'f mut dyn FnMut(Fed) -> ControlFlow<()>,
}

/// What a record says about one conversation.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The conversation's id in its source.
    pub(super) conversation: String,
    /// What it says about the whole.
    pub(super) about: About,
    /// A message in it.
    pub(super) message: Option<Said>,
    /// What happened to it, for transfers and reopenings.
    pub(super) events: Vec<Event>,
    /// Labels beside those in `about`.
    pub(super) tags: Vec<String>,
    /// What others said of it on scorecards.
    pub(super) reviews: Vec<Scored>,
}

impl Feeder<'_> {
    /// The conversation itself: pieces without one wait for it. `whole`: all its messages are in this file.
    pub(super) fn opening(&mut self, found: Found, whole: bool) {
        self.part(found, Kind::Opening, whole);
    }

    /// A piece of a conversation whose opening stands elsewhere.
    pub(super) fn piece(&mut self, found: Found) {
        self.part(found, Kind::Reply, false);
    }

    /// A piece that needs no opening.
    pub(super) fn alone(&mut self, found: Found) {
        self.part(found, Kind::Message, false);
    }

    /// Whom a number names.
    pub(super) fn person(&mut self, entry: Entry) {
        let source = self.source.to_owned();
        self.feed(Fed::Person(Named { source, entry }));
    }

    /// Something in the record that cannot be used.
    pub(super) fn problem(&mut self, field: &str, found: &str, accepted: Bilingual) {
        let problem = Problem::at(self.line, field, found, accepted).in_file(self.file);
        self.feed(Fed::Problem(problem));
    }

    /// Something to know; nothing is lost.
    pub(super) fn warning(&mut self, field: &str, found: &str, said: Bilingual) {
        let problem = Problem::at(self.line, field, found, said).in_file(self.file);
        self.feed(Fed::Warning(problem));
    }

    /// A field without which the record says nothing.
    pub(super) fn lacks(&mut self, list: &str, field: &str) {
        let record = if list.is_empty() { self.word } else { list };
        let accepted = both!(
            "this field is missing or not as {record} has it; the record is left out",
            "ce champ manque ou n’est pas comme dans {record} ; l’enregistrement est laissé de côté"
        );
        self.problem(field, "", accepted);
    }

    /// A record of a known kind that says nothing of conversations or people, such as a list of macros.
    pub(super) fn beside(&mut self, kind: &str) {
        self.feed(Fed::Beside(kind.to_owned()));
    }

    fn part(&mut self, found: Found, kind: Kind, whole: bool) {
        let Found { conversation, about, message, events, tags, reviews } = found;
        let part = Part {
            source: self.source.to_owned(),
            external_id: conversation,
            file: self.file.to_owned(),
            line: self.line,
            kind,
            about,
            message,
            marks: tags,
            events,
            desk: Some(OfDesk { name: self.word.to_owned(), whole }),
            reviews,
        };
        self.feed(Fed::Part(Box::new(part)));
    }

    fn feed(&mut self, fed: Fed) {
        if self.flow.is_continue() {
            self.flow = (self.sink)(fed);
        }
    }
}

/// What a message says: a text, or HTML that a text is made from.
#[derive(Debug)]
pub(super) enum Words {
    /// Plain.
    Text(String),
    /// With mark-up.
    Html(String),
}

impl Words {
    /// HTML if there is some, else a text, else nothing.
    pub(super) fn of(html: Option<String>, text: Option<String>) -> Words {
        match html {
            Some(html) => Words::Html(html),
            None => Words::Text(text.unwrap_or_default()),
        }
    }

    /// Whether nothing is said.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Words::Text(text) | Words::Html(text) => text.trim().is_empty(),
        }
    }
}

/// A message of a help desk.
pub(super) fn said(
    id: Option<String>,
    at: Moment,
    speaker: Speaker,
    author: Option<String>,
    words: Words,
) -> Said {
    let (text, html) = match words {
        Words::Text(text) => (text, None),
        Words::Html(html) => (html_to_text(&html), Some(html)),
    };
    Said {
        id: id.unwrap_or_default(),
        at: at.into(),
        speaker,
        author: author.unwrap_or_default(),
        text,
        html,
        private: false,
        macro_name: None,
        provisional: false,
        mentions: Vec::new(),
    }
}

/// Somebody who is known by number, name or address; empty texts are unknown.
pub(super) fn entry(id: String, name: Option<String>, address: Option<String>, role: Option<Role>) -> Entry {
    Entry { id, name: name.unwrap_or_default(), address: address.unwrap_or_default(), role }
}
