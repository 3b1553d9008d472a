//! Ed25519 over exact bytes: what is signed is what was read, never something written anew.

use age::x25519;
use age_core::primitives::bech32_decode;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use super::TrustError;

/// Bytes of a signature.
pub(super) const SIGNATURE: usize = 64;

/// The *pre-authentication encoding*: how many parts, then each part's length and bytes, all numbers 64-bit
/// little-endian. Two different lists of parts never have the same bytes; the purpose comes first, so that a signature
/// made for one use is void for another.
pub(super) fn pae(purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::with_capacity(64 + parts.iter().map(|part| part.len() + 8).sum::<usize>());
    out.extend((parts.len() as u64 + 1).to_le_bytes());
    for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
        out.extend((part.len() as u64).to_le_bytes());
        out.extend_from_slice(part);
    }
    out
}

/// Signs the parts for a purpose.
pub(super) fn sign(key: &SigningKey, purpose: &str, parts: &[&[u8]]) -> [u8; SIGNATURE] {
    key.sign(&pae(purpose, parts)).to_bytes()
}

/// Whether the signature is by this key over these parts, by the strictest reading of the standard.
pub(super) fn verify(
    key: &[u8; 32],
    purpose: &str,
    parts: &[&[u8]],
    signature: &[u8; SIGNATURE],
) -> Result<(), TrustError> {
    sound(key)?
        .verify_strict(&pae(purpose, parts), &Signature::from_bytes(signature))
        .map_err(|_| TrustError::WrongSignature)
}

/// A public key that only one secret fits. Keys with a part of small order, and second spellings of a key, would give
/// one person two fingerprints or let a signature fit two texts.
pub(super) fn sound(key: &[u8; 32]) -> Result<VerifyingKey, TrustError> {
    let sound = VerifyingKey::from_bytes(key).map_err(|_| TrustError::WeakKey)?;
    let point = sound.to_edwards();
    if sound.is_weak() || !point.is_torsion_free() || point.compress().to_bytes() != *key {
        return Err(TrustError::WeakKey);
    }
    Ok(sound)
}

/// What age calls a recipient, in its one spelling, and none of those points with which every exchange of keys gives
/// the same secret, known to all.
pub(super) fn sound_reader(text: &str) -> Result<(), TrustError> {
    let weak = || TrustError::WeakKey;
    let recipient: x25519::Recipient = text.parse().map_err(|_| weak())?;
    let key = bech32_decode(text, |_| weak(), |_| Ok(()), |_, bytes| Ok(bytes.collect::<Vec<u8>>()))?;
    // Second spellings: numbers from 2^255 - 19 on.
    let second = match &key[..] {
        [0xed..=0xff, middle @ .., 0x7f] => middle.iter().all(|byte| *byte == 0xff),
        [.., last] => *last >= 0x80,
        [] => true,
    };
    let known = second || LOW_ORDER.iter().any(|low| key == low);
    if known || recipient.to_string() != text { Err(weak()) } else { Ok(()) }
}

/// The points of small order on Curve25519 and its twist.
const LOW_ORDER: [[u8; 32]; 5] = {
    let mut one = [0; 32];
    one[0] = 1;
    let mut minus_one = [0xff; 32];
    minus_one[0] = 0xec;
    minus_one[31] = 0x7f;
    [
        [0; 32],
        one,
        minus_one,
        [
            0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a,
            0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00,
        ],
        [
            0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef, 0x5b,
            0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57,
        ],
    ]
};
