//! One spelling for searching: lower case, no accents, `œ` as `oe`, straight apostrophes. The same folding serves the
//! index, the query, list filters and the palette, so that `regle` finds *réglé* everywhere.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// `text` folded for comparison.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        // The most by far, and it needs no tables.
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_one(c, &mut out));
    out
}

/// Adds one character of a text to it, folded: what comes before and after it makes no difference.
pub fn fold_one(c: char, folded: &mut String) {
    if c.is_ascii() {
        return folded.push(c.to_ascii_lowercase());
    }
    decompose_canonical(c, |part| {
        if is_combining_mark(part) {
            return;
        }
        for c in part.to_lowercase() {
            match c {
                'œ' => folded.push_str("oe"),
                'æ' => folded.push_str("ae"),
                'ß' => folded.push_str("ss"),
                '’' | 'ʼ' | '‘' => folded.push('\''),
                // Lower-casing U+0130 leaves a combining dot behind.
                c if is_combining_mark(c) => {}
                c => folded.push(c),
            }
        }
    });
}

/// Whether every word of `query` is somewhere in `text`; a word that begins with `!` must not be there.
/// Both are folded here.
pub fn all_words(query: &str, text: &str) -> bool {
    let text = fold(text);
    fold(query).split_whitespace().all(|word| match word.strip_prefix('!') {
        Some("") => true,
        Some(not) => !text.contains(not),
        None => text.contains(word),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn folds_accents_and_ligatures() {
        assert_eq!(fold("Réglé, CŒUR, l’été"), "regle, coeur, l'ete");
        assert_eq!(fold("e\u{301}"), "e");
    }

    proptest! {
        /// As whole texts are decomposed and put in order by the standard.
        #[test]
        fn one_after_the_other_is_all_at_once(text in "\\PC{0,40}|[a\u{301}\u{323}éÉœŒİßΣ가’ ]{0,20}") {
            let whole: String = text
                .nfd()
                .flat_map(char::to_lowercase)
                .filter(|c| !is_combining_mark(*c))
                .collect::<String>()
                .replace('œ', "oe")
                .replace('æ', "ae")
                .replace('ß', "ss")
                .replace(['’', 'ʼ', '‘'], "'");
            prop_assert_eq!(fold(&text), whole);
        }
    }

    #[test]
    fn words_and_exclusions() {
        assert!(all_words("shoe mis", "A Shoe is missing"));
        assert!(!all_words("shoe !missing", "A Shoe is missing"));
    }
}
