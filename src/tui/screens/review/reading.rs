//! How a conversation lies in a pane: rows for each message, and where the pane stands in them. A place is a message
//! and a row within it, so that it survives every change of width, and only what is on screen is ever laid out.

use crate::domain::conversation::Role;
use crate::domain::shown::Shown;
use crate::ops::transcript::{Transcript, Turn};
use crate::tui::screens::lines::{Line, Lit, Mark, Piece, Tone};
use crate::words::{Bilingual, Lang, clock, month};

/// Columns before a message's text: cursor, gutter, space.
const INDENT: usize = 3;

/// The row at the top of the pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The message, from 0.
    pub turn: usize,
    /// The row within it, from 0.
    pub row: usize,
}

/// Columns that a message's text has in a pane.
fn text_columns(columns: usize) -> usize {
    columns.saturating_sub(INDENT + 1).max(1)
}

/// Rows of a message: its head, its text, and a blank one below.
pub fn height(turn: &Turn, columns: usize) -> usize {
    turn.text.wrap(text_columns(columns)).len() + 2
}

/// The highest spot that leaves no empty row at the bottom.
fn lowest(transcript: &Transcript, columns: usize, rows: usize) -> Spot {
    // The blank row below the last message may stay outside.
    let mut left = rows + 1;
    for (turn, it) in transcript.turns.iter().enumerate().rev() {
        let high = height(it, columns);
        if high >= left {
            return Spot { turn, row: high - left };
        }
        left -= high;
    }
    Spot::default()
}

/// A spot that exists.
pub fn clamp(transcript: &Transcript, spot: Spot, columns: usize, rows: usize) -> Spot {
    let Some(turn) = transcript.turns.get(spot.turn) else { return lowest(transcript, columns, rows) };
    let row = spot.row.min(height(turn, columns).saturating_sub(1));
    Spot { row, ..spot }.min(lowest(transcript, columns, rows))
}

/// The spot so many rows further down, or up.
pub fn moved(transcript: &Transcript, spot: Spot, columns: usize, rows: usize, by: isize) -> Spot {
    let mut spot = clamp(transcript, spot, columns, rows);
    let mut left = by.unsigned_abs();
    while left > 0 {
        let Some(turn) = transcript.turns.get(spot.turn) else { break };
        if by > 0 {
            let rest = height(turn, columns) - spot.row;
            if left < rest {
                spot.row += left;
                break;
            }
            left -= rest;
            spot = Spot { turn: spot.turn + 1, row: 0 };
        } else if spot.row >= left {
            spot.row -= left;
            break;
        } else {
            left -= spot.row + 1;
            let Some(before) = spot.turn.checked_sub(1) else { return Spot::default() };
            spot = Spot {
                turn: before,
                row: transcript.turns.get(before).map_or(0, |it| height(it, columns) - 1),
            };
        }
    }
    clamp(transcript, spot, columns, rows)
}

/// The spot nearest to `spot` that shows a row of a message with its head, if both fit.
pub fn showing(
    transcript: &Transcript,
    spot: Spot,
    wanted: Spot,
    deep: usize,
    columns: usize,
    rows: usize,
) -> Spot {
    let spot = clamp(transcript, spot, columns, rows);
    if wanted <= spot {
        return clamp(transcript, wanted, columns, rows);
    }
    // Reckoned backwards from the last row that must be seen.
    let end = Spot { row: wanted.row + deep.saturating_sub(1), ..wanted };
    let high = transcript.turns.get(end.turn).map_or(1, |turn| height(turn, columns));
    let end = Spot { row: end.row.min(high.saturating_sub(1)), ..end };
    let first = raised(transcript, end, columns, rows.saturating_sub(1));
    clamp(transcript, if first > spot { first.min(wanted) } else { spot }, columns, rows)
}

fn raised(transcript: &Transcript, mut spot: Spot, columns: usize, mut left: usize) -> Spot {
    while left > spot.row {
        left -= spot.row + 1;
        let Some(before) = spot.turn.checked_sub(1) else { return Spot::default() };
        let high = transcript.turns.get(before).map_or(1, |turn| height(turn, columns));
        spot = Spot { turn: before, row: high - 1 };
    }
    Spot { row: spot.row - left, ..spot }
}

