//! A conversation to read. Every row that a stranger wrote stands behind a gutter of its own, so that no text can pass
//! for the program's.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::domain::conversation::Role;
use crate::ops::transcript::Turn;
use crate::tui::input::reading::{Laid, MARGIN, Reading, lay};
use crate::tui::input::words::places;
use crate::tui::theme::Look;
use crate::tui::view::Paint;
use crate::tui::view::pen::{Pen, area};
use crate::words::{Bilingual, clock, date};

/// What is marked in a transcript.
#[derive(Clone, Copy, Default)]
pub struct Marks<'a> {
    /// Ids of the pinned messages.
    pub pins: &'a [String],
    /// Folded words to highlight.
    pub words: &'a [String],
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

/// Draws the messages in view; the position is that of the cursor's message.
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
    for (message, row) in reading.in_view(turns, place.width, usize::from(pen.area.rows)) {
        let (Some(turn), Some(laid)) = (turns.get(message), lay(turns, message, place.width)) else {
            continue;
        };
        let here = message == reading.message;
        let at = draw_turn(&mut pen, turn, &laid, row, here, marks);
        if here {
            cursor = at;
        }
    }
    cursor
}

fn draw_turn(
    pen: &mut Pen<'_>,
    turn: &Turn,
    laid: &Laid,
    first: isize,
    here: bool,
    marks: &Marks<'_>,
) -> Option<Position> {
    let Paint { lang, theme, glyphs } = pen.paint;
    let mut row = first;
    let mut cursor = None;
    if laid.new_day {
        if let Ok(row) = u16::try_from(row) {
            let day = date(lang, turn.at.date());
            let column = pen.area.columns.saturating_sub(u16::try_from(day.len()).unwrap_or(0)) / 2;
            pen.put(column, row, &day, theme.quiet);
        }
        row += 1;
    }
    let pinned = marks.pins.contains(&turn.id);
    if let Ok(row) = u16::try_from(row) {
        if here {
            let look = if marks.focused { theme.accent } else { theme.quiet };
            pen.put(0, row, glyphs.cursor, look);
            cursor = pen.position(0, row);
        }
        let number = format!("{}m{}", if pinned { glyphs.pin } else { " " }, turn.number);
        let right = pen.put_right(0, row, &number, if pinned { theme.accent } else { theme.quiet });
        let column = pen.put_until(2, row, right, &clock(turn.at.time()), theme.quiet);
        let (role, look) = author(turn, theme.customer, theme.agent, theme.quiet);
        let mut column = pen.put_until(column + 2, row, right, role.get(lang), look);
        if !turn.mine && !turn.author.is_empty() {
            column = pen.put_until(column + 2, row, right, &turn.author, theme.quiet);
        }
        if turn.private {
            column = pen.put_until(column + 2, row, right, PRIVATE.get(lang), theme.private);
        }
        if let Some(name) = &turn.macro_name {
            let name = crate::both!("macro: {}", "macro\u{a0}: {}", name);
            pen.put_until(column + 2, row, right, name.get(lang), theme.quiet);
        }
    }
    row += 1;
    let (gutter, look) =
        if turn.private { (glyphs.gutter_private, theme.private) } else { (glyphs.gutter, theme.frame) };
    let text_look = if matches!(turn.role, Role::Bot | Role::System) { theme.quiet } else { theme.text };
    for line in &laid.rows {
        if let Ok(row) = u16::try_from(row) {
            pen.put(1, row, gutter, look);
            highlighted(pen, MARGIN, row, line, marks.words, text_look);
        }
        row += 1;
    }
    // The heading may be above the view: then the first row of the text holds the cursor.
    cursor.or_else(|| if here { pen.position(0, 0) } else { None })
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
