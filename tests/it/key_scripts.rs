//! The whole app by its keys: from the first run to a sealed review, through keymap, update, the real worker and a
//! store in memory.

use crate::stage;

use aplomb::tui::action::Place;
use aplomb::tui::ask::Ask;
use aplomb::tui::keymap::Keymap;
use aplomb::tui::message::Msg;
use aplomb::tui::model::Over;
use aplomb::words::Lang;
use stage::{Stage, TO_SAMPLE};

/// The line of the screen that has some words.
fn line(stage: &Stage, words: &str) -> String {
    let text = stage.text();
    text.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}: {text}")).to_owned()
}

#[test]
fn a_request_comes_first_and_enter_opens_it() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    assert!(line(&stage, "Next").contains("for Inès"), "somebody waits: {}", stage.text());
    stage.keys("enter");
    assert_eq!(stage.model.place(), Place::Review);
    let desk = stage.model.review.desk().unwrap();
    assert_eq!(desk.for_whom.as_ref().map(|name| name.as_str()), Some("Inès"));
}

#[test]
fn a_result_that_arrived_is_opened_from_today_and_can_be_talked_over_at_once() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    stage.keys("down enter");
    assert_eq!(stage.model.place(), Place::Compare);
    assert!(line(&stage, "4 to talk about").contains("4 to talk about"));
    stage.keys("a F2");
    assert!(line(&stage, "#A-1052").contains("to send to Marc"), "{}", stage.text());
}

#[test]
fn today_shows_the_sample_and_enter_opens_the_next_of_it() {
    let mut stage = Stage::plain(Lang::En, 80, 34);
    let text = stage.text();
    let sealed = text.lines().filter(|line| line.ends_with("sealed")).count();
    let open = text.lines().filter(|line| line.ends_with("not reviewed")).count();
    assert_eq!((sealed, open), (6, 4), "the sample's rows are in view: {text}");
    stage.keys(TO_SAMPLE);
    let cursor = line(&stage, "▸◆");
    let reference = cursor.split_whitespace().find(|word| word.starts_with('#')).unwrap();
    assert!(cursor.ends_with("not reviewed"), "{cursor}");
    stage.keys("enter");
    assert_eq!(stage.model.place(), Place::Review);
    assert!(stage.text().contains(reference), "{}", stage.text());
}

#[test]
fn today_keeps_its_rows_in_view_at_every_size() {
    let mut stage = Stage::plain(Lang::En, 60, 18);
    stage.send(Msg::Resize { columns: 120, rows: 40 });
    assert!(line(&stage, "Your sample").contains("6 of 10"));
    assert_eq!(stage.text().lines().filter(|line| line.ends_with("sealed")).count(), 6);
}

#[test]
fn reading_again_does_not_hide_a_failed_save() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    stage.keys("enter R");
    assert!(stage.text().contains("read again"), "{}", stage.text());
    stage.full_disk = true;
    stage.keys("y");
    assert!(stage.text().contains("The disk is full."), "{}", stage.text());
    stage.full_disk = false;
    stage.keys("R");
    assert!(!stage.text().contains("read again"), "{}", stage.text());
    assert!(stage.text().contains("saving once more"), "{}", stage.text());
}

#[test]
fn me_is_asked_for_once() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    stage.keys("F6");
    let before = stage.asked.len();
    stage.keys("R");
    let mirrors = stage.asked[before..].iter().filter(|ask| matches!(ask, Ask::Mirror { .. })).count();
    assert_eq!(mirrors, 1);
}

