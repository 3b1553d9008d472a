//! How the runtime should behave: settled by flags, settings and the environment before it starts.

use std::time::{Duration, Instant};

use super::{Clipboard, Log};
use crate::words::Lang;

/// How the runtime should behave.
pub struct Options {
    /// The language of what is printed after a crash.
    pub lang: Lang,
    /// Take the mouse from the start.
    pub mouse: bool,
    /// Nothing but ASCII may reach the screen.
    pub ascii: bool,
    /// How text reaches the clipboard.
    pub clipboard: Clipboard,
    /// The person's editor: a program, and arguments after spaces. No shell reads it.
    pub editor: String,
    /// Where crashes are noted.
    pub log: Log,
    /// When the program began, for [`FrameTiming::since_start`].
    pub started: Instant,
    /// Called after each frame.
    pub on_frame: Option<Box<dyn FnMut(&FrameTiming)>>,
    /// Panic after the first frame: a test of what happens then.
    pub panic_after_first_frame: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            lang: Lang::En,
            mouse: false,
            ascii: false,
            clipboard: Clipboard::Terminal,
            editor: if cfg!(windows) { "notepad" } else { "vi" }.to_owned(),
            log: Log::none(),
            started: Instant::now(),
            on_frame: None,
            panic_after_first_frame: false,
        }
    }
}

/// What one frame took, for measuring.
#[derive(Clone, Copy, Debug)]
pub struct FrameTiming {
    /// Counted from 1.
    pub number: u64,
    /// From [`Options::started`] to the frame being with the terminal.
    pub since_start: Duration,
    /// From the first key of the batch to the frame being with the terminal; `None` where no key led to it.
    pub since_input: Option<Duration>,
    /// Drawing and sending alone.
    pub drawing: Duration,
    /// Bytes sent.
    pub bytes: usize,
    /// Cells that held something forbidden: a number above 0 is a bug in a view.
    pub mended: usize,
}
