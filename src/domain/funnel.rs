//! The funnel: rates or means of people beside each other, with the room that chance alone needs at each n. It ranks
//! nobody; only beyond 99.8 % is a word said, and the word is *look at the mix first*.

use crate::domain::distribution::Binomial;
use crate::domain::interval::{Interval, Undefined, Z, sum};
use crate::domain::tally::Tally;

/// The normal distribution's .999 quantile.
const Z998: f64 = 3.090_232_306_167_813_5;
/// Tallies from which on their dispersion is judged.
const DISPERSION_FROM: usize = 10;

/// The two funnels around a centre at one n.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// One in twenty lies outside by chance.
    pub within95: Interval,
    /// Two in a thousand lie outside by chance.
    pub within998: Interval,
}

/// Where one tally lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Inside both funnels.
    Inside,
    /// Outside the 95 % funnel alone: not worth a word.
    Beyond95,
    /// Outside both: look at the mix first.
    Beyond998,
}

/// A funnel for rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Funnel {
    centre: f64,
    widening: f64,
}

impl Funnel {
    /// Around the rate `centre`, between 0 and 1: the team's rate or a target.
    ///
    /// # Errors
    /// Where the centre is no rate.
    pub fn around(centre: f64) -> Result<Funnel, Undefined> {
        if (0.0..=1.0).contains(&centre) {
            Ok(Funnel { centre, widening: 1.0 })
        } else {
            Err(Undefined::OutOfRange)
        }
    }

    /// Around the rate of all `tallies` together, widened where they spread more than chance does.
    ///
    /// # Errors
    /// Without observations there is no centre.
    pub fn of(tallies: &[Tally]) -> Result<Funnel, Undefined> {
        Ok(Funnel::around(Tally::total(tallies).share()?)?.widened(tallies))
    }

    /// The same, with limits times `sqrt(phi)` if [`dispersion`](Funnel::dispersion) finds phi above 1 in ten tallies or
    /// more.
    pub fn widened(self, tallies: &[Tally]) -> Funnel {
        let judged = tallies.iter().filter(|tally| tally.n() > 0).count() >= DISPERSION_FROM;
        let phi = self.dispersion(tallies).unwrap_or(1.0);
        Funnel { widening: if judged { phi.max(1.0).sqrt() } else { 1.0 }, ..self }
    }

    /// The rate in the middle.
    pub const fn centre(&self) -> f64 {
        self.centre
    }

    /// How many times wider than chance asks for.
    pub const fn widening(&self) -> f64 {
        self.widening
    }

    /// How much the tallies spread around the centre, 1 being as much as chance does: `phi = mean z^2`, `z = (share -
    /// centre) / sqrt(centre (1 - centre) / n)`, where the tenth of the z at each end is set to the next one inwards
    /// (D. J. Spiegelhalter 2005). Tallies of nothing leave.
    ///
    /// # Errors
    /// Without observations, or around 0 or 1, where chance has no spread to compare with.
    pub fn dispersion(&self, tallies: &[Tally]) -> Result<f64, Undefined> {
        let variance = self.centre * (1.0 - self.centre);
        let mut z: Vec<f64> = Vec::with_capacity(tallies.len());
        for tally in tallies.iter().filter(|tally| tally.n() > 0) {
            z.push((tally.share()? - self.centre) / (variance / tally.n() as f64).sqrt());
        }
        if z.is_empty() {
            return Err(Undefined::NoObservations);
        }
        if variance == 0.0 {
            return Err(Undefined::NoVariation);
        }
        Ok(mean_square(&mut z))
    }

    /// The limits at `n`: exact binomial ones on a line through the steps, `(r - (F(r) - p) / (F(r) - F(r - 1))) / n`
    /// with r the quantile at p, cut to 0 and 1 (D. J. Spiegelhalter 2005), and never beyond the centre. Around 0 and 1
    /// nothing else can happen, and they are the centre.
    ///
    /// # Errors
    /// Nothing has no limits.
    pub fn limits(&self, n: u64) -> Result<Limits, Undefined> {
        if n == 0 {
            return Err(Undefined::NoObservations);
        }
        if self.centre == 0.0 || self.centre == 1.0 {
            let only = (self.centre, self.centre);
            return Ok(Limits { within95: only, within998: only });
        }
        let binomial = Binomial::new(n, self.centre);
        let limit = |p| {
            let plain = binomial.smooth_quantile(p) / n as f64;
            (self.centre + self.widening * (plain - self.centre)).clamp(0.0, 1.0)
        };
        // Where less than one is expected, the line through the steps can pass the centre by.
        let around = |rare| (limit(rare).min(self.centre), limit(1.0 - rare).max(self.centre));
        Ok(Limits { within95: around(0.025), within998: around(0.001) })
    }

