//! A whole review in the whole app, from *Today* to *sealed*, by the keyboard alone: what was typed is what is stored.
use crate::stage;

use aplomb::domain::review::{Answer, Sheet, State, Value};
use aplomb::ops::desk::Desk;
use aplomb::tui::action::Place;
use aplomb::tui::ask::{Ask, Reply};
use aplomb::tui::runtime::Work;
use aplomb::tui::screens::review::Front;
use aplomb::words::Lang;
use stage::{Stage, TO_SAMPLE};

/// The review in front as the store has it, and not as the screen does.
fn stored(stage: &mut Stage) -> Desk {
    let conversation = stage.model.review.desk().expect("a review is open").transcript.id;
    let mut found = None;
    stage.worker.answer(Ask::Desk { conversation, checklist: None }, &mut |reply| found = Some(reply));
    match found {
        Some(Reply::Desk(desk)) => *desk,
        other => panic!("no desk: {other:?}"),
    }
}

fn in_front(stage: &Stage) -> &str {
    stage.model.review.item_in_front().expect("an item is in front")
}

/// Opens the first conversation of the sample, which has no review yet; how many keys that takes from its row.
fn open_a_fresh_one(stage: &mut Stage) -> usize {
    stage.keys(TO_SAMPLE).keys("enter");
    let desk = stage.model.review.desk().expect("enter opens a review");
    assert!(desk.state == State::Draft && desk.history.sheet().0.is_empty() && desk.drawn);
    1
}

#[test]
fn from_today_to_sealed() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    assert_eq!(stage.model.place(), Place::Today);
    let mut keys = open_a_fresh_one(&mut stage);
    assert_eq!(stage.model.place(), Place::Review);
    let opened = stored(&mut stage);
    let items: Vec<String> = opened.checklist.items.iter().map(|item| item.id.clone()).collect();
    assert_eq!(items.len(), 31);

    // Not solved, so that all thirty-one items apply. Why: a cause; later, on a second thought, a comment and a message.
    assert_eq!(in_front(&stage), items[0]);
    for script in ["n 2", "up c", "esc", "J e space"] {
        if script == "esc" {
            // What the comment says is the person's own; it is not counted.
            stage.keys("s o space enter s a d");
        }
        stage.keys(script);
        keys += script.split_whitespace().count();
    }
    assert_eq!(in_front(&stage), items[1], "\n{}", stage.text());
    let second = opened.transcript.turns[1].id.clone();
    let cause = opened.checklist.items[0].causes[1].id.clone();
    let no = Answer {
        cause: Some(cause),
        comment: "so \nsad".into(),
        evidence: vec![second],
        ..Answer::of(Value::No)
    };
    assert_eq!(stored(&mut stage).history.sheet().answer(&items[0]), Some(&no), "saved as it was typed");

    // Thirty yeses, one of them taken back and given again.
    stage.keys("y u");
    assert_eq!(stored(&mut stage).history.sheet().answer(&items[1]), None);
    stage.keys("ctrl-r");
    assert_eq!(stored(&mut stage).history.sheet().value(&items[1]), Some(Value::Yes));
    // What was taken back and given again counts once.
    keys += 1;
    stage.keys("space");
    while stage.model.review.desk().unwrap().history.sheet().0.len() < 31 {
        stage.keys("y");
        keys += 1;
        assert!(keys < 60, "\n{}", stage.text());
    }
    stage.keys("s");
    assert!(matches!(stage.model.review.front(), Front::Seal), "\n{}", stage.text());
    stage.keys("enter");
    keys += 2;
    assert!(keys <= 45, "{keys} keys for thirty-one items");
    let shown = stage.text();
    assert!(
        shown.contains("Sealed. It is yours until you submit it.") && shown.contains("It took you"),
        "{shown}"
    );

    let sealed = stored(&mut stage);
    assert_eq!(sealed.state, State::Sealed);
    let mut typed: Sheet = Sheet::default();
    for item in &items {
        typed.0.insert(item.clone(), Answer::of(Value::Yes));
    }
    typed.0.insert(items[0].clone(), no);
    assert_eq!(sealed.history.sheet(), &typed, "what is sealed is what was typed");
    assert_eq!(sealed.score().answered(), 31);
    stage.keys("esc y");
    assert_eq!(stage.model.place(), Place::Today);
}

#[test]
fn yes_to_the_rest_is_taken_back_whole_and_a_void_says_why() {
    let mut stage = Stage::plain(Lang::Fr, 60, 18);
    open_a_fresh_one(&mut stage);
    stage.keys("n Y");
    assert_eq!(stored(&mut stage).history.sheet().0.len(), 31);
    stage.keys("u");
    assert_eq!(stored(&mut stage).history.sheet().0.len(), 1, "one step back");
    stage.keys("ctrl-r s enter");
    assert_eq!(stored(&mut stage).state, State::Sealed);
    assert!(stage.text().contains("entrée"), "the next step is in sight\n{}", stage.text());
    stage.keys("V r a t é enter");
    assert_eq!(stage.model.review.desk().unwrap().state, State::Voided);
}

#[test]
fn the_other_form_keeps_what_was_answered() {
    let mut stage = Stage::plain(Lang::En, 100, 28);
    open_a_fresh_one(&mut stage);
    stage.keys("y y E");
    let express = stored(&mut stage);
    assert_eq!(express.checklist.id, "four-pillars-express");
    assert_eq!(express.history.sheet().0.len(), 2);
    stage.keys("E");
    assert_eq!(stored(&mut stage).checklist.id, "four-pillars");
}
