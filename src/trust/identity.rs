//! The private part: a key that signs, a key that reads, and the reading keys of earlier cards.
//!
//! ```text
//! APLOMB IDENTITY 1
//! sign 3f…
//! read AGE-SECRET-KEY-1…
//! retired 77… AGE-SECRET-KEY-1…     one line for each earlier card, its fingerprint first
//!
//! APLOMB CARD 1
//! …
//! ```
//!
//! With a passphrase the whole is locked by age's scrypt; any age program opens it.

use age::secrecy::ExposeSecret;
use age::x25519;
use ed25519_dalek::SigningKey;
use zeroize::Zeroizing;

use super::statement::{self, hex};
use super::{Card, TrustError, age_file, revocation};
use crate::domain::digest::Digest;
use crate::domain::names::{Fingerprint, PersonId};

const TITLE: &str = "APLOMB IDENTITY";
/// Some 300 earlier cards.
const MOST: usize = 64 * 1024;

/// The private part of a person's identity. Its keys are wiped from memory when it is dropped.
pub struct Identity {
    card: Card,
    sign: SigningKey,
    read: x25519::Identity,
    retired: Vec<Retired>,
}

/// The reading key of an earlier card, for bundles that were written to it.
#[derive(Clone)]
struct Retired {
    card: Fingerprint,
    read: x25519::Identity,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").field("card", &self.card).finish_non_exhaustive()
    }
}

impl Identity {
    /// Makes a first identity from 32 random bytes; the reading key comes from the system's generator.
    pub fn make(
        name: &str,
        person: PersonId,
        sign_seed: [u8; 32],
        created: i64,
    ) -> Result<Identity, TrustError> {
        let sign = SigningKey::from_bytes(&Zeroizing::new(sign_seed));
        let read = x25519::Identity::generate();
        let card = Card::make(person, name, &sign, read.to_public().to_string(), None, created)?;
        Ok(Identity { card, sign, read, retired: Vec::new() })
    }

    /// The next identity of the same person: new keys, and a card signed by both. The reading keys so far stay, for old
    /// bundles.
    pub fn rotate(&self, name: &str, sign_seed: [u8; 32], created: i64) -> Result<Identity, TrustError> {
        let sign = SigningKey::from_bytes(&Zeroizing::new(sign_seed));
        let read = x25519::Identity::generate();
        let mut next = self.next(name, sign, read, created)?;
        next.retired.push(Retired { card: self.fingerprint(), read: self.read.clone() });
        Ok(next)
    }

    /// The same keys under another name: a next card with the same fingerprint, so that nobody compares words again.
    pub fn rename(&self, name: &str, created: i64) -> Result<Identity, TrustError> {
        self.next(name, self.sign.clone(), self.read.clone(), created)
    }

    fn next(
        &self,
        name: &str,
        sign: SigningKey,
        read: x25519::Identity,
        created: i64,
    ) -> Result<Identity, TrustError> {
        let before = Some((&self.card, &self.sign));
        let card = Card::make(self.card.person, name, &sign, read.to_public().to_string(), before, created)?;
        Ok(Identity { card, sign, read, retired: self.retired.clone() })
    }

    /// The public part.
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// The person.
    pub fn person(&self) -> PersonId {
        self.card.person
    }

    /// The fingerprint of the card.
    pub fn fingerprint(&self) -> Fingerprint {
        self.card.fingerprint()
    }

    /// Makes the statement *stop trusting my card*, to be kept printed. `last_seq` is the number of the last bundle that
    /// is still to be believed; `u64::MAX` where none is in doubt.
    pub fn revocation(&self, created: i64, last_seq: u64) -> Result<Vec<u8>, TrustError> {
        revocation::write(&self.card, &self.sign, created, last_seq)
    }

    /// The identity as a file, locked when there is a passphrase.
    pub fn write(&self, passphrase: Option<&str>) -> Result<Vec<u8>, TrustError> {
        let plain = self.plain();
        match passphrase {
            Some(passphrase) => age_file::lock(&plain, passphrase, None),
            None => Ok(plain.to_vec()),
        }
    }

