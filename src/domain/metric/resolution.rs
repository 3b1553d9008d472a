//! How long a request took until it was solved: the first time, and for good; by both clocks, and our part of it.

use crate::domain::metric::figures::{Figures, Log};
use crate::domain::metric::issues::{Request, Solution};
use crate::domain::metric::turns::turns;
use crate::domain::metric::{Amounts, Ask, MetricId, Period, Reading};

/// What there is to say about solving.
#[derive(Default)]
pub(super) struct Solving {
    first: Amounts,
    first_business: Amounts,
    ours: Amounts,
    full: Amounts,
    full_business: Amounts,
}

impl Solving {
    /// Sees a request that was first solved in the period and the part.
    pub(super) fn see(&mut self, ask: &Ask<'_>, request: &Request<'_>, solution: Solution<'_>) {
        // A request that we began and the customer never wrote about took no time of theirs.
        let Some(asked) = request.asked().filter(|asked| *asked <= solution.at) else { return };
        self.first.push(solution.at - asked);
        if let Some(seconds) = ask.business(asked, solution.at) {
            self.first_business.push(seconds);
        }
        self.ours.push(our_side(request, solution));
        if let Some(last) = request.solved_before(ask.as_of) {
            self.full.push(last - asked);
            if let Some(seconds) = ask.business(asked, last) {
                self.full_business.push(seconds);
            }
        }
    }

    /// Puts it in.
    pub(super) fn put(&self, log: &Log<'_>, ask: &Ask<'_>, into: &mut Figures) {
        if !log.recorded.resolves {
            return;
        }
        let all = [
            (MetricId::ResolutionTime, &self.first),
            (MetricId::ResolutionTimeOurSide, &self.ours),
            (MetricId::FullResolutionTime, &self.full),
        ];
        for (id, seconds) in all {
            into.put_times(id, seconds, Reading::MeanTime);
        }
        // Without the team's hours there are no such figures.
        if ask.calendar.is_some() {
            into.put_times(MetricId::ResolutionTimeBusiness, &self.first_business, Reading::MeanTime);
            into.put_times(MetricId::FullResolutionTimeBusiness, &self.full_business, Reading::MeanTime);
        }
    }
}

/// Seconds before the first solution in which a turn of the customer waited for us; two that wait at once count once.
fn our_side(request: &Request<'_>, solution: Solution<'_>) -> i64 {
    let waits = request.contacts.iter().flat_map(|(_, events)| turns(events)).filter_map(|turn| {
        let to = turn.reply.map_or(solution.at, |reply| reply.at.min(solution.at));
        (turn.asked < to).then_some(Period { from: turn.asked, to })
    });
    union(waits.collect()).iter().map(|span| span.to - span.from).sum()
}

/// Spans of time, in order and apart.
pub(super) fn union(mut spans: Vec<Period>) -> Vec<Period> {
    spans.retain(|span| span.from < span.to);
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let touch = next.from <= last.to;
        if touch {
            last.to = last.to.max(next.to);
        }
        touch
    });
    spans
}
