//! Numbers that a help desk gives one after the other, and those of them that are not here.
//!
//! Where at least half of the numbers between the first and the last are here, a few that are missing are nothing: merged,
//! deleted, spam. With a share `d` of them here, a stretch of `g` or more missing ones after some number has the chance
//! `(1 - d)^g`; the longest of `n` stretches is no chance where `n (1 - d)^g` is below [`A_WONDER`], `d` taken without the five longest.

use crate::domain::silence::A_WONDER;

/// Numbers from which on there is something to say.
const FROM: usize = 30;
/// The share of conversations that must have a number, and of neighbours in the order of time.
const MOSTLY: f64 = 0.9;
/// Below this share of all numbers, those of other agents or teams were not taken in.
const DENSE: f64 = 0.5;
/// A stretch is told from so many on.
const LEAST: u64 = 5;
/// Stretches that are looked at, the longest.
const TOLD: usize = 5;

/// What the numbers of a source say.
#[derive(Clone, Debug, PartialEq)]
pub struct Sequence {
    /// The first and the last number.
    pub ends: (u64, u64),
    /// Different numbers that are here.
    pub here: u64,
    /// Numbers between the ends that are not.
    pub missing: u64,
    /// Whether enough of them are here for those that are missing to mean something.
    pub dense: bool,
    /// Stretches that are no chance, the longest first: five at most.
    pub stretches: Vec<Stretch>,
}

/// Numbers in a row that are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first.
    pub first: u64,
    /// The last.
    pub last: u64,
    /// When the ones before and after it began, in microseconds.
    pub between: (i64, i64),
}

impl Stretch {
    /// How many.
    pub const fn count(&self) -> u64 {
        self.last - self.first + 1
    }
}

/// A number, where an id is one.
pub fn number(id: &str) -> Option<u64> {
    let id = id.trim();
    (id.len() <= 18 && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| id.parse().ok())
        .flatten()
}

/// What numbers say, each with when its conversation began, of so many conversations. `None`: they are no sequence.
pub fn sequence(mut numbers: Vec<(u64, i64)>, conversations: u64) -> Option<Sequence> {
    if numbers.len() < FROM || (numbers.len() as f64) < MOSTLY * conversations as f64 {
        return None;
    }
    numbers.sort_unstable();
    numbers.dedup_by_key(|(number, _)| *number);
    let ordered = numbers.windows(2).filter(|pair| pair[0].1 <= pair[1].1).count();
    if (ordered as f64) < MOSTLY * (numbers.len() - 1) as f64 {
        return None;
    }
    let (first, last) = (numbers.first()?.0, numbers.last()?.0);
    let (here, span) = (numbers.len() as u64, last - first + 1);
    let gap = |pair: &[(u64, i64)]| pair[1].0 - pair[0].0 - 1;
    let mut gaps: Vec<&[(u64, i64)]> = numbers.windows(2).filter(|pair| gap(pair) >= LEAST).collect();
    gaps.sort_unstable_by_key(|pair| (std::cmp::Reverse(gap(pair)), pair[0].0));
    gaps.truncate(TOLD);
    let share = here as f64 / (span - gaps.iter().map(|pair| gap(pair)).sum::<u64>()).max(1) as f64;
    let dense = share >= DENSE;
    let wonder = |pair: &&[(u64, i64)]| {
        dense && (here as f64).ln() + gap(pair) as f64 * (-share).ln_1p() < A_WONDER.ln()
    };
    let stretches = gaps
        .into_iter()
        .filter(wonder)
        .map(|pair| Stretch { first: pair[0].0 + 1, last: pair[1].0 - 1, between: (pair[0].1, pair[1].1) })
        .collect();
    Some(Sequence { ends: (first, last), here, missing: span - here, dense, stretches })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(numbers: impl IntoIterator<Item = u64>) -> Vec<(u64, i64)> {
        numbers.into_iter().map(|number| (number, number as i64)).collect()
    }

    #[test]
    fn a_stretch_that_is_missing() {
        let here = ids((1000..2000).filter(|number| number % 20 != 0 && !(1300..1388).contains(number)));
        let n = here.len() as u64;
        let found = sequence(here, n).unwrap();
        assert_eq!(found.ends, (1001, 1999));
        assert!(found.dense);
        assert_eq!(found.stretches.len(), 1, "{found:?}");
        assert_eq!(
            (found.stretches[0].first, found.stretches[0].last, found.stretches[0].count()),
            (1300, 1387, 88)
        );
        assert_eq!(found.here + found.missing, 999);
    }

    #[test]
    fn mine_alone_are_few_of_all() {
        let here = ids((0..300).map(|number| number * 11 + number % 7));
        let found = sequence(here, 300).unwrap();
        assert!(!found.dense && found.stretches.is_empty());
    }

    #[test]
    fn a_few_missing_are_nothing() {
        let found = sequence(ids((1..400).filter(|number| number % 9 != 0)), 355).unwrap();
        assert!(found.dense && found.stretches.is_empty());
        assert_eq!(found.missing, 44);
    }

    #[test]
    fn what_is_no_sequence() {
        assert_eq!(sequence(ids(1..20), 19), None, "too few");
        assert_eq!(sequence(ids(1..100), 200), None, "half of the ids are no numbers");
        let shuffled = (1..200u64).map(|number| (number, (number as i64 * 7919) % 199)).collect();
        assert_eq!(sequence(shuffled, 199), None, "not given one after the other");
        assert_eq!(number("12a"), None);
        assert_eq!(number("99999999999999999999"), None);
        assert_eq!(number(" 42 "), Some(42));
    }
}
