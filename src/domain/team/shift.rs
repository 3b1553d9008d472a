//! Asked in or out of hours: of an hour on the wall clock, by the team's calendar. Worked out once for each hour.

use std::collections::HashMap;

use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::packed::day;
use crate::domain::calendar::{Calendar, Window};

/// When a customer asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shift {
    /// While the team was there.
    InHours,
    /// While it was not.
    OutOfHours,
}

impl Shift {
    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Shift::InHours => "in-hours",
            Shift::OutOfHours => "out-of-hours",
        }
    }
}

/// Tells hours apart.
#[derive(Clone, Debug)]
pub struct Shifts<'a> {
    calendar: &'a Calendar,
    known: HashMap<i32, Shift>,
}

impl<'a> Shifts<'a> {
    /// By this calendar.
    pub fn of(calendar: &'a Calendar) -> Shifts<'a> {
        Shifts { calendar, known: HashMap::new() }
    }

    /// The shift of an hour, counted since 1970-01-01 00:00 on the wall clock. The hour counts by its beginning.
    pub fn at(&mut self, hour: i32) -> Shift {
        *self.known.entry(hour).or_insert_with(|| {
            let time = i8::try_from(hour.rem_euclid(24)).ok().and_then(|hour| Time::new(hour, 0, 0, 0).ok());
            let local = day(hour.div_euclid(24)).to_datetime(time.unwrap_or_default());
            match self.calendar.zone.to_timestamp(local) {
                Ok(at) if self.calendar.is_open(at) => Shift::InHours,
                _ => Shift::OutOfHours,
            }
        })
    }
}

/// Monday to Friday, 9 to 18 o'clock: where the team has not said when it is there.
pub fn office_hours(zone: TimeZone) -> Calendar {
    let mut calendar = Calendar::new(zone);
    for weekday in calendar.weekly.iter_mut().take(5) {
        weekday.extend(Window::hours(9, 18));
    }
    calendar
}

#[cfg(test)]
mod tests {
    use super::super::packed::days;
    use super::*;
    use jiff::civil::date;

    #[test]
    fn office_hours_by_hour_and_weekday() {
        let calendar = office_hours(TimeZone::UTC);
        let mut shifts = Shifts::of(&calendar);
        let friday = days(date(2026, 3, 6)) * 24;
        let of: Vec<Shift> =
            [8, 9, 17, 18, 24 + 10].into_iter().map(|hour| shifts.at(friday + hour)).collect();
        use Shift::{InHours, OutOfHours};
        assert_eq!(of, [OutOfHours, InHours, InHours, OutOfHours, OutOfHours]);
    }
}
