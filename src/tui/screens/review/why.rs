//! Why this score: every term, the sum, and the one answer that would move it most.

use super::items;
use super::panels::MARGIN;
use crate::both;
use crate::domain::checklist::{Item, NaPolicy};
use crate::domain::score::{Outcome, Score};
use crate::domain::shown::Shown;
use crate::ops::desk::Desk;
use crate::tui::action::Action;
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::{Line, Tone, counted, wrapped};
use crate::words::{Bilingual, Lang, decimal, score};

/// Columns of the three figures behind an item.
const FIGURES: usize = 26;

/// The pillar of the item in front, told in full.
pub fn lines(desk: &Desk, item: &Item, keys: &Keys, lang: Lang, columns: usize) -> Vec<Line> {
    let scores = desk.score();
    let list = &desk.checklist;
    let name = list.pillars.iter().find(|pillar| pillar.id == item.pillar).map_or("", |p| p.name.get(lang));
    let head = both!("Why this score: {name}", "Pourquoi ce score\u{202f}: {name}");
    let mut lines =
        vec![Line::blank(), Line::blank().space(MARGIN).text(Tone::Title, head.get(lang)), Line::blank()];
    let key = |action| keys.of(action, lang);
    let (left, right) = (key(Action::PreviousPillar), key(Action::NextPillar));
    let (why, back) = (key(Action::WhyScore), key(Action::Back));
    let close = both!(
        "{left} and {right} turn to the other pillars; {why} or {back} closes.",
        "{left} et {right} mènent aux autres piliers\u{202f}; {why} ou {back} ferme."
    );
    let close = wrapped(Tone::Quiet, close.get(lang), columns, MARGIN);
    let Some(scored) = scores.pillar(&item.pillar) else { return lines };
    let Some(raw) = scored.raw else {
        let none = Bilingual::fixed(
            "No score yet: nothing that applies has an answer.",
            "Pas encore de score\u{202f}: rien de ce qui s’applique n’a de réponse.",
        );
        lines.extend(wrapped(Tone::Text, none.get(lang), columns, MARGIN));
        lines.push(Line::blank());
        lines.extend(close);
        return lines;
    };
    let wide = columns.saturating_sub(FIGURES).clamp(8, 62);
    let column = |word: Bilingual, columns: usize| format!("{:>columns$}", word.get(lang));
    lines.push(
        Line::blank()
            .to(MARGIN + wide)
            .text(Tone::Quiet, column(Bilingual::fixed("answer", "réponse"), 8))
            .text(Tone::Quiet, column(Bilingual::fixed("weight", "poids"), 8))
            .text(Tone::Quiet, column(Bilingual::fixed("share", "part"), 8)),
    );
    let short = |x: f64| {
        let places = [0, 1, 2].into_iter().find(|places| {
            let power = 10f64.powi(i32::try_from(*places).unwrap_or(0));
            (x * power - (x * power).round()).abs() < 1e-9
        });
        decimal(lang, x, places.unwrap_or(2))
    };
    let (mut weights, mut met) = (0.0, 0.0);
    for term in &scored.terms {
        weights += term.weight;
        met += term.weight * term.share;
        let text = list.item(&term.item).map_or("", |item| item.text.get(lang));
        let text = Shown::line(text).clip(wide.saturating_sub(2)).into_string();
        let tone = if term.to_gain > 0.0 { Tone::No } else { Tone::Text };
        lines.push(
            Line::blank()
                .space(MARGIN)
                .text(Tone::Text, text)
                .to(MARGIN + wide)
                .text(tone, format!("{:>8}", items::value_word(term.value, lang)))
                .text(Tone::Text, format!("{:>8}{:>8}", short(term.weight), short(term.share))),
        );
    }
    let n = counted(lang, scored.n(), ("item", "items"), ("point", "points"));
    lines.push(
        Line::blank()
            .space(MARGIN)
            .text(Tone::Quiet, Bilingual::fixed("Sum, share × weight", "Somme, part × poids").get(lang))
            .to(MARGIN + wide)
            .text(Tone::Text, format!("{:>8}{:>8}{:>8}", "", short(weights), short(met))),
    );
    lines.push(Line::blank());
    let (top, bottom, figure) = (short(met), short(weights), score(raw));
    let formula = format!("100 × {top} / {bottom} = {}", decimal(lang, raw, 1));
    lines.push(
        Line::blank()
            .space(MARGIN)
            .text(Tone::Text, formula)
            .text(Tone::Quiet, both!(", shown as ", ", affiché ").get(lang))
            .text(Tone::Title, figure)
            .text(Tone::Quiet, format!("  (n = {n})")),
    );
    if scored.na > 0 {
        let na = scored.na;
        let said = match list.na_policy {
            NaPolicy::Drop => both!("{na} n/a left out.", "{na} sans objet, hors du calcul."),
            NaPolicy::Full => both!("{na} n/a, counted as met.", "{na} sans objet, comptés comme acquis."),
        };
        lines.extend(wrapped(Tone::Quiet, said.get(lang), columns, MARGIN));
    }
    let open = scored.applicable.saturating_sub(scored.answered);
    if open > 0 {
        let said = both!(
            "{open} still without an answer: the score will move.",
            "{open} encore sans réponse\u{202f}: le score va bouger."
        );
        lines.extend(wrapped(Tone::Quiet, said.get(lang), columns, MARGIN));
    }
    lines.push(Line::blank());
    if let Some(most) = scored.largest_gain() {
        let text = list.item(&most.item).map_or("", |item| item.text.get(lang));
        let gain = decimal(lang, most.to_gain, 1);
        let said = both!(
            "What would move it most: “{text}”, fully met, adds {gain} points.",
            "Ce qui le ferait le plus bouger\u{202f}: «\u{202f}{text}\u{202f}», acquis, ajoute {gain} points."
        );
        lines.extend(wrapped(Tone::Text, said.get(lang), columns, MARGIN));
    }
    lines.extend(critical(desk, &item.pillar, lang, columns));
    lines.push(Line::blank());
    lines.extend(close);
    lines
}

