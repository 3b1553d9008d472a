//! How busy people were, from explicit times of work and nothing else: chat and calls. An open ticket is work in hand, and
//! not a conversation at the same time.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::metric::figures::{Figures, Log};
use crate::domain::metric::resolution::union;
use crate::domain::metric::turns::known;
use crate::domain::metric::{Absent, Amounts, Ask, Event, Figure, Happened, MetricId, Part, Period, Reading};

/// What one agent had to do in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// Different conversations with a message by the agent. Shared ones count for each: a column of these does not add
    /// up to the team.
    pub handled: u64,
    /// How often the agent solved one.
    pub resolves: u64,
    /// Time worked, each conversation for itself; `None` is not recorded.
    pub handling_seconds: Option<i64>,
    /// Time there; `None` is not recorded.
    pub available_seconds: Option<i64>,
    /// Most conversations at once.
    pub peak: Figure,
    /// Time in conversation of the time there, at most 1.
    pub occupancy: Figure,
    /// Conversations at a time while there; may exceed 1.
    pub mean: Figure,
}

/// The load of one agent.
pub fn load(log: &Log<'_>, ask: &Ask<'_>, agent: u32) -> Load {
    let (mut handled, mut resolves) = (0, 0);
    log.each_contact(ask, &Part::All, |contact| {
        let events = known(&contact.events, ask.as_of);
        let own = events.iter().filter(|event| event.agent == Some(agent) && ask.period.holds(event.at));
        let own: Vec<Happened> = own.map(|event| event.what).collect();
        handled += u64::from(own.contains(&Happened::Agent));
        resolves += own.iter().filter(|what| **what == Happened::Resolve).count() as u64;
    });
    let busy = Busy::of(log, ask, agent);
    Load {
        handled,
        resolves,
        handling_seconds: busy.worked_seconds(),
        available_seconds: busy.there.as_ref().map(|there| length(there)),
        peak: busy.peak().map(Reading::Count).ok_or(Absent::NotRecorded),
        occupancy: busy.share(Busy::together),
        mean: busy.share(Busy::each),
    }
}

/// Puts in what there is to say about load; `handled` counts what [`is_handled`].
pub(super) fn put(log: &Log<'_>, ask: &Ask<'_>, part: &Part, handled: u64, into: &mut Figures) {
    into.put(MetricId::Interactions, Ok(Reading::Count(handled)));
    let agents: BTreeSet<u32> = match (part, log.handling) {
        (Part::Agent(agent), Some(_)) => BTreeSet::from([*agent]),
        (Part::All, Some(handling)) => {
            handling.worked.keys().chain(handling.available.keys()).copied().collect()
        }
        // Somebody who is there is there for every channel.
        _ => return,
    };
    let busy: Vec<Busy> = agents.iter().map(|agent| Busy::of(log, ask, *agent)).collect();
    let peak = busy.iter().filter_map(Busy::peak).max();
    into.put(MetricId::PeakSimultaneous, peak.map(Reading::Count).ok_or(Absent::NotRecorded));
    into.put(MetricId::Occupancy, of_all(&busy, Busy::together));
    into.put(MetricId::MeanSimultaneous, of_all(&busy, Busy::each));
    let mut by_conversation: BTreeMap<i64, i64> = BTreeMap::new();
    for (conversation, spans) in busy.iter().flat_map(|busy| busy.worked.iter().flatten()) {
        *by_conversation.entry(*conversation).or_default() += length(spans);
    }
    let seconds: Amounts = by_conversation.into_values().collect();
    into.put_times(MetricId::HandlingTime, &seconds, Reading::MeanTime);
}

