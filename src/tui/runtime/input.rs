//! The thread that reads keys. It reads everything that is there, hands it over as one batch, and reads on only when
//! the loop says so: while an editor has the terminal, nobody else may read it. Reading blocks; nothing polls.

use std::io;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use ratatui::crossterm::event;

use super::{Event, keys, named};
use crate::tui::message::Msg;

/// Events in one batch: someone who holds a key, or a paste without marks, must not keep the screen from being drawn.
const MOST: usize = 16_384;

/// The parts of a paste follow each other faster than this, and keys that people type do not.
const PAUSE: Duration = Duration::from_millis(30);

/// What was read at once.
pub(super) struct Batch {
    /// When its first event was there.
    pub(super) at: Instant,
    /// In the order of reading.
    pub(super) messages: Vec<Msg>,
    /// Whether the terminal holds more that will not be read before it is announced.
    pub(super) more: bool,
}

/// Starts reading. Each message to the sender lets the thread read one batch more. A change of the terminal's size is
/// noticed from here on: the size that is asked for afterwards and the changes that are read leave no gap.
pub(super) fn spawn(events: Sender<Event>) -> io::Result<Sender<()>> {
    event::poll(Duration::ZERO)?;
    let (go_on, wait) = channel();
    let mut reader = Reader { pasting: None };
    named("keys", move || {
        loop {
            let event = match reader.read() {
                Ok(batch) if batch.messages.is_empty() && !batch.more => continue,
                Ok(batch) => Event::Input(batch),
                Err(error) => Event::InputLost(error),
            };
            let lost = matches!(event, Event::InputLost(_));
            if events.send(event).is_err() || lost || wait.recv().is_err() {
                return;
            }
        }
    })?;
    Ok(go_on)
}

struct Reader {
    /// When the last batch ended in the middle of a paste without marks, and whether its rest was there already.
    pasting: Option<(Instant, bool)>,
}

impl Reader {
    fn read(&mut self) -> io::Result<Batch> {
        let mut messages = Vec::new();
        let first = event::read()?;
        let at = Instant::now();
        messages.extend(keys::message(first));
        while messages.len() < MOST && event::poll(Duration::ZERO)? {
            messages.extend(keys::message(event::read()?));
        }
        let pasting = self.pasting.is_some_and(|(ended, more)| more || at.duration_since(ended) < PAUSE);
        let (messages, pasting) = keys::gather(messages, pasting);
        let more = more();
        self.pasting = pasting.then(|| (Instant::now(), more));
        Ok(Batch { at, messages, more })
    }
}

/// crossterm reads 1 024 bytes when there is news of the terminal, and what stays behind is no news: it would lie there
/// until the next key.
#[cfg(unix)]
fn more() -> bool {
    rustix::io::ioctl_fionread(io::stdin()).is_ok_and(|bytes| bytes > 0)
}

/// Has the terminal announce what it holds, by setting its line as it is set already. Only for the thread that also
/// takes the terminal and gives it back: it might otherwise undo the latter.
#[cfg(unix)]
pub(super) fn announce_more() {
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    if let Ok(line) = tcgetattr(io::stdin()) {
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &line);
    }
}

#[cfg(not(unix))]
fn more() -> bool {
    false
}

#[cfg(not(unix))]
pub(super) fn announce_more() {}
