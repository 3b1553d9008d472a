//! Keeping a submission packed for the figures.

use crate::domain::names::PersonId;
use crate::domain::submission::Submission;
use crate::domain::team::pack;
use crate::formats::bundle;
use crate::ops::error::{Kind, OpsError};
use crate::ops::session::Session;
use crate::storage::{Access, Handed, HandedPart, Store};
use crate::words::Bilingual;

/// Keeps a submission that was checked, for the figures. The same one again changes nothing.
pub fn take(store: &mut Store, agent: PersonId, submission: &Submission, now: i64) -> Result<(), OpsError> {
    let Some(pack) = pack(submission) else {
        return Err(OpsError::data(Bilingual::fixed(
            "this submission names more channels than a team has; nothing was taken in",
            "cette remise nomme plus de canaux qu’une équipe n’en a\u{202f}; rien n’a été pris",
        )));
    };
    let mut checklists = Vec::new();
    for digest in &pack.checklists {
        let known = submission.checklists.iter().find(|checklist| checklist.digest() == *digest);
        let checklist = known.ok_or_else(|| OpsError::new(Kind::Bug, Bilingual::same("checklist")))?;
        let drawn = submission.reviews.iter().filter(|review| review.drawn && review.checklist == *digest);
        let drawn = u32::try_from(drawn.count()).unwrap_or(u32::MAX);
        checklists.push((store.keep_checklist(checklist)?, drawn));
    }
    let mut remarks = Vec::new();
    for (place, review) in (0..).zip(&submission.reviews) {
        remarks.extend(review.remarks.iter().map(|(item, text)| (place, item.clone(), text.clone())));
    }
    let part = HandedPart {
        id: submission.id,
        agent,
        at: now,
        made: submission.made,
        first: submission.from,
        last: submission.until,
        drawn: submission.drawn,
        checklists,
        channels: pack.channels,
        count: pack.count,
    };
    store.add_handed(&Handed { part, reviews: pack.bytes, remarks })?;
    Ok(())
}

/// Takes up submissions that an earlier version of the program took in. Where nothing may be written they wait.
pub(super) fn take_up(session: &mut Session) -> Result<(), OpsError> {
    if session.store.access() == Access::Read {
        return Ok(());
    }
    for untaken in session.store.untaken()? {
        // What is in the store was checked when it came in; what cannot be read any more is left for the full check.
        if let Ok(submission) = bundle::read_submission(untaken.body.as_bytes()) {
            session.store.in_one(|store| take(store, untaken.agent, &submission, untaken.at))?;
        }
    }
    Ok(())
}
