//! Weeks whose conversations are deleted: their figures are worked out before, and never again. What is read later is
//! put together from what was kept and from the days whose conversations are still here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::both;
use crate::domain::kept::KeptFigure;
use crate::domain::metric::keeping::{keep, together};
use crate::domain::metric::{Absent, Figures, Log, MetricId, Part, figures_to_keep};
use crate::ops::error::OpsError;
use crate::ops::metrics::amounts;
use crate::ops::metrics::asker::Asker;
use crate::ops::metrics::behind::Behind;
use crate::ops::metrics::log::Events;
use crate::ops::metrics::report::READ_BACK;
use crate::ops::metrics::span::Days;
use crate::ops::session::Session;
use crate::storage::{KeptRow, Store};
use crate::words::{Bilingual, Lang};

/// The Monday of a day's week.
pub fn monday(day: Date) -> Date {
    let back = i64::from(day.weekday().since(Weekday::Monday));
    day.checked_sub(back.days()).unwrap_or(day)
}

/// The seven days of a week.
pub fn week(monday: Date) -> Days {
    Days { first: monday, last: monday.checked_add(6.days()).unwrap_or(monday) }
}

/// The figures of weeks that are about to lose conversations: of all together and channel by channel, and of no agent.
/// `now` is in microseconds.
pub fn figures_of(session: &Session, weeks: &[Date], now: i64) -> Result<Vec<KeptRow>, OpsError> {
    let (Some(first), Some(last)) = (weeks.iter().min(), weeks.iter().max()) else { return Ok(Vec::new()) };
    let as_of = now.div_euclid(1_000_000);
    let surroundings = super::report::Surroundings::of(session, None)?;
    let whole = Days { first: *first, last: week(*last).last }.period(surroundings.zone())?;
    let me = session.store.me()?;
    let from = whole.from - READ_BACK;
    let events = Events::read(&session.store, me.as_ref(), from, as_of.saturating_add(1), whole)?;
    let log = Log::new(&events.contacts, None);
    let behind = Behind::of(me.as_ref(), &events, session.team.people);
    let asker = surroundings.asker(&log, (Kept::default(), behind), from, as_of);
    let mut rows = Vec::new();
    for monday in weeks {
        let ask = asker.ask(week(*monday).period(surroundings.zone())?, as_of);
        let narrow = log.within(ask.period);
        let parts: Vec<Part> = narrow
            .channels(&ask)
            .into_iter()
            .filter(|channel| !channel.is_empty())
            .map(|channel| Part::Channel(channel.to_owned()))
            .collect();
        let others = parts.iter().map(|part| behind.others(&narrow, &ask, part)).collect();
        let enough = behind.enough(&behind.others(&narrow, &ask, &Part::All));
        let mut put = |part: &Part, channel: &str, may: bool| {
            if !may {
                let (metric, channel) = (TOO_FEW.to_owned(), channel.to_owned());
                rows.push(KeptRow { metric, week: *monday, channel, figure: KeptFigure::default(), at: now });
            }
            for (id, figure) in keep(&figures_to_keep(&narrow, &ask, part)) {
                let (metric, channel) = (id.word().to_owned(), channel.to_owned());
                rows.push(KeptRow { metric, week: *monday, channel, figure, at: now });
            }
        };
        put(&Part::All, "", enough);
        for (part, may) in parts.iter().zip(behind.parts(others)) {
            if let Part::Channel(channel) = part {
                put(part, channel, may);
            }
        }
    }
    Ok(rows)
}

/// What was kept, by week.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Kept(BTreeMap<Date, Vec<KeptRow>>);

/// The days of a period by what is known of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// Weeks of which the figures were kept, by their Mondays.
    pub weeks: Vec<Date>,
    /// Days of such weeks that the period does not hold whole: nothing can be said of them alone.
    pub left_out: Vec<Days>,
    /// Days whose conversations are here.
    pub here: Vec<Days>,
}

impl Split {
    /// Whether every day's conversations are here.
    pub fn is_whole(&self) -> bool {
        self.weeks.is_empty() && self.left_out.is_empty()
    }
}

