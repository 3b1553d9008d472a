//! What is done in lists and dialogs of more than one screen, or of a list alone.

use crate::tui::action::{Action, Place, Row};

const ALL_LISTS: &[Place] = &[Place::Today, Place::Conversations, Place::Me, Place::Checklists];
const OPENED: &[Place] = &[
    Place::Today,
    Place::Conversations,
    Place::Review,
    Place::Compare,
    Place::Me,
    Place::Team,
    Place::Goals,
    Place::Checklists,
];

/// The rows, in the order of help.
pub(super) const LISTS: &[Row] = &[
    Row {
        action: Action::Open,
        id: "open",
        words: ("Open what the cursor is on", "Ouvrir ce qui est sous le curseur"),
        short: ("open", "ouvrir"),
        keys: &["enter"],
        places: OPENED,
        footer: 10,
    },
    Row {
        action: Action::Find,
        id: "find",
        words: (
            "Filter the list, or search the transcript",
            "Filtrer la liste, ou chercher dans la conversation",
        ),
        short: ("find", "chercher"),
        keys: &["/"],
        places: &[Place::Conversations, Place::Review],
        footer: 11,
    },
    Row {
        action: Action::Draw,
        id: "draw",
        words: ("Draw a sample of conversations", "Tirer un échantillon de conversations"),
        short: ("draw", "tirer"),
        keys: &["d"],
        places: &[Place::Today, Place::Conversations],
        footer: 12,
    },
    Row {
        action: Action::Import,
        id: "import",
        words: (
            "Import conversations from a file or folder",
            "Importer des conversations d’un fichier ou d’un dossier",
        ),
        short: ("import", "importer"),
        keys: &["i"],
        places: &[Place::Today, Place::Conversations],
        footer: 13,
    },
    Row {
        action: Action::NextOrder,
        id: "next-order",
        words: ("Change the order", "Changer l’ordre"),
        short: ("order", "ordre"),
        keys: &["o"],
        places: &[Place::Conversations],
        footer: 14,
    },
    Row {
        action: Action::ReverseOrder,
        id: "reverse-order",
        words: ("Turn the order round", "Inverser l’ordre"),
        short: ("reverse", "inverser"),
        keys: &["O"],
        places: &[Place::Conversations],
        footer: 0,
    },
    Row {
        action: Action::CopyReference,
        id: "copy-reference",
        words: ("Copy the reference", "Copier la référence"),
        short: ("copy", "copier"),
        keys: &["y"],
        places: &[Place::Today, Place::Conversations],
        footer: 15,
    },
    Row {
        action: Action::Period,
        id: "period",
        words: ("Change the period", "Changer la période"),
        short: ("period", "période"),
        keys: &["p"],
        places: &[Place::Me, Place::Team],
        footer: 10,
    },
    Row {
        action: Action::Left,
        id: "left",
        words: ("Left", "À gauche"),
        short: ("left", "gauche"),
        keys: &["left", "h"],
        places: ALL_LISTS,
        footer: 0,
    },
    Row {
        action: Action::Right,
        id: "right",
        words: ("Right", "À droite"),
        short: ("right", "droite"),
        keys: &["right", "l"],
        places: ALL_LISTS,
        footer: 0,
    },
];
