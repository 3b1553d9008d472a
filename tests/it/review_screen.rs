//! *Review* by key scripts and whole screens.
use crate::desk_fixture;

use aplomb::domain::checklist::{Cause, Scale};
use aplomb::domain::history::Act;
use aplomb::domain::review::{ReviewRole, State, Value};
use aplomb::domain::shown::Shown;
use aplomb::ops::desk::Desk;
use aplomb::ops::hints::Told;
use aplomb::tui::action::{Action, Availability, Place};
use aplomb::tui::ask::{Ask, Reply};
use aplomb::tui::chord::Chord;
use aplomb::tui::glyphs::{ASCII, UNICODE};
use aplomb::tui::keymap::Keymap;
use aplomb::tui::message::Effect;
use aplomb::tui::screens::review::{Focus, Front, ReviewScreen};
use aplomb::tui::screens::{Context, Say};
use aplomb::tui::theme::{DARK, MONO};
use aplomb::tui::view::{Paint, review};
use aplomb::words::{Bilingual, Lang};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::{Color, Modifier};

/// A screen with everything around it that a key needs.
struct Stage {
    screen: ReviewScreen,
    lang: Lang,
    columns: u16,
    rows: u16,
    now: i64,
    effects: Vec<Effect>,
    says: Vec<Say>,
}

impl Stage {
    fn new(desk: Desk, columns: u16, rows: u16) -> Stage {
        let mut stage = Stage {
            screen: ReviewScreen::default(),
            lang: Lang::En,
            columns,
            rows,
            now: 1_000_000,
            effects: Vec::new(),
            says: Vec::new(),
        };
        stage.reply(Reply::Desk(Box::new(desk)));
        stage
    }

    fn with<R>(&mut self, go: impl FnOnce(&mut ReviewScreen, &mut Context) -> R) -> R {
        let mut cx = Context {
            lang: self.lang,
            columns: self.columns,
            rows: self.rows,
            now: self.now,
            effects: &mut self.effects,
            says: &mut self.says,
        };
        go(&mut self.screen, &mut cx)
    }

    fn reply(&mut self, reply: Reply) {
        self.with(|screen, cx| screen.reply(&reply, cx));
    }

    /// Presses keys, separated by spaces, as the shell would hand them on.
    fn keys(&mut self, keys: &str) -> &mut Stage {
        for key in keys.split_whitespace() {
            let chord: Chord = key.parse().unwrap();
            self.now += 1_000_000;
            if self.screen.captures() {
                self.with(|screen, cx| screen.typed(chord, cx));
                continue;
            }
            if key == "esc" {
                self.with(|screen, cx| screen.back(cx));
                continue;
            }
            let action = action(key);
            match self.screen.available(action) {
                Availability::Ready => self.with(|screen, cx| screen.act(action, chord, cx)),
                Availability::Hidden => {}
                Availability::Disabled(why) => self.says.push(Say::Fact(why)),
            }
        }
        self
    }

    /// The worker saves everything that it was asked to.
    fn save(&mut self) {
        for effect in std::mem::take(&mut self.effects) {
            if let Effect::Ask(Ask::Save { review, place, .. }) = effect {
                self.reply(Reply::Saved { review, place, at: "10:31".into() });
            }
        }
    }

    fn value(&self, item: &str) -> Option<Value> {
        self.screen.desk().unwrap().history.sheet().value(item)
    }

    fn left(&self) -> usize {
        let score = self.screen.desk().unwrap().score();
        score.applicable() - score.answered()
    }

    fn said(&self) -> String {
        match self.says.last() {
            Some(Say::Fact(said) | Say::Warning(said)) => said.get(self.lang).to_owned(),
            _ => String::new(),
        }
    }

    fn places(&self) -> Vec<usize> {
        self.effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Ask(Ask::Save { place, .. }) => Some(*place),
                _ => None,
            })
            .collect()
    }

    fn paint(&self) -> Paint {
        Paint { lang: self.lang, theme: DARK, glyphs: UNICODE }
    }

    fn drawn(&self) -> String {
        self.drawn_with(&self.paint())
    }

    fn drawn_with(&self, paint: &Paint) -> String {
        let mut terminal = Terminal::new(TestBackend::new(self.columns, self.rows)).unwrap();
        terminal
            .draw(|frame| {
                let area = frame.area();
                if let Some(cursor) = review::draw(&self.screen, area, paint, frame) {
                    assert!(area.contains(cursor), "{cursor:?} outside {area:?}");
                }
            })
            .unwrap();
        text(terminal.backend())
    }
}

