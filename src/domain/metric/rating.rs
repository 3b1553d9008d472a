//! What customers say: satisfaction from the conversations; effort and recommendation from surveys.

use std::collections::BTreeMap;

use crate::domain::conversation::Csat;
use crate::domain::interval::{Undefined, mean_t};
use crate::domain::metric::figures::{Figures, Ratings};
use crate::domain::metric::turns::opening;
use crate::domain::metric::{Absent, Ask, Contact, Event, Figure, Happened, MetricId, Reading};
use crate::domain::nps as score;

/// Scales are never merged: what is *good* on one is a shrug on another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Good or bad.
    Two,
    /// Five points, of which the upper two are satisfied.
    Five,
}

fn kind(csat: &Csat) -> Option<(Kind, bool)> {
    let within = csat.min <= csat.score && csat.score <= csat.max;
    let points = csat.max - csat.min;
    match within {
        true if points == 4.0 => Some((Kind::Five, csat.score >= csat.max - 1.0)),
        true if points == 1.0 => Some((Kind::Two, csat.score >= csat.max)),
        _ => None,
    }
}

/// The satisfied of all that rated a conversation that began in the period.
#[derive(Default)]
pub(super) struct Given {
    ratings: Ratings,
    kinds: BTreeMap<Kind, (u64, u64)>,
}

impl Given {
    /// Sees a conversation of the part.
    pub(super) fn see(&mut self, ask: &Ask<'_>, contact: &Contact, events: &[Event]) {
        if !opening(events).is_some_and(|opening| ask.period.holds(opening.at)) {
            return;
        }
        // Nobody is asked how they liked an answer that they never got.
        let answered = events.iter().any(|event| event.what == Happened::Agent);
        self.ratings.asked += u64::from(answered || contact.csat.is_some());
        let Some(csat) = &contact.csat else { return };
        self.ratings.answers += 1;
        if let Some((kind, good)) = kind(csat) {
            let counts = self.kinds.entry(kind).or_default();
            counts.0 += u64::from(good);
            counts.1 += 1;
        }
    }

    /// Puts it in.
    pub(super) fn put(self, into: &mut Figures) {
        let Given { mut ratings, kinds } = self;
        if ratings.answers == 0 {
            return;
        }
        let (good, most) = kinds.into_values().max_by_key(|(_, n)| *n).unwrap_or_default();
        ratings.other_scales = ratings.answers - most;
        let satisfied = if most == 0 { Err(Absent::NotRecorded) } else { Reading::rate(good, most) };
        into.put(MetricId::Csat, satisfied);
        into.ratings = Some(ratings);
    }
}

/// Customer effort, version 2.0: *made it easy for me*, 1 to 7. The mean, and the share of 5 to 7. The older question, on
/// which low is good, runs the other way and is not this.
pub fn ces(answers: &[f64]) -> (Figure, Figure) {
    if answers.iter().any(|answer| !(1.0..=7.0).contains(answer)) {
        let wrong = Absent::Undefined(Undefined::OutOfRange);
        return (Err(wrong), Err(wrong));
    }
    let easy = answers.iter().filter(|answer| **answer >= 5.0).count() as u64;
    (mean_t(answers).map(Reading::Rating).map_err(Absent::from), Reading::rate(easy, answers.len() as u64))
}

/// The net promoter score of answers from 0 to 10.
///
/// # Errors
/// Without answers, or where one is off the scale.
pub fn nps(answers: &[u8]) -> Figure {
    if answers.iter().any(|answer| *answer > 10) {
        return Err(Absent::Undefined(Undefined::OutOfRange));
    }
    let count = |of: fn(u8) -> bool| answers.iter().filter(|answer| of(**answer)).count() as u64;
    let (promoters, detractors) = (count(|answer| answer >= 9), count(|answer| answer <= 6));
    let n = answers.len() as u64;
    Ok(Reading::Nps { nps: score::nps(promoters, n - promoters - detractors, detractors)?, n })
}
