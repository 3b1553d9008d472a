//! Whole numbers, counted: seconds, messages, contacts. Medians and intervals of ten million of them are exact, and the
//! room they take hangs on how far they reach and not on how many there are.

use std::collections::BTreeMap;

/// Of many numbers, those from 0 up to here, a day and a half in seconds, have a counter each.
const SHORT: i64 = 1 << 17;

/// So many wait at most until they are counted: all at once, since the counters of many metrics do not stay at hand.
const WAITING: usize = 1 << 14;

/// Fewer than these are sooner sorted than counted.
const FEW: usize = 1 << 11;

/// Whole numbers with how often each came.
#[derive(Clone, Debug, Default)]
pub struct Amounts {
    /// Not yet counted, in any order.
    waiting: Vec<i64>,
    /// By number, from 0 on; empty while none is counted.
    short: Vec<u32>,
    /// All others.
    long: BTreeMap<i64, u32>,
    n: usize,
}

impl Amounts {
    /// One more.
    pub fn push(&mut self, amount: i64) {
        self.n += 1;
        self.waiting.push(amount);
        if self.waiting.len() == WAITING {
            self.count();
        }
    }

    fn count(&mut self) {
        if self.short.is_empty() {
            // All at once: room for numbers that never come is never touched.
            self.short = vec![0; SHORT as usize];
        }
        for amount in self.waiting.drain(..) {
            match usize::try_from(amount).ok().and_then(|place| self.short.get_mut(place)) {
                Some(counter) => *counter += 1,
                None => *self.long.entry(amount).or_default() += 1,
            }
        }
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.n
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Each that was counted with how often it came, the smallest first.
    fn counted(&self) -> impl Iterator<Item = (i64, u32)> + Clone + '_ {
        let short = self.short.iter().zip(0..).map(|(count, amount)| (amount, *count));
        let below = self.long.range(..0).map(|(amount, count)| (*amount, *count));
        let beyond = self.long.range(0..).map(|(amount, count)| (*amount, *count));
        below.chain(short.filter(|(_, count)| *count > 0)).chain(beyond)
    }

    /// In their order, to be passed over again and again.
    pub fn ordered(&self) -> Ordered {
        if self.n >= FEW {
            let mut all = self.clone();
            all.count();
            let runs = all.counted().map(|(amount, count)| (amount as f64, count)).collect();
            return Ordered { runs, n: self.n };
        }
        let mut few = self.waiting.clone();
        few.sort_unstable();
        let runs = few.chunk_by(|one, next| one == next).map(|run| (run[0] as f64, run.len() as u32));
        Ordered { runs: runs.collect(), n: self.n }
    }

    /// Their sum, at most what a number holds.
    pub fn total(&self) -> u64 {
        let sums = self
            .counted()
            .map(|(amount, count)| u64::try_from(amount).unwrap_or(0).saturating_mul(u64::from(count)));
        let waiting = self.waiting.iter().map(|amount| u64::try_from(*amount).unwrap_or(0));
        sums.chain(waiting).fold(0, u64::saturating_add)
    }
}

/// Numbers by size, those that are the same together with how often they came.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordered {
    runs: Vec<(f64, u32)>,
    n: usize,
}

impl Ordered {
    /// How many there are.
    pub const fn len(&self) -> usize {
        self.n
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// All of them, the smallest first.
    pub fn values(&self) -> impl Iterator<Item = f64> + Clone + '_ {
        self.runs.iter().flat_map(|(value, count)| std::iter::repeat_n(*value, *count as usize))
    }

    /// The same of what becomes of each, in the same order: worked out once for those that are the same.
    pub fn map(&self, form: impl Fn(f64) -> f64) -> Ordered {
        Ordered { runs: self.runs.iter().map(|(value, count)| (form(*value), *count)).collect(), n: self.n }
    }

    /// The one at a place in their order, counted from 0; 0 beyond the last.
    pub fn at(&self, place: usize) -> f64 {
        let mut below = 0;
        let found = self.runs.iter().find(|(_, count)| {
            below += *count as usize;
            below > place
        });
        found.map_or(0.0, |(value, _)| *value)
    }
}

impl FromIterator<i64> for Amounts {
    fn from_iter<I: IntoIterator<Item = i64>>(amounts: I) -> Amounts {
        let mut all = Amounts::default();
        amounts.into_iter().for_each(|amount| all.push(amount));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn many_are_as_few() {
        let numbers = (0..WAITING as i64 * 9 + 500).map(|n| (n * 7_919) % (SHORT + 40_000) - 9);
        let all: Amounts = numbers.clone().collect();
        let mut sorted: Vec<i64> = numbers.collect();
        sorted.sort_unstable();
        let ordered = all.ordered();
        assert!(ordered.values().eq(sorted.iter().map(|n| *n as f64)));
        assert_eq!((ordered.len(), ordered.at(WAITING)), (sorted.len(), sorted[WAITING] as f64));
        assert!(ordered.map(f64::abs).values().eq(sorted.iter().map(|n| n.abs() as f64)));
        assert!(!all.short.is_empty() && all.long.len() > 9);
    }

    proptest! {
        #[test]
        fn as_if_they_were_sorted(
            mut amounts in prop::collection::vec(prop_oneof![-9i64..9, 0i64..500, (SHORT - 3)..(SHORT + 3), any::<i64>()], 0..40)
        ) {
            let all: Amounts = amounts.iter().copied().collect();
            amounts.sort_unstable();
            let sorted: Vec<f64> = amounts.iter().map(|amount| *amount as f64).collect();
            let ordered = all.ordered();
            prop_assert_eq!(ordered.values().collect::<Vec<_>>(), sorted.clone());
            prop_assert_eq!((all.len(), all.is_empty()), (sorted.len(), sorted.is_empty()));
            for (place, value) in sorted.iter().enumerate() {
                prop_assert_eq!(ordered.at(place), *value);
            }
            let total = amounts.iter().filter(|n| **n > 0).fold(0_u64, |sum, n| sum.saturating_add(*n as u64));
            prop_assert_eq!(all.total(), total);
        }
    }
}
