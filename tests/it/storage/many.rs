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
        db.execute_batch(
            "DROP INDEX conversation_agent; DROP INDEX conversation_list; DROP TABLE course; \
             PRAGMA user_version = 1003",
        )
        .unwrap();
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    let store = Store::open(&path, Access::Read, NOW).unwrap().store;
    assert_eq!(store.candidates(None, &takes).unwrap(), before);
    assert!(!before.is_empty());
}

/// Channel, source, labels; status, whether it was rated, the minute, messages; subject.
type Head = (&'static str, &'static str, Vec<&'static str>, (Option<Status>, bool, i64, usize), &'static str);

fn headed(number: usize, (channel, source, tags, rest, subject): Head) -> Conversation {
    let (status, rated, minute, messages) = rest;
    let mut one = conversation(&number.to_string(), &["hello", "good day", "thanks"][..messages]);
    (one.channel, one.source, one.subject) = (channel.to_owned(), source.to_owned(), subject.to_owned());
    one.tags = tags.into_iter().map(str::to_owned).collect();
    one.status = status;
    one.opened_at = moment(minute);
    if !rated {
        one.csat = None;
    }
    one
}

fn some_heads() -> impl Strategy<Value = Vec<Conversation>> {
    let word = |words: &'static [&'static str]| prop::sample::select(words.to_vec());
    let status =
        prop::sample::select(vec![None, Some(Status::Open), Some(Status::Solved), Some(Status::Closed)]);
    let head = (
        word(&["chat", "Chat", "mail", ""]),
        word(&["shop", "desk"]),
        prop::collection::vec(word(&["login", "Parcel", "a:b", ""]), 0..3),
        (status, any::<bool>(), 0i64..9, 0usize..4),
        word(&["Question", "été", "Etc", "a", ""]),
    );
    prop::collection::vec(head, 0..30)
        .prop_map(|heads| heads.into_iter().enumerate().map(|(number, head)| headed(number, head)).collect())
}

/// Words and whether they must not be there: whole, begun, several in a row, of the heading, together in one message.
const WORDS: [&[(&str, bool)]; 9] = [
    &[("good", false)],
    &[("GOO", false)],
    &[("good day", false)],
    &[("good", true)],
    &[("ete", false)],
    &[("été", true)],
    &[("day", false), ("goo", false)],
    &[("desk", false), ("que", false)],
    &[("hello", false), ("goo", false)],
];

/// Whether a text has words in a row, the last of them maybe only begun.
fn stands(text: &str, words: &str, begun: bool) -> bool {
    let folded = |text: &str| text.to_lowercase().replace('é', "e");
    let (text, words) = (folded(text), folded(words));
    let text: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words: Vec<&str> = words.split(' ').collect();
    text.windows(words.len()).any(|row| {
        let (last, before) = row.split_last().unwrap();
        let (wanted, wanted_before) = words.split_last().unwrap();
        before == wanted_before && (last == wanted || begun && last.starts_with(wanted))
    })
}

/// Whether a conversation has all wanted words in one text, and none of the unwanted in any.
fn has(one: &Conversation, words: &[Word]) -> bool {
    let heading = format!("{}\n{}\n{}\n{}", one.subject, one.external_id, one.agent, one.customer);
    let texts = || one.messages.iter().map(|message| message.text.as_str()).chain([heading.as_str()]);
    let wanted: Vec<&Word> = words.iter().filter(|word| !word.not).collect();
    let all = |text: &str| {
        let last = wanted.len().saturating_sub(1);
        wanted.iter().enumerate().all(|(at, word)| stands(text, &word.text, at == last))
    };
    (wanted.is_empty() || texts().any(all))
        && words
            .iter()
            .filter(|word| word.not)
            .all(|word| !texts().any(|text| stands(text, &word.text, false)))
}

