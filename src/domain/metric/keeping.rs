//! Figures of weeks as what is kept of them, and put together again: counts, rates and means exactly; medians from how
//! the values lie, to about 1 %; what only the conversations themselves could say, not at all.

use std::collections::BTreeMap;

use crate::domain::distribution::Binomial;
use crate::domain::interval::{Mean, Undefined, mean_of};
use crate::domain::kept::{KeptFigure, Sums};
use crate::domain::metric::{Absent, Figure, Figures, MetricId, PerCase, Reading, Times};
use crate::domain::ratio::Spread;
use crate::domain::tally::Tally;

/// How a metric's figures of several weeks become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Counts add up.
    Add,
    /// So many of so many.
    Rate,
    /// Sums and how the values lie; the median leads.
    Median,
    /// The same; the mean leads.
    Mean,
    /// Sums of counts per case.
    PerCase,
    /// Pluses and minuses.
    Net,
}

impl MetricId {
    /// How it is put together; `None` where weeks do not say what a longer time was: what is left at its end, whoever
    /// was busy on both sides of a Sunday night, and everything about one agent.
    const fn way(self) -> Option<Way> {
        Some(match self {
            MetricId::Csat
            | MetricId::ReopenRate
            | MetricId::OneContactRate
            | MetricId::FirstContactStrict
            | MetricId::OneTouch
            | MetricId::TransferredShare
            | MetricId::AnsweredWithin
            | MetricId::OverADay => Way::Rate,
            MetricId::OneContact
            | MetricId::Unanswered
            | MetricId::TurnsWithoutReply
            | MetricId::Arrivals
            | MetricId::Solved => Way::Add,
            MetricId::NetSolved => Way::Net,
            MetricId::ContactsPerResolution
            | MetricId::ExchangesPerResolution
            | MetricId::Transfers
            | MetricId::TransfersToSolve => Way::PerCase,
            MetricId::FirstResponseTime
            | MetricId::FirstResponseTimeBusiness
            | MetricId::FirstResponseInHours
            | MetricId::FirstResponseInHoursBusiness
            | MetricId::FirstResponseOutOfHours
            | MetricId::FirstResponseOutOfHoursBusiness
            | MetricId::FirstAcknowledgement
            | MetricId::ResponseTime
            | MetricId::ResponseTimeBusiness
            | MetricId::ConversationLength => Way::Median,
            MetricId::TotalWait
            | MetricId::ResolutionTime
            | MetricId::ResolutionTimeBusiness
            | MetricId::ResolutionTimeOurSide
            | MetricId::FullResolutionTime
            | MetricId::FullResolutionTimeBusiness
            | MetricId::AverageResponseTime => Way::Mean,
            _ => return None,
        })
    }

    /// Whether its figures of several weeks can be put together.
    pub const fn is_kept(self) -> bool {
        self.way().is_some()
    }

    /// Whether its figure of kept weeks is one to about 1 %: a median.
    pub const fn is_kept_roughly(self) -> bool {
        matches!(self.way(), Some(Way::Median))
    }
}

/// What is kept of figures that were worked out by [`crate::domain::metric::figures_to_keep`].
pub fn keep(figures: &Figures) -> BTreeMap<MetricId, KeptFigure> {
    let of = |id: &MetricId| Some((*id, kept(figures, *id)?));
    MetricId::ALL.iter().filter_map(of).collect()
}

/// Nothing was there to be measured: that is kept too, and is not the same as *not recorded*.
fn nothing(way: Way) -> KeptFigure {
    let sums = KeptFigure { sum: Some(0.0), squares: Some(0.0), ..KeptFigure::default() };
    match way {
        Way::Rate => KeptFigure::rate(0, 0),
        Way::Median | Way::Mean => {
            KeptFigure { logarithms: Some(Sums::default()), ..KeptFigure::values(&[]) }
        }
        Way::Add | Way::Net | Way::PerCase => sums,
    }
}