impl Kept {
    pub(super) fn read(store: &Store) -> Result<Kept, OpsError> {
        let mut weeks: BTreeMap<Date, Vec<KeptRow>> = BTreeMap::new();
        for row in store.kept(None)? {
            weeks.entry(row.week).or_default().push(row);
        }
        Ok(Kept(weeks))
    }

    pub(super) fn is_frozen(&self, monday: Date) -> bool {
        self.0.contains_key(&monday)
    }

    /// Whether enough people were behind a frozen week, or behind a channel in it.
    pub(super) fn tells(&self, monday: Date, channel: &str) -> bool {
        let mut rows =
            self.0.get(&monday).into_iter().flatten().filter(|row| row.channel == channel).peekable();
        rows.peek().is_some() && !rows.any(|row| row.metric == TOO_FEW)
    }

    /// How many conversations began in a frozen week.
    fn begun(&self, monday: Date) -> u64 {
        let rows = self.0.get(&monday).into_iter().flatten();
        rows.filter(|row| row.metric == VOLUME && row.channel.is_empty()).map(|row| row.figure.n).sum()
    }

    pub(super) fn channels(&self, weeks: &[Date]) -> BTreeSet<&str> {
        let rows = weeks.iter().filter_map(|week| self.0.get(week)).flatten();
        rows.map(|row| row.channel.as_str()).filter(|channel| !channel.is_empty()).collect()
    }

    /// Each week for itself.
    pub(super) fn into_weeks(self) -> impl Iterator<Item = (Date, Kept)> {
        self.0.into_iter().map(|(week, rows)| (week, Kept(BTreeMap::from([(week, rows)]))))
    }

    /// A metric's sums of the first week, where they were kept.
    pub(super) fn figure(&self, id: MetricId, channel: &str) -> Option<&KeptFigure> {
        let mut rows = self.0.values().next()?.iter();
        rows.find(|row| row.metric == id.word() && row.channel == channel).map(|row| &row.figure)
    }

    /// What is known of the days of a period.
    pub(super) fn split(&self, days: Days) -> Split {
        let mut split = Split::default();
        let mut first = days.first;
        while first <= days.last {
            let whole = week(monday(first));
            let part = Days { first, last: whole.last.min(days.last) };
            match (self.is_frozen(whole.first), part == whole) {
                (true, true) => split.weeks.push(whole.first),
                (true, false) => split.left_out.push(part),
                (false, _) => {
                    match split.here.last_mut().filter(|run| run.last.tomorrow().ok() == Some(first)) {
                        Some(run) => run.last = part.last,
                        None => split.here.push(part),
                    }
                }
            }
            let Ok(next) = part.last.tomorrow() else { break };
            first = next;
        }
        split
    }

    /// Conversations that began in the frozen weeks of a period.
    pub(super) fn recorded(&self, split: &Split) -> u64 {
        split.weeks.iter().map(|week| self.begun(*week)).sum()
    }

    /// The figures of a period of which not all conversations are here.
    pub(super) fn merged(
        &self,
        asker: &Asker<'_>,
        days: Days,
        as_of: i64,
        part: &Part,
    ) -> Result<Figures, OpsError> {
        let split = self.split(days);
        let mut found = Figures::default();
        found.by_conversation = !asker.log.recorded().issues;
        let mut sums = BTreeMap::new();
        let mut put = |id: MetricId, kept: &KeptFigure| {
            sums.entry(id)
                .and_modify(|sum: &mut KeptFigure| *sum = sum.and(kept))
                .or_insert_with(|| kept.clone());
        };
        let mut absent: BTreeMap<MetricId, Absent> = BTreeMap::new();
        for run in &split.here {
            let ask = asker.ask(run.period(asker.zone())?, as_of);
            let here = figures_to_keep(&asker.log.within(ask.period), &ask, part);
            keep(&here).iter().for_each(|(id, kept)| put(*id, kept));
            found.window_open += here.window_open;
            for id in MetricId::ALL {
                absent.extend(here.get(*id).err().map(|why| (*id, why)));
            }
            // What is left at the end is known where the end is.
            if run.last == days.last {
                found.backlog_ages = here.backlog_ages;
                found.put(MetricId::Backlog, here.get(MetricId::Backlog));
            }
        }
        let channel = match part {
            Part::All => Some(""),
            Part::Channel(channel) => Some(channel.as_str()),
            Part::Agent(_) | Part::Shift(_) | Part::Difficulty(_) => None,
        };
        for row in split.weeks.iter().filter_map(|week| self.0.get(week)).flatten() {
            if let Some(id) =
                MetricId::from_word(&row.metric).filter(|_| channel == Some(row.channel.as_str()))
            {
                put(id, &row.figure);
            }
        }
        for id in MetricId::ALL {
            let figure = match sums.get(id) {
                Some(kept) => together(*id, kept),
                None if LOST.contains(id) => Err(Absent::NotKept),
                None => Err(absent.get(id).copied().unwrap_or(Absent::NotRecorded)),
            };
            if found.get(*id).is_err() {
                found.put(*id, figure);
            }
        }
        Ok(found)
    }
}

