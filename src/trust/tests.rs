//! Bundles, cards and identities made wrongly on purpose, which needs the inside of this layer.

mod frames;
mod odd_keys;

use super::*;
use crate::domain::digest::Digest;
use crate::domain::names::{BundleId, ExchangeId, PersonId};

/// A person whose signing key is the same in every run.
fn person(number: u8) -> Identity {
    Identity::make("Crystal", PersonId([number; 16]), [number; 32], 1_700_000_000_000_000).unwrap()
}

fn draft(kind: Kind) -> Draft {
    Draft {
        kind,
        bundle: BundleId([7; 16]),
        exchange: Some(ExchangeId([8; 16])),
        seq: 3,
        prev: Some(Digest([9; 32])),
        created: 1_700_000_000_000_000,
        expires: 1_701_000_000_000_000,
        checklist: None,
    }
}

#[test]
fn a_locked_identity_needs_its_passphrase() {
    let me = person(1);
    let locked = me.write_lightly("plumb line").unwrap();
    assert!(Identity::is_locked(&locked));
    assert_eq!(Identity::read(&locked, None).unwrap_err(), TrustError::Locked);
    assert_eq!(Identity::read(&locked, Some("plumb lime")).unwrap_err(), TrustError::WrongPassphrase);
    let again = Identity::read(&locked, Some("plumb line")).unwrap();
    assert_eq!(again.card(), me.card());
    for place in (0..locked.len()).step_by(7) {
        let mut flipped = locked.clone();
        flipped[place] ^= 1;
        assert!(Identity::read(&flipped, Some("plumb line")).is_err(), "byte {place}");
    }
    let heavy = String::from_utf8_lossy(&locked).replacen(" 2\n", " 28\n", 1);
    assert_eq!(Identity::read(heavy.as_bytes(), Some("plumb line")).unwrap_err(), TrustError::TooMuchWork);
}

#[test]
fn secrets_stay_out_of_debug_output() {
    let me = person(1);
    let shown = format!("{me:?}");
    let file = String::from_utf8(me.write(None).unwrap()).unwrap();
    for line in file.lines().skip(1).take(2) {
        let secret = line.rsplit(' ').next().unwrap();
        assert!(secret.len() >= 64 && !shown.contains(secret));
    }
}
