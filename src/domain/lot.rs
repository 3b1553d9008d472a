//! The lot: which colleague becomes the third, blind reader of a dispute. Both sides work it out from what both know, so
//! that neither can pick.
//!
//! Random words are digests ([`Digest::of`]) for `aplomb/lot/v1` over the exchange's 16 bytes, a count from 0 as eight
//! bytes, little-endian, and the candidates' names in the order of their bytes, each once; of a digest the first eight
//! bytes are read, little-endian. The first word below the largest multiple of the number of candidates, modulo that
//! number, is the place drawn among them; other words are thrown away, so that nobody is favoured.

use crate::domain::digest::Digest;
use crate::domain::names::{ExchangeId, PersonId};

/// The place in `candidates` of the one drawn for `exchange`; `None` without candidates. Whoever is drawn does not depend
/// on the order that candidates are given in, nor on names given twice; of those, the first place is returned.
pub fn lot(exchange: ExchangeId, candidates: &[PersonId]) -> Option<usize> {
    let mut sorted = candidates.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let n = u64::try_from(sorted.len()).ok().filter(|n| *n > 0)?;
    let bound = u64::MAX - u64::MAX % n;
    // A word is thrown away less often than once in 2^50 draws.
    let word = (0..=u64::MAX).map(|count| word(exchange, count, &sorted)).find(|word| *word < bound)?;
    let drawn = sorted.get(usize::try_from(word % n).ok()?)?;
    candidates.iter().position(|candidate| candidate == drawn)
}

fn word(exchange: ExchangeId, count: u64, sorted: &[PersonId]) -> u64 {
    let count = count.to_le_bytes();
    let mut parts: Vec<&[u8]> = vec![&exchange.0, &count];
    parts.extend(sorted.iter().map(|person| person.0.as_slice()));
    let digest = Digest::of("aplomb/lot/v1", &parts);
    digest.0.iter().take(8).rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn people(n: u8) -> Vec<PersonId> {
        (0..n).map(|k| PersonId([k; 16])).collect()
    }

    fn exchange(k: u16) -> ExchangeId {
        let mut bytes = [0; 16];
        bytes[..2].copy_from_slice(&k.to_le_bytes());
        ExchangeId(bytes)
    }

    #[test]
    fn nobody_and_one() {
        assert_eq!(lot(exchange(1), &[]), None);
        assert_eq!(lot(exchange(1), &people(1)), Some(0));
        assert_eq!(lot(exchange(1), &[PersonId([7; 16]); 3]), Some(0));
    }

    #[test]
    fn everybody_is_drawn_about_as_often() {
        // 7000 lots among 7: each is drawn 1000 times, give or take 29; five times that never happens by chance.
        let people = people(7);
        let mut drawn = [0_i32; 7];
        for k in 0..7000 {
            drawn[lot(exchange(k), &people).unwrap()] += 1;
        }
        assert!(drawn.iter().all(|n| (n - 1000).abs() < 147), "{drawn:?}");
    }

    #[test]
    fn a_lot_stays_what_it_was() {
        let drawn: Vec<usize> = (0..12).map(|k| lot(exchange(k), &people(5)).unwrap()).collect();
        // Worked out apart from this program, from the words at the head of this file.
        assert_eq!(drawn, [1, 1, 2, 0, 4, 4, 1, 2, 0, 2, 3, 0]);
    }

    proptest! {
        #[test]
        fn the_order_of_candidates_says_nothing(
            names in prop::collection::vec(any::<[u8; 16]>(), 1..9), turn in 0usize..8, twice in 0usize..8, k: u16
        ) {
            let candidates: Vec<PersonId> = names.into_iter().map(PersonId).collect();
            let drawn = candidates[lot(exchange(k), &candidates).unwrap()];
            let mut other = candidates.clone();
            other.reverse();
            other.rotate_left(turn % candidates.len());
            other.push(candidates[twice % candidates.len()]);
            prop_assert_eq!(other[lot(exchange(k), &other).unwrap()], drawn);
        }
    }
}
