//! *Me*: what my own reviews say, to me alone.

use std::ops::ControlFlow;

use jiff::Timestamp;

pub use crate::domain::mirror::{Estimate, ItemLine, Mirror, PillarLine};

use crate::domain::conversation::Moment;
use crate::domain::mirror::{Sealed, mirror as of_reviews};
use crate::domain::review::ReviewRole;
use crate::ops::desk::composed;
use crate::ops::error::OpsError;
use crate::ops::learning::{Learnt, learnt};
use crate::ops::session::Session;
use crate::storage::SealedFilter;

/// Everything that *Me* shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reflection {
    /// What my own answers say: the mirror.
    pub own: Mirror,
    /// These beside my colleagues': the measurement.
    pub learning: Learnt,
}

/// Everything that *Me* shows since an instant in microseconds, or ever.
pub fn reflection(session: &Session, since: Option<i64>) -> Result<Reflection, OpsError> {
    Ok(Reflection { own: mirror(session, since)?, learning: learnt(session, since)? })
}

/// What my sealed reviews say since an instant in microseconds, or ever.
pub fn mirror(session: &Session, since: Option<i64>) -> Result<Mirror, OpsError> {
    let mut mine = Vec::new();
    let filter = SealedFilter { role: Some(ReviewRole::Own), since, ..SealedFilter::default() };
    session.store.each_sealed(&filter, &mut |row| {
        mine.push((row.review, row.sealed_at, row.drawn));
        ControlFlow::Continue(())
    })?;
    let mut whole = Vec::new();
    for (review, at, drawn) in mine {
        let (Some(record), Some(sealed)) = (session.store.review(review)?, session.store.sealed(review)?)
        else {
            continue;
        };
        whole.push((local_day(session, at), drawn, sealed.sheet, composed(session, &record)?));
    }
    let reviews: Vec<Sealed> = whole
        .iter()
        .map(|(date, drawn, sheet, checklist)| Sealed { date: *date, drawn: *drawn, sheet, checklist })
        .collect();
    Ok(of_reviews(&reviews, since.map(|at| local_day(session, at))))
}

fn local_day(session: &Session, at: i64) -> jiff::civil::Date {
    let at = Timestamp::from_microsecond(at).unwrap_or_default();
    Moment::new(at, 0).local(&session.zone).date()
}
