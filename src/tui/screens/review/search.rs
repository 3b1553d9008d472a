//! Searching a conversation: folded, so that accents and case do not matter, and exact about what to highlight.

use crate::domain::fold::fold;
use crate::ops::transcript::Transcript;
use crate::tui::input::words::matches;

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
        // The words stand together, as typed.
        let wanted = [fold(query.trim())];
        if !wanted[0].is_empty() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_matches_are_exact_in_the_text() {
        let text = "Réglé, le cœur est réglé.";
        let cut = |wanted: &str| -> Vec<&str> {
            matches(text, &[wanted.to_owned()]).into_iter().map(|(a, b)| &text[a..b]).collect()
        };
        assert_eq!(cut("regle"), ["Réglé", "réglé"]);
        assert_eq!(cut("coeur"), ["cœur"]);
        assert_eq!(cut("coeur est"), ["cœur est"]);
        assert!(cut("absent").is_empty());
    }
}
