//! Bodies of version 1, kept for ever: each must read, and mean what it meant. The seal was computed by a program of its
//! own, `tests/drivers/recompute_seal.py`, from `docs/bundles.md` alone.

use aplomb::domain::digest::Digest;
use aplomb::domain::exchange::{Commitment, Fact, check_sheet, check_talk};
use aplomb::formats::bundle::{
    read, read_submission, read_withdrawal, write, write_submission, write_withdrawal,
};

macro_rules! samples {
    ($($word:literal),*) => {
        [$(($word, include_str!(concat!("../fixtures/bundles/", $word, ".json")))),*]
    };
}

/// Kind and body.
pub(crate) const SAMPLES: [(&str, &str); 7] =
    samples!["request", "decline", "review", "reveal", "talk", "submission", "withdrawal"];

fn fact(word: &str) -> Fact {
    let (_, body) = SAMPLES.iter().find(|(known, _)| *known == word).expect("a sample");
    read(word, body.as_bytes()).expect("a sound body")
}

#[test]
fn every_sample_is_read() {
    for (word, body) in SAMPLES {
        let again = match word {
            "submission" => write_submission(&read_submission(body.as_bytes()).expect("a submission")),
            "withdrawal" => write_withdrawal(read_withdrawal(body.as_bytes()).expect("a withdrawal")),
            word => write(&fact(word)),
        };
        // A checklist's file is written anew, in its own layout; everything else is byte for byte the sample.
        if !body.contains("\"file\":") {
            assert_eq!(String::from_utf8(again).expect("UTF-8"), body.trim_end(), "{word}");
        }
    }
}

#[test]
fn the_seal_is_what_the_document_says() {
    let (Fact::Request(request), Fact::Reveal(reveal)) = (fact("request"), fact("reveal")) else {
        panic!("a request and a reveal")
    };
    let commitment =
        Commitment { request: &request, card: &Digest([7; 32]), sheet: &reveal.sheet, nonce: &reveal.nonce };
    assert_eq!(commitment.seal().hex(), request.seal.hex());
    let Fact::Reading(reading) = fact("review") else { panic!("a review") };
    for sheet in [&reveal.sheet, &reading.sheet] {
        assert_eq!(check_sheet(&request.checklist, sheet, request.conversation.messages.len()), []);
    }
    let Fact::Talk(talk) = fact("talk") else { panic!("a talk") };
    let problems = check_talk(&request.checklist, &talk);
    assert_eq!(problems.len(), 1, "this list takes no n/a there: {problems:?}");
}
