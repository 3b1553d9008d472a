//! The rows of the table of actions: what each is called, its keys, where it can be done, how likely the footer shows
//! it. Nothing else in the program writes down a key.

use crate::tui::action::{Action, Place, Row};

const LISTS: &[Place] = &[Place::Today, Place::Conversations, Place::Me, Place::Checklists];
const OPENED: &[Place] = &[Place::Today, Place::Conversations, Place::Review, Place::Me, Place::Checklists];

/// The row of an action.
pub fn row(action: Action) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.action == action)
}

/// The row with a stable id.
pub fn by_id(id: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.id == id)
}

/// The table; help lists it in this order.
pub const TABLE: &[Row] = &[
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
        action: Action::Yes,
        id: "yes",
        words: ("Answer yes", "Répondre oui"),
        short: ("yes", "oui"),
        keys: &["y"],
        places: &[Place::Review],
        footer: 1,
    },
    Row {
        action: Action::No,
        id: "no",
        words: ("Answer no", "Répondre non"),
        short: ("no", "non"),
        keys: &["n"],
        places: &[Place::Review],
        footer: 2,
    },
    Row {
        action: Action::Na,
        id: "n-a",
        words: ("Answer n/a: it does not apply here", "Répondre s.o.\u{202f}: le point est sans objet ici"),
        short: ("n/a", "s.o."),
        keys: &["x"],
        places: &[Place::Review],
        footer: 3,
    },
    Row {
        action: Action::Point,
        id: "point",
        words: ("Answer with a point of the scale", "Répondre par un point de l’échelle"),
        short: ("points", "points"),
        keys: &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        places: &[Place::Review],
        footer: 0,
    },
    Row {
        action: Action::Clear,
        id: "clear",
        words: ("Take the answer away", "Retirer la réponse"),
        short: ("clear", "retirer"),
        keys: &["-", "backspace"],
        places: &[Place::Review],
        footer: 0,
    },
    Row {
        action: Action::Evidence,
        id: "evidence",
        words: (
            "Pin the message to the item as evidence, or unpin it",
            "Épingler le message au point comme preuve, ou l’en détacher",
        ),
        short: ("evidence", "preuve"),
        keys: &["e"],
        places: &[Place::Review],
        footer: 4,
    },
    Row {
        action: Action::Comment,
        id: "comment",
        words: ("Write or change the comment", "Écrire ou modifier le commentaire"),
        short: ("comment", "commenter"),
        keys: &["c"],
        places: &[Place::Review],
        footer: 5,
    },
    Row {
        action: Action::Cause,
        id: "cause",
        words: ("Pick a cause", "Choisir une cause"),
        short: ("cause", "cause"),
        keys: &["b"],
        places: &[Place::Review],
        footer: 0,
    },
    Row {
        action: Action::NextOpen,
        id: "next-open",
        words: ("Go to the next item without an answer", "Aller au prochain point sans réponse"),
        short: ("next open", "suivant"),
        keys: &["space"],
        places: &[Place::Review],
        footer: 6,
    },
    Row {
        action: Action::YesToRest,
        id: "yes-to-rest",
        words: ("Answer yes to everything left", "Répondre oui à tout ce qui reste"),
        short: ("yes to rest", "oui au reste"),
        keys: &["Y"],
        places: &[Place::Review],
        footer: 0,
    },
    Row {
        action: Action::NextPillar,
        id: "next-pillar",
        words: ("Go to the next pillar", "Aller au pilier suivant"),
        short: ("pillar", "pilier"),
        keys: &["right", "l"],
        places: &[Place::Review],
        footer: 0,
    },
    Row {
        action: Action::PreviousPillar,
        id: "previous-pillar",
        words: ("Go to the pillar before", "Aller au pilier précédent"),
        short: ("pillar", "pilier"),
        keys: &["left", "h"],
        places: &[Place::Review],
        footer: 0,
    },
    Row {
        action: Action::NextMessage,
        id: "next-message",
        words: ("Go to the next message", "Aller au message suivant"),
        short: ("message", "message"),
        keys: &["J"],
        places: &[Place::Review, Place::Conversations],
        footer: 0,
    },
    Row {
        action: Action::PreviousMessage,
        id: "previous-message",
        words: ("Go to the message before", "Aller au message précédent"),
        short: ("message", "message"),
        keys: &["K"],
        places: &[Place::Review, Place::Conversations],
        footer: 0,
    },
    Row {
        action: Action::Undo,
        id: "undo",
        words: ("Take the last step back", "Défaire la dernière étape"),
        short: ("undo", "défaire"),
        keys: &["u"],
        places: &[Place::Review],
        footer: 8,
    },
    Row {
        action: Action::Redo,
        id: "redo",
        words: ("Do the step again", "Refaire l’étape"),
        short: ("redo", "refaire"),
        keys: &["ctrl-r"],
        places: &[Place::Review],
        footer: 0,
    },
    Row {
        action: Action::WhyScore,
        id: "why-score",
        words: ("Show how the score comes about", "Montrer d’où vient le score"),
        short: ("why", "pourquoi"),
        keys: &["w"],
        places: &[Place::Review],
        footer: 0,
    },
    Row {
        action: Action::ItemHistory,
        id: "item-history",
        words: ("Show every answer that this item has had", "Montrer toutes les réponses données à ce point"),
        short: ("history", "historique"),
        keys: &["H"],
        places: &[Place::Review],
        footer: 0,
    },
    Row {
        action: Action::SwitchForm,
        id: "switch-form",
        words: (
            "Change to the express form, or to the full one",
            "Passer au formulaire express, ou au complet",
        ),
        short: ("express or full", "express ou complet"),
        keys: &["E"],
        places: &[Place::Review],
        footer: 0,
    },
    Row {
        action: Action::Seal,
        id: "seal",
        words: (
            "Seal the review: its answers never change again",
            "Sceller l’évaluation\u{202f}: ses réponses ne changent plus",
        ),
        short: ("seal", "sceller"),
        keys: &["s"],
        places: &[Place::Review],
        footer: 7,
    },
    Row {
        action: Action::Void,
        id: "void",
        words: ("Void the review, with a reason", "Annuler l’évaluation, avec une raison"),
        short: ("void", "annuler"),
        keys: &["V"],
        places: &[Place::Review],
        footer: 0,
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
        action: Action::NextMatch,
        id: "next-match",
        words: ("Go to the next match", "Aller au résultat suivant"),
        short: ("next match", "suivant"),
        keys: &["ctrl-n"],
        places: &[Place::Review],
        footer: 0,
    },
    Row {
        action: Action::PreviousMatch,
        id: "previous-match",
        words: ("Go to the match before", "Aller au résultat précédent"),
        short: ("match before", "précédent"),
        keys: &["ctrl-b"],
        places: &[Place::Review],
        footer: 0,
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
        places: &[Place::Me],
        footer: 10,
    },
    Row {
        action: Action::NextPane,
        id: "next-pane",
        words: ("Go to the next pane", "Aller au panneau suivant"),
        short: ("pane", "panneau"),
        keys: &["tab"],
        places: &[Place::Everywhere],
        footer: 16,
    },
    Row {
        action: Action::PreviousPane,
        id: "previous-pane",
        words: ("Go to the pane before", "Aller au panneau précédent"),
        short: ("pane", "panneau"),
        keys: &["shift-tab"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::Zoom,
        id: "zoom",
        words: ("Show this pane alone, or all", "Afficher ce panneau seul, ou tous"),
        short: ("zoom", "agrandir"),
        keys: &["+"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::Up,
        id: "up",
        words: ("One row up", "Une ligne plus haut"),
        short: ("up", "haut"),
        keys: &["up", "k"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::Down,
        id: "down",
        words: ("One row down", "Une ligne plus bas"),
        short: ("down", "bas"),
        keys: &["down", "j"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::Left,
        id: "left",
        words: ("Left", "À gauche"),
        short: ("left", "gauche"),
        keys: &["left", "h"],
        places: LISTS,
        footer: 0,
    },
    Row {
        action: Action::Right,
        id: "right",
        words: ("Right", "À droite"),
        short: ("right", "droite"),
        keys: &["right", "l"],
        places: LISTS,
        footer: 0,
    },
    Row {
        action: Action::PageUp,
        id: "page-up",
        words: ("A page up", "Une page plus haut"),
        short: ("page up", "page préc."),
        keys: &["pageup"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::PageDown,
        id: "page-down",
        words: ("A page down", "Une page plus bas"),
        short: ("page down", "page suiv."),
        keys: &["pagedown"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::HalfUp,
        id: "half-up",
        words: ("Half a page up", "Une demi-page plus haut"),
        short: ("half up", "½ page"),
        keys: &["ctrl-u"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::HalfDown,
        id: "half-down",
        words: ("Half a page down", "Une demi-page plus bas"),
        short: ("half down", "½ page"),
        keys: &["ctrl-d"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::First,
        id: "first",
        words: ("To the first row", "À la première ligne"),
        short: ("first", "début"),
        keys: &["g", "home"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::Last,
        id: "last",
        words: ("To the last row", "À la dernière ligne"),
        short: ("last", "fin"),
        keys: &["G", "end"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::Help,
        id: "help",
        words: ("Help for this screen", "Aide de cet écran"),
        short: ("help", "aide"),
        keys: &["?", "F1"],
        places: &[Place::Everywhere],
        footer: 17,
    },
    Row {
        action: Action::Palette,
        id: "palette",
        words: ("Find an action by its words", "Trouver une action par ses mots"),
        short: ("actions", "actions"),
        keys: &["ctrl-p", ":"],
        places: &[Place::Everywhere],
        footer: 18,
    },
    Row {
        action: Action::GoToday,
        id: "today",
        words: ("Go to Today", "Aller à Aujourd’hui"),
        short: ("Today", "Aujourd’hui"),
        keys: &["F2"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::GoConversations,
        id: "conversations",
        words: ("Go to Conversations", "Aller à Conversations"),
        short: ("Conversations", "Conversations"),
        keys: &["F3"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::GoReview,
        id: "review",
        words: ("Go to Review", "Aller à Évaluation"),
        short: ("Review", "Évaluation"),
        keys: &["F4"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::GoMe,
        id: "me",
        words: ("Go to Me", "Aller à Moi"),
        short: ("Me", "Moi"),
        keys: &["F5"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::GoChecklists,
        id: "checklists",
        words: ("Go to Checklists", "Aller à Listes"),
        short: ("Checklists", "Listes"),
        keys: &["F6"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::Back,
        id: "back",
        words: ("One step back", "Revenir d’un pas"),
        short: ("back", "retour"),
        keys: &["esc"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::Messages,
        id: "messages",
        words: ("Show the last messages", "Afficher les derniers messages"),
        short: ("messages", "messages"),
        keys: &["@"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::EditMe,
        id: "who-am-i",
        words: ("Say who I am", "Dire qui je suis"),
        short: ("who am I", "qui suis-je"),
        keys: &["W"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::Reread,
        id: "reread",
        words: ("Read everything from disk again", "Tout relire depuis le disque"),
        short: ("reread", "relire"),
        keys: &["R"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::Mouse,
        id: "mouse",
        words: (
            "Take the mouse, or give it back to the terminal",
            "Prendre la souris, ou la rendre au terminal",
        ),
        short: ("mouse", "souris"),
        keys: &["ctrl-g"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::Repaint,
        id: "repaint",
        words: ("Draw the screen anew", "Redessiner l’écran"),
        short: ("repaint", "redessiner"),
        keys: &["ctrl-l"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::Cancel,
        id: "cancel",
        words: (
            "Cancel what runs; twice: quit",
            "Interrompre ce qui tourne\u{202f}; deux fois\u{202f}: quitter",
        ),
        short: ("cancel", "interrompre"),
        keys: &["ctrl-c"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::Suspend,
        id: "suspend",
        words: ("Stop, back to the shell", "Suspendre, retour au shell"),
        short: ("suspend", "suspendre"),
        keys: &["ctrl-z"],
        places: &[Place::Everywhere],
        footer: 0,
    },
    Row {
        action: Action::Quit,
        id: "quit",
        words: (
            "Quit (from other screens, q goes to Today first)",
            "Quitter (ailleurs, q revient d’abord à Aujourd’hui)",
        ),
        short: ("quit", "quitter"),
        keys: &["q", "ctrl-q"],
        places: &[Place::Everywhere],
        footer: 19,
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::tui::chord::Chord;

    #[test]
    fn ids_and_actions_are_unique_and_plain() {
        let ids: BTreeSet<&str> = TABLE.iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), TABLE.len());
        for row in TABLE {
            assert!(row.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", row.id);
            assert_eq!(self::row(row.action).map(|found| found.id), Some(row.id), "{} stands twice", row.id);
            for text in [row.words.0, row.words.1, row.short.0, row.short.1] {
                assert!(!text.is_empty(), "{}", row.id);
            }
        }
    }

    #[test]
    fn keys_are_written_as_they_are_printed() {
        for row in TABLE {
            for key in row.keys {
                let chord: Chord = key.parse().unwrap();
                assert_eq!(chord.to_string(), *key, "{}", row.id);
                assert!(!chord.alt, "Escape inside tmux arrives late because of Alt");
            }
        }
    }

    /// Pairs of actions that share a key in different places on purpose.
    const SHARED: &[(&str, Action, Action)] = &[
        ("y", Action::Yes, Action::CopyReference),
        ("left", Action::PreviousPillar, Action::Left),
        ("h", Action::PreviousPillar, Action::Left),
        ("right", Action::NextPillar, Action::Right),
        ("l", Action::NextPillar, Action::Right),
    ];

    #[test]
    fn one_key_one_action() {
        for (n, one) in TABLE.iter().enumerate() {
            for other in &TABLE[n + 1..] {
                for key in one.keys.iter().filter(|key| other.keys.contains(key)) {
                    assert!(
                        SHARED.contains(&(*key, one.action, other.action)),
                        "{key} is {} and {}",
                        one.id,
                        other.id
                    );
                    let clash = |a: &Row, b: &Row| {
                        a.places.iter().any(|place| *place == Place::Everywhere || b.places.contains(place))
                    };
                    assert!(!clash(one, other) && !clash(other, one), "{key} twice in one place");
                }
            }
        }
    }
}
