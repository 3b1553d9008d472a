//! A review on the desk: the conversation, the checklist and the answers so far.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::both;
use crate::domain::checklist::{Checklist, Subject};
use crate::domain::digest::Digest;
use crate::domain::exchange::Stage;
use crate::domain::history::{Act, Change, Entry, History};
use crate::domain::person::Me;
use crate::domain::review::{Answer, Gap, ReviewRole, Sheet, State, Value};
use crate::domain::score::{Score, score};
use crate::domain::shown::Shown;
use crate::formats;
use crate::ops::diagnostic::{self, DIAGNOSTIC, TEAM};
use crate::ops::error::{Kind, OpsError};
use crate::ops::exchange;
use crate::ops::hints::{self, Told};
use crate::ops::others::{self, Other};
use crate::ops::session::Session;
use crate::ops::transcript::{Transcript, evidence_id, transcript};
use crate::storage::{Access, ExchangeRow, NewReview, ReviewRecord, Sealed, SealedFilter, Store};
use crate::words::{Bilingual, Lang};

/// Reviews of mine that are looked through for comments at the same items.
const LAST_REVIEWS: usize = 40;

/// A review that is open in front of somebody.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The store's id of the review.
    pub review: i64,
    /// Whose eyes.
    pub role: ReviewRole,
    /// Whom it is written for, where it is not my own; empty where their name is hidden.
    pub for_whom: Option<Shown>,
    /// Where it stands.
    pub state: State,
    /// The conversation.
    pub transcript: Arc<Transcript>,
    /// The checklist that the review names, with the agent's own items behind it.
    pub checklist: Arc<Checklist>,
    /// Ids of the other form: the express list beside a full one, or the full list beside an express one.
    pub other_form: Option<String>,
    /// The log and the answers.
    pub history: History,
    /// What was agreed or answered at an item before: the newest precedent or own comment, by item id.
    pub last_time: BTreeMap<String, LastTime>,
    /// What text rules noticed. Shown by [`Desk::hints`] only.
    pub noticed: Vec<Told>,
    /// Whether the conversation came from a draw.
    pub drawn: bool,
    /// Where the times of the log are read.
    pub zone: TimeZone,
    /// Reviews of the conversation that others wrote: that they are here, not what they say.
    pub others: Vec<Other>,
}

/// What was said at an item before.
#[derive(Clone, Debug, PartialEq)]
pub struct LastTime {
    /// By whom.
    pub said: Said,
    /// In which case, and why.
    pub text: Shown,
}

/// Who said it.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// I did, as a comment.
    ByMe,
    /// A colleague and I agreed on an answer: a precedent.
    Agreed {
        /// The answer.
        value: Value,
        /// With whom; empty where the name is hidden.
        with: Shown,
    },
    /// It was the answer when the team was looked at last.
    Of {
        /// The answer.
        value: Value,
        /// When.
        on: Date,
    },
}

impl Desk {
    /// The scores as they stand.
    pub fn score(&self) -> Score {
        score(&self.checklist, self.history.sheet())
    }

    /// What text rules noticed; `None` before the first pass. Somebody who has not answered everything yet would
    /// otherwise find an answer to agree with.
    pub fn hints(&self) -> Option<&[Told]> {
        let sheet = self.history.sheet();
        let sealed = !matches!(self.state, State::Draft | State::Voided);
        let answered = || sheet.applicable(&self.checklist).all(|item| sheet.answer(&item.id).is_some());
        (sealed || answered()).then_some(&self.noticed)
    }
}

/// My review of a conversation: the one that is there, else a new draft.
pub fn open(
    session: &mut Session,
    conversation: i64,
    checklist: Option<&str>,
    now: i64,
    entropy: [u8; 10],
) -> Result<Desk, OpsError> {
    let me = session.me()?;
    if let Some(row) = session.store.reading(conversation)? {
        let review = reading(session, &row, me.as_ref(), now, entropy)?;
        return load(session, review);
    }
    let mine = mine(session, conversation)?;
    let review = match mine {
        Some(record) => {
            refresh_empty(session, &record, checklist)?;
            record.id
        }
        None => begin(session, conversation, checklist, me.as_ref(), now, entropy)?,
    };
    let mut desk = load(session, review)?;
    if let (Some(wanted), State::Draft) = (checklist, desk.state)
        && desk.checklist.id != wanted
    {
        switch_form(session, review, wanted)?;
        desk = load(session, review)?;
    }
    Ok(desk)
}

