//! *Stop trusting this card*: a statement made with the identity, kept printed, and relayed by anyone.

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};

use super::signing::{SIGNATURE, sign, verify};
use super::statement;
use super::{Card, TrustError};
use crate::domain::names::{Fingerprint, PersonId};

const TITLE: &str = "APLOMB REVOCATION";
const PURPOSE: &str = "aplomb/revocation/v1";

/// A statement that a card is to be trusted no longer. It counts only once [`Revocation::verify`] passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// Whose card.
    pub person: PersonId,
    /// Which card.
    pub fingerprint: Fingerprint,
    /// The card's number.
    pub number: u32,
    /// Microseconds since 1970.
    pub created: i64,
    /// Bundles of this card with a higher sequence number are refused; earlier ones keep a note.
    pub last_seq: u64,
    signed: String,
    signature: [u8; SIGNATURE],
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    format: u32,
    person: PersonId,
    fingerprint: Fingerprint,
    number: u32,
    created: i64,
    last_seq: u64,
}

/// Writes and signs the statement.
pub(super) fn write(
    card: &Card,
    key: &SigningKey,
    created: i64,
    last_seq: u64,
) -> Result<Vec<u8>, TrustError> {
    let line = Line {
        format: 1,
        person: card.person,
        fingerprint: card.fingerprint(),
        number: card.number,
        created,
        last_seq,
    };
    let signed = serde_json::to_string(&line).map_err(|_| TrustError::Unexpected)?;
    let signature = sign(key, PURPOSE, &[signed.as_bytes()]);
    Ok(statement::write(TITLE, &signed, &[("signed", &signature)]))
}

impl Revocation {
    /// Reads a statement, without believing it.
    pub fn parse(file: &[u8]) -> Result<Revocation, TrustError> {
        let statement = statement::read(file, TITLE, TrustError::NotARevocation)?;
        let [("signed", signature)] = statement.signatures[..] else { return Err(TrustError::Damaged) };
        let line: Line = statement::typed(statement.json)?;
        Ok(Revocation {
            person: line.person,
            fingerprint: line.fingerprint,
            number: line.number,
            created: line.created,
            last_seq: line.last_seq,
            signed: statement.json.to_owned(),
            signature,
        })
    }

    /// Whether the owner of this card made the statement about it.
    pub fn verify(&self, card: &Card) -> Result<(), TrustError> {
        let same = self.person == card.person
            && self.fingerprint == card.fingerprint()
            && self.number == card.number;
        if !same {
            return Err(TrustError::OtherSender);
        }
        verify(&card.signs, PURPOSE, &[self.signed.as_bytes()], &self.signature)
    }
}
