//! What can still be read of a damaged store comes out of it, and what cannot is named.

use super::*;
use rusqlite::types::Value as Cell;

/// Everything that a person would miss, by the name that a sentence about its loss must hold.
fn content(path: &Path) -> BTreeMap<String, Vec<Vec<Cell>>> {
    let db = Connection::open(path).unwrap();
    let mut found: BTreeMap<String, Vec<Vec<Cell>>> = BTreeMap::new();
    for (name, sql) in [
        (
            "Conversation c",
            "SELECT id, source, external_id, subject, agent, customer, tags FROM conversation",
        ),
        ("Conversation c", "SELECT id >> 20, external_id, at, role, author, text FROM message ORDER BY id"),
        ("eview ", "SELECT id, uid, conversation, role, reviewer, state, void_why FROM review"),
        ("eview ", "SELECT review, place, at, act FROM entry ORDER BY review, place"),
        ("eview ", "SELECT review, answers, seal, nonce FROM sheet"),
    ] {
        let mut statement = db.prepare(sql).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let id: i64 = row.get(0).unwrap();
            let values = (0..columns).map(|at| row.get(at).unwrap()).collect();
            found.entry(format!("{name}{id}")).or_default().push(values);
        }
    }
    found
}

/// An answer given after its review was begun, as people give them.
fn later(item: &str, value: Value) -> Entry {
    Entry { at: NOW + 9, ..step(item, value) }
}

/// Some pages of everything.
fn large(path: &Path) {
    let mut store = filled(path);
    store.append(1, 1, &later("solved", Value::No)).unwrap();
    let list = store.kept_checklists().unwrap()[0].id;
    let more: Vec<Conversation> = (0..60)
        .map(|n| {
            conversation(
                &format!("more-{n}"),
                &["where is my parcel", "it is on its way, thank you for asking"],
            )
        })
        .collect();
    for taken in store.take_in(&more, NOW).unwrap() {
        let review = store.begin_review(&new_review(taken.id, list)).unwrap();
        store.append(review, 0, &later("solved", Value::Yes)).unwrap();
        if taken.id % 2 == 0 {
            store.seal(review, &sealed()).unwrap();
        }
    }
    while store.index_some(1000).unwrap() {}
    assert_eq!(store.check().unwrap(), []);
}

/// Rescues the bytes into a store of their own. Each record is as it was, or named; how many of each.
#[track_caller]
fn rescued(what: &str, bytes: &[u8], before: &BTreeMap<String, Vec<Vec<Cell>>>) -> (usize, usize) {
    let (_keep, path) = folder();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    let told = rescue(&path, &path, &[], NOW).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(
        fs::read(told.restored.kept_old_as.unwrap()).unwrap(),
        bytes,
        "{what}: the damaged file stays"
    );
    assert_eq!(open(&path).check().unwrap().iter().filter(|finding| finding.damage).count(), 0, "{what}");
    let after = content(&path);
    let said: Vec<&str> = told.lost.iter().map(|lost| &*lost.en).collect();
    let named = |name: &str| {
        said.iter().any(|said| {
            said.match_indices(name)
                .any(|(at, _)| !said[at + name.len()..].starts_with(|c: char| c.is_ascii_digit()))
        })
    };
    // Without the list of contents, the rescue says that it cannot know all that is missing.
    let unsure = said.iter().any(|said| said.contains("cannot be named in full"));
    let (mut whole, mut lost) = (0, 0);
    for (name, records) in before {
        match after.get(name) == Some(records) {
            true => whole += 1,
            false if unsure || named(name) => lost += 1,
            false => panic!("{what}: {name} is neither whole nor named in {said:#?}: {:?}", after.get(name)),
        }
    }
    // A message whose own number was damaged keeps its words, in a conversation that stands in and is named.
    let new: Vec<&String> = after.keys().filter(|name| !before.contains_key(*name)).collect();
    assert!(new.iter().all(|name| named(name)), "{what}: {new:?} was not in, and is not named in {said:#?}");
    (whole, lost)
}

#[test]
fn a_sound_store_comes_out_as_it_is() {
    let (_keep, path) = folder();
    large(&path);
    let before = content(&path);
    let told = rescue(&path, &path, &[], NOW).unwrap();
    assert_eq!(told.lost, []);
    assert_eq!(content(&path), before);
    let mut store = open(&path);
    while store.index_some(1000).unwrap() {}
    assert_eq!((store.check().unwrap(), find(&store, "regle")), (Vec::new(), vec![2]));
    assert_eq!(store.draw(1).unwrap().unwrap().picks.len(), 2);
    assert_eq!(store.me().unwrap().unwrap().name, "Léa");
}

#[test]
fn whichever_page_is_gone_the_rest_comes_out() {
    let (_keep, path) = folder();
    large(&path);
    let (good, before) = (fs::read(&path).unwrap(), content(&path));
    let mut lost = 0;
    for page in 0..good.len() / 4096 {
        let mut bad = good.clone();
        bad[page * 4096..(page + 1) * 4096].fill(0);
        let (whole, named) = rescued(&format!("page {page}"), &bad, &before);
        assert!(whole >= before.len() / 3, "page {page}: {whole} of {}", before.len());
        lost += named;
    }
    assert!(lost > 0, "some page held something");
}