/// My reading of a conversation that a colleague sent: the one that is there, else a new draft under the checklist that
/// came with it.
fn reading(
    session: &mut Session,
    row: &ExchangeRow,
    me: Option<&Me>,
    now: i64,
    entropy: [u8; 10],
) -> Result<i64, OpsError> {
    if let Some(review) = row.review
        && session.store.review(review)?.is_some_and(|record| record.state != State::Voided)
    {
        return Ok(review);
    }
    let exchange = exchange::state(&session.store, row.id)?.ok_or_else(exchange::gone)?;
    if exchange.stage != Stage::Asked {
        return Err(OpsError::data(Bilingual::fixed(
            "this request is answered already",
            "cette demande a déjà sa réponse",
        )));
    }
    let new = NewReview {
        conversation: row.conversation,
        role: row.role,
        reviewer: me.map(|me| me.name.clone()).unwrap_or_default(),
        checklist: session.store.keep_checklist(&exchange.request.checklist)?,
        own: None,
        at: now,
        random: entropy,
    };
    session.store.in_one(|store| {
        let review = store.begin_review(&new)?;
        store.set_exchange_review(row.id, review)?;
        Ok(review)
    })
}

/// A draft without any answer yet follows the checklist's file: nothing was decided under the version it began with.
fn refresh_empty(session: &mut Session, record: &ReviewRecord, wanted: Option<&str>) -> Result<(), OpsError> {
    let writable = session.store.access() == Access::Write;
    if record.state != State::Draft || !writable || !session.store.history(record.id)?.is_empty() {
        return Ok(());
    }
    let list = wanted_list(session, record.role, wanted)?;
    let own = session.shelf.own.clone().filter(|_| record.role == ReviewRole::Own);
    let checklist = session.store.keep_checklist(&list)?;
    let own = own.map(|own| session.store.keep_checklist(&own)).transpose()?;
    if (checklist, own) != (record.checklist, record.own) {
        session.store.set_checklist(record.id, checklist, own)?;
    }
    Ok(())
}

/// The review of mine that counts: the newest that is not voided. Of a conversation that a colleague sent, it is my
/// reading for them.
pub fn mine(session: &Session, conversation: i64) -> Result<Option<ReviewRecord>, OpsError> {
    if let Some(row) = session.store.reading(conversation)? {
        // Somebody else may have reviewed it in the same role.
        let reading = row.review.map(|review| session.store.review(review)).transpose()?.flatten();
        return Ok(reading.filter(|review| review.state != State::Voided));
    }
    let role = beginning(session, conversation)?;
    let reviews = session.store.reviews_of(conversation)?;
    Ok(reviews
        .into_iter()
        .filter(|review| review.role == role && review.state != State::Voided)
        .max_by_key(|review| review.id))
}

/// The review of mine that counts; an error that says how to begin where there is none.
pub fn existing(session: &Session, conversation: i64) -> Result<ReviewRecord, OpsError> {
    mine(session, conversation)?.ok_or_else(|| {
        OpsError::data(Bilingual::fixed(
            "there is no review of this conversation yet",
            "il n’y a pas encore d’évaluation de cette conversation",
        ))
        .hint(Bilingual::fixed("`aplomb score ID` begins one", "« aplomb score ID » en commence une"))
    })
}

/// In which role a review begins that nobody asked for: my own, or the lead's where the team itself is looked at.
fn beginning(session: &Session, conversation: i64) -> Result<ReviewRole, OpsError> {
    let source = session.store.source_of(conversation)?;
    Ok(if source.as_deref() == Some(TEAM) { ReviewRole::Lead } else { ReviewRole::Own })
}

fn begin(
    session: &mut Session,
    conversation: i64,
    checklist: Option<&str>,
    me: Option<&Me>,
    now: i64,
    entropy: [u8; 10],
) -> Result<i64, OpsError> {
    let role = beginning(session, conversation)?;
    let list = wanted_list(session, role, checklist)?;
    let own = session.shelf.own.clone().filter(|_| role == ReviewRole::Own);
    let checklist = session.store.keep_checklist(&list)?;
    let own = own.map(|own| session.store.keep_checklist(&own)).transpose()?;
    let new = NewReview {
        conversation,
        role,
        reviewer: me.map(|me| me.name.clone()).unwrap_or_default(),
        checklist,
        own,
        at: now,
        random: entropy,
    };
    Ok(session.store.begin_review(&new)?)
}

