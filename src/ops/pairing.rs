//! Whom to ask for a reading, from what the store knows: whom I asked, and whom I read.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::exchange::{Side, Stage};
use crate::domain::pairing::{self as rule, Past, Way};
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::exchange;
use crate::ops::people::Colleague;
use crate::ops::session::Session;
use crate::storage::Trust;

/// The colleagues whom I could ask about a conversation, in the suggested order.
pub fn colleagues(session: &Session, conversation: i64, now: i64) -> Result<Vec<Colleague>, OpsError> {
    let day = |at: i64| -> Date {
        session.zone.to_datetime(Timestamp::from_microsecond(at).unwrap_or_default()).date()
    };
    let exchanges = session.store.exchanges()?;
    let past: Vec<Past> = exchanges
        .iter()
        .filter(|row| matches!(row.stage, Stage::Answered | Stage::Open))
        .map(|row| Past {
            date: day(row.asked_at),
            who: row.other,
            way: match row.side {
                Side::Asker => Way::ReadMine,
                Side::Reader => Way::ReadTheirs,
            },
        })
        .collect();
    let mut asked = BTreeSet::new();
    for row in &exchanges {
        if row.side == Side::Asker
            && row.stage != Stage::Declined
            && row.conversation == conversation
            && !exchange::has_ended(&session.store, row.id)?
        {
            asked.insert(row.other);
        }
    }
    let people: Vec<rule::Colleague> = session
        .store
        .people()?
        .into_iter()
        // A lead comes after the colleague, never instead.
        .filter(|person| !person.lead && !asked.contains(&person.id))
        .map(|person| rule::Colleague {
            id: person.id,
            name: Shown::line(&person.name),
            checked: person.trust == Trust::Met,
            revoked: matches!(person.trust, Trust::Revoked | Trust::Changed),
            open: exchanges
                .iter()
                .filter(|row| row.side == Side::Asker && row.other == person.id && row.stage == Stage::Asked)
                .count(),
        })
        .collect();
    let pairing = rule::pairing(&people, &past, day(now), conversation.cast_unsigned());
    Ok(pairing
        .suggestions
        .into_iter()
        .map(|one| Colleague {
            met: people.iter().any(|person| person.id == one.id && person.checked),
            why: one.sentence(),
            person: one.id,
            name: one.name,
        })
        .collect())
}
