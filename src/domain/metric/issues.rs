//! Requests: one conversation or more about the same thing, when they were first solved, and whether they still are.

use crate::domain::metric::figures::Log;
use crate::domain::metric::turns::{first_customer, known};
use crate::domain::metric::{Ask, Contact, Event, Happened, Part};

/// A request, seen from a moment of knowledge.
pub(super) struct Request<'a> {
    /// Its conversations with what is known of them, by their numbers.
    pub(super) contacts: Vec<(&'a Contact, &'a [Event])>,
}

/// When a request was first solved, and in which of its conversations.
#[derive(Clone, Copy)]
pub(super) struct Solution<'a> {
    pub(super) at: i64,
    pub(super) contact: &'a Contact,
}

impl<'a> Request<'a> {
    /// Of its conversations; without any of which something is known, it is not known either.
    pub(super) fn of(contacts: &'a [Contact], as_of: i64) -> Request<'a> {
        let mut contacts: Vec<(&'a Contact, &'a [Event])> = contacts
            .iter()
            .map(|contact| (contact, known(&contact.events, as_of)))
            .filter(|(_, events)| !events.is_empty())
            .collect();
        contacts.sort_by_key(|(contact, _)| contact.conversation);
        Request { contacts }
    }

    /// The customer's first message about it.
    pub(super) fn asked(&self) -> Option<i64> {
        self.contacts.iter().filter_map(|(_, events)| first_customer(events)).min()
    }

    /// The first event of all.
    pub(super) fn began(&self) -> Option<(i64, &'a Contact)> {
        let firsts =
            self.contacts.iter().filter_map(|(contact, events)| Some((events.first()?.at, *contact)));
        firsts.min_by_key(|(at, contact)| (*at, contact.conversation))
    }

    /// Its first solution.
    pub(super) fn solution(&self) -> Option<Solution<'a>> {
        let first =
            |events: &[Event]| events.iter().find(|event| event.what == Happened::Resolve).map(|e| e.at);
        let all = self.contacts.iter().filter_map(|(contact, events)| Some((first(events)?, *contact)));
        all.min_by_key(|(at, contact)| (*at, contact.conversation))
            .map(|(at, contact)| Solution { at, contact })
    }

    /// Its first solution, where that came in the period and in a conversation that belongs to the part.
    pub(super) fn solved(&self, ask: &Ask<'_>, part: &Part) -> Option<Solution<'a>> {
        let first = self.solution()?;
        (ask.period.holds(first.at) && ask.holds(part, first.contact)).then_some(first)
    }

    /// When it was last solved, if it still is before `until`: neither opened again nor asked about anew since.
    pub(super) fn solved_before(&self, until: i64) -> Option<i64> {
        // The most common by far, and nothing to sort.
        let last = if let [(_, events)] = self.contacts.as_slice() {
            steps(known(events, until)).last()
        } else {
            let mut all: Vec<(i64, bool)> =
                self.contacts.iter().flat_map(|(_, events)| steps(known(events, until))).collect();
            // Stable: what one conversation wrote down at one instant keeps its order.
            all.sort_by_key(|(at, _)| *at);
            all.last().copied()
        };
        last.filter(|(_, solved)| *solved).map(|(at, _)| at)
    }
}

/// When a conversation was solved (`true`), and when it was open: first asked about, or opened again.
pub(super) fn steps(events: &[Event]) -> impl Iterator<Item = (i64, bool)> {
    let mut asked = false;
    events.iter().filter_map(move |event| {
        let solved = match event.what {
            Happened::Resolve => true,
            Happened::Reopen => false,
            Happened::Customer if !asked => {
                asked = true;
                false
            }
            _ => return None,
        };
        Some((event.at, solved))
    })
}

impl Log<'_> {
    /// Hand-overs of a conversation before an instant; `None` is unknown.
    pub(super) fn transfers(&self, contact: &Contact, events: &[Event], before: i64) -> Option<u64> {
        let seen =
            known(events, before).iter().filter(|event| event.what == Happened::Transfer).count() as u64;
        match contact.transfers {
            Some(count) if seen == 0 && !events.iter().any(|event| event.what == Happened::Transfer) => {
                Some(u64::from(count))
            }
            Some(_) => Some(seen),
            None => self.recorded.assignments.then_some(seen),
        }
    }
}
