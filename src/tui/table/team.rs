//! What is done on *Team* and *Goals* alone.

use crate::tui::action::{Action, Place, Row};

/// The rows, in the order of help.
pub(super) const TEAM: &[Row] = &[
    Row {
        action: Action::Diagnose,
        id: "diagnose",
        words: (
            "Begin the steering diagnostic, or go on with it",
            "Commencer le diagnostic de pilotage, ou le poursuivre",
        ),
        short: ("diagnostic", "diagnostic"),
        keys: &["b"],
        places: &[Place::Team],
        footer: 12,
    },
    Row {
        action: Action::PromiseKept,
        id: "promise-kept",
        words: (
            "Mark what was promised for this week as done",
            "Marquer comme fait ce qui était promis cette semaine",
        ),
        short: ("done this week", "fait cette semaine"),
        keys: &["d"],
        places: &[Place::Goals],
        footer: 1,
    },
    Row {
        action: Action::PromiseOpen,
        id: "promise-open",
        words: (
            "Mark what was promised for this week as not done",
            "Marquer comme non fait ce qui était promis cette semaine",
        ),
        short: ("not done", "pas fait"),
        keys: &["x"],
        places: &[Place::Goals],
        footer: 2,
    },
];
