//! Identities, cards and bundles as a sender, a receiver and an ill-wisher meet them.

use std::collections::BTreeSet;

use aplomb::domain::digest::Digest;
use aplomb::domain::names::{BundleId, ExchangeId, PersonId};
use aplomb::trust::{
    Card, Draft, Identity, Kind, Revocation, TrustError, Verified, meeting_phrase, open, seal, words,
};
use aplomb::words::Lang;
use proptest::prelude::*;

use crate::common::shared;

const NOW: i64 = 1_780_000_000_000_000;
const DAY: i64 = 24 * 3600 * 1_000_000;

fn person(number: u8) -> Identity {
    Identity::make("Ana", PersonId([number; 16]), [number; 32], NOW).unwrap()
}

fn cards(people: &[&Identity]) -> Vec<Card> {
    people.iter().map(|person| person.card().clone()).collect()
}

fn draft(kind: Kind) -> Draft {
    Draft {
        kind,
        bundle: BundleId([1; 16]),
        exchange: Some(ExchangeId([2; 16])),
        seq: 1,
        prev: None,
        created: NOW,
        expires: NOW + 30 * DAY,
        checklist: Some(Digest([3; 32])),
    }
}

fn written(from: &Identity, to: &[&Identity], body: &[u8]) -> Vec<u8> {
    seal(from, &cards(to), &draft(Kind::Review), body).unwrap()
}

fn read(me: &Identity, file: &[u8], from: &Card) -> Result<Verified, TrustError> {
    open(me, file)?.verify(from)
}

#[test]
fn a_bundle_reaches_each_of_its_readers() {
    let people: Vec<Identity> = (1..=18).map(person).collect();
    let (author, others) = people.split_first().unwrap();
    for count in [1, 2, 5, 16] {
        let to: Vec<&Identity> = others.iter().take(count).collect();
        let file = written(author, &to, b"how it went");
        for me in to.iter().copied().chain([author]) {
            let verified = read(me, &file, author.card()).unwrap();
            assert_eq!(verified.body, b"how it went");
            assert_eq!(verified.header.from, author.fingerprint());
            assert_eq!(verified.header.to.len(), count);
            assert_eq!(verified.header.exchange, Some(ExchangeId([2; 16])));
        }
        assert_eq!(read(&people[17], &file, author.card()), Err(TrustError::NotForMe));
    }
    let everybody = cards(&others.iter().collect::<Vec<_>>());
    assert_eq!(seal(author, &everybody, &draft(Kind::Talk), b""), Err(TrustError::Readers));
    assert_eq!(seal(author, &[], &draft(Kind::Talk), b""), Err(TrustError::Readers));
    assert_eq!(seal(author, &cards(&[author]), &draft(Kind::Talk), b""), Err(TrustError::Readers));
}

#[test]
fn every_kind_travels() {
    let (author, me) = (person(1), person(2));
    for kind in Kind::ALL {
        let file = seal(&author, &cards(&[&me]), &draft(kind), kind.word().as_bytes()).unwrap();
        let envelope = open(&me, &file).unwrap();
        assert_eq!(envelope.header().kind, kind);
        assert_eq!(envelope.verify(author.card()).unwrap().body, kind.word().as_bytes());
    }
}

#[test]
fn long_bodies_are_packed() {
    let (author, me) = (person(1), person(2));
    let body = b"Thank you for waiting. ".repeat(20_000);
    let file = written(&author, &[&me], &body);
    assert!(file.len() < 10_000, "{}", file.len());
    assert_eq!(read(&me, &file, author.card()).unwrap().body, body);
}

#[test]
fn a_file_tells_nothing_of_the_answers() {
    let (author, me) = (person(1), person(2));
    let answers = |answer: &str| format!("{{\"answers\":[{}]}}", vec![answer; 31].join(","));
    let sizes: BTreeSet<usize> = ["\"yes\"", "\"no\"", "\"n/a\"", "null"]
        .iter()
        .map(|answer| written(&author, &[&me], answers(answer).as_bytes()).len())
        .collect();
    assert_eq!(sizes.len(), 1, "{sizes:?}");
}

