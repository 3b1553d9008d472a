//! A report as a workbook: a sheet for each subject, cells with types, a heading that stays, and two sheets at the end
//! that say what the figures mean and when they were made. Text is only ever text: never a formula, never a link.

use std::collections::BTreeSet;
use std::io::Write;

use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::domain::book::{Book, Cell, Kind, Sheet};
use crate::domain::shown::Shown;
use crate::formats::export::cell::is_risky;
use crate::formats::export::figure::{for_people, is_figure};
use crate::formats::export::manner::Manner;
use crate::formats::export::rows::{Failed, Rows};
use crate::words::Bilingual;

/// Rows of a sheet below its heading.
const MOST_ROWS: u32 = 1_048_575;
/// UTF-16 units in a cell, with room for the mark of a cut.
const MOST_UNITS: usize = 32_700;
/// Characters in the name of a sheet.
const MOST_NAME: usize = 31;
/// Columns are as wide as what they hold, between these.
const WIDTHS: (usize, usize) = (9, 60);

/// Writes the report.
///
/// # Errors
///
/// Those of the file and of the rows, and [`Failed::TooLong`].
pub fn write<W: Write + Send>(
    book: &Book,
    rows: &mut dyn Rows,
    manner: &Manner,
    mut out: W,
) -> Result<(), Failed> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_timestamp(book.as_of.div_euclid(1_000_000))?;
    let title = Shown::line(manner.say(&book.title));
    workbook.set_properties(
        &DocProperties::new().set_title(title.as_str()).set_author("Aplomb").set_creation_datetime(&made),
    );
    let looks = Looks::new();
    let mut names = BTreeSet::new();
    for sheet in &book.sheets {
        let page = workbook.add_worksheet_with_constant_memory()?;
        page.set_name(name(manner.say(&sheet.title), &mut names))?;
        fill(page, sheet, rows, manner, &looks)?;
    }
    if !book.definitions.is_empty() {
        let title = Bilingual::fixed("Definitions", "Définitions");
        let heads = [
            Bilingual::fixed("Figure", "Chiffre"),
            Bilingual::fixed("What it is and what it leaves out", "Ce que c’est et ce qu’il ne compte pas"),
            Bilingual::fixed("Id and version", "Identifiant et version"),
        ];
        let lines = book.definitions.iter().map(|definition| {
            [manner.say(&definition.name), manner.say(&definition.formula), definition.id.as_str()]
                .map(str::to_owned)
        });
        let page = workbook.add_worksheet();
        page.set_name(name(manner.say(&title), &mut names))?;
        words(page, &heads.each_ref().map(|head| manner.say(head)), &[32.0, 90.0, 32.0], lines, &looks)?;
    }
    let page = workbook.add_worksheet();
    let about = Bilingual::fixed("About", "À propos");
    page.set_name(name(manner.say(&about), &mut names))?;
    let heads = [manner.say(&about), title.as_str()];
    words(page, &heads, &[24.0, 90.0], about_lines(book, manner).into_iter(), &looks)?;
    workbook.save_to_writer(&mut out)?;
    Ok(out.flush()?)
}

/// How cells look, made once: a workbook holds few formats.
struct Looks {
    head: Format,
    head_figure: Format,
    text: Format,
    /// Text that stays text even when somebody edits the cell.
    guarded: Format,
    reason: Format,
}

impl Looks {
    fn new() -> Looks {
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(Color::RGB(0x2F_6F_73))
            .set_background_color(Color::RGB(0xEE_F4_F4));
        let text = Format::new().set_align(FormatAlign::Top);
        Looks {
            head_figure: head.clone().set_align(FormatAlign::Right),
            head,
            guarded: text.clone().set_quote_prefix(),
            reason: Format::new()
                .set_italic()
                .set_font_color(Color::RGB(0x5F_6B_6D))
                .set_align(FormatAlign::Right)
                .set_align(FormatAlign::Top),
            text,
        }
    }
}

/// How the figures of a column look.
fn figure_format(kind: Kind) -> Format {
    let digits = |places: u8| match places {
        0 => "#,##0".to_owned(),
        places => format!("#,##0.{}", "0".repeat(usize::from(places))),
    };
    let format = Format::new().set_align(FormatAlign::Top);
    match kind {
        Kind::Text | Kind::Key => format,
        Kind::Count => format.set_num_format(digits(0)),
        Kind::Number(places) => format.set_num_format(digits(places)),
        Kind::Share => format.set_num_format("0.0%"),
        Kind::Score => format.set_num_format("0.0"),
        Kind::Seconds => format.set_num_format("[h]:mm:ss"),
        Kind::Date => format.set_num_format("yyyy-mm-dd"),
        Kind::Instant => format.set_num_format("yyyy-mm-dd hh:mm:ss"),
    }
}

