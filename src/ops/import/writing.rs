//! The writing side: whole conversations into the store, a batch in one transaction; pieces of conversations wait on a
//! stage until all files are read.

use std::ops::ControlFlow;
use std::sync::mpsc::Receiver;
use std::thread;

use serde::{Deserialize, Serialize};

use super::reading::Piece;
use super::{Report, TURN};
use crate::domain::conversation::{Conversation, Role};
use crate::domain::directory::Directory;
use crate::domain::shown::Shown;
use crate::formats::import::{self, Assembled, Known, Named, Part};
use crate::ops::error::{Kind, OpsError};
use crate::storage::{BATCH_MESSAGES, Erased, Stage, Store};
use crate::words::Bilingual;

/// Conversations put together between two words about how far it is.
const TOLD_EVERY: u64 = 100;

/// One staged part: the file it came from, so that a refused file's parts can be left out.
#[derive(Serialize, Deserialize)]
struct Staged {
    file: u32,
    part: Part,
}

/// Whether a conversation is one of those that are to be taken in.
pub(super) type Wanted<'a> = &'a dyn Fn(&Conversation) -> bool;

/// Writes what is read, and counts.
pub(super) struct Writer<'a> {
    store: &'a mut Store,
    report: &'a mut Report,
    wanted: Wanted<'a>,
    /// Whoever was erased is not brought back.
    erased: Erased,
    now: i64,
    /// Numbers above this one are this import's.
    newest_before: i64,
    /// Conversations read.
    seen: u64,
    /// What the next transaction holds, and how many messages that is.
    batch: Vec<Conversation>,
    messages: usize,
    /// Whom help desks' files name, each with the file that does.
    named: Vec<(u32, Named)>,
    directory: Directory,
}

impl<'a> Writer<'a> {
    /// A writer that has nothing yet.
    pub(super) fn new(
        store: &'a mut Store,
        report: &'a mut Report,
        wanted: Wanted<'a>,
        erased: Erased,
        now: i64,
    ) -> Result<Writer<'a>, OpsError> {
        let newest_before = store.newest_conversation()?.unwrap_or(0);
        Ok(Writer {
            store,
            report,
            wanted,
            erased,
            now,
            newest_before,
            seen: 0,
            batch: Vec::new(),
            messages: 0,
            named: Vec::new(),
            directory: Directory::default(),
        })
    }

    /// Takes everything that is read, until reading ends or `stop` says so.
    pub(super) fn drain(
        &mut self,
        receive: &Receiver<Piece>,
        stop: &(dyn Fn() -> bool + Sync),
        tell: &mut dyn FnMut(u64),
    ) -> Result<(), OpsError> {
        let mut stage = None;
        let mut refused = Vec::new();
        for read in receive {
            match read {
                Piece::Whole(whole) => whole.into_iter().try_for_each(|one| self.take(one))?,
                Piece::Parts(file, parts) => {
                    let stage = match &mut stage {
                        Some(stage) => stage,
                        None => stage.insert(self.store.stage()?),
                    };
                    for part in parts {
                        let (source, id) = (part.source.clone(), part.external_id.clone());
                        let bytes = serde_json::to_vec(&Staged { file, part }).map_err(|e| json_bug(&e))?;
                        stage.put(&source, &id, &bytes)?;
                    }
                }
                Piece::People(file, named) => self.named.extend(named.into_iter().map(|named| (file, named))),
                Piece::Beside(kind) => *self.report.beside.entry(kind).or_default() += 1,
                Piece::Problem(problem) => self.report.problem(problem),
                Piece::Warning(problem) => self.report.warnings.push(problem),
                Piece::Format(format) => self.report.note_format(format),
                Piece::Refused(file, problem) => {
                    refused.push(file);
                    self.report.refused += 1;
                    self.report.problem(problem);
                }
            }
            tell(self.seen);
            if stop() {
                return Ok(());
            }
        }
        for (file, Named { source, entry }) in std::mem::take(&mut self.named) {
            if !refused.contains(&file) {
                self.directory.add(&source, entry);
            }
        }
        if let Some(stage) = stage {
            self.unstage(&stage, &refused, stop, tell)?;
        }
        if stop() { Ok(()) } else { self.write() }
    }

    /// Puts staged parts together, those of refused files left out.
    fn unstage(
        &mut self,
        stage: &Stage,
        refused: &[u32],
        stop: &(dyn Fn() -> bool + Sync),
        tell: &mut dyn FnMut(u64),
    ) -> Result<(), OpsError> {
        let mut done = Ok(());
        stage.for_each_group(&mut |_, _, parts| {
            done = self.assemble(&parts, refused);
            if self.seen.is_multiple_of(TOLD_EVERY) {
                tell(self.seen);
            }
            if done.is_err() || stop() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        done
    }

    fn assemble(&mut self, parts: &[Vec<u8>], refused: &[u32]) -> Result<(), OpsError> {
        let mut kept: Vec<Part> = Vec::with_capacity(parts.len());
        for bytes in parts {
            let Staged { file, part } = serde_json::from_slice(bytes).map_err(|e| json_bug(&e))?;
            if !refused.contains(&file) {
                kept.push(part);
            }
        }
        if kept.is_empty() {
            return Ok(());
        }
        let source = kept.first().map(|part| part.source.clone()).unwrap_or_default();
        let who = |id: &str| self.directory.find(&source, id).cloned();
        match import::assemble(kept, &Known { head: None, as_of: None, who: &who }) {
            Ok(Assembled { conversation, notes, .. }) => {
                notes.into_iter().for_each(|problem| self.report.problem(problem));
                self.take(conversation)
            }
            Err(problems) => {
                problems.into_iter().for_each(|problem| self.report.problem(problem));
                Ok(())
            }
        }
    }

    /// Keeps a conversation for the next transaction, if it is wanted.
    fn take(&mut self, conversation: Conversation) -> Result<(), OpsError> {
        self.seen += 1;
        if !(self.wanted)(&conversation) {
            self.report.skip(conversation.agent);
            return Ok(());
        }
        if self.was_erased(&conversation) {
            self.report.erased += 1;
            return Ok(());
        }
        self.messages += conversation.messages.len();
        self.batch.push(conversation);
        if self.messages >= BATCH_MESSAGES { self.write() } else { Ok(()) }
    }

    fn was_erased(&self, conversation: &Conversation) -> bool {
        self.erased.conversation(&conversation.source, &conversation.external_id)
            || self.erased.who(&conversation.customer)
            || conversation.messages.iter().any(|m| m.role == Role::Customer && self.erased.who(&m.author))
    }

    /// One transaction.
    fn write(&mut self) -> Result<(), OpsError> {
        let batch = std::mem::take(&mut self.batch);
        self.messages = 0;
        if self.report.dry_run {
            for conversation in &batch {
                let taken = self.store.weigh_up(conversation)?;
                self.report.taken(&taken, i64::MAX);
            }
        } else if !batch.is_empty() {
            for taken in self.store.take_in(&batch, self.now)? {
                self.report.taken(&taken, self.newest_before);
            }
            thread::sleep(TURN);
        }
        Ok(())
    }
}

fn json_bug(error: &serde_json::Error) -> OpsError {
    OpsError::new(Kind::Bug, Bilingual::same(format!("stage: {}", Shown::line(&error.to_string()))))
}
