//! Many looks at once: with 310 of them, fifteen are beyond 5 % by chance alone. Adjusted p-values keep that in hand.

use crate::domain::interval::Undefined;

/// The share of false finds that a screen which scans many comparisons accepts.
pub const FALSE_FINDS: f64 = 0.10;

/// S. Holm's adjusted p-values (1979), in the order of `p`: below alpha with one false find or more in at most alpha of
/// all screens. For exports.
///
/// # Errors
/// Where a p-value lies outside 0 and 1.
pub fn holm(p: &[f64]) -> Result<Vec<f64>, Undefined> {
    let ascending = ascending(p)?;
    let mut adjusted = vec![0.0; p.len()];
    let mut highest = 0.0_f64;
    for (rank, place) in ascending.iter().enumerate() {
        highest = highest.max(p[*place] * (p.len() - rank) as f64);
        adjusted[*place] = highest.min(1.0);
    }
    Ok(adjusted)
}

/// Y. Benjamini and Y. Hochberg's adjusted p-values (1995), in the order of `p`: of all that are below alpha, alpha are
/// false finds on average. For screens that scan, at [`FALSE_FINDS`].
///
/// # Errors
/// Where a p-value lies outside 0 and 1.
pub fn benjamini_hochberg(p: &[f64]) -> Result<Vec<f64>, Undefined> {
    let ascending = ascending(p)?;
    let mut adjusted = vec![0.0; p.len()];
    let mut lowest = 1.0_f64;
    for (rank, place) in ascending.iter().enumerate().rev() {
        lowest = lowest.min(p[*place] * p.len() as f64 / (rank + 1) as f64);
        adjusted[*place] = lowest;
    }
    Ok(adjusted)
}

/// The places of the values from the smallest up.
fn ascending(p: &[f64]) -> Result<Vec<usize>, Undefined> {
    if !p.iter().all(|p| (0.0..=1.0).contains(p)) {
        return Err(Undefined::OutOfRange);
    }
    let mut places: Vec<usize> = (0..p.len()).collect();
    places.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edges() {
        assert_eq!((holm(&[]), benjamini_hochberg(&[])), (Ok(vec![]), Ok(vec![])));
        assert_eq!((holm(&[0.3]), benjamini_hochberg(&[0.3])), (Ok(vec![0.3]), Ok(vec![0.3])));
        assert_eq!(holm(&[0.1, f64::NAN]), Err(Undefined::OutOfRange));
        assert_eq!(benjamini_hochberg(&[1.1]), Err(Undefined::OutOfRange));
        assert_eq!(holm(&[0.0, 1.0]), Ok(vec![0.0, 1.0]));
    }

    proptest! {
        #[test]
        fn never_below_the_raw_and_holm_is_the_stricter(p in prop::collection::vec(0.0f64..=1.0, 0..40)) {
            let (holm, hochberg) = (holm(&p).unwrap(), benjamini_hochberg(&p).unwrap());
            for place in 0..p.len() {
                prop_assert!(p[place] <= hochberg[place] + 1e-15);
                prop_assert!(hochberg[place] <= holm[place] + 1e-12 && holm[place] <= 1.0);
            }
        }

        #[test]
        fn order_is_no_matter(p in prop::collection::vec(0.0f64..=1.0, 1..40)) {
            let turned: Vec<f64> = p.iter().rev().copied().collect();
            for adjust in [holm, benjamini_hochberg] {
                let mut back = adjust(&turned).unwrap();
                back.reverse();
                prop_assert_eq!(adjust(&p).unwrap(), back);
            }
        }
    }
}
