//! How much of what was drawn was handed over. Agents choose what they submit, so that every figure stands beside its
//! share of what was drawn: below 80 % with the bounds of the worst case, below 60 % not at all.

use crate::domain::interval::Interval;

/// The share below which a figure shows its worst case.
const BOUNDS_BELOW: f64 = 0.80;
/// The share below which it is too few.
const TOLD_FROM: f64 = 0.60;

/// What one submission says about its period: days since 1970-01-01, and how many conversations were drawn in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first day; `None` is from the beginning.
    pub first: Option<i32>,
    /// The last day.
    pub last: i32,
    /// Conversations drawn from the first day to the last.
    pub drawn: u32,
}

/// How many conversations one agent drew, from their submissions, the newest first: days that a newer one covers are not
/// counted again. What an older one adds is its part of the days that are left, rounded up; periods that share one day at
/// an end are apart, since one begins where the other was made.
pub fn drawn(stretches: &[Stretch]) -> u64 {
    let mut covered: Vec<(i64, i64)> = Vec::new();
    let mut all = 0;
    for stretch in stretches {
        let from = stretch.first.map_or(i64::MIN / 4, i64::from);
        let to = i64::from(stretch.last).max(from + 1);
        let left = to - from - overlap(&covered, from, to);
        let drawn = u64::from(stretch.drawn);
        all += match stretch.first {
            Some(_) => (drawn * left.unsigned_abs()).div_ceil((to - from).unsigned_abs()),
            // Of a time without beginning there is no part.
            None if left > 0 => drawn,
            None => 0,
        };
        add(&mut covered, from, to);
    }
    all
}

fn overlap(covered: &[(i64, i64)], from: i64, to: i64) -> i64 {
    covered.iter().map(|(start, end)| (to.min(*end) - from.max(*start)).max(0)).sum()
}

/// Adds a span to spans that are apart.
fn add(covered: &mut Vec<(i64, i64)>, mut from: i64, mut to: i64) {
    covered.retain(|(start, end)| {
        let apart = *end < from || to < *start;
        if !apart {
            from = from.min(*start);
            to = to.max(*end);
        }
        apart
    });
    covered.push((from, to));
}

/// `n` of `drawn`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    /// Conversations that the figure stands on.
    pub n: u64,
    /// Conversations drawn; never fewer than `n`.
    pub drawn: u64,
}

impl Cover {
    /// More than was drawn counts as all of it.
    pub fn of(n: u64, drawn: u64) -> Cover {
        Cover { n, drawn: drawn.max(n) }
    }

    /// The share, 0 to 1; 0 of nothing.
    pub fn share(self) -> f64 {
        if self.drawn == 0 { 0.0 } else { self.n as f64 / self.drawn as f64 }
    }

    /// Whether a figure may stand on it.
    pub fn enough(self) -> bool {
        self.share() >= TOLD_FROM
    }

    /// Below 80 %: where the mean of all would lie if what was not handed over scored 0, or 100.
    pub fn worst_case(self, mean: f64) -> Option<Interval> {
        let share = self.share();
        (share < BOUNDS_BELOW).then_some((share * mean, share * mean + (1.0 - share) * 100.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(first: impl Into<Option<i32>>, last: i32, drawn: u32) -> Stretch {
        Stretch { first: first.into(), last, drawn }
    }

    #[test]
    fn nothing_is_counted_twice() {
        assert_eq!(
            drawn(&[of(None, 30, 24), of(None, 20, 18), of(None, 10, 9)]),
            24,
            "each holds the ones before"
        );
        assert_eq!(drawn(&[of(14, 21, 5), of(7, 14, 6), of(0, 7, 7)]), 18, "weeks that touch");
        assert_eq!(drawn(&[of(0, 28, 20), of(7, 14, 6)]), 20, "a month over a week");
        assert_eq!(drawn(&[of(10, 20, 10), of(5, 15, 8)]), 14, "half of the older one");
        assert_eq!(drawn(&[of(10, 20, 10), of(None, 15, 8)]), 18, "no part of what has no beginning");
        assert_eq!(drawn(&[of(3, 3, 4), of(3, 3, 4)]), 4, "one day twice");
        assert_eq!(drawn(&[]), 0);
    }

    #[test]
    fn the_example_of_the_book() {
        let (low, high) = Cover::of(12, 20).worst_case(86.0).unwrap();
        assert_eq!((low.round(), high.round()), (52.0, 92.0));
        assert!(Cover::of(12, 20).enough() && !Cover::of(11, 20).enough());
        assert_eq!(Cover::of(16, 20).worst_case(86.0), None);
        assert_eq!(Cover::of(3, 2), Cover { n: 3, drawn: 3 });
        assert!(!Cover::of(0, 0).enough());
    }

    proptest! {
        #[test]
        fn never_more_than_all_nor_less_than_the_newest(
            spans in prop::collection::vec((0i32..60, 0i32..30, 0u32..40), 1..8)
        ) {
            let stretches: Vec<Stretch> =
                spans.iter().map(|(first, days, drawn)| of(*first, first + days, *drawn)).collect();
            let all: u64 = stretches.iter().map(|one| u64::from(one.drawn)).sum();
            let found = drawn(&stretches);
            prop_assert!(u64::from(stretches[0].drawn) <= found && found <= all);
        }
    }
}
