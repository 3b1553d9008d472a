//! Migrations that break off: at whatever statement, at whatever step, the version before it stays whole, and the next
//! start comes to the end.

use rusqlite::Batch;
use rusqlite::fallible_iterator::FallibleIterator;

use aplomb::domain::names::PersonId;

use super::earlier::{take_back, versions};
use super::upgrading::{schema, version};
use super::*;

/// A store of an earlier version with something of everything that it knew.
fn earlier(path: &Path, version: i64) {
    let mut store = filled(path);
    let card = NewCard { fingerprint: Digest([3; 32]), number: 1, bytes: b"card".to_vec(), at: NOW };
    let marc = NewPerson { id: PersonId([1; 16]), name: "Marc".into(), lead: false, trust: Trust::Met, card };
    store.add_person(&marc).unwrap();
    let day = "2026-03-02".parse().unwrap();
    let (metric, channel, note) = ("effort".to_owned(), String::new(), "by hand".to_owned());
    store
        .keep_typed(&TypedRow {
            metric,
            first: day,
            last: day,
            channel,
            value: 3.5,
            n: Some(9),
            note,
            at: NOW,
        })
        .unwrap();
    store
        .put_receipt(&Receipt { id: [4; 16], at: NOW, kind: Deletion::Purge, told: Told::default() })
        .unwrap();
    let (source, external_id, part) = ("desk".to_owned(), "35".to_owned(), r#"{"late":true}"#.to_owned());
    store.wait(&[Waiting { source, external_id, piece: Digest([5; 32]), at: NOW, part }]).unwrap();
    drop(store);
    let db = Connection::open(path).unwrap();
    for table in ["person", "typed", "receipt", "waiting"] {
        let rows: i64 = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 1, "{table}");
    }
    take_back(&db, version).unwrap();
}

/// Every value of every table of that version.
type Content = BTreeMap<String, Vec<String>>;

fn content(db: &Connection) -> Content {
    let tables: Vec<String> = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    tables.into_iter().map(|table| (table.clone(), rows(db, &table))).collect()
}

fn rows(db: &Connection, table: &str) -> Vec<String> {
    let mut statement = db.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut lines = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let values: Vec<String> = (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
        lines.push(values.join(", "));
    }
    lines
}

/// Opens the store with the program and holds that it came to the end with all that was there.
fn comes_to_the_end(path: &Path, before: &Content) {
    let store = open(path);
    assert_eq!(store.check().unwrap(), []);
    drop(store);
    let db = Connection::open(path).unwrap();
    assert_eq!(version(&db), VERSION);
    let after = content(&db);
    for (table, rows) in before {
        assert_eq!(&after[table], rows, "{table}");
    }
}

/// A copy of the file and its journal as they lie on the disk in the middle of a transaction: `statements` of the step
/// are through, and pages were written into the file.
fn crashed(path: &Path, step: &Step, statements: usize, number: usize) -> PathBuf {
    let copy = path.with_file_name(format!("crashed-{number}.db"));
    let db = Connection::open(path).unwrap();
    db.execute_batch("PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 1; BEGIN EXCLUSIVE").unwrap();
    let mut batch = Batch::new(&db, step.sql);
    for _ in 0..statements {
        batch.next().unwrap().unwrap().execute([]).unwrap();
    }
    db.pragma_update(None, "user_version", step.to).unwrap();
    // More than the cache holds.
    db.execute_batch("UPDATE message SET text = hex(zeroblob(20000))").unwrap();
    fs::copy(path, &copy).unwrap();
    fs::copy(
        path.with_file_name("aplomb.db-journal"),
        copy.with_file_name(format!("crashed-{number}.db-journal")),
    )
    .unwrap();
    db.execute_batch("ROLLBACK").unwrap();
    copy
}

fn statements(step: &Step, path: &Path) -> usize {
    let db = Connection::open(path).unwrap();
    db.execute_batch("BEGIN").unwrap();
    let mut batch = Batch::new(&db, step.sql);
    let mut count = 0;
    while let Some(mut statement) = batch.next().unwrap() {
        statement.execute([]).unwrap();
        count += 1;
    }
    db.execute_batch("ROLLBACK").unwrap();
    count
}

#[test]
fn after_any_statement_of_any_step_the_version_before_is_whole() {
    for step in STEPS {
        let (_keep, path) = folder();
        earlier(&path, step.from);
        let (bytes, db) = (fs::read(&path).unwrap(), Connection::open(&path).unwrap());
        let (before, before_schema) = (content(&db), schema(&db));
        drop(db);
        let last = statements(step, &path);
        assert!(last > 0);
        for n in 0..=last {
            let copy = crashed(&path, step, n, n);
            assert_ne!(fs::read(&copy).unwrap(), bytes, "the file was written in the middle");
            let db = Connection::open(&copy).unwrap();
            assert_eq!((version(&db), content(&db)), (step.from, before.clone()), "{} of {}", n, step.to);
            assert_eq!(schema(&db), before_schema);
        }
        // The program itself plays the journal back, and begins anew.
        let copy = crashed(&path, step, last, last + 1);
        comes_to_the_end(&copy, &before);
    }
}

#[test]
fn a_step_refused_at_its_end_leaves_the_version_before_whole() {
    for step in STEPS {
        let (_keep, path) = folder();
        earlier(&path, step.from);
        let mut db = Connection::open(&path).unwrap();
        let (before, before_schema) = (content(&db), schema(&db));
        let sql: &str = format!("{};\nINSERT INTO nowhere VALUES(1);", step.sql).leak();
        assert!(migrate(&mut db, &path, &[Step { sql, ..*step }], step.from, VERSION, NOW).is_err());
        assert_eq!((version(&db), content(&db), schema(&db)), (step.from, before.clone(), before_schema));
        drop(db);
        comes_to_the_end(&path, &before);
    }
}

#[test]
fn every_version_on_the_way_is_whole_and_leads_to_the_newest() {
    let known = versions();
    for (from, to) in
        known.iter().flat_map(|from| known.iter().map(move |to| (*from, *to))).filter(|(a, b)| a < b)
    {
        let (_keep, path) = folder();
        earlier(&path, from);
        let mut db = Connection::open(&path).unwrap();
        let before = content(&db);
        // Killed between two steps: as if that had been the last one.
        assert_eq!(migrate(&mut db, &path, STEPS, from, to, NOW).unwrap(), to);
        assert_eq!(version(&db), to);
        let after = content(&db);
        assert!(before.iter().all(|(table, rows)| &after[table] == rows), "from {from} to {to}");
        drop(db);
        comes_to_the_end(&path, &before);
    }
}

/// One that was taken back and grew again cannot be told from a new one: so it had been what that version left.
#[test]
fn a_store_taken_back_grows_to_what_a_new_one_is() {
    let (_keep_new, fresh) = folder();
    drop(open(&fresh));
    let sorted = |path: &Path| {
        let mut schema = schema(&Connection::open(path).unwrap());
        schema.sort();
        schema
    };
    for version in versions() {
        let (_keep, path) = folder();
        earlier(&path, version);
        drop(open(&path));
        assert_eq!(sorted(&path), sorted(&fresh), "{version}");
    }
}
