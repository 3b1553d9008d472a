//! Did one contact do? Only requests whose window has closed are counted: last week's first-contact rate does not exist
//! yet.

use crate::domain::metric::figures::{Figures, Log};
use crate::domain::metric::issues::{Request, Solution};
use crate::domain::metric::turns::{first_customer, known, turns};
use crate::domain::metric::{
    Absent, Ask, Contact, Event, Figure, Happened, Issue, MetricId, Part, PerCase, Reading,
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

/// Puts in what there is to say about coming back.
pub(super) fn put(log: &Log<'_>, ask: &Ask<'_>, part: &Part, into: &mut Figures) {
    if !log.recorded.resolves {
        return;
    }
    let mut cases = Vec::new();
    for (request, solution) in log.solved(ask, part) {
        let closes = solution.at.saturating_add(ask.window());
        if closes > ask.as_of {
            into.window_open += 1;
        } else {
            cases.push(Case::of(log, &request, solution, closes));
        }
    }
    let waiting = cases.is_empty() && into.window_open > 0;
    for (id, figure) in all(log, &cases) {
        into.put(id, if waiting { Err(Absent::WindowOpen) } else { figure });
    }
    if waiting {
        into.put(MetricId::TotalWait, Err(Absent::WindowOpen));
    } else {
        let waits = cases.iter().filter_map(|case| case.waited).map(|seconds| seconds as f64);
        into.put_times(MetricId::TotalWait, &waits.collect::<Vec<_>>(), Reading::MeanTime);
    }
}

fn all(log: &Log<'_>, cases: &[Case]) -> [(MetricId, Figure); 7] {
    let rate = |of: fn(&Case) -> Option<bool>| {
        let known: Vec<bool> = cases.iter().filter_map(of).collect();
        if known.is_empty() && !cases.is_empty() {
            return Err(Absent::NotRecorded);
        }
        Reading::rate(known.iter().filter(|hit| **hit).count() as u64, known.len() as u64)
    };
    let one_contact = rate(|case| case.one_contact);
    let solved_at_once = one_contact.map(|reading| match reading {
        Reading::Rate(tally) => Reading::Count(tally.hits()),
        other => other,
    });
    let per_case = |of: fn(&Case) -> u64| {
        let counts: Vec<u64> = cases.iter().map(of).collect();
        PerCase::of(&counts).map(Reading::PerCase).map_err(Absent::from)
    };
    // Where each conversation stands for itself, a request has one by definition.
    let contacts =
        if log.recorded.issues { per_case(|case| case.contacts) } else { Err(Absent::NotRecorded) };
    [
        (MetricId::OneContactRate, one_contact),
        (MetricId::OneContact, solved_at_once),
        (MetricId::FirstContactStrict, rate(|case| Some(case.one_contact? && !case.transferred?))),
        (MetricId::OneTouch, rate(|case| Some(case.one_contact? && case.answers == 1))),
        (MetricId::ReopenRate, rate(|case| case.returned)),
        (MetricId::ContactsPerResolution, contacts),
        (MetricId::ExchangesPerResolution, per_case(|case| case.turns)),
    ]
}

impl Case {
    /// All that happened before the window closed; the instant of closing is no longer part of it.
    fn of(log: &Log<'_>, request: &Request<'_>, solution: Solution<'_>, closes: i64) -> Case {
        let within = || request.contacts.iter().map(|(contact, events)| (*contact, known(events, closes)));
        let begun: Vec<i64> = within().filter_map(|(_, events)| first_customer(events)).collect();
        let after = begun.iter().filter(|at| **at > solution.at).count();
        let reopened = within()
            .map(|(contact, events)| reopened(log, contact, events, solution.at))
            .try_fold(false, |any, one| Some(any | one?));
        let returned = if after > 0 { Some(true) } else { reopened };
        let transfers = within()
            .map(|(contact, events)| log.transfers(contact, events, closes))
            .try_fold(0, |sum: u64, one| Some(sum.saturating_add(one?)));
        let of_kind = |kind| within().flat_map(|(_, events)| events).filter(move |event| event.what == kind);
        let turns: Vec<_> = within().flat_map(|(_, events)| turns(events)).collect();
        let waits: Vec<i64> = turns.iter().filter_map(|turn| turn.waited()).collect();
        Case {
            one_contact: if begun.len() - after > 1 {
                Some(false)
            } else {
                returned.map(|returned| !returned)
            },
            returned,
            transferred: transfers.map(|transfers| transfers > 0),
            answers: of_kind(Happened::Agent).count(),
            contacts: begun.len().max(1) as u64,
            turns: turns.len() as u64,
            waited: (!waits.is_empty()).then(|| waits.iter().sum()),
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
