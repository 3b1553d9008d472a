//! The text door. Customers' text is hostile: it may carry escape sequences, direction overrides, invisible letters or
//! thousands of marks on one letter. [`Shown`] is text that is safe on a terminal, in a file and in a spreadsheet, and
//! only the cleaning functions here can make one. Nothing is dropped without trace: what is not shown leaves a mark.
//!
//! The store keeps texts as they came, code point for code point; cleaning happens on the way out.

use std::fmt;
use std::ops::Deref;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Marks (accents and the like) that one base letter may carry before the rest is counted instead of drawn.
const MOST_MARKS: usize = 16;
/// Joiners that one emoji may hold: the longest family in use has three.
const MOST_JOINERS: usize = 8;
/// Columns of a tab.
const TAB: &str = "    ";

/// Text that passed the door.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shown(String);

impl Shown {
    /// Cleans text that keeps its line breaks.
    pub fn text(raw: &str) -> Shown {
        clean(raw, true)
    }

    /// Cleans text for one row: line breaks become spaces.
    pub fn line(raw: &str) -> Shown {
        clean(raw, false)
    }

    /// Cleans for one row and cuts to `most` characters, an ellipsis included.
    pub fn short(raw: &str, most: usize) -> Shown {
        // Only the head is cleaned: a hostile value may be megabytes long.
        let head: String = raw.chars().take(most + 1).collect();
        let clean = Shown::line(&head).0;
        if clean.chars().count() <= most {
            return Shown(clean);
        }
        let mut cut: String = clean.chars().take(most.saturating_sub(1)).collect();
        cut.push('…');
        Shown(cut)
    }

    /// Columns that the text takes in a terminal, line breaks not counted.
    pub fn width(&self) -> usize {
        self.0.width()
    }

    /// The text cut to `columns`, on a grapheme boundary, with an ellipsis where something was cut.
    pub fn clip(&self, columns: usize) -> Shown {
        if self.width() <= columns {
            return self.clone();
        }
        let mut out = String::new();
        let mut used = 0;
        for grapheme in self.0.graphemes(true) {
            let wide = grapheme.width();
            if used + wide + 1 > columns {
                break;
            }
            used += wide;
            out.push_str(grapheme);
        }
        if columns > 0 {
            out.push('…');
        }
        Shown(out)
    }

    /// The lines of the text, each broken at words to at most `columns` columns. Words longer than a row are cut
    /// between graphemes. At least one (possibly empty) row.
    pub fn wrap(&self, columns: usize) -> Vec<Shown> {
        let columns = columns.max(1);
        let mut rows = Vec::new();
        for line in self.0.split('\n') {
            wrap_line(line, columns, &mut rows);
        }
        rows
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl Deref for Shown {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<Shown> for String {
    fn from(shown: Shown) -> String {
        shown.0
    }
}

/// Whether `c` may never reach a terminal, a file that people open, or a spreadsheet. The finished frame and every
/// printed line are swept with this test once more.
pub fn forbidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
        | '\u{e000}'..='\u{f8ff}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

fn clean(raw: &str, keep_breaks: bool) -> Shown {
    if raw.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Shown(raw.to_owned());
    }
    let mut out = String::with_capacity(raw.len() + 16);
    for grapheme in raw.graphemes(true) {
        match grapheme {
            "\n" | "\r\n" => out.push(if keep_breaks { '\n' } else { ' ' }),
            "\t" => out.push_str(TAB),
            g if g.len() == 1 && !forbidden(char::from(g.as_bytes()[0])) => out.push_str(g),
            g => clean_grapheme(g, keep_breaks, &mut out),
        }
    }
    Shown(out)
}

/// Cleans one user-perceived character: marks are limited, joiners kept only where they join.
fn clean_grapheme(grapheme: &str, keep_breaks: bool, out: &mut String) {
    let mut marks = 0;
    let mut joiners = 0;
    let mut hidden_marks = 0;
    let mut before: Option<char> = None;
    let mut chars = grapheme.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' if keep_breaks => out.push('\n'),
            '\n' => out.push(' '),
            '\t' => out.push_str(TAB),
            '\u{200c}' | '\u{200d}' => {
                let joins = before.is_some_and(joinable) && chars.peek().copied().is_some_and(joinable);
                joiners += 1;
                if !joins || joiners > MOST_JOINERS {
                    mark(c, out);
                    before = Some('⟩');
                    continue;
                }
                out.push(c);
            }
            '\u{fe00}'..='\u{fe0f}' => {
                if before.is_some_and(|b| b > '\u{1f}' && !b.is_whitespace())
                    && !before.is_some_and(is_selector)
                {
                    out.push(c);
                } else {
                    mark(c, out);
                    before = Some('⟩');
                    continue;
                }
            }
            c if forbidden(c) => {
                mark(c, out);
                before = Some('⟩');
                continue;
            }
            c if is_mark(c) && (before.is_some() || marks > 0) => {
                marks += 1;
                if marks <= MOST_MARKS { out.push(c) } else { hidden_marks += 1 }
            }
            // A mark without a base would sit on whatever stands before it on the screen.
            c if is_mark(c) => {
                out.push('◌');
                out.push(c);
                marks += 1;
            }
            c => out.push(c),
        }
        before = Some(c);
    }
    if hidden_marks > 0 {
        out.push_str(&format!("⟨+{hidden_marks}⟩"));
    }
}

