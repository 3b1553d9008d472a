//! Bundles that were made once and must open for ever: encryption, signature, body and meaning. `samples/README.md`.

use std::fs;
use std::path::{Path, PathBuf};

use aplomb::domain::exchange::Stage;
use aplomb::formats::bundle;
use aplomb::ops::{cards, exchange, submit};
use aplomb::trust::{self, Card, Identity, Kind};

use super::people::{NOW, Person, two};

/// Each kind, and who opens it.
const KINDS: [(&str, &str); 7] = [
    ("request", "marc"),
    ("decline", "lea"),
    ("review", "lea"),
    ("reveal", "marc"),
    ("talk", "marc"),
    ("submission", "nadia"),
    ("withdrawal", "nadia"),
];

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/samples")
}

fn read(name: &str) -> Vec<u8> {
    fs::read(samples().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn keys(who: &str) -> Identity {
    Identity::read(&read(&format!("{who}.test-identity")), None).unwrap()
}

#[test]
fn every_sample_opens_and_means_what_it_meant() {
    for (kind, reader) in KINDS {
        let envelope = trust::open(&keys(reader), &read(&format!("{kind}.aplomb"))).unwrap();
        let sender = if reader == "lea" { "marc" } else { "lea" };
        let card = Card::parse(&read(&format!("{sender}.aplomb-card"))).unwrap();
        let verified = envelope.verify(&card).unwrap();
        assert_eq!(verified.header.kind.word(), kind);
        let body = read(&format!("{kind}.json"));
        assert_eq!(verified.body, body.trim_ascii_end(), "{kind}");
        match verified.header.kind {
            Kind::Submission => drop(bundle::read_submission(&verified.body).unwrap()),
            Kind::Withdrawal => drop(bundle::read_withdrawal(&verified.body).unwrap()),
            _ => assert_eq!(bundle::read(kind, &verified.body).unwrap().word(), kind),
        }
    }
}

#[test]
fn the_samples_are_taken_in_by_those_whom_they_are_for() {
    // Somebody with the keys of the samples, in a new home.
    let home = |who: &str, seed: u8| {
        let mut person = Person::new("Sample", seed);
        fs::write(person.folder.path().join("identity.age"), read(&format!("{who}.test-identity"))).unwrap();
        person = person.again();
        person.adds(&read("lea.aplomb-card"), "Léa", false);
        person
    };
    let mut marc = home("marc", 21);
    let told = marc.opens(&read("request.aplomb")).unwrap();
    assert_eq!(told.says.en, "Léa asks you to read a conversation");
    let id = marc.session.store.exchanges().unwrap()[0].id;
    let there = marc.received(id);
    marc.reads(there, &["greeted"], "no greeting");
    marc.sends();
    assert!(marc.opens(&read("reveal.aplomb")).unwrap().says.en.starts_with("both sides are open"));
    marc.opens(&read("talk.aplomb")).unwrap();
    let open = marc.state(id).unwrap();
    assert_eq!((open.stage, open.flags.len()), (Stage::Open, 0));
    assert_eq!(open.asker_talk.unwrap().said["useful"].remark, "it is there");
    let mut nadia = home("nadia", 22);
    assert_eq!(nadia.opens(&read("submission.aplomb")).unwrap().says.en, "a submission of Léa: 1 review");
    assert_eq!(nadia.opens(&read("withdrawal.aplomb")).unwrap().says.en, "Léa withdraws a submission");
}

/// Makes samples of a new version of the format, into the folder that `APLOMB_SAMPLES` names. Those that are there stay
/// as they are.
#[test]
#[ignore = "makes files"]
fn make_samples() {
    let folder = PathBuf::from(std::env::var("APLOMB_SAMPLES").expect("APLOMB_SAMPLES"));
    let put = |name: String, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
    let (mut lea, mut marc) = two();
    let mut nadia = Person::new("Nadia", 9);
    nadia.knows(&mut lea);
    lea.adds(&nadia.card(), "Nadia", true);
    let (one, two) = (lea.has("1", "Hi, a shoe is missing"), lea.has("2", "Where is it?"));
    for conversation in [one, two] {
        lea.reads(conversation, &["useful"], "it came late");
    }
    let (first, second) = (lea.asks(one, marc.id()), lea.asks(two, marc.id()));
    let mut made: Vec<(&str, Vec<u8>)> = Vec::new();
    for (_, _, request) in lea.sends() {
        let told = marc.opens(&request).unwrap().conversation;
        let about = marc.session.store.exchange(first).unwrap().map(|row| row.conversation);
        if about.is_some() && about == told {
            made.push(("request", request));
        }
    }
    let there = marc.received(second);
    exchange::decline(&mut marc.session, there, "no time", NOW, &mut marc.chance).unwrap();
    made.push(("decline", marc.sends_one()));
    let there = marc.received(first);
    marc.reads(there, &["greeted"], "no greeting");
    made.push(("review", marc.sends_one()));
    lea.opens(&made[2].1).unwrap();
    made.push(("reveal", lea.sends_one()));
    marc.opens(&made[3].1).unwrap();
    for item in ["useful", "greeted"] {
        let agreed = Some(aplomb::domain::review::Value::Yes);
        lea.says(first, item, agreed, "it is there", false);
        marc.says(first, item, agreed, "", false);
    }
    made.push(("talk", lea.sends_one()));
    lea.opens(&marc.sends_one()).unwrap();
    let to = submit::lead(&lea.session, None).unwrap();
    let handover = submit::build(&lea.session, &submit::Choice::default(), NOW).unwrap();
    let file = lea.folder.path().join("handed");
    submit::hand_over(&mut lea.session, &handover, &to, &file, NOW, &mut lea.chance).unwrap();
    made.push(("submission", fs::read(file).unwrap()));
    let (id, home) = (handover.submission.id, lea.folder.path().to_owned());
    let back = submit::withdraw(&mut lea.session, id, |name| home.join(name), NOW, &mut lea.chance).unwrap();
    made.push(("withdrawal", fs::read(back).unwrap()));
    for ((kind, file), (expected, reader)) in made.iter().zip(KINDS) {
        assert_eq!(*kind, expected);
        let (of, by) = match reader {
            "marc" => (&mut marc, lea.identity()),
            "nadia" => (&mut nadia, lea.identity()),
            _ => (&mut lea, marc.identity()),
        };
        let verified = trust::open(&of.identity(), file).unwrap().verify(by.card()).unwrap();
        put(format!("{kind}.aplomb"), file);
        put(format!("{kind}.json"), &[verified.body.as_slice(), b"\n"].concat());
    }
    for (name, person) in [("lea", &mut lea), ("marc", &mut marc), ("nadia", &mut nadia)] {
        put(format!("{name}.test-identity"), &person.identity().write(None).unwrap());
        put(
            format!("{name}.aplomb-card"),
            &cards::mine(&mut person.session, NOW, &mut person.chance).unwrap().bytes,
        );
    }
}
