//! What exchanges ask of me, in words.

use crate::both;
use crate::ops::today::{Errand, ErrandKind};
use crate::words::Bilingual;

/// The other of an errand, in a sentence.
fn other(errand: &Errand) -> Bilingual {
    if errand.other.is_empty() {
        Bilingual::fixed("a colleague", "un collègue")
    } else {
        Bilingual::same(errand.other.clip(24).into_string())
    }
}

/// What is to be done for an exchange, as a next step.
pub fn to_do(errand: &Errand) -> Bilingual {
    let it = &errand.reference;
    let Bilingual { en, fr } = other(errand);
    match errand.kind {
        ErrandKind::ToRead => both!("read {it} for {en}", "lisez {it} pour {fr}"),
        ErrandKind::ResultToOpen => {
            both!("open {it}: {en} has answered", "ouvrez {it}\u{202f}: {fr} a répondu")
        }
        ErrandKind::ToTalkOver => both!("talk {it} over with {en}", "discutez {it} avec {fr}"),
        ErrandKind::ToSend => both!("send what waits for {en}", "envoyez ce qui attend {fr}"),
        ErrandKind::Declined | ErrandKind::Waiting => Bilingual::default(),
    }
}

/// How an exchange stands, in a few words for its row.
pub fn state(errand: &Errand) -> Bilingual {
    let Bilingual { en, fr } = other(errand);
    match errand.kind {
        ErrandKind::ToRead => both!("read it for {en}", "à lire pour {fr}"),
        ErrandKind::ResultToOpen => both!("{en} answered: open", "{fr} a répondu\u{202f}: ouvrir"),
        ErrandKind::ToTalkOver => both!("talk over with {en}", "à discuter avec {fr}"),
        ErrandKind::ToSend => both!("to send to {en}", "à envoyer à {fr}"),
        ErrandKind::Declined => both!("{en} declined", "{fr} a décliné"),
        ErrandKind::Waiting => both!("{en} was asked", "demandée à {fr}"),
    }
}
