//! What may be told without telling about a person: at least k people behind a figure, none with more than half of it;
//! and nothing that total minus the others, or one publication minus another, would give away. Suppressed is said in
//! words, never left blank.

use std::collections::{BTreeMap, BTreeSet};

use super::publication::Stake;

/// One person's part in a cell: who, and how many conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part<P> {
    /// Who.
    pub person: P,
    /// Conversations.
    pub n: u64,
}

/// Whether k distinct people stand behind it and nobody has more than half of the conversations.
pub fn enough<P: Ord + Copy>(parts: &[Part<P>], k: usize) -> bool {
    let mut people: BTreeMap<P, u64> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.n > 0) {
        *people.entry(part.person).or_default() += part.n;
    }
    let (all, most) = (people.values().sum::<u64>(), people.values().max().copied().unwrap_or(0));
    people.len() >= k.max(1) && (k <= 1 || most <= all / 2)
}

/// One of the cells that together make a total.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share<P: Ord> {
    /// Who stands behind it.
    pub parts: Vec<Part<P>>,
    /// It must not be told: what was told of it before would give somebody away.
    pub held: bool,
    /// Who put something in that was not told before.
    pub changed: BTreeSet<P>,
}

/// Which of the cells that together make a total may be told when the total is. A cell with too few goes, and one that is
/// held; and where what the told ones leave of the total is too few itself, or tells what fewer than k people changed in a
/// held one, the smallest told one goes too, until it is not.
pub fn told<P: Ord + Copy>(cells: &[Share<P>], k: usize) -> Vec<bool> {
    let mut told: Vec<bool> = cells.iter().map(|cell| !cell.held && enough(&cell.parts, k)).collect();
    loop {
        let hidden = || cells.iter().zip(&told).filter(|(_, told)| !**told).map(|(cell, _)| cell);
        let parts: Vec<Part<P>> = hidden().flat_map(|cell| cell.parts.iter().copied()).collect();
        let changed: BTreeSet<P> = hidden().flat_map(|cell| cell.changed.iter().copied()).collect();
        let covered = !hidden().any(|cell| cell.held) || changed.len() >= k;
        if parts.iter().all(|part| part.n == 0) || enough(&parts, k) && covered {
            return told;
        }
        // Where people are missing that hide behind each other, a cell in which nobody changed anything is no help.
        let helps = |place: usize| covered || !cells[place].changed.is_empty();
        let size =
            |place: &usize| (!helps(*place), cells[*place].parts.iter().map(|part| part.n).sum::<u64>());
        let smallest = (0..cells.len()).filter(|place| told[*place]).min_by_key(size);
        match smallest {
            Some(place) => told[place] = false,
            None => return told,
        }
    }
}

/// Who lies between two tellings of one measure: those who are in one alone, or put something else in.
pub fn between<P: Ord + Copy>(before: &BTreeMap<P, Stake>, now: &BTreeMap<P, Stake>) -> BTreeSet<P> {
    let other = |one: &BTreeMap<P, Stake>, other: &BTreeMap<P, Stake>| -> Vec<P> {
        one.iter()
            .filter(|(person, stake)| other.get(person) != Some(stake))
            .map(|(person, _)| *person)
            .collect()
    };
    other(before, now).into_iter().chain(other(now, before)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell(parts: &[(u8, u64)]) -> Vec<Part<u8>> {
        parts.iter().map(|(person, n)| Part { person: *person, n: *n }).collect()
    }

    fn even(people: std::ops::Range<u8>, n: u64) -> Vec<Part<u8>> {
        people.map(|person| Part { person, n }).collect()
    }

    #[test]
    fn k_people_and_nobody_more_than_half() {
        assert!(enough(&even(0..5, 3), 5));
        assert!(!enough(&even(0..4, 30), 5));
        assert!(!enough(&cell(&[(0, 9), (1, 2), (2, 2), (3, 2), (4, 2)]), 5), "9 of 17");
        assert!(enough(&cell(&[(0, 8), (1, 2), (2, 2), (3, 2), (4, 2)]), 5), "8 of 16");
        assert!(
            !enough(&cell(&[(0, 3), (0, 3), (1, 1), (2, 1), (3, 1), (4, 1)]), 5),
            "two parts of one person"
        );
        assert!(!enough(&cell(&[(0, 0), (1, 1), (2, 1), (3, 1), (4, 1)]), 5), "no conversation, no person");
        assert!(!enough::<u8>(&[], 1));
    }

    fn shares(cells: &[Vec<Part<u8>>]) -> Vec<Share<u8>> {
        cells.iter().map(|parts| Share { parts: parts.clone(), ..Share::default() }).collect()
    }

    #[test]
    fn total_minus_the_others_gives_nobody_away() {
        // Two channels are fine, the third has one person: a second one goes with it, the smallest.
        let cells = [even(0..8, 10), even(0..6, 4), even(7..8, 2)];
        assert_eq!(told(&shares(&cells), 5), [true, false, false]);
        assert_eq!(told(&shares(&cells[..2]), 5), [true, true]);
        // Nothing left to hide behind: none is told.
        assert_eq!(told(&shares(&[even(0..8, 10), even(7..8, 2)]), 5), [false, false]);
        // Two hidden cells that together are enough need no third.
        let halves = [even(0..8, 10), even(0..3, 2), even(3..6, 2)];
        assert_eq!(told(&shares(&halves), 5), [true, false, false]);
    }

    #[test]
    fn what_one_was_late_with_hides_behind_what_many_brought() {
        // Three weeks: in the first somebody was late, the second is as it was told, the third is new.
        let share =
            |parts, held, changed: std::ops::Range<u8>| Share { parts, held, changed: changed.collect() };
        let weeks = [
            share(even(0..9, 4), true, 3..4),
            share(even(0..9, 5), false, 0..0),
            share(even(0..9, 6), false, 0..9),
        ];
        assert_eq!(told(&weeks, 5), [false, true, false]);
        assert_eq!(told(&weeks[..2], 5), [false, false], "nothing new to hide behind");
    }

    #[test]
    fn who_lies_between_two_tellings() {
        let of = |people: &[(u8, u64)]| -> BTreeMap<u8, Stake> {
            people.iter().map(|(person, n)| (*person, Stake::of(*n, 50.0))).collect()
        };
        let before = of(&[(0, 3), (1, 3), (2, 3)]);
        assert!(between(&before, &before).is_empty());
        assert_eq!(between(&before, &of(&[(1, 3), (2, 4), (3, 1)])), BTreeSet::from([0, 2, 3]));
    }

    proptest! {
        #[test]
        fn no_cell_and_no_remainder_is_too_few(
            cells in prop::collection::vec(prop::collection::vec((0u8..12, 0u64..9), 0..10), 1..8),
            k in 2usize..6,
        ) {
            let cells: Vec<Vec<Part<u8>>> = cells.iter().map(|parts| cell(parts)).collect();
            let told = told(&shares(&cells), k);
            for (cell, told) in cells.iter().zip(&told) {
                prop_assert!(!told || enough(cell, k));
            }
            let hidden: Vec<Part<u8>> =
                cells.iter().zip(&told).filter(|(_, told)| !**told).flat_map(|(cell, _)| cell.clone()).collect();
            let nothing = hidden.iter().all(|part| part.n == 0);
            prop_assert!(nothing || enough(&hidden, k) || told.iter().all(|told| !told));
        }
    }
}
