//! A report as Markdown that reads well as it is: aligned tables, figures to the right.

use std::io::Write;

use crate::domain::book::{Book, Cell, Column, Kind, Sheet};
use crate::domain::shown::Shown;
use crate::formats::export::figure::{cases, for_people, is_figure};
use crate::formats::export::manner::Manner;
use crate::formats::export::rows::{Failed, Rows};
use crate::words::Bilingual;

/// Rows that decide how wide the columns are; what is longer below sticks out.
const LOOKED_AT: usize = 200;
/// No column is padded beyond this.
const WIDEST: usize = 40;

/// Writes the report.
///
/// # Errors
///
/// Those of the file and of the rows.
pub fn write<W: Write>(book: &Book, rows: &mut dyn Rows, manner: &Manner, mut out: W) -> Result<(), Failed> {
    writeln!(out, "# {}\n", inline(manner.say(&book.title)))?;
    let as_of = manner.as_of(book);
    let known = Bilingual::fixed("As of", "État au");
    match manner.period(book) {
        Some(period) => writeln!(out, "{period} · {} {as_of}", manner.say(&known))?,
        None => writeln!(out, "{} {as_of}", manner.say(&known))?,
    }
    notes(&book.notes, manner, &mut out)?;
    for sheet in &book.sheets {
        writeln!(out, "\n## {}", inline(manner.say(&sheet.title)))?;
        notes(&sheet.notes, manner, &mut out)?;
        writeln!(out)?;
        table(sheet, rows, manner, &mut out)?;
    }
    if !book.definitions.is_empty() {
        let heading = Bilingual::fixed("What the figures mean", "Ce que veulent dire les chiffres");
        writeln!(out, "\n## {}\n", manner.say(&heading))?;
        for definition in &book.definitions {
            writeln!(
                out,
                "- **{}** ({}): {}",
                inline(manner.say(&definition.name)),
                inline(&definition.id),
                inline(manner.say(&definition.formula))
            )?;
        }
    }
    Ok(out.flush()?)
}

fn notes<W: Write>(notes: &[Bilingual], manner: &Manner, out: &mut W) -> Result<(), Failed> {
    for note in notes {
        writeln!(out, "\n{}", inline(manner.say(note)))?;
    }
    Ok(())
}

fn table<W: Write>(sheet: &Sheet, rows: &mut dyn Rows, manner: &Manner, out: &mut W) -> Result<(), Failed> {
    let mut waiting: Vec<Vec<String>> = Vec::new();
    let mut widths: Option<Vec<usize>> = None;
    rows.each(sheet, &mut |row| {
        let texts = texts(sheet, row, manner);
        match &widths {
            Some(widths) => write_line(sheet, &texts, widths, out),
            None => {
                waiting.push(texts);
                if waiting.len() == LOOKED_AT {
                    widths = Some(begin(sheet, &std::mem::take(&mut waiting), manner, out)?);
                }
                Ok(())
            }
        }
    })?;
    if widths.is_none() {
        begin(sheet, &waiting, manner, out)?;
    }
    if waiting.is_empty() && widths.is_none() {
        writeln!(
            out,
            "\n{}",
            manner.say(&Bilingual::fixed("Nothing here yet.", "Rien ici pour l’instant."))
        )?;
    }
    Ok(())
}

/// The heading and the rows looked at; how wide the columns became.
fn begin<W: Write>(
    sheet: &Sheet,
    rows: &[Vec<String>],
    manner: &Manner,
    out: &mut W,
) -> Result<Vec<usize>, Failed> {
    let heads: Vec<String> = shown(sheet).map(|(_, column)| inline(manner.say(&column.name))).collect();
    let width = |text: &String| Shown::line(text).width();
    let widths: Vec<usize> = (0..heads.len())
        .map(|at| {
            let widest = rows.iter().filter_map(|row| row.get(at)).map(width).max().unwrap_or(0);
            widest.min(WIDEST).max(width(&heads[at])).max(4)
        })
        .collect();
    write_line(sheet, &heads, &widths, out)?;
    for ((_, column), width) in shown(sheet).zip(&widths) {
        let line = "-".repeat(width - 1);
        if is_figure(column.kind) { write!(out, "| {line}: ")? } else { write!(out, "| {line}- ")? }
    }
    writeln!(out, "|")?;
    for row in rows {
        write_line(sheet, row, &widths, out)?;
    }
    Ok(widths)
}

/// The columns for people, with their places.
fn shown(sheet: &Sheet) -> impl Iterator<Item = (usize, &Column)> {
    sheet.columns.iter().enumerate().filter(|(_, column)| column.kind != Kind::Key)
}

fn texts(sheet: &Sheet, row: &[Cell], manner: &Manner) -> Vec<String> {
    let n = cases(sheet, row);
    shown(sheet)
        .filter_map(|(place, column)| Some(inline(&for_people(row.get(place)?, column.kind, n, manner))))
        .collect()
}

fn write_line<W: Write>(
    sheet: &Sheet,
    texts: &[String],
    widths: &[usize],
    out: &mut W,
) -> Result<(), Failed> {
    for (((_, column), text), width) in shown(sheet).zip(texts).zip(widths) {
        let gap = " ".repeat(width.saturating_sub(Shown::line(text).width()));
        if is_figure(column.kind) { write!(out, "| {gap}{text} ")? } else { write!(out, "| {text}{gap} ")? }
    }
    Ok(writeln!(out, "|")?)
}

/// Text inside a Markdown line: cleaned, and nothing in it is markup.
pub fn inline(raw: &str) -> String {
    let mut out = String::new();
    for c in Shown::line(raw).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