fn text(backend: &TestBackend) -> String {
    let buffer = backend.buffer();
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut row = String::new();
        let mut skip = 0;
        for x in 0..buffer.area.width {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let symbol = buffer[(x, y)].symbol();
            skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
            row.push_str(symbol);
        }
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}

fn action(key: &str) -> Action {
    match key {
        "y" => Action::Yes,
        "n" => Action::No,
        "x" => Action::Na,
        "-" => Action::Clear,
        "Y" => Action::YesToRest,
        "e" => Action::Evidence,
        "J" => Action::NextMessage,
        "K" => Action::PreviousMessage,
        "c" => Action::Comment,
        "b" => Action::Cause,
        "space" => Action::NextOpen,
        "right" => Action::NextPillar,
        "left" => Action::PreviousPillar,
        "u" => Action::Undo,
        "ctrl-r" => Action::Redo,
        "w" => Action::WhyScore,
        "H" => Action::ItemHistory,
        "i" => Action::Hints,
        "E" => Action::SwitchForm,
        "s" => Action::Seal,
        "V" => Action::Void,
        "D" => Action::Decline,
        "R" => Action::Reread,
        "/" => Action::Find,
        "ctrl-n" => Action::NextMatch,
        "ctrl-b" => Action::PreviousMatch,
        "tab" => Action::NextPane,
        "+" => Action::Zoom,
        "up" => Action::Up,
        "down" => Action::Down,
        "pageup" => Action::PageUp,
        "pagedown" => Action::PageDown,
        "ctrl-u" => Action::HalfUp,
        "ctrl-d" => Action::HalfDown,
        "g" => Action::First,
        "G" => Action::Last,
        "enter" => Action::Open,
        digit if digit.len() == 1 && digit.as_bytes()[0].is_ascii_digit() => Action::Point,
        other => panic!("{other} has no action here"),
    }
}

fn full() -> Stage {
    Stage::new(desk_fixture::desk(desk_fixture::thirty_one()), 100, 26)
}

fn small() -> Stage {
    Stage::new(desk_fixture::desk(desk_fixture::small()), 100, 26)
}

#[test]
fn thirty_one_items_need_at_most_forty_five_keys() {
    let mut stage = full();
    // The problem was not solved, so that the conditional item applies too; two causes, one n/a, three noes.
    let script = "n y n 1 n 2 y y  y y x y y y y y  y n y y y y y y y x y y y y n y y";
    stage.keys(script);
    assert_eq!(stage.left(), 0, "{}", stage.drawn());
    assert_eq!(stage.screen.desk().unwrap().score().applicable(), 31);
    assert!(script.split_whitespace().count() <= 45);
    assert_eq!(stage.said(), "All answered. s seals.");
    assert_eq!(
        stage.screen.desk().unwrap().history.sheet().answer("effectiveness-3").unwrap().cause.as_deref(),
        Some("link")
    );
}

#[test]
fn yes_to_all_that_is_left_is_one_step() {
    let mut stage = full();
    stage.keys("n").keys("Y");
    assert_eq!(stage.left(), 0, "also what began to apply");
    assert_eq!(stage.value("effectiveness-6"), Some(Value::Yes));
    assert_eq!(stage.value("effectiveness-1"), Some(Value::No));
    assert_eq!(stage.places(), [0, 1]);
    stage.keys("u");
    assert_eq!(stage.left(), 30);
    assert_eq!(stage.said(), "Undone: 30 answers.");
    stage.keys("ctrl-r");
    assert_eq!(stage.left(), 0);
}

#[test]
fn yes_to_all_leaves_scales_to_the_person() {
    let mut stage = small();
    stage.keys("Y");
    assert_eq!(stage.left(), 1);
    assert_eq!(stage.screen.item_in_front(), Some("effort"));
    stage.keys("7");
    assert_eq!(stage.said(), "This item takes a point from 1 to 5.");
    stage.keys("y");
    assert_eq!(stage.said(), "This item takes a point from 1 to 5.");
    stage.keys("4");
    assert_eq!(stage.value("effort"), Some(Value::Point(4)));
    assert_eq!(stage.left(), 0);
}

#[test]
fn conditional_items_come_and_go() {
    let mut stage = small();
    assert!(stage.drawn().contains("+ 1 if no: The problem was solved"), "{}", stage.drawn());
    stage.keys("n enter");
    assert!(
        stage.drawn().contains("·  Every possible step") || stage.drawn().contains("· Every possible step"),
        "{}",
        stage.drawn()
    );
    assert_eq!(stage.screen.item_in_front(), Some("steps"));
    stage.keys("y up up u u");
    assert!(stage.drawn().contains("+ 1 if no"), "{}", stage.drawn());
    assert_eq!(stage.screen.item_in_front(), Some("solved"));
}

