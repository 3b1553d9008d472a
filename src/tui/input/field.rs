//! A text field that behaves like a shell line. One line: enter confirms, esc cancels. A note: enter breaks the line,
//! esc keeps the text and closes, ctrl-e asks for the person's own editor, ctrl-c discards.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

use crate::domain::shown::{Shown, forbidden};
use crate::tui::chord::{Chord, Key};

/// Bytes that a single line may hold.
const LONGEST_LINE: usize = 1_000;
/// Bytes that a note may hold.
const LONGEST_NOTE: usize = 20_000;

/// What a chord did to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldResult {
    /// The field used it.
    Consumed,
    /// The text is to be kept and the field closed.
    Confirm,
    /// The text is to be dropped and the field closed.
    Cancel,
    /// The text is to be opened in the person's editor.
    Edit,
    /// The field has no use for it.
    Ignored,
}

/// A field with its text and cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    text: String,
    /// A byte place in `text`, between graphemes.
    cursor: usize,
    several: bool,
    /// Columns at which a note was last wrapped; moving up and down follows the rows that the person sees.
    columns: usize,
}

impl Default for Field {
    fn default() -> Field {
        Field::line("")
    }
}

impl Field {
    /// A field of one line, the cursor behind its text.
    pub fn line(text: &str) -> Field {
        Field::new(text, false)
    }

    /// A field of several lines, the cursor behind its text.
    pub fn note(text: &str) -> Field {
        Field::new(text, true)
    }

    fn new(text: &str, several: bool) -> Field {
        let mut field = Field { text: String::new(), cursor: 0, several, columns: usize::MAX };
        field.paste(text);
        field
    }

    /// Tells a note how wide it is shown, so that up and down move by rows as seen.
    pub fn set_columns(&mut self, columns: u16) {
        self.columns = usize::from(columns).max(1);
    }

    /// The text as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the field takes several lines.
    pub fn is_note(&self) -> bool {
        self.several
    }

    /// Replaces the text, the cursor behind it.
    pub fn set(&mut self, text: &str) {
        self.text.clear();
        self.cursor = 0;
        self.paste(text);
    }

    /// Puts text at the cursor. In a single line, line breaks and tabs become spaces; control characters and other
    /// letters that may not reach a screen are left out; what exceeds the field's length is cut.
    pub fn paste(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n");
        let clean: String = text
            .chars()
            .filter_map(|c| match c {
                '\n' | '\r' => Some(if self.several { '\n' } else { ' ' }),
                '\t' => Some(' '),
                c => (!forbidden(c)).then_some(c),
            })
            .collect();
        self.insert(&clean);
    }

    /// Gives the field a key.
    pub fn on(&mut self, chord: Chord) -> FieldResult {
        if let Some(c) = chord.typed() {
            let mut bytes = [0; 4];
            self.paste(c.encode_utf8(&mut bytes));
            return FieldResult::Consumed;
        }
        if chord.alt {
            return FieldResult::Ignored;
        }
        match (chord.key, chord.ctrl) {
            (Key::Enter, _) if self.several => self.insert("\n"),
            (Key::Enter, _) => return FieldResult::Confirm,
            (Key::Esc, _) if self.several => return FieldResult::Confirm,
            (Key::Esc, _) | (Key::Char('c'), true) => return FieldResult::Cancel,
            (Key::Char('e'), true) if self.several => return FieldResult::Edit,
            (Key::Left, false) | (Key::Char('b'), true) => self.cursor = self.before(self.cursor),
            (Key::Right, false) | (Key::Char('f'), true) => self.cursor = self.after(self.cursor),
            (Key::Left, true) => self.cursor = self.word_before(),
            (Key::Right, true) => self.cursor = self.word_after(),
            (Key::Home, true) => self.cursor = 0,
            (Key::End, true) => self.cursor = self.text.len(),
            (Key::Home, false) | (Key::Char('a'), true) => self.cursor = self.line_start(),
            (Key::End, false) | (Key::Char('e'), true) => self.cursor = self.line_end(),
            (Key::Up, false) if self.several => self.move_rows(-1),
            (Key::Down, false) if self.several => self.move_rows(1),
            (Key::Backspace, false) | (Key::Char('h'), true) => {
                self.remove(self.before(self.cursor), self.cursor)
            }
            (Key::Delete, false) | (Key::Char('d'), true) => {
                self.remove(self.cursor, self.after(self.cursor))
            }
            (Key::Backspace, true) | (Key::Char('w'), true) => self.remove(self.word_before(), self.cursor),
            (Key::Delete, true) => self.remove(self.cursor, self.word_after()),
            (Key::Char('u'), true) => self.remove(self.line_start(), self.cursor),
            (Key::Char('k'), true) => self.remove(self.cursor, self.line_end()),
            _ => return FieldResult::Ignored,
        }
        FieldResult::Consumed
    }

