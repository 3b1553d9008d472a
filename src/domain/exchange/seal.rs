//! The commitment: a digest over the asker's answers and random bytes, made before the request leaves. The reader sees
//! it at once and cannot guess the answers from it; the asker cannot change them any more.

use crate::domain::checklist::Checklist;
use crate::domain::digest::{Digest, Hasher};
use crate::domain::exchange::fact::Request;
use crate::domain::names::Fingerprint;
use crate::domain::review::Sheet;

/// What a commitment binds: a seal made for one person, exchange, conversation and checklist is void for any other.
#[derive(Clone, Copy, Debug)]
pub struct Commitment<'a> {
    /// The request, whose own `seal` is not part of it.
    pub request: &'a Request,
    /// The asker's card.
    pub card: &'a Fingerprint,
    /// The answers as the reveal will show them.
    pub sheet: &'a Sheet,
    /// 32 random bytes: a review has few likely values, and without these a reader could try them all.
    pub nonce: &'a Digest,
}

impl Commitment<'_> {
    /// The seal.
    pub fn seal(&self) -> Digest {
        Digest::of(
            "aplomb/seal/v1",
            &[
                &self.request.exchange.0,
                &self.request.reader.0,
                self.request.role.word().as_bytes(),
                &self.request.conversation.digest().0,
                &self.request.original.0,
                &self.request.checklist.digest().0,
                &self.card.0,
                &answers_digest(&self.request.checklist, self.sheet).0,
                &self.nonce.0,
            ],
        )
    }
}

/// Digest over answers, in the checklist's order: codes, causes, comments and evidence as bytes, nothing that could be
/// written in two ways.
pub fn answers_digest(checklist: &Checklist, sheet: &Sheet) -> Digest {
    let mut h = Hasher::new("aplomb/answers/v1");
    for item in &checklist.items {
        h.part(item.id.as_bytes());
        let Some(answer) = sheet.answer(&item.id) else {
            h.part(&[]);
            continue;
        };
        h.part(&[answer.value.code()]);
        h.number(i64::from(answer.cause.is_some()));
        h.part(answer.cause.as_deref().unwrap_or_default().as_bytes());
        h.part(answer.comment.as_bytes());
        h.number(answer.evidence.len() as i64);
        for message in &answer.evidence {
            h.part(message.as_bytes());
        }
    }
    h.finish()
}

/// The part of a sheet that travels: answers to items of the checklist that apply, nobody's own items.
pub fn sent(checklist: &Checklist, sheet: &Sheet) -> Sheet {
    let mut settled = sheet.settled(checklist);
    settled.0.retain(|id, _| checklist.item(id).is_some_and(|item| !item.own));
    settled
}
