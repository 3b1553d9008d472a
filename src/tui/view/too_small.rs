//! What stands on a terminal that is too small: both sizes, in a sentence that fits 20 by 3.

use ratatui::Frame;

use crate::tui::geometry::{Area, SMALLEST};
use crate::tui::view::Paint;
use crate::tui::view::pen::Pen;
use crate::words::Bilingual;

const TITLE: Bilingual = Bilingual::fixed("Too small for Aplomb", "Fenêtre trop petite");

/// Draws the message.
pub fn draw(area: Area, paint: &Paint, frame: &mut Frame<'_>) {
    let mut pen = Pen::new(frame.buffer_mut(), area, paint);
    let (wide, high) = SMALLEST;
    let times = if paint.glyphs.more.is_ascii() { "x" } else { "×" };
    let here = crate::both!("here {}{}{}", "ici {}{}{}", area.columns, times, area.rows);
    let needed = crate::both!("needed {}{}{}", "il faut {}{}{}", wide, times, high);
    pen.put(0, 0, TITLE.get(paint.lang), paint.theme.title);
    // The side that is short is the one to change.
    pen.put(0, 1, here.get(paint.lang), paint.theme.warning);
    pen.put(0, 2, needed.get(paint.lang), paint.theme.text);
}
