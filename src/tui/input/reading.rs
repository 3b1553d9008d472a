//! Where a person is in a transcript, and which rows are in view. The one layout of conversations: every screen that
//! shows one reads it here.
//!
//! A message is laid out block by block, and only the blocks in and around the view are: a conversation of thousands of
//! messages, or one message as long as a book, scrolls like a short one.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use crate::domain::shown::Shown;
use crate::ops::transcript::Turn;
use crate::tui::action::Action;

/// Columns left of a message's text: the cursor's mark, the gutter, a space.
pub const MARGIN: u16 = 3;

/// Bytes of a message that are wrapped at once; more than a large screen shows.
const BLOCK: usize = 2048;

/// A row of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// The date, above the first message of a day.
    Day,
    /// Time, author and number.
    Head,
    /// A row of the text.
    Text {
        /// The words.
        words: Shown,
        /// The byte of the message's text at which they begin.
        from: usize,
    },
    /// The empty row below a message.
    Blank,
}

/// A row in view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The message that it belongs to, counted from 0.
    pub message: usize,
    /// What it holds.
    pub row: Row,
}

/// A row of a transcript by its place, which survives every change of width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    message: usize,
    block: usize,
    row: usize,
}

/// A place in a transcript: the message under the cursor and the first row in view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The message under the cursor, counted from 0.
    pub message: usize,
    top: Spot,
}

impl Reading {
    /// Moves as `action` says. Up and down go from message to message, and row by row through one that is longer than
    /// the view. False if the action moves nothing here.
    pub fn moved(&mut self, action: Action, turns: &[Turn], columns: u16, rows: u16) -> bool {
        let page = isize::try_from(rows.max(2)).unwrap_or(2) - 1;
        match action {
            Action::Up => self.step(false, turns, columns, rows),
            Action::Down => self.step(true, turns, columns, rows),
            Action::PageUp => self.scroll(-page, turns, columns, rows),
            Action::PageDown => self.scroll(page, turns, columns, rows),
            Action::HalfUp => self.scroll(-(page / 2).max(1), turns, columns, rows),
            Action::HalfDown => self.scroll((page / 2).max(1), turns, columns, rows),
            Action::First => *self = Reading::default(),
            Action::Last => self.go(usize::MAX, turns, columns, rows),
            Action::NextMessage => self.go(self.message.saturating_add(1), turns, columns, rows),
            Action::PreviousMessage => self.go(self.message.saturating_sub(1), turns, columns, rows),
            _ => return false,
        }
        true
    }

    /// Puts the cursor on a message and brings it into view; a message taller than the view shows its beginning.
    pub fn go(&mut self, message: usize, turns: &[Turn], columns: u16, rows: u16) {
        self.message = message.min(turns.len().saturating_sub(1));
        let pane = Pane::new(turns, columns, rows);
        let wanted = Spot { message: self.message, ..Spot::default() };
        let deep = pane.depth(self.message);
        self.top = pane.showing(self.top, wanted, deep);
    }

    /// Puts the cursor on a message and brings a byte of its text into view, with the message's head if both fit.
    pub fn show(&mut self, message: usize, byte: usize, turns: &[Turn], columns: u16, rows: u16) {
        self.message = message.min(turns.len().saturating_sub(1));
        let pane = Pane::new(turns, columns, rows);
        let Some(found) = pane.spot_of(self.message, byte) else { return };
        let head = Spot { message: self.message, ..Spot::default() };
        let deep = pane.distance(head, found);
        self.top = match deep {
            Some(deep) => pane.showing(self.top, head, deep),
            None => pane.showing(self.top, found, 1),
        };
    }

    /// Scrolls by rows, negative up; the cursor follows to the nearest message in view.
    pub fn scroll(&mut self, by: isize, turns: &[Turn], columns: u16, rows: u16) {
        let pane = Pane::new(turns, columns, rows);
        let top = pane.clamp(self.top);
        self.top = pane.clamp(match by < 0 {
            true => pane.back(top, by.unsigned_abs()),
            false => pane.forward(top, by.unsigned_abs()),
        });
        let seen = pane.seen(self.top);
        if let (Some(first), Some(last)) = (seen.first(), seen.last()) {
            self.message = self.message.clamp(first.message, last.message);
        }
    }

    /// Keeps the view full after a change of the pane's size.
    pub fn keep(&mut self, turns: &[Turn], columns: u16, rows: u16) {
        self.top = Pane::new(turns, columns, rows).clamp(self.top);
    }

