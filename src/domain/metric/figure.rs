//! What a figure is: a reading with its n and its interval, or the reason why there is none.

use crate::domain::book::Cell;
use crate::domain::interval::{
    Interval, Mean, Undefined, mean_t_of, median_interval_of, quantile_of, sorted, wilson,
};
use crate::domain::metric::amounts::{Amounts, Ordered};
use crate::domain::nps::Nps;
use crate::domain::ratio::Spread;
use crate::domain::tally::Tally;
use crate::words::Bilingual;

/// A reading, or why there is none.
pub type Figure = Result<Reading, Absent>;

/// Why a figure is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Absent {
    /// The conversations do not hold it.
    NotRecorded,
    /// The cases could still show themselves: the figure does not exist yet.
    WindowOpen,
    /// It exists, and stands on too little to be worth printing.
    TooFew,
    /// Its conversations are deleted, and what was kept of their weeks cannot say it.
    NotKept,
    /// It does not exist.
    Undefined(Undefined),
}

impl Absent {
    /// The code in exports.
    pub const fn code(self) -> &'static str {
        match self {
            Absent::NotRecorded => "not_recorded",
            Absent::WindowOpen => "window_still_open",
            Absent::TooFew => "too_few",
            Absent::NotKept => "not_kept",
            Absent::Undefined(why) => why.code(),
        }
    }

    /// The reason for people, as it stands in the figure's place.
    pub const fn words(self) -> Bilingual {
        match self {
            Absent::NotRecorded => Bilingual::fixed("not recorded", "non enregistré"),
            Absent::WindowOpen => Bilingual::fixed("too early to say", "trop tôt pour le dire"),
            Absent::TooFew => Bilingual::fixed("too few", "trop peu"),
            Absent::NotKept => Bilingual::fixed("not kept", "non gardé"),
            Absent::Undefined(why) => why.words(),
        }
    }

    /// As it stands in a report.
    pub const fn cell(self) -> Cell {
        match self {
            // To whoever reads a table it comes to the same; the report's notes say why.
            Absent::NotRecorded | Absent::NotKept => Cell::NotRecorded,
            Absent::WindowOpen => Cell::WindowOpen,
            Absent::TooFew => Cell::TooFew,
            Absent::Undefined(why) => Cell::Undefined(why),
        }
    }
}

impl From<Undefined> for Absent {
    fn from(why: Undefined) -> Absent {
        Absent::Undefined(why)
    }
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// So many of so many; Wilson's interval.
    Rate(Tally),
    /// Lengths of time, led by their median: times are skewed.
    Times(Times),
    /// The same, led by their mean, because somebody asked for the mean.
    MeanTime(Times),
    /// A mean over cases: transfers per conversation, contacts per solved request.
    PerCase(PerCase),
    /// A mean over ratings, with its t interval.
    Rating(Mean),
    /// A plain number of things; a count has no interval.
    Count(u64),
    /// Things that may be fewer than none: solved minus opened again.
    Net(i64),
    /// One length of time in seconds: the age of the oldest.
    Age(i64),
    /// So many seconds of so many: occupancy, or how many conversations at a time.
    Share {
        /// The seconds above.
        part: i64,
        /// The seconds below, more than 0.
        of: i64,
    },
    /// One count over another: backlog in days of work.
    Quotient {
        /// The quotient.
        value: f64,
        /// The count above.
        n: u64,
    },
    /// A net promoter score.
    Nps {
        /// The score.
        nps: Nps,
        /// Answers.
        n: u64,
    },
    /// Typed in by hand: as somebody said it.
    Typed {
        /// The figure, in the metric's unit.
        value: f64,
        /// What it stands on, where that is known.
        n: Option<u64>,
    },
}

impl Reading {
    /// The figure that leads: a share between 0 and 1, seconds, a mean, a count.
    pub fn value(&self) -> f64 {
        match self {
            Reading::Rate(tally) => tally.share().unwrap_or_default(),
            Reading::Times(times) => times.median,
            Reading::MeanTime(times) => times.mean.mean,
            Reading::PerCase(cases) => cases.mean.mean,
            Reading::Rating(mean) => mean.mean,
            Reading::Count(count) => *count as f64,
            Reading::Net(net) => *net as f64,
            Reading::Age(seconds) => *seconds as f64,
            Reading::Share { part, of } => *part as f64 / *of as f64,
            Reading::Quotient { value, .. } | Reading::Typed { value, .. } => *value,
            Reading::Nps { nps, .. } => nps.score,
        }
    }

