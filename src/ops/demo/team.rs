//! What Léa's colleagues hand in, so that *Team* has something to show: invented answers in real submissions, sealed with
//! their keys and taken in as any other. And two goals, with what was measured for them so far.

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};

use super::colleague::Colleague;
use super::exchanges::Colleagues;
use super::{DAY, broken};
use crate::domain::checklist::{Checklist, Item};
use crate::domain::digest::Digest;
use crate::domain::names::BundleId;
use crate::domain::review::{Answer, Sheet, State, Value};
use crate::domain::submission::{Submission, Submitted};
use crate::ops::chance::Chance;
use crate::ops::error::OpsError;
use crate::ops::goals::{self, Outcome};
use crate::ops::session::Session;
use crate::trust::Card;

/// Reviews that each hands in, and how many were drawn.
const HANDED: [(usize, u32); 6] = [(12, 12), (12, 14), (11, 12), (10, 12), (12, 12), (9, 12)];

/// Those who only hand in.
const MORE: [&str; 4] = ["Hugo", "Jade", "Karim", "Sofia"];

/// The item that the team reads in two ways.
const UNCLEAR: &str = "waiting-told";

/// The invented goals.
const GOALS: [&str; 2] =
    [include_str!("../../demo/goal-team.toml"), include_str!("../../demo/goal-personal.toml")];

/// Weeks of the two goals: the Monday, how many of how many.
const MEASURED: [(Date, u64, u64); 5] = [
    (date(2026, 10, 5), 37, 60),
    (date(2026, 10, 12), 39, 58),
    (date(2026, 10, 19), 43, 61),
    (date(2026, 10, 26), 44, 59),
    (date(2026, 11, 2), 47, 62),
];

/// Everybody hands in their last three weeks.
pub(super) fn fill(
    session: &mut Session,
    colleagues: &mut Colleagues,
    me: &Card,
    newest: i64,
    chance: &mut Chance,
) -> Result<(), OpsError> {
    let checklist = session.shelf.checklist(&session.usual).ok_or_else(|| broken(&session.usual))?;
    let at = newest - 2 * DAY;
    for name in MORE {
        colleagues.insert(name, Colleague::join(session, name, false, at, chance)?);
    }
    // The lead hands in nothing.
    let agents = colleagues.iter_mut().filter(|(name, _)| **name != "Nadia");
    for (who, ((name, colleague), (reviews, drawn))) in agents.zip(HANDED).enumerate() {
        let submission = submission(session, name, &checklist, (who, reviews, drawn), at, chance);
        colleague.hands_in(session, me, &submission, at, chance)?;
    }
    set_goals(session, newest)
}

fn submission(
    session: &Session,
    name: &str,
    checklist: &Checklist,
    (who, reviews, drawn): (usize, usize, u32),
    at: i64,
    chance: &mut Chance,
) -> Submission {
    let today = session.zone.to_datetime(Timestamp::from_microsecond(at).unwrap_or_default()).date();
    let mut reviews: Vec<Submitted> =
        (0..reviews).map(|place| review(checklist, (who, place), today)).collect();
    reviews.sort_by_key(|review| review.reference);
    Submission {
        id: BundleId(chance.bytes()),
        agent: name.to_owned(),
        made: today,
        from: Some(today.saturating_sub(20.days())),
        until: today,
        drawn,
        checklists: vec![checklist.clone()],
        reviews,
    }
}

fn review(checklist: &Checklist, (who, place): (usize, usize), today: Date) -> Submitted {
    // The same for everybody who looks: what falls comes from a digest.
    let die = |item: &Item, side: &str| {
        let parts = [who.to_string(), place.to_string(), item.id.clone(), side.to_owned()];
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
        Digest::of("aplomb/demo/v1", &parts).0[0]
    };
    let own: Sheet = Sheet(
        (checklist.items.iter())
            .map(|item| {
                let value = match die(item, "own") {
                    0..30 if item.na.is_some() => Value::Na,
                    30..50 => Value::No,
                    50..90 if item.id == UNCLEAR => Value::No,
                    _ => Value::Yes,
                };
                (item.id.clone(), Answer::of(value))
            })
            .collect(),
    );
    let peer = Sheet(
        (own.0.iter())
            .map(|(id, answer)| {
                let turned = checklist
                    .item(id)
                    .is_some_and(|item| die(item, "peer") < if item.id == UNCLEAR { 140 } else { 14 });
                let value = match answer.value {
                    Value::Yes if turned => Value::No,
                    Value::No if turned => Value::Yes,
                    value => value,
                };
                (id.clone(), Answer::of(value))
            })
            .collect(),
    );
    let values = |sheet: Sheet| -> Vec<Option<Value>> {
        let sheet = sheet.settled(checklist);
        checklist.items.iter().map(|item| sheet.answer(&item.id).map(|answer| answer.value)).collect()
    };
    let hour = i8::try_from(8 + (place * 5 + who) % 13).unwrap_or(8);
    let days = i64::try_from((place * 3 + who) % 20).unwrap_or(0);
    Submitted {
        reference: Digest::of("aplomb/demo/v1", &[who.to_string().as_bytes(), place.to_string().as_bytes()]),
        channel: ["chat", "email", "chat", "phone"][(place + who) % 4].to_owned(),
        opened: today.saturating_sub(days.days()).at(hour, 0, 0, 0),
        drawn: true,
        checklist: checklist.digest(),
        state: State::Agreed,
        readers: 1,
        agreed: vec![None; checklist.items.len()],
        own: values(own),
        peers: vec![values(peer)],
        remarks: Vec::new(),
    }
}

/// A goal of the team, measured for five weeks, and one of Léa's with a promise that was kept but once.
fn set_goals(session: &mut Session, newest: i64) -> Result<(), OpsError> {
    let mut ids = Vec::new();
    for text in GOALS {
        let written = goals::read(text, "demo", &[])?;
        match goals::add(session, written, newest - 40 * DAY)? {
            Outcome::Kept { written, .. } => ids.push(written.goal.id),
            Outcome::Refused(written) => {
                let faults: Vec<&str> = written.checked.faults.iter().map(|fault| fault.code).collect();
                return Err(broken(&faults.join(" ")));
            }
        }
    }
    let [team, own] = &ids[..] else { return Err(broken("goals")) };
    for (week, hits, n) in MEASURED {
        let value = goals::Value { week, counter: false, value: None, n, hits: Some(hits) };
        goals::record(session, team, value, newest)?;
    }
    for (week, done) in [(0, true), (1, true), (2, false), (3, true)] {
        let week = date(2026, 10, 12).saturating_add(week.weeks());
        goals::promise(session, own, week, done, newest)?;
    }
    Ok(())
}
