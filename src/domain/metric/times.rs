//! Waiting: for the first reply, for each reply, for a sign of life; on the wall clock and by the team's hours.

use crate::domain::interval::Undefined;
use crate::domain::metric::figures::{Figures, Lead, Log};
use crate::domain::metric::turns::{Turn, known, opening, turns};
use crate::domain::metric::{Absent, Ask, Event, Happened, MetricId, Part, Reading, Shift, Times};

const DAY: i64 = 86_400;

/// Lengths of time on both clocks.
#[derive(Default)]
struct Both {
    elapsed: Vec<f64>,
    business: Vec<f64>,
}

impl Both {
    fn push(&mut self, ask: &Ask<'_>, from: i64, to: i64) {
        self.elapsed.push((to - from) as f64);
        self.business.extend(ask.business(from, to).map(|seconds| seconds as f64));
    }
}

/// First replies.
#[derive(Default)]
struct First {
    all: Both,
    in_hours: Both,
    out_of_hours: Both,
    acknowledged: Vec<f64>,
    asked: u64,
    unanswered: u64,
    oldest: Option<i64>,
    within: (u64, u64),
    over_a_day: (u64, u64),
}

impl First {
    fn see(&mut self, ask: &Ask<'_>, events: &[Event], asked: i64) {
        self.asked += 1;
        let after = events.iter().skip_while(|event| event.what != Happened::Customer);
        let reply = after.clone().find(|event| event.what == Happened::Agent).map(|event| event.at);
        let sign = after.clone().find(|event| matches!(event.what, Happened::Agent | Happened::Auto));
        self.acknowledged.extend(sign.map(|event| (event.at - asked) as f64));
        match reply {
            Some(reply) => {
                self.all.push(ask, asked, reply);
                match ask.shift(asked) {
                    Some(Shift::InHours) => self.in_hours.push(ask, asked, reply),
                    Some(Shift::OutOfHours) => self.out_of_hours.push(ask, asked, reply),
                    None => {}
                }
            }
            None => {
                self.unanswered += 1;
                self.oldest = Some(self.oldest.map_or(asked, |oldest| oldest.min(asked)));
            }
        }
        // Whoever's time has not passed yet is in neither count: else quick answers alone would be early.
        if let Some(due) = ask.due(asked).filter(|due| *due <= ask.as_of) {
            self.within.1 += 1;
            self.within.0 += u64::from(reply.is_some_and(|reply| in_time(ask, asked, reply, due)));
        }
        if ask.as_of - asked >= DAY {
            self.over_a_day.1 += 1;
            self.over_a_day.0 += u64::from(reply.is_none_or(|reply| reply - asked > DAY));
        }
    }
}

/// Whether a reply came within the promised time. After the due instant it still did while the calendar stayed closed.
fn in_time(ask: &Ask<'_>, asked: i64, reply: i64, due: i64) -> bool {
    reply <= due || ask.business(asked, reply).is_some_and(|waited| waited <= i64::from(ask.within_seconds))
}

/// Each reply.
#[derive(Default)]
struct Each {
    all: Both,
    /// One value of each conversation.
    means: Both,
    own: Vec<f64>,
    own_means: Vec<f64>,
    unanswered: u64,
}

impl Each {
    fn see(&mut self, log: &Log<'_>, ask: &Ask<'_>, part: &Part, events: &[Event]) {
        let mut here = Both::default();
        let mut own = Vec::new();
        for turn in turns(events).into_iter().filter(|turn| ask.period.holds(turn.asked)) {
            match turn.reply {
                Some(reply) => {
                    here.push(ask, turn.asked, reply.at);
                    own.extend(own_wait(log, part, turn));
                }
                None => self.unanswered += 1,
            }
        }
        let mean =
            |values: &[f64]| (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64);
        self.means.elapsed.extend(mean(&here.elapsed));
        self.means.business.extend(mean(&here.business));
        self.own_means.extend(mean(&own));
        self.all.elapsed.append(&mut here.elapsed);
        self.all.business.append(&mut here.business);
        self.own.append(&mut own);
    }
}

