//! The open time between two instants, laid out once: many waits are then measured without asking the zone again.

use std::ops::ControlFlow;

use super::Calendar;

/// One open span, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    from: i64,
    to: i64,
    /// Open seconds before it.
    before: i64,
}

/// A calendar's open time from one instant to another. Outside of these it knows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTime {
    from: i64,
    to: i64,
    spans: Vec<Span>,
}

impl OpenTime {
    /// The open time of [`from`, `to`), in seconds since 1970.
    pub fn of(calendar: &Calendar, from: i64, to: i64) -> OpenTime {
        let mut spans: Vec<Span> = Vec::new();
        let mut before = 0;
        let all = calendar.open_spans(from, to, |open, close| {
            spans.push(Span { from: open, to: close, before });
            before += close - open;
            ControlFlow::<()>::Continue(())
        });
        debug_assert!(all.is_continue());
        OpenTime { from, to, spans }
    }

    /// Open seconds from one instant to another, not before it; `None` where it does not reach so far.
    pub fn spent(&self, start: i64, end: i64) -> Option<i64> {
        let inside = self.from <= start && start <= end && end <= self.to;
        inside.then(|| self.before(end) - self.before(start))
    }

    /// Whether an instant is open; `None` where it does not reach so far.
    pub fn is_open(&self, at: i64) -> Option<bool> {
        let inside = self.from <= at && at < self.to;
        inside.then(|| self.last_begun(at).is_some_and(|span| at < span.to))
    }

    /// The earliest instant at which `seconds` open seconds have passed since `start`; `None` where it does not reach
    /// so far.
    pub fn due(&self, start: i64, seconds: u32) -> Option<i64> {
        if seconds == 0 {
            return Some(start);
        }
        if start < self.from {
            return None;
        }
        let wanted = self.before(start) + i64::from(seconds);
        let after = self.spans.partition_point(|span| span.before < wanted);
        let span = self.spans.get(after.checked_sub(1)?)?;
        let due = span.from + (wanted - span.before);
        (due <= span.to).then_some(due)
    }

    fn last_begun(&self, at: i64) -> Option<&Span> {
        let after = self.spans.partition_point(|span| span.from <= at);
        self.spans.get(after.checked_sub(1)?)
    }

    /// Open seconds before an instant.
    fn before(&self, at: i64) -> i64 {
        self.last_begun(at).map_or(0, |span| span.before + (at.min(span.to) - span.from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Window;
    use jiff::Timestamp;
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_says_what_the_calendar_says(
            start in 1_740_000_000i64..1_770_000_000, length in 0i64..3_000_000, seconds in 0u32..200_000, opens in 0i64..24, closes in 0i64..=24,
        ) {
            let mut calendar = Calendar::new(TimeZone::get("Europe/Paris").unwrap());
            calendar.weekly[..6].iter_mut().for_each(|day| day.push(Window::hours(opens, closes).unwrap()));
            calendar.closed.insert(date(2025, 12, 25));
            let (from, to) = (1_740_000_000, 1_774_000_000);
            let table = OpenTime::of(&calendar, from, to);
            let instant = |second| Timestamp::from_second(second).unwrap();
            let end = start + length;
            let spent = calendar.spent(instant(start), instant(end)).unwrap().business;
            prop_assert_eq!(table.spent(start, end), Some(spent));
            prop_assert_eq!(table.is_open(start), Some(calendar.is_open(instant(start))));
            let due = calendar.due(instant(start), seconds).unwrap().as_second();
            prop_assert_eq!(table.due(start, seconds), Some(due).filter(|due| *due <= to));
        }
    }

    #[test]
    fn beyond_its_ends_it_knows_nothing() {
        let mut calendar = Calendar::new(TimeZone::UTC);
        calendar.weekly.iter_mut().for_each(|day| day.push(Window::hours(9, 18).unwrap()));
        let table = OpenTime::of(&calendar, 0, 86_400);
        assert_eq!(table.spent(0, 86_400), Some(9 * 3600));
        assert_eq!((table.spent(0, 86_401), table.spent(-1, 5)), (None, None));
        assert_eq!((table.is_open(86_400), table.is_open(9 * 3600)), (None, Some(true)));
        assert_eq!(table.due(0, 9 * 3600), Some(18 * 3600), "at closing it is the closing time");
        assert_eq!((table.due(0, 9 * 3600 + 1), table.due(-1, 1)), (None, None));
    }
}
