//! What all pictures share: the frame with its text for those who cannot see it, and figures read off a sheet.

use maud::{Markup, html};

use super::{bars, funnel, line, said};
use crate::domain::book::{Cell, Chart, Kind, Sheet};
use crate::domain::shown::Shown;
use crate::formats::export::figure::{cases, for_people, number};
use crate::formats::export::manner::Manner;
use crate::words::{self, Bilingual};

/// How wide pictures are, in their own units.
pub const WIDTH: f64 = 860.0;
/// Figures that are read out; the others stand in the table.
const READ_OUT: usize = 12;

/// A picture of the sheet; nothing where no row has a figure to draw.
pub fn figure(sheet: &Sheet, chart: &Chart, manner: &Manner) -> Markup {
    let drawn = match chart {
        Chart::Bars { label, apart, value, interval, beside } => {
            bars::draw(sheet, (label, *apart, value), *interval, *beside, manner)
        }
        Chart::Line { along, value, against } => line::draw(sheet, along, value, against, manner),
        Chart::Funnel { n, value, inner, outer } => funnel::draw(sheet, (n, value), *inner, *outer, manner),
    };
    html! { @if let Some(drawn) = drawn { (frame(sheet, &drawn, manner)) } }
}

/// A picture that was drawn.
pub struct Drawn {
    /// How high it is.
    pub height: f64,
    /// What it shows, in a sentence.
    pub told: String,
    /// Its inside.
    pub inside: Markup,
    /// What its signs mean: a sign, 24 by 14, and its words.
    pub keys: Vec<(Markup, String)>,
}

fn frame(sheet: &Sheet, drawn: &Drawn, manner: &Manner) -> Markup {
    let (title, told) = (format!("{}-title", sheet.id), format!("{}-told", sheet.id));
    html! {
        figure {
            svg.chart viewBox={ "0 0 " (WIDTH) " " (px(drawn.height)) } role="img"
                aria-labelledby={ (title) " " (told) } {
                title id=(title) { (said(&sheet.title, manner)) }
                desc id=(told) { (drawn.told) }
                (drawn.inside)
            }
            figcaption {
                @for (sign, words) in &drawn.keys {
                    span { svg.key viewBox="0 0 24 14" aria-hidden="true" { (sign) } (words) }
                }
            }
        }
    }
}

/// A column of a sheet that is drawn.
#[derive(Clone, Copy)]
pub struct Column<'s> {
    sheet: &'s Sheet,
    place: usize,
    /// What it holds.
    pub kind: Kind,
}

impl<'s> Column<'s> {
    /// The column with this id; `None` draws nothing.
    pub fn of(sheet: &'s Sheet, id: &str) -> Option<Column<'s>> {
        let place = sheet.place(id)?;
        Some(Column { sheet, place, kind: sheet.columns[place].kind })
    }

    /// Its heading.
    pub fn name(&self, manner: &Manner) -> String {
        said(&self.sheet.columns[self.place].name, manner)
    }

    /// The figure of a row.
    pub fn figure(&self, row: &[Cell]) -> Option<f64> {
        match row.get(self.place)? {
            Cell::Number(value) | Cell::Measured(value, _) if value.is_finite() => Some(*value),
            Cell::Count(count) => Some(*count as f64),
            _ => None,
        }
    }

    /// The cell of a row as people read it, on one line.
    pub fn text(&self, row: &[Cell], manner: &Manner) -> String {
        let n = cases(self.sheet, row);
        row.get(self.place).map_or_else(String::new, |cell| {
            Shown::line(&for_people(cell, self.kind, n, manner)).into_string()
        })
    }

    /// The figures of all rows that have one.
    pub fn figures(&self) -> impl Iterator<Item = f64> + use<'s> {
        let column = *self;
        self.sheet.rows.iter().filter_map(move |row| column.figure(row))
    }

    /// The cell of a row as it stands along an axis: the year of a day is said by the days around it.
    pub fn along(&self, row: &[Cell], manner: &Manner) -> String {
        match row.get(self.place) {
            Some(Cell::Date(date)) => words::day(manner.lang, date.year(), *date),
            _ => self.text(row, manner),
        }
    }

    /// A mark on an axis.
    pub fn mark(&self, value: f64, manner: &Manner) -> String {
        match self.kind {
            // Marks are round: what a figure needs behind the comma would only be zeros.
            Kind::Share => number(value, Kind::Share, Some(1), manner.lang),
            Kind::Number(_) => number(value, Kind::Number(decimals(value)), None, manner.lang),
            Kind::Seconds if value == 0.0 => "0".to_owned(),
            Kind::Seconds => {
                let text = number(value, Kind::Seconds, None, manner.lang);
                text.trim_end_matches(" 00 min").trim_end_matches(" 0 h").to_owned()
            }
            kind => number(value, kind, None, manner.lang),
        }
    }
}

/// How many decimals a round mark needs.
fn decimals(value: f64) -> u8 {
    (0..3)
        .find(|places| {
            let scaled = value * 10f64.powi(i32::from(*places));
            (scaled - scaled.round()).abs() < 1e-6
        })
        .unwrap_or(3)
}

/// What the rows say, for those who cannot see the picture. `label` names a row.
pub fn told(sheet: &Sheet, label: impl Fn(&[Cell]) -> String, value: Column<'_>, manner: &Manner) -> String {
    let figures: Vec<String> = sheet
        .rows
        .iter()
        .take(READ_OUT)
        .map(|row| format!("{}: {}", label(row), value.text(row, manner)))
        .collect();
    let table = Bilingual::fixed(
        "The table below holds every figure.",
        "Le tableau ci-dessous contient tous les chiffres.",
    );
    let table = manner.say(&table);
    let more = if sheet.rows.len() > READ_OUT { "…" } else { "." };
    format!("{}. {}{more} {table}", value.name(manner), figures.join("; "))
}

/// A place, short enough to keep the page small.
pub fn px(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
