//! Turns raw text into text that is safe to show.
//!
//! One walk over the characters. What each one may do depends only on what was written before it and, for joiners, on
//! the next character when that one is sure to be written unchanged. So a second cleaning finds nothing to do.

use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::forbidden;

/// Marks (accents and the like) that one base letter may carry before the rest is counted instead of drawn.
const MOST_MARKS: usize = 16;
/// Joiners that one emoji or conjunct may hold: the longest family in use has three.
const MOST_JOINERS: usize = 8;
/// What a tab becomes.
const TAB: &str = "    ";
/// Carries a mark that came without a letter: it would sit on whatever stands before it on the screen.
const CARRIER: char = '◌';

/// Cleans `raw`. Line breaks stay when `keep_breaks`, and become spaces otherwise.
pub(super) fn clean(raw: &str, keep_breaks: bool) -> String {
    let plain = |b: u8| (0x20..0x7f).contains(&b) || (keep_breaks && b == b'\n');
    if raw.bytes().all(plain) {
        return raw.to_owned();
    }
    let mut walk =
        Walk { raw, out: String::with_capacity(raw.len() + 16), copied: 0, cluster: Cluster::START };
    let mut chars = raw.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        match c {
            '\n' => walk.line_break(at, 1, keep_breaks),
            '\r' if next == Some('\n') => {
                chars.next();
                walk.line_break(at, 2, keep_breaks);
            }
            '\t' => {
                walk.close(at);
                walk.replace(at, 1, |out| out.push_str(TAB));
                walk.cluster = Cluster::on(' ', Kind::Plain);
            }
            c => walk.step(at, c, next),
        }
    }
    walk.close(raw.len());
    walk.out.push_str(&raw[walk.copied..]);
    walk.out
}

/// What a character does to its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Stands alone.
    Plain,
    /// A letter of a script that uses joiners or stacks consonants.
    Letter,
    /// A part of emoji sequences.
    Picture,
    /// An accent, a vowel sign, a virama.
    Mark,
    /// Clings to what stands before it, but can stand alone: skin tones, Thai and halfwidth sound signs.
    Trailer,
    /// Hangul: a whole syllable, or conjoining leading consonant, vowel, trailing consonant.
    Syllable,
    /// See [`Kind::Syllable`].
    Lead,
    /// See [`Kind::Syllable`].
    Vowel,
    /// See [`Kind::Syllable`].
    Tail,
    /// Clings to what comes after it, such as the Arabic number sign.
    Prefix,
    /// The zero-width joiner and non-joiner.
    Joiner,
    /// Picks a variant of the character before it.
    Selector,
    /// Never shown as it is.
    Hidden,
}

fn kind(c: char) -> Kind {
    match c {
        ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' => return Kind::Plain,
        '\u{2010}'..='\u{2027}' | '\u{202f}'..='\u{205e}' => return Kind::Plain,
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' => return Kind::Plain,
        '\u{ac00}'..='\u{d7a3}' => return Kind::Syllable,
        '\u{200c}' | '\u{200d}' => return Kind::Joiner,
        '\u{fe00}'..='\u{fe0f}' => return Kind::Selector,
        _ => {}
    }
    if forbidden(c) {
        return Kind::Hidden;
    }
    match c {
        '\u{1100}'..='\u{115e}' | '\u{a960}'..='\u{a97c}' => Kind::Lead,
        '\u{1161}'..='\u{11a7}' | '\u{d7b0}'..='\u{d7c6}' => Kind::Vowel,
        '\u{11a8}'..='\u{11ff}' | '\u{d7cb}'..='\u{d7fb}' => Kind::Tail,
        '\u{e33}' | '\u{eb3}' | '\u{ff9e}' | '\u{ff9f}' | '\u{1f3fb}'..='\u{1f3ff}' => Kind::Trailer,
        '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{d4e}' => {
            Kind::Prefix
        }
        '\u{110bd}' | '\u{110cd}' | '\u{111c2}' | '\u{111c3}' | '\u{113d1}' | '\u{1193f}' | '\u{11941}' => {
            Kind::Prefix
        }
        '\u{11a84}'..='\u{11a89}' | '\u{11d46}' | '\u{11f02}' => Kind::Prefix,
        c if is_mark(c) && (c.width() != Some(0) || clings(c)) => Kind::Mark,
        // Whatever else takes no column would vanish on a terminal.
        c if c.width() == Some(0) => Kind::Hidden,
        '\u{2194}'..='\u{2199}' | '\u{21a9}' | '\u{21aa}' | '\u{2600}'..='\u{27bf}' => Kind::Picture,
        '\u{2b05}'..='\u{2b07}' | '\u{2b1b}' | '\u{2b1c}' | '\u{2b50}' | '\u{2b55}' => Kind::Picture,
        '\u{1f1e6}'..='\u{1f1ff}' => Kind::Plain,
        '\u{1f000}'..='\u{1faff}' => Kind::Picture,
        '\u{590}'..='\u{1cff}' | '\u{a800}'..='\u{abff}' | '\u{fb1d}'..='\u{fefc}' if c.is_alphabetic() => {
            Kind::Letter
        }
        '\u{10a00}'..='\u{11fff}' | '\u{1e900}'..='\u{1e95f}' if c.is_alphabetic() => Kind::Letter,
        _ => Kind::Plain,
    }
}