/// What critical items did: raw and final score stay apart.
fn critical(desk: &Desk, pillar: &str, lang: Lang, columns: usize) -> Vec<Line> {
    let scores = desk.score();
    let mut lines = missed(desk, &scores, lang, columns);
    let clear = scores.outcome == Outcome::Clear;
    if clear && desk.checklist.items.iter().any(|item| item.critical.is_some()) {
        let said = Bilingual::fixed("No critical item was missed.", "Aucun point critique n’a manqué.");
        lines.extend(wrapped(Tone::Text, said.get(lang), columns, MARGIN));
    }
    let scored = scores.pillar(pillar).filter(|scored| scored.raw != scored.final_score);
    if let Some((raw, end)) = scored.and_then(|scored| scored.raw.zip(scored.final_score)) {
        let (raw, end) = (score(raw), score(end));
        let said = both!("Raw {raw}, final {end}.", "Brut {raw}, final {end}.");
        lines.extend(wrapped(Tone::Quiet, said.get(lang), columns, MARGIN));
    }
    lines
}

/// The critical items that were missed, and what that does.
pub fn missed(desk: &Desk, scores: &Score, lang: Lang, columns: usize) -> Vec<Line> {
    let said = match scores.outcome {
        Outcome::Clear => return Vec::new(),
        Outcome::Flagged => Bilingual::fixed(
            "A critical item was missed; the scores stay as they are:",
            "Un point critique a manqué\u{202f}; les scores restent tels quels\u{202f}:",
        ),
        Outcome::Failed => Bilingual::fixed(
            "A critical item was missed; it sets scores to 0:",
            "Un point critique a manqué\u{202f}; il met des scores à 0\u{202f}:",
        ),
    };
    let mut lines = wrapped(Tone::Text, said.get(lang), columns, MARGIN);
    for id in &scores.missed_critical {
        let text = desk.checklist.item(id).map_or("", |item| item.text.get(lang));
        lines.extend(wrapped(Tone::Text, text, columns, MARGIN + 2));
    }
    lines
}
