//! Keys and signatures at the edges of Ed25519, which lenient verifiers let pass: twelve cases after Chalkias, Garillot
//! and Nikolaenko, *Taming the many EdDSAs* (2020), made here from the equations.

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use ed25519_dalek::{Signature, SigningKey, Verifier, VerifyingKey};
use sha2::{Digest as _, Sha512};

use super::*;
use crate::trust::signing::{pae, sound, sound_reader, verify};

const PURPOSE: &str = "odd";
const TEXT: &[u8] = b"I agree to everything";

/// The points of small order in their one spelling.
fn small() -> [EdwardsPoint; 8] {
    curve25519_dalek::constants::EIGHT_TORSION
}

/// Second spellings of points of small order: y + p instead of y, or a sign for x = 0.
fn second_spellings() -> Vec<[u8; 32]> {
    let y = |first: u8, middle: u8, last: u8| {
        let mut bytes = [middle; 32];
        (bytes[0], bytes[31]) = (first, last);
        bytes
    };
    vec![
        y(1, 0, 0x80),
        y(0xec, 0xff, 0xff),
        y(0xed, 0xff, 0x7f),
        y(0xed, 0xff, 0xff),
        y(0xee, 0xff, 0x7f),
        y(0xee, 0xff, 0xff),
    ]
}

/// The scalar that ties the three parts of a signature.
fn challenge(r: &[u8; 32], key: &[u8; 32]) -> Scalar {
    let hash = Sha512::new().chain_update(r).chain_update(key).chain_update(pae(PURPOSE, &[TEXT])).finalize();
    Scalar::from_bytes_mod_order_wide(&hash.into())
}

/// A signature with this first half, whose second half fits secret `a` and nonce 0.
fn signature(r: [u8; 32], key: &[u8; 32], a: Scalar) -> [u8; 64] {
    joined(r, (challenge(&r, key) * a).to_bytes())
}

fn joined(r: [u8; 32], s: [u8; 32]) -> [u8; 64] {
    let mut both = [0; 64];
    both[..32].copy_from_slice(&r);
    both[32..].copy_from_slice(&s);
    both
}

fn lenient(key: &[u8; 32], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(key)
        .is_ok_and(|key| key.verify(&pae(PURPOSE, &[TEXT]), &Signature::from_bytes(signature)).is_ok())
}

#[test]
fn keys_of_small_order_and_second_spellings_are_refused() {
    let spellings = small().into_iter().map(|point| point.compress().to_bytes()).chain(second_spellings());
    for key in spellings {
        assert_eq!(sound(&key).unwrap_err(), TrustError::WeakKey, "{key:x?}");
        for r in small() {
            let forged = joined(r.compress().to_bytes(), [0; 32]);
            assert_eq!(verify(&key, PURPOSE, &[TEXT], &forged), Err(TrustError::WeakKey));
        }
    }
}

#[test]
fn a_key_of_small_order_would_sign_anything() {
    // Case 0: the neutral point as key and first half, 0 as second: right for every text.
    let neutral = small()[0].compress().to_bytes();
    let forged = joined(neutral, [0; 32]);
    assert!(lenient(&neutral, &forged));
    assert_eq!(verify(&neutral, PURPOSE, &[TEXT], &forged), Err(TrustError::WeakKey));
}

#[test]
fn keys_with_a_small_part_are_refused() {
    let honest = SigningKey::from_bytes(&[1; 32]);
    let a = honest.to_scalar();
    let mut fitting = 0;
    for part in &small()[1..] {
        let key = (honest.verifying_key().to_edwards() + part).compress().to_bytes();
        assert_eq!(sound(&key).unwrap_err(), TrustError::WeakKey);
        for r in small() {
            let forged = signature(r.compress().to_bytes(), &key, a);
            fitting += usize::from(lenient(&key, &forged));
            assert_eq!(verify(&key, PURPOSE, &[TEXT], &forged), Err(TrustError::WeakKey));
        }
    }
    assert!(fitting > 0, "none of the signatures was one that a lenient verifier accepts");
}

#[test]
fn first_halves_of_small_order_are_refused() {
    let honest = SigningKey::from_bytes(&[1; 32]);
    let key = honest.verifying_key().to_bytes();
    let neutral = small()[0].compress().to_bytes();
    assert!(lenient(&key, &signature(neutral, &key, honest.to_scalar())));
    let spellings = small().into_iter().map(|point| point.compress().to_bytes()).chain(second_spellings());
    for r in spellings {
        let forged = signature(r, &key, honest.to_scalar());
        assert_eq!(verify(&key, PURPOSE, &[TEXT], &forged), Err(TrustError::WrongSignature), "{r:x?}");
    }
}

