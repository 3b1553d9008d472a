//! Against the period before, or a target: how much a figure moved, how sure that is, and whether it is worth a word.
//! Two periods never make a trend.

use crate::domain::checklist::Better;
use crate::domain::distribution::t_quantile;
use crate::domain::interval::{Interval, Mean, Undefined, Z, Z_99, newcombe, newcombe_ninety_nine};
use crate::domain::metric::{Absent, Figure, Reading, Times};
use crate::domain::ratio::{self, Spread};
use crate::domain::tally::Tally;

/// A change smaller than this, of the figure before, is no change worth a word.
pub const WORTH_A_WORD: f64 = 0.05;

/// How a change is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// After / before: 1 is no change. For times, counts per case and plain counts.
    Ratio,
    /// After - before: 0 is no change. For shares and scores: points.
    Difference,
}

/// Which way a figure moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moved {
    /// Up, beyond chance and by 5 % or more.
    Up,
    /// Down, likewise.
    Down,
    /// Neither is shown. That is not the same as *no change*.
    NotShown,
}

impl Moved {
    /// The code in exports.
    pub const fn code(self) -> &'static str {
        match self {
            Moved::Up => "up",
            Moved::Down => "down",
            Moved::NotShown => "not_shown",
        }
    }

    /// Whether that is the better way; `None` where nothing is shown, or no way is better.
    pub const fn improved(self, better: Better) -> Option<bool> {
        match (self, better) {
            (Moved::Up, Better::Higher) | (Moved::Down, Better::Lower) => Some(true),
            (Moved::Up, Better::Lower) | (Moved::Down, Better::Higher) => Some(false),
            (Moved::NotShown, _) | (_, Better::Neither) => None,
        }
    }
}

/// One figure beside another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// How it is measured.
    pub scale: Scale,
    /// The change: a ratio or a difference. For times, the ratio of geometric means: they are skewed.
    pub value: f64,
    /// Its 95 % interval; `Err` where there is none.
    pub interval: Result<Interval, Undefined>,
    /// The change relative to the figure before: -.35 is a third less. `None` where the figure before is 0.
    pub relative: Option<f64>,
    /// Which way, at 95 %.
    pub moved: Moved,
    /// Which way, at 99 %.
    pub surely: Moved,
}

/// A change with its intervals at 95 and 99 %.
type Found = (f64, Result<Interval, Undefined>, Result<Interval, Undefined>);

/// A single number says nothing about how far it strays.
const ALONE: Result<Interval, Undefined> = Err(Undefined::OneObservation);

impl Change {
    /// How `after` compares with `before`.
    ///
    /// # Errors
    /// Where either figure is absent, or the two are not of one kind.
    pub fn between(before: &Figure, after: &Figure) -> Compared {
        let (before, after) = ((*before)?, (*after)?);
        let (scale, found) = match (&before, &after) {
            (Reading::Rate(before), Reading::Rate(after)) => (Scale::Difference, rates(*before, *after)?),
            (Reading::Times(before), Reading::Times(after))
            | (Reading::MeanTime(before), Reading::MeanTime(after)) => (Scale::Ratio, times(before, after)),
            (Reading::PerCase(before), Reading::PerCase(after)) => {
                (Scale::Ratio, counts(&before.spread, &after.spread)?)
            }
            (Reading::Rating(before), Reading::Rating(after)) => (Scale::Difference, means(before, after)),
            (Reading::Nps { .. }, Reading::Nps { .. }) => (Scale::Difference, scores(&before, &after)),
            (Reading::Count(before), Reading::Count(after)) => (Scale::Ratio, plain(*before, *after)?),
            (Reading::Age(_), Reading::Age(_)) | (Reading::Quotient { .. }, Reading::Quotient { .. }) => {
                (Scale::Ratio, alone(Scale::Ratio, before.value(), after.value())?)
            }
            (Reading::Share { .. }, Reading::Share { .. })
            | (Reading::Net(_), Reading::Net(_))
            | (Reading::Typed { .. }, _)
            | (_, Reading::Typed { .. }) => {
                (Scale::Difference, alone(Scale::Difference, before.value(), after.value())?)
            }
            _ => return Err(Absent::Undefined(Undefined::OutOfRange)),
        };
        Ok(Change::new(scale, before.value(), found))
    }

