//! Writing out: reviews for people and programs, conversations without loss.

use std::ops::ControlFlow;

use crate::domain::history::History;
use crate::domain::review::ReviewRole;
use crate::formats::export::conversation_jsonl::write_jsonl;
use crate::formats::export::review::ReviewOut;
use crate::ops::desk::{composed, is_drawn};
use crate::ops::error::OpsError;
use crate::ops::report::{Parts, report};
use crate::ops::session::Session;
use crate::storage::{ReviewRecord, SealedFilter};

/// One review as others read it.
pub fn report_of(session: &Session, record: &ReviewRecord) -> Result<ReviewOut, OpsError> {
    let checklist = composed(session, record)?;
    let sealed = session.store.sealed(record.id)?;
    let sealed_at = sealed.as_ref().map(|sealed| sealed.at);
    let sheet = match sealed {
        Some(sealed) => sealed.sheet,
        None => History::replay(session.store.history(record.id)?).sheet().clone(),
    };
    let conversation = session
        .store
        .conversation(record.conversation)?
        .ok_or_else(|| OpsError::no_such_conversation(&format!("c{}", record.conversation)))?;
    Ok(report(&Parts {
        conversation: &conversation,
        checklist: &checklist,
        sheet: &sheet,
        reviewer: &record.reviewer,
        role: record.role,
        state: record.state,
        drawn: is_drawn(session, record)?,
        sealed_at,
    }))
}

/// My sealed reviews, oldest first, of the conversations named or of all.
pub fn reviews(session: &Session, conversations: Option<&[i64]>) -> Result<Vec<ReviewOut>, OpsError> {
    let mut out = Vec::new();
    let mut mine = Vec::new();
    let filter = SealedFilter { role: Some(ReviewRole::Own), ..SealedFilter::default() };
    session.store.each_sealed(&filter, &mut |row| {
        if conversations.is_none_or(|ids| ids.contains(&row.conversation)) {
            mine.push(row.review);
        }
        ControlFlow::Continue(())
    })?;
    for review in mine {
        if let Some(record) = session.store.review(review)? {
            out.push(report_of(session, &record)?);
        }
    }
    Ok(out)
}

/// One conversation as a line of JSON.
pub fn conversation_line(session: &Session, id: i64) -> Result<String, OpsError> {
    let conversation =
        session.store.conversation(id)?.ok_or_else(|| OpsError::no_such_conversation(&format!("c{id}")))?;
    let mut line = String::new();
    write_jsonl(&conversation, &mut line);
    Ok(line)
}

/// Every conversation, a line of JSON each, in the order they came in; `write` returns whether to go on.
pub fn conversations(
    session: &Session,
    ids: Option<&[i64]>,
    write: &mut dyn FnMut(&str) -> ControlFlow<()>,
) -> Result<(), OpsError> {
    let mut line = String::new();
    session.store.each_conversation(ids, &mut |_, conversation| {
        line.clear();
        write_jsonl(&conversation, &mut line);
        write(&line)
    })?;
    Ok(())
}
