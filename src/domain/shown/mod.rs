//! The text door. Customers' text is hostile: it may carry escape sequences, direction overrides, invisible letters or
//! thousands of marks on one letter. [`Shown`] is text that is safe on a terminal, in a file and in a spreadsheet, and
//! only the cleaning functions here can make one. Nothing is dropped without trace: what is not shown leaves a mark.
//!
//! The store keeps texts as they came, code point for code point; cleaning happens on the way out.

mod clean;
mod wrap;

use std::fmt;
use std::ops::Deref;

use unicode_segmentation::UnicodeSegmentation;

/// Text that passed the door.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shown(String);

impl Shown {
    /// Cleans text that keeps its line breaks.
    pub fn text(raw: &str) -> Shown {
        Shown(clean::clean(raw, true))
    }

    /// Cleans text for one row: line breaks become spaces.
    pub fn line(raw: &str) -> Shown {
        Shown(clean::clean(raw, false))
    }

    /// Cleans for one row and cuts to the first `most` characters, an ellipsis included where something was cut. The
    /// cut falls between graphemes.
    pub fn short(raw: &str, most: usize) -> Shown {
        // Only the head is cleaned: a hostile value may be megabytes long. Cleaning makes no text shorter but for marks
        // that are counted, so that a little more than `most` is enough to know whether something is cut.
        let beyond = raw.char_indices().nth(most.saturating_add(1)).map_or(raw.len(), |(at, _)| at);
        let clean = clean::clean(&raw[..beyond], false);
        if beyond == raw.len() && clean.chars().count() <= most {
            return Shown(clean);
        }
        let mut kept = 0;
        let fits = |grapheme: &&str| {
            kept += grapheme.chars().count();
            kept < most
        };
        let head: String = clean.graphemes(true).take_while(fits).collect();
        cut(head, most)
    }

    /// Columns that the text takes in a terminal, line breaks not counted.
    pub fn width(&self) -> usize {
        wrap::width(&self.0)
    }

    /// The text cut to `columns`, on a grapheme boundary, with an ellipsis where something was cut.
    pub fn clip(&self, columns: usize) -> Shown {
        let mut used = 0;
        let mut fits = 0;
        for (at, grapheme) in self.0.grapheme_indices(true) {
            used += wrap::grapheme_width(grapheme);
            if used > columns {
                return cut(self.0[..fits].to_owned(), columns);
            }
            if used < columns {
                fits = at + grapheme.len();
            }
        }
        self.clone()
    }

