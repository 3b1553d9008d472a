//! What the app does when its store can only be read, or fails under it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use aplomb::domain::history::{Act, Change, Entry};
use aplomb::domain::review::{Answer, Value};
use aplomb::ops::demo;
use aplomb::ops::session::Session;
use aplomb::storage::{Access, Store};
use aplomb::tui::ask::{Ask, Reply};
use aplomb::tui::runtime::Work;
use aplomb::tui::work::{Worker, World};
use aplomb::words::Lang;

use crate::stage::{Stage, setting};

const NOW: i64 = 1_794_000_000_000_000;

struct Still;

impl World for Still {
    fn now(&mut self) -> i64 {
        NOW
    }
    fn random(&mut self) -> [u8; 32] {
        [7; 32]
    }
}

/// The demo's data in a file.
fn on_disk() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/aplomb.db");
    let mut session = Session::over(Store::open(&path, Access::Write, NOW).unwrap().store, &setting());
    demo::fill(&mut session).unwrap();
    (folder, path)
}

fn answered(worker: &mut Worker<Still>, ask: Ask) -> Vec<Reply> {
    let mut replies = Vec::new();
    worker.answer(ask, &mut |reply| replies.push(reply));
    replies
}

/// The same bytes under another change counter: whoever has them in memory reads them anew.
fn written(path: &Path, bytes: &[u8], counter: u32) {
    let mut bytes = bytes.to_vec();
    bytes[24..28].copy_from_slice(&counter.to_be_bytes());
    bytes[92..96].copy_from_slice(&counter.to_be_bytes());
    fs::write(path, bytes).unwrap();
}

#[test]
fn after_damage_nothing_is_called_saved_before_the_store_was_opened_and_checked() {
    let (_keep, path) = on_disk();
    let session = Session::over(Store::open(&path, Access::Write, NOW).unwrap().store, &setting());
    let mut worker = Worker::new(session, Still, Lang::En, None, Box::new(|| false));
    let conversation = {
        let db = rusqlite::Connection::open(&path).unwrap();
        let sql = "SELECT id FROM conversation WHERE id NOT IN (SELECT conversation FROM review) AND agent IN \
                   (SELECT agent FROM sealed) LIMIT 1";
        db.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let desk = answered(&mut worker, Ask::Desk { conversation, checklist: None });
    let Some(Reply::Desk(desk)) = desk.into_iter().find(|reply| matches!(reply, Reply::Desk(_))) else {
        panic!("no desk")
    };
    let item = desk.checklist.items[0].id.clone();
    let save = |place: usize| {
        let value = [Value::Yes, Value::No][place % 2];
        let change = Change { item: item.clone(), before: None, after: Some(Answer::of(value)) };
        Ask::Save { review: desk.review, place, entry: Entry { at: NOW, act: Act::Step(vec![change]) } }
    };
    let saved = |replies: &[Reply]| replies.iter().any(|reply| matches!(reply, Reply::Saved { .. }));
    assert!(saved(&answered(&mut worker, save(0))));

    let good = fs::read(&path).unwrap();
    let mut bad = good.clone();
    // Every page but the first: whatever is looked at is damaged.
    bad[4096..].fill(0);
    written(&path, &bad, 1_000_000);
    let failed = answered(&mut worker, save(1));
    assert!(matches!(&failed[..], [Reply::Failed { no_more_saves: true, .. }]), "{failed:?}");
    // Trying again looks at the store first, and finds it as bad as before.
    let failed = answered(&mut worker, save(1));
    assert!(matches!(&failed[..], [Reply::Failed { no_more_saves: true, .. }]), "{failed:?}");
    written(&path, &good, 2_000_000);
    assert!(saved(&answered(&mut worker, save(1))));
    assert_eq!(Store::open(&path, Access::Read, NOW).unwrap().store.history(desk.review).unwrap().len(), 2);
}

#[test]
fn a_store_that_may_not_be_written_is_a_viewer_that_says_so() {
    for (lang, banner, why) in [
        (Lang::En, "read-only", "Read-only: nothing can be changed."),
        (Lang::Fr, "lecture seule", "Lecture seule\u{202f}: rien ne peut être modifié."),
    ] {
        let (_keep, path) = on_disk();
        let data = path.parent().unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        fs::set_permissions(data, fs::Permissions::from_mode(0o500)).unwrap();
        let before = fs::read(&path).unwrap();
        let opened = Store::open(&path, Access::Write, NOW).unwrap();
        let notice: String = opened.notices[0].text.get(lang).chars().take(30).collect();
        let session = Session::over(opened.store, &setting());
        let mut stage = Stage::on(session, opened.notices, lang, 100, 30);
        let screen = stage.text();
        assert!(screen.lines().next().unwrap().contains(banner), "{screen}");
        assert!(screen.contains(&notice), "{screen}");
        // Every key that changes something is refused, on every screen that has one.
        for keys in ["d", "i"] {
            stage.keys(keys);
            assert!(stage.text().contains(why), "{keys}:\n{}", stage.text());
        }
        stage.keys("f2");
        assert!(stage.text().lines().count() > 10);
        stage.keys("enter y");
        assert!(stage.text().contains(why), "{}", stage.text());
        assert!(!stage.asked.iter().any(|ask| matches!(ask, Ask::Save { .. })));
        assert_eq!(fs::read(&path).unwrap(), before);
        fs::set_permissions(data, fs::Permissions::from_mode(0o700)).unwrap();
    }
}
