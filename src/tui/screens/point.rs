//! Typing a point on a scale that one digit does not reach.

use crate::both;
use crate::tui::chord::{Chord, Key};
use crate::words::Bilingual;

/// What a key did to a point that is being typed.
pub enum Typed {
    /// It is being typed still.
    On,
    /// This point.
    Point(u8),
    /// No point of the scale.
    Off,
    /// Never mind.
    Cancelled,
}

/// A key for the digits so far, on a scale from `min` to `max`.
pub fn typed(digits: &mut String, chord: Chord, min: u8, max: u8) -> Typed {
    match chord {
        Chord { key: Key::Enter, .. } => {
            let point = digits.parse::<u8>().ok().filter(|point| (min..=max).contains(point));
            return point.map_or(Typed::Off, Typed::Point);
        }
        Chord { key: Key::Esc, .. } | Chord { key: Key::Char('c'), ctrl: true, .. } => {
            return Typed::Cancelled;
        }
        Chord { key: Key::Backspace, .. } => {
            digits.pop();
        }
        chord => {
            if let Some(c) = chord.typed().filter(char::is_ascii_digit)
                && digits.len() < 3
            {
                digits.push(c);
            }
        }
    }
    Typed::On
}

/// The points that a scale has.
pub fn off_scale(min: u8, max: u8) -> Bilingual {
    both!("This item takes a point from {min} to {max}.", "Ce point se note de {min} à {max}.")
}