    /// How a figure stands against a target in its own unit, by the figure's interval.
    ///
    /// # Errors
    /// Where the figure is absent.
    pub fn against(figure: &Figure, target: f64) -> Compared {
        let reading = (*figure)?;
        let interval = reading.interval().ok_or(Undefined::OneObservation);
        let interval = interval.map(|(low, high)| (low - target, high - target));
        let found = (reading.value() - target, interval, ALONE);
        Ok(Change::new(Scale::Difference, target, found))
    }

    fn new(scale: Scale, before: f64, (value, interval, wide): Found) -> Change {
        let relative = match scale {
            Scale::Ratio => Some(value - 1.0),
            Scale::Difference => (before != 0.0).then(|| value / before.abs()),
        };
        let none = if scale == Scale::Ratio { 1.0 } else { 0.0 };
        // From nothing, anything is more than a twentieth.
        let worth = relative.is_none_or(|relative| relative.abs() >= WORTH_A_WORD);
        let moved = |interval: Result<Interval, Undefined>| match interval {
            Ok((low, _)) if worth && low > none => Moved::Up,
            Ok((_, high)) if worth && high < none => Moved::Down,
            _ => Moved::NotShown,
        };
        Change { scale, value, interval, relative, moved: moved(interval), surely: moved(wide) }
    }
}

/// A change, or why there is none.
pub type Compared = Result<Change, Absent>;

fn rates(before: Tally, after: Tally) -> Result<Found, Undefined> {
    let found = newcombe(after.hits(), after.n(), before.hits(), before.n())?;
    let wide = newcombe_ninety_nine(after.hits(), after.n(), before.hits(), before.n())?;
    Ok((found.difference, Ok(found.interval), Ok(wide.interval)))
}

fn times(before: &Times, after: &Times) -> Found {
    let found = ratio::times(&before.logarithms, &after.logarithms);
    let wide = found.test.map(|test| {
        // The 95 % interval's half, stretched on the logarithms to 99 % with the same degrees of freedom.
        let half =
            (test.interval.1 / found.ratio).ln() * t_quantile(0.99, test.df) / t_quantile(0.95, test.df);
        (found.ratio * (-half).exp(), found.ratio * half.exp())
    });
    (found.ratio, found.test.map(|test| test.interval), wide)
}

fn counts(before: &Spread, after: &Spread) -> Result<Found, Undefined> {
    let found = ratio::counts(before, after)?;
    let at = |z: f64| found.spread.map(|(error, _)| log_normal(found.ratio, z * error));
    Ok((found.ratio, found.spread.map(|(_, interval)| interval), at(Z_99)))
}

/// Counts of things that come by themselves, as Poisson has it: `se(ln r) = sqrt(1/a + 1/b)`. Those that come in bunches
/// stray further.
fn plain(before: u64, after: u64) -> Result<Found, Undefined> {
    if before == 0 {
        return Err(Undefined::ZeroMean);
    }
    let ratio = after as f64 / before as f64;
    if after == 0 {
        return Ok((ratio, Err(Undefined::ZeroMean), Err(Undefined::ZeroMean)));
    }
    let error = (1.0 / before as f64 + 1.0 / after as f64).sqrt();
    Ok((ratio, Ok(log_normal(ratio, Z * error)), Ok(log_normal(ratio, Z_99 * error))))
}

fn log_normal(ratio: f64, half: f64) -> Interval {
    (ratio * (-half).exp(), ratio * half.exp())
}

/// Welch's interval of a difference of means.
pub(super) fn means(before: &Mean, after: &Mean) -> Found {
    let difference = after.mean - before.mean;
    let variance = |mean: &Mean| mean.sd.map(|sd| sd * sd / mean.n as f64);
    let at = |inside: f64| {
        let (v0, v1) = (variance(before)?, variance(after)?);
        let all = v0 + v1;
        if all == 0.0 {
            return Err(Undefined::NoVariation);
        }
        let part = |v: f64, n: usize| (v / all).powi(2) / (n as f64 - 1.0);
        let df = 1.0 / (part(v0, before.n) + part(v1, after.n));
        let half = t_quantile(inside, df) * all.sqrt();
        Ok((difference - half, difference + half))
    };
    (difference, at(0.95), at(0.99))
}