/// The two blocks of marks count as a whole, code points without a meaning yet included.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}') || is_combining_mark(c)
}

/// Whether the segmentation of graphemes knows the mark: a newer one would be drawn nowhere.
fn clings(c: char) -> bool {
    let mut pair = String::from('a');
    pair.push(c);
    pair.graphemes(true).count() == 1
}

/// Marks that tie the next consonant to the one before.
fn is_virama(c: char) -> bool {
    canonical_combining_class(c) == 9
}

/// Characters that have variants: digits and signs for keycaps, symbols, emoji, ideographs, and the few scripts with
/// registered variants.
fn takes_selector(c: char) -> bool {
    match c {
        '\u{2400}'..='\u{2426}' | '\u{27e8}' | '\u{27e9}' | '\u{25cc}' | '\u{20d0}'..='\u{20ff}' => false,
        '#' | '*' | '0'..='9' | '©' | '®' => true,
        '\u{1000}'..='\u{109f}' | '\u{a840}'..='\u{a877}' | '\u{aa60}'..='\u{aa7f}' => !is_mark(c),
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{20a0}'..='\u{2bff}' => true,
        '\u{3001}'..='\u{3029}' | '\u{3030}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => !is_mark(c),
        '\u{ff01}'..='\u{ff9d}' | '\u{13000}'..='\u{1342f}' | '\u{1f000}'..='\u{1faff}' => true,
        '\u{20000}'..='\u{3fffd}' => true,
        _ => false,
    }
}

/// The characters written since the last one that stands by itself.
#[derive(Clone, Copy)]
struct Cluster {
    /// The last character, with its kind; `None` at the start of a line.
    last: Option<(char, Kind)>,
    /// What the cluster is built on.
    base: Kind,
    /// Characters that cling to the base.
    marks: usize,
    /// Of these, not written: there were too many.
    left_out: usize,
    /// Joiners kept.
    joiners: usize,
    /// A joiner or virama ties the next letter or picture to this cluster.
    tied: bool,
}

impl Cluster {
    const START: Cluster =
        Cluster { last: None, base: Kind::Plain, marks: 0, left_out: 0, joiners: 0, tied: false };

    fn on(c: char, kind: Kind) -> Cluster {
        Cluster { last: Some((c, kind)), base: kind, ..Cluster::START }
    }

    /// Whether a character of this kind becomes a part of this cluster without standing by itself.
    fn takes(&self, kind: Kind) -> bool {
        let Some((last, before)) = self.last else { return false };
        match kind {
            Kind::Mark | Kind::Trailer => true,
            Kind::Lead | Kind::Syllable => before == Kind::Lead,
            Kind::Vowel => matches!(before, Kind::Lead | Kind::Vowel) || is_open_syllable(last),
            Kind::Tail => matches!(before, Kind::Vowel | Kind::Tail | Kind::Syllable),
            Kind::Selector => takes_selector(last) && self.left_out == 0,
            _ => false,
        }
    }

