//! The last look at a frame before it leaves: text from outside was cleaned at the door, and should something have
//! gone round the door, it stops here. In ASCII mode it also puts letters that every terminal has.

use ratatui::buffer::Buffer;
use unicode_normalization::char::is_combining_mark;

use crate::domain::fold::fold;
use crate::domain::shown::forbidden;

/// Marks that one base letter may carry, as at the door.
const MOST_MARKS: usize = 16;

/// Mends every cell that holds something forbidden, and counts them: a count above 0 is a bug in a view. With `ascii`,
/// what is not ASCII is then put in ASCII, column for column, and not counted.
pub fn sweep(buffer: &mut Buffer, ascii: bool) -> usize {
    let mut mended = 0;
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if let [0x20..=0x7e] = symbol.as_bytes() {
            continue;
        }
        let sound = !symbol.chars().any(forbidden) && marks(symbol) <= MOST_MARKS;
        if sound && !ascii {
            continue;
        }
        let mut kept = if sound { symbol.to_owned() } else { mend(symbol) };
        if ascii && !kept.is_ascii() {
            kept = plain(&kept);
        }
        mended += usize::from(!sound);
        cell.set_symbol(&kept);
    }
    mended
}

fn marks(symbol: &str) -> usize {
    symbol.chars().filter(|c| is_combining_mark(*c)).count()
}

/// The symbol without what is forbidden. A cell has one column, or two: no room for the door's longer marks.
fn mend(symbol: &str) -> String {
    let mut marks = 0;
    let mut out = String::new();
    for c in symbol.chars() {
        if forbidden(c) {
            out.clear();
            out.push('\u{fffd}');
            return out;
        }
        marks += usize::from(is_combining_mark(c));
        if !is_combining_mark(c) || marks <= MOST_MARKS {
            out.push(c);
        }
    }
    out
}

/// One ASCII letter for a symbol: its letter without accents, a look-alike, or `?`.
fn plain(symbol: &str) -> String {
    let Some(c) = symbol.chars().next() else { return String::new() };
    let like = match c {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
        '«' | '»' | '“' | '”' | '„' => '"',
        '‹' | '›' | '‘' | '’' => '\'',
        '‐'..='―' | '−' => '-',
        '…' => '~',
        '·' | '•' | '∙' => '.',
        '×' => 'x',
        '⟨' => '<',
        '⟩' => '>',
        '│' | '┃' | '┆' | '┊' | '║' => '|',
        '─' | '━' | '┄' | '┈' | '═' => '-',
        '┌'..='╬' | '╭'..='╰' => '+',
        '█' | '▀'..='▟' => '#',
        '␀'..='␡' => '^',
        _ => folded(c),
    };
    like.to_string()
}

fn folded(c: char) -> char {
    match fold(c.encode_utf8(&mut [0; 4])).chars().next() {
        Some(letter) if letter.is_ascii() && c.is_uppercase() => letter.to_ascii_uppercase(),
        Some(letter) if letter.is_ascii() => letter,
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::layout::Rect;

    fn row(symbols: &[&str]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, symbols.len() as u16, 1));
        for (cell, symbol) in buffer.content.iter_mut().zip(symbols) {
            cell.set_symbol(symbol);
        }
        buffer
    }

    fn text(buffer: &Buffer) -> Vec<&str> {
        buffer.content.iter().map(|cell| cell.symbol()).collect()
    }

    #[test]
    fn honest_cells_are_left_alone() {
        let symbols = ["a", "é", "日", " ", "👩‍👩‍👧", "e\u{301}", "▸", "\u{202f}"];
        let mut buffer = row(&symbols);
        assert_eq!(sweep(&mut buffer, false), 0);
        assert_eq!(text(&buffer), symbols);
    }

    #[test]
    fn what_went_round_the_door_stops_here() {
        let mut buffer = row(&["\u{1b}", "a\u{202e}", "\u{9b}", "b"]);
        assert_eq!(sweep(&mut buffer, false), 3);
        assert_eq!(text(&buffer), ["\u{fffd}", "\u{fffd}", "\u{fffd}", "b"]);
    }

    #[test]
    fn towers_of_marks_are_cut() {
        let tower = format!("a{}", "\u{301}".repeat(200));
        let mut buffer = row(&[&tower]);
        assert_eq!(sweep(&mut buffer, false), 1);
        assert_eq!(marks(buffer.content[0].symbol()), MOST_MARKS);
    }

    #[test]
    fn ascii_keeps_the_columns() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        buffer.set_string(0, 0, "réglé 日本x", ratatui::style::Style::new());
        assert_eq!(sweep(&mut buffer, true), 0);
        assert_eq!(text(&buffer).concat(), "regle ? ? x ");
    }

    #[test]
    fn ascii_mode_has_no_other_letter() {
        let mut buffer = row(&["É", "œ", "’", "«", "日", "─", "\u{202f}", "e\u{301}", "z"]);
        assert_eq!(sweep(&mut buffer, true), 0);
        assert_eq!(text(&buffer), ["E", "o", "'", "\"", "?", "-", " ", "e", "z"]);
    }

    proptest! {
        #[test]
        fn nothing_forbidden_is_left(symbols in prop::collection::vec(any::<String>(), 1..8), ascii: bool) {
            let mut buffer = row(&symbols.iter().map(String::as_str).collect::<Vec<_>>());
            sweep(&mut buffer, ascii);
            for symbol in text(&buffer) {
                prop_assert!(!symbol.chars().any(forbidden));
                prop_assert!(!ascii || symbol.is_ascii());
            }
            prop_assert_eq!(sweep(&mut buffer, ascii), 0);
        }
    }
}