/// Whether a person of the part answered in a conversation, of which `here` says whether it belongs to the part: an
/// agent's are those in which that agent wrote, whoever looks after them.
pub(super) fn is_handled(ask: &Ask<'_>, part: &Part, here: bool, events: &[Event]) -> bool {
    let (here, by) = match part {
        Part::Agent(agent) => (true, Some(agent)),
        _ => (here, None),
    };
    let replied = |event: &Event| event.what == Happened::Agent && ask.period.holds(event.at);
    here && events.iter().any(|event| replied(event) && by.is_none_or(|by| event.agent == Some(*by)))
}

/// What was written down about one agent's time, cut to the period.
struct Busy {
    /// By conversation, each in order and apart.
    worked: Option<BTreeMap<i64, Vec<Period>>>,
    there: Option<Vec<Period>>,
}

impl Busy {
    fn of(log: &Log<'_>, ask: &Ask<'_>, agent: u32) -> Busy {
        let end = ask.period.to.min(ask.as_of);
        let cut = |span: Period| Period { from: span.from.max(ask.period.from), to: span.to.min(end) };
        let worked = log.handling.and_then(|handling| handling.worked.get(&agent)).map(|spans| {
            let mut by_conversation: BTreeMap<i64, Vec<Period>> = BTreeMap::new();
            for (conversation, span) in spans {
                by_conversation.entry(*conversation).or_default().push(cut(*span));
            }
            by_conversation
                .into_iter()
                .map(|(conversation, spans)| (conversation, union(spans)))
                .filter(|(_, spans)| !spans.is_empty())
                .collect()
        });
        let there = log.handling.and_then(|handling| handling.available.get(&agent));
        let there = there.map(|spans| union(spans.iter().map(|span| cut(*span)).collect()));
        Busy { worked, there }
    }

    fn worked_seconds(&self) -> Option<i64> {
        self.worked.as_ref().map(|worked| worked.values().map(|spans| length(spans)).sum())
    }

    /// The sweep: at equal times one ends before the next begins.
    fn peak(&self) -> Option<u64> {
        let mut steps: Vec<(i64, i64)> = Vec::new();
        for span in self.worked.as_ref()?.values().flatten() {
            steps.extend([(span.from, 1), (span.to, -1)]);
        }
        steps.sort_unstable();
        let (mut now, mut most) = (0_i64, 0_i64);
        for (_, step) in steps {
            now += step;
            most = most.max(now);
        }
        u64::try_from(most).ok()
    }

    /// Seconds there with one conversation or more.
    fn together(&self) -> Option<i64> {
        let all = union(self.worked.as_ref()?.values().flatten().copied().collect());
        Some(overlap(&all, self.there.as_ref()?))
    }

    /// Seconds there, each conversation for itself.
    fn each(&self) -> Option<i64> {
        let there = self.there.as_ref()?;
        Some(self.worked.as_ref()?.values().map(|spans| overlap(spans, there)).sum())
    }

    fn share(&self, part: fn(&Busy) -> Option<i64>) -> Figure {
        let there = self.there.as_ref().ok_or(Absent::NotRecorded)?;
        Reading::share(part(self).ok_or(Absent::NotRecorded)?, length(there))
    }
}

/// Of everybody of whom both is written down.
fn of_all(busy: &[Busy], part: fn(&Busy) -> Option<i64>) -> Figure {
    let both: Vec<(i64, i64)> =
        busy.iter().filter_map(|busy| Some((part(busy)?, length(busy.there.as_ref()?)))).collect();
    if both.is_empty() {
        return Err(Absent::NotRecorded);
    }
    Reading::share(both.iter().map(|(part, _)| part).sum(), both.iter().map(|(_, of)| of).sum())
}

fn length(spans: &[Period]) -> i64 {
    spans.iter().map(|span| span.to - span.from).sum()
}

/// Seconds that two lists share; each is in order and apart.
fn overlap(one: &[Period], other: &[Period]) -> i64 {
    let (mut i, mut j, mut sum) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        sum += (a.to.min(b.to) - a.from.max(b.from)).max(0);
        if a.to <= b.to { i += 1 } else { j += 1 }
    }
    sum
}
