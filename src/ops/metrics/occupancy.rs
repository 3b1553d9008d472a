//! The team's occupancy as somebody typed it in, for the alarm about a team without slack.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::domain::metric::{Absent, Figure, MetricId, Reading};
use crate::ops::metrics::asker::of_days;
use crate::ops::metrics::kept;
use crate::ops::metrics::span::Days;
use crate::storage::TypedRow;

/// Weeks of which the alarm about a team without slack is told the occupancy.
const OCCUPANCY_WEEKS: usize = 4;

/// The team's occupancy of the last whole weeks up to the end of some days, as it was typed in, the latest last.
pub(super) fn occupancy(typed: &[TypedRow], days: Days) -> Vec<Figure> {
    let of_week = |monday: Date| {
        let mut rows = of_days(typed, kept::week(monday)).filter(|row| row.channel.is_empty());
        let row = rows.find(|row| row.metric == MetricId::Occupancy.word());
        row.map(|row| Reading::Typed { value: row.value, n: row.n }).ok_or(Absent::NotRecorded)
    };
    let after = days.last.tomorrow().unwrap_or(days.last);
    let mut mondays = Vec::new();
    let mut monday = kept::monday(after);
    while mondays.len() < OCCUPANCY_WEEKS {
        let Ok(before) = monday.checked_sub(7.days()) else { break };
        mondays.push(before);
        monday = before;
    }
    mondays.into_iter().rev().map(of_week).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn typed_occupancy_by_week() {
        let row = |first: Date, value| TypedRow {
            metric: "occupancy".to_owned(),
            first,
            last: kept::week(first).last,
            channel: String::new(),
            value,
            n: None,
            note: String::new(),
            at: 0,
        };
        let typed = [row(date(2026, 11, 9), 0.91), row(date(2026, 10, 26), 0.9)];
        let days = Days { first: date(2026, 11, 9), last: date(2026, 11, 15) };
        let found: Vec<Option<f64>> =
            occupancy(&typed, days).iter().map(|week| week.ok().map(|reading| reading.value())).collect();
        assert_eq!(found, [None, Some(0.9), None, Some(0.91)]);
        let cut = Days { first: date(2026, 11, 1), last: date(2026, 11, 14) };
        assert_eq!(occupancy(&typed, cut).last(), Some(&Err(Absent::NotRecorded)), "its week is not over");
    }
}