#[test]
fn the_digest_is_of_what_was_signed() {
    let (author, me) = (person(1), person(2));
    let digest = |file: &[u8], who: &Identity| read(who, file, author.card()).unwrap().digest;
    let (one, again) = (written(&author, &[&me], b"yes"), written(&author, &[&me], b"yes"));
    assert_ne!(one, again, "the encryption differs each time");
    assert_eq!(digest(&one, &me), digest(&again, &author));
    assert_ne!(digest(&one, &me), digest(&written(&author, &[&me], b"no"), &me));
}

#[test]
fn another_persons_card_does_not_verify() {
    let (author, me, other) = (person(1), person(2), person(3));
    let file = written(&author, &[&me], b"yes");
    assert_eq!(read(&me, &file, other.card()), Err(TrustError::OtherSender));
    // The same signing key with another reading key is another card.
    assert_eq!(read(&me, &file, person(1).card()), Err(TrustError::OtherSender));
}

#[test]
fn old_bundles_stay_readable_after_a_rotation() {
    let (author, me) = (person(1), person(2));
    let old = written(&author, &[&me], b"before");
    let me = me.rotate("Ana", [22; 32], NOW + DAY).unwrap().rotate("Ana", [23; 32], NOW + 2 * DAY).unwrap();
    let me = Identity::read(&me.write(None).unwrap(), None).unwrap();
    assert_eq!(read(&me, &old, author.card()).unwrap().body, b"before");
    assert_eq!(read(&me, &written(&author, &[&me], b"after"), author.card()).unwrap().body, b"after");
    assert_eq!(me.fingerprints().count(), 3);
    // The author's own, under the author's new keys.
    let author_later = author.rotate("Ana", [21; 32], NOW + DAY).unwrap();
    assert_eq!(read(&author_later, &old, author.card()).unwrap().body, b"before");
    assert_eq!(read(&me, &old, author_later.card()), Err(TrustError::OtherSender));
}

#[test]
fn no_broken_copy_is_accepted() {
    let (author, me) = (person(1), person(2));
    let file = written(&author, &[&me], b"{\"answers\":[\"yes\",\"no\"]}");
    assert!(read(&me, &file, author.card()).is_ok());
    let refused = |copy: &[u8], what: &dyn std::fmt::Display| {
        assert!(read(&me, copy, author.card()).is_err(), "accepted: {what}");
    };
    for place in 0..file.len() {
        let mut copy = file.clone();
        copy[place] ^= 1 << (place * 5 % 8);
        refused(&copy, &format!("a bit of byte {place}"));
        refused(&file[..place], &format!("cut at {place}"));
    }
    for piece in [&b"\0"[..], b"\n", b" ", b"noise of some length", &file] {
        refused(&[&file, piece].concat(), &"something behind");
        refused(&[piece, &file].concat(), &"something before");
    }
    let (head, tail) = file.split_at(file.len() / 2);
    refused(&[tail, head].concat(), &"halves swapped");
    refused(&file.to_ascii_uppercase(), &"upper case");
    let lines: Vec<&[u8]> = file.splitn(8, |byte| *byte == b'\n').collect();
    refused(&lines.join(&b"\r\n"[..]), &"other line ends");
    for place in 0..lines.len() - 1 {
        let mut gone = lines.clone();
        gone.remove(place);
        refused(&gone.join(&b'\n'), &format!("line {place} gone"));
        let mut twice = lines.clone();
        twice.insert(place, lines[place]);
        refused(&twice.join(&b'\n'), &format!("line {place} twice"));
    }
    for stanza in [
        "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 63\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n".to_owned(),
        "-> x-grease a\n\n".repeat(20_000),
    ] {
        let mut with = lines.clone();
        let stanza = stanza.trim_end_matches('\n').as_bytes();
        with.insert(1, stanza);
        assert_eq!(read(&me, &with.join(&b'\n'), author.card()), Err(TrustError::ForeignFrame));
    }
}

