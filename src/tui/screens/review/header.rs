//! The head of *Review*: which conversation this is, and the scores as they form.

use crate::domain::review::{ReviewRole, State};
use crate::ops::desk::Desk;
use crate::tui::screens::lines::{Line, Mark, Tone, counted};
use crate::words::{Bilingual, Lang, duration, score};

/// Rows that the scores may take.
const MOST_ROWS: usize = 3;

/// Which conversation this is, whose review, and where it stands. Where it is narrow, the subject goes before the rest.
pub fn title(desk: &Desk, lang: Lang, columns: usize) -> Line {
    let it = &desk.transcript;
    let subject = match it.subject.trim() {
        "" => Bilingual::fixed("No subject", "Sans objet").get(lang).to_owned(),
        subject => subject.to_owned(),
    };
    let left = Line::blank()
        .space(1)
        .text(Tone::Quiet, it.reference.as_str())
        .space(2)
        .text(Tone::Title, subject)
        .fill();
    let about = [
        Some(it.channel.as_str().to_owned()).filter(|channel| !channel.is_empty()),
        Some(counted(lang, it.turns.len(), ("message", "messages"), ("message", "messages"))),
        Some(duration(lang, it.seconds)),
    ];
    let about: Vec<String> = about.into_iter().flatten().collect();
    let whose = role(desk.role).get(lang).to_owned();
    let drawn = desk.drawn.then(|| Bilingual::fixed("drawn", "tirée").get(lang).to_owned());
    let mut short = Line::blank();
    for (about, whose, drawn) in [
        (&about[..], Some(&whose), drawn.as_ref()),
        (&about[..about.len() - 1], Some(&whose), drawn.as_ref()),
        (&[], Some(&whose), drawn.as_ref()),
        (&[], None, drawn.as_ref()),
        (&[], None, None),
    ] {
        let mut right = dotted(about.iter());
        if right.width() > 0 {
            right = right.space(3);
        }
        let tone = if desk.state == State::Draft { Tone::Text } else { Tone::Accent };
        if let Some(whose) = whose {
            right = right.text(Tone::Text, whose.as_str()).dot();
        }
        right = right.text(tone, state(desk.state).get(lang));
        if let Some(drawn) = drawn {
            right = right.dot().text(Tone::Text, drawn.as_str());
        }
        short = right.space(1);
        if left.width() + 2 + short.width() <= columns {
            break;
        }
    }
    left.then(short)
}

fn dotted<'a>(facts: impl Iterator<Item = &'a String>) -> Line {
    let mut line = Line::blank();
    for (place, fact) in facts.enumerate() {
        if place > 0 {
            line = line.dot();
        }
        line = line.text(Tone::Quiet, fact.as_str());
    }
    line
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
            Some(match so_far.final_score {
                Some(figure) => line.text(tone, format!(" {:>3}", score(figure))),
                None => line.space(3).mark(Tone::Quiet, Mark::Na),
            })
        })
        .collect()
}