/// The row that every frozen week has: how many conversations began in it.
const VOLUME: &str = "conversations";

/// The row of a frozen week, or of a channel in it, behind which there were too few people to tell of their work.
const TOO_FEW: &str = "too-few-people";

/// Conversations hold these, and weeks that were kept do not.
const LOST: [MetricId; 4] =
    [MetricId::Backlog, MetricId::BacklogDays, MetricId::OldestUnanswered, MetricId::Interactions];

/// What a reader must know of figures that were put together; nothing where every conversation is here.
pub fn notes(now: &Split, before: &Split, parts: bool) -> Vec<Bilingual> {
    let mut said = Vec::new();
    let periods = [
        (now, Bilingual::fixed("Of this period", "De cette période")),
        (before, Bilingual::fixed("Of the period before", "De la période d’avant")),
    ];
    for (split, Bilingual { en, fr }) in periods {
        let n = split.weeks.len();
        match n {
            0 => {}
            1 => said.push(both!(
                "{en}, the conversations of 1 week are deleted: its kept figures count, medians to about 1 %.",
                "{fr}, les conversations de 1 semaine sont supprimées : ses chiffres gardés comptent, les médianes à 1 % près."
            )),
            _ => said.push(both!(
                "{en}, the conversations of {n} weeks are deleted: their kept figures count, medians to about 1 %.",
                "{fr}, les conversations de {n} semaines sont supprimées : leurs chiffres gardés comptent, les médianes à 1 % près."
            )),
        }
        for days in &split.left_out {
            let (days_en, days_fr) = (amounts::days(Lang::En, *days), amounts::days(Lang::Fr, *days));
            said.push(both!(
                "{en}, {days_en} is left out: only whole weeks are kept.",
                "{fr}, {days_fr} manque : seules des semaines entières sont gardées."
            ));
        }
    }
    if parts && !now.is_whole() {
        said.push(Bilingual::fixed(
            "Kept weeks know channels, but no agent, shift or difficulty: those parts read what is left.",
            "Les semaines gardées connaissent les canaux, mais ni conseiller, ni horaire, ni difficulté : ces parties lisent ce qui reste.",
        ));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_around_kept_weeks() {
        let row = |week| KeptRow {
            metric: VOLUME.to_owned(),
            week,
            channel: String::new(),
            figure: KeptFigure { n: 7, ..KeptFigure::default() },
            at: 0,
        };
        let weeks = [date(2024, 9, 30), date(2024, 10, 7), date(2024, 10, 28)];
        let kept = Kept(weeks.iter().map(|week| (*week, vec![row(*week)])).collect());
        let split = kept.split(Days { first: date(2024, 10, 1), last: date(2024, 10, 31) });
        assert_eq!(split.weeks, [date(2024, 10, 7)]);
        let run = |first, last| Days { first: date(2024, 10, first), last: date(2024, 10, last) };
        assert_eq!(split.left_out, [run(1, 6), run(28, 31)]);
        assert_eq!(split.here, [run(14, 27)]);
        assert_eq!(kept.recorded(&split), 7);
        assert_eq!(notes(&split, &Split::default(), false).len(), 3);
        assert!(kept.split(run(14, 20)).is_whole());
    }
}
