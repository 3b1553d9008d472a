//! A cell that no spreadsheet runs. Text passes the door first; what a spreadsheet would take for a formula gets an
//! apostrophe in front (OWASP ASVS 5, 1.2.10), and so does text that reads `-2`, to stay text. Figures are no text.

use crate::domain::shown::Shown;

/// How cells are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cells {
    /// For people: guarded.
    #[default]
    Guarded,
    /// For programs: cleaned, but not guarded.
    Plain,
}

/// `raw` as a cell.
pub fn cell(raw: &str, cells: Cells) -> String {
    let clean = Shown::text(raw).into_string();
    if cells == Cells::Guarded && is_risky(&clean) { format!("'{clean}") } else { clean }
}

/// Whether a spreadsheet might run the cell. White space in front does not protect.
pub fn is_risky(cell: &str) -> bool {
    let first = cell.chars().next();
    let inside = cell.trim_start().chars().next();
    let starts = |c: Option<char>| {
        matches!(
            c,
            Some('=' | '+' | '-' | '@' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}' | '|' | '%')
        )
    };
    matches!(first, Some('\t' | '\r' | '\n')) || starts(first) || starts(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_other_text_is_not() {
        for formula in ["=1+1", "+cmd", "-x", "@SUM", "＝1", "  =1", "\n=1", "|calc", "-2", "+3.5", "-inf"] {
            assert!(cell(formula, Cells::Guarded).starts_with('\''), "{formula:?}");
        }
        for honest in ["12", "a=b", "Bonjour", "", "1 + 1"] {
            assert_eq!(cell(honest, Cells::Guarded), honest);
        }
        assert_eq!(cell("=1", Cells::Plain), "=1");
        assert_eq!(cell("a\u{1b}b", Cells::Plain), "a␛b");
    }
}
