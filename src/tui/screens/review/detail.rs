//! The item in front, told in full: nothing that a list row cuts is lost here.

use super::{Front, ReviewScreen, items};
use crate::both;
use crate::domain::checklist::{Critical, Item};
use crate::domain::shown::Shown;
use crate::ops::desk::Desk;
use crate::tui::screens::lines::{Line, Tone, labelled, wrapped};
use crate::words::{Bilingual, Lang, decimal};

/// Causes that a digit can pick.
pub const MOST_CAUSES: usize = 9;
/// Characters of a quoted message.
const QUOTE: usize = 160;
/// Rows that a note is given to be written in.
const NOTE_ROWS: usize = 5;

/// Rows that a question about the item needs.
pub fn rows_asked(screen: &ReviewScreen, lang: Lang, columns: usize) -> u16 {
    let extra = if matches!(screen.front, Front::Comment { .. }) { NOTE_ROWS } else { 0 };
    u16::try_from(lines(screen, lang, columns).len() + extra).unwrap_or(u16::MAX)
}

/// What stands in the pane of the item in front. While a note is written, the field follows behind these lines.
pub fn lines(screen: &ReviewScreen, lang: Lang, columns: usize) -> Vec<Line> {
    let (Some(desk), Some(item)) = (&screen.desk, screen.item()) else { return Vec::new() };
    let inner = columns.saturating_sub(1);
    match &screen.front {
        Front::Causes => causes(item, lang, inner),
        Front::Comment { .. } => comment_head(desk, item, lang, inner),
        Front::Number(typed) => number(item, typed, lang, inner),
        _ => told(desk, item, lang, columns),
    }
}

fn causes(item: &Item, lang: Lang, columns: usize) -> Vec<Line> {
    let mut lines = vec![Line::blank().space(1).text(Tone::Accent, ASK_CAUSE.get(lang))];
    for (place, cause) in item.causes.iter().take(MOST_CAUSES).enumerate() {
        let mut rows = wrapped(Tone::Text, cause.text.get(lang), columns, 5).into_iter();
        if let Some(first) = rows.next() {
            let digit = Line::blank().space(2).text(Tone::Accent, format!("{}", place + 1)).space(2);
            let text = first.pieces.into_iter().skip(1).collect();
            lines.push(digit.then(Line { pieces: text, ..Line::default() }));
        }
        lines.extend(rows);
    }
    lines.extend(wrapped(Tone::Quiet, CAUSE_KEYS.get(lang), columns, 1));
    lines
}

const ASK_CAUSE: Bilingual = Bilingual::fixed("What was missing?", "Qu’est-ce qui a manqué\u{202f}?");
const CAUSE_KEYS: Bilingual = Bilingual::fixed(
    "A digit picks, c comments; the next answer or enter goes on.",
    "Un chiffre choisit, c commente\u{202f}; la réponse suivante ou entrée continue.",
);

fn comment_head(desk: &Desk, item: &Item, lang: Lang, columns: usize) -> Vec<Line> {
    let value = desk.history.sheet().value(&item.id);
    let demanded = value.filter(|value| item.comment_on.contains(value));
    let head = match demanded.map(|value| items::value_word(value, lang)) {
        Some(word) => {
            both!("Comment: a “{word}” here needs one", "Commentaire\u{202f}: un « {word} » en demande un")
        }
        None => Bilingual::fixed("Comment", "Commentaire"),
    };
    let keys = Bilingual::fixed(
        "esc keeps, ctrl-c discards, ctrl-e opens your editor",
        "échap garde, ctrl-c abandonne, ctrl-e ouvre votre éditeur",
    );
    let mut lines = wrapped(Tone::Accent, head.get(lang), columns, 1);
    lines.extend(wrapped(Tone::Quiet, keys.get(lang), columns, 1));
    lines
}

fn number(item: &Item, typed: &str, lang: Lang, columns: usize) -> Vec<Line> {
    let crate::domain::checklist::Scale::Points { min, max } = item.scale else { return Vec::new() };
    let said = both!("Point from {min} to {max}: {typed}", "Note de {min} à {max}\u{202f}: {typed}");
    let mut lines = wrapped(Tone::Accent, said.get(lang), columns, 1);
    let keys = Bilingual::fixed("enter gives it, esc goes back", "entrée la donne, échap revient");
    lines.extend(wrapped(Tone::Quiet, keys.get(lang), columns, 1));
    lines
}

