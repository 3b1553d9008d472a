//! What is there twice, with memory that stays flat: above [`MOST`] marks every second one is let go, the same ones
//! wherever they stand, so that those that remain still meet their twins.

/// Marks that are held at most.
const MOST: usize = 1 << 21;

/// One mark: what tells it from others, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    print: u64,
    at: i64,
    whose: i64,
}

/// Marks among which twins are looked for.
#[derive(Clone, Debug)]
pub struct Twins {
    marks: Vec<Mark>,
    most: usize,
    /// Low bits of a print that must be 0.
    thinned: u32,
}

impl Default for Twins {
    fn default() -> Twins {
        Twins::of(MOST)
    }
}

impl Twins {
    /// With room for so many marks.
    fn of(most: usize) -> Twins {
        Twins { marks: Vec::new(), most, thinned: 0 }
    }

    /// Adds a mark.
    pub fn add(&mut self, print: u64, at: i64, whose: i64) {
        if !self.keeps(print) {
            return;
        }
        if self.marks.len() >= self.most {
            self.thinned += 1;
            let thinned = self.thinned;
            self.marks.retain(|mark| keeps(mark.print, thinned));
            if !self.keeps(print) {
                return;
            }
        }
        self.marks.push(Mark { print, at, whose });
    }

    fn keeps(&self, print: u64) -> bool {
        keeps(print, self.thinned)
    }

    /// One of how many was looked at.
    pub fn one_in(&self) -> u64 {
        1 << self.thinned.min(62)
    }

    /// Pairs of neighbours with one print, by time: the earlier and the later, as time and whose it is, of different
    /// owners.
    pub fn pairs(&mut self, mut f: impl FnMut((i64, i64), (i64, i64))) {
        self.marks.sort_unstable();
        for pair in self.marks.windows(2) {
            let [one, other] = [pair[0], pair[1]];
            if one.print == other.print && one.whose != other.whose {
                f((one.at, one.whose), (other.at, other.whose));
            }
        }
    }
}

const fn keeps(print: u64, thinned: u32) -> bool {
    print.trailing_zeros() >= thinned
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::capture::seen::print;

    #[test]
    fn twins_meet_and_owners_do_not_meet_themselves() {
        let mut twins = Twins::default();
        for (print, at, whose) in [(7, 1, 1), (7, 5, 2), (8, 1, 1), (8, 2, 1), (9, 1, 3)] {
            twins.add(print, at, whose);
        }
        let mut pairs = Vec::new();
        twins.pairs(|one, other| pairs.push((one, other)));
        assert_eq!(pairs, [((1, 1), (5, 2))]);
    }

    #[test]
    fn what_is_let_go_is_let_go_on_both_sides() {
        let mut twins = Twins::of(20_000);
        let all = 30_000;
        // Every print comes from two owners, far apart.
        for whose in [1, 2] {
            (0..all).for_each(|number| twins.add(print(number), 0, whose));
        }
        let mut pairs = 0u64;
        twins.pairs(|_, _| pairs += 1);
        // 60,000 marks, thinned twice; seven in a hundred are five standard deviations.
        assert_eq!(twins.one_in(), 4);
        let expected = all as f64 / 4.0;
        assert!((pairs as f64 - expected).abs() < expected * 0.07, "{pairs} of {all}");
    }
}
