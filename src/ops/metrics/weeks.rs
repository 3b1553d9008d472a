//! Metrics week by week, for goals: of the team, of a channel, of a topic, of whoever asks. Only weeks that are over.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::domain::fold::fold;
use crate::domain::goal::{Goal, Kind, Measured, Unit as GoalUnit, belongs};
use crate::domain::metric::keeping::together;
use crate::domain::metric::{Figure, Log, MetricId, Part, Reading, figures};
use crate::ops::error::OpsError;
use crate::ops::metrics::behind::{Behind, about_questions, told};
use crate::ops::metrics::kept::{Kept, monday, week};
use crate::ops::metrics::log::Events;
use crate::ops::metrics::report::{READ_BACK, Surroundings};
use crate::ops::session::Session;

/// The longest time that is worked out week by week: two years.
const MOST_WEEKS: i64 = 105;

/// Which conversations a value is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only what whoever asks handled.
    pub mine: bool,
    /// Only a channel or a topic, by its name; a name that no conversation has measures nothing.
    pub of: Option<String>,
}

impl Scope {
    /// What a goal is about, as it was written.
    pub fn of(goal: &Goal) -> Scope {
        let word = fold(goal.specific.scope.trim());
        let (mine, all) = match word.as_str() {
            "me" | "moi" | "mine" | "my conversations" | "mes conversations" => (true, true),
            "" | "team" | "the team" | "equipe" | "l'equipe" | "l’equipe" | "all" | "tout" => (false, true),
            _ => (false, false),
        };
        Scope { mine: mine || goal.kind == Some(Kind::Personal), of: (!all).then_some(word) }
    }
}

/// What happened, ready to be asked week by week.
pub struct Weeks {
    surroundings: Surroundings,
    events: Events,
    mine: Option<u32>,
    behind: Behind,
    kept: Vec<(Date, Kept)>,
    from: i64,
    as_of: i64,
    last: Date,
}

impl Weeks {
    /// What happened since a day, in weeks that are over `now`, in microseconds.
    pub fn read(session: &Session, since: Date, now: i64) -> Result<Weeks, OpsError> {
        let surroundings = Surroundings::of(session, None)?;
        let as_of = now.div_euclid(1_000_000);
        let today = surroundings.zone().to_datetime(Timestamp::from_second(as_of).unwrap_or_default()).date();
        let last = monday(today).checked_sub(7.days()).unwrap_or(today);
        let earliest = last.checked_sub((7 * MOST_WEEKS).days()).unwrap_or(last);
        let first = week(monday(since.max(earliest).min(last)));
        let period = first.period(surroundings.zone())?;
        let from = period.from - READ_BACK;
        let me = session.store.me()?;
        let events = Events::read(&session.store, me.as_ref(), from, as_of.saturating_add(1), period)?;
        let mine = me.as_ref().and_then(|me| events.mine(me));
        let behind = Behind::of(me.as_ref(), &events, session.team.people);
        let kept = Kept::read(&session.store)?;
        let kept = kept.into_weeks().filter(|(week, _)| *week >= first.first).collect();
        Ok(Weeks { surroundings, events, mine, behind, kept, from, as_of, last })
    }

    /// A metric in the weeks from a day on, the oldest first; weeks without a figure are left out.
    pub fn values(&self, id: MetricId, scope: &Scope, since: Date) -> Result<Vec<(Date, Reading)>, OpsError> {
        let (part, topic) = match self.place(scope) {
            Some(place) => place,
            None => return Ok(Vec::new()),
        };
        let whole = Log::new(&self.events.contacts, None);
        let log = match &topic {
            Some(of) => whole.only(|conversation| of.contains(&conversation)),
            None => whole,
        };
        let asker = self.surroundings.asker(&log, (Kept::default(), self.behind), self.from, self.as_of);
        // Before the first and after the last thing that was recorded a count of nothing means nothing.
        let recorded = self.events.contacts.recorded();
        let mut found = Vec::new();
        let mut at = monday(since);
        while at <= self.last {
            let figure = match self.kept.iter().find(|(week, _)| *week == at) {
                Some((_, kept)) if topic.is_none() => kept_figure(kept, at, id, &part),
                // Nothing is kept of a topic or of one agent.
                Some(_) => None,
                None => {
                    let ask = asker.ask(week(at).period(self.surroundings.zone())?, self.as_of);
                    let here = recorded
                        .is_some_and(|(first, last)| ask.period.from <= last && first < ask.period.to);
                    let may = || scope.mine || self.behind.enough(&self.behind.others(&log, &ask, &part));
                    let figure = || told(figures(&log.within(ask.period), &ask, &part), may()).get(id);
                    if here { figure().ok() } else { None }
                }
            };
            found.extend(figure.map(|reading| (at, reading)));
            let Ok(next) = at.checked_add(7.days()) else { break };
            at = next;
        }
        Ok(found)
    }