fn told(desk: &Desk, item: &Item, lang: Lang, columns: usize) -> Vec<Line> {
    let inner = columns.saturating_sub(1);
    let mut lines = Vec::new();
    let text = Shown::line(item.text.get(lang));
    if text.width() + 6 > columns {
        lines.extend(wrapped(Tone::Title, &text, inner, 1));
    }
    if !item.guidance.get(lang).is_empty() {
        let head = Bilingual::fixed("How to decide", "Comment décider");
        lines.push(Line::blank().space(1).text(Tone::Quiet, head.get(lang)));
        lines.extend(wrapped(Tone::Text, item.guidance.get(lang), inner, 1));
    }
    let scale = match item.scale {
        crate::domain::checklist::Scale::YesNo => None,
        crate::domain::checklist::Scale::Points { min, max } => Some(both!(
            "{min} is the lowest point, {max} the highest.",
            "De {min}, le plus bas, à {max}, le plus haut."
        )),
    };
    if let Some(scale) = scale {
        lines.extend(wrapped(Tone::Text, scale.get(lang), inner, 1));
    }
    if let Some(last) = desk.last_time.get(&item.id) {
        let label = Bilingual::fixed("Last time:", "La dernière fois\u{202f}:");
        lines.extend(labelled(label.get(lang), &quoted(last, lang), inner, 1));
    }
    lines.extend(answered(desk, item, lang, inner));
    for (label, text) in [
        (Bilingual::fixed("n/a:", "s. o.\u{202f}:"), item.na.as_ref()),
        (Bilingual::fixed("Why:", "Pourquoi\u{202f}:"), Some(&item.why)),
    ] {
        if let Some(text) = text.filter(|text| !text.get(lang).is_empty()) {
            lines.extend(labelled(label.get(lang), text.get(lang), inner, 1));
        }
    }
    lines.extend(wrapped(Tone::Quiet, &counts(item, lang), inner, 1));
    lines
}

/// What supports the answer: cause, comment, and the messages that were pinned, quoted.
fn answered(desk: &Desk, item: &Item, lang: Lang, columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let Some(answer) = desk.history.sheet().answer(&item.id) else { return lines };
    if let Some(cause) = items::cause_text(item, answer, lang) {
        lines.extend(labelled(Bilingual::fixed("Cause:", "Cause\u{202f}:").get(lang), cause, columns, 1));
    }
    if !answer.comment.trim().is_empty() {
        let label = Bilingual::fixed("Comment:", "Commentaire\u{202f}:");
        lines.extend(labelled(label.get(lang), &answer.comment, columns, 1));
    } else if item.comment_on.contains(&answer.value) {
        let needed = Bilingual::fixed("Still needs a comment: c", "Il manque un commentaire\u{202f}: c");
        lines.extend(wrapped(Tone::Warning, needed.get(lang), columns, 1));
    }
    for turn in desk.transcript.turns.iter().filter(|turn| answer.evidence.contains(&turn.id)) {
        let label = format!("m{}", turn.number);
        let words = Shown::short(&turn.text, QUOTE);
        lines.extend(labelled(&label, &quoted(&words, lang), columns, 1));
    }
    lines
}

/// Its weight and what a miss does: always visible to the person assessed.
fn counts(item: &Item, lang: Lang) -> String {
    let places = if item.weight.fract() == 0.0 { 0 } else { 2 };
    let weight = decimal(lang, item.weight, places);
    let mut said = both!("Weight {weight}", "Poids {weight}").get(lang).to_owned();
    let critical = item.critical.map(|critical| match critical {
        Critical::Flag => {
            Bilingual::fixed("critical: a miss is marked", "critique\u{202f}: un manque est signalé")
        }
        Critical::ZeroPillar => Bilingual::fixed(
            "critical: a miss sets its pillar to 0",
            "critique\u{202f}: un manque met son pilier à 0",
        ),
        Critical::ZeroAll => {
            Bilingual::fixed("critical: a miss sets all to 0", "critique\u{202f}: un manque met tout à 0")
        }
    });
    if let Some(critical) = critical {
        said.push_str(", ");
        said.push_str(critical.get(lang));
    }
    if !item.row.is_empty() {
        said.push_str(", ");
        said.push_str(&item.row);
    }
    said
}

/// A quotation in the marks of the language.
pub fn quoted(text: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("“{text}”"),
        Lang::Fr => format!("«\u{202f}{text}\u{202f}»"),
    }
}