#[test]
fn a_cause_is_asked_for_and_never_in_the_way() {
    let mut stage = small();
    stage.keys("n");
    assert!(matches!(stage.screen.front(), Front::Causes(_)));
    assert!(stage.drawn().contains("What was missing?"));
    assert_eq!(stage.screen.item_in_front(), Some("solved"), "it stays");
    stage.keys("9");
    assert_eq!(stage.said(), "Causes go from 1 to 3.");
    stage.keys("2");
    let answer =
        |stage: &Stage| stage.screen.desk().unwrap().history.sheet().answer("solved").cloned().unwrap();
    assert_eq!(answer(&stage).cause.as_deref(), Some("step"));
    assert_eq!(stage.screen.item_in_front(), Some("steps"), "then it goes on");

    let mut stage = small();
    stage.keys("n y");
    assert_eq!(
        (stage.value("solved"), stage.value("steps")),
        (Some(Value::No), Some(Value::Yes)),
        "y answers the next"
    );

    let mut stage = small();
    stage.keys("n J e");
    assert_eq!(answer(&stage).evidence, ["t2"], "reading and pinning leave the question open");
    assert!(matches!(stage.screen.front(), Front::Causes(_)));
    stage.keys("esc");
    assert_eq!(stage.screen.item_in_front(), Some("steps"));

    let mut stage = small();
    stage.keys("n u");
    assert_eq!(stage.value("solved"), None, "undo takes the no back");
    assert!(matches!(stage.screen.front(), Front::Nothing));
}

#[test]
fn with_one_pane_in_view_reading_and_answering_bring_theirs_to_the_front() {
    let mut stage = Stage::new(desk_fixture::desk(desk_fixture::small()), 60, 16);
    stage.keys("y up J J");
    assert_eq!(stage.screen.focus(), Focus::Transcript);
    assert!(stage.drawn().contains("order 3592"), "what e would pin is in view\n{}", stage.drawn());
    stage.keys("e");
    assert!(stage.drawn().contains("▌m3"), "{}", stage.drawn());
    stage.keys("n");
    assert_eq!(stage.screen.focus(), Focus::Items);
    assert!(stage.drawn().contains("What was missing?"), "{}", stage.drawn());
    stage.keys("1 / s h");
    assert!(stage.drawn().contains(" / sh"), "what is searched for is in view\n{}", stage.drawn());
    let mut stage = small();
    stage.keys("J y");
    assert_eq!(stage.screen.focus(), Focus::Items, "with both in view the focus stays");
}

#[test]
fn nothing_is_answered_that_is_not_in_view() {
    let mut stage = small();
    stage.keys("y w n");
    assert_eq!((stage.said().as_str(), stage.left()), ("esc closes this first.", 4));
    stage.keys("esc n");
    assert_eq!(stage.value("useful"), Some(Value::No));
}

#[test]
fn arrows_reach_causes_that_no_digit_does() {
    let mut list = desk_fixture::small();
    let cause = |n: usize| Cause { id: format!("cause-{n}"), text: Bilingual::same(format!("reason {n}")) };
    list.items[0].causes = (1..=12).map(cause).collect();
    for (columns, rows) in [(100, 26), (80, 20), (60, 16)] {
        let mut stage = Stage::new(desk_fixture::desk(list.clone()), columns, rows);
        stage.keys("n up");
        assert!(stage.drawn().contains("reason 12"), "in view where it is chosen\n{}", stage.drawn());
        stage.keys("up enter");
        let answer = |stage: &Stage| stage.screen.desk().unwrap().history.sheet().answer("solved").cloned();
        assert_eq!(answer(&stage).unwrap().cause.as_deref(), Some("cause-11"));
        assert_eq!(stage.screen.item_in_front(), Some("steps"), "then it goes on");
        stage.keys("up b down enter");
        assert_eq!(answer(&stage).unwrap().cause.as_deref(), Some("cause-12"), "from the one picked before");
        stage.keys("up b 3");
        assert_eq!(answer(&stage).unwrap().cause.as_deref(), Some("cause-3"), "digits pick as ever");
    }
}

