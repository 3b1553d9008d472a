//! The only place that prints. Data goes to standard output, everything else to standard error; every line is swept
//! once more, so that nothing from outside can control a terminal; a closed pipe ends quietly.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::domain::problem::Problem;
use crate::domain::shown::{Shown, forbidden};
use crate::ops::error::{Kind, OpsError};
use crate::words::{Bilingual, Lang};

/// Messages about one file stop here: whoever needs all of them asks for JSON.
const MOST_MESSAGE_BYTES: usize = 3_000;

/// Where a command prints.
pub struct Out {
    /// The language of everything printed.
    pub lang: Lang,
    /// Whether data is printed as JSON.
    pub json: bool,
    closed: bool,
    failed: Option<io::Error>,
    progress_shown: bool,
}

impl Out {
    /// Prints in `lang`.
    pub fn new(lang: Lang, json: bool) -> Out {
        Out { lang, json, closed: false, failed: None, progress_shown: false }
    }

    /// Whether nothing more can be printed: a long command may stop.
    pub fn closed(&self) -> bool {
        self.closed
    }

    /// Why standard output took no more. A reader who has gone is no reason: that one had enough.
    pub fn take_failure(&mut self) -> Option<OpsError> {
        let error = self.failed.take()?;
        let why = Shown::short(&error.to_string(), 120);
        Some(OpsError::new(
            Kind::Environment,
            crate::both!(
                "not everything could be printed: {why}",
                "tout n’a pas pu être affiché\u{202f}: {why}"
            ),
        ))
    }

    /// One line (or several) of data.
    pub fn line(&mut self, text: &str) {
        let text = swept(text);
        self.write(format!("{text}\n").as_bytes());
    }

    /// One line of data, in both languages.
    pub fn say(&mut self, text: &Bilingual) {
        self.line(text.get(self.lang));
    }

    /// Text that is already safe and ends its own lines: an export.
    pub fn text(&mut self, text: &str) {
        let text = swept(text);
        self.write(text.as_bytes());
    }

    /// Bytes of a file that is not text.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.write(bytes);
    }

    /// A value as JSON.
    pub fn json<T: Serialize>(&mut self, value: &T) -> Result<(), OpsError> {
        let text = serde_json::to_string_pretty(value).map_err(|e| {
            OpsError::new(Kind::Bug, Bilingual::same(format!("JSON: {}", Shown::line(&e.to_string()))))
        })?;
        self.write(escaped(&text).as_bytes());
        self.write(b"\n");
        Ok(())
    }

    /// One line of everything else.
    pub fn note(&mut self, text: &str) {
        self.end_progress();
        let text = swept(text);
        // Standard error that is gone leaves nobody to tell.
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// One line of everything else, in both languages.
    pub fn tell(&mut self, text: &Bilingual) {
        self.note(text.get(self.lang));
    }

    /// Problems in files, one line each, as many as fit in a message.
    pub fn problems(&mut self, problems: &[Problem]) {
        let mut bytes = 0;
        for (told, problem) in problems.iter().enumerate() {
            let line = problem.sentence(self.lang);
            bytes += line.len() + 1;
            if bytes > MOST_MESSAGE_BYTES {
                let rest = problems.len() - told;
                self.tell(&crate::both!(
                    "and {rest} more; --json lists all of them",
                    "et {rest} de plus ; --json les liste tous"
                ));
                return;
            }
            self.note(&line);
        }
    }

    /// A failure: what, why, and what to do.
    pub fn failure(&mut self, error: &OpsError) {
        self.problems(&error.problems);
        let word = match self.lang {
            Lang::En => "error:",
            Lang::Fr => "erreur :",
        };
        self.note(&format!("{word} {}", error.what.get(self.lang)));
        let hint = error.hint.get(self.lang);
        if !hint.is_empty() {
            let word = match self.lang {
                Lang::En => "hint:",
                Lang::Fr => "conseil :",
            };
            self.note(&format!("{word} {hint}"));
        }
    }

    /// Progress, on a terminal only, over the line before.
    pub fn progress(&mut self, text: &Bilingual) {
        if io::stderr().is_terminal() {
            let text = Shown::line(text.get(self.lang));
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K{text}");
            let _ = io::stderr().flush();
            self.progress_shown = true;
        }
    }

    /// Takes the progress line away.
    pub fn end_progress(&mut self) {
        if std::mem::take(&mut self.progress_shown) {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
            let _ = io::stderr().flush();
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        self.end_progress();
        if self.closed {
            return;
        }
        let mut out = io::stdout().lock();
        if let Err(error) = out.write_all(bytes).and_then(|()| out.flush()) {
            self.closed = true;
            self.failed = (error.kind() != io::ErrorKind::BrokenPipe).then_some(error);
        }
    }
}

/// The last sweep: what should have passed the door long ago is cleaned here, line breaks kept.
fn swept(text: &str) -> std::borrow::Cow<'_, str> {
    if text.chars().any(|c| c != '\n' && forbidden(c)) {
        std::borrow::Cow::Owned(Shown::text(text).into_string())
    } else {
        std::borrow::Cow::Borrowed(text)
    }
}

/// JSON keeps every code point: forbidden ones become `\u` escapes. They only ever stand inside strings, since the
/// serialiser's own white space is spaces and line breaks.
pub fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && forbidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_every_code_point_and_is_clean() {
        let raw = "a\u{1b}[31m\u{202e}\u{e0041}\u{7f}é";
        let json = escaped(&serde_json::to_string(raw).unwrap());
        assert!(!json.chars().any(forbidden));
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), raw);
    }

    #[test]
    fn the_last_sweep() {
        assert_eq!(swept("a\u{1b}b\nc"), "a␛b\nc");
    }
}
