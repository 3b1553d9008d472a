//! One spelling for searching: lower case, no accents, `œ` as `oe`, straight apostrophes. The same folding serves the
//! index, the query, list filters and the palette, so that `regle` finds *réglé* everywhere.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// `text` folded for comparison.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        // The most by far, and it needs no tables.
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            'ß' => out.push_str("ss"),
            '’' | 'ʼ' | '‘' => out.push('\''),
            // Lower-casing U+0130 leaves a combining dot behind.
            c if is_combining_mark(c) => {}
            c => out.push(c),
        }
    }
    out
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
    use super::*;

    #[test]
    fn folds_accents_and_ligatures() {
        assert_eq!(fold("Réglé, CŒUR, l’été"), "regle, coeur, l'ete");
        assert_eq!(fold("e\u{301}"), "e");
    }

    #[test]
    fn words_and_exclusions() {
        assert!(all_words("shoe mis", "A Shoe is missing"));
        assert!(!all_words("shoe !missing", "A Shoe is missing"));
    }
}
