//! A report as JSON, a row a line: rows as objects by the columns' ids; a figure that may not be told, or that does not
//! exist, is `{"value":null,"reason":"too_few"}`. Written as it comes: a long sheet is never whole in memory.

use std::io::Write;

use crate::domain::book::{Book, Cell, Column, Definition, Sheet};
use crate::domain::shown::Shown;
use crate::formats::export::manner::{Manner, rfc3339};
use crate::formats::export::object::{Object, string};
use crate::formats::export::rows::{Failed, Rows};
use crate::words::Bilingual;

/// Grows when a field changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// Writes the report.
///
/// # Errors
///
/// Those of the file and of the rows.
pub fn write<W: Write>(book: &Book, rows: &mut dyn Rows, manner: &Manner, mut out: W) -> Result<(), Failed> {
    let mut text = String::new();
    let mut object = Object::open(&mut text);
    object.raw("schema_version", SCHEMA_VERSION);
    object.text("id", book.id);
    object.text("title", &said(&book.title, manner));
    object.text("language", manner.lang.tag());
    object.text("as_of", &rfc3339(book.as_of));
    if let Some((first, last)) = book.period {
        let mut period = Object::open(object.key("period"));
        period.text("from", &first.to_string());
        period.text("to", &last.to_string());
        period.close();
    }
    notes(&mut object, &book.notes, manner);
    object.list("definitions", &book.definitions, |definition, out| define(definition, manner, out));
    object.key("sheets").push('[');
    for (place, sheet) in book.sheets.iter().enumerate() {
        text.push_str(if place == 0 { "\n" } else { ",\n" });
        begin(sheet, manner, &mut text);
        out.write_all(text.as_bytes())?;
        let mut first = true;
        rows.each(sheet, &mut |row| {
            text.clear();
            text.push_str(if std::mem::take(&mut first) { "\n" } else { ",\n" });
            line(&sheet.columns, row, manner, &mut text);
            Ok(out.write_all(text.as_bytes())?)
        })?;
        text.clear();
        text.push_str("\n]}");
    }
    text.push_str("\n]}\n");
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

fn begin(sheet: &Sheet, manner: &Manner, out: &mut String) {
    let mut object = Object::open(out);
    object.text("id", sheet.id);
    object.text("title", &said(&sheet.title, manner));
    notes(&mut object, &sheet.notes, manner);
    object.list("columns", &sheet.columns, |column, out| {
        let mut object = Object::open(out);
        object.text("id", column.id);
        object.text("name", &said(&column.name, manner));
        object.text("kind", column.kind.word());
        object.close();
    });
    object.key("rows").push('[');
}

fn line(columns: &[Column], row: &[Cell], manner: &Manner, out: &mut String) {
    let mut object = Object::open(out);
    for (column, cell) in columns.iter().zip(row) {
        value(cell, column, manner, &mut object);
    }
    object.close();
}

fn value(cell: &Cell, column: &Column, manner: &Manner, object: &mut Object<'_>) {
    let key = column.id;
    if let Some(reason) = cell.reason() {
        let mut none = Object::open(object.key(key));
        none.raw("value", "null");
        none.text("reason", reason);
        return none.close();
    }
    match cell {
        Cell::Text(text) => object.text(key, text),
        Cell::Words(text) => object.text(key, &said(text, manner)),
        Cell::Code(code) => object.text(key, &Shown::text(code)),
        Cell::Count(count) => object.raw(key, count),
        // As Rust writes it, a number is valid JSON that reads back as itself.
        Cell::Number(value) | Cell::Measured(value, _) => object.raw(key, value),
        Cell::Date(date) => object.text(key, &date.to_string()),
        Cell::Instant(micros) => object.text(key, &rfc3339(*micros)),
        _ => object.raw(key, "null"),
    }
}

fn define(definition: &Definition, manner: &Manner, out: &mut String) {
    let mut object = Object::open(out);
    object.text("id", &Shown::line(&definition.id));
    object.text("name", &said(&definition.name, manner));
    object.text("formula", &said(&definition.formula, manner));
    object.close();
}

fn notes(object: &mut Object<'_>, notes: &[Bilingual], manner: &Manner) {
    object.list("notes", notes, |note, out| string(&said(note, manner), out));
}

fn said(text: &Bilingual, manner: &Manner) -> Shown {
    Shown::text(manner.say(text))
}
