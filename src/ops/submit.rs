//! What the lead will receive: built by one function, shown in plain words before anything is made, and then exactly
//! that.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Time;

use crate::both;
use crate::domain::checklist::Checklist;
use crate::domain::digest::Digest;
use crate::domain::exchange::{Outcome, Side, Stage};
use crate::domain::names::{BundleId, PersonId};
use crate::domain::redaction::{self, Place};
use crate::domain::review::{ReviewRole, Sheet, State, Value};
use crate::domain::shown::Shown;
use crate::domain::submission::{Submission, Submitted};
use crate::formats::bundle;
use crate::ops::cards::{find, usable};
use crate::ops::chance::Chance;
use crate::ops::desk;
use crate::ops::error::{Kind, OpsError};
use crate::ops::exchange::{self, has_ended, laid_out, put, state, third_answers};
use crate::ops::keys;
use crate::ops::session::Session;
use crate::storage::{Access, Bundle, PersonRow, ReviewRecord, SealedFilter, StoreError, SubmissionRow};
use crate::trust::{self, Draft};
use crate::words::Bilingual;

/// How long a submission may be taken in, in microseconds.
const LASTS: i64 = 400 * 86_400_000_000;

/// What is handed over, and what is not.
#[derive(Clone, Debug, PartialEq)]
pub struct Handover {
    /// Exactly what the lead gets.
    pub submission: Submission,
    /// The reviews in it, here.
    pub reviews: Vec<i64>,
    /// Reviews that stay, and why: reference and reason.
    pub staying: Vec<(Shown, Bilingual)>,
}

/// Which reviews, and which remarks go along.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Reviews sealed since, in microseconds.
    pub since: Option<i64>,
    /// Only these conversations, where some are named.
    pub only: Vec<i64>,
    /// Hand over my comments on these items, redacted; nothing is handed over unless it is named.
    pub remarks: Vec<String>,
}

/// Builds what would be handed over. Reads only, and gives the same twice: what was shown is what is sent.
pub fn build(session: &Session, choice: &Choice, now: i64) -> Result<Handover, OpsError> {
    let mut sealed = Vec::new();
    let filter = SealedFilter { role: Some(ReviewRole::Own), since: choice.since, ..SealedFilter::default() };
    session.store.each_sealed(&filter, &mut |row| {
        sealed.push((row.review, row.conversation, row.drawn));
        ControlFlow::Continue(())
    })?;
    let mut staying = Vec::new();
    if !choice.only.is_empty() {
        for wanted in &choice.only {
            if !sealed.iter().any(|(_, conversation, _)| conversation == wanted) {
                let reference = crate::ops::listing::read(session, *wanted)?.reference;
                staying.push((reference, not_sealed(session, *wanted, choice)?));
            }
        }
        sealed.retain(|(_, conversation, _)| choice.only.contains(conversation));
    }
    let mut reviews: Vec<(Submitted, i64)> = Vec::new();
    let mut checklists: BTreeMap<Digest, Checklist> = BTreeMap::new();
    for (review, conversation, drawn) in sealed {
        let Some(record) = session.store.review(review)? else { continue };
        let checklist = plain(session, &record)?;
        match ready(session, &record, &checklist)? {
            Err(why) => {
                let reference = crate::ops::listing::read(session, conversation)?.reference;
                staying.push((reference, why));
            }
            Ok(readers) => {
                let one = submitted(session, &record, &checklist, drawn, readers, choice)?;
                checklists.insert(one.checklist, checklist);
                reviews.push((one, review));
            }
        }
    }
    if let Some(item) =
        choice.remarks.iter().find(|item| !checklists.values().any(|c| c.item(item).is_some()))
        && !reviews.is_empty()
    {
        let item = Shown::short(item, 60);
        return Err(OpsError::new(
            Kind::Usage,
            both!(
                "no checklist of these reviews has an item `{item}`",
                "aucune liste de ces évaluations n’a de point «\u{202f}{item}\u{202f}»"
            ),
        ));
    }
    reviews.sort_by_key(|(one, _)| one.reference);
    let local = |at: i64| session.zone.to_datetime(Timestamp::from_microsecond(at).unwrap_or_default());
    let today = local(now).date();
    let agent = session.me()?.map(|me| me.name).unwrap_or_default();
    let (submitted, numbers): (Vec<Submitted>, Vec<i64>) = reviews.into_iter().unzip();
    let drawn = session.store.drawn_since(choice.since)?;
    let mut handover = Handover {
        submission: Submission {
            id: BundleId([0; 16]),
            agent,
            made: today,
            from: choice.since.map(|at| local(at).date()),
            until: today,
            drawn: u32::try_from(drawn).unwrap_or(u32::MAX),
            checklists: checklists.into_values().collect(),
            reviews: submitted,
        },
        reviews: numbers,
        staying,
    };
    let before = session.store.submissions()?.len() as u64;
    let content = bundle::write_submission(&handover.submission);
    let name = Digest::of("aplomb/submission/v1", &[&before.to_le_bytes(), &content]);
    handover.submission.id.0.copy_from_slice(&name.0[..16]);
    Ok(handover)
}

