//! The item in front, told in full: nothing that a list row cuts is lost here.

use super::{Front, ReviewScreen, items};
use crate::both;
use crate::domain::checklist::{Cause, Critical, Item};
use crate::domain::review::Value;
use crate::domain::shown::Shown;
use crate::ops::desk::{Desk, LastTime, Said};
use crate::tui::action::Action;
use crate::tui::screens::lines::{Line, Lit, Mark, Tone, labelled, wrapped};
use crate::words::{Bilingual, Lang, date, decimal};

/// Causes that a digit can pick; the arrows reach all of them.
pub const MOST_DIGITS: usize = 9;
/// Characters of a quoted message.
const QUOTE: usize = 160;
/// Rows that a note is given to be written in.
const NOTE_ROWS: usize = 5;

/// Rows that a question about the item needs.
pub fn rows_asked(screen: &ReviewScreen, lang: Lang, columns: usize) -> u16 {
    let extra = if matches!(screen.front, Front::Comment { .. }) { NOTE_ROWS } else { 0 };
    u16::try_from(lines(screen, lang, columns).len() + extra).unwrap_or(u16::MAX)
}

/// What the pane of the item in front is about.
pub fn title(screen: &ReviewScreen) -> Bilingual {
    let (Some(desk), Some(item)) = (&screen.desk, screen.item()) else { return Bilingual::default() };
    match &screen.front {
        Front::Causes(_) => Bilingual::fixed("What was missing?", "Qu’est-ce qui a manqué\u{202f}?"),
        Front::Comment { .. } => {
            let value = desk.history.sheet().value(&item.id);
            match value.filter(|value| item.comment_on.contains(value)) {
                Some(value) => {
                    let (yes, oui) = (items::value_word(value, Lang::En), items::value_word(value, Lang::Fr));
                    both!(
                        "Comment: a “{yes}” here needs one",
                        "Commentaire\u{202f}: un «\u{202f}{oui}\u{202f}» en demande un"
                    )
                }
                None => Bilingual::fixed("Comment", "Commentaire"),
            }
        }
        Front::Number(_) => Bilingual::fixed("Which point?", "Quelle note\u{202f}?"),
        _ => Bilingual::fixed("How to decide", "Comment décider"),
    }
}

/// What stands in the pane of the item in front. While a note is written, the field follows behind these lines.
pub fn lines(screen: &ReviewScreen, lang: Lang, columns: usize) -> Vec<Line> {
    let (Some(desk), Some(item)) = (&screen.desk, screen.item()) else { return Vec::new() };
    let inner = columns.saturating_sub(1);
    match &screen.front {
        Front::Causes(chosen) => {
            let mut lines: Vec<Line> = causes(item, *chosen, lang, inner).into_iter().flatten().collect();
            let comment = screen.keys.of(Action::Comment, lang);
            let open = screen.keys.of(Action::Open, lang);
            let keys = match item.causes.len() > MOST_DIGITS {
                true => both!(
                    "A digit picks, or the arrows and {open}; {comment} comments; the next answer goes on.",
                    "Un chiffre choisit, ou les flèches et {open}\u{202f}; {comment} commente\u{202f}; la réponse suivante continue."
                ),
                false => both!(
                    "A digit picks, {comment} comments; the next answer or {open} goes on.",
                    "Un chiffre choisit, {comment} commente\u{202f}; la réponse suivante ou {open} continue."
                ),
            };
            lines.extend(wrapped(Tone::Quiet, keys.get(lang), inner, 1));
            lines
        }
        Front::Comment { .. } => {
            let keys = Bilingual::fixed(
                "esc keeps, ctrl-c discards, ctrl-e opens your editor",
                "échap garde, ctrl-c abandonne, ctrl-e ouvre votre éditeur",
            );
            wrapped(Tone::Quiet, keys.get(lang), inner, 1)
        }
        Front::Number(typed) => number(item, typed, lang, inner),
        _ => told(screen, desk, item, lang, columns),
    }
}

/// The rows of each cause, the one that the arrows chose with the cursor.
fn causes(item: &Item, chosen: Option<usize>, lang: Lang, columns: usize) -> Vec<Vec<Line>> {
    let cause = |(place, cause): (usize, &Cause)| {
        let here = chosen == Some(place);
        let mut rows = wrapped(Tone::Text, cause.text.get(lang), columns, 5);
        if let Some(first) = rows.first_mut() {
            let lead = if here {
                Line::blank().space(1).mark(Tone::Accent, Mark::Cursor)
            } else {
                Line::blank().space(2)
            };
            let digit = if place < MOST_DIGITS { (place + 1).to_string() } else { " ".to_owned() };
            let lead = lead.space(1).text(Tone::Accent, digit).space(1);
            // The indent gives way to the digit.
            let text = Line { pieces: first.pieces.split_off(1), ..Line::default() };
            *first = lead.then(text).lit(if here { Lit::Here } else { Lit::No });
        }
        rows
    };
    item.causes.iter().enumerate().map(cause).collect()
}

/// The rows of a cause in the pane: the first, and the one behind the last.
pub fn rows_of_cause(
    screen: &ReviewScreen,
    place: usize,
    lang: Lang,
    columns: usize,
) -> Option<(usize, usize)> {
    let all = causes(screen.item()?, None, lang, columns.saturating_sub(1));
    let first = all.iter().take(place).map(Vec::len).sum();
    Some((first, first + all.get(place)?.len()))
}

