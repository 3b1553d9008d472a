//! Block, take everything that waits, draw once if something changed.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::clipboard::{self, Clipboard};
use super::deadlines::Deadlines;
use super::editor::Edit;
use super::input;
use super::signals::{self, Signal};
use super::terminal::{self, Screen};
use super::worker::{Worker, changes_something};
use super::{App, Event, ExitStatus, FrameTiming, Options, named};
use crate::tui::ask::Ask;
use crate::tui::message::{Effect, Msg};

/// An interrupt typed at the editor goes to this program as well, and may be noticed only after the editor has died of
/// it. Nobody types one at this program: it has the key.
const ECHO: Duration = Duration::from_millis(500);

/// The loop, with everything it owns.
pub(super) struct Loop<'a, A, E> {
    app: A,
    screen: Screen,
    events: &'a Receiver<Event>,
    sender: Sender<Event>,
    /// What arrived while an editor had the terminal.
    kept: VecDeque<Event>,
    /// Lets the reader read on.
    go_on: Sender<()>,
    /// Whether the reader waits for that.
    reader_waits: bool,
    /// Whether it left something behind.
    more: bool,
    worker: &'a mut Worker<E>,
    /// Wishes that change nothing. They wait for the frame of the key that led to them: an answer that takes all of the
    /// machine must not hold it up.
    questions: Vec<Ask>,
    deadlines: Deadlines,
    options: Options,
    frames: u64,
    /// The first key since the last frame.
    input_at: Option<Instant>,
    repaint: bool,
    stop: bool,
    edit: Option<String>,
    /// When the last editor ended.
    edited_at: Option<Instant>,
    ended: Option<ExitStatus>,
}