/// Why a conversation that was named has no sealed review of mine here.
fn not_sealed(session: &Session, conversation: i64, choice: &Choice) -> Result<Bilingual, OpsError> {
    if session.store.reading(conversation)?.is_some() {
        return Ok(Bilingual::fixed(
            "it is a colleague’s: only your own conversations go to your lead",
            "elle est à un collègue\u{202f}: seules vos conversations vont à votre responsable",
        ));
    }
    Ok(match desk::mine(session, conversation)?.map(|review| review.state) {
        None => Bilingual::fixed(
            "there is no review of it yet: `aplomb score` begins one",
            "elle n’a pas encore d’évaluation\u{202f}: «\u{202f}aplomb score\u{202f}» en commence une",
        ),
        Some(State::Draft) => Bilingual::fixed(
            "its review is a draft: finish it, then `aplomb seal`",
            "son évaluation est un brouillon\u{202f}: terminez-la, puis «\u{202f}aplomb seal\u{202f}»",
        ),
        Some(_) if choice.since.is_some() => Bilingual::fixed(
            "its review was sealed before this period",
            "son évaluation a été scellée avant cette période",
        ),
        Some(_) => Bilingual::fixed("its review does not count", "son évaluation ne compte pas"),
    })
}

/// How many readings a review has had, or why it may not be handed over yet: self, then peer, then lead.
fn ready(
    session: &Session,
    record: &ReviewRecord,
    checklist: &Checklist,
) -> Result<Result<u32, Bilingual>, OpsError> {
    let needed = u32::from(checklist.peer_reviews_before_submission);
    let open = session
        .store
        .exchanges_of_review(record.id)?
        .into_iter()
        .filter(|row| row.side == Side::Asker && row.stage == Stage::Open && row.role == ReviewRole::Peer)
        .count();
    let open = u32::try_from(open).unwrap_or(u32::MAX);
    if open < needed {
        let missing = needed - open;
        return Ok(Err(waits_for(session, record, missing)?));
    }
    Ok(match exchange::review_stands(&session.store, record.id)? {
        State::Revealed | State::Discussed if open > 0 => Err(Bilingual::fixed(
            "differences are still open: agree on an answer, or keep both and ask a third reader",
            "des différences restent ouvertes\u{202f}: convenez d’une réponse, ou demandez un troisième lecteur",
        )),
        _ => Ok(open),
    })
}

/// Which reading a review still waits for, and what to do.
fn waits_for(session: &Session, record: &ReviewRecord, missing: u32) -> Result<Bilingual, OpsError> {
    let mut asked = 0;
    for row in session.store.exchanges_of_review(record.id)? {
        let out = row.side == Side::Asker
            && row.role == ReviewRole::Peer
            && matches!(row.stage, Stage::Asked | Stage::Answered);
        asked += u32::from(out && !has_ended(&session.store, row.id)?);
    }
    Ok(match (asked >= missing, missing) {
        (true, 1) => Bilingual::fixed(
            "a colleague was asked, and has not answered yet",
            "un collègue a reçu la demande, et n’a pas encore répondu",
        ),
        (true, _) => Bilingual::fixed(
            "colleagues were asked, and have not all answered yet",
            "des collègues ont reçu la demande, et n’ont pas tous répondu",
        ),
        (false, 1) => Bilingual::fixed(
            "a colleague reads it first: `aplomb ask`",
            "un collègue la lit d’abord\u{202f}: «\u{202f}aplomb ask\u{202f}»",
        ),
        (false, _) => both!(
            "{missing} more colleagues read it first: `aplomb ask`",
            "encore {missing} collègues la lisent d’abord\u{202f}: «\u{202f}aplomb ask\u{202f}»"
        ),
    })
}