    /// Locked with little work, so that tests need not wait.
    #[cfg(test)]
    pub(crate) fn write_lightly(&self, passphrase: &str) -> Result<Vec<u8>, TrustError> {
        age_file::lock(&self.plain(), passphrase, Some(2))
    }

    /// Whether a passphrase is needed to read the file.
    pub fn is_locked(file: &[u8]) -> bool {
        age_file::is_encrypted(file)
    }

    /// Reads an identity. The passphrase is not looked at where the file is not locked.
    pub fn read(file: &[u8], passphrase: Option<&str>) -> Result<Identity, TrustError> {
        if file.len() > MOST {
            return Err(TrustError::TooLarge { limit: MOST as u64 });
        }
        match passphrase {
            _ if !Identity::is_locked(file) => Identity::from_plain(file),
            None => Err(TrustError::Locked),
            Some(passphrase) => Identity::from_plain(&age_file::unlock(file, passphrase)?),
        }
    }

    fn plain(&self) -> Zeroizing<Vec<u8>> {
        let card = self.card.bytes();
        // Room for all of it: a buffer that grows would leave copies behind.
        let mut out = Zeroizing::new(Vec::with_capacity(512 + card.len() + self.retired.len() * 256));
        let mut line = |parts: [&str; 3]| {
            out.extend_from_slice(parts.concat().as_bytes());
            out.push(b'\n');
        };
        line([TITLE, " 1", ""]);
        line(["sign ", &Zeroizing::new(hex(self.sign.as_bytes())), ""]);
        line(["read ", self.read.to_string().expose_secret(), ""]);
        for retired in &self.retired {
            let key = Zeroizing::new(format!(" {}", retired.read.to_string().expose_secret()));
            line(["retired ", &retired.card.hex(), &key]);
        }
        line(["", "", ""]);
        out.extend_from_slice(&card);
        out
    }

    fn from_plain(file: &[u8]) -> Result<Identity, TrustError> {
        let text = std::str::from_utf8(file).map_err(|_| TrustError::NotAnIdentity)?;
        let (title, _) = text.split_once('\n').ok_or(TrustError::NotAnIdentity)?;
        statement::version(title, TITLE, TrustError::NotAnIdentity)?;
        let (keys, card) = text.split_once("\n\n").ok_or(TrustError::Damaged)?;
        let card = Card::parse(card.as_bytes())?;
        let mut lines = keys.lines().skip(1);
        let mut key =
            |word: &str| lines.next().and_then(|line| line.strip_prefix(word)).ok_or(TrustError::Damaged);
        let seed = Zeroizing::new(statement::bytes(key("sign ")?).ok_or(TrustError::Damaged)?);
        let sign = SigningKey::from_bytes(&seed);
        let read = reading_key(key("read ")?)?;
        let retired = lines
            .map(|line| {
                let rest = line.strip_prefix("retired ").ok_or(TrustError::Damaged)?;
                let (card, key) = rest.split_once(' ').ok_or(TrustError::Damaged)?;
                let card = Digest(statement::bytes(card).ok_or(TrustError::Damaged)?);
                Ok(Retired { card, read: reading_key(key)? })
            })
            .collect::<Result<Vec<_>, TrustError>>()?;
        let fits =
            card.signs == sign.verifying_key().to_bytes() && card.reads == read.to_public().to_string();
        if fits { Ok(Identity { card, sign, read, retired }) } else { Err(TrustError::Damaged) }
    }

    pub(super) fn signing_key(&self) -> &SigningKey {
        &self.sign
    }

    /// All reading keys, the current one first.
    pub(super) fn reading_keys(&self) -> impl Iterator<Item = &x25519::Identity> {
        std::iter::once(&self.read).chain(self.retired.iter().rev().map(|retired| &retired.read))
    }

    /// The fingerprints of all cards so far, the current one first.
    pub fn fingerprints(&self) -> impl Iterator<Item = Fingerprint> + '_ {
        std::iter::once(self.fingerprint()).chain(self.retired.iter().rev().map(|retired| retired.card))
    }
}

fn reading_key(text: &str) -> Result<x25519::Identity, TrustError> {
    text.parse().map_err(|_| TrustError::Damaged)
}
