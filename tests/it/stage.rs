//! The whole app without a terminal: typed keys go through keymap and update, wishes are answered at once by the real
//! worker over a store in memory, and the screen is drawn into a buffer.

use std::collections::VecDeque;

use aplomb::domain::redaction::Rules;
use aplomb::ops::demo;
use aplomb::ops::session::{Session, Setting};
use aplomb::storage::{Notice, Store};
use aplomb::tui::ask::{Ask, Reply};
use aplomb::tui::chord::Chord;
use aplomb::tui::glyphs::{Glyphs, UNICODE};
use aplomb::tui::keymap::Keymap;
use aplomb::tui::message::{Effect, Msg};
use aplomb::tui::model::{Model, Settings};
use aplomb::tui::runtime::Work;
use aplomb::tui::theme::Theme;
use aplomb::tui::update::update;
use aplomb::tui::view;
use aplomb::tui::work::{Worker, World};
use aplomb::words::{Bilingual, Lang};
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// A world that stands still, and whose dice fall in the same order every time.
pub struct Still {
    now: i64,
    throws: u8,
}

impl World for Still {
    fn now(&mut self) -> i64 {
        self.now
    }
    fn random(&mut self) -> [u8; 32] {
        self.throws = self.throws.wrapping_add(1);
        [self.throws; 32]
    }
}

/// From anywhere in *Today* to the first row of the demo's sample: exchanges stand before it.
pub const TO_SAMPLE: &str = "g down down down down down down";

/// The app on the demo's data.
pub struct Stage {
    pub model: Model,
    pub worker: Worker<Still>,
    now: i64,
    pub quit: bool,
    /// Nothing can be saved while this is set.
    pub full_disk: bool,
    /// No wish is answered while this is set: the worker has other things to do.
    pub deaf: bool,
    /// Every wish so far.
    pub asked: Vec<Ask>,
}

impl Stage {
    pub fn demo(lang: Lang, theme: Theme, glyphs: Glyphs, columns: u16, rows: u16) -> Stage {
        let mut session = fresh();
        let now = demo::fill(&mut session).expect("the demo fills");
        let settings = Settings { demo: true, ..settings(lang, theme, glyphs) };
        Stage::over(session, now, settings, columns, rows)
    }

    /// The first run: a store with nothing in it.
    pub fn empty(lang: Lang, columns: u16, rows: u16) -> Stage {
        let settings = settings(lang, aplomb::tui::theme::DARK, UNICODE);
        Stage::over(fresh(), 1_794_000_000_000_000, settings, columns, rows)
    }

    /// A store of the test's own, with what opening it had to say.
    pub fn on(session: Session, notices: Vec<Notice>, lang: Lang, columns: u16, rows: u16) -> Stage {
        let settings = settings(lang, aplomb::tui::theme::DARK, UNICODE);
        Stage::telling(session, notices, 1_794_000_000_000_000, settings, columns, rows)
    }

    fn over(session: Session, now: i64, settings: Settings, columns: u16, rows: u16) -> Stage {
        Stage::telling(session, Vec::new(), now, settings, columns, rows)
    }

    fn telling(
        session: Session,
        notices: Vec<Notice>,
        now: i64,
        settings: Settings,
        columns: u16,
        rows: u16,
    ) -> Stage {
        let worker = Worker::new(session, Still { now, throws: 6 }, settings.lang, None, Box::new(|| false))
            .telling(notices);
        let (model, effects) = Model::new(settings);
        let mut stage =
            Stage { model, worker, now, quit: false, full_disk: false, deaf: false, asked: Vec::new() };
        stage.carry_out(effects);
        stage.send(Msg::Resize { columns, rows });
        stage
    }

    /// The demo in plain Unicode.
    pub fn plain(lang: Lang, columns: u16, rows: u16) -> Stage {
        Stage::demo(lang, aplomb::tui::theme::DARK, UNICODE, columns, rows)
    }

    /// Types keys, separated by spaces: `enter y y n 2 space ctrl-r`.
    pub fn keys(&mut self, keys: &str) -> &mut Stage {
        for key in keys.split_whitespace() {
            let chord: Chord = key.parse().unwrap_or_else(|_| panic!("no key: {key}"));
            self.send(Msg::Key(chord));
        }
        self
    }

    pub fn send(&mut self, msg: Msg) {
        // A millisecond a key: nothing here depends on it.
        self.now += 1_000;
        let effects = update(&mut self.model, msg, self.now);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut waiting: VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            match effect {
                Effect::Ask(ask) | Effect::AskAhead(ask) => {
                    self.asked.push(ask.clone());
                    let mut replies = Vec::new();
                    if self.deaf {
                        continue;
                    }
                    if self.full_disk && matches!(ask, Ask::Save { .. }) {
                        replies.push(Reply::Failed {
                            what: Bilingual::fixed("The disk is full.", "Le disque est plein."),
                            hint: Bilingual::default(),
                            ask: Box::new(ask),
                            no_more_saves: false,
                        });
                    } else {
                        self.worker.answer(ask, &mut |reply| replies.push(reply));
                    }
                    for reply in replies {
                        waiting.extend(update(&mut self.model, Msg::Reply(reply), self.now));
                    }
                }
                Effect::Quit => self.quit = true,
                _ => {}
            }
        }
    }

    /// The screen as it is now.
    pub fn buffer(&self) -> Buffer {
        let mut terminal =
            Terminal::new(TestBackend::new(self.model.columns, self.model.rows)).expect("a test backend");
        let mut mended = 0;
        terminal.draw(|frame| mended = view::draw(&self.model, frame)).expect("drawing");
        assert_eq!(mended, 0, "text went round the door");
        terminal.backend().buffer().clone()
    }

    /// The screen as lines of text.
    pub fn text(&self) -> String {
        text(&self.buffer())
    }
}

/// The rows of a buffer; cells covered by a wide letter are left out.
pub fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut skip = 0;
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            if skip > 0 {
                skip -= 1;
                continue;
            }
            line.push_str(symbol);
            skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn fresh() -> Session {
    Session::over(Store::memory().expect("memory"), &setting())
}

/// Where things are in tests: nowhere.
pub fn setting() -> Setting {
    Setting {
        store: "".into(),
        checklists: None,
        zone: TimeZone::get("Europe/Paris").expect("bundled"),
        usual: "four-pillars".into(),
        silent_share: 0.5,
        keys: None,
        rules: Rules::standard(),
        folder: None,
        hide_names: false,
        team: aplomb::ops::session::TeamRules::default(),
        read_only: false,
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
