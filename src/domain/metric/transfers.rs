//! From hand to hand. Going to a queue for the first time is no transfer; there and back counts twice.

use crate::domain::metric::figures::{Figures, Log};
use crate::domain::metric::turns::{known, opening};
use crate::domain::metric::{Absent, Ask, Figure, MetricId, Part, PerCase, Reading};

/// Puts in what there is to say about transfers: of the conversations that began in the period, and of the requests
/// first solved in it.
pub(super) fn put(log: &Log<'_>, ask: &Ask<'_>, part: &Part, into: &mut Figures) {
    let mut begun = Vec::new();
    for contact in log.contacts.iter().filter(|contact| ask.holds(part, contact)) {
        let events = known(&contact.events, ask.as_of);
        if opening(events).is_some_and(|opening| ask.period.holds(opening.at)) {
            begun.push(log.transfers(contact, events, ask.as_of));
        }
    }
    let counts: Vec<u64> = begun.iter().copied().flatten().collect();
    into.put(MetricId::Transfers, per_case(&counts, begun.len()));
    let with = counts.iter().filter(|count| **count > 0).count() as u64;
    let share = Reading::rate(with, counts.len() as u64);
    into.put(
        MetricId::TransferredShare,
        if unknown(&counts, begun.len()) { Err(Absent::NotRecorded) } else { share },
    );
    if !log.recorded.resolves {
        return;
    }
    let solved: Vec<Option<u64>> = log
        .solved(ask, part)
        .map(|(request, solution)| {
            let counts = request.contacts.iter().map(|(contact, events)| {
                // What happened at the instant of solving still led to it.
                log.transfers(contact, events, solution.at.saturating_add(1))
            });
            counts.sum()
        })
        .collect();
    let counts: Vec<u64> = solved.iter().copied().flatten().collect();
    into.put(MetricId::TransfersToSolve, per_case(&counts, solved.len()));
}

/// Nothing is known of any of them.
fn unknown(counts: &[u64], of: usize) -> bool {
    counts.is_empty() && of > 0
}

fn per_case(counts: &[u64], of: usize) -> Figure {
    if unknown(counts, of) {
        return Err(Absent::NotRecorded);
    }
    PerCase::of(counts).map(Reading::PerCase).map_err(Absent::from)
}