/// One review as the lead gets it.
fn submitted(
    session: &Session,
    record: &ReviewRecord,
    checklist: &Checklist,
    drawn: bool,
    readers: u32,
    choice: &Choice,
) -> Result<Submitted, OpsError> {
    let missing = || OpsError::no_such_conversation(&format!("c{}", record.conversation));
    let conversation = session.store.conversation(record.conversation)?.ok_or_else(missing)?;
    let sheet = session.store.sealed(record.id)?.map(|sealed| sealed.sheet).unwrap_or_default();
    let mut peers = Vec::new();
    let mut agreed: BTreeMap<String, Value> = BTreeMap::new();
    for row in session.store.exchanges_of_review(record.id)? {
        let Some(exchange) = state(&session.store, row.id)? else { continue };
        if row.side != Side::Asker || row.role != ReviewRole::Peer {
            continue;
        }
        let third = third_answers(&session.store, &row, &exchange)?;
        let Some(laid) = laid_out(&exchange, &third) else { continue };
        for (item, outcome) in laid.outcomes {
            if let Outcome::Agreed(value) | Outcome::Settled(value) = outcome {
                agreed.insert(item, value);
            }
        }
        if let (true, Some((_, reading))) = (exchange.consent(), exchange.sheets()) {
            peers.push(values(checklist, reading));
        }
    }
    // In the order of what they say: whoever was asked first must not be told by the place.
    peers.sort();
    let opened = conversation.opened_at.local(&session.zone);
    let to_the_hour = Time::new(opened.hour(), 0, 0, 0).unwrap_or_default();
    let mut redactor = redaction::conversation(&conversation, &session.rules, false).redactor;
    let mut remarks = Vec::new();
    for item in &choice.remarks {
        let comment = sheet.answer(item).map(|answer| answer.comment.as_str()).unwrap_or_default();
        if !comment.trim().is_empty() {
            remarks.push((item.clone(), redactor.text(Place::Comment(remarks.len() + 1), comment)));
        }
    }
    Ok(Submitted {
        reference: Digest::of("aplomb/reference/v1", &[record.uid.as_bytes()]),
        channel: conversation.channel.clone(),
        opened: opened.date().to_datetime(to_the_hour),
        drawn,
        checklist: checklist.digest(),
        // A review that was handed over before may have come further since.
        state: exchange::review_stands(&session.store, record.id)?,
        readers,
        own: values(checklist, &sheet),
        agreed: checklist.items.iter().map(|item| agreed.get(&item.id).copied()).collect(),
        peers,
        remarks,
    })
}

fn plain(session: &Session, record: &ReviewRecord) -> Result<Checklist, OpsError> {
    let record = ReviewRecord { own: None, ..record.clone() };
    Ok((*desk::composed(session, &record)?).clone())
}

fn values(checklist: &Checklist, sheet: &Sheet) -> Vec<Option<Value>> {
    checklist
        .items
        .iter()
        .map(|item| sheet.value(&item.id).filter(|_| sheet.applies(checklist, item)))
        .collect()
}

/// The text that travels, as it travels.
pub fn as_sent(handover: &Handover) -> Result<String, OpsError> {
    String::from_utf8(bundle::write_submission(&handover.submission))
        .map(|text| text + "\n")
        .map_err(|_| OpsError::new(Kind::Bug, Bilingual::same("submission: UTF-8")))
}

/// The one who takes submissions: the one named, else the only lead.
pub fn lead(session: &Session, named: Option<&str>) -> Result<PersonRow, OpsError> {
    if let Some(name) = named {
        let person = find(session, name)?;
        if person.lead {
            return Ok(person);
        }
        let name = Shown::line(&person.name);
        return Err(OpsError::data(both!(
            "{name} is a colleague, and takes no submissions",
            "{name} est un collègue, et ne reçoit pas de remises"
        ))
        .hint(both!(
            "if that is wrong: `aplomb card lead {name}`",
            "si c’est une erreur\u{202f}: «\u{202f}aplomb card lead {name}\u{202f}»"
        )));
    }
    let leads: Vec<PersonRow> = session.store.people()?.into_iter().filter(|person| person.lead).collect();
    match leads.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(OpsError::data(Bilingual::fixed(
            "you have no lead’s card: nobody could open the submission",
            "vous n’avez pas la carte du responsable : personne ne pourrait ouvrir la remise",
        ))
        .hint(Bilingual::fixed(
            "`aplomb card add FILE --lead`; or `aplomb card lead NAME`, if you have the card already",
            "«\u{202f}aplomb card add FICHIER --lead\u{202f}»\u{202f}; ou «\u{202f}aplomb card lead NOM\u{202f}», si vous avez déjà la carte",
        ))),
        _ => Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed(
                "you know several leads: say which with --to NAME",
                "vous connaissez plusieurs responsables : précisez avec --to NOM",
            ),
        )),
    }
}