fn number(item: &Item, typed: &str, lang: Lang, columns: usize) -> Vec<Line> {
    let crate::domain::checklist::Scale::Points { min, max } = item.scale else { return Vec::new() };
    let said = both!("From {min} to {max}: {typed}", "De {min} à {max}\u{202f}: {typed}");
    let mut lines = wrapped(Tone::Accent, said.get(lang), columns, 1);
    let keys = Bilingual::fixed("enter gives it, esc goes back", "entrée la donne, échap revient");
    lines.extend(wrapped(Tone::Quiet, keys.get(lang), columns, 1));
    lines
}

fn told(screen: &ReviewScreen, desk: &Desk, item: &Item, lang: Lang, columns: usize) -> Vec<Line> {
    let inner = columns.saturating_sub(1);
    let mut lines = Vec::new();
    let text = Shown::line(item.text.get(lang));
    if text.width() + 6 > columns {
        lines.extend(wrapped(Tone::Title, &text, inner, 1));
    }
    if !item.guidance.get(lang).is_empty() {
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
        lines.extend(labelled(label.get(lang), &last_time(last, lang), inner, 1));
    }
    lines.extend(answered(screen, desk, item, lang, inner));
    for hint in screen.hints() {
        let (en, fr) = (items::value_word(hint.points, Lang::En), items::value_word(hint.points, Lang::Fr));
        let (told, dit) = (hint.says.get(Lang::En), hint.says.get(Lang::Fr));
        let said = both!("Hint, {en}? {told}", "Indice, {fr}\u{202f}? {dit}");
        lines.extend(wrapped(Tone::Quiet, said.get(lang), inner, 1));
    }
    for (label, text) in [
        (Bilingual::fixed("n/a:", "s. o.\u{202f}:"), item.na.as_ref()),
        (Bilingual::fixed("Why:", "Pourquoi\u{202f}:"), Some(&item.why)),
    ] {
        if let Some(text) = text.filter(|text| !text.get(lang).is_empty()) {
            lines.extend(labelled(label.get(lang), text.get(lang), inner, 1));
        }
    }
    if let Some(counts) = counts(desk, item, lang) {
        lines.extend(wrapped(Tone::Quiet, &counts, inner, 1));
    }
    lines
}

/// What supports the answer: cause, comment, and the messages that were pinned, quoted.
fn answered(screen: &ReviewScreen, desk: &Desk, item: &Item, lang: Lang, columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let Some(answer) = desk.history.sheet().answer(&item.id) else { return lines };
    if let Some(cause) = items::cause_text(item, answer, lang) {
        lines.extend(labelled(Bilingual::fixed("Cause:", "Cause\u{202f}:").get(lang), cause, columns, 1));
    }
    if !answer.comment.trim().is_empty() {
        let label = Bilingual::fixed("Comment:", "Commentaire\u{202f}:");
        lines.extend(labelled(label.get(lang), &answer.comment, columns, 1));
    } else if item.comment_on.contains(&answer.value) {
        let key = screen.keys.of(Action::Comment, lang);
        let needed = both!("Still needs a comment: {key}", "Il manque un commentaire\u{202f}: {key}");
        lines.extend(wrapped(Tone::Warning, needed.get(lang), columns, 1));
    }
    for turn in desk.transcript.turns.iter().filter(|turn| answer.evidence.contains(&turn.id)) {
        let label = format!("m{}", turn.number);
        let words = Shown::short(&turn.text, QUOTE);
        lines.extend(labelled(&label, &quoted(&words, lang), columns, 1));
    }
    lines
}

/// What the item counts, where not all count alike, and what a miss does: always visible to the person assessed.
fn counts(desk: &Desk, item: &Item, lang: Lang) -> Option<String> {
    let alike = desk.checklist.items.iter().all(|other| other.weight == item.weight);
    let weight = (!alike).then(|| {
        let places = if item.weight.fract() == 0.0 { 0 } else { 2 };
        let weight = decimal(lang, item.weight, places);
        both!("weight {weight}", "poids {weight}").get(lang).to_owned()
    });
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
    let critical = critical.map(|critical| critical.get(lang).to_owned());
    let said: Vec<String> = [weight, critical].into_iter().flatten().collect();
    let mut said = said.join(", ");
    if let Some(first) = said.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Some(said).filter(|said| !said.is_empty())
}

/// What was said at this item before, and by whom.
fn last_time(last: &LastTime, lang: Lang) -> String {
    let word = |value: &Value| match (value, lang) {
        (Value::Yes, Lang::Fr) => "oui".to_owned(),
        (Value::No, Lang::Fr) => "non".to_owned(),
        (Value::Na, Lang::Fr) => "s. o.".to_owned(),
        (value, _) => value.to_string(),
    };
    let quote = || quoted(&last.text, lang);
    match &last.said {
        Said::ByMe => quote(),
        Said::Agreed { value, with } => {
            let with = match (with.is_empty(), lang) {
                (true, Lang::En) => "with a colleague".to_owned(),
                (true, Lang::Fr) => "avec un collègue".to_owned(),
                (false, Lang::En) => format!("with {with}"),
                (false, Lang::Fr) => format!("avec {with}"),
            };
            format!("{} · {} ({with})", word(value), quote())
        }
        Said::Of { value, on } => {
            let said = format!("{} ({})", word(value), date(lang, *on));
            if last.text.is_empty() { said } else { format!("{said} · {}", quote()) }
        }
    }
}

/// A text in the quotation marks of the language.
pub fn quoted(text: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("“{text}”"),
        Lang::Fr => format!("«\u{202f}{text}\u{202f}»"),
    }
}
