//! So many of so many: what every rate is made of.

use crate::domain::interval::Undefined;

/// `hits` of `n`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tally {
    hits: u64,
    n: u64,
}

impl Tally {
    /// More hits than observations count as all of them.
    pub fn new(hits: u64, n: u64) -> Tally {
        Tally { hits: hits.min(n), n }
    }

    /// How many were.
    pub const fn hits(self) -> u64 {
        self.hits
    }

    /// Of how many.
    pub const fn n(self) -> u64 {
        self.n
    }

    /// The share, between 0 and 1.
    ///
    /// # Errors
    /// Nothing of nothing has none.
    pub fn share(self) -> Result<f64, Undefined> {
        if self.n == 0 { Err(Undefined::NoObservations) } else { Ok(self.hits as f64 / self.n as f64) }
    }

    /// All of them together: the sum of hits of the sum of observations, which is not the mean of the shares.
    pub fn total(tallies: &[Tally]) -> Tally {
        let sum = |part: fn(&Tally) -> u64| tallies.iter().map(part).fold(0, u64::saturating_add);
        Tally::new(sum(|tally| tally.hits), sum(|tally| tally.n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn together() {
        let both = Tally::total(&[Tally::new(1, 1), Tally::new(1, 3)]);
        assert_eq!(both.share(), Ok(0.5));
        assert_eq!(Tally::total(&[]).share(), Err(Undefined::NoObservations));
        assert_eq!(Tally::new(5, 3).hits(), 3);
    }
}
