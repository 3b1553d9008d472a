//! How the runtime should behave: settled by flags, settings and the environment before it starts.

use std::fmt;
use std::time::{Duration, Instant};

use super::{Clipboard, Log};
use crate::config::{Environment, Settings};
use crate::words::Lang;

/// How the runtime should behave.
pub struct Options {
    /// The language of what is printed after a crash.
    pub lang: Lang,
    /// Take the mouse from the start.
    pub mouse: bool,
    /// How text reaches the clipboard.
    pub clipboard: Clipboard,
    /// The person's editor: a program, and arguments after spaces. No shell reads it.
    pub editor: String,
    /// Where crashes are noted.
    pub log: Log,
    /// When the program began, for [`FrameTiming::since_start`].
    pub started: Instant,
    /// Called after each frame.
    pub on_frame: Option<OnFrame>,
    /// Panic after the first frame: a test of what happens then.
    pub panic_after_first_frame: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            lang: Lang::En,
            mouse: false,
            clipboard: Clipboard::Terminal,
            editor: if cfg!(windows) { "notepad" } else { "vi" }.to_owned(),
            log: Log::none(),
            started: Instant::now(),
            on_frame: None,
            panic_after_first_frame: false,
        }
    }
}

impl Options {
    /// What settings and environment ask for. The theme is the app's own matter. With `APLOMB_TIMING` set, the time of
    /// each frame is noted in the log.
    pub fn of(
        environment: &Environment,
        settings: &Settings,
        lang: Lang,
        log: Log,
        started: Instant,
    ) -> Options {
        let defaults = Options::default();
        let timing = log.clone();
        let note: OnFrame = Box::new(move |frame| {
            timing.note(&frame.to_string());
        });
        Options {
            lang,
            mouse: settings.mouse,
            clipboard: Clipboard::of(environment),
            editor: environment.editor().map_or(defaults.editor, str::to_owned),
            log,
            started,
            on_frame: environment.timing().then_some(note),
            panic_after_first_frame: environment.test_panic(),
        }
    }
}

/// What wants to know about each frame.
pub type OnFrame = Box<dyn FnMut(&FrameTiming)>;

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

impl fmt::Display for FrameTiming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "frame {} at {:?}, drawn in {:?}", self.number, self.since_start, self.drawing)?;
        if let Some(since_input) = self.since_input {
            write!(f, ", {since_input:?} after a key")?;
        }
        write!(f, ", {} bytes, {} cells mended", self.bytes, self.mended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{ColorWhen, ThemeChoice};
    use crate::tui::theme;

    #[test]
    fn every_theme_that_settings_can_name_exists() {
        use ThemeChoice::{Auto, Contrast, Dark, Light, Plain};
        for choice in [Auto, Contrast, Dark, Light, Plain] {
            for flag in [ColorWhen::Always, ColorWhen::Never] {
                let name = Environment::default().theme(choice, flag);
                assert!(theme::by_name(name).is_some(), "{name}");
            }
        }
    }
}