impl<'a, A: App, E> Loop<'a, A, E> {
    /// A loop that has not begun.
    pub(super) fn new(
        app: A,
        screen: Screen,
        events: &'a Receiver<Event>,
        sender: Sender<Event>,
        go_on: Sender<()>,
        worker: &'a mut Worker<E>,
        options: Options,
    ) -> Loop<'a, A, E> {
        Loop {
            app,
            screen,
            events,
            sender,
            kept: VecDeque::new(),
            go_on,
            reader_waits: false,
            more: false,
            worker,
            questions: Vec::new(),
            deadlines: Deadlines::default(),
            options,
            frames: 0,
            input_at: None,
            repaint: true,
            stop: false,
            edit: None,
            edited_at: None,
            ended: None,
        }
    }

    /// Runs until the app ends.
    pub(super) fn run(mut self) -> io::Result<ExitStatus> {
        let effects = self.app.start(now());
        self.perform(effects)?;
        loop {
            self.frame()?;
            for question in std::mem::take(&mut self.questions) {
                self.worker.ask(question);
            }
            if let Some(status) = self.ended {
                return Ok(status);
            }
            if self.reader_waits {
                self.reader_waits = false;
                if std::mem::take(&mut self.more) && self.screen.taken() {
                    input::announce_more();
                }
                let _ = self.go_on.send(());
            }
            let first = self.next(self.deadlines.wait(Instant::now()));
            let mut event = first;
            while let Some(some) = event {
                self.take(some)?;
                event = if self.ended.is_none() { self.next(Some(Duration::ZERO)) } else { None };
            }
            for timer in self.deadlines.due(Instant::now()) {
                self.tell(Msg::Timer(timer))?;
            }
            if std::mem::take(&mut self.stop) {
                terminal::leave();
                // The screen comes back with the signal to continue; at once, where there is nobody to send it.
                if !signals::stop_job() {
                    self.repaint = true;
                    self.screen.again()?;
                }
            }
            if self.edit.is_some() && !self.reader_waits {
                signals::wake_reader();
            } else if let Some(text) = self.edit.take() {
                let edited = self.edit(&text)?;
                self.tell(Msg::Edited(edited))?;
            }
        }
    }

    /// The next event, waited for that long; `None` is for ever.
    fn next(&mut self, wait: Option<Duration>) -> Option<Event> {
        if let Some(event) = self.kept.pop_front() {
            return Some(event);
        }
        match wait {
            None => self.events.recv().ok(),
            Some(wait) => self.events.recv_timeout(wait).ok(),
        }
    }

    fn take(&mut self, event: Event) -> io::Result<()> {
        match event {
            Event::Input(batch) => {
                self.reader_waits = true;
                self.more = batch.more;
                self.input_at.get_or_insert(batch.at);
                for msg in batch.messages {
                    // Sizes are told when they are measured, right before a frame.
                    if self.ended.is_none() && !matches!(msg, Msg::Resize { .. }) {
                        self.tell(msg)?;
                    }
                }
                Ok(())
            }
            Event::InputLost(error) => Err(error),
            Event::Signal(Signal::End(number))
                if signals::is_typed(number) && self.edited_at.is_some_and(|at| at.elapsed() < ECHO) =>
            {
                Ok(())
            }
            Event::Signal(Signal::End(number)) => {
                self.tell(Msg::Terminate)?;
                self.ended = Some(ExitStatus::Signal(number));
                Ok(())
            }
            Event::Signal(Signal::Stop) => {
                terminal::leave();
                signals::stop_alone();
                Ok(())
            }
            Event::Signal(Signal::Continue) => {
                self.repaint = true;
                self.screen.again()
            }
            Event::Reply(reply) => {
                self.worker.replied(&reply);
                self.tell(Msg::Reply(reply))
            }
            // Its end says why.
            Event::WorkerEnded => {
                self.ended.get_or_insert(ExitStatus::Quit);
                Ok(())
            }
            Event::EditorEnded(_) => Ok(()),
            Event::NotCopied(text) => self.ask_terminal_to_copy(&text),
        }
    }

    fn tell(&mut self, msg: Msg) -> io::Result<()> {
        let effects = self.app.update(msg, now());
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Ask(ask) if changes_something(&ask) => self.worker.ask(ask),
                Effect::Ask(ask) | Effect::AskAhead(ask) => self.questions.push(ask),
                Effect::CancelImport => self.worker.cancel_import(),
                Effect::Copy(text) => self.copy(clipboard::clean(&text))?,
                Effect::Edit(text) => self.edit = Some(text),
                Effect::Wake(after, timer) => self.deadlines.set(Instant::now(), after, timer),
                Effect::Mouse(on) => self.screen.set_mouse(on)?,
                Effect::Repaint => self.repaint = true,
                Effect::Suspend => self.stop = true,
                Effect::Quit => {
                    self.ended.get_or_insert(ExitStatus::Quit);
                }
            }
        }
        Ok(())
    }

    /// Draws, if there is something to draw and a screen to draw on.
    fn frame(&mut self) -> io::Result<()> {
        if !self.screen.taken() || self.ended.is_some() {
            return Ok(());
        }
        let began = Instant::now();
        if let Some(size) = self.screen.measure()? {
            self.tell(Msg::Resize { columns: size.width, rows: size.height })?;
            self.repaint = true;
        } else if self.repaint {
            self.screen.repaint()?;
        }
        let dirty = self.app.dirty();
        let input_at = self.input_at.take();
        if !dirty && !std::mem::take(&mut self.repaint) {
            return Ok(());
        }
        self.repaint = false;
        let drawn = self.screen.draw(&self.app)?;
        self.frames += 1;
        if drawn.mended > 0 {
            self.options.log.note(&format!("frame {}: {} cells mended", self.frames, drawn.mended));
        }
        if let Some(on_frame) = &mut self.options.on_frame {
            on_frame(&FrameTiming {
                number: self.frames,
                since_start: self.options.started.elapsed(),
                since_input: input_at.map(|at| at.elapsed()),
                drawing: began.elapsed(),
                bytes: drawn.bytes,
                mended: drawn.mended,
            });
        }
        if self.options.panic_after_first_frame {
            #[expect(clippy::panic, reason = "what happens then is what the test is about")]
            {
                panic!("a test asked for this panic");
            }
        }
        Ok(())
    }

    fn copy(&mut self, text: String) -> io::Result<()> {
        let Clipboard::Tool(tool) = self.options.clipboard else {
            return self.ask_terminal_to_copy(&text);
        };
        // A tool may hang, on a display that does not answer.
        let sender = self.sender.clone();
        named("clipboard", move || {
            if clipboard::hand_over(tool, &text).is_err() {
                let _ = sender.send(Event::NotCopied(text));
            }
        })?;
        Ok(())
    }

    fn ask_terminal_to_copy(&mut self, text: &str) -> io::Result<()> {
        if self.screen.taken() { terminal::send(clipboard::request(text).as_bytes()) } else { Ok(()) }
    }

    /// Gives the terminal to the person's editor until it ends. The reader waits meanwhile.
    fn edit(&mut self, text: &str) -> io::Result<Option<String>> {
        let edit = Edit::new(text)?;
        terminal::leave();
        let Ok(mut child) = edit.start(&self.options.editor) else {
            self.options.log.note("the editor could not be started");
            self.repaint = true;
            self.screen.again()?;
            return Ok(None);
        };
        let sender = self.sender.clone();
        named("editor", move || {
            let went_well = child.wait().is_ok_and(|status| status.success());
            let _ = sender.send(Event::EditorEnded(went_well));
        })?;
        while let Ok(event) = self.events.recv() {
            match event {
                Event::EditorEnded(went_well) => {
                    self.edited_at = Some(Instant::now());
                    self.repaint = true;
                    self.screen.again()?;
                    return Ok(if went_well { edit.finish() } else { None });
                }
                // Typed at the editor, which may have a use for it.
                Event::Signal(Signal::End(number)) if signals::is_typed(number) => {}
                // The editor stopped itself and all of the job; its screen is its own matter.
                Event::Signal(Signal::Stop) => {
                    signals::stop_job();
                }
                Event::Signal(Signal::Continue) => {}
                Event::Signal(Signal::End(_)) => {
                    self.take(event)?;
                    return Ok(None);
                }
                other => self.kept.push_back(other),
            }
        }
        Ok(None)
    }
}

/// Microseconds since 1970-01-01T00:00:00Z.
fn now() -> i64 {
    Timestamp::now().as_microsecond()
}