#[test]
fn sentences_name_the_keys_that_settings_chose() {
    let bind = [("ctrl-s".to_owned(), "seal".to_owned()), ("z".to_owned(), "undo".to_owned())];
    let (keymap, _) = Keymap::with(&bind, &[]);
    let mut stage = small();
    stage.screen = ReviewScreen::new(&keymap);
    stage.reply(Reply::Desk(Box::new(desk_fixture::desk(desk_fixture::small()))));
    stage.keys("Y");
    assert!(stage.said().ends_with("z takes it back."), "{}", stage.said());
    stage.keys("3");
    assert_eq!(stage.said(), "All answered. ctrl-s seals.");
}

#[test]
fn the_history_of_an_item_is_told_in_the_zone_of_the_desk() {
    let mut desk = desk_fixture::desk(desk_fixture::small());
    desk.zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(3));
    let mut stage = Stage::new(desk, 100, 26);
    stage.keys("n esc up H");
    assert!(stage.drawn().contains("1 Jan 1970 03:00  ✗ no"), "{}", stage.drawn());
}

#[test]
fn a_comment_that_is_demanded_opens_by_itself() {
    let mut stage = small();
    stage.keys("y n");
    assert!(matches!(stage.screen.front(), Front::Comment { .. }));
    stage.keys("n o enter l i n k esc");
    let answer = stage.screen.desk().unwrap().history.sheet().answer("useful").cloned().unwrap();
    assert_eq!(answer.comment, "no\nlink");
    assert_eq!(stage.screen.item_in_front(), Some("effort"));
    stage.keys("up c ctrl-e");
    assert!(stage.effects.contains(&Effect::Edit("no\nlink".into())));
    stage.with(|screen, cx| screen.edited(Some("a link\n".into()), cx));
    stage.keys("esc");
    assert_eq!(stage.screen.desk().unwrap().history.sheet().answer("useful").unwrap().comment, "a link");
    stage.keys("c x ctrl-c");
    assert_eq!(stage.screen.desk().unwrap().history.sheet().answer("useful").unwrap().comment, "a link");
}

#[test]
fn without_its_comment_a_review_is_not_sealed() {
    let mut stage = small();
    stage.keys("y n ctrl-c Y 3 s");
    assert!(matches!(stage.screen.front(), Front::Missing), "{}", stage.said());
    assert!(stage.drawn().contains("needs a comment"));
    assert_eq!(stage.screen.item_in_front(), Some("useful"));
    stage.keys("c w h y esc s");
    assert!(matches!(stage.screen.front(), Front::Seal));
}

#[test]
fn saves_go_out_in_order_and_are_told() {
    let mut stage = small();
    assert_eq!(stage.screen.status(Lang::En).as_deref(), Some("5 left"));
    stage.keys("y y");
    assert_eq!(stage.places(), [0, 1]);
    assert_eq!(stage.screen.status(Lang::En).as_deref(), Some("3 left, saving"));
    stage.reply(Reply::Saved { review: 70, place: 0, at: "10:30".into() });
    assert_eq!(stage.screen.status(Lang::En).as_deref(), Some("3 left, saving"), "only the last one counts");
    stage.reply(Reply::Saved { review: 70, place: 1, at: "10:31".into() });
    assert_eq!(stage.screen.status(Lang::En).as_deref(), Some("3 left, saved 10:31"));
    stage.effects.clear();
    stage.keys("u");
    assert!(
        matches!(&stage.effects[..], [Effect::Ask(Ask::Save { place: 2, entry, .. })] if entry.act == Act::Undo),
        "an undo is saved like a step"
    );
}

fn fail(stage: &mut Stage, place: usize, no_more_saves: bool) {
    let entry = stage.screen.desk().unwrap().history.entries()[place].clone();
    stage.reply(Reply::Failed {
        what: Bilingual::fixed("The disk is full.", "Le disque est plein."),
        hint: Bilingual::fixed("Make room.", "Faites de la place."),
        ask: Box::new(Ask::Save { review: 70, place, entry }),
        no_more_saves,
    });
}

#[test]
fn what_could_not_be_saved_is_kept_and_sent_again() {
    let mut stage = small();
    stage.keys("y");
    fail(&mut stage, 0, false);
    assert_eq!(stage.value("solved"), Some(Value::Yes), "it stays on the screen");
    stage.effects.clear();
    stage.keys("y");
    assert_eq!(stage.places(), [0usize; 0], "what follows waits");
    assert_eq!(stage.screen.status(Lang::En).as_deref(), Some("2 not saved: R tries again"));
    assert!(stage.drawn().contains("The disk is full."), "{}", stage.drawn());
    stage.keys("Y 3 s");
    assert!(!matches!(stage.screen.front(), Front::Seal), "nothing is sealed that is not saved");
    stage.keys("R");
    assert_eq!(stage.places(), [0, 1, 2, 3]);
    stage.save();
    assert!(stage.screen.is_saved());
    assert_eq!(stage.screen.status(Lang::En).as_deref(), Some("all answered, saved 10:31"));
}

