//! What people say to each other in an exchange. Each fact travels in one bundle.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::checklist::Checklist;
use crate::domain::conversation::Conversation;
use crate::domain::digest::Digest;
use crate::domain::names::{ExchangeId, Fingerprint, PersonId};
use crate::domain::review::{ReviewRole, Sheet, Value};

/// *Please read this conversation.* Holds the asker's commitment, and nothing from which an answer could be guessed.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Names the exchange.
    pub exchange: ExchangeId,
    /// Who is asked.
    pub reader: PersonId,
    /// [`ReviewRole::Peer`], or [`ReviewRole::Third`] for the blind reader of a dispute.
    pub role: ReviewRole,
    /// The exchange whose dispute a third reader settles.
    pub parent: Option<ExchangeId>,
    /// The redacted conversation; its messages are called `m1`, `m2` and so on.
    pub conversation: Conversation,
    /// The checklist to read by, without anybody's own items.
    pub checklist: Checklist,
    /// Digest over the conversation as it was before redaction and a salt that stays with the asker.
    pub original: Digest,
    /// The asker's commitment to answers of their own.
    pub seal: Digest,
    /// The team wants the reviewee's name hidden from the reader.
    pub hide_name: bool,
}

/// *I will not read it*, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decline {
    /// Which exchange.
    pub exchange: ExchangeId,
    /// The reason, in the reader's words.
    pub why: String,
}

/// The reader's answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Which exchange.
    pub exchange: ExchangeId,
    /// The answers; evidence names the request's messages.
    pub sheet: Sheet,
    /// The reader lets these answers, without a name, go to the lead with the submission.
    pub consent: bool,
}

/// The asker's answers, and what proves that they were sealed before the request left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reveal {
    /// Which exchange.
    pub exchange: ExchangeId,
    /// The answers, redacted; evidence names the request's messages.
    pub sheet: Sheet,
    /// 32 random bytes of the commitment.
    pub nonce: Digest,
}

/// What one side says about one item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// A remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// The answer that this side agrees to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Value>,
    /// In which case, and why: what the next person who meets this item is shown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
    /// This side keeps its answer and asks for a third reader.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dispute: bool,
}

/// Everything that one side has to say so far; a later talk replaces an earlier one of the same person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Talk {
    /// Which exchange.
    pub exchange: ExchangeId,
    /// Rises with every talk of this person on this exchange; at least 1.
    pub number: u32,
    /// By item id.
    pub said: BTreeMap<String, Said>,
    /// The third reader's answers to disputed items, passed on by the asker.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub third: BTreeMap<String, Value>,
}

/// Anything that can be said in an exchange.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// Please read this.
    Request(Box<Request>),
    /// I will not.
    Decline(Decline),
    /// My answers, blind.
    Reading(Reading),
    /// My answers, sealed before.
    Reveal(Reveal),
    /// Remarks and agreed answers.
    Talk(Talk),
}

impl Fact {
    /// Which exchange it belongs to.
    pub fn exchange(&self) -> ExchangeId {
        match self {
            Fact::Request(request) => request.exchange,
            Fact::Decline(decline) => decline.exchange,
            Fact::Reading(reading) => reading.exchange,
            Fact::Reveal(reveal) => reveal.exchange,
            Fact::Talk(talk) => talk.exchange,
        }
    }

    /// The word for its bundle: `request`, `decline`, `review`, `reveal`, `talk`.
    pub const fn word(&self) -> &'static str {
        match self {
            Fact::Request(_) => "request",
            Fact::Decline(_) => "decline",
            Fact::Reading(_) => "review",
            Fact::Reveal(_) => "reveal",
            Fact::Talk(_) => "talk",
        }
    }
}

/// A fact with who said it.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Who signed it.
    pub author: PersonId,
    /// The card that it was signed with.
    pub card: Fingerprint,
    /// Rises with every bundle of its author.
    pub seq: u64,
    /// Digest over the signed bytes.
    pub digest: Digest,
    /// What they said.
    pub fact: Fact,
}
