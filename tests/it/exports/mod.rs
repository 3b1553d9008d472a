//! Reports in every form: the same bytes twice, no text that means harm, and opened by programs that others wrote.

mod beside;
mod book;
mod written;

use aplomb::domain::book::Book;
use aplomb::formats::export::cell::Cells;
use aplomb::formats::export::form::Form;
use aplomb::formats::export::manner::Manner;
use aplomb::ops::export::Report;
use aplomb::words::Lang;
use jiff::tz::TimeZone;

/// For people in Paris.
fn manner(lang: Lang) -> Manner {
    Manner { lang, zone: TimeZone::get("Europe/Paris").unwrap(), cells: Cells::Guarded }
}

/// The report in a form; of one that holds a sheet, that one.
fn bytes(book: Book, form: Form, sheet: &str, lang: Lang) -> Vec<u8> {
    let place = book.sheets.iter().position(|held| held.id == sheet).unwrap_or(0);
    let mut out = Vec::new();
    Report::held(book).write(form, place, &manner(lang), &mut out).unwrap();
    out
}

fn text(book: Book, form: Form, sheet: &str, lang: Lang) -> String {
    String::from_utf8(bytes(book, form, sheet, lang)).unwrap()
}
