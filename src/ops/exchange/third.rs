//! A dispute goes to a third, blind reader: drawn by lot, so that neither side can pick.

use crate::domain::exchange::{Outcome, Side, Stage};
use crate::domain::lot::lot;
use crate::domain::names::{ExchangeId, PersonId};
use crate::domain::review::ReviewRole;
use crate::ops::chance::Chance;
use crate::ops::error::OpsError;
use crate::ops::exchange::ask::{Asking, ask};
use crate::ops::exchange::{going_on, gone, laid_out, state, third_answers};
use crate::ops::session::Session;
use crate::storage::Trust;
use crate::words::Bilingual;

/// Draws the third reader of a disputed exchange and asks them: the exchange with them comes back.
pub fn third_reader(
    session: &mut Session,
    id: ExchangeId,
    now: i64,
    chance: &mut Chance,
) -> Result<ExchangeId, OpsError> {
    let row = session.store.exchange(id)?.ok_or_else(gone)?;
    let exchange = going_on(&session.store, id)?;
    if exchange.side != Side::Asker {
        return Err(OpsError::data(Bilingual::fixed(
            "whose conversation it is draws the third reader",
            "c’est à la personne dont c’est la conversation de tirer le troisième lecteur au sort",
        )));
    }
    let asked: Vec<PersonId> = match row.review {
        Some(review) => session.store.exchanges_of_review(review)?.into_iter().map(|row| row.other).collect(),
        None => vec![exchange.other()],
    };
    let waiting = match row.third {
        Some(child) => state(&session.store, child)?.is_some_and(|child| child.stage != Stage::Declined),
        None => false,
    };
    if waiting {
        return Err(OpsError::data(Bilingual::fixed(
            "the third reader is drawn already",
            "le troisième lecteur est déjà tiré au sort",
        )));
    }
    let third = third_answers(&session.store, &row, &exchange)?;
    let disputed = laid_out(&exchange, &third)
        .filter(|_| exchange.stage == Stage::Open)
        .is_some_and(|laid| laid.outcomes.values().any(|outcome| *outcome == Outcome::Disputed));
    if !disputed {
        return Err(OpsError::data(Bilingual::fixed(
            "no item is disputed: mark one first",
            "aucun point n’est en désaccord : marquez-en un d’abord",
        )));
    }
    let candidates: Vec<PersonId> = session
        .store
        .people()?
        .into_iter()
        .filter(|person| matches!(person.trust, Trust::Seen | Trust::Met) && !person.lead)
        .map(|person| person.id)
        .filter(|person| !asked.contains(person))
        .collect();
    let drawn = lot(id, &candidates).and_then(|place| candidates.get(place)).copied().ok_or_else(|| {
        OpsError::data(Bilingual::fixed(
            "there is nobody else to draw: a third reader needs the card of a third colleague",
            "il n’y a personne d’autre à tirer : il faut la carte d’un troisième collègue",
        ))
        .hint(Bilingual::fixed("`aplomb card add FILE`", "« aplomb card add FICHIER »"))
    })?;
    let asking = Asking {
        conversation: row.conversation,
        reader: drawn,
        hide_name: exchange.request.hide_name,
        role: ReviewRole::Third,
        parent: Some(id),
    };
    ask(session, &asking, now, chance)
}
