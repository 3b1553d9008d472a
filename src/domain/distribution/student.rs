//! Student's t for degrees of freedom that need not be whole, as Welch's are.

use std::f64::consts::PI;

/// The probability that Student's t with `df` > 0 degrees of freedom lies at least as far from 0 as `t`:
/// `I_x(df / 2, 1 / 2)` with `x = df / (df + t^2)` (Abramowitz and Stegun 26.7.1).
pub fn t_two_sided(t: f64, df: f64) -> f64 {
    let square = t * t / df;
    if square.is_infinite() {
        return 0.0;
    }
    let (a, x) = (0.5 * df, 1.0 / (1.0 + square));
    // x^a (1 - x)^(1/2) / B(a, 1/2), with 1 - x formed where it keeps its digits.
    let rest = square * x;
    let front = (-a * square.ln_1p()).exp() * rest.sqrt() * gamma_ratio(a) / PI.sqrt();
    let inside = if x > (a + 1.0) / (a + 2.5) {
        1.0 - front * fraction(0.5, a, rest) / 0.5
    } else {
        front * fraction(a, 0.5, x) / a
    };
    inside.clamp(0.0, 1.0)
}

/// The t that `inside` of Student's distribution with `df` > 0 degrees of freedom lies no farther from 0 than.
/// `inside` is at least 0 and below 1.
pub fn t_quantile(inside: f64, df: f64) -> f64 {
    let outside = 1.0 - inside;
    let mut high = 1.0;
    while t_two_sided(high, df) > outside && high < 1e300 {
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if t_two_sided(middle, df) > outside { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// `Gamma(a + 1/2) / Gamma(a)` for a > 0: its expansion in 1 / a where that is large, and steps down to a.
fn gamma_ratio(a: f64) -> f64 {
    let (mut a, mut factor) = (a, 1.0);
    while a < 20.0 {
        factor *= a / (a + 0.5);
        a += 1.0;
    }
    let square = 1.0 / (a * a);
    let series = (((17.0 / 14_336.0 * square - 1.0 / 640.0) * square + 1.0 / 192.0) * square - 0.125) / a;
    factor * a.sqrt() * series.exp()
}

/// The continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8), evaluated from the front
/// (Lentz). It settles within some square roots of the larger of a and b.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let safe = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut c, mut d, mut value) = (1.0_f64, 0.0_f64, 1.0_f64);
    for place in 1..100_000_u32 {
        let m = f64::from(place / 2);
        let term = if place % 2 == 1 {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        } else {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        };
        d = 1.0 / safe(1.0 + term * d);
        c = safe(1.0 + term / c);
        let step = c * d;
        value *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    1.0 / value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn closed_forms() {
        // One degree of freedom is Cauchy's, two have a root.
        for t in [0.01, 0.5, 1.0, 2.0, 12.7, 1e4] {
            let one = 1.0 - 2.0 / PI * f64::atan(t);
            assert!((t_two_sided(t, 1.0) - one).abs() < 1e-13, "{t}");
            let two = 1.0 - t / (2.0 + t * t).sqrt();
            assert!((t_two_sided(t, 2.0) - two).abs() < 1e-13, "{t}");
        }
        assert_eq!((t_two_sided(0.0, 5.0), t_two_sided(f64::INFINITY, 5.0)), (1.0, 0.0));
    }

    #[test]
    fn quantiles() {
        // Worked out with 50 digits.
        for (df, expected, within) in [
            (1.0, 12.706_204_736_174_705, 1e-12),
            (9.0, 2.262_157_162_798_205_5, 1e-13),
            (10.0, 2.228_138_851_986_275, 1e-12),
            (30.0, 2.042_272_456_301_238, 1e-13),
            (500.0, 1.964_719_837_467_367_8, 1e-13),
            (2e6, 1.959_965_170_676_375, 1e-10),
        ] {
            let found = t_quantile(0.95, df);
            assert!((found - expected).abs() < within * expected, "{df}: {found}");
        }
        assert!(t_quantile(0.0, 3.0) < 1e-12);
    }

    proptest! {
        #[test]
        fn there_and_back(inside in 0.001f64..0.9999, df in 0.8f64..5000.0) {
            let t = t_quantile(inside, df);
            prop_assert!((t_two_sided(t, df) - (1.0 - inside)).abs() < 1e-12);
        }

        #[test]
        fn more_freedom_is_narrower(df in 1.0f64..3000.0, more in 1.01f64..3.0) {
            prop_assert!(t_quantile(0.95, df * more) < t_quantile(0.95, df));
        }
    }
}
