//! *Compare* by key scripts and whole screens, and everything that leads there: asking a colleague, exchanges on
//! *Today*, reading for somebody else.

use std::sync::Arc;

use crate::compare_desk::{self as desk, EXCHANGE};
use crate::stage::text;
use crate::{desk_fixture, screens};

use aplomb::domain::exchange::{Flag, Outcome, Said, Side, Stage};
use aplomb::domain::names::PersonId;
use aplomb::domain::review::{ReviewRole, State, Value};
use aplomb::domain::shown::Shown;
use aplomb::ops::compare::Compare;
use aplomb::ops::desk::Desk;
use aplomb::ops::people::AskPreview;
use aplomb::ops::today::{Errand, ErrandKind, Today};
use aplomb::tui::action::Place;
use aplomb::tui::ask::{Ask, Reply};
use aplomb::tui::geometry::Pane;
use aplomb::tui::glyphs::{ASCII, Glyphs, UNICODE};
use aplomb::tui::keymap::Keymap;
use aplomb::tui::message::{Effect, Msg};
use aplomb::tui::model::{Model, Over, Settings};
use aplomb::tui::screens::compare::Front;
use aplomb::tui::theme::{DARK, LIGHT, MONO, Theme};
use aplomb::tui::update::update;
use aplomb::tui::view;
use aplomb::words::{Bilingual, Lang};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

/// 1 April 2026, in microseconds.
const NOW: i64 = 1_775_001_600_000_000;

/// The app with an invented worker behind it.
struct App {
    model: Model,
    compare: Option<Compare>,
    preview: AskPreview,
    today: Today,
    desk: Option<Desk>,
    asked: Vec<Ask>,
    /// Wishes are written down and not answered while this is set.
    slow: bool,
}

impl App {
    fn new(compare: Compare, columns: u16, rows: u16, lang: Lang) -> App {
        App::with(Some(compare), columns, rows, settings(lang, DARK, UNICODE))
    }

    fn with(compare: Option<Compare>, columns: u16, rows: u16, settings: Settings) -> App {
        let (model, effects) = Model::new(settings);
        let mut app = App {
            model,
            compare,
            preview: desk::preview(),
            today: screens::fixtures::today(),
            desk: None,
            asked: Vec::new(),
            slow: false,
        };
        app.today.exchanges = desk::errands();
        app.take(Msg::Resize { columns, rows });
        app.settle(effects);
        app.keys("F5");
        app
    }

    fn take(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg, NOW);
        self.settle(effects);
    }

    fn settle(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let Effect::Ask(ask) = effect else { continue };
            self.asked.push(ask.clone());
            if !self.slow {
                self.carry_out(ask);
            }
        }
    }

    fn carry_out(&mut self, ask: Ask) {
        for reply in self.answer(&ask) {
            let more = update(&mut self.model, Msg::Reply(reply), NOW);
            self.settle(more);
        }
    }

    fn answer(&mut self, ask: &Ask) -> Vec<Reply> {
        let says = Bilingual::fixed("Done.", "Fait.");
        match ask {
            Ask::Today => vec![Reply::Today(Box::new(self.today.clone()))],
            Ask::Compare { .. } | Ask::CompareExchange { .. } => match &self.compare {
                Some(compare) => vec![Reply::Compare(Box::new(compare.clone()))],
                None => vec![Reply::Failed {
                    what: Bilingual::fixed("nobody was asked about it", "personne n’a été sollicité"),
                    hint: Bilingual::default(),
                    ask: Box::new(ask.clone()),
                    no_more_saves: false,
                }],
            },
            Ask::Say { item, said, .. } => {
                let compare = self.compare.as_mut().unwrap();
                desk::say(compare, item, said);
                vec![Reply::Compare(Box::new(compare.clone()))]
            }
            Ask::ThirdReader { .. } => {
                let compare = self.compare.as_mut().unwrap();
                compare.third = Some(Shown::line("Léa"));
                vec![Reply::Compare(Box::new(compare.clone())), Reply::Exchanged { says }]
            }
            Ask::Preview { .. } => vec![Reply::Preview(Box::new(self.preview.clone()))],
            Ask::AskColleague { .. } => vec![Reply::Asked { says }],
            Ask::SendOut { .. } => vec![Reply::SentOut { says }],
            Ask::Decline { .. } | Ask::ExchangeFolder => vec![Reply::Exchanged { says }],
            Ask::OpenBundle { .. } => vec![Reply::Opened { says, conversation: Some(7) }],
            Ask::Desk { .. } => self.desk.iter().map(|desk| Reply::Desk(Box::new(desk.clone()))).collect(),
            Ask::Seal { review, .. } => vec![Reply::Sealed { review: *review, next: None }],
            Ask::Save { review, place, .. } => {
                vec![Reply::Saved { review: *review, place: *place, at: "10:31".into() }]
            }
            _ => Vec::new(),
        }
    }

    fn keys(&mut self, keys: &str) -> &mut App {
        for key in keys.split_whitespace() {
            self.take(Msg::Key(key.parse().unwrap_or_else(|_| panic!("no key: {key}"))));
        }
        self
    }

    fn buffer(&self) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(self.model.columns, self.model.rows)).unwrap();
        let mut mended = 0;
        terminal.draw(|frame| mended = view::draw(&self.model, frame)).unwrap();
        assert_eq!(mended, 0, "text went round the door");
        terminal.backend().buffer().clone()
    }

    fn text(&self) -> String {
        text(&self.buffer())
    }

    /// What was said last about an item.
    fn said(&self, item: &str) -> Option<&Said> {
        self.asked.iter().rev().find_map(|ask| match ask {
            Ask::Say { item: about, said, exchange } if about == item && *exchange == EXCHANGE => Some(said),
            _ => None,
        })
    }

    fn outcome(&self, item: &str) -> Option<Outcome> {
        let compare = self.model.compare.compare().unwrap();
        compare.lines.iter().find(|line| line.item == item).unwrap().outcome
    }

    fn front(&self) -> Option<&str> {
        self.model.compare.item_in_front()
    }
}

