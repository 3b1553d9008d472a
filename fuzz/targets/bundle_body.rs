//! The body of a bundle: the first byte chooses the kind. What is read can be written and read again; what does not fit
//! is told in both languages; and an exchange made of it is worked out without harm.
#![no_main]

use aplomb::domain::digest::Digest;
use aplomb::domain::exchange::{Exchange, Fact, Known, check_sheet, check_talk, compare};
use aplomb::domain::names::PersonId;
use aplomb::domain::problem::Problem;
use aplomb::formats::bundle;
use aplomb::words::Lang;
use libfuzzer_sys::fuzz_target;

const KINDS: [&str; 5] = ["request", "decline", "review", "reveal", "talk"];

fn said(problems: &[Problem]) {
    assert!(!problems.is_empty() && problems.len() <= 101);
    for problem in problems {
        let _ = (problem.sentence(Lang::En), problem.sentence(Lang::Fr));
    }
}

fn fact(word: &str, body: &[u8]) {
    let fact = match bundle::read(word, body) {
        Ok(fact) => fact,
        Err(problems) => return said(&problems),
    };
    let again = bundle::write(&fact);
    let back = bundle::read(word, &again);
    assert_eq!(back.as_ref(), Ok(&fact));
    assert_eq!(back.map(|fact| bundle::write(&fact)), Ok(again));
    let known = Known {
        author: PersonId([1; 16]),
        card: Digest([1; 32]),
        seq: 1,
        digest: Digest::of("fuzz", &[body]),
        fact,
    };
    let _ = Exchange::of(known.author, known.fact.exchange(), std::slice::from_ref(&known));
    if let Fact::Reading(reading) = &known.fact {
        let list = shipped();
        let _ = check_sheet(list, &reading.sheet, 9);
        let _ = compare(list, &reading.sheet, &reading.sheet);
    }
    if let Fact::Talk(talk) = &known.fact {
        let _ = check_talk(shipped(), talk);
    }
}

fn shipped() -> &'static aplomb::domain::checklist::Checklist {
    static LIST: std::sync::LazyLock<aplomb::domain::checklist::Checklist> = std::sync::LazyLock::new(|| {
        let (_, toml) = aplomb::formats::checklist::SHIPPED[0];
        aplomb::formats::checklist::parse(toml, &|_| None).expect("the shipped checklist is sound")
    });
    &LIST
}

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, body)) = bytes.split_first() else { return };
    match *kind % 7 {
        5 => match bundle::read_submission(body) {
            Ok(submission) => {
                assert_eq!(bundle::read_submission(&bundle::write_submission(&submission)), Ok(submission));
            }
            Err(problems) => said(&problems),
        },
        6 => match bundle::read_withdrawal(body) {
            Ok(id) => assert_eq!(bundle::read_withdrawal(&bundle::write_withdrawal(id)), Ok(id)),
            Err(problems) => said(&problems),
        },
        kind => fact(KINDS[usize::from(kind)], body),
    }
});
