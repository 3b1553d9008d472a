//! Holds the place of the drawing of *Review*.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::tui::screens::review::ReviewScreen;
use crate::tui::view::Paint;

/// Draws the screen.
pub fn draw(_screen: &ReviewScreen, _area: Rect, _paint: &Paint, _frame: &mut Frame<'_>) -> Option<Position> {
    None
}
