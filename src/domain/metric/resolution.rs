//! How long a request took until it was solved: the first time, and for good; by both clocks, and our part of it.

use crate::domain::metric::figures::{Figures, Log};
use crate::domain::metric::issues::{Request, Solution};
use crate::domain::metric::turns::turns;
use crate::domain::metric::{Ask, MetricId, Part, Period, Reading};

/// Puts in what there is to say about solving.
pub(super) fn put(log: &Log<'_>, ask: &Ask<'_>, part: &Part, into: &mut Figures) {
    if !log.recorded.resolves {
        return;
    }
    let (mut first, mut first_business, mut ours) = (Vec::new(), Vec::new(), Vec::new());
    let (mut full, mut full_business) = (Vec::new(), Vec::new());
    for (request, solution) in log.solved(ask, part) {
        // A request that we began and the customer never wrote about took no time of theirs.
        let Some(asked) = request.asked().filter(|asked| *asked <= solution.at) else { continue };
        first.push((solution.at - asked) as f64);
        first_business.extend(ask.business(asked, solution.at).map(|seconds| seconds as f64));
        ours.push(our_side(&request, solution) as f64);
        if let Some(last) = request.solved_before(ask.as_of) {
            full.push((last - asked) as f64);
            full_business.extend(ask.business(asked, last).map(|seconds| seconds as f64));
        }
    }
    let all = [
        (MetricId::ResolutionTime, first),
        (MetricId::ResolutionTimeOurSide, ours),
        (MetricId::FullResolutionTime, full),
    ];
    for (id, seconds) in all {
        into.put_times(id, &seconds, Reading::MeanTime);
    }
    // Without the team's hours there are no such figures.
    if ask.calendar.is_some() {
        into.put_times(MetricId::ResolutionTimeBusiness, &first_business, Reading::MeanTime);
        into.put_times(MetricId::FullResolutionTimeBusiness, &full_business, Reading::MeanTime);
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
