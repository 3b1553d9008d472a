//! Asking a colleague to read one of my conversations. What leaves is redacted; my answers stay, behind a seal.

use crate::both;
use crate::domain::checklist::Checklist;
use crate::domain::conversation::{Conversation, Role};
use crate::domain::digest::Digest;
use crate::domain::exchange::{Commitment, Fact, Request, Reveal, Side, Stage, sent};
use crate::domain::names::{ExchangeId, PersonId};
use crate::domain::redaction::{self, Place, Replacement};
use crate::domain::review::{ReviewRole, Sheet, State};
use crate::domain::shown::Shown;
use crate::ops::cards::usable;
use crate::ops::chance::Chance;
use crate::ops::desk;
use crate::ops::error::OpsError;
use crate::ops::exchange::{has_ended, send, settle};
use crate::ops::keys;
use crate::ops::pairing;
use crate::ops::people::{AskPreview, Replaced};
use crate::ops::session::Session;
use crate::ops::transcript::RECEIVED;
use crate::storage::{ExchangeRow, ReviewRecord};
use crate::words::Bilingual;

/// What is asked of whom.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    /// The store's id of the conversation.
    pub conversation: i64,
    /// Who is asked.
    pub reader: PersonId,
    /// Hide my name from the reader.
    pub hide_name: bool,
    /// [`ReviewRole::Peer`], or [`ReviewRole::Third`] with the exchange whose dispute is to be settled.
    pub role: ReviewRole,
    /// That exchange.
    pub parent: Option<ExchangeId>,
}

/// Everything that would be replaced, and who could be asked, before anything is made.
pub fn preview(session: &mut Session, conversation: i64, now: i64) -> Result<AskPreview, OpsError> {
    let review = sealed(session, conversation)?;
    let ready = redact(session, &review, session.hide_names)?;
    let transcript = crate::ops::listing::read(session, conversation)?;
    Ok(AskPreview {
        conversation,
        title: transcript.subject,
        colleagues: pairing::colleagues(session, conversation, now)?,
        replacements: redaction::preview(&ready.replacements)
            .into_iter()
            .flat_map(|group| group.lines.into_iter().map(move |line| (group.sort, line)))
            .map(|(sort, line)| Replaced {
                sort: sort.says(),
                found: Shown::short(&line.found, 60),
                mark: Shown::line(&line.mark),
                places: line.places,
            })
            .collect(),
        notes_left_out: ready.notes_left_out,
        hide_name: session.hide_names,
    })
}

/// Makes the request: on disk when this returns, and waiting to be sent.
pub fn ask(
    session: &mut Session,
    asking: &Asking,
    now: i64,
    chance: &mut Chance,
) -> Result<ExchangeId, OpsError> {
    let identity = keys::identity(session, now, chance)?;
    let review = sealed(session, asking.conversation)?;
    let person = session.store.person(asking.reader)?.ok_or_else(|| {
        OpsError::data(Bilingual::fixed(
            "you have no card of this person",
            "vous n’avez pas la carte de cette personne",
        ))
    })?;
    usable(&person)?;
    if person.lead {
        let name = Shown::line(&person.name);
        return Err(OpsError::data(both!(
            "{name} takes submissions: a colleague reads first, the lead gets what you hand over",
            "{name} reçoit les remises : un collègue lit d’abord, le responsable reçoit ce que vous remettez"
        ))
        .hint(Bilingual::fixed("ask a colleague", "demandez à un collègue")));
    }
    let mut asked_before = false;
    for row in session.store.exchanges_of_review(review.id)? {
        asked_before |= row.side == Side::Asker
            && row.other == asking.reader
            && row.stage != Stage::Declined
            && !has_ended(&session.store, row.id)?;
    }
    if asked_before {
        let name = Shown::line(&person.name);
        return Err(OpsError::data(both!(
            "{name} was asked to read this already",
            "{name} a déjà été invité à lire cette conversation"
        ))
        .hint(Bilingual::fixed("ask somebody else", "demandez à quelqu’un d’autre")));
    }
    let exchange = ExchangeId(chance.bytes());
    let Ready { mut conversation, messages, sheet, original, .. } =
        redact(session, &review, asking.hide_name)?;
    let checklist = of_review(session, &review)?;
    let salt: [u8; 32] = chance.bytes();
    conversation.source = RECEIVED.to_owned();
    conversation.external_id = exchange.to_string();
    let mut request = Request {
        exchange,
        reader: asking.reader,
        role: asking.role,
        parent: asking.parent,
        original: Digest::of("aplomb/original/v1", &[&original.0, &salt]),
        conversation,
        checklist,
        seal: Digest([0; 32]),
        hide_name: asking.hide_name,
    };
    let nonce = Digest(chance.bytes());
    let card = identity.fingerprint();
    request.seal = Commitment { request: &request, card: &card, sheet: &sheet, nonce: &nonce }.seal();
    let facts = [
        Fact::Request(Box::new(request)),
        // Fixed here and now; it leaves only after the reader's answers have come.
        Fact::Reveal(Reveal { exchange, sheet, nonce }),
    ];
    let begun = ExchangeRow {
        id: exchange,
        side: Side::Asker,
        conversation: asking.conversation,
        review: Some(review.id),
        other: asking.reader,
        role: asking.role,
        parent: asking.parent,
        third: None,
        asked_at: now,
        stage: Stage::Asked,
        standing: None,
        looked_at: None,
        consent: false,
        salt,
        nonce: None,
        messages,
    };
    let me = (identity.person(), card);
    session.store.in_one(|store| {
        store.begin_exchange(&begun)?;
        for fact in &facts {
            send::keep_own(store, me, fact, now)?;
        }
        if let Some(parent) = asking.parent {
            store.set_exchange_third(parent, exchange)?;
        }
        settle(store, exchange, now)
    })?;
    send::make_due(session, Some(exchange), now, chance)?;
    Ok(exchange)
}

