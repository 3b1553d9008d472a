//! The Net Promoter Score: promoters (9 and 10 of 10) minus detractors (0 to 6), in points from -100 to 100. A question
//! about the company, not about one agent.

use crate::domain::distribution::t_quantile;
use crate::domain::interval::{Interval, Undefined, Z};

/// A Net Promoter Score, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nps {
    /// `100 (promoters - detractors) / n`.
    pub score: f64,
    /// The adjusted Wald interval at 95 %, cut to -100 and 100.
    pub interval: Interval,
    /// The t interval of the mean of the values 100, 0 and -100, not cut; too narrow where n is small, and none where
    /// all answered alike.
    pub t_interval: Result<Interval, Undefined>,
}

/// The score from counts. The interval adds 3/4 promoter, 3/4 detractor and 1.5 passives, and takes centre and variance
/// `(p + d - (p - d)^2) / (n + 3)` from these (B. Rocks 2016).
///
/// # Errors
/// Without answers there is none.
pub fn nps(promoters: u64, passives: u64, detractors: u64) -> Result<Nps, Undefined> {
    let (up, down) = (promoters as f64, detractors as f64);
    let n = up + passives as f64 + down;
    if n == 0.0 {
        return Err(Undefined::NoObservations);
    }
    let score = 100.0 * (up - down) / n;
    let (p, d) = ((up + 0.75) / (n + 3.0), (down + 0.75) / (n + 3.0));
    let centre = p - d;
    let half = Z * (variance(p, d) / (n + 3.0)).sqrt();
    let cut = |end: f64| (100.0 * end).clamp(-100.0, 100.0);
    Ok(Nps { score, interval: (cut(centre - half), cut(centre + half)), t_interval: t_interval(up, down, n) })
}

fn t_interval(up: f64, down: f64, n: f64) -> Result<Interval, Undefined> {
    if n < 2.0 {
        return Err(Undefined::OneObservation);
    }
    // All of one kind; counts, so that no rounding passes for a spread.
    if up == n || down == n || up + down == 0.0 {
        return Err(Undefined::NoVariation);
    }
    let (p, d) = (up / n, down / n);
    let half = t_quantile(0.95, n - 1.0) * (variance(p, d) / (n - 1.0)).sqrt();
    Ok((100.0 * (p - d - half), 100.0 * (p - d + half)))
}

/// The variance of 1, 0 and -1 with shares `p`, the rest, and `d`; never below 0 by a rounding.
fn variance(p: f64, d: f64) -> f64 {
    (p + d - (p - d).powi(2)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edges() {
        assert_eq!(nps(0, 0, 0), Err(Undefined::NoObservations));
        let one = nps(1, 0, 0).unwrap();
        assert_eq!((one.score, one.t_interval), (100.0, Err(Undefined::OneObservation)));
        for (up, passive, down) in [(3, 0, 0), (0, 3, 0), (0, 0, 3)] {
            assert_eq!(nps(up, passive, down).unwrap().t_interval, Err(Undefined::NoVariation));
        }
        assert!(nps(1, 0, 1).unwrap().t_interval.is_ok());
    }

    proptest! {
        #[test]
        fn mirrored(up in 0u64..1_000_000, passive in 0u64..1_000_000, down in 1u64..1_000_000) {
            let (here, there) = (nps(up, passive, down).unwrap(), nps(down, passive, up).unwrap());
            prop_assert!((here.score + there.score).abs() < 1e-9);
            prop_assert!((here.interval.0 + there.interval.1).abs() < 1e-9);
            prop_assert!(-100.0 <= here.interval.0 && here.interval.0 < here.interval.1);
            prop_assert!(here.interval.1 <= 100.0);
        }
    }
}
