//! By agent: for that agent alone; for a lead without any ranking, and with a word only where chance cannot explain it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::funnel::{Funnel, Limits, Place};
use crate::domain::metric::fair::{AgentLine, Case, Fair, Stratum, fair};
use crate::domain::metric::{
    Absent, Ask, Contact, Figure, Happened, Log, MetricId, Part, Period, Reading, Shift, figures,
};
use jiff::Timestamp;

use crate::domain::person::Me;
use crate::domain::shown::Shown;
use crate::domain::tally::Tally;
use crate::domain::team;
use crate::ops::metrics::log::Events;
use crate::ops::metrics::report::{Line, printable};

/// By agent.
#[derive(Clone, Debug, PartialEq)]
pub enum People {
    /// My own figures, in the order of the report's lines.
    Mine(Vec<Figure>),
    /// I answered nothing in this period, and nobody else's figures are mine to see.
    NotMine,
    /// So few agents that a figure of one tells about the others.
    TooFew {
        /// How many there are.
        people: usize,
        /// How many it takes.
        from: usize,
    },
    /// The conversations of the whole period are deleted, and nothing about one agent is kept.
    Kept,
    /// A lead's view: everybody beside the team, by name.
    Team(Team),
}

/// Everybody beside the team.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// The figures of whoever asks, in the order of the report's lines, where some of the answers are theirs.
    pub mine: Option<Vec<Figure>>,
    /// The team's share of questions answered within the promised time.
    pub centre: Option<f64>,
    /// Too few first replies to tell kinds of questions apart: nobody is compared like with like.
    pub crude_only: bool,
    /// By name.
    pub agents: Vec<Agent>,
}

/// One agent.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    /// The name, as the source has it.
    pub name: Shown,
    /// Conversations with a reply of this agent in the period: a shared one counts for each.
    pub handled: u64,
    /// Answered within the promised time.
    pub within: Result<Tally, Absent>,
    /// What chance alone allows at this n.
    pub limits: Option<Limits>,
    /// First replies of this agent.
    pub replies: usize,
    /// Those to questions that were asked out of hours.
    pub out_of_hours: usize,
    /// First replies beside what such questions take in the team, on the wall clock.
    pub waited: Option<AgentLine>,
    /// The same on the own clock: from when it could be answered, by the team's hours.
    pub own: Option<AgentLine>,
    /// Outside of what chance allows in all but two of a thousand: look at the mix first.
    pub look_at_the_mix: bool,
}

/// Whose conversations a period's figures stand on: each conversation with a reply counts for the one who looks after it.
pub(super) fn handled(contacts: &[Contact], period: Period) -> Vec<team::Part<u32>> {
    let mut handled: BTreeMap<u32, u64> = BTreeMap::new();
    for contact in contacts {
        let mut replies =
            contact.events.iter().filter(|e| e.what == Happened::Agent && period.holds(e.at)).peekable();
        if replies.peek().is_some()
            && let Some(agent) = contact.agent.or_else(|| replies.find_map(|reply| reply.agent))
        {
            *handled.entry(agent).or_default() += 1;
        }
    }
    handled.into_iter().map(|(person, n)| team::Part { person, n }).collect()
}

