//! Writing on the frame: everything goes through here, so everything passes the text door once more, is measured in
//! cells and never leaves its area.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::domain::shown::Shown;
use crate::tui::geometry::Area;
use crate::tui::theme::Look;
use crate::tui::view::{Paint, style};

/// The area as ratatui wants it.
pub const fn rect(area: Area) -> Rect {
    Rect { x: area.x, y: area.y, width: area.columns, height: area.rows }
}

/// The area of a ratatui rectangle.
pub const fn area(rect: Rect) -> Area {
    Area { x: rect.x, y: rect.y, columns: rect.width, rows: rect.height }
}

/// Writes inside one area of a buffer.
pub struct Pen<'a> {
    /// What is written on.
    pub buffer: &'a mut Buffer,
    /// Nothing is written outside.
    pub area: Area,
    /// Colours and marks.
    pub paint: Paint,
}

impl<'a> Pen<'a> {
    /// A pen for an area, cut to the buffer.
    pub fn new(buffer: &'a mut Buffer, within: Area, paint: &Paint) -> Pen<'a> {
        let area = area(rect(within).intersection(buffer.area));
        Pen { buffer, area, paint: *paint }
    }

    /// A pen for a part of this one's area.
    pub fn within(&mut self, part: Area) -> Pen<'_> {
        let part = area(rect(part).intersection(rect(self.area)));
        Pen { buffer: self.buffer, area: part, paint: self.paint }
    }

    /// Writes a text at a column and row of the area, cut with a mark at the area's right edge. Returns the column
    /// behind it.
    pub fn put(&mut self, column: u16, row: u16, text: &str, look: Look) -> u16 {
        self.put_until(column, row, self.area.columns, text, look)
    }

    /// Writes a text that ends before the column `until`.
    pub fn put_until(&mut self, column: u16, row: u16, until: u16, text: &str, look: Look) -> u16 {
        let until = until.min(self.area.columns);
        if row >= self.area.rows || column >= until {
            return column;
        }
        let room = usize::from(until - column);
        let shown = Shown::line(text);
        let cut = shown.width() > room;
        let text = if cut { shown.clip(room) } else { shown };
        let (x, y) = (self.area.x + column, self.area.y + row);
        let kept = if cut { text.as_str().trim_end_matches('…') } else { text.as_str() };
        let (mut end, _) = self.buffer.set_stringn(x, y, kept, room, style(look));
        if cut && end < self.area.x + until {
            (end, _) = self.buffer.set_stringn(end, y, self.paint.glyphs.more, 1, style(look));
        }
        end - self.area.x
    }

    /// Writes a text that ends at the area's right edge; returns the column at which it begins. Left out where there
    /// is no room from column `from` on.
    pub fn put_right(&mut self, from: u16, row: u16, text: &str, look: Look) -> u16 {
        let wide = cells(&Shown::line(text));
        let Some(column) = self.area.columns.checked_sub(wide).filter(|column| *column >= from) else {
            return self.area.columns;
        };
        self.put(column, row, text, look);
        column
    }

    /// Empties a cell.
    pub fn blank(&mut self, column: u16, row: u16) {
        if let Some(position) = self.position(column, row)
            && let Some(cell) = self.buffer.cell_mut(position)
        {
            cell.reset();
        }
    }

    /// Empties the whole area.
    pub fn blank_all(&mut self) {
        for row in 0..self.area.rows {
            for column in 0..self.area.columns {
                self.blank(column, row);
            }
        }
    }

    /// Writes pieces one behind the other; returns the column behind the last.
    pub fn pieces(&mut self, column: u16, row: u16, pieces: &[(&str, Look)]) -> u16 {
        pieces.iter().fold(column, |column, (text, look)| self.put(column, row, text, *look))
    }

    /// Writes a text over several rows, broken at words; returns the row below it.
    pub fn wrapped(&mut self, column: u16, row: u16, text: &str, look: Look) -> u16 {
        let room = usize::from(self.area.columns.saturating_sub(column)).max(1);
        let mut row = row;
        for line in Shown::text(text).wrap(room) {
            self.put(column, row, &line, look);
            row = row.saturating_add(1);
        }
        row
    }

    /// Lays a look over whole cells of a row, whatever is written there: the cursor's row.
    pub fn lay(&mut self, row: u16, look: Look) {
        if row < self.area.rows {
            let row = Rect { y: self.area.y + row, height: 1, ..rect(self.area) };
            // Colours of the pieces below would turn unreadable under a reversed row.
            self.buffer.set_style(row, Style::reset());
            self.buffer.set_style(row, style(look));
        }
    }

    /// A horizontal rule with a title in it: `─ Title ────`. Returns the column behind the title.
    pub fn rule(&mut self, row: u16, title: &[(&str, Look)], focused: bool) -> u16 {
        let frame = if focused { self.paint.theme.accent } else { self.paint.theme.frame };
        for column in 0..self.area.columns {
            self.put(column, row, self.paint.glyphs.rule, frame);
        }
        if title.is_empty() || self.area.columns <= 6 {
            return 0;
        }
        let until = self.area.columns - 2;
        self.put(1, row, " ", frame);
        let mut column = 2;
        for (text, look) in title {
            column = self.put_until(column, row, until, text, *look);
        }
        self.put(column, row, " ", frame)
    }

    /// Where a cell of the area is on the screen, for the real cursor.
    pub fn position(&self, column: u16, row: u16) -> Option<Position> {
        (column < self.area.columns && row < self.area.rows)
            .then(|| Position::new(self.area.x + column, self.area.y + row))
    }
}

/// Columns of a text.
pub fn cells(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::glyphs::UNICODE;
    use crate::tui::theme::MONO;
    use crate::words::Lang;

    fn paint() -> Paint {
        Paint { lang: Lang::En, theme: MONO, glyphs: UNICODE }
    }

    fn row(buffer: &Buffer) -> String {
        buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn nothing_leaves_its_area() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        let mut pen = Pen::new(&mut buffer, Area { x: 2, y: 0, columns: 5, rows: 9 }, &paint());
        assert_eq!(pen.put(0, 0, "日本語", MONO.text), 5);
        pen.put(0, 4, "below", MONO.text);
        assert_eq!(row(&buffer), "  日 本 …   ");
    }

    #[test]
    fn hostile_text_is_cleaned_on_the_way() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        Pen::new(&mut buffer, Area::of(12, 1), &paint()).put(0, 0, "a\u{1b}[2Jb", MONO.text);
        assert_eq!(row(&buffer).trim_end(), "a␛[2Jb");
    }
}
