//! Exchanges: what a colleague and I say to each other about one conversation, through files alone.
//!
//! `ask` makes a request, `open` takes in what comes, `talk` adds remarks and agreed answers, `third` draws a third
//! reader, `send` turns what I have to say into bundles and puts them where they should go. Where an exchange stands is
//! never stored as a decision: it is worked out from the facts (`domain::exchange`), and what is kept beside them for
//! lists is written anew after each.

mod ask;
mod folder;
mod open;
mod own_words;
mod send;
mod talk;
mod third;

use std::collections::BTreeMap;

pub use ask::{Asking, ask, preview};
pub use folder::{FolderReport, exchange_folder, shown_name, summary};
pub use open::{Opened, open, open_path};
pub(crate) use send::too_much;
pub use send::{Sent, file_name, make_due, put, several, waiting_to_leave, write_one, write_out};
pub use talk::{decline, said_so_far, say, set_consent};
pub use third::third_reader;

use crate::both;
use crate::domain::exchange::{
    Comparison, Exchange, Fact, Flag, Known, Outcome, Side, Stage, Standing, compare, outcomes, standing,
};
use crate::domain::names::{ExchangeId, PersonId};
use crate::domain::review::{ReviewRole, State, Value};
use crate::domain::shown::Shown;
use crate::formats::bundle;
use crate::ops::error::{Kind, OpsError};
use crate::storage::{ExchangeRow, FactRow, Precedent, Store};
use crate::words::{Bilingual, Lang};

/// The exchange is not (or no longer) there.
pub fn gone() -> OpsError {
    OpsError::data(Bilingual::fixed("there is no such exchange here", "il n’y a pas d’échange de ce nom ici"))
}

/// Where an exchange stands, from the facts at hand. One that was begun with keys that are lost is told as it stood
/// then: what was open stays open.
pub fn state(store: &Store, id: ExchangeId) -> Result<Option<Exchange>, OpsError> {
    Ok(seen(store, id)?.map(|(exchange, _)| exchange))
}

/// Where an exchange stands that can go on; an error that says so where it has ended.
pub(super) fn going_on(store: &Store, id: ExchangeId) -> Result<Exchange, OpsError> {
    match seen(store, id)?.ok_or_else(gone)? {
        (exchange, false) => Ok(exchange),
        (_, true) => Err(OpsError::data(ended_words()).hint(Bilingual::fixed(
            "give your new card to your colleague, then ask again",
            "donnez votre nouvelle carte à votre collègue, puis redemandez",
        ))),
    }
}

/// Whether an exchange was made with keys that are lost: nothing goes out or comes in any more.
pub fn has_ended(store: &Store, id: ExchangeId) -> Result<bool, OpsError> {
    let Some((me, _)) = store.identity()? else { return Ok(false) };
    Ok(who_then(store, id, me)? != me)
}

/// What is said of an exchange that cannot go on.
pub fn ended_words() -> Bilingual {
    Bilingual::fixed(
        "this exchange has ended: it was made with keys that are lost",
        "cet échange est terminé\u{202f}: il a été fait avec des clés perdues",
    )
}

/// An exchange as I saw it then, and whether I have become somebody else since.
fn seen(store: &Store, id: ExchangeId) -> Result<Option<(Exchange, bool)>, OpsError> {
    let Some((me, _)) = store.identity()? else { return Ok(None) };
    let then = who_then(store, id, me)?;
    Ok(Exchange::of(then, id, &facts(store, id)?).map(|exchange| (exchange, then != me)))
}

/// Who I was to the other side of an exchange.
fn who_then(store: &Store, id: ExchangeId, me: PersonId) -> Result<PersonId, OpsError> {
    let rows = store.facts(id)?;
    if let Some(mine) = rows.iter().find(|fact| fact.mine) {
        return Ok(mine.author);
    }
    if store.exchange(id)?.is_none() {
        return Ok(me);
    }
    // A request that I took in was for me, and I may not have said anything yet.
    for row in rows {
        if let Fact::Request(request) = known(row)?.fact {
            return Ok(request.reader);
        }
    }
    Ok(me)
}

