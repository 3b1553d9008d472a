//! The text as patterns see it: every digit and sign in its plain form, no accents, nothing invisible, case kept; with
//! the way back to where each character came from. A zero-width space inside an address changes nothing for the eye,
//! so it must change nothing for a pattern.

use std::ops::Range;

use unicode_normalization::{char::decompose_compatible, char::is_combining_mark};

/// Stands where something was already replaced: in no pattern, and in no text, since controls are left out.
pub(super) const BARRIER: char = '\0';

/// A text in plain form.
pub(super) struct Shadow {
    /// What patterns run on.
    pub(super) text: String,
    /// For each byte of `text`, which source it belongs to.
    source: Vec<u32>,
    /// Where each source character lies in the original, with the invisible ones behind it.
    sources: Vec<Range<usize>>,
}

impl Shadow {
    /// The plain form of `original`.
    pub(super) fn new(original: &str) -> Shadow {
        let mut shadow = Shadow {
            text: String::with_capacity(original.len()),
            source: Vec::with_capacity(original.len()),
            sources: Vec::with_capacity(original.len()),
        };
        for (at, c) in original.char_indices() {
            let end = at + c.len_utf8();
            let before = shadow.text.len();
            if c.is_ascii() {
                if !invisible(c) {
                    shadow.text.push(c);
                }
            } else {
                plain(c, &mut shadow.text);
            }
            let length = shadow.text.len() - before;
            if length == 0 {
                if let Some(last) = shadow.sources.last_mut() {
                    last.end = end;
                }
                continue;
            }
            let number = u32::try_from(shadow.sources.len()).unwrap_or(u32::MAX);
            shadow.source.extend(std::iter::repeat_n(number, length));
            shadow.sources.push(at..end);
        }
        shadow
    }

    /// Where a span of the plain text lies in the original.
    pub(super) fn original(&self, span: &Range<usize>) -> Range<usize> {
        let at = |byte: usize| {
            self.source
                .get(byte)
                .and_then(|number| self.sources.get(*number as usize))
                .cloned()
                .unwrap_or(0..0)
        };
        at(span.start).start..at(span.end.saturating_sub(1)).end
    }

    /// Puts barriers over spans, and over the whole of every character that a span cuts.
    pub(super) fn mask(&mut self, spans: &[Range<usize>]) {
        if spans.is_empty() {
            return;
        }
        let mut hidden = vec![false; self.sources.len()];
        for number in spans.iter().flat_map(|span| self.source.get(span.clone()).unwrap_or_default()) {
            if let Some(hidden) = hidden.get_mut(*number as usize) {
                *hidden = true;
            }
        }
        let mut masked = String::with_capacity(self.text.len());
        for (at, c) in self.text.char_indices() {
            let gone = self.source.get(at).and_then(|number| hidden.get(*number as usize)).copied();
            if gone.unwrap_or(false) {
                masked.extend(std::iter::repeat_n(BARRIER, c.len_utf8()));
            } else {
                masked.push(c);
            }
        }
        self.text = masked;
    }
}

/// Appends the plain form of a character that is not ASCII.
fn plain(c: char, out: &mut String) {
    match c {
        // As digits they would lengthen the number before them.
        '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '₀'..='₉' | '¼'..='¾' | '⅐'..='⅟' => {
            out.push(c)
        }
        'œ' => out.push_str("oe"),
        'Œ' => out.push_str("Oe"),
        'æ' => out.push_str("ae"),
        'Æ' => out.push_str("Ae"),
        'ß' => out.push_str("ss"),
        _ => decompose_compatible(c, |part| {
            if !invisible(part) && !is_combining_mark(part) {
                out.push(sign(part));
            }
        }),
    }
}

/// The ASCII sign or digit for one that only looks different.
fn sign(c: char) -> char {
    let digit = |zero: char| char::from_digit((c as u32 - zero as u32) % 10, 10).unwrap_or(c);
    match c {
        '’' | '‘' | 'ʼ' | '‛' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
        '٠'..='٩' => digit('٠'),
        '۰'..='۹' => digit('۰'),
        '०'..='९' => digit('०'),
        c => c,
    }
}

/// Controls and characters without width; line ends and tabs are not among them.
fn invisible(c: char) -> bool {
    match c {
        '\t'..='\r' | '\u{85}' => false,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_forms_and_the_way_back() {
        let original = "a\u{200b}b＠ex．fr Rene\u{301}e ０６";
        let shadow = Shadow::new(original);
        assert_eq!(shadow.text, "ab@ex.fr Renee 06");
        assert_eq!(&original[shadow.original(&(0..8))], "a\u{200b}b＠ex．fr");
        assert_eq!(&original[shadow.original(&(9..13))], "Rene\u{301}");
        assert_eq!(&original[shadow.original(&(15..17))], "０６");
    }

    #[test]
    fn a_mask_covers_whole_characters() {
        let mut shadow = Shadow::new("ﬁn");
        assert_eq!(shadow.text, "fin");
        let middle = 1..2;
        shadow.mask(std::slice::from_ref(&middle));
        assert_eq!(shadow.text, "\0\0n");
    }

    proptest! {
        #[test]
        fn every_span_leads_to_whole_characters(text in any::<String>()) {
            let shadow = Shadow::new(&text);
            for (at, c) in shadow.text.char_indices() {
                let back = shadow.original(&(at..at + c.len_utf8()));
                prop_assert!(!back.is_empty() && text.get(back).is_some());
            }
        }
    }
}
