//! The only place that touches the terminal and threads.
//!
//! Four threads: the caller's runs the loop (it owns the model and draws), one reads keys, one receives signals, one
//! answers wishes with its own store connection; a fifth while an import runs. All report to the loop through one channel; the loop blocks on it,
//! takes everything that waits, and draws at most once. Without an event nothing wakes.
//!
//! Whatever ends the program (a key, a signal, a panic, a failed write), the terminal is given back first and text is
//! printed after.

mod beside;
mod clipboard;
mod crash;
mod deadlines;
mod editor;
mod event_loop;
mod input;
mod keys;
pub mod launch;
mod log;
mod options;
mod signals;
mod terminal;
mod worker;

use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver};
use std::thread;

pub use clipboard::Clipboard;
pub use log::Log;
pub use options::{FrameTiming, Options};
pub use worker::Cancel;

use ratatui::Frame;

use crate::both;
use crate::domain::shown::Shown;
use crate::tui::ask::{Ask, Reply};
use crate::tui::message::{Effect, Msg};
use crate::words::Bilingual;

/// What the runtime needs of the app. The app asks no clock: `now` is microseconds since 1970-01-01T00:00:00Z.
pub trait App {
    /// What to do first. The first message, right after, is the size of the terminal.
    fn start(&mut self, now: i64) -> Vec<Effect>;
    /// Takes one message; what is to be done outside comes back as effects.
    fn update(&mut self, msg: Msg, now: i64) -> Vec<Effect>;
    /// Whether something on screen changed since the last call; takes the mark away.
    fn dirty(&mut self) -> bool;
    /// Draws all of the screen; returns how many cells the last look at it had to mend.
    fn draw(&self, frame: &mut Frame<'_>) -> usize;
}

/// What answers wishes, on a thread of its own that also made it.
pub trait Work {
    /// Answers one wish, by one reply or several. Long work looks at its [`Cancel`] now and then.
    fn answer(&mut self, ask: Ask, reply: &mut dyn FnMut(Reply));

    /// Answers a wish that only reads, unless something else waits meanwhile: then the wish comes back, to be answered
    /// after that. It also comes back where the answer has only begun: what the app asks of that goes before the rest.
    fn answer_unless(
        &mut self,
        ask: Ask,
        reply: &mut dyn FnMut(Reply),
        _waits: &dyn Fn() -> bool,
    ) -> Option<Ask> {
        self.answer(ask, reply);
        None
    }

    /// Takes out of a wish what would keep all others waiting, to be carried out beside them; `None` for a wish that
    /// is to be answered like any other.
    fn aside(&mut self, _ask: &Ask) -> Option<Aside> {
        None
    }

    /// Whether another program has changed the store since the last call. Asked before each answer; `true` sends
    /// [`Reply::Changed`].
    fn changed(&mut self) -> bool {
        false
    }

    /// Does a little of what can wait, while nothing is asked; returns whether there is more.
    fn idle(&mut self) -> bool {
        false
    }
}

/// Long work on a thread of its own. It replies as [`Work::answer`] does, and looks at its [`Cancel`] now and then.
pub type Aside = Box<dyn FnOnce(&mut dyn FnMut(Reply)) + Send>;

/// How the app ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum ExitStatus {
    /// By [`Effect::Quit`].
    Quit,
    /// By a signal; see [`ExitStatus::follow_signal`].
    Signal(i32),
    /// By a panic, which was told on stderr and noted in the log.
    Bug,
}

impl ExitStatus {
    /// Dies of the signal that ended the app, if one did, so that the parent sees it as such. To be called last:
    /// nothing after it runs in that case.
    pub fn follow_signal(self) {
        if let ExitStatus::Signal(signal) = self {
            signals::die_of(signal);
        }
    }

    /// The exit code: 0, 70 for a bug of ours, 128 and the signal's number.
    pub fn code(self) -> u8 {
        match self {
            ExitStatus::Quit => 0,
            ExitStatus::Signal(signal) => 128u8.saturating_add(u8::try_from(signal).unwrap_or(0)),
            ExitStatus::Bug => 70,
        }
    }
}

/// Why the app could not run, or could not end well.
#[derive(Debug)]
pub enum RuntimeError<E> {
    /// Standard input or output is no terminal.
    NoTerminal,
    /// The terminal failed.
    Terminal(io::Error),
    /// The worker could not begin: no store.
    Work(E),
    /// Wishes that were still open at the end and failed: what, and what to do.
    Unsaved(Vec<(Bilingual, Bilingual)>),
}

