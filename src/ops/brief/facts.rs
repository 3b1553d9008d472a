//! Few figures, each inside figure with a customer's beside it.

use crate::both;
use crate::domain::metric::change::Change;
use crate::domain::metric::{Absent, Family, Figure, Metric, MetricId, Reading, Source, say};
use crate::ops::metrics::report::{Line, Report};
use crate::words::{Bilingual, Lang, number};

use super::Rhythm;

/// What a meeting of the day looks at: yesterday on both clocks, and what waits.
const DAILY: [MetricId; 6] = [
    MetricId::FirstResponseTime,
    MetricId::FirstResponseTimeBusiness,
    MetricId::Solved,
    MetricId::Backlog,
    MetricId::Unanswered,
    MetricId::OldestUnanswered,
];

/// What a meeting of the week looks at: the customer first.
const WEEKLY: [MetricId; 7] = [
    MetricId::Csat,
    MetricId::OneContactRate,
    MetricId::FirstResponseTime,
    MetricId::FirstResponseTimeBusiness,
    MetricId::ResolutionTime,
    MetricId::Solved,
    MetricId::Backlog,
];

/// Why a figure stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// For itself.
    Lead,
    /// Beside the inside figure above it, so that one is not bought with the other.
    Beside(MetricId),
}

/// A figure with what it is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What it is.
    pub metric: Metric,
    /// The figure as it may be told.
    pub figure: Figure,
    /// The figure before.
    pub previous: Figure,
    /// How it moved.
    pub change: Result<Change, Absent>,
    /// What the team wants.
    pub target: Option<f64>,
    /// Whether an interval may be told: enough of what happened was recorded.
    pub with_interval: bool,
    /// Typed in by hand.
    pub typed: bool,
    /// Why it is here.
    pub role: Role,
}

impl Fact {
    /// A line of a report, as far as it may be told now and of before.
    pub(super) fn of(
        line: &Line,
        (figure, previous): (Figure, Figure),
        change: Result<Change, Absent>,
    ) -> Fact {
        Fact {
            metric: line.metric.clone(),
            figure,
            previous,
            change,
            target: line.target,
            with_interval: line.with_interval,
            typed: line.source == Source::Typed,
            role: Role::Lead,
        }
    }

    /// One that conversations do not hold.
    fn absent(id: MetricId) -> Fact {
        let none = Absent::NotRecorded;
        Fact {
            metric: id.metric(),
            figure: Err(none),
            previous: Err(none),
            change: Err(none),
            target: None,
            with_interval: false,
            typed: false,
            role: Role::Lead,
        }
    }

    /// What it is, for people.
    pub fn name(&self) -> Bilingual {
        let name = &self.metric.name;
        match self.role {
            Role::Lead => name.clone(),
            Role::Beside(_) => {
                let (en, fr) = (name.get(Lang::En), name.get(Lang::Fr));
                both!("beside it: {en}", "à côté\u{202f}: {fr}")
            }
        }
    }

    /// The figure with its interval; or why there is none.
    pub fn now(&self) -> Bilingual {
        let said = |lang: Lang| match &self.figure {
            Err(why) => why.words().get(lang).to_owned(),
            Ok(reading) => {
                let value = say::reading(self.metric.id, reading, lang);
                let interval = say::interval(self.metric.id, reading, lang).filter(|_| self.with_interval);
                let mut text = interval.map_or(value.clone(), |ends| format!("{value} ({ends})"));
                if self.typed {
                    text.push_str(match lang {
                        Lang::En => ", typed in",
                        Lang::Fr => ", saisi",
                    });
                }
                text
            }
        };
        Bilingual::made(said(Lang::En), said(Lang::Fr))
    }

    /// Cases that it stands on; a count is its own.
    pub fn n(&self) -> Option<u64> {
        let reading = self.figure.as_ref().ok()?;
        if matches!(reading, Reading::Count(_)) { None } else { reading.n() }
    }

    /// The figure before, how it moved, and the target.
    pub fn compared(&self) -> Bilingual {
        if self.figure == Err(Absent::NotRecorded) && self.previous == Err(Absent::NotRecorded) {
            return Bilingual::default();
        }
        let said = |lang: Lang| {
            let mut parts = vec![match &self.previous {
                Ok(reading) => {
                    let n =
                        self.previous_n().map(|n| format!(" (n {})", number(lang, n))).unwrap_or_default();
                    format!("{}{n}", say::reading(self.metric.id, reading, lang))
                }
                Err(why) => why.words().get(lang).to_owned(),
            }];
            parts.extend(
                self.change
                    .as_ref()
                    .ok()
                    .filter(|change| change.interval.is_ok())
                    .map(|change| say::change(self.metric.id, change, lang)),
            );
            parts.extend(self.target.map(|target| {
                let target = say::value(self.metric.unit, target, None, lang);
                match lang {
                    Lang::En => format!("target {target}"),
                    Lang::Fr => format!("cible {target}"),
                }
            }));
            parts.join(" · ")
        };
        Bilingual::made(said(Lang::En), said(Lang::Fr))
    }

    fn previous_n(&self) -> Option<u64> {
        let reading = self.previous.as_ref().ok()?;
        if matches!(reading, Reading::Count(_)) { None } else { reading.n() }
    }
}

fn fact(line: &Line) -> Fact {
    Fact::of(line, (line.figure, line.previous), line.change)
}

const fn wanted(rhythm: Rhythm) -> &'static [MetricId] {
    match rhythm {
        Rhythm::Daily => &DAILY,
        Rhythm::Weekly => &WEEKLY,
    }
}

/// The page's figures: of those that it looks at, what there is.
pub(super) fn of_team(report: &Report, rhythm: Rhythm) -> Vec<Fact> {
    with_counters(report, wanted(rhythm), &fact)
}

/// Figures in their order, and behind inside figures that share one, the one to read beside them.
pub(super) fn with_counters(report: &Report, ids: &[MetricId], fact: &dyn Fn(&Line) -> Fact) -> Vec<Fact> {
    let line = |id: MetricId| report.lines.iter().find(|line| line.metric.id == id);
    let lines: Vec<&Line> = ids.iter().filter_map(|id| line(*id)).collect();
    let inside = |line: &Line| line.metric.family == Family::Activity;
    let counter = |line: &Line| line.counter.filter(|_| inside(line));
    let mut facts: Vec<Fact> = Vec::new();
    for (place, at) in lines.iter().enumerate() {
        if facts.iter().any(|fact| fact.metric.id == at.metric.id) {
            continue;
        }
        facts.push(fact(at));
        let next = lines.get(place + 1).and_then(|next| counter(next));
        let Some(beside) = counter(at).filter(|counter| next != Some(*counter)) else { continue };
        if facts.iter().any(|fact| fact.metric.id == beside) {
            continue;
        }
        let found = line(beside).map_or_else(|| Fact::absent(beside), fact);
        facts.push(Fact { role: Role::Beside(at.metric.id), ..found });
    }
    facts
}

/// Figures that the page would look at, and conversations do not hold.
pub(super) fn not_recorded(report: &Report, rhythm: Rhythm) -> Vec<MetricId> {
    let known = |id: &MetricId| report.lines.iter().any(|line| line.metric.id == *id);
    wanted(rhythm).iter().copied().filter(|id| !known(id)).collect()
}
