//! Fair to the shift: what somebody's cases took beside what such cases take in the team.
//!
//! A morning agent who answers the night's questions looks slow and may be quick. So cases are sorted into strata (asked
//! in or out of hours, channel, difficulty), and each is held against its stratum's mean.

use std::collections::BTreeMap;

use crate::domain::distribution::t_quantile;
use crate::domain::interval::{Interval, Mean, Undefined, mean_t, sum};
use crate::domain::metric::Shift;
use crate::domain::metric::simpson::{Guard, guard};

/// Cases in a stratum of the team, below which it is merged with its neighbours.
pub const STRATUM_FROM: usize = 20;

/// What kind of case it is. `None` is what no longer tells cases apart, or unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stratum {
    /// When it was asked.
    pub shift: Option<Shift>,
    /// Where.
    pub channel: Option<String>,
    /// How hard it was.
    pub difficulty: Option<String>,
}

impl Stratum {
    /// The stratum around it: first the difficulty goes, then the channel, then the shift.
    fn coarser(&self, step: usize) -> Stratum {
        let mut coarse = self.clone();
        coarse.difficulty = None;
        if step >= 2 {
            coarse.channel = None;
        }
        if step >= 3 {
            coarse.shift = None;
        }
        coarse
    }
}

/// One case: whose, of which kind, and what it took or brought. A rate is a mean of 0 and 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Whose.
    pub agent: u32,
    /// Of which kind.
    pub stratum: Stratum,
    /// Seconds, a count, or 0 and 1.
    pub value: f64,
}

/// A stratum of the team.
#[derive(Clone, Debug, PartialEq)]
pub struct StratumLine {
    /// What it still tells apart after merging.
    pub stratum: Stratum,
    /// The team's cases in it.
    pub n: usize,
    /// Their mean.
    pub mean: f64,
}

/// One agent.
#[derive(Clone, Debug, PartialEq)]
pub struct AgentLine {
    /// Who.
    pub agent: u32,
    /// The plain mean with its n: what misleads.
    pub crude: Mean,
    /// The mix: cases by stratum, in the order of the strata.
    pub mix: Vec<usize>,
    /// Own sum over what such cases take in the team: 1 is as the team.
    pub observed_over_expected: Result<f64, Undefined>,
    /// Its 95 % interval, from leaving one conversation out at a time.
    pub interval: Result<Interval, Undefined>,
    /// The mean that the agent would have with the team's mix; `None` where a stratum holds none of theirs.
    pub standardised: Option<f64>,
}

/// A team, stratum by stratum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fair {
    /// The strata after merging.
    pub strata: Vec<StratumLine>,
    /// The agents that were asked for, by their numbers: never by their figures.
    pub agents: Vec<AgentLine>,
}

impl Fair {
    /// Nothing is told apart any more: only the plain means are there, and a warning belongs beside them.
    pub fn crude_only(&self) -> bool {
        self.strata.len() < 2
    }

    /// Two agents beside each other; `None` where one is not there, or has no standardised mean.
    pub fn guard(&self, one: u32, other: u32) -> Option<Guard> {
        let find = |agent| self.agents.iter().find(|line| line.agent == agent);
        let (one, other) = (find(one)?, find(other)?);
        Some(guard(one.crude.mean - other.crude.mean, one.standardised? - other.standardised?))
    }
}

/// Sums of one stratum or of one agent's part of it.
#[derive(Clone, Copy, Default)]
struct Sum {
    n: usize,
    total: f64,
}

