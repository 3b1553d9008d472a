//! What becomes of the differences: a remark and an agreed answer from each side, or a third reader.

use crate::domain::exchange::{Decline, Fact, Said, Side, Stage, Talk};
use crate::domain::names::ExchangeId;
use crate::domain::review::{ReviewRole, State};
use crate::domain::shown::Shown;
use crate::ops::chance::Chance;
use crate::ops::error::{Kind, OpsError};
use crate::ops::exchange::{going_on, gone, own_words, send, settle, state, third_answers};
use crate::ops::keys;
use crate::ops::session::Session;
use crate::storage::Store;
use crate::words::Bilingual;

/// The longest remark, in characters.
const LONGEST: usize = 2_000;

/// Says something about one item; what was said about it before is replaced, and empty words take it back. What must not
/// leave is replaced in it, in as many places as come back.
pub fn say(
    session: &mut Session,
    id: ExchangeId,
    item: &str,
    mut said: Said,
    now: i64,
    chance: &mut Chance,
) -> Result<usize, OpsError> {
    let exchange = going_on(&session.store, id)?;
    if exchange.stage != Stage::Open {
        return Err(OpsError::data(Bilingual::fixed(
            "there is nothing to talk about before both sides are open",
            "il n’y a rien à discuter tant que les deux côtés ne sont pas révélés",
        )));
    }
    if exchange.request.role == ReviewRole::Third {
        return Err(OpsError::data(Bilingual::fixed(
            "a third reading settles a dispute; it is not talked over again",
            "une troisième lecture règle un désaccord ; elle ne se discute plus",
        )));
    }
    check(&exchange.request.checklist, item, &said)?;
    let row = session.store.exchange(id)?.ok_or_else(gone)?;
    let mut texts = [&mut said.remark, &mut said.because];
    let replaced = own_words::redact(session, row.conversation, exchange.request.hide_name, &mut texts)?;
    let mut talk = exchange.my_talk().cloned().unwrap_or(Talk {
        exchange: id,
        number: 0,
        said: Default::default(),
        third: Default::default(),
    });
    let before = talk.said.get(item).cloned().unwrap_or_default();
    if before == said {
        return Ok(replaced);
    }
    match said == Said::default() {
        true => talk.said.remove(item),
        false => talk.said.insert(item.to_owned(), said),
    };
    talk.number += 1;
    keep(session, Fact::Talk(talk), now, chance)?;
    Ok(replaced)
}

fn check(checklist: &crate::domain::checklist::Checklist, item: &str, said: &Said) -> Result<(), OpsError> {
    let wrong = |what| Err(OpsError::new(Kind::Usage, what));
    let Some(known) = checklist.item(item) else {
        let item = Shown::short(item, 60);
        return wrong(crate::both!(
            "there is no item `{item}` on this checklist",
            "il n’y a pas de point « {item} » sur cette liste"
        ));
    };
    if said.agreed.is_some_and(|value| !known.takes(value)) {
        return wrong(Bilingual::fixed(
            "this item does not take that answer",
            "ce point ne prend pas cette réponse",
        ));
    }
    if [&said.remark, &said.because].iter().any(|text| text.chars().count() > LONGEST) {
        return wrong(Bilingual::fixed(
            "a remark has at most 2,000 characters",
            "une remarque a au plus 2 000 caractères",
        ));
    }
    Ok(())
}

/// Keeps what I say and works out where the exchange stands, as one change.
fn keep(session: &mut Session, fact: Fact, now: i64, chance: &mut Chance) -> Result<(), OpsError> {
    let identity = keys::identity(session, now, chance)?;
    let me = (identity.person(), identity.fingerprint());
    session.store.in_one(|store| {
        send::keep_own(store, me, &fact, now)?;
        settle(store, fact.exchange(), now)
    })
}

/// What I said about an item so far.
pub fn said_so_far(session: &Session, id: ExchangeId, item: &str) -> Result<Said, OpsError> {
    let exchange = state(&session.store, id)?.ok_or_else(gone)?;
    Ok(exchange.my_talk().and_then(|talk| talk.said.get(item)).cloned().unwrap_or_default())
}

/// Whether my answers to a request may go to the lead, without my name; to be said before they leave.
pub fn set_consent(session: &mut Session, conversation: i64, consent: bool) -> Result<(), OpsError> {
    let row = session.store.reading(conversation)?.ok_or_else(not_asked)?;
    if going_on(&session.store, row.id)?.stage != Stage::Asked {
        return Err(OpsError::data(Bilingual::fixed(
            "your answers have left already; what they may be used for is fixed",
            "vos réponses sont déjà parties ; leur usage est fixé",
        )));
    }
    Ok(session.store.set_exchange_consent(row.id, consent)?)
}

fn not_asked() -> OpsError {
    OpsError::data(Bilingual::fixed(
        "nobody asked you to read this conversation",
        "personne ne vous a demandé de lire cette conversation",
    ))
}

/// Says that I will not read what I was asked to, and why. What must not leave is replaced in it, in as many places as
/// come back.
pub fn decline(
    session: &mut Session,
    conversation: i64,
    why: &str,
    now: i64,
    chance: &mut Chance,
) -> Result<usize, OpsError> {
    let row = session.store.reading(conversation)?.ok_or_else(not_asked)?;
    let exchange = going_on(&session.store, row.id)?;
    if why.trim().is_empty() || why.chars().count() > LONGEST {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed(
                "say why, in at most 2,000 characters: your colleague will read it",
                "dites pourquoi, en 2 000 caractères au plus : votre collègue le lira",
            ),
        ));
    }
    let sealed = match row.review {
        Some(review) => session
            .store
            .review(review)?
            .is_some_and(|record| !matches!(record.state, State::Draft | State::Voided)),
        None => false,
    };
    if exchange.stage != Stage::Asked || sealed {
        return Err(OpsError::data(Bilingual::fixed(
            "this request is answered already",
            "cette demande a déjà sa réponse",
        )));
    }
    let mut why = why.trim().to_owned();
    let replaced = own_words::redact(session, conversation, exchange.request.hide_name, &mut [&mut why])?;
    keep(session, Fact::Decline(Decline { exchange: row.id, why }), now, chance)?;
    send::make_due(session, Some(row.id), now, chance)?;
    Ok(replaced)
}

/// Passes a third reader's answers to disputed items on to the other side, with my next talk. Needs no key: what is
/// said becomes a bundle later.
pub(super) fn pass_on(store: &mut Store, id: ExchangeId, now: i64) -> Result<(), OpsError> {
    let (Some(row), Some(exchange)) = (store.exchange(id)?, state(store, id)?) else {
        return Ok(());
    };
    if exchange.side != Side::Asker || exchange.stage != Stage::Open {
        return Ok(());
    }
    let disputed = |item: &String| {
        [exchange.asker_talk.as_ref(), exchange.reader_talk.as_ref()]
            .into_iter()
            .flatten()
            .any(|talk| talk.said.get(item).is_some_and(|said| said.dispute))
    };
    let mut third = third_answers(store, &row, &exchange)?;
    third.retain(|item, _| disputed(item));
    let mut talk = exchange.asker_talk.clone().unwrap_or(Talk {
        exchange: id,
        number: 0,
        said: Default::default(),
        third: Default::default(),
    });
    if third.is_empty() || talk.third == third {
        return Ok(());
    }
    talk.third = third;
    talk.number += 1;
    let me = store.identity()?.ok_or_else(gone)?;
    send::keep_own(store, me, &Fact::Talk(talk), now)
}
