//! The writing side: whole conversations into the store, a batch in one transaction; pieces of conversations wait on a
//! stage until all files are read.

use std::sync::mpsc::Receiver;
use std::thread;

use super::joining;
use super::reading::Piece;
use super::{Report, TURN};
use crate::domain::conversation::{Conversation, Extent, Role};
use crate::domain::directory::Directory;
use crate::domain::vendor::Vendor;
use crate::formats::import::Named;
use crate::formats::import::scorecard::Scored;
use crate::ops::chance::Chance;
use crate::ops::error::OpsError;
use crate::storage::{BATCH_MESSAGES, Erased, Incoming, Store, Waiting};

/// Whether a conversation is one of those that are to be taken in.
pub(super) type Wanted<'a> = &'a dyn Fn(&Conversation) -> bool;

/// Writes what is read, and counts.
pub(super) struct Writer<'a> {
    pub(super) store: &'a mut Store,
    pub(super) report: &'a mut Report,
    wanted: Wanted<'a>,
    /// Whoever was erased is not brought back.
    pub(super) erased: Erased,
    pub(super) now: i64,
    /// For the reviews that are kept.
    chance: Chance,
    /// Numbers above this one are this import's.
    newest_before: i64,
    /// Conversations read.
    pub(super) seen: u64,
    /// What the next transaction holds, and how many messages that is.
    batch: Vec<Coming>,
    /// Pieces whose conversation has not come.
    pub(super) waiting: Vec<Waiting>,
    messages: usize,
    /// Whom help desks' files name, each with the file that does.
    pub(super) named: Vec<(u32, Named)>,
    pub(super) directory: Directory,
}

impl<'a> Writer<'a> {
    /// A writer that has nothing yet.
    pub(super) fn new(
        store: &'a mut Store,
        report: &'a mut Report,
        wanted: Wanted<'a>,
        erased: Erased,
        now: i64,
        seed: [u8; 32],
    ) -> Result<Writer<'a>, OpsError> {
        let newest_before = store.newest_conversation()?.unwrap_or(0);
        Ok(Writer {
            store,
            report,
            wanted,
            erased,
            now,
            chance: Chance::new(seed),
            newest_before,
            seen: 0,
            batch: Vec::new(),
            waiting: Vec::new(),
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
                    joining::stage(stage, file, parts)?;
                }
                Piece::People(file, named) => self.named.extend(named.into_iter().map(|named| (file, named))),
                Piece::Beside(kind) => *self.report.beside.entry(kind).or_default() += 1,
                Piece::Problem(problem) => self.report.problem(problem),
                Piece::Warning(problem) => self.report.warnings.push(problem),
                Piece::Format(format) => self.report.note_format(format),
                Piece::Seen(seen) => self.report.see(*seen),
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
        self.learn(&refused)?;
        if let Some(stage) = stage {
            self.unstage(&stage, &refused, stop, tell)?;
            self.report.tell_what_waits();
        }
        if stop() { Ok(()) } else { self.write() }
    }

    /// Keeps a conversation for the next transaction, if it is wanted.
    fn take(&mut self, conversation: Conversation) -> Result<(), OpsError> {
        self.take_one(Coming { conversation, extent: Extent::Whole, vendor: None, reviews: Vec::new() })
            .map(|_| ())
    }

    /// The same for one that came in parts; whether it was wanted.
    pub(super) fn take_one(&mut self, coming: Coming) -> Result<bool, OpsError> {
        self.seen += 1;
        if self.report.dry_run {
            self.report.count(&coming.conversation);
        }
        if !(self.wanted)(&coming.conversation) {
            self.report.skip(coming.conversation.agent);
            return Ok(false);
        }
        if self.was_erased(&coming.conversation) {
            self.report.erased += 1;
            return Ok(false);
        }
        self.messages += coming.conversation.messages.len().max(1);
        self.batch.push(coming);
        if self.messages >= BATCH_MESSAGES {
            self.write()?;
        }
        Ok(true)
    }

    /// Whether this agent's work in a conversation is wanted.
    pub(super) fn wants_work_of(&self, conversation: &Conversation, agent: String) -> bool {
        (self.wanted)(&Conversation { agent, messages: Vec::new(), ..conversation.clone() })
    }

    fn was_erased(&self, conversation: &Conversation) -> bool {
        self.erased.conversation(&conversation.source, &conversation.external_id)
            || self.erased.who(&conversation.customer)
            || conversation.messages.iter().any(|m| m.role == Role::Customer && self.erased.who(&m.author))
    }

    /// One transaction for conversations, and one for what waits for some.
    fn write(&mut self) -> Result<(), OpsError> {
        let batch = std::mem::take(&mut self.batch);
        let waiting = std::mem::take(&mut self.waiting);
        self.messages = 0;
        let incoming: Vec<Incoming<'_>> = batch.iter().map(Coming::incoming).collect();
        if self.report.dry_run {
            for one in &incoming {
                let taken = self.store.weigh_up(one)?;
                self.report.taken(&taken, i64::MAX);
            }
            for coming in batch.iter().filter(|coming| !coming.reviews.is_empty()) {
                let Conversation { source, external_id, .. } = &coming.conversation;
                // A conversation that is not here yet has no reviews either.
                let known = self.store.numbered(source, external_id)?.unwrap_or(0);
                let kept = coming.keep_reviews(self.store, known, self.now, true, &mut self.chance)?;
                self.report.reviewed(&kept, coming);
            }
            return Ok(());
        }
        if !waiting.is_empty() {
            self.store.wait(&waiting)?;
        }
        if !incoming.is_empty() {
            let (now, chance) = (self.now, &mut self.chance);
            // In one: what waited for a conversation is forgotten with it, and its reviews were among that.
            let done = self.store.in_one(|store| {
                let mut done = Vec::with_capacity(batch.len());
                for (taken, coming) in store.take_in_all(&incoming, now)?.into_iter().zip(&batch) {
                    let kept = coming.keep_reviews(store, taken.id, now, false, chance)?;
                    done.push((taken, kept, coming));
                }
                Ok::<_, OpsError>(done)
            })?;
            for (taken, kept, coming) in done {
                self.report.taken(&taken, self.newest_before);
                self.report.reviewed(&kept, coming);
            }
            thread::sleep(TURN);
        }
        Ok(())
    }
}

/// A conversation on its way into the store.
pub(super) struct Coming {
    pub(super) conversation: Conversation,
    pub(super) extent: Extent,
    pub(super) vendor: Option<Vendor>,
    pub(super) reviews: Vec<Scored>,
}

impl Coming {
    fn incoming(&self) -> Incoming<'_> {
        Incoming { conversation: &self.conversation, extent: self.extent, vendor: self.vendor.as_ref() }
    }
}
