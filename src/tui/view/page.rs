//! Draws the screens that are pages of lines: reads their state, changes nothing.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::Paint;
use super::lines::{cells, paint_line, paint_lines};
use crate::both;
use crate::tui::screens::lines::{Line, Lit, Mark, Tone};
use crate::tui::screens::page::Paged;

/// Columns that a page takes at most; wider terminals keep their white space.
const WIDEST: u16 = 104;

/// Draws the page into `area`; the place of the cursor, where a row has it.
pub fn draw(screen: &impl Paged, area: Rect, paint: &Paint, frame: &mut Frame) -> Option<Position> {
    let area = area.intersection(frame.area());
    let area = Rect { width: area.width.min(WIDEST), ..area };
    let buffer = frame.buffer_mut();
    let rows = usize::from(area.height);
    let (lines, below) = screen.in_view(paint.lang, usize::from(area.width), rows);
    let cursor = lines.iter().position(|line| line.lit != Lit::No);
    let cursor = cursor.map(|row| Position::new(area.x, area.y + cells(row)));
    if below == 0 || area.height < 4 {
        paint_lines(&lines, area, paint, buffer);
        return cursor;
    }
    // The last row says that there is more.
    paint_lines(lines.iter().take(rows - 1), area, paint, buffer);
    let below = below + 1;
    let said = both!("{below} more rows", "encore {below} lignes");
    let more =
        Line::blank().fill().mark(Tone::Quiet, Mark::Down).space(1).text(Tone::Quiet, said.get(paint.lang));
    paint_line(&more, Rect { y: area.bottom() - 1, height: 1, ..area }, paint, buffer);
    cursor
}
