//! Productive, but less effective? Rules over pairs of figures, one from the inside and one from the customer's side. What
//! they say is a question, never a verdict.

mod beside;
#[cfg(test)]
mod tests;

pub use beside::{MirrorSide, fewer_items_apply, mirror_drifting};

use crate::domain::metric::change::WORTH_A_WORD;
use crate::domain::metric::figures::Figures;
use crate::domain::metric::growth::Growth;
use crate::domain::metric::{Change, Compared, Figure, MetricId, Moved, Reading, say};
use crate::words::{self, Bilingual, Lang};

/// Solved requests on each side below which nothing is said.
pub const SOLVED_FROM: u64 = 30;
/// The share of their time that people can be in conversation without losing their slack, where a team says nothing
/// else: a convention.
pub const OCCUPANCY_CEILING: f64 = 0.85;

/// The share of a growth from which on most of it is people coming back.
const HOME_MADE: f64 = 0.5;
/// A response rate that falls by this much leaves another crowd.
const A_FIFTH: f64 = 0.2;

/// Which alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// A1: replies are faster, and customers write more often.
    LessEffective,
    /// A2: the growth is people coming back.
    HomeGrown,
    /// A3: more is closed, and more comes back.
    ClosedTooEarly,
    /// A4: the answered ones are quick, and some are not answered.
    LeftUnanswered,
    /// A5: no slack left.
    Overheated,
    /// A6: the own view rises and the peers' does not; for the agent alone.
    MirrorDrifting,
    /// A7: fewer items apply.
    FewerItemsApply,
    /// A8: happier, and fewer answered.
    QuieterCustomers,
}

impl Rule {
    /// The code in exports: `A1` to `A8`.
    pub const fn code(self) -> &'static str {
        match self {
            Rule::LessEffective => "A1",
            Rule::HomeGrown => "A2",
            Rule::ClosedTooEarly => "A3",
            Rule::LeftUnanswered => "A4",
            Rule::Overheated => "A5",
            Rule::MirrorDrifting => "A6",
            Rule::FewerItemsApply => "A7",
            Rule::QuieterCustomers => "A8",
        }
    }
}

/// An alarm.
#[derive(Clone, Debug, PartialEq)]
pub struct Alarm {
    /// Which.
    pub rule: Rule,
    /// The inside figure; `None` where it is none of the catalogue.
    pub inside: Option<MetricId>,
    /// The customer's figure; `None` where it is none of the catalogue.
    pub outside: Option<MetricId>,
    /// Further figures point the same way.
    pub stronger: bool,
    /// The question.
    pub says: Bilingual,
    /// What it rests on, one line each: figures with their intervals.
    pub because: Vec<Bilingual>,
}

/// A period and the one of equal length and weekdays before it.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// The period before.
    pub before: &'a Figures,
    /// This one.
    pub after: &'a Figures,
}

/// What the alarms look at.
#[derive(Clone, Copy, Debug)]
pub struct Watch<'a> {
    /// The latest pair.
    pub latest: Pair<'a>,
    /// The pair before it: its `after` is the latest's `before`. An alarm sounds when both point the same way.
    pub earlier: Option<Pair<'a>>,
    /// Occupancy of the last weeks, the latest last.
    pub occupancy: &'a [Figure],
    /// The team's ceiling for it.
    pub ceiling: f64,
}

impl Watch<'_> {
    /// A watch over two periods, with the usual ceiling.
    pub const fn over<'a>(before: &'a Figures, after: &'a Figures) -> Watch<'a> {
        Watch { latest: Pair { before, after }, earlier: None, occupancy: &[], ceiling: OCCUPANCY_CEILING }
    }

    /// After two pairs of periods in a row, or one with both effects beyond 99 %.
    fn sounds(&self, effect: impl Fn(&Pair<'_>, Level) -> bool) -> bool {
        let shown = |pair: &Pair<'_>, level| pair.enough() && effect(pair, level);
        shown(&self.latest, Level::NinetyNine)
            || (shown(&self.latest, Level::NinetyFive)
                && self.earlier.is_some_and(|earlier| shown(&earlier, Level::NinetyFive)))
    }
}

/// How sure an effect is to be.
#[derive(Clone, Copy)]
enum Level {
    NinetyFive,
    NinetyNine,
}