/// The team's strata, and the agents who are `asked` for beside them: each line is a pass over all cases. Values are
/// finite.
pub fn fair(cases: &[Case], asked: impl Fn(u32) -> bool) -> Fair {
    if cases.is_empty() {
        return Fair::default();
    }
    let places = merged(cases);
    let mut names: Vec<&Stratum> = places.values().collect();
    names.sort_unstable();
    names.dedup();
    let place = |case: &Case| {
        places.get(&case.stratum).and_then(|name| names.binary_search(&name).ok()).unwrap_or_default()
    };
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    let mut by_agent: BTreeMap<u32, Vec<Vec<f64>>> = BTreeMap::new();
    for case in cases {
        let place = place(case);
        values[place].push(case.value);
        if asked(case.agent) {
            let own = by_agent.entry(case.agent).or_insert_with(|| vec![Vec::new(); names.len()]);
            own[place].push(case.value);
        }
    }
    let ascending = |values: &mut Vec<f64>| values.sort_unstable_by(f64::total_cmp);
    values.iter_mut().for_each(ascending);
    by_agent.values_mut().flatten().for_each(ascending);
    let team: Vec<Sum> =
        values.iter().map(|values| Sum { n: values.len(), total: sum(values.iter().copied()) }).collect();
    let strata = names.iter().zip(&team).map(|(name, of)| StratumLine {
        stratum: (*name).clone(),
        n: of.n,
        mean: of.total / of.n as f64,
    });
    let strata: Vec<StratumLine> = strata.collect();
    let agents = by_agent.into_iter().filter_map(|(agent, own)| line(agent, &own, &team, &values)).collect();
    Fair { strata, agents }
}

/// For each stratum that occurs, the one that it became: merged with its neighbours while it has too few cases.
fn merged(cases: &[Case]) -> BTreeMap<Stratum, Stratum> {
    let mut counts: BTreeMap<&Stratum, usize> = BTreeMap::new();
    for case in cases {
        *counts.entry(&case.stratum).or_default() += 1;
    }
    let mut places: BTreeMap<Stratum, Stratum> =
        counts.keys().map(|stratum| ((*stratum).clone(), (*stratum).clone())).collect();
    let mut sizes: BTreeMap<Stratum, usize> =
        counts.into_iter().map(|(stratum, n)| (stratum.clone(), n)).collect();
    for step in 1..=3 {
        while let Some((small, neighbour)) = to_merge(&sizes, step) {
            let coarse = small.coarser(step);
            for gone in [small, neighbour] {
                let n = sizes.remove(&gone).unwrap_or_default();
                *sizes.entry(coarse.clone()).or_default() += n;
                places.values_mut().filter(|place| **place == gone).for_each(|place| *place = coarse.clone());
            }
        }
    }
    places
}

/// The smallest stratum with too few cases that has a neighbour within the coarser one, and its smallest neighbour.
fn to_merge(sizes: &BTreeMap<Stratum, usize>, step: usize) -> Option<(Stratum, Stratum)> {
    let mut small: Vec<(&Stratum, usize)> =
        sizes.iter().map(|(stratum, n)| (stratum, *n)).filter(|(_, n)| *n < STRATUM_FROM).collect();
    small.sort_by_key(|(_, n)| *n);
    small.into_iter().find_map(|(small, _)| {
        let coarse = small.coarser(step);
        let neighbours = sizes.iter().filter(|(other, _)| *other != small && other.coarser(step) == coarse);
        let (neighbour, _) = neighbours.min_by_key(|(_, n)| **n)?;
        Some((small.clone(), neighbour.clone()))
    })
}

fn line(agent: u32, own: &[Vec<f64>], team: &[Sum], values: &[Vec<f64>]) -> Option<AgentLine> {
    let all: Vec<f64> = own.iter().flatten().copied().collect();
    let crude = mean_t(&all).ok()?;
    let mine: Vec<Sum> =
        own.iter().map(|values| Sum { n: values.len(), total: sum(values.iter().copied()) }).collect();
    let ratio = ratio(&mine, team);
    let cases = team.iter().map(|of| of.n).sum::<usize>() as f64;
    let shares = mine
        .iter()
        .zip(team)
        .map(|(mine, team)| (mine.n > 0).then(|| mine.total / mine.n as f64 * team.n as f64 / cases));
    Some(AgentLine {
        agent,
        crude,
        mix: mine.iter().map(|mine| mine.n).collect(),
        observed_over_expected: ratio,
        interval: ratio.and_then(|ratio| jackknife(ratio, own, &mine, team, values)),
        standardised: shares.sum(),
    })
}

