//! People beside each other, without a rank: the funnel. A word is said only about what lies beyond 99.8 % of chance, and
//! beyond what so many looks find by chance; and the word is *look at the mix first*.
//!
//! Items that changed pass Benjamini and Hochberg's rule at 10 %. A false word about a person costs more: it has to pass
//! Holm's at 5 %, which is stricter, so that of a hundred teams without any difference at least 95 hear none.

use super::gather::Agents;
use crate::domain::distribution::normal;
use crate::domain::funnel::{Limits, Place, mean_limits, widening_of};
use crate::domain::interval::{Interval, Undefined, sum};
use crate::domain::multiple::holm;
use crate::domain::pooling::{Pooled, Spread, pool_spreads};

/// Conversations from which on a person's mean is placed.
const PLACED_FROM: usize = 5;

/// Of teams without any difference, the share that hears a word about somebody.
const FALSE_WORDS: f64 = 0.05;

/// One person's place in one pillar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Who.
    pub person: u32,
    /// The pillar's place.
    pub pillar: usize,
    /// Conversations.
    pub n: usize,
    /// Their mean.
    pub mean: f64,
    /// The room that chance needs at this n.
    pub limits: Limits,
    /// Where it lies.
    pub place: Place,
    /// The word may be said: *look at the mix first*.
    pub word: bool,
}

/// Places everybody in every pillar. Limits around the mean over conversations, `centre +- z s / sqrt n` with the pooled
/// spread of conversations within a person, widened where ten people or more spread more than chance does.
pub fn look(pillars: &[Agents]) -> Vec<Look> {
    let mut looks = Vec::new();
    let mut p = Vec::new();
    for (pillar, agents) in pillars.iter().enumerate() {
        let placed: Vec<(u32, Spread)> =
            agents.iter().filter(|(_, spread)| spread.n >= PLACED_FROM).copied().collect();
        let Ok(pooled) = pooled(&placed) else { continue };
        let n: usize = placed.iter().map(|(_, spread)| spread.n).sum();
        let centre = sum(placed.iter().map(|(_, spread)| spread.n as f64 * spread.mean)) / n as f64;
        let sd = pooled.within.sqrt();
        let z = |spread: &Spread| (spread.mean - centre) * (spread.n as f64).sqrt() / sd;
        let widening = widening_of(&placed.iter().map(|(_, spread)| z(spread)).collect::<Vec<f64>>());
        for (person, spread) in &placed {
            let Ok(limits) = mean_limits(centre, sd * widening, spread.n as u64) else { continue };
            let outside = |(low, high): Interval| spread.mean < low || spread.mean > high;
            let place = if outside(limits.within998) {
                Place::Beyond998
            } else if outside(limits.within95) {
                Place::Beyond95
            } else {
                Place::Inside
            };
            p.push(normal::two_sided(z(spread) / widening));
            let (person, n, mean) = (*person, spread.n, spread.mean);
            looks.push(Look { person, pillar, n, mean, limits, place, word: false });
        }
    }
    if let Ok(adjusted) = holm(&p) {
        for (look, p) in looks.iter_mut().zip(adjusted) {
            look.word = look.place == Place::Beyond998 && p <= FALSE_WORDS;
        }
    }
    looks
}

/// How far people differ at all.
pub(super) fn pooled(agents: &[(u32, Spread)]) -> Result<Pooled, Undefined> {
    let spreads: Vec<Option<Spread>> = agents.iter().map(|(_, spread)| Some(*spread)).collect();
    pool_spreads(&spreads)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agents(means: &[f64]) -> Agents {
        let spread = |mean: &f64| Spread { n: 20, mean: *mean, squares: 19.0 * 100.0 };
        means.iter().enumerate().map(|(who, mean)| (u32::try_from(who).unwrap(), spread(mean))).collect()
    }

    #[test]
    fn only_far_outside_a_word_is_said() {
        let mut means = [80.0, 82.0, 78.0, 81.0, 79.0, 80.0, 82.0, 78.0, 80.0, 80.0, 80.0, 86.0];
        let looks = look(&[agents(&means)]);
        assert_eq!(looks.len(), 12);
        assert_eq!((looks[11].place, looks[11].word), (Place::Beyond95, false), "one in twenty is no news");
        means[11] = 92.0;
        let looks = look(&[agents(&means)]);
        let words: Vec<u32> = looks.iter().filter(|look| look.word).map(|look| look.person).collect();
        assert_eq!(words, [11]);
        let few: Agents = agents(&means).into_iter().map(|(who, s)| (who, Spread { n: 4, ..s })).collect();
        assert!(look(&[few]).is_empty(), "four conversations place nobody");
        assert!(look(&[agents(&means[..2])]).is_empty(), "two people are no team");
    }
}
