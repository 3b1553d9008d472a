//! Whether scores rise because fewer items apply: the share of *n/a* week by week, told where it says something.

use std::collections::BTreeMap;

use crate::domain::metric::alarm::{Alarm, fewer_items_apply};
use crate::domain::names::PersonId;
use crate::domain::tally::Tally;
use crate::domain::team::{Applying, Cell, Compiled, NotApplicable, Part, Stake, each as reviews_in, enough};
use crate::ops::error::OpsError;
use crate::ops::session::Session;

use super::pick::{Ask, Picked, nothing_yet, pick};
use super::summary::{each, place};

/// Pillars on which fewer items apply.
#[derive(Clone, Debug, Default)]
pub struct FewerApply {
    /// A question for each.
    pub alarms: Vec<Alarm>,
    /// What they tell: goes to [`tell`](super::tell) before it is shown or written.
    pub told: Vec<Cell<PersonId>>,
}

/// Looks at the weeks of conversations before the day `until`, in days since 1970-01-01. Ask only where enough of what was
/// drawn is read.
pub fn fewer_apply(session: &mut Session, ask: &Ask, until: i32) -> Result<FewerApply, OpsError> {
    let picked = pick(session, ask)?.ok_or_else(nothing_yet)?;
    let compiled = Compiled::of(&picked.checklist);
    let mut applying = Applying::new(&compiled);
    each(session, &picked, &mut |part, person, reviews| {
        let at = place(picked.number, part);
        for review in reviews_in(reviews).flatten() {
            if Some(review.checklist) == at && review.own.len() == compiled.items() {
                applying.add(person, &review);
            }
        }
    })?;
    let weeks = applying.done();
    let Some(latest) = weeks.range(..=until - 7).next_back().map(|(monday, _)| *monday) else {
        return Ok(FewerApply::default());
    };
    let mut found = FewerApply::default();
    for (pillar, known) in picked.checklist.scored_pillars().enumerate() {
        let week = |back: i32| told(session, &picked, &weeks, (latest - 7 * back, pillar), &known.id);
        let (Some(now), Some(before), earlier) = (week(0), week(1), week(2)) else { continue };
        let tally = |week: &(Tally, Cell<u32>)| week.0;
        if let Some(alarm) =
            fewer_items_apply(&known.name, earlier.as_ref().map(tally), tally(&before), tally(&now))
        {
            found.alarms.push(alarm);
            found.told.extend(picked.people.named(&[now.1, before.1]));
        }
    }
    Ok(found)
}

/// The share of a week and pillar, where it may be told.
fn told(
    session: &Session,
    picked: &Picked,
    weeks: &BTreeMap<i32, Vec<NotApplicable>>,
    (monday, pillar): (i32, usize),
    id: &str,
) -> Option<(Tally, Cell<u32>)> {
    let k = session.team.people;
    let NotApplicable { tally, parts } = weeks.get(&monday)?.get(pillar)?;
    let key = format!("{}/{id}/not-applicable/{monday}", picked.checklist.digest().short());
    let people = parts.iter().map(|(part, na)| (part.person, Stake::of(part.n, *na as f64))).collect();
    let cell = Cell { key, period: picked.period, people };
    let parts: Vec<Part<u32>> = parts.iter().map(|(part, _)| *part).collect();
    (enough(&parts, k) && !picked.before.refuses(&cell, k)).then_some((*tally, cell))
}