/// The figures by agent, as far as whoever asks may see them.
pub(super) fn people(
    log: &Log<'_>,
    ask: &Ask<'_>,
    contacts: &[Contact],
    events: &Events,
    me: Option<&Me>,
    k: usize,
    lines: &[Line],
) -> People {
    let log = log.within(ask.period);
    let mut handled: BTreeMap<u32, u64> = BTreeMap::new();
    let mut owners: BTreeSet<u32> = BTreeSet::new();
    for contact in contacts {
        let replies = contact.events.iter().filter(|e| e.what == Happened::Agent && ask.period.holds(e.at));
        let agents: BTreeSet<u32> = replies.filter_map(|reply| reply.agent).collect();
        owners.extend(contact.agent.filter(|_| !agents.is_empty()));
        agents.into_iter().for_each(|agent| *handled.entry(agent).or_default() += 1);
    }
    let mine = me.and_then(|me| events.mine(me));
    let my_own = mine.filter(|mine| handled.contains_key(mine)).map(|mine| {
        let own = figures(&log, ask, &Part::Agent(mine));
        lines.iter().map(|line| printable(line, &own)).collect()
    });
    let others = owners.iter().filter(|owner| Some(**owner) != mine).count();
    // Whoever has the conversations of k others is a lead, and may have answered some too. With fewer, the only figures
    // by agent that anybody may see are their own.
    if others < k {
        return match my_own {
            Some(own) => People::Mine(own),
            None if mine.is_some() || handled.is_empty() => People::NotMine,
            None => People::TooFew { people: owners.len(), from: k },
        };
    }
    let within: Vec<(u32, Result<Tally, Absent>)> =
        handled.keys().map(|agent| (*agent, answered_within(&log, ask, *agent))).collect();
    let tallies: Vec<Tally> = within.iter().filter_map(|(_, tally)| tally.ok()).collect();
    let funnel = Funnel::of(&tallies).ok();
    let minimum = MetricId::AnsweredWithin.metric().minimum;
    let (waited, own) = (log.first_responses(ask), own_waits(ask, contacts));
    let (fair_waits, fair_own) = (fair(&waited), fair(&own));
    let of = |fair: &Fair, agent| fair.agents.iter().find(|line| line.agent == agent).cloned();
    let asked_at_night =
        |case: &Case, agent| case.agent == agent && case.stratum.shift == Some(Shift::OutOfHours);
    let mut agents: Vec<Agent> = within
        .into_iter()
        .map(|(agent, tally)| {
            let tally =
                tally.and_then(|tally| if tally.n() < minimum { Err(Absent::TooFew) } else { Ok(tally) });
            let around = funnel.as_ref().zip(tally.ok());
            Agent {
                name: Shown::short(events.agents.get(agent as usize).map_or("", String::as_str), 40),
                handled: handled.get(&agent).copied().unwrap_or_default(),
                limits: around.and_then(|(funnel, tally)| funnel.limits(tally.n()).ok()),
                replies: waited.iter().filter(|case| case.agent == agent).count(),
                out_of_hours: waited.iter().filter(|case| asked_at_night(case, agent)).count(),
                waited: of(&fair_waits, agent),
                own: of(&fair_own, agent),
                look_at_the_mix: around
                    .is_some_and(|(funnel, tally)| funnel.place(tally) == Ok(Place::Beyond998)),
                within: tally,
            }
        })
        .collect();
    agents.sort_by_key(|agent| agent.name.to_lowercase());
    People::Team(Team {
        mine: my_own,
        centre: funnel.map(|funnel| funnel.centre()),
        crude_only: fair_waits.crude_only(),
        agents,
    })
}

fn answered_within(log: &Log<'_>, ask: &Ask<'_>, agent: u32) -> Result<Tally, Absent> {
    match figures(log, ask, &Part::Agent(agent)).get(MetricId::AnsweredWithin)? {
        Reading::Rate(tally) => Ok(tally),
        _ => Err(Absent::NotRecorded),
    }
}

/// First replies of the period on the own clock: from the question, or from when it was given to whoever replied, by the
/// team's hours.
fn own_waits(ask: &Ask<'_>, contacts: &[Contact]) -> Vec<Case> {
    let Some(calendar) = ask.calendar else { return Vec::new() };
    let instant = |second: i64| Timestamp::from_second(second).unwrap_or_default();
    let wait = |contact: &Contact| {
        let known = || contact.events.iter().filter(|event| event.at < ask.as_of);
        let spoken = known().find(|event| matches!(event.what, Happened::Customer | Happened::Agent));
        let question = spoken.filter(|e| e.what == Happened::Customer && ask.period.holds(e.at))?;
        let reply = known().find(|event| event.what == Happened::Agent && event.at >= question.at)?;
        let given = known().rfind(|event| {
            matches!(event.what, Happened::Assign | Happened::Transfer)
                && event.agent == reply.agent
                && event.at <= reply.at
        });
        let begun = given.map_or(question.at, |given| given.at.max(question.at));
        let open = calendar.is_open(instant(question.at));
        let stratum = Stratum {
            shift: Some(if open { Shift::InHours } else { Shift::OutOfHours }),
            channel: Some(contact.channel.clone()),
            difficulty: contact.difficulty.clone(),
        };
        let value = calendar.spent(instant(begun), instant(reply.at)).ok()?.business as f64;
        Some(Case { agent: reply.agent?, stratum, value })
    };
    contacts.iter().filter_map(wait).collect()
}
