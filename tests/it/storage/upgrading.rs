//! Stores of earlier versions, brought up to this one.

use super::*;

/// A store as version 1.0 left it.
fn old_store(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    Connection::open(path).unwrap().execute_batch(include_str!("version_1_0.sql")).unwrap();
}

pub fn version(db: &Connection) -> i64 {
    db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

/// Kind, name, table and text of everything in a schema, in the order in which it was made.
pub fn schema(db: &Connection) -> Vec<(String, String, String, Option<String>)> {
    db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

const TABLES: [&str; 10] =
    ["meta", "conversation", "message", "checklist", "review", "entry", "sealed", "sheet", "draw", "drawn"];

/// Every value of every table of version 1.0.
fn content(db: &Connection) -> Vec<String> {
    let mut lines = Vec::new();
    for table in TABLES {
        let mut statement = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<String> =
                (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
            lines.push(format!("{table}: {}", values.join(", ")));
        }
    }
    lines
}

fn copies(path: &Path) -> Vec<PathBuf> {
    let mut copies: Vec<PathBuf> = fs::read_dir(path.with_file_name("backups"))
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    copies.sort();
    copies
}

#[test]
fn every_record_and_digest_stays() {
    let (_keep, path) = folder();
    old_store(&path);
    let before = content(&Connection::open(&path).unwrap());
    assert_eq!(before.len(), 25, "the fixture holds something of everything");
    let mut store = open(&path);
    assert_eq!(store.check().unwrap(), []);
    assert_eq!(store.sealed(2).unwrap(), Some(sealed()));
    assert_eq!(store.history(3).unwrap().len(), 2);
    assert_eq!(find(&store, "oeuf"), [3]);
    let db = Connection::open(&path).unwrap();
    assert_eq!(version(&db), VERSION);
    assert_eq!(content(&db), before);
    let laid: u64 = db.query_row("SELECT count(*) FROM course", [], |row| row.get(0)).unwrap();
    assert_eq!(laid, store.conversation_count().unwrap(), "what figures read is laid beside each");
    // What is new works at once.
    assert_eq!(store.my_seq().unwrap(), 1);
    assert_eq!(store.people().unwrap(), []);
    store.append(1, 1, &step("solved", Value::No)).unwrap();
    drop(store);
    // Again: nothing to do, no second copy.
    drop(open(&path));
    let copies = copies(&path);
    assert_eq!(copies.len(), 1);
    let copy = Connection::open(&copies[0]).unwrap();
    assert_eq!((version(&copy), content(&copy)), (1000, before));
    drop(copy);
    restore(&copies[0], &path, NOW + 60_000_000).unwrap();
    assert_eq!(open(&path).history(1).unwrap().len(), 1);
}

#[test]
fn a_store_that_grew_equals_a_new_one() {
    let (_keep, path) = folder();
    old_store(&path);
    drop(open(&path));
    let (_keep_new, fresh) = folder();
    drop(open(&fresh));
    let read = |path: &Path| schema(&Connection::open(path).unwrap());
    assert_eq!(read(&path), read(&fresh));
}

/// A program of version 1.0 opens a newer minor version when all of its own objects are there unchanged and the others
/// are tables and indexes.
#[test]
fn programs_of_version_1_0_can_still_open_it() {
    let (_keep, path) = folder();
    old_store(&path);
    let before = schema(&Connection::open(&path).unwrap());
    drop(open(&path));
    let after = schema(&Connection::open(&path).unwrap());
    assert!(before.iter().all(|object| after.contains(object)));
    let added: Vec<_> = after.iter().filter(|object| !before.contains(object)).collect();
    assert!(!added.is_empty());
    assert!(added.iter().all(|object| object.0 == "table" || object.0 == "index"));
}

/// The commit had begun to write the new version into the file, and the journal was still to be rolled back.
#[test]
fn killed_in_the_middle_it_begins_anew() {
    let (_keep, path) = folder();
    old_store(&path);
    let copy = path.with_file_name("killed.db");
    let before = content(&Connection::open(&path).unwrap());
    {
        let db = Connection::open(&path).unwrap();
        db.execute_batch(
            "PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 1; BEGIN EXCLUSIVE; \
             CREATE TABLE person(id BLOB PRIMARY KEY NOT NULL) STRICT; PRAGMA user_version = 1001; \
             UPDATE message SET text = hex(zeroblob(20000));",
        )
        .unwrap();
        fs::copy(&path, &copy).unwrap();
        fs::copy(path.with_file_name("aplomb.db-journal"), path.with_file_name("killed.db-journal")).unwrap();
        db.execute_batch("ROLLBACK").unwrap();
    }
    let mut bytes = fs::read(&copy).unwrap();
    bytes[60..64].copy_from_slice(&1001_u32.to_be_bytes());
    fs::write(&copy, bytes).unwrap();
    let store = open(&copy);
    assert_eq!(store.check().unwrap(), []);
    let db = Connection::open(&copy).unwrap();
    assert_eq!((version(&db), content(&db)), (VERSION, before));
}

#[test]
fn half_a_copy_of_a_killed_process_is_no_obstacle() {
    let (_keep, path) = folder();
    old_store(&path);
    drop(open(&path));
    let name = copies(&path).remove(0);
    let (_keep_second, second) = folder();
    old_store(&second);
    let half = second.with_file_name("backups").join(name.file_name().unwrap());
    fs::create_dir_all(half.parent().unwrap()).unwrap();
    fs::write(&half, b"half").unwrap();
    assert_eq!(open(&second).check().unwrap(), []);
    assert_eq!(copies(&second).len(), 2);
    assert_eq!(fs::read(&half).unwrap(), b"half");
}

#[test]
fn two_windows_may_open_it_at_once() {
    let (_keep, path) = folder();
    old_store(&path);
    std::thread::scope(|scope| {
        let windows: Vec<_> = (0..3).map(|_| scope.spawn(|| open(&path).conversation_count())).collect();
        for window in windows {
            assert_eq!(window.join().unwrap().unwrap(), 3);
        }
    });
    assert_eq!(open(&path).check().unwrap(), []);
}

#[cfg(unix)]
#[test]
fn one_that_may_not_be_written_is_read_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let (_keep, path) = folder();
    old_store(&path);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    fs::set_permissions(path.parent().unwrap(), fs::Permissions::from_mode(0o500)).unwrap();
    let before = fingerprint(&path);
    let mut store = Store::open(&path, Access::Write, NOW).unwrap().store;
    assert_eq!(store.access(), Access::Read);
    assert_eq!(find(&store, "regle"), [2]);
    assert_eq!(store.candidates(None, &|_| true).unwrap().len(), 3);
    assert_eq!(store.people().unwrap(), []);
    assert_eq!(store.exchanges().unwrap(), []);
    assert_eq!(store.submissions().unwrap(), []);
    assert_eq!(store.check().unwrap(), []);
    assert_eq!(store.my_seq().unwrap_err().kind(), Kind::ReadOnly);
    drop(store);
    assert_eq!(fingerprint(&path), before);
    fs::set_permissions(path.parent().unwrap(), fs::Permissions::from_mode(0o700)).unwrap();
}