#[test]
fn first_halves_with_a_small_part_are_refused() {
    // 8 S B = 8 R + 8 k A holds, S B = R + k A does not.
    let honest = SigningKey::from_bytes(&[1; 32]);
    let key = honest.verifying_key().to_bytes();
    let nonce = Scalar::from(12_345u64);
    for part in &small()[1..] {
        let r = (EdwardsPoint::mul_base(&nonce) + part).compress().to_bytes();
        let s = nonce + challenge(&r, &key) * honest.to_scalar();
        let forged = joined(r, s.to_bytes());
        assert_eq!(verify(&key, PURPOSE, &[TEXT], &forged), Err(TrustError::WrongSignature));
    }
    // The same without the small part is a right signature.
    let r = EdwardsPoint::mul_base(&nonce).compress().to_bytes();
    let s = nonce + challenge(&r, &key) * honest.to_scalar();
    assert_eq!(verify(&key, PURPOSE, &[TEXT], &joined(r, s.to_bytes())), Ok(()));
}

#[test]
fn a_second_half_beyond_the_order_is_refused() {
    let honest = SigningKey::from_bytes(&[1; 32]);
    let key = honest.verifying_key().to_bytes();
    let right = signing::sign(&honest, PURPOSE, &[TEXT]);
    assert_eq!(verify(&key, PURPOSE, &[TEXT], &right), Ok(()));
    // 2^252 + 27742317777372353535851937790883648493, little-endian.
    let mut order = [0; 32];
    order[..16].copy_from_slice(&27_742_317_777_372_353_535_851_937_790_883_648_493u128.to_le_bytes());
    order[31] = 0x10;
    let mut beyond = right;
    for _ in 0..7 {
        let mut carry = 0;
        for (byte, add) in beyond[32..].iter_mut().zip(order) {
            let sum = u16::from(*byte) + u16::from(add) + carry;
            (*byte, carry) = (sum as u8, sum >> 8);
        }
        assert_eq!(verify(&key, PURPOSE, &[TEXT], &beyond), Err(TrustError::WrongSignature));
    }
}

#[test]
fn what_is_no_point_is_no_key() {
    let wrong =
        (0..=255u8).map(|n| [n; 32]).find(|key| CompressedEdwardsY(*key).decompress().is_none()).unwrap();
    assert_eq!(sound(&wrong).unwrap_err(), TrustError::WeakKey);
}

#[test]
fn readers_of_small_order_are_refused() {
    let written = |key: [u8; 32]| {
        // `age1…` for any bytes: bech32 is made by hand here, as the library only makes it for keys of its own.
        bech32("age", &key)
    };
    let honest = age::x25519::Identity::generate().to_public().to_string();
    assert_eq!(sound_reader(&honest), Ok(()));
    assert_eq!(sound_reader(&honest.to_uppercase()), Err(TrustError::WeakKey));
    assert_eq!(sound_reader(&written([9; 32])), Ok(()));
    for point in small() {
        let low = point.to_montgomery().to_bytes();
        let mut signed = low;
        signed[31] |= 0x80;
        assert_eq!(sound_reader(&written(low)), Err(TrustError::WeakKey), "{low:x?}");
        assert_eq!(sound_reader(&written(signed)), Err(TrustError::WeakKey));
    }
    for (first, last) in [(0xec, 0x7f), (0xed, 0x7f), (0xff, 0x7f), (0xff, 0xff)] {
        let mut beyond = [0xff; 32];
        (beyond[0], beyond[31]) = (first, last);
        assert_eq!(sound_reader(&written(beyond)), Err(TrustError::WeakKey));
    }
}

/// BIP 173's encoding.
fn bech32(prefix: &str, bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let mut values: Vec<u8> = Vec::new();
    let (mut held, mut bits) = (0u32, 0);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            values.push((held >> bits & 31) as u8);
        }
    }
    if bits > 0 {
        values.push((held << (5 - bits) & 31) as u8);
    }
    let checked: Vec<u8> = prefix
        .bytes()
        .map(|c| c >> 5)
        .chain([0])
        .chain(prefix.bytes().map(|c| c & 31))
        .chain(values.iter().copied())
        .chain([0; 6])
        .collect();
    let sum = 1 ^ checked.iter().fold(1u32, |sum, value| {
        let top = sum >> 25;
        [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
            .iter()
            .enumerate()
            .filter(|(bit, _)| top >> bit & 1 == 1)
            .fold((sum & 0x01ff_ffff) << 5 ^ u32::from(*value), |sum, (_, step)| sum ^ step)
    });
    values.extend((0..6).map(|place| (sum >> (5 * (5 - place)) & 31) as u8));
    let letters: String = values.iter().map(|value| char::from(LETTERS[usize::from(*value)])).collect();
    format!("{prefix}1{letters}")
}
