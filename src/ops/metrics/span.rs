//! Which days figures are about, and which they are compared with.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

use crate::both;
use crate::domain::metric::Period;
use crate::domain::shown::Shown;
use crate::ops::error::{Kind, OpsError};
use crate::ops::period;
use crate::words::Bilingual;

/// The longest period, in days: ten years.
const LONGEST: i32 = 3660;

/// Whole days, the last one included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
}

impl Days {
    /// From one day to another.
    pub fn new(first: Date, last: Date) -> Result<Days, OpsError> {
        let count = first.until(last).map_or(LONGEST, |span| span.get_days());
        if !(0..LONGEST).contains(&count) {
            let what = Bilingual::fixed(
                "the period ends before it begins, or is longer than ten years",
                "la période finit avant de commencer, ou dépasse dix ans",
            );
            return Err(OpsError::new(Kind::Usage, what));
        }
        Ok(Days { first, last })
    }

    /// How many.
    pub fn count(self) -> i32 {
        self.first.until(self.last).map_or(0, |span| span.get_days()) + 1
    }

    /// The nearest days before these, as many of them and on the same weekdays: moved back by whole weeks.
    pub fn before(self) -> Option<Days> {
        let weeks = i64::from((self.count() + 6) / 7);
        let back = Span::new().try_weeks(weeks).ok()?;
        Some(Days { first: self.first.checked_sub(back).ok()?, last: self.last.checked_sub(back).ok()? })
    }

    /// The same weekdays of the year before: 52 weeks back.
    pub fn last_year(self) -> Option<Days> {
        Some(Days {
            first: self.first.checked_sub(52.weeks()).ok()?,
            last: self.last.checked_sub(52.weeks()).ok()?,
        })
    }

    /// From the first midnight to the one after the last day, in seconds.
    pub fn period(self, zone: &TimeZone) -> Result<Period, OpsError> {
        let midnight = |date: Date| Some(date.to_zoned(zone.clone()).ok()?.timestamp().as_second());
        let after = self.last.tomorrow().ok().and_then(midnight);
        match (midnight(self.first), after) {
            (Some(from), Some(to)) => Ok(Period { from, to }),
            _ => Err(wrong(&self.first.to_string())),
        }
    }
}

/// What somebody asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// `day`, `week`, `month`, `quarter`, or one of them by its name.
    pub period: Option<&'a str>,
    /// `7d`, `4w`, `3m`, or a date.
    pub since: Option<&'a str>,
    /// The first and the last day.
    pub between: Option<(&'a str, &'a str)>,
}

/// The days that were asked for; the last whole week where nothing was. Periods that are not named end with the last
/// whole day.
pub fn days(wish: Wish<'_>, as_of: i64, zone: &TimeZone) -> Result<Days, OpsError> {
    let now = Timestamp::from_second(as_of).map_err(|_| wrong("as of"))?;
    let today = zone.to_datetime(now).date();
    let yesterday = today.yesterday().map_err(|_| wrong("as of"))?;
    if let Some((from, to)) = wish.between {
        return Days::new(a_day(from)?, a_day(to)?);
    }
    if let Some(since) = wish.since {
        let micros = period::since(since, as_of.saturating_mul(1_000_000), zone)?;
        let from = Timestamp::from_microsecond(micros).map_err(|_| wrong(since))?;
        return Days::new(zone.to_datetime(from).date(), yesterday);
    }
    let last = |length: &str| -> Option<Days> {
        Some(match length {
            "day" => Days { first: yesterday, last: yesterday },
            "week" => {
                let monday =
                    today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
                Days { first: monday.checked_sub(7.days()).ok()?, last: monday.yesterday().ok()? }
            }
            "month" => {
                let end = today.first_of_month().yesterday().ok()?;
                Days { first: end.first_of_month(), last: end }
            }
            "quarter" => {
                let begun = Date::new(today.year(), (today.month() - 1) / 3 * 3 + 1, 1).ok()?;
                Days { first: begun.checked_sub(3.months()).ok()?, last: begun.yesterday().ok()? }
            }
            _ => return None,
        })
    };
    let word = wish.period.unwrap_or("week");
    last(word).or_else(|| named(word)).ok_or_else(|| wrong(word))
}