impl<E> RuntimeError<E> {
    /// What happened and what to do, one pair each; empty for [`RuntimeError::Work`], whose owner knows better.
    pub fn says(&self) -> Vec<(Bilingual, Bilingual)> {
        match self {
            RuntimeError::NoTerminal => vec![(
                Bilingual::fixed(
                    "The app needs a terminal for its screen and its keys.",
                    "L’application a besoin d’un terminal pour l’écran et le clavier.",
                ),
                Bilingual::fixed(
                    "In a script, use the commands: `aplomb --help` lists them.",
                    "Dans un script, passez par les commandes : `aplomb --help` les énumère.",
                ),
            )],
            RuntimeError::Terminal(error) => {
                let why = Shown::line(&error.to_string());
                vec![(
                    both!("The terminal failed: {why}", "Le terminal a fait défaut : {why}"),
                    Bilingual::fixed(
                        "Every answer shown as saved is on disk.",
                        "Chaque réponse affichée comme enregistrée est sur le disque.",
                    ),
                )]
            }
            RuntimeError::Work(_) => Vec::new(),
            RuntimeError::Unsaved(failed) => failed.clone(),
        }
    }
}

/// Runs the app until it ends. `open` makes the worker on its own thread, so that the first frame waits for no store.
///
/// Standard input and output must be terminals. When this returns, the terminal is as it was found and every wish
/// that changes something has been answered.
pub fn run<A, E, O>(app: A, open: O, options: Options) -> Result<ExitStatus, RuntimeError<E>>
where
    A: App,
    E: Send + 'static,
    O: FnOnce(Cancel) -> Result<Box<dyn Work>, E> + Send + 'static,
{
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(RuntimeError::NoTerminal);
    }
    let (sender, events) = mpsc::channel();
    // Signals before raw mode: from here on no signal can leave the terminal behind.
    let watch = signals::watch(sender.clone()).map_err(RuntimeError::Terminal)?;
    let hook = crash::Hook::install(options.lang, options.log.clone());
    let mut worker = worker::spawn(open, sender.clone()).map_err(RuntimeError::Terminal)?;

    let looped = catch_unwind(AssertUnwindSafe(|| {
        let screen = terminal::Screen::enter(options.mouse)?;
        // Only now: the reader must find raw mode on.
        let go_on = input::spawn(sender.clone())?;
        event_loop::Loop::new(app, screen, &events, sender.clone(), go_on, &mut worker, options).run()
    }));
    // The loop's screen is gone by now, and the terminal restored. This is for a panic in the middle of entering.
    terminal::leave();
    watch.leaving();
    let ended = worker.end();
    hook.tell_the_rest();
    watch.over();

    let status = match looped {
        Err(_) => return Ok(ExitStatus::Bug),
        Ok(Err(error)) => return Err(RuntimeError::Terminal(error)),
        Ok(Ok(status)) => status,
    };
    match ended {
        worker::Ended::Panicked => Ok(ExitStatus::Bug),
        worker::Ended::NotBegun(error) => Err(RuntimeError::Work(error)),
        worker::Ended::Done => match unsaved(&events) {
            failed if !failed.is_empty() && status == ExitStatus::Quit => Err(RuntimeError::Unsaved(failed)),
            _ => Ok(status),
        },
    }
}

/// What failed too late for the app to show it.
fn unsaved(events: &Receiver<Event>) -> Vec<(Bilingual, Bilingual)> {
    let failed = events.try_iter().filter_map(|event| match event {
        Event::Reply(Reply::Failed { what, hint, ask, .. }) if worker::changes_something(&ask) => {
            Some((what, hint))
        }
        _ => None,
    });
    failed.collect()
}

/// What reaches the loop.
enum Event {
    /// Keys and the like; the reader waits for leave to go on.
    Input(input::Batch),
    /// No more keys will come.
    InputLost(io::Error),
    /// A signal.
    #[cfg_attr(not(unix), allow(dead_code, reason = "a console sends none"))]
    Signal(signals::Signal),
    /// The worker answered.
    Reply(Reply),
    /// The worker is no more.
    WorkerEnded,
    /// The editor has ended; whether it said that all went well.
    EditorEnded(bool),
    /// No tool took this text to the clipboard.
    NotCopied(String),
}

/// A thread with a name, for the crash notes.
fn named<T: Send + 'static>(
    name: &str,
    body: impl FnOnce() -> T + Send + 'static,
) -> io::Result<thread::JoinHandle<T>> {
    thread::Builder::new().name(name.to_owned()).spawn(body)
}
