//! The outside of a bundle: an age file for X25519 readers and nobody else, one stanza for each.
//!
//! Any age program opens it. Ours are stricter than age's format: no stanza of another kind, no passphrase, so that the
//! number of readers can be held against those named under the signature, and the size of a file says no more than the
//! step its content was padded to. The header is looked through before any work is done with a key.

use std::cell::RefCell;
use std::collections::HashSet;
use std::io::{Read, Write};

use age::secrecy::{ExposeSecret, SecretString};
use age::{DecryptError, Decryptor, EncryptError, Encryptor, scrypt, x25519};
use age_core::format::{FileKey, Stanza};
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::TrustError;

/// The largest file that is looked at, in bytes.
pub const MOST: usize = 24 * 1024 * 1024;
/// 16 receivers and the sender.
const MOST_READERS: usize = 17;
const MAGIC: &[u8] = b"age-encryption.org/v1\n";
const ANY_VERSION: &[u8] = b"age-encryption.org/";
const ARMOR: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
/// 32 bytes in base64 without padding.
const CODE: usize = 43;
/// More work than 2^20 needs a gigabyte and is not of our making.
const MOST_WORK: u8 = 20;
/// Less is quick to try; a busy machine could measure so.
const LEAST_WORK: u8 = 15;

/// The binary file: armor, for mail, is taken off.
pub(super) fn unarmored(file: &[u8]) -> Result<std::borrow::Cow<'_, [u8]>, TrustError> {
    if file.len() > MOST {
        return Err(TrustError::TooLarge { limit: MOST as u64 });
    }
    if !file.trim_ascii_start().starts_with(ARMOR) {
        return Ok(file.into());
    }
    let mut binary = Vec::with_capacity(file.len() / 4 * 3);
    age::armor::ArmoredReader::new(file).read_to_end(&mut binary).map_err(|_| TrustError::Damaged)?;
    Ok(binary.into())
}

/// Encrypts `inside` so that the readers, and they alone, can open it.
pub(super) fn encrypt(inside: &[u8], readers: &[x25519::Recipient]) -> Result<Vec<u8>, TrustError> {
    let unexpected = |_| TrustError::Unexpected;
    let file_key = RefCell::new(Zeroizing::new([0; 16]));
    let noting: Vec<Noting> = readers.iter().map(|reader| Noting { reader, file_key: &file_key }).collect();
    let encryptor = Encryptor::with_recipients(noting.iter().map(|reader| reader as &dyn age::Recipient))
        .map_err(|_| TrustError::Unexpected)?;
    let mut file = Vec::with_capacity(inside.len() + inside.len() / 1024 + 4096);
    let mut writer = encryptor.wrap_output(&mut file).map_err(unexpected)?;
    writer.write_all(inside).map_err(unexpected)?;
    writer.finish().map_err(unexpected)?;
    only_readers(&file, readers.len(), &file_key.borrow())
}

/// Decrypts with the first key that fits. Nothing is returned unless every byte was authentic.
pub(super) fn decrypt<'a>(
    file: &[u8],
    keys: impl Iterator<Item = &'a x25519::Identity>,
) -> Result<Vec<u8>, TrustError> {
    let decryptor = Decryptor::new_buffered(file).map_err(|_| TrustError::Damaged)?;
    let mut reader = match decryptor.decrypt(keys.map(|key| key as &dyn age::Identity)) {
        Ok(reader) => reader,
        Err(DecryptError::NoMatchingKeys) => return Err(TrustError::NotForMe),
        Err(_) => return Err(TrustError::Damaged),
    };
    let mut inside = Vec::with_capacity(file.len());
    reader.read_to_end(&mut inside).map_err(|_| TrustError::Damaged)?;
    Ok(inside)
}

/// How many readers the file has; refused unless all are X25519 readers.
pub(super) fn readers(file: &[u8]) -> Result<usize, TrustError> {
    if !file.starts_with(MAGIC) {
        let other = file.starts_with(ANY_VERSION);
        return Err(if other { TrustError::ForeignFrame } else { TrustError::NotABundle });
    }
    let mut lines = Lines(&file[MAGIC.len()..]);
    for count in 0..=MOST_READERS {
        let line = lines.next()?;
        if line.starts_with(b"--- ") {
            let ends = line.len() == 4 + CODE && count > 0;
            return if ends { Ok(count) } else { Err(TrustError::Damaged) };
        }
        let ours = line.strip_prefix(b"-> X25519 ").ok_or(TrustError::ForeignFrame)?;
        if ours.len() != CODE || lines.next()?.len() != CODE {
            return Err(TrustError::Damaged);
        }
    }
    Err(TrustError::ForeignFrame)
}

