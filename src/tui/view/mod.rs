//! Drawing: reads the model, changes nothing.

pub mod bars;
pub mod lines;
pub mod me;
pub mod review;

use ratatui::style::{Color, Modifier, Style};

use crate::tui::glyphs::Glyphs;
use crate::tui::theme::{Colour, Look, Theme};
use crate::words::Lang;

/// What every piece of the view needs to draw.
#[derive(Clone, Copy)]
pub struct Paint {
    /// The language on screen.
    pub lang: Lang,
    /// Colours by meaning.
    pub theme: Theme,
    /// Marks.
    pub glyphs: Glyphs,
}

/// A look as ratatui wants it.
pub fn style(look: Look) -> Style {
    let mut style = Style::new();
    if look.ink != Colour::Default {
        style = style.fg(colour(look.ink));
    }
    if look.ground != Colour::Default {
        style = style.bg(colour(look.ground));
    }
    for (on, modifier) in [
        (look.bold, Modifier::BOLD),
        (look.dim, Modifier::DIM),
        (look.reversed, Modifier::REVERSED),
        (look.underlined, Modifier::UNDERLINED),
    ] {
        if on {
            style = style.add_modifier(modifier);
        }
    }
    style
}

fn colour(colour: Colour) -> Color {
    match colour {
        Colour::Default => Color::Reset,
        Colour::Black => Color::Black,
        Colour::Red => Color::Red,
        Colour::Green => Color::Green,
        Colour::Yellow => Color::Yellow,
        Colour::Blue => Color::Blue,
        Colour::Magenta => Color::Magenta,
        Colour::Cyan => Color::Cyan,
        Colour::Grey => Color::Gray,
        Colour::DarkGrey => Color::DarkGray,
        Colour::LightGreen => Color::LightGreen,
        Colour::LightBlue => Color::LightBlue,
        Colour::LightCyan => Color::LightCyan,
        Colour::White => Color::White,
    }
}
