//! The smallest app on the runtime: it shows what reached it. The pseudo-terminal tests drive it, and it shows how an
//! app and its worker meet. `q` quits, ctrl-z stops, `e` opens the editor, `E` a moment later, `w` asks to be woken, `a` asks the worker,
//! `c` copies, `p` panics, `P` makes the worker panic, `f` makes it fail while the app quits.

use std::convert::Infallible;
use std::env;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use aplomb::config::{Environment, Settings};
use aplomb::domain::shown::Shown;
use aplomb::tui::ask::{Ask, Reply};
use aplomb::tui::message::{Effect, Msg, Timer};
use aplomb::tui::runtime::{self, App, Cancel, Log, Options, RuntimeError, Work};
use aplomb::tui::view::sweep::sweep;
use aplomb::words::{Bilingual, Lang};
use ratatui::Frame;
use ratatui::widgets::Paragraph;

struct Probe {
    lines: Vec<String>,
    keys: usize,
    size: (u16, u16),
    dirty: bool,
}

impl Probe {
    fn say(&mut self, line: String) {
        self.lines.push(line);
    }
}

impl App for Probe {
    fn start(&mut self, _: i64) -> Vec<Effect> {
        self.say("ready".into());
        Vec::new()
    }

    fn update(&mut self, msg: Msg, _: i64) -> Vec<Effect> {
        self.dirty = true;
        match msg {
            Msg::Key(chord) => {
                self.keys += 1;
                self.say(format!("key {chord}"));
                match chord.to_string().as_str() {
                    "q" => return vec![Effect::Quit],
                    "ctrl-z" => return vec![Effect::Suspend],
                    "e" => return vec![Effect::Edit("before".into())],
                    "E" => return vec![Effect::Wake(Duration::from_millis(20), Timer::CtrlC(1))],
                    "w" => return vec![Effect::Wake(Duration::from_millis(20), Timer::Toast(7))],
                    "a" => return vec![Effect::Ask(Ask::SetMe { name: "Ada".into(), aliases: Vec::new() })],
                    "c" => return vec![Effect::Copy("copied".into())],
                    "m" => return vec![Effect::Mouse(true)],
                    #[expect(clippy::panic, reason = "this is what is being probed")]
                    "p" => panic!("the loop was asked to"),
                    "P" => return vec![Effect::Ask(Ask::Shelf)],
                    "f" => return vec![Effect::Ask(Ask::Seal { review: 1, consent: false }), Effect::Quit],
                    _ => {}
                }
            }
            Msg::Paste(text) => {
                self.say(format!("paste {} {:?}", text.chars().count(), Shown::short(&text, 30)))
            }
            Msg::Click { column, row } => self.say(format!("click {column} {row}")),
            Msg::Scroll { rows, .. } => self.say(format!("scroll {rows}")),
            Msg::Resize { columns, rows } => {
                self.size = (columns, rows);
                self.say(format!("size {columns} x {rows}"));
            }
            Msg::Reply(Reply::Me { name }) => self.say(format!("reply {name}")),
            Msg::Reply(_) => self.say("another reply".into()),
            Msg::Timer(Timer::CtrlC(_)) => return vec![Effect::Edit("later".into())],
            Msg::Timer(timer) => self.say(format!("timer {timer:?}")),
            Msg::Edited(text) => self.say(format!("edited {text:?}")),
            Msg::Terminate => self.say("terminate".into()),
        }
        Vec::new()
    }

    fn dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }

    fn draw(&self, frame: &mut Frame<'_>) -> usize {
        let rows = usize::from(frame.area().height.saturating_sub(1));
        let recent = self.lines.iter().skip(self.lines.len().saturating_sub(rows));
        let head = format!("probe {} x {}, {} keys\n", self.size.0, self.size.1, self.keys);
        let text = head + &recent.cloned().collect::<Vec<_>>().join("\n");
        frame.render_widget(Paragraph::new(text), frame.area());
        sweep(frame.buffer_mut(), false)
    }
}

struct Toy;

impl Work for Toy {
    fn answer(&mut self, ask: Ask, reply: &mut dyn FnMut(Reply)) {
        match ask {
            Ask::SetMe { name, .. } => reply(Reply::Me { name }),
            #[expect(clippy::panic, reason = "this is what is being probed")]
            Ask::Shelf => panic!("the worker was asked to"),
            ask => reply(Reply::Failed {
                what: Bilingual::fixed("The disk is full.", "Le disque est plein."),
                hint: Bilingual::default(),
                ask: Box::new(ask),
                no_more_saves: true,
            }),
        }
    }
}

#[expect(clippy::print_stderr, reason = "an example has no other way to say it")]
fn main() -> ExitCode {
    let log = env::var_os("PROBE_STATE").map_or_else(Log::none, Log::in_folder);
    let options = Options::of(&Environment::read(), &Settings::default(), Lang::En, log, Instant::now());
    let probe = Probe { lines: Vec::new(), keys: 0, size: (0, 0), dirty: true };
    let open = |_: Cancel| Ok::<Box<dyn Work>, Infallible>(Box::new(Toy));
    match runtime::run(probe, open, options) {
        Ok(status) => {
            status.follow_signal();
            ExitCode::from(status.code())
        }
        Err(error) => {
            let error: RuntimeError<Infallible> = error;
            for (what, hint) in error.says() {
                eprintln!("probe: {} {}", what.get(Lang::En), hint.get(Lang::En));
            }
            ExitCode::FAILURE
        }
    }
}
