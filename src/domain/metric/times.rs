//! Waiting: for the first reply, for each reply, for a sign of life; on the wall clock and by the team's hours.

use std::collections::BTreeMap;

use crate::domain::interval::Undefined;
use crate::domain::metric::figures::{Figures, Lead, Log};
use crate::domain::metric::turns::{Turn, known, opening, turns};
use crate::domain::metric::{
    Absent, Amounts, Ask, Event, Figure, Happened, MetricId, Part, Reading, Shift, Times,
};

const DAY: i64 = 86_400;

/// Lengths of time on both clocks.
#[derive(Default)]
struct Both {
    elapsed: Amounts,
    business: Amounts,
}

impl Both {
    fn push(&mut self, elapsed: i64, business: Option<i64>) {
        self.elapsed.push(elapsed);
        if let Some(seconds) = business {
            self.business.push(seconds);
        }
    }
}

/// First replies.
#[derive(Default)]
struct First {
    all: Both,
    in_hours: Both,
    out_of_hours: Both,
    acknowledged: Amounts,
    unanswered: u64,
    oldest: Option<i64>,
    promise: Promise,
    over_a_day: (u64, u64),
}

/// Questions, and how many of those whose time has passed were answered within the promised time.
#[derive(Default)]
struct Promise {
    asked: u64,
    within: (u64, u64),
}

impl Promise {
    fn see(&mut self, ask: &Ask<'_>, asked: i64, reply: Option<i64>) {
        self.asked += 1;
        // Whoever's time has not passed yet is in neither count: else quick answers alone would be early.
        if let Some(due) = ask.due(asked).filter(|due| *due <= ask.as_of) {
            self.within.1 += 1;
            self.within.0 += u64::from(reply.is_some_and(|reply| in_time(ask, asked, reply, due)));
        }
    }

    fn within(&self) -> Figure {
        self.early(self.within)
    }

    fn early(&self, (hits, n): (u64, u64)) -> Figure {
        match n {
            0 if self.asked > 0 => Err(Absent::WindowOpen),
            _ => Reading::rate(hits, n),
        }
    }
}

/// The first reply to the first question.
fn first_reply(events: &[Event]) -> Option<i64> {
    let after = events.iter().skip_while(|event| event.what != Happened::Customer);
    after.into_iter().find(|event| event.what == Happened::Agent).map(|event| event.at)
}

impl First {
    fn see(&mut self, ask: &Ask<'_>, events: &[Event], asked: i64) {
        let reply = first_reply(events);
        let mut after = events.iter().skip_while(|event| event.what != Happened::Customer);
        let sign = after.find(|event| matches!(event.what, Happened::Agent | Happened::Auto));
        if let Some(sign) = sign {
            self.acknowledged.push(sign.at - asked);
        }
        match reply {
            Some(reply) => {
                let (elapsed, business) = (reply - asked, ask.business(asked, reply));
                self.all.push(elapsed, business);
                match ask.shift(asked) {
                    Some(Shift::InHours) => self.in_hours.push(elapsed, business),
                    Some(Shift::OutOfHours) => self.out_of_hours.push(elapsed, business),
                    None => {}
                }
            }
            None => {
                self.unanswered += 1;
                self.oldest = Some(self.oldest.map_or(asked, |oldest| oldest.min(asked)));
            }
        }
        self.promise.see(ask, asked, reply);
        if ask.as_of - asked >= DAY {
            self.over_a_day.1 += 1;
            self.over_a_day.0 += u64::from(reply.is_none_or(|reply| reply - asked > DAY));
        }
    }
}

impl Log<'_> {
    /// The share of questions answered within the promised time, of each agent who looks after conversations: what
    /// [`figures()`](crate::domain::metric::figures()) says of that agent's part, of all at once.
    pub fn answered_within(&self, ask: &Ask<'_>) -> BTreeMap<u32, Figure> {
        let mut promises: BTreeMap<u32, Promise> = BTreeMap::new();
        self.each_contact(ask, &Part::All, |contact| {
            let events = known(&contact.events, ask.as_of);
            let asked = opening(events).and_then(|opening| opening.asked);
            if let (Some(agent), Some(asked)) =
                (contact.agent, asked.filter(|asked| ask.period.holds(*asked)))
            {
                promises.entry(agent).or_default().see(ask, asked, first_reply(events));
            }
        });
        promises.into_iter().map(|(agent, promise)| (agent, promise.within())).collect()
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
    /// One value of each conversation, on either clock.
    means: [Vec<f64>; 2],
    own: Amounts,
    own_means: Vec<f64>,
    unanswered: u64,
}

