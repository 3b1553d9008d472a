use super::*;
use crate::domain::conversation::{Message, Moment, Role};
use crate::domain::kept::KeptFigure;
use crate::ops::error::Kind;
use crate::ops::session::Setting;
use crate::storage::{Access, Store};
use jiff::tz::TimeZone;
use std::path::PathBuf;

const NOW: i64 = 1_790_000_000_000_000;

fn conversation(n: i64) -> crate::domain::conversation::Conversation {
    let at = Moment { micros: NOW - (300 + n) * DAY, offset: 0 };
    let text = format!("a complaint about parcel number {n:05} that never came");
    crate::domain::conversation::Conversation {
        source: "shop".into(),
        external_id: n.to_string(),
        channel: "chat".into(),
        subject: String::new(),
        status: None,
        opened_at: at,
        closed_at: None,
        agent: "lea".into(),
        customer: format!("customer{n}"),
        tags: Vec::new(),
        csat: None,
        transfers: None,
        reopens: None,
        messages: vec![Message {
            id: "a".into(),
            at,
            role: Role::Customer,
            author: format!("customer{n}"),
            text,
            html: None,
            private: false,
            macro_name: None,
        }],
    }
}

fn session(path: Option<PathBuf>) -> Session {
    let store = match &path {
        Some(path) => Store::open(path, Access::Write, NOW).unwrap().store,
        None => Store::memory().unwrap(),
    };
    let setting = Setting {
        store: path.unwrap_or_default(),
        checklists: None,
        zone: TimeZone::UTC,
        usual: "four-pillars".into(),
        silent_share: 0.3,
        keys: None,
        rules: crate::domain::redaction::Rules::standard(),
        folder: None,
        hide_names: false,
        team: crate::ops::session::TeamRules::default(),
        read_only: false,
    };
    Session::over(store, &setting)
}

fn wish() -> Wish {
    Wish { dry_run: false, backups: false, clock_is_right: false, now: NOW, random: [7; 16] }
}

fn nothing(_: &Session, _: &[Date]) -> Result<Vec<KeptRow>, OpsError> {
    Ok(Vec::new())
}

#[test]
fn figures_are_kept_first_and_a_week_only_once() {
    let mut session = session(None);
    session.store.take_in(&[conversation(1), conversation(40)], NOW).unwrap();
    // Without the figures nothing goes.
    let refused = purge(
        &mut session,
        &wish(),
        &mut |_, _| Err(OpsError::new(Kind::Bug, Bilingual::same("no"))),
        &mut |_, _| {},
    );
    assert!(refused.is_err());
    assert_eq!(session.store.conversation_count().unwrap(), 2);

    let row = |week: Date, n: u64| KeptRow {
        metric: "first-reply".into(),
        week,
        channel: "chat".into(),
        figure: KeptFigure { n, ..KeptFigure::default() },
        at: NOW,
    };
    let mut asked = Vec::new();
    let done = purge(
        &mut session,
        &wish(),
        &mut |session, weeks| {
            assert_eq!(session.store.conversation_count().unwrap(), 2, "all is still there");
            asked.extend_from_slice(weeks);
            Ok(weeks.iter().map(|week| row(*week, 1)).collect())
        },
        &mut |_, _| {},
    )
    .unwrap();
    assert_eq!(asked.len(), 2);
    assert_eq!((done.weeks, done.deleted["conversations"]), (asked.clone(), 2));
    assert_eq!(session.store.frozen_weeks().unwrap().into_iter().collect::<Vec<_>>(), asked);

    // The same conversations again: their weeks are frozen, and nobody is asked to work them out.
    session.store.take_in(&[conversation(1)], NOW).unwrap();
    purge(&mut session, &wish(), &mut |_, _| panic!("frozen"), &mut |_, _| {}).unwrap();
    let kept = session.store.kept(Some("first-reply")).unwrap();
    assert_eq!(kept.iter().map(|row| row.figure.n).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(session.store.check().unwrap(), []);
}

#[test]
fn what_was_interrupted_is_sound_and_brought_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("aplomb.db");
    let mut first = session(Some(path.clone()));
    let all: Vec<_> = (0..30).map(conversation).collect();
    first.store.take_in(&all, NOW).unwrap();
    listing::catch_up(&mut first).unwrap();
    let ids: Vec<i64> = first.store.conversation_ids(&Query::default(), ListOrder::Oldest).unwrap().to_vec();

    // Inside a portion: as if nothing had happened.
    let mut samples = Samples::default();
    let failed: Result<(), StoreError> = first.store.in_one(|store| {
        store.purge_conversations(&ids[..10], NOW, &mut samples)?;
        Err(StoreError::Conflict)
    });
    assert!(failed.is_err());
    assert_eq!(first.store.conversation_count().unwrap(), 30);
    assert!(!first.store.scour_pending().unwrap());
    assert_eq!(first.store.check().unwrap(), []);

    // Between two portions: the first is gone, the rest is whole, and the next run knows.
    first.store.purge_conversations(&ids[..10], NOW, &mut samples).unwrap();
    drop(first);
    let mut second = session(Some(path.clone()));
    assert_eq!(second.store.conversation_count().unwrap(), 20);
    assert!(second.store.scour_pending().unwrap());
    assert_eq!(second.store.check().unwrap(), []);
    let done = purge(&mut second, &wish(), &mut nothing, &mut |_, _| {}).unwrap();
    assert_eq!(done.deleted["conversations"], 20);
    assert_eq!(done.proof.unwrap().found, 0);
    assert!(!second.store.scour_pending().unwrap());
    assert_eq!(second.store.check().unwrap(), []);
    assert_eq!(second.store.prove(&samples).unwrap().found, 0);
    let bytes = std::fs::read(&path).unwrap();
    assert!(!bytes.windows(9).any(|window| window == b"complaint"));
}

