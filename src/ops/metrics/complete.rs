//! How complete a log is, for a report.

use std::collections::BTreeSet;

use crate::domain::metric::Part;
use crate::domain::metric::completeness::{Completeness, completeness};
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
    let mut by_channel = Vec::new();
    for run in &split.here {
        let ask = asker.ask(run.period(asker.zone())?, asker.as_of);
        // What was kept does not say which conversations of a channel began.
        let channels = if split.is_whole() { asker.log.channels(&ask) } else { BTreeSet::new() };
        let channels = if channels.len() > 1 { channels } else { BTreeSet::new() };
        let parts = channels.iter().map(|channel| (Part::Channel((*channel).to_owned()), expected(channel)));
        let parts: Vec<_> = std::iter::once((Part::All, expected(""))).chain(parts).collect();
        let mut found = completeness(asker.log, &ask, &parts).into_iter();
        whole = whole.and(found.next().unwrap_or_default());
        by_channel.extend(channels.into_iter().map(|channel| Some(Shown::short(channel, 40))).zip(found));
    }
    whole.recorded += asker.kept.recorded(&split);
    by_channel.insert(0, (None, whole));
    Ok(by_channel)
}
