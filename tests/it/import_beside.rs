//! The app's import on its own connection: what it reads comes in while answers go on being saved.

use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use aplomb::domain::history::{Act, Change, Entry};
use aplomb::domain::person::Me;
use aplomb::domain::redaction::Rules;
use aplomb::domain::review::{Answer, Value};
use aplomb::ops::session::{Session, Setting};
use aplomb::storage::{Access, BATCH_MESSAGES, Store};
use aplomb::tui::ask::{Ask, Reply};
use aplomb::tui::runtime::Work;
use aplomb::tui::work::{Worker, World};
use aplomb::words::Lang;
use jiff::tz::TimeZone;
use tempfile::TempDir;

const NOW: i64 = 1_772_445_600_000_000;
/// Conversations in one transaction, with twenty messages each; as many lie between two words about the progress.
const BATCH: usize = BATCH_MESSAGES / 20;

struct Still;

impl World for Still {
    fn now(&mut self) -> i64 {
        NOW
    }

    fn random(&mut self) -> [u8; 32] {
        [7; 32]
    }
}

/// A worker over a store with one conversation, and a draft about it.
struct Desk {
    folder: TempDir,
    worker: Worker<Still>,
    stop: Arc<AtomicBool>,
    review: i64,
    item: String,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let setting = Setting {
            store: folder.path().join("data").join("aplomb.db"),
            checklists: None,
            zone: TimeZone::UTC,
            usual: "four-pillars".into(),
            silent_share: 0.5,
            keys: None,
            rules: Rules::standard(),
            folder: None,
            hide_names: false,
            team: aplomb::ops::session::TeamRules::default(),
            read_only: false,
        };
        let (mut session, _) = Session::open(&setting, NOW).unwrap();
        session.store.set_me(&Me { name: "Léa".into(), aliases: vec!["lea".into()] }).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let stops = Arc::clone(&stop);
        let worker = Worker::new(session, Still, Lang::En, None, Box::new(move || stops.load(SeqCst)));
        let mut desk = Desk { folder, worker, stop, review: 0, item: String::new() };
        let first = desk.file("first.jsonl", 1);
        desk.ask(Ask::Import { path: first });
        let Some(Reply::Desk(open)) = desk.ask(Ask::Desk { conversation: 1, checklist: None }).pop() else {
            panic!("no desk")
        };
        desk.review = open.review;
        desk.item = open.checklist.items[0].id.clone();
        desk
    }

    /// A file of so many conversations of Léa's, twenty messages each.
    fn file(&self, name: &str, conversations: usize) -> String {
        let mut lines = String::new();
        for number in 0..conversations {
            let messages: Vec<String> = (0..20)
                .map(|m| {
                    format!(
                        r#"{{"id":"{m}","at":"2026-03-01T10:{m:02}:00Z","role":"agent","author":"lea","text":"parcel {number} {m}"}}"#
                    )
                })
                .collect();
            let messages = messages.join(",");
            writeln!(
                lines,
                r#"{{"id":"{name}-{number}","source":"shop","agent":"lea","customer":"c","messages":[{messages}]}}"#
            )
            .unwrap();
        }
        let path = self.folder.path().join(name);
        fs::write(&path, lines).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn ask(&mut self, ask: Ask) -> Vec<Reply> {
        let mut replies = Vec::new();
        self.worker.answer(ask, &mut |reply| replies.push(reply));
        replies
    }

    fn save(&mut self, place: usize) -> Vec<Reply> {
        let change = Change { item: self.item.clone(), before: None, after: Some(Answer::of(Value::Yes)) };
        let entry = Entry { at: NOW, act: Act::Step(vec![change]) };
        let review = self.review;
        self.ask(Ask::Save { review, place, entry })
    }

    fn store(&self) -> Store {
        let path = self.folder.path().join("data").join("aplomb.db");
        Store::open(&path, Access::Read, NOW).unwrap().store
    }
}

#[test]
fn answers_are_saved_while_a_file_is_taken_in() {
    let mut desk = Desk::new();
    let path = desk.file("second.jsonl", BATCH + 200);
    let import = desk.worker.aside(&Ask::Import { path }).unwrap();
    let (mut saved, mut imported) = (Vec::new(), false);
    import(&mut |reply| match reply {
        Reply::Importing { conversations, .. } => {
            assert_eq!(desk.store().conversation_count().unwrap(), 1 + conversations);
            saved.push((conversations, desk.save(saved.len())));
        }
        Reply::Imported { problems, .. } => {
            assert_eq!(problems, []);
            imported = true;
        }
        other => panic!("{other:?}"),
    });
    assert!(imported);
    let places: Vec<(u64, usize)> = saved
        .iter()
        .map(|(conversations, replies)| match replies[..] {
            [Reply::Saved { place, .. }] => (*conversations, place),
            _ => panic!("{replies:?}"),
        })
        .collect();
    assert_eq!(places, [(0, 0), (BATCH as u64, 1)]);
    let store = desk.store();
    assert_eq!(store.conversation_count().unwrap(), 1 + BATCH as u64 + 200);
    assert_eq!(store.history(desk.review).unwrap().len(), 2);
    assert_eq!(store.index_lag().unwrap(), 0);
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn a_stop_leaves_whole_conversations() {
    let mut desk = Desk::new();
    let path = desk.file("second.jsonl", BATCH + 300);
    let import = desk.worker.aside(&Ask::Import { path: path.clone() }).unwrap();
    import(&mut |reply| {
        if matches!(reply, Reply::Importing { conversations: 1.., .. }) {
            desk.stop.store(true, SeqCst);
        }
    });
    assert_eq!(desk.store().conversation_count().unwrap(), 1 + BATCH as u64);
    // Only the index of words lags.
    assert!(desk.store().check().unwrap().iter().all(|finding| !finding.damage));
    desk.stop.store(false, SeqCst);
    let replies = desk.ask(Ask::Import { path });
    let Some(Reply::Imported { summary, .. }) = replies.last() else { panic!("{replies:?}") };
    assert!(summary.en.starts_with("300 conversations added, 0 updated, "), "{}", summary.en);
    assert_eq!(desk.store().conversation_count().unwrap(), 1 + BATCH as u64 + 300);
}