    /// Where a scope's conversations are: a part, and a topic's own; `None` where there are none.
    fn place(&self, scope: &Scope) -> Option<(Part, Option<BTreeSet<i64>>)> {
        let mine = || self.mine.map(Part::Agent);
        let Some(name) = &scope.of else {
            return Some((if scope.mine { mine()? } else { Part::All }, None));
        };
        if let Some(channel) = self.events.contacts.channels().find(|channel| fold(channel) == *name) {
            if !scope.mine {
                return Some((Part::Channel(channel.to_owned()), None));
            }
            return Some((mine()?, Some(self.events.contacts.of_channel(channel).collect())));
        }
        if let Some((_, of)) = self.events.topics.iter().find(|(topic, _)| fold(topic) == *name) {
            return Some((if scope.mine { mine()? } else { Part::All }, Some(of.clone())));
        }
        let kept = self.kept.iter().any(|(week, kept)| kept.channels(&[*week]).contains(name.as_str()));
        (kept && !scope.mine).then(|| (Part::Channel(name.clone()), None))
    }
}

fn kept_figure(kept: &Kept, week: Date, id: MetricId, part: &Part) -> Option<Reading> {
    let channel = match part {
        Part::All => "",
        Part::Channel(channel) => channel,
        _ => return None,
    };
    if !kept.tells(week, channel) && !about_questions(id) {
        return None;
    }
    let figure: Figure = together(id, kept.figure(id, channel)?);
    figure.ok()
}

/// The last closed weeks of a metric, at most so many, the oldest first.
pub fn last_weeks(
    session: &Session,
    id: MetricId,
    scope: &Scope,
    count: i64,
    now: i64,
) -> Result<Vec<(Date, Reading)>, OpsError> {
    let as_of = Timestamp::from_microsecond(now).unwrap_or_default();
    let today = session.zone.to_datetime(as_of).date();
    let since = monday(today).checked_sub((7 * count).days()).unwrap_or(today);
    let mut values = Weeks::read(session, since, now)?.values(id, scope, since)?;
    values.drain(..values.len().saturating_sub(usize::try_from(count).unwrap_or(0)));
    Ok(values)
}

/// What the weeks of some goals came to, each of its metric and of its counter-metric.
pub fn of_goals(session: &Session, goals: &[Goal], now: i64) -> Result<Vec<[Vec<Measured>; 2]>, OpsError> {
    let known = |goal: &&Goal| [false, true].iter().any(|counter| metric(goal, *counter).is_some());
    let since = goals.iter().filter(known).filter_map(|goal| goal.time.start).min();
    let Some(since) = since else { return Ok(vec![[Vec::new(), Vec::new()]; goals.len()]) };
    let weeks = Weeks::read(session, since, now)?;
    goals.iter().map(|goal| Ok([measured(&weeks, goal, false)?, measured(&weeks, goal, true)?])).collect()
}

fn metric(goal: &Goal, counter: bool) -> Option<(MetricId, GoalUnit)> {
    let m = &goal.measurable;
    let (word, unit) = match counter {
        false => (goal.specific.metric.trim(), goal.unit()?),
        true => (m.counter_metric.trim(), m.counter_unit.unwrap_or(GoalUnit::Percent)),
    };
    let id = MetricId::from_word(word)?;
    unit.counts(id).then_some((id, unit))
}

fn measured(weeks: &Weeks, goal: &Goal, counter: bool) -> Result<Vec<Measured>, OpsError> {
    let (Some((id, unit)), Some(start)) = (metric(goal, counter), goal.time.start) else {
        return Ok(Vec::new());
    };
    let values = weeks.values(id, &Scope::of(goal), start)?;
    let of_goal = values.into_iter().filter(|(week, _)| belongs(goal, *week));
    Ok(of_goal.map(|(week, reading)| one(week, &reading, unit)).collect())
}

/// A week's figure in a goal's unit.
pub fn one(week: Date, reading: &Reading, unit: GoalUnit) -> Measured {
    let by = unit.per_metric();
    Measured {
        week,
        value: reading.value() * by,
        n: reading.n().unwrap_or_default(),
        hits: match reading {
            Reading::Rate(tally) => Some(tally.hits()),
            _ => None,
        },
        interval: reading.interval().map(|(low, high)| (low * by, high * by)),
        typed: false,
    }
}
