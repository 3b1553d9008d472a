//! What of the log is on disk. Nothing is called saved before the worker said so, and what could not be saved is kept
//! and sent again when the person asks for it.

use crate::domain::history::History;
use crate::tui::ask::Ask;
use crate::tui::message::Effect;
use crate::words::Bilingual;

/// How far the log of a draft is on disk.
#[derive(Clone, Debug, Default)]
pub struct Saves {
    /// Entries that are on disk.
    saved: usize,
    /// Entries that were sent.
    sent: usize,
    /// When the last save was told, local.
    pub at: Option<String>,
    /// Why saving stopped.
    pub failure: Option<Failure>,
}

/// Why saving stopped.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What could not be done, and why.
    pub what: Bilingual,
    /// What to do about it.
    pub hint: Bilingual,
    /// Whether nothing more can be saved until the store was opened again: no edits then.
    pub no_more: bool,
}

impl Saves {
    /// For a log that came from disk.
    pub fn loaded(entries: usize) -> Saves {
        Saves { saved: entries, sent: entries, at: None, failure: None }
    }

    /// Entries of a log that are not known to be on disk.
    pub fn unsaved(&self, history: &History) -> usize {
        history.entries().len().saturating_sub(self.saved)
    }

    /// Sends what was not sent yet, unless saving has stopped: an entry behind a lost one would be refused anyway.
    pub fn send(&mut self, review: i64, history: &History, effects: &mut Vec<Effect>) {
        if self.failure.is_some() {
            return;
        }
        for (place, entry) in history.entries().iter().enumerate().skip(self.sent) {
            effects.push(Effect::Ask(Ask::Save { review, place, entry: entry.clone() }));
        }
        self.sent = history.entries().len();
    }

    /// Sends everything that is not on disk once more.
    pub fn again(&mut self, review: i64, history: &History, effects: &mut Vec<Effect>) {
        self.failure = None;
        self.sent = self.saved;
        self.send(review, history, effects);
    }

    /// The worker saved the entry at `place`.
    pub fn saved(
        &mut self,
        review: i64,
        place: usize,
        at: String,
        history: &History,
        effects: &mut Vec<Effect>,
    ) {
        self.saved = self.saved.max(place + 1);
        self.at = Some(at);
        if self.saved >= self.sent && self.failure.as_ref().is_some_and(|failure| !failure.no_more) {
            // A second try overtook the tidings of the first.
            self.failure = None;
            self.send(review, history, effects);
        }
    }

    /// The worker could not save the entry at `place`.
    pub fn failed(&mut self, place: usize, failure: Failure) {
        if place >= self.saved {
            self.failure = Some(failure);
        }
    }
}
