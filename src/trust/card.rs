//! A person's public identity: a small text that people can mail (`.aplomb-card`).

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};

use super::TrustError;
use super::signing::{SIGNATURE, sign, sound, sound_reader, verify};
use super::statement::{self, hex};
use crate::domain::digest::Digest;
use crate::domain::names::{Fingerprint, PersonId};
use crate::domain::shown::Shown;

const TITLE: &str = "APLOMB CARD";
const PURPOSE: &str = "aplomb/card/v1";
const BY_OLDER: &str = "aplomb/card-after/v1";

/// The longest name on a card, in characters.
pub const LONGEST_NAME: usize = 80;

/// How long a card is fresh: 365 days, in microseconds.
pub const FRESH: i64 = 365 * 24 * 3600 * 1_000_000;

/// A person's public identity, signed with its own key and, from the second card on, with the key of the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The person, the same on all cards.
    pub person: PersonId,
    /// What the person calls herself; raw, and no proof of anything.
    pub name: String,
    /// The Ed25519 key that verifies signatures.
    pub signs: [u8; 32],
    /// The age recipient that bundles are encrypted to: `age1…`.
    pub reads: String,
    /// 1 for a person's first card.
    pub number: u32,
    /// [`Card::digest`] of the card before.
    pub previous: Option<Digest>,
    /// Microseconds since 1970.
    pub created: i64,
    /// When it should be renewed; microseconds since 1970.
    pub expires: i64,
    signed: String,
    signature: [u8; SIGNATURE],
    by_older: Option<[u8; SIGNATURE]>,
}

/// The line of JSON, in the order in which it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    format: u32,
    person: PersonId,
    name: String,
    signs: String,
    reads: String,
    number: u32,
    previous: Option<Digest>,
    created: i64,
    expires: i64,
}

impl Card {
    /// Makes a card and signs it. `before` is the card that it follows, with that card's key.
    pub(super) fn make(
        person: PersonId,
        name: &str,
        key: &SigningKey,
        reads: String,
        before: Option<(&Card, &SigningKey)>,
        created: i64,
    ) -> Result<Card, TrustError> {
        let name: String =
            name.trim().chars().map(|c| if unprintable(c) { ' ' } else { c }).take(LONGEST_NAME).collect();
        let line = Line {
            format: 1,
            person,
            name,
            signs: hex(key.verifying_key().as_bytes()),
            reads,
            number: before.map_or(1, |(card, _)| card.number.saturating_add(1)),
            previous: before.map(|(card, _)| card.digest()),
            created,
            expires: created.saturating_add(FRESH),
        };
        let signed = serde_json::to_string(&line).map_err(|_| TrustError::Unexpected)?;
        let signature = sign(key, PURPOSE, &[signed.as_bytes()]);
        let by_older = before.map(|(_, older)| sign(older, BY_OLDER, &[signed.as_bytes()]));
        Card::from_parts(signed, signature, by_older)
    }

    /// Reads a card and verifies its own signature. Whether its name is true only a comparison of words can tell.
    pub fn parse(file: &[u8]) -> Result<Card, TrustError> {
        let statement = statement::read(file, TITLE, TrustError::NotACard)?;
        let (signature, by_older) = match statement.signatures[..] {
            [("signed", signature)] => (signature, None),
            [("signed", signature), ("signed before", older)] => (signature, Some(older)),
            _ => return Err(TrustError::Damaged),
        };
        Card::from_parts(statement.json.to_owned(), signature, by_older)
    }

    fn from_parts(
        signed: String,
        signature: [u8; SIGNATURE],
        by_older: Option<[u8; SIGNATURE]>,
    ) -> Result<Card, TrustError> {
        let line: Line = statement::typed(&signed)?;
        let signs = statement::bytes(&line.signs).ok_or(TrustError::Damaged)?;
        sound(&signs)?;
        verify(&signs, PURPOSE, &[signed.as_bytes()], &signature)?;
        sound_reader(&line.reads)?;
        let first = line.number == 1;
        let whole = line.number > 0
            && first == line.previous.is_none()
            && first == by_older.is_none()
            && line.name.chars().count() <= LONGEST_NAME
            && !line.name.chars().any(unprintable);
        if !whole {
            return Err(TrustError::Damaged);
        }
        Ok(Card {
            person: line.person,
            name: line.name,
            signs,
            reads: line.reads,
            number: line.number,
            previous: line.previous,
            created: line.created,
            expires: line.expires,
            signed,
            signature,
            by_older,
        })
    }

    /// The card as a file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut signatures = vec![("signed", &self.signature)];
        signatures.extend(self.by_older.as_ref().map(|older| ("signed before", older)));
        statement::write(TITLE, &self.signed, &signatures)
    }

    /// What tells this card from others: a digest over both public keys. People compare its first 88 bits, as words.
    pub fn fingerprint(&self) -> Fingerprint {
        Digest::of(PURPOSE, &[&self.signs, self.reads.as_bytes()])
    }

    /// The digest of what was signed, which the next card quotes.
    pub fn digest(&self) -> Digest {
        Digest::of("aplomb/card-signed/v1", &[self.signed.as_bytes()])
    }

    /// Whether this is the next card of the same person after `older`, signed by the key of `older` too.
    pub fn follows(&self, older: &Card) -> bool {
        let endorsed = self.by_older.is_some_and(|signature| {
            verify(&older.signs, BY_OLDER, &[self.signed.as_bytes()], &signature).is_ok()
        });
        self.person == older.person
            && older.number.checked_add(1) == Some(self.number)
            && self.previous == Some(older.digest())
            && endorsed
    }

    /// The name for a screen. It is what the card claims; people are shown under the names that *I* gave them.
    pub fn shown_name(&self) -> Shown {
        Shown::line(&self.name)
    }

    pub(super) fn recipient(&self) -> Result<age::x25519::Recipient, TrustError> {
        self.reads.parse().map_err(|_| TrustError::WeakKey)
    }
}

/// Characters that no name needs and that a screen would have to mark.
fn unprintable(c: char) -> bool {
    c.is_control() || crate::domain::shown::forbidden(c)
}
