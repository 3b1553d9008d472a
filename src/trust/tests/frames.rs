//! Frames that a careless or hostile author could sign.

use super::*;
use crate::trust::header::MOST_PLAIN;
use crate::trust::signing::sign;
use crate::trust::{age_file, bundle, frame};

/// The parts of a sound bundle from person 1 to person 2, to be spoilt.
struct Parts {
    header: Header,
    body: Vec<u8>,
}

fn parts(plain: &[u8]) -> Parts {
    let inside = inside(plain);
    let read = frame::read(&inside).unwrap();
    Parts { header: Header::read(read.header).unwrap(), body: read.body.to_vec() }
}

fn inside(plain: &[u8]) -> Vec<u8> {
    bundle::inside(&person(1), &[person(2).card().clone()], &draft(Kind::Review), plain).unwrap()
}

/// What person 2 says to an inside that person 1 encrypted.
fn outcome(inside: &[u8], author: &Identity, me: &Identity) -> Result<Verified, TrustError> {
    let readers = [author.card().recipient().unwrap(), me.card().recipient().unwrap()];
    open(me, &age_file::encrypt(inside, &readers).unwrap())?.verify(author.card())
}

/// The outcome of parts that were signed and framed as they are. Fingerprints hold a random reading key, so the header
/// is addressed anew.
fn signed(mut parts: Parts) -> Result<Verified, TrustError> {
    let (author, me) = (person(1), person(2));
    parts.header.from = author.fingerprint();
    parts.header.to = vec![me.fingerprint()];
    outcome(&bundle::finish(&author, &parts.header, &parts.body).unwrap(), &author, &me)
}

/// The outcome of a header that is not what a header is.
fn with_header(json: &str) -> Result<Verified, TrustError> {
    let (author, me) = (person(1), person(2));
    let body = frame::pad(b"", json.len()).unwrap();
    let signature = sign(author.signing_key(), "aplomb/bundle/v1", &[b"review", json.as_bytes(), &body]);
    outcome(&frame::write(json.as_bytes(), &body, &signature).unwrap(), &author, &me)
}

/// The outcome of a body that holds these packed bytes and claims `plain_length`.
fn with_packed(packed: &[u8], packing: Packing, plain_length: u64) -> Result<Verified, TrustError> {
    let mut parts = parts(b"");
    parts.header.packing = packing;
    parts.header.plain_length = plain_length;
    parts.body = frame::pad(packed, parts.header.write().unwrap().len()).unwrap();
    parts.header.body_sha256 = frame::sha256(&parts.body);
    signed(parts)
}

#[test]
fn what_is_signed_depends_on_the_arguments_alone() {
    let (me, you) = (person(1), [person(2).card().clone()]);
    let make = |body: &[u8]| bundle::inside(&me, &you, &draft(Kind::Review), body).unwrap();
    assert_eq!(make(b"yes"), make(b"yes"));
    assert_ne!(make(b"yes"), make(b"no"));
    assert_eq!(signed(parts(b"yes")).unwrap().body, b"yes");
}

#[test]
fn sizes_come_in_steps() {
    for (length, step) in [(0, 4096), (1000, 4096), (3000, 4096), (4096, 8192), (100_000, 131_072)] {
        // Noise, which cannot be packed.
        let noise: Vec<u8> =
            (0..).flat_map(|n: u64| Digest::of("noise", &[&n.to_le_bytes()]).0).take(length).collect();
        assert_eq!(inside(&noise).len(), step, "{length}");
    }
}

#[test]
fn the_kind_is_signed() {
    // A review relabelled as a submission, header and all, with the signature over a review.
    let (author, me) = (person(1), person(2));
    let sound = parts(b"answers");
    let header = Header {
        kind: Kind::Submission,
        from: author.fingerprint(),
        to: vec![me.fingerprint()],
        ..sound.header
    };
    let bytes = header.write().unwrap();
    let body = frame::pad(b"", bytes.len()).unwrap();
    let signature = sign(author.signing_key(), "aplomb/bundle/v1", &[b"review", &bytes, &body]);
    let inside = frame::write(&bytes, &body, &signature).unwrap();
    assert_eq!(outcome(&inside, &author, &me), Err(TrustError::WrongSignature));
}

