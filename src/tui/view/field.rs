//! Drawing a text field.

use ratatui::layout::Position;

use crate::tui::geometry::Area;
use crate::tui::input::field::Field;
use crate::tui::theme::Look;
use crate::tui::view::pen::Pen;

/// Draws a field in a part of the pen's area; the position is that of the text cursor, if the field has the keys.
pub fn draw(pen: &mut Pen<'_>, part: Area, field: &Field, focused: bool) -> Option<Position> {
    let mut pen = pen.within(part);
    let (rows, row, column) = field.view(part.columns, part.rows);
    let theme = pen.paint.theme;
    // The line under the field shows where it is, without colour.
    let look = if focused { Look { underlined: true, ..theme.text } } else { theme.text };
    for (place, text) in (0u16..).zip(&rows) {
        let end = pen.put(0, place, text, look);
        for blank in end..part.columns {
            pen.put(blank, place, " ", look);
        }
    }
    if focused { pen.position(column, row) } else { None }
}
