//! Why a use case could not be done: a kind, what happened, and what to do about it. One place maps a kind to an exit
//! code (`cli`), and nothing was changed when one of these comes back.

use crate::both;
use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::storage::{self, StoreError};
use crate::trust::TrustError;
use crate::words::Bilingual;

/// What sort of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The person's data, or what was asked for, needs attention.
    Data,
    /// The machine needs attention: disk, rights, another program.
    Environment,
    /// The command was used wrongly.
    Usage,
    /// The person stopped it.
    Interrupted,
    /// The keys ask for their passphrase first.
    Locked,
    /// Ours.
    Bug,
}

/// A use case that could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpsError {
    /// What sort.
    pub kind: Kind,
    /// What could not be done, and why.
    pub what: Bilingual,
    /// What to do about it; may be empty.
    pub hint: Bilingual,
    /// Problems in a file, all of them.
    pub problems: Vec<Problem>,
    /// Whether the store takes no more saves until it was opened again.
    pub no_more_saves: bool,
}

impl OpsError {
    /// A failure of a kind.
    pub fn new(kind: Kind, what: Bilingual) -> OpsError {
        OpsError { kind, what, hint: Bilingual::default(), problems: Vec::new(), no_more_saves: false }
    }

    /// The person's data needs attention.
    pub fn data(what: Bilingual) -> OpsError {
        OpsError::new(Kind::Data, what)
    }

    /// The same, with a hint.
    pub fn hint(mut self, hint: Bilingual) -> OpsError {
        self.hint = hint;
        self
    }

    /// The same, with problems in a file.
    pub fn with(mut self, problems: Vec<Problem>) -> OpsError {
        self.problems = problems;
        self
    }

    /// A file that could not be read or written.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> OpsError {
        let name = Shown::line(&path.to_string_lossy());
        let why = Shown::short(&error.to_string(), 120);
        OpsError::new(
            Kind::Environment,
            both!("could not use `{name}`: {why}", "impossible d’utiliser « {name} » : {why}"),
        )
    }

    /// The conversation that was named does not exist.
    pub fn no_such_conversation(reference: &str) -> OpsError {
        let reference = Shown::short(reference, 80);
        OpsError::data(both!(
            "there is no conversation `{reference}`",
            "il n’y a pas de conversation « {reference} »"
        ))
        .hint(Bilingual::fixed(
            "`aplomb conversations` lists them with their ids",
            "« aplomb conversations » les liste avec leurs identifiants",
        ))
    }
}

impl From<TrustError> for OpsError {
    fn from(error: TrustError) -> OpsError {
        let kind = match error {
            TrustError::Locked | TrustError::WrongPassphrase => Kind::Locked,
            _ => Kind::Data,
        };
        OpsError::new(kind, error.what()).hint(error.hint())
    }
}

impl From<StoreError> for OpsError {
    fn from(error: StoreError) -> OpsError {
        let kind = match error.kind() {
            storage::Kind::NotFound
            | storage::Kind::Conflict
            | storage::Kind::Closed
            | storage::Kind::Taken
            | storage::Kind::InUse => Kind::Data,
            storage::Kind::Unexpected => Kind::Bug,
            _ => Kind::Environment,
        };
        OpsError {
            kind,
            what: error.what(),
            hint: error.hint(),
            problems: Vec::new(),
            no_more_saves: matches!(error.kind(), storage::Kind::Io | storage::Kind::Corrupt),
        }
    }
}
