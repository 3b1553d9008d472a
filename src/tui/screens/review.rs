//! Holds the place of the *Review* screen.

use crate::tui::action::{Action, Availability};
use crate::tui::ask::Reply;
use crate::tui::chord::Chord;
use crate::tui::screens::Context;
use crate::words::Lang;

/// The state of the screen.
#[derive(Clone, Debug, Default)]
pub struct ReviewScreen {}

impl ReviewScreen {
    /// Whether an action can be done now.
    pub fn available(&self, _action: Action) -> Availability {
        Availability::Ready
    }
    /// Does an action.
    pub fn act(&mut self, _action: Action, _chord: Chord, _cx: &mut Context<'_>) {}
    /// Whether a text field has the keys.
    pub fn captures(&self) -> bool {
        false
    }
    /// A key for a text field.
    pub fn typed(&mut self, _chord: Chord, _cx: &mut Context<'_>) {}
    /// Pasted text.
    pub fn paste(&mut self, _text: &str, _cx: &mut Context<'_>) {}
    /// Text from the external editor.
    pub fn edited(&mut self, _text: Option<String>, _cx: &mut Context<'_>) {}
    /// An answer of the worker.
    pub fn reply(&mut self, _reply: &Reply, _cx: &mut Context<'_>) {}
    /// One step back inside.
    pub fn back(&mut self, _cx: &mut Context<'_>) -> bool {
        false
    }
    /// A click.
    pub fn click(&mut self, _column: u16, _row: u16, _cx: &mut Context<'_>) {}
    /// The wheel.
    pub fn scroll(&mut self, _column: u16, _row: u16, _rows: i16, _cx: &mut Context<'_>) {}
    /// What stands at the right end of the footer.
    pub fn status(&self, _lang: Lang) -> Option<String> {
        None
    }
}
