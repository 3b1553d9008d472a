//! Where the words of a search stand in a text, for highlighting: compared as the search compares them, without
//! accents and case.

use crate::domain::fold::fold;

/// The words to look for: those of the query that are no fields and not excluded, folded.
pub fn words_of(query: &str) -> Vec<String> {
    query
        .split_whitespace()
        .filter(|word| !word.starts_with('!') && !word.contains(':'))
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect()
}

/// The byte ranges of `text` at which one of `words` (folded) stands; in order, none touching another.
pub fn places(text: &str, words: &[String]) -> Vec<(usize, usize)> {
    let found = matches(text, words);
    let mut joined: Vec<(usize, usize)> = Vec::with_capacity(found.len());
    for (start, end) in found {
        match joined.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

/// The byte ranges of `text` at which one of `words` (folded) stands, each by itself; in order.
pub fn matches(text: &str, words: &[String]) -> Vec<(usize, usize)> {
    if words.is_empty() || text.is_empty() {
        return Vec::new();
    }
    let mut folded = String::with_capacity(text.len());
    // For each byte of `folded`, the range of the letter that it came from.
    let mut from: Vec<(usize, usize)> = Vec::with_capacity(text.len());
    for (place, c) in text.char_indices() {
        let end = place + c.len_utf8();
        let plain =
            if c.is_ascii() { c.to_ascii_lowercase().to_string() } else { fold(c.encode_utf8(&mut [0; 4])) };
        // A mark belongs to the letter before it.
        if let (true, Some(last)) = (plain.is_empty(), from.last_mut()) {
            last.1 = end;
        }
        from.extend(std::iter::repeat_n((place, end), plain.len()));
        folded.push_str(&plain);
    }
    let mut found: Vec<(usize, usize)> = words
        .iter()
        .flat_map(|word| {
            folded.match_indices(word.as_str()).map(|(at, word)| (from[at].0, from[at + word.len() - 1].1))
        })
        .collect();
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn finds_without_accents() {
        let at = |text: &str, query: &str| {
            places(text, &words_of(query)).into_iter().map(|(a, b)| text[a..b].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(at("C’est Réglé, cœur", "regle coeur"), ["Réglé", "cœur"]);
        assert_eq!(at("re\u{301}gle", "regle"), ["re\u{301}gle"]);
        assert_eq!(at("abcabc", "abc !x agent:a"), ["abcabc"]);
        assert!(at("abc", "").is_empty());
    }

    proptest! {
        #[test]
        fn ranges_are_sound(text in "\\PC{0,30}", query in "\\PC{0,6}") {
            let mut end = 0;
            for (a, b) in places(&text, &words_of(&query)) {
                prop_assert!(a >= end && a < b);
                prop_assert!(text.is_char_boundary(a) && text.is_char_boundary(b));
                end = b;
            }
        }
    }
}
