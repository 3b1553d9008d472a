//! How much was solved, and how much is left. A count is volume: never read without the share that came back.

use jiff::{Timestamp, ToSpan};

use crate::domain::calendar::Calendar;
use crate::domain::interval::Undefined;
use crate::domain::metric::figures::{Figures, Inbound, Log};
use crate::domain::metric::turns::{known, opening};
use crate::domain::metric::{Absent, Ask, Happened, MetricId, Part, Period, Reading};

const DAY: i64 = 86_400;

/// Puts in what there is to say about volume.
pub(super) fn put(log: &Log<'_>, ask: &Ask<'_>, part: &Part, into: &mut Figures) {
    into.inbound = log.recorded.issues.then(|| inbound(log, ask, part));
    if !log.recorded.resolves {
        return;
    }
    let solved = log.solved(ask, part).count() as u64;
    into.put(MetricId::Solved, Ok(Reading::Count(solved)));
    if log.recorded.reopens {
        into.put(MetricId::NetSolved, Ok(Reading::Net(net(log, ask, part))));
    }
    let end = ask.period.to.min(ask.as_of);
    let mut backlog = 0;
    for request in log.requests(end) {
        let Some((began, _)) = request.began().filter(|(_, contact)| ask.holds(part, contact)) else {
            continue;
        };
        if request.solved_before(end).is_some() {
            continue;
        }
        backlog += 1;
        let age = end - request.asked().unwrap_or(began);
        let group = [1, 3, 7].iter().filter(|days| age >= *days * DAY).count();
        into.backlog_ages[group] += 1;
    }
    into.put(MetricId::Backlog, Ok(Reading::Count(backlog)));
    let days = open_days(ask.calendar, Period { from: ask.period.from, to: end });
    let in_days = if solved == 0 || days == 0.0 {
        Err(Absent::Undefined(Undefined::ZeroMean))
    } else {
        Ok(Reading::Quotient { value: backlog as f64 / (solved as f64 / days), n: backlog })
    };
    into.put(MetricId::BacklogDays, in_days);
}

fn inbound(log: &Log<'_>, ask: &Ask<'_>, part: &Part) -> Inbound {
    let mut inbound = Inbound::default();
    for places in &log.issues {
        let here = places.iter().map(|place| log.contacts[*place]).filter(|contact| {
            let began = opening(known(&contact.events, ask.as_of)).and_then(|opening| opening.asked);
            began.is_some_and(|began| ask.period.holds(began)) && ask.holds(part, contact)
        });
        let contacts = here.count() as u64;
        inbound.contacts += contacts;
        inbound.requests += u64::from(contacts > 0);
    }
    inbound
}

/// Times solved minus times opened again, whatever the request: as a lead counts a day.
fn net(log: &Log<'_>, ask: &Ask<'_>, part: &Part) -> i64 {
    let within = log.contacts.iter().filter(|contact| ask.holds(part, contact));
    let events = within.flat_map(|contact| known(&contact.events, ask.as_of));
    events
        .filter(|event| ask.period.holds(event.at))
        .map(|event| match event.what {
            Happened::Resolve => 1,
            Happened::Reopen => -1,
            _ => 0,
        })
        .sum()
}

/// Days of a period on which the team was there at all; without its hours, every day.
pub(super) fn open_days(calendar: Option<&Calendar>, period: Period) -> f64 {
    let Some(calendar) = calendar else { return (period.to - period.from).max(0) as f64 / DAY as f64 };
    days(calendar, period).iter().filter(|(_, open)| *open > 0).count() as f64
}

/// The calendar's days within a period with their open seconds, cut to the period.
pub(super) fn days(calendar: &Calendar, period: Period) -> Vec<(Period, i64)> {
    let mut days = Vec::new();
    let mut from = period.from;
    while from < period.to {
        let Ok(at) = Timestamp::from_second(from) else { break };
        let tomorrow = calendar.zone.to_datetime(at).date().checked_add(1.day());
        let midnight = tomorrow.ok().and_then(|date| date.to_zoned(calendar.zone.clone()).ok());
        let Some(midnight) = midnight else { break };
        let to = midnight.timestamp().as_second().min(period.to);
        let Ok(until) = Timestamp::from_second(to) else { break };
        days.push((Period { from, to }, calendar.spent(at, until).map_or(0, |spent| spent.business)));
        from = to;
    }
    days
}
