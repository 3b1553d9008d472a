//! Saying the same again: likeness of two texts by the words that they share.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::domain::fold::fold;

/// Shared words over all words of both, from which on two of our questions are one.
const SAME_QUESTION: f64 = 0.8;
/// The same for customers, who word it anew each time; words of up to [`SHORT`] letters do not count.
const SAME_WISH: f64 = 0.5;
/// The same for a message typed by hand and a saved reply.
const SAME_REPLY: f64 = 0.5;
/// A question of ours has so many words at least.
const FEWEST_ASKED: usize = 4;
/// A customer's sentence has so many words at least that count.
const FEWEST_WISHED: usize = 3;
/// Letters up to which a customer's word does not count.
const SHORT: usize = 3;

/// A sentence: where it stands, and its words.
pub(super) struct Sentence {
    pub(super) at: Range<usize>,
    words: BTreeSet<String>,
    long_enough: bool,
}

/// The questions of a text.
pub(super) fn questions(text: &str) -> Vec<Sentence> {
    sentences(text, |at| text[..at].ends_with('?'), FEWEST_ASKED, 0)
}

/// The sentences of a customer's text.
pub(super) fn wishes(text: &str) -> Vec<Sentence> {
    sentences(text, |_| true, FEWEST_WISHED, SHORT)
}

fn sentences(text: &str, wanted: impl Fn(usize) -> bool, fewest: usize, short: usize) -> Vec<Sentence> {
    let mut from = 0;
    let mut found = Vec::new();
    for part in text.split_inclusive(['.', '!', '?', '\n']) {
        let to = from + part.len();
        let lead = part.len() - part.trim_start().len();
        let at = from + lead..from + part.trim_end().len().max(lead);
        if wanted(at.end) {
            let all: Vec<String> = words(&text[at.clone()], short).collect();
            let long_enough = all.len() >= fewest;
            found.push(Sentence { at, words: all.into_iter().collect(), long_enough });
        }
        from = to;
    }
    found.retain(|sentence| sentence.long_enough);
    found
}

fn words(text: &str, short: usize) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let all: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > short)
        .map(str::to_owned)
        .collect();
    all.into_iter()
}

/// Whether two of our questions are one.
pub(super) fn same_question(a: &Sentence, b: &Sentence) -> bool {
    likeness(&a.words, &b.words) >= SAME_QUESTION
}

/// Whether a customer says the same again.
pub(super) fn same_wish(a: &Sentence, b: &Sentence) -> bool {
    likeness(&a.words, &b.words) >= SAME_WISH
}

/// Whether a message says what a saved reply says.
pub(super) fn same_reply(a: &str, b: &str) -> bool {
    let (a, b): (BTreeSet<_>, BTreeSet<_>) = (words(a, 0).collect(), words(b, 0).collect());
    a.len() >= FEWEST_ASKED && likeness(&a, &b) >= SAME_REPLY
}

/// Jaccard's index: 0 for nothing in common, 1 for the same words.
fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let shared = a.intersection(b).count();
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}
