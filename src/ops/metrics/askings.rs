//! All that a report asks of its log. No asking waits for another: each has a thread of its own, and all read the same
//! log.

use std::thread::scope;

use crate::domain::metric::completeness::Completeness;
use crate::domain::metric::{Ask, Contacts, Figures, Log};
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::metrics::asker::{Asker, Found};
use crate::ops::metrics::behind::Behind;
use crate::ops::metrics::complete::complete;
use crate::ops::metrics::people::{People, own, people};
use crate::ops::metrics::span::Days;
use crate::ops::metrics::threads::ended;
use crate::storage::TypedRow;

/// The days that figures are asked about.
pub(super) struct Wanted<'a> {
    /// The days of the report.
    pub(super) days: Days,
    /// Those before them.
    pub(super) before: Days,
    /// Those before these.
    pub(super) long_before: Days,
    /// The same days of the year before, where they are compared with.
    pub(super) last_year: Option<Days>,
    /// By agent, in this time.
    pub(super) by_agent: Option<Ask<'a>>,
    /// The own figures of the period before, of what there was to read for it.
    pub(super) own_before: Option<OwnBefore<'a>>,
}

/// A period for itself, and what happened for its figures.
pub(super) struct OwnBefore<'a> {
    /// The period.
    pub(super) ask: Ask<'a>,
    /// What happened.
    pub(super) contacts: &'a Contacts,
    /// Who reads, by the numbers of these conversations.
    pub(super) behind: Behind,
}

/// The answers.
pub(super) struct Answers {
    /// Of the days of the report.
    pub(super) now: Found,
    /// Of those before.
    pub(super) then: Found,
    /// Of those before these.
    pub(super) long_ago: Found,
    /// Of the year before.
    pub(super) of_last_year: Option<Found>,
    /// How complete the log is.
    pub(super) completeness: Vec<(Option<Shown>, Completeness)>,
    /// The people, and the figures of whoever asks.
    pub(super) people: Option<(People, Option<Figures>)>,
    /// The own figures of the period before.
    pub(super) own_before: Option<Figures>,
}

/// Asks for everything at once; it takes `k` people to tell of them.
pub(super) fn answers(
    asker: &Asker<'_>,
    typed: &[TypedRow],
    wanted: &Wanted<'_>,
    k: usize,
) -> Result<Answers, OpsError> {
    let period = wanted.days.period(asker.zone())?;
    scope(|threads| {
        let then = |days, typed| threads.spawn(move || asker.then(days, period, typed));
        let now = threads.spawn(|| asker.now(typed, wanted.days));
        let (before, long_before) = (then(wanted.before, typed), then(wanted.long_before, &[]));
        let last_year = wanted.last_year.map(|days| then(days, typed));
        let by_agent = wanted.by_agent.as_ref().map(|ask| {
            let people = threads.spawn(move || people(asker.log, ask, &asker.behind, k));
            (people, threads.spawn(move || own(asker.log, ask, &asker.behind)))
        });
        let own_before = wanted
            .own_before
            .as_ref()
            .map(|of| threads.spawn(|| own(&Log::new(of.contacts, None), &of.ask, &of.behind)));
        let completeness = complete(asker, typed, wanted.days)?;
        Ok(Answers {
            completeness,
            now: ended(now)?,
            then: ended(before)?,
            long_ago: ended(long_before)?,
            of_last_year: last_year.map(ended).transpose()?,
            people: by_agent.map(|(people, own)| (ended(people), ended(own))),
            own_before: own_before.and_then(ended),
        })
    })
}
