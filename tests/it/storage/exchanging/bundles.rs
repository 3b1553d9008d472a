//! Bundles, taken in, made and refused.

use super::*;

#[test]
fn are_taken_in_once_and_sent() {
    let (_keep, path) = folder();
    let mut store = travelled(&path);
    assert_eq!(store.bundle_seen(BundleId([1; 16])).unwrap(), Some(NOW + 1));
    assert_eq!(store.bundle_seen(BundleId([2; 16])).unwrap(), Some(NOW + 2), "my own, come back");
    assert_eq!(store.bundle_seen(BundleId([8; 16])).unwrap(), None);
    assert!(!store.take_bundle(&bundle(1, None)).unwrap());
    assert!(!store.put_outgoing(&bundle(1, None), b"x").unwrap());
    store.put_outgoing(&bundle(4, None), b"later").unwrap();
    let unsent = store.outgoing_unsent().unwrap();
    assert_eq!(
        unsent.iter().map(|mine| mine.bytes.as_slice()).collect::<Vec<_>>(),
        [&b"sealed file"[..], b"later"]
    );
    store.mark_sent(BundleId([2; 16]), NOW + 50, "/mnt/team/a.aplomb").unwrap();
    assert_eq!(store.outgoing_unsent().unwrap().len(), 1);
    let sent = Outgoing {
        bundle: bundle(2, Some(ASKED)),
        bytes: b"sealed file".to_vec(),
        sent_at: Some(NOW + 50),
        place: "/mnt/team/a.aplomb".to_owned(),
    };
    assert_eq!(store.outgoing_of(ASKED).unwrap(), [sent]);
    // One that was taken in is not mine to send.
    assert_eq!(store.mark_sent(BundleId([1; 16]), NOW, "x").unwrap_err().kind(), Kind::NotFound);
    let stranger = Bundle { person: Some(PersonId([0; 16])), ..bundle(5, None) };
    assert_eq!(store.take_bundle(&stranger).unwrap_err().kind(), Kind::NotFound);
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn refusals_are_told_once_and_bounded() {
    let mut store = Store::memory().unwrap();
    let file = |n: u8| Digest([n; 32]);
    for n in 0..=200 {
        store.note_refusal(&file(n), "unknown card", NOW + i64::from(n)).unwrap();
    }
    assert!(!store.refused(&file(0)).unwrap(), "the oldest goes");
    assert!(store.refused(&file(1)).unwrap() && store.refused(&file(200)).unwrap());
    store.note_refusal(&file(200), "revoked card", NOW + 500).unwrap();
    assert!(store.refused(&file(1)).unwrap());
    assert_eq!(store.check().unwrap(), []);
}
