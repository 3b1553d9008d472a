//! Conversations that come in pieces: rows and records wait on a stage until all files are read, then those of one
//! conversation are put together, with what the store has of it and whom its help desk names. Pieces whose conversation
//! has not come are kept until it does.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::writing::{Coming, Writer};
use crate::domain::conversation::{Conversation, Message, Moment};
use crate::domain::digest::Digest;
use crate::domain::directory::Entry;
use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::formats::import::{self, Assembled, DESCRIPTION, Known, Named, Part};
use crate::ops::error::{Kind, OpsError};
use crate::storage::{Stage, Waiting};
use crate::words::Bilingual;

/// Conversations put together between two words about how far it is.
const TOLD_EVERY: u64 = 100;
/// Pieces that are written down at once.
const WAITING_AT_ONCE: usize = 1_000;

/// One staged part: the file it came from, so that a refused file's parts can be left out.
#[derive(Serialize, Deserialize)]
struct Staged {
    file: u32,
    part: Part,
}

/// Puts parts on the stage.
pub(super) fn stage(stage: &mut Stage, file: u32, parts: Vec<Part>) -> Result<(), OpsError> {
    for part in parts {
        let (source, id) = (part.source.clone(), part.external_id.clone());
        let bytes = serde_json::to_vec(&Staged { file, part }).map_err(|error| bug(&error))?;
        stage.put(&source, &id, &bytes)?;
    }
    Ok(())
}