fn fill(
    page: &mut Worksheet,
    sheet: &Sheet,
    rows: &mut dyn Rows,
    manner: &Manner,
    looks: &Looks,
) -> Result<(), Failed> {
    let formats: Vec<Format> = sheet.columns.iter().map(|column| figure_format(column.kind)).collect();
    // Rows go to disk as they come, so that what stands above them must be said first.
    page.set_freeze_panes(1, 0)?;
    page.set_repeat_rows(0, 0)?;
    page.set_landscape().set_print_fit_to_pages(1, 0);
    for (at, (column, place)) in sheet.columns.iter().zip(0u16..).enumerate() {
        page.set_column_width(place, width(sheet, at, manner) as f64)?;
        let look = if is_figure(column.kind) { &looks.head_figure } else { &looks.head };
        page.write_string_with_format(0, place, Shown::line(manner.say(&column.name)).as_str(), look)?;
    }
    let mut below = 0;
    rows.each(sheet, &mut |row| {
        if below == MOST_ROWS {
            return Err(Failed::TooLong { sheet: sheet.id, most: MOST_ROWS });
        }
        below += 1;
        for ((cell, place), (column, format)) in
            row.iter().zip(0u16..).zip(sheet.columns.iter().zip(&formats))
        {
            write_cell(page, (below, place), cell, column.kind, manner, format, looks)?;
        }
        Ok(())
    })?;
    if let Some(last) = u16::try_from(sheet.columns.len()).unwrap_or(u16::MAX).checked_sub(1) {
        page.autofilter(0, 0, below, last)?;
    }
    Ok(())
}

fn write_cell(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    kind: Kind,
    manner: &Manner,
    format: &Format,
    looks: &Looks,
) -> Result<(), Failed> {
    if let Some(reason) = cell.reason_words() {
        page.write_string_with_format(row, column, manner.say(&reason), &looks.reason)?;
        return Ok(());
    }
    let number = match cell {
        // A sheet counts in doubles, and in days.
        Cell::Count(count) => Some(*count as f64),
        Cell::Number(_) | Cell::Measured(..) => cell.number(kind).map(|(value, kind)| match kind {
            Kind::Seconds => value / 86_400.0,
            _ => value,
        }),
        Cell::Date(date) => serial(date.at(0, 0, 0, 0)),
        Cell::Instant(micros) => {
            let at = jiff::Timestamp::from_microsecond(*micros).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
            serial(manner.zone.to_datetime(at))
        }
        _ => None,
    };
    if let Some(number) = number {
        match cell {
            Cell::Measured(_, own) => {
                page.write_number_with_format(row, column, number, &figure_format(*own))?
            }
            _ => page.write_number_with_format(row, column, number, format)?,
        };
        return Ok(());
    }
    let text = for_people(cell, kind, None, manner);
    if !text.is_empty() {
        let look = if is_risky(&text) { &looks.guarded } else { &looks.text };
        page.write_string_with_format(row, column, fitting(&text), look)?;
    }
    Ok(())
}

/// Days since the last of 1899, as sheets count them from March 1900 on; before that, they are wrong about a leap year.
fn serial(at: DateTime) -> Option<f64> {
    let first = Date::new(1899, 12, 30).ok()?;
    let since = first.at(0, 0, 0, 0).until((jiff::Unit::Second, at)).ok()?;
    let days = since.get_seconds() as f64 / 86_400.0;
    (days >= 61.0).then_some(days)
}

/// Text cut to what a cell holds, with a mark where something was cut.
fn fitting(text: &str) -> String {
    if text.len() <= MOST_UNITS || text.encode_utf16().count() <= MOST_UNITS {
        return text.to_owned();
    }
    let mut units = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= MOST_UNITS
        })
        .collect();
    let left_out = text.chars().count() - kept.chars().count();
    format!("{kept}… ⟨+{left_out}⟩")
}