impl Pair<'_> {
    /// Enough solved on each side.
    fn enough(&self) -> bool {
        [self.before, self.after].iter().all(|figures| {
            let solved = figures.get(MetricId::Solved).ok().and_then(|reading| reading.n());
            solved.is_some_and(|solved| solved >= SOLVED_FROM)
        })
    }

    /// A figure that follows up tells nothing before everything of both sides had its time to come back.
    fn change(&self, id: MetricId) -> Option<Change> {
        if id.follows_up() && self.before.window_open + self.after.window_open > 0 {
            return None;
        }
        Change::between(&self.before.get(id), &self.after.get(id)).ok()
    }

    fn went(&self, id: MetricId, way: Moved, level: Level) -> bool {
        self.change(id).is_some_and(|change| match level {
            Level::NinetyFive => change.moved == way,
            Level::NinetyNine => change.surely == way,
        })
    }

    /// A single number has no interval: it went up by a twentieth or more. Never sure by itself.
    fn grew(&self, id: MetricId, level: Level) -> bool {
        let grown = self.change(id).and_then(|change| change.relative);
        matches!(level, Level::NinetyFive) && grown.is_some_and(|grown| grown >= WORTH_A_WORD)
    }

    /// One line for each figure that both sides have.
    fn lines(&self, ids: &[MetricId]) -> Vec<Bilingual> {
        let line = |id: &MetricId| say::line(*id, &self.before.get(*id), &self.after.get(*id));
        ids.iter().filter_map(line).collect()
    }
}

/// A1 to A5 and A8, as far as they sound.
pub fn alarms(watch: &Watch<'_>) -> Vec<Alarm> {
    [less_effective, home_grown, closed_too_early, left_unanswered, overheated, quieter_customers]
        .iter()
        .filter_map(|rule| rule(watch))
        .collect()
}

fn less_effective(watch: &Watch<'_>) -> Option<Alarm> {
    let rises = [MetricId::ExchangesPerResolution, MetricId::ContactsPerResolution];
    let outside = rises.into_iter().find(|outside| {
        watch.sounds(|pair, level| {
            pair.went(MetricId::ResponseTime, Moved::Down, level) && pair.went(*outside, Moved::Up, level)
        })
    })?;
    let pair = &watch.latest;
    let fell = |id| pair.went(id, Moved::Down, Level::NinetyFive);
    let still_waits = pair.change(MetricId::TotalWait).is_some_and(|change| change.moved != Moved::Down);
    Some(Alarm {
        rule: Rule::LessEffective,
        inside: Some(MetricId::ResponseTime),
        outside: Some(outside),
        stronger: fell(MetricId::OneContactRate) || fell(MetricId::Csat) || still_waits,
        says: Bilingual::fixed(
            "Replies are faster, but customers must write more often to get there. Which questions?",
            "Les réponses sont plus rapides, mais il faut écrire plus souvent pour aboutir. Pour quelles questions\u{202f}?",
        ),
        because: pair.lines(&[
            MetricId::ResponseTime,
            outside,
            MetricId::OneContactRate,
            MetricId::Csat,
            MetricId::TotalWait,
        ]),
    })
}

fn home_grown(watch: &Watch<'_>) -> Option<Alarm> {
    let shown = |pair: &Pair<'_>, level: Level| {
        let grown = Growth::of(pair).filter(|growth| growth.from_returns() >= HOME_MADE);
        let Some(growth) = grown else { return false };
        let (volume, returns) = growth.changes();
        let way = |change: Compared| {
            change.map_or(Moved::NotShown, |change| match level {
                Level::NinetyFive => change.moved,
                Level::NinetyNine => change.surely,
            })
        };
        way(volume) == Moved::Up && way(returns) == Moved::Up
    };
    if !watch.sounds(shown) {
        return None;
    }
    let growth = Growth::of(&watch.latest)?;
    Some(Alarm {
        rule: Rule::HomeGrown,
        inside: Some(MetricId::Arrivals),
        outside: Some(MetricId::ContactsPerResolution),
        stronger: watch.latest.went(MetricId::ReopenRate, Moved::Up, Level::NinetyFive),
        says: Bilingual::fixed(
            "Most of the extra contacts are the same customers coming back. What brings them back?",
            "L’essentiel des contacts en plus vient des mêmes clients qui reviennent. Qu’est-ce qui les fait revenir\u{202f}?",
        ),
        because: growth.lines(),
    })
}

fn closed_too_early(watch: &Watch<'_>) -> Option<Alarm> {
    let sounds = watch.sounds(|pair, level| {
        pair.went(MetricId::Solved, Moved::Up, level) && pair.went(MetricId::ReopenRate, Moved::Up, level)
    });
    sounds.then(|| Alarm {
        rule: Rule::ClosedTooEarly,
        inside: Some(MetricId::Solved),
        outside: Some(MetricId::ReopenRate),
        stronger: watch.latest.went(MetricId::Csat, Moved::Down, Level::NinetyFive),
        says: Bilingual::fixed(
            "More are closed, more come back. Which ones were closed before they were solved?",
            "On en clôt davantage, il en revient davantage. Lesquelles ont été closes avant d’être résolues\u{202f}?",
        ),
        because: watch.latest.lines(&[MetricId::Solved, MetricId::ReopenRate, MetricId::NetSolved, MetricId::Csat]),
    })
}