fn settings(lang: Lang, theme: Theme, glyphs: Glyphs) -> Settings {
    Settings {
        lang,
        theme,
        glyphs,
        keymap: Keymap::default(),
        mouse: false,
        demo: false,
        read_only: false,
        notices: Vec::new(),
    }
}

const SIZES: [(u16, u16); 4] = [(120, 40), (100, 28), (80, 24), (60, 18)];

#[test]
fn whole_screens() {
    for (columns, rows) in SIZES {
        for lang in [Lang::En, Lang::Fr] {
            let mut app = App::new(desk::talking(), columns, rows, lang);
            insta::assert_snapshot!(
                format!("compare_{columns}x{rows}_{}", lang.tag()),
                app.keys("right").text()
            );
        }
        let mut app = App::new(desk::talking(), columns, rows, Lang::En);
        insta::assert_snapshot!(
            format!("compare_evidence_{columns}x{rows}_en"),
            app.keys("right e e").text()
        );
    }
}

#[test]
fn whole_screens_in_other_states() {
    let at = |compare: Compare, keys: &str, lang| {
        let mut app = App::new(compare, 80, 24, lang);
        app.keys(keys);
        app.text()
    };
    insta::assert_snapshot!("compare_fresh", at(desk::fresh(), "", Lang::En));
    insta::assert_snapshot!("compare_agreed", at(desk::agreed(), "", Lang::En));
    insta::assert_snapshot!("compare_disputed", at(desk::disputed(), "down down", Lang::En));
    insta::assert_snapshot!("compare_unfolded", at(desk::fresh(), "G enter down down down", Lang::En));
    insta::assert_snapshot!("compare_one_only", at(desk::fresh(), "G up", Lang::En));
    insta::assert_snapshot!("compare_remark", at(desk::fresh(), "r n o space l i n k", Lang::En));
    insta::assert_snapshot!("compare_third_en", at(desk::fresh(), "d", Lang::En));
    insta::assert_snapshot!("compare_third_fr", at(desk::fresh(), "d", Lang::Fr));
    insta::assert_snapshot!("compare_points", at(desk::with_points(), "", Lang::En));
    let hidden = Compare { other: Shown::default(), ..desk::talking() };
    insta::assert_snapshot!("compare_hidden_name", at(hidden, "down", Lang::En));
    let flagged = Compare { flags: vec![Flag::NotWhatWasSealed, Flag::TwoReadings], ..desk::fresh() };
    insta::assert_snapshot!("compare_flags", at(flagged, "", Lang::En));
    let wide = |keys: &str| {
        let mut app = App::new(desk::talking(), 120, 40, Lang::En);
        app.keys(keys);
        app.text()
    };
    insta::assert_snapshot!("compare_because_wide", wide("right b n o"));
    insta::assert_snapshot!("compare_help_wide", wide("?"));
}