fn width(sheet: &Sheet, at: usize, manner: &Manner) -> usize {
    let column = &sheet.columns[at];
    let usual = match column.kind {
        Kind::Instant => 20,
        Kind::Date | Kind::Seconds => 12,
        _ => WIDTHS.0,
    };
    let held = sheet.rows.iter().filter_map(|row| row.get(at)).take(1000).map(|cell| {
        let text = for_people(cell, column.kind, None, manner);
        text.lines().map(|line| Shown::line(line).width()).max().unwrap_or(0)
    });
    // The button of the filter covers a part of the heading.
    let head = Shown::line(manner.say(&column.name)).width() + 3;
    held.max().unwrap_or(0).max(usual).max(head).min(WIDTHS.1)
}

/// The name of a sheet: no longer than allowed, none of the signs that are not, and not twice.
fn name(title: &str, taken: &mut BTreeSet<String>) -> String {
    let clean: String =
        Shown::line(title).chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
    let clean = if clean.trim().is_empty() { "…" } else { clean.trim() };
    let mut number = 1;
    loop {
        let end = if number == 1 { String::new() } else { format!(" {number}") };
        let mut units = end.encode_utf16().count();
        let head: String = clean
            .chars()
            .take_while(|c| {
                units += c.len_utf16();
                units <= MOST_NAME
            })
            .collect();
        let name = format!("{}{end}", head.trim_end());
        // Sheets that differ in case alone are one to Excel.
        if taken.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

/// What the report is, when it was made, and what to read before the figures.
fn about_lines(book: &Book, manner: &Manner) -> Vec<[String; 2]> {
    let say = |en, fr| manner.say(&Bilingual::fixed(en, fr)).to_owned();
    let mut lines = vec![[say("As of", "État au"), manner.as_of(book)]];
    if let Some(period) = manner.period(book) {
        lines.push([say("Period", "Période"), period]);
    }
    for note in &book.notes {
        lines.push([say("Note", "Remarque"), manner.say(note).to_owned()]);
    }
    for sheet in &book.sheets {
        for note in &sheet.notes {
            lines.push([manner.say(&sheet.title).to_owned(), manner.say(note).to_owned()]);
        }
    }
    lines
}

/// A page of words.
fn words<const N: usize>(
    page: &mut Worksheet,
    heads: &[&str; N],
    widths: &[f64; N],
    lines: impl Iterator<Item = [String; N]>,
    looks: &Looks,
) -> Result<(), Failed> {
    let wrapped = looks.text.clone().set_text_wrap();
    page.set_freeze_panes(1, 0)?;
    page.set_landscape().set_print_fit_to_pages(1, 0);
    for ((head, width), place) in heads.iter().zip(widths).zip(0u16..) {
        page.set_column_width(place, *width)?;
        page.write_string_with_format(0, place, *head, &looks.head)?;
    }
    for (line, row) in lines.zip(1u32..) {
        for (text, place) in line.iter().zip(0u16..) {
            page.write_string_with_format(row, place, fitting(&Shown::text(text)), &wrapped)?;
        }
    }
    Ok(())
}

impl From<XlsxError> for Failed {
    fn from(error: XlsxError) -> Failed {
        match error {
            XlsxError::IoError(error) => Failed::Io(error),
            other => Failed::Writer(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_sheets_count_them() {
        assert_eq!(serial(jiff::civil::date(2026, 11, 22).at(12, 0, 0, 0)), Some(46_348.5));
        assert_eq!(serial(jiff::civil::date(1900, 3, 1).at(0, 0, 0, 0)), Some(61.0));
        assert_eq!(serial(jiff::civil::date(1900, 2, 28).at(0, 0, 0, 0)), None);
    }

    #[test]
    fn names_of_sheets() {
        let mut taken = BTreeSet::new();
        assert_eq!(name("First response: day/night", &mut taken), "First response  day night");
        assert_eq!(name("first response  day night", &mut taken), "first response  day night 2");
        assert_eq!(name(&"long ".repeat(20), &mut taken).len(), 31);
        assert_eq!(name("'*'", &mut taken), "…");
    }

    #[test]
    fn a_long_text_is_cut_with_a_mark() {
        let cut = fitting(&"é".repeat(40_000));
        assert!(cut.ends_with("… ⟨+7300⟩"), "{}", &cut[cut.len() - 30..]);
        assert!(cut.encode_utf16().count() <= 32_767);
        assert_eq!(fitting("short"), "short");
    }
}