#[test]
fn the_proof_finds_what_is_still_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("aplomb.db");
    let mut session = session(Some(path.clone()));
    session.store.take_in(&(0..3).map(conversation).collect::<Vec<_>>(), NOW).unwrap();
    listing::catch_up(&mut session).unwrap();
    let mut samples = Samples::default();
    let ids = session.store.conversation_ids(&Query::default(), ListOrder::Oldest).unwrap();
    session.store.purge_conversations(&ids[..1], NOW, &mut samples).unwrap();
    assert_eq!(session.store.prove(&samples).unwrap().found, 0);
    // A leak: bytes behind the end of the database, which no row explains.
    use std::io::Write;
    let leak = conversation(2).messages[0].text.clone();
    let journal = folder.path().join("aplomb.db-journal");
    let mut file = std::fs::File::options().append(true).create(true).open(journal).unwrap();
    file.write_all(leak.as_bytes()).unwrap();
    drop(file);
    let proof = session.store.prove(&samples).unwrap();
    assert!(proof.found > 0, "{proof:?}");
    // What a kept row explains is told apart: the other two say much the same.
    assert!(proof.elsewhere > 0, "{proof:?}");
}

#[test]
fn mondays() {
    let day: Date = "2026-11-22".parse().unwrap();
    assert_eq!(monday(day).to_string(), "2026-11-16");
    assert_eq!(monday(monday(day)), monday(day));
}

#[test]
fn what_keeps_the_file_from_being_written_anew_is_what_is_told() {
    use crate::words::Lang;
    let full = unproven(StoreError::Full, 2_000_000);
    assert!(full.hint.get(Lang::En).starts_with("free about 2.0 MB; what was due is deleted"), "{full:?}");
    assert!(full.hint.get(Lang::Fr).starts_with("libérez environ 2,0 Mo"), "{full:?}");
    let broken = unproven(std::io::Error::from_raw_os_error(5).into(), 2_000_000);
    assert!(broken.hint.get(Lang::En).starts_with("Check the disk"), "{broken:?}");
    assert!(
        !broken.hint.get(Lang::En).contains("MB") && broken.hint.get(Lang::Fr).contains("achève"),
        "{broken:?}"
    );
    // A number and none of the system's words, which are in its own language.
    assert!(broken.what.get(Lang::Fr).ends_with("(errno 5)."), "{broken:?}");
    let file = OpsError::file(Path::new("a"), &std::io::Error::from_raw_os_error(5));
    assert!(file.what.get(Lang::En).ends_with("the system reported error 5"), "{file:?}");
    assert!(file.what.get(Lang::Fr).ends_with("le système a signalé l’erreur 5"), "{file:?}");
}