    /// The message at a row of the view, for the mouse.
    pub fn at_row(&self, row: u16, turns: &[Turn], columns: u16, rows: u16) -> Option<usize> {
        self.in_view(turns, columns, rows).get(usize::from(row)).map(|seen| seen.message)
    }

    /// The rows in view.
    pub fn in_view(&self, turns: &[Turn], columns: u16, rows: u16) -> Vec<Seen> {
        let pane = Pane::new(turns, columns, rows);
        pane.seen(pane.clamp(self.top))
    }

    fn step(&mut self, down: bool, turns: &[Turn], columns: u16, rows: u16) {
        let pane = Pane::new(turns, columns, rows);
        let top = pane.clamp(self.top);
        let here = Spot { message: self.message, ..Spot::default() };
        let goes_on = match down {
            true => {
                // The last row of its text; the empty one below need not be in view.
                let end = pane.back(Spot { message: self.message + 1, ..here }, 2);
                pane.distance(top, end).is_none()
            }
            false => here < top,
        };
        match (goes_on, down) {
            (true, true) => self.scroll(1, turns, columns, rows),
            (true, false) => self.scroll(-1, turns, columns, rows),
            (false, true) => self.go(self.message + 1, turns, columns, rows),
            (false, false) => {
                let before = self.message.saturating_sub(1);
                // Backwards one arrives at the end of a long message, not at its beginning.
                let end = pane.back(here, 2);
                if pane.distance(Spot { message: before, ..Spot::default() }, end).is_none() {
                    self.message = before;
                    self.top = pane.showing(top, end, 1);
                } else {
                    self.go(before, turns, columns, rows);
                }
            }
        }
    }
}

/// Messages in a pane of some size.
#[derive(Clone, Copy)]
struct Pane<'a> {
    turns: &'a [Turn],
    columns: usize,
    rows: usize,
}

