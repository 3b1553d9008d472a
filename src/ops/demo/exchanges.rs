//! What Léa and her colleagues say to each other: every side of an exchange, from a request that waits to answers that
//! were agreed. Colleagues write real bundles with invented keys, and Léa opens them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::colleague::Colleague;
use super::{DAY, broken, instant, read};
use crate::domain::digest::Digest;
use crate::domain::exchange::{Commitment, Decline, Fact, Reading, Request, Said, Talk, sent};
use crate::domain::names::ExchangeId;
use crate::domain::redaction;
use crate::domain::review::{Answer, ReviewRole, Sheet, Value};
use crate::ops::chance::Chance;
use crate::ops::error::OpsError;
use crate::ops::exchange::{self, Asking};
use crate::ops::listing::resolve;
use crate::ops::session::Session;
use crate::ops::{compare, keys};
use crate::trust::Card;

/// The invented exchanges.
const EXCHANGES: &str = include_str!("../../demo/exchanges.toml");
/// The conversation that Inès would like to have read, as it is at hers.
const REQUEST: &str = include_str!("../../demo/request.jsonl");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    exchanges: Vec<Past>,
    request: Asked,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Past {
    conversation: String,
    with: String,
    asked_at: String,
    #[serde(default)]
    declined: String,
    #[serde(default = "yes")]
    read: bool,
    #[serde(default = "yes")]
    looked_at: bool,
    #[serde(default = "yes")]
    sent: bool,
    #[serde(default)]
    reading: BTreeMap<String, Answer>,
    #[serde(default)]
    settled: BTreeMap<String, Said>,
    #[serde(default)]
    theirs: BTreeMap<String, Said>,
    #[serde(default)]
    mine: BTreeMap<String, Said>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    from: String,
    asked_at: String,
    no: Vec<String>,
    na: Vec<String>,
}

/// The colleagues by name.
pub(super) type Colleagues = BTreeMap<&'static str, Colleague>;

/// Brings the colleagues in and plays what the file tells.
pub(super) fn fill(
    session: &mut Session,
    newest: i64,
    chance: &mut Chance,
) -> Result<(Colleagues, Card), OpsError> {
    let file: File = toml::from_str(EXCHANGES).map_err(|e| broken(&e.to_string()))?;
    let begun = newest - 60 * DAY;
    let me = keys::identity(session, begun, chance)?.card().clone();
    let mut colleagues = Colleagues::new();
    for (name, lead) in [("Marc", false), ("Inès", false), ("Nadia", true)] {
        colleagues.insert(name, Colleague::join(session, name, lead, begun, chance)?);
    }
    for past in &file.exchanges {
        let with = colleagues.get_mut(past.with.as_str()).ok_or_else(|| broken(&past.with))?;
        play(session, past, (with, &me), chance)?;
    }
    let asked = &file.request;
    let with = colleagues.get_mut(asked.from.as_str()).ok_or_else(|| broken(&asked.from))?;
    ask_me(session, asked, (with, &me), chance)?;
    Ok((colleagues, me))
}

