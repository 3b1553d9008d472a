//! The steering diagnostic on *Team*: the newest beside the one before, what got better first.

use crate::both;
use crate::domain::review::Value;
use crate::ops::diagnostic::{Axis, Diagnostic};
use crate::tui::action::Action;
use crate::tui::screens::book_page::{Hand, MARGIN, title};
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::{Line, Tone, counted, wrapped};
use crate::tui::screens::review::value_word;
use crate::words::{Bilingual, date, score};

/// Columns of an axis' bar.
const BAR: u16 = 16;

/// The page.
pub(super) fn steering(diagnostic: Option<&Diagnostic>, keys: &Keys, hand: &Hand) -> Vec<Line> {
    let (en, fr) = keys.pair(Action::Diagnose);
    let Some(now) = diagnostic else {
        let none = both!(
            "Steering has not been looked at yet. The diagnostic asks how this team traces, measures and steers its service: 32 statements, half an hour, best together with the people who do the work. {en} begins it.",
            "Le pilotage n’a pas encore été examiné. Le diagnostic demande comment l’équipe trace, mesure et pilote son service\u{202f}: 32 énoncés, une demi-heure, de préférence avec celles et ceux qui font le travail. {fr} le commence."
        );
        return wrapped(Tone::Text, none.get(hand.lang), hand.room(), MARGIN);
    };
    let lang = hand.lang;
    let on = date(lang, now.on);
    let beside = match now.before {
        Some(before) => {
            let before = date(lang, before);
            both!("{on}, beside {before}", "{on}, à côté du {before}")
        }
        None => both!("{on}, the first one", "{on}, le premier"),
    };
    let head = Bilingual::fixed("Steering diagnostic", "Diagnostic de pilotage");
    let head = Line::blank().space(MARGIN).text(Tone::Title, head.get(lang)).dot();
    let mut lines = vec![head.text(Tone::Text, beside.get(lang)), Line::blank()];
    lines.extend(axes(&now.axes, hand));
    let (better, other): (Vec<_>, Vec<_>) = now.moved.iter().partition(|moved| moved.better);
    let parts = [
        (Bilingual::fixed("Better than last time", "Mieux que la dernière fois"), better),
        (Bilingual::fixed("Moved the other way", "Parti dans l’autre sens"), other),
    ];
    for (name, moved) in parts.into_iter().filter(|(_, moved)| !moved.is_empty()) {
        lines.extend([Line::blank(), title(&name, lang)]);
        for one in moved {
            lines.extend(wrapped(Tone::Text, one.text.get(lang), hand.room(), MARGIN));
            let word = |value: Value| value_word(value, lang);
            let (was, is) = (word(one.before), word(one.now));
            let said = both!("was {was}, now {is}", "avant\u{202f}: {was}, maintenant\u{202f}: {is}");
            lines.extend(wrapped(Tone::Quiet, said.get(lang), hand.room(), MARGIN + 2));
        }
    }
    if !now.to_do.is_empty() {
        let name = Bilingual::fixed(
            "What could come next, the weightiest first",
            "Ce qui pourrait suivre, le plus lourd d’abord",
        );
        lines.extend([Line::blank(), title(&name, lang)]);
        for (text, cause) in &now.to_do {
            lines.extend(wrapped(Tone::Text, text.get(lang), hand.room(), MARGIN));
            if let Some(cause) = cause {
                lines.extend(wrapped(Tone::Quiet, cause.get(lang), hand.room(), MARGIN + 2));
            }
        }
    }
    let again = both!("{en} answers it again.", "{fr} y répond de nouveau.");
    lines.push(Line::blank());
    lines.extend(wrapped(Tone::Quiet, again.get(lang), hand.room(), MARGIN));
    lines
}

/// Each axis: its score, what it stands on, and where it was.
fn axes(axes: &[Axis], hand: &Hand) -> Vec<Line> {
    let lang = hand.lang;
    let widest = axes.iter().map(|axis| Line::of(Tone::Text, axis.name.get(lang)).width()).max().unwrap_or(0);
    let n = |n: usize| counted(lang, n, ("answer", "answers"), ("réponse", "réponses"));
    axes.iter()
        .map(|axis| {
            let line =
                Line::blank().space(MARGIN).text(Tone::Text, axis.name.get(lang)).to(MARGIN + widest + 2);
            let Some((value, of)) = axis.now else {
                let none = Bilingual::fixed("nothing that applies", "rien qui s’applique");
                return line.text(Tone::Quiet, none.get(lang));
            };
            let line = if line.width() + usize::from(BAR) + 30 <= hand.room() {
                line.bar(value / 100.0, BAR).space(1)
            } else {
                line
            };
            let line = line.text(Tone::Title, format!("{:>3}", score(value)));
            let of = n(of);
            let said = match axis.before {
                Some((before, _)) => {
                    let before = score(before);
                    both!("({of}; {before} before)", "({of}\u{202f}; {before} avant)")
                }
                None => both!("({of})", "({of})"),
            };
            line.space(1).text(Tone::Quiet, said.get(lang))
        })
        .collect()
}
