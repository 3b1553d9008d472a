//! All figures of a log at once.

use std::collections::{BTreeMap, HashMap};

use crate::domain::kept::Spread;
use crate::domain::metric::turns::known;
use crate::domain::metric::{
    Absent, Ask, Contact, Event, Figure, Handling, Happened, Issue, MetricId, Part, Period, Reading, Times,
};
use crate::domain::metric::{contact, load, rating, resolution, times, transfers, volume};

/// A log, made ready to be asked.
#[derive(Clone, Debug)]
pub struct Log<'a> {
    pub(super) contacts: Vec<&'a Contact>,
    pub(super) handling: Option<&'a Handling>,
    /// The places of the contacts of each issue, in the order of their first contact.
    pub(super) issues: Vec<Vec<usize>>,
    pub(super) recorded: Recorded,
}

/// What the log's source writes down at all: what it never says is *not recorded*, and not 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Who a conversation was given to, and when.
    pub assignments: bool,
    /// That one was opened again, and when.
    pub reopens: bool,
    /// That one was solved.
    pub resolves: bool,
    /// Which conversations belong together.
    pub issues: bool,
}

impl<'a> Log<'a> {
    /// Of conversations and, for chat and calls, of who worked on what. Their events are by time.
    pub fn new(contacts: &'a [Contact], handling: Option<&'a Handling>) -> Log<'a> {
        let mut places: HashMap<&Issue, usize> = HashMap::new();
        let mut issues: Vec<Vec<usize>> = Vec::new();
        let mut recorded = Recorded::default();
        for (place, contact) in contacts.iter().enumerate() {
            recorded.see(contact);
            match &contact.issue {
                // It stands for itself: nothing to look up.
                Issue::Conversation(_) => issues.push(vec![place]),
                named => {
                    let at = *places.entry(named).or_insert_with(|| {
                        issues.push(Vec::new());
                        issues.len() - 1
                    });
                    issues[at].push(place);
                }
            }
        }
        Log { contacts: contacts.iter().collect(), handling, issues, recorded }
    }

    /// The part of it that the figures of a period read: requests of which something happened in it, and those that
    /// were open then. The figures are the same; they are found sooner where the log is long and the period short.
    pub fn within(&self, period: Period) -> Log<'a> {
        let matters = |places: &&Vec<usize>| {
            let events = || places.iter().flat_map(|place| &self.contacts[*place].events);
            let begun = events().any(|event| event.at < period.to);
            begun && (events().any(|event| event.at >= period.from) || !self.solved_at(places, period.from))
        };
        let mut contacts = Vec::new();
        let mut issues = Vec::new();
        for places in self.issues.iter().filter(matters) {
            let first = contacts.len();
            contacts.extend(places.iter().map(|place| self.contacts[*place]));
            issues.push((first..contacts.len()).collect());
        }
        Log { contacts, handling: self.handling, issues, recorded: self.recorded }
    }

    /// The conversations that a filter lets through; the requests are theirs alone.
    pub fn only(&self, keep: impl Fn(&Contact) -> bool) -> Log<'a> {
        let mut contacts = Vec::new();
        let mut issues = Vec::new();
        for places in &self.issues {
            let first = contacts.len();
            contacts.extend(places.iter().map(|place| self.contacts[*place]).filter(|contact| keep(contact)));
            if contacts.len() > first {
                issues.push((first..contacts.len()).collect());
            }
        }
        Log { contacts, handling: self.handling, issues, recorded: self.recorded }
    }

    /// Its conversations.
    pub fn contacts(&self) -> impl Iterator<Item = &'a Contact> + '_ {
        self.contacts.iter().copied()
    }

    /// Whether the last thing known of a request's state before an instant is that it was solved.
    fn solved_at(&self, places: &[usize], until: i64) -> bool {
        match places {
            // The most common by far, and nothing to sort.
            [place] => {
                let events = known(&self.contacts[*place].events, until);
                let state = |event: &&Event| matches!(event.what, Happened::Resolve | Happened::Reopen);
                let asked = events.iter().position(|event| event.what == Happened::Customer);
                let last = events.iter().rposition(|event| state(&event));
                last.is_some_and(|last| {
                    events[last].what == Happened::Resolve && asked.is_none_or(|asked| asked < last)
                })
            }
            // Together they are rare: whether they matter is left to the formulas.
            _ => false,
        }
    }

    /// What its source writes down.
    pub const fn recorded(&self) -> Recorded {
        self.recorded
    }
}