    /// Where a tally lies. Outside means beyond the drawn limit *and* that so many or more, or so few or fewer, are that
    /// rare: near 0 and 1 the upper line passes below counts that are quite likely, such as ten of ten around 97 %.
    ///
    /// # Errors
    /// Nothing lies nowhere.
    pub fn place(&self, tally: Tally) -> Result<Place, Undefined> {
        let share = tally.share()?;
        let limits = self.limits(tally.n())?;
        let binomial = Binomial::new(tally.n(), self.centre);
        let tail = binomial.at_most(tally.hits()).min(binomial.at_least(tally.hits()));
        let outside = |(low, high): Interval, rare| tail <= rare && (share < low || share > high);
        Ok(if outside(limits.within998, 0.001) {
            Place::Beyond998
        } else if outside(limits.within95, 0.025) {
            Place::Beyond95
        } else {
            Place::Inside
        })
    }
}

/// `mean z^2`, where the tenth of the z at each end is set to the next one inwards.
fn mean_square(z: &mut [f64]) -> f64 {
    z.sort_unstable_by(f64::total_cmp);
    let cut = z.len() / 10;
    let (Some(lowest), Some(highest)) = (z.get(cut).copied(), z.len().checked_sub(1 + cut).map(|at| z[at]))
    else {
        return 0.0;
    };
    sum(z.iter().map(|z| z.clamp(lowest, highest).powi(2))) / z.len() as f64
}

/// How many times wider the limits of means are drawn, from how far each lies from the centre in standard errors: by the
/// root of their mean square, if that is above 1 in ten or more.
pub fn widening_of(z: &[f64]) -> f64 {
    let phi = mean_square(&mut z.to_vec());
    if z.len() >= DISPERSION_FROM { phi.max(1.0).sqrt() } else { 1.0 }
}