/// The visible stand-in of a forbidden character.
fn mark(c: char, out: &mut String) {
    match c {
        '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('␀')),
        '\u{7f}' => out.push('␡'),
        c => out.push_str(&format!("⟨U+{:04X}⟩", c as u32)),
    }
}

fn is_selector(c: char) -> bool {
    ('\u{fe00}'..='\u{fe0f}').contains(&c)
}

/// Zero-width marks that combine with what stands before them.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Letters of the scripts that need joiners, marks on them, and the parts of emoji sequences.
fn joinable(c: char) -> bool {
    c.is_alphabetic() && c > '\u{5ff}'
        || is_mark(c)
        || is_selector(c)
        || matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '©' | '®')
}

fn wrap_line(line: &str, columns: usize, rows: &mut Vec<Shown>) {
    let mut row = String::new();
    let mut used = 0;
    for word in line.split_word_bounds() {
        let wide = word.width();
        if used + wide <= columns {
            row.push_str(word);
            used += wide;
            continue;
        }
        if word.trim().is_empty() {
            // A break swallows the spaces it falls on.
            rows.push(Shown(std::mem::take(&mut row).trim_end().to_owned()));
            used = 0;
            continue;
        }
        if used > 0 && wide <= columns {
            // Closing punctuation stays with its word: pull the last word down with it.
            let pulled = pull_back(&mut row, word);
            rows.push(Shown(std::mem::take(&mut row).trim_end().to_owned()));
            row.push_str(&pulled);
            row.push_str(word);
            used = row.width();
            if used <= columns {
                continue;
            }
            row.clear();
            used = 0;
            for grapheme in format!("{pulled}{word}").graphemes(true) {
                push_grapheme(grapheme, columns, &mut row, &mut used, rows);
            }
            continue;
        }
        for grapheme in word.graphemes(true) {
            push_grapheme(grapheme, columns, &mut row, &mut used, rows);
        }
    }
    rows.push(Shown(row));
}

fn push_grapheme(grapheme: &str, columns: usize, row: &mut String, used: &mut usize, rows: &mut Vec<Shown>) {
    let wide = grapheme.width();
    if *used + wide > columns && *used > 0 {
        rows.push(Shown(std::mem::take(row)));
        *used = 0;
    }
    row.push_str(grapheme);
    *used += wide;
}

