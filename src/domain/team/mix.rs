//! A pillar against the period before, the mix of channels or shifts taken out: more phone calls in a month are no worse
//! team. Where the mix makes the plain difference, or turns it around, only the other is told.

use super::figures::{Figure, Team};
use super::gather::{Agents, Gathered};
use crate::domain::interval::{Interval, Z, mean_t};
use crate::domain::metric::simpson::{Guard, guard};

/// Strata told in both periods that a comparison takes.
const STRATA_FROM: usize = 2;

/// One pillar's difference between two periods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mixed {
    /// The pillar's place.
    pub pillar: usize,
    /// What may be printed of it, in points.
    pub difference: Guard,
    /// 95 % interval of the difference within strata.
    pub interval: Option<Interval>,
    /// Strata told in both periods.
    pub strata: usize,
    /// Conversations in them, of both periods.
    pub n: u64,
}

/// The pillars that are told in both periods, as a whole and in two strata or more. Within strata: the mean over strata of
/// the differences of means of agents' means, weighted by the conversations of both periods.
pub fn mixed(before: (&Gathered, &Team), now: (&Gathered, &Team)) -> Vec<Mixed> {
    let mut all = Vec::new();
    for pillar in 0..now.1.pillars.len() {
        let (Some(Ok(was)), Some(Ok(is))) = (
            before.1.pillars.get(pillar).map(|figures| figures.measured),
            now.1.pillars.get(pillar).map(|figures| figures.measured),
        ) else {
            continue;
        };
        let pairs: Vec<(Stratum, Stratum)> = now
            .1
            .strata
            .iter()
            .filter_map(|stratum| {
                let then = before.1.strata.iter().find(|then| then.name == stratum.name)?;
                Some((told(before, then, pillar)?, told(now, stratum, pillar)?))
            })
            .collect();
        if pairs.len() < STRATA_FROM {
            continue;
        }
        let n: u64 = pairs.iter().map(|(was, is)| was.n + is.n).sum();
        let share = |was: &Stratum, is: &Stratum| (was.n + is.n) as f64 / n as f64;
        let within: f64 = pairs.iter().map(|(was, is)| share(was, is) * (is.mean - was.mean)).sum();
        let spread: Option<f64> =
            pairs.iter().map(|(was, is)| Some(share(was, is).powi(2) * (was.variance? + is.variance?))).sum();
        let interval = spread.map(|spread| (within - Z * spread.sqrt(), within + Z * spread.sqrt()));
        let difference = guard(is.mean - was.mean, within);
        all.push(Mixed { pillar, difference, interval, strata: pairs.len(), n });
    }
    all
}

/// A stratum of one period.
struct Stratum {
    n: u64,
    mean: f64,
    /// Of the mean.
    variance: Option<f64>,
}

fn told(
    (found, team): (&Gathered, &Team),
    stratum: &super::figures::Stratum,
    pillar: usize,
) -> Option<Stratum> {
    let Figure { n, mean, .. } = *stratum.pillars.get(pillar)?.as_ref().ok()?;
    let place = team.strata.iter().position(|known| known.name == stratum.name)?;
    let agents: &Agents = found.by.get(place)?.get(pillar)?;
    let means: Vec<f64> = agents.iter().map(|(_, spread)| spread.mean).collect();
    let spread = mean_t(&means).ok().and_then(|mean| mean.sd.ok());
    Some(Stratum { n, mean, variance: spread.map(|sd| sd * sd / means.len() as f64) })
}