fn facts(store: &Store, id: ExchangeId) -> Result<Vec<Known>, OpsError> {
    // A submission is kept under its own name, which its author chose: it must not be able to pose as a fact.
    let handed = |row: &FactRow| matches!(row.word.as_str(), "submission" | "withdrawal");
    store.facts(id)?.into_iter().filter(|row| !handed(row)).map(known).collect()
}

fn known(row: FactRow) -> Result<Known, OpsError> {
    // What is in the store was checked when it came in; a body that cannot be read any more is damage.
    let fact: Fact = bundle::read(&row.word, row.body.as_bytes()).map_err(|problems| {
        OpsError::new(
            Kind::Environment,
            Bilingual::fixed(
                "an exchange in the store cannot be read: run `aplomb doctor`",
                "un échange de la base est illisible : lancez « aplomb doctor »",
            ),
        )
        .with(problems)
    })?;
    Ok(Known { author: row.author, card: row.card, seq: row.seq, digest: row.digest, fact })
}

/// What I call the other; empty where the team hides the name.
pub fn called(store: &Store, exchange: &Exchange) -> Result<Shown, OpsError> {
    if exchange.side == Side::Reader && exchange.request.hide_name {
        return Ok(Shown::default());
    }
    let name = store.person(exchange.other())?.map(|person| person.name).unwrap_or_default();
    Ok(Shown::line(&name))
}

/// Both sheets beside each other, and what became of the differences.
pub struct LaidOut {
    /// The asker's first, then the reader's.
    pub comparison: Comparison,
    /// By item id.
    pub outcomes: BTreeMap<String, Outcome>,
    /// How far the talk has come.
    pub standing: Standing,
}

/// Lays an open exchange out; `None` while it is not open.
pub fn laid_out(exchange: &Exchange, third: &BTreeMap<String, Value>) -> Option<LaidOut> {
    let (asker, reader) = exchange.sheets()?;
    let comparison = compare(&exchange.request.checklist, asker, reader);
    let (asker, reader) = (exchange.asker_talk.as_ref(), exchange.reader_talk.as_ref());
    let outcomes = outcomes(&comparison, asker, reader, third);
    let standing = standing(&outcomes, asker, reader);
    Some(LaidOut { comparison, outcomes, standing })
}

/// The third reader's answers to what was disputed: from the reading itself at the asker's, as the asker passed them on
/// at the reader's.
pub fn third_answers(
    store: &Store,
    row: &ExchangeRow,
    exchange: &Exchange,
) -> Result<BTreeMap<String, Value>, OpsError> {
    if exchange.side == Side::Reader {
        return Ok(exchange.asker_talk.as_ref().map(|talk| talk.third.clone()).unwrap_or_default());
    }
    let Some(child) = row.third else { return Ok(BTreeMap::new()) };
    let Some(child) = state(store, child)? else { return Ok(BTreeMap::new()) };
    Ok(child
        .sheets()
        .map(|(_, third)| third.0.iter().map(|(item, answer)| (item.clone(), answer.value)).collect())
        .unwrap_or_default())
}

/// Writes down, for lists, where an exchange and its reviews stand now, and keeps what was agreed as precedents. The
/// facts decide; doing this twice changes nothing.
fn settle(store: &mut Store, id: ExchangeId, now: i64) -> Result<(), OpsError> {
    let (Some(row), Some(exchange)) = (store.exchange(id)?, state(store, id)?) else {
        return Ok(());
    };
    let third = third_answers(store, &row, &exchange)?;
    let laid = laid_out(&exchange, &third);
    store.set_exchange_state(id, exchange.stage, laid.as_ref().map(|laid| laid.standing))?;
    if let Some(laid) = &laid {
        let precedents = precedents(store, &row, &exchange, laid, now)?;
        store.drop_precedents(id)?;
        store.add_precedents(&precedents)?;
    }
    if let Some(review) = row.review {
        settle_review(store, review, now)?;
    }
    // What a third reader says settles the exchange that it is about.
    if let Some(parent) = row.parent.filter(|_| exchange.side == Side::Asker) {
        talk::pass_on(store, parent, now)?;
        settle(store, parent, now)?;
    }
    Ok(())
}