#[test]
fn when_no_more_can_be_saved_nothing_more_is_changed() {
    let mut stage = small();
    stage.keys("y");
    fail(&mut stage, 0, true);
    stage.keys("y");
    assert_eq!(stage.value("useful"), None);
    assert!(stage.said().contains("R tries again"), "{}", stage.said());
}

#[test]
fn pinning_needs_an_answer() {
    let mut stage = small();
    stage.keys("e");
    assert_eq!(stage.said(), "Answer first, then pin; up goes back an item.");
    stage.keys("y up J J e");
    let evidence = |stage: &Stage| {
        stage.screen.desk().unwrap().history.sheet().answer("solved").unwrap().evidence.clone()
    };
    assert_eq!(evidence(&stage), ["t3"]);
    stage.keys("up up");
    assert!(stage.drawn().contains("▌m3"), "{}", stage.drawn());
    stage.keys("e");
    assert!(evidence(&stage).is_empty());
}

#[test]
fn searching_folds_and_walks() {
    let mut stage = full();
    stage.keys("/ S H O E");
    assert_eq!(stage.screen.matches(Lang::En), "1 of 2");
    assert!(stage.drawn().contains("1 of 2"));
    stage.keys("ctrl-n");
    assert_eq!(stage.screen.reading().message, 3);
    stage.keys("enter ctrl-n");
    assert_eq!(stage.screen.reading().message, 0, "round the end");
    assert_eq!(stage.value("effectiveness-1"), None);
    stage.keys("esc");
    assert_eq!(stage.screen.query(), "");
    assert!(!stage.with(|screen, cx| screen.back(cx)), "then there is nothing left to go back from");
}

/// A colleague's conversation that I was asked to read.
fn reading(role: ReviewRole) -> Stage {
    let mut desk = desk_fixture::desk(desk_fixture::thirty_one());
    desk.role = role;
    desk.for_whom = Some(Shown::line("Marc"));
    Stage::new(desk, 100, 26)
}

#[test]
fn a_reader_may_let_the_answers_go_to_the_lead_and_must_not() {
    let sealed = |stage: &mut Stage| {
        stage.save();
        let seals = stage.effects.iter().filter_map(|effect| match effect {
            Effect::Ask(Ask::Seal { consent, .. }) => Some(*consent),
            _ => None,
        });
        seals.collect::<Vec<bool>>()
    };
    for lang in [Lang::En, Lang::Fr] {
        let mut stage = reading(ReviewRole::Peer);
        stage.lang = lang;
        stage.keys("y y n 1 y y Y s");
        let (kept, shown) = match lang {
            Lang::En => ("do not go to the lead", "without your name"),
            Lang::Fr => ("ne vont pas au responsable", "sans votre nom"),
        };
        assert!(stage.drawn().contains(kept), "{}", stage.drawn());
        stage.keys("l");
        assert!(stage.drawn().contains(shown), "{}", stage.drawn());
        // Going back forgets the choice.
        stage.keys("esc s");
        assert!(stage.drawn().contains(kept), "{}", stage.drawn());
        stage.keys("l enter");
        assert_eq!(sealed(&mut stage), [true]);
    }
    let mut stage = reading(ReviewRole::Peer);
    stage.keys("y y n 1 y y Y s enter");
    assert_eq!(sealed(&mut stage), [false], "off until it is chosen");
    // Neither on my own conversations nor as third reader.
    for mut stage in [full(), reading(ReviewRole::Third)] {
        stage.keys("y y n 1 y y Y s");
        assert!(!stage.drawn().contains("lead"), "{}", stage.drawn());
        stage.keys("l enter");
        assert_eq!(sealed(&mut stage), [false]);
    }
}

#[test]
fn a_reading_can_be_declined_with_a_word_of_reason() {
    let mut stage = reading(ReviewRole::Peer);
    assert_eq!(stage.screen.available(Action::Decline), Availability::Ready);
    stage.keys("D");
    assert!(stage.drawn().contains("Say why in a few words"), "{}", stage.drawn());
    stage.keys("enter");
    assert!(stage.said().contains("reason"), "{}", stage.said());
    stage.keys("b u s y enter");
    let conversation = stage.screen.desk().unwrap().transcript.id;
    assert!(stage.effects.contains(&Effect::Ask(Ask::Decline { conversation, why: "busy".into() })));
    assert!(stage.says.contains(&Say::Go(Place::Today)));
    stage.effects.clear();
    stage.keys("D n o esc");
    assert!(stage.effects.is_empty());
    // My own conversation is nobody's request.
    assert_eq!(full().screen.available(Action::Decline), Availability::Hidden);
}

