//! How a cell is written: in the table, where a missing figure takes as little room as a figure; and whole.

use jiff::Timestamp;

use super::Hand;
use crate::domain::book::{Cell, Kind};
use crate::domain::shown::Shown;
use crate::tui::screens::lines::Tone;
use crate::words::{Bilingual, Lang, date, date_time, decimal, duration, number, percent, score};

/// A cell as it stands in a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Face {
    /// What it says.
    pub text: String,
    /// Whether it is a figure or words, and not a figure's absence.
    pub told: bool,
}

impl Face {
    /// The tone of a value, and of what stands in its place.
    pub const fn tone(&self) -> Tone {
        if self.told { Tone::Text } else { Tone::Quiet }
    }
}

/// A cell in the table.
pub fn face(cell: &Cell, kind: Kind, hand: &Hand) -> Face {
    let text = match cell {
        Cell::Undefined(_) => "–".to_owned(),
        _ => whole(cell, kind, hand),
    };
    let missing = matches!(
        cell,
        Cell::TooFew
            | Cell::NotRecorded
            | Cell::WindowOpen
            | Cell::Undefined(_)
            | Cell::NoScore
            | Cell::Nothing
    );
    Face { text, told: !missing }
}

/// A cell with everything that there is to say.
pub fn whole(cell: &Cell, kind: Kind, hand: &Hand) -> String {
    let lang = hand.lang;
    let words = |words: Bilingual| words.get(lang).to_owned();
    match cell {
        Cell::Text(text) => Shown::line(text.as_str()).into_string(),
        Cell::Words(words) => Shown::line(words.get(lang)).into_string(),
        Cell::Code(code) => Shown::line(code).into_string(),
        Cell::Count(count) => number(lang, *count),
        Cell::Number(value) => figure(*value, kind, lang),
        Cell::Measured(value, own) => figure(*value, *own, lang),
        Cell::Date(day) => date(lang, *day),
        Cell::Instant(micros) => {
            let at = Timestamp::from_microsecond(*micros).unwrap_or_default();
            date_time(lang, at.to_zoned(hand.zone.clone()).datetime())
        }
        Cell::TooFew | Cell::NotRecorded | Cell::WindowOpen | Cell::Undefined(_) | Cell::NoScore => {
            cell.reason_words().map(words).unwrap_or_default()
        }
        Cell::Nothing => String::new(),
    }
}

/// A figure in the unit of its column.
fn figure(value: f64, kind: Kind, lang: Lang) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    match kind {
        Kind::Share => percent(lang, value, 1),
        Kind::Score => score(value),
        Kind::Seconds if value < 0.0 => format!("−{}", duration(lang, (-value).round() as i64)),
        Kind::Seconds => duration(lang, value.round() as i64),
        Kind::Number(places) => decimal(lang, value, usize::from(places)),
        _ => decimal(lang, value, 1),
    }
}
