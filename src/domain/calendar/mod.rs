//! When a team is there: weekly windows in its own zone, closed dates, and dates with windows of their own.

mod clock;
mod holidays;
mod open_time;
mod window;

pub use clock::{Never, Spent, WrongOrder};
pub use holidays::{Holiday, Holidays, easter, holidays};
pub use open_time::OpenTime;
pub use window::Window;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A business calendar. Nothing is open before something is said.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The zone whose wall clocks the windows mean.
    pub zone: TimeZone,
    /// Windows by the weekday that they open on, Monday first.
    pub weekly: [Vec<Window>; 7],
    /// Dates that are closed from 0 to 24 h, whatever else is said, tails of night windows included.
    pub closed: BTreeSet<Date>,
    /// Dates whose windows replace those of their weekday.
    pub replaced: BTreeMap<Date, Vec<Window>>,
}

impl Calendar {
    /// A calendar that is never open.
    pub fn new(zone: TimeZone) -> Calendar {
        Calendar { zone, weekly: Default::default(), closed: BTreeSet::new(), replaced: BTreeMap::new() }
    }

    /// The windows that open on a date, closed or not: the tail of a night reaches into the next date all the same.
    fn opening_on(&self, date: Date) -> &[Window] {
        let weekday = date.weekday().to_monday_zero_offset();
        let weekly = usize::try_from(weekday).ok().and_then(|weekday| self.weekly.get(weekday));
        self.replaced.get(&date).or(weekly).map_or(&[], Vec::as_slice)
    }

    /// The parts of a date that are open, in seconds of the wall clock since its midnight, in order and apart.
    pub fn open_parts(&self, date: Date) -> Vec<(i64, i64)> {
        if self.closed.contains(&date) {
            return Vec::new();
        }
        let mut parts: Vec<(i64, i64)> = Vec::new();
        if let Ok(yesterday) = date.yesterday() {
            parts.extend(self.opening_on(yesterday).iter().filter_map(|window| window.tail()));
        }
        parts.extend(self.opening_on(date).iter().map(|window| window.head()));
        parts.sort_unstable();
        parts.dedup_by(|next, last| {
            let touch = next.0 <= last.1;
            if touch {
                last.1 = last.1.max(next.1);
            }
            touch
        });
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn overlapping_windows_count_once() {
        let mut calendar = Calendar::new(TimeZone::UTC);
        let window = |from: i64, to: i64| Window::hours(from, to).unwrap();
        calendar.weekly[0] = vec![window(13, 18), window(9, 12), window(11, 14), window(22, 6)];
        calendar.weekly[1] = vec![window(5, 8)];
        let monday = date(2026, 11, 16);
        assert_eq!(calendar.open_parts(monday), [(9 * 3600, 18 * 3600), (22 * 3600, 86_400)]);
        let tuesday = monday.tomorrow().unwrap();
        assert_eq!(calendar.open_parts(tuesday), [(0, 8 * 3600)]);
        // A closed Monday closes its evening, and not Tuesday's small hours.
        calendar.closed.insert(monday);
        assert!(calendar.open_parts(monday).is_empty());
        assert_eq!(calendar.open_parts(tuesday), [(0, 8 * 3600)]);
        calendar.replaced.insert(monday, Vec::new());
        assert_eq!(calendar.open_parts(tuesday), [(5 * 3600, 8 * 3600)], "its own windows have no night");
    }
}
