//! Whole screens: text and style, at several sizes, in both languages, without colour and in ASCII.

pub mod fixtures;

use std::fmt::Write;
use std::sync::Arc;

use crate::stage::text;
use aplomb::domain::shown::Shown;
use aplomb::ops::listing::Row;
use aplomb::ops::today::Today;
use aplomb::tui::action::{Action, Availability, Place};
use aplomb::tui::ask::{Ask, Reply};
use aplomb::tui::availability::available;
use aplomb::tui::glyphs::{ASCII, Glyphs, UNICODE};
use aplomb::tui::keymap::Keymap;
use aplomb::tui::message::{Effect, Msg, Timer};
use aplomb::tui::model::{Model, Over, Settings};
use aplomb::tui::screens::palette::{Kind, Picker, listed};
use aplomb::tui::table::TABLE;
use aplomb::tui::theme::{DARK, MONO, Theme};
use aplomb::tui::update::update;
use aplomb::tui::view;
use aplomb::words::{Bilingual, Lang};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

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

/// 1 April 2026, in microseconds.
const NOW: i64 = 1_775_001_600_000_000;

/// An app with an invented store behind it: every wish is answered at once.
struct App {
    model: Model,
    effects: Vec<Effect>,
    today: Today,
}

impl App {
    fn new(columns: u16, rows: u16, lang: Lang) -> App {
        App::with(columns, rows, settings(lang, DARK, UNICODE), fixtures::today())
    }

    fn with(columns: u16, rows: u16, settings: Settings, today: Today) -> App {
        let (model, effects) = Model::new(settings);
        let mut app = App { model, effects: Vec::new(), today };
        app.take(Msg::Resize { columns, rows });
        app.settle(effects);
        app
    }

    fn take(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg, NOW);
        self.settle(effects);
    }

    fn settle(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Ask(ask) = &effect
                && let Some(reply) = self.answer(ask)
            {
                let more = update(&mut self.model, Msg::Reply(reply), NOW);
                self.settle(more);
            }
            self.effects.push(effect);
        }
    }

    fn answer(&self, ask: &Ask) -> Option<Reply> {
        Some(match ask {
            Ask::Today => Reply::Today(Box::new(self.today.clone())),
            Ask::List { query, generation, .. } => {
                let all = fixtures::found(240);
                let hit = |id: &i64| aplomb::domain::fold::all_words(query, &fixtures::row(*id).subject);
                let ids = all.ids.iter().copied().filter(hit).collect();
                Reply::List { generation: *generation, found: aplomb::ops::listing::Found { ids, ..all } }
            }
            Ask::Rows { ids, query, generation } => {
                let row = |id: &i64| Row {
                    found: (!query.is_empty() && id % 2 == 0)
                        .then(|| (Shown::line("hi, the kettle I bought leaks"), vec![(8, 14)])),
                    ..fixtures::row(*id)
                };
                Reply::Rows { generation: *generation, rows: ids.iter().map(row).collect() }
            }
            Ask::Read { conversation, generation } => Reply::Read {
                generation: *generation,
                transcript: Arc::new(fixtures::transcript(*conversation)),
            },
            Ask::Shelf => Reply::Shelf(Box::new(fixtures::shelf())),
            Ask::SetMe { name, .. } => Reply::Me { name: name.clone() },
            _ => return None,
        })
    }

    /// Types keys as people write them.
    fn keys(&mut self, keys: &str) -> &mut App {
        for key in keys.split_whitespace() {
            self.take(Msg::Key(key.parse().unwrap()));
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

    fn asked(&self) -> Vec<&Ask> {
        self.effects.iter().filter_map(|e| if let Effect::Ask(ask) = e { Some(ask) } else { None }).collect()
    }
}

/// Runs of style in a buffer: row, columns, colour and modifiers.
pub fn styles(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            let (ink, ground, modifier) = (cell.fg, cell.bg, cell.modifier);
            let from = x;
            while x < buffer.area.width
                && (buffer[(x, y)].fg, buffer[(x, y)].bg, buffer[(x, y)].modifier) == (ink, ground, modifier)
            {
                x += 1;
            }
            if ink != Color::Reset || ground != Color::Reset || modifier != Modifier::empty() {
                let _ = writeln!(out, "{y:>2} {from:>3}-{:<3} {ink:?} {ground:?} {modifier:?}", x - 1);
            }
        }
    }
    out
}