/// The funnel for means of `n` values around `centre`, whose single values spread by `sd`: `centre +- z sd / sqrt n`, in
/// the values' unit.
///
/// # Errors
/// Without values, or where centre or sd is no finite number or sd is negative.
pub fn mean_limits(centre: f64, sd: f64, n: u64) -> Result<Limits, Undefined> {
    if n == 0 {
        return Err(Undefined::NoObservations);
    }
    if !centre.is_finite() || !sd.is_finite() || sd < 0.0 {
        return Err(Undefined::OutOfRange);
    }
    let error = sd / (n as f64).sqrt();
    let around = |z: f64| (centre - z * error, centre + z * error);
    Ok(Limits { within95: around(Z), within998: around(Z998) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edges() {
        assert_eq!(Funnel::around(1.1), Err(Undefined::OutOfRange));
        assert_eq!(Funnel::around(f64::NAN), Err(Undefined::OutOfRange));
        assert_eq!(Funnel::of(&[Tally::new(0, 0)]), Err(Undefined::NoObservations));
        assert_eq!(Funnel::around(0.5).unwrap().limits(0), Err(Undefined::NoObservations));
        for centre in [0.0, 1.0] {
            let sure = Funnel::around(centre).unwrap();
            assert_eq!(sure.limits(20).unwrap().within95, (centre, centre));
            assert_eq!(sure.dispersion(&[Tally::new(1, 2)]), Err(Undefined::NoVariation));
            let (all, other) = (Tally::new((20.0 * centre) as u64, 20), Tally::new(10, 20));
            assert_eq!((sure.place(all), sure.place(other)), (Ok(Place::Inside), Ok(Place::Beyond998)));
        }
        assert_eq!(mean_limits(80.0, 10.0, 0), Err(Undefined::NoObservations));
        assert_eq!(mean_limits(80.0, -1.0, 4), Err(Undefined::OutOfRange));
        assert_eq!(mean_limits(80.0, 0.0, 4).unwrap().within998, (80.0, 80.0));
    }

    #[test]
    fn likely_counts_are_inside() {
        let funnel = Funnel::around(0.97).unwrap();
        assert!(funnel.limits(10).unwrap().within998.1 < 1.0);
        assert_eq!(funnel.place(Tally::new(10, 10)), Ok(Place::Inside), "that happens in 74 %");
        assert_eq!(funnel.place(Tally::new(7, 10)), Ok(Place::Beyond95));
        assert_eq!(funnel.place(Tally::new(5, 10)), Ok(Place::Beyond998));
    }

    #[test]
    fn spread_by_hand() {
        // Around 1/2 with n = 100 a share of .5 + .05 z has that z: nine times 0 and once 6, of which the tenth is cut.
        let mut tallies = vec![Tally::new(50, 100); 9];
        tallies.push(Tally::new(80, 100));
        let funnel = Funnel::around(0.5).unwrap();
        assert_eq!(funnel.dispersion(&tallies), Ok(0.0));
        assert_eq!(funnel.widened(&tallies).widening(), 1.0, "less than chance narrows nothing");
        // z = 2 and -2 by halves: phi = 4, limits twice as wide.
        let loud: Vec<Tally> = (0..10).map(|i| Tally::new(if i % 2 == 0 { 60 } else { 40 }, 100)).collect();
        let wide = funnel.widened(&loud);
        assert!((wide.widening() - 2.0).abs() < 1e-12);
        let (plain, twice) = (funnel.limits(100).unwrap().within95, wide.limits(100).unwrap().within95);
        assert!((0.5 - twice.0 - 2.0 * (0.5 - plain.0)).abs() < 1e-12);
        assert_eq!(funnel.place(Tally::new(61, 100)), Ok(Place::Beyond95));
        assert_eq!(wide.place(Tally::new(61, 100)), Ok(Place::Inside));
        assert_eq!(funnel.widened(&loud[..9]).widening(), 1.0, "nine are too few to judge");
    }

    proptest! {
        #[test]
        fn funnels_nest_hold_the_centre_and_narrow(centre in 0.0f64..=1.0, n in 1u64..5000) {
            let funnel = Funnel::around(centre).unwrap();
            let here = funnel.limits(n).unwrap();
            let ((low, high), (lowest, highest)) = (here.within95, here.within998);
            prop_assert!(0.0 <= lowest && lowest <= low && low <= high && high <= highest && highest <= 1.0);
            prop_assert!(low <= centre && centre <= high);
            // Where less than one is expected, more observations can make a first one likely enough to be inside.
            if n as f64 * centre.min(1.0 - centre) >= 1.0 {
                let more = funnel.limits(4 * n).unwrap().within998;
                prop_assert!(more.1 - more.0 <= highest - lowest + 1e-12);
            }
        }

        #[test]
        fn outside_is_as_rare_as_it_says(centre in 0.01f64..0.99, n in 1u64..60) {
            let funnel = Funnel::around(centre).unwrap();
            let binomial = Binomial::new(n, centre);
            let mut outside = (0.0, 0.0);
            for hits in 0..=n {
                let weight = binomial.at_most(hits) - hits.checked_sub(1).map_or(0.0, |below| binomial.at_most(below));
                match funnel.place(Tally::new(hits, n)).unwrap() {
                    Place::Inside => {}
                    Place::Beyond95 => outside.0 += weight,
                    Place::Beyond998 => outside.1 += weight,
                }
            }
            prop_assert!(outside.0 + outside.1 <= 0.05 + 1e-9 && outside.1 <= 0.002 + 1e-9, "{:?}", outside);
        }

        #[test]
        fn order_is_no_matter(hits in prop::collection::vec(0u64..50, 1..30)) {
            let tallies = |hits: &[u64]| hits.iter().map(|hits| Tally::new(*hits, 50)).collect::<Vec<_>>();
            let turned: Vec<u64> = hits.iter().rev().copied().collect();
            prop_assert_eq!(Funnel::of(&tallies(&hits)), Funnel::of(&tallies(&turned)));
        }
    }
}
