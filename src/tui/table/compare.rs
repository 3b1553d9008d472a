//! What is done with colleagues: asking one, talking differences over on *Compare*, and what goes out and comes in.

use crate::tui::action::{Action, Place, Row};

const COMPARE_ALONE: &[Place] = &[Place::Compare];
const READINGS: &[Place] = &[Place::Review, Place::Compare];
const BUNDLES: &[Place] = &[Place::Today, Place::Compare];

/// The rows, in the order of help.
pub(super) const COMPARE: &[Row] = &[
    Row {
        action: Action::AcceptTheirs,
        id: "accept-theirs",
        words: ("Agree to the other’s answer", "Convenir de la réponse de l’autre"),
        short: ("theirs", "la sienne"),
        keys: &["a"],
        places: COMPARE_ALONE,
        footer: 3,
    },
    Row {
        action: Action::Remark,
        id: "remark",
        words: ("Write or change your remark", "Écrire ou modifier votre remarque"),
        short: ("remark", "remarque"),
        keys: &["r"],
        places: COMPARE_ALONE,
        footer: 4,
    },
    Row {
        action: Action::Because,
        id: "because",
        words: (
            "Say in which case the agreed answer holds, and why",
            "Dire dans quel cas la réponse convenue vaut, et pourquoi",
        ),
        short: ("because", "parce que"),
        keys: &["b"],
        places: COMPARE_ALONE,
        footer: 4,
    },
    Row {
        action: Action::ShowEvidence,
        id: "show-evidence",
        words: (
            "Show the evidence of both sides, one message after the other",
            "Montrer les preuves des deux côtés, message après message",
        ),
        short: ("evidence", "preuves"),
        keys: &["e"],
        places: COMPARE_ALONE,
        footer: 5,
    },
    Row {
        action: Action::Dispute,
        id: "third-reader",
        words: (
            "Keep your answer and ask for a third reader",
            "Garder votre réponse et demander un tiers lecteur",
        ),
        short: ("third reader", "tiers lecteur"),
        keys: &["d"],
        places: COMPARE_ALONE,
        footer: 8,
    },
    Row {
        action: Action::NextDifference,
        id: "next-difference",
        words: ("Go to the next difference", "Aller à l’écart suivant"),
        short: ("difference", "écart"),
        keys: &["right", "l"],
        places: COMPARE_ALONE,
        footer: 0,
    },
    Row {
        action: Action::PreviousDifference,
        id: "previous-difference",
        words: ("Go to the difference before", "Aller à l’écart précédent"),
        short: ("difference", "écart"),
        keys: &["left", "h"],
        places: COMPARE_ALONE,
        footer: 0,
    },
    Row {
        action: Action::NextExchange,
        id: "next-exchange",
        words: (
            "Go to the next exchange about this conversation",
            "Aller à l’échange suivant sur cette conversation",
        ),
        short: ("exchange", "échange"),
        keys: &["]"],
        places: COMPARE_ALONE,
        footer: 0,
    },
    Row {
        action: Action::PreviousExchange,
        id: "previous-exchange",
        words: (
            "Go to the exchange before about this conversation",
            "Aller à l’échange précédent sur cette conversation",
        ),
        short: ("exchange", "échange"),
        keys: &["["],
        places: COMPARE_ALONE,
        footer: 0,
    },
    Row {
        action: Action::Decline,
        id: "decline",
        words: ("Say that you will not read it, and why", "Dire que vous ne la lirez pas, et pourquoi"),
        short: ("decline", "décliner"),
        keys: &["D"],
        places: READINGS,
        footer: 11,
    },
    Row {
        action: Action::AskColleague,
        id: "ask-colleague",
        words: ("Ask a colleague to read it too", "Demander à un collègue de la lire aussi"),
        short: ("ask", "demander"),
        keys: &["a"],
        places: &[Place::Review, Place::Today],
        footer: 9,
    },
    Row {
        action: Action::Send,
        id: "write-bundles",
        words: (
            "Send what waits: write the bundles to a folder",
            "Envoyer ce qui attend\u{202f}: écrire les plis",
        ),
        short: ("send", "envoyer"),
        keys: &["s"],
        places: BUNDLES,
        footer: 3,
    },
    Row {
        action: Action::OpenBundle,
        id: "open-bundle",
        words: ("Open a bundle that somebody sent", "Ouvrir un pli que quelqu’un a envoyé"),
        short: ("open a bundle", "ouvrir un pli"),
        keys: &["o"],
        places: &[Place::Today, Place::Compare, Place::Team],
        footer: 14,
    },
    Row {
        action: Action::Swap,
        id: "swap",
        words: ("Swap bundles through the shared folder", "Échanger les plis par le dossier partagé"),
        short: ("swap", "échanger"),
        keys: &["X"],
        places: BUNDLES,
        footer: 0,
    },
];
