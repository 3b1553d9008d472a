//! The head of *Review*: which conversation this is, and the scores as they form.

use crate::domain::review::{ReviewRole, State};
use crate::ops::desk::Desk;
use crate::tui::screens::lines::{Line, Tone, counted};
use crate::words::{Bilingual, Lang, duration, score};

/// Rows that the scores may take.
const MOST_ROWS: usize = 3;

/// Which conversation this is, whose review, and where it stands.
pub fn title(desk: &Desk, lang: Lang, columns: usize) -> Line {
    let it = &desk.transcript;
    let subject = match it.subject.trim() {
        "" => Bilingual::fixed("No subject", "Sans objet").get(lang).to_owned(),
        subject => subject.to_owned(),
    };
    let mut right = Line::blank();
    if columns >= 76 {
        if !it.channel.is_empty() {
            right = right.text(Tone::Quiet, it.channel.as_str()).dot();
        }
        let messages = counted(lang, it.turns.len(), ("message", "messages"), ("message", "messages"));
        right =
            right.text(Tone::Quiet, messages).dot().text(Tone::Quiet, duration(lang, it.seconds)).space(3);
    }
    right = right.text(Tone::Text, role(desk.role).get(lang)).dot();
    let tone = if desk.state == State::Draft { Tone::Text } else { Tone::Accent };
    right = right.text(tone, state(desk.state).get(lang));
    if desk.drawn && columns >= 50 {
        right = right.dot().text(Tone::Text, Bilingual::fixed("drawn", "tirée").get(lang));
    }
    Line::blank()
        .space(1)
        .text(Tone::Quiet, it.reference.as_str())
        .space(2)
        .text(Tone::Title, subject)
        .fill()
        .then(right)
        .space(1)
}

/// Whose eyes, in words.
pub fn role(role: ReviewRole) -> Bilingual {
    match role {
        ReviewRole::Own => Bilingual::fixed("self", "auto-évaluation"),
        ReviewRole::Peer => Bilingual::fixed("peer", "collègue"),
        ReviewRole::Third => Bilingual::fixed("third reader", "tiers lecteur"),
        ReviewRole::Lead => Bilingual::fixed("lead", "responsable"),
    }
}

/// Where a review stands, in words.
pub fn state(state: State) -> Bilingual {
    match state {
        State::Draft => Bilingual::fixed("draft", "brouillon"),
        State::Sealed => Bilingual::fixed("sealed", "scellée"),
        State::Revealed => Bilingual::fixed("revealed", "révélée"),
        State::Discussed => Bilingual::fixed("discussed", "discutée"),
        State::Agreed => Bilingual::fixed("agreed", "convenue"),
        State::Disputed => Bilingual::fixed("disputed", "en débat"),
        State::Submitted => Bilingual::fixed("submitted", "remise"),
        State::Voided => Bilingual::fixed("voided", "annulée"),
    }
}

/// The pillars of the team's checklist with `answered/applicable`, the score so far and a small bar. As many on a row
/// as fit, the bars as long as the width allows.
pub fn scores(desk: &Desk, lang: Lang, columns: usize) -> Vec<Line> {
    for bar in [10, 8, 6, 4, 0] {
        let parts = parts(desk, lang, bar);
        let wide: usize = parts.iter().map(|part| part.width() + 3).sum();
        if wide <= columns + 1 {
            return vec![joined(parts)];
        }
    }
    let mut rows: Vec<Vec<Line>> = Vec::new();
    let mut used = usize::MAX;
    for part in parts(desk, lang, 0) {
        let wide = part.width() + 3;
        match rows.last_mut() {
            Some(row) if used + wide <= columns + 1 => {
                used += wide;
                row.push(part);
            }
            _ => {
                used = wide;
                rows.push(vec![part]);
            }
        }
    }
    rows.into_iter().take(MOST_ROWS).map(joined).collect()
}

fn joined(parts: Vec<Line>) -> Line {
    let mut line = Line::blank().space(1);
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            line = line.space(3);
        }
        line = line.then(part);
    }
    line
}

fn parts(desk: &Desk, lang: Lang, bar: u16) -> Vec<Line> {
    let scores = desk.score();
    desk.checklist
        .scored_pillars()
        .filter(|pillar| desk.checklist.items_of(&pillar.id).any(|item| !item.own))
        .filter_map(|pillar| {
            let so_far = scores.pillar(&pillar.id)?;
            let mut line = Line::of(Tone::Text, pillar.name.get(lang))
                .text(Tone::Quiet, format!(" {}/{}", so_far.answered, so_far.applicable));
            if bar > 0 {
                line = line.space(1).bar(so_far.final_score.unwrap_or(0.0) / 100.0, bar);
            }
            // Below half of the items a score says little yet.
            let tone = if so_far.answered * 2 < so_far.applicable { Tone::Quiet } else { Tone::Title };
            let figure = so_far.final_score.map_or_else(|| "–".to_owned(), score);
            Some(line.text(tone, format!(" {figure:>3}")))
        })
        .collect()
}
