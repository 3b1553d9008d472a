//! Did one contact do? Only requests whose window has closed are counted: last week's first-contact rate does not exist
//! yet.

use crate::domain::metric::figures::{Figures, Log};
use crate::domain::metric::issues::{Request, Solution};
use crate::domain::metric::turns::{first_customer, known, turns};
use crate::domain::metric::{
    Absent, Amounts, Ask, Contact, Event, Figure, Happened, Issue, MetricId, PerCase, Reading,
};

/// What became of one solved request.
struct Case {
    /// One contact up to the first solution, and none after it; `None` is unknown.
    one_contact: Option<bool>,
    /// It came back: opened again, or asked about anew; `None` is unknown.
    returned: Option<bool>,
    /// Somebody handed it on; `None` is unknown.
    transferred: Option<bool>,
    /// Human messages.
    answers: usize,
    contacts: u64,
    turns: u64,
    /// All waits together, in seconds; `None` where nobody waited for an answer.
    waited: Option<i64>,
}

/// So many of those of which it is known.
#[derive(Default)]
struct Rate {
    hits: u64,
    known: u64,
}

impl Rate {
    fn push(&mut self, hit: Option<bool>) {
        if let Some(hit) = hit {
            self.hits += u64::from(hit);
            self.known += 1;
        }
    }

    fn figure(&self, cases: u64) -> Figure {
        if self.known == 0 && cases > 0 {
            return Err(Absent::NotRecorded);
        }
        Reading::rate(self.hits, self.known)
    }
}

/// What there is to say about coming back.
#[derive(Default)]
pub(super) struct Cases {
    open: u64,
    closed: u64,
    one_contact: Rate,
    strict: Rate,
    one_touch: Rate,
    returned: Rate,
    contacts: Amounts,
    turns: Amounts,
    waited: Amounts,
}

impl Cases {
    /// Sees a request that was first solved in the period and the part.
    pub(super) fn see(
        &mut self,
        log: &Log<'_>,
        ask: &Ask<'_>,
        request: &Request<'_>,
        solution: Solution<'_>,
    ) {
        let closes = solution.at.saturating_add(ask.window());
        if closes > ask.as_of {
            self.open += 1;
            return;
        }
        self.closed += 1;
        let case = Case::of(log, request, solution, closes);
        self.one_contact.push(case.one_contact);
        // More than one contact is enough to know.
        self.strict.push(case.one_contact.and_then(|one| Some(one && !case.transferred?)));
        self.one_touch.push(case.one_contact.map(|one| one && case.answers == 1));
        self.returned.push(case.returned);
        self.contacts.push(case.contacts as i64);
        self.turns.push(case.turns as i64);
        if let Some(waited) = case.waited {
            self.waited.push(waited);
        }
    }

    /// Puts it in.
    pub(super) fn put(&self, log: &Log<'_>, into: &mut Figures) {
        if !log.recorded.resolves {
            return;
        }
        into.window_open += self.open;
        let waiting = self.closed == 0 && self.open > 0;
        for (id, figure) in self.all(log) {
            into.put(id, if waiting { Err(Absent::WindowOpen) } else { figure });
        }
        if waiting {
            into.put(MetricId::TotalWait, Err(Absent::WindowOpen));
        } else {
            into.put_times(MetricId::TotalWait, &self.waited, Reading::MeanTime);
        }
    }

    fn all(&self, log: &Log<'_>) -> [(MetricId, Figure); 7] {
        let rate = |rate: &Rate| rate.figure(self.closed);
        let one_contact = rate(&self.one_contact);
        let solved_at_once = one_contact.map(|reading| match reading {
            Reading::Rate(tally) => Reading::Count(tally.hits()),
            other => other,
        });
        let per_case = |counts| PerCase::of(counts).map(Reading::PerCase).map_err(Absent::from);
        // Where each conversation stands for itself, a request has one by definition.
        let contacts = if log.recorded.issues { per_case(&self.contacts) } else { Err(Absent::NotRecorded) };
        [
            (MetricId::OneContactRate, one_contact),
            (MetricId::OneContact, solved_at_once),
            (MetricId::FirstContactStrict, rate(&self.strict)),
            (MetricId::OneTouch, rate(&self.one_touch)),
            (MetricId::ReopenRate, rate(&self.returned)),
            (MetricId::ContactsPerResolution, contacts),
            (MetricId::ExchangesPerResolution, per_case(&self.turns)),
        ]
    }
}

impl Case {
    /// All that happened before the window closed; the instant of closing is no longer part of it.
    fn of(log: &Log<'_>, request: &Request<'_>, solution: Solution<'_>, closes: i64) -> Case {
        let within = || request.contacts.iter().map(|(contact, events)| (*contact, known(events, closes)));
        let begun = || within().filter_map(|(_, events)| first_customer(events));
        let (contacts, after) = (begun().count(), begun().filter(|at| *at > solution.at).count());
        let reopened = within()
            .map(|(contact, events)| reopened(log, contact, events, solution.at))
            .try_fold(false, |any, one| Some(any | one?));
        let returned = if after > 0 { Some(true) } else { reopened };
        let transfers = within()
            .map(|(contact, events)| log.transfers(contact, events, closes))
            .try_fold(0, |sum: u64, one| Some(sum.saturating_add(one?)));
        let of_kind = |kind| within().flat_map(|(_, events)| events).filter(move |event| event.what == kind);
        let (mut exchanges, mut waited) = (0, None);
        for turn in within().flat_map(|(_, events)| turns(events)) {
            exchanges += 1;
            if let Some(wait) = turn.waited() {
                waited = Some(waited.unwrap_or(0) + wait);
            }
        }
        Case {
            one_contact: if contacts - after > 1 { Some(false) } else { returned.map(|returned| !returned) },
            returned,
            transferred: transfers.map(|transfers| transfers > 0),
            answers: of_kind(Happened::Agent).count(),
            contacts: contacts.max(1) as u64,
            turns: exchanges,
            waited,
        }
    }
}

/// Whether a conversation was opened again after the request was first solved; `None` is unknown. A count without times
/// is taken for what came after.
fn reopened(log: &Log<'_>, contact: &Contact, events: &[Event], solved: i64) -> Option<bool> {
    let seen = events.iter().any(|event| event.what == Happened::Reopen && event.at >= solved);
    let named = matches!(contact.issue, Issue::Named(_));
    match contact.reopens {
        _ if seen => Some(true),
        // Where the log has times for it, a count says nothing about the window.
        Some(count) => Some(count > 0 && !log.recorded.reopens),
        None => (log.recorded.reopens || named).then_some(false),
    }
}
