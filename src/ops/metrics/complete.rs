//! How complete a log is, for a report.

use std::collections::BTreeSet;

use crate::domain::metric::Part;
use crate::domain::metric::completeness::{Completeness, completeness, completeness_of};
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::metrics::asker::{Asker, of_days};
use crate::ops::metrics::report::EXPECTED;
use crate::ops::metrics::span::Days;
use crate::storage::TypedRow;

/// The whole log, then channel by channel where there are several.
pub(super) fn complete(
    asker: &Asker<'_>,
    typed: &[TypedRow],
    days: Days,
) -> Result<Vec<(Option<Shown>, Completeness)>, OpsError> {
    let expected = |channel: &str| {
        let mut rows = of_days(typed, days).filter(|row| row.metric == EXPECTED);
        rows.find(|row| row.channel.eq_ignore_ascii_case(channel))
            .map(|row| row.value.max(0.0).round() as u64)
    };
    let split = asker.kept.split(days);
    let mut whole = Completeness { expected: expected(""), ..Completeness::default() };
    let mut channels: BTreeSet<&str> = BTreeSet::new();
    for run in &split.here {
        let ask = asker.ask(run.period(asker.zone())?, asker.as_of);
        whole = whole.and(completeness(asker.log, &ask, expected("")));
        channels.extend(asker.log.channels(&ask));
    }
    whole.recorded += asker.kept.recorded(&split);
    let mut all = vec![(None, whole)];
    // What was kept does not say which conversations of a channel began.
    if channels.len() > 1 && split.is_whole() {
        let ask = asker.ask(days.period(asker.zone())?, asker.as_of);
        for channel in channels {
            let part =
                completeness_of(asker.log, &ask, &Part::Channel(channel.to_owned()), expected(channel));
            all.push((Some(Shown::short(channel, 40)), part));
        }
    }
    Ok(all)
}
