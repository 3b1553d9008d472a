//! The lead's side: what agents chose to submit is taken in, and told as figures about the team.
//!
//! `take` keeps a submission packed, `collect` takes bundles in, `summary` and `agreement` are the figures, `book` is the
//! same as a report for exports. What is told goes through [`tell`]: it is noted, so that two summaries are not
//! subtracted from each other.

mod agreement;
mod applying;
mod book;
mod collect;
mod pick;
mod summary;
mod take;
mod view;

pub use agreement::{Accord, agreement};
pub use applying::{FewerApply, fewer_apply};
pub use book::{book, measured_note, shift_words};
pub use collect::{Collected, collect};
pub use pick::{Ask, Held};
pub use summary::{Moved, Summary, Who, summary};
pub use take::take;
pub use view::{Figures, Seen, seen};

use crate::domain::names::PersonId;
use crate::domain::team::{Cell, Published};
use crate::ops::error::{Kind, OpsError};
use crate::ops::session::Session;
use crate::storage::Access;
use crate::words::Bilingual;

/// Whether anything that was handed in belongs to what is asked.
pub fn any(session: &mut Session, ask: &Ask) -> Result<bool, OpsError> {
    Ok(pick::pick(session, ask)?.is_some())
}

/// Notes what is told. Called where figures are shown or written, and before they are.
pub fn tell(session: &mut Session, what: &str, told: &[Cell<PersonId>], now: i64) -> Result<(), OpsError> {
    if told.is_empty() {
        return Ok(());
    }
    let known = Published::of(session.store.published()?);
    let fresh: Vec<Cell<PersonId>> = told.iter().filter(|cell| !known.knows(cell)).cloned().collect();
    if fresh.is_empty() {
        return Ok(());
    }
    if session.store.access() == Access::Read {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed(
                "figures about people are noted when they are told, and nothing may be written here",
                "les chiffres sur des personnes sont notés quand ils sont dits, et rien ne peut être écrit ici",
            ),
        )
        .hint(Bilingual::fixed("leave out --read-only", "retirez --read-only")));
    }
    Ok(session.store.publish(what, &fresh, now)?)
}
