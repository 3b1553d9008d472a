//! What can happen to the app, and what it wants done.

use std::time::Duration;

use crate::tui::ask::{Ask, Reply};
use crate::tui::chord::Chord;

/// Something happened.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key.
    Key(Chord),
    /// Text was pasted: it only ever lands in a text field.
    Paste(String),
    /// A button of the mouse went down at a column and row.
    Click {
        /// From 0.
        column: u16,
        /// From 0.
        row: u16,
    },
    /// The wheel turned: rows down, negative is up.
    Scroll {
        /// From 0.
        column: u16,
        /// From 0.
        row: u16,
        /// Rows down.
        rows: i16,
    },
    /// The terminal has a new size.
    Resize {
        /// Columns.
        columns: u16,
        /// Rows.
        rows: u16,
    },
    /// The worker answered.
    Reply(Reply),
    /// A deadline set with [`Effect::Wake`] has passed.
    Timer(Timer),
    /// An external editor gave this text back; `None` where nothing changed.
    Edited(Option<String>),
    /// The program should end now (terminate, hang-up): drafts are already on disk.
    Terminate,
}

/// Why the app wants to be woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    /// A toast has been read.
    Toast(u64),
    /// A wait has become long enough to say so.
    Waiting(u64),
    /// The second ctrl-c is too late now.
    CtrlC(u64),
}

/// Something to be done outside the model.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask the worker.
    Ask(Ask),
    /// Ask the worker for what nobody waits for yet.
    AskAhead(Ask),
    /// Stop the import that runs.
    CancelImport,
    /// Put text on the clipboard.
    Copy(String),
    /// Open the person's editor on this text.
    Edit(String),
    /// Wake the app after a while.
    Wake(Duration, Timer),
    /// Take the mouse or give it back to the terminal.
    Mouse(bool),
    /// Draw everything anew.
    Repaint,
    /// Stop, as ctrl-z does in a shell.
    Suspend,
    /// End.
    Quit,
}
