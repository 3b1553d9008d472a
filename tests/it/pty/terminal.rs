//! A pseudo-terminal with a program in it, and a screen that shows what the program drew. Everything waits for what
//! the screen shows; the only clock is the one that gives a hung program up.

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use expectrl::process::Process;
use expectrl::process::unix::{Signal, UnixProcess, WaitStatus};
use rustix::process::{Pid, WaitOptions, waitpid};
use rustix::termios::{Termios, tcgetattr};
use vt100::{MouseProtocolMode, Parser};

/// A program that shows nothing new for so long is hung.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program in a terminal of 80 x 24.
pub struct Terminal {
    process: UnixProcess,
    line: File,
    line_before: Termios,
    output: Receiver<Vec<u8>>,
    parser: Parser,
}

impl Terminal {
    /// Starts the probe. Its first frame is on screen.
    pub fn probe(variables: &[(&str, &str)]) -> Terminal {
        let mut terminal = Terminal::start("exec \"$PROBE\"", variables);
        terminal.wait_for("ready");
        terminal
    }

    /// Starts a shell script, in which `$PROBE` is the probe.
    pub fn start(script: &str, variables: &[(&str, &str)]) -> Terminal {
        let mut command = Command::new("/bin/sh");
        // The line settings are looked at before anything can change them.
        command.args(["-c", &format!("echo begin; read go; {script}")]);
        command.env_clear().envs(variables.iter().copied());
        command.env("TERM", "xterm-256color").env("LC_ALL", "C.UTF-8").env("PATH", "/usr/bin:/bin");
        command.env("PROBE", probe_path());
        let process = UnixProcess::spawn_command(command).unwrap();
        let line = process.get_raw_handle().unwrap();
        let (sender, output) = channel();
        let mut reader = process.get_raw_handle().unwrap();
        thread::spawn(move || {
            let mut bytes = [0; 65536];
            // The end of the last program in the terminal ends the reading with an error.
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let parser = Parser::new(size(24), size(80), 0);
        let line_before = tcgetattr(&line).unwrap();
        let mut terminal = Terminal { process, line, line_before, output, parser };
        terminal.wait_for("begin");
        terminal.line_before = tcgetattr(&terminal.line).unwrap();
        terminal.send("\n");
        terminal
    }

    /// Types.
    pub fn send(&mut self, keys: &str) {
        self.line.write_all(keys.as_bytes()).unwrap();
    }

    /// Sends a signal to the first program.
    pub fn signal(&mut self, signal: Signal) {
        self.process.kill(signal).unwrap();
    }

    /// Waits until the first program has stopped.
    pub fn wait_for_stop(&self) {
        let pid = Pid::from_raw(self.process.pid().as_raw());
        let stopped =
            waitpid(pid, WaitOptions::UNTRACED).unwrap().is_some_and(|(_, status)| status.stopped());
        assert!(stopped, "ended instead");
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.parser.screen_mut().set_size(size(rows), size(columns));
        self.process.set_window_size(columns, rows).unwrap();
    }

    /// What is on screen.
    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// Waits until the screen holds a text.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |terminal| terminal.text().contains(text));
    }

    /// Waits until something holds of the screen.
    pub fn wait_until(&mut self, what: &str, holds: impl Fn(&Terminal) -> bool) {
        let given_up = Instant::now() + PATIENCE;
        while !holds(self) {
            let left = given_up.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.parser.process(&bytes),
                Err(error) => panic!("waited for {what:?}: {error}; the screen shows\n{}", self.text()),
            }
        }
    }

    /// Whether the terminal is as it was found: screen, cursor, modes and line settings.
    pub fn as_found(&self) -> bool {
        let screen = self.parser.screen();
        let now = tcgetattr(&self.line).unwrap();
        let before = &self.line_before;
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == MouseProtocolMode::None
            && (now.input_modes, now.output_modes, now.control_modes, now.local_modes)
                == (before.input_modes, before.output_modes, before.control_modes, before.local_modes)
    }

    /// Whether the full screen is taken.
    pub fn full_screen(&self) -> bool {
        self.parser.screen().alternate_screen()
    }

    /// Waits for the end of the first program, checks that the terminal is as it was found, and tells how it ended.
    pub fn end(mut self) -> Ended {
        let given_up = Instant::now() + PATIENCE;
        while let Ok(bytes) = self.output.recv_timeout(given_up.saturating_duration_since(Instant::now())) {
            self.parser.process(&bytes);
        }
        assert!(Instant::now() < given_up, "still running; the screen shows\n{}", self.text());
        assert!(self.as_found(), "the terminal was not restored; it shows\n{}", self.text());
        let text = self.text();
        match self.process.wait().unwrap() {
            WaitStatus::Exited(_, code) => Ended { code: Some(code), signal: None, text },
            WaitStatus::Signaled(_, signal, _) => Ended { code: None, signal: Some(signal), text },
            other => panic!("{other:?}"),
        }
    }
}

/// How a program ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code.
    pub code: Option<i32>,
    /// The signal that it died of.
    pub signal: Option<Signal>,
    /// What is on the main screen.
    pub text: String,
}

fn size(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

/// The probe, built where need be: a run of this test alone does not build examples.
pub fn probe_path() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--message-format=json", "--example", "pty_probe"]);
        build.current_dir(env!("CARGO_MANIFEST_DIR"));
        if !cfg!(debug_assertions) {
            build.arg("--release");
        }
        let built = build.output().unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let messages = String::from_utf8(built.stdout).unwrap();
        messages
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter(|message| message["target"]["name"] == "pty_probe")
            .find_map(|message| message["executable"].as_str().map(str::to_owned))
            .unwrap()
    })
}