/// The checklist with an id, or the usual one of a role.
fn wanted_list(session: &Session, role: ReviewRole, id: Option<&str>) -> Result<Arc<Checklist>, OpsError> {
    let (usual, subject) = match role {
        ReviewRole::Lead => (DIAGNOSTIC, Subject::Team),
        _ => (session.usual.as_str(), Subject::Conversation),
    };
    let id = id.unwrap_or(usual);
    let list = session.shelf.checklist(id).ok_or_else(|| {
        let known =
            session.shelf.volumes.iter().map(|v| v.checklist.id.as_str()).collect::<Vec<_>>().join(", ");
        let id = Shown::short(id, 64);
        OpsError::data(both!("there is no checklist `{id}`", "il n’y a pas de liste de contrôle « {id} »"))
            .hint(both!("at hand: {known}", "disponibles : {known}"))
    })?;
    if list.subject != subject {
        let id = &list.id;
        return Err(OpsError::data(match subject {
            Subject::Team => {
                both!("checklist `{id}` is not about a team", "la liste « {id} » ne porte pas sur une équipe")
            }
            _ => both!(
                "checklist `{id}` is not about conversations",
                "la liste « {id} » ne porte pas sur des conversations"
            ),
        }));
    }
    Ok(list)
}

/// A review from the store, laid out.
pub fn load(session: &Session, review: i64) -> Result<Desk, OpsError> {
    let gone = || {
        OpsError::data(Bilingual::fixed("this review is no longer there", "cette évaluation n’existe plus"))
    };
    let record = session.store.review(review)?.ok_or_else(gone)?;
    let conversation = session.store.conversation(record.conversation)?.ok_or_else(gone)?;
    let checklist = composed(session, &record)?;
    let history = match record.state {
        State::Draft => History::replay(session.store.history(review)?),
        _ => match session.store.sealed(review)? {
            Some(sealed) => frozen(sealed.sheet, sealed.at),
            None => History::replay(session.store.history(review)?),
        },
    };
    let me = session.me()?;
    let reading = session.store.reading(record.conversation)?;
    let for_whom = match reading.filter(|_| record.role != ReviewRole::Own) {
        Some(row) => match exchange::state(&session.store, row.id)? {
            Some(exchange) => Some(exchange::called(&session.store, &exchange)?),
            None => None,
        },
        None => None,
    };
    Ok(Desk {
        review,
        role: record.role,
        // A reading is written by the checklist that came with it, and by no other form.
        other_form: session.shelf.other_form(&checklist).filter(|_| record.role == ReviewRole::Own),
        for_whom,
        state: record.state,
        transcript: Arc::new(transcript(record.conversation, &conversation, me.as_ref(), &session.zone)),
        history,
        noticed: hints::read(session, &checklist, &conversation),
        last_time: match record.role {
            ReviewRole::Lead => diagnostic::last_time(session, record.conversation, &checklist)?,
            _ => last_time(session, record.conversation, &checklist)?,
        },
        checklist,
        drawn: is_drawn(session, &record)?,
        zone: session.zone.clone(),
        others: others::of(session, record.conversation)?,
    })
}

/// Whether the conversation came from a draw: for a sealed review, by the time it was sealed.
pub fn is_drawn(session: &Session, record: &ReviewRecord) -> Result<bool, OpsError> {
    Ok(session.store.is_drawn(record.id)?)
}

/// The checklist that a review names, with the own items that it names behind it.
pub fn composed(session: &Session, record: &ReviewRecord) -> Result<Arc<Checklist>, OpsError> {
    composed_of(session, record.checklist, record.own)
}

/// The checklist with this number in the store, with own items behind it.
pub fn composed_of(session: &Session, checklist: i64, own: Option<i64>) -> Result<Arc<Checklist>, OpsError> {
    let key = (checklist, own);
    if let Some(known) = session.composed.borrow().get(&key) {
        return Ok(Arc::clone(known));
    }
    let missing = || {
        OpsError::new(
            Kind::Environment,
            Bilingual::fixed(
                "the checklist of this review is missing from the store: run `aplomb doctor`",
                "la liste de contrôle de cette évaluation manque : lancez « aplomb doctor »",
            ),
        )
    };
    let list = session.store.checklist(checklist)?.ok_or_else(missing)?;
    let composed = Arc::new(match own {
        Some(own) => list.with_own(&session.store.checklist(own)?.ok_or_else(missing)?),
        None => list,
    });
    session.composed.borrow_mut().insert(key, Arc::clone(&composed));
    Ok(composed)
}

