//! Days without anything, on which there usually is something: lost, or only quiet?
//!
//! Each day is held against the nearest other days of its weekday that lie outside of the stretch of empty days that it
//! is in. Counts that vary no more than chance follow Poisson's law, `P(none) = exp(-mean)`; counts that vary more, as
//! most do, a negative binomial with the same mean and variance, `P(none) = (1 + mean/k)^-k`, `k = mean² / (variance -
//! mean)`. A stretch is a silence where the product over its days, times the number of stretches that were looked at, is
//! below [`A_WONDER`].

use jiff::civil::Date;

/// A silence less likely than this is no chance.
pub const A_WONDER: f64 = 0.001;
/// Other days of a weekday from which on they say what is usual.
pub const DAYS_FROM: usize = 3;
/// The nearest so many of them are looked at: a quarter of a year.
const NEAREST: usize = 13;
/// From so many a day on, that weekday usually has some.
const SOME: f64 = 0.5;

/// One day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Which.
    pub date: Date,
    /// Whether anything can be expected: not a closed day.
    pub expected: bool,
    /// How much there was.
    pub count: u64,
}

/// A stretch of days without anything that is no chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Silence {
    /// Its days on which there usually is some; never empty.
    pub days: Vec<Date>,
    /// How much there would have been as usual.
    pub usual: f64,
    /// Whether nothing came after it.
    pub last: bool,
}

/// What was found in a row of days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Silences {
    /// In the order of time.
    pub found: Vec<Silence>,
    /// Empty days for which too few others of their weekday are there to say what is usual.
    pub unjudged: u64,
    /// All days on which something could be expected.
    pub days: u64,
}

/// What is usual on a day, and the logarithm of the chance that there is nothing.
struct Usual {
    mean: f64,
    log_none: f64,
}

/// The silences in days that follow one another.
pub fn silences(days: &[Day]) -> Silences {
    let open: Vec<&Day> = days.iter().filter(|day| day.expected).collect();
    let mut weekdays: [Vec<usize>; 7] = Default::default();
    for (at, day) in open.iter().enumerate() {
        weekdays[weekday(day.date)].push(at);
    }
    let mut found = Silences { days: open.len() as u64, ..Silences::default() };
    let mut stretches = Vec::new();
    let mut at = 0;
    while at < open.len() {
        let length = open[at..].iter().take_while(|day| day.count == 0).count();
        if length == 0 {
            at += 1;
            continue;
        }
        let end = at + length;
        let usual: Vec<(Date, Usual)> = (at..end)
            .filter_map(|place| {
                let date = open[place].date;
                Some((date, usual(&open, &weekdays[weekday(date)], (at, end), place)?))
            })
            .collect();
        found.unjudged += (length - usual.len()) as u64;
        if usual.iter().any(|(_, usual)| usual.mean > 0.0) {
            stretches.push((usual, end == open.len()));
        }
        at = end;
    }
    let looked_at = stretches.len() as f64;
    found.found = stretches.iter().filter_map(|(usual, last)| silence(usual, *last, looked_at)).collect();
    found
}

fn silence(usual: &[(Date, Usual)], last: bool, looked_at: f64) -> Option<Silence> {
    let log_none: f64 = usual.iter().map(|(_, usual)| usual.log_none).sum();
    if log_none + looked_at.ln() >= A_WONDER.ln() {
        return None;
    }
    let from = |least: f64| usual.iter().filter(move |(_, usual)| usual.mean > least).map(|(date, _)| *date);
    let days: Vec<Date> =
        if from(SOME).next().is_some() { from(SOME).collect() } else { from(0.0).collect() };
    Some(Silence { days, usual: usual.iter().map(|(_, usual)| usual.mean).sum(), last })
}

