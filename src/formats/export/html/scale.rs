//! From figures to places on a picture: round marks, and never a range that makes chance look like change.

use crate::domain::book::Kind;

/// Steps between marks of lengths of time, in seconds.
const TIMES: [f64; 19] = [
    1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 14_400.0,
    21_600.0, 43_200.0, 86_400.0, 172_800.0,
];
/// About so many marks.
const MARKS: f64 = 4.0;

/// A range of figures laid over a range of places.
pub struct Scale {
    /// The figures at both ends.
    low: f64,
    high: f64,
    /// Their places.
    from: f64,
    to: f64,
    /// Between marks.
    step: f64,
}

impl Scale {
    /// A scale that holds all of `values`, from `from` to `to`. Bars start at nothing; so do lengths of time, counts and
    /// whatever stays small beside its own size.
    pub fn over(
        values: impl Iterator<Item = f64>,
        kind: Kind,
        from_nothing: bool,
        (from, to): (f64, f64),
    ) -> Scale {
        let (mut low, mut high) =
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        let whole = match kind {
            Kind::Share => Some(1.0),
            Kind::Score => Some(100.0),
            _ => None,
        };
        if from_nothing || matches!(kind, Kind::Count | Kind::Seconds) || low < 0.5 * high {
            low = low.min(0.0);
        }
        match whole {
            Some(whole) if from_nothing => high = high.max(whole),
            // A band of chance is wide: a line through a tenth of the scale would look like an adventure.
            Some(whole) if high - low < whole / 4.0 => {
                let middle = f64::midpoint(high, low);
                low = (middle - whole / 8.0).max(low.min(0.0));
                high = (low + whole / 4.0).max(high).min(whole.max(high));
            }
            _ => {}
        }
        if high <= low {
            high = low + 1.0;
        }
        let step = step(high - low, kind);
        let low = (low / step).floor() * step;
        let high = (high / step).ceil() * step;
        Scale { low, high, from, to, step }
    }

    /// The place of a figure.
    pub fn place(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + share * (self.to - self.from)
    }

    /// The figures that are marked.
    pub fn marks(&self) -> impl Iterator<Item = f64> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        (0..=count).map(|mark| self.low + mark as f64 * self.step)
    }
}

fn step(range: f64, kind: Kind) -> f64 {
    let rough = range / MARKS;
    if kind == Kind::Seconds && rough <= 172_800.0 {
        return TIMES.into_iter().find(|step| *step >= rough).unwrap_or(172_800.0);
    }
    let size = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|n| n * size).find(|step| *step >= rough * 0.999);
    let step = step.unwrap_or(size);
    if kind == Kind::Count { step.max(1.0).round() } else { step }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(values: &[f64], kind: Kind, from_nothing: bool) -> Vec<f64> {
        let scale = Scale::over(values.iter().copied(), kind, from_nothing, (0.0, 1.0));
        scale.marks().map(|mark| (mark * 1000.0).round() / 1000.0).collect()
    }

    #[test]
    fn round_marks() {
        assert_eq!(marks(&[0.4, 0.9], Kind::Share, true), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(marks(&[22.0, 380.0], Kind::Seconds, false), [0.0, 120.0, 240.0, 360.0, 480.0]);
        assert_eq!(marks(&[3.0], Kind::Count, true), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(marks(&[], Kind::Score, true).len(), 5);
    }

    #[test]
    fn chance_is_not_blown_up() {
        let marks = marks(&[81.0, 82.0, 81.5], Kind::Score, false);
        assert!(marks[marks.len() - 1] - marks[0] >= 25.0, "{marks:?}");
    }

    #[test]
    fn every_value_has_a_place() {
        let scale = Scale::over([-5.0, 12.0].into_iter(), Kind::Number(1), true, (10.0, 110.0));
        assert!(scale.place(-5.0) >= 10.0 && scale.place(12.0) <= 110.0);
        assert!(scale.place(-5.0) < scale.place(0.0) && scale.place(0.0) < scale.place(12.0));
        assert!(scale.place(f64::MAX) <= 110.0);
    }
}
