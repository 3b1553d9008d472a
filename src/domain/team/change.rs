//! Which items changed from one period to the next. A screen that scans thirty items finds one by chance; what is told
//! passed Benjamini and Hochberg's rule at 10 %.

use crate::domain::distribution::normal;
use crate::domain::interval::{Interval, Undefined, newcombe};
use crate::domain::multiple::{FALSE_FINDS, benjamini_hochberg};
use crate::domain::tally::Tally;

/// Answers on each side from which on a change is looked for.
const LOOKED_FROM: u64 = 20;

/// An item that changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Its place.
    pub item: usize,
    /// Now less before, as a share.
    pub difference: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// Adjusted for how many were looked at.
    pub p: f64,
}

/// The items whose share of *met* changed by more than chance explains, given their tallies before and now; in the order
/// of the items.
///
/// # Errors
/// Where no item has answers enough on both sides.
pub fn moved(before: &[Tally], now: &[Tally]) -> Result<Vec<Change>, Undefined> {
    let mut looked = Vec::new();
    let mut p = Vec::new();
    for (item, (before, now)) in before.iter().zip(now).enumerate() {
        if before.n() < LOOKED_FROM || now.n() < LOOKED_FROM {
            continue;
        }
        let (was, is) = (before.share()?, now.share()?);
        let all = Tally::total(&[*before, *now]).share()?;
        let error = (all * (1.0 - all) * (1.0 / before.n() as f64 + 1.0 / now.n() as f64)).sqrt();
        looked.push(item);
        p.push(if error > 0.0 { normal::two_sided((is - was) / error) } else { 1.0 });
    }
    if looked.is_empty() {
        return Err(Undefined::NoObservations);
    }
    let adjusted = benjamini_hochberg(&p)?;
    let mut changes = Vec::new();
    for (item, p) in looked.into_iter().zip(adjusted).filter(|(_, p)| *p <= FALSE_FINDS) {
        let (was, is) = (before[item], now[item]);
        let found = newcombe(is.hits(), is.n(), was.hits(), was.n())?;
        changes.push(Change { item, difference: found.difference, interval: found.interval, p });
    }
    Ok(changes)
}

/// An item's tally over agents, halves of points rounded.
pub(super) fn tally(agents: &[(u32, f64, u64)]) -> Tally {
    let met: f64 = agents.iter().map(|(_, met, _)| met).sum();
    Tally::new(met.round() as u64, agents.iter().map(|(_, _, n)| n).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_many_that_fell() {
        let before = vec![Tally::new(255, 300); 31];
        let mut now = before.clone();
        now[7] = Tally::new(210, 300);
        let found = moved(&before, &now).unwrap();
        assert_eq!(found.iter().map(|change| change.item).collect::<Vec<_>>(), [7]);
        assert!((found[0].difference + 0.15).abs() < 1e-12 && found[0].interval.1 < 0.0);
        now[7] = Tally::new(240, 300);
        assert_eq!(moved(&before, &now), Ok(Vec::new()), "five points among 31 items are chance");
        assert_eq!(moved(&[Tally::new(20, 20)], &[Tally::new(20, 20)]), Ok(Vec::new()), "nothing varies");
        assert_eq!(moved(&[Tally::new(9, 19)], &[Tally::new(9, 90)]), Err(Undefined::NoObservations));
    }
}