/// Two scores with intervals of their own, joined as Newcombe joins Wilson's.
fn scores(before: &Reading, after: &Reading) -> Found {
    let (v0, v1) = (before.value(), after.value());
    let joined = before
        .interval()
        .zip(after.interval())
        .map(|((l0, u0), (l1, u1))| (v1 - v0 - (v1 - l1).hypot(u0 - v0), v1 - v0 + (u1 - v1).hypot(v0 - l0)));
    (v1 - v0, joined.ok_or(Undefined::NoObservations), ALONE)
}

fn alone(scale: Scale, before: f64, after: f64) -> Result<Found, Undefined> {
    match scale {
        Scale::Difference => Ok((after - before, ALONE, ALONE)),
        Scale::Ratio if before == 0.0 => Err(Undefined::ZeroMean),
        Scale::Ratio => Ok((after / before, ALONE, ALONE)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::metric::PerCase;
    use proptest::prelude::*;

    fn per_case(counts: &[u64]) -> Figure {
        Ok(Reading::PerCase(PerCase::of(&counts.iter().map(|count| *count as i64).collect()).unwrap()))
    }

    #[test]
    fn a_fall_that_is_not_shown() {
        // 85 % after 92 %: with a hundred each it may be chance, with two hundred it is not.
        let change = |n: u64| {
            Change::between(&Reading::rate(92 * n / 100, n), &Reading::rate(85 * n / 100, n)).unwrap()
        };
        let few = change(100);
        assert!((few.value + 0.07).abs() < 1e-12 && few.moved == Moved::NotShown);
        let (low, high) = few.interval.unwrap();
        assert_eq!(((low * 100.0).round(), (high * 100.0).round()), (-16.0, 2.0));
        let many = change(200);
        assert_eq!((many.moved, many.surely), (Moved::Down, Moved::NotShown));
        assert_eq!(many.moved.improved(Better::Higher), Some(false));
    }

    #[test]
    fn sure_and_too_small_for_a_word() {
        let change =
            Change::between(&Reading::rate(800_000, 1_000_000), &Reading::rate(810_000, 1_000_000)).unwrap();
        assert!(change.interval.unwrap().0 > 0.0);
        assert_eq!(change.moved, Moved::NotShown, "a point and a quarter per cent");
    }

    #[test]
    fn what_cannot_be_compared() {
        let rate = Reading::rate(1, 2);
        assert_eq!(Change::between(&Err(Absent::NotRecorded), &rate), Err(Absent::NotRecorded));
        assert_eq!(Change::between(&rate, &Err(Absent::WindowOpen)), Err(Absent::WindowOpen));
        assert!(Change::between(&rate, &Ok(Reading::Count(4))).is_err());
        let age = Change::between(&Ok(Reading::Age(100)), &Ok(Reading::Age(900))).unwrap();
        assert_eq!((age.value, age.moved), (9.0, Moved::NotShown), "one age alone shows nothing");
        assert!(Change::between(&Ok(Reading::Count(0)), &Ok(Reading::Count(5))).is_err());
    }

    #[test]
    fn against_a_target() {
        let change = Change::against(&Reading::rate(165, 240), 0.775).unwrap();
        assert_eq!(change.moved, Moved::Down);
        assert_eq!(Change::against(&Reading::rate(178, 240), 0.775).unwrap().moved, Moved::NotShown);
    }

    proptest! {
        #[test]
        fn surely_is_the_stricter(
            before in prop::collection::vec(0u64..9, 30..60), after in prop::collection::vec(0u64..9, 30..60)
        ) {
            let Ok(change) = Change::between(&per_case(&before), &per_case(&after)) else { return Ok(()) };
            if change.surely != Moved::NotShown {
                prop_assert_eq!(change.surely, change.moved);
            }
            let back = Change::between(&per_case(&after), &per_case(&before)).unwrap();
            prop_assert!((change.value * back.value - 1.0).abs() < 1e-9);
        }
    }
}
