//! *Review* of a conversation that others reviewed before: told while mine is a draft, read once mine is sealed.
use crate::home::EXPORT;
use crate::stage::{Stage, setting};

use aplomb::domain::person::Me;
use aplomb::ops::import::{Order, Source, run};
use aplomb::ops::me;
use aplomb::ops::scorecards::{self, Wish};
use aplomb::ops::session::Session;
use aplomb::storage::Store;
use aplomb::tui::ask::Ask;
use aplomb::words::Lang;

const NOW: i64 = 1_780_000_000_000_000;
const DANA: &str = "1,Dana Roy,03/03/2024,no,the parcel link was missing,yes,1\n";

/// Léa's conversations, and what others said of the first of them.
fn session(sheets: &[(&str, &str)]) -> Session {
    session_of(EXPORT, sheets)
}

fn session_of(export: &'static str, sheets: &[(&str, &str)]) -> Session {
    let mut session = Session::over(Store::memory().unwrap(), &setting());
    let lea = Me { name: "Léa".into(), aliases: vec!["lea@shop.example".into()] };
    me::set(&mut session, lea.clone()).unwrap();
    let order = Order {
        sources: vec![Source::Stream(Box::new(export.as_bytes()))],
        from: None,
        map: None,
        account: None,
        me: Some(lea),
        zone: None,
        day_first: None,
        agents: Vec::new(),
        everyone: false,
        allow_erased: false,
        dry_run: false,
        now: NOW,
        seed: [1; 32],
        stop: &|| false,
    };
    run(&mut session.store, order, &mut |_| {}).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (place, (role, rows)) in sheets.iter().enumerate() {
        let sheet = folder.path().join("scores.csv");
        let head = "ticket,reviewer,date,solved,solved: why,accurate,greeting\n";
        std::fs::write(&sheet, format!("{head}{rows}")).unwrap();
        let map = folder.path().join("map.toml");
        let shipped = include_str!("../../maps/scorecards.toml");
        std::fs::write(&map, shipped.replace("role = \"lead\"", &format!("role = \"{role}\""))).unwrap();
        let seed = [place as u8; 32];
        let wish = Wish { file: &sheet, map: map.to_str().unwrap(), dry_run: false, now: NOW, seed };
        assert_eq!(scorecards::take_in(&mut session, &wish).unwrap().added, 1);
    }
    session
}

/// The review of the first conversation, in front.
fn stage(session: Session, sealed: bool, lang: Lang, columns: u16, rows: u16) -> Stage {
    let mut stage = Stage::on(session, Vec::new(), lang, columns, rows);
    stage.keys("F3 G enter");
    assert!(stage.text().contains("A shoe is missing"), "{}", stage.text());
    if sealed {
        stage.keys("Y s enter esc F4");
    }
    stage
}

fn asked_for_theirs(stage: &Stage) -> bool {
    stage.asked.iter().any(|ask| matches!(ask, Ask::Theirs { .. }))
}

#[test]
fn whole_screens() {
    for (columns, rows) in [(80, 24), (60, 18)] {
        for lang in [Lang::En, Lang::Fr] {
            let name = |what: &str| format!("others_{what}_{columns}x{rows}_{}", lang.tag());
            let mut before = stage(session(&[("lead", DANA)]), false, lang, columns, rows);
            before.keys("O");
            assert!(!asked_for_theirs(&before), "nothing is even read");
            insta::assert_snapshot!(name("closed"), before.text());
            let mut after = stage(session(&[("lead", DANA)]), true, lang, columns, rows);
            insta::assert_snapshot!(name("open"), after.text());
            after.keys("O");
            insta::assert_snapshot!(name("read"), after.text());
        }
    }
}

#[test]
fn it_opens_from_the_result_and_closes_back_to_it() {
    let session = session(&[("lead", DANA), ("third", &DANA.replace("Dana Roy", "Ugo Petit"))]);
    let mut stage = stage(session, false, Lang::En, 100, 40);
    assert!(
        stage.text().contains("2 reviews by others are here. They open when yours is done."),
        "{}",
        stage.text()
    );
    stage.keys("Y s enter");
    let result = stage.text();
    assert!(result.contains("O read what others wrote"), "{result}");
    stage.keys("O");
    assert!(stage.text().contains("1 of 2, to be read only"), "{}", stage.text());
    assert!(stage.text().contains("Reviewed by Dana Roy (lead), 3 Mar 2024"), "{}", stage.text());
    stage.keys("O");
    assert!(stage.text().contains("Reviewed by Ugo Petit (third reader), 3 Mar 2024"), "{}", stage.text());
    stage.keys("y n");
    stage.keys("O esc");
    assert!(!stage.text().contains("to be read only"), "{}", stage.text());
}

/// A conversation whose help desk's own program judged it.
const JUDGED: &str = r#"{"type": "conversation", "id": "35", "created_at": 1772445731, "updated_at": 1772446000,
  "state": "closed", "title": "A shoe is missing", "source": {"type": "email", "id": "7",
   "delivered_as": "customer_initiated", "body": "<p>One shoe is missing</p>",
   "author": {"type": "user", "id": "6f", "name": "Tom"}}, "admin_assignee_id": 9,
  "conversation_parts": {"type": "conversation_part.list", "total_count": 1, "conversation_parts": [
   {"type": "conversation_part", "id": "2", "part_type": "close", "body": "<p>On its way</p>", "created_at": 1772445900,
    "author": {"type": "admin", "id": "9", "name": "Léa", "email": "lea@shop.example"}}]},
  "scorecards": [{"scorecard_id": "88", "name": "House style", "passed": true, "ai_score": 0.75,
   "evaluated_at": 1772600000, "evaluators": [
    {"evaluator_id": "1", "name": "Tone", "result": {"value": "pass", "source": "ai", "reasoning": "warm throughout"}},
    {"evaluator_id": "2", "result": {"value": "fail", "source": "ai"}}]}]}"#;

#[test]
fn a_program_never_passes_for_a_person() {
    for (columns, rows, lang) in
        [(80, 24, Lang::En), (80, 24, Lang::Fr), (60, 18, Lang::En), (60, 18, Lang::Fr)]
    {
        let mut stage = stage(session_of(JUDGED, &[]), true, lang, columns, rows);
        stage.keys("O");
        insta::assert_snapshot!(format!("others_ai_{columns}x{rows}_{}", lang.tag()), stage.text());
    }
}

#[test]
fn a_conversation_that_nobody_else_reviewed_says_nothing() {
    let mut stage = stage(session(&[]), true, Lang::En, 80, 24);
    let before = stage.text();
    stage.keys("O");
    assert_eq!(stage.text(), before);
    assert!(!before.contains("Reviewed"), "{before}");
}