fn left_unanswered(watch: &Watch<'_>) -> Option<Alarm> {
    let quicker = |pair: &Pair<'_>, level| pair.went(MetricId::FirstResponseTime, Moved::Down, level);
    let fewer = watch.sounds(|pair, level| {
        quicker(pair, level) && pair.went(MetricId::AnsweredWithin, Moved::Down, level)
    });
    let older =
        watch.sounds(|pair, level| quicker(pair, level) && pair.grew(MetricId::OldestUnanswered, level));
    (fewer || older).then(|| Alarm {
        rule: Rule::LeftUnanswered,
        inside: Some(MetricId::FirstResponseTime),
        outside: Some(if fewer { MetricId::AnsweredWithin } else { MetricId::OldestUnanswered }),
        stronger: fewer && older,
        says: Bilingual::fixed(
            "The answered ones are quick; some are not answered. Which ones are waiting?",
            "Les réponses données sont rapides\u{202f}; certaines questions restent sans réponse. Lesquelles attendent\u{202f}?",
        ),
        because: watch.latest.lines(&[
            MetricId::FirstResponseTime,
            MetricId::AnsweredWithin,
            MetricId::Unanswered,
            MetricId::OldestUnanswered,
        ]),
    })
}

fn overheated(watch: &Watch<'_>) -> Option<Alarm> {
    let weeks = &watch.occupancy[watch.occupancy.len().saturating_sub(4)..];
    let above = |week: &&Figure| week.is_ok_and(|reading| reading.value() > watch.ceiling);
    if weeks.iter().filter(above).count() < 3 {
        return None;
    }
    let signs = [
        (MetricId::Csat, Moved::Down),
        (MetricId::ReopenRate, Moved::Up),
        (MetricId::Repetitions, Moved::Up),
        (MetricId::ResponseTime, Moved::Up),
    ];
    let sounding: Vec<MetricId> = signs
        .into_iter()
        .filter(|(id, way)| watch.sounds(|pair, level| pair.went(*id, *way, level)))
        .map(|(id, _)| id)
        .collect();
    Some(Alarm {
        rule: Rule::Overheated,
        inside: Some(MetricId::Occupancy),
        outside: Some(*sounding.first()?),
        stronger: sounding.len() > 1,
        says: Bilingual::fixed(
            "No slack left, and customers feel it. This is about staffing, not about anyone. What could wait, or who could help?",
            "Il n’y a plus de marge, et les clients le sentent. C’est une question d’effectif, pas de personne. Que peut-on différer, ou qui peut aider\u{202f}?",
        ),
        because: watch.latest.lines(&[&[MetricId::Occupancy], sounding.as_slice()].concat()),
    })
}

fn quieter_customers(watch: &Watch<'_>) -> Option<Alarm> {
    let sounds = watch.sounds(|pair, level| {
        let fell = answering(pair).is_some_and(|change| {
            let way = if matches!(level, Level::NinetyNine) { change.surely } else { change.moved };
            way == Moved::Down && change.relative.is_some_and(|relative| relative <= -A_FIFTH)
        });
        fell && pair.went(MetricId::Csat, Moved::Up, level)
    });
    let change = answering(&watch.latest).filter(|_| sounds)?;
    let points = change.value * 100.0;
    let mut because = watch.latest.lines(&[MetricId::Csat]);
    because.push(Bilingual::made(
        format!("Share that rated: {} points", words::decimal(Lang::En, points, 0)),
        format!("Part des clients qui notent\u{202f}: {} points", words::decimal(Lang::Fr, points, 0)),
    ));
    Some(Alarm {
        rule: Rule::QuieterCustomers,
        inside: None,
        outside: Some(MetricId::Csat),
        stronger: false,
        says: Bilingual::fixed(
            "More are content, but fewer answered; compare with care. Who no longer answers?",
            "Davantage de satisfaits, mais moins de réponses\u{202f}; à comparer avec prudence. Qui ne répond plus\u{202f}?",
        ),
        because,
    })
}

/// How the share of customers who rate has changed.
fn answering(pair: &Pair<'_>) -> Option<Change> {
    let rate =
        |figures: &Figures| figures.ratings.map(|ratings| Reading::rate(ratings.answers, ratings.asked));
    Change::between(&rate(pair.before)?, &rate(pair.after)?).ok()
}