fn kept(figures: &Figures, id: MetricId) -> Option<KeptFigure> {
    let way = id.way()?;
    if figures.get(id) == Err(Absent::Undefined(Undefined::NoObservations)) {
        return Some(nothing(way));
    }
    let sums = |mean: &Mean| Sums::of(mean.n as u64, mean.mean, mean.sd.map_or(0.0, |sd| sd * sd));
    let of_sums = |sums: Sums| KeptFigure {
        n: sums.n,
        sum: Some(sums.sum),
        squares: Some(sums.squares),
        ..KeptFigure::default()
    };
    Some(match figures.get(id).ok()? {
        Reading::Rate(tally) => KeptFigure::rate(tally.hits(), tally.n()),
        Reading::Count(n) => KeptFigure { n, ..KeptFigure::default() },
        Reading::Net(net) => KeptFigure { sum: Some(net as f64), ..KeptFigure::default() },
        Reading::PerCase(cases) => of_sums(sums(&cases.mean)),
        Reading::Times(times) | Reading::MeanTime(times) => {
            let logs = times.logarithms;
            KeptFigure {
                spread: figures.spreads.as_ref().and_then(|all| all.get(&id)).cloned(),
                logarithms: Some(Sums::of(logs.n as u64, logs.mean, logs.variance.unwrap_or(0.0))),
                ..of_sums(sums(&times.mean))
            }
        }
        _ => return None,
    })
}

/// The figure of weeks that were put together with [`KeptFigure::and`].
///
/// # Errors
/// Where they do not hold what it takes.
pub fn together(id: MetricId, kept: &KeptFigure) -> Figure {
    let way = id.way().ok_or(Absent::NotKept)?;
    let sums = || Some(Sums { n: kept.n, sum: kept.sum?, squares: kept.squares? });
    match way {
        // A week without anything to count has sums, one whose count was 0 has none.
        Way::Add if kept.n == 0 && kept.sum.is_some() => Err(Absent::Undefined(Undefined::NoObservations)),
        Way::Add => Ok(Reading::Count(kept.n)),
        Way::Rate => {
            let hits = kept.hits.ok_or(Absent::NotKept)?;
            if kept.n == 0 {
                Err(Undefined::NoObservations.into())
            } else {
                Ok(Reading::Rate(Tally::new(hits, kept.n)))
            }
        }
        Way::Net => Ok(Reading::Net(kept.sum.ok_or(Absent::NotKept)?.round() as i64)),
        Way::PerCase => {
            let sums = sums().ok_or(Absent::NotKept)?;
            let (mean, spread) = (mean(&sums)?, spread(&sums)?);
            Ok(Reading::PerCase(PerCase { total: sums.sum.round().max(0.0) as u64, mean, spread }))
        }
        Way::Median => times(kept, &sums().ok_or(Absent::NotKept)?).map(Reading::Times),
        Way::Mean => times(kept, &sums().ok_or(Absent::NotKept)?).map(Reading::MeanTime),
    }
}

fn times(kept: &KeptFigure, sums: &Sums) -> Result<Times, Absent> {
    let mean = mean(sums)?;
    let lie = kept.spread.as_ref().ok_or(Absent::NotKept)?;
    let logarithms = spread(kept.logarithms.as_ref().ok_or(Absent::NotKept)?)?;
    let quantile = |p| lie.quantile(p).ok_or(Undefined::NoObservations);
    let n = lie.count();
    let median_interval = if n < 6 {
        Err(Undefined::FewerThanSix)
    } else {
        let place = Binomial::new(n, 0.5).quantile(0.025);
        lie.at(place - 1).zip(lie.at(n - place)).ok_or(Undefined::NoObservations)
    };
    Ok(Times { mean, median: quantile(0.5)?, p90: quantile(0.9)?, median_interval, logarithms })
}

fn mean(sums: &Sums) -> Result<Mean, Undefined> {
    let mean = sums.mean().ok_or(Undefined::NoObservations)?;
    Ok(mean_of(sums.n as usize, mean, sums.variance().map(f64::sqrt)))
}