/// What is to be marked in a conversation.
#[derive(Clone, Copy, Debug)]
pub struct Marks<'a> {
    /// The message with the cursor.
    pub cursor: usize,
    /// Whether the pane has the focus.
    pub focused: bool,
    /// Ids of messages pinned to the item in front.
    pub pinned: &'a [String],
    /// What a search found: message and bytes in its text.
    pub found: &'a [(usize, usize, usize)],
}

/// The rows of a pane, each with the message that it belongs to.
pub fn visible(
    transcript: &Transcript,
    spot: Spot,
    columns: usize,
    rows: usize,
    marks: Marks<'_>,
    lang: Lang,
) -> Vec<(usize, Line)> {
    let spot = clamp(transcript, spot, columns, rows);
    let mut out = Vec::with_capacity(rows);
    for (place, turn) in transcript.turns.iter().enumerate().skip(spot.turn) {
        if out.len() >= rows {
            break;
        }
        let skip = if place == spot.turn { spot.row } else { 0 };
        let lines = lay(transcript, place, turn, columns, marks, lang);
        out.extend(lines.into_iter().skip(skip).map(|line| (place, line)));
    }
    out.truncate(rows);
    out
}

/// The row of a message, its head counted, on which a byte of its text stands.
pub fn row_of(turn: &Turn, columns: usize, byte: usize) -> usize {
    let rows = turn.text.wrap(text_columns(columns));
    let places = placed(&turn.text, &rows);
    places.iter().rposition(|from| *from <= byte).unwrap_or(0) + 1
}

fn lay(
    transcript: &Transcript,
    place: usize,
    turn: &Turn,
    columns: usize,
    marks: Marks<'_>,
    lang: Lang,
) -> Vec<Line> {
    let here = place == marks.cursor;
    let before = place.checked_sub(1).and_then(|before| transcript.turns.get(before));
    let new_day = before.is_some_and(|before| before.at.date() != turn.at.date());
    let mut lines = vec![head(turn, new_day, here, marks, lang)];
    let rows = turn.text.wrap(text_columns(columns));
    let (gutter, tone) = match turn.private {
        true => (Mark::GutterPrivate, Tone::Private),
        false => (Mark::Gutter, if here { Tone::Accent } else { Tone::Frame }),
    };
    let words = match turn.role {
        Role::System | Role::Bot => Tone::Quiet,
        Role::Customer | Role::Agent => Tone::Text,
    };
    let places = placed(&turn.text, &rows);
    let found: Vec<(usize, usize)> =
        marks.found.iter().filter(|(turn, ..)| *turn == place).map(|(_, from, to)| (*from, *to)).collect();
    for (row, from) in rows.iter().zip(places) {
        let mut line = Line::blank().space(1).mark(tone, gutter).space(1);
        highlight(&mut line, row, from, &found, words);
        lines.push(line);
    }
    lines.push(Line::blank());
    lines
}

fn head(turn: &Turn, new_day: bool, here: bool, marks: Marks<'_>, lang: Lang) -> Line {
    // A clock time alone misleads where days lie between two messages.
    let at = match new_day {
        true => format!("{} {} {}", turn.at.day(), month(lang, turn.at.date()), clock(turn.at.time())),
        false => clock(turn.at.time()),
    };
    let mut line = match here {
        true => Line::blank().mark(Tone::Accent, Mark::Cursor),
        false => Line::blank().space(1),
    };
    line = line.text(Tone::Quiet, at).space(2);
    let (tone, role) = author(turn);
    line = line.text(tone, role.get(lang));
    if !turn.mine && !turn.author.trim().is_empty() {
        line = line.space(2).text(Tone::Quiet, turn.author.trim());
    }
    if turn.private {
        line = line.dot().text(Tone::Private, PRIVATE.get(lang));
    }
    if let Some(name) = &turn.macro_name {
        line = line.dot().text(Tone::Quiet, name.as_str());
    }
    line = line.fill();
    line = match marks.pinned.contains(&turn.id) {
        true => line.mark(Tone::Accent, Mark::Pin).text(Tone::Accent, format!("m{}", turn.number)),
        false => line.text(Tone::Quiet, format!("m{}", turn.number)),
    };
    let lit = if here && marks.focused { Lit::Here } else { Lit::No };
    line.space(1).lit(lit)
}

const PRIVATE: Bilingual = Bilingual::fixed("private note", "note interne");