/// Every screen, by the keys that lead there.
const SCREENS: [(&str, &str); 9] = [
    ("today", ""),
    ("conversations", "F3"),
    ("filter", "F3 / k e t t l e"),
    ("transcript", "F3 tab J"),
    ("checklists", "F9 tab down down"),
    ("help", "?"),
    ("palette", "F3 ctrl-p c o"),
    ("draw", "d down right"),
    ("import", "F3 i"),
];

#[test]
fn english_screens() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 18)] {
        for (name, keys) in SCREENS {
            let mut app = App::new(columns, rows, Lang::En);
            insta::assert_snapshot!(format!("{name}_{columns}x{rows}_en"), app.keys(keys).text());
        }
    }
}

#[test]
fn french_screens() {
    for (name, keys) in SCREENS {
        let mut app = App::new(80, 24, Lang::Fr);
        insta::assert_snapshot!(format!("{name}_80x24_fr"), app.keys(keys).text());
    }
}

#[test]
fn first_steps() {
    let mut nothing = App::with(80, 24, settings(Lang::En, DARK, UNICODE), Today::default());
    insta::assert_snapshot!("nothing_80x24_en", nothing.text());
    insta::assert_snapshot!("who_80x24_en", nothing.keys("enter").text());
    let drawable = Today { sample: None, drafts: Vec::new(), ..fixtures::today() };
    let app = App::with(80, 24, settings(Lang::En, DARK, UNICODE), drawable);
    insta::assert_snapshot!("undrawn_80x24_en", app.text());
    let mut problems = App::new(80, 24, Lang::En);
    problems.keys("F9 down down");
    insta::assert_snapshot!("own_items_80x24_en", problems.text());
    insta::assert_snapshot!("problems_80x24_en", problems.keys("down tab").text());
}

#[test]
fn style_is_pinned_too() {
    for (name, theme) in [("dark", DARK), ("plain", MONO)] {
        let mut app = App::with(60, 18, settings(Lang::En, theme, UNICODE), fixtures::today());
        insta::assert_snapshot!(format!("style_today_{name}"), styles(&app.buffer()));
        app.keys("F3 tab");
        insta::assert_snapshot!(format!("style_conversations_{name}"), styles(&app.buffer()));
    }
}