/// Takes the last word off `row` when `next` is punctuation that must not begin a row.
fn pull_back(row: &mut String, next: &str) -> String {
    let closes =
        next.chars().next().is_some_and(|c| !c.is_alphanumeric() && !matches!(c, '(' | '[' | '«' | '“'));
    if !closes {
        return String::new();
    }
    match row.trim_end().rfind(' ') {
        Some(space) if space > 0 => row.split_off(space + 1),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escape_sequences_become_visible() {
        assert_eq!(Shown::line("a\u{1b}[31mb").as_str(), "a␛[31mb");
        assert_eq!(Shown::line("\u{9b}x").as_str(), "⟨U+009B⟩x");
        assert_eq!(Shown::line("del\u{7f}").as_str(), "del␡");
        assert_eq!(Shown::line("a\rb").as_str(), "a␍b");
    }

    #[test]
    fn hidden_characters_become_visible() {
        assert_eq!(Shown::line("a\u{202e}b").as_str(), "a⟨U+202E⟩b");
        assert_eq!(Shown::line("a\u{200b}b").as_str(), "a⟨U+200B⟩b");
        assert_eq!(Shown::line("\u{e0041}").as_str(), "⟨U+E0041⟩");
    }

    #[test]
    fn honest_text_is_unchanged() {
        for text in ["Réglé, l’été au cœur", "日本語のテキスト", "مرحبا بك", "👩‍👩‍👧 👍🏽 ❤️", "क्ष", "e\u{301}"]
        {
            assert_eq!(Shown::line(text).as_str(), text);
        }
    }

    #[test]
    fn line_breaks() {
        assert_eq!(Shown::text("a\r\nb\nc").as_str(), "a\nb\nc");
        assert_eq!(Shown::line("a\r\nb").as_str(), "a b");
        assert_eq!(Shown::text("a\tb").as_str(), "a    b");
    }

    #[test]
    fn marks_are_limited() {
        let towers = format!("a{}", "\u{301}".repeat(200));
        let shown = Shown::line(&towers);
        assert!(shown.ends_with("⟨+184⟩"), "{shown}");
        assert_eq!(shown.chars().filter(|c| *c == '\u{301}').count(), 16);
    }

    #[test]
    fn wrapping() {
        let rows = |text: &str, columns| {
            Shown::text(text).wrap(columns).into_iter().map(String::from).collect::<Vec<_>>()
        };
        assert_eq!(rows("one two three", 7), ["one two", "three"]);
        assert_eq!(rows("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(rows("日本語", 4), ["日本", "語"]);
        assert_eq!(rows("a\n\nb", 5), ["a", "", "b"]);
        assert_eq!(rows("hello you.", 9), ["hello", "you."]);
    }

    #[test]
    fn clipping() {
        assert_eq!(Shown::line("abcdef").clip(4).as_str(), "abc…");
        assert_eq!(Shown::line("日本語").clip(4).as_str(), "日…");
        assert_eq!(Shown::line("abc").clip(0).as_str(), "");
        assert_eq!(Shown::short(&"x".repeat(1_000_000), 80).chars().count(), 80);
    }

    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            any::<char>(),
            prop::char::range('\0', '\u{9f}'),
            prop::sample::select(vec![
                '\u{1b}',
                '\u{9b}',
                '\u{202e}',
                '\u{2066}',
                '\u{200d}',
                '\u{200c}',
                '\u{fe0f}',
                '\u{301}',
                '\u{20dd}',
                '👩',
                '🏽',
                'ا',
                'é',
                '\u{e0067}',
                '\u{feff}',
                '\u{1f1eb}',
                '\r',
                '\n',
                '\t',
                'क',
                '\u{94d}'
            ]),
        ];
        prop::collection::vec(piece, 0..60).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {

        #[test]
        fn nothing_forbidden_comes_out(raw in hostile()) {
            let shown = Shown::text(&raw);
            prop_assert!(!shown.chars().any(|c| c != '\n' && forbidden(c)), "{shown:?}");
            let line = Shown::line(&raw);
            prop_assert!(!line.chars().any(forbidden), "{line:?}");
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(raw in hostile()) {
            let once = Shown::text(&raw);
            let twice = Shown::text(&once);
            prop_assert_eq!(&once, &twice);
        }

        #[test]
        fn rows_fit(raw in hostile(), columns in 2usize..40) {
            for row in Shown::text(&raw).wrap(columns) {
                prop_assert!(row.width() <= columns || row.graphemes(true).count() == 1, "{row:?} in {columns}");
            }
        }

        #[test]
        fn clips_fit(raw in hostile(), columns in 0usize..40) {
            prop_assert!(Shown::line(&raw).clip(columns).width() <= columns);
        }
    }
}
