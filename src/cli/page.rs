//! A report of few rows as plain text for 80 columns: headings, and tables whose cells go on below where they are long.

use crate::both;
use crate::cli::out::Out;
use crate::domain::book::{Book, Cell, Sheet};
use crate::domain::shown::Shown;
use crate::formats::export::figure::{for_people, is_figure};
use crate::formats::export::manner::Manner;
use crate::words::Bilingual;

/// Columns of the page.
const WIDE: usize = 80;
/// Columns between two cells.
const GAP: usize = 2;
/// Columns before every line but headings.
const INDENT: usize = 2;
/// A column that can go on below is no narrower than this.
const NARROWEST: usize = 14;

/// Prints the page.
pub fn print(out: &mut Out, book: &Book, manner: &Manner) {
    let title = Shown::line(manner.say(&book.title));
    out.line(&format!("# {title}"));
    let (words, as_of) = (Bilingual::fixed("as of", "état au"), manner.as_of(book));
    let known = manner.say(&words);
    match manner.period(book) {
        Some(period) => out.line(&format!("{INDENTED}{period} · {known} {as_of}")),
        None => out.line(&format!("{INDENTED}{known} {as_of}")),
    }
    for note in &book.notes {
        paragraph(out, manner.say(note));
    }
    for sheet in &book.sheets {
        out.line("");
        self::sheet(out, sheet, manner);
    }
}

/// Prints one sheet: its heading, what to know first, its table.
pub fn sheet(out: &mut Out, sheet: &Sheet, manner: &Manner) {
    out.line(&format!("## {}", Shown::line(manner.say(&sheet.title))));
    for note in &sheet.notes {
        paragraph(out, manner.say(note));
    }
    table(out, sheet, manner);
}

const INDENTED: &str = "  ";

fn paragraph(out: &mut Out, text: &str) {
    for line in Shown::line(text).wrap(WIDE - INDENT) {
        out.line(&format!("{INDENTED}{line}"));
    }
}

fn table(out: &mut Out, sheet: &Sheet, manner: &Manner) {
    if sheet.rows.is_empty() {
        let nothing = both!("Nothing to say for sure yet.", "Rien à dire avec certitude pour l’instant.");
        return paragraph(out, manner.say(&nothing));
    }
    let heads: Vec<String> = sheet.columns.iter().map(|column| manner.say(&column.name).to_owned()).collect();
    // Nothing in any cell: lines to fill in by hand.
    if sheet.rows.iter().flatten().all(|cell| *cell == Cell::Nothing) {
        for _ in &sheet.rows {
            let blanks: Vec<String> =
                heads.iter().enumerate().map(|(at, head)| blank(head, at == 0)).collect();
            out.line(&format!("{INDENTED}{}", blanks.join(&" ".repeat(GAP))));
        }
        return;
    }
    let texts: Vec<Vec<Shown>> = sheet
        .rows
        .iter()
        .map(|row| {
            let cells = row.iter().zip(&sheet.columns);
            cells.map(|(cell, column)| Shown::line(&for_people(cell, column.kind, None, manner))).collect()
        })
        .collect();
    let one = sheet.columns.len() == 1;
    let shown = texts.iter().map(|row| row.iter().map(Shown::width).collect::<Vec<_>>());
    let mut natural: Vec<usize> = heads.iter().map(|head| Shown::line(head).width()).collect();
    for row in shown {
        for (widest, width) in natural.iter_mut().zip(row) {
            *widest = (*widest).max(width);
        }
    }
    let widths = fitted(&natural, sheet);
    if !one {
        let heads: Vec<Shown> = heads.iter().map(|head| Shown::line(head)).collect();
        row(out, sheet, &heads, &widths);
        let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        out.line(&format!("{INDENTED}{}", rules.join(&" ".repeat(GAP))));
    }
    for texts in &texts {
        row(out, sheet, texts, &widths);
    }
}

/// `Decision ______`: long for what is decided, short for a name and a day.
fn blank(head: &str, long: bool) -> String {
    let columns = if long { 38 } else { 18 };
    format!("{head} {}", "_".repeat(columns - Shown::line(head).width() - 1))
}

/// Columns of words share what figures leave, none with more than it needs.
fn fitted(natural: &[usize], sheet: &Sheet) -> Vec<usize> {
    let room = WIDE - INDENT - GAP * natural.len().saturating_sub(1);
    let mut widths = natural.to_vec();
    while widths.iter().sum::<usize>() > room {
        // The widest gives way first; figures never do.
        let widest = widths
            .iter()
            .enumerate()
            .filter(|(at, width)| !is_figure(sheet.columns[*at].kind) && **width > NARROWEST)
            .max_by_key(|(at, width)| (**width, *at))
            .map(|(at, _)| at);
        let Some(at) = widest else { break };
        widths[at] -= 1;
    }
    widths
}

fn row(out: &mut Out, sheet: &Sheet, texts: &[Shown], widths: &[usize]) {
    let cells: Vec<Vec<Shown>> =
        texts.iter().zip(widths).map(|(text, width)| text.wrap((*width).max(1))).collect();
    let lines = cells.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..lines {
        let mut text = String::new();
        for ((cell, width), column) in cells.iter().zip(widths).zip(&sheet.columns) {
            let part = cell.get(line);
            let gap = " ".repeat(width.saturating_sub(part.map_or(0, Shown::width)));
            let part = part.map_or("", Shown::as_str);
            text.push_str(&if is_figure(column.kind) {
                format!("{gap}{part}")
            } else {
                format!("{part}{gap}")
            });
            text.push_str(&" ".repeat(GAP));
        }
        out.line(format!("{INDENTED}{text}").trim_end());
    }
}
