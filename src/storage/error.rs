//! What can go wrong with the store, as a person should read it: what happened, and what to do.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::both;
use crate::domain::names::{ExchangeId, PersonId};
use crate::domain::review::State;
use crate::domain::shown::Shown;
use crate::words::Bilingual;

/// The kinds of [`StoreError`], for exit codes and for deciding what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Another Aplomb is saving; trying again may help.
    Busy,
    /// The disk is full.
    Full,
    /// The disk failed; nothing more is saved until the store was opened again.
    Io,
    /// The file is damaged inside.
    Corrupt,
    /// The file is no SQLite database.
    NotADatabase,
    /// The file is empty or cut short.
    Damaged,
    /// The store was written by a newer Aplomb.
    Newer,
    /// The file belongs to another program, or something foreign was put into it.
    Foreign,
    /// The path is a symbolic link, or not a regular file.
    Link,
    /// Something stands where a new file should go.
    Exists,
    /// The system does not allow it.
    Permission,
    /// The store was opened for reading only.
    ReadOnly,
    /// Another window was faster.
    Conflict,
    /// There is no such record.
    NotFound,
    /// The review cannot be changed any more.
    Closed,
    /// The name or the card is known already.
    Taken,
    /// Other records name it.
    InUse,
    /// More than the store can hold in one place.
    TooLarge,
    /// The SQLite inside is not one that keeps its word.
    Engine,
    /// A step that should not fail did.
    Unexpected,
}

/// What went wrong with the store.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.what().en)]
pub enum StoreError {
    /// Another connection holds the lock.
    Busy,
    /// No space left.
    Full,
    /// Reading or writing failed below SQLite; empty when that was earlier and saving has stopped since.
    Io(String),
    /// Damage inside the file; the newest good backup, if there is one.
    Corrupt(Option<PathBuf>),
    /// No SQLite header; the newest good backup, if there is one.
    NotADatabase(Option<PathBuf>),
    /// Empty, or shorter than its header says; the newest good backup, if there is one.
    Damaged {
        /// How long the file is.
        bytes: u64,
        /// The newest good backup.
        backup: Option<PathBuf>,
    },
    /// Not one record could be read in the file to rescue.
    Nothing(PathBuf),
    /// Written by a newer Aplomb.
    Newer {
        /// The file's version.
        found: i64,
        /// The highest that this program knows.
        known: i64,
    },
    /// The header names another program.
    ForeignProgram(u32),
    /// The schema holds something that Aplomb did not put there, or lacks something.
    ForeignSchema(String),
    /// A symbolic link, a folder, a device.
    Link(PathBuf),
    /// Something stands where a new file should go.
    Exists(PathBuf),
    /// Refused by the system.
    Permission(PathBuf),
    /// Opened for reading.
    ReadOnly,
    /// The log's next place is taken, or a draft stands there already.
    Conflict,
    /// No such record: the sentence that says so.
    NotFound(Bilingual),
    /// The review is no draft any more.
    Closed(State),
    /// Somebody else is called that.
    NameTaken(String),
    /// The card, or its person, is known already.
    CardKnown,
    /// Exchanges, bundles or submissions name this person.
    StillNamed,
    /// More messages than one conversation can have.
    TooLarge(String),
    /// A SQLite that is too old or known to be faulty.
    Engine(&'static str),
    /// Anything else, in the engine's words.
    Unexpected(String),
}

impl StoreError {
    /// Which kind it is.
    pub fn kind(&self) -> Kind {
        match self {
            StoreError::Busy => Kind::Busy,
            StoreError::Full => Kind::Full,
            StoreError::Io(_) => Kind::Io,
            StoreError::Corrupt(_) => Kind::Corrupt,
            StoreError::NotADatabase(_) => Kind::NotADatabase,
            StoreError::Damaged { .. } | StoreError::Nothing(_) => Kind::Damaged,
            StoreError::Newer { .. } => Kind::Newer,
            StoreError::ForeignProgram(_) | StoreError::ForeignSchema(_) => Kind::Foreign,
            StoreError::Link(_) => Kind::Link,
            StoreError::Exists(_) => Kind::Exists,
            StoreError::Permission(_) => Kind::Permission,
            StoreError::ReadOnly => Kind::ReadOnly,
            StoreError::Conflict => Kind::Conflict,
            StoreError::NotFound(..) => Kind::NotFound,
            StoreError::Closed(_) => Kind::Closed,
            StoreError::NameTaken(_) | StoreError::CardKnown => Kind::Taken,
            StoreError::StillNamed => Kind::InUse,
            StoreError::TooLarge(_) => Kind::TooLarge,
            StoreError::Engine(_) => Kind::Engine,
            StoreError::Unexpected(_) => Kind::Unexpected,
        }
    }

