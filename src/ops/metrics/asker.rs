//! A log that is asked again and again: for a period, for the one before it, for parts, each as far as it may be told.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;

use crate::domain::calendar::OpenTime;
use crate::domain::metric::{
    Absent, Ask, Figure, Figures, Log, MetricId, Part, Period, Reading, Shift, figures, following_up,
};
use crate::domain::team;
use crate::formats::metrics_toml::Board;
use crate::ops::error::OpsError;
use crate::ops::hours::InUse;
use crate::ops::metrics::behind::{Behind, told};
use crate::ops::metrics::kept::{Kept, Split};
use crate::ops::metrics::part_name::part_name;
use crate::ops::metrics::report::{By, Line, PartOf};
use crate::ops::metrics::span::Days;
use crate::storage::TypedRow;

/// Figures with where those come from that were typed in.
pub(super) struct Found {
    /// The figures, as they may be told.
    pub(super) figures: Figures,
    /// Whether those about work may be.
    pub(super) may: bool,
    /// Those that were typed in.
    pub(super) typed: BTreeSet<MetricId>,
    /// Typed in although the conversations hold it: what another tool says.
    pub(super) beside: BTreeMap<MetricId, f64>,
}

/// Asks a log again and again.
pub(super) struct Asker<'a> {
    pub(super) log: &'a Log<'a>,
    pub(super) board: &'a Board,
    pub(super) calendar: &'a InUse,
    pub(super) open_time: OpenTime,
    pub(super) kept: Kept,
    pub(super) behind: Behind,
    pub(super) as_of: i64,
}

