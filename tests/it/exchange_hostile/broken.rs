//! One bundle of each kind, broken at every place: refused, nothing changed, nothing dies.

use aplomb::ops::error::Kind;
use aplomb::ops::{cards, exchange, submit};

use super::people::{NOW, Person, two};

/// A seeded walk over places.
struct Places(u64);

impl Places {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

/// One bundle of each kind with somebody who can open it, before they did.
fn one_of_each(mut f: impl FnMut(&str, &mut Person, &[u8])) {
    let (mut lea, mut marc) = two();
    let (one, two) = (lea.has("1", "Hi, a shoe is missing"), lea.has("2", "Where is it?"));
    for conversation in [one, two] {
        lea.reads(conversation, &["useful"], "late");
    }
    let (first, second) = (lea.asks(one, marc.id()), lea.asks(two, marc.id()));
    let requests = lea.sends();
    f("request", &mut marc, &requests[0].2);
    for (_, _, request) in &requests {
        marc.opens(request).unwrap();
    }
    let there = marc.received(second);
    exchange::decline(&mut marc.session, there, "no time", NOW, &mut marc.chance).unwrap();
    let decline = marc.sends_one();
    f("decline", &mut lea, &decline);
    let there = marc.received(first);
    marc.reads(there, &["greeted"], "no greeting");
    let reading = marc.sends_one();
    f("review", &mut lea, &reading);
    lea.opens(&reading).unwrap();
    let reveal = lea.sends_one();
    f("reveal", &mut marc, &reveal);
    marc.opens(&reveal).unwrap();
    for item in ["useful", "greeted"] {
        lea.says(first, item, Some(aplomb::domain::review::Value::Yes), "it is there", false);
        marc.says(first, item, Some(aplomb::domain::review::Value::Yes), "", false);
    }
    let talk = lea.sends_one();
    f("talk", &mut marc, &talk);
    lea.opens(&marc.sends_one()).unwrap();
    let mut nadia = Person::new("Nadia", 9);
    nadia.knows(&mut lea);
    lea.adds(&nadia.card(), "Nadia", true);
    let to = submit::lead(&lea.session, None).unwrap();
    let handover = submit::build(&lea.session, &submit::Choice::default(), NOW).unwrap();
    let file = lea.folder.path().join("handed.aplomb");
    submit::hand_over(&mut lea.session, &handover, &to, &file, NOW, &mut lea.chance).unwrap();
    let handed = std::fs::read(&file).unwrap();
    f("submission", &mut nadia, &handed);
    nadia.opens(&handed).unwrap();
    let folder = lea.folder.path().to_owned();
    let id = handover.submission.id;
    let back =
        submit::withdraw(&mut lea.session, id, |name| folder.join(name), NOW, &mut lea.chance).unwrap();
    let back = std::fs::read(back).unwrap();
    f("withdrawal", &mut nadia, &back);
    assert!(nadia.opens(&back).unwrap().new);
    assert!(cards::list(&nadia.session).unwrap().iter().any(|person| person.name.as_str() == "Léa"));
}

#[test]
fn a_bit_flipped_or_the_end_cut_off() {
    let mut seen = Vec::new();
    one_of_each(|kind, reader, file| {
        seen.push(kind.to_owned());
        let cheap = matches!(kind, "decline" | "withdrawal");
        let mut places = Places(seen.len() as u64);
        let spots: Vec<usize> = match cheap {
            true => (0..file.len()).collect(),
            // The header of the encryption wholly, and a sample of what it hides.
            false => (0..450).chain((0..250).map(|_| places.next(file.len()))).collect(),
        };
        let before = reader.on_disk();
        let mut refused = |bytes: &[u8], how: &str, spot: usize| {
            let error = reader.opens(bytes).expect_err(&format!("{kind} {how} {spot}"));
            assert_eq!(error.kind, Kind::Data, "{kind} {how} {spot}: {error:?}");
        };
        for &spot in &spots {
            let mut flipped = file.to_vec();
            flipped[spot] ^= 1 << places.next(8);
            refused(&flipped, "flip", spot);
            refused(&file[..spot], "cut", spot);
        }
        for tail in [b"\0".as_slice(), b"\n", file] {
            refused(&[file, tail].concat(), "tail", tail.len());
            refused(&[tail, file].concat(), "lead", tail.len());
        }
        assert!(before == reader.on_disk(), "{kind}: the store changed");
    });
    assert_eq!(seen, ["request", "decline", "review", "reveal", "talk", "submission", "withdrawal"]);
}

#[test]
fn every_kind_is_the_smallest_step_and_a_power_of_two_inside() {
    one_of_each(|kind, _, file| {
        // Inside: 4 KiB, or a power of two above it; outside: age's header, a nonce and a code of 16 bytes for 64 KiB.
        let header = file.windows(5).position(|w| w == b"\n--- ").unwrap() + 5 + 43 + 1;
        let inside = file.len() - header - 16 - 16;
        assert!(inside.is_power_of_two() && inside >= 4096, "{kind}: {inside}");
        assert_eq!(header, 22 + 2 * (10 + 43 + 1 + 43 + 1) + 4 + 43 + 1, "{kind}");
    });
}