    /// What happened.
    pub fn what(&self) -> Bilingual {
        match self {
            StoreError::Busy => Bilingual::fixed(
                "Another Aplomb is saving right now.",
                "Un autre Aplomb est en train d’enregistrer.",
            ),
            StoreError::Full => Bilingual::fixed(
                "The disk is full: nothing was saved this time.",
                "Le disque est plein\u{202f}: rien n’a été enregistré cette fois.",
            ),
            StoreError::Io(detail) if detail.is_empty() => Bilingual::fixed(
                "Saving has stopped since the disk reported an error.",
                "L’enregistrement est arrêté depuis que le disque a signalé une erreur.",
            ),
            StoreError::Io(detail) => {
                let detail = Shown::short(detail, 120);
                both!(
                    "The disk reported an error, so saving has stopped ({detail}).",
                    "Le disque a signalé une erreur, l’enregistrement est donc arrêté ({detail})."
                )
            }
            StoreError::Corrupt(_) => {
                Bilingual::fixed("The store is damaged.", "La base d’Aplomb est endommagée.")
            }
            StoreError::NotADatabase(_) => {
                Bilingual::fixed("This file is not a store.", "Ce fichier n’est pas une base d’Aplomb.")
            }
            StoreError::Damaged { bytes: 0, .. } => Bilingual::fixed(
                "The store is an empty file: its content is lost.",
                "La base est un fichier vide\u{202f}: son contenu est perdu.",
            ),
            StoreError::Damaged { bytes, .. } => both!(
                "The store was cut short: only {bytes} bytes are left.",
                "La base a été tronquée\u{202f}: il n’en reste que {bytes} octets."
            ),
            StoreError::Nothing(path) => {
                let path = shown(path);
                both!(
                    "Nothing of a store can be read in {path}.",
                    "Rien d’une base d’Aplomb n’est lisible dans {path}."
                )
            }
            StoreError::Newer { found, known } => {
                let (found, known) = (version(*found), version(*known));
                both!(
                    "This store has version {found}; this Aplomb knows up to version {known}.",
                    "Cette base est en version {found}\u{202f}; cet Aplomb connaît jusqu’à la version {known}."
                )
            }
            StoreError::ForeignProgram(_) => Bilingual::fixed(
                "This database belongs to another program.",
                "Cette base appartient à un autre programme.",
            ),
            StoreError::ForeignSchema(name) => {
                let name = Shown::short(name, 60);
                both!(
                    "Something in this store was not made by Aplomb: `{name}`.",
                    "Un élément de cette base ne vient pas d’Aplomb\u{202f}: «\u{202f}{name}\u{202f}»."
                )
            }
            StoreError::Link(path) => {
                let path = shown(path);
                both!(
                    "{path} is a link or no regular file.",
                    "{path} est un lien ou n’est pas un fichier ordinaire."
                )
            }
            StoreError::Exists(path) => {
                let path = shown(path);
                both!("{path} exists already.", "{path} existe déjà.")
            }
            StoreError::Permission(path) => {
                let path = shown(path);
                both!(
                    "The system does not allow Aplomb to write {path}.",
                    "Le système n’autorise pas Aplomb à écrire {path}."
                )
            }
            StoreError::ReadOnly => Bilingual::fixed(
                "The store is open for reading only.",
                "La base est ouverte en lecture seule.",
            ),
            StoreError::Conflict => Bilingual::fixed(
                "Another window changed this first.",
                "Une autre fenêtre a modifié cela entre-temps.",
            ),
            StoreError::NotFound(sentence) => sentence.clone(),
            StoreError::Closed(_) => Bilingual::fixed(
                "This review is sealed: it stays as it is.",
                "Cette évaluation est scellée\u{202f}: elle reste telle quelle.",
            ),
            StoreError::NameTaken(name) => {
                let name = Shown::short(name, 60);
                both!("Somebody is called {name} already.", "Quelqu’un s’appelle déjà {name}.")
            }
            StoreError::CardKnown => {
                Bilingual::fixed("This card is known already.", "Cette carte est déjà connue.")
            }
            StoreError::StillNamed => Bilingual::fixed(
                "Exchanges or bundles name this person.",
                "Des échanges ou des plis nomment cette personne.",
            ),
            StoreError::TooLarge(id) => {
                let id = Shown::short(id, 60);
                both!(
                    "Conversation {id} has more messages than one conversation can hold.",
                    "La conversation {id} a plus de messages qu’une conversation ne peut en contenir."
                )
            }
            StoreError::Engine(version) => both!(
                "The database engine inside ({version}) is one that may lose data.",
                "Le moteur de base de données intégré ({version}) risque de perdre des données."
            ),
            StoreError::Unexpected(detail) => {
                let detail = Shown::short(detail, 120);
                both!(
                    "The store answered something unexpected ({detail}).",
                    "La base a donné une réponse inattendue ({detail})."
                )
            }
        }
    }

