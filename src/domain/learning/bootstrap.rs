//! The mean difference's interval by resampling conversations: only for who asks for it, since the t interval is as good
//! or better at every n, and needs no seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::domain::digest::Digest;
use crate::domain::distribution::normal;
use crate::domain::interval::{Interval, mean_t, quantile};
use crate::domain::learning::paired::NoInterval;

/// Conversations from which on it may be shown: with ten, a nominal 95 % hold 89 %.
pub const SHOWN_FROM: usize = 20;

/// Both intervals at 95 %, with what it takes to make them again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bootstrap {
    /// Decides the resamples.
    pub seed: u64,
    /// How many resamples.
    pub replicates: u32,
    /// Between the 2.5 % and 97.5 % quantiles of the resampled means.
    pub percentile: Interval,
    /// The same, corrected for bias and for a spread that grows with the mean (B. Efron 1987).
    pub bca: Interval,
}

/// Resamples finite `differences` with replacement: 2,000 times at least, 10,000 for an export.
///
/// # Errors
/// Where differences do not vary, or there are fewer than two.
pub fn bootstrap(differences: &[f64], seed: u64, replicates: u32) -> Result<Bootstrap, NoInterval> {
    let mean = mean_t(differences)?;
    mean.interval?;
    let mut random = ChaCha8Rng::from_seed(Digest::of("aplomb/bootstrap/v1", &[&seed.to_le_bytes()]).0);
    let means: Vec<f64> = (0..replicates.max(1)).map(|_| resampled_mean(differences, &mut random)).collect();
    let between = |low: f64, high: f64| -> Result<Interval, NoInterval> {
        Ok((quantile(&means, low)?, quantile(&means, high)?))
    };
    // Half of the replicates that hit the mean itself, but for rounding, lie below it.
    let below = means.iter().map(|one| match one - mean.mean {
        by if by.abs() < 1e-9 => 0.5,
        by if by < 0.0 => 1.0,
        _ => 0.0,
    });
    let bias = normal::quantile(below.sum::<f64>() / means.len() as f64);
    let growth = acceleration(differences, mean.mean);
    let corrected = |z: f64| normal::below(bias + (bias + z) / (1.0 - growth * (bias + z)));
    let z = normal::quantile(0.975);
    Ok(Bootstrap {
        seed,
        replicates,
        percentile: between(0.025, 0.975)?,
        bca: between(corrected(-z), corrected(z))?,
    })
}

fn resampled_mean(differences: &[f64], random: &mut ChaCha8Rng) -> f64 {
    let n = differences.len() as u64;
    // The high half of a 128-bit product; what it favours a place by, at most n / 2^64, is far below what is shown.
    let place = |word: u64| ((u128::from(word) * u128::from(n)) >> 64) as usize;
    differences.iter().map(|_| differences[place(random.next_u64())]).sum::<f64>() / n as f64
}

/// A sixth of the skewness of the means that leave one difference out.
fn acceleration(differences: &[f64], mean: f64) -> f64 {
    // Leaving one out moves the mean against it, in proportion: the proportion cancels.
    let (mut squares, mut cubes) = (0.0, 0.0);
    for difference in differences {
        let by = difference - mean;
        squares += by * by;
        cubes += by * by * by;
    }
    cubes / (6.0 * squares.powf(1.5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_makes_the_same_again() {
        let differences = [3.0, -1.0, 4.0, 1.0, -5.0, 9.0, 2.0, 6.0];
        let one = bootstrap(&differences, 7, 2000);
        assert_eq!(one, bootstrap(&differences, 7, 2000));
        assert_ne!(one, bootstrap(&differences, 8, 2000));
        let found = one.unwrap();
        assert!(found.percentile.0 < 2.375 && 2.375 < found.percentile.1, "{found:?}");
    }

    #[test]
    fn nothing_to_resample() {
        assert_eq!(bootstrap(&[], 1, 2000), Err(NoInterval::NoPairs));
        assert_eq!(bootstrap(&[5.0], 1, 2000), Err(NoInterval::OnePair));
        assert_eq!(bootstrap(&[5.0; 9], 1, 2000), Err(NoInterval::NoVariation));
    }

    #[test]
    fn a_long_tail_moves_the_corrected_ends() {
        let mut differences = [0.0; 20];
        (differences[0], differences[1]) = (40.0, 10.0);
        let found = bootstrap(&differences, 1, 4000).unwrap();
        assert!(found.bca.1 > found.percentile.1, "towards the tail: {found:?}");
    }
}