/// Who wrote it. A name from outside never stands alone: it could pass for the program's own words.
fn author(turn: &Turn) -> (Tone, Bilingual) {
    if turn.mine {
        return (Tone::Agent, Bilingual::fixed("you", "vous"));
    }
    match turn.role {
        Role::Customer => (Tone::Customer, Bilingual::fixed("customer", "client")),
        Role::Agent => (Tone::Agent, Bilingual::fixed("agent", "conseiller")),
        Role::Bot => (Tone::Quiet, Bilingual::fixed("bot", "robot")),
        Role::System => (Tone::Quiet, Bilingual::fixed("help desk", "service d’assistance")),
    }
}

/// Where each wrapped row begins in its text: wrapping only ever drops white space.
fn placed(text: &str, rows: &[Shown]) -> Vec<usize> {
    let mut at = 0;
    rows.iter()
        .map(|row| {
            if !row.is_empty() {
                while !text[at..].starts_with(row.as_str()) {
                    match text[at..].chars().next() {
                        Some(c) => at += c.len_utf8(),
                        None => return text.len(),
                    }
                }
            }
            let from = at;
            at += row.len();
            from
        })
        .collect()
}

fn highlight(line: &mut Line, row: &str, from: usize, found: &[(usize, usize)], tone: Tone) {
    let mut done = 0;
    for (start, end) in found {
        let start = start.saturating_sub(from).clamp(done, row.len());
        let end = end.saturating_sub(from).clamp(start, row.len());
        if start == end || !row.is_char_boundary(start) || !row.is_char_boundary(end) {
            continue;
        }
        line.pieces.push(Piece::Text(tone, row[done..start].to_owned()));
        line.pieces.push(Piece::Text(Tone::Found, row[start..end].to_owned()));
        done = end;
    }
    line.pieces.push(Piece::Text(tone, row[done..].to_owned()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn transcript(texts: &[&str]) -> Transcript {
        let turns = texts.iter().enumerate().map(|(place, text)| Turn {
            id: place.to_string(),
            number: place + 1,
            at: jiff::civil::datetime(2026, 11, 3, 10, 2, 0, 0),
            role: Role::Customer,
            author: Shown::default(),
            mine: false,
            private: false,
            macro_name: None,
            text: Shown::text(text),
        });
        Transcript {
            id: 1,
            reference: Shown::default(),
            source: Shown::default(),
            channel: Shown::default(),
            subject: Shown::default(),
            status: None,
            agent: Shown::default(),
            customer: Shown::default(),
            tags: Vec::new(),
            rating: None,
            rating_comment: None,
            opened_at: jiff::civil::datetime(2026, 11, 3, 10, 2, 0, 0),
            seconds: 0,
            turns: turns.collect(),
        }
    }

    #[test]
    fn rows_know_their_bytes() {
        let text = Shown::text("one  two\n\nthree");
        let rows = text.wrap(5);
        let places = placed(&text, &rows);
        for (row, place) in rows.iter().zip(places) {
            assert!(text[place..].starts_with(row.as_str()));
        }
        let t = transcript(&["one two three four"]);
        assert_eq!(row_of(&t.turns[0], 9, 8), 3, "the third word is on the second row of text or below");
    }

    proptest! {
        #[test]
        fn moving_never_leaves_the_conversation(
            texts in prop::collection::vec("[a-c \n]{0,60}", 0..8),
            columns in 0usize..30, rows in 0usize..12,
            moves in prop::collection::vec((-30isize..30, 0usize..9), 0..20),
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let t = transcript(&texts);
            let mut spot = Spot::default();
            for (by, turn) in moves {
                spot = moved(&t, spot, columns, rows, by);
                let low = lowest(&t, columns, rows);
                prop_assert!(spot <= low);
                if turn < t.turns.len() && rows > 0 {
                    spot = showing(&t, spot, Spot { turn, row: 0 }, 1, columns, rows);
                    let marks = Marks { cursor: turn, focused: true, pinned: &[], found: &[] };
                    let seen = visible(&t, spot, columns, rows, marks, Lang::En);
                    prop_assert!(seen.iter().any(|(place, _)| *place == turn));
                }
            }
        }

        #[test]
        fn down_and_up_again(by in 0isize..40, columns in 5usize..30, rows in 1usize..8) {
            let t = transcript(&["some words in a row", "and\nmore\nwords", "x", "the last of these messages"]);
            let down = moved(&t, Spot::default(), columns, rows, by);
            prop_assert_eq!(moved(&t, down, columns, rows, -by), Spot::default());
        }
    }
}
