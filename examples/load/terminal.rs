//! A program in a pseudo-terminal of 120 x 40, and when its frames end.

use std::error::Error;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use expectrl::process::Process;
use expectrl::process::unix::UnixProcess;
use vt100::Parser;

const COLUMNS: u16 = 120;
const ROWS: u16 = 40;
/// The end of a synchronised update.
const FRAME_ENDS: &[u8] = b"\x1b[?2026l";
/// A program that does nothing for so long is hung.
const PATIENCE: Duration = Duration::from_secs(20);

/// When something that a key leads to was on screen.
pub struct Painted {
    /// The end of the first frame.
    pub first: Duration,
    /// The end of the first frame that shows what the last one shows, but for how many there are.
    pub shown: Duration,
    /// The end of the last frame.
    pub last: Duration,
}

/// A program that is about to begin.
pub struct Terminal {
    process: UnixProcess,
    line: File,
    output: Receiver<(Instant, Vec<u8>)>,
    parser: Parser,
    /// The last bytes, where they could be the beginning of a frame's end.
    tail: Vec<u8>,
}

impl Terminal {
    /// A shell that runs `script` at the first key.
    pub fn ready(script: &str, home: &str) -> Result<Terminal, Box<dyn Error>> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &format!("stty -echo; echo ready; read go; exec {script}")]);
        command.env_clear().env("TERM", "xterm-256color").env("LC_ALL", "C.UTF-8").env("HOME", home);
        command.env("PATH", "/usr/bin:/bin");
        let mut process = UnixProcess::spawn_command(command)?;
        process.set_window_size(COLUMNS, ROWS)?;
        let line = process.get_raw_handle()?;
        let mut reader = process.get_raw_handle()?;
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let at = Instant::now();
                let answered = answer(&bytes[..count], &mut reader);
                if answered.is_err() || sender.send((at, bytes[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let size = |n| NonZeroU16::new(n).ok_or("no room");
        let parser = Parser::new(size(ROWS)?, size(COLUMNS)?, 0);
        let mut terminal = Terminal { process, line, output, parser, tail: Vec::new() };
        terminal.until("ready", |terminal| terminal.text().contains("ready"))?;
        Ok(terminal)
    }

    /// What is on screen.
    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// The same line by line, without the count of a list, "(… of 1,000)", and the rule that it pushes along.
    fn lines(&self) -> Vec<String> {
        let without = |line: &str| {
            let (before, count) = line.split_once('(')?;
            let (_, after) = count.split_once(" of ")?;
            Some(format!("{before}{}", after.replace('─', "")))
        };
        self.text().lines().map(|line| without(line).unwrap_or_else(|| line.to_owned())).collect()
    }

    /// The number of the program's process.
    pub fn id(&self) -> i32 {
        self.process.pid().as_raw()
    }

    /// Types, and waits until nothing was painted for `quiet`.
    pub fn paints(&mut self, keys: &str, quiet: Duration) -> Result<Painted, Box<dyn Error>> {
        let typed = Instant::now();
        self.line.write_all(keys.as_bytes())?;
        let mut painted: Option<Painted> = None;
        let mut shows = Vec::new();
        loop {
            match self.output.recv_timeout(if painted.is_some() { quiet } else { PATIENCE }) {
                Ok((at, bytes)) if self.takes(&bytes) => {
                    let last = at - typed;
                    let now = self.lines();
                    let Painted { first, mut shown, .. } =
                        painted.unwrap_or(Painted { first: last, shown: last, last });
                    if now != shows {
                        (shown, shows) = (last, now);
                    }
                    painted = Some(Painted { first, shown, last });
                }
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => {
                    return painted
                        .ok_or_else(|| format!("{keys:?} paints nothing on\n{}", self.text()).into());
                }
                Err(RecvTimeoutError::Disconnected) => return Err(format!("{keys:?} ended it").into()),
            }
        }
    }

    /// Types, and waits until the screen shows a text; how long that took.
    pub fn shows(&mut self, keys: &str, text: &str) -> Result<Duration, Box<dyn Error>> {
        let typed = Instant::now();
        self.line.write_all(keys.as_bytes())?;
        Ok(self.until(text, |terminal| terminal.text().contains(text))? - typed)
    }

    /// Waits until something holds of the screen; when it did.
    fn until(&mut self, what: &str, holds: impl Fn(&Terminal) -> bool) -> Result<Instant, Box<dyn Error>> {
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok((at, bytes)) => {
                    self.takes(&bytes);
                    if holds(self) {
                        return Ok(at);
                    }
                }
                Err(_) => {
                    return Err(format!("{what:?} never came; the screen shows\n{}", self.text()).into());
                }
            }
        }
    }

    /// Whether a frame ends in these bytes.
    fn takes(&mut self, bytes: &[u8]) -> bool {
        self.parser.process(bytes);
        self.tail.extend_from_slice(bytes);
        let ends = self.tail.windows(FRAME_ENDS.len()).any(|window| window == FRAME_ENDS);
        let keep = if ends { 0 } else { FRAME_ENDS.len() - 1 };
        self.tail.drain(..self.tail.len().saturating_sub(keep));
        ends
    }

    /// Resident memory in kB, now and at its highest.
    pub fn memory(&self) -> Result<(u64, u64), Box<dyn Error>> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        Ok((number(&status, "VmRSS:")?, number(&status, "VmHWM:")?))
    }

    /// How often any thread has gone to sleep by itself, which is how often one has woken.
    pub fn sleeps(&self) -> Result<u64, Box<dyn Error>> {
        let mut sleeps = 0;
        for task in fs::read_dir(format!("/proc/{}/task", self.id()))? {
            let status = fs::read_to_string(task?.path().join("status"))?;
            sleeps += number(&status, "\nvoluntary_ctxt_switches:")?;
        }
        Ok(sleeps)
    }

    /// Types the key that quits, and waits for the end.
    pub fn quits(mut self, keys: &str) -> Result<(), Box<dyn Error>> {
        self.line.write_all(keys.as_bytes())?;
        while self.output.recv_timeout(PATIENCE).is_ok() {}
        self.process.wait()?;
        Ok(())
    }
}

/// Answers what programs ask a terminal at their start, as a terminal would: some wait a second for it.
fn answer(asked: &[u8], line: &mut File) -> std::io::Result<()> {
    const ANSWERS: [(&[u8], &[u8]); 3] = [
        (b"\x1b]10;?", b"\x1b]10;rgb:ffff/ffff/ffff\x07"),
        (b"\x1b]11;?", b"\x1b]11;rgb:0000/0000/0000\x07"),
        (b"\x1b[c", b"\x1b[?62c"),
    ];
    for (question, answer) in ANSWERS {
        if asked.windows(question.len()).any(|window| window == question) {
            line.write_all(answer)?;
        }
    }
    Ok(())
}

fn number(status: &str, name: &str) -> Result<u64, Box<dyn Error>> {
    let (_, rest) = status.split_once(name).ok_or("no such line")?;
    Ok(rest.split_whitespace().next().unwrap_or_default().parse()?)
}
