//! Fair to the shift: what somebody's questions had to wait, beside what questions of the same kind wait with the team.
//! Who gets the night's questions has long waits whatever they do; compared within each kind that falls away.

use std::collections::BTreeMap;

use crate::domain::interval::{Interval, Undefined, mean_t, sum};
use crate::domain::metric::Shift;

/// Questions of the team that each kind needs; kinds are merged until they have them.
pub const PER_STRATUM: usize = 20;

/// A question with its reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// Who replied.
    pub agent: u32,
    /// Asked in or out of hours.
    pub shift: Option<Shift>,
    /// Its channel.
    pub channel: String,
    /// How hard it was.
    pub difficulty: Option<String>,
    /// How long it waited, in seconds.
    pub seconds: f64,
}

/// What tells kinds of questions apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kinds {
    /// Nothing: too few questions to tell any apart. The figure is the crude one.
    Crude,
    /// In or out of hours.
    Shift,
    /// And the channel.
    Channel,
    /// And the difficulty.
    Difficulty,
}

impl Kinds {
    /// The word in exports.
    pub const fn word(self) -> &'static str {
        match self {
            Kinds::Crude => "none",
            Kinds::Shift => "shift",
            Kinds::Channel => "shift, channel",
            Kinds::Difficulty => "shift, channel, difficulty",
        }
    }
}

type Key<'a> = (Option<Shift>, &'a str, Option<&'a str>);

fn key(kinds: Kinds, of: &Answered) -> Key<'_> {
    let shift = of.shift.filter(|_| kinds >= Kinds::Shift);
    let channel = if kinds >= Kinds::Channel { of.channel.as_str() } else { "" };
    let difficulty = of.difficulty.as_deref().filter(|_| kinds >= Kinds::Difficulty);
    (shift, channel, difficulty)
}

/// Somebody beside the team.
#[derive(Clone, Debug, PartialEq)]
pub struct Fair {
    /// Own questions.
    pub n: usize,
    /// Asked out of hours, of these.
    pub out_of_hours: usize,
    /// Their mean wait in seconds: the crude figure.
    pub crude: f64,
    /// The sum of own waits over that of what the team takes for the same mix: 1 is as the team.
    pub ratio: Result<f64, Undefined>,
    /// Its interval, leaving out one conversation at a time.
    pub interval: Result<Interval, Undefined>,
    /// The mean wait that this person would have with the team's mix; `Err` where a kind is missing.
    pub standardised: Result<f64, Undefined>,
    /// What kinds of questions were told apart.
    pub kinds: Kinds,
}

/// One person's waits beside the team's for the same kinds of questions.
///
/// # Errors
/// Where the person answered nothing.
pub fn fair(team: &[Answered], agent: u32) -> Result<Fair, Undefined> {
    let own: Vec<&Answered> = team.iter().filter(|of| of.agent == agent).collect();
    if own.is_empty() {
        return Err(Undefined::NoObservations);
    }
    let all = [Kinds::Difficulty, Kinds::Channel, Kinds::Shift];
    let (kinds, strata) = all
        .into_iter()
        .map(|kinds| (kinds, strata(kinds, team)))
        .find(|(_, strata)| strata.values().all(|(_, n)| *n >= PER_STRATUM))
        .unwrap_or_else(|| (Kinds::Crude, strata(Kinds::Crude, team)));
    let ratio = |without: Option<usize>| -> Result<f64, Undefined> {
        let left_out = without.map(|place| own[place]);
        let own = own.iter().enumerate().filter(|(place, _)| Some(*place) != without).map(|(_, of)| *of);
        let (mut observed, mut expected) = (Vec::new(), Vec::new());
        for of in own {
            let of_key = key(kinds, of);
            let (mut total, mut n) = strata.get(&of_key).copied().unwrap_or_default();
            // Whoever is left out leaves the team as well.
            if let Some(gone) = left_out.filter(|gone| key(kinds, gone) == of_key) {
                (total, n) = (total - gone.seconds, n - 1);
            }
            observed.push(of.seconds);
            expected.push(total / n as f64);
        }
        let expected = sum(expected.into_iter());
        if expected > 0.0 { Ok(sum(observed.into_iter()) / expected) } else { Err(Undefined::ZeroMean) }
    };
    let whole = ratio(None);
    let waits: Vec<f64> = own.iter().map(|of| of.seconds).collect();
    Ok(Fair {
        n: own.len(),
        out_of_hours: own.iter().filter(|of| of.shift == Some(Shift::OutOfHours)).count(),
        crude: mean_t(&waits)?.mean,
        ratio: whole,
        interval: whole.and_then(|whole| jackknife(whole, own.len(), &ratio)),
        standardised: standardised(&strata, kinds, &own, team.len()),
        kinds,
    })
}