#[test]
fn armor_for_mail_is_taken_off() {
    use std::io::Write;
    let (author, me) = (person(1), person(2));
    let file = written(&author, &[&me], b"by mail");
    let mut armored = Vec::new();
    let mut writer =
        age::armor::ArmoredWriter::wrap_output(&mut armored, age::armor::Format::AsciiArmor).unwrap();
    writer.write_all(&file).unwrap();
    writer.finish().unwrap();
    let mailed = String::from_utf8(armored).unwrap().replace('\n', "\r\n");
    assert_eq!(read(&me, mailed.as_bytes(), author.card()).unwrap().body, b"by mail");
    let cut = &mailed[..mailed.len() - 100];
    assert_eq!(read(&me, cut.as_bytes(), author.card()), Err(TrustError::Damaged));
}

#[test]
fn what_is_no_bundle_is_said_to_be_none() {
    let me = person(1);
    for other in [&b""[..], b"Dear colleague, here it is.", b"PK\x03\x04", &[0xff; 2000], &me.card().bytes()]
    {
        let refusal = open(&me, other).unwrap_err();
        assert_eq!(refusal, TrustError::NotABundle);
        assert!(refusal.what().en.contains("bundle") && refusal.what().fr.contains("pli"));
    }
    let large = vec![b'a'; 24 * 1024 * 1024 + 1];
    assert_eq!(open(&me, &large).unwrap_err(), TrustError::TooLarge { limit: 24 * 1024 * 1024 });
}

