//! From hand to hand. Going to a queue for the first time is no transfer; there and back counts twice.

use crate::domain::metric::figures::{Figures, Log};
use crate::domain::metric::issues::{Request, Solution};
use crate::domain::metric::turns::opening;
use crate::domain::metric::{Absent, Amounts, Ask, Contact, Event, Figure, MetricId, PerCase, Reading};

/// What there is to say about transfers: of the conversations that began in the period, and of the requests first solved
/// in it.
#[derive(Default)]
pub(super) struct Hands {
    begun: Counted,
    solved: Counted,
}

/// Hand-overs of those of which they are known, and how many there are.
#[derive(Default)]
struct Counted {
    known: Amounts,
    with: u64,
    of: usize,
}

impl Counted {
    fn push(&mut self, count: Option<u64>) {
        self.of += 1;
        if let Some(count) = count {
            self.with += u64::from(count > 0);
            self.known.push(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }

    /// Nothing is known of any of them.
    fn unknown(&self) -> bool {
        self.known.is_empty() && self.of > 0
    }

    fn per_case(&self) -> Figure {
        if self.unknown() {
            return Err(Absent::NotRecorded);
        }
        PerCase::of(&self.known).map(Reading::PerCase).map_err(Absent::from)
    }
}

impl Hands {
    /// Sees a conversation of the part.
    pub(super) fn see(&mut self, log: &Log<'_>, ask: &Ask<'_>, contact: &Contact, events: &[Event]) {
        if opening(events).is_some_and(|opening| ask.period.holds(opening.at)) {
            self.begun.push(log.transfers(contact, events, ask.as_of));
        }
    }

    /// Sees a request that was first solved in the period and the part.
    pub(super) fn see_solved(&mut self, log: &Log<'_>, request: &Request<'_>, solution: Solution<'_>) {
        let counts = request.contacts.iter().map(|(contact, events)| {
            // What happened at the instant of solving still led to it.
            log.transfers(contact, events, solution.at.saturating_add(1))
        });
        self.solved.push(counts.sum());
    }

    /// Puts it in.
    pub(super) fn put(&self, log: &Log<'_>, into: &mut Figures) {
        let begun = &self.begun;
        into.put(MetricId::Transfers, begun.per_case());
        let share = Reading::rate(begun.with, begun.known.len() as u64);
        into.put(MetricId::TransferredShare, if begun.unknown() { Err(Absent::NotRecorded) } else { share });
        if log.recorded.resolves {
            into.put(MetricId::TransfersToSolve, self.solved.per_case());
        }
    }
}
