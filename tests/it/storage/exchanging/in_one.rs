//! Several changes at once, or none.

use super::*;

/// One after the other, all that one bundle changes.
const STEPS: usize = 7;

fn step_of_taking(store: &mut Store, step: usize) -> Result<(), StoreError> {
    match step {
        0 => store.take_bundle(&bundle(30, Some(ASKED))).map(drop),
        1 => store.add_fact(&fact(ASKED, MARC, 31, 31)).map(drop),
        2 => store.heard_from(MARC, 31, 1),
        3 => store.set_exchange_state(ASKED, exchange::Stage::Open, Some(Standing::Agreed)),
        4 => store.set_review_state(2, State::Agreed, NOW + 31),
        5 => {
            let seq = store.my_seq()?;
            store.put_outgoing(&Bundle { at: seq as i64, ..bundle(32, Some(ASKED)) }, b"reveal").map(drop)
        }
        _ => store.add_precedents(&[precedent("polite", "agreed", NOW)]),
    }
}

/// Fails after so many steps, unless it takes them all.
fn take(store: &mut Store, until: usize) -> Result<(), StoreError> {
    store.in_one(|store| {
        (0..until).try_for_each(|step| step_of_taking(store, step))?;
        if until < STEPS { Err(StoreError::Conflict) } else { Ok(()) }
    })
}

fn dump(path: &Path) -> Vec<String> {
    let db = Connection::open(path).unwrap();
    let mut lines = Vec::new();
    for table in ["meta", "person", "card", "fact", "exchange", "bundle", "precedent", "review", "submission"]
    {
        let mut statement = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            lines.extend((0..columns).map(|at| format!("{table} {:?}", row.get_ref(at).unwrap())));
        }
    }
    lines
}

#[test]
fn all_or_nothing_wherever_it_fails() {
    let (_keep, path) = folder();
    let mut store = travelled(&path);
    let before = dump(&path);
    for until in 0..STEPS {
        assert_eq!(take(&mut store, until).unwrap_err().kind(), Kind::Conflict);
        assert_eq!(dump(&path), before, "failed after step {until}");
    }
    take(&mut store, STEPS).unwrap();
    assert_ne!(dump(&path), before);
    assert_eq!(store.outgoing_unsent().unwrap().len(), 2);
    assert_eq!(store.my_seq().unwrap(), 2);
    assert_eq!(store.check().unwrap(), []);
    assert!(store.bundle_seen(BundleId([30; 16])).unwrap().is_some());
}

#[test]
fn an_error_of_the_engine_undoes_it_all() {
    let (_keep, path) = folder();
    let mut store = travelled(&path);
    let before = dump(&path);
    for how in ["ABORT", "ROLLBACK"] {
        let other = Connection::open(&path).unwrap();
        other
            .execute_batch(&format!(
                "CREATE TRIGGER t BEFORE INSERT ON precedent BEGIN SELECT raise({how}, 'x'); END"
            ))
            .unwrap();
        assert!(take(&mut store, STEPS).is_err());
        assert_eq!(dump(&path), before, "{how}");
        // Nor is anything saved alone by one who goes on after it.
        let went_on: Result<(), StoreError> = store.in_one(|store| {
            store.heard_from(MARC, 77, 1)?;
            let _ = store.add_precedents(&[precedent("polite", "x", NOW)]);
            let _ = store.heard_from(ZOE, 78, 1);
            if how == "ABORT" { Err(StoreError::Conflict) } else { Ok(()) }
        });
        assert!(went_on.is_err());
        assert_eq!(dump(&path), before, "{how}");
        other.execute_batch("DROP TRIGGER t").unwrap();
    }
    take(&mut store, STEPS).unwrap();
}

#[test]
fn a_panic_undoes_it() {
    let (_keep, path) = folder();
    let mut store = travelled(&path);
    let before = dump(&path);
    let fell = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.in_one::<(), StoreError>(|store| {
            store.heard_from(MARC, 40, 1)?;
            panic!("on purpose");
        })
    }));
    assert!(fell.is_err());
    assert_eq!(dump(&path), before);
    store.heard_from(MARC, 41, 1).unwrap();
    assert_eq!(store.person(MARC).unwrap().unwrap().last_seq, 41);
}

#[test]
fn a_refusal_inside_leaves_the_rest() {
    let mut store = Store::memory().unwrap();
    store
        .in_one::<_, StoreError>(|store| {
            store.add_person(&somebody(MARC, "Marc"))?;
            assert_eq!(store.person(MARC)?.unwrap().name, "Marc");
            assert_eq!(store.add_person(&somebody(ZOE, "marc")).unwrap_err().kind(), Kind::Taken);
            let inner: Result<(), StoreError> = store.in_one(|store| {
                store.rename_person(MARC, "Marco")?;
                Err(StoreError::Conflict)
            });
            assert_eq!(inner.unwrap_err().kind(), Kind::Conflict);
            store.in_one(|store| store.add_person(&somebody(ZOE, "Zoé")))
        })
        .unwrap();
    let names: Vec<_> = store.people().unwrap().into_iter().map(|person| person.name).collect();
    assert_eq!(names, ["Marc", "Zoé"]);
}

#[test]
fn lists_forget_what_was_undone() {
    let mut store = Store::memory().unwrap();
    let listed = |store: &Store| store.conversation_ids(&Query::default(), ListOrder::Newest).unwrap().len();
    let undone: Result<(), StoreError> = store.in_one(|store| {
        store.take_in(&[conversation("1", &["hi"])], NOW)?;
        assert_eq!(listed(store), 1);
        Err(StoreError::Conflict)
    });
    assert!(undone.is_err());
    assert_eq!(listed(&store), 0);
}

#[test]
fn others_see_it_whole() {
    let (_keep, path) = folder();
    let mut store = travelled(&path);
    let other = open(&path);
    store
        .in_one::<_, StoreError>(|store| {
            store.heard_from(MARC, 50, 1)?;
            assert_eq!(other.person(MARC)?.unwrap().last_seq, 0);
            Ok(())
        })
        .unwrap();
    assert_eq!(other.person(MARC).unwrap().unwrap().last_seq, 50);
}