/// From when this agent could answer to the reply: after it was given to them, and once they were there. Only for the
/// agent's own part, and only where somebody wrote down when they were there.
fn own_wait(log: &Log<'_>, part: &Part, turn: Turn) -> Option<f64> {
    let (Part::Agent(agent), Some(reply)) = (part, turn.reply) else { return None };
    if reply.by != Some(*agent) {
        return None;
    }
    let there = log.handling?.available.get(agent)?;
    let could = reply.given.map_or(turn.asked, |given| given.max(turn.asked));
    // Where nothing says that they were there between, they answered out of hours, at once.
    let starts = there.iter().filter(|there| there.to > could).map(|there| there.from.max(could)).min();
    Some((reply.at - starts.unwrap_or(reply.at).min(reply.at)) as f64)
}

/// Puts in what there is to say about waiting.
pub(super) fn put(log: &Log<'_>, ask: &Ask<'_>, part: &Part, into: &mut Figures) {
    let (mut first, mut each, mut arrivals) = (First::default(), Each::default(), 0);
    let mut lengths = Vec::new();
    for contact in log.contacts.iter().filter(|contact| ask.holds(part, contact)) {
        let events = known(&contact.events, ask.as_of);
        let Some(opening) = opening(events) else { continue };
        if ask.period.holds(opening.at) {
            arrivals += 1;
            lengths.extend(length(events));
        }
        if let Some(asked) = opening.asked.filter(|asked| ask.period.holds(*asked)) {
            first.see(ask, events, asked);
        }
        each.see(log, ask, part, events);
    }
    into.put(MetricId::Arrivals, Ok(Reading::Count(arrivals)));
    into.put_times(MetricId::ConversationLength, &lengths, Reading::Times);
    put_first(ask, &first, into);
    put_each(log, ask, part, &each, into);
}

fn put_first(ask: &Ask<'_>, first: &First, into: &mut Figures) {
    into.put_times(MetricId::FirstResponseTime, &first.all.elapsed, Reading::Times);
    into.put_times(MetricId::FirstAcknowledgement, &first.acknowledged, Reading::Times);
    // Without the team's hours there are no such figures.
    if ask.calendar.is_some() {
        let by_the_hours = [
            (MetricId::FirstResponseTimeBusiness, &first.all.business),
            (MetricId::FirstResponseInHours, &first.in_hours.elapsed),
            (MetricId::FirstResponseInHoursBusiness, &first.in_hours.business),
            (MetricId::FirstResponseOutOfHours, &first.out_of_hours.elapsed),
            (MetricId::FirstResponseOutOfHoursBusiness, &first.out_of_hours.business),
        ];
        for (id, seconds) in by_the_hours {
            into.put_times(id, seconds, Reading::Times);
        }
    }
    let early = |(hits, n): (u64, u64)| match n {
        0 if first.asked > 0 => Err(Absent::WindowOpen),
        _ => Reading::rate(hits, n),
    };
    into.put(MetricId::AnsweredWithin, early(first.within));
    into.put(MetricId::OverADay, early(first.over_a_day));
    into.put(MetricId::Unanswered, Ok(Reading::Count(first.unanswered)));
    let oldest = first.oldest.map(|asked| Reading::Age(ask.as_of - asked));
    into.put(MetricId::OldestUnanswered, oldest.ok_or(Absent::Undefined(Undefined::NoObservations)));
}

fn put_each(log: &Log<'_>, ask: &Ask<'_>, part: &Part, each: &Each, into: &mut Figures) {
    let twice: [Lead; 2] =
        [(MetricId::ResponseTime, Reading::Times), (MetricId::AverageResponseTime, Reading::MeanTime)];
    into.put_times_of(&twice, &each.all.elapsed, &each.means.elapsed);
    if ask.calendar.is_some() {
        let business: Lead = (MetricId::ResponseTimeBusiness, Reading::Times);
        into.put_times_of(&[business], &each.all.business, &each.means.business);
    }
    into.put(MetricId::TurnsWithoutReply, Ok(Reading::Count(each.unanswered)));
    if let (Part::Agent(agent), Some(handling)) = (part, log.handling)
        && handling.available.contains_key(agent)
    {
        let own: (MetricId, fn(Times) -> Reading) = (MetricId::OwnResponseTime, Reading::Times);
        into.put_times_of(&[own], &each.own, &each.own_means);
    }
}

/// Seconds from the first to the last message that the customer could see; one alone took none.
fn length(events: &[Event]) -> Option<f64> {
    let seen = |event: &&Event| matches!(event.what, Happened::Customer | Happened::Agent | Happened::Auto);
    let (first, last) = (events.iter().find(seen)?, events.iter().rfind(seen)?);
    Some((last.at - first.at) as f64)
}
