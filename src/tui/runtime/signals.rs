//! Signals become events. Terminate, hang-up, interrupt and quit end the app in good order; stop and continue give
//! the terminal back and take it again. A change of size comes with the keys.

use std::io;
use std::sync::mpsc::Sender;

use super::Event;

/// What a signal means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(unix), allow(dead_code, reason = "a console sends none"))]
pub(super) enum Signal {
    /// The app should end; the number says how the parent is told.
    End(i32),
    /// The app should stop, as jobs in a shell do.
    Stop,
    /// The app was continued.
    Continue,
}

#[cfg(unix)]
pub(super) use unix::{die_of, is_typed, stop_alone, stop_job, wake_reader, watch};

#[cfg(unix)]
mod unix {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicU8, Ordering::SeqCst};
    use std::time::{Duration, Instant};

    use nix::unistd::{getppid, getsid};
    use rustix::process::{self, Resource, Rlimit};
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::{emulate_default_handler, raise};

    use super::{Event, Sender, Signal, io};
    use crate::tui::runtime::{named, terminal};

    /// A second signal to end is taken at its word only after this long: closing a terminal sends several at once,
    /// and the work under way needs a moment.
    const PATIENCE: Duration = Duration::from_secs(2);

    /// Set by each signal to continue, taken away by each to stop: a stop that was already taken back must not be
    /// carried out, or nobody would continue it.
    static CONTINUED: AtomicBool = AtomicBool::new(false);

    const RUNNING: u8 = 0;
    const LEAVING: u8 = 1;
    const OVER: u8 = 2;

    /// The signals being watched.
    pub(in super::super) struct Watch(Arc<AtomicU8>);

    impl Watch {
        /// The loop has ended, the terminal is restored and the last work is being done: what a person types now ends
        /// the program, and stopping needs no ceremony.
        pub(in super::super) fn leaving(&self) {
            self.0.store(LEAVING, SeqCst);
        }

        /// All is done: from now on, signals do what they do to any program.
        pub(in super::super) fn over(self) {
            self.0.store(OVER, SeqCst);
        }
    }

    /// Sends every signal to the loop from now on.
    pub(in super::super) fn watch(events: Sender<Event>) -> io::Result<Watch> {
        // A core file would hold conversations.
        let _ = process::setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
        let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
        let watch = Watch(Arc::new(AtomicU8::new(RUNNING)));
        let stage = Arc::clone(&watch.0);
        named("signals", move || {
            let mut asked: Option<Instant> = None;
            loop {
                let mut numbers: Vec<i32> = signals.wait().collect();
                // Those that arrived together come in the order of their numbers; stop comes before continue.
                numbers.sort_by_key(|number| *number == SIGCONT);
                for number in numbers {
                    let stage = stage.load(SeqCst);
                    if stage == OVER || stage == LEAVING && (is_typed(number) || number == SIGTSTP) {
                        let _ = emulate_default_handler(number);
                        continue;
                    }
                    let signal = match number {
                        SIGTSTP => Signal::Stop,
                        SIGCONT => Signal::Continue,
                        number => Signal::End(number),
                    };
                    match signal {
                        Signal::Stop => CONTINUED.store(false, SeqCst),
                        Signal::Continue => CONTINUED.store(true, SeqCst),
                        Signal::End(number) => {
                            if asked.get_or_insert_with(Instant::now).elapsed() > PATIENCE {
                                // Nothing came of the first: the loop hangs in a write, or the worker on a disk.
                                terminal::leave_line_settings();
                                die_of(number);
                            }
                        }
                    }
                    let _ = events.send(Event::Signal(signal));
                }
            }
        })?;
        Ok(watch)
    }

    /// Whether the terminal sends this signal for a key, to all that run in it.
    pub(in super::super) fn is_typed(signal: i32) -> bool {
        matches!(signal, SIGINT | SIGQUIT)
    }

    /// Ends the program as this signal does by default.
    pub(in super::super) fn die_of(signal: i32) {
        let _ = emulate_default_handler(signal);
    }

    /// Stops this process only: whoever sent the signal has told the others.
    pub(in super::super) fn stop_alone() {
        if !CONTINUED.load(SeqCst) {
            let _ = emulate_default_handler(SIGTSTP);
        }
    }

    /// Stops the whole job, so that a shell that waits for a wrapper of ours gets its prompt too. Does nothing, and
    /// says so, where no shell in this terminal could continue it: the window would be frozen for good.
    pub(in super::super) fn stop_job() -> bool {
        parent_shares_the_session() && process::kill_current_process_group(process::Signal::STOP).is_ok()
    }

    /// A session has the number 0 when its leader lives outside the container that this process sees; a parent has
    /// it when it does so itself, and is then nobody to count on.
    fn parent_shares_the_session() -> bool {
        let parent = getppid();
        parent.as_raw() > 0
            && matches!((getsid(None), getsid(Some(parent))), (Ok(mine), Ok(parents)) if mine == parents)
    }

    /// Has the reader of keys come back with what it has: it takes this signal for a change of size.
    pub(in super::super) fn wake_reader() {
        let _ = raise(SIGWINCH);
    }
}

#[cfg(not(unix))]
pub(super) use other::{die_of, is_typed, stop_alone, stop_job, wake_reader, watch};

/// A console without signals: ctrl-c arrives as a key, and nothing stops.
#[cfg(not(unix))]
mod other {
    use super::{Event, Sender, io};

    pub(in super::super) struct Watch;

    impl Watch {
        pub(in super::super) fn leaving(&self) {}

        pub(in super::super) fn over(self) {}
    }

    pub(in super::super) fn watch(_: Sender<Event>) -> io::Result<Watch> {
        Ok(Watch)
    }

    pub(in super::super) fn is_typed(_: i32) -> bool {
        false
    }

    pub(in super::super) fn die_of(_: i32) {}

    pub(in super::super) fn stop_alone() {}

    pub(in super::super) fn stop_job() -> bool {
        false
    }

    /// The reader comes back with the next key.
    pub(in super::super) fn wake_reader() {}
}