/// A history that holds a sealed sheet and nothing to undo.
fn frozen(sheet: Sheet, at: i64) -> History {
    let changes = sheet
        .0
        .into_iter()
        .map(|(item, answer)| Change { item, before: None, after: Some(answer) })
        .collect();
    History::replay([Entry { at, act: Act::Step(changes) }])
}

/// What is shown at an item from other conversations: the newest precedent that says why, else my own newest comment.
fn last_time(
    session: &Session,
    except: i64,
    checklist: &Checklist,
) -> Result<BTreeMap<String, LastTime>, OpsError> {
    let mut told = BTreeMap::new();
    for precedent in session.store.precedents(&checklist.id)? {
        if precedent.conversation != Some(except) && !precedent.because.trim().is_empty() {
            told.entry(precedent.item).or_insert_with(|| LastTime {
                said: Said::Agreed { value: precedent.value, with: Shown::line(&precedent.with) },
                text: Shown::short(&precedent.because, 160),
            });
        }
    }
    let mut mine = Vec::new();
    let filter = SealedFilter { role: Some(ReviewRole::Own), ..SealedFilter::default() };
    session.store.each_sealed(&filter, &mut |row| {
        if row.conversation != except {
            mine.push(row.review);
        }
        ControlFlow::Continue(())
    })?;
    for review in mine.into_iter().rev().take(LAST_REVIEWS) {
        let Some(sealed) = session.store.sealed(review)? else { continue };
        for (item, answer) in sealed.sheet.0 {
            if !answer.comment.trim().is_empty() {
                told.entry(item).or_insert_with(|| LastTime {
                    said: Said::ByMe,
                    text: Shown::short(&answer.comment, 160),
                });
            }
        }
    }
    Ok(told)
}

/// Appends one act to a draft's log; on disk when this returns.
pub fn save(session: &mut Session, review: i64, place: usize, entry: &Entry) -> Result<(), OpsError> {
    Ok(session.store.append(review, place, entry)?)
}

/// Changes a draft to another form of its checklist. The answers stay: items share their ids.
pub fn switch_form(session: &mut Session, review: i64, checklist: &str) -> Result<(), OpsError> {
    if session.store.review(review)?.is_some_and(|record| record.role != ReviewRole::Own) {
        return Err(OpsError::data(Bilingual::fixed(
            "this review keeps the checklist that it began with",
            "cette évaluation garde la liste de contrôle avec laquelle elle a commencé",
        )));
    }
    let list = wanted_list(session, ReviewRole::Own, Some(checklist))?;
    let kept = session.store.keep_checklist(&list)?;
    let own = session.store.review(review)?.and_then(|record| record.own);
    Ok(session.store.set_checklist(review, kept, own)?)
}

/// Commits to a draft. Refused, with every gap named, while something is missing.
pub fn seal(session: &mut Session, review: i64, now: i64, nonce: [u8; 32]) -> Result<(), OpsError> {
    let desk = load(session, review)?;
    if desk.state != State::Draft {
        return Err(not_a_draft(desk.state));
    }
    let gaps = desk.history.sheet().gaps(&desk.checklist);
    if !gaps.is_empty() {
        return Err(OpsError::data(gap_words(&gaps, &desk.checklist)).hint(Bilingual::fixed(
            "answer them first; an item that does not apply may take n/a",
            "répondez-y d’abord ; un point qui ne s’applique pas peut recevoir « sans objet »",
        )));
    }
    commit(&mut session.store, review, &desk.checklist, desk.history.sheet(), now, nonce)
}

/// Commits to a draft by these answers: what does not apply is left out.
pub(super) fn commit(
    store: &mut Store,
    review: i64,
    checklist: &Checklist,
    sheet: &Sheet,
    now: i64,
    nonce: [u8; 32],
) -> Result<(), OpsError> {
    let record = store.review(review)?.ok_or_else(|| not_a_draft(State::Voided))?;
    let conversation = store
        .conversation(record.conversation)?
        .ok_or_else(|| OpsError::no_such_conversation(&format!("c{}", record.conversation)))?
        .digest();
    let sheet = sheet.settled(checklist);
    let answers = sheet.pack(checklist);
    let details = serde_json::to_vec(&sheet).map_err(|e| {
        OpsError::new(Kind::Bug, Bilingual::same(format!("seal: {}", Shown::line(&e.to_string()))))
    })?;
    let digest = Digest::of(
        "aplomb/review/v1",
        &[
            &conversation.0,
            &checklist.digest().0,
            record.role.word().as_bytes(),
            record.reviewer.as_bytes(),
            &answers,
            &details,
            &nonce,
        ],
    );
    Ok(store.seal(review, &Sealed { answers, sheet, digest, nonce, at: now })?)
}