    /// What to do.
    pub fn hint(&self) -> Bilingual {
        match self {
            StoreError::Busy => Bilingual::fixed(
                "Wait a moment and try again. If it stays like this, the disk knows no locks: keep the store on this machine.",
                "Patientez un instant, puis réessayez. Si cela dure, le disque ne connaît pas les verrous\u{202f}: gardez la base sur cette machine.",
            ),
            StoreError::Full => Bilingual::fixed(
                "Free some space, then try again; what is on screen is still there.",
                "Libérez de la place, puis réessayez\u{202f}; ce qui est à l’écran y est toujours.",
            ),
            StoreError::Io(_) => Bilingual::fixed(
                "Check the disk, then start Aplomb again: it checks the store before it saves.",
                "Vérifiez le disque, puis relancez Aplomb\u{202f}: il contrôle la base avant d’enregistrer.",
            ),
            StoreError::Corrupt(backup)
            | StoreError::NotADatabase(backup)
            | StoreError::Damaged { backup, .. } => match backup {
                Some(backup) => {
                    let backup = shown(backup);
                    both!(
                        "`aplomb restore --rescue` saves what can still be read. The newest good backup is {backup}. The file was left untouched.",
                        "«\u{202f}aplomb restore --rescue\u{202f}» sauve ce qui est encore lisible. La dernière sauvegarde saine est {backup}. Le fichier est resté intact."
                    )
                }
                None => Bilingual::fixed(
                    "`aplomb restore --rescue` saves what can still be read. There is no good backup beside it. The file was left untouched.",
                    "«\u{202f}aplomb restore --rescue\u{202f}» sauve ce qui est encore lisible. Il n’y a pas de sauvegarde saine à côté. Le fichier est resté intact.",
                ),
            },
            StoreError::Nothing(_) => Bilingual::fixed(
                "Go back to a backup with `aplomb restore FILE`. The file was left untouched.",
                "Revenez à une sauvegarde avec «\u{202f}aplomb restore FICHIER\u{202f}». Le fichier est resté intact.",
            ),
            StoreError::Newer { .. } => Bilingual::fixed(
                "Install the newer Aplomb to open it. The file was left untouched.",
                "Installez la version récente d’Aplomb pour l’ouvrir. Le fichier est resté intact.",
            ),
            StoreError::ForeignSchema(_) => Bilingual::fixed(
                "Go back to a backup, or let `aplomb restore --rescue` take over what is Aplomb’s alone. The file was left untouched.",
                "Revenez à une sauvegarde, ou laissez «\u{202f}aplomb restore --rescue\u{202f}» reprendre ce qui vient d’Aplomb. Le fichier est resté intact.",
            ),
            StoreError::ForeignProgram(_) => Bilingual::fixed(
                "Choose another folder, or go back to a backup. The file was left untouched.",
                "Choisissez un autre dossier ou revenez à une sauvegarde. Le fichier est resté intact.",
            ),
            StoreError::Link(_) => {
                Bilingual::fixed("Give the path of the file itself.", "Donnez le chemin du fichier lui-même.")
            }
            StoreError::Exists(_) => Bilingual::fixed("Choose another name.", "Choisissez un autre nom."),
            StoreError::Permission(_) => Bilingual::fixed(
                "Choose a folder of your own, or ask whoever runs this machine.",
                "Choisissez un dossier qui vous appartient, ou demandez à la personne qui gère cette machine.",
            ),
            StoreError::ReadOnly => Bilingual::fixed(
                "You can read everything; to change something, open a store that you may write.",
                "Vous pouvez tout lire\u{202f}; pour modifier, ouvrez une base où vous avez le droit d’écrire.",
            ),
            StoreError::Conflict => Bilingual::fixed(
                "Open it again to see the newer answers; nothing was overwritten.",
                "Rouvrez-la pour voir les réponses récentes\u{202f}; rien n’a été écrasé.",
            ),
            StoreError::NotFound(..) => Bilingual::fixed(
                "Go back to the list and choose again.",
                "Revenez à la liste et choisissez de nouveau.",
            ),
            StoreError::Closed(_) => Bilingual::fixed(
                "Void it with a reason to review the conversation anew.",
                "Annulez-la avec une raison pour évaluer de nouveau la conversation.",
            ),
            StoreError::NameTaken(_) => {
                Bilingual::fixed("Give this person another name.", "Donnez un autre nom à cette personne.")
            }
            StoreError::CardKnown => Bilingual::fixed(
                "Ask for their newest card if you expected a different one.",
                "Demandez la carte la plus récente si vous en attendiez une autre.",
            ),
            StoreError::StillNamed => Bilingual::fixed(
                "Revoke their card instead; what you did together stays readable.",
                "Révoquez plutôt sa carte\u{202f}; ce que vous avez fait ensemble reste lisible.",
            ),
            StoreError::TooLarge(_) => Bilingual::fixed(
                "Split it in the file, then import again.",
                "Découpez-la dans le fichier, puis importez de nouveau.",
            ),
            StoreError::Engine(_) => Bilingual::fixed(
                "Install Aplomb as it is published, with its own engine.",
                "Installez Aplomb tel qu’il est publié, avec son propre moteur.",
            ),
            StoreError::Unexpected(_) => Bilingual::fixed(
                "Run `aplomb doctor` to check the store.",
                "Lancez `aplomb doctor` pour contrôler la base.",
            ),
        }
    }