#[test]
fn without_colour_nothing_has_a_colour_and_the_cursor_is_marked() {
    for (_, keys) in SCREENS {
        let mut app = App::with(80, 24, settings(Lang::En, MONO, UNICODE), fixtures::today());
        let buffer = app.keys(keys).buffer();
        assert!(buffer.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
        let marks = buffer.content.iter().filter(|cell| cell.symbol() == UNICODE.cursor).count();
        assert!(marks >= 1, "{keys}");
    }
}

#[test]
fn ascii_is_ascii() {
    for lang in [Lang::En, Lang::Fr] {
        for (_, keys) in SCREENS {
            let mut app = App::with(80, 24, settings(lang, MONO, ASCII), fixtures::today());
            let text = app.keys(keys).text();
            assert!(text.is_ascii(), "{keys}: {text}");
        }
    }
    let mut app = App::with(80, 24, settings(Lang::Fr, MONO, ASCII), fixtures::today());
    insta::assert_snapshot!("conversations_80x24_fr_ascii", app.keys("F3 J").text());
}

#[test]
fn too_small_says_both_sizes() {
    let app = App::new(20, 3, Lang::En);
    assert_eq!(app.text(), "Too small for Aplomb\nhere 20×3\nneeded 60×18\n");
    let app = App::new(20, 3, Lang::Fr);
    assert_eq!(app.text(), "Fenêtre trop petite\nici 20×3\nil faut 60×18\n");
    let mut app = App::new(59, 40, Lang::En);
    app.keys("F3");
    assert_eq!(app.model.place(), Place::Today, "keys do nothing unseen");
    app.keys("q");
    assert!(app.effects.contains(&Effect::Quit));
}

#[test]
fn enter_on_today_opens_the_next_review() {
    let mut app = App::new(80, 24, Lang::En);
    app.keys("enter");
    assert_eq!(app.model.place(), Place::Review);
    assert!(app.asked().contains(&&Ask::Desk { conversation: 15, checklist: None }), "the draft comes first");
    app.keys("esc");
    assert_eq!(app.model.place(), Place::Today);
}

#[test]
fn the_first_question_saves_a_name() {
    let mut app = App::with(80, 24, settings(Lang::En, DARK, UNICODE), Today::default());
    app.keys("enter A d a enter a @ x enter");
    let wish = Ask::SetMe { name: "Ada".into(), aliases: vec!["a@x".into()] };
    assert!(app.asked().contains(&&wish), "{:?}", app.asked());
    let mut later = App::with(80, 24, settings(Lang::En, DARK, UNICODE), Today::default());
    later.keys("F3 W");
    assert!(matches!(later.model.over, Some(Over::Who(_))));
}

#[test]
fn who_am_i_begins_with_what_is_known() {
    let mut app = App::new(80, 24, Lang::En);
    app.keys("W enter enter");
    let wish = Ask::SetMe { name: "Ada".into(), aliases: vec!["ada@shop.example".into()] };
    assert!(app.asked().contains(&&wish), "nothing known is lost");
}

#[test]
fn a_redraw_is_not_lost_to_a_late_timer() {
    let mut app = App::new(80, 24, Lang::En);
    app.model.take_dirty();
    app.keys("j");
    app.take(Msg::Timer(Timer::Toast(9_999)));
    assert!(app.model.take_dirty());
}

#[test]
fn the_filter_follows_every_letter_and_esc_takes_it_back() {
    let mut app = App::new(80, 24, Lang::En);
    app.keys("F3 / l a m p");
    assert!(app.text().contains("filter: lamp (30 of 240)"), "{}", app.text());
    app.keys("enter");
    assert!(!app.model.conversations.captures());
    app.keys("esc");
    assert!(app.text().contains("Conversations (240)"), "{}", app.text());
    app.keys("/ x esc");
    assert!(app.text().contains("Conversations (240)"), "esc in the prompt brings back what was");
}

#[test]
fn stale_answers_are_dropped() {
    let mut app = App::new(80, 24, Lang::En);
    app.keys("F3");
    let stale = aplomb::ops::listing::Found::default();
    app.take(Msg::Reply(Reply::List { generation: 0, found: stale }));
    assert!(app.text().contains("Conversations (240)"));
    let other = Arc::new(fixtures::transcript(99));
    app.take(Msg::Reply(Reply::Read { generation: 0, transcript: other }));
    assert_eq!(app.model.conversations.transcript.as_ref().unwrap().id, 1);
}

#[test]
fn rows_are_asked_for_by_window() {
    let mut app = App::new(80, 24, Lang::En);
    app.keys("F3");
    for ask in app.asked() {
        if let Ask::Rows { ids, .. } = ask {
            assert!(ids.len() <= 40, "{}", ids.len());
        }
    }
    app.keys("G");
    assert!(app.text().contains("#5780"), "the last row is there: {}", app.text());
}

#[test]
fn pasting_never_presses_keys() {
    let mut app = App::new(80, 24, Lang::En);
    let before = app.effects.len();
    app.take(Msg::Paste("q\nd\n:\u{1b}[31m\n".repeat(200)));
    assert_eq!(app.effects.len(), before);
    assert!(app.model.over.is_none());
    app.keys("F3 /");
    app.take(Msg::Paste("lamp\n\u{1b}[31mq".into()));
    assert_eq!(app.model.conversations.query, "lamp [31mq");
}

#[test]
fn quitting() {
    let quits = |app: &App| app.effects.contains(&Effect::Quit);
    let mut app = App::new(80, 24, Lang::En);
    app.keys("F3 q");
    assert_eq!((app.model.place(), quits(&app)), (Place::Today, false));
    app.keys("q");
    assert!(quits(&app));
    let mut app = App::new(80, 24, Lang::En);
    app.keys("F3 / ctrl-q");
    assert!(quits(&app), "ctrl-q quits from a text field");
    let mut app = App::new(80, 24, Lang::En);
    app.keys("ctrl-c");
    assert!(!quits(&app));
    app.keys("j ctrl-c");
    assert!(!quits(&app), "another key lies between");
    app.keys("ctrl-c");
    assert!(quits(&app));
    let mut app = App::new(80, 24, Lang::En);
    app.keys("ctrl-c");
    let serial = app
        .effects
        .iter()
        .find_map(|e| if let Effect::Wake(_, t @ Timer::CtrlC(_)) = e { Some(*t) } else { None });
    app.take(Msg::Timer(serial.unwrap()));
    app.keys("ctrl-c");
    assert!(!quits(&app), "the second came too late");
    app.keys("esc");
    assert!(!quits(&app), "esc never quits");
}

#[test]
fn an_import_shows_its_progress_and_can_be_cancelled() {
    let mut app = App::new(80, 24, Lang::En);
    app.keys("i a . c s v enter");
    assert!(app.asked().contains(&&Ask::Import { path: "a.csv".into() }));
    app.take(Msg::Reply(Reply::Importing { conversations: 40, share: Some(0.19) }));
    assert!(app.text().contains("importing 40, 19%"), "{}", app.text());
    app.keys("i");
    assert!(app.text().contains("An import is running"), "the reason is shown: {}", app.text());
    app.keys("ctrl-c");
    assert!(app.effects.contains(&Effect::CancelImport));
    let long =
        "a.csv:9: the rating `12` is above the best one, and this goes on for longer than one row can hold";
    let problems = vec![Shown::line("a.csv:3: no date"), Shown::line(long)];
    app.take(Msg::Reply(Reply::Imported { summary: Bilingual::fixed("2 added.", "2 ajoutées."), problems }));
    assert!(app.text().contains("a.csv:3: no date"));
    insta::assert_snapshot!("problems_of_an_import_80x24_en", app.keys("down down").text());
    app.keys("esc @");
    assert!(app.text().contains("2 added."));
}

#[test]
fn a_failure_is_told_and_kept() {
    let mut app = App::new(80, 24, Lang::En);
    app.take(Msg::Reply(Reply::Failed {
        what: Bilingual::fixed("The sample could not be drawn.", "Le tirage a échoué."),
        hint: Bilingual::fixed("Free some disk space.", "Libérez de l’espace."),
        ask: Box::new(Ask::Today),
        no_more_saves: false,
    }));
    insta::assert_snapshot!("toast_80x24_en", app.text());
    let timer = app
        .effects
        .iter()
        .rev()
        .find_map(|e| if let Effect::Wake(_, t @ Timer::Toast(_)) = e { Some(*t) } else { None });
    app.take(Msg::Timer(timer.unwrap()));
    assert!(!app.text().contains("Free some disk space."));
    app.keys("@");
    assert!(app.text().contains("Free some disk space."));
}

#[test]
fn a_wait_is_mentioned_only_when_it_is_long() {
    let (mut model, effects) = Model::new(settings(Lang::En, DARK, UNICODE));
    update(&mut model, Msg::Resize { columns: 80, rows: 24 }, 0);
    assert!(model.waiting().is_none());
    let timer =
        effects.iter().find_map(|e| if let Effect::Wake(_, t) = e { Some(*t) } else { None }).unwrap();
    update(&mut model, Msg::Timer(timer), 0);
    assert!(model.waiting().is_some());
    update(&mut model, Msg::Reply(Reply::Today(Box::new(fixtures::today()))), 0);
    assert!(model.waiting().is_none());
}

#[test]
fn nothing_is_drawn_again_without_a_reason() {
    let mut app = App::new(80, 24, Lang::En);
    assert!(app.model.take_dirty());
    assert!(!app.model.take_dirty());
    app.take(Msg::Timer(Timer::Toast(9_999)));
    assert!(!app.model.take_dirty(), "a late timer changes nothing");
}

#[test]
fn read_only_says_why() {
    let mut app = App::with(
        80,
        24,
        Settings { read_only: true, ..settings(Lang::En, DARK, UNICODE) },
        fixtures::today(),
    );
    app.keys("d");
    assert!(app.model.over.is_none());
    assert!(app.text().contains("Read-only: nothing can be changed"), "{}", app.text());
}

#[test]
fn help_footer_and_keys_agree_with_the_table() {
    for (_, keys) in SCREENS.into_iter().take(2).chain([
        ("me", "F6"),
        ("review", "F4"),
        ("compare", "F5"),
        ("team", "F7"),
        ("goals", "F8"),
        ("checklists", "F9"),
    ]) {
        let mut app = App::new(120, 40, Lang::En);
        app.keys(keys);
        let place = app.model.place();
        let rows = listed(&app.model, &Picker::new(Kind::Help));
        for row in TABLE {
            let here = row.places.contains(&place) || row.places.contains(&Place::Everywhere);
            let shown = rows.iter().any(|listed| listed.row.id == row.id);
            let hidden = available(&app.model, row.action) == Availability::Hidden;
            assert_eq!(shown, here && !hidden, "{} on {place:?}", row.id);
            for key in row.keys.iter().filter(|_| here) {
                assert_eq!(
                    app.model.settings.keymap.action(place, key.parse().unwrap()),
                    Some(row.action),
                    "{key}"
                );
            }
        }
        for (key, words) in view::chrome::keys(&app.model) {
            let action = app.model.settings.keymap.action(place, key.parse().unwrap()).unwrap();
            let row = TABLE.iter().find(|row| row.action == action).unwrap();
            assert_eq!(row.brief(), words);
        }
        assert!(rows[0].here || rows.iter().all(|row| !row.here), "this screen's actions come first");
    }
}

#[test]
fn help_filters_and_runs() {
    let mut app = App::new(80, 24, Lang::En);
    app.keys("? s a m p l e enter");
    assert!(matches!(app.model.over, Some(Over::Draw(_))), "{}", app.text());
    app.keys("esc ctrl-p");
    let Some(Over::Picker(picker)) = &app.model.over else { panic!("the palette is open") };
    assert_eq!(listed(&app.model, picker)[0].row.action, Action::Draw, "recent first");
}

#[test]
fn clicks_follow_what_is_drawn() {
    let mut app = App::new(80, 24, Lang::En);
    let find = |app: &App, words: &str| {
        let text = app.text();
        let row = text.lines().position(|line| line.contains(words)).unwrap();
        let line = text.lines().nth(row).unwrap();
        let column = line[..line.find(words).unwrap()].chars().count();
        (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
    };
    let (column, row) = find(&app, "Conv.");
    app.take(Msg::Click { column, row });
    assert_eq!(app.model.place(), Place::Conversations);
    let (column, row) = find(&app, "#4121");
    app.take(Msg::Click { column, row });
    assert_eq!(app.model.conversations.selected(), Some(3));
    app.take(Msg::Click { column, row });
    assert_eq!(app.model.place(), Place::Review);
    app.keys("F2");
    let draft = app.today.drafts[0].reference.clone();
    let (column, row) = find(&app, &draft);
    app.take(Msg::Click { column, row });
    app.take(Msg::Click { column, row });
    assert!(app.asked().contains(&&Ask::Desk { conversation: 40, checklist: None }));
}

#[test]
fn no_forbidden_letter_reaches_the_frame() {
    let mut app = App::new(120, 40, Lang::En);
    let buffer = app.keys("F3").buffer();
    let symbols: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
    assert!(!symbols.chars().any(aplomb::domain::shown::forbidden));
    assert!(symbols.contains("␛[2J"), "what was cleaned is visible");
}

const ANY_KEY: [&str; 43] = [
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "?",
    "ctrl-p",
    ":",
    "esc",
    "enter",
    "tab",
    "shift-tab",
    "up",
    "down",
    "left",
    "right",
    "pageup",
    "pagedown",
    "g",
    "G",
    "ctrl-d",
    "/",
    "o",
    "O",
    "d",
    "i",
    "y",
    "+",
    "@",
    "W",
    "J",
    "K",
    "R",
    "a",
    "5",
    "backspace",
    "space",
    "ctrl-c",
    "ctrl-g",
    "n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nothing_panics_at_any_size(
        acts in prop::collection::vec((0usize..46, 0u16..140, 0u16..50), 0..40),
        french: bool,
        ascii: bool,
    ) {
        let lang = if french { Lang::Fr } else { Lang::En };
        let glyphs = if ascii { ASCII } else { UNICODE };
        let mut app = App::with(80, 24, settings(lang, DARK, glyphs), fixtures::today());
        for (what, x, y) in acts {
            match ANY_KEY.get(what) {
                Some(key) => app.take(Msg::Key(key.parse().unwrap())),
                None if what == 40 => app.take(Msg::Click { column: x, row: y }),
                None if what == 41 => app.take(Msg::Scroll { column: x, row: y, rows: 3 }),
                None if what == 42 => app.take(Msg::Scroll { column: x, row: y, rows: -3 }),
                None if what == 43 => app.take(Msg::Reply(Reply::Changed)),
                None => app.take(Msg::Resize { columns: x, rows: y }),
            }
            if app.model.columns > 0 && app.model.rows > 0 {
                app.buffer();
            }
        }
    }
}

#[test]
fn the_smallest_sizes_do_not_panic() {
    for (columns, rows) in [(1, 1), (20, 3), (60, 1), (1, 18), (59, 17)] {
        for (_, keys) in SCREENS {
            let mut app = App::new(80, 24, Lang::En);
            app.keys(keys).take(Msg::Resize { columns, rows });
            app.buffer();
        }
    }
    let mut app = App::new(80, 24, Lang::En);
    app.take(Msg::Resize { columns: 0, rows: 0 });
    let mut terminal = Terminal::new(TestBackend::new(0, 0)).unwrap();
    terminal.draw(|frame| assert_eq!(view::draw(&app.model, frame), 0)).unwrap();
    app.keys("F3 F9 q");
    assert!(app.effects.contains(&Effect::Quit));
}
