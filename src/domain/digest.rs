//! SHA-256 over length-prefixed parts, so that two different lists of parts never have the same bytes (the
//! *pre-authentication encoding* of DSSE: count, then each part's length and bytes, little-endian 64-bit).

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest over `purpose` and `parts`. The purpose keeps a digest made for one use void for another.
    pub fn of(purpose: &str, parts: &[&[u8]]) -> Digest {
        let mut hasher = Hasher::new(purpose);
        for part in parts {
            hasher.part(part);
        }
        hasher.finish()
    }

    /// Lower-case hexadecimal, 64 characters.
    pub fn hex(&self) -> String {
        // By hand, as an import asks for one digest a message.
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
        self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    /// The first 12 hexadecimal characters: enough to tell versions apart on a screen.
    pub fn short(&self) -> String {
        self.hex()[..12].to_owned()
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digest({})", self.short())
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> String {
        digest.hex()
    }
}

impl TryFrom<String> for Digest {
    type Error = String;

    fn try_from(hex: String) -> Result<Digest, String> {
        let wrong = || "a digest has 64 lower-case hexadecimal characters".to_owned();
        // One spelling: the parser below would take `+7` and `A7` too.
        if hex.len() != 64 || !hex.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[place * 2..place * 2 + 2], 16).map_err(|_| wrong())?;
        }
        Ok(Digest(bytes))
    }
}

/// Collects parts one at a time, for digests over rows that are read as a stream.
pub struct Hasher {
    inner: Sha256,
    parts: u64,
}

impl Hasher {
    /// Starts a digest for `purpose`, such as `aplomb/conversation/v1`.
    pub fn new(purpose: &str) -> Hasher {
        let mut hasher = Hasher { inner: Sha256::new(), parts: 0 };
        hasher.part(purpose.as_bytes());
        hasher
    }

    /// Adds one part.
    pub fn part(&mut self, bytes: &[u8]) {
        self.inner.update((bytes.len() as u64).to_le_bytes());
        self.inner.update(bytes);
        self.parts += 1;
    }

    /// Adds a whole number.
    pub fn number(&mut self, n: i64) {
        self.part(&n.to_le_bytes());
    }

    /// Closes the digest with the count of its parts.
    pub fn finish(mut self) -> Digest {
        self.inner.update(self.parts.to_le_bytes());
        Digest(self.inner.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_count() {
        assert_ne!(Digest::of("t", &[b"ab", b"c"]), Digest::of("t", &[b"a", b"bc"]));
        assert_ne!(Digest::of("t", &[b"", b""]), Digest::of("t", &[b""]));
    }

    #[test]
    fn hex_round_trip() {
        let digest = Digest::of("t", &[b"x"]);
        assert_eq!(Digest::try_from(digest.hex()), Ok(digest));
        for wrong in ["é".repeat(32), "+7".repeat(32), "A7".repeat(32), "a7".repeat(31)] {
            assert!(Digest::try_from(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