#[test]
fn sealing_waits_for_the_disk_and_shows_the_result() {
    let mut stage = full();
    stage.keys("y y n 1 y y Y s");
    assert!(stage.drawn().contains("Seal this review?"), "{}", stage.drawn());
    stage.keys("s");
    assert!(matches!(stage.screen.front(), Front::Seal), "its own key does not confirm");
    stage.keys("enter");
    assert!(
        !stage.effects.contains(&Effect::Ask(Ask::Seal { review: 70, consent: false })),
        "not before all is saved"
    );
    stage.keys("y");
    assert!(stage.said().contains("being sealed"), "{}", stage.said());
    stage.save();
    assert!(stage.effects.contains(&Effect::Ask(Ask::Seal { review: 70, consent: false })));
    stage.reply(Reply::Sealed { review: 70, next: Some(9) });
    insta::assert_snapshot!("result", stage.drawn());
    stage.keys("w");
    assert!(stage.drawn().contains("Why this score"), "{}", stage.drawn());
    stage.keys("w");
    assert!(
        stage.drawn().contains("It took you"),
        "what is told once is not lost on the way\n{}",
        stage.drawn()
    );
    stage.keys("enter");
    assert_eq!(stage.says.last(), Some(&Say::OpenReview(9)));
    stage.keys("esc");
    assert_eq!(stage.says.last(), Some(&Say::Go(Place::Today)));
    stage.keys("n");
    assert_eq!(stage.said(), "This review is sealed: it is never edited again.");
}

#[test]
fn a_review_is_voided_with_a_reason() {
    let mut stage = small();
    stage.keys("V enter");
    assert!(stage.said().contains("A reason is needed"));
    stage.keys("o o p s enter");
    assert!(stage.effects.contains(&Effect::Ask(Ask::Void { review: 70, why: "oops".into() })));
    stage.reply(Reply::Voided { review: 70 });
    assert_eq!(stage.screen.desk().unwrap().state, State::Voided);
    stage.keys("y");
    assert!(stage.said().contains("only be read"));
}

#[test]
fn the_other_form_keeps_the_place_and_unsaved_steps() {
    let mut stage = small();
    stage.keys("y y");
    stage.keys("E");
    assert!(stage.effects.iter().any(|effect| matches!(effect, Effect::Ask(Ask::SwitchForm { .. }))));
    let front = stage.screen.item_in_front().map(str::to_owned);
    stage.reply(Reply::Desk(Box::new(desk_fixture::desk(desk_fixture::small()))));
    assert_eq!(stage.value("solved"), Some(Value::Yes), "steps made meanwhile are kept");
    assert_eq!(stage.screen.item_in_front().map(str::to_owned), front);
}

fn in_the_middle(columns: u16, rows: u16, lang: Lang) -> Stage {
    let mut stage = Stage::new(desk_fixture::desk(desk_fixture::thirty_one()), columns, rows);
    stage.lang = lang;
    stage.keys("y y n J J J J e 1");
    stage.save();
    stage
}

#[test]
fn whole_screens() {
    for (columns, rows) in [(100, 26), (80, 20), (120, 36), (60, 14)] {
        for lang in [Lang::En, Lang::Fr] {
            let stage = in_the_middle(columns, rows, lang);
            insta::assert_snapshot!(format!("review_{columns}x{rows}_{}", lang.tag()), stage.drawn());
        }
    }
}

#[test]
fn whole_screens_in_other_states() {
    let mut stage = in_the_middle(100, 26, Lang::En);
    stage.keys("up b");
    insta::assert_snapshot!("review_causes", stage.drawn());
    stage.keys("esc up up up c N o space l i n k");
    insta::assert_snapshot!("review_comment", stage.drawn());
    stage.keys("esc w");
    insta::assert_snapshot!("review_why", stage.drawn());
    stage.keys("w s");
    insta::assert_snapshot!("review_missing", stage.drawn());
    stage.keys("enter V");
    insta::assert_snapshot!("review_void", stage.drawn());
    let mut stage = in_the_middle(60, 14, Lang::En);
    stage.keys("tab / s h o e");
    insta::assert_snapshot!("review_narrow_search", stage.drawn());
    let ascii = Paint { lang: Lang::En, theme: MONO, glyphs: ASCII };
    insta::assert_snapshot!("review_ascii", in_the_middle(100, 26, Lang::En).drawn_with(&ascii));
    insta::assert_snapshot!("review_small_checklist", small().drawn());
}

