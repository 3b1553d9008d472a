//! The standard normal distribution.

/// The probability of a value below `x`, to about 15 places.
///
/// Marsaglia's series (*Evaluating the Normal Distribution*, 2004): half, plus the density times
/// x + x³/3 + x⁵/(3·5) + …
pub fn below(x: f64) -> f64 {
    // Nothing that an f64 could hold lies further out on the near side of 1.
    if x.abs() > 8.5 {
        return if x > 0.0 { 1.0 } else { 0.0 };
    }
    let (mut sum, mut term, mut odd) = (x, x, 1.0);
    while term.abs() > f64::EPSILON * 1e-2 * sum.abs() {
        odd += 2.0;
        term *= x * x / odd;
        sum += term;
    }
    let density = (-0.5 * x * x).exp() / std::f64::consts::TAU.sqrt();
    (0.5 + density * sum).clamp(0.0, 1.0)
}

/// The probability of a value at least as far from 0 as `x`.
pub fn two_sided(x: f64) -> f64 {
    2.0 * below(-x.abs())
}

/// The value below which `p` of all values lie; outside 0 and 1 the nearest that [`below`] can tell from them.
pub fn quantile(p: f64) -> f64 {
    let (mut low, mut high) = (-8.5, 8.5);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if below(middle) < p { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_quantiles() {
        for (x, share) in [
            (0.0, 0.5),
            (1.959_963_984_540_054, 0.975),
            (0.841_621_233_572_914_3, 0.8),
            (-1.281_551_565_544_600_5, 0.1),
            (3.090_232_306_167_813_5, 0.999),
        ] {
            assert!((below(x) - share).abs() < 1e-14, "{x}: {}", below(x));
            assert!((quantile(share) - x).abs() < 1e-11, "{share}: {}", quantile(share));
        }
        assert_eq!((below(9.0), below(-9.0)), (1.0, 0.0));
    }

    proptest! {
        #[test]
        fn sides_are_alike(x in -10.0f64..10.0, step in 0.0f64..1.0) {
            prop_assert!((below(x) + below(-x) - 1.0).abs() < 1e-14);
            prop_assert!(below(x) <= below(x + step) + 1e-15);
            prop_assert!((0.0..=1.0).contains(&two_sided(x)));
        }
    }
}