    pub(super) fn no_store() -> StoreError {
        StoreError::NotFound(Bilingual::fixed(
            "There is no store here yet.",
            "Il n’y a pas encore de base ici.",
        ))
    }

    pub(super) fn no_conversation(id: i64) -> StoreError {
        StoreError::NotFound(both!("There is no conversation c{id}.", "Il n’y a pas de conversation c{id}."))
    }

    pub(super) fn no_review(id: i64) -> StoreError {
        StoreError::NotFound(both!("There is no review {id}.", "Il n’y a pas d’évaluation {id}."))
    }

    pub(super) fn no_person(id: PersonId) -> StoreError {
        let id = id.short();
        StoreError::NotFound(both!("There is no person {id}.", "Il n’y a pas de personne {id}."))
    }

    pub(super) fn no_exchange(id: ExchangeId) -> StoreError {
        let id = id.short();
        StoreError::NotFound(both!("There is no exchange {id}.", "Il n’y a pas d’échange {id}."))
    }

    /// The same error, with the path where the engine could not name it.
    pub(super) fn at(self, path: Option<&Path>) -> StoreError {
        match (self, path) {
            (StoreError::Permission(empty), Some(path)) if empty.as_os_str().is_empty() => {
                StoreError::Permission(path.to_owned())
            }
            (StoreError::Exists(empty), Some(path)) if empty.as_os_str().is_empty() => {
                StoreError::Exists(path.to_owned())
            }
            (error, _) => error,
        }
    }
}

fn shown(path: &Path) -> Shown {
    Shown::short(&path.to_string_lossy(), 200)
}

/// `major.minor` of a `user_version`.
fn version(number: i64) -> String {
    format!("{}.{}", number / 1000, number % 1000)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        use rusqlite::Error as E;
        let Some(code) = error.sqlite_error_code() else {
            return match error {
                // Tables are strict: a value of another shape than was written is damage.
                E::FromSqlConversionFailure(..)
                | E::IntegralValueOutOfRange(..)
                | E::Utf8Error(..)
                | E::InvalidColumnType(..) => StoreError::Corrupt(None),
                error => StoreError::Unexpected(error.to_string()),
            };
        };
        match code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
            ErrorCode::DiskFull => StoreError::Full,
            // The engine's number says whether a read, a write or a sync failed, in any language.
            ErrorCode::SystemIoFailure => StoreError::Io(match error.sqlite_error() {
                Some(failure) => format!("SQLite {}", failure.extended_code),
                None => error.to_string(),
            }),
            ErrorCode::DatabaseCorrupt => StoreError::Corrupt(None),
            ErrorCode::NotADatabase => StoreError::NotADatabase(None),
            ErrorCode::PermissionDenied | ErrorCode::CannotOpen => StoreError::Permission(PathBuf::new()),
            ErrorCode::ReadOnly => StoreError::ReadOnly,
            _ => StoreError::Unexpected(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    /// What the store wrote itself and cannot read back is damage.
    fn from(_: serde_json::Error) -> StoreError {
        StoreError::Corrupt(None)
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> StoreError {
        use std::io::ErrorKind as E;
        match error.kind() {
            E::PermissionDenied | E::ReadOnlyFilesystem => StoreError::Permission(PathBuf::new()),
            E::AlreadyExists => StoreError::Exists(PathBuf::new()),
            E::NotFound => {
                StoreError::NotFound(Bilingual::fixed("There is no such file.", "Ce fichier n’existe pas."))
            }
            E::StorageFull | E::QuotaExceeded => StoreError::Full,
            // As with the engine's: a number is in no language. Who wraps an error keeps its number back.
            _ => StoreError::Io(
                error.raw_os_error().map_or("I/O".to_owned(), |number| format!("errno {number}")),
            ),
        }
    }
}