#[test]
fn without_colour_the_cursor_and_every_answer_have_a_mark() {
    let stage = in_the_middle(100, 26, Lang::En);
    let drawn = stage.drawn_with(&Paint { lang: Lang::En, theme: MONO, glyphs: UNICODE });
    for mark in ["▸ ·", "✓ The problem", "✗ Explanations could"] {
        assert!(drawn.contains(mark), "{mark}\n{drawn}");
    }
}

#[test]
fn without_colour_the_cursor_row_is_reversed_and_nothing_has_a_colour() {
    let stage = in_the_middle(100, 26, Lang::En);
    let paint = Paint { lang: Lang::En, theme: MONO, glyphs: UNICODE };
    let mut terminal = Terminal::new(TestBackend::new(100, 26)).unwrap();
    let mut cursor = None;
    terminal.draw(|frame| cursor = review::draw(&stage.screen, frame.area(), &paint, frame)).unwrap();
    let buffer = terminal.backend().buffer();
    let cursor = cursor.expect("the real cursor stands at the item in front");
    assert_eq!(buffer[cursor].symbol(), "▸");
    assert!(buffer[cursor].modifier.contains(Modifier::REVERSED));
    assert!(buffer.content().iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
}

#[test]
fn a_long_scale_takes_a_number() {
    let mut list = desk_fixture::small();
    list.items[3].scale = Scale::Points { min: 0, max: 100 };
    let mut stage = Stage::new(desk_fixture::desk(list), 100, 26);
    stage.keys("Y 8 5");
    assert!(stage.drawn().contains("From 0 to 100: 85"), "{}", stage.drawn());
    stage.keys("9 enter");
    assert_eq!(stage.said(), "This item takes a point from 0 to 100.");
    stage.keys("backspace enter");
    assert_eq!(stage.value("effort"), Some(Value::Point(85)));
}

#[test]
fn another_review_does_not_push_out_what_is_not_on_disk() {
    let mut stage = small();
    stage.keys("y");
    fail(&mut stage, 0, false);
    let mut other = desk_fixture::desk(desk_fixture::small());
    other.review = 71;
    stage.reply(Reply::Desk(Box::new(other.clone())));
    assert_eq!(stage.screen.desk().unwrap().review, 70);
    stage.keys("R");
    stage.save();
    stage.reply(Reply::Desk(Box::new(other)));
    assert_eq!(stage.screen.desk().unwrap().review, 71);
}

#[test]
fn texts_of_sixty_columns_are_not_cut_beside_the_conversation() {
    let mut list = desk_fixture::thirty_one();
    let long = "The agent told the customer what will happen, and also when.";
    assert_eq!(long.len(), 60);
    list.items[1].text = Bilingual::fixed(long, long);
    let stage = Stage::new(desk_fixture::desk(list), 100, 26);
    assert!(stage.drawn().contains(long), "{}", stage.drawn());
}

#[test]
fn what_a_row_cuts_is_told_in_full_below() {
    let mut list = desk_fixture::small();
    let long =
        "The agent told the customer what will happen, and also when, and with whom to speak if it does not.";
    list.items[0].text = Bilingual::fixed(long, long);
    let stage = Stage::new(desk_fixture::desk(list), 60, 20);
    let drawn = stage.drawn();
    assert!(drawn.contains("…") && drawn.contains("it does not."), "{drawn}");
}

#[test]
fn clicks_hit_what_they_show() {
    let mut stage = in_the_middle(100, 26, Lang::En);
    let shape = stage.screen.geometry(Lang::En, 100, 26);
    let drawn = stage.drawn();
    let row = drawn.lines().position(|line| line.contains("Explanations were accurate")).unwrap() as u16;
    stage.with(|screen, cx| screen.click(shape.items.x + 4, row, cx));
    assert_eq!(stage.screen.item_in_front(), Some("effectiveness-2"));
    stage.with(|screen, cx| screen.click(shape.transcript.x + 2, shape.transcript.y, cx));
    assert_eq!(stage.screen.focus(), Focus::Transcript);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_key_and_no_size_ends_the_program(
        script in prop::collection::vec((0usize..45, 0u16..130, 0u16..44, any::<bool>()), 1..60),
    ) {
        let keys = [
            "y", "n", "x", "-", "Y", "e", "J", "K", "c", "b", "space", "right", "left", "u", "ctrl-r", "w", "H", "E",
            "s", "V", "R", "/", "ctrl-n", "ctrl-b", "tab", "+", "up", "down", "pageup", "pagedown", "ctrl-u", "ctrl-d",
            "g", "G", "enter", "0", "1", "2", "5", "9", "esc", "esc", "ctrl-c", "backspace", "o",
        ];
        let mut stage = small();
        for (key, columns, rows, save) in script {
            (stage.columns, stage.rows) = (columns, rows);
            let key = keys[key];
            if stage.screen.captures() || !matches!(key, "ctrl-c" | "backspace" | "o") {
                stage.keys(key);
            }
            stage.with(|screen, cx| screen.click(columns / 2, rows / 2, cx));
            stage.with(|screen, cx| screen.scroll(columns / 3, rows / 3, 3, cx));
            if save {
                stage.save();
            }
            if columns > 0 && rows > 0 {
                stage.drawn();
            }
            // What is on disk is always the log, in order.
            let history = &stage.screen.desk().unwrap().history;
            prop_assert!(stage.places().iter().all(|place| *place < history.entries().len()));
        }
    }
}

/// A desk on which rules noticed the thanks, the name and a wait.
fn noticed(columns: u16, rows: u16, lang: Lang) -> Stage {
    let told = |item: &str, points, message, at: std::ops::Range<usize>, says| Told {
        rule: "r".into(),
        item: item.into(),
        points,
        message: Some(message),
        at: Some(at),
        quote: None,
        says,
    };
    let mut desk = desk_fixture::desk(desk_fixture::small());
    desk.noticed = vec![
        told("solved", Value::No, 2, 0..5, Bilingual::fixed("m3 “order”", "m3 «\u{202f}order\u{202f}»")),
        told(
            "tone",
            Value::Yes,
            1,
            15..24,
            Bilingual::fixed("m2 “thank you”", "m2 «\u{202f}thank you\u{202f}»"),
        ),
    ];
    let mut stage = Stage::new(desk, columns, rows);
    stage.lang = lang;
    stage
}

#[test]
fn hints_come_after_the_first_pass_and_answer_nothing() {
    let mut stage = noticed(100, 26, Lang::En);
    assert!(!stage.drawn().contains("Hint"));
    stage.keys("i");
    assert_eq!(stage.said(), "Hints come after your own answers: some items have none yet.");
    stage.keys("y y 4 y");
    assert!(!stage.drawn().contains("Hint"), "one item is open\n{}", stage.drawn());
    stage.keys("y");
    assert_eq!(stage.left(), 0, "{}", stage.drawn());
    stage.save();
    let (sheet, score) = {
        let desk = stage.screen.desk().unwrap();
        (desk.history.sheet().clone(), desk.score())
    };
    stage.keys("g");
    assert!(stage.drawn().contains("Hint, no? m3 “order”"), "{}", stage.drawn());
    stage.keys("i");
    assert_eq!(stage.said(), "Hints are hidden.");
    assert!(!stage.drawn().contains("Hint,"), "{}", stage.drawn());
    stage.keys("i");
    assert!(stage.drawn().contains("Hint, no?"), "{}", stage.drawn());
    let desk = stage.screen.desk().unwrap();
    assert_eq!((desk.history.sheet(), desk.score()), (&sheet, score));
    assert!(stage.effects.is_empty(), "nothing goes to the disk");
    // An answer taken back ends the pass.
    stage.keys("-");
    assert!(!stage.drawn().contains("Hint,"), "{}", stage.drawn());
}

#[test]
fn a_hint_brings_its_message_so_that_it_can_be_pinned() {
    let mut stage = noticed(100, 26, Lang::En);
    stage.keys("y y 4 y y");
    stage.save();
    stage.keys("G g");
    assert_eq!(stage.screen.reading().message, 2);
    stage.keys("e");
    assert_eq!(stage.screen.pins(), [stage.screen.desk().unwrap().transcript.turns[2].id.clone()]);
    let mut hidden = noticed(100, 26, Lang::En);
    hidden.keys("y y 4 y y i");
    let before = hidden.screen.reading().message;
    hidden.keys("G g");
    assert_eq!(hidden.screen.reading().message, before);
}

#[test]
fn whole_screens_with_a_hint() {
    for (columns, rows) in [(80, 20), (120, 36), (60, 14)] {
        for lang in [Lang::En, Lang::Fr] {
            let mut stage = noticed(columns, rows, lang);
            stage.keys("y y 4 y y");
            stage.save();
            stage.keys("g");
            insta::assert_snapshot!(format!("review_hint_{columns}x{rows}_{}", lang.tag()), stage.drawn());
        }
    }
}