#[test]
fn a_cut_store_gives_what_its_beginning_holds() {
    let (_keep, path) = folder();
    large(&path);
    let (good, before) = (fs::read(&path).unwrap(), content(&path));
    for part in [2, 3, 5] {
        let (whole, named) = rescued(&format!("1/{part}"), &good[..good.len() / part], &before);
        assert!(named > 0 && whole + named == before.len(), "{part}: {whole} {named}");
    }
}

#[test]
fn a_flipped_letter_costs_one_record_its_wholeness_and_the_same_file_gives_it_back() {
    let (_keep, path) = folder();
    drop(filled(&path));
    let good = fs::read(&path).unwrap();
    let text = b"one of my shoes";
    let at = good.windows(text.len()).position(|window| window == text).unwrap();
    let mut bad = good.clone();
    bad[at] ^= 1;
    fs::write(&path, &bad).unwrap();
    let told = rescue(&path, &path, &[], NOW).unwrap();
    let said: Vec<&str> = told.lost.iter().map(|lost| &*lost.en).collect();
    assert_eq!(said, ["Conversation c1 is not as it was taken in."]);
    let mut store = open(&path);
    let whole = store.conversation(1).unwrap().unwrap();
    assert!(whole.tags.contains(&"damaged".to_owned()) && whole.tags.contains(&"parcel".to_owned()));
    assert!(whole.messages[0].text.contains("of my shoes"));
    assert_eq!(store.history(1).unwrap(), [step("solved", Value::Yes)], "what was said about it stays");
    let again = conversation("3592", &["hi, one of my shoes is missing", "Hello Crystal, thank you"]);
    assert_eq!(store.take_in(std::slice::from_ref(&again), NOW).unwrap()[0].outcome, Outcome::Updated);
    assert_eq!(store.conversation(1).unwrap().unwrap(), again);
    assert!(store.check().unwrap().iter().all(|finding| !finding.damage));
}

#[test]
fn a_known_checklist_stands_in_for_its_damaged_copy() {
    let (_keep, path) = folder();
    drop(filled(&path));
    let known = checklist("small");
    let good = fs::read(&path).unwrap();
    let text = b"\"title\":";
    let at = good.windows(text.len()).position(|window| window == text).unwrap();
    let mut bad = good.clone();
    bad[at] ^= 0x40;
    fs::write(&path, &bad).unwrap();
    let told = rescue(&path, &path, &[&known], NOW).unwrap();
    assert_eq!(told.lost.len(), 1, "{:?}", told.lost);
    let store = open(&path);
    assert_eq!(store.kept_checklists().unwrap()[0].checklist, known);
    assert_eq!((store.history(1).unwrap().len(), store.sealed(2).unwrap()), (1, Some(sealed())));
}

#[test]
fn a_trigger_from_elsewhere_does_not_come_along() {
    let (_keep, path) = folder();
    drop(filled(&path));
    let before = content(&path);
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TRIGGER canary AFTER INSERT ON message BEGIN DELETE FROM message; END")
        .unwrap();
    assert_eq!(refused(&path).kind(), Kind::Foreign);
    rescue(&path, &path, &[], NOW).unwrap();
    assert_eq!(content(&path), before);
}

#[test]
fn a_file_without_a_record_changes_nothing() {
    let (_keep, path) = folder();
    drop(filled(&path));
    let before = fs::read(&path).unwrap();
    let noise = path.with_file_name("noise.db");
    for bytes in [Vec::new(), vec![7; 40_000], b"no store\n".repeat(3000)] {
        fs::write(&noise, bytes).unwrap();
        assert_eq!(rescue(&noise, &path, &[], NOW).unwrap_err().kind(), Kind::Damaged);
        assert_eq!(fs::read(&path).unwrap(), before);
    }
    assert_eq!(rescue(&path.with_file_name("none.db"), &path, &[], NOW).unwrap_err().kind(), Kind::NotFound);
    let mut names: Vec<_> =
        fs::read_dir(path.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["aplomb.db", "aplomb.db-journal", "noise.db"]);
}

/// Bits of texts, heads of rows and heads of pages, spread over the file.
#[test]
fn whichever_bit_is_flipped_nothing_is_lost_without_a_word() {
    let (_keep, path) = folder();
    drop(filled(&path));
    let (good, before) = (fs::read(&path).unwrap(), content(&path));
    let written: Vec<usize> = (100..good.len()).filter(|at| good[*at] != 0).collect();
    for n in 0..60 {
        let at = written[n * written.len() / 60 + n % 7];
        let mut bad = good.clone();
        // The highest bit of a letter makes it none, the others another one.
        bad[at] ^= [0x80, 1, 0x40, 4][n % 4];
        rescued(&format!("bit of byte {at}"), &bad, &before);
    }
}

#[test]
fn a_letter_that_is_none_any_more_does_not_cost_the_answer_without_a_word() {
    let (_keep, path) = folder();
    drop(filled(&path));
    let (good, before) = (fs::read(&path).unwrap(), content(&path));
    for text in ["{\"step\"", "C’est réglé", "no link", "Question 3593"] {
        let at = good.windows(text.len()).position(|window| window == text.as_bytes()).unwrap();
        let mut bad = good.clone();
        bad[at + 1] ^= 0x80;
        let (whole, named) = rescued(text, &bad, &before);
        assert_eq!((whole + named, named), (before.len(), 1), "{text}");
    }
}
