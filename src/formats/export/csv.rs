//! A sheet as CSV: the ids of the columns, then the rows. It is the form for programs: commas, decimal points, ISO 8601,
//! UTF-8 without a mark at the start, which many readers would take for a part of the first heading. Excel in a country
//! of decimal commas is served by the workbook, whose cells have types; a mark alone would not make it read commas.

use std::io::Write;

use crate::domain::book::{Book, Column, Sheet};
use crate::formats::export::cell::cell;
use crate::formats::export::figure::for_programs;
use crate::formats::export::manner::{Manner, rfc3339};
use crate::formats::export::rows::{Failed, Rows};
use crate::words::Bilingual;

/// Writes one sheet.
///
/// # Errors
///
/// Those of the file and of the rows.
pub fn write<W: Write>(sheet: &Sheet, rows: &mut dyn Rows, manner: &Manner, out: W) -> Result<(), Failed> {
    let mut out = ::csv::Writer::from_writer(out);
    let heads = sheet.columns.iter().map(|Column { id, .. }| *id);
    out.write_record(heads).map_err(io)?;
    rows.each(sheet, &mut |row| {
        for held in row {
            out.write_field(for_programs(held, manner)).map_err(io)?;
        }
        out.write_record(None::<&[u8]>).map_err(io)
    })?;
    Ok(out.flush()?)
}

/// Writes what the report is, when it was known, and what the figures mean: the table beside the sheets.
///
/// # Errors
///
/// Those of the file.
pub fn about<W: Write>(book: &Book, manner: &Manner, out: W) -> Result<(), Failed> {
    let mut out = ::csv::Writer::from_writer(out);
    let mut line =
        |texts: [&str; 3]| out.write_record(texts.map(|text| cell(text, manner.cells))).map_err(io);
    let (as_of, period) = (
        Bilingual::fixed("Known on", "Connu le"),
        Bilingual::fixed("First and last day", "Premier et dernier jour"),
    );
    line(["id", "name", "meaning"])?;
    line(["as_of", manner.say(&as_of), &rfc3339(book.as_of)])?;
    if let Some((first, last)) = book.period {
        line(["period", manner.say(&period), &format!("{first}/{last}")])?;
    }
    for note in &book.notes {
        line(["note", manner.say(&book.title), manner.say(note)])?;
    }
    for sheet in &book.sheets {
        for note in &sheet.notes {
            line(["note", manner.say(&sheet.title), manner.say(note)])?;
        }
    }
    for definition in &book.definitions {
        line([&definition.id, manner.say(&definition.name), manner.say(&definition.formula)])?;
    }
    Ok(out.flush()?)
}

fn io(error: ::csv::Error) -> Failed {
    let text = error.to_string();
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => Failed::Io(error),
        _ => Failed::Writer(text),
    }
}