fn play(
    session: &mut Session,
    past: &Past,
    (with, me): (&mut Colleague, &Card),
    chance: &mut Chance,
) -> Result<(), OpsError> {
    let asked = instant(&past.asked_at)?;
    let asking = Asking {
        conversation: resolve(session, &past.conversation)?,
        reader: with.person(),
        hide_name: false,
        role: ReviewRole::Peer,
        parent: None,
    };
    let id = exchange::ask(session, &asking, asked, chance)?;
    hand_over(session, id, asked)?;
    if !past.read {
        return Ok(());
    }
    let state = exchange::state(&session.store, id)?.ok_or_else(exchange::gone)?;
    let checklist = state.request.checklist.digest();
    let answered = asked + DAY;
    if !past.declined.is_empty() {
        let decline = Fact::Decline(Decline { exchange: id, why: past.declined.clone() });
        return with.says(session, me, (&decline, checklist), answered, chance);
    }
    let sheet = otherwise(session, asking.conversation, &state.request, &past.reading)?;
    let reading = Fact::Reading(Reading { exchange: id, sheet, consent: true });
    with.says(session, me, (&reading, checklist), answered, chance)?;
    hand_over(session, id, answered)?;
    if past.looked_at {
        compare::look(session, id, answered)?;
    }
    let talked = answered + DAY;
    let agreed = |said: &Said| (said.agreed, said.because.clone());
    let mut theirs = past.theirs.clone();
    for (item, said) in &past.settled {
        let (agreed, _) = agreed(said);
        theirs.insert(item.clone(), Said { agreed, ..Said::default() });
    }
    if !theirs.is_empty() {
        let talk = Talk { exchange: id, number: 1, said: theirs, third: BTreeMap::new() };
        with.says(session, me, (&Fact::Talk(talk), checklist), talked, chance)?;
    }
    for (item, said) in past.settled.iter().chain(&past.mine) {
        exchange::say(session, id, item, said.clone(), talked, chance)?;
    }
    if past.sent {
        exchange::make_due(session, Some(id), talked, chance)?;
        hand_over(session, id, talked)?;
    }
    Ok(())
}

/// What waits to be sent has been sent.
fn hand_over(session: &mut Session, id: ExchangeId, at: i64) -> Result<(), OpsError> {
    for out in session.store.outgoing_of(id)? {
        session.store.mark_sent(out.bundle.id, at, "")?;
    }
    Ok(())
}

/// Léa's answers as a colleague would give them who agrees, but for some.
fn otherwise(
    session: &Session,
    conversation: i64,
    request: &Request,
    reading: &BTreeMap<String, Answer>,
) -> Result<Sheet, OpsError> {
    let review = crate::ops::desk::existing(session, conversation)?;
    let sealed = session.store.sealed(review.id)?.map(|sealed| sealed.sheet).unwrap_or_default();
    let mut sheet =
        Sheet(sealed.0.into_iter().map(|(item, answer)| (item, Answer::of(answer.value))).collect());
    sheet.0.extend(reading.clone());
    Ok(sent(&request.checklist, &sheet))
}

/// A colleague asks Léa to read one of theirs.
fn ask_me(
    session: &mut Session,
    asked: &Asked,
    (from, me): (&mut Colleague, &Card),
    chance: &mut Chance,
) -> Result<(), OpsError> {
    let theirs = read(REQUEST)?.pop().ok_or_else(|| broken("request"))?;
    let checklist = session.shelf.checklist(&session.usual).ok_or_else(|| broken(&session.usual))?;
    let exchange = ExchangeId(chance.bytes());
    let mut conversation = redaction::conversation(&theirs, &session.rules, false).conversation;
    conversation.external_id = exchange.to_string();
    let original = Digest::of("aplomb/original/v1", &[&theirs.digest().0, &chance.bytes::<32>()]);
    let mut request = Request {
        exchange,
        reader: me.person,
        role: ReviewRole::Peer,
        parent: None,
        conversation,
        checklist: (*checklist).clone(),
        original,
        seal: Digest([0; 32]),
        hide_name: false,
    };
    let value = |item: &String| match (asked.no.contains(item), asked.na.contains(item)) {
        (true, _) => Value::No,
        (_, true) => Value::Na,
        _ => Value::Yes,
    };
    let answers = checklist.items.iter().map(|item| (item.id.clone(), Answer::of(value(&item.id))));
    let sheet = sent(&checklist, &Sheet(answers.collect()));
    let nonce = Digest(chance.bytes());
    request.seal = Commitment { request: &request, card: &from.card(), sheet: &sheet, nonce: &nonce }.seal();
    let digest = checklist.digest();
    let at = instant(&asked.asked_at)?;
    from.says(session, me, (&Fact::Request(Box::new(request)), digest), at, chance)
}
