//! *Which questions?* The topics of which a figure rose most between two periods, as far as labels name topics.

use std::collections::{BTreeMap, BTreeSet};

use crate::both;
use crate::domain::metric::{MetricId, Part, Period, Reading, figures, say};
use crate::domain::shown::Shown;
use crate::ops::metrics::asker::Asker;
use crate::words::{Bilingual, Lang};

/// Topics that are named at most.
const MOST: usize = 3;

/// The topics by what their conversations are.
pub(super) type Topics = BTreeMap<String, BTreeSet<i64>>;

/// One line with the topics that rose most, in a metric that follows up; `None` where none did, or none may be told.
pub(super) fn rose(
    asker: &Asker<'_>,
    topics: &Topics,
    id: MetricId,
    periods: [Period; 2],
) -> Option<Bilingual> {
    let of = |topic: &BTreeSet<i64>, period: Period| -> Option<Reading> {
        let log = asker.log.only(|conversation| topic.contains(&conversation));
        let ask = asker.ask(period, asker.as_of);
        let may = asker.behind.enough(&asker.behind.others(&log, &ask, &Part::All));
        let found = figures(&log.within(period), &ask, &Part::All);
        found.printable(id).ok().filter(|_| may)
    };
    let mut risen: Vec<(&str, Reading, Reading)> = Vec::new();
    for (name, topic) in topics {
        let [before, now] = periods.map(|period| of(topic, period));
        risen.extend(
            before.zip(now).filter(|(b, n)| n.value() > b.value()).map(|(b, n)| (name.as_str(), b, n)),
        );
    }
    let rise = |(_, before, now): &(&str, Reading, Reading)| now.value() - before.value();
    risen.sort_by(|a, b| rise(b).total_cmp(&rise(a)));
    risen.truncate(MOST);
    let said = |lang: Lang| {
        let one = |(name, before, now): &(&str, Reading, Reading)| {
            let (name, n) = (Shown::short(name, 40), now.n().unwrap_or_default());
            let (before, now) = (say::reading(id, before, lang), say::reading(id, now, lang));
            both!("{name} {before}, then {now} (n {n})", "{name} {before}, puis {now} (n {n})")
                .get(lang)
                .to_owned()
        };
        risen.iter().map(one).collect::<Vec<_>>().join(" · ")
    };
    let (en, fr) = (said(Lang::En), said(Lang::Fr));
    (!risen.is_empty())
        .then(|| both!("Topics that rose most: {en}", "Thèmes qui montent le plus\u{202f}: {fr}"))
}
