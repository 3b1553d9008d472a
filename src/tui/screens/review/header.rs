//! The head of *Review*: which conversation this is, and the scores as they form.

use crate::both;
use crate::domain::checklist::Pillar;
use crate::domain::review::{ReviewRole, State};
use crate::domain::score::PillarScore;
use crate::domain::shown::Shown;
use crate::ops::desk::Desk;
use crate::tui::screens::lines::{Line, Mark, Tone, counted};
use crate::words::{Bilingual, Lang, duration, score};

/// Columns of a pillar's name at least.
const SHORTEST_NAME: usize = 6;
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
    // The team itself is no conversation.
    let talked = desk.role != ReviewRole::Lead;
    let about: Vec<String> = about.into_iter().flatten().filter(|_| talked).collect();
    let whose = whose(desk).get(lang).to_owned();
    let drawn = desk.drawn.then(|| Bilingual::fixed("drawn", "tirée").get(lang).to_owned());
    let mut short = Line::blank();
    for (about, whose, drawn) in [
        (&about[..], Some(&whose), drawn.as_ref()),
        (&about[..about.len().saturating_sub(1)], Some(&whose), drawn.as_ref()),
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

/// Whose eyes, and for whom, in words.
fn whose(desk: &Desk) -> Bilingual {
    let role = desk.role.called();
    match desk.for_whom.as_ref().map(|name| Shown::short(name, 24)) {
        None => role,
        Some(name) if name.is_empty() => {
            let (en, fr) = (role.en, role.fr);
            both!("{en} · for a colleague", "{fr} · pour un collègue")
        }
        Some(name) => {
            let (en, fr) = (role.en, role.fr);
            both!("{en} · for {name}", "{fr} · pour {name}")
        }
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

/// The pillars of the team's checklist with `answered/applicable`, the score so far and a small bar. The bars give way
/// first, then the ends of long names, so that one row holds them all where possible. Widths are those of a finished
/// review: nothing moves while scores form.
pub fn scores(desk: &Desk, lang: Lang, columns: usize) -> Vec<Line> {
    let scores = desk.score();
    let pillars = desk.checklist.scored_pillars();
    let asked = pillars.filter(|pillar| desk.checklist.items_of(&pillar.id).any(|item| !item.own));
    let named: Vec<(&Pillar, &PillarScore)> =
        asked.filter_map(|pillar| Some((pillar, scores.pillar(&pillar.id)?))).collect();
    let part = |(pillar, so_far): &(&Pillar, &PillarScore), bar, most| {
        part(pillar.name.get(lang), so_far, bar, most)
    };
    for (bar, gap) in [(10, 3), (8, 3), (6, 3), (4, 3), (0, 3), (0, 2)] {
        let parts: Vec<Line> = named.iter().map(|pillar| part(pillar, bar, usize::MAX)).collect();
        if wide(&parts, gap) <= columns {
            return vec![joined(parts, gap)];
        }
    }
    for most in (SHORTEST_NAME..24).rev() {
        let parts: Vec<Line> = named.iter().map(|pillar| part(pillar, 0, most)).collect();
        if wide(&parts, 2) <= columns {
            return vec![joined(parts, 2)];
        }
    }
    let mut rows: Vec<Vec<Line>> = vec![Vec::new()];
    for part in named.iter().map(|pillar| part(pillar, 0, usize::MAX)) {
        if let Some(row) = rows.last_mut().filter(|row| wide(row, 3) + 3 + part.width() <= columns) {
            row.push(part);
        } else {
            rows.push(vec![part]);
        }
    }
    let rows = rows.into_iter().filter(|row| !row.is_empty());
    rows.take(MOST_ROWS).map(|row| joined(row, 3)).collect()
}

/// Columns of parts in a row, the space before them counted.
fn wide(parts: &[Line], gap: usize) -> usize {
    1 + parts.iter().map(Line::width).sum::<usize>() + gap * parts.len().saturating_sub(1)
}

fn joined(parts: Vec<Line>, gap: usize) -> Line {
    let mut line = Line::blank().space(1);
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            line = line.space(gap);
        }
        line = line.then(part);
    }
    line
}

/// One pillar, its name at most so long.
fn part(name: &str, so_far: &PillarScore, bar: u16, most: usize) -> Line {
    let of = so_far.applicable.to_string();
    let answered = format!("{:>1$}", so_far.answered, of.len());
    let mut line = Line::of(Tone::Text, Shown::line(name).clip(most).as_str())
        .text(Tone::Quiet, format!(" {answered}/{of}"));
    if bar > 0 {
        line = line.space(1).bar(so_far.final_score.unwrap_or(0.0) / 100.0, bar);
    }
    // Below half of the items a score says little yet.
    let tone = if so_far.answered * 2 < so_far.applicable { Tone::Quiet } else { Tone::Title };
    match so_far.final_score {
        Some(figure) => line.text(tone, format!(" {:>3}", score(figure))),
        None => line.space(3).mark(Tone::Quiet, Mark::Na),
    }
}
