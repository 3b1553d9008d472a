//! Writing out: reviews, conversations and reports, for people and for programs.

mod conversations;
mod figures;
mod report;
mod reviews;

use std::ops::ControlFlow;

pub use conversations::conversations_report;
pub use figures::{metrics_book, summary_book, team_book};
pub use report::{Report, Unwritten};
pub use reviews::{ANSWERS, each_review, report_of, reviews_report};

use crate::formats::export::conversation_jsonl::write_jsonl;
use crate::ops::error::OpsError;
use crate::ops::session::Session;

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