impl Asker<'_> {
    pub(super) fn ask(&self, period: Period, as_of: i64) -> Ask<'_> {
        Ask {
            window_days: self.board.window_days,
            within_seconds: self.board.within_seconds,
            open_time: Some(&self.open_time),
            ..Ask::new(period, as_of, Some(&self.calendar.calendar))
        }
    }

    pub(super) fn zone(&self) -> &TimeZone {
        &self.calendar.calendar.zone
    }

    /// The figures of whole days; of weeks that are kept, what was kept.
    pub(super) fn figures(&self, days: Days, as_of: i64, part: &Part) -> Result<Figures, OpsError> {
        if !self.kept.split(days).is_whole() {
            return self.kept.merged(self, days, as_of, part);
        }
        let period = days.period(self.zone())?;
        Ok(figures(&self.log.within(period), &self.ask(period, as_of), part))
    }

    pub(super) fn now(&self, typed: &[TypedRow], days: Days) -> Result<Found, OpsError> {
        let figures = self.figures(days, self.as_of, &Part::All)?;
        Ok(found(figures, self.may(days)?, (typed, days), ""))
    }

    /// The figures of days before `now`, as they were known equally long after them: a question of last week has had a
    /// week more to be answered. Those that wait for their window are told as they are known now.
    pub(super) fn then(&self, days: Days, now: Period, typed: &[TypedRow]) -> Result<Found, OpsError> {
        let period = days.period(self.zone())?;
        let as_of = self.as_of - (now.from - period.from);
        let mut then = self.figures(days, as_of, &Part::All)?;
        if self.kept.split(days).is_whole() {
            let late = following_up(&self.log.within(period), &self.ask(period, self.as_of), &Part::All);
            for id in MetricId::ALL.iter().filter(|id| id.follows_up()) {
                then.put(*id, late.get(*id));
            }
        }
        Ok(found(then, self.may(days)?, (typed, days), ""))
    }

    /// Whether enough people stand behind the figures of days: those whose conversations are here, or those who were
    /// behind a week that was kept.
    fn may(&self, days: Days) -> Result<bool, OpsError> {
        let split = self.kept.split(days);
        let kept = split.weeks.iter().any(|week| self.kept.tells(*week, ""));
        let mut others = Vec::new();
        for run in &split.here {
            let ask = self.ask(run.period(self.zone())?, self.as_of);
            others.extend(self.behind.others(self.log, &ask, &Part::All));
        }
        Ok(kept || self.behind.enough(&others) && (split.weeks.is_empty() || !others.is_empty()))
    }

    /// Which parts of days may be told.
    fn may_parts(&self, parts: &[&Part], split: &Split) -> Result<Vec<bool>, OpsError> {
        let mut others = vec![Vec::new(); parts.len()];
        for run in &split.here {
            let ask = self.ask(run.period(self.zone())?, self.as_of);
            for (others, part) in others.iter_mut().zip(parts) {
                others.extend(self.behind.others(self.log, &ask, part));
            }
        }
        let here = self.behind.parts(others.clone());
        let kept = |part: &Part| match part {
            Part::Channel(channel) => split.weeks.iter().any(|week| self.kept.tells(*week, channel)),
            _ => false,
        };
        let only_kept = |others: &[team::Part<u32>]| others.is_empty() && !split.weeks.is_empty();
        Ok(parts
            .iter()
            .zip(here)
            .zip(&others)
            .map(|((part, here), others)| kept(part) || here && !only_kept(others))
            .collect())
    }

    pub(super) fn parts(
        &self,
        by: By,
        lines: &[Line],
        (typed, days): (&[TypedRow], Days),
    ) -> Result<Vec<PartOf>, OpsError> {
        let split = self.kept.split(days);
        let mut parts: BTreeSet<Part> = BTreeSet::new();
        for run in &split.here {
            let ask = self.ask(run.period(self.zone())?, self.as_of);
            match by {
                By::Channel => {
                    parts.extend(self.log.channels(&ask).into_iter().map(|c| Part::Channel(c.to_owned())));
                }
                By::Difficulty => {
                    let difficulties = self.log.difficulties(&ask).into_iter();
                    parts.extend(difficulties.map(|difficulty| Part::Difficulty(difficulty.cloned())));
                }
                By::Shift => parts.extend([Part::Shift(Shift::InHours), Part::Shift(Shift::OutOfHours)]),
                By::Agent => {}
            }
        }
        if by == By::Channel {
            parts.extend(self.kept.channels(&split.weeks).into_iter().map(|c| Part::Channel(c.to_owned())));
        }
        let may = self.may_parts(&parts.iter().collect::<Vec<_>>(), &split)?;
        parts
            .into_iter()
            .zip(may)
            .map(|(part, may)| {
                let figures = self.figures(days, self.as_of, &part)?;
                let figures = match &part {
                    Part::Channel(channel) => found(figures, may, (typed, days), channel).figures,
                    _ => told(figures, may),
                };
                let figures = lines.iter().map(|line| printable(line, &figures)).collect();
                let (name, word) = part_name(&part);
                Ok(PartOf { name, word, figures })
            })
            .collect()
    }
}

/// A line's figure in a part. What was typed in is told as it was typed, whatever it stands on.
pub(super) fn printable(line: &Line, found: &Figures) -> Figure {
    match found.get(line.metric.id) {
        Ok(typed @ Reading::Typed { .. }) => Ok(typed),
        figure => line.metric.printable(figure),
    }
}

/// Figures as they may be told. Typed ones take the place of what the conversations do not hold, never of what they do:
/// there they stand beside.
fn found(figures: Figures, may: bool, (typed, days): (&[TypedRow], Days), channel: &str) -> Found {
    let mut figures = told(figures, may);
    let (mut by_hand, mut beside) = (BTreeSet::new(), BTreeMap::new());
    for row in of_days(typed, days).filter(|row| row.channel.eq_ignore_ascii_case(channel)) {
        let Some(id) = MetricId::from_word(&row.metric) else { continue };
        if figures.get(id) == Err(Absent::NotRecorded) {
            figures.put(id, Ok(Reading::Typed { value: row.value, n: row.n }));
            by_hand.insert(id);
        } else {
            beside.insert(id, row.value);
        }
    }
    Found { figures, may, typed: by_hand, beside }
}

pub(super) fn of_days(typed: &[TypedRow], days: Days) -> impl Iterator<Item = &TypedRow> {
    typed.iter().filter(move |row| row.first == days.first && row.last == days.last)
}
