//! What to look for: the built-in patterns, and the orders and words that the settings add.

use regex::{Regex, RegexBuilder};

use crate::domain::fold::fold;
use crate::domain::problem::Problem;
use crate::domain::redaction::shadow::Shadow;
use crate::words::Bilingual;

/// The largest compiled pattern, in bytes: a settings file must not take the memory.
const LARGEST: usize = 1 << 20;

/// What to look for: made once, used for many texts.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Without it only the people who were named to the redactor are hidden.
    pub(super) patterns: bool,
    pub(super) orders: Vec<Regex>,
    pub(super) words: Option<Regex>,
}

impl Rules {
    /// The built-in patterns.
    pub fn standard() -> Rules {
        Rules { patterns: true, orders: Vec::new(), words: None }
    }

    /// No pattern at all, for a team whose settings say `redact = false`. An agent who is to stay unknown still does.
    pub fn off() -> Rules {
        Rules { patterns: false, ..Rules::standard() }
    }

    /// The built-in patterns, order-like numbers by pattern, and words. Everything wrong with them at once.
    pub fn new(orders: &[String], words: &[String]) -> Result<Rules, Vec<Problem>> {
        let mut rules = Rules::standard();
        let mut problems = Vec::new();
        for order in orders {
            match order_pattern(order) {
                Ok(pattern) => rules.orders.push(pattern),
                Err(accepted) => problems.push(Problem::at(None, "redact_orders", order.as_str(), accepted)),
            }
        }
        for word in words {
            if let Err(accepted) = check_word(word) {
                problems.push(Problem::at(None, "redact_words", word.as_str(), accepted));
            }
        }
        match word_pattern(words) {
            Ok(pattern) => rules.words = pattern,
            Err(accepted) => problems.push(Problem::at(None, "redact_words", "", accepted)),
        }
        if problems.is_empty() { Ok(rules) } else { Err(problems) }
    }
}

/// Whether a pattern for order numbers can be used; if not, what is accepted.
pub fn check_order(pattern: &str) -> Result<(), Bilingual> {
    order_pattern(pattern).map(drop)
}

/// Whether a word to hide can be used; if not, what is accepted.
pub fn check_word(word: &str) -> Result<(), Bilingual> {
    if Shadow::new(word).text.chars().any(char::is_alphanumeric) {
        return Ok(());
    }
    Err(Bilingual::fixed(
        "a word or several, such as \"Acme\" or \"Blue Harbour\"",
        "un mot ou plusieurs, comme \"Acme\" ou \"Port Bleu\"",
    ))
}

fn order_pattern(pattern: &str) -> Result<Regex, Bilingual> {
    let accepted = || {
        Bilingual::fixed(
            r##"a pattern such as '#\d{4,}' or 'CMD-\d+' (a regular expression, at most 1 MiB compiled)"##,
            r##"un motif comme '#\d{4,}' ou 'CMD-\d+' (une expression régulière, 1 Mio compilé au plus)"##,
        )
    };
    // Texts are searched without accents, so the pattern must not have any.
    let regex = sized(&Shadow::new(pattern).text).map_err(|_| accepted())?;
    if regex.is_match("") {
        return Err(Bilingual::fixed(
            "a pattern that asks for at least one character, such as '#\\d{4,}'",
            "un motif qui exige au moins un caractère, comme '#\\d{4,}'",
        ));
    }
    Ok(regex)
}

fn word_pattern(words: &[String]) -> Result<Option<Regex>, Bilingual> {
    let mut phrases: Vec<String> = words
        .iter()
        .map(|word| {
            let plain = fold(&Shadow::new(word).text);
            plain.split_whitespace().map(regex::escape).collect::<Vec<_>>().join(r"\s+")
        })
        .filter(|phrase| !phrase.is_empty())
        .collect();
    if phrases.is_empty() {
        return Ok(None);
    }
    // The longest of those that begin alike wins.
    phrases.sort_by_key(|phrase| usize::MAX - phrase.len());
    let pattern = format!(r"\b{{start-half}}(?:{})\b{{end-half}}", phrases.join("|"));
    sized(&pattern)
        .map(Some)
        .map_err(|_| Bilingual::fixed("fewer words: these are too many", "moins de mots : il y en a trop"))
}

fn sized(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).case_insensitive(true).size_limit(LARGEST).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_is_said_at_once() {
        let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let problems =
            Rules::new(&list(&["#[0-9", r"\d*", r"A\d+", r"(\w{1000}){1000}"]), &list(&["", "Acme", "…"]))
                .unwrap_err();
        let found: Vec<_> = problems.iter().map(|problem| problem.found.as_str()).collect();
        assert_eq!(found, ["#[0-9", r"\d*", r"(\w{1000}){1000}", "", "…"]);
        assert!(Rules::new(&list(&[r"#\d{4,}"]), &list(&["Acme"])).is_ok());
    }
}
