//! Where a person is in a transcript. Rows are laid out for the messages in view only, so that a conversation of
//! thousands of messages scrolls like one of ten. The same layout serves the view.

use crate::domain::shown::Shown;
use crate::ops::transcript::Turn;
use crate::tui::action::Action;

/// Columns left of a message's text: the cursor's mark, the gutter, a space.
pub const MARGIN: u16 = 3;

/// The rows of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    /// Whether a row with the date stands above: the first message of a day.
    pub new_day: bool,
    /// The text, wrapped.
    pub rows: Vec<Shown>,
}

impl Laid {
    /// Rows in all: the date, the author, the text, an empty row.
    pub fn height(&self) -> usize {
        usize::from(self.new_day) + 1 + self.rows.len() + 1
    }
}

/// Lays out one message for a pane of `columns`.
pub fn lay(turns: &[Turn], place: usize, columns: u16) -> Option<Laid> {
    let turn = turns.get(place)?;
    let before = place.checked_sub(1).and_then(|before| turns.get(before));
    let new_day = before.is_none_or(|before| before.at.date() != turn.at.date());
    let columns = usize::from(columns.saturating_sub(MARGIN + 1)).max(1);
    Some(Laid { new_day, rows: turn.text.wrap(columns) })
}

/// A place in a transcript: the message under the cursor and the first row in view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The message under the cursor, counted from 0.
    pub message: usize,
    /// The message of which the first row in view is a part.
    pub top: usize,
    /// Rows of it that are above the view.
    pub skip: usize,
}

impl Reading {
    /// Moves as `action` says; up and down scroll by rows, as one reads. False if the action moves nothing here.
    pub fn moved(&mut self, action: Action, turns: &[Turn], columns: u16, rows: u16) -> bool {
        let page = isize::try_from(rows.max(2)).unwrap_or(2) - 1;
        match action {
            Action::Up => self.scroll(-1, turns, columns, rows),
            Action::Down => self.scroll(1, turns, columns, rows),
            Action::PageUp => self.scroll(-page, turns, columns, rows),
            Action::PageDown => self.scroll(page, turns, columns, rows),
            Action::HalfUp => self.scroll(-(page / 2).max(1), turns, columns, rows),
            Action::HalfDown => self.scroll((page / 2).max(1), turns, columns, rows),
            Action::First => *self = Reading::default(),
            Action::Last => self.go(turns.len().saturating_sub(1), turns, columns, rows),
            Action::NextMessage => self.go(self.message + 1, turns, columns, rows),
            Action::PreviousMessage => self.go(self.message.saturating_sub(1), turns, columns, rows),
            _ => return false,
        }
        true
    }

    /// Puts the cursor on a message and brings it into view; a message taller than the view shows its beginning.
    pub fn go(&mut self, message: usize, turns: &[Turn], columns: u16, rows: u16) {
        self.message = message.min(turns.len().saturating_sub(1));
        let height = lay(turns, self.message, columns).map_or(0, |laid| laid.height());
        let rows = usize::from(rows.max(1));
        match self.row_of(self.message, turns, columns, rows) {
            // The empty row below a message need not be in view.
            Some(row) if row + height <= rows + 1 => {}
            Some(0) => {}
            _ if self.message < self.top || height > rows => {
                self.top = self.message;
                self.skip = 0;
            }
            _ => {
                self.top = self.message;
                self.skip = 0;
                self.up(rows.saturating_sub(height.saturating_sub(1)), turns, columns);
            }
        }
        self.keep(turns, columns, rows);
    }

    /// Scrolls by rows, negative up; the cursor follows to the nearest message in view.
    pub fn scroll(&mut self, by: isize, turns: &[Turn], columns: u16, rows: u16) {
        if by < 0 {
            self.up(by.unsigned_abs(), turns, columns);
        } else {
            self.down(by.unsigned_abs(), turns, columns);
        }
        let high = usize::from(rows.max(1));
        self.keep(turns, columns, high);
        let seen = self.in_view(turns, columns, high);
        if let (Some((first, _)), Some((last, _))) = (seen.first(), seen.last()) {
            self.message = self.message.clamp(*first, *last);
        }
    }

    /// The message at a row of the view, for the mouse.
    pub fn at_row(&self, row: u16, turns: &[Turn], columns: u16) -> Option<usize> {
        let row = usize::from(row);
        self.in_view(turns, columns, row + 1).last().map(|(message, _)| *message)
    }