#[test]
fn the_shared_hostile_bundles_are_refused() {
    let Some(folder) = shared("hostile/bundles") else { return };
    let me = person(1);
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let refusal = open(&me, &std::fs::read(&path).unwrap()).unwrap_err();
        let expected = matches!(refusal, TrustError::NotABundle | TrustError::ForeignFrame);
        assert!(expected, "{}: {refusal:?}", path.display());
        assert!(refusal.what().en.contains("bundle") && refusal.what().fr.contains("pli"));
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn cards_travel_as_text() {
    let me = person(1);
    let file = me.card().bytes();
    assert_eq!(&Card::parse(&file).unwrap(), me.card());
    let text = String::from_utf8(file.clone()).unwrap();
    let mailed = text.replace('\n', "\r\n") + "\r\n";
    assert_eq!(&Card::parse(mailed.as_bytes()).unwrap(), me.card());
    for place in 0..file.len() {
        let mut copy = file.clone();
        copy[place] ^= 1 << (place * 5 % 8);
        assert!(Card::parse(&copy).is_err(), "byte {place}");
        assert!(place == file.len() - 1 || Card::parse(&file[..place]).is_err(), "cut at {place}");
    }
    assert_eq!(Card::parse(b"Dear colleague"), Err(TrustError::NotACard));
    assert_eq!(Card::parse(&[b' '; 16 * 1024 + 1]), Err(TrustError::TooLarge { limit: 16 * 1024 }));
    let newer = text.replacen("CARD 1", "CARD 2", 1);
    assert_eq!(Card::parse(newer.as_bytes()), Err(TrustError::TooNew { needs: 2 }));
    let newer = text.replacen("\"format\":1", "\"format\":3,\"mood\":\"calm\"", 1);
    assert_eq!(Card::parse(newer.as_bytes()), Err(TrustError::TooNew { needs: 3 }));
    let more = text.replacen("\"format\":1", "\"format\":1,\"mood\":\"calm\"", 1);
    assert_eq!(Card::parse(more.as_bytes()), Err(TrustError::Damaged));
    let claimed = text.replacen("Ana", "Bea", 1);
    assert_eq!(Card::parse(claimed.as_bytes()), Err(TrustError::WrongSignature));
}

#[test]
fn hostile_names_stay_harmless() {
    let me = Identity::make("\u{1b}]0;x\u{7}An\u{202e}a\n", PersonId([1; 16]), [1; 32], NOW).unwrap();
    assert!(!me.card().name.chars().any(aplomb::domain::shown::forbidden));
    assert!(!me.card().shown_name().chars().any(aplomb::domain::shown::forbidden));
    let long = Identity::make(&"é".repeat(500), PersonId([1; 16]), [1; 32], NOW).unwrap();
    assert_eq!(long.card().name.chars().count(), 80);
    assert_eq!(&Card::parse(&long.card().bytes()).unwrap(), long.card());
}

#[test]
fn cards_follow_one_another() {
    let first = person(1);
    let second = first.rotate("Ana B.", [11; 32], NOW + DAY).unwrap();
    let third = second.rename("Ana C.", NOW + 2 * DAY).unwrap();
    for (older, newer) in [(&first, &second), (&second, &third)] {
        let newer = Card::parse(&newer.card().bytes()).unwrap();
        assert!(newer.follows(older.card()));
        assert!(!older.card().follows(&newer));
    }
    assert_eq!(third.card().number, 3);
    assert_eq!(third.fingerprint(), second.fingerprint());
    assert_ne!(second.fingerprint(), first.fingerprint());
    assert!(!third.card().follows(first.card()), "a card in between is missing");
    // Somebody else who claims to be the same person, and another second card.
    let thief = person(9);
    assert!(!thief.card().follows(first.card()));
    let other = Identity::make("Ana", PersonId([1; 16]), [9; 32], NOW).unwrap();
    let other = other.rotate("Ana", [10; 32], NOW).unwrap();
    assert!(!other.card().follows(first.card()));
    let forked = first.rotate("Ana", [12; 32], NOW).unwrap();
    assert!(!third.card().follows(forked.card()));
    // The endorsement of one card beside the statement of another.
    let text = |identity: &Identity| String::from_utf8(identity.card().bytes()).unwrap();
    let (mine, theirs) = (text(&second), text(&other));
    let (statement, _) = theirs.trim_end().rsplit_once('\n').unwrap();
    let (_, endorsement) = mine.trim_end().rsplit_once('\n').unwrap();
    let mixed = Card::parse(format!("{statement}\n{endorsement}\n").as_bytes()).unwrap();
    assert!(!mixed.follows(first.card()) && !mixed.follows(second.card()));
    // A second card needs an endorsement, a first one has none.
    let (alone, _) = mine.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(Card::parse(alone.as_bytes()), Err(TrustError::Damaged));
    let endorsed = format!("{}{endorsement}\n", text(&first));
    assert_eq!(Card::parse(endorsed.as_bytes()), Err(TrustError::Damaged));
}

#[test]
fn only_the_owner_revokes_a_card() {
    let (me, other) = (person(1), person(2));
    let file = me.revocation(NOW + DAY, 41).unwrap();
    let revocation = Revocation::parse(&file).unwrap();
    assert_eq!(
        (
            revocation.person,
            revocation.fingerprint,
            revocation.number,
            revocation.created,
            revocation.last_seq
        ),
        (me.person(), me.fingerprint(), 1, NOW + DAY, 41)
    );
    assert_eq!(revocation.verify(me.card()), Ok(()));
    assert_eq!(revocation.verify(other.card()), Err(TrustError::OtherSender));
    assert_eq!(revocation.verify(person(1).card()), Err(TrustError::OtherSender));
    let changed = String::from_utf8(file).unwrap().replace(":41", ":99");
    let changed = Revocation::parse(changed.as_bytes()).unwrap();
    assert_eq!(changed.verify(me.card()), Err(TrustError::WrongSignature));
    assert_eq!(Revocation::parse(&me.card().bytes()), Err(TrustError::NotARevocation));
}

#[test]
fn identities_are_files() {
    let me = person(1).rotate("Ana", [2; 32], NOW).unwrap();
    let file = me.write(None).unwrap();
    assert!(!Identity::is_locked(&file));
    let again = Identity::read(&file, None).unwrap();
    assert_eq!(again.card(), me.card());
    assert_eq!(again.write(None).unwrap(), file);
    let text = String::from_utf8(file).unwrap();
    let read = |text: String| Identity::read(text.as_bytes(), None).unwrap_err();
    assert_eq!(read(text.replacen("IDENTITY 1", "IDENTITY 4", 1)), TrustError::TooNew { needs: 4 });
    assert_eq!(read(text.replacen("retired ", "retried ", 1)), TrustError::Damaged);
    assert_eq!(read("Dear colleague".to_owned()), TrustError::NotAnIdentity);
    let (_, strange) = std::str::from_utf8(&person(3).card().bytes())
        .map(|card| (0, text.split_once("\n\n").unwrap().0.to_owned() + "\n\n" + card))
        .unwrap();
    assert_eq!(read(strange), TrustError::Damaged);
}

#[test]
fn words_tell_people_apart() {
    let (a, b) = (person(1).fingerprint(), person(2).fingerprint());
    for lang in [Lang::En, Lang::Fr] {
        assert_ne!(words(&a, lang), words(&b, lang));
        assert_eq!(meeting_phrase(&a, &b, lang), meeting_phrase(&b, &a, lang));
    }
}

#[test]
fn every_refusal_has_its_own_words() {
    let all = [
        TrustError::NotABundle,
        TrustError::NotACard,
        TrustError::NotARevocation,
        TrustError::NotAnIdentity,
        TrustError::ForeignFrame,
        TrustError::Damaged,
        TrustError::NotForMe,
        TrustError::Forwarded,
        TrustError::TooNew { needs: 2 },
        TrustError::TooLarge { limit: 1024 },
        TrustError::WouldSwell,
        TrustError::OtherSender,
        TrustError::WrongSignature,
        TrustError::WeakKey,
        TrustError::OtherBody,
        TrustError::Locked,
        TrustError::WrongPassphrase,
        TrustError::TooMuchWork,
        TrustError::Readers,
        TrustError::Unexpected,
    ];
    let said: BTreeSet<_> = all.iter().map(|refusal| (refusal.what().en, refusal.what().fr)).collect();
    assert_eq!(said.len(), all.len());
    for refusal in &all {
        assert!(!refusal.hint().en.is_empty() && refusal.hint().en != refusal.hint().fr, "{refusal:?}");
    }
}

/// Bytes that begin like something that is read here.
fn beginnings() -> impl Strategy<Value = Vec<u8>> {
    let heads = prop::sample::select(vec![
        "",
        "age-encryption.org/v1\n",
        "age-encryption.org/v1\n-> X25519 ",
        "age-encryption.org/v1\n-> scrypt ",
        "-----BEGIN AGE ENCRYPTED FILE-----\n",
        "APLOMB CARD 1\n",
        "APLOMB CARD 1\n{\"format\":1,",
        "APLOMB REVOCATION 1\n{\"format\":1}\nsigned ",
        "APLOMB IDENTITY 1\nsign ",
    ]);
    (heads, prop::collection::vec(any::<u8>(), 0..300), any::<bool>()).prop_map(|(head, tail, text)| {
        let tail = if text { String::from_utf8_lossy(&tail).into_owned().into_bytes() } else { tail };
        [head.as_bytes(), &tail].concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_are_refused_calmly(bytes in beginnings()) {
        let me = person(1);
        prop_assert!(open(&me, &bytes).is_err());
        prop_assert!(Card::parse(&bytes).is_err());
        prop_assert!(Revocation::parse(&bytes).is_err());
        prop_assert!(Identity::read(&bytes, Some("phrase")).is_err());
    }
}
