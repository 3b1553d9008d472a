//! How much of what happened is in the log at all, printed beside every figure of a team.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::calendar::Calendar;
use crate::domain::metric::turns::{known, opening};
use crate::domain::metric::volume::days;
use crate::domain::metric::{Ask, Contact, Event, Happened, Log, Part, Period};
use crate::domain::silence::{Day, silences};
use crate::domain::tally::Tally;

/// Below this share no interval is printed: what is lost is not lost by chance.
pub const INTERVALS_FROM: f64 = 0.80;

/// How complete a log is in a period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completeness {
    /// Conversations that began in the period.
    pub recorded: u64,
    /// How many there should be, from the channel's own counter or typed in; `None` is unknown.
    pub expected: Option<u64>,
    /// With an event that they were solved.
    pub solved: Tally,
    /// With somebody who handled them.
    pub owned: Tally,
    /// Without a time that could be used: these lie in no period, and are counted in the whole log.
    pub untimed: Tally,
    /// Days without a single event although the team was there: data lost?
    pub silent_days: Vec<Date>,
}

impl Completeness {
    /// Recorded of expected, where that is known.
    pub fn share(&self) -> Option<f64> {
        self.expected.filter(|expected| *expected > 0).map(|expected| self.recorded as f64 / expected as f64)
    }

    /// This and that of other days, of which the same number is expected together.
    pub fn and(mut self, other: Completeness) -> Completeness {
        let both = |one: Tally, more: Tally| Tally::new(one.hits() + more.hits(), one.n() + more.n());
        self.recorded += other.recorded;
        self.solved = both(self.solved, other.solved);
        self.owned = both(self.owned, other.owned);
        // Of the whole log, whatever the days.
        self.untimed = other.untimed;
        self.silent_days.extend(other.silent_days);
        self
    }

    /// Whether intervals are printed.
    pub fn allows_intervals(&self) -> bool {
        self.share().is_none_or(|share| share >= INTERVALS_FROM)
    }
}

/// How complete each part of a log is, in one pass over it; with each part, what a counter says was to be expected.
pub fn completeness(log: &Log<'_>, ask: &Ask<'_>, parts: &[(Part, Option<u64>)]) -> Vec<Completeness> {
    let mut all: Vec<Seen> =
        parts.iter().map(|(part, expected)| Seen::new(log, ask, part, *expected)).collect();
    log.each_contact(ask, &Part::All, |contact| {
        let parts = parts.iter().zip(&mut all).filter(|((part, _), _)| ask.holds(part, contact));
        parts.for_each(|(_, seen)| seen.see(ask, contact));
    });
    all.into_iter().map(|seen| seen.completeness(ask)).collect()
}

/// What was seen of a part.
struct Seen<'a> {
    expected: Option<u64>,
    all: u64,
    untimed: u64,
    begun: u64,
    owned: u64,
    solved: u64,
    silent: Option<Silent<'a>>,
}

impl<'a> Seen<'a> {
    fn new(log: &Log<'_>, ask: &Ask<'a>, part: &Part, expected: Option<u64>) -> Seen<'a> {
        let silent = ask.calendar.and_then(|calendar| Silent::new(log, ask, part, calendar));
        Seen { expected, all: 0, untimed: 0, begun: 0, owned: 0, solved: 0, silent }
    }

    fn see(&mut self, ask: &Ask<'_>, contact: &Contact) {
        self.all += 1;
        self.untimed += u64::from(contact.events.is_empty());
        let events = known(&contact.events, ask.as_of);
        if let Some(silent) = &mut self.silent {
            silent.see(events);
        }
        if !opening(events).is_some_and(|opening| ask.period.holds(opening.at)) {
            return;
        }
        self.begun += 1;
        let given = |event: &Event| {
            matches!(event.what, Happened::Assign | Happened::Transfer) && event.agent.is_some()
        };
        self.owned += u64::from(contact.agent.is_some() || events.iter().any(given));
        self.solved += u64::from(events.iter().any(|event| event.what == Happened::Resolve));
    }

    fn completeness(self, ask: &Ask<'_>) -> Completeness {
        Completeness {
            recorded: self.begun,
            expected: self.expected,
            solved: Tally::new(self.solved, self.begun),
            owned: Tally::new(self.owned, self.begun),
            untimed: Tally::new(self.untimed, self.all),
            silent_days: self.silent.map(|silent| silent.days(ask)).unwrap_or_default(),
        }
    }
}

