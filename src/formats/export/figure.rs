//! A cell as text: for people, in words of their language, and for programs, in figures that any of them reads.

use crate::domain::book::{Cell, Kind, Sheet};
use crate::domain::shown::Shown;
use crate::formats::export::cell::cell;
use crate::formats::export::manner::{Manner, rfc3339};
use crate::words::{self, Lang};

/// Stands before a figure below nothing.
const MINUS: char = '\u{2212}';

/// Whether the cells of a column are figures, which stand to the right.
pub const fn is_figure(kind: Kind) -> bool {
    matches!(kind, Kind::Count | Kind::Number(_) | Kind::Share | Kind::Score | Kind::Seconds)
}

/// A cell for people. `n` is how many cases a share stands on, where the row says it.
pub fn for_people(cell: &Cell, kind: Kind, n: Option<u64>, manner: &Manner) -> String {
    if let Some(reason) = cell.reason_words() {
        return manner.say(&reason).to_owned();
    }
    match cell {
        Cell::Text(text) => text.to_string(),
        // Checklists are files of other people too.
        Cell::Words(text) => Shown::text(manner.say(text)).into_string(),
        Cell::Code(code) => Shown::text(code).into_string(),
        Cell::Count(count) => words::number(manner.lang, *count),
        Cell::Number(value) => number(*value, kind, n, manner.lang),
        Cell::Measured(value, own) => number(*value, *own, n, manner.lang),
        Cell::Date(date) => words::date(manner.lang, *date),
        Cell::Instant(micros) => manner.instant(*micros),
        _ => String::new(),
    }
}

/// A number as its column says.
pub fn number(value: f64, kind: Kind, n: Option<u64>, lang: Lang) -> String {
    let size = value.abs();
    let text = match kind {
        Kind::Share => words::percent(lang, size, n.unwrap_or(u64::MAX)),
        Kind::Score => words::score(size),
        Kind::Seconds => words::duration(lang, size.round() as i64),
        Kind::Number(places) => grouped(lang, size, usize::from(places)),
        _ => grouped(lang, size, if size.fract() == 0.0 { 0 } else { 1 }),
    };
    // What is rounded to nothing has no sign.
    if value < 0.0 && text.contains(|c: char| ('1'..='9').contains(&c)) {
        format!("{MINUS}{text}")
    } else {
        text
    }
}

fn grouped(lang: Lang, size: f64, places: usize) -> String {
    let text = words::decimal(lang, size, places);
    let whole = text.find(['.', ',']).unwrap_or(text.len());
    match text[..whole].parse() {
        Ok(n) => format!("{}{}", words::number(lang, n), &text[whole..]),
        Err(_) => text,
    }
}

/// How many cases the row stands on: its column `n`.
pub fn cases(sheet: &Sheet, row: &[Cell]) -> Option<u64> {
    match row.get(sheet.place("n")?)? {
        Cell::Count(n) => Some(*n),
        _ => None,
    }
}

/// A cell for programs: a decimal point, no grouping, ISO 8601, and why there is no figure in one fixed word.
pub fn for_programs(held: &Cell, manner: &Manner) -> String {
    match held {
        Cell::Text(text) => cell(text, manner.cells),
        Cell::Words(text) => cell(manner.say(text), manner.cells),
        Cell::Code(code) => cell(code, manner.cells),
        Cell::Count(count) => count.to_string(),
        Cell::Number(value) | Cell::Measured(value, _) if value.is_finite() => plain(*value),
        Cell::Date(date) => date.to_string(),
        Cell::Instant(micros) => rfc3339(*micros),
        Cell::TooFew => "too few".to_owned(),
        Cell::NoScore => "no score".to_owned(),
        other => other.reason().unwrap_or_default().to_owned(),
    }
}

/// Six decimals are more than any figure here can mean; zeros at the end say nothing.
fn plain(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::interval::Undefined;
    use crate::formats::export::cell::Cells;
    use jiff::tz::TimeZone;

    fn manner(lang: Lang) -> Manner {
        Manner { lang, zone: TimeZone::UTC, cells: Cells::Guarded }
    }

    #[test]
    fn figures_for_people() {
        let en = |cell: Cell, kind, n| for_people(&cell, kind, n, &manner(Lang::En));
        let fr = |cell: Cell, kind, n| for_people(&cell, kind, n, &manner(Lang::Fr));
        assert_eq!(en(Cell::Number(0.825), Kind::Share, Some(40)), "82%");
        assert_eq!(fr(Cell::Number(0.825), Kind::Share, None), "82,5\u{202f}%");
        assert_eq!(en(Cell::Number(-12_345.678), Kind::Number(2), None), "−12,345.68");
        assert_eq!(en(Cell::Number(-0.001), Kind::Number(2), None), "0.00");
        assert_eq!(en(Cell::Number(-90.0), Kind::Seconds, None), "−1 min");
        assert_eq!(fr(Cell::Count(12_345), Kind::Count, None), "12\u{202f}345");
        assert_eq!(fr(Cell::TooFew, Kind::Share, None), "trop peu");
        assert_eq!(en(Cell::Number(f64::NAN), Kind::Score, None), "a value that cannot be");
    }

    #[test]
    fn figures_for_programs() {
        let said = |cell: Cell| for_programs(&cell, &manner(Lang::Fr));
        assert_eq!(said(Cell::Number(1.0 / 3.0)), "0.333333");
        assert_eq!(said(Cell::Number(-0.000_000_1)), "0");
        assert_eq!(said(Cell::Number(120.0)), "120");
        assert_eq!(said(Cell::TooFew), "too few");
        assert_eq!(said(Cell::NotRecorded), "not_recorded");
        assert_eq!(said(Cell::Undefined(Undefined::NoVariation)), "no_variation");
        assert_eq!(said(Cell::Number(f64::INFINITY)), "out_of_range");
        assert_eq!(said(Cell::Instant(1_700_000_000_000_000)), "2023-11-14T22:13:20Z");
        assert_eq!(said(Cell::Code("=1".into())), "'=1");
    }
}
