//! All figures of a log at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::kept::Spread;
use crate::domain::metric::contacts::blank;
use crate::domain::metric::issues::Request;
use crate::domain::metric::turns::known;
use crate::domain::metric::{
    Absent, Amounts, Ask, Contact, Contacts, Figure, Handling, Happened, MetricId, Part, Period, Reading,
    Times,
};
use crate::domain::metric::{contact, load, rating, resolution, times, transfers, volume};

/// A log, made ready to be asked.
#[derive(Clone, Debug)]
pub struct Log<'a> {
    contacts: &'a Contacts,
    pub(super) handling: Option<&'a Handling>,
    /// The places of the contacts, those of one request side by side; the first of each request is marked.
    places: Vec<u32>,
    pub(super) recorded: Recorded,
}

/// The mark of a request's first contact.
const FIRST: u32 = 1 << 31;

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
    /// Of conversations and, for chat and calls, of who worked on what.
    pub fn new(contacts: &'a Contacts, handling: Option<&'a Handling>) -> Log<'a> {
        let mut named: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut places = Vec::with_capacity(contacts.len());
        let mut recorded = Recorded::default();
        for (place, number) in (0..contacts.len()).zip(0..FIRST) {
            contacts.each_event(place).for_each(|event| recorded.see(event.what));
            match contacts.named(place) {
                // It stands for itself: nothing to look up.
                None => places.push(number | FIRST),
                Some(issue) => named.entry(issue).or_default().push(number),
            }
        }
        recorded.issues = !named.is_empty();
        for request in named.into_values() {
            let first = places.len();
            places.extend(request);
            places[first] |= FIRST;
        }
        Log { contacts, handling, places, recorded }
    }

    /// The part of it that the figures of a period read: requests of which something happened in it, and those that
    /// were open then. The figures are the same; they are found sooner where the log is long and the period short.
    pub fn within(&self, period: Period) -> Log<'a> {
        let all = self.contacts;
        let matters = |request: &[u32]| {
            let held = || request.iter().map(|place| at(*place)).filter(|place| all.first(*place).is_some());
            let begun = held().any(|place| all.first(place).is_some_and(|first| first < period.to));
            begun
                && (held().any(|place| all.last(place) >= period.from)
                    // Together they are rare: whether those matter is left to the formulas.
                    || !matches!(request, [alone] if all.solved(at(*alone))))
        };
        let mut places = Vec::new();
        self.requests_by_place()
            .filter(|request| matters(request))
            .for_each(|request| places.extend(request));
        Log { places, ..*self }
    }

    /// The conversations that a filter lets through, by their numbers; the requests are theirs alone.
    pub fn only(&self, keep: impl Fn(i64) -> bool) -> Log<'a> {
        let mut places = Vec::new();
        for request in self.requests_by_place() {
            let first = places.len();
            let kept = request.iter().filter(|place| keep(self.contacts.conversation(at(**place))));
            places.extend(kept.map(|place| place & !FIRST));
            if let Some(first) = places.get_mut(first) {
                *first |= FIRST;
            }
        }
        Log { places, ..*self }
    }

    fn requests_by_place(&self) -> impl Iterator<Item = &[u32]> {
        self.places.chunk_by(|_, next| next & FIRST == 0)
    }

    /// Hands over the conversations of each request that figures of a part may hang on, unpacked.
    pub(super) fn each_request(&self, part: &Part, mut f: impl FnMut(&[Contact])) {
        let mut request = Vec::new();
        for places in self.requests_by_place().filter(|places| self.concerns(part, places)) {
            request.resize_with(places.len().max(request.len()), blank);
            for (place, contact) in places.iter().zip(&mut request) {
                self.contacts.unpack(at(*place), contact);
            }
            f(&request[..places.len()]);
        }
    }

    /// Hands over the conversations of a part, unpacked.
    pub(super) fn each_contact(&self, ask: &Ask<'_>, part: &Part, mut f: impl FnMut(&Contact)) {
        let mut contact = blank();
        for place in self.of_part(part) {
            self.contacts.unpack(place, &mut contact);
            if ask.holds(part, &contact) {
                f(&contact);
            }
        }
    }

    /// The places of the conversations that may belong to a part, as far as that is known without unpacking them.
    fn of_part<'b>(&'b self, part: &'b Part) -> impl Iterator<Item = usize> + 'b {
        self.places.iter().map(|place| at(*place)).filter(move |place| self.may_hold(part, *place))
    }

    fn may_hold(&self, part: &Part, place: usize) -> bool {
        match part {
            Part::All | Part::Shift(_) => true,
            Part::Channel(channel) => self.contacts.channel(place) == channel,
            Part::Agent(agent) => self.contacts.agent(place) == Some(*agent),
            Part::Difficulty(difficulty) => self.contacts.difficulty(place) == difficulty.as_ref(),
        }
    }

    /// Whether a conversation of a request may belong to a part, or its agent did anything in one of somebody else's.
    fn concerns(&self, part: &Part, request: &[u32]) -> bool {
        request.iter().map(|place| at(*place)).any(|place| {
            let did = |agent| self.contacts.each_event(place).any(|event| event.agent == Some(agent));
            self.may_hold(part, place) || matches!(part, Part::Agent(agent) if did(*agent))
        })
    }

    /// What is asked of the conversations of a part in which anything happened in a period, one by one.
    fn seen<'b>(&'b self, ask: &'b Ask<'_>, part: &'b Part) -> impl Iterator<Item = usize> + 'b {
        let mut contact = blank();
        self.of_part(part).filter(move |place| {
            let here = self.contacts.within(*place, ask.period);
            if let (true, Part::Shift(_)) = (here, part) {
                self.contacts.unpack(*place, &mut contact);
                return ask.holds(part, &contact);
            }
            here
        })
    }

    /// Who looked after the answered conversations of a part in which anything happened in the period, each with how
    /// many: else whoever replied first.
    pub fn looked_after(&self, ask: &Ask<'_>, part: &Part) -> BTreeMap<u32, u64> {
        let mut people = BTreeMap::new();
        for place in self.seen(ask, part).filter(|place| self.contacts.replied(*place)) {
            let replies = || self.contacts.each_event(place).filter(|event| event.what == Happened::Agent);
            let who = self.contacts.agent(place).or_else(|| replies().find_map(|reply| reply.agent));
            if let Some(who) = who {
                *people.entry(who).or_default() += 1;
            }
        }
        people
    }

    /// The channels of conversations in which anything happened in a period.
    pub fn channels(&self, ask: &Ask<'_>) -> BTreeSet<&'a str> {
        let mut channels = BTreeSet::new();
        for place in self.seen(ask, &Part::All) {
            channels.insert(self.contacts.channel(place));
        }
        channels
    }

    /// The difficulties of conversations in which anything happened in a period.
    pub fn difficulties(&self, ask: &Ask<'_>) -> BTreeSet<Option<&'a String>> {
        self.seen(ask, &Part::All).map(|place| self.contacts.difficulty(place)).collect()
    }

    /// Whether anything happened in the period.
    pub fn anything(&self, ask: &Ask<'_>) -> bool {
        self.seen(ask, &Part::All).next().is_some()
    }

    /// Who replied in the period.
    pub fn repliers(&self, ask: &Ask<'_>) -> BTreeSet<u32> {
        let mut people = BTreeSet::new();
        for place in self.seen(ask, &Part::All).filter(|place| self.contacts.replied(*place)) {
            let replies = self
                .contacts
                .each_event(place)
                .filter(|event| event.what == Happened::Agent && ask.period.holds(event.at));
            people.extend(replies.filter_map(|reply| reply.agent));
        }
        people
    }

    /// The first instant at which anything happened.
    pub fn first(&self) -> Option<i64> {
        self.places.iter().filter_map(|place| self.contacts.first(at(*place))).min()
    }

    /// The first instant at which anything happened in a part.
    pub(super) fn first_of(&self, ask: &Ask<'_>, part: &Part) -> Option<i64> {
        let mut contact = blank();
        let held = self.of_part(part).filter(|place| {
            let Part::Shift(_) = part else { return true };
            self.contacts.unpack(*place, &mut contact);
            ask.holds(part, &contact)
        });
        held.filter_map(|place| self.contacts.first(place)).min()
    }

    /// The last instant at which anything happened that was known by another.
    pub fn last_known(&self, until: i64) -> Option<i64> {
        let last = |place| match self.contacts.last(place) {
            last if last <= until => self.contacts.first(place).map(|_| last),
            _ => self.contacts.each_event(place).map(|event| event.at).filter(|at| *at <= until).last(),
        };
        self.places.iter().filter_map(|place| last(at(*place))).max()
    }

    /// What its source writes down.
    pub const fn recorded(&self) -> Recorded {
        self.recorded
    }
}

const fn at(place: u32) -> usize {
    (place & !FIRST) as usize
}

impl Recorded {
    fn see(&mut self, what: Happened) {
        match what {
            Happened::Assign | Happened::Transfer => self.assignments = true,
            Happened::Reopen => self.reopens = true,
            Happened::Resolve => self.resolves = true,
            Happened::Customer | Happened::Agent | Happened::Auto | Happened::Note => {}
        }
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
    pub(super) fn put_times(&mut self, id: MetricId, seconds: &Amounts, lead: fn(Times) -> Reading) {
        let times = Times::of(seconds).map_err(Absent::from);
        self.put_read(&[(id, lead)], seconds, times);
    }

    /// Puts in lengths of time of which a conversation may have several; `means` holds one value of each.
    pub(super) fn put_times_of(&mut self, ids: &[Lead], seconds: &Amounts, means: &[f64]) {
        let times = Times::by_conversation(seconds, means).map_err(Absent::from);
        self.put_read(ids, seconds, times);
    }

    fn put_read(&mut self, ids: &[Lead], seconds: &Amounts, times: Result<Times, Absent>) {
        for (id, lead) in ids {
            self.put(*id, times.map(lead));
            if let Some(spreads) = &mut self.spreads {
                spreads.insert(*id, Spread::of(seconds.ordered().values()));
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
    let mut cases = contact::Cases::default();
    if log.recorded.resolves {
        log.each_request(part, |contacts| {
            let request = Request::of(contacts, ask.as_of);
            if let Some(solution) = request.solved(ask, part) {
                cases.see(log, ask, &request, solution);
            }
        });
    }
    cases.put(log, &mut found);
    found
}

/// One pass over the log: of each request every formula keeps a few numbers.
fn put_all(log: &Log<'_>, ask: &Ask<'_>, part: &Part, mut found: Figures) -> Figures {
    found.by_conversation = !log.recorded.issues;
    let mut waits = times::Waits::default();
    let mut solving = resolution::Solving::default();
    let mut cases = contact::Cases::default();
    let mut hands = transfers::Hands::default();
    let mut handled = 0;
    let mut volume = volume::Volume::default();
    let mut given = rating::Given::default();
    let end = ask.period.to.min(ask.as_of);
    log.each_request(part, |contacts| {
        for contact in contacts {
            let here = ask.holds(part, contact);
            let events = known(&contact.events, ask.as_of);
            handled += u64::from(load::is_handled(ask, part, here, events));
            if here {
                waits.see(log, ask, part, events);
                hands.see(log, ask, contact, events);
                given.see(ask, contact, events);
                volume.see(ask, events);
            }
        }
        volume.see_inbound(ask, part, contacts);
        if !log.recorded.resolves {
            return;
        }
        let request = Request::of(contacts, ask.as_of);
        if let Some(solution) = request.solved(ask, part) {
            solving.see(ask, &request, solution);
            cases.see(log, ask, &request, solution);
            hands.see_solved(log, &request, solution);
            volume.solved += 1;
        }
        volume.see_left(ask, part, &Request::of(contacts, end), end);
    });
    waits.put(log, ask, part, &mut found);
    solving.put(log, ask, &mut found);
    cases.put(log, &mut found);
    hands.put(log, &mut found);
    load::put(log, ask, part, handled, &mut found);
    volume.put(log, ask, end, &mut found);
    given.put(&mut found);
    found
}
