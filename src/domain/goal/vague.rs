//! Words that promise without saying how much, in both languages.

use crate::domain::fold::fold;

/// Beginnings of words, folded: `amelior` meets *améliorer*, *améliorons* and *amélioration*.
const BEGINNINGS: [&str; 18] = [
    "improv",
    "enhanc",
    "optimi",
    "strengthen",
    "boost",
    "maximi",
    "minimi",
    "amelior",
    "renforc",
    "perfectionn",
    "revalor",
    "excellen",
    "booster",
    "dynamis",
    "revolution",
    "exception",
    "intensif",
    "maitris",
];

/// Whole words, folded.
const WORDS: [&str; 15] = [
    "better",
    "best",
    "more",
    "less",
    "faster",
    "quicker",
    "nicer",
    "great",
    "greater",
    "mieux",
    "meilleur",
    "meilleure",
    "meilleurs",
    "meilleures",
    "davantage",
];

/// The first vague word of a sentence that holds no number; one with a number says how much.
pub(super) fn vague(sentence: &str) -> Option<&str> {
    if sentence.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    sentence.split(|c: char| !c.is_alphanumeric()).find(|word| {
        let word = fold(word);
        BEGINNINGS.iter().any(|beginning| word.starts_with(beginning)) || WORDS.contains(&word.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vague_in_both_languages() {
        assert_eq!(vague("Improve customer satisfaction"), Some("Improve"));
        assert_eq!(vague("We want better answers"), Some("better"));
        assert_eq!(vague("Améliorer la satisfaction client"), Some("Améliorer"));
        assert_eq!(vague("Répondre mieux"), Some("mieux"));
        assert_eq!(vague("Reply to every question within a day"), None);
        assert_eq!(vague("Improve satisfaction from 72 to 90 percent"), None, "a number says how much");
        assert_eq!(vague(""), None);
    }
}