fn spread(sums: &Sums) -> Result<Spread, Undefined> {
    let mean = sums.mean().ok_or(Undefined::NoObservations)?;
    Ok(Spread { n: sums.n as usize, mean, variance: sums.variance().ok_or(Undefined::OneObservation) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::metric::{
        Ask, Contact, Contacts, Event, Happened, Issue, Log, Part, Period, figures, figures_to_keep,
    };
    use proptest::prelude::*;

    const WEEK: i64 = 7 * 86_400;

    /// A question with an answer and a solution, and a second contact that comes back.
    fn contact(
        number: i64,
        at: i64,
        wait: i64,
        solve: Option<i64>,
        issue: i64,
        good: Option<bool>,
    ) -> Contact {
        let mut events = vec![
            Event { at, what: Happened::Customer, agent: None },
            Event { at: at + wait, what: Happened::Agent, agent: Some(1) },
        ];
        if let Some(after) = solve {
            events.push(Event { at: at + wait + after, what: Happened::Resolve, agent: Some(1) });
        }
        Contact {
            conversation: number,
            issue: Issue::Named(issue.to_string()),
            channel: "chat".to_owned(),
            agent: Some(1),
            difficulty: None,
            events,
            transfers: Some((number % 3) as u32),
            reopens: None,
            csat: good.map(|good| crate::domain::conversation::Csat {
                score: if good { 5.0 } else { 2.0 },
                min: 1.0,
                max: 5.0,
                comment: None,
            }),
        }
    }

    fn near(one: f64, other: f64, share: f64) -> bool {
        (one - other).abs() <= share * one.abs().max(other.abs()) + 1e-9
    }

    proptest! {
        #[test]
        fn weeks_together_are_the_time_as_a_whole(
            rows in prop::collection::vec(
                (0..4 * WEEK, 2i64..90_000, prop::option::of(2i64..200_000), 0i64..60, prop::option::of(any::<bool>())),
                1..60,
            )
        ) {
            let contacts: Vec<Contact> = rows
                .iter()
                .zip(0..)
                .map(|((at, wait, solve, issue, good), number)| contact(number, *at, *wait, *solve, *issue, *good))
                .collect();
            let packed = Contacts::of(&contacts);
        let log = Log::new(&packed, None);
            let as_of = 20 * WEEK;
            let whole = figures(&log, &Ask::new(Period { from: 0, to: 4 * WEEK }, as_of, None), &Part::All);
            let mut all: BTreeMap<MetricId, KeptFigure> = BTreeMap::new();
            for week in 0..4 {
                let period = Period { from: week * WEEK, to: (week + 1) * WEEK };
                let ask = Ask::new(period, as_of, None);
                let narrow = log.within(period);
                prop_assert_eq!(figures(&narrow, &ask, &Part::All), figures(&log, &ask, &Part::All));
                for (id, kept) in keep(&figures_to_keep(&narrow, &ask, &Part::All)) {
                    let json = serde_json::to_string(&kept).unwrap();
                    let kept: KeptFigure = serde_json::from_str(&json).unwrap();
                    all.entry(id).and_modify(|sum| *sum = sum.and(&kept)).or_insert(kept);
                }
            }
            for (id, kept) in &all {
                let (exact, found) = match (whole.get(*id), together(*id, kept)) {
                    (Ok(exact), Ok(found)) => (exact, found),
                    (exact, found) => {
                        prop_assert_eq!(exact, found, "{}", id);
                        continue;
                    }
                };
                prop_assert_eq!(exact.n(), found.n());
                let share = if id.is_kept_roughly() { 0.01 } else { 1e-9 };
                prop_assert!(near(exact.value(), found.value(), share), "{} {:?} {:?}", id, exact, found);
                if let (Some((a, b)), Some((c, d))) = (exact.interval(), found.interval()) {
                    let share = if id.is_kept_roughly() { 0.01 } else { 1e-6 };
                    prop_assert!(near(a, c, share) && near(b, d, share), "{} {:?} {:?}", id, exact, found);
                }
            }
        }
    }

    #[test]
    fn what_weeks_cannot_say_is_said() {
        let kept = KeptFigure { n: 5, ..KeptFigure::default() };
        assert_eq!(together(MetricId::Backlog, &kept), Err(Absent::NotKept));
        assert_eq!(together(MetricId::Csat, &kept), Err(Absent::NotKept), "a rate without its hits");
        assert_eq!(together(MetricId::Arrivals, &kept), Ok(Reading::Count(5)));
        assert!(!MetricId::OwnResponseTime.is_kept(), "about one agent");
    }
}