/// Days of the period, over and with the team there, without any event although such weekdays have enough of them that
/// none would be a wonder, by [`silences`]; other days of that weekday are looked at up to a year back.
struct Silent<'a> {
    calendar: &'a Calendar,
    spans: Vec<Period>,
    days: Vec<Day>,
}

impl<'a> Silent<'a> {
    /// From the first thing that happened in the part on.
    fn new(log: &Log<'_>, ask: &Ask<'_>, part: &Part, calendar: &'a Calendar) -> Option<Silent<'a>> {
        let from = log.first_of(ask, part)?.max(ask.period.from.saturating_sub(A_YEAR));
        let to = ask.period.to.min(ask.as_of);
        let (spans, days) = days(calendar, Period { from, to })
            .into_iter()
            .filter_map(|(span, open)| {
                let date = calendar.zone.to_datetime(Timestamp::from_second(span.from).ok()?).date();
                Some((span, Day { date, expected: open > 0, count: 0 }))
            })
            .unzip();
        Some(Silent { calendar, spans, days })
    }

    /// Sees a conversation of the part.
    fn see(&mut self, events: &[Event]) {
        let mut place = 0;
        for event in events {
            // Most of what happens in a conversation happens on one day.
            if !self.spans.get(place).is_some_and(|span| span.holds(event.at)) {
                place = self.spans.partition_point(|span| span.to <= event.at);
            }
            if self.spans.get(place).is_some_and(|span| span.holds(event.at)) {
                self.days[place].count += 1;
            }
        }
    }

    fn days(self, ask: &Ask<'_>) -> Vec<Date> {
        let begun = Timestamp::from_second(ask.period.from).unwrap_or_default();
        let begun = self.calendar.zone.to_datetime(begun).date();
        let silent = silences(&self.days).found.into_iter().flat_map(|silence| silence.days);
        silent.filter(|day| *day >= begun).collect()
    }
}

/// How far back other days of the same weekday are looked at, in seconds.
const A_YEAR: i64 = 366 * 86_400;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Window;
    use crate::domain::metric::{Contacts, Issue};
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    const DAY: i64 = 86_400;
    /// Monday 5 January 1970.
    const MONDAY: i64 = 4 * DAY;

    fn contact(number: i64, at: i64, agent: Option<u32>, solved: bool) -> Contact {
        let event = |at, what| Event { at, what, agent: None };
        let mut events = vec![event(at, Happened::Customer)];
        if solved {
            events.push(event(at + 60, Happened::Resolve));
        }
        Contact {
            conversation: number,
            issue: Issue::Conversation(number),
            channel: String::new(),
            agent,
            difficulty: None,
            events,
            transfers: None,
            reopens: None,
            csat: None,
        }
    }

    #[test]
    fn a_day_without_a_word() {
        let mut calendar = Calendar::new(TimeZone::UTC);
        calendar.weekly[..5].fill(vec![Window::hours(9, 18).unwrap()]);
        calendar.closed.insert(date(1970, 1, 28));
        // Five weeks of eight a day; in the fourth, nothing on Tuesday, nor on the closed Wednesday.
        let mut contacts = Vec::new();
        for day in (0..35).filter(|day| day % 7 < 5 && ![22, 23].contains(day)) {
            contacts.extend((0..8).map(|n| {
                contact(day * 10 + n, MONDAY + day * DAY + 36_000 + n * 60, (n > 0).then_some(1), n > 1)
            }));
        }
        let packed = Contacts::of(&contacts);
        let log = Log::new(&packed, None);
        let period = Period { from: MONDAY + 21 * DAY, to: MONDAY + 28 * DAY };
        let ask = Ask::new(period, MONDAY + 35 * DAY, Some(&calendar));
        let found = completeness(&log, &ask, &[(Part::All, Some(30))]).remove(0);
        assert_eq!(found.silent_days, [date(1970, 1, 27)]);
        assert_eq!((found.recorded, found.owned.hits(), found.solved.hits()), (24, 21, 18));
        assert_eq!((found.share(), found.allows_intervals()), (Some(0.8), true));
        let less = Completeness { expected: Some(31), ..found };
        assert!(!less.allows_intervals(), "what is lost is not lost by chance");
    }
}