    /// What to show in `columns` by `rows`, and the row and column of the cursor in it. A line scrolls sideways, a
    /// note wraps at words and scrolls up and down; the cursor is always inside.
    pub fn view(&self, columns: u16, rows: u16) -> (Vec<Shown>, u16, u16) {
        let wide = usize::from(columns).max(1);
        let high = usize::from(rows).max(1);
        if !self.several {
            return self.view_line(wide);
        }
        let spans = self.rows(wide);
        let at = self.row_of(&spans);
        let first = (at + 1).saturating_sub(high);
        let shown: Vec<Shown> = spans
            .iter()
            .skip(first)
            .take(high)
            .map(|(from, to)| Shown::line(&self.text[*from..*to]))
            .collect();
        let column = Shown::line(&self.text[spans[at].0..self.cursor]).width().min(wide - 1);
        (shown, cells(at - first), cells(column))
    }

    fn view_line(&self, wide: usize) -> (Vec<Shown>, u16, u16) {
        let mut from = self.cursor;
        let mut used = 0;
        // The cursor itself needs a column.
        for (place, grapheme) in self.text[..self.cursor].grapheme_indices(true).rev() {
            let width = Shown::line(grapheme).width();
            if used + width + 1 > wide {
                break;
            }
            used += width;
            from = place;
        }
        let mut to = self.cursor;
        let mut room = wide.saturating_sub(used);
        for (place, grapheme) in self.text[self.cursor..].grapheme_indices(true) {
            let width = Shown::line(grapheme).width();
            if width > room {
                break;
            }
            room -= width;
            to = self.cursor + place + grapheme.len();
        }
        (vec![Shown::line(&self.text[from..to])], 0, cells(used))
    }

    fn insert(&mut self, text: &str) {
        let most = if self.several { LONGEST_NOTE } else { LONGEST_LINE };
        let mut end = most.saturating_sub(self.text.len()).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.text.insert_str(self.cursor, &text[..end]);
        // What was typed may have joined the letter behind it: the cursor stays between graphemes.
        let place = self.cursor + end;
        let mut seam = GraphemeCursor::new(place, self.text.len(), true);
        self.cursor = if seam.is_boundary(&self.text, 0).unwrap_or(true) { place } else { self.after(place) };
    }

    fn remove(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
        let mut seam = GraphemeCursor::new(from, self.text.len(), true);
        if !seam.is_boundary(&self.text, 0).unwrap_or(true) {
            self.cursor = self.before(from);
        }
    }

