//! By agent: for that agent alone. A lead sees how people lie beside each other, nobody by name, with a word only where
//! chance cannot explain it.

use crate::domain::funnel::{Funnel, Limits, Place};
use crate::domain::interval::Undefined;
use crate::domain::metric::fair::{AgentLine, Fair, fair};
use crate::domain::metric::{Absent, Ask, Figure, Figures, Log, MetricId, Part, Reading, Shift, figures};
use crate::domain::tally::Tally;
use crate::ops::metrics::behind::Behind;

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
    /// A lead's view: the people beside each other, and nobody by name.
    Team(Box<Team>),
}

/// The people of a team beside each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// Whoever asks, where some of the answers are theirs.
    pub mine: Option<Mine>,
    /// How many answered.
    pub people: usize,
    /// How many of them have enough questions to be placed.
    pub placed: usize,
    /// The team's share of questions answered within the promised time.
    pub centre: Option<f64>,
    /// How many lie outside of what chance allows in all but two of a thousand: look at the mix first. `None` where too
    /// few can be placed.
    pub beyond: Option<usize>,
}

/// One agent beside the team, for that agent alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Mine {
    /// Their figures, in the order of the report's lines.
    pub figures: Vec<Figure>,
    /// Answered within the promised time.
    pub within: Result<Tally, Absent>,
    /// What chance alone allows at this n.
    pub limits: Option<Limits>,
    /// First replies.
    pub replies: usize,
    /// Those to questions that were asked out of hours.
    pub out_of_hours: usize,
    /// First replies beside what such questions take in the team, on the wall clock.
    pub waited: Option<AgentLine>,
    /// The same on the own clock: from when it could be answered, by the team's hours.
    pub own: Option<AgentLine>,
    /// Too few first replies to tell kinds of questions apart: nobody is compared like with like.
    pub crude_only: bool,
}

impl People {
    /// The figures of whoever asks.
    pub fn own(&self) -> Option<&[Figure]> {
        match self {
            People::Mine(own) => Some(own),
            People::Team(team) => team.mine.as_ref().map(|mine| mine.figures.as_slice()),
            People::NotMine | People::Kept | People::TooFew { .. } => None,
        }
    }

    /// The same with these as the figures of whoever asks.
    pub(super) fn with_own(mut self, figures: Vec<Figure>) -> People {
        match &mut self {
            People::Mine(own) => *own = figures,
            People::Team(team) => {
                if let Some(mine) = &mut team.mine {
                    mine.figures = figures;
                }
            }
            People::NotMine | People::Kept | People::TooFew { .. } => {}
        }
        self
    }
}

/// The figures of whoever asks; `None` where they answered nothing.
pub(super) fn own(log: &Log<'_>, ask: &Ask<'_>, behind: &Behind) -> Option<Figures> {
    let log = log.within(ask.period);
    let mine = behind.mine().filter(|mine| log.repliers(ask).contains(mine))?;
    Some(figures(&log, ask, &Part::Agent(mine)))
}

/// The people of a period, as far as whoever asks may see them; their own figures are still to be put in.
pub(super) fn people(log: &Log<'_>, ask: &Ask<'_>, behind: &Behind, k: usize) -> People {
    let log = log.within(ask.period);
    let answered = log.repliers(ask);
    let mine = behind.mine();
    let own = mine.filter(|mine| answered.contains(mine));
    let others = behind.others(&log, ask, &Part::All);
    // Whoever has the conversations of enough others is a lead, and may have answered some too. With fewer, the only
    // figures by agent that anybody may see are their own.
    if others.is_empty() || !behind.enough(&others) {
        return match own {
            Some(_) => People::Mine(Vec::new()),
            None if mine.is_some() || answered.is_empty() => People::NotMine,
            None => People::TooFew { people: others.len(), from: k },
        };
    }
    let minimum = MetricId::AnsweredWithin.metric().minimum;
    let within = log.answered_within(ask);
    let of =
        |agent: u32| within.get(&agent).copied().unwrap_or(Err(Absent::Undefined(Undefined::NoObservations)));
    let tallies: Vec<Tally> = answered.iter().filter_map(|agent| tally(of(*agent)).ok()).collect();
    let funnel = Funnel::of(&tallies).ok();
    let placed = || tallies.iter().filter(|tally| tally.n() >= minimum);
    let beyond = |funnel: &Funnel| placed().filter(|t| funnel.place(**t) == Ok(Place::Beyond998)).count();
    let told = placed().count() >= k;
    People::Team(Box::new(Team {
        mine: own.map(|mine| beside(&log, ask, mine, (funnel.as_ref(), tally(of(mine))))),
        people: answered.len(),
        placed: placed().count(),
        centre: funnel.map(|funnel| funnel.centre()),
        beyond: funnel.as_ref().filter(|_| told).map(beyond),
    }))
}

/// One agent beside a team that is large enough.
fn beside(
    log: &Log<'_>,
    ask: &Ask<'_>,
    mine: u32,
    (funnel, within): (Option<&Funnel>, Result<Tally, Absent>),
) -> Mine {
    let minimum = MetricId::AnsweredWithin.metric().minimum;
    let within = within.and_then(|tally| if tally.n() < minimum { Err(Absent::TooFew) } else { Ok(tally) });
    let waited = log.first_responses(ask);
    let asked = |agent| agent == mine;
    let (fair_waits, fair_own) = (fair(&waited, asked), fair(&log.own_first_responses(ask), asked));
    let of = |fair: &Fair| {
        let line = fair.agents.iter().find(|line| line.agent == mine);
        line.filter(|line| line.crude.n as u64 >= minimum).cloned()
    };
    let replies = || waited.iter().filter(|case| case.agent == mine);
    Mine {
        limits: funnel.zip(within.ok()).and_then(|(funnel, tally)| funnel.limits(tally.n()).ok()),
        replies: replies().count(),
        out_of_hours: replies().filter(|case| case.stratum.shift == Some(Shift::OutOfHours)).count(),
        waited: of(&fair_waits),
        own: of(&fair_own),
        crude_only: fair_waits.crude_only(),
        within,
        figures: Vec::new(),
    }
}

fn tally(figure: Figure) -> Result<Tally, Absent> {
    match figure? {
        Reading::Rate(tally) => Ok(tally),
        _ => Err(Absent::NotRecorded),
    }
}