/// The mean of one conversation.
#[derive(Default)]
struct Mean {
    sum: f64,
    n: u32,
}

impl Mean {
    fn push(&mut self, seconds: i64) {
        self.sum += seconds as f64;
        self.n += 1;
    }

    fn value(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum / f64::from(self.n))
    }
}

impl Each {
    fn see(&mut self, log: &Log<'_>, ask: &Ask<'_>, part: &Part, events: &[Event]) {
        let (mut elapsed, mut business, mut own) = (Mean::default(), Mean::default(), Mean::default());
        for turn in turns(events).filter(|turn| ask.period.holds(turn.asked)) {
            let Some(reply) = turn.reply else {
                self.unanswered += 1;
                continue;
            };
            let (waited, open) = (reply.at - turn.asked, ask.business(turn.asked, reply.at));
            self.all.push(waited, open);
            elapsed.push(waited);
            open.iter().for_each(|seconds| business.push(*seconds));
            if let Some(seconds) = own_wait(log, part, turn) {
                self.own.push(seconds);
                own.push(seconds);
            }
        }
        self.means[0].extend(elapsed.value());
        self.means[1].extend(business.value());
        self.own_means.extend(own.value());
    }
}

/// From when this agent could answer to the reply: after it was given to them, and once they were there. Only for the
/// agent's own part, and only where somebody wrote down when they were there.
fn own_wait(log: &Log<'_>, part: &Part, turn: Turn) -> Option<i64> {
    let (Part::Agent(agent), Some(reply)) = (part, turn.reply) else { return None };
    if reply.by != Some(*agent) {
        return None;
    }
    let there = log.handling?.available.get(agent)?;
    let could = reply.given.map_or(turn.asked, |given| given.max(turn.asked));
    // Where nothing says that they were there between, they answered out of hours, at once.
    let starts = there.iter().filter(|there| there.to > could).map(|there| there.from.max(could)).min();
    Some(reply.at - starts.unwrap_or(reply.at).min(reply.at))
}

/// What there is to say about waiting.
#[derive(Default)]
pub(super) struct Waits {
    first: First,
    each: Each,
    arrivals: u64,
    lengths: Amounts,
}

impl Waits {
    /// Sees a conversation of the part.
    pub(super) fn see(&mut self, log: &Log<'_>, ask: &Ask<'_>, part: &Part, events: &[Event]) {
        let Some(opening) = opening(events) else { return };
        if ask.period.holds(opening.at) {
            self.arrivals += 1;
            if let Some(length) = length(events) {
                self.lengths.push(length);
            }
        }
        if let Some(asked) = opening.asked.filter(|asked| ask.period.holds(*asked)) {
            self.first.see(ask, events, asked);
        }
        self.each.see(log, ask, part, events);
    }

    /// Puts it in.
    pub(super) fn put(&self, log: &Log<'_>, ask: &Ask<'_>, part: &Part, into: &mut Figures) {
        into.put(MetricId::Arrivals, Ok(Reading::Count(self.arrivals)));
        into.put_times(MetricId::ConversationLength, &self.lengths, Reading::Times);
        put_first(ask, &self.first, into);
        put_each(log, ask, part, &self.each, into);
    }
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
    into.put(MetricId::AnsweredWithin, first.promise.within());
    into.put(MetricId::OverADay, first.promise.early(first.over_a_day));
    into.put(MetricId::Unanswered, Ok(Reading::Count(first.unanswered)));
    let oldest = first.oldest.map(|asked| Reading::Age(ask.as_of - asked));
    into.put(MetricId::OldestUnanswered, oldest.ok_or(Absent::Undefined(Undefined::NoObservations)));
}

fn put_each(log: &Log<'_>, ask: &Ask<'_>, part: &Part, each: &Each, into: &mut Figures) {
    let twice: [Lead; 2] =
        [(MetricId::ResponseTime, Reading::Times), (MetricId::AverageResponseTime, Reading::MeanTime)];
    into.put_times_of(&twice, &each.all.elapsed, &each.means[0]);
    if ask.calendar.is_some() {
        let business: Lead = (MetricId::ResponseTimeBusiness, Reading::Times);
        into.put_times_of(&[business], &each.all.business, &each.means[1]);
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
fn length(events: &[Event]) -> Option<i64> {
    let seen = |event: &&Event| matches!(event.what, Happened::Customer | Happened::Agent | Happened::Auto);
    let (first, last) = (events.iter().find(seen)?, events.iter().rfind(seen)?);
    Some(last.at - first.at)
}
