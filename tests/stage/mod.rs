//! The whole app without a terminal: typed keys go through keymap and update, wishes are answered at once by the real
//! worker over a store in memory, and the screen is drawn into a buffer.

#![allow(clippy::expect_used, clippy::panic)] // a test that cannot go on should fail

use std::collections::VecDeque;

use aplomb::ops::demo;
use aplomb::ops::session::{Session, Setting};
use aplomb::storage::Store;
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
use aplomb::words::Lang;
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// A world that stands still, and whose dice always fall alike.
pub struct Still(pub i64);

impl World for Still {
    fn now(&mut self) -> i64 {
        self.0
    }
    fn random(&mut self) -> [u8; 32] {
        [7; 32]
    }
}

/// The app on the demo's data.
pub struct Stage {
    pub model: Model,
    worker: Worker<Still>,
    now: i64,
    pub quit: bool,
}

impl Stage {
    pub fn demo(lang: Lang, theme: Theme, glyphs: Glyphs, columns: u16, rows: u16) -> Stage {
        let zone = TimeZone::get("Europe/Paris").expect("bundled");
        let setting = Setting {
            store: "".into(),
            checklists: None,
            zone,
            usual: "four-pillars".into(),
            silent_share: 0.5,
            read_only: false,
        };
        let mut session = Session::over(Store::memory().expect("memory"), &setting);
        let now = demo::fill(&mut session).expect("the demo fills");
        let worker = Worker::new(session, Still(now), lang, None, Box::new(|| false));
        let settings = Settings {
            lang,
            theme,
            glyphs,
            keymap: Keymap::default(),
            mouse: false,
            demo: true,
            read_only: false,
            notices: Vec::new(),
        };
        let (model, effects) = Model::new(settings);
        let mut stage = Stage { model, worker, now, quit: false };
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
                Effect::Ask(ask) => {
                    let mut replies = Vec::new();
                    self.worker.answer(ask, &mut |reply| replies.push(reply));
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
        terminal.draw(|frame| view::draw(&self.model, frame)).expect("drawing");
        terminal.backend().buffer().clone()
    }

    /// The screen as lines of text.
    pub fn text(&self) -> String {
        let buffer = self.buffer();
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
}