impl<'a> Pane<'a> {
    fn new(turns: &'a [Turn], columns: u16, rows: u16) -> Pane<'a> {
        let columns = usize::from(columns.saturating_sub(MARGIN + 1)).max(1);
        Pane { turns, columns, rows: usize::from(rows).max(1) }
    }

    /// The blocks of a message: at least one, or none where there is no such message.
    fn blocks(&self, message: usize) -> Vec<Range<usize>> {
        self.turns.get(message).map(|turn| blocks(&turn.text)).unwrap_or_default()
    }

    /// The rows of one block: the first has the message's head, the last the empty row below it.
    fn lay(&self, message: usize, blocks: &[Range<usize>], block: usize) -> Vec<Row> {
        let (Some(turn), Some(bytes)) = (self.turns.get(message), blocks.get(block)) else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        if block == 0 {
            let before = message.checked_sub(1).and_then(|before| self.turns.get(before));
            if before.is_none_or(|before| before.at.date() != turn.at.date()) {
                rows.push(Row::Day);
            }
            rows.push(Row::Head);
        }
        let text = turn.text.get(bytes.clone()).unwrap_or_default();
        let mut at = 0;
        for words in Shown::text(text).wrap(self.columns) {
            let from = begin(text, at, &words);
            let rest = &text[from..];
            // A letter wider than the pane has a mark in its place.
            let stands_in = !rest.starts_with(words.as_str());
            at = from + if stands_in { rest.chars().next().map_or(0, char::len_utf8) } else { words.len() };
            rows.push(Row::Text { words, from: bytes.start + from });
        }
        if block + 1 == blocks.len() {
            rows.push(Row::Blank);
        }
        #[cfg(test)]
        tests::LAID.with(|laid| laid.set(laid.get() + rows.len()));
        rows
    }

    fn height(&self, message: usize, blocks: &[Range<usize>], block: usize) -> usize {
        self.lay(message, blocks, block).len()
    }

    /// The rows from a spot on that fit.
    fn seen(&self, top: Spot) -> Vec<Seen> {
        let mut seen = Vec::with_capacity(self.rows);
        let mut skip = top.row;
        for message in top.message..self.turns.len() {
            let blocks = self.blocks(message);
            let first = if message == top.message { top.block } else { 0 };
            for block in first..blocks.len() {
                let rows = self.lay(message, &blocks, block).into_iter().skip(std::mem::take(&mut skip));
                seen.extend(rows.map(|row| Seen { message, row }));
                if seen.len() >= self.rows {
                    seen.truncate(self.rows);
                    return seen;
                }
            }
        }
        seen
    }

    /// The spot so many rows further down; behind the last row at most.
    fn forward(&self, mut spot: Spot, mut by: usize) -> Spot {
        let mut blocks = self.blocks(spot.message);
        while spot.message < self.turns.len() {
            let rest = self.height(spot.message, &blocks, spot.block).saturating_sub(spot.row);
            if by < rest {
                return Spot { row: spot.row + by, ..spot };
            }
            by -= rest;
            (spot, blocks) = self.next_block(spot, blocks);
        }
        spot
    }

    /// The spot so many rows further up; the first row at most.
    fn back(&self, mut spot: Spot, mut by: usize) -> Spot {
        let mut blocks = self.blocks(spot.message);
        while by > spot.row {
            by -= spot.row + 1;
            if spot.block == 0 {
                let Some(before) = spot.message.checked_sub(1) else { return Spot::default() };
                spot.message = before;
                blocks = self.blocks(before);
                spot.block = blocks.len();
            }
            spot.block = spot.block.saturating_sub(1);
            spot.row = self.height(spot.message, &blocks, spot.block).saturating_sub(1);
        }
        Spot { row: spot.row - by, ..spot }
    }

    /// A spot that exists and leaves no empty rows at the bottom.
    fn clamp(&self, spot: Spot) -> Spot {
        // The empty row below the last message may stay outside.
        let end = Spot { message: self.turns.len(), ..Spot::default() };
        let lowest = self.back(end, self.rows + 1);
        let spot = spot.min(lowest);
        let blocks = self.blocks(spot.message);
        let block = spot.block.min(blocks.len().saturating_sub(1));
        let row = spot.row.min(self.height(spot.message, &blocks, block).saturating_sub(1));
        Spot { block, row, ..spot }.min(lowest)
    }

    /// The spot nearest to `top` from which `wanted` and the rows below it, `deep` in all, are in view.
    fn showing(&self, top: Spot, wanted: Spot, deep: usize) -> Spot {
        let top = self.clamp(top);
        if wanted <= top {
            return self.clamp(wanted);
        }
        let end = self.forward(wanted, deep.clamp(1, self.rows) - 1);
        let first = self.back(end, self.rows - 1);
        self.clamp(if first > top { first.min(wanted) } else { top })
    }

    /// Rows from one spot to another, both counted, if they fit in the pane together.
    fn distance(&self, from: Spot, to: Spot) -> Option<usize> {
        let (mut spot, mut rows) = (from, 1);
        let mut blocks = self.blocks(spot.message);
        while (spot.message, spot.block) < (to.message, to.block) && rows <= self.rows {
            rows += self.height(spot.message, &blocks, spot.block).saturating_sub(spot.row);
            (spot, blocks) = self.next_block(spot, blocks);
        }
        let rest = to.row.checked_sub(spot.row)?;
        Some(rows + rest).filter(|rows| *rows <= self.rows)
    }

    /// The first row of the next block, with the blocks of its message.
    fn next_block(&self, spot: Spot, blocks: Vec<Range<usize>>) -> (Spot, Vec<Range<usize>>) {
        if spot.block + 1 < blocks.len() {
            return (Spot { block: spot.block + 1, row: 0, ..spot }, blocks);
        }
        let message = spot.message + 1;
        (Spot { message, block: 0, row: 0 }, self.blocks(message))
    }

    /// Rows of a message without the empty one below it, as far as they matter.
    fn depth(&self, message: usize) -> usize {
        let blocks = self.blocks(message);
        let mut deep = 0;
        for block in 0..blocks.len() {
            deep += self.height(message, &blocks, block);
            if deep > self.rows {
                break;
            }
        }
        deep.saturating_sub(1)
    }

    /// The row on which a byte of a message's text stands.
    fn spot_of(&self, message: usize, byte: usize) -> Option<Spot> {
        let blocks = self.blocks(message);
        let block = blocks.iter().rposition(|bytes| bytes.start <= byte)?;
        let rows = self.lay(message, &blocks, block);
        let row = rows.iter().rposition(|row| matches!(row, Row::Text { from, .. } if *from <= byte));
        let first = rows.iter().position(|row| matches!(row, Row::Text { .. }));
        Some(Spot { message, block, row: row.or(first)? })
    }
}

/// Where a wrapped row begins in its text, from `at` on: wrapping only ever drops white space.
fn begin(text: &str, at: usize, words: &str) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let skipped = rest
        .char_indices()
        .find(|(place, c)| !c.is_whitespace() || (!words.is_empty() && rest[*place..].starts_with(words)));
    match skipped {
        // An empty row stands for the line break right here.
        _ if words.is_empty() => at,
        Some((place, _)) => at + place,
        None => text.len(),
    }
}