    /// The messages in view with the row at which each begins; the first may begin above it.
    pub fn in_view(&self, turns: &[Turn], columns: u16, rows: usize) -> Vec<(usize, isize)> {
        let mut seen = Vec::new();
        let mut row = -isize::try_from(self.skip).unwrap_or(0);
        let mut message = self.top;
        while row < isize::try_from(rows).unwrap_or(isize::MAX) {
            let Some(laid) = lay(turns, message, columns) else { break };
            seen.push((message, row));
            row += isize::try_from(laid.height()).unwrap_or(0);
            message += 1;
        }
        seen
    }

    fn row_of(&self, message: usize, turns: &[Turn], columns: u16, rows: usize) -> Option<usize> {
        let seen = self.in_view(turns, columns, rows);
        let (_, row) = seen.into_iter().find(|(m, _)| *m == message)?;
        usize::try_from(row).ok()
    }

    fn up(&mut self, mut rows: usize, turns: &[Turn], columns: u16) {
        while rows > self.skip && self.top > 0 {
            rows -= self.skip;
            self.top -= 1;
            self.skip = lay(turns, self.top, columns).map_or(0, |laid| laid.height());
        }
        self.skip = self.skip.saturating_sub(rows);
    }

    fn down(&mut self, rows: usize, turns: &[Turn], columns: u16) {
        self.skip += rows;
        while let Some(laid) = lay(turns, self.top, columns) {
            if self.skip < laid.height() {
                break;
            }
            self.skip -= laid.height();
            self.top += 1;
        }
    }

    /// Keeps the last row of the last message at the bottom of the view, not above it.
    fn keep(&mut self, turns: &[Turn], columns: u16, rows: usize) {
        let mut lowest = Reading { message: self.message, top: turns.len(), skip: 0 };
        lowest.up(rows + 1, turns, columns);
        // The empty row below the last message is not needed.
        if (self.top, self.skip) > (lowest.top, lowest.skip) {
            (self.top, self.skip) = (lowest.top, lowest.skip);
            if self.rows_from_here(turns, columns, rows + 2) > rows + 1 {
                self.down(1, turns, columns);
            }
        }
        self.message = self.message.min(turns.len().saturating_sub(1));
    }

    fn rows_from_here(&self, turns: &[Turn], columns: u16, most: usize) -> usize {
        let seen = self.in_view(turns, columns, most);
        let Some((message, row)) = seen.last() else { return 0 };
        let height = lay(turns, *message, columns).map_or(0, |laid| laid.height());
        usize::try_from(*row).unwrap_or(0) + height
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::conversation::Role;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn turns(lengths: &[usize]) -> Vec<Turn> {
        let turn = |(place, length): (usize, &usize)| Turn {
            id: place.to_string(),
            number: place + 1,
            at: date(2026, 3, 4).at(10, 0, 0, 0),
            role: Role::Customer,
            author: Shown::line("a"),
            mine: false,
            private: false,
            macro_name: None,
            text: Shown::text(&vec!["x"; (*length).max(1)].join("\n")),
        };
        lengths.iter().enumerate().map(turn).collect()
    }

    #[test]
    fn scrolling_stops_at_both_ends() {
        let turns = turns(&[1, 2, 3, 1]);
        let mut r = Reading::default();
        r.moved(Action::Up, &turns, 20, 6);
        assert_eq!(r, Reading::default());
        r.moved(Action::Last, &turns, 20, 6);
        assert_eq!(r.message, 3);
        let end = r;
        r.moved(Action::PageDown, &turns, 20, 6);
        assert_eq!((r.top, r.skip), (end.top, end.skip), "the end is the end");
    }

    proptest! {
        #[test]
        fn the_cursor_is_in_view(
            lengths in prop::collection::vec(1usize..30, 1..20),
            acts in prop::collection::vec(0usize..10, 0..40),
            rows in 1u16..20,
        ) {
            use Action::*;
            let turns = turns(&lengths);
            let mut r = Reading::default();
            for act in acts {
                let action =
                    [Up, Down, PageUp, PageDown, HalfUp, HalfDown, First, Last, NextMessage, PreviousMessage][act];
                r.moved(action, &turns, 20, rows);
                prop_assert!(r.message < turns.len());
                let seen = r.in_view(&turns, 20, usize::from(rows));
                prop_assert!(seen.iter().any(|(m, _)| *m == r.message), "{action:?} {r:?} {seen:?}");
            }
        }
    }
}