/// What the nearest other days of the weekday say, those of the stretch left out.
fn usual(open: &[&Day], same: &[usize], (from, end): (usize, usize), place: usize) -> Option<Usual> {
    let mut before = same[..same.partition_point(|other| *other < from)].iter().rev().peekable();
    let mut after = same[same.partition_point(|other| *other < end)..].iter().peekable();
    let mut counts = Vec::with_capacity(NEAREST);
    while counts.len() < NEAREST {
        let nearer = match (before.peek(), after.peek()) {
            (Some(one), Some(other)) if place - **one <= **other - place => before.next(),
            (_, Some(_)) => after.next(),
            (Some(_), None) => before.next(),
            (None, None) => None,
        };
        let Some(other) = nearer else { break };
        counts.push(open[*other].count as f64);
    }
    if counts.len() < DAYS_FROM {
        return None;
    }
    let n = counts.len() as f64;
    let mean = counts.iter().sum::<f64>() / n;
    let variance = counts.iter().map(|count| (count - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let log_none = if variance > mean {
        let k = mean * mean / (variance - mean);
        -k * (mean / k).ln_1p()
    } else {
        -mean
    };
    Some(Usual { mean, log_none })
}

fn weekday(date: Date) -> usize {
    usize::from(date.weekday().to_monday_zero_offset().unsigned_abs()).min(6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// Days from Monday 5 January 2026 on.
    fn days(counts: impl IntoIterator<Item = u64>) -> Vec<Day> {
        let first = date(2026, 1, 5);
        let day =
            |(at, count)| Day { date: first.checked_add((at as i64).days()).unwrap(), expected: true, count };
        counts.into_iter().enumerate().map(day).collect()
    }

    /// Weeks of so many on each weekday, nothing at the weekend.
    fn weeks(weeks: usize, a_day: u64) -> Vec<u64> {
        (0..weeks * 7).map(|day| if day % 7 < 5 { a_day } else { 0 }).collect()
    }

    #[test]
    fn a_day_that_usually_has_some() {
        let mut counts = weeks(6, 9);
        counts[22] = 0;
        let found = silences(&days(counts.clone()));
        assert_eq!(found.found.len(), 1, "{found:?}");
        assert_eq!(found.found[0].days, [date(2026, 1, 27)]);
        assert_eq!((found.found[0].usual, found.found[0].last), (9.0, false));
        // Four a day: none happens once in fifty times, and says nothing.
        let few: Vec<u64> = counts.iter().map(|count| count * 4 / 9).collect();
        assert!(silences(&days(few)).found.is_empty());
    }

    #[test]
    fn quiet_days_together_are_no_chance() {
        let mut counts = weeks(8, 3);
        counts[21..26].fill(0);
        let found = silences(&days(counts)).found;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].days.len(), 5, "the weekends around it usually have none");
        assert_eq!((found[0].days[0], found[0].usual), (date(2026, 1, 26), 15.0));
    }

    #[test]
    fn too_few_weeks_say_nothing() {
        let mut counts = weeks(3, 50);
        counts[8] = 0;
        let found = silences(&days(counts));
        assert!(found.found.is_empty());
        assert_eq!(found.unjudged, 7, "each empty day has two others of its weekday at most");
    }

    #[test]
    fn what_comes_in_bursts_may_stay_away() {
        let counts: Vec<u64> = (0..140).map(|day| if day % 5 == 0 { 60 } else { 0 }).collect();
        assert!(silences(&days(counts)).found.is_empty());
    }

    #[test]
    fn a_closed_day_is_no_silence_and_parts_none() {
        let mut all = days(weeks(6, 9));
        all[22].count = 0;
        all[23].count = 0;
        all[23].expected = false;
        assert_eq!(silences(&all).found[0].days, [date(2026, 1, 27)]);
        let mut end = days(weeks(6, 9));
        end.iter_mut().skip(28).for_each(|day| day.count = 0);
        let found = silences(&end).found;
        assert_eq!((found.len(), found[0].last, found[0].days.len()), (1, true, 10));
    }

    #[test]
    fn what_fades_is_held_against_its_own_time() {
        // Two hundred a day at first, and two a day for years: a day without any says nothing there.
        let mut counts: Vec<u64> = (0..700).map(|day| if day < 200 { 200 } else { 2 }).collect();
        counts[600] = 0;
        assert!(silences(&days(counts.clone())).found.is_empty());
        counts[50] = 0;
        assert_eq!(silences(&days(counts)).found.len(), 1);
    }

    proptest! {
        #[test]
        fn chance_alone_is_hardly_ever_a_silence(seed in 0u64..1_000_000) {
            // Poisson counts of six a day by a small generator: none is rare, and happens.
            let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
            let mut chance = || {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state >> 11) as f64 / (1u64 << 53) as f64
            };
            let counts: Vec<u64> = (0..364).map(|_| {
                let (limit, mut product, mut count) = ((-6.0f64).exp(), chance(), 0);
                while product > limit { product *= chance(); count += 1; }
                count
            }).collect();
            prop_assert!(silences(&days(counts)).found.len() <= 1);
        }
    }
}
