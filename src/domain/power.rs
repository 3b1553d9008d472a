//! What a number of answers can show: before a goal's step is set, whether it could be seen at all.

use crate::domain::interval::{Undefined, Z};

/// The normal distribution's .8 quantile: a change is found four times in five.
const Z_FOUND: f64 = 0.841_621_233_572_914_2;

/// The smallest change of a rate around `rate`, as a share, that two periods of `n` answers each show in 80 % with 5 %
/// false alarms: `2.8 sqrt(2 p (1 - p) / n)`, 2.8 being the sum of both normal quantiles.
///
/// # Errors
/// Without answers, or where `rate` is no rate or leaves no room for chance.
pub fn smallest_visible_change(rate: f64, n: u64) -> Result<f64, Undefined> {
    if n == 0 {
        return Err(Undefined::NoObservations);
    }
    Ok((Z + Z_FOUND) * (2.0 * variance(rate)? / n as f64).sqrt())
}

/// Answers on each side from which on a change of a rate is shown in 80 % with 5 % false alarms: `2.8^2 (p0 (1 - p0) + p1
/// (1 - p1)) / (p1 - p0)^2`, upwards.
///
/// # Errors
/// Where nothing changes, neither rate leaves room for chance, or one is no rate.
pub fn answers_needed(from: f64, to: f64) -> Result<u64, Undefined> {
    if !(0.0..=1.0).contains(&from) || !(0.0..=1.0).contains(&to) {
        return Err(Undefined::OutOfRange);
    }
    let variances = from * (1.0 - from) + to * (1.0 - to);
    if from == to || variances == 0.0 {
        return Err(Undefined::NoVariation);
    }
    Ok(((Z + Z_FOUND).powi(2) * variances / (to - from).powi(2)).ceil() as u64)
}

fn variance(rate: f64) -> Result<f64, Undefined> {
    if !(0.0..=1.0).contains(&rate) {
        return Err(Undefined::OutOfRange);
    }
    if rate == 0.0 || rate == 1.0 { Err(Undefined::NoVariation) } else { Ok(rate * (1.0 - rate)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn satisfaction_from_72_to_90() {
        assert_eq!(answers_needed(0.72, 0.90), Ok(71));
        let weekly = answers_needed(0.72, 0.734).unwrap();
        assert!((15_850..15_950).contains(&weekly), "{weekly}");
    }

    #[test]
    fn edges() {
        assert_eq!(smallest_visible_change(0.5, 0), Err(Undefined::NoObservations));
        assert_eq!(smallest_visible_change(1.0, 9), Err(Undefined::NoVariation));
        assert_eq!(smallest_visible_change(-0.1, 9), Err(Undefined::OutOfRange));
        assert_eq!(answers_needed(0.5, 0.5), Err(Undefined::NoVariation));
        assert_eq!(answers_needed(0.0, 1.0), Err(Undefined::NoVariation));
        assert_eq!(answers_needed(0.5, f64::NAN), Err(Undefined::OutOfRange));
    }

    proptest! {
        #[test]
        fn four_times_the_answers_show_half_the_change(rate in 0.01f64..0.99, n in 1u64..1_000_000) {
            let (one, four) = (smallest_visible_change(rate, n).unwrap(), smallest_visible_change(rate, 4 * n).unwrap());
            prop_assert!((one - 2.0 * four).abs() < 1e-12);
        }
    }
}
