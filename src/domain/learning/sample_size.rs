//! How many exchanges it takes to show a gap: the paired t test, two-sided at 5 %, with a power of 80 %.

use crate::domain::distribution::{normal, t_quantile};

/// The test's error where there is no gap.
const ALPHA: f64 = 0.05;
/// How often the test finds a gap of the size asked for.
const POWER: f64 = 0.8;
/// Steps of the integral over the spread: smooth, and nothing at its ends, so that few are enough.
const STEPS: u32 = 240;

/// Pairs needed to find a gap of `difference` where differences spread by `sd`, as the formula has it: not yet rounded
/// up, and at least 2. `None` unless both are finite and above 0.
///
/// Solves the power of the t test, by the noncentral t distribution, for n.
pub fn pairs_needed(difference: f64, sd: f64) -> Option<f64> {
    let effect = difference / sd;
    if !(effect.is_finite() && difference > 0.0 && sd > 0.0) {
        return None;
    }
    let short = |n: f64| POWER - power(effect, n);
    // The normal quantiles of .975 and .8 add up to 2.8016; t needs about two pairs more than they do.
    let fewest = (2.8015 / effect).powi(2).max(2.0);
    Some(if short(fewest) <= 0.0 { fewest } else { crossing(fewest, fewest + 4.0, short) })
}

/// The probability that the t test on `n` pairs, not necessarily whole, finds an effect of that many sd.
fn power(effect: f64, n: f64) -> f64 {
    let df = n - 1.0;
    let t = t_quantile(1.0 - ALPHA, df);
    1.0 - inside(t, effect * n.sqrt(), df)
}

/// The probability that noncentral t lies between `-t` and `t`: that of the normal value `z + shift` lying between `-ts`
/// and `ts`, averaged over s, the root of chi-square over its degrees of freedom.
fn inside(t: f64, shift: f64, df: f64) -> f64 {
    // s has its mode near 1 and a spread below 1 / sqrt(2 df). Weights are taken relative to the mode's and divided by
    // their sum, which spares the gamma function.
    let spread = 9.0 / (2.0 * df).sqrt();
    let (from, to) = ((1.0 - spread).max(0.0), 1.0 + spread);
    let log_weight = |s: f64| (df - 1.0) * s.ln() - df * s * s / 2.0;
    let highest = if df > 1.0 { log_weight(((df - 1.0) / df).sqrt()) } else { 0.0 };
    let (mut sum, mut weights) = (0.0, 0.0);
    for step in 0..STEPS {
        let s = from + (to - from) * (f64::from(step) + 0.5) / f64::from(STEPS);
        let weight = (log_weight(s) - highest).exp();
        sum += weight * (normal::below(t * s - shift) - normal::below(-t * s - shift));
        weights += weight;
    }
    sum / weights
}

/// Where `f`, above 0 at `low` and falling, crosses 0: false position, halving the weight of an end that stays
/// (Illinois).
fn crossing(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let (mut at_low, mut at_high) = (f(low), f(high));
    let mut moved_low = None;
    for _ in 0..100 {
        let middle = ((low * at_high - high * at_low) / (at_high - at_low)).clamp(low, high);
        let at = f(middle);
        if at.abs() < 1e-9 {
            return middle;
        }
        if at > 0.0 {
            (low, at_low) = (middle, at);
            if moved_low == Some(true) {
                at_high /= 2.0;
            }
            moved_low = Some(true);
        } else {
            (high, at_high) = (middle, at);
            if moved_low == Some(false) {
                at_low /= 2.0;
            }
            moved_low = Some(false);
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_usual_numbers() {
        // A dozen conversations can show a gap of about 13 points, not 5.
        for (difference, sd, pairs) in [(3.0, 15.0, 199), (5.0, 15.0, 73), (10.0, 15.0, 20), (10.0, 20.0, 34)]
        {
            assert_eq!(pairs_needed(difference, sd).unwrap().ceil() as i32, pairs, "{difference} at {sd}");
        }
        assert!((12.0..13.0).contains(&pairs_needed(13.0, 15.0).unwrap()));
        assert_eq!(pairs_needed(100.0, 0.1), Some(2.0), "two pairs are the fewest");
        assert_eq!(
            (pairs_needed(10.0, 0.0), pairs_needed(0.0, 9.0), pairs_needed(1.0, f64::NAN)),
            (None, None, None)
        );
    }

    #[test]
    fn central_t_is_the_known_one() {
        assert!((inside(2.228_138_851_986_275, 0.0, 10.0) - 0.95).abs() < 1e-12);
        assert!((inside(2.776_445_105_197_793, 0.0, 4.0) - 0.95).abs() < 1e-7);
        assert!((inside(12.706_204_736_432_1, 0.0, 1.0) - 0.95).abs() < 1e-3, "one degree is rough at 0");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn more_spread_needs_more_pairs(difference in 2.0f64..30.0, sd in 1.0f64..40.0, more in 1.01f64..2.0) {
            let few = pairs_needed(difference, sd).unwrap();
            let many = pairs_needed(difference, sd * more).unwrap();
            prop_assert!(2.0 <= few && few <= many + 1e-6, "{few} {many}");
        }
    }
}