impl Writer<'_> {
    /// Learns whom the files name, those that were refused left out; whoever was erased stays unknown.
    pub(super) fn learn(&mut self, refused: &[u32]) -> Result<(), OpsError> {
        for (file, Named { source, entry }) in std::mem::take(&mut self.named) {
            let erased = [&entry.id, &entry.name, &entry.address].into_iter().any(|who| self.erased.who(who));
            if !refused.contains(&file) && !erased {
                self.directory.add(&source, entry);
            }
        }
        self.report.people = self.directory.iter().count() as u64;
        if !self.report.dry_run && !self.directory.is_empty() {
            self.report.renamed = self.store.learn_people(&self.directory, self.now)?;
        }
        Ok(())
    }

    /// Puts staged parts together, those of refused files left out.
    pub(super) fn unstage(
        &mut self,
        stage: &Stage,
        refused: &[u32],
        stop: &(dyn Fn() -> bool + Sync),
        tell: &mut dyn FnMut(u64),
    ) -> Result<(), OpsError> {
        let mut done = Ok(());
        stage.for_each_group(&mut |_, _, parts| {
            done = self.join(&parts, refused);
            if self.seen.is_multiple_of(TOLD_EVERY) {
                tell(self.seen);
            }
            if done.is_err() || stop() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        done
    }

    fn join(&mut self, parts: &[Vec<u8>], refused: &[u32]) -> Result<(), OpsError> {
        let mut kept: Vec<Part> = Vec::with_capacity(parts.len());
        for bytes in parts {
            let Staged { file, part } = serde_json::from_slice(bytes).map_err(|error| bug(&error))?;
            if !refused.contains(&file) {
                kept.push(part);
            }
        }
        let Some(first) = kept.first() else { return Ok(()) };
        let (source, id, of_desk) = (first.source.clone(), first.external_id.clone(), first.of_desk());
        let opens = kept.iter().any(Part::opens);
        // Rows of a table that open a conversation tell all of it, as one export does.
        let known = if of_desk || !opens { self.store.known(&source, &id)? } else { None };
        let mut waited = false;
        if known.is_none() {
            if !opens {
                return self.keep_waiting(&kept);
            }
            let earlier = self.waiting_parts(&source, &id)?;
            waited = !earlier.is_empty();
            kept.splice(0..0, earlier);
        } else if !of_desk {
            kept = kept.into_iter().map(Part::as_piece).collect();
        }
        let who = |number: &str| self.who(&source, number);
        let as_of = known.as_ref().and_then(|(_, as_of)| *as_of);
        let known = Known { head: known.as_ref().map(|(head, _)| head), as_of, who: &who };
        match import::assemble(kept, &known) {
            Ok(Assembled { mut conversation, extent, provisional, vendor, reviews, notes }) => {
                if let Some(head) = known.head {
                    self.settle_description(&mut conversation, head, provisional.as_deref())?;
                }
                notes.into_iter().for_each(|problem| self.report.problem(problem));
                let unnamed = of_desk && is_number(&conversation.agent);
                let reviews = self.about_wanted_work(&conversation, reviews);
                let wanted = self.take_one(Coming { conversation, extent, vendor, reviews })?;
                if !wanted && waited && !self.report.dry_run {
                    self.store.waited(&source, &id)?;
                }
                self.report.unnamed += u64::from(!wanted && unnamed);
                Ok(())
            }
            Err(problems) => {
                problems.into_iter().for_each(|problem| self.report.problem(problem));
                Ok(())
            }
        }
    }

    /// A ticket's description and its first message are one, also where the store has the one and a file brings the
    /// other: the message keeps its id, and what a list of messages told is not told again by the heading.
    fn settle_description(
        &self,
        conversation: &mut Conversation,
        head: &Conversation,
        provisional: Option<&str>,
    ) -> Result<(), OpsError> {
        let second = |at: Moment| at.micros.div_euclid(1_000_000);
        let first = second(head.opened_at);
        let again = |message: &Message| message.id != DESCRIPTION && second(message.at) == first;
        let again = conversation.messages.iter().position(again);
        if provisional.is_none() && again.is_none() {
            return Ok(());
        }
        let Some(id) = self.store.numbered(&head.source, &head.external_id)? else { return Ok(()) };
        let stored = self.store.conversation(id)?.map(|stored| stored.messages).unwrap_or_default();
        if provisional.is_some_and(|id| stored.iter().any(|message| message.id == id)) {
            conversation.messages.retain(|message| Some(message.id.as_str()) != provisional);
        } else if let Some(place) = again
            && let Some(description) = stored.iter().find(|message| message.id == DESCRIPTION)
            && second(description.at) == first
            && !conversation.messages.iter().any(|message| message.id == DESCRIPTION)
        {
            let message = &mut conversation.messages[place];
            if message.author == description.author || message.role == description.role {
                message.id = DESCRIPTION.to_owned();
            }
        }
        Ok(())
    }

    /// Whom a number names: what these files say goes before what the store knows.
    pub(super) fn who(&self, source: &str, number: &str) -> Option<Entry> {
        let fresh = self.directory.find(source, number);
        // A store that cannot be read says so when it is written.
        let known = || self.store.who(source, number).ok().flatten();
        match fresh {
            // What the store knows was completed with what is new, unless nothing is written.
            Some(entry) if self.report.dry_run => Some(entry.clone()),
            _ => known(),
        }
    }

    fn keep_waiting(&mut self, parts: &[Part]) -> Result<(), OpsError> {
        if parts.iter().any(|part| self.erased.conversation(&part.source, &part.external_id)) {
            self.report.erased += 1;
            return Ok(());
        }
        self.report.wait(parts);
        if self.report.dry_run {
            return Ok(());
        }
        for part in parts {
            if part.people().into_iter().any(|who| self.erased.who(who)) {
                continue;
            }
            let json = serde_json::to_string(part).map_err(|error| bug(&error))?;
            let said = serde_json::to_string(&part.unplaced()).map_err(|error| bug(&error))?;
            self.waiting.push(Waiting {
                source: part.source.clone(),
                external_id: part.external_id.clone(),
                piece: Digest::of("aplomb/waiting/v1", &[said.as_bytes()]),
                at: self.now,
                part: json,
            });
        }
        if self.waiting.len() >= WAITING_AT_ONCE {
            let waiting = std::mem::take(&mut self.waiting);
            self.store.wait(&waiting)?;
        }
        Ok(())
    }

    /// What waited for a conversation. A piece that cannot be read any more is told, and left where it is.
    fn waiting_parts(&mut self, source: &str, id: &str) -> Result<Vec<Part>, OpsError> {
        let mut parts = Vec::new();
        for piece in self.store.waiting_for(source, id)? {
            match serde_json::from_str::<Part>(&piece.part) {
                Ok(part) => parts.push(part),
                Err(_) => {
                    let said = Bilingual::fixed(
                        "a piece that waited for this conversation was kept by another version and cannot be read; import its file again",
                        "un élément qui attendait cette conversation vient d’une autre version et ne se lit plus ; importez à nouveau son fichier",
                    );
                    self.report.problem(Problem::at(None, "conversation", id.to_owned(), said));
                }
            }
        }
        Ok(parts)
    }
}

/// Whether somebody is named by a number alone, as a help desk does whose list of people has not come.
fn is_number(who: &str) -> bool {
    let odd = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    who.contains(|c: char| c.is_ascii_digit()) && !who.contains(odd)
}

fn bug(error: &serde_json::Error) -> OpsError {
    OpsError::new(Kind::Bug, Bilingual::same(format!("stage: {}", Shown::line(&error.to_string()))))
}
