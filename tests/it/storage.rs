//! The store as a file: what it opens and refuses, what it keeps, and what survives.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use aplomb::domain::checklist::{Checklist, NaPolicy, Subject};
use aplomb::domain::conversation::{Conversation, Csat, Message, Moment, Role, Status};
use aplomb::domain::digest::Digest;
use aplomb::domain::history::{Act, Change, Entry};
use aplomb::domain::person::Me;
use aplomb::domain::review::{Answer, ReviewRole, Sheet, State, Value};
use aplomb::storage::*;
use aplomb::words::Bilingual;
use proptest::prelude::*;
use rusqlite::Connection;
use tempfile::TempDir;

mod courses;
mod earlier;
mod exchanging;
mod interrupted;
mod many;
mod outside;
mod rescuing;
mod upgrading;

const NOW: i64 = 1_772_445_600_000_000;

fn moment(minute: i64) -> Moment {
    Moment { micros: NOW + minute * 60_000_000, offset: 3600 }
}

fn message(id: &str, minute: i64, role: Role, text: &str) -> Message {
    let author = match role {
        Role::Agent => "lea@shop.example",
        Role::Customer => "crystal@mail.example",
        Role::Bot | Role::System => "",
    };
    Message {
        id: id.to_owned(),
        at: moment(minute),
        role,
        author: author.to_owned(),
        text: text.to_owned(),
        html: None,
        private: false,
        macro_name: None,
    }
}

fn conversation(id: &str, texts: &[&str]) -> Conversation {
    Conversation {
        source: "shop".to_owned(),
        external_id: id.to_owned(),
        channel: "chat".to_owned(),
        subject: format!("Question {id}"),
        status: Some(Status::Solved),
        opened_at: moment(0),
        closed_at: None,
        agent: "lea@shop.example".to_owned(),
        customer: "crystal@mail.example".to_owned(),
        tags: vec!["parcel".to_owned()],
        csat: Some(Csat { score: 4.0, min: 1.0, max: 5.0, comment: Some("thanks".to_owned()) }),
        transfers: None,
        reopens: Some(0),
        messages: texts
            .iter()
            .enumerate()
            .map(|(n, text)| {
                let role = if n % 2 == 0 { Role::Customer } else { Role::Agent };
                message(&format!("{id}-{n}"), n as i64, role, text)
            })
            .collect(),
    }
}

fn checklist(id: &str) -> Checklist {
    Checklist {
        id: id.to_owned(),
        version: 1,
        subject: Subject::Conversation,
        title: Bilingual::fixed("Small", "Petite"),
        from: String::new(),
        na_policy: NaPolicy::Drop,
        index: false,
        peer_reviews_before_submission: 1,
        pillars: Vec::new(),
        items: Vec::new(),
        metrics: Vec::new(),
        hints: Vec::new(),
    }
}

fn open(path: &Path) -> Store {
    Store::open(path, Access::Write, NOW).unwrap().store
}

fn refused(path: &Path) -> StoreError {
    Store::open(path, Access::Write, NOW).err().unwrap()
}

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data").join("aplomb.db");
    (folder, path)
}

/// A store with something of everything in it.
fn filled(path: &Path) -> Store {
    let mut store = open(path);
    store.set_me(&Me { name: "Léa".to_owned(), aliases: vec!["lea@shop.example".to_owned()] }).unwrap();
    let both = [
        conversation("3592", &["hi, one of my shoes is missing", "Hello Crystal, thank you"]),
        conversation("3593", &["J’ai payé deux fois", "C’est réglé, bonne journée"]),
    ];
    store.take_in(&both, NOW).unwrap();
    while store.index_some(1000).unwrap() {}
    let checklist = store.keep_checklist(&checklist("small")).unwrap();
    let review = store.begin_review(&new_review(1, checklist)).unwrap();
    store.append(review, 0, &step("solved", Value::Yes)).unwrap();
    let other = store.begin_review(&new_review(2, checklist)).unwrap();
    store.append(other, 0, &step("solved", Value::No)).unwrap();
    store.seal(other, &sealed()).unwrap();
    store.keep_draw(&draw(&[1, 2])).unwrap();
    store
}

fn new_review(conversation: i64, checklist: i64) -> NewReview {
    NewReview {
        conversation,
        role: ReviewRole::Own,
        reviewer: "Léa".to_owned(),
        checklist,
        own: None,
        at: NOW,
        random: [conversation as u8; 10],
    }
}

fn step(item: &str, value: Value) -> Entry {
    let change = Change { item: item.to_owned(), before: None, after: Some(Answer::of(value)) };
    Entry { at: NOW, act: Act::Step(vec![change]) }
}

fn sealed() -> Sealed {
    let answer = Answer { comment: "no link".to_owned(), ..Answer::of(Value::No) };
    Sealed {
        answers: vec![252, 255],
        sheet: Sheet(BTreeMap::from([("solved".to_owned(), answer)])),
        digest: Digest([7; 32]),
        nonce: [9; 32],
        at: NOW + 5,
    }
}

fn draw(conversations: &[i64]) -> Draw {
    Draw {
        id: 0,
        at: NOW,
        seed: u64::MAX,
        rule: "10 by channel".to_owned(),
        pool: 2,
        strata: vec![Stratum { name: "chat".to_owned(), drawn: 2, of: 2 }],
        picks: conversations.iter().map(|id| Pick { conversation: *id, stratum: 0, share: 0.5 }).collect(),
    }
}

fn words(text: &str) -> Query {
    Query { words: text.split_whitespace().map(word).collect(), ..Query::default() }
}

fn word(text: &str) -> Word {
    match text.strip_prefix('!') {
        Some(text) => Word { text: text.to_owned(), not: true },
        None => Word { text: text.to_owned(), not: false },
    }
}

fn find(store: &Store, text: &str) -> Vec<i64> {
    let mut ids = store.conversation_ids(&words(text), ListOrder::Oldest).unwrap();
    ids.sort_unstable();
    ids
}

/// Everything about a file that a refusal must not touch.
fn fingerprint(path: &Path) -> (Vec<u8>, SystemTime, Vec<String>) {
    let mut names: Vec<String> = fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    (fs::read(path).unwrap(), fs::metadata(path).unwrap().modified().unwrap(), names)
}

mod opening {
    use super::*;

