//! All figures of a log at once.

use std::collections::{BTreeMap, HashMap};

use crate::domain::metric::{Absent, Ask, Contact, Figure, Handling, Happened, Issue, MetricId, Part};
use crate::domain::metric::{contact, load, rating, resolution, times, transfers, volume};

/// A log, made ready to be asked.
#[derive(Clone, Debug)]
pub struct Log<'a> {
    pub(super) contacts: &'a [Contact],
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
        Log { contacts, handling, issues, recorded }
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

/// The figures of a part of the log. Their order in the log does not matter.
pub fn figures(log: &Log<'_>, ask: &Ask<'_>, part: &Part) -> Figures {
    let mut found = Figures { by_conversation: !log.recorded.issues, ..Figures::default() };
    for put in
        [times::put, resolution::put, contact::put, transfers::put, load::put, volume::put, rating::put]
    {
        put(log, ask, part, &mut found);
    }
    found
}
