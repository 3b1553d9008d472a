//! What is laid beside conversations for figures says what their messages say.

use super::*;

/// A message by its number: with the minute, the role, whether it is private, and whether another agent wrote it.
type Said = (u8, i64, u8, bool, bool);

fn some_messages() -> impl Strategy<Value = Vec<Said>> {
    prop::collection::vec((0u8..12, -20i64..400, 0u8..4, any::<bool>(), any::<bool>()), 0..8)
}

fn snapshot(id: usize, said: &[Said], status: Option<Status>, closed: Option<i64>) -> Conversation {
    let mut one = conversation(&id.to_string(), &[]);
    (one.status, one.closed_at) = (status, closed.map(moment));
    let mut numbers = std::collections::BTreeSet::new();
    for (number, minute, role, private, another) in said.iter().filter(|said| numbers.insert(said.0)) {
        let role = [Role::Customer, Role::Agent, Role::Bot, Role::System][usize::from(*role)];
        let mut message = message(&format!("{id}-{number}"), *minute, role, "good day");
        message.private = *private;
        if *another {
            message.author = format!("tom{}@shop.example", number % 3);
        }
        one.messages.push(message);
    }
    one
}

fn courses(store: &Store, from: i64) -> Vec<Course> {
    let mut all = Vec::new();
    store
        .each_course(moment(from).micros, moment(1_000).micros, &mut |course| all.push(course.clone()))
        .unwrap();
    all
}

fn due(store: &Store, before: i64) -> Due {
    let at = moment(before).micros;
    store.due(&Clocks { conversations: at, reviews: at, week: at }).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn as_the_messages_say(
        first in prop::collection::vec((some_messages(), 0usize..5, prop::option::of(-50i64..500)), 1..6),
        second in prop::collection::vec(some_messages(), 0..6),
        from in -30i64..450,
    ) {
        let status = |n: usize| [None, Some(Status::Open), Some(Status::Pending), Some(Status::Solved), Some(Status::Closed)][n];
        let (_keep, path) = folder();
        let mut store = open(&path);
        let all: Vec<Conversation> = first
            .iter()
            .enumerate()
            .map(|(id, (said, n, closed))| snapshot(id, said, status(*n), *closed))
            .collect();
        store.take_in(&all, NOW).unwrap();
        let again: Vec<Conversation> = second
            .iter()
            .zip(&first)
            .enumerate()
            .map(|(id, (said, (_, n, closed)))| snapshot(id, said, status(*n), *closed))
            .collect();
        store.take_in(&again, NOW + 1).unwrap();
        while store.index_some(1_000).unwrap() {}
        prop_assert_eq!(store.check().unwrap(), []);
        let (laid, laid_due) = (courses(&store, from), due(&store, from));
        let db = Connection::open(&path).unwrap();
        let rows: usize = db.query_row("SELECT count(*) FROM course", [], |row| row.get(0)).unwrap();
        prop_assert_eq!(rows, all.len());
        // As an older program leaves it that changed every conversation.
        db.execute("UPDATE course SET seen = seen + 1, turns = x'', last_at = 0", []).unwrap();
        prop_assert_eq!(courses(&store, from), laid.clone());
        prop_assert_eq!(due(&store, from), laid_due.clone());
        db.execute("DELETE FROM course", []).unwrap();
        prop_assert_eq!(courses(&store, from), laid);
        prop_assert_eq!(due(&store, from), laid_due);
        prop_assert_eq!(store.check().unwrap(), []);
    }
}

#[test]
fn a_course_that_was_damaged_is_told() {
    let (_keep, path) = folder();
    let store = filled(&path);
    let db = Connection::open(&path).unwrap();
    db.execute("UPDATE course SET turns = x'000000' WHERE conversation = 2", []).unwrap();
    let found = store.check().unwrap();
    assert!(matches!(found.as_slice(), [one] if one.damage && one.text.en.contains("c2")), "{found:?}");
}

#[test]
fn it_goes_with_its_conversation() {
    let (_keep, path) = folder();
    let mut store = filled(&path);
    let other = conversation("3594", &["hello", "good day"]);
    store.take_in(&[other], NOW).unwrap();
    let db = Connection::open(&path).unwrap();
    // An older program deletes the conversation and knows of no course.
    db.execute("INSERT INTO course VALUES(77, 0, 0, x'00')", []).unwrap();
    let clocks = Clocks { conversations: moment(500).micros, reviews: 0, week: moment(500).micros };
    let mut samples = Samples::default();
    store.purge_conversations(&[1, 2, 3], NOW, &mut samples).unwrap();
    store.purge_rest(&clocks, &mut samples).unwrap();
    let left: i64 = db.query_row("SELECT count(*) FROM course", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
}