/// The waits of the team together and their number, by kind.
fn strata(kinds: Kinds, team: &[Answered]) -> BTreeMap<Key<'_>, (f64, usize)> {
    let mut strata: BTreeMap<Key<'_>, (f64, usize)> = BTreeMap::new();
    for of in team {
        let (total, n) = strata.entry(key(kinds, of)).or_default();
        *total += of.seconds;
        *n += 1;
    }
    strata
}

fn jackknife(
    whole: f64,
    n: usize,
    without: &dyn Fn(Option<usize>) -> Result<f64, Undefined>,
) -> Result<Interval, Undefined> {
    if n < 2 {
        return Err(Undefined::OneObservation);
    }
    let count = n as f64;
    let pseudo = (0..n)
        .map(|place| Ok(count * whole - (count - 1.0) * without(Some(place))?))
        .collect::<Result<Vec<f64>, Undefined>>()?;
    let mean = mean_t(&pseudo)?;
    // Around the figure that is printed, not around the mean of the pseudo-values.
    let half = mean.interval.map(|(low, high)| (high - low) / 2.0)?;
    Ok(((whole - half).max(0.0), whole + half))
}

fn standardised(
    strata: &BTreeMap<Key<'_>, (f64, usize)>,
    kinds: Kinds,
    own: &[&Answered],
    all: usize,
) -> Result<f64, Undefined> {
    let mut parts = Vec::new();
    for (stratum, (_, n)) in strata {
        let waits: Vec<f64> =
            own.iter().filter(|of| key(kinds, of) == *stratum).map(|of| of.seconds).collect();
        parts.push(mean_t(&waits)?.mean * *n as f64 / all as f64);
    }
    Ok(sum(parts.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(agent: u32, shift: Shift, count: usize, minutes: f64) -> Vec<Answered> {
        let one = Answered {
            agent,
            shift: Some(shift),
            channel: "email".into(),
            difficulty: None,
            seconds: 60.0 * minutes,
        };
        vec![one; count]
    }

    fn morning_and_afternoon() -> Vec<Answered> {
        [
            some(0, Shift::OutOfHours, 60, 420.0),
            some(0, Shift::InHours, 20, 25.0),
            some(1, Shift::OutOfHours, 5, 450.0),
            some(1, Shift::InHours, 75, 32.0),
        ]
        .concat()
    }

    #[test]
    fn the_morning_is_not_blamed_for_the_night() {
        let team = morning_and_afternoon();
        let (morning, afternoon) = (fair(&team, 0).unwrap(), fair(&team, 1).unwrap());
        let minutes = |fair: &Fair| (fair.crude / 60.0).round();
        assert_eq!((minutes(&morning), minutes(&afternoon)), (321.0, 58.0));
        let near = |value: Result<f64, Undefined>, want: f64, by: f64| (value.unwrap() - want).abs() < by;
        assert!(near(morning.ratio, 0.99, 0.005) && near(afternoon.ratio, 1.06, 0.005));
        assert!(near(morning.standardised, 185.0 * 60.0, 40.0));
        assert!(near(afternoon.standardised, 202.0 * 60.0, 40.0));
        assert_eq!((morning.n, morning.out_of_hours, morning.kinds), (80, 60, Kinds::Difficulty));
        let (low, high) = morning.interval.unwrap();
        assert!(low < 0.991 && high > 0.989 && high - low < 0.2, "{low} {high}");
    }

    #[test]
    fn kinds_with_too_few_are_merged() {
        let mut team = morning_and_afternoon();
        team[0].difficulty = Some("research".into());
        assert_eq!(fair(&team, 0).unwrap().kinds, Kinds::Channel);
        team[1].channel = "chat".into();
        assert_eq!(fair(&team, 0).unwrap().kinds, Kinds::Shift);
        let few = &team[60..90];
        assert_eq!(fair(few, 0).unwrap().kinds, Kinds::Crude);
        assert_eq!(fair(few, 9), Err(Undefined::NoObservations));
    }

    #[test]
    fn one_alone_is_as_the_team() {
        let team = some(3, Shift::InHours, 25, 4.0);
        let alone = fair(&team, 3).unwrap();
        assert_eq!(alone.ratio, Ok(1.0));
        assert_eq!(alone.interval, Err(Undefined::NoVariation));
        assert_eq!(fair(&some(3, Shift::InHours, 25, 0.0), 3).unwrap().ratio, Err(Undefined::ZeroMean));
    }
}
