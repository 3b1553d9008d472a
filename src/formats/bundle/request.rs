//! *Please read this conversation.*

use serde::{Deserialize, Serialize};

use super::json::Findings;
use super::{checklist, conversation};
use crate::domain::digest::Digest;
use crate::domain::exchange::{Fact, Request};
use crate::domain::names::{ExchangeId, PersonId};
use crate::domain::problem::Problem;
use crate::domain::review::ReviewRole;
use crate::words::Bilingual;

/// A request. Of the asker's own answers it holds the seal and nothing else.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    exchange: ExchangeId,
    reader: PersonId,
    role: ReviewRole,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<ExchangeId>,
    hide_name: bool,
    original: Digest,
    seal: Digest,
    checklist: checklist::Body,
    conversation: conversation::Body,
}

impl Body {
    pub(super) fn of(request: &Request) -> Body {
        Body {
            exchange: request.exchange,
            reader: request.reader,
            role: request.role,
            parent: request.parent,
            hide_name: request.hide_name,
            original: request.original,
            seal: request.seal,
            checklist: checklist::Body::of(&request.checklist),
            conversation: conversation::Body::of(&request.conversation),
        }
    }

    pub(super) fn read(self) -> Result<Fact, Vec<Problem>> {
        let mut findings = Findings::default();
        match (self.role, self.parent) {
            (ReviewRole::Peer, None) => {}
            (ReviewRole::Third, Some(parent)) if parent != self.exchange => {}
            (ReviewRole::Peer | ReviewRole::Third, parent) => findings.add(
                "parent",
                parent.map(String::from).unwrap_or_default(),
                Bilingual::fixed(
                    "the exchange in dispute for a third reader, nothing for a peer",
                    "l’échange en désaccord pour un tiers, rien pour un pair",
                ),
            ),
            (role, _) => {
                findings.add("role", role.word(), Bilingual::fixed("peer or third", "peer ou third"));
            }
        }
        let checklist = self.checklist.read("checklist", &mut findings);
        let conversation = self.conversation.read(&mut findings);
        let Some(checklist) = checklist else { return Err(findings.all()) };
        findings.or(Fact::Request(Box::new(Request {
            exchange: self.exchange,
            reader: self.reader,
            role: self.role,
            parent: self.parent,
            conversation,
            checklist,
            original: self.original,
            seal: self.seal,
            hide_name: self.hide_name,
        })))
    }
}
