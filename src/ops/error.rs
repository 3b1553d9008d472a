//! Why a use case could not be done: a kind, what happened, and what to do about it. One place maps a kind to an exit
//! code (`cli`), and nothing was changed when one of these comes back.

use crate::both;
use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::storage::{self, StoreError};
use crate::trust::TrustError;
use crate::words::{Bilingual, Lang};

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
        let why = why(error);
        OpsError::new(
            Kind::Environment,
            Bilingual::made(
                format!("could not use `{name}`: {}", why.get(Lang::En)),
                format!("impossible d’utiliser « {name} » : {}", why.get(Lang::Fr)),
            ),
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

/// Why the system refused: in both languages where that is known, else by the system's number.
fn why(error: &std::io::Error) -> Bilingual {
    use std::io::ErrorKind as E;
    match error.kind() {
        E::NotFound => {
            Bilingual::fixed("there is no such file or folder", "ce fichier ou ce dossier n’existe pas")
        }
        E::PermissionDenied => {
            Bilingual::fixed("the system does not allow it", "le système ne l’autorise pas")
        }
        E::ReadOnlyFilesystem => {
            Bilingual::fixed("the disk is for reading only", "le disque est en lecture seule")
        }
        E::StorageFull => Bilingual::fixed("the disk is full", "le disque est plein"),
        E::QuotaExceeded => Bilingual::fixed(
            "the space that this account may use is full",
            "l’espace accordé à ce compte est plein",
        ),
        E::IsADirectory => Bilingual::fixed("it is a folder", "c’est un dossier"),
        E::AlreadyExists => Bilingual::fixed("it exists already", "il existe déjà"),
        // The system's words are in its own language; its number is in none.
        _ => match error.raw_os_error() {
            Some(number) => {
                both!("the system reported error {number}", "le système a signalé l’erreur {number}")
            }
            None => Bilingual::same(Shown::short(&error.to_string(), 120)),
        },
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
