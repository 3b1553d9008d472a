//! Sealed: how it went, strengths first, and what comes next.

use super::panels::{self, MARGIN};
use super::{detail, items, theirs, why};
use crate::both;
use crate::domain::review::ReviewRole;
use crate::domain::score::{PillarScore, Term};
use crate::domain::shown::Shown;
use crate::ops::desk::Desk;
use crate::tui::action::Action;
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::{Line, Mark, Tone, wrapped};
use crate::words::{Bilingual, Lang, duration, score};

/// Items told as having gone well.
const MOST_STRENGTHS: usize = 3;

/// The whole panel. Where not all of it fits, what comes next goes before how it went: it is never out of view.
pub fn lines(desk: &Desk, next: Vec<Line>, took: i64, lang: Lang, columns: usize, rows: usize) -> Vec<Line> {
    let mut lines = wrapped(Tone::Title, head(desk).get(lang), columns, MARGIN);
    let time = duration(lang, took / 1_000_000);
    let said = both!(
        "It took you {time}. Said once, kept nowhere.",
        "Cela vous a pris {time}. Dit une fois, gardé nulle part."
    );
    lines.extend(wrapped(Tone::Quiet, said.get(lang), columns, MARGIN));
    lines.push(Line::blank());
    lines.extend(panels::pillars(desk, lang, columns));
    let scores = desk.score();
    if let Some(index) = scores.index {
        let figure = score(index);
        let said = both!(
            "Index {figure}: the mean of the pillars by their weights",
            "Indice {figure}\u{202f}: moyenne des piliers selon leurs poids"
        );
        lines.extend(wrapped(Tone::Quiet, said.get(lang), columns, MARGIN));
    }
    let team: Vec<&PillarScore> = scores.pillars.iter().filter(|pillar| !pillar.terms.is_empty()).collect();
    lines.extend(why::missed(desk, &scores, lang, columns));
    // What somebody else did is for the talk with them.
    let own = desk.role == ReviewRole::Own;
    let mut went = if own { went_well(desk, &team, lang, columns) } else { Vec::new() };
    if own {
        went.extend(one_thing(desk, &team, lang, columns));
    }
    let mut next = next;
    next.insert(0, Line::blank());
    if 1 + lines.len() + went.len() + next.len() <= rows {
        lines.insert(0, Line::blank());
        lines.extend(went);
        lines.extend(next);
    } else {
        lines.extend(next);
        lines.extend(went);
    }
    lines
}

/// What the seal means.
fn head(desk: &Desk) -> Bilingual {
    match desk.for_whom.as_ref().map(|name| Shown::short(name, 24)) {
        None => Bilingual::fixed(
            "Sealed. It is yours until you submit it.",
            "Scellée. Elle est à vous jusqu’à la remise.",
        ),
        Some(name) if name.is_empty() => Bilingual::fixed(
            "Sealed. Your colleague’s answers open when yours arrive.",
            "Scellée. Les réponses de votre collègue s’ouvrent quand les vôtres arrivent.",
        ),
        Some(name) => both!(
            "Sealed. {name}’s answers open when yours arrive.",
            "Scellée. Les réponses de {name} s’ouvrent quand les vôtres arrivent."
        ),
    }
}

/// What can be done after the seal.
pub fn next_steps(desk: &Desk, next: Option<i64>, keys: &Keys, lang: Lang, columns: usize) -> Vec<Line> {
    let key = |action| keys.of(action, lang);
    let today = Bilingual::fixed("back to Today", "retour à Aujourd’hui");
    let why = (key(Action::WhyScore), Bilingual::fixed("why", "pourquoi"));
    let ask = (key(Action::AskColleague), Bilingual::fixed("ask a colleague", "demander à un collègue"));
    let mut steps = match next {
        _ if desk.role != ReviewRole::Own => {
            let send = Bilingual::fixed("on to Compare, to send them", "vers Comparer, pour les envoyer");
            vec![(key(Action::Open), send), why, (key(Action::Back), today)]
        }
        Some(_) => {
            let next = Bilingual::fixed("the next of the sample", "la suivante du tirage");
            vec![(key(Action::Open), next), ask, why, (key(Action::Back), today)]
        }
        None => vec![(key(Action::Open), today), ask, why],
    };
    if theirs::any_open(desk) {
        let read = Bilingual::fixed("read what others wrote", "lire ce que d’autres ont écrit");
        steps.push((key(Action::TheirReview), read));
    }
    panels::keys(&steps, lang, columns)
}

/// What was fully met, one item from each pillar in turn, the heaviest first.
fn went_well(desk: &Desk, pillars: &[&PillarScore], lang: Lang, columns: usize) -> Vec<Line> {
    let mut met: Vec<Vec<&Term>> = pillars
        .iter()
        .map(|pillar| {
            let mut terms: Vec<&Term> = pillar.terms.iter().filter(|term| term.share >= 1.0).collect();
            terms.sort_by(|a, b| b.weight.total_cmp(&a.weight));
            terms.reverse();
            terms
        })
        .collect();
    let count: usize = met.iter().map(Vec::len).sum();
    if count == 0 {
        return Vec::new();
    }
    let of: usize = pillars.iter().map(|pillar| pillar.n()).sum();
    let head = both!("Went well: {count} of {of}", "Ce qui a marché\u{202f}: {count} sur {of}");
    let mut lines = vec![Line::blank(), Line::blank().space(MARGIN).text(Tone::Text, head.get(lang))];
    let mut told = 0;
    while told < MOST_STRENGTHS.min(count) {
        for terms in &mut met {
            if told == MOST_STRENGTHS {
                break;
            }
            if let Some(item) = terms.pop().and_then(|term| desk.checklist.item(&term.item)) {
                let text = Shown::line(item.text.get(lang)).clip(columns.saturating_sub(MARGIN + 3));
                lines.push(
                    Line::blank()
                        .space(MARGIN)
                        .mark(Tone::Yes, Mark::Yes)
                        .space(1)
                        .text(Tone::Text, text.into_string()),
                );
                told += 1;
            }
        }
    }
    lines
}

/// At most one thing to change: the answer that would move a pillar most.
fn one_thing(desk: &Desk, pillars: &[&PillarScore], lang: Lang, columns: usize) -> Vec<Line> {
    let gains = pillars.iter().filter_map(|pillar| pillar.largest_gain());
    let Some(most) = gains.max_by(|a, b| a.to_gain.total_cmp(&b.to_gain)) else { return Vec::new() };
    let Some(item) = desk.checklist.item(&most.item) else { return Vec::new() };
    let head = Bilingual::fixed("One thing to take along", "Une chose à emporter");
    let mut lines = vec![Line::blank(), Line::blank().space(MARGIN).text(Tone::Text, head.get(lang))];
    let mut line = Line::blank().space(MARGIN).mark(Tone::Accent, Mark::Cursor).space(1);
    line = line.text(Tone::Text, Shown::line(item.text.get(lang)).into_string());
    let answer = desk.history.sheet().answer(&item.id);
    if let Some(cause) = answer.and_then(|answer| items::cause_text(item, answer, lang)) {
        line = line.dot().text(Tone::Quiet, Shown::line(cause).into_string());
    }
    lines.push(line);
    if let Some(comment) = answer.map(|answer| answer.comment.trim()).filter(|text| !text.is_empty()) {
        lines.extend(wrapped(Tone::Quiet, &detail::quoted(comment, lang), columns, MARGIN + 2));
    }
    lines
}