/// Lines of a header. None of ours is longer than 64 bytes, so a longer one is not looked for.
struct Lines<'a>(&'a [u8]);

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a [u8], TrustError> {
        let near = &self.0[..self.0.len().min(128)];
        let end = near.iter().position(|byte| *byte == b'\n').ok_or(TrustError::Damaged)?;
        let line = &self.0[..end];
        self.0 = &self.0[end + 1..];
        Ok(line)
    }
}

/// A reader that notes the key of the file, for [`only_readers`].
struct Noting<'a> {
    reader: &'a x25519::Recipient,
    file_key: &'a RefCell<Zeroizing<[u8; 16]>>,
}

impl age::Recipient for Noting<'_> {
    fn wrap_file_key(&self, file_key: &FileKey) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        **self.file_key.borrow_mut() = *file_key.expose_secret();
        self.reader.wrap_file_key(file_key)
    }
}

/// Drops the stanza of random kind and length that the library adds after the readers', so that equal contents make
/// files of equal size; the code over the header is made anew as the format says. The content's key does not depend on
/// the header.
fn only_readers(file: &[u8], readers: usize, file_key: &[u8; 16]) -> Result<Vec<u8>, TrustError> {
    let mut lines = Lines(&file[MAGIC.len()..]);
    for _ in 0..readers * 2 {
        lines.next()?;
    }
    let kept = file.len() - lines.0.len();
    let closing = file[kept..].windows(5).position(|w| w == b"\n--- ").ok_or(TrustError::Unexpected)?;
    let mut out = Vec::with_capacity(file.len());
    out.extend_from_slice(&file[..kept]);
    out.extend_from_slice(b"---");
    let code = hmac_sha256(&age_core::primitives::hkdf(&[], b"header", file_key), &out);
    out.extend_from_slice(format!(" {}\n", BASE64_STANDARD_NO_PAD.encode(code)).as_bytes());
    out.extend_from_slice(file.get(kept + closing + 5 + CODE + 1..).ok_or(TrustError::Unexpected)?);
    Ok(out)
}

/// RFC 2104 for a key of 32 bytes.
fn hmac_sha256(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let (mut inner, mut outer) = ([0x36; 64], [0x5c; 64]);
    for (place, byte) in key.iter().enumerate() {
        inner[place] ^= byte;
        outer[place] ^= byte;
    }
    let first = Sha256::new().chain_update(inner).chain_update(message).finalize();
    Sha256::new().chain_update(outer).chain_update(first).finalize().into()
}

/// Whether a file is locked with a passphrase or otherwise encrypted.
pub(super) fn is_encrypted(file: &[u8]) -> bool {
    file.starts_with(ANY_VERSION)
}

/// Locks a secret with a passphrase. `work` is the binary logarithm of scrypt's cost; without it, about a second of
/// this machine.
pub(super) fn lock(secret: &[u8], passphrase: &str, work: Option<u8>) -> Result<Vec<u8>, TrustError> {
    let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
    if let Some(work) = work {
        recipient.set_work_factor(work);
    }
    let locked = age::encrypt(&recipient, secret).map_err(|_| TrustError::Unexpected)?;
    let used = work_of(&locked)?;
    match used.clamp(LEAST_WORK, MOST_WORK) {
        good if work.is_none() && good != used => lock(secret, passphrase, Some(good)),
        _ => Ok(locked),
    }
}

/// Unlocks a secret. A lock that asks for too much work is refused before any is done.
pub(super) fn unlock(file: &[u8], passphrase: &str) -> Result<Zeroizing<Vec<u8>>, TrustError> {
    if work_of(file)? > MOST_WORK {
        return Err(TrustError::TooMuchWork);
    }
    let mut key = scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    key.set_max_work_factor(MOST_WORK);
    let decryptor = Decryptor::new_buffered(file).map_err(|_| TrustError::Damaged)?;
    let mut reader = match decryptor.decrypt(std::iter::once(&key as &dyn age::Identity)) {
        Ok(reader) => reader,
        Err(
            DecryptError::DecryptionFailed | DecryptError::NoMatchingKeys | DecryptError::KeyDecryptionFailed,
        ) => {
            return Err(TrustError::WrongPassphrase);
        }
        Err(_) => return Err(TrustError::Damaged),
    };
    let mut secret = Zeroizing::new(Vec::with_capacity(file.len()));
    reader.read_to_end(&mut secret).map_err(|_| TrustError::Damaged)?;
    Ok(secret)
}

