//! Holds the place of the drawing of *Me*.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::tui::screens::me::MeScreen;
use crate::tui::view::Paint;

/// Draws the screen.
pub fn draw(_screen: &MeScreen, _area: Rect, _paint: &Paint, _frame: &mut Frame<'_>) -> Option<Position> {
    None
}