    /// Whether the joiner `c` does something between this cluster and `next`.
    fn joins(&self, c: char, next: Option<char>) -> bool {
        let Some((last, before)) = self.last else { return false };
        if self.joiners == MOST_JOINERS || before == Kind::Joiner {
            return false;
        }
        // A half form at the end of a word.
        if before == Kind::Mark && is_virama(last) {
            return true;
        }
        match (self.base, next.map(kind)) {
            (Kind::Letter, Some(Kind::Letter)) => true,
            (Kind::Letter, Some(Kind::Mark)) => self.marks < MOST_MARKS,
            (Kind::Picture, Some(Kind::Picture)) => c == '\u{200d}',
            _ => false,
        }
    }
}

/// A Hangul syllable without a trailing consonant: every 28th.
fn is_open_syllable(c: char) -> bool {
    ('\u{ac00}'..='\u{d7a3}').contains(&c) && (u32::from(c) - 0xac00).is_multiple_of(28)
}

struct Walk<'a> {
    raw: &'a str,
    out: String,
    /// Bytes of `raw` that are dealt with: written, replaced or left out.
    copied: usize,
    cluster: Cluster,
}

impl Walk<'_> {
    fn step(&mut self, at: usize, c: char, next: Option<char>) {
        let kind = kind(c);
        if kind == Kind::Plain && self.cluster.left_out == 0 {
            self.cluster = Cluster::on(c, kind);
            return;
        }
        if kind == Kind::Mark && self.cluster.last.is_none() {
            self.replace(at, 0, |out| out.push(CARRIER));
            self.cluster = Cluster::on(CARRIER, Kind::Plain);
        }
        if self.cluster.takes(kind) {
            self.cling(at, c, kind);
            return;
        }
        self.close(at);
        match kind {
            Kind::Joiner if self.cluster.joins(c, next) => {
                self.cluster.joiners += 1;
                self.cluster.tied = true;
                self.cluster.last = Some((c, kind));
            }
            Kind::Letter | Kind::Picture if self.cluster.tied => {
                self.cluster.tied = false;
                self.cluster.base = kind;
                self.cluster.last = Some((c, kind));
            }
            Kind::Prefix if next.is_some_and(can_follow_prefix) => self.cluster = Cluster::on(c, kind),
            Kind::Hidden | Kind::Joiner | Kind::Selector | Kind::Prefix | Kind::Vowel | Kind::Tail => {
                self.replace(at, c.len_utf8(), |out| stand_in(c, out));
                self.cluster = Cluster::on('⟩', Kind::Plain);
            }
            kind => self.cluster = Cluster::on(c, kind),
        }
    }

    fn cling(&mut self, at: usize, c: char, kind: Kind) {
        self.cluster.last = Some((c, kind));
        if kind == Kind::Selector {
            return;
        }
        self.cluster.marks += 1;
        self.cluster.tied |= kind == Kind::Mark && is_virama(c);
        if self.cluster.marks > MOST_MARKS {
            self.cluster.left_out += 1;
            self.replace(at, c.len_utf8(), |_| {});
        }
    }

    /// Tells how many marks were left out, before what stands at `at`.
    fn close(&mut self, at: usize) {
        let left_out = self.cluster.left_out;
        if left_out > 0 {
            self.replace(at, 0, |out| out.push_str(&format!("⟨+{left_out}⟩")));
            self.cluster = Cluster::on('⟩', Kind::Plain);
        }
    }

    fn line_break(&mut self, at: usize, len: usize, keep: bool) {
        self.close(at);
        self.replace(at, len, |out| out.push(if keep { '\n' } else { ' ' }));
        self.cluster = if keep { Cluster::START } else { Cluster::on(' ', Kind::Plain) };
    }

    fn replace(&mut self, at: usize, len: usize, write: impl FnOnce(&mut String)) {
        self.out.push_str(&self.raw[self.copied..at]);
        write(&mut self.out);
        self.copied = at + len;
    }
}

fn can_follow_prefix(next: char) -> bool {
    matches!(kind(next), Kind::Letter | Kind::Plain) && next.is_alphanumeric()
}

/// The visible stand-in of a character that is never shown.
fn stand_in(c: char, out: &mut String) {
    match c {
        '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('␀')),
        '\u{7f}' => out.push('␡'),
        c => out.push_str(&format!("⟨U+{:04X}⟩", c as u32)),
    }
}