#[test]
fn newer_bundles_say_so() {
    let json = |format: u32, needs: u32, more: &str| {
        let header = String::from_utf8(parts(b"").header.write().unwrap()).unwrap();
        header
            .replace("\"format\":1", &format!("\"format\":{format}"))
            .replace("\"needs_reader\":1", &format!("\"needs_reader\":{needs}{more}"))
    };
    assert_eq!(with_header(&json(2, 2, ",\"mood\":\"calm\"")), Err(TrustError::TooNew { needs: 2 }));
    assert_eq!(with_header(&json(2, 1, "")), Err(TrustError::TooNew { needs: 2 }));
    assert_eq!(with_header(&json(1, 7, "")), Err(TrustError::TooNew { needs: 7 }));
    assert_eq!(with_header(&json(0, 1, "")), Err(TrustError::Damaged));
    assert_eq!(with_header(&json(1, 0, "")), Err(TrustError::Damaged));
    assert_eq!(with_header(&json(1, 1, ",\"mood\":\"calm\"")), Err(TrustError::Damaged));
    assert_eq!(with_header(&json(1, 1, ",\"seq\":4")), Err(TrustError::Damaged));
    for other in ["", "{}", "[]", "null", "{\"format\":1}", &"[".repeat(60_000)] {
        assert_eq!(with_header(other), Err(TrustError::Damaged), "{other:.20}");
    }
    let mut newer = inside(b"");
    newer[6] = b'2';
    assert_eq!(outcome(&newer, &person(1), &person(2)), Err(TrustError::TooNew { needs: 2 }));
    newer[..8].copy_from_slice(b"SQLite f");
    assert_eq!(outcome(&newer, &person(1), &person(2)), Err(TrustError::ForeignFrame));
}

#[test]
fn readers_are_named_in_order_once_and_without_the_author() {
    let author = person(1);
    let (a, b) = (Digest([1; 32]), Digest([2; 32]));
    for to in [
        vec![],
        vec![b, a],
        vec![a, a],
        vec![author.fingerprint()],
        (0..17).map(|n| Digest([n; 32])).collect(),
    ] {
        let header = Header { from: author.fingerprint(), to, ..parts(b"").header };
        let json = String::from_utf8(header.write().unwrap()).unwrap();
        assert_eq!(with_header(&json), Err(TrustError::Damaged), "{json}");
    }
}

#[test]
fn frames_end_where_they_say() {
    let (author, me) = (person(1), person(2));
    let sound = inside(b"answers");
    let refused = |inside: &[u8]| outcome(inside, &author, &me).unwrap_err();
    for tail in [1, 64, 4096] {
        assert_eq!(refused(&[&sound[..], &vec![0; tail]].concat()), TrustError::Damaged, "{tail}");
    }
    for length in (0..sound.len()).step_by(61) {
        assert_eq!(refused(&sound[..length]), TrustError::Damaged, "{length}");
    }
    let mut long = sound.clone();
    long[8..12].copy_from_slice(&65_537u32.to_le_bytes());
    assert_eq!(refused(&long), TrustError::TooLarge { limit: 65_536 });
    let at = 12 + u32::from_le_bytes(sound[8..12].try_into().unwrap()) as usize;
    for length in [16 * 1024 * 1024 + 1, 10_000_000_000, u64::MAX] {
        let mut long = sound.clone();
        long[at..at + 8].copy_from_slice(&length.to_le_bytes());
        assert_eq!(refused(&long), TrustError::TooLarge { limit: 16 * 1024 * 1024 }, "{length}");
    }
}

#[test]
fn frames_of_other_sizes_are_refused() {
    let (author, me) = (person(1), person(2));
    let header = Header { from: author.fingerprint(), to: vec![me.fingerprint()], ..parts(b"").header };
    for zeros in [0, 100, 4000] {
        let body = vec![0; 8 + zeros];
        let header = Header { body_sha256: frame::sha256(&body), ..header.clone() };
        let inside = bundle::finish(&author, &header, &body).unwrap();
        assert_eq!(outcome(&inside, &author, &me), Err(TrustError::Damaged), "{zeros}");
    }
}

#[test]
fn a_body_that_was_not_hashed_is_refused() {
    let mut other = parts(b"answers");
    other.header.body_sha256 = Digest([0; 32]);
    assert_eq!(signed(other), Err(TrustError::OtherBody));
    let mut padded = parts(b"answers");
    *padded.body.last_mut().unwrap() = 1;
    padded.header.body_sha256 = frame::sha256(&padded.body);
    assert_eq!(signed(padded), Err(TrustError::OtherBody));
    let mut long = parts(b"answers");
    long.body[..8].copy_from_slice(&u64::MAX.to_le_bytes());
    long.header.body_sha256 = frame::sha256(&long.body);
    assert_eq!(signed(long), Err(TrustError::OtherBody));
}