#[test]
fn before_it_is_open() {
    for (name, stage, side) in [
        ("asked_asker", Stage::Asked, Side::Asker),
        ("asked_reader", Stage::Asked, Side::Reader),
        ("declined", Stage::Declined, Side::Asker),
        ("answered_asker", Stage::Answered, Side::Asker),
        ("answered_reader", Stage::Answered, Side::Reader),
    ] {
        for lang in [Lang::En, Lang::Fr] {
            let mut compare = desk::closed(stage, side);
            compare.declined = Shown::line("Too long for this week, sorry.");
            compare.to_send = usize::from(name == "answered_reader");
            let app = App::new(compare, 80, 24, lang);
            insta::assert_snapshot!(format!("compare_{name}_{}", lang.tag()), app.text());
        }
    }
    let mut app = App::new(desk::closed(Stage::Asked, Side::Reader), 60, 18, Lang::En);
    insta::assert_snapshot!("compare_decline", app.keys("D n o t space n o w").text());
    for lang in [Lang::En, Lang::Fr] {
        let mut app = App::with(None, 80, 24, settings(lang, DARK, UNICODE));
        app.today.exchanges.clear();
        insta::assert_snapshot!(format!("compare_nothing_{}", lang.tag()), app.text());
    }
}

#[test]
fn light_without_colour_and_ascii() {
    for (name, theme) in [("light", LIGHT), ("plain", MONO)] {
        let app = App::with(Some(desk::talking()), 80, 24, settings(Lang::En, theme, UNICODE));
        insta::assert_snapshot!(format!("compare_style_{name}"), screens::styles(&app.buffer()));
    }
    let plain = App::with(Some(desk::talking()), 80, 24, settings(Lang::En, MONO, UNICODE));
    let buffer = plain.buffer();
    assert!(buffer.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
    assert!(buffer.content.iter().any(|cell| cell.modifier.contains(Modifier::REVERSED)));
    for lang in [Lang::En, Lang::Fr] {
        for keys in ["", "e", "G enter", "d", "r x"] {
            let mut app = App::with(Some(desk::talking()), 80, 24, settings(lang, MONO, ASCII));
            let text = app.keys(keys).text();
            assert!(text.is_ascii(), "{keys}: {text}");
        }
    }
    let ascii = App::with(Some(desk::talking()), 80, 24, settings(Lang::En, MONO, ASCII));
    insta::assert_snapshot!("compare_ascii", ascii.text());
    assert!(ascii.text().contains("you y  Marc n"), "{}", ascii.text());
}

#[test]
fn nothing_is_cut_and_the_one_sentence_is_there() {
    for (columns, rows) in SIZES {
        let text = App::new(desk::fresh(), columns, rows, Lang::En).text();
        assert!(text.contains("Alike on 25 of 30"), "{text}");
        assert!(text.contains("5 to talk about"), "{text}");
        for pillar in ["Effectiveness", "Efficiency", "Courtesy"] {
            let row = text.lines().find(|line| line.contains(pillar)).unwrap();
            assert!(row.contains("you") && row.contains("Marc") && row.matches(')').count() == 2, "{row}");
        }
        assert!(text.contains("you ✓  Marc ✗"), "{text}");
    }
}

#[test]
fn an_answer_is_agreed_with_the_keys_of_a_review() {
    let mut app = App::new(desk::fresh(), 100, 28, Lang::En);
    assert_eq!(app.front(), Some("effectiveness-1"), "differences come first");
    app.keys("n");
    assert_eq!(app.said("effectiveness-1").unwrap().agreed, Some(Value::No));
    assert!(app.text().contains("You agree to no; Marc has not said yet."), "{}", app.text());
    app.keys("space y");
    assert_eq!(app.said("effectiveness-3").unwrap().agreed, Some(Value::Yes));
    app.keys("a");
    assert_eq!(app.said("effectiveness-3").unwrap().agreed, Some(Value::No), "theirs");
    app.keys("-");
    assert_eq!(app.said("effectiveness-3"), Some(&Said::default()), "my word is taken back");
    app.keys("-");
    assert!(app.text().contains("You have not said anything yet."), "{}", app.text());
    app.keys("x");
    assert!(app.text().contains("it takes no n/a"), "{}", app.text());
    app.keys("3");
    assert!(app.text().contains("takes yes or no"), "{}", app.text());
}

#[test]
fn a_point_is_agreed_with_its_digit() {
    let mut app = App::new(desk::with_points(), 100, 28, Lang::En);
    app.keys("9");
    assert!(app.text().contains("a point from 1 to 5"), "{}", app.text());
    app.keys("y");
    assert!(app.text().contains("a point from 1 to 5"), "{}", app.text());
    app.keys("3");
    assert_eq!(app.said("effort").unwrap().agreed, Some(Value::Point(3)));
}

#[test]
fn taking_theirs_takes_what_they_agree_to_first() {
    let mut app = App::new(desk::talking(), 100, 28, Lang::En);
    app.keys("right right a");
    assert_eq!(app.front(), Some("efficiency-3"));
    assert_eq!(app.said("efficiency-3").unwrap().agreed, Some(Value::Na), "they came over to mine");
    assert_eq!(app.outcome("efficiency-3"), Some(Outcome::Agreed(Value::Na)));
    assert!(app.text().contains("Agreed: n/a. b says in which case."), "{}", app.text());
}

#[test]
fn a_remark_and_a_case_are_written_and_kept() {
    let mut app = App::new(desk::fresh(), 80, 24, Lang::En);
    app.keys("b");
    assert!(app.text().contains("Name the answer"), "{}", app.text());
    app.keys("a r o k enter s o esc");
    let said = app.said("effectiveness-1").unwrap();
    assert_eq!((said.remark.as_str(), said.agreed), ("ok\nso", Some(Value::No)), "my answer is kept");
    app.keys("b w h e n esc");
    assert_eq!(app.said("effectiveness-1").unwrap().because, "when");
    let before = app.asked.len();
    app.keys("r esc");
    assert_eq!(app.asked.len(), before, "nothing changed, nothing is said");
    app.keys("r x ctrl-c");
    assert_eq!(app.asked.len(), before, "ctrl-c discards");
    app.take(Msg::Paste("not here".into()));
    assert_eq!(app.asked.len(), before);
}

#[test]
fn words_said_in_haste_are_not_lost() {
    let mut app = App::new(desk::fresh(), 100, 28, Lang::En);
    app.slow = true;
    app.keys("n r h m esc");
    let said = app.said("effectiveness-1").unwrap().clone();
    assert_eq!(
        (said.agreed, said.remark.as_str()),
        (Some(Value::No), "hm"),
        "the second word knows the first"
    );
    assert!(app.text().contains("saving"), "{}", app.text());
    app.slow = false;
    let says: Vec<Ask> = app.asked.iter().filter(|ask| matches!(ask, Ask::Say { .. })).cloned().collect();
    let mut says = says.into_iter();
    app.carry_out(says.next().unwrap());
    assert!(app.text().contains("“hm”"), "an answer to the first does not hide the second: {}", app.text());
    app.carry_out(says.next().unwrap());
    assert!(app.text().contains("“hm”") && !app.text().contains("saving"), "{}", app.text());
}

#[test]
fn a_word_that_was_not_saved_is_read_again() {
    let mut app = App::new(desk::fresh(), 80, 24, Lang::En);
    app.slow = true;
    app.keys("n");
    let ask = app.asked.pop().unwrap();
    app.slow = false;
    app.take(Msg::Reply(Reply::Failed {
        what: Bilingual::fixed("The disk is full.", "Le disque est plein."),
        hint: Bilingual::default(),
        ask: Box::new(ask),
        no_more_saves: false,
    }));
    assert!(app.text().contains("The disk is full."));
    assert!(app.text().contains("Nothing is agreed yet."), "what is on disk is shown: {}", app.text());
}

#[test]
fn a_third_reader_is_drawn_once_nothing_else_is_open() {
    let mut app = App::new(desk::fresh(), 100, 28, Lang::En);
    app.keys("d");
    assert!(matches!(app.model.compare.front(), Front::Third));
    assert!(app.text().contains("by lot") && app.text().contains("blind"), "{}", app.text());
    app.keys("esc");
    assert_eq!(app.said("effectiveness-1"), None);
    app.keys("d enter");
    assert!(app.said("effectiveness-1").unwrap().dispute);
    assert!(!app.asked.iter().any(|ask| matches!(ask, Ask::ThirdReader { .. })), "three are still open");
    app.keys("right d enter right d enter right d enter right d enter");
    assert!(app.asked.contains(&Ask::ThirdReader { exchange: EXCHANGE }), "{:?}", app.asked);
    assert!(app.text().contains("third reader: Léa"), "{}", app.text());
    app.keys("d");
    assert!(app.text().contains("Léa was drawn"), "{}", app.text());
    app.keys("y");
    assert!(!app.said("courtesy-16").unwrap().dispute, "an answer may still be agreed to");
}

#[test]
fn what_the_third_reader_settled_stays() {
    let mut compare = desk::disputed();
    for line in compare.lines.iter_mut().filter(|line| line.outcome == Some(Outcome::Disputed)) {
        line.third = Some(Value::Yes);
    }
    desk::settle(&mut compare);
    let mut app = App::new(compare, 100, 28, Lang::En);
    app.keys("down down down n");
    assert!(app.text().contains("The third reader has answered"), "{}", app.text());
    assert!(app.text().contains("Léa, the third reader, answered yes."), "{}", app.text());
}

#[test]
fn evidence_goes_from_message_to_message_and_back() {
    let mut app = App::new(desk::fresh(), 100, 28, Lang::En);
    app.keys("right e");
    assert!(app.text().contains("you and Marc ▌m5"), "{}", app.text());
    assert_eq!(app.model.compare.reading().message, 4);
    app.keys("enter");
    assert!(app.text().contains("Marc ▌m6"), "{}", app.text());
    assert_eq!(app.model.compare.reading().message, 5);
    app.keys("e");
    assert!(!app.model.compare.is_reading(), "behind the last, back to the difference");
    app.keys("J J tab down");
    assert!(app.model.compare.is_reading());
    assert_eq!(app.model.compare.focus(), Pane::Side);
    app.keys("esc");
    assert_eq!((app.model.compare.is_reading(), app.model.place()), (false, Place::Compare));
    app.keys("left e");
    assert!(app.text().contains("Neither of you named a message"), "{}", app.text());
}

#[test]
fn differences_are_walked_and_the_rest_unfolds() {
    let mut app = App::new(desk::talking(), 80, 24, Lang::En);
    let open = app.front().unwrap().to_owned();
    app.keys("space");
    assert_eq!(app.front(), Some("efficiency-3"), "the next that is open");
    app.keys("left left");
    assert_eq!(app.front(), Some(open.as_str()));
    app.keys("left");
    assert_eq!(app.front(), Some("courtesy-16"), "round the end");
    app.keys("G");
    assert_eq!(app.front(), None, "the fold");
    app.keys("enter");
    assert!(app.text().contains("more"), "{}", app.text());
    app.keys("G y");
    assert!(app.text().contains("You answered alike"), "{}", app.text());
}

#[test]
fn what_waits_is_sent_to_a_folder() {
    let mut app = App::new(desk::talking(), 80, 24, Lang::En);
    assert!(app.text().contains("s  sends 1 bundle that waits"), "{}", app.text());
    app.keys("s");
    insta::assert_snapshot!("compare_send", app.text());
    app.keys("ctrl-u o u t enter");
    assert!(app.asked.contains(&Ask::SendOut { exchange: Some(EXCHANGE), folder: "out".into() }));
    app.keys("s enter");
    let again = app.asked.iter().filter(|ask| matches!(ask, Ask::SendOut { folder, .. } if folder == "out"));
    assert_eq!(again.count(), 2, "the folder is remembered");
    let mut app = App::new(desk::fresh(), 80, 24, Lang::En);
    assert!(app.keys("s").text().contains("Nothing waits to be sent."));
}

#[test]
fn other_exchanges_about_the_conversation() {
    let mut app = App::new(desk::talking(), 80, 24, Lang::En);
    assert!(app.text().contains("1 more exchange: [ ]"), "{}", app.text());
    app.keys("]");
    let other = aplomb::domain::names::ExchangeId([8; 16]);
    assert_eq!(app.asked.last(), Some(&Ask::CompareExchange { exchange: other }));
    app.take(Msg::Reply(Reply::Compare(Box::new(Compare {
        exchange: other,
        siblings: vec![EXCHANGE],
        ended: false,
        ..desk::fresh()
    }))));
    app.keys("]");
    assert_eq!(app.asked.last(), Some(&Ask::CompareExchange { exchange: EXCHANGE }));
}

#[test]
fn a_reader_reads_first_or_declines() {
    let mut app = App::new(desk::closed(Stage::Asked, Side::Reader), 80, 24, Lang::En);
    app.keys("y");
    assert!(app.text().contains("Nothing is open yet"), "{}", app.text());
    app.keys("D enter");
    assert!(app.text().contains("A word of reason"), "{}", app.text());
    app.keys("l o n g enter");
    assert!(app.asked.contains(&Ask::Decline { conversation: 7, why: "long".into() }));
    app.keys("enter");
    assert_eq!(app.model.place(), Place::Review);
    assert!(app.asked.contains(&Ask::Desk { conversation: 7, checklist: None }));
}

#[test]
fn the_asker_opens_both_sides() {
    let mut app = App::new(desk::closed(Stage::Answered, Side::Asker), 80, 24, Lang::En);
    app.compare = Some(desk::fresh());
    app.keys("enter");
    assert!(app.text().contains("Alike on 25 of 30"), "{}", app.text());
}

#[test]
fn without_an_exchange_nothing_alarms() {
    let app = App::with(None, 80, 24, settings(Lang::En, DARK, UNICODE));
    assert!(app.model.toast.is_some(), "an exchange that is gone is told");
    let mut app = App::with(None, 80, 24, settings(Lang::En, DARK, UNICODE));
    app.model.toast = None;
    app.desk = Some(sealed(None));
    app.keys("F2 down down down down enter F5");
    assert!(app.asked.contains(&Ask::Compare { conversation: 7 }), "{:?}", app.asked);
    assert!(app.model.toast.is_none() && app.text().contains("Nobody was asked about it."), "{}", app.text());
}

fn sealed(for_whom: Option<&str>) -> Desk {
    let role = if for_whom.is_some() { ReviewRole::Peer } else { ReviewRole::Own };
    let for_whom = for_whom.map(Shown::line);
    Desk { state: State::Sealed, role, for_whom, ..desk_fixture::desk(desk_fixture::small()) }
}

#[test]
fn a_colleague_is_asked_after_a_look_at_what_leaves() {
    let mut app = App::with(None, 80, 24, settings(Lang::En, DARK, UNICODE));
    app.model.toast = None;
    app.desk = Some(sealed(None));
    app.keys("F2 down down down down enter a");
    assert!(app.asked.contains(&Ask::Preview { conversation: 7 }));
    insta::assert_snapshot!("asking_80x24_en", app.text());
    app.keys("down h enter");
    insta::assert_snapshot!("asking_confirm_80x24_en", app.text());
    app.keys("esc enter enter");
    let wish = Ask::AskColleague { conversation: 7, person: PersonId([2; 16]), hide_name: true };
    assert!(app.asked.contains(&wish), "{:?}", app.asked);
    assert!(app.model.over.is_none());
}

#[test]
fn asking_at_other_sizes_and_without_colleagues() {
    for (columns, rows, lang) in
        [(60, 18, Lang::En), (60, 18, Lang::Fr), (120, 40, Lang::En), (80, 24, Lang::Fr)]
    {
        let mut app = App::with(None, columns, rows, settings(lang, DARK, UNICODE));
        app.model.toast = None;
        app.take(Msg::Reply(Reply::Preview(Box::new(desk::preview()))));
        insta::assert_snapshot!(format!("asking_{columns}x{rows}_{}", lang.tag()), app.text());
        app.keys("enter");
        insta::assert_snapshot!(format!("asking_confirm_{columns}x{rows}_{}", lang.tag()), app.text());
    }
    for lang in [Lang::En, Lang::Fr] {
        let mut app = App::with(None, 80, 24, settings(lang, DARK, UNICODE));
        app.model.toast = None;
        let preview = AskPreview { colleagues: Vec::new(), ..desk::preview() };
        app.take(Msg::Reply(Reply::Preview(Box::new(preview))));
        insta::assert_snapshot!(format!("asking_nobody_80x24_{}", lang.tag()), app.text());
        assert!(app.keys("enter").model.over.is_none());
    }
}

#[test]
fn many_replacements_scroll() {
    let mut app = App::with(None, 60, 18, settings(Lang::En, DARK, UNICODE));
    let many = (0..40).flat_map(|_| desk::preview().replacements).collect::<Vec<_>>();
    let mut preview = AskPreview { replacements: many, ..desk::preview() };
    preview.replacements.last_mut().unwrap().found = Shown::line("the last one");
    app.take(Msg::Reply(Reply::Preview(Box::new(preview))));
    app.keys("tab G");
    assert!(app.text().contains("the last one"), "{}", app.text());
}

#[test]
fn a_draft_asks_nobody() {
    let mut app = App::with(None, 80, 24, settings(Lang::En, DARK, UNICODE));
    app.desk = Some(Desk { state: State::Draft, ..sealed(None) });
    app.keys("F2 down down down down enter a");
    assert!(app.text().contains("Seal your own answers first (s)"), "{}", app.text());
    assert!(!app.asked.iter().any(|ask| matches!(ask, Ask::Preview { .. })));
}

#[test]
fn reading_for_somebody_else() {
    let peer = |name| Desk { state: State::Draft, ..sealed(Some(name)) };
    let mut app = App::with(None, 100, 28, settings(Lang::En, DARK, UNICODE));
    app.model.toast = None;
    app.desk = Some(peer(""));
    app.keys("F2 enter");
    assert!(app.text().contains("peer · for a colleague · draft"), "{}", app.text());
    app.keys("V E a");
    assert!(matches!(app.model.review.front(), aplomb::tui::screens::review::Front::Nothing));
    assert!(!app.asked.iter().any(|ask| matches!(ask, Ask::SwitchForm { .. } | Ask::Preview { .. })));
    let mut ada = peer("Ada");
    ada.review = 71;
    app.desk = Some(ada);
    app.keys("F2 enter");
    assert!(app.text().contains("peer · for Ada"), "{}", app.text());
    app.keys("Y 4 s");
    insta::assert_snapshot!("review_peer_seal", app.text());
    app.keys("enter");
    insta::assert_snapshot!("review_peer_result", app.text());
    assert!(app.text().contains("Ada’s answers open when yours arrive"), "{}", app.text());
    app.keys("enter");
    assert_eq!(app.model.place(), Place::Compare);
    assert!(app.asked.contains(&Ask::Compare { conversation: 7 }));
}

#[test]
fn today_tells_what_waits() {
    for (columns, rows, lang) in
        [(80, 24, Lang::En), (80, 24, Lang::Fr), (60, 18, Lang::En), (120, 40, Lang::En)]
    {
        let mut app = App::with(Some(desk::fresh()), columns, rows, settings(lang, DARK, UNICODE));
        insta::assert_snapshot!(
            format!("today_exchanges_{columns}x{rows}_{}", lang.tag()),
            app.keys("F2").text()
        );
    }
    let mut app = App::with(Some(desk::fresh()), 80, 24, settings(Lang::En, DARK, UNICODE));
    app.keys("F2");
    let text = app.text();
    assert!(text.contains("Next  enter  read #881 for a colleague"), "{text}");
    app.keys("enter");
    assert_eq!(app.model.place(), Place::Review);
    assert!(app.asked.contains(&Ask::Desk { conversation: 103, checklist: None }));
    app.keys("F2 down enter");
    assert_eq!(app.model.place(), Place::Compare);
    let opened = aplomb::domain::names::ExchangeId([4; 16]);
    assert_eq!(app.asked.last(), Some(&Ask::CompareExchange { exchange: opened }));
    app.keys("F2 s");
    assert!(app.text().contains("Nothing waits to be sent."), "{}", app.text());
    app.today.exchanges = vec![Errand { kind: ErrandKind::ToSend, ..desk::errands()[0].clone() }];
    app.keys("R s enter");
    assert!(app.asked.iter().any(|ask| matches!(ask, Ask::SendOut { exchange: None, .. })));
    assert!(app.text().contains("send what waits for Léa"), "{}", app.text());
}

#[test]
fn clicks_on_today_hit_what_they_show() {
    let mut app = App::with(Some(desk::fresh()), 80, 24, settings(Lang::En, DARK, UNICODE));
    app.keys("F2");
    for words in ["#4156", "#4170", "#4212", "#4380", "#881"] {
        let row = app.text().lines().position(|line| line.contains(words) && !line.contains("Next")).unwrap();
        app.take(Msg::Click { column: 20, row: u16::try_from(row).unwrap() });
        let cursor = app.text().lines().skip(1).find(|line| line.contains("▸")).unwrap().to_owned();
        assert!(cursor.contains(words), "{words}: {}", app.text());
    }
}

#[test]
fn a_bundle_is_opened_and_shown() {
    let mut app = App::with(Some(desk::fresh()), 80, 24, settings(Lang::En, DARK, UNICODE));
    app.keys("F2 o");
    insta::assert_snapshot!("open_bundle", app.text());
    app.keys("a . b enter");
    assert!(app.asked.contains(&Ask::OpenBundle { path: "a.b".into() }));
    assert_eq!(app.model.place(), Place::Compare);
    app.keys("X");
    assert!(app.asked.contains(&Ask::ExchangeFolder));
}

#[test]
fn a_locked_key_is_opened_and_the_wish_asked_again() {
    let mut app = App::new(desk::fresh(), 80, 24, Lang::En);
    app.take(Msg::Reply(Reply::Locked { ask: Box::new(Ask::ExchangeFolder) }));
    assert!(matches!(app.model.over, Some(Over::Unlock(_))));
    app.keys("h u s h");
    let text = app.text();
    assert!(!text.contains("hush") && text.contains("●●●●"), "{text}");
    app.keys("enter");
    let last: Vec<String> = app.asked.iter().map(|ask| format!("{ask:?}")).collect();
    assert!(last.iter().any(|ask| ask.contains("Unlock")), "{last:?}");
    assert!(last.iter().all(|ask| !ask.contains("hush")), "{last:?}");
    assert!(app.asked.contains(&Ask::ExchangeFolder));
}

#[test]
fn reading_again_stays_on_the_exchange_in_front() {
    let mut app = App::with(Some(desk::fresh()), 80, 24, settings(Lang::En, DARK, UNICODE));
    app.desk = Some(Desk { transcript: Arc::new(other_conversation()), ..sealed(None) });
    app.keys("F2 down down down down enter F2 down down enter");
    let before = app.asked.len();
    app.keys("R");
    assert!(!app.asked[before..].iter().any(|ask| matches!(ask, Ask::Compare { .. })), "{:?}", app.asked);
    app.keys("F4 F5");
    assert_eq!(app.asked.last(), Some(&Ask::Compare { conversation: 99 }), "from a review, that review");
}

#[test]
fn clicks_hit_what_they_show() {
    let mut app = App::new(desk::fresh(), 100, 28, Lang::En);
    let row = app.text().lines().position(|line| line.contains("Thanks at the end")).unwrap();
    app.take(Msg::Click { column: 10, row: u16::try_from(row).unwrap() });
    assert_eq!(app.front(), Some("courtesy-16"));
    let row = app.text().lines().position(|line| line.contains("25 alike")).unwrap();
    app.take(Msg::Click { column: 10, row: u16::try_from(row).unwrap() });
    assert!(app.text().contains("Explanations were accurate"), "{}", app.text());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_key_and_no_size_ends_the_program(
        which in 0usize..7,
        french: bool,
        script in prop::collection::vec((0usize..44, 0u16..130, 0u16..44), 1..60),
    ) {
        const KEYS: [&str; 40] = [
            "y", "n", "x", "-", "a", "r", "b", "d", "e", "enter", "s", "o", "[", "]", "space", "left", "right", "up",
            "down", "J", "K", "tab", "+", "g", "G", "ctrl-d", "ctrl-u", "pageup", "pagedown", "esc", "esc", "5", "D",
            "ctrl-c", "backspace", "F2", "F5", "?", "h", "X",
        ];
        let compare = match which {
            0 => desk::fresh(),
            1 => desk::talking(),
            2 => desk::disputed(),
            3 => desk::with_points(),
            4 => desk::closed(Stage::Asked, Side::Reader),
            5 => Compare { lines: Vec::new(), ..desk::fresh() },
            _ => Compare { other: Shown::line(&"Ж".repeat(90)), transcript: Arc::new(empty()), ..desk::talking() },
        };
        let lang = if french { Lang::Fr } else { Lang::En };
        let mut app = App::new(compare, 80, 24, lang);
        for (what, x, y) in script {
            match KEYS.get(what) {
                Some(key) => app.take(Msg::Key(key.parse().unwrap())),
                None if what == 40 => app.take(Msg::Click { column: x, row: y }),
                None if what == 41 => app.take(Msg::Scroll { column: x, row: y, rows: 3 }),
                None if what == 42 => app.take(Msg::Reply(Reply::Preview(Box::new(desk::preview())))),
                None => app.take(Msg::Resize { columns: x, rows: y }),
            }
            if app.model.columns > 0 && app.model.rows > 0 {
                app.buffer();
            }
        }
    }
}

fn empty() -> aplomb::ops::transcript::Transcript {
    aplomb::ops::transcript::Transcript { turns: Vec::new(), ..desk_fixture::transcript() }
}

fn other_conversation() -> aplomb::ops::transcript::Transcript {
    aplomb::ops::transcript::Transcript { id: 99, ..desk_fixture::transcript() }
}