fn precedents(
    store: &Store,
    row: &ExchangeRow,
    exchange: &Exchange,
    laid: &LaidOut,
    now: i64,
) -> Result<Vec<Precedent>, OpsError> {
    let with = called(store, exchange)?.into_string();
    let said = |item: &str| {
        let talks = [exchange.asker_talk.as_ref(), exchange.reader_talk.as_ref()];
        let words = talks.into_iter().flatten().filter_map(|talk| talk.said.get(item));
        let words: Vec<&str> = words.flat_map(|said| [said.because.as_str(), said.remark.as_str()]).collect();
        words.into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default().to_owned()
    };
    Ok(laid
        .outcomes
        .iter()
        .filter_map(|(item, outcome)| match outcome {
            Outcome::Agreed(value) | Outcome::Settled(value) => Some((item, *value)),
            Outcome::Open | Outcome::Disputed => None,
        })
        .map(|(item, value)| Precedent {
            exchange: exchange.id,
            item: item.clone(),
            checklist: exchange.request.checklist.id.clone(),
            value,
            because: said(item),
            with: with.clone(),
            conversation: Some(row.conversation),
            at: now,
        })
        .collect())
}

/// Writes down where a sealed review stands.
pub(crate) fn settle_review(store: &mut Store, review: i64, now: i64) -> Result<(), OpsError> {
    let Some(record) = store.review(review)? else { return Ok(()) };
    if matches!(record.state, State::Draft | State::Voided | State::Submitted) {
        return Ok(());
    }
    let state = review_stands(store, review)?;
    if state != record.state {
        store.set_review_state(review, state, now)?;
    }
    Ok(())
}

/// A sealed review stands where the least settled of its open exchanges stands, handed over or not.
pub(crate) fn review_stands(store: &Store, review: i64) -> Result<State, OpsError> {
    let open: Vec<Standing> = store
        .exchanges_of_review(review)?
        .into_iter()
        .filter(|row| row.stage == Stage::Open && (row.role != ReviewRole::Third || row.side == Side::Reader))
        .filter_map(|row| row.standing)
        .collect();
    let any = |standing| open.contains(&standing);
    Ok(match open.len() {
        0 => State::Sealed,
        _ if any(Standing::Talking)
            || any(Standing::Untouched) && open.iter().any(|s| *s != Standing::Untouched) =>
        {
            State::Discussed
        }
        _ if any(Standing::Untouched) => State::Revealed,
        _ if any(Standing::Disputed) => State::Disputed,
        _ => State::Agreed,
    })
}

/// What is said by name about something that no honest program does.
pub fn flag_words(flag: Flag, name: &Bilingual) -> Bilingual {
    let (en, fr) = (name.get(Lang::En), name.get(Lang::Fr));
    match flag {
        Flag::TwoRequests => both!(
            "{en} sent two different requests for one exchange; the first counts",
            "{fr} a envoyé deux demandes différentes pour un même échange ; la première compte"
        ),
        Flag::TwoReadings => both!(
            "{en} sent two different sets of answers; the first counts",
            "{fr} a envoyé deux séries de réponses différentes ; la première compte"
        ),
        Flag::NotWhatWasSealed => both!(
            "what {en} opened is not what was sealed: these answers are kept apart and count nowhere",
            "ce que {fr} a révélé n’est pas ce qui était scellé : ces réponses sont mises à part et ne comptent nulle part"
        ),
        Flag::RevealedEarly => both!(
            "{en}’s answers came before yours; they stay closed until yours are sealed",
            "les réponses de {fr} sont arrivées avant les vôtres ; elles restent fermées jusqu’à ce que les vôtres soient scellées"
        ),
    }
}

/// The words for a bundle.
pub fn kind_words(word: &str) -> Bilingual {
    match word {
        "request" => Bilingual::fixed("a request to read", "une demande de lecture"),
        "decline" => Bilingual::fixed("a refusal to read", "un refus de lire"),
        "review" => Bilingual::fixed("a reading", "une lecture"),
        "reveal" => Bilingual::fixed("your revealed answers", "vos réponses révélées"),
        "talk" => Bilingual::fixed("remarks and agreed answers", "remarques et réponses convenues"),
        "submission" => Bilingual::fixed("a submission", "une remise"),
        "withdrawal" => Bilingual::fixed("a withdrawal", "un retrait"),
        _ => Bilingual::fixed("a bundle", "un pli"),
    }
}
