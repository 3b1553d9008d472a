//! A page of lines, longer than the screen: what is in view, and the cursor that stops where something can be opened.

use crate::tui::action::Action;
use crate::tui::screens::lines::{Line, Lit, Mark, Piece, Tone};
use crate::words::Lang;

/// A screen that is a page of lines.
pub trait Paged {
    /// The page at a width.
    fn page(&self, lang: Lang, columns: usize) -> Page;

    /// Where the person is on it.
    fn reading(&self) -> Reading;

    /// The lines in view, then how many are below.
    fn in_view(&self, lang: Lang, columns: usize, rows: usize) -> (Vec<Line>, usize) {
        let (mut page, reading) = (self.page(lang, columns), self.reading());
        if let Some((first, last)) = reading.at.and_then(|at| page.stops.get(at).copied()) {
            for line in page.lines.iter_mut().take(last + 1).skip(first) {
                line.lit = Lit::Here;
            }
            if let Some(line) = page.lines.get_mut(first) {
                mark(line);
            }
        }
        let first = reading.top.min(page.lines.len().saturating_sub(rows));
        let below = page.lines.len().saturating_sub(first + rows);
        (page.lines.into_iter().skip(first).take(rows).collect(), below)
    }
}

/// The cursor's mark takes the first of the spaces that a line begins with.
fn mark(line: &mut Line) {
    if let Some(Piece::Text(_, text)) = line.pieces.first_mut()
        && text.starts_with(' ')
    {
        text.remove(0);
        line.pieces.insert(0, Piece::Mark(Tone::Accent, Mark::Cursor));
    }
}

/// Lines, and where a cursor stops among them.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// From the top.
    pub lines: Vec<Line>,
    /// The first and the last line of everything that can be opened.
    pub stops: Vec<(usize, usize)>,
}

impl Page {
    /// Lines without a stop.
    pub fn of(lines: Vec<Line>) -> Page {
        Page { lines, stops: Vec::new() }
    }

    /// Adds lines.
    pub fn say(&mut self, lines: impl IntoIterator<Item = Line>) {
        self.lines.extend(lines);
    }

    /// Adds lines that can be opened.
    pub fn stop(&mut self, lines: impl IntoIterator<Item = Line>) {
        let first = self.lines.len();
        self.lines.extend(lines);
        if self.lines.len() > first {
            self.stops.push((first, self.lines.len() - 1));
        }
    }

    /// Adds a page below.
    pub fn then(&mut self, other: Page) {
        let by = self.lines.len();
        self.stops.extend(other.stops.into_iter().map(|(first, last)| (first + by, last + by)));
        self.lines.extend(other.lines);
    }
}

/// Where somebody is on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The first line in view.
    pub top: usize,
    /// The stop under the cursor.
    pub at: Option<usize>,
}

impl Reading {
    /// Moves, where the action is one that moves.
    pub fn moved(&mut self, action: Action, page: &Page, rows: u16) -> bool {
        let leaf = isize::from(i16::try_from(rows.max(2) - 1).unwrap_or(i16::MAX));
        let by = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -leaf,
            Action::PageDown => leaf,
            Action::HalfUp => -(leaf / 2).max(1),
            Action::HalfDown => (leaf / 2).max(1),
            Action::First => isize::MIN / 2,
            Action::Last => isize::MAX / 2,
            _ => return false,
        };
        if by.abs() == 1 {
            self.step(by, page, rows)
        } else {
            self.roll(by, page, rows)
        }
        true
    }

    /// Whether an action moves.
    pub const fn moves(action: Action) -> bool {
        matches!(
            action,
            Action::Up
                | Action::Down
                | Action::PageUp
                | Action::PageDown
                | Action::HalfUp
                | Action::HalfDown
                | Action::First
                | Action::Last
        )
    }

    /// To the next stop where it is in view, and otherwise one row on.
    fn step(&mut self, by: isize, page: &Page, rows: u16) {
        let next = match (self.at, by > 0) {
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
            (None, true) => page.stops.iter().position(|(first, _)| *first >= self.top),
            (None, false) => page.stops.iter().rposition(|stop| self.sees(*stop, page, rows)),
        };
        if !self.light(next, page, rows) {
            self.roll(by, page, rows);
            self.light(next, page, rows);
        }
    }

    /// Puts the cursor on a stop that is in view.
    fn light(&mut self, next: Option<usize>, page: &Page, rows: u16) -> bool {
        let seen =
            next.and_then(|next| page.stops.get(next)).is_some_and(|stop| self.sees(*stop, page, rows));
        if seen {
            self.at = next;
        }
        seen
    }

    fn sees(&self, (first, last): (usize, usize), page: &Page, rows: u16) -> bool {
        let rows = usize::from(rows);
        // The last row may say that there is more.
        let rows = rows - usize::from(rows > 0 && self.top + rows < page.lines.len());
        first >= self.top && last < self.top + rows
    }

    /// So many rows down; negative is up.
    pub fn roll(&mut self, by: isize, page: &Page, rows: u16) {
        let most = page.lines.len().saturating_sub(usize::from(rows));
        self.top = self.top.min(most).saturating_add_signed(by).min(most);
        let seen = self.at.and_then(|at| page.stops.get(at)).is_some_and(|stop| self.sees(*stop, page, rows));
        if !seen {
            // After a leap the cursor is on the first stop in view; one row on, it waits.
            self.at = match by.abs() {
                1 => None,
                _ => page.stops.iter().position(|stop| self.sees(*stop, page, rows)),
            };
        }
    }

    /// A click puts the cursor on a stop; whether it was there already.
    pub fn click(&mut self, row: u16, page: &Page, rows: u16) -> bool {
        let line = self.top + usize::from(row);
        let found = page.stops.iter().position(|(first, last)| (*first..=*last).contains(&line));
        let again = found.is_some() && found == self.at;
        self.light(found, page, rows);
        again
    }

    /// The page has changed or the terminal's size: what was in view may be gone.
    pub fn keep(&mut self, page: &Page, rows: u16) {
        self.roll(0, page, rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let mut page = Page::default();
        for n in 0..20 {
            let line = Line::of(Tone::Text, n.to_string());
            if n % 3 == 2 { page.stop([line.clone(), line]) } else { page.say([line]) }
        }
        page
    }

    #[test]
    fn row_by_row_every_stop_is_reached_and_back() {
        for rows in [2, 4, 7, 40] {
            let (page, mut reading) = (page(), Reading::default());
            let mut reached = Vec::new();
            for _ in 0..60 {
                reading.moved(Action::Down, &page, rows);
                reached.extend(reading.at.filter(|at| reached.last() != Some(at)));
            }
            if rows > 3 {
                assert_eq!(reached, (0..page.stops.len()).collect::<Vec<_>>(), "{rows}");
            }
            for _ in 0..60 {
                reading.moved(Action::Up, &page, rows);
            }
            assert_eq!(reading.top, 0, "{rows}");
        }
    }

    #[test]
    fn a_leap_lands_on_a_stop_in_view() {
        let (page, mut reading) = (page(), Reading::default());
        reading.moved(Action::Last, &page, 9);
        let (first, last) = page.stops[reading.at.unwrap()];
        assert!(first >= reading.top && last < reading.top + 9);
        assert!(!reading.moved(Action::Open, &page, 9));
    }

    #[test]
    fn pages_below_each_other_keep_their_stops() {
        let mut both = page();
        let (lines, stops) = (both.lines.len(), both.stops.len());
        both.then(page());
        assert_eq!(both.stops[stops].0, both.stops[0].0 + lines);
    }
}