fn some_query() -> impl Strategy<Value = Query> {
    let word = |words: &'static [&'static str]| prop::option::of(prop::sample::select(words.to_vec()));
    let status = prop::option::of(prop::sample::select(vec![Status::Open, Status::Solved, Status::Pending]));
    let words = prop::option::of(prop::sample::select(WORDS.to_vec()));
    let rest = (status, prop::option::of(any::<bool>()), prop::option::of(0i64..9), words);
    (word(&["chat", "mail", "fax"]), word(&["shop", "desk"]), word(&["login", "parcel", "a:b"]), rest)
        .prop_map(|(channel, source, tag, (status, rated, since, words))| Query {
            channel: channel.map(str::to_owned),
            source: source.map(str::to_owned),
            tag: tag.map(str::to_owned),
            status,
            rated,
            since: since.map(|since| moment(since).micros),
            words: words
                .into_iter()
                .flatten()
                .map(|(text, not)| Word { text: (*text).to_owned(), not: *not })
                .collect(),
            ..Query::default()
        })
}

/// The same found by looking at every conversation.
fn by_looking(store: &Store, query: &Query, order: ListOrder) -> Vec<i64> {
    let is = |wanted: &Option<String>, text: &str| {
        wanted.as_ref().is_none_or(|wanted| text.to_lowercase() == *wanted)
    };
    let mut found: Vec<Conversation> = Vec::new();
    let mut ids = BTreeMap::new();
    for id in store.all_conversations().unwrap() {
        let one = store.conversation(id).unwrap().unwrap();
        let takes = is(&query.channel, &one.channel)
            && is(&query.source, &one.source)
            && query.tag.as_ref().is_none_or(|tag| one.tags.iter().any(|one| one.to_lowercase() == *tag))
            && query.status.is_none_or(|status| one.status == Some(status))
            && query.rated.is_none_or(|rated| one.csat.is_some() == rated)
            && query.since.is_none_or(|since| one.opened_at.micros >= since)
            && has(&one, &query.words);
        if takes {
            ids.insert((one.source.clone(), one.external_id.clone()), id);
            found.push(one);
        }
    }
    let id = |one: &Conversation| ids[&(one.source.clone(), one.external_id.clone())];
    let plain = |one: &Conversation| one.subject.to_lowercase().replace('é', "e");
    found.sort_by(|a, b| {
        let (older, newer) =
            (a.opened_at.micros.cmp(&b.opened_at.micros), b.opened_at.micros.cmp(&a.opened_at.micros));
        match order {
            ListOrder::Oldest => older.then(id(a).cmp(&id(b))),
            ListOrder::Newest => newer.then(id(b).cmp(&id(a))),
            ListOrder::Longest => b.messages.len().cmp(&a.messages.len()).then(newer).then(id(b).cmp(&id(a))),
            ListOrder::Subject => plain(a).cmp(&plain(b)).then(newer).then(id(b).cmp(&id(a))),
        }
    });
    found.iter().map(id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn lists_are_as_by_looking(heads in some_heads(), later in some_heads(), queries in prop::collection::vec(some_query(), 1..5)) {
        const ORDERS: [ListOrder; 4] = [ListOrder::Newest, ListOrder::Oldest, ListOrder::Longest, ListOrder::Subject];
        let mut store = Store::memory().unwrap();
        // The second are other states of the first, or new: what was remembered of those is not true any more.
        for all in [heads, later] {
            store.take_in(&all, NOW).unwrap();
            while store.index_some(100).unwrap() {}
            for query in &queries {
                for order in ORDERS {
                    let found = store.conversation_ids(query, order).unwrap();
                    prop_assert_eq!(&found, &by_looking(&store, query, order), "{:?} {:?}", query, order);
                    if let Some(first) = store.first_ids(query, order, 3).unwrap() {
                        prop_assert_eq!(&first[..], &found[..found.len().min(3)]);
                    }
                    // After what was read before it was asked for.
                    while store.prepare(order).unwrap() {}
                    prop_assert_eq!(&store.conversation_ids(query, order).unwrap(), &found);
                    let first = store.first_ids(query, order, 3).unwrap();
                    let sooner = !query.words.is_empty() && order == ListOrder::Newest && !found.is_empty();
                    prop_assert_eq!(first.as_deref(), sooner.then(|| &found[..found.len().min(3)]));
                }
            }
        }
    }
}