/// Cuts a text into blocks that are wrapped one by one: at a line break where there is one, else before a word.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut start = 0;
    while text.len() - start > BLOCK {
        let mut limit = start + BLOCK;
        while !text.is_char_boundary(limit) {
            limit -= 1;
        }
        let (end, next) = cut(text, start, limit);
        blocks.push(start..end);
        start = next;
    }
    blocks.push(start..text.len());
    blocks
}

/// The end of a block that begins at `start` and goes no further than `limit`, and where the next one begins.
fn cut(text: &str, start: usize, limit: usize) -> (usize, usize) {
    let window = &text[start..limit];
    if let Some(place) = window.rfind('\n') {
        return (start + place, start + place + 1);
    }
    // Not before punctuation, which French sets behind a space.
    let mut after = ' ';
    for (place, c) in window.char_indices().rev() {
        if c == ' ' && after.is_alphanumeric() {
            return (start + place, start + place + 1);
        }
        after = c;
    }
    let before = GraphemeCursor::new(limit, text.len(), true).is_boundary(text, 0);
    let place = match before {
        Ok(true) => limit,
        _ => match GraphemeCursor::new(limit, text.len(), true).prev_boundary(text, 0) {
            Ok(Some(place)) if place > start => place,
            _ => limit,
        },
    };
    (place, place)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::domain::conversation::Role;
    use jiff::civil::date;
    use proptest::prelude::*;

    thread_local! {
        /// Rows laid out on this thread.
        pub(super) static LAID: Cell<usize> = const { Cell::new(0) };
    }

    fn turns<T: AsRef<str>>(texts: &[T]) -> Vec<Turn> {
        let turn = |(place, text): (usize, &T)| Turn {
            id: place.to_string(),
            number: place + 1,
            at: date(2026, 3, 4).at(10, 0, 0, 0),
            role: Role::Customer,
            author: Shown::line("a"),
            mine: false,
            private: false,
            macro_name: None,
            text: Shown::text(text.as_ref()),
        };
        texts.iter().enumerate().map(turn).collect()
    }

    fn of_rows(rows: &[usize]) -> Vec<Turn> {
        let texts: Vec<String> = rows.iter().map(|rows| vec!["x"; (*rows).max(1)].join("\n")).collect();
        turns(&texts)
    }

    /// The words in view.
    fn words(reading: &Reading, turns: &[Turn], columns: u16, rows: u16) -> Vec<String> {
        let seen = reading.in_view(turns, columns, rows).into_iter();
        seen.filter_map(|seen| match seen.row {
            Row::Text { words, .. } => Some(words.into_string()),
            _ => None,
        })
        .collect()
    }

    #[test]
    fn scrolling_stops_at_both_ends() {
        let turns = of_rows(&[1, 2, 3, 1]);
        let mut r = Reading::default();
        r.moved(Action::Up, &turns, 20, 6);
        assert_eq!(r, Reading::default());
        r.moved(Action::Last, &turns, 20, 6);
        assert_eq!(r.message, 3);
        let end = r;
        r.moved(Action::PageDown, &turns, 20, 6);
        assert_eq!(r.top, end.top, "the end is the end");
        assert_eq!(r.in_view(&turns, 20, 6).len(), 6, "and leaves no row empty");
    }

    #[test]
    fn arrows_go_through_a_long_message_row_by_row() {
        let text: Vec<String> = (0..30).map(|n| n.to_string()).collect();
        let turns = turns(&["a".to_owned(), text.join("\n"), "z".to_owned()]);
        let mut r = Reading::default();
        r.moved(Action::Down, &turns, 20, 10);
        assert_eq!((r.message, words(&r, &turns, 20, 10)[0].as_str()), (1, "0"), "its beginning first");
        r.moved(Action::Down, &turns, 20, 10);
        assert_eq!(r.message, 1);
        assert_eq!(r.in_view(&turns, 20, 10)[0].row, Row::Text { words: Shown::line("0"), from: 0 });
        for _ in 0..25 {
            r.moved(Action::Down, &turns, 20, 10);
        }
        assert_eq!(r.message, 2);
        r.moved(Action::Up, &turns, 20, 10);
        assert_eq!(r.message, 1);
        assert!(words(&r, &turns, 20, 10).contains(&"29".to_owned()), "and its end on the way back");
    }

    #[test]
    fn rows_know_their_bytes() {
        for text in ["one  two\n\nthree", " led by a space", "漢字 かな 한글 é👍🏽", "a\n\n\n b"] {
            let turns = turns(&[text]);
            for columns in [5, 7, 12] {
                for seen in Reading::default().in_view(&turns, columns, 40) {
                    if let Row::Text { words, from } = seen.row
                        && words.as_str() != "…"
                    {
                        assert!(turns[0].text[from..].starts_with(words.as_str()), "{text:?} {columns}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_match_deep_in_a_long_message_is_shown() {
        let text: String = (0..20_000).map(|n| format!("w{n} ")).collect();
        assert!(text.len() > 105_000);
        let turns = turns(&["first".to_owned(), text.clone(), "last".to_owned()]);
        for wanted in ["w0 ", "w4321 ", "w19999 "] {
            let byte = text.find(wanted).unwrap();
            let mut r = Reading::default();
            r.show(1, byte, &turns, 60, 9);
            let seen = words(&r, &turns, 60, 9).join(" ") + " ";
            assert!(seen.contains(wanted), "{wanted}: {seen}");
        }
    }

    #[test]
    fn work_is_bounded_by_the_window() {
        let long = "many words that go on and on ".repeat(3_700);
        assert!(long.len() > 105_000);
        let unbroken = "x".repeat(105_000);
        let many: Vec<String> = (0..5_000).map(|n| format!("message {n}, of a few words")).collect();
        for turns in [turns(&many), turns(&[long]), turns(&[unbroken])] {
            use Action::*;
            let mut r = Reading::default();
            let acts = [
                Down,
                PageDown,
                HalfDown,
                NextMessage,
                Last,
                Up,
                PageUp,
                HalfUp,
                PreviousMessage,
                First,
                Last,
            ];
            for action in acts {
                LAID.set(0);
                r.moved(action, &turns, 80, 24);
                let moving = LAID.replace(0);
                r.in_view(&turns, 80, 24);
                let drawing = LAID.get();
                // All of it would be 15,000 rows, or 1,400.
                assert!(moving <= 400 && drawing <= 150, "{action:?}: {moving} to move, {drawing} to draw");
            }
        }
    }

    #[test]
    fn a_day_is_told_where_it_begins() {
        let mut turns = of_rows(&[1, 1, 1]);
        turns[2].at = date(2026, 3, 5).at(9, 0, 0, 0);
        let seen = Reading::default().in_view(&turns, 20, 20);
        let days: Vec<usize> = seen.iter().filter(|seen| seen.row == Row::Day).map(|s| s.message).collect();
        assert_eq!(days, [0, 2]);
    }

    proptest! {
        #[test]
        fn the_cursor_is_in_view(
            lengths in prop::collection::vec(1usize..30, 1..20),
            acts in prop::collection::vec((0usize..11, 0usize..700), 0..40),
            columns in 0u16..30, rows in 1u16..20,
        ) {
            use Action::*;
            let turns = of_rows(&lengths);
            let mut r = Reading::default();
            for (act, byte) in acts {
                let actions = [Up, Down, PageUp, PageDown, HalfUp, HalfDown, First, Last, NextMessage, PreviousMessage];
                match actions.get(act) {
                    Some(action) => { r.moved(*action, &turns, columns, rows); }
                    None => r.show(byte % turns.len(), byte % 60, &turns, columns, rows),
                }
                prop_assert!(r.message < turns.len());
                let seen = r.in_view(&turns, columns, rows);
                prop_assert!(seen.iter().any(|seen| seen.message == r.message), "{r:?} {seen:?}");
                let all: usize = lengths.iter().map(|rows| rows + 2).sum();
                prop_assert!(seen.len() >= all.min(usize::from(rows)), "no row is left empty");
            }
        }

        #[test]
        fn down_and_up_again(by in 0isize..40, columns in 5u16..30, rows in 1u16..8) {
            let turns = turns(&["some words in a row", "and\nmore\nwords", "x", "the last of these messages"]);
            let mut r = Reading::default();
            r.scroll(by, &turns, columns, rows);
            r.scroll(-by, &turns, columns, rows);
            prop_assert_eq!(r.top, Spot::default());
        }

        #[test]
        fn blocks_lose_nothing(text in "[a-c \n\u{301}é👍]{0,40}", times in 1usize..900) {
            let text = text.repeat(times);
            let blocks = blocks(&text);
            prop_assert_eq!(blocks.first().map(|b| b.start), Some(0));
            prop_assert_eq!(blocks.last().map(|b| b.end), Some(text.len()));
            for pair in blocks.windows(2) {
                let between = &text[pair[0].end..pair[1].start];
                prop_assert!(matches!(between, "" | " " | "\n"));
                prop_assert!(pair[0].len() <= BLOCK);
            }
        }
    }
}
