//! The newest thing that another clock than this machine's set: what a clock that is far ahead is held against.

use super::*;

use aplomb::domain::names::{BundleId, PersonId};

const MARC: PersonId = PersonId([1; 16]);
const YEAR: i64 = 365 * 86_400_000_000;

fn submission(made: &str) -> Handed {
    let day = made.parse().unwrap();
    let part = HandedPart {
        id: BundleId([8; 16]),
        agent: MARC,
        at: NOW + 3 * YEAR,
        made: day,
        first: None,
        last: day,
        drawn: 0,
        checklists: Vec::new(),
        channels: Vec::new(),
        count: 0,
    };
    Handed { part, reviews: Vec::new(), remarks: Vec::new() }
}

#[test]
fn conversations_and_submissions_tell_the_time_and_what_was_done_here_does_not() {
    let (_keep, path) = folder();
    let mut store = open(&path);
    assert_eq!(store.newest_from_outside(NOW).unwrap(), None);
    let ahead = NOW + 3 * YEAR;
    store.take_in(&[conversation("1", &["hello"])], ahead).unwrap();
    assert_eq!(store.newest_from_outside(ahead).unwrap(), Some(NOW));
    // Of a time that is still to come nothing follows.
    assert_eq!(store.newest_from_outside(NOW - 1).unwrap(), None);

    let card = NewCard { fingerprint: Digest([3; 32]), number: 1, bytes: b"card".to_vec(), at: ahead };
    store
        .add_person(&NewPerson { id: MARC, name: "Marc".into(), lead: false, trust: Trust::Met, card })
        .unwrap();
    assert_eq!(store.newest_from_outside(ahead).unwrap(), Some(NOW));
    // Made on 1 June by the clock of whoever made it, whatever ours said when it came.
    store.add_handed(&submission("2026-06-01")).unwrap();
    let made =
        jiff::civil::date(2026, 6, 1).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_microsecond();
    assert!(made > NOW);
    assert_eq!(store.newest_from_outside(ahead).unwrap(), Some(made));
    assert_eq!(store.newest_from_outside(made - 1).unwrap(), Some(NOW));
}
