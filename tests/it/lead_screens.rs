//! The lead's screens as whole screens, over the demo's data: *Team*, *Goals*, and the figures on *Me*.

use aplomb::tui::action::Place;
use aplomb::tui::ask::{Ask, Reply, Whose};
use aplomb::tui::glyphs::ASCII;
use aplomb::tui::message::Msg;
use aplomb::tui::runtime::Work;
use aplomb::tui::theme::MONO;
use aplomb::words::Lang;

use crate::stage::Stage;

/// Every page of *Team*, by the keys that lead there.
const TEAM: [(&str, &str); 6] = [
    ("week", "F7"),
    ("pillars", "F7 tab"),
    ("items", "F7 tab tab"),
    ("metrics", "F7 tab tab tab"),
    ("steering", "F7 tab tab tab tab"),
    ("submissions", "F7 shift-tab"),
];

/// A page from its top to its end, screen after screen.
fn leafed(stage: &mut Stage) -> String {
    let mut pages = stage.text();
    for _ in 0..12 {
        let before = stage.text();
        let next = stage.keys("pagedown").text();
        if next == before {
            break;
        }
        pages.push_str("=====\n");
        pages.push_str(&next);
    }
    pages
}

#[test]
fn every_page_of_team_at_three_sizes_in_both_languages() {
    for (columns, rows) in [(120, 40), (80, 24), (60, 18)] {
        for lang in [Lang::En, Lang::Fr] {
            let mut stage = Stage::plain(lang, columns, rows);
            for (name, keys) in TEAM {
                let page = leafed(stage.keys("F2").keys(keys));
                assert!(!page.contains('…') || name == "metrics", "something is cut on {name}:\n{page}");
                insta::assert_snapshot!(format!("team_{name}_{columns}x{rows}_{}", lang.tag()), page);
                stage.keys("esc");
            }
        }
    }
}

#[test]
fn team_in_plain_letters_and_without_colour() {
    let mut stage = Stage::demo(Lang::En, MONO, ASCII, 80, 24);
    for (name, keys) in TEAM {
        let page = leafed(stage.keys("F2").keys(keys));
        assert!(page.chars().filter(|c| !c.is_ascii()).all(|c| "é’ï“”–è ".contains(c)), "{page}");
        insta::assert_snapshot!(format!("team_{name}_ascii"), page);
        stage.keys("esc");
    }
}

#[test]
fn goals_and_one_of_them() {
    for (columns, rows) in [(120, 40), (80, 24), (60, 18)] {
        for lang in [Lang::En, Lang::Fr] {
            let mut stage = Stage::plain(lang, columns, rows);
            stage.keys("F8");
            insta::assert_snapshot!(format!("goals_{columns}x{rows}_{}", lang.tag()), stage.text());
            let one = leafed(stage.keys("enter"));
            insta::assert_snapshot!(format!("goal_{columns}x{rows}_{}", lang.tag()), one);
        }
    }
    let mut ascii = Stage::demo(Lang::Fr, MONO, ASCII, 80, 24);
    insta::assert_snapshot!("goal_ascii", leafed(ascii.keys("F8 enter")));
}

#[test]
fn my_own_figures() {
    for (columns, rows) in [(120, 40), (80, 24), (60, 18)] {
        for lang in [Lang::En, Lang::Fr] {
            let mut stage = Stage::plain(lang, columns, rows);
            let page = leafed(stage.keys("F6 tab tab"));
            insta::assert_snapshot!(format!("figures_{columns}x{rows}_{}", lang.tag()), page);
        }
    }
}

#[test]
fn what_stands_there_before_anything_was_handed_in() {
    for lang in [Lang::En, Lang::Fr] {
        let mut stage = Stage::empty(lang, 80, 24);
        insta::assert_snapshot!(format!("team_empty_{}", lang.tag()), stage.keys("F7").text());
        insta::assert_snapshot!(
            format!("team_steering_empty_{}", lang.tag()),
            stage.keys("tab tab tab tab").text()
        );
        insta::assert_snapshot!(format!("goals_empty_{}", lang.tag()), stage.keys("F8").text());
        let disabled = stage.keys("d").text();
        let word = if lang == Lang::En { "There is no goal yet." } else { "pas encore d’objectif" };
        assert!(disabled.contains(word), "{disabled}");
    }
}

#[test]
fn no_name_stands_beside_a_figure() {
    let mut stage = Stage::plain(Lang::En, 120, 40);
    for (name, keys) in TEAM.into_iter().filter(|(name, _)| *name != "submissions") {
        let page = leafed(stage.keys("F2").keys(keys));
        for person in ["Marc", "Inès", "Hugo", "Jade", "Karim", "Sofia"] {
            assert!(!page.contains(person), "{person} on {name}:\n{page}");
        }
        stage.keys("esc");
    }
    // Who submitted how much is a list of names without any score.
    let page = leafed(stage.keys("F2 F7 shift-tab"));
    assert!(page.contains("Hugo") && !page.contains('%'), "{page}");
}

#[test]
fn enter_says_what_a_figure_means() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    let text = stage.keys("F7 tab tab tab G enter").text();
    assert!(text.contains("If it moves:"), "{text}");
    stage.keys("esc");
    assert_eq!(stage.model.place(), Place::Team);
    // A row of a sheet tells all of its cells, and the definitions.
    let text = stage.keys("F2 F7 esc F7 tab down down enter").text();
    assert!(text.contains("Whose answers:") && text.contains("Mean:"), "{text}");
}

