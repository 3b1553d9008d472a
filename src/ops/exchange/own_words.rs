//! Words of my own that go along, such as comments, remarks and reasons: what the conversation must not tell, they must
//! not tell either.

use crate::domain::redaction::{self, Place};
use crate::ops::error::OpsError;
use crate::ops::session::Session;

/// Replaces in `texts` what must not leave, by the rules and under the marks of the conversation that they are about,
/// and says how many places that were.
pub(super) fn redact(
    session: &Session,
    conversation: i64,
    hide_name: bool,
    texts: &mut [&mut String],
) -> Result<usize, OpsError> {
    let about = session
        .store
        .conversation(conversation)?
        .ok_or_else(|| OpsError::no_such_conversation(&format!("c{conversation}")))?;
    let mut redactor = redaction::conversation(&about, &session.rules, hide_name).redactor;
    let before = redactor.replacements().len();
    for (place, text) in texts.iter_mut().enumerate() {
        **text = redactor.text(Place::Comment(place + 1), text);
    }
    Ok(redactor.replacements().len() - before)
}
