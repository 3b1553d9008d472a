//! How much was solved, and how much is left. A count is volume: never read without the share that came back.

use jiff::{Timestamp, ToSpan};

use crate::domain::calendar::Calendar;
use crate::domain::interval::Undefined;
use crate::domain::metric::figures::{Figures, Inbound, Log};
use crate::domain::metric::issues::Request;
use crate::domain::metric::turns::{known, opening};
use crate::domain::metric::{Absent, Ask, Contact, Event, Happened, MetricId, Part, Period, Reading};

const DAY: i64 = 86_400;

/// What there is to say about volume.
#[derive(Default)]
pub(super) struct Volume {
    /// Requests first solved in the period and the part.
    pub(super) solved: u64,
    inbound: Inbound,
    /// Times solved minus times opened again, whatever the request: as a lead counts a day.
    net: i64,
    backlog: u64,
    ages: [u64; 4],
}

impl Volume {
    /// Sees a conversation of the part.
    pub(super) fn see(&mut self, ask: &Ask<'_>, events: &[Event]) {
        for event in events.iter().filter(|event| ask.period.holds(event.at)) {
            self.net += match event.what {
                Happened::Resolve => 1,
                Happened::Reopen => -1,
                _ => 0,
            };
        }
    }

    /// Sees the conversations of a request.
    pub(super) fn see_inbound(&mut self, ask: &Ask<'_>, part: &Part, contacts: &[Contact]) {
        let here = contacts.iter().filter(|contact| {
            let began = opening(known(&contact.events, ask.as_of)).and_then(|opening| opening.asked);
            began.is_some_and(|began| ask.period.holds(began)) && ask.holds(part, contact)
        });
        let contacts = here.count() as u64;
        self.inbound.contacts += contacts;
        self.inbound.requests += u64::from(contacts > 0);
    }

    /// Sees a request as it was known at the period's end.
    pub(super) fn see_left(&mut self, ask: &Ask<'_>, part: &Part, request: &Request<'_>, end: i64) {
        let Some((began, _)) = request.began().filter(|(_, contact)| ask.holds(part, contact)) else {
            return;
        };
        if request.solved_before(end).is_some() {
            return;
        }
        self.backlog += 1;
        let age = end - request.asked().unwrap_or(began);
        let group = [1, 3, 7].iter().filter(|days| age >= *days * DAY).count();
        self.ages[group] += 1;
    }

    /// Puts it in.
    pub(super) fn put(&self, log: &Log<'_>, ask: &Ask<'_>, end: i64, into: &mut Figures) {
        into.inbound = log.recorded.issues.then_some(self.inbound);
        if !log.recorded.resolves {
            return;
        }
        into.put(MetricId::Solved, Ok(Reading::Count(self.solved)));
        if log.recorded.reopens {
            into.put(MetricId::NetSolved, Ok(Reading::Net(self.net)));
        }
        into.backlog_ages = self.ages;
        into.put(MetricId::Backlog, Ok(Reading::Count(self.backlog)));
        let days = open_days(ask.calendar, Period { from: ask.period.from, to: end });
        let in_days = if self.solved == 0 || days == 0.0 {
            Err(Absent::Undefined(Undefined::ZeroMean))
        } else {
            let value = self.backlog as f64 / (self.solved as f64 / days);
            Ok(Reading::Quotient { value, n: self.backlog })
        };
        into.put(MetricId::BacklogDays, in_days);
    }
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