#[test]
fn the_period_goes_round_and_a_late_answer_is_dropped() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    stage.keys("F7 p p p");
    let weeks: Vec<u32> = (stage.asked.iter())
        .filter_map(|ask| match ask {
            Ask::Metrics { weeks, whose: Whose::Team, .. } => Some(*weeks),
            _ => None,
        })
        .collect();
    assert_eq!(weeks, [4, 13, 52, 4]);
    let generations: Vec<u64> = (stage.asked.iter())
        .filter_map(|ask| match ask {
            Ask::Team { generation, .. } => Some(*generation),
            _ => None,
        })
        .collect();
    assert!(generations.is_sorted_by(|a, b| a < b), "{generations:?}");
}

#[test]
fn the_diagnostic_is_begun_filled_in_and_shown() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    stage.keys("F7 b");
    assert_eq!(stage.model.place(), Place::Review);
    assert!(stage.model.review.desk().is_some());
    let text = stage.keys("Y s s enter").text();
    let sealed = stage.asked.iter().any(|ask| matches!(ask, Ask::Seal { .. }));
    assert!(sealed, "{text}");
    let text = stage.keys("F7 tab tab tab tab").text();
    assert!(text.contains("Steering diagnostic") && text.contains("the first one"), "{text}");
}

#[test]
fn a_promise_is_marked_for_this_week() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    let before = stage.text();
    assert!(before.contains("F8 1 promise of this week"), "{before}");
    let text = stage.keys("F8 d").text();
    let marked = stage.asked.iter().any(|ask| matches!(ask, Ask::Promise { done: true, .. }));
    assert!(marked, "{text}");
    assert!(text.contains("promise kept in 4 of 5 weeks"), "{text}");
    let after = stage.keys("F2").text();
    assert!(!after.contains("promise of this week"), "{after}");
    stage.keys("F8 down x");
    assert!(
        stage.text().contains("promises nothing") || stage.text().contains("promise kept"),
        "{}",
        stage.text()
    );
}

#[test]
fn while_figures_are_read_the_screen_says_so() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    // The worker is busy: keys go on, and the answer that comes later is shown.
    stage.deaf = true;
    stage.keys("F7 tab");
    let text = stage.text();
    assert!(text.contains("Reading what was submitted"), "{text}");
    stage.keys("tab tab");
    assert!(stage.text().contains("Reading the conversations"), "{}", stage.text());
    stage.deaf = false;
    stage.keys("R");
    assert!(!stage.text().contains("Reading"), "{}", stage.text());
}

/// Of many conversations figures take a second: they are there before anybody looks.
#[test]
fn the_figures_of_many_conversations_are_read_ahead_once() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    let asked = |stage: &Stage, wanted: Whose| {
        let asked = |ask: &&Ask| matches!(ask, Ask::Metrics { whose, .. } if *whose == wanted);
        stage.asked.iter().filter(asked).count()
    };
    let team = |stage: &Stage| asked(stage, Whose::Team);
    assert_eq!(team(&stage), 0);
    let mut found = None;
    stage.worker.answer(Ask::Today, &mut |reply| found = Some(reply));
    let Some(Reply::Today(mut today)) = found else { panic!("no day") };
    for (conversations, wanted) in [(19_999, 0), (20_000, 1), (20_000, 1)] {
        today.conversations = conversations;
        stage.send(Msg::Reply(Reply::Today(today.clone())));
        assert_eq!(team(&stage), wanted, "{conversations}");
    }
    // They show while they are asked for again.
    stage.deaf = true;
    let shown = stage.keys("F7 tab tab tab").text();
    assert_eq!(team(&stage), 2);
    stage.deaf = false;
    assert_eq!(shown, stage.keys("F2 F7").text());
    // Mine on their page, once *Me* is looked at. Today told the demo's own number when it was come back to.
    stage.send(Msg::Reply(Reply::Today(today)));
    assert_eq!(asked(&stage, Whose::Mine), 0);
    let before = stage.keys("F6").asked.len();
    assert_eq!(asked(&stage, Whose::Mine), 1);
    let shown = stage.keys("shift-tab").text();
    assert_eq!(stage.asked.len(), before, "nothing is left to ask");
    assert!(shown.contains("Customer satisfaction"), "{shown}");
}

#[test]
fn what_is_on_its_way_is_asked_for_again_only_when_the_store_has_changed() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    let mut found = None;
    stage.worker.answer(Ask::Today, &mut |reply| found = Some(reply));
    let Some(Reply::Today(mut today)) = found else { panic!("no day") };
    today.conversations = 20_000;
    stage.deaf = true;
    stage.send(Msg::Reply(Reply::Today(today)));
    let team = |stage: &Stage| {
        let asked = |ask: &&Ask| matches!(ask, Ask::Metrics { whose: Whose::Team, .. });
        stage.asked.iter().filter(asked).count()
    };
    assert_eq!(team(stage.keys("F7")), 1);
    stage.send(Msg::Reply(Reply::Changed));
    assert_eq!(team(&stage), 2);
}
