//! How many of n turn out *yes* when each does with the same probability.

/// Weights below this share of the greatest one change no figure.
const NEGLIGIBLE: f64 = 1e-30;

/// The binomial distribution of `n` tries with probability `theta`.
///
/// Weights are taken relative to the greatest one and followed outwards by their ratios `(n - k + 1) / k * theta / (1 -
/// theta)` until they are nothing. So neither a power nor a factorial is ever formed, and a million tries cost some ten
/// thousand steps.
#[derive(Clone, Debug)]
pub struct Binomial {
    /// The smallest count that is kept.
    first: u64,
    /// P(X = first + i).
    weights: Vec<f64>,
    /// P(X <= first + i).
    cumulative: Vec<f64>,
}

impl Binomial {
    /// `theta` is cut to 0 and 1; what is not a number counts as 0.
    pub fn new(n: u64, theta: f64) -> Binomial {
        let theta = if theta.is_nan() { 0.0 } else { theta.clamp(0.0, 1.0) };
        let certain = |count| Binomial { first: count, weights: vec![1.0], cumulative: vec![1.0] };
        if theta == 0.0 {
            return certain(0);
        }
        if theta == 1.0 {
            return certain(n);
        }
        let odds = theta / (1.0 - theta);
        let mode = ((n as f64 + 1.0) * theta).min(n as f64) as u64;
        let mut weights = vec![1.0];
        let mut weight = 1.0;
        let mut first = mode;
        while first > 0 && weight > NEGLIGIBLE {
            weight *= first as f64 / (n - first + 1) as f64 / odds;
            weights.push(weight);
            first -= 1;
        }
        weights.reverse();
        let (mut weight, mut last) = (1.0, mode);
        while last < n && weight > NEGLIGIBLE {
            last += 1;
            weight *= (n - last + 1) as f64 / last as f64 * odds;
            weights.push(weight);
        }
        let cumulative = running_sums(&weights);
        let total = cumulative.last().copied().unwrap_or(1.0);
        let share = |values: Vec<f64>| values.into_iter().map(|value| value / total).collect();
        Binomial { first, weights: share(weights), cumulative: share(cumulative) }
    }

    /// P(X <= count).
    pub fn at_most(&self, count: u64) -> f64 {
        let Some(place) = count.checked_sub(self.first) else { return 0.0 };
        usize::try_from(place).ok().and_then(|place| self.cumulative.get(place)).copied().unwrap_or(1.0)
    }

    /// P(X >= count).
    pub fn at_least(&self, count: u64) -> f64 {
        count.checked_sub(1).map_or(1.0, |below| 1.0 - self.at_most(below))
    }

    /// The smallest count r with P(X <= r) >= `p`.
    pub fn quantile(&self, p: f64) -> u64 {
        self.first + self.place(p) as u64
    }

    /// The quantile on a line through the steps: `r - (F(r) - p) / P(X = r)` with r the quantile at `p`. It lies above r
    /// - 1 and at most at r.
    pub fn smooth_quantile(&self, p: f64) -> f64 {
        let place = self.place(p);
        let over = (self.cumulative[place] - p) / self.weights[place];
        (self.first + place as u64) as f64 - over.clamp(0.0, 1.0)
    }

    fn place(&self, p: f64) -> usize {
        self.cumulative.partition_point(|below| *below < p).min(self.cumulative.len() - 1)
    }
}

/// Compensated sums (Neumaier) of the first value, the first two, and so on.
fn running_sums(values: &[f64]) -> Vec<f64> {
    let (mut total, mut lost) = (0.0_f64, 0.0);
    let mut sums = Vec::with_capacity(values.len());
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() { (total - next) + value } else { (value - next) + total };
        total = next;
        sums.push(total + lost);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn four_coins() {
        let coins = Binomial::new(4, 0.5);
        for (count, at_most) in [1.0, 5.0, 11.0, 15.0, 16.0].into_iter().enumerate() {
            assert!((coins.at_most(count as u64) - at_most / 16.0).abs() < 1e-15, "{count}");
        }
        assert!((coins.at_least(3) - 5.0 / 16.0).abs() < 1e-15);
        assert_eq!((coins.quantile(0.0624), coins.quantile(0.06251), coins.quantile(1.0)), (0, 1, 4));
        // Half of the weight 4/16 of one *yes* is used up at 3/16.
        assert!((coins.smooth_quantile(3.0 / 16.0) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn what_is_certain() {
        let (none, all) = (Binomial::new(7, 0.0), Binomial::new(7, 1.0));
        assert_eq!((none.quantile(0.999), none.at_most(0), none.at_least(1)), (0, 1.0, 0.0));
        assert_eq!((all.quantile(0.001), all.at_most(6), all.at_least(7)), (7, 0.0, 1.0));
        assert_eq!(Binomial::new(0, 0.3).at_most(0), 1.0);
    }

    #[test]
    fn a_million_tries() {
        // One half and half of the middle weight, worked out with 40 digits.
        let coins = Binomial::new(1_000_000, 0.5);
        assert!((coins.at_most(500_000) - 0.500_398_942_180_667_9).abs() < 1e-12);
        let rare = Binomial::new(1_000_000, 1e-6);
        // Poisson with mean 1 to six digits: P(0) = 1/e.
        assert!((rare.at_most(0) - (-1.0_f64).exp()).abs() < 1e-6);
    }

    proptest! {
        #[test]
        fn mirrored(n in 0u64..3000, theta in 0.0f64..=1.0, part in 0.0f64..=1.0) {
            let count = (n as f64 * part) as u64;
            let here = Binomial::new(n, theta).at_most(count);
            let there = Binomial::new(n, 1.0 - theta).at_least(n - count);
            prop_assert!((here - there).abs() < 1e-11, "{} {}", here, there);
        }

        #[test]
        fn quantiles_are_the_first_to_reach(n in 1u64..3000, theta in 0.0f64..=1.0, p in 0.0005f64..0.9995) {
            let binomial = Binomial::new(n, theta);
            let r = binomial.quantile(p);
            prop_assert!(binomial.at_most(r) >= p);
            prop_assert!(r == 0 || binomial.at_most(r - 1) < p);
            let smooth = binomial.smooth_quantile(p);
            prop_assert!(r as f64 - 1.0 <= smooth && smooth <= r as f64);
        }
    }
}
