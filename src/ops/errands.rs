//! What exchanges ask of me, and what I wait for.

use std::collections::BTreeSet;

use crate::domain::conversation::Moment;
use crate::domain::exchange::{Side, Stage, Standing};
use crate::domain::names::ExchangeId;
use crate::domain::review::{ReviewRole, State};
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::exchange;
use crate::ops::listing::rows;
use crate::ops::session::Session;
use crate::ops::today::{Errand, ErrandKind};
use crate::storage::ExchangeRow;

/// A refusal is told for so many microseconds, unless somebody else was asked since.
const TOLD: i64 = 14 * 86_400_000_000;

/// Every exchange with something to do or to wait for: mine first, each sort by the day on which it was asked.
pub fn errands(session: &Session, now: i64) -> Result<Vec<Errand>, OpsError> {
    let all = session.store.exchanges()?;
    let unsent: BTreeSet<ExchangeId> =
        session.store.outgoing_unsent()?.into_iter().filter_map(|out| out.bundle.exchange).collect();
    let mut found = Vec::new();
    for row in &all {
        // With keys that are lost nothing can be done any more, and nothing comes.
        if let Some(kind) = kind(session, row, &all, &unsent, now)?
            && !exchange::has_ended(&session.store, row.id)?
        {
            found.push((kind, row));
        }
    }
    found.sort_by_key(|(kind, row)| (*kind, row.asked_at));
    let ids: Vec<i64> = found.iter().map(|(_, row)| row.conversation).collect();
    let listed = rows(session, &ids, "")?;
    let mut errands = Vec::new();
    for (kind, row) in found {
        let Some(about) = listed.iter().find(|about| about.id == row.conversation) else { continue };
        let other = match exchange::state(&session.store, row.id)? {
            Some(state) => exchange::called(&session.store, &state)?,
            None => Shown::default(),
        };
        errands.push(Errand {
            exchange: row.id,
            conversation: row.conversation,
            reference: about.reference.clone(),
            subject: about.subject.clone(),
            other,
            since: Moment { micros: row.asked_at, offset: 0 }.local(&session.zone).date(),
            kind,
        });
    }
    Ok(errands)
}

fn kind(
    session: &Session,
    row: &ExchangeRow,
    all: &[ExchangeRow],
    unsent: &BTreeSet<ExchangeId>,
    now: i64,
) -> Result<Option<ErrandKind>, OpsError> {
    let done = row.stage == Stage::Open && row.standing == Some(Standing::Agreed) && row.looked_at.is_some();
    let to_send = unsent.contains(&row.id) || !done && exchange::waiting_to_leave(session, row.id)? > 0;
    let settles = row.role == ReviewRole::Third && row.side == Side::Asker;
    let reading = match (row.side, row.review) {
        (Side::Reader, Some(review)) => session.store.review(review)?,
        _ => None,
    };
    let read = reading.is_some_and(|review| !matches!(review.state, State::Draft | State::Voided));
    let asked_again = || {
        all.iter().any(|other| {
            other.conversation == row.conversation && other.side == row.side && other.asked_at > row.asked_at
        })
    };
    Ok(match (row.stage, row.side) {
        (Stage::Asked, Side::Reader) if !read => Some(ErrandKind::ToRead),
        (Stage::Open, _) if row.looked_at.is_none() && !settles => Some(ErrandKind::ResultToOpen),
        (Stage::Answered, Side::Asker) => Some(ErrandKind::ResultToOpen),
        _ if to_send => Some(ErrandKind::ToSend),
        (Stage::Open, _) if settles => None,
        (Stage::Open, _) => match row.standing {
            Some(Standing::Untouched | Standing::Talking) => Some(ErrandKind::ToTalkOver),
            Some(Standing::Disputed) if row.side == Side::Asker && row.third.is_none() => {
                Some(ErrandKind::ToTalkOver)
            }
            Some(Standing::Disputed) => Some(ErrandKind::Waiting),
            Some(Standing::Agreed) | None => None,
        },
        (Stage::Declined, Side::Asker) if now - row.asked_at < TOLD && !asked_again() => {
            Some(ErrandKind::Declined)
        }
        (Stage::Declined, _) => None,
        (Stage::Asked | Stage::Answered, _) => Some(ErrandKind::Waiting),
    })
}
