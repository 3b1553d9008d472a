//! Pieces of what was deleted, held in memory alone, and the search for them in the bytes of a file.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use crate::domain::fold::fold;

/// The longest piece, in bytes; the shortest that tells anything.
const LONGEST: usize = 32;
const SHORTEST: usize = 16;
/// The shortest word looked for in the index.
const SHORTEST_WORD: usize = 8;
/// Pieces of one table that are held at most; beyond, every second one goes, so that old and new are both there.
const MOST: usize = 256;
/// A piece is found by its first bytes.
const KEY: usize = 8;

/// Pieces of one table.
#[derive(Default)]
struct Kind {
    pieces: Vec<Vec<u8>>,
    seen: usize,
    every: usize,
}

/// Pieces of deleted texts, by the table that they stood in.
#[derive(Default)]
pub struct Samples(HashMap<&'static str, Kind>);

/// Words of the index, by their place in [`Samples`].
pub(super) const WORDS: &str = "word";

impl Samples {
    /// Takes pieces of a text that is about to go.
    pub(super) fn take(&mut self, table: &'static str, text: &str) {
        for at in [0, text.len() / 2, text.len().saturating_sub(LONGEST)] {
            self.bytes(table, stretch(text.as_bytes(), at));
        }
    }

    /// Takes the longest plain word of a text that is in the index.
    pub(super) fn take_word(&mut self, text: &str) {
        let folded = fold(text);
        let words = folded.split(|c: char| !c.is_alphanumeric());
        let plain = words.filter(|word| word.is_ascii() && (SHORTEST_WORD..=LONGEST).contains(&word.len()));
        if let Some(word) = plain.max_by_key(|word| word.len()) {
            self.keep(WORDS, word.as_bytes());
        }
    }

    /// Takes a customer's name.
    pub fn customer(&mut self, who: &str) {
        self.bytes("customer", who.trim().as_bytes());
    }

    /// Takes a piece as it is, if it is long enough to tell anything.
    pub(super) fn bytes(&mut self, table: &'static str, piece: &[u8]) {
        if piece.len() >= SHORTEST {
            self.keep(table, piece);
        }
    }

    fn keep(&mut self, table: &'static str, piece: &[u8]) {
        let kind = self.0.entry(table).or_insert_with(|| Kind { every: 1, ..Kind::default() });
        kind.seen += 1;
        if !kind.seen.is_multiple_of(kind.every) {
            return;
        }
        if kind.pieces.len() >= MOST {
            let mut place = 0;
            kind.pieces.retain(|_| {
                place += 1;
                place % 2 == 0
            });
            kind.every *= 2;
        }
        kind.pieces.push(piece.to_vec());
    }

    /// Each different piece, with its table.
    pub(super) fn pieces(&self) -> Vec<(&'static str, &[u8])> {
        let mut all: Vec<(&'static str, &[u8])> = self
            .0
            .iter()
            .flat_map(|(table, kind)| kind.pieces.iter().map(|piece| (*table, piece.as_slice())))
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// At most [`LONGEST`] bytes from `at` on.
fn stretch(bytes: &[u8], at: usize) -> &[u8] {
    &bytes[at..bytes.len().min(at + LONGEST)]
}

/// Which of the pieces stand in what `file` gives, and how many bytes it gave.
pub(super) fn look(file: &mut dyn Read, pieces: &[&[u8]]) -> std::io::Result<(HashSet<usize>, u64)> {
    const CHUNK: usize = 1 << 20;
    // Most bytes begin no piece: one bit for each pair of first bytes spares the map.
    let mut begins = vec![false; 1 << 16];
    let mut by_key: HashMap<[u8; KEY], Vec<usize>> = HashMap::new();
    for (place, piece) in pieces.iter().enumerate() {
        let Some(key) = piece.first_chunk::<KEY>() else { continue };
        begins[pair(key[0], key[1])] = true;
        by_key.entry(*key).or_default().push(place);
    }
    let overlap = pieces.iter().map(|piece| piece.len()).max().unwrap_or(1);
    let mut found = HashSet::new();
    let mut window: Vec<u8> = Vec::with_capacity(CHUNK + overlap);
    let mut bytes = 0;
    loop {
        let read = file.take(CHUNK as u64).read_to_end(&mut window)?;
        bytes += read as u64;
        for at in 0..window.len().saturating_sub(KEY - 1) {
            if !begins[pair(window[at], window[at + 1])] {
                continue;
            }
            let Some(key) = window[at..].first_chunk::<KEY>() else { break };
            for place in by_key.get(key).into_iter().flatten() {
                if window[at..].starts_with(pieces[*place]) {
                    found.insert(*place);
                }
            }
        }
        if read == 0 {
            return Ok((found, bytes));
        }
        let rest = window.len().saturating_sub(overlap);
        window.drain(..rest);
    }
}

const fn pair(first: u8, second: u8) -> usize {
    (first as usize) << 8 | second as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_found_wherever_it_stands() {
        let pieces: [&[u8]; 3] = [b"the parcel never came", b"another piece of text", b"parcel never"];
        for before in [0, 1, (1 << 20) - 25, (1 << 20) - 10, (1 << 20) - 1, 1 << 20, 3 << 20] {
            let mut file = vec![b't'; before];
            file.extend_from_slice(b"the parcel never came");
            file.extend_from_slice(&[0; 40]);
            let (found, bytes) = look(&mut file.as_slice(), &pieces).unwrap();
            assert_eq!(found, HashSet::from([0, 2]), "{before}");
            assert_eq!(bytes, file.len() as u64);
        }
        assert_eq!(look(&mut &b""[..], &pieces).unwrap().0.len(), 0);
        // The end of the file cuts it off.
        assert_eq!(look(&mut &b"xx the parcel never cam"[..], &pieces).unwrap().0, HashSet::from([2]));
    }

    #[test]
    fn many_texts_leave_few_pieces_and_old_ones_among_them() {
        let mut samples = Samples::default();
        for n in 0..10_000 {
            samples.bytes("message", format!("a sentence with the number {n:05}").as_bytes());
        }
        samples.bytes("message", b"too short");
        let pieces = samples.pieces();
        assert!((MOST / 2..=MOST).contains(&pieces.len()), "{}", pieces.len());
        let number =
            |piece: &[u8]| String::from_utf8_lossy(piece).rsplit(' ').next().unwrap().parse::<u32>().unwrap();
        assert!(pieces.iter().any(|(_, piece)| number(piece) < 1_000));
        assert!(pieces.iter().any(|(_, piece)| number(piece) > 9_000));
    }

    #[test]
    fn a_long_text_is_sampled_at_both_ends() {
        let mut samples = Samples::default();
        let text = "Bonjour, ma commande numéro 3592 n’est jamais arrivée et personne ne répond, merci de me rappeler.";
        samples.take("message", text);
        samples.take_word(text);
        let pieces = samples.pieces();
        assert!(pieces.contains(&("message", &text.as_bytes()[..LONGEST])));
        assert!(pieces.contains(&("message", &text.as_bytes()[text.len() - LONGEST..])));
        assert!(pieces.contains(&(WORDS, b"rappeler")));
    }
}