#[test]
fn a_first_run_asks_who_and_says_what_to_do() {
    let mut stage = Stage::empty(Lang::En, 80, 24);
    assert!(stage.model.over.is_none(), "nothing stands in the way: {}", stage.text());
    assert!(line(&stage, "Next").contains("enter  say who you are"), "{}", stage.text());
    stage.keys("i");
    assert!(stage.text().contains("Say first who you are: W."), "{}", stage.text());
    stage.keys("enter A d a enter a d a @ x enter");
    assert_eq!(stage.model.name, "Ada");
    assert!(line(&stage, "Hello, Ada.").contains("Hello, Ada."));
    assert!(line(&stage, "Next").contains("i  import your conversations"), "{}", stage.text());
    stage.keys("enter");
    assert_eq!(stage.model.place(), Place::Today, "there is nothing to open");
    assert!(stage.text().contains("There are no conversations yet."));
    for keys in ["F3", "F4", "F5", "F6", "F7", "F8", "F9"] {
        assert!(stage.keys(keys).text().lines().filter(|line| !line.is_empty()).count() > 3, "{keys}");
    }
    stage.keys("F2 i n o t h i n g . c s v enter");
    assert!(stage.text().contains("nothing.csv"), "the failure names the file: {}", stage.text());
    stage.keys("F2 q");
    assert!(stage.quit);
}

#[test]
fn a_draw_from_today_is_ready_to_be_reviewed() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    stage.keys("d 2 enter");
    assert_eq!(stage.model.place(), Place::Today);
    assert!(line(&stage, "Your sample").contains("0 of 2 reviewed"));
    assert!(stage.text().contains("#A-1073"), "the draft outside is still there");
    stage.keys(TO_SAMPLE);
    let cursor = line(&stage, "▸◆");
    let reference = cursor.split_whitespace().find(|word| word.starts_with('#')).unwrap();
    stage.keys("enter");
    assert_eq!(stage.model.place(), Place::Review);
    assert!(stage.text().contains(reference), "{}", stage.text());
}

#[test]
fn the_next_step_names_enter_only_where_enter_does_it() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    assert!(line(&stage, "Next").contains("enter"));
    stage.keys("G");
    assert!(!line(&stage, "Next").contains("enter"), "enter would open another one");
    stage.keys("F3 F2");
    assert!(line(&stage, "Next").contains("enter"), "coming back, the cursor waits on what is next");
}

#[test]
fn another_order_begins_at_its_top() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    stage.keys("F3 down down o");
    assert_eq!(stage.model.conversations.cursor.at, 0);
    stage.keys("down R");
    assert_eq!(stage.model.conversations.cursor.at, 1, "the same list keeps its place");
}

#[test]
fn from_the_filter_to_a_review_and_back() {
    let mut stage = Stage::plain(Lang::Fr, 80, 24);
    stage.keys("F3 / c o l i s enter down enter");
    assert_eq!(stage.model.place(), Place::Review);
    let reference = stage.model.review.desk().unwrap().transcript.reference.clone();
    stage.keys("esc");
    assert_eq!(stage.model.place(), Place::Conversations);
    assert!(line(&stage, "▸").contains("F3"));
    assert!(stage.text().lines().any(|line| line.starts_with('▸') && line.contains(reference.as_str())));
    stage.keys("esc esc");
    assert_eq!(stage.model.place(), Place::Today);
    stage.keys("q");
    assert!(stage.quit);
}

#[test]
fn the_palette_runs_what_it_finds() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    stage.keys("ctrl-p s a m p l e enter");
    assert!(matches!(stage.model.over, Some(Over::Draw(_))), "{}", stage.text());
    stage.keys("esc : o r d e r enter");
    assert!(stage.text().contains("done on another screen") || stage.text().contains("No action"));
    stage.keys("esc F3 : c h a n g e space t h e space o r d e r enter");
    assert!(stage.text().contains("oldest first"), "{}", stage.text());
}

