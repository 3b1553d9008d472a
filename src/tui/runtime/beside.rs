//! What takes long runs beside the worker, so that saving goes on: imports, and figures.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::worker::{outdated, replying};
use super::{Aside, Event, named};
use crate::tui::ask::Ask;

/// The thread beside the worker's, while there is one.
pub(super) struct Beside {
    events: Sender<Event>,
    thread: Option<JoinHandle<()>>,
}

impl Beside {
    pub(super) fn new(events: Sender<Event>) -> Beside {
        Beside { events, thread: None }
    }

    pub(super) fn runs(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| !thread.is_finished())
    }

    /// Whether it could begin.
    pub(super) fn begin(&mut self, aside: Aside) -> bool {
        let events = self.events.clone();
        let thread = named("import", move || {
            let mut reply = replying(events.clone());
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| aside(&mut reply))) {
                let _ = events.send(Event::WorkerEnded);
                resume_unwind(panic);
            }
        });
        self.thread = thread.ok();
        self.thread.is_some()
    }

    /// Waits for its end; what it panicked of goes on here.
    pub(super) fn end(self) {
        if let Some(Err(panic)) = self.thread.map(JoinHandle::join) {
            resume_unwind(panic);
        }
    }
}

/// The thread for figures, which may take seconds: one after the other, and only the newest of a kind.
pub(super) struct Reading {
    events: Sender<Event>,
    jobs: Option<Sender<(Ask, Aside)>>,
    thread: Option<JoinHandle<()>>,
}

impl Reading {
    pub(super) fn new(events: Sender<Event>) -> Reading {
        Reading { events, jobs: None, thread: None }
    }

    /// Gives the wish back where it could not be taken.
    pub(super) fn begin(&mut self, ask: Ask, aside: Aside) -> Option<Ask> {
        if self.thread.is_none() {
            let (jobs, taken) = channel();
            let events = self.events.clone();
            self.thread = named("figures", move || {
                if let Err(panic) = catch_unwind(AssertUnwindSafe(|| read_on(&taken, &events))) {
                    let _ = events.send(Event::WorkerEnded);
                    resume_unwind(panic);
                }
            })
            .ok();
            self.jobs = Some(jobs);
        }
        let jobs = self.jobs.as_ref().filter(|_| self.thread.is_some());
        match jobs.map(|jobs| jobs.send((ask.clone(), aside))) {
            Some(Ok(())) => None,
            _ => Some(ask),
        }
    }

    /// What is still being read nobody will see: the end does not wait for it.
    pub(super) fn end(&mut self) {
        self.jobs = None;
        if let Some(Err(panic)) = self.thread.take_if(|thread| thread.is_finished()).map(JoinHandle::join) {
            resume_unwind(panic);
        }
    }
}

fn read_on(jobs: &Receiver<(Ask, Aside)>, events: &Sender<Event>) {
    let mut reply = replying(events.clone());
    let mut queue: VecDeque<(Ask, Aside)> = VecDeque::new();
    while let Ok(job) = jobs.recv() {
        queue.push_back(job);
        while let Some((ask, aside)) = queue.pop_front() {
            queue.extend(jobs.try_iter());
            if !outdated(&ask, queue.iter().map(|(ask, _)| ask)) {
                aside(&mut reply);
            }
        }
    }
}
