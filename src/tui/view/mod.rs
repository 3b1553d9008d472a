//! Drawing: reads the model, changes nothing.

pub mod asking;
pub mod bars;
pub mod checklists;
pub mod chrome;
pub mod compare;
pub mod conversations;
pub mod dialog;
pub mod field;
pub mod lines;
pub mod list;
pub mod page;
pub mod palette;
pub mod pen;
pub mod review;
pub mod sweep;
pub mod today;
pub mod too_small;
pub mod transcript;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

use crate::tui::action::Place;
use crate::tui::geometry::{self, too_small};
use crate::tui::glyphs::Glyphs;
use crate::tui::model::{Model, Over};
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

/// Draws the whole screen; returns how many cells had to be mended at the end, which should be none.
pub fn draw(model: &Model, frame: &mut Frame<'_>) -> usize {
    let paint =
        Paint { lang: model.settings.lang, theme: model.settings.theme, glyphs: model.settings.glyphs };
    let whole = frame.area();
    if whole.width == 0 || whole.height == 0 {
        return 0;
    }
    if too_small(whole.width, whole.height) {
        too_small::draw(pen::area(whole), &paint, frame);
    } else {
        let position = draw_all(model, whole, &paint, frame);
        if let Some(position) = position {
            frame.set_cursor_position(position);
        }
    }
    sweep::sweep(frame.buffer_mut(), paint.glyphs.more.is_ascii())
}

fn draw_all(model: &Model, whole: Rect, paint: &Paint, frame: &mut Frame<'_>) -> Option<Position> {
    let content = geometry::content(whole.width, whole.height);
    let (title, _) = pen::area(whole).top(1);
    chrome::title(model, &mut pen::Pen::new(frame.buffer_mut(), title, paint));
    let footer = geometry::Area { y: content.bottom(), ..title };
    chrome::footer(model, &mut pen::Pen::new(frame.buffer_mut(), footer, paint));
    let position = match &model.over {
        Some(Over::Picker(picker)) => palette::draw(model, picker, content, paint, frame),
        Some(Over::Who(form)) => dialog::who(form, content, paint, frame),
        Some(Over::Sheet(sheet)) => dialog::sheet(sheet, content, paint, frame),
        Some(Over::Asking(form)) => asking::draw(form, content, paint, frame),
        over => {
            let at = screen(model, content, paint, frame);
            match over {
                Some(Over::Draw(form)) => dialog::draw_form(form, content, paint, frame),
                Some(Over::Import(form)) => dialog::import_form(form, content, paint, frame),
                Some(Over::Path(form)) => dialog::path_form(form, content, paint, frame),
                Some(Over::Unlock(form)) => dialog::unlock(form, content, paint, frame),
                _ => at,
            }
        }
    };
    if let Some(toast) = &model.toast {
        dialog::toast(toast.words.get(paint.lang), content, paint, frame);
    }
    position
}

fn screen(model: &Model, content: geometry::Area, paint: &Paint, frame: &mut Frame<'_>) -> Option<Position> {
    let place = pen::rect(content);
    let keymap = &model.settings.keymap;
    match model.place() {
        Place::Today | Place::Everywhere => today::draw(model, place, paint, frame),
        Place::Conversations => conversations::draw(&model.conversations, keymap, place, paint, frame),
        Place::Review => review::draw(&model.review, place, paint, frame),
        Place::Compare => compare::draw(&model.compare, place, paint, frame),
        Place::Me => page::draw(&model.me, place, paint, frame),
        Place::Team => page::draw(&model.team, place, paint, frame),
        Place::Goals => page::draw(&model.goals, place, paint, frame),
        Place::Checklists => checklists::draw(&model.checklists, place, paint, frame),
    }
}
