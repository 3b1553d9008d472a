//! Dialogs: drawing a sample, importing, and a sheet of lines to read.

use crate::domain::shown::Shown;
use crate::tui::ask::Ask;
use crate::tui::chord::{Chord, Key};
use crate::tui::geometry::{Area, content};
use crate::tui::input::cursor::Cursor;
use crate::tui::input::field::{Field, FieldResult};
use crate::words::Bilingual;

/// Periods on offer, in days; `None` is all.
pub const PERIODS: [Option<u32>; 4] = [Some(7), Some(30), Some(90), None];
/// Conversations that one draw may hold.
const MOST: usize = 500;

/// How a sample is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawForm {
    /// How many; 0 while the number is being typed.
    pub count: usize,
    /// The place in [`PERIODS`].
    pub period: usize,
    /// One stratum for each channel.
    pub by_channel: bool,
    /// The row that has the keys, from 0.
    pub row: usize,
    /// Whether the next digit begins a new number.
    fresh: bool,
}

impl Default for DrawForm {
    fn default() -> DrawForm {
        DrawForm { count: 5, period: 1, by_channel: false, row: 0, fresh: true }
    }
}

impl DrawForm {
    /// The form as it was filled in.
    pub fn again(count: usize, days: Option<u32>, by_channel: bool) -> DrawForm {
        let period = PERIODS.iter().position(|period| *period == days).unwrap_or_default();
        DrawForm { count, period, by_channel, row: 1, fresh: true }
    }

    /// Rows that take keys.
    pub const ROWS: usize = 3;

    /// A key; `Some` closes the form, with the wish if there is one.
    pub fn typed(&mut self, chord: Chord) -> Option<Option<Ask>> {
        match (chord.key, chord.ctrl) {
            (Key::Esc, _) | (Key::Char('c'), true) => return Some(None),
            (Key::Enter, _) => {
                return (self.count > 0).then_some(Some(Ask::Draw {
                    count: self.count,
                    days: PERIODS[self.period],
                    by_channel: self.by_channel,
                }));
            }
            (Key::Down | Key::Char('j'), false) => self.row = (self.row + 1) % DrawForm::ROWS,
            (Key::Tab, false) if !chord.shift => self.row = (self.row + 1) % DrawForm::ROWS,
            (Key::Up | Key::Char('k') | Key::Tab, false) => {
                self.row = (self.row + DrawForm::ROWS - 1) % DrawForm::ROWS;
            }
            (Key::Left | Key::Char('h' | '-'), false) => self.change(false),
            (Key::Right | Key::Char('l' | '+' | ' '), false) => self.change(true),
            (Key::Backspace, _) if self.row == 0 => {
                self.count /= 10;
                self.fresh = false;
                return None;
            }
            (Key::Char(c), false) if self.row == 0 => {
                if let Some(digit) = c.to_digit(10) {
                    let before = if self.fresh { 0 } else { self.count };
                    self.count = (before * 10 + digit as usize).min(MOST);
                    self.fresh = false;
                    return None;
                }
            }
            _ => {}
        }
        self.fresh = true;
        None
    }

    fn change(&mut self, up: bool) {
        match self.row {
            0 if up => self.count = (self.count + 1).min(MOST),
            0 => self.count = self.count.saturating_sub(1).max(1),
            1 if up => self.period = (self.period + 1) % PERIODS.len(),
            1 => self.period = (self.period + PERIODS.len() - 1) % PERIODS.len(),
            _ => self.by_channel = !self.by_channel,
        }
    }
}

/// The path to import from.
#[derive(Clone, Debug, Default)]
pub struct ImportForm {
    /// The path as typed.
    pub path: Field,
}

impl ImportForm {
    /// A key; `Some` closes the form, with the wish if there is one.
    pub fn typed(&mut self, chord: Chord) -> Option<Option<Ask>> {
        match self.path.on(chord) {
            FieldResult::Cancel => Some(None),
            FieldResult::Confirm => {
                let path = self.path.text().trim().to_owned();
                (!path.is_empty()).then_some(Some(Ask::Import { path }))
            }
            FieldResult::Consumed | FieldResult::Edit | FieldResult::Ignored => None,
        }
    }
}

/// Lines to read: the last messages, the problems of an import.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What they are.
    pub title: Bilingual,
    /// The lines.
    pub lines: Vec<Shown>,
    /// The cursor over them.
    pub cursor: Cursor,
}

/// Where the lines of a sheet stand below its title, and where the one under the cursor is shown whole.
pub const fn sheet_areas(content: Area) -> (Area, Area) {
    let (_, below) = content.top(1);
    let whole = if below.rows > 8 { 4 } else { 0 };
    below.top(below.rows - whole)
}

/// Lines of a sheet in view on a terminal of so many rows.
pub fn page(rows: u16) -> usize {
    usize::from(sheet_areas(content(0, rows)).0.rows).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(form: &mut DrawForm, keys: &str) -> Option<Option<Ask>> {
        keys.split_whitespace().map(|key| form.typed(key.parse().unwrap())).last().unwrap()
    }

    #[test]
    fn a_draw_is_filled_in() {
        let mut form = DrawForm::default();
        keys(&mut form, "1 2 down right tab space");
        assert_eq!(
            keys(&mut form, "enter"),
            Some(Some(Ask::Draw { count: 12, days: Some(90), by_channel: true }))
        );
        assert_eq!(keys(&mut form, "esc"), Some(None));
    }

    #[test]
    fn nothing_is_drawn_from_an_empty_number() {
        let mut form = DrawForm::default();
        assert_eq!(keys(&mut form, "backspace enter"), None);
        keys(&mut form, "9 9 9 9 9");
        assert_eq!(form.count, MOST);
    }

    #[test]
    fn a_path_is_typed_or_pasted() {
        let mut form = ImportForm::default();
        assert_eq!(form.typed(Chord::of(Key::Enter)), None);
        form.path.paste("july.csv\n");
        assert_eq!(form.typed(Chord::of(Key::Enter)), Some(Some(Ask::Import { path: "july.csv".into() })));
    }
}
