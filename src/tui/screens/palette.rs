//! The list of actions behind help and palette: made from the table, filtered while one types, run with enter.

use crate::domain::fold::{all_words, fold};
use crate::tui::action::{Action, Availability, Place, Row};
use crate::tui::availability::available;
use crate::tui::geometry::Area;
use crate::tui::input::cursor::Cursor;
use crate::tui::input::field::Field;
use crate::tui::model::Model;
use crate::tui::table::TABLE;

/// Which of the two lists it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Help: what this screen is for, its actions, then those of everywhere.
    Help,
    /// The palette: what was done last comes first.
    Palette,
}

/// An open list of actions.
#[derive(Clone, Debug)]
pub struct Picker {
    /// Help or palette.
    pub kind: Kind,
    /// What was typed.
    pub filter: Field,
    /// The cursor over [`listed`].
    pub cursor: Cursor,
}

impl Picker {
    /// A fresh list.
    pub fn new(kind: Kind) -> Picker {
        Picker { kind, filter: Field::line(""), cursor: Cursor::default() }
    }
}

/// One action of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its row of the table.
    pub row: &'static Row,
    /// Its keys, as people read them.
    pub keys: String,
    /// Whether it can be done now.
    pub availability: Availability,
    /// Whether it belongs to this screen rather than to all of them.
    pub here: bool,
}

/// The actions that a list shows now.
pub fn listed(model: &Model, picker: &Picker) -> Vec<Listed> {
    let place = model.place();
    let mut rows: Vec<Listed> = TABLE
        .iter()
        .filter_map(|row| {
            let here = row.places.contains(&place);
            if !here && !row.places.contains(&Place::Everywhere) {
                return None;
            }
            let availability = available(model, row.action);
            let keys: Vec<String> =
                model.settings.keymap.chords(row.action).iter().map(ToString::to_string).collect();
            let keys = if row.action == Action::Point { "0-9".to_owned() } else { keys.join(" ") };
            (availability != Availability::Hidden).then_some(Listed { row, keys, availability, here })
        })
        .filter(|listed| {
            let words = listed.row.long();
            let text = format!("{} {} {}", words.get(model.settings.lang), listed.row.id, listed.keys);
            all_words(picker.filter.text(), &text)
        })
        .collect();
    let recent =
        |action: Action| model.recent().iter().position(|other| *other == action).unwrap_or(usize::MAX);
    // What begins with the words typed comes before what has them somewhere.
    let typed = fold(picker.filter.text());
    let begins = |listed: &Listed| {
        let words = fold(listed.row.long().get(model.settings.lang));
        typed.split_whitespace().all(|typed| words.split_whitespace().any(|word| word.starts_with(typed)))
    };
    rows.sort_by_cached_key(|listed| match picker.kind {
        Kind::Help => (!begins(listed), 0, !listed.here),
        Kind::Palette => (!begins(listed), recent(listed.row.action), !listed.here),
    });
    rows
}

/// Rows of the list in view.
pub fn page(model: &Model, picker: &Picker) -> usize {
    usize::from(list_area(model.content(), picker.kind).rows).max(1)
}

/// Where the list stands: below the sentence or the title, and the filter.
pub const fn list_area(content: Area, kind: Kind) -> Area {
    let head = match kind {
        Kind::Help => 5,
        Kind::Palette => 3,
    };
    content.top(head).1
}
