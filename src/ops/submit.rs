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
use crate::ops::exchange::{self, laid_out, put, state, third_answers};
use crate::ops::keys;
use crate::ops::session::Session;
use crate::storage::{Bundle, PersonRow, ReviewRecord, SealedFilter, SubmissionRow};
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
    if !choice.only.is_empty() {
        sealed.retain(|(_, conversation, _)| choice.only.contains(conversation));
    }
    let mut reviews: Vec<(Submitted, i64)> = Vec::new();
    let mut checklists: BTreeMap<Digest, Checklist> = BTreeMap::new();
    let mut staying = Vec::new();
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
        return Ok(Err(both!(
            "a colleague reads it first: {missing} still to come (`aplomb ask`)",
            "un collègue la lit d’abord : encore {missing} (« aplomb ask »)"
        )));
    }
    Ok(match exchange::review_stands(&session.store, record.id)? {
        State::Revealed | State::Discussed if open > 0 => Err(Bilingual::fixed(
            "differences are still open: agree on an answer, or keep both and ask a third reader",
            "des différences restent ouvertes : convenez d’une réponse, ou demandez un troisième lecteur",
        )),
        _ => Ok(open),
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
        return find(session, name);
    }
    let leads: Vec<PersonRow> = session.store.people()?.into_iter().filter(|person| person.lead).collect();
    match leads.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(OpsError::data(Bilingual::fixed(
            "you have no lead’s card: nobody could open the submission",
            "vous n’avez pas la carte du responsable : personne ne pourrait ouvrir la remise",
        ))
        .hint(Bilingual::fixed("`aplomb card add FILE --lead`", "« aplomb card add FICHIER --lead »"))),
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
        return Err(OpsError::data(Bilingual::fixed(
            "there is nothing to hand over yet",
            "il n’y a encore rien à remettre",
        )));
    }
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
    session.store.in_one(|store| {
        store.put_outgoing(&out, &bytes)?;
        store.mark_sent(out.id, now, &file.to_string_lossy())?;
        store.add_submission(&given)
    })?;
    Ok(file.to_owned())
}

/// Withdraws a submission: a bundle that tells the lead, and the reviews are mine alone again.
pub fn withdraw(
    session: &mut Session,
    id: BundleId,
    folder: &Path,
    now: i64,
    chance: &mut Chance,
) -> Result<PathBuf, OpsError> {
    let given =
        session.store.submissions()?.into_iter().find(|given| given.id == id && given.withdrawn_at.is_none());
    let given = given.ok_or_else(|| {
        OpsError::data(Bilingual::fixed(
            "there is no such submission that could be withdrawn",
            "il n’y a pas de remise de ce nom à retirer",
        ))
    })?;
    let to: PersonId = given.to;
    let person = session.store.person(to)?.ok_or_else(exchange::gone)?;
    let name = BundleId(chance.bytes());
    let body = bundle::write_withdrawal(id);
    let bytes = seal(session, &person, trust::Kind::Withdrawal, name, &body, now, chance)?;
    let file = folder.join(exchange::file_name(now, name));
    put(&file, &bytes)?;
    let out = outgoing(trust::Kind::Withdrawal, name, to, &bytes, now);
    session.store.in_one(|store| -> Result<(), OpsError> {
        store.put_outgoing(&out, &bytes)?;
        store.mark_sent(out.id, now, &file.to_string_lossy())?;
        store.withdraw_submission(id, now)?;
        // As they stand now, which may be further than they stood then.
        given.reviews.iter().try_for_each(|review| exchange::settle_review(store, *review, now))
    })?;
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