    #[test]
    fn a_new_store_comes_back_with_what_was_put_in() {
        let (_keep, path) = folder();
        drop(filled(&path));
        let store = open(&path);
        assert_eq!(store.me().unwrap().unwrap().name, "Léa");
        assert_eq!(store.conversation_count().unwrap(), 2);
        assert_eq!(store.message_count().unwrap(), 4);
        assert_eq!(store.history(1).unwrap(), [step("solved", Value::Yes)]);
        assert_eq!(store.check().unwrap(), []);
    }

    #[test]
    fn opening_a_new_store_leaves_only_the_store() {
        let (_keep, path) = folder();
        drop(filled(&path));
        let mut names: Vec<String> = fs::read_dir(path.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["aplomb.db", "aplomb.db-journal"]);
    }

    #[test]
    fn a_write_waits_for_the_one_before() {
        let (_keep, path) = folder();
        let mut store = filled(&path);
        let other = Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let (about_to, asked) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                about_to.send(()).unwrap();
                store.set_me(&Me { name: "Zoé".to_owned(), aliases: Vec::new() }).unwrap();
            });
            asked.recv().unwrap();
            std::thread::yield_now();
            other.execute_batch("COMMIT").unwrap();
        });
        assert_eq!(open(&path).me().unwrap().unwrap().name, "Zoé");
    }

    #[test]
    fn a_missing_store_is_not_created_for_a_reader() {
        let (_keep, path) = folder();
        let error = Store::open(&path, Access::Read, NOW).err().unwrap();
        assert_eq!(error.kind(), Kind::NotFound);
        assert!(!path.parent().unwrap().exists());
    }

    #[cfg(unix)]
    #[test]
    fn files_and_folders_are_private() {
        use std::os::unix::fs::PermissionsExt;
        let (_keep, path) = folder();
        let store = filled(&path);
        store.backup(&path.with_file_name("copy.db")).unwrap();
        let stage = store.stage().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        for entry in fs::read_dir(path.parent().unwrap()).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
        drop(stage);
    }

    #[cfg(unix)]
    #[test]
    fn others_lose_their_rights_and_it_is_said() {
        use std::os::unix::fs::PermissionsExt;
        let (_keep, path) = folder();
        drop(filled(&path));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let opened = Store::open(&path, Access::Write, NOW).unwrap();
        assert_eq!(opened.notices.len(), 1);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_protected_store_opens_as_a_viewer() {
        use std::os::unix::fs::PermissionsExt;
        let (_keep, path) = folder();
        drop(filled(&path));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        fs::set_permissions(path.parent().unwrap(), fs::Permissions::from_mode(0o500)).unwrap();
        let before = fingerprint(&path);
        let opened = Store::open(&path, Access::Write, NOW).unwrap();
        let mut store = opened.store;
        assert_eq!(store.access(), Access::Read);
        assert_eq!(opened.notices.len(), 1);
        assert_eq!(find(&store, "regle"), [2]);
        assert_eq!(store.void(1, "no", NOW).unwrap_err().kind(), Kind::ReadOnly);
        assert!(store.check().unwrap().is_empty());
        assert_eq!(fingerprint(&path), before);
        fs::set_permissions(path.parent().unwrap(), fs::Permissions::from_mode(0o700)).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_and_folders_are_refused() {
        let (_keep, path) = folder();
        drop(filled(&path));
        let link = path.with_file_name("link.db");
        std::os::unix::fs::symlink("aplomb.db", &link).unwrap();
        assert_eq!(refused(&link).kind(), Kind::Link);
        let dangling = path.with_file_name("dangling.db");
        std::os::unix::fs::symlink("nowhere.db", &dangling).unwrap();
        assert_eq!(refused(&dangling).kind(), Kind::Link);
        assert!(!path.with_file_name("nowhere.db").exists());
        let linked_folder = path.parent().unwrap().with_file_name("linked");
        std::os::unix::fs::symlink("data", &linked_folder).unwrap();
        assert_eq!(refused(&linked_folder.join("aplomb.db")).kind(), Kind::Link);
        fs::create_dir(path.with_file_name("folder.db")).unwrap();
        assert_eq!(refused(&path.with_file_name("folder.db")).kind(), Kind::Link);
    }

    /// Each way of spoiling a good store, and how it must be refused.
    #[test]
    fn what_is_not_a_sound_store_is_refused_untouched() {
        let (_keep, path) = folder();
        drop(filled(&path));
        let good = fs::read(&path).unwrap();
        let patched = |at: usize, bytes: &[u8]| {
            let mut spoilt = good.clone();
            spoilt[at..at + bytes.len()].copy_from_slice(bytes);
            spoilt
        };
        let cases: Vec<(&str, Vec<u8>, Kind)> = vec![
            ("empty", Vec::new(), Kind::Damaged),
            ("50 bytes", good[..50].to_vec(), Kind::Damaged),
            ("half", good[..good.len() / 2].to_vec(), Kind::Damaged),
            ("odd tail", good[..good.len() - 1000].to_vec(), Kind::Damaged),
            ("text", "ceci n’est pas une base\n".repeat(200).into_bytes(), Kind::NotADatabase),
            ("magic", patched(0, b"SQLx"), Kind::NotADatabase),
            ("other program", patched(68, &0x5A5A_5A5A_u32.to_be_bytes()), Kind::Foreign),
            ("no program", patched(68, &[0; 4]), Kind::Foreign),
            ("newer", patched(60, &9999_u32.to_be_bytes()), Kind::Newer),
            ("next major", patched(60, &2000_u32.to_be_bytes()), Kind::Newer),
            ("zeroed page", patched(4096, &[0; 4096]), Kind::Corrupt),
        ];
        for (name, bytes, kind) in cases {
            let spoilt = path.with_file_name("spoilt.db");
            fs::write(&spoilt, &bytes).unwrap();
            let before = fingerprint(&spoilt);
            let error = refused(&spoilt);
            assert_eq!(error.kind(), kind, "{name}: {error}");
            assert_eq!(fingerprint(&spoilt), before, "{name}");
        }
    }

    #[test]
    fn a_newer_store_names_both_versions() {
        let (_keep, path) = folder();
        drop(filled(&path));
        let mut bytes = fs::read(&path).unwrap();
        bytes[60..64].copy_from_slice(&3002_u32.to_be_bytes());
        fs::write(&path, bytes).unwrap();
        let said = refused(&path).what();
        assert!(said.en.contains("3.2") && said.en.contains(&format!("1.{}", VERSION - 1000)), "{}", said.en);
    }

    #[test]
    fn a_newer_minor_version_opens_with_its_additions() {
        let (_keep, path) = folder();
        drop(filled(&path));
        Connection::open(&path)
            .unwrap()
            .execute_batch("CREATE TABLE later(id INTEGER PRIMARY KEY) STRICT; PRAGMA user_version = 1007")
            .unwrap();
        assert_eq!(open(&path).conversation_count().unwrap(), 2);
    }

    #[test]
    fn foreign_objects_are_refused_and_named() {
        for sql in [
            "CREATE TRIGGER canary AFTER INSERT ON message BEGIN DELETE FROM message; END",
            "CREATE VIEW canary AS SELECT 1",
            "CREATE TABLE canary(x)",
            "CREATE INDEX canary ON message(at)",
        ] {
            let (_keep, path) = folder();
            drop(filled(&path));
            Connection::open(&path).unwrap().execute_batch(sql).unwrap();
            let before = fingerprint(&path);
            let error = refused(&path);
            assert_eq!(error.kind(), Kind::Foreign);
            assert!(error.what().en.contains("canary"), "{error}");
            assert_eq!(fingerprint(&path), before);
        }
        let (_keep, path) = folder();
        drop(filled(&path));
        Connection::open(&path).unwrap().execute_batch("DROP INDEX conversation_opened").unwrap();
        assert_eq!(refused(&path).kind(), Kind::Foreign);
    }

    #[test]
    fn a_damaged_store_names_the_newest_good_backup() {
        let (_keep, path) = folder();
        let store = filled(&path);
        let backups = path.parent().unwrap().join("backups");
        let good = backups.join("aplomb-good.db");
        store.backup(&good).unwrap();
        drop(store);
        // A newer one that is none.
        fs::write(backups.join("aplomb-later.db"), b"half a copy").unwrap();
        fs::write(&path, b"").unwrap();
        let error = refused(&path);
        assert!(error.hint().en.contains("aplomb-good.db"), "{}", error.hint().en);
        restore(&good, &path, NOW).unwrap();
        assert_eq!(open(&path).conversation_count().unwrap(), 2);
    }

    #[test]
    fn what_a_killed_process_left_is_rolled_back_even_for_a_reader() {
        let (_keep, path) = folder();
        drop(filled(&path));
        let copy = path.with_file_name("killed.db");
        {
            // Cut off between writing pages and committing: the journal is hot.
            let db = Connection::open(&path).unwrap();
            db.execute_batch(
                "PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 1; BEGIN IMMEDIATE; \
                 UPDATE message SET text = hex(zeroblob(20000)); UPDATE conversation SET subject = 'lost';",
            )
            .unwrap();
            fs::copy(&path, &copy).unwrap();
            fs::copy(path.with_file_name("aplomb.db-journal"), path.with_file_name("killed.db-journal"))
                .unwrap();
            db.execute_batch("ROLLBACK").unwrap();
        }
        let store = Store::open(&copy, Access::Read, NOW).unwrap().store;
        assert_eq!(store.conversation(1).unwrap().unwrap().subject, "Question 3592");
        drop(store);
        assert_eq!(open(&copy).check().unwrap(), []);
    }
}

mod migrating {
    use super::*;

    const TOY: &[Step] = &[
        Step {
            from: VERSION,
            to: VERSION + 1,
            sql: "CREATE TABLE one(id INTEGER PRIMARY KEY) STRICT; INSERT INTO one VALUES(1)",
        },
        Step { from: VERSION + 1, to: VERSION + 2, sql: "ALTER TABLE one ADD COLUMN two TEXT" },
    ];

    #[test]
    fn every_step_runs_once_after_a_copy() {
        let (_keep, path) = folder();
        drop(filled(&path));
        let mut db = Connection::open(&path).unwrap();
        assert_eq!(migrate(&mut db, &path, TOY, VERSION, VERSION + 2, NOW).unwrap(), VERSION + 2);
        let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(version, VERSION + 2);
        let rows: i64 =
            db.query_row("SELECT count(*) FROM one WHERE two IS NULL", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 1);
        let copies: Vec<PathBuf> =
            fs::read_dir(path.with_file_name("backups")).unwrap().map(|e| e.unwrap().path()).collect();
        assert_eq!(copies.len(), 1);
        assert!(copies[0].to_string_lossy().contains(&format!("aplomb-{VERSION}-")));
        assert_eq!(open(&copies[0]).conversation_count().unwrap(), 2);
        // Again: nothing to do, no second copy.
        assert_eq!(migrate(&mut db, &path, TOY, VERSION + 2, VERSION + 2, NOW).unwrap(), VERSION + 2);
        assert_eq!(fs::read_dir(path.with_file_name("backups")).unwrap().count(), 1);
    }

    #[test]
    fn a_step_that_fails_leaves_the_version_before_it() {
        let (_keep, path) = folder();
        drop(filled(&path));
        let mut db = Connection::open(&path).unwrap();
        let broken = [
            TOY[0],
            Step { from: VERSION + 1, to: VERSION + 2, sql: "CREATE TABLE half(x); CREATE TABLE one(x)" },
        ];
        assert!(migrate(&mut db, &path, &broken, VERSION, VERSION + 2, NOW).is_err());
        let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(version, VERSION + 1);
        let half: i64 = db
            .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'half'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(half, 0);
    }
}

mod taking_in {
    use super::*;

    #[test]
    fn a_conversation_comes_back_as_it_went_in() {
        let mut store = Store::memory().unwrap();
        let mut whole = conversation("a/b", &["hi\u{1b}]52;c;x\u{7} \0 end", "", "œuf", "x"]);
        whole.messages[1].author = "bot@shop.example".to_owned();
        whole.messages[2].html = Some("<p>œuf</p>".to_owned());
        whole.messages[2].at.offset = -7200;
        whole.messages[3].private = true;
        whole.messages[3].macro_name = Some("bye".to_owned());
        whole.closed_at = Some(moment(90));
        whole.tags = vec!["a\"b".to_owned(), String::new()];
        let taken = store.take_in(std::slice::from_ref(&whole), NOW).unwrap();
        assert_eq!(taken[0].outcome, Outcome::Added);
        assert_eq!(store.conversation(taken[0].id).unwrap().unwrap(), whole);
        assert_eq!(store.check().unwrap().iter().filter(|finding| finding.damage).count(), 0);
    }

    #[test]
    fn numbers_that_a_column_cannot_hold() {
        let mut store = Store::memory().unwrap();
        let mut odd = conversation("1", &["hi"]);
        odd.csat = Some(Csat { score: f64::NAN, min: 1.0, max: 5.0, comment: None });
        let mut zero = conversation("2", &["hi"]);
        zero.csat = Some(Csat { score: -0.0, min: -0.0, max: 5.0, comment: None });
        for c in [odd, zero] {
            assert_eq!(store.take_in(std::slice::from_ref(&c), NOW).unwrap()[0].outcome, Outcome::Added);
            assert_eq!(store.take_in(&[c], NOW).unwrap()[0].outcome, Outcome::Unchanged);
        }
        while store.index_some(10).unwrap() {}
        assert_eq!(store.check().unwrap(), []);
    }

    #[test]
    fn the_same_again_changes_nothing() {
        let mut store = Store::memory().unwrap();
        let one = conversation("1", &["hi", "hello"]);
        let taken = store.take_in(&[one.clone(), one.clone()], NOW).unwrap();
        assert_eq!((taken[0].outcome, taken[1].outcome), (Outcome::Added, Outcome::Unchanged));
        assert_eq!(store.weigh_up(&Incoming::whole(&one)).unwrap().outcome, Outcome::Unchanged);
        assert_eq!(store.conversation_count().unwrap(), 1);
    }

    #[test]
    fn a_later_state_adds_and_keeps() {
        let mut store = Store::memory().unwrap();
        let before = conversation("1", &["hi", "hello", "bye"]);
        let mut after = before.clone();
        after.status = Some(Status::Closed);
        after.messages.remove(1);
        after.messages[0].text = "hi there".to_owned();
        after.messages.push(message("new", 9, Role::Agent, "goodbye"));
        store.take_in(&[before], NOW).unwrap();
        let weighed = store.weigh_up(&Incoming::whole(&after)).unwrap();
        let taken = store.take_in(std::slice::from_ref(&after), NOW).unwrap();
        assert_eq!(taken[0], weighed);
        assert_eq!(taken[0].outcome, Outcome::Updated);
        assert_eq!(taken[0].messages, Counts { added: 1, updated: 1, unchanged: 1, kept: 1 });
        let whole = store.conversation(1).unwrap().unwrap();
        let texts: Vec<&str> = whole.messages.iter().map(|m| m.text.as_str()).collect();
        assert_eq!(texts, ["hi there", "hello", "bye", "goodbye"]);
        assert_eq!(whole.status, Some(Status::Closed));
        assert_eq!(store.take_in(&[after], NOW).unwrap()[0].outcome, Outcome::Unchanged);
    }

    #[test]
    fn an_older_state_does_not_undo_a_later_one() {
        let mut store = Store::memory().unwrap();
        let late = conversation("1", &["hi", "hello", "bye"]);
        let mut early = conversation("1", &["hi", "hello"]);
        early.status = Some(Status::Open);
        store.take_in(std::slice::from_ref(&late), NOW).unwrap();
        assert_eq!(store.take_in(&[early], NOW).unwrap()[0].outcome, Outcome::Unchanged);
        assert_eq!(store.conversation(1).unwrap().unwrap(), late);
    }

    #[test]
    fn a_clock_set_right_moves_times_and_keeps_ids() {
        let mut store = Store::memory().unwrap();
        let mut wrong = conversation("1", &["hi", "hello", "hi"]);
        let mut right = wrong.clone();
        for (place, m) in wrong.messages.iter_mut().enumerate() {
            m.id = Message::derived_id(m.at, &m.author, &m.text, place);
        }
        for (place, m) in right.messages.iter_mut().enumerate() {
            m.at.micros -= 3_600_000_000;
            m.id = Message::derived_id(m.at, &m.author, &m.text, place);
        }
        store.take_in(std::slice::from_ref(&wrong), NOW).unwrap();
        let taken = store.take_in(std::slice::from_ref(&right), NOW).unwrap();
        assert_eq!(taken[0].times_moved, Some(-3600));
        assert_eq!(taken[0].messages, Counts { updated: 3, ..Counts::default() });
        let whole = store.conversation(1).unwrap().unwrap();
        for (kept, (old, new)) in whole.messages.iter().zip(wrong.messages.iter().zip(&right.messages)) {
            assert_eq!((&kept.id, kept.at), (&old.id, new.at));
        }
        // The next export on the right clock has one message more.
        right.messages.push(message("x", 30, Role::Agent, "bye"));
        let taken = store.take_in(&[right], NOW).unwrap();
        assert_eq!(taken[0].messages, Counts { added: 1, unchanged: 3, ..Counts::default() });
        assert_eq!(taken[0].times_moved, None);
    }

    #[test]
    fn another_offset_alone_is_told() {
        let mut store = Store::memory().unwrap();
        let mut one = conversation("1", &["hi", "hello"]);
        store.take_in(std::slice::from_ref(&one), NOW).unwrap();
        one.messages.iter_mut().for_each(|m| m.at.offset = 0);
        assert_eq!(store.take_in(&[one], NOW).unwrap()[0].times_moved, Some(0));
    }

    #[test]
    fn another_agent_does_not_rewrite_who_said_what() {
        let mut store = Store::memory().unwrap();
        let mut one = conversation("1", &["hi", "hello"]);
        store.take_in(std::slice::from_ref(&one), NOW).unwrap();
        one.agent = "marc@shop.example".to_owned();
        one.opened_at.offset = 0;
        store.take_in(std::slice::from_ref(&one), NOW).unwrap();
        assert_eq!(store.conversation(1).unwrap().unwrap(), one);
    }

    #[test]
    fn reviews_survive_a_second_import() {
        let (_keep, path) = folder();
        let mut store = filled(&path);
        let mut again = conversation("3593", &["J’ai payé deux fois", "C’est réglé", "merci"]);
        again.subject = "Double paiement".to_owned();
        assert_eq!(store.take_in(&[again], NOW).unwrap()[0].outcome, Outcome::Updated);
        assert_eq!(store.sealed(2).unwrap().unwrap(), sealed());
        assert_eq!(store.check().unwrap(), []);
    }

    #[test]
    fn a_failed_batch_leaves_nothing() {
        let (_keep, path) = folder();
        let mut store = filled(&path);
        let before = store.conversation_count().unwrap();
        let blocker = Connection::open(&path).unwrap();
        blocker
            .execute_batch("CREATE TRIGGER t BEFORE INSERT ON message WHEN new.text = 'no' BEGIN SELECT raise(ABORT, 'x'); END")
            .unwrap();
        let result = store.take_in(&[conversation("8", &["yes"]), conversation("9", &["no"])], NOW);
        assert!(result.is_err());
        assert_eq!(store.conversation_count().unwrap(), before);
    }

    /// One message of a made-up exchange: minute, text, kind.
    fn exchange() -> impl Strategy<Value = Vec<(i64, String, u8)>> {
        prop::collection::vec((0i64..5, "[a-c ’éœ]{0,6}", 0u8..4), 1..8)
    }

    fn made(id: u8, parts: &[(i64, String, u8)]) -> Conversation {
        let mut c = conversation(&id.to_string(), &[]);
        c.subject = format!("about {}", parts.len());
        c.messages = parts
            .iter()
            .enumerate()
            .map(|(n, (minute, text, kind))| {
                let role = [Role::Customer, Role::Agent, Role::Bot, Role::System][*kind as usize];
                message(&format!("m{n}"), n as i64 * 10 + minute, role, text)
            })
            .collect();
        c
    }

    fn state(store: &Store) -> Vec<Conversation> {
        let mut all = Vec::new();
        store
            .each_conversation(None, &mut |_, c| {
                all.push(c);
                ControlFlow::Continue(())
            })
            .unwrap();
        all.sort_by(|a, b| a.external_id.cmp(&b.external_id));
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Growing states of several conversations, in any order and repeated, lead to their last states; the index
        /// of words agrees with the texts at every moment.
        #[test]
        fn any_order_and_repetition_gives_the_same_state(
            exchanges in prop::collection::vec(exchange(), 1..4),
            order in prop::collection::vec((any::<prop::sample::Index>(), 1usize..9, any::<bool>()), 1..14),
        ) {
            let mut store = Store::memory().unwrap();
            let mut longest: BTreeMap<usize, usize> = BTreeMap::new();
            for (which, length, index) in order {
                let which = which.index(exchanges.len());
                let length = length.min(exchanges[which].len());
                let snapshot = made(which as u8, &exchanges[which][..length]);
                store.take_in(std::slice::from_ref(&snapshot), NOW).unwrap();
                prop_assert_eq!(store.weigh_up(&Incoming::whole(&snapshot)).unwrap().outcome, Outcome::Unchanged);
                let reached = longest.entry(which).or_default();
                *reached = length.max(*reached);
                if index {
                    store.index_some(1).unwrap();
                }
            }
            let expected: Vec<Conversation> =
                longest.iter().map(|(which, length)| made(*which as u8, &exchanges[*which][..*length])).collect();
            prop_assert_eq!(state(&store), expected);
            while store.index_some(3).unwrap() {}
            prop_assert_eq!(store.check().unwrap(), vec![]);
        }

        /// Whatever two snapshots hold: the second one twice equals once, and the check agrees.
        #[test]
        fn twice_equals_once(a in exchange(), b in exchange(), drop_first in any::<bool>(), shift in -1i64..2) {
            let mut store = Store::memory().unwrap();
            let first = made(1, &a);
            let mut second = made(1, &b);
            if drop_first {
                second.messages.remove(0);
            }
            second.messages.iter_mut().for_each(|m| m.at.micros += shift * 3_600_000_000);
            store.take_in(&[first], NOW).unwrap();
            while store.index_some(3).unwrap() {}
            store.take_in(std::slice::from_ref(&second), NOW).unwrap();
            let once = state(&store);
            prop_assert_eq!(store.take_in(&[second], NOW).unwrap()[0].outcome, Outcome::Unchanged);
            prop_assert_eq!(state(&store), once);
            prop_assert_eq!(store.check().unwrap(), vec![]);
        }
    }
}

mod finding {
    use super::*;

    #[test]
    fn accents_ligatures_and_apostrophes() {
        let mut store = Store::memory().unwrap();
        store
            .take_in(
                &[
                    conversation("1", &["Vivement l’été"]),
                    conversation("2", &["C'est réglé"]),
                    conversation("3", &["de tout mon cœur"]),
                    conversation("4", &["nothing here"]),
                ],
                NOW,
            )
            .unwrap();
        while store.index_some(2).unwrap() {}
        for (typed, expected) in [
            ("ete", 1),
            ("l'ete", 1),
            ("l’été", 1),
            ("ÉTÉ", 1),
            ("regle", 2),
            ("régl", 2),
            ("coeur", 3),
            ("cœur", 3),
            ("CŒUR", 3),
        ] {
            assert_eq!(find(&store, typed), [expected], "{typed}");
        }
        assert_eq!(find(&store, "!ete !regle"), [3, 4]);
        assert_eq!(find(&store, "tout mon !regle"), [3]);
        assert!(find(&store, "tout regle").is_empty());
    }

    #[test]
    fn nothing_typed_is_an_operator() {
        let (_keep, path) = folder();
        let store = filled(&path);
        for typed in
            ["\"", "'", "*", "a OR b", "text:shoes", "NEAR(", "^", "-", "\0", "{", "€", "\"shoes OR", "!\""]
        {
            assert!(store.conversation_ids(&words(typed), ListOrder::Newest).is_ok(), "{typed:?}");
        }
        assert!(find(&store, "shoes OR regle").is_empty());
    }

    #[test]
    fn headings_are_found_too() {
        let (_keep, path) = folder();
        let store = filled(&path);
        assert_eq!(find(&store, "3592"), [1]);
        assert_eq!(find(&store, "question"), [1, 2]);
        assert_eq!(find(&store, "lea@shop.example 3593"), [2]);
        assert_eq!(store.snippet(1, &[word("3592")]).unwrap(), None);
        let (text, ranges) = store.snippet(1, &[word("shoes"), word("miss")]).unwrap().unwrap();
        let marked: Vec<&str> = ranges.iter().map(|(from, to)| &text[*from..*to]).collect();
        assert_eq!(marked, ["shoes", "miss"]);
    }

    #[test]
    fn the_index_lags_but_never_lies() {
        let (_keep, path) = folder();
        let mut store = open(&path);
        let all: Vec<Conversation> =
            (0..20).map(|n| conversation(&n.to_string(), &["some shoes", "thanks"])).collect();
        store.take_in(&all, NOW).unwrap();
        assert_eq!(store.index_lag().unwrap(), 20);
        assert!(find(&store, "shoes").is_empty());
        assert!(store.index_some(9).unwrap());
        let done = find(&store, "shoes").len();
        assert!((1..20).contains(&done));
        // One that is indexed and one that is not change; then the program is killed.
        let mut first = conversation("0", &["some boots", "thanks"]);
        let last = conversation("19", &["some boots", "thanks"]);
        first.subject = "Heels".to_owned();
        store.take_in(&[first, last], NOW).unwrap();
        assert_eq!(find(&store, "boots"), [1]);
        assert_eq!(find(&store, "heels"), [1]);
        assert!(find(&store, "question 0").is_empty());
        drop(store);
        let mut store = open(&path);
        assert!(store.check().unwrap().iter().all(|finding| !finding.damage));
        while store.index_some(9).unwrap() {}
        assert_eq!(store.index_lag().unwrap(), 0);
        assert_eq!(find(&store, "boots"), [1, 20]);
        assert_eq!(find(&store, "shoes").len(), 18);
        assert_eq!(store.check().unwrap(), []);
    }

    #[test]
    fn the_order_of_time_follows_every_writer() {
        let (_keep, path) = folder();
        let mut store = open(&path);
        let mut other = open(&path);
        let at = |id: &str, minute: i64| Conversation {
            opened_at: moment(minute),
            ..conversation(id, &["hello"])
        };
        let listed =
            |store: &Store, order: ListOrder| store.conversation_ids(&Query::default(), order).unwrap();
        store.take_in(&[at("1", 10), at("2", 30)], NOW).unwrap();
        assert_eq!(listed(&store, ListOrder::Newest), [2, 1]);
        other.take_in(&[at("3", 20)], NOW).unwrap();
        assert_eq!(listed(&store, ListOrder::Newest), [2, 3, 1]);
        store.take_in(&[at("4", 20), at("1", 40)], NOW).unwrap();
        assert_eq!(listed(&store, ListOrder::Newest), [1, 2, 4, 3]);
        assert_eq!(listed(&store, ListOrder::Oldest), [3, 4, 2, 1]);
        assert_eq!(listed(&other, ListOrder::Oldest), [3, 4, 2, 1]);
        let since = Query { since: Some(moment(30).micros), ..Query::default() };
        assert_eq!(store.conversation_ids(&since, ListOrder::Newest).unwrap(), [1, 2]);
    }

    #[test]
    fn an_index_in_pieces_is_joined_to_one_that_finds_the_same() {
        let (_keep, path) = folder();
        let mut store = open(&path);
        let all: Vec<Conversation> =
            (0..20).map(|n| conversation(&n.to_string(), &["some shoes", "thanks"])).collect();
        store.take_in(&all, NOW).unwrap();
        while store.index_some(9).unwrap() {}
        let mut more = store.join_index(true).unwrap();
        assert!(more, "there was nothing to join");
        while more {
            more = store.join_index(false).unwrap();
        }
        assert!(!store.join_index(true).unwrap());
        assert_eq!(find(&store, "shoes").len(), 20);
        assert_eq!(store.check().unwrap(), []);
    }

    #[test]
    fn filters() {
        let (_keep, path) = folder();
        let mut store = filled(&path);
        let mut other = conversation("77", &["shoes again"]);
        other.agent = "marc@shop.example".to_owned();
        other.channel = "email".to_owned();
        other.source = "market".to_owned();
        other.tags = vec!["Réclamation".to_owned()];
        other.status = Some(Status::Open);
        other.csat = None;
        other.opened_at = moment(500);
        store.take_in(&[other], NOW).unwrap();
        while store.index_some(9).unwrap() {}
        let ids = |query: Query| store.conversation_ids(&query, ListOrder::Oldest).unwrap();
        let any = Query::default;
        assert_eq!(ids(any()), [1, 2, 3]);
        assert_eq!(ids(Query { mine: Some(true), ..any() }), [1, 2]);
        assert_eq!(ids(Query { mine: Some(false), ..any() }), [3]);
        assert_eq!(ids(Query { agent: Some("MARC".to_owned()), ..any() }), [3]);
        assert_eq!(ids(Query { channel: Some("Email".to_owned()), ..any() }), [3]);
        assert_eq!(ids(Query { source: Some("market".to_owned()), ..any() }), [3]);
        assert_eq!(ids(Query { tag: Some("reclamation".to_owned()), ..any() }), [3]);
        assert_eq!(ids(Query { status: Some(Status::Open), ..any() }), [3]);
        assert_eq!(ids(Query { since: Some(moment(500).micros), ..any() }), [3]);
        assert_eq!(ids(Query { until: Some(moment(500).micros), ..any() }), [1, 2]);
        assert_eq!(ids(Query { reviewed: Some(Reviewed::Draft), ..any() }), [1]);
        assert_eq!(ids(Query { reviewed: Some(Reviewed::Sealed), ..any() }), [2]);
        assert_eq!(ids(Query { reviewed: Some(Reviewed::Not), ..any() }), [3]);
        assert_eq!(ids(Query { drawn: Some(false), ..any() }), [3]);
        assert_eq!(ids(Query { rated: Some(true), ..any() }), [1, 2]);
        assert_eq!(ids(Query { rated: Some(false), ..words("shoes") }), [3]);
        let orders = |order| store.conversation_ids(&any(), order).unwrap();
        assert_eq!(orders(ListOrder::Newest), [3, 2, 1]);
        assert_eq!(orders(ListOrder::Longest), [2, 1, 3]);
        assert_eq!(orders(ListOrder::Subject), [1, 2, 3]);
        let rows = store.list_rows(&[3, 99, 2]).unwrap();
        assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(rows[1].review, Some((2, State::Sealed)));
        assert_eq!((rows[1].rating, rows[0].rating), (Some(0.75), None));
        assert!(rows[1].drawn && !rows[0].drawn);
    }

    #[test]
    fn references() {
        let (_keep, path) = folder();
        let mut store = filled(&path);
        let mut twin = conversation("3592", &["twin"]);
        twin.source = "market".to_owned();
        let stroke = conversation("a/b", &["x"]);
        store.take_in(&[twin, stroke], NOW).unwrap();
        assert_eq!(store.resolve("#3593").unwrap(), Resolved::One(2));
        assert_eq!(store.resolve(" shop/3592 ").unwrap(), Resolved::One(1));
        assert_eq!(store.resolve("shop/a/b").unwrap(), Resolved::One(4));
        assert_eq!(store.resolve("a/b").unwrap(), Resolved::One(4));
        assert_eq!(store.resolve("c3").unwrap(), Resolved::One(3));
        assert_eq!(store.resolve("c99").unwrap(), Resolved::Nothing);
        let many = [("market", 3), ("shop", 1)];
        let many = many.map(|(source, id)| (source.to_owned(), "3592".to_owned(), id)).to_vec();
        assert_eq!(store.resolve("3592").unwrap(), Resolved::Many(many));
    }
}

mod reviewing {
    use super::*;

    #[test]
    fn a_log_only_grows_at_its_end() {
        let (_keep, path) = folder();
        let mut store = filled(&path);
        assert_eq!(store.append(1, 0, &step("a", Value::Yes)).unwrap_err().kind(), Kind::Conflict);
        assert_eq!(store.append(1, 2, &step("a", Value::Yes)).unwrap_err().kind(), Kind::Conflict);
        store.append(1, 1, &Entry { at: NOW + 9, act: Act::Undo }).unwrap();
        assert_eq!(store.history(1).unwrap().len(), 2);
        assert_eq!(store.append(2, 1, &step("a", Value::Yes)).unwrap_err().kind(), Kind::Closed);
        assert_eq!(store.append(9, 0, &step("a", Value::Yes)).unwrap_err().kind(), Kind::NotFound);
        assert_eq!(store.my_drafts(5).unwrap().len(), 1);
        assert_eq!(store.review(1).unwrap().unwrap().changed_at, NOW + 9);
    }

    #[test]
    fn two_windows_cannot_overwrite_each_other() {
        let (_keep, path) = folder();
        let mut one = filled(&path);
        let mut two = open(&path);
        let before = two.data_version().unwrap();
        one.append(1, 1, &step("a", Value::Yes)).unwrap();
        assert_ne!(two.data_version().unwrap(), before);
        assert_eq!(two.append(1, 1, &step("a", Value::No)).unwrap_err().kind(), Kind::Conflict);
        two.append(1, 2, &step("a", Value::No)).unwrap();
        assert_eq!(one.history(1).unwrap().len(), 3);
        assert_eq!(one.begin_review(&new_review(1, 1)).unwrap_err().kind(), Kind::Conflict);
    }

    #[test]
    fn seals_stay_and_voids_leave_the_figures() {
        let (_keep, path) = folder();
        let mut store = filled(&path);
        assert_eq!(store.sealed(2).unwrap(), Some(sealed()));
        assert_eq!(store.sealed(1).unwrap(), None);
        assert_eq!(store.seal(2, &sealed()).unwrap_err().kind(), Kind::Closed);
        assert_eq!(store.set_checklist(2, 1, None).unwrap_err().kind(), Kind::Closed);
        let third = store.begin_review(&NewReview { random: [3; 10], ..new_review(2, 1) }).unwrap();
        store.seal(third, &Sealed { answers: vec![253, 254], at: NOW + 99, ..sealed() }).unwrap();
        let all = |filter: SealedFilter| {
            let mut rows = Vec::new();
            store
                .each_sealed(&filter, &mut |row| {
                    rows.push((row.review, row.drawn, row.answers.to_vec(), row.agent.to_owned()));
                    ControlFlow::Continue(())
                })
                .unwrap();
            rows
        };
        let lea = || "lea@shop.example".to_owned();
        // The first was sealed before its conversation was drawn.
        assert_eq!(
            all(SealedFilter::default()),
            [(2, false, vec![252, 255], lea()), (third, true, vec![253, 254], lea())]
        );
        assert_eq!(all(SealedFilter { since: Some(NOW + 50), ..Default::default() }).len(), 1);
        assert_eq!(all(SealedFilter { until: Some(NOW + 50), ..Default::default() }).len(), 1);
        assert_eq!(all(SealedFilter { role: Some(ReviewRole::Peer), ..Default::default() }).len(), 0);
        assert_eq!(all(SealedFilter { checklist: Some(2), ..Default::default() }).len(), 0);
        store.void(2, "wrong conversation", NOW).unwrap();
        assert_eq!(store.void(2, "again", NOW).unwrap_err().kind(), Kind::Closed);
        assert_eq!(store.sealed(2).unwrap(), Some(sealed()));
        assert_eq!(store.review(2).unwrap().unwrap().void_why.as_deref(), Some("wrong conversation"));
        let mut left = Vec::new();
        store
            .each_sealed(&SealedFilter::default(), &mut |row| {
                left.push(row.review);
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(left, [third]);
        assert_eq!(store.check().unwrap(), []);
    }

    #[test]
    fn checklists_are_kept_once() {
        let mut store = Store::memory().unwrap();
        let first = store.keep_checklist(&checklist("a")).unwrap();
        let mut next = checklist("a");
        next.version = 2;
        let second = store.keep_checklist(&next).unwrap();
        assert_eq!(store.keep_checklist(&checklist("a")).unwrap(), first);
        assert_ne!(first, second);
        assert_eq!(store.checklist(second).unwrap(), Some(next.clone()));
        assert_eq!(store.checklist_by_digest(&next.digest()).unwrap(), Some((second, next)));
        assert_eq!(store.kept_checklists().unwrap().len(), 2);
    }

    #[test]
    fn draws_and_candidates() {
        let (_keep, path) = folder();
        let mut store = filled(&path);
        let latest = store.latest_draw().unwrap().unwrap();
        assert_eq!(latest, Draw { id: 1, ..draw(&[1, 2]) });
        let id = store.keep_draw(&draw(&[2])).unwrap();
        assert_eq!(store.latest_draw().unwrap().unwrap().id, id);
        let mut angry = conversation("9", &["!!"]);
        angry.tags = vec!["Plainte".to_owned()];
        store.take_in(&[angry], NOW).unwrap();
        let all = store.candidates(None, &|_| true).unwrap();
        assert_eq!(
            all.iter().map(|c| (c.reviewed, c.complaint, c.drawn)).collect::<Vec<_>>(),
            // The first has a draft, the second a sealed review.
            [(false, false, true), (true, false, true), (false, true, false)]
        );
        assert!(store.candidates(None, &|agent| agent == "marc").unwrap().is_empty());
        assert!(store.candidates(Some(moment(1).micros), &|_| true).unwrap().is_empty());
    }
}

mod upkeep {
    use super::*;

    pub fn flipped(path: &Path, needle: &[u8]) {
        let mut bytes = fs::read(path).unwrap();
        let at = bytes.windows(needle.len()).position(|window| window == needle).unwrap();
        bytes[at] ^= 1;
        fs::write(path, bytes).unwrap();
    }

    #[test]
    fn a_flipped_bit_is_found_and_named() {
        for (needle, named) in [
            ("shoes is missing", "c1"),
            ("Question 3593", "c2"),
            ("thanks", "c"),
            ("no link", "review 2"),
            ("step\":[{\"item\":\"solved", "review"),
            ("Petite", "Checklist 1"),
            ("10 by channel", "Draw 1"),
            ("selfLéa", "review"),
            ("lea@shop.example\"]", "setting"),
        ] {
            let (_keep, path) = folder();
            drop(filled(&path));
            flipped(&path, needle.as_bytes());
            let found = open(&path).check().unwrap();
            assert!(
                found.iter().any(|f| f.damage && f.text.en.to_lowercase().contains(&named.to_lowercase())),
                "{needle}: {found:?}"
            );
            assert!(found.iter().all(|f| !f.text.en.contains(needle)));
        }
    }

    #[test]
    fn a_row_that_an_index_lost_is_found() {
        let (_keep, path) = folder();
        drop(filled(&path));
        let db = Connection::open(&path).unwrap();
        let (root, sql): (i64, String) = db
            .query_row(
                "SELECT rootpage, sql FROM sqlite_schema WHERE name = 'review_conversation'",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .unwrap();
        db.execute_batch(
            "PRAGMA foreign_keys = OFF; PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'review_conversation'",
        )
        .unwrap();
        drop(db);
        let db = Connection::open(&path).unwrap();
        db.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM entry WHERE review = 1; DELETE FROM review WHERE id = 1; PRAGMA writable_schema = ON")
            .unwrap();
        db.execute(
            "INSERT INTO sqlite_schema(type, name, tbl_name, rootpage, sql) VALUES('index', 'review_conversation', 'review', ?1, ?2)",
            (root, sql),
        )
        .unwrap();
        drop(db);
        assert!(open(&path).check().unwrap().iter().any(|finding| finding.damage));
    }

    #[test]
    fn restore_keeps_what_it_replaces() {
        let (_keep, path) = folder();
        let mut store = filled(&path);
        let backup = path.with_file_name("mine.db");
        store.backup(&backup).unwrap();
        assert_eq!(store.backup(&backup).unwrap_err().kind(), Kind::Exists);
        store.take_in(&[conversation("later", &["x"])], NOW).unwrap();
        drop(store);
        let restored = restore(&backup, &path, NOW).unwrap();
        assert_eq!((restored.conversations, restored.messages, restored.reviews), (2, 4, 2));
        assert_eq!(open(&path).conversation_count().unwrap(), 2);
        assert_eq!(open(&restored.kept_old_as.unwrap()).conversation_count().unwrap(), 3);
        // A backup with damage inside replaces nothing.
        flipped(&backup, b"shoes is missing");
        assert_eq!(restore(&backup, &path, NOW).unwrap_err().kind(), Kind::Corrupt);
        assert_eq!(open(&path).check().unwrap(), []);
        let left: Vec<String> = fingerprint(&path).2;
        assert!(left.iter().all(|name| !name.contains("restore")), "{left:?}");
    }

    #[test]
    fn a_stage_groups_and_goes() {
        let (_keep, path) = folder();
        let store = filled(&path);
        let mut stage = store.stage().unwrap();
        for (source, id, part) in [("b", "1", "x"), ("a", "2", "y"), ("b", "1", "z"), ("a", "10", "")] {
            stage.put(source, id, part.as_bytes()).unwrap();
        }
        // Another window opens meanwhile and must leave it alone.
        drop(open(&path));
        let mut groups = Vec::new();
        stage
            .for_each_group(&mut |source, id, parts| {
                let parts: Vec<String> = parts.into_iter().map(|p| String::from_utf8(p).unwrap()).collect();
                groups.push(format!("{source}/{id}:{}", parts.join(",")));
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(groups, ["a/10:", "a/2:y", "b/1:x,z"]);
        drop(stage);
        let left = fingerprint(&path).2;
        assert!(left.iter().all(|name| !name.contains("stage")), "{left:?}");
    }

    #[test]
    fn stages_left_behind_are_swept() {
        let (_keep, path) = folder();
        drop(filled(&path));
        let stale = path.with_file_name(".aplomb-stage-dead");
        fs::write(&stale, b"SQLite format 3\0 and then nothing").unwrap();
        let store = open(&path);
        assert!(!stale.exists());
        let live = store.stage().unwrap();
        drop(open(&path));
        let left = fingerprint(&path).2;
        assert!(left.iter().any(|name| name.contains("stage")), "{left:?}");
        drop(live);
    }

    #[test]
    fn erased_words_leave_the_file() {
        let (_keep, path) = folder();
        let mut store = filled(&path);
        let secret = conversation("s", &["xylophonist speaking", "hello"]);
        store.take_in(std::slice::from_ref(&secret), NOW).unwrap();
        while store.index_some(10).unwrap() {}
        let holds = |needle: &[u8]| fs::read(&path).unwrap().windows(needle.len()).any(|w| w == needle);
        assert!(holds(b"xylophonist"));
        store.take_in(&[conversation("s", &["somebody speaking", "hello"])], NOW).unwrap();
        assert!(!holds(b"xylophonist") && !holds(b"lophonist"));
        assert_eq!(store.check().unwrap(), []);
    }
}
