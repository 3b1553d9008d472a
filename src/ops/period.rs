//! A period as people type it: `7d`, `4w`, `3m`, or a date since when.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::both;
use crate::domain::shown::Shown;
use crate::ops::error::{Kind, OpsError};

/// The instant in microseconds at which the period that ends `now` began.
pub fn since(text: &str, now: i64, zone: &TimeZone) -> Result<i64, OpsError> {
    let wrong = || {
        let found = Shown::short(text, 40);
        OpsError::new(
            Kind::Usage,
            both!(
                "`{found}` is no period: write 7d, 4w, 3m, or a date such as 2026-09-01",
                "« {found} » n’est pas une période : écrivez 7d, 4w, 3m, ou une date comme 2026-09-01"
            ),
        )
    };
    let start = |date: Date| {
        date.to_zoned(zone.clone()).map(|at| at.timestamp().as_microsecond()).map_err(|_| wrong())
    };
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>() {
        return start(date);
    }
    let (count, unit) = text.split_at(text.len() - text.chars().last().map_or(0, char::len_utf8));
    let count: i64 = count.parse().ok().filter(|n| (0..=9_999).contains(n)).ok_or_else(wrong)?;
    let span = match unit {
        "d" | "j" => Span::new().try_days(count),
        "w" | "s" => Span::new().try_weeks(count),
        "m" => Span::new().try_months(count),
        _ => return Err(wrong()),
    }
    .map_err(|_| wrong())?;
    let today = Timestamp::from_microsecond(now).map_err(|_| wrong())?.to_zoned(zone.clone());
    Ok(today.checked_sub(span).map_err(|_| wrong())?.timestamp().as_microsecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods() {
        let now = "2026-11-13T12:00:00Z".parse::<Timestamp>().unwrap().as_microsecond();
        let at = |text: &str| {
            since(text, now, &TimeZone::UTC)
                .map(|at| Timestamp::from_microsecond(at).unwrap().to_string())
                .ok()
        };
        assert_eq!(at("7d").as_deref(), Some("2026-11-06T12:00:00Z"));
        assert_eq!(at("2w").as_deref(), Some("2026-10-30T12:00:00Z"));
        assert_eq!(at("1m").as_deref(), Some("2026-10-13T12:00:00Z"));
        assert_eq!(at("2026-09-01").as_deref(), Some("2026-09-01T00:00:00Z"));
        for wrong in ["", "d", "7", "-7d", "7é", "2026-13-01", "99999999999999d"] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }
}
