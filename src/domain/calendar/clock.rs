//! The business-hours clock. Business time of [s, e) is the measure of its open instants; no other rule is needed: wall
//! clock hours that are skipped do not count, hours that occur twice count twice.

use std::ops::ControlFlow;

use jiff::Timestamp;

use super::Calendar;

const DAY: i64 = 86_400;
/// How far ahead a due instant is looked for: ten years.
const HORIZON: i64 = 3653 * DAY;

/// How long something took, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    /// By the wall clock.
    pub elapsed: i64,
    /// While the calendar was open.
    pub business: i64,
}

impl Spent {
    /// While it was closed.
    pub const fn outside(self) -> i64 {
        self.elapsed - self.business
    }
}

/// The end lies before the start: neither negative nor swapped, but wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongOrder;

impl WrongOrder {
    /// The code in exports.
    pub const fn code(self) -> &'static str {
        "end_before_start"
    }
}

/// The calendar is not open for so long within ten years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Never;

impl Never {
    /// The code in exports.
    pub const fn code(self) -> &'static str {
        "not_reached_in_horizon"
    }
}

impl Calendar {
    /// Whether an instant is open.
    pub fn is_open(&self, at: Timestamp) -> bool {
        let local = self.zone.to_datetime(at);
        let midnight = local.date().to_datetime(jiff::civil::Time::midnight());
        let second = local.duration_since(midnight).as_secs();
        self.open_parts(local.date()).iter().any(|(from, to)| (*from..*to).contains(&second))
    }

    /// How long from `start` to `end`, in whole seconds.
    ///
    /// # Errors
    /// Where the end lies before the start.
    pub fn spent(&self, start: Timestamp, end: Timestamp) -> Result<Spent, WrongOrder> {
        if end < start {
            return Err(WrongOrder);
        }
        let (start, end) = (start.as_second(), end.as_second());
        let mut business = 0;
        let all = self.open_spans(start, end, |from, to| {
            business += to - from;
            ControlFlow::<()>::Continue(())
        });
        debug_assert!(all.is_continue());
        Ok(Spent { elapsed: end - start, business })
    }

    /// The earliest instant at which `seconds` of business time have passed since `start`. Exactly at closing it is the
    /// closing time, and after no time it is `start`.
    ///
    /// # Errors
    /// Where that takes more than ten years.
    pub fn due(&self, start: Timestamp, seconds: u32) -> Result<Timestamp, Never> {
        if seconds == 0 {
            return Ok(start);
        }
        let from = start.as_second();
        let mut left = i64::from(seconds);
        let found = self.open_spans(from, from.saturating_add(HORIZON), |from, to| {
            if left <= to - from {
                return ControlFlow::Break(from + left);
            }
            left -= to - from;
            ControlFlow::Continue(())
        });
        match found {
            ControlFlow::Break(second) => Timestamp::from_second(second).map_err(|_| Never),
            ControlFlow::Continue(()) => Err(Never),
        }
    }

    /// Visits the open spans of [start, end), in seconds since 1970, in order. The span is cut where the zone changes its
    /// offset; between two such cuts the wall clock runs straight.
    pub(super) fn open_spans<T>(
        &self,
        start: i64,
        end: i64,
        mut visit: impl FnMut(i64, i64) -> ControlFlow<T>,
    ) -> ControlFlow<T> {
        let mut from = start;
        while from < end {
            let Ok(at) = Timestamp::from_second(from) else { break };
            let change = self.zone.following(at).next().map_or(i64::MAX, |next| next.timestamp().as_second());
            let to = end.min(change);
            let offset = self.zone.to_offset(at);
            let shift = i64::from(offset.seconds());
            let mut date = offset.to_datetime(at).date();
            let mut midnight = (from + shift).div_euclid(DAY) * DAY - shift;
            while midnight < to {
                for (open, close) in self.open_parts(date) {
                    let (open, close) = ((midnight + open).max(from), (midnight + close).min(to));
                    if open < close {
                        visit(open, close)?;
                    }
                }
                midnight += DAY;
                let Ok(tomorrow) = date.tomorrow() else { break };
                date = tomorrow;
            }
            from = to;
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Window;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    fn paris(from: i64, to: i64) -> Calendar {
        let mut calendar = Calendar::new(TimeZone::get("Europe/Paris").unwrap());
        calendar.weekly.iter_mut().for_each(|day| day.push(Window::hours(from, to).unwrap()));
        calendar
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_night_asked_at_two() {
        let took =
            paris(9, 18).spent(at("2026-11-17T02:00:00+01:00"), at("2026-11-17T10:00:00+01:00")).unwrap();
        assert_eq!((took.elapsed, took.business, took.outside()), (8 * 3600, 3600, 7 * 3600));
    }

    #[test]
    fn nights_in_spring_and_autumn() {
        let night = paris(22, 6);
        let hours = |from: &str, to: &str| night.spent(at(from), at(to)).unwrap().business / 3600;
        assert_eq!(hours("2026-03-28T20:00:00+01:00", "2026-03-29T08:00:00+02:00"), 7);
        assert_eq!(hours("2026-10-24T20:00:00+02:00", "2026-10-25T08:00:00+01:00"), 9);
    }

    #[test]
    fn wrong_order_and_never() {
        let (early, late) = (at("2026-11-17T02:00:00Z"), at("2026-11-17T02:00:01Z"));
        assert_eq!(paris(9, 18).spent(late, early), Err(WrongOrder));
        let closed = Calendar::new(TimeZone::UTC);
        assert_eq!((closed.due(early, 1), closed.due(early, 0)), (Err(Never), Ok(early)));
        assert_eq!(paris(9, 18).due(Timestamp::MAX, 60), Err(Never));
    }

    proptest! {
        // Second by second would take long; hours at whole quarters hold every cut of these calendars.
        #[test]
        fn the_measure_of_open_instants(start in 1_700_000_000i64..1_800_000_000, quarters in 0i64..400, from in 0i64..24, to in 0i64..=24) {
            let calendar = paris(from, to);
            let start = start / 900 * 900;
            let end = start + 900 * quarters;
            let open = (0..quarters)
                .filter(|quarter| calendar.is_open(Timestamp::from_second(start + 900 * quarter).unwrap()))
                .count();
            let spent =
                calendar.spent(Timestamp::from_second(start).unwrap(), Timestamp::from_second(end).unwrap()).unwrap();
            prop_assert_eq!(spent.business, 900 * open as i64);
        }

        #[test]
        fn due_is_the_first_instant_that_far(start in 1_700_000_000i64..1_800_000_000, seconds in 1u32..400_000) {
            let calendar = paris(9, 18);
            let start = Timestamp::from_second(start).unwrap();
            let due = calendar.due(start, seconds).unwrap();
            prop_assert_eq!(calendar.spent(start, due).unwrap().business, i64::from(seconds));
            let before = Timestamp::from_second(due.as_second() - 1).unwrap();
            prop_assert_eq!(calendar.spent(start, before).unwrap().business, i64::from(seconds) - 1);
        }

        #[test]
        fn parts_add_up(start in 1_700_000_000i64..1_800_000_000, first in 0i64..900_000, second in 0i64..900_000) {
            let calendar = paris(22, 6);
            let instant = |second| Timestamp::from_second(second).unwrap();
            let business = |from, to| calendar.spent(instant(from), instant(to)).unwrap().business;
            let (middle, end) = (start + first, start + first + second);
            prop_assert_eq!(business(start, middle) + business(middle, end), business(start, end));
        }
    }
}
