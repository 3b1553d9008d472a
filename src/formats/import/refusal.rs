//! A file that is not taken in at all.

use std::fmt;

use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::words::{Bilingual, Lang};

/// Why a whole file is refused, and what to do. Whatever was read from it before must not be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// File, line, what was found, what is accepted. Boxed, as it travels in results of good readings.
    pub problem: Box<Problem>,
    /// What a file looks like that is no export at all.
    looks_like: Option<Box<Bilingual>>,
}

impl Refusal {
    /// A refusal of the whole file.
    pub fn whole(file: &str, found: impl Into<String>, accepted: Bilingual) -> Refusal {
        Refusal { problem: Box::new(Problem::at(None, "", found, accepted).in_file(file)), looks_like: None }
    }

    /// A file that looks like something that is never taken in.
    pub(super) fn foreign(file: &str, looks_like: Bilingual, accepted: Bilingual) -> Refusal {
        Refusal { looks_like: Some(Box::new(looks_like)), ..Refusal::whole(file, "", accepted) }
    }

    /// A refusal for what stands at a line.
    pub fn at(file: &str, line: u64, found: impl Into<String>, accepted: Bilingual) -> Refusal {
        Refusal { problem: Box::new(Problem::at(line, "", found, accepted).in_file(file)), looks_like: None }
    }

    /// The file could not be read to its end.
    pub fn unreadable(file: &str, error: &std::io::Error) -> Refusal {
        let why = error.to_string();
        Refusal::whole(
            file,
            "",
            crate::both!("the file cannot be read: {why}", "le fichier ne peut pas être lu : {why}"),
        )
    }

    /// What is said where the file lay among others that are taken in: not what could have been given instead.
    pub fn passed_by(self) -> Problem {
        let Some(looks_like) = self.looks_like else { return *self.problem };
        let Bilingual { en, fr } = *looks_like;
        let said = crate::both!("passed by: {en}", "laissé de côté : {fr}");
        Problem { accepted: said, ..*self.problem }
    }

    /// One line for people.
    pub fn sentence(&self, lang: Lang) -> Shown {
        self.problem.sentence(lang)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Lang::En))
    }
}

impl std::error::Error for Refusal {}