/// Withdraws a review, with a reason.
pub fn void(session: &mut Session, review: i64, why: &str, now: i64) -> Result<(), OpsError> {
    if why.trim().is_empty() {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed(
                "a reason is needed to withdraw a review",
                "retirer une évaluation demande une raison",
            ),
        ));
    }
    Ok(session.store.void(review, why.trim(), now)?)
}

/// Whether a new review could take these answers: a file that is wrong must not leave an empty review behind.
pub fn rehearse(
    session: &Session,
    conversation: i64,
    checklist: Option<&str>,
    json: &str,
) -> Result<(), OpsError> {
    if mine(session, conversation)?.is_some() {
        return Ok(());
    }
    let role = beginning(session, conversation)?;
    let list = wanted_list(session, role, checklist)?;
    let list = session
        .shelf
        .own
        .as_ref()
        .filter(|_| role == ReviewRole::Own)
        .map_or_else(|| (*list).clone(), |own| list.with_own(own));
    parsed(session, conversation, &list, json).map(|_| ())
}

fn parsed(
    session: &Session,
    conversation: i64,
    checklist: &Checklist,
    json: &str,
) -> Result<Vec<(String, Answer)>, OpsError> {
    let conversation = session.store.conversation(conversation)?.ok_or_else(|| {
        OpsError::data(Bilingual::fixed("this conversation is gone", "cette conversation n’existe plus"))
    })?;
    formats::answers::parse(json, checklist, &|named| evidence_id(&conversation, named)).map_err(|problems| {
        OpsError::data(Bilingual::fixed(
            "the answers were not taken: nothing was changed",
            "les réponses n’ont pas été prises\u{202f}: rien n’a changé",
        ))
        .with(problems)
    })
}

/// Answers from a JSON file, as one step.
pub fn answer_from(session: &mut Session, desk: &mut Desk, json: &str, now: i64) -> Result<usize, OpsError> {
    if desk.state != State::Draft {
        return Err(not_a_draft(desk.state));
    }
    let answers = parsed(session, desk.transcript.id, &desk.checklist, json)?;
    let count = answers.len();
    if let Some(act) = desk.history.step_to(answers.into_iter().map(|(item, answer)| (item, Some(answer)))) {
        let entry = Entry { at: now, act };
        save(session, desk.review, desk.history.entries().len(), &entry)?;
        desk.history.push(entry);
    }
    Ok(count)
}

/// What is missing, in words.
pub fn gap_words(gaps: &[Gap], checklist: &Checklist) -> Bilingual {
    let list = |lang: Lang| {
        let mut texts: Vec<String> = gaps
            .iter()
            .take(5)
            .map(|gap| {
                let text = checklist.item(gap.item()).map_or(gap.item(), |item| item.text.get(lang));
                match (gap, lang) {
                    (Gap::Unanswered(_), _) => text.to_owned(),
                    (Gap::CommentMissing(_), Lang::En) => format!("{text} (comment needed)"),
                    (Gap::CommentMissing(_), Lang::Fr) => format!("{text} (commentaire attendu)"),
                }
            })
            .collect();
        if gaps.len() > texts.len() {
            texts.push("…".into());
        }
        texts.join("; ")
    };
    let n = gaps.len();
    Bilingual::made(
        format!("{n} left before sealing: {}", list(Lang::En)),
        format!("encore {n} avant de sceller : {}", list(Lang::Fr)),
    )
}

fn not_a_draft(state: State) -> OpsError {
    match state {
        State::Voided => OpsError::data(Bilingual::fixed(
            "this review was withdrawn; it is not edited again",
            "cette évaluation a été retirée ; elle ne change plus",
        )),
        _ => OpsError::data(Bilingual::fixed(
            "this review is sealed; it is never edited again",
            "cette évaluation est scellée ; elle ne change plus jamais",
        ))
        .hint(Bilingual::fixed(
            "`aplomb void ID --why TEXT` withdraws it, so that a new one can begin",
            "« aplomb void ID --why TEXTE » la retire, pour en commencer une autre",
        )),
    }
}