/// Hands over: makes the bundle, writes the file, and marks the reviews.
pub fn hand_over(
    session: &mut Session,
    handover: &Handover,
    to: &PersonRow,
    file: &Path,
    now: i64,
    chance: &mut Chance,
) -> Result<PathBuf, OpsError> {
    if handover.reviews.is_empty() {
        return Err(nothing_to_hand_over());
    }
    writable(session)?;
    let body = bundle::write_submission(&handover.submission);
    // Nothing leaves that the lead’s program would refuse.
    bundle::read_submission(&body).map_err(exchange::too_much)?;
    let bytes = seal(session, to, trust::Kind::Submission, handover.submission.id, &body, now, chance)?;
    put(file, &bytes)?;
    let given = SubmissionRow {
        id: handover.submission.id,
        made_at: now,
        from: handover.submission.from,
        until: handover.submission.until,
        to: to.id,
        reviews: handover.reviews.clone(),
        bundle: handover.submission.id,
        withdrawn_at: None,
    };
    let out = outgoing(trust::Kind::Submission, given.bundle, to.id, &bytes, now);
    session
        .store
        .in_one(|store| {
            store.put_outgoing(&out, &bytes)?;
            store.mark_sent(out.id, now, &file.to_string_lossy())?;
            store.add_submission(&given)
        })
        .map_err(|error| taken_away(file, error.into()))?;
    Ok(file.to_owned())
}

/// There is nothing to hand over.
pub fn nothing_to_hand_over() -> OpsError {
    OpsError::data(Bilingual::fixed("there is nothing to hand over yet", "il n’y a encore rien à remettre"))
        .hint(Bilingual::fixed(
            "first you review and seal, then a colleague reads, then it goes to your lead",
            "d’abord vous évaluez et scellez, puis un collègue lit, puis cela va à votre responsable",
        ))
}

/// A bundle that the store does not know of must not be handed to anybody.
fn taken_away(file: &Path, error: OpsError) -> OpsError {
    let _ = std::fs::remove_file(file);
    error
}

/// No file is written for a store that cannot keep what became of it.
fn writable(session: &Session) -> Result<(), OpsError> {
    match session.store.access() {
        Access::Write => Ok(()),
        Access::Read => Err(OpsError::from(StoreError::ReadOnly)),
    }
}

/// Withdraws a submission: a bundle that tells the lead, and the reviews are mine alone again.
pub fn withdraw(
    session: &mut Session,
    id: BundleId,
    place: impl FnOnce(&str) -> PathBuf,
    now: i64,
    chance: &mut Chance,
) -> Result<PathBuf, OpsError> {
    writable(session)?;
    let given =
        session.store.submissions()?.into_iter().find(|given| given.id == id && given.withdrawn_at.is_none());
    let given = given.ok_or_else(|| {
        OpsError::data(Bilingual::fixed(
            "this submission was withdrawn already",
            "cette remise est déjà retirée",
        ))
    })?;
    let to: PersonId = given.to;
    let person = session.store.person(to)?.ok_or_else(exchange::gone)?;
    let name = BundleId(chance.bytes());
    let body = bundle::write_withdrawal(id);
    let bytes = seal(session, &person, trust::Kind::Withdrawal, name, &body, now, chance)?;
    let file = place(&exchange::file_name(now, name));
    put(&file, &bytes)?;
    let out = outgoing(trust::Kind::Withdrawal, name, to, &bytes, now);
    session
        .store
        .in_one(|store| -> Result<(), OpsError> {
            store.put_outgoing(&out, &bytes)?;
            store.mark_sent(out.id, now, &file.to_string_lossy())?;
            store.withdraw_submission(id, now)?;
            // As they stand now, which may be further than they stood then.
            given.reviews.iter().try_for_each(|review| exchange::settle_review(store, *review, now))
        })
        .map_err(|error| taken_away(&file, error))?;
    Ok(file)
}

fn outgoing(kind: trust::Kind, id: BundleId, to: PersonId, bytes: &[u8], now: i64) -> Bundle {
    Bundle {
        id,
        word: kind.word().to_owned(),
        person: Some(to),
        exchange: None,
        at: now,
        file: Digest::of("aplomb/file/v1", &[bytes]),
    }
}

fn seal(
    session: &mut Session,
    to: &PersonRow,
    kind: trust::Kind,
    bundle: BundleId,
    body: &[u8],
    now: i64,
    chance: &mut Chance,
) -> Result<Vec<u8>, OpsError> {
    let card = usable(to)?;
    let identity = keys::identity(session, now, chance)?;
    let seq = session.store.my_seq()?;
    let draft = Draft {
        kind,
        bundle,
        exchange: None,
        seq,
        prev: None,
        created: now,
        expires: now + LASTS,
        checklist: None,
    };
    trust::seal(&identity, &[card], &draft, body).map_err(OpsError::from)
}