#[test]
fn what_would_swell_is_refused() {
    let zeros = |count: usize| zstd::bulk::compress(&vec![0; count], 3).unwrap();
    assert_eq!(with_packed(&zeros(5000), Packing::Zstd, 5000).unwrap().body, vec![0; 5000]);
    // The header claims ten gigabytes, or as much as is allowed, or the wrong length.
    for claim in [10_000_000_000, MOST_PLAIN + 1, MOST_PLAIN, 4999, 5001, 0] {
        assert_eq!(with_packed(&zeros(5000), Packing::Zstd, claim), Err(TrustError::WouldSwell), "{claim}");
        assert_eq!(with_packed(b"12345", Packing::None, claim), Err(TrustError::WouldSwell), "{claim}");
    }
    // A frame that does not state its size, one that states a small one and holds much, and two frames.
    let unstated = zstd::stream::encode_all(&[0; 5000][..], 3).unwrap();
    assert_eq!(with_packed(&unstated, Packing::Zstd, 5000), Err(TrustError::WouldSwell));
    let mut modest = zeros(5_000_000);
    let place = modest.windows(4).position(|w| w == 5_000_000u32.to_le_bytes()).unwrap();
    modest[place..place + 4].copy_from_slice(&4000u32.to_le_bytes());
    assert!(matches!(
        with_packed(&modest, Packing::Zstd, 4000),
        Err(TrustError::OtherBody | TrustError::WouldSwell)
    ));
    let twice = zeros(5000).repeat(2);
    assert_eq!(with_packed(&twice, Packing::Zstd, 5000), Err(TrustError::WouldSwell));
    let noise = Digest::of("noise", &[]).0;
    assert_eq!(with_packed(&noise, Packing::Zstd, 32), Err(TrustError::OtherBody));
    // A frame whose window is 16 MiB.
    let mut wide = zstd::stream::Encoder::new(Vec::new(), 3).unwrap();
    wide.set_pledged_src_size(Some(20_000_000)).unwrap();
    wide.window_log(24).unwrap();
    std::io::copy(&mut std::io::Read::take(std::io::repeat(0), 20_000_000), &mut wide).unwrap();
    assert_eq!(with_packed(&wide.finish().unwrap(), Packing::Zstd, 20_000_000), Err(TrustError::OtherBody));
}

#[test]
fn bodies_have_a_limit() {
    let you = [person(2).card().clone()];
    let large = vec![0; MOST_PLAIN as usize + 1];
    assert_eq!(
        seal(&person(1), &you, &draft(Kind::Request), &large).unwrap_err(),
        TrustError::TooLarge { limit: MOST_PLAIN }
    );
    assert_eq!(frame::pad(&[], 0).unwrap().len(), 4096 - 84);
    assert_eq!(
        frame::pad(&vec![1; 16 * 1024 * 1024], 600).unwrap_err(),
        TrustError::TooLarge { limit: 16 * 1024 * 1024 }
    );
}

#[test]
fn a_bundle_that_was_passed_on_shows() {
    let (author, you, third) = (person(1), person(2), person(3));
    let file = seal(&author, &[you.card().clone()], &draft(Kind::Review), b"answers").unwrap();
    let inside = age_file::decrypt(&file, you.reading_keys()).unwrap();
    // To a third person, and to a third person beside those named.
    let recipients: Vec<_> = [&author, &you, &third].iter().map(|p| p.card().recipient().unwrap()).collect();
    for readers in [&recipients[2..], &recipients[1..], &recipients[..]] {
        let passed_on = age_file::encrypt(&inside, readers).unwrap();
        assert_eq!(
            open(&third, &passed_on).unwrap().verify(author.card()),
            Err(TrustError::Forwarded),
            "{} readers",
            readers.len()
        );
    }
    // The named one sees that somebody else reads too.
    let wider = age_file::encrypt(&inside, &recipients).unwrap();
    assert_eq!(open(&you, &wider).unwrap().verify(author.card()), Err(TrustError::Forwarded));
}
