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
        let mut steps: Vec<(i64, bool)> = Vec::new();
        for (_, events) in &self.contacts {
            let mut seen = false;
            for event in known(events, until) {
                match event.what {
                    Happened::Resolve => steps.push((event.at, true)),
                    Happened::Reopen => steps.push((event.at, false)),
                    Happened::Customer if !seen => {
                        seen = true;
                        steps.push((event.at, false));
                    }
                    _ => {}
                }
            }
        }
        // Stable: what one conversation wrote down at one instant keeps its order.
        steps.sort_by_key(|(at, _)| *at);
        steps.last().filter(|(_, solved)| *solved).map(|(at, _)| *at)
    }
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
