//! What *Team* says before anything was taken in: what to do first.

use crate::both;
use crate::tui::action::Action;
use crate::tui::screens::book_page::{Hand, MARGIN, title};
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::{Line, Tone, wrapped};
use crate::words::Bilingual;

/// The page.
pub(super) fn empty(keys: &Keys, hand: &Hand) -> Vec<Line> {
    let (open, ouvrir) = keys.pair(Action::OpenBundle);
    let (steer, piloter) = keys.pair(Action::Diagnose);
    let parts = [
        (
            Bilingual::fixed("Nothing was handed in yet", "Rien n’a encore été remis"),
            vec![Bilingual::fixed(
                "Agents decide what they submit; until then nothing of theirs is here. This is how it begins:",
                "Les conseillers décident de ce qu’ils remettent\u{202f}; d’ici là, rien d’eux n’est ici. Voici comment commencer\u{202f}:",
            )],
        ),
        (
            Bilingual::fixed("1. They add your card, once", "1. Ils ajoutent votre carte, une fois"),
            vec![Bilingual::fixed(
                "You: aplomb card show -o FILE. They: aplomb card add FILE --lead. And their cards at yours: aplomb card add FILE.",
                "Vous\u{202f}: aplomb card show -o FICHIER. Eux\u{202f}: aplomb card add FICHIER --lead. Et leurs cartes chez vous\u{202f}: aplomb card add FICHIER.",
            )],
        ),
        (
            Bilingual::fixed("2. They submit, you take it in", "2. Ils remettent, vous recevez"),
            vec![both!(
                "They: aplomb submit. You: {open} here, or aplomb team collect FILE…",
                "Eux\u{202f}: aplomb submit. Vous\u{202f}: {ouvrir} ici, ou aplomb team collect FICHIER…"
            )],
        ),
        (
            Bilingual::fixed("3. Figures of the service", "3. Les chiffres du service"),
            vec![both!(
                "aplomb import --everyone FILE takes in the conversations of the whole team; Metrics shows what they say. {steer} looks at how you steer.",
                "aplomb import --everyone FICHIER prend les conversations de toute l’équipe\u{202f}; Indicateurs montre ce qu’elles disent. {piloter} examine votre pilotage."
            )],
        ),
    ];
    let mut lines = Vec::new();
    for (place, (name, said)) in parts.into_iter().enumerate() {
        if place > 0 {
            lines.push(Line::blank());
        }
        lines.push(title(&name, hand.lang));
        for words in said {
            lines.extend(wrapped(Tone::Text, words.get(hand.lang), hand.room(), MARGIN));
        }
    }
    lines
}
