//! What may be told without telling about a person: at least k people behind a figure, none with more than half of it;
//! and nothing that total minus the others, or one publication minus another, would give away. Suppressed is said in
//! words, never left blank.

use std::collections::{BTreeMap, BTreeSet};

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

/// Which of the cells that together make a total may be told when the total is. A cell with too few goes; and where what
/// the told ones leave of the total is too few itself, the smallest told one goes too, until it is not.
pub fn told<P: Ord + Copy>(cells: &[Vec<Part<P>>], k: usize) -> Vec<bool> {
    let mut told: Vec<bool> = cells.iter().map(|cell| enough(cell, k)).collect();
    loop {
        let hidden: Vec<Part<P>> = parts_of(cells, &told, false);
        if hidden.iter().all(|part| part.n == 0) || enough(&hidden, k) {
            return told;
        }
        let size = |place: &usize| cells[*place].iter().map(|part| part.n).sum::<u64>();
        let smallest = (0..cells.len()).filter(|place| told[*place]).min_by_key(size);
        match smallest {
            Some(place) => told[place] = false,
            None => return told,
        }
    }
}

fn parts_of<P: Ord + Copy>(cells: &[Vec<Part<P>>], told: &[bool], which: bool) -> Vec<Part<P>> {
    let wanted = cells.iter().zip(told).filter(|(_, told)| **told == which);
    wanted.flat_map(|(cell, _)| cell.iter().copied()).collect()
}

/// The people behind a cell.
pub fn people<P: Ord + Copy>(parts: &[Part<P>]) -> BTreeSet<P> {
    parts.iter().filter(|part| part.n > 0).map(|part| part.person).collect()
}

/// Whether a cell told before gives a new one of the same measure away: what lies between their people is somebody, and
/// fewer than k.
pub fn gives_away<P: Ord>(before: &BTreeSet<P>, now: &BTreeSet<P>, k: usize) -> bool {
    let between = before.symmetric_difference(now).count();
    between > 0 && between < k
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

    #[test]
    fn total_minus_the_others_gives_nobody_away() {
        // Two channels are fine, the third has one person: a second one goes with it, the smallest.
        let cells = [even(0..8, 10), even(0..6, 4), even(7..8, 2)];
        assert_eq!(told(&cells, 5), [true, false, false]);
        assert_eq!(told(&cells[..2], 5), [true, true]);
        // Nothing left to hide behind: none is told.
        assert_eq!(told(&[even(0..8, 10), even(7..8, 2)], 5), [false, false]);
        // Two hidden cells that together are enough need no third.
        let halves = [even(0..8, 10), even(0..3, 2), even(3..6, 2)];
        assert_eq!(told(&halves, 5), [true, false, false]);
    }

    #[test]
    fn what_lies_between_two_publications() {
        let set = |people: &[u8]| people.iter().copied().collect::<BTreeSet<u8>>();
        let five = set(&[0, 1, 2, 3, 4]);
        assert!(!gives_away(&five, &five, 5));
        assert!(gives_away(&five, &set(&[0, 1, 2, 3, 4, 5]), 5), "the sixth");
        assert!(gives_away(&five, &set(&[1, 2, 3, 4, 5]), 5), "one for another");
        assert!(!gives_away(&five, &set(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), 5), "five more");
    }

    proptest! {
        #[test]
        fn no_cell_and_no_remainder_is_too_few(
            cells in prop::collection::vec(prop::collection::vec((0u8..12, 0u64..9), 0..10), 1..8),
            k in 2usize..6,
        ) {
            let cells: Vec<Vec<Part<u8>>> = cells.iter().map(|parts| cell(parts)).collect();
            let told = told(&cells, k);
            for (cell, told) in cells.iter().zip(&told) {
                prop_assert!(!told || enough(cell, k));
            }
            let hidden = parts_of(&cells, &told, false);
            let nothing = hidden.iter().all(|part| part.n == 0);
            prop_assert!(nothing || enough(&hidden, k) || told.iter().all(|told| !told));
        }
    }
}
