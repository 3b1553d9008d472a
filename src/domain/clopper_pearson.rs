//! The exact interval of a rate: wider than Wilson's, and never short of its 95 %.

use crate::domain::distribution::Binomial;
use crate::domain::interval::{Interval, Undefined};
use crate::domain::tally::Tally;

/// The exact two-sided 95 % interval of a rate (C. J. Clopper and E. S. Pearson 1934): the rates at which so many hits or
/// more, and so many or fewer, turn up in 2.5 %. For exports that ask for it; screens show Wilson's.
///
/// # Errors
/// 0 of 0 has none.
pub fn clopper_pearson(tally: Tally) -> Result<Interval, Undefined> {
    if tally.n() == 0 {
        return Err(Undefined::NoObservations);
    }
    let low = if tally.hits() == 0 {
        0.0
    } else {
        rate_where(|rate| Binomial::new(tally.n(), rate).at_least(tally.hits()) < 0.025)
    };
    let high = if tally.hits() == tally.n() {
        1.0
    } else {
        rate_where(|rate| Binomial::new(tally.n(), rate).at_most(tally.hits()) > 0.025)
    };
    Ok((low, high))
}

/// The rate up to which `still` holds.
fn rate_where(still: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..52 {
        let middle = 0.5 * (low + high);
        if still(middle) { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::interval::wilson;
    use proptest::prelude::*;

    #[test]
    fn ends() {
        assert_eq!(clopper_pearson(Tally::new(0, 0)), Err(Undefined::NoObservations));
        // None of n: 1 - .025^(1/n).
        let (low, high) = clopper_pearson(Tally::new(0, 10)).unwrap();
        assert!(low == 0.0 && (high - (1.0 - 0.025_f64.powf(0.1))).abs() < 1e-12);
        assert_eq!(clopper_pearson(Tally::new(9, 9)).unwrap().1, 1.0);
    }

    #[test]
    fn of_a_million() {
        // With so many it is Wilson's but for half an observation.
        let (low, high) = clopper_pearson(Tally::new(300_000, 1_000_000)).unwrap();
        let (wilson_low, wilson_high) = wilson(300_000, 1_000_000).unwrap();
        assert!((low - wilson_low).abs() < 1e-6 && (high - wilson_high).abs() < 1e-6, "{low} {high}");
    }

    proptest! {
        #[test]
        fn holds_the_rate_and_mirrors(n in 1u64..400, part in 0.0f64..=1.0) {
            let hits = (n as f64 * part) as u64;
            let (low, high) = clopper_pearson(Tally::new(hits, n)).unwrap();
            let share = hits as f64 / n as f64;
            prop_assert!(0.0 <= low && low <= share && share <= high && high <= 1.0);
            let (miss_low, miss_high) = clopper_pearson(Tally::new(n - hits, n)).unwrap();
            prop_assert!((low + miss_high - 1.0).abs() < 1e-9 && (high + miss_low - 1.0).abs() < 1e-9);
        }
    }
}
