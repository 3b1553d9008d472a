//! Breaks lines into rows. Every character is looked at a bounded number of times, however long the line is.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that `text` takes when it is drawn grapheme by grapheme, as terminals' cells are filled. That can be more
/// than the width of the whole: some pairs, such as lam and alef, count as one column where they stand together.
pub(super) fn width(text: &str) -> usize {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return text.len();
    }
    text.graphemes(true).map(grapheme_width).sum()
}

/// Columns of one grapheme. The halfwidth sound marks get one more, as the cells that the screen is made of do.
pub(super) fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.len() == 1 {
        return usize::from(grapheme != "\n");
    }
    let sounds = grapheme.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}')).count();
    grapheme.width() + sounds
}

/// Breaks one line into rows of at most `columns` columns. At least one (possibly empty) row.
///
/// A row ends at a space, after a hyphen inside a word, or between ideographs and pictures. Closing punctuation stays
/// with what it closes and opening punctuation with what it opens, even over a plain space, as French has it; no-break
/// spaces never break. What has no such place is cut between graphemes.
pub(super) fn rows(line: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut rows = Rows {
        line,
        columns,
        rows: Vec::new(),
        start: 0,
        used: 0,
        content_end: 0,
        soft: None,
        firm: None,
        before: [""; 2],
        spaced: false,
    };
    for (at, grapheme) in line.grapheme_indices(true) {
        rows.step(at, grapheme);
    }
    rows.finish()
}

/// A place where the row may end.
#[derive(Clone, Copy)]
struct Break {
    /// Where the row's content ends: before the spaces that the break swallows.
    end: usize,
    /// Where the next row begins.
    next: usize,
    /// Columns from the row's start to `next`.
    used: usize,
}

struct Rows<'a> {
    line: &'a str,
    columns: usize,
    rows: Vec<String>,
    /// Where the row begins.
    start: usize,
    /// Columns from there to here.
    used: usize,
    /// The end of the last grapheme that is not a space.
    content_end: usize,
    /// The last place where the row may end.
    soft: Option<Break>,
    /// The last place where it may be cut, if it must, without a row that begins with closing punctuation.
    firm: Option<Break>,
    /// The last two graphemes that are not spaces, the older first.
    before: [&'a str; 2],
    /// Whether spaces stand right before.
    spaced: bool,
}

impl<'a> Rows<'a> {
    fn step(&mut self, at: usize, grapheme: &'a str) {
        let wide = grapheme_width(grapheme);
        if is_space(grapheme) {
            self.used += wide;
            self.spaced = true;
            return;
        }
        let here = Break { end: self.content_end.max(self.start), next: at, used: self.used };
        if at > self.start {
            if self.may_break(grapheme) {
                self.soft = Some(here);
            }
            if !closes(grapheme) && !opens(self.before[1]) {
                self.firm = Some(here);
            }
        }
        // Twice at most: what is carried over to a new row is shorter than a row.
        while self.used + wide > self.columns && at > self.start {
            let firm = self.firm.filter(|firm| self.used - firm.used <= self.columns / 2);
            let place = self.soft.or(firm).unwrap_or(Break { used: self.used, ..here });
            self.end_row(place);
        }
        if wide > self.columns {
            // Nothing vanishes without a trace: a row is too narrow for it, so it is told by a mark.
            self.rows.push("…".to_owned());
            self.start = at + grapheme.len();
            self.used = 0;
        } else {
            self.used += wide;
        }
        self.content_end = at + grapheme.len();
        self.before = [self.before[1], grapheme];
        self.spaced = false;
    }

    fn end_row(&mut self, place: Break) {
        // Where spaces alone stand before the break, they are swallowed and leave no empty row.
        if place.end > self.start {
            self.rows.push(self.line[self.start..place.end].to_owned());
        }
        self.start = place.next;
        self.used -= place.used;
        self.content_end = self.content_end.max(place.next);
        self.soft = None;
        self.firm = None;
    }

    fn finish(mut self) -> Vec<String> {
        // Spaces at the end stay where they fit; others are swallowed, as at any break.
        let end = if self.used > self.columns { self.content_end.max(self.start) } else { self.line.len() };
        let rest = &self.line[self.start..end];
        if !rest.is_empty() || self.rows.is_empty() {
            self.rows.push(rest.to_owned());
        }
        self.rows
    }

    /// Whether a row may end before `grapheme`.
    fn may_break(&self, grapheme: &str) -> bool {
        let [earlier, last] = self.before;
        if closes(grapheme) || opens(last) {
            return false;
        }
        if self.spaced {
            return true;
        }
        let hyphen = matches!(last, "-" | "‐" | "–" | "—");
        (hyphen && is_word(earlier) && is_word(grapheme)) || is_ideograph(last) || is_ideograph(grapheme)
    }
}

/// Spaces that a break may swallow: not the no-break ones, and none that carries an accent.
fn is_space(grapheme: &str) -> bool {
    let mut chars = grapheme.chars();
    let space = chars.next().is_some_and(|c| {
        matches!(c, ' ' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' | '\u{3000}')
    });
    space && chars.next().is_none()
}

fn is_word(grapheme: &str) -> bool {
    grapheme.chars().next().is_some_and(char::is_alphanumeric)
}

/// Ideographs, kana and pictures: a row may end on either side.
fn is_ideograph(grapheme: &str) -> bool {
    grapheme.chars().next().is_some_and(|c| {
        matches!(c, '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}'
            | '\u{ff00}'..='\u{ff60}' | '\u{1f1e6}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
    })
}

/// Punctuation that never begins a row.
fn closes(grapheme: &str) -> bool {
    grapheme.chars().next().is_some_and(|c| {
        matches!(
            c,
            ',' | '.'
                | ';'
                | ':'
                | '!'
                | '?'
                | ')'
                | ']'
                | '}'
                | '%'
                | '»'
                | '›'
                | '”'
                | '’'
                | '…'
                | '‰'
                | '‼'
                | '⁇'
                ..='⁉'
                    | '、'
                    | '。'
                    | '々'
                    | '〉'
                    | '》'
                    | '」'
                    | '』'
                    | '】'
                    | '〕'
                    | '〗'
                    | '・'
                    | 'ー'
                    | 'ぁ'
                    | 'ぃ'
                    | 'ぅ'
                    | 'ぇ'
                    | 'ぉ'
                    | 'っ'
                    | 'ゃ'
                    | 'ゅ'
                    | 'ょ'
                    | 'ァ'
                    | 'ィ'
                    | 'ゥ'
                    | 'ェ'
                    | 'ォ'
                    | 'ッ'
                    | 'ャ'
                    | 'ュ'
                    | 'ョ'
                    | '！'
                    | '）'
                    | '，'
                    | '．'
                    | '：'
                    | '；'
                    | '？'
                    | '］'
                    | '｝'
                    | '،'
                    | '؛'
                    | '؟'
        )
    })
}

/// Punctuation that never ends a row.
fn opens(grapheme: &str) -> bool {
    matches!(
        grapheme,
        "(" | "["
            | "{"
            | "«"
            | "‹"
            | "“"
            | "„"
            | "¿"
            | "¡"
            | "〈"
            | "《"
            | "「"
            | "『"
            | "【"
            | "〔"
            | "〖"
            | "（"
            | "［"
            | "｛"
    )
}
