//! Searching a conversation: folded, so that accents and case do not matter, and exact about what to highlight.

use crate::domain::fold::fold;
use crate::ops::transcript::Transcript;

/// A search and what it found.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// As typed; empty where nothing is searched.
    pub query: String,
    /// Message, first byte, byte behind the last, in reading order.
    pub found: Vec<(usize, usize, usize)>,
    /// The match in front.
    pub at: usize,
}

impl Search {
    /// Looks for `query`; the match in front is the first from message `from` on.
    pub fn look(&mut self, transcript: &Transcript, query: &str, from: usize) {
        self.query = query.to_owned();
        self.found.clear();
        let wanted = fold(query.trim());
        if !wanted.is_empty() {
            for (place, turn) in transcript.turns.iter().enumerate() {
                self.found.extend(matches(&turn.text, &wanted).into_iter().map(|(a, b)| (place, a, b)));
            }
        }
        self.at = self.found.iter().position(|(turn, ..)| *turn >= from).unwrap_or(0);
    }

    /// The next match, or the one before, round the end.
    pub fn turn_to(&mut self, forward: bool) -> Option<(usize, usize)> {
        let count = self.found.len();
        if count == 0 {
            return None;
        }
        self.at = (self.at + if forward { 1 } else { count - 1 }) % count;
        self.here()
    }

    /// Message and first byte of the match in front.
    pub fn here(&self) -> Option<(usize, usize)> {
        self.found.get(self.at).map(|(turn, from, _)| (*turn, *from))
    }
}

fn matches(text: &str, wanted: &str) -> Vec<(usize, usize)> {
    let mut folded = String::with_capacity(text.len());
    // For every folded byte, the character that it comes from.
    let mut from: Vec<(usize, usize)> = Vec::with_capacity(text.len());
    for (place, c) in text.char_indices() {
        let piece = fold(c.encode_utf8(&mut [0; 4]));
        // A mark that folds away belongs to the letter before it.
        if let (true, Some(last)) = (piece.is_empty(), from.last_mut()) {
            last.1 = place + c.len_utf8();
        }
        from.extend(std::iter::repeat_n((place, place + c.len_utf8()), piece.len()));
        folded.push_str(&piece);
    }
    folded
        .match_indices(wanted)
        .filter_map(|(place, found)| {
            let (start, _) = from.get(place)?;
            let (_, end) = from.get(place + found.len() - 1)?;
            Some((*start, *end))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_matches_are_exact_in_the_text() {
        let text = "Réglé, le cœur est réglé.";
        let cut: Vec<&str> = matches(text, "regle").into_iter().map(|(a, b)| &text[a..b]).collect();
        assert_eq!(cut, ["Réglé", "réglé"]);
        let cut: Vec<&str> = matches(text, "coeur").into_iter().map(|(a, b)| &text[a..b]).collect();
        assert_eq!(cut, ["cœur"]);
        assert!(matches(text, "absent").is_empty());
    }
}