    /// How many cases it stands on. `None` where seconds are counted and no cases, or nobody said.
    pub fn n(&self) -> Option<u64> {
        match self {
            Reading::Rate(tally) => Some(tally.n()),
            Reading::Times(times) | Reading::MeanTime(times) => Some(times.mean.n as u64),
            Reading::PerCase(cases) => Some(cases.mean.n as u64),
            Reading::Rating(mean) => Some(mean.n as u64),
            Reading::Count(count) => Some(*count),
            Reading::Quotient { n, .. } | Reading::Nps { n, .. } => Some(*n),
            Reading::Net(_) | Reading::Age(_) | Reading::Share { .. } => None,
            Reading::Typed { n, .. } => *n,
        }
    }

    /// The 95 % interval of [`value`](Reading::value), where there is one.
    pub fn interval(&self) -> Option<Interval> {
        match self {
            Reading::Rate(tally) => wilson(tally.hits(), tally.n()).ok(),
            Reading::Times(times) => times.median_interval.ok(),
            Reading::MeanTime(times) => times.mean.interval.ok(),
            Reading::PerCase(cases) => cases.mean.interval.ok(),
            Reading::Rating(mean) => mean.interval.ok(),
            Reading::Nps { nps, .. } => Some(nps.interval),
            Reading::Count(_)
            | Reading::Net(_)
            | Reading::Age(_)
            | Reading::Share { .. }
            | Reading::Quotient { .. }
            | Reading::Typed { .. } => None,
        }
    }

    /// Of so many: [`Absent::Undefined`] for nothing of nothing.
    ///
    /// # Errors
    /// Where `n` is 0.
    pub fn rate(hits: u64, n: u64) -> Figure {
        if n == 0 { Err(Undefined::NoObservations.into()) } else { Ok(Reading::Rate(Tally::new(hits, n))) }
    }

    /// Seconds of seconds.
    ///
    /// # Errors
    /// Where there is no time below.
    pub fn share(part: i64, of: i64) -> Figure {
        if of <= 0 { Err(Undefined::ZeroMean.into()) } else { Ok(Reading::Share { part, of }) }
    }
}

/// Lengths of time in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Times {
    /// Their mean with n, standard deviation and t interval.
    pub mean: Mean,
    /// Their median.
    pub median: f64,
    /// Nine in ten are no longer.
    pub p90: f64,
    /// The median's interval; needs six.
    pub median_interval: Result<Interval, Undefined>,
    /// The logarithms, one of each conversation: what a comparison of two periods reads.
    pub logarithms: Spread,
}

impl Times {
    /// Of lengths of time that each stand for themselves.
    ///
    /// # Errors
    /// Without values, or where one is negative.
    pub fn of(seconds: &Amounts) -> Result<Times, Undefined> {
        let seconds = seconds.ordered();
        let logarithms = seconds.map(f64::ln_1p);
        let logarithms = Spread::of_times_in(seconds.len(), seconds.values(), logarithms.values())?;
        Times::with(&seconds, logarithms)
    }

    /// Of lengths of time of which one conversation may have several; `means` holds each conversation's mean.
    ///
    /// # Errors
    /// Without values, or where one is negative.
    pub fn by_conversation(seconds: &Amounts, means: &[f64]) -> Result<Times, Undefined> {
        // Sorted: the order of conversations does not show.
        Times::with(&seconds.ordered(), Spread::of_times(&sorted(means))?)
    }

    fn with(seconds: &Ordered, logarithms: Spread) -> Result<Times, Undefined> {
        let (n, at) = (seconds.len(), |place| seconds.at(place));
        Ok(Times {
            logarithms,
            mean: mean_t_of(n, seconds.values())?,
            median: quantile_of(n, at, 0.5)?,
            p90: quantile_of(n, at, 0.9)?,
            median_interval: median_interval_of(n, at),
        })
    }
}

/// Counts per case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PerCase {
    /// Their sum.
    pub total: u64,
    /// Their mean with n, standard deviation and t interval.
    pub mean: Mean,
    /// The same for a comparison of two periods.
    pub spread: Spread,
}

impl PerCase {
    /// Of one count per case.
    ///
    /// # Errors
    /// Without cases.
    pub fn of(counts: &Amounts) -> Result<PerCase, Undefined> {
        let ordered = counts.ordered();
        Ok(PerCase {
            total: counts.total(),
            mean: mean_t_of(ordered.len(), ordered.values())?,
            spread: Spread::of_counts_in(ordered.len(), ordered.values())?,
        })
    }
}