    fn before(&self, place: usize) -> usize {
        let mut cursor = GraphemeCursor::new(place, self.text.len(), true);
        cursor.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    fn after(&self, place: usize) -> usize {
        let mut cursor = GraphemeCursor::new(place, self.text.len(), true);
        cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }

    fn word_before(&self) -> usize {
        let words = self.text[..self.cursor].split_word_bound_indices().rev();
        words.into_iter().find(|(_, word)| !word.trim().is_empty()).map_or(0, |(place, _)| place)
    }

    fn word_after(&self) -> usize {
        self.text[self.cursor..]
            .split_word_bound_indices()
            .find(|(_, word)| !word.trim().is_empty())
            .map_or(self.text.len(), |(place, word)| self.cursor + place + word.len())
    }

    fn line_start(&self) -> usize {
        self.text[..self.cursor].rfind('\n').map_or(0, |place| place + 1)
    }

    fn line_end(&self) -> usize {
        self.text[self.cursor..].find('\n').map_or(self.text.len(), |place| self.cursor + place)
    }

    /// The rows of a note as byte ranges, the line breaks left out.
    fn rows(&self, wide: usize) -> Vec<(usize, usize)> {
        let mut rows = Vec::new();
        let mut from = 0;
        for line in self.text.split('\n') {
            wrap(line, from, wide, &mut rows);
            from += line.len() + 1;
        }
        rows
    }

    fn row_of(&self, rows: &[(usize, usize)]) -> usize {
        rows.iter().rposition(|(from, _)| *from <= self.cursor).unwrap_or(0)
    }

    fn move_rows(&mut self, by: isize) {
        let rows = self.rows(self.columns);
        let at = self.row_of(&rows);
        let Some(to) = at.checked_add_signed(by) else {
            self.cursor = 0;
            return;
        };
        let Some((from, end)) = rows.get(to).copied() else {
            self.cursor = self.text.len();
            return;
        };
        let wanted = self.text[rows[at].0..self.cursor].width();
        let mut used = 0;
        // The place behind a wrapped row belongs to the row below.
        let last =
            if rows.get(to + 1).is_some_and(|(next, _)| *next == end) { self.before(end) } else { end };
        self.cursor = last;
        for (place, grapheme) in self.text[from..end].grapheme_indices(true) {
            if used >= wanted || from + place >= last {
                self.cursor = (from + place).min(last);
                break;
            }
            used += grapheme.width();
        }
    }
}

/// Breaks one line into rows, after spaces where there are any.
fn wrap(line: &str, offset: usize, wide: usize, rows: &mut Vec<(usize, usize)>) {
    let mut from = 0;
    let mut used = 0;
    let mut space = None;
    for (place, grapheme) in line.grapheme_indices(true) {
        let width = Shown::line(grapheme).width();
        if used + width > wide && place > from {
            let cut = space.filter(|cut| *cut > from).unwrap_or(place);
            rows.push((offset + from, offset + cut));
            from = cut;
            used = Shown::line(&line[from..place]).width();
            space = None;
        }
        used += width;
        if grapheme == " " {
            space = Some(place + 1);
        }
    }
    rows.push((offset + from, offset + line.len()));
}

fn cells(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(field: &mut Field, keys: &[&str]) -> FieldResult {
        keys.iter().map(|key| field.on(key.parse().unwrap())).last().unwrap()
    }

    #[test]
    fn a_shell_line() {
        let mut f = Field::line("one two three");
        keys(&mut f, &["ctrl-w"]);
        assert_eq!(f.text(), "one two ");
        keys(&mut f, &["ctrl-left", "X"]);
        assert_eq!(f.text(), "one Xtwo ");
        keys(&mut f, &["ctrl-k"]);
        assert_eq!(f.text(), "one X");
        keys(&mut f, &["home", "delete", "end", "backspace"]);
        assert_eq!(f.text(), "ne ");
        keys(&mut f, &["ctrl-u"]);
        assert_eq!(f.text(), "");
        assert_eq!(keys(&mut f, &["enter"]), FieldResult::Confirm);
        assert_eq!(keys(&mut f, &["esc"]), FieldResult::Cancel);
        assert_eq!(keys(&mut f, &["F2"]), FieldResult::Ignored);
    }

    #[test]
    fn a_note() {
        let mut f = Field::note("a");
        assert_eq!(keys(&mut f, &["enter", "b"]), FieldResult::Consumed);
        assert_eq!(f.text(), "a\nb");
        assert_eq!(keys(&mut f, &["esc"]), FieldResult::Confirm);
        assert_eq!(keys(&mut f, &["ctrl-e"]), FieldResult::Edit);
        assert_eq!(keys(&mut f, &["ctrl-c"]), FieldResult::Cancel);
        keys(&mut f, &["up", "x"]);
        assert_eq!(f.text(), "ax\nb");
    }

    #[test]
    fn up_and_down_follow_the_rows_seen() {
        let mut f = Field::note("aaa bbb ccc");
        f.set_columns(4);
        assert_eq!(f.view(4, 9).0.iter().map(|r| r.as_str()).collect::<Vec<_>>(), ["aaa ", "bbb ", "ccc"]);
        keys(&mut f, &["up"]);
        assert_eq!(f.view(4, 9).1, 1);
        keys(&mut f, &["up", "up"]);
        assert_eq!((f.view(4, 9).1, f.view(4, 9).2), (0, 0));
    }

    #[test]
    fn pasting_cleans() {
        let mut f = Field::line("");
        f.paste("a\r\nb\tc\u{1b}[31m\u{202e}");
        assert_eq!(f.text(), "a b c[31m");
        let mut f = Field::note("");
        f.paste("a\r\nb");
        assert_eq!(f.text(), "a\nb");
        f.paste(&"é".repeat(20_000));
        assert!(f.text().len() <= LONGEST_NOTE);
    }

    #[test]
    fn a_long_line_scrolls() {
        let mut f = Field::line("日本語のテキスト");
        let (rows, _, column) = f.view(6, 1);
        assert_eq!((rows[0].as_str(), column), ("スト", 4));
        keys(&mut f, &["home"]);
        assert_eq!(f.view(6, 1).0[0].as_str(), "日本語");
    }

    #[test]
    fn graphemes_go_as_a_whole() {
        let mut f = Field::line("e\u{301}👩‍👩‍👧");
        keys(&mut f, &["backspace"]);
        assert_eq!(f.text(), "e\u{301}");
        keys(&mut f, &["backspace"]);
        assert_eq!(f.text(), "");
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_inside(
            several: bool,
            acts in prop::collection::vec((0usize..18, "[a-z 日e\u{301}👩\u{200d}\n]{0,6}"), 0..40),
            columns in 0u16..12, rows in 0u16..5,
        ) {
            let mut f = Field::new("", several);
            f.set_columns(columns);
            let chords = ["left", "right", "ctrl-left", "ctrl-right", "home", "end", "up", "down", "backspace",
                "delete", "ctrl-w", "ctrl-u", "ctrl-k", "enter", "x", "ctrl-delete", "ctrl-home"];
            for (what, text) in acts {
                match chords.get(what) {
                    Some(chord) => { f.on(chord.parse().unwrap()); }
                    None => f.paste(&text),
                }
                let (shown, row, column) = f.view(columns, rows);
                prop_assert!(usize::from(row) < shown.len().max(1));
                prop_assert!(shown.len() <= usize::from(rows.max(1)));
                prop_assert!(column < columns.max(1));
                prop_assert!(f.text.is_char_boundary(f.cursor));
            }
        }
    }
}