/// My sealed review of a conversation; an error that says what to do where there is none.
pub(super) fn sealed(session: &Session, conversation: i64) -> Result<ReviewRecord, OpsError> {
    let review = desk::existing(session, conversation)?;
    match review.state {
        State::Draft => Err(OpsError::data(Bilingual::fixed(
            "seal your own review first: a colleague’s answers must not move yours",
            "scellez d’abord votre évaluation : les réponses d’un collègue ne doivent pas changer les vôtres",
        ))
        .hint(Bilingual::fixed("`aplomb seal ID`", "« aplomb seal ID »"))),
        _ => Ok(review),
    }
}

/// The checklist that a review names, without own items: those stay here.
fn of_review(session: &Session, review: &ReviewRecord) -> Result<Checklist, OpsError> {
    let plain = ReviewRecord { own: None, ..review.clone() };
    Ok((*desk::composed(session, &plain)?).clone())
}

/// Everything that would leave, and what is told about it here.
struct Ready {
    /// The redacted conversation.
    conversation: Conversation,
    /// The conversation's own ids of the messages, in the order in which they travel.
    messages: Vec<String>,
    /// My answers as the reveal will show them: redacted too, and naming the messages as they travel.
    sheet: Sheet,
    /// Every replacement.
    replacements: Vec<Replacement>,
    /// Private notes that stay.
    notes_left_out: usize,
    /// Digest over the conversation as it is here.
    original: Digest,
}

fn redact(session: &Session, review: &ReviewRecord, hide_name: bool) -> Result<Ready, OpsError> {
    let conversation = session
        .store
        .conversation(review.conversation)?
        .ok_or_else(|| OpsError::no_such_conversation(&format!("c{}", review.conversation)))?;
    let sealed = session.store.sealed(review.id)?.map(|sealed| sealed.sheet).unwrap_or_default();
    let checklist = of_review(session, review)?;
    let mut redacted = redaction::conversation(&conversation, &session.rules, hide_name);
    let mut sheet = sent(&checklist, &sealed);
    for (place, answer) in sheet.0.values_mut().enumerate() {
        answer.evidence = answer.evidence.iter().filter_map(|id| redacted.ids.get(id).cloned()).collect();
        answer.comment = redacted.redactor.text(Place::Comment(place + 1), &answer.comment);
    }
    if !hide_name {
        // My name is what colleagues know; the address that a help desk knows is nobody's business.
        let name = session.me()?.map(|me| me.name).unwrap_or_default();
        for message in &mut redacted.conversation.messages {
            if message.role == Role::Agent && message.author == redacted.conversation.agent {
                message.author.clone_from(&name);
            }
        }
        redacted.conversation.agent = name;
    }
    let messages = conversation.messages.iter().filter(|message| redacted.ids.contains_key(&message.id));
    Ok(Ready {
        messages: messages.map(|message| message.id.clone()).collect(),
        sheet,
        replacements: redacted.redactor.replacements().to_vec(),
        notes_left_out: redacted.notes_left_out,
        original: conversation.digest(),
        conversation: redacted.conversation,
    })
}
