//! What is wrong with a file: where, what was found, what is accepted. Readers return all problems at once.

use crate::domain::shown::Shown;
use crate::words::{Bilingual, Lang};

/// One problem in a file that a person can mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file's name as the person gave it; empty when the caller knows it better.
    pub file: String,
    /// The line, counted from 1; `None` where the whole file is meant.
    pub line: Option<u64>,
    /// The field or key, such as `messages[3].role`; may be empty.
    pub field: String,
    /// What was found, raw: it passes the door in [`Problem::sentence`].
    pub found: String,
    /// What is accepted there, and what to do.
    pub accepted: Bilingual,
}

/// Longer values are cut to this many characters in a message.
pub const LONGEST_VALUE: usize = 80;

impl Problem {
    /// A problem at a line.
    pub fn at(
        line: impl Into<Option<u64>>,
        field: impl Into<String>,
        found: impl Into<String>,
        accepted: Bilingual,
    ) -> Problem {
        Problem { file: String::new(), line: line.into(), field: field.into(), found: found.into(), accepted }
    }

    /// The same problem, named with its file.
    pub fn in_file(mut self, file: &str) -> Problem {
        file.clone_into(&mut self.file);
        self
    }

    /// One line for people: ``team.toml:12: weight: found `-1`; a number above 0 is accepted``.
    pub fn sentence(&self, lang: Lang) -> Shown {
        let mut out = String::new();
        if !self.file.is_empty() {
            out.push_str(&self.file);
            out.push(':');
        }
        if let Some(line) = self.line {
            if self.file.is_empty() {
                out.push_str(match lang {
                    Lang::En => "line ",
                    Lang::Fr => "ligne ",
                });
            }
            out.push_str(&format!("{line}:"));
        }
        if !out.is_empty() {
            out.push(' ');
        }
        if !self.field.is_empty() {
            out.push_str(&Shown::short(&self.field, LONGEST_VALUE));
            out.push_str(": ");
        }
        if !self.found.is_empty() {
            let found = Shown::short(&self.found, LONGEST_VALUE);
            out.push_str(&match lang {
                Lang::En => format!("found `{found}`; "),
                Lang::Fr => format!("trouvé « {found} » ; "),
            });
        }
        out.push_str(self.accepted.get(lang));
        Shown::line(&out)
    }
}
