//! What a bundle says of itself, under its author's signature.

use serde::{Deserialize, Serialize};

use super::{TrustError, statement};
use crate::domain::digest::Digest;
use crate::domain::names::{BundleId, ExchangeId, Fingerprint};

/// The most people a bundle goes to, its author not counted.
pub const MOST_RECEIVERS: usize = 16;
/// The most bytes that a body unpacks to.
pub const MOST_PLAIN: u64 = 64 * 1024 * 1024;

/// What a bundle is for. The signature covers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A conversation, a checklist and a seal: please review.
    Request,
    /// No to a request.
    Decline,
    /// The peer's answers.
    Review,
    /// What the seal held.
    Reveal,
    /// Remarks and agreed answers.
    Talk,
    /// What an agent hands to the lead.
    Submission,
    /// A submission taken back.
    Withdrawal,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 7] = [
        Kind::Request,
        Kind::Decline,
        Kind::Review,
        Kind::Reveal,
        Kind::Talk,
        Kind::Submission,
        Kind::Withdrawal,
    ];

    /// The word in files and under the signature.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Request => "request",
            Kind::Decline => "decline",
            Kind::Review => "review",
            Kind::Reveal => "reveal",
            Kind::Talk => "talk",
            Kind::Submission => "submission",
            Kind::Withdrawal => "withdrawal",
        }
    }
}

/// How a body is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Packing {
    /// As it is.
    None,
    /// One Zstandard frame that states its size.
    Zstd,
}

/// A bundle's header, in the order in which it is written as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// What it is for.
    pub kind: Kind,
    /// Its own name, so that it is taken in once.
    pub bundle: BundleId,
    /// The author's card.
    pub from: Fingerprint,
    /// The receivers' cards, in rising order, the author not among them.
    pub to: Vec<Fingerprint>,
    /// The exchange that it belongs to.
    pub exchange: Option<ExchangeId>,
    /// Rises with every bundle of this author.
    pub seq: u64,
    /// [`Verified::digest`](super::Verified::digest) of the author's bundle before, in this exchange.
    pub prev: Option<Digest>,
    /// Microseconds since 1970.
    pub created: i64,
    /// Microseconds since 1970.
    pub expires: i64,
    /// The version of this format: 1.
    pub format: u32,
    /// The oldest reader that may open it: 1.
    pub needs_reader: u32,
    /// The checklist that was answered.
    pub checklist: Option<Digest>,
    /// SHA-256 of the body's bytes in the frame.
    pub body_sha256: Digest,
    /// How the body is packed.
    pub packing: Packing,
    /// Bytes of the body when unpacked.
    pub plain_length: u64,
}

#[derive(Deserialize)]
struct Version {
    needs_reader: u32,
}

impl Header {
    /// Reads a header: first which reader it needs, then every field strictly.
    pub(super) fn read(json: &[u8]) -> Result<Header, TrustError> {
        let json = std::str::from_utf8(json).map_err(|_| TrustError::Damaged)?;
        let version: Version = serde_json::from_str(json).map_err(|_| TrustError::Damaged)?;
        if version.needs_reader > 1 {
            return Err(TrustError::TooNew { needs: version.needs_reader });
        }
        if version.needs_reader == 0 {
            return Err(TrustError::Damaged);
        }
        let header: Header = statement::typed(json)?;
        let named = (1..=MOST_RECEIVERS).contains(&header.to.len())
            && header.to.is_sorted_by(|a, b| a < b)
            && !header.to.contains(&header.from);
        if !named {
            return Err(TrustError::Damaged);
        }
        if header.plain_length > MOST_PLAIN {
            return Err(TrustError::WouldSwell);
        }
        Ok(header)
    }

    pub(super) fn write(&self) -> Result<Vec<u8>, TrustError> {
        serde_json::to_vec(self).map_err(|_| TrustError::Unexpected)
    }
}