impl Recorded {
    fn see(&mut self, contact: &Contact) {
        for event in &contact.events {
            match event.what {
                Happened::Assign | Happened::Transfer => self.assignments = true,
                Happened::Reopen => self.reopens = true,
                Happened::Resolve => self.resolves = true,
                Happened::Customer | Happened::Agent | Happened::Auto | Happened::Note => {}
            }
        }
        self.issues |= matches!(contact.issue, Issue::Named(_));
    }
}

/// The figures of a part of a log in a period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    pub(super) found: BTreeMap<MetricId, Figure>,
    /// Whether conversations stand for themselves, since the source does not say which belong together: the figures for
    /// which [`MetricId::follows_up`] holds are then marked *by conversation*.
    pub by_conversation: bool,
    /// Requests first solved in the period that could still come back, and are in none of the figures that follow up.
    pub window_open: u64,
    /// Requests open at the end by age: under a day, 1 to 3, 3 to 7, over 7 days.
    pub backlog_ages: [u64; 4],
    /// What came in; `None` where the source does not say which conversations belong together.
    pub inbound: Option<Inbound>,
    /// Ratings asked for: conversations that were solved, beside the ratings given. `None` where nothing was rated.
    pub ratings: Option<Ratings>,
    /// How the lengths of time lie, where the figures are to be kept.
    pub(super) spreads: Option<BTreeMap<MetricId, Spread>>,
}

/// What came in during a period: volume is requests times contacts per request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inbound {
    /// Conversations that a customer began in the period.
    pub contacts: u64,
    /// Requests that they were about.
    pub requests: u64,
}

/// How many rated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ratings {
    /// Ratings given, on any scale.
    pub answers: u64,
    /// Conversations that could have been rated.
    pub asked: u64,
    /// Ratings left out: their scale differs from most.
    pub other_scales: u64,
}

impl Figures {
    /// A figure, exact; see [`crate::domain::metric::Metric::printable`] for what may be printed.
    ///
    /// # Errors
    /// Where there is none, and why.
    pub fn get(&self, id: MetricId) -> Figure {
        self.found.get(&id).copied().unwrap_or(Err(Absent::NotRecorded))
    }

    /// The figure as it may be printed: below the metric's minimum it is *too few*.
    ///
    /// # Errors
    /// Where there is none, and why.
    pub fn printable(&self, id: MetricId) -> Figure {
        id.metric().printable(self.get(id))
    }

    /// Puts in a figure that no conversation can say: typed in, from a survey, from reviews.
    pub fn put(&mut self, id: MetricId, figure: Figure) {
        self.found.insert(id, figure);
    }
}

/// A metric, and what it reads first of lengths of time.
pub(super) type Lead = (MetricId, fn(Times) -> Reading);

impl Figures {
    /// Puts in lengths of time that each stand for themselves.
    pub(super) fn put_times(&mut self, id: MetricId, seconds: &[f64], lead: fn(Times) -> Reading) {
        self.put_times_of(&[(id, lead)], seconds, seconds);
    }

    /// Puts in lengths of time of which a conversation may have several; `means` holds one value of each.
    pub(super) fn put_times_of(&mut self, ids: &[Lead], seconds: &[f64], means: &[f64]) {
        let times = Times::by_conversation(seconds, means).map_err(Absent::from);
        for (id, lead) in ids {
            self.put(*id, times.map(lead));
            if let Some(spreads) = &mut self.spreads {
                spreads.insert(*id, Spread::of(seconds));
            }
        }
    }
}

/// The figures of a part of the log. Their order in the log does not matter.
pub fn figures(log: &Log<'_>, ask: &Ask<'_>, part: &Part) -> Figures {
    put_all(log, ask, part, Figures::default())
}

/// The same, with what it takes to put them together with those of other weeks.
pub fn figures_to_keep(log: &Log<'_>, ask: &Ask<'_>, part: &Part) -> Figures {
    put_all(log, ask, part, Figures { spreads: Some(BTreeMap::new()), ..Figures::default() })
}

/// Only those that wait until their cases had time to show themselves.
pub fn following_up(log: &Log<'_>, ask: &Ask<'_>, part: &Part) -> Figures {
    let mut found = Figures { by_conversation: !log.recorded.issues, ..Figures::default() };
    contact::put(log, ask, part, &mut found);
    found
}

fn put_all(log: &Log<'_>, ask: &Ask<'_>, part: &Part, mut found: Figures) -> Figures {
    found.by_conversation = !log.recorded.issues;
    for put in
        [times::put, resolution::put, contact::put, transfers::put, load::put, volume::put, rating::put]
    {
        put(log, ask, part, &mut found);
    }
    found
}
