//! A report on screen: its sheets as lines, every row with all of its cells, and what a figure means at one key.

mod face;
mod plot;
mod table;

use jiff::tz::TimeZone;

use crate::both;
use crate::domain::book::{Book, Cell, Definition, Sheet};
use crate::domain::shown::Shown;
use crate::tui::screens::lines::{Line, Tone, wrapped};
use crate::tui::screens::page::Page;
use crate::words::{Bilingual, Lang};

/// Columns before everything.
pub const MARGIN: usize = 3;
/// Columns that text takes at most.
pub const WIDEST: usize = 100;

/// How figures are written.
#[derive(Clone, Debug)]
pub struct Hand {
    /// The language.
    pub lang: Lang,
    /// Columns of the screen.
    pub columns: usize,
    /// The zone that instants are shown in.
    pub zone: TimeZone,
}

impl Hand {
    /// A hand that writes no instants.
    pub fn plain(lang: Lang, columns: usize) -> Hand {
        Hand { lang, columns, zone: TimeZone::UTC }
    }

    /// Columns that lines may take.
    pub fn room(&self) -> usize {
        self.columns.saturating_sub(MARGIN).min(WIDEST)
    }
}

/// A sheet: what it is about, what to know first, its picture, its rows. Every row is a stop.
pub fn sheet(sheet: &Sheet, hand: &Hand) -> Page {
    let mut page = Page::default();
    page.say([title(&sheet.title, hand.lang)]);
    for note in &sheet.notes {
        page.say(wrapped(Tone::Quiet, note.get(hand.lang), hand.room(), MARGIN));
    }
    if sheet.rows.is_empty() {
        let none = Bilingual::fixed("Nothing to count here yet.", "Rien à compter ici pour l’instant.");
        page.say(wrapped(Tone::Quiet, none.get(hand.lang), hand.room(), MARGIN));
        return page;
    }
    page.say(plot::plot(sheet, hand));
    page.then(table::table(sheet, hand));
    page
}

/// A sheet's picture alone.
pub fn drawn(sheet: &Sheet, hand: &Hand) -> Vec<Line> {
    plot::plot(sheet, hand)
}

/// The head of a part of a page.
pub fn title(words: &Bilingual, lang: Lang) -> Line {
    Line::blank().space(MARGIN).text(Tone::Accent, words.get(lang))
}

/// Sentences to read before the sheets of a book.
pub fn notes(book: &Book, hand: &Hand) -> Vec<Line> {
    let said =
        book.notes.iter().flat_map(|note| wrapped(Tone::Quiet, note.get(hand.lang), hand.room(), MARGIN));
    said.collect()
}

/// Everything about one row, as lines to read: each cell by its column's name, then what the figures mean.
pub fn told(book: &Book, sheet: &Sheet, row: usize, hand: &Hand) -> Option<(Bilingual, Vec<Shown>)> {
    let (lang, row) = (hand.lang, sheet.rows.get(row)?);
    let columns = hand.columns.saturating_sub(6).clamp(20, 96);
    let mut lines = Vec::new();
    for (column, cell) in sheet.columns.iter().zip(row) {
        let said = face::whole(cell, column.kind, hand);
        if !said.is_empty() {
            let name = column.name.get(lang);
            let line = both!("{name}: {said}", "{name}\u{202f}: {said}");
            lines.extend(Shown::text(line.get(lang)).wrap(columns));
        }
    }
    for definition in defined(book, row) {
        lines.push(Shown::line(""));
        let said = format!("{} ({})", definition.name.get(lang), definition.id);
        lines.extend(Shown::text(&said).wrap(columns));
        lines.extend(Shown::text(definition.formula.get(lang)).wrap(columns));
    }
    let first = sheet.columns.first().zip(row.first());
    let name = first.map(|(column, cell)| face::whole(cell, column.kind, hand)).unwrap_or_default();
    let title =
        if name.is_empty() { sheet.title.clone() } else { Bilingual::same(Shown::line(&name).into_string()) };
    Some((title, lines))
}

/// The definitions that a row is about: those that one of its cells names, and otherwise all.
fn defined<'a>(book: &'a Book, row: &[Cell]) -> Vec<&'a Definition> {
    let names = |definition: &&Definition| {
        let id = definition.id.split('/').next().unwrap_or_default();
        row.iter().any(|cell| match cell {
            Cell::Code(code) => code == id || *code == definition.id,
            Cell::Words(words) => *words == definition.name,
            _ => false,
        })
    };
    let named: Vec<&Definition> = book.definitions.iter().filter(names).collect();
    if named.is_empty() { book.definitions.iter().collect() } else { named }
}
