//! What must not grow with the number of conversations gives the same as looking at all of them.

use std::cell::Cell;

use super::*;

const MINE: &str = "lea@shop.example";

/// A hundred conversations of four agents, a minute apart, in an order that time does not have.
fn hundred() -> Store {
    let mut store = Store::memory().unwrap();
    store.set_me(&Me { name: "Léa".to_owned(), aliases: vec![MINE.to_owned()] }).unwrap();
    let all: Vec<Conversation> = (0..100)
        .map(|number| {
            let mut one = conversation(&number.to_string(), &["hello", "good day"]);
            one.opened_at = moment(number * 37 % 100);
            one.agent = [MINE, "LEA@shop.example", "tom@shop.example", ""][number as usize % 4].to_owned();
            one.channel = if number % 3 == 0 { "mail" } else { "chat" }.to_owned();
            one
        })
        .collect();
    store.take_in(&all, NOW).unwrap();
    while store.index_some(10).unwrap() {}
    store
}

#[test]
fn agents_are_found_by_name_as_by_looking() {
    let store = hundred();
    let takes = |agent: &str| agent.eq_ignore_ascii_case(MINE);
    let candidates = store.candidates(None, &takes).unwrap();
    assert_eq!(candidates.len(), 50);
    assert!(candidates.is_sorted_by_key(|candidate| candidate.id));
    assert_eq!(store.unreviewed(&takes).unwrap(), 50);
    let since = moment(50).micros;
    assert!(store.candidates(Some(since), &takes).unwrap().iter().all(|c| c.opened_at >= since));
    for (query, count) in [
        (Query { mine: Some(true), ..Query::default() }, 50),
        (Query { mine: Some(false), ..Query::default() }, 50),
        (Query { agent: Some("tom".to_owned()), ..Query::default() }, 25),
        (Query { agent: Some("shop".to_owned()), mine: Some(false), ..Query::default() }, 25),
    ] {
        let ids = store.conversation_ids(&query, ListOrder::Newest).unwrap();
        assert_eq!(ids.len(), count, "{query:?}");
        let opened: Vec<i64> =
            ids.iter().map(|id| store.heading(*id).unwrap().unwrap().0.opened_at.micros).collect();
        assert!(opened.is_sorted_by(|a, b| a > b));
    }
}

#[test]
fn what_was_reviewed_is_not_waiting() {
    let (_keep, path) = folder();
    let store = filled(&path);
    let takes = |agent: &str| agent == MINE;
    let all = store.candidates(None, &takes).unwrap();
    let waiting = all.iter().filter(|candidate| !candidate.reviewed).count() as u64;
    assert!(waiting < all.len() as u64, "one of them is sealed");
    assert_eq!(store.unreviewed(&takes).unwrap(), waiting);
}

#[test]
fn a_list_begins_as_it_goes_on() {
    for query in [
        Query::default(),
        Query { channel: Some("mail".to_owned()), ..Query::default() },
        Query { until: Some(moment(60).micros), ..Query::default() },
    ] {
        for order in [ListOrder::Newest, ListOrder::Oldest] {
            let store = hundred();
            let first = store.first_ids(&query, order, 7).unwrap().unwrap();
            let all = store.conversation_ids(&query, order).unwrap();
            assert_eq!(first, all[..7], "{query:?}");
        }
    }
    let store = hundred();
    assert_eq!(store.first_ids(&Query::default(), ListOrder::Newest, 1_000).unwrap(), None);
    assert_eq!(store.first_ids(&Query::default(), ListOrder::Longest, 7).unwrap(), None);
}

#[test]
fn a_search_stops_when_it_is_told_to() {
    let mut store = Store::memory().unwrap();
    let many: Vec<&str> = vec!["word"; 5_000];
    store.take_in(&[conversation("1", &many)], NOW).unwrap();
    while store.index_some(10_000).unwrap() {}
    let query = Query { words: vec![Word { text: "word".to_owned(), not: false }], ..Query::default() };
    let asked = Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        true
    };
    assert_eq!(store.conversation_ids_unless(&query, ListOrder::Newest, &stop).unwrap(), None);
    assert_eq!(asked.get(), 1);
    assert_eq!(store.conversation_ids(&query, ListOrder::Newest).unwrap(), [1]);
}

#[test]
fn what_was_over_long_ago_is_not_read() {
    let mut store = Store::memory().unwrap();
    let long_ago = conversation("solved, and nobody says when", &["hello", "good day"]);
    let mut still_open = conversation("open", &["hello"]);
    still_open.status = Some(Status::Open);
    let mut unknown = conversation("nobody says", &["hello"]);
    unknown.status = None;
    let mut just_over = conversation("with a late word", &["hello", "good day"]);
    just_over.messages[1].at = moment(600);
    store.take_in(&[long_ago, still_open, unknown, just_over], NOW).unwrap();
    let mut read = Vec::new();
    store.each_course(moment(300).micros, moment(900).micros, &mut |course| read.push(course.id)).unwrap();
    assert_eq!(read, [2, 3, 4]);
    read.clear();
    store.each_course(moment(0).micros, moment(900).micros, &mut |course| read.push(course.id)).unwrap();
    assert_eq!(read, [1, 2, 3, 4]);
}

/// A file of the version before may be read where it may not be written: without the index, with the same answers.
#[cfg(unix)]
#[test]
fn readers_of_an_earlier_version_find_the_same() {
    use std::os::unix::fs::PermissionsExt;
    let (_keep, path) = folder();
    drop(filled(&path));
    let takes = |agent: &str| agent == MINE;
    let before = open(&path).candidates(None, &takes).unwrap();
    {
        let db = Connection::open(&path).unwrap();
        db.execute_batch("DROP INDEX conversation_agent; PRAGMA user_version = 1003").unwrap();
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    let store = Store::open(&path, Access::Read, NOW).unwrap().store;
    assert_eq!(store.candidates(None, &takes).unwrap(), before);
    assert!(!before.is_empty());
}