/// The own sum over the expected one.
fn ratio(mine: &[Sum], team: &[Sum]) -> Result<f64, Undefined> {
    let expected: f64 = sum(mine
        .iter()
        .zip(team)
        .filter(|(mine, _)| mine.n > 0)
        .map(|(mine, team)| mine.n as f64 * team.total / team.n as f64));
    if expected == 0.0 {
        return Err(Undefined::ZeroMean);
    }
    Ok(sum(mine.iter().map(|mine| mine.total)) / expected)
}

/// Leaves out each conversation of the team in turn: the own ones, and those that the expectation rests on. The degrees
/// of freedom are the own ones': a team's thousand does not make an agent's five more.
fn jackknife(
    theta: f64,
    own: &[Vec<f64>],
    mine: &[Sum],
    team: &[Sum],
    values: &[Vec<f64>],
) -> Result<Interval, Undefined> {
    let own_n: usize = mine.iter().map(|mine| mine.n).sum();
    if own_n < 2 {
        return Err(Undefined::OneObservation);
    }
    let expected = |place: usize| match mine[place].n {
        0 => 0.0,
        n => n as f64 * team[place].total / team[place].n as f64,
    };
    let observed_all = sum(mine.iter().map(|mine| mine.total));
    let expected_all = sum((0..mine.len()).map(expected));
    let n = team.iter().map(|of| of.n).sum::<usize>() as f64;
    let mut pseudo: Vec<f64> = Vec::new();
    for place in 0..team.len() {
        let rest = expected_all - expected(place);
        let without = |value: f64, left: usize, observed: f64| {
            let here = match (left, team[place].n - 1) {
                (0, _) | (_, 0) => 0.0,
                (left, others) => left as f64 * (team[place].total - value) / others as f64,
            };
            let expected = rest + here;
            // Around theta, since the differences are small against it.
            if expected > 0.0 {
                Ok((n - 1.0) * (theta - observed / expected))
            } else {
                Err(Undefined::HangsOnOneUnit)
            }
        };
        for value in &own[place] {
            pseudo.push(without(*value, mine[place].n - 1, observed_all - value)?);
        }
        // The others' conversations of this stratum: all of it, less one for each own value; both are sorted.
        let mut left_out = own[place].iter().peekable();
        for value in &values[place] {
            if left_out.next_if(|own| own.to_bits() == value.to_bits()).is_none() {
                pseudo.push(without(*value, mine[place].n, observed_all)?);
            }
        }
    }
    let mean = sum(pseudo.iter().copied()) / n;
    let variance = sum(pseudo.iter().map(|value| (value - mean).powi(2))) / (n - 1.0);
    let half = t_quantile(0.95, own_n as f64 - 1.0) * (variance / n).sqrt();
    Ok(((theta - half).max(0.0), theta + half))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(cases: &[Case]) -> Fair {
        fair(cases, |_| true)
    }

    const MORNING: u32 = 1;
    const AFTERNOON: u32 = 2;

    fn some(agent: u32, shift: Shift, n: usize, minutes: f64) -> Vec<Case> {
        let stratum = Stratum { shift: Some(shift), channel: Some("chat".to_owned()), difficulty: None };
        vec![Case { agent, stratum, value: minutes }; n]
    }

    fn shifts() -> Vec<Case> {
        [
            some(MORNING, Shift::OutOfHours, 60, 420.0),
            some(MORNING, Shift::InHours, 20, 25.0),
            some(AFTERNOON, Shift::OutOfHours, 5, 450.0),
            some(AFTERNOON, Shift::InHours, 75, 32.0),
        ]
        .concat()
    }

    #[test]
    fn five_times_slower_and_quicker_in_both() {
        let found = all(&shifts());
        let means: Vec<f64> = found.strata.iter().map(|line| line.mean).collect();
        assert!((means[0] - 30.526).abs() < 1e-3 && (means[1] - 422.308).abs() < 1e-3, "{means:?}");
        let row = |line: &AgentLine| {
            let ratio = (line.observed_over_expected.unwrap() * 100.0).round();
            (line.crude.mean.round(), ratio, line.standardised.unwrap().round(), line.mix.clone())
        };
        assert_eq!(row(&found.agents[0]), (321.0, 99.0, 185.0, vec![20, 60]));
        assert_eq!(row(&found.agents[1]), (58.0, 106.0, 202.0, vec![75, 5]));
        let Some(Guard::StratifiedOnly { stratified }) = found.guard(MORNING, AFTERNOON) else {
            panic!("the plain difference would be printed")
        };
        assert!(stratified < 0.0, "the morning agent is the quicker one");
        let (low, high) = found.agents[0].interval.unwrap();
        assert!(low < 0.99 && 0.99 < high, "{low} {high}");
    }

    #[test]
    fn small_strata_go_to_their_neighbours() {
        let case = |channel: &str, difficulty: &str, shift| Case {
            agent: 1,
            stratum: Stratum {
                shift: Some(shift),
                channel: Some(channel.to_owned()),
                difficulty: Some(difficulty.to_owned()),
            },
            value: 1.0,
        };
        let many = |n: usize, case: Case| vec![case; n];
        let cases = [
            many(50, case("chat", "simple", Shift::InHours)),
            many(12, case("chat", "hard", Shift::InHours)),
            many(9, case("chat", "odd", Shift::InHours)),
            many(40, case("email", "simple", Shift::OutOfHours)),
            many(3, case("email", "hard", Shift::OutOfHours)),
        ]
        .concat();
        let sizes: Vec<usize> = all(&cases).strata.iter().map(|line| line.n).collect();
        assert_eq!(sizes, [21, 50, 43], "hard and odd chats together, simple ones for themselves");
        let few = all(&many(7, case("chat", "hard", Shift::InHours)));
        assert!(few.crude_only());
        assert_eq!(all(&[]), Fair::default());
    }

    #[test]
    fn one_case_has_no_interval() {
        let mut cases = shifts();
        cases.push(Case { agent: 3, ..cases[0].clone() });
        let found = all(&cases);
        assert_eq!(found.agents[2].interval, Err(Undefined::OneObservation));
        assert_eq!(found.agents[2].standardised, None, "nothing of theirs was asked in hours");
    }

    proptest! {
        #[test]
        fn the_whole_team_is_as_the_team(
            values in prop::collection::vec((0u32..4, any::<bool>(), 1.0f64..1000.0), 1..120)
        ) {
            let cases: Vec<Case> = values
                .iter()
                .map(|(agent, night, value)| {
                    let shift = if *night { Shift::OutOfHours } else { Shift::InHours };
                    let stratum = Stratum { shift: Some(shift), ..Stratum::default() };
                    Case { agent: *agent, stratum, value: *value }
                })
                .collect();
            let found = all(&cases);
            prop_assert!(found.strata.len() == 1 || found.strata.iter().all(|line| line.n >= STRATUM_FROM));
            prop_assert_eq!(found.strata.iter().map(|line| line.n).sum::<usize>(), cases.len());
            let own: f64 = cases.iter().map(|case| case.value).sum();
            let expected: f64 = found
                .agents
                .iter()
                .map(|line| line.crude.mean * line.crude.n as f64 / line.observed_over_expected.unwrap())
                .sum();
            prop_assert!((own / expected - 1.0).abs() < 1e-9);
            let mut turned = cases.clone();
            turned.reverse();
            prop_assert_eq!(all(&turned), found.clone());
            for line in &found.agents {
                let one = fair(&cases, |agent| agent == line.agent);
                prop_assert_eq!(one.agents.as_slice(), std::slice::from_ref(line));
                prop_assert_eq!(&one.strata, &found.strata);
            }
        }
    }
}