/// A period by its name: `2026`, `2026-11`, `2026-Q4`, `2026-W46`, `2026-11-20`.
pub fn named(name: &str) -> Option<Days> {
    let name = name.trim();
    if let Ok(day) = name.parse::<Date>() {
        return Some(Days { first: day, last: day });
    }
    let (year, rest) = name.split_once('-').unwrap_or((name, ""));
    let year: i16 = year.parse().ok().filter(|year| (1000..=9998).contains(year) && name.len() >= 4)?;
    let over =
        |first: Date, span: Span| Some(Days { first, last: first.checked_add(span).ok()?.yesterday().ok()? });
    let number = |digits: &str| -> Option<i8> {
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
    };
    match rest.as_bytes() {
        [] if !name.contains('-') => over(Date::new(year, 1, 1).ok()?, 1.year()),
        [b'W' | b'w', ..] => {
            let monday = ISOWeekDate::new(year, number(&rest[1..])?, Weekday::Monday).ok()?;
            over(monday.date(), 1.week())
        }
        [b'Q' | b'q' | b'T' | b't', ..] => {
            let quarter = number(&rest[1..]).filter(|quarter| (1..=4).contains(quarter))?;
            over(Date::new(year, quarter * 3 - 2, 1).ok()?, 3.months())
        }
        [_, _] => over(Date::new(year, number(rest)?, 1).ok()?, 1.month()),
        _ => None,
    }
}

fn a_day(text: &str) -> Result<Date, OpsError> {
    text.trim().parse().map_err(|_| wrong(text))
}

/// It is no period.
pub fn wrong(text: &str) -> OpsError {
    let found = Shown::short(text, 40);
    OpsError::new(
        Kind::Usage,
        both!(
            "`{found}` is no period: write day, week, month, quarter, 2026-W46, 2026-11, 2026-Q4, 2026, or a day",
            "« {found} » n’est pas une période : écrivez day, week, month, quarter, 2026-W46, 2026-11, 2026-Q4, 2026, ou un jour"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(wish: Wish<'_>) -> Option<String> {
        let now = "2026-11-18T12:00:00Z".parse::<Timestamp>().unwrap().as_second();
        days(wish, now, &TimeZone::UTC).ok().map(|days| format!("{} {}", days.first, days.last))
    }

    #[test]
    fn periods_by_name_and_by_length() {
        let period = |word| at(Wish { period: Some(word), ..Wish::default() });
        assert_eq!(at(Wish::default()).as_deref(), Some("2026-11-09 2026-11-15"));
        for (word, want) in [
            ("day", "2026-11-17 2026-11-17"),
            ("week", "2026-11-09 2026-11-15"),
            ("month", "2026-10-01 2026-10-31"),
            ("quarter", "2026-07-01 2026-09-30"),
            ("2026-W46", "2026-11-09 2026-11-15"),
            ("2026-W53", "2026-12-28 2027-01-03"),
            ("2024-02", "2024-02-01 2024-02-29"),
            ("2026-Q4", "2026-10-01 2026-12-31"),
            ("2025", "2025-01-01 2025-12-31"),
            ("2026-11-20", "2026-11-20 2026-11-20"),
        ] {
            assert_eq!(period(word).as_deref(), Some(want), "{word}");
        }
        for word in ["", "fortnight", "2025-W53", "2026-Q5", "2026-13", "26", "2026-", "2026-1"] {
            assert_eq!(period(word), None, "{word}");
        }
        assert_eq!(
            at(Wish { since: Some("7d"), ..Wish::default() }).as_deref(),
            Some("2026-11-11 2026-11-17")
        );
        let between = Some(("2026-11-02", "2026-11-01"));
        assert_eq!(at(Wish { between, ..Wish::default() }), None);
    }

    proptest! {
        #[test]
        fn the_period_before_is_alike(start in 0i64..20_000, length in 0i64..700) {
            let first = Date::new(1980, 1, 1).unwrap().checked_add(start.days()).unwrap();
            let days = Days::new(first, first.checked_add(length.days()).unwrap()).unwrap();
            let before = days.before().unwrap();
            prop_assert_eq!(days.count(), before.count());
            prop_assert_eq!(days.first.weekday(), before.first.weekday());
            prop_assert!(before.last < days.first);
            let gap = before.last.until(days.first).unwrap().get_days();
            prop_assert!(gap <= 7);
        }
    }
}
