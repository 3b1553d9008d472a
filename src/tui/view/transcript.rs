//! A conversation to read. Every row that a stranger wrote stands behind a gutter of its own, so that no text can pass
//! for the program's.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::domain::conversation::Role;
use crate::ops::transcript::Turn;
use crate::tui::input::reading::{MARGIN, Reading, Row};
use crate::tui::input::words::places;
use crate::tui::theme::Look;
use crate::tui::view::Paint;
use crate::tui::view::pen::{Pen, area, cells};
use crate::words::{Bilingual, clock, date};

/// What is marked in a transcript.
#[derive(Clone, Copy, Default)]
pub struct Marks<'a> {
    /// Ids of the pinned messages.
    pub pins: &'a [String],
    /// Folded words to highlight wherever they stand.
    pub words: &'a [String],
    /// Places to highlight: message, first byte, byte behind the last; in order.
    pub found: &'a [(usize, usize, usize)],
    /// Who named which message, by its number: told before it.
    pub named: &'a [(usize, String)],
    /// Whether the pane has the keys.
    pub focused: bool,
}

const YOU: Bilingual = Bilingual::fixed("you", "vous");
const CUSTOMER: Bilingual = Bilingual::fixed("customer", "client");
const AGENT: Bilingual = Bilingual::fixed("agent", "conseiller");
const BOT: Bilingual = Bilingual::fixed("bot", "robot");
const SYSTEM: Bilingual = Bilingual::fixed("help desk", "service d’assistance");
const PRIVATE: Bilingual = Bilingual::fixed("private note", "note interne");
const EMPTY: Bilingual =
    Bilingual::fixed("No messages in this conversation.", "Cette conversation n’a aucun message.");

/// Draws the rows in view; the position is that of the cursor's message.
pub fn draw(
    turns: &[Turn],
    reading: &Reading,
    marks: &Marks<'_>,
    place: Rect,
    paint: &Paint,
    frame: &mut Frame<'_>,
) -> Option<Position> {
    let mut pen = Pen::new(frame.buffer_mut(), area(place), paint);
    if turns.is_empty() {
        pen.wrapped(1, 0, EMPTY.get(paint.lang), paint.theme.quiet);
        return None;
    }
    let mut cursor = None;
    for (at, seen) in (0..pen.area.rows).zip(reading.in_view(turns, place.width, place.height)) {
        let Some(turn) = turns.get(seen.message) else { continue };
        let here = seen.message == reading.message;
        match seen.row {
            Row::Blank => {}
            Row::Day => {
                let day = date(paint.lang, turn.at.date());
                let column = pen.area.columns.saturating_sub(cells(&day)) / 2;
                pen.put(column, at, &day, paint.theme.quiet);
            }
            Row::Head => {
                head(&mut pen, at, turn, here, marks);
                // Rather at the head than at a row of the text.
                cursor = if here { pen.position(0, at) } else { cursor };
            }
            Row::Text { words, from } => {
                let ranges = found_in(&words, from, seen.message, marks);
                text(&mut pen, at, turn, here, &words, &ranges);
                cursor = cursor.or(pen.position(0, at).filter(|_| here));
            }
        }
    }
    cursor
}

/// Time and author at the left, the number with its pin at the right.
fn head(pen: &mut Pen<'_>, row: u16, turn: &Turn, here: bool, marks: &Marks<'_>) {
    let Paint { lang, theme, glyphs, .. } = pen.paint;
    let who = marks.named.iter().find(|(number, _)| *number == turn.number).map(|(_, who)| who.as_str());
    let pinned = who.is_some() || marks.pins.contains(&turn.id);
    let number = format!(
        "{}{}{}m{} ",
        who.unwrap_or_default(),
        if who.is_some() { " " } else { "" },
        if pinned { glyphs.pin } else { " " },
        turn.number
    );
    let right = pen.put_right(0, row, &number, if pinned { theme.accent } else { theme.quiet });
    let column = pen.put_until(2, row, right, &clock(turn.at.time()), theme.quiet);
    let (role, look) = author(turn, theme.customer, theme.agent, theme.quiet);
    let mut column = pen.put_until(column + 2, row, right, role.get(lang), look);
    if turn.private {
        column = pen.put_until(column + 2, row, right, PRIVATE.get(lang), theme.private);
    }
    if !turn.mine && !turn.author.is_empty() {
        column = pen.put_until(column + 2, row, right, &turn.author, theme.quiet);
    }
    if let Some(name) = &turn.macro_name {
        let name = crate::both!("macro: {}", "macro\u{a0}: {}", name);
        pen.put_until(column + 2, row, right, name.get(lang), theme.quiet);
    }
    if here {
        if marks.focused {
            pen.lay(row, theme.cursor);
        }
        pen.put(0, row, glyphs.cursor, if marks.focused { theme.cursor } else { theme.accent });
    }
}

/// A row of what somebody wrote, behind its gutter.
fn text(pen: &mut Pen<'_>, row: u16, turn: &Turn, here: bool, words: &str, found: &[(usize, usize)]) {
    let Paint { theme, glyphs, .. } = pen.paint;
    let (gutter, look) = match turn.private {
        true => (glyphs.gutter_private, theme.private),
        false => (glyphs.gutter, if here { theme.accent } else { theme.frame }),
    };
    pen.put(1, row, gutter, look);
    let look = if matches!(turn.role, Role::Bot | Role::System) { theme.quiet } else { theme.text };
    marked(pen, MARGIN, row, words, found, look);
}

/// What is to be highlighted in a row that begins at a byte of its message.
fn found_in(row: &str, from: usize, message: usize, marks: &Marks<'_>) -> Vec<(usize, usize)> {
    let first = marks.found.partition_point(|(turn, _, end)| (*turn, *end) <= (message, from));
    let until = from + row.len();
    let found = marks.found.iter().skip(first).take_while(|(turn, at, _)| (*turn, *at) < (message, until));
    let mut ranges: Vec<(usize, usize)> =
        found.map(|(_, at, end)| (at.saturating_sub(from), (end - from).min(row.len()))).collect();
    if ranges.is_empty() {
        ranges = places(row, marks.words);
    }
    ranges
}

fn author(turn: &Turn, customer: Look, agent: Look, quiet: Look) -> (Bilingual, Look) {
    match turn.role {
        _ if turn.mine => (YOU, agent),
        Role::Customer => (CUSTOMER, customer),
        Role::Agent => (AGENT, agent),
        Role::Bot => (BOT, quiet),
        Role::System => (SYSTEM, quiet),
    }
}

/// Writes a text with the words that a search found in their own look; returns the column behind it.
pub fn highlighted(
    pen: &mut Pen<'_>,
    column: u16,
    row: u16,
    text: &str,
    words: &[String],
    look: Look,
) -> u16 {
    marked(pen, column, row, text, &places(text, words), look)
}

/// Writes a text with some byte ranges in the look of found words; returns the column behind it.
pub fn marked(
    pen: &mut Pen<'_>,
    column: u16,
    row: u16,
    text: &str,
    ranges: &[(usize, usize)],
    look: Look,
) -> u16 {
    let found = pen.paint.theme.found;
    let mut column = column;
    let mut done = 0;
    for (from, to) in ranges {
        let (Some(before), Some(word)) = (text.get(done..*from), text.get(*from..*to)) else { continue };
        column = pen.put(column, row, before, look);
        column = pen.put(column, row, word, found);
        done = *to;
    }
    pen.put(column, row, text.get(done..).unwrap_or_default(), look)
}
