//! The writing side: whole conversations into the store, a batch in one transaction; pieces of conversations wait on a
//! stage until all files are read.

use std::ops::ControlFlow;
use std::sync::mpsc::Receiver;
use std::thread;

use serde::{Deserialize, Serialize};

use super::reading::Piece;
use super::{Report, TURN};
use crate::domain::conversation::Conversation;
use crate::domain::shown::Shown;
use crate::formats::import::{self, Part};
use crate::ops::error::{Kind, OpsError};
use crate::storage::{BATCH_MESSAGES, Store};
use crate::words::Bilingual;

/// One staged part: the file it came from, so that a refused file's parts can be left out.
#[derive(Serialize, Deserialize)]
struct Staged {
    file: u32,
    part: Part,
}

/// Writes what is read, and counts.
pub(super) struct Writer<'a> {
    pub(super) store: &'a mut Store,
    pub(super) report: &'a mut Report,
    pub(super) first_new: i64,
    pub(super) dry_run: bool,
    pub(super) now: i64,
    pub(super) seen: u64,
}

impl Writer<'_> {
    /// Takes everything that is read, until reading ends or `stop` says so.
    pub(super) fn drain(
        &mut self,
        receive: &Receiver<Piece>,
        wanted: &dyn Fn(&Conversation) -> bool,
        stop: &(dyn Fn() -> bool + Sync),
        tell: &mut dyn FnMut(u64),
    ) -> Result<(), OpsError> {
        let mut stage = None;
        let mut refused = Vec::new();
        for read in receive {
            match read {
                Piece::Whole(batch) => self.write(batch, wanted)?,
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
        let Some(stage) = stage else { return Ok(()) };
        let mut batch = Vec::new();
        let mut messages = 0;
        let mut failed = None;
        stage.for_each_group(&mut |_, _, parts| {
            let parts: Result<Vec<Staged>, _> =
                parts.iter().map(|bytes| serde_json::from_slice(bytes)).collect();
            let parts = match parts {
                Ok(parts) => parts,
                Err(e) => {
                    failed = Some(json_bug(&e));
                    return ControlFlow::Break(());
                }
            };
            let parts: Vec<Part> =
                parts.into_iter().filter(|s| !refused.contains(&s.file)).map(|s| s.part).collect();
            if parts.is_empty() {
                return ControlFlow::Continue(());
            }
            match import::assemble(parts) {
                Ok((conversation, problems)) => {
                    problems.into_iter().for_each(|problem| self.report.problem(problem));
                    messages += conversation.messages.len();
                    batch.push(conversation);
                }
                Err(problems) => problems.into_iter().for_each(|problem| self.report.problem(problem)),
            }
            if messages >= BATCH_MESSAGES {
                messages = 0;
                if let Err(error) = self.write(std::mem::take(&mut batch), wanted) {
                    failed = Some(error);
                    return ControlFlow::Break(());
                }
                tell(self.seen);
            }
            if stop() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        match failed {
            Some(error) => Err(error),
            None if stop() => Ok(()),
            None => self.write(batch, wanted),
        }
    }

    fn write(
        &mut self,
        mut batch: Vec<Conversation>,
        wanted: &dyn Fn(&Conversation) -> bool,
    ) -> Result<(), OpsError> {
        self.seen += batch.len() as u64;
        batch.retain(|conversation| {
            let keep = wanted(conversation);
            if !keep {
                self.report.conversations.skipped += 1;
                // A bound on names keeps memory flat; the first ones are enough for a hint.
                if self.report.others.len() < 1_000 || self.report.others.contains_key(&conversation.agent) {
                    *self.report.others.entry(conversation.agent.clone()).or_default() += 1;
                }
            }
            keep
        });
        if batch.is_empty() {
            return Ok(());
        }
        if self.dry_run {
            for conversation in &batch {
                let taken = self.store.weigh_up(conversation)?;
                self.report.taken(&taken, i64::MAX);
            }
        } else {
            for taken in self.store.take_in(&batch, self.now)? {
                self.report.taken(&taken, self.first_new);
            }
            thread::sleep(TURN);
        }
        Ok(())
    }
}

fn json_bug(error: &serde_json::Error) -> OpsError {
    OpsError::new(Kind::Bug, Bilingual::same(format!("stage: {}", Shown::line(&error.to_string()))))
}