/// The work that a passphrase's stanza asks for, read off the header.
fn work_of(file: &[u8]) -> Result<u8, TrustError> {
    let mut lines = Lines(file.strip_prefix(MAGIC).ok_or(TrustError::NotAnIdentity)?);
    let stanza = lines.next()?.strip_prefix(b"-> scrypt ").ok_or(TrustError::NotAnIdentity)?;
    let digits = stanza.rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    match digits {
        [b'1'..=b'9'] | [b'1'..=b'9', b'0'..=b'9'] => {
            Ok(digits.iter().fold(0, |number, digit| number * 10 + (digit - b'0')))
        }
        [b'1'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit) => Err(TrustError::TooMuchWork),
        _ => Err(TrustError::Damaged),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_rfc_4231s() {
        // The third case, whose key of 20 bytes is the same as one with zeros behind it.
        let mut key = [0; 32];
        key[..20].fill(0xaa);
        assert_eq!(
            super::super::statement::hex(&hmac_sha256(&key, &[0xdd; 50])),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        );
    }

    #[test]
    fn a_file_has_its_readers_only() {
        let keys: Vec<x25519::Identity> = (0..3).map(|_| x25519::Identity::generate()).collect();
        let public: Vec<x25519::Recipient> = keys.iter().map(x25519::Identity::to_public).collect();
        let file = encrypt(b"inside", &public).unwrap();
        assert_eq!(readers(&file), Ok(3));
        for key in &keys {
            assert_eq!(decrypt(&file, std::iter::once(key)).unwrap(), b"inside");
            // The library, alone, is content with the header.
            assert_eq!(age::decrypt(key, &file).unwrap(), b"inside");
        }
        assert_eq!(encrypt(b"indoor", &public).unwrap().len(), file.len());
    }

    #[test]
    fn other_stanzas_are_refused_before_any_work() {
        let key = x25519::Identity::generate();
        // As the library makes it: with a stanza of random kind.
        let greased = age::encrypt(&key.to_public(), b"inside").unwrap();
        assert_eq!(readers(&greased), Err(TrustError::ForeignFrame));
        let file = encrypt(b"inside", &[key.to_public()]).unwrap();
        let text = String::from_utf8_lossy(&file).into_owned();
        for stanza in ["-> scrypt AAAAAAAAAAAAAAAAAAAAAA 63\n", "-> ssh-ed25519 a b\n", "-> a-grease\n\n"] {
            let with = text.replacen("/v1\n", &format!("/v1\n{stanza}"), 1);
            assert_eq!(readers(with.as_bytes()), Err(TrustError::ForeignFrame), "{stanza}");
        }
        let stanza = &file[MAGIC.len()..MAGIC.len() + 10 + CODE + 1 + CODE + 1];
        let many = [MAGIC, &stanza.repeat(20_000), &file[MAGIC.len()..]].concat();
        assert_eq!(readers(&many), Err(TrustError::ForeignFrame));
        assert_eq!(readers(b"Dear colleague"), Err(TrustError::NotABundle));
        assert_eq!(readers(&[MAGIC, &[b'-'; 1000]].concat()), Err(TrustError::Damaged));
    }

    #[test]
    fn locks() {
        let locked = lock(b"secret", "phrase", Some(2)).unwrap();
        assert!(is_encrypted(&locked));
        assert_eq!(unlock(&locked, "phrase").unwrap().as_slice(), b"secret");
        assert_eq!(unlock(&locked, "other"), Err(TrustError::WrongPassphrase));
        for work in ["21", "28", "63", "99999999999"] {
            let heavy = String::from_utf8_lossy(&locked).replacen(" 2\n", &format!(" {work}\n"), 1);
            assert_eq!(unlock(heavy.as_bytes(), "phrase"), Err(TrustError::TooMuchWork), "{work}");
        }
        assert_eq!(unlock(&locked[..locked.len() - 1], "phrase"), Err(TrustError::Damaged));
    }
}