    /// The lines of the text, each broken at words to at most `columns` columns. Words longer than a row are cut
    /// between graphemes. At least one (possibly empty) row.
    pub fn wrap(&self, columns: usize) -> Vec<Shown> {
        self.0.split('\n').flat_map(|line| wrap::rows(line, columns)).map(Shown).collect()
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
        | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{13430}'..='\u{1343f}'
        | '\u{1fffe}' | '\u{1ffff}' | '\u{2fffe}' | '\u{2ffff}' | '\u{3fffe}' | '\u{3ffff}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Ends a text that was cut.
fn cut(mut head: String, room: usize) -> Shown {
    // A joiner with nothing to join would be a hidden character.
    head.truncate(head.trim_end_matches(['\u{200c}', '\u{200d}']).len());
    if room > 0 {
        head.push('…');
    }
    Shown(head)
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
        for text in [
            "Réglé, l’été au cœur : « 50 % » — merci\u{202f}!",
            "日本語のテキスト、葛飾区。ｶﾞｷﾞ ｱ",
            "مرحبا بك، كيف الحال؟ لا إله",
            "می\u{200c}خواهم کتاب\u{200c}ها را",
            "שָׁלוֹם עֲלֵיכֶם",
            "नमस्ते क्ष क्\u{200d}ष र\u{94d}\u{200d}य श्री",
            "ন\u{9cd}\u{200d} র\u{200d}\u{9cd}য ශ්\u{200d}රී",
            "ന\u{d4d}\u{200d}",
            "ภาษาไทย น้ำใจ สวัสดี",
            "မြန်မာဘာသာ ភាសាខ្មែរ",
            "한국어 \u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}",
            "👩‍👩‍👧 👍🏽 ❤️ 👩🏻‍❤️‍💋‍👨🏿 🏳️‍🌈 🏴‍☠️ 🧑🏾‍💻 🐻‍❄️ 🙂‍↔️",
            "🇫🇷🇧🇪 1️⃣ #️⃣ ☎︎ ☺️ ©️ ™️",
            "e\u{301}a\u{308}\u{323} Vie\u{323}\u{302}t Z\u{300}",
            "\u{600}١٢٣ 0\u{fe00}",
            "\u{1f1eb}\u{1f1f7}",
        ] {
            assert_eq!(Shown::text(text).as_str(), text);
        }
    }

    #[test]
    fn what_hides_without_a_use_becomes_visible() {
        assert_eq!(Shown::line("pay\u{200d}pal").as_str(), "pay⟨U+200D⟩pal");
        assert_eq!(Shown::line("👩\u{200d}").as_str(), "👩⟨U+200D⟩");
        assert_eq!(Shown::line("\u{fe0f}a\u{fe0f}").as_str(), "⟨U+FE0F⟩a⟨U+FE0F⟩");
        assert_eq!(Shown::line("❤\u{fe0f}\u{fe0f}").as_str(), "❤\u{fe0f}⟨U+FE0F⟩");
        assert_eq!(Shown::line("a\u{1161}").as_str(), "a⟨U+1161⟩");
        assert_eq!(Shown::text("\u{301}\n\u{301}").as_str(), "◌\u{301}\n◌\u{301}");
    }

    #[test]
    fn long_chains_are_cut() {
        let longest = |text: &str| Shown::line(text).graphemes(true).map(|g| g.chars().count()).max();
        for link in [
            "👩\u{200d}",
            "🏽",
            "क\u{94d}",
            "\u{1100}",
            "가\u{1161}",
            "\u{600}",
            "ำ",
            "ﾞ",
            "ا\u{200d}",
            "❤\u{fe0f}\u{200d}",
        ] {
            let longest = longest(&link.repeat(500));
            assert!(longest.is_some_and(|chars| chars <= 40), "{link:?}: {longest:?}");
        }
        assert_eq!(Shown::line(&"👩\u{200d}".repeat(10)).matches('\u{200d}').count(), 8);
    }

    #[test]
    fn every_code_point_takes_a_column() {
        let mut raw = String::new();
        for c in ('\0'..=char::MAX).filter(|c| *c != '\n') {
            raw.clear();
            raw.push(c);
            raw.push('\u{301}');
            let shown = Shown::text(&raw);
            assert!(shown.graphemes(true).all(|g| wrap::grapheme_width(g) > 0), "{raw:?} gives {shown:?}");
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

    fn rows(text: &str, columns: usize) -> Vec<String> {
        Shown::text(text).wrap(columns).into_iter().map(String::from).collect()
    }

    #[test]
    fn wrapping() {
        assert_eq!(rows("one two three", 7), ["one two", "three"]);
        assert_eq!(rows("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(rows("日本語", 4), ["日本", "語"]);
        assert_eq!(rows("日本", 1), ["…", "…"]);
        assert_eq!(rows("a\n\nb", 5), ["a", "", "b"]);
        assert_eq!(rows("hello you.", 9), ["hello", "you."]);
        assert_eq!(rows("  indented text", 10), ["  indented", "text"]);
        assert_eq!(rows("        x", 3), ["x"]);
        assert_eq!(rows("", 3), [""]);
    }

    #[test]
    fn punctuation_stays_with_its_word() {
        assert_eq!(rows("C’est bien vrai !", 15), ["C’est bien", "vrai !"]);
        assert_eq!(rows("C’est bien vrai\u{202f}!", 16), ["C’est bien", "vrai\u{202f}!"]);
        assert_eq!(rows("il dit « oui » hier", 8), ["il dit", "« oui »", "hier"]);
        assert_eq!(rows("il dit «\u{a0}oui\u{a0}» hier", 8), ["il dit", "«\u{a0}oui\u{a0}»", "hier"]);
        assert_eq!(rows("日本語。", 6), ["日本", "語。"]);
        assert_eq!(rows("peut-être demain", 6), ["peut-", "être", "demain"]);
        assert_eq!(rows("sold at -5", 8), ["sold at", "-5"]);
        assert_eq!(rows("abcdef!", 6), ["abcde", "f!"]);
    }

    #[test]
    fn long_lines() {
        let url = format!("see https://example.org/{}?x=1 now", "p".repeat(200));
        let cut = rows(&url, 40);
        assert_eq!(cut[0], "see");
        assert!(cut.iter().all(|row| row.len() <= 40));
        assert_eq!(cut[1..].concat(), url[4..]);
        assert_eq!(rows(&"x".repeat(105_000), 70).len(), 1500);
        assert_eq!(rows(&" ".repeat(100_000), 70), [""]);
        assert_eq!(rows(&format!("a{}b", " ".repeat(100_000)), 70), ["a", "b"]);
        assert_eq!(rows(&"!".repeat(1000), 10).len(), 100);
    }

    #[test]
    fn clipping() {
        assert_eq!(Shown::line("abcdef").clip(4).as_str(), "abc…");
        assert_eq!(Shown::line("日本語").clip(4).as_str(), "日…");
        assert_eq!(Shown::line("abc").clip(0).as_str(), "");
        assert_eq!(Shown::line("لالالا").width(), 6, "as many columns as cells are filled");
    }

    #[test]
    fn shortening() {
        assert_eq!(Shown::short(&"x".repeat(1_000_000), 80).chars().count(), 80);
        assert_eq!(Shown::short("abcd", 4).as_str(), "abcd");
        assert_eq!(Shown::short("abcde", 4).as_str(), "abc…");
        assert_eq!(Shown::short("ab👩‍👩‍👧", 5).as_str(), "ab…");
        assert_eq!(Shown::short("abc", 0).as_str(), "");
        assert_eq!(Shown::short("", 0).as_str(), "");
    }

    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            1 => any::<char>(),
            1 => prop::char::range('\0', '\u{9f}'),
            1 => prop::char::range('\u{300}', '\u{36f}'),
            1 => prop::char::range('\u{20d0}', '\u{20ff}'),
            1 => prop::char::range('\u{2000}', '\u{206f}'),
            1 => prop::char::range('\u{900}', '\u{dff}'),
            1 => prop::char::range('\u{1100}', '\u{11ff}'),
            6 => prop::sample::select(
                "\u{1b}\u{9b}\u{202e}\u{2066}\u{200d}\u{200d}\u{200d}\u{200c}\u{fe0f}\u{fe00}\u{301}\u{20dd}\u{20e3}👩❤🏽🏻ا\u{644}é1#\
                 \u{e0067}\u{feff}🇫🇷\r\n\tक\u{94d}\u{93e}र\u{9cd}\u{9b0}\u{600}\u{70f}\u{d4e}\u{1100}\u{1161}\u{11ab}가각ำ\u{ff9e}日⟨⟩◌ !»«"
                    .chars()
                    .collect::<Vec<_>>()
            ),
        ];
        let run = (piece, 1usize..4, prop::bool::weighted(0.02))
            .prop_map(|(c, times, tower)| c.to_string().repeat(if tower { 8 * times } else { times.min(2) }));
        prop::collection::vec(run, 0..60).prop_map(|runs| runs.concat())
    }

    proptest! {
        #[test]
        fn nothing_forbidden_comes_out(raw in hostile()) {
            let shown = Shown::text(&raw);
            prop_assert!(!shown.chars().any(|c| c != '\n' && forbidden(c)), "{shown:?}");
            let line = Shown::line(&raw);
            prop_assert!(!line.chars().any(forbidden), "one row in, one row out: {line:?}");
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(raw in hostile()) {
            let text = Shown::text(&raw);
            prop_assert_eq!(&Shown::text(&text), &text);
            let line = Shown::line(&raw);
            prop_assert_eq!(&Shown::line(&line), &line);
        }

        #[test]
        fn no_towers_and_nothing_vanishes(raw in hostile()) {
            let shown = Shown::text(&raw);
            let mut marks = 0;
            for c in shown.chars() {
                marks = if matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}') { marks + 1 } else { 0 };
                prop_assert!(marks <= 16, "{shown:?}");
            }
            for grapheme in shown.graphemes(true).filter(|g| *g != "\n") {
                prop_assert!(wrap::grapheme_width(grapheme) > 0, "{grapheme:?} takes no column");
                prop_assert!(grapheme.chars().count() <= 60, "{grapheme:?}");
            }
        }

        #[test]
        fn rows_fit_and_lose_nothing(raw in hostile(), columns in 1usize..80) {
            let shown = Shown::text(&raw);
            let rows = shown.wrap(columns);
            for row in &rows {
                prop_assert!(row.width() <= columns, "{row:?} in {columns}");
            }
            // A narrow row tells a hostile grapheme that is wider than itself by a mark.
            if columns < 60 {
                return Ok(());
            }
            let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let whole: String = rows.iter().map(Shown::as_str).collect();
            prop_assert_eq!(solid(&whole), solid(&shown));
        }

        #[test]
        fn plain_rows_never_begin_with_closing_punctuation(
            words in prop::collection::vec("[a-z]{1,6}( ?[!?:;.,»)])?|« [a-z]{1,3} »", 1..30),
            columns in 12usize..40,
        ) {
            for row in rows(&words.join(" "), columns) {
                prop_assert!(!row.starts_with(['!', '?', ':', ';', '.', ',', '»', ')']), "{row:?}");
                prop_assert!(!row.ends_with('«'), "{row:?}");
            }
        }

        #[test]
        fn clips_fit(raw in hostile(), columns in 0usize..40) {
            let line = Shown::line(&raw);
            let clipped = line.clip(columns);
            prop_assert!(clipped.width() <= columns);
            prop_assert_eq!(clipped == line, line.width() <= columns);
        }

        #[test]
        fn short_texts_are_short(raw in hostile(), most in 0usize..40) {
            prop_assert!(Shown::short(&raw, most).chars().count() <= most);
        }
    }
}