#[test]
fn from_today_to_sealed_in_at_most_45_keys() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    // Open; answer each item as a reader would, with one no, its cause and one n/a; seal and confirm.
    let answers = "y ".repeat(40);
    let mut keys: Vec<&str> = TO_SAMPLE.split_whitespace().chain(["enter"]).collect();
    stage.keys(&keys.join(" "));
    let items = stage.model.review.desk().unwrap().checklist.items.len();
    assert_eq!(items, 31);
    for key in answers.split_whitespace() {
        let desk = stage.model.review.desk().unwrap();
        let sheet = desk.history.sheet();
        if sheet.applicable(&desk.checklist).all(|item| sheet.answer(&item.id).is_some()) {
            break;
        }
        stage.keys(key);
        keys.push(key);
    }
    for key in ["s", "enter"] {
        stage.keys(key);
        keys.push(key);
    }
    let desk = stage.model.review.desk().unwrap();
    assert_eq!(desk.state, aplomb::domain::review::State::Sealed, "{}", stage.text());
    assert!(keys.len() <= 45, "{} keys", keys.len());
    stage.keys("esc");
    assert!(line(&stage, "Your sample").contains("7 of 10 reviewed"), "{}", stage.text());
}

#[test]
fn a_draw_that_finds_nothing_can_be_mended_at_once() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    // Everything that was open is drawn and sealed away first.
    stage.keys("d 4 0 down right right enter");
    for row in 0..8 {
        stage.keys("F2").keys(TO_SAMPLE).keys(&"down ".repeat(row)).keys("enter Y s enter");
    }
    stage.keys("F2");
    assert!(line(&stage, "Your sample").contains("8 of 8 reviewed"), "{}", stage.text());
    stage.keys("d enter");
    assert!(stage.text().contains("Nothing left to draw"), "{}", stage.text());
    assert!(matches!(stage.model.over, Some(Over::Draw(_))));
}

#[test]
fn keys_of_ones_own_are_shown_everywhere() {
    let mut stage = Stage::plain(Lang::En, 80, 40);
    let own = |key: &str, action: &str| (key.to_owned(), action.to_owned());
    let bind =
        [own("ctrl-o", "open"), own("F9", "help"), own("F11", "me"), own("Z", "quit"), own("x", "back")];
    stage.model.settings.keymap = Keymap::with(&bind, &[]).0;
    let text = stage.text();
    assert!(line(&stage, "Next").contains("ctrl-o"), "{text}");
    assert!(line(&stage, "Try:").contains("ctrl-o opens a review · F11 shows Me · F9 helps"), "{text}");
    assert!(text.contains("F11 Me") && text.contains("F9 help"), "{text}");
    assert!(stage.keys("esc").text().contains("Z quits"), "{}", stage.text());
    assert!(stage.keys("F9").text().contains("ctrl-o enter"), "{}", stage.text());
    assert!(stage.keys("esc @").text().contains("x close"), "{}", stage.text());
    stage.keys("x F3 /");
    assert!(stage.text().contains("F9 help"), "{}", stage.text());
}

#[test]
fn nothing_is_cut_from_the_title_row() {
    for lang in [Lang::En, Lang::Fr] {
        let mut stage = Stage::plain(lang, 60, 24);
        for columns in [60, 80, 100] {
            stage.send(Msg::Resize { columns, rows: 24 });
            for key in ["F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9"] {
                let title = stage.keys(key).text().lines().next().unwrap().to_owned();
                assert!(title.contains(if lang == Lang::En { "demo" } else { "démo" }), "{title}");
                assert!(!title.contains('…'), "{title}");
            }
        }
    }
}

#[test]
fn what_was_opened_and_left_is_no_draft() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    stage.keys("F3 / v e g a n enter enter");
    assert_eq!(stage.model.place(), Place::Review);
    stage.keys("F2");
    let drafts = stage.model.today.today.as_ref().unwrap().drafts.len();
    assert_eq!(drafts, 1, "{}", stage.text());
}

#[test]
fn the_count_of_another_filter_is_not_told() {
    let mut stage = Stage::plain(Lang::En, 80, 24);
    stage.keys("F3 / s");
    let of_one = line(&stage, "filter: s (");
    assert!(!of_one.contains('…'), "{of_one}");
    stage.deaf = true;
    stage.keys("h");
    assert!(line(&stage, "filter: sh (").contains("(… of "));
    stage.deaf = false;
    stage.keys("o");
    assert!(!line(&stage, "filter: sho (").contains('…'));
}
