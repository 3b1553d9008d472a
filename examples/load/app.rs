//! The real program: its first frame, and from a key to the frame that it leads to.

use std::error::Error;
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::Wanted;
use crate::figures;
use crate::terminal::Terminal;

const STARTS: usize = 15;
const MOVES: usize = 300;
const PAGES: usize = 100;
const ANSWERS: usize = 100;
/// Nothing more comes of moving the cursor.
const SHORT: Duration = Duration::from_millis(80);
/// Nothing more comes of a search.
const LONG: Duration = Duration::from_millis(300);

/// Measures the program.
pub fn measure(wanted: &Wanted, words: &[String]) -> Result<(), Box<dyn Error>> {
    let folder = wanted.folder.canonicalize()?;
    let folder = folder.to_str().ok_or("the folder's name is no text")?;
    let binary = wanted.binary.canonicalize()?;
    let binary = binary.to_str().ok_or("the program's name is no text")?;
    // So that it does not ask who I am.
    let me = ["--data-dir", folder, "me", "--name", "Load", "--alias", "agent-001@desk.example"];
    Command::new(binary).args(me).output()?;
    let script = format!("'{binary}' --data-dir '{folder}'");
    first_frames(wanted, &script, folder)?;

    let mut app = Terminal::ready(&script, folder)?;
    app.paints("\n", LONG)?;
    let before = app.sleeps()?;
    thread::sleep(Duration::from_secs(10));
    let wakes = app.sleeps()? - before;
    app.paints("\x1bOR", LONG)?;
    keys(&mut app, "moving", &vec!["j"; MOVES], SHORT)?;
    keys(&mut app, "paging", &vec!["\x1b[6~"; PAGES], SHORT)?;
    keys(&mut app, "to the last row and back", &["G", "g"].repeat(10), SHORT)?;
    filter(&mut app, words)?;
    review(&mut app)?;
    let (now, highest) = app.memory()?;
    figures::note(&format!(
        "resident memory: {:.1} MB, at its highest {:.1} MB",
        now as f64 / 1e3,
        highest as f64 / 1e3
    ));
    figures::note(&format!("idle for 10 s: {wakes} wake-ups"));
    app.quits("\x11\x11")
}

/// From the start of the program to its first frame, by turns with the other program's.
fn first_frames(wanted: &Wanted, script: &str, home: &str) -> Result<(), Box<dyn Error>> {
    let (mut first, mut settled, mut beside) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let mut app = Terminal::ready(script, home)?;
        let painted = app.paints("\n", LONG)?;
        first.push(painted.first);
        settled.push(painted.last);
        app.quits("\x11")?;
        if let Some((other, shows)) = &wanted.beside {
            let mut other = Terminal::ready(other, home)?;
            beside.push(other.shows("\n", shows)?);
            other.quits("q")?;
        }
    }
    figures::row("first complete frame", &mut first);
    figures::row("first screen with its figures", &mut settled);
    if let Some((other, _)) = &wanted.beside {
        let name =
            other.split_whitespace().next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        figures::row(&format!("{name} until it shows its rows"), &mut beside);
    }
    Ok(())
}

fn keys(app: &mut Terminal, what: &str, keys: &[&str], quiet: Duration) -> Result<(), Box<dyn Error>> {
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for key in keys {
        let painted = app.paints(key, quiet)?;
        first.push(painted.first);
        last.push(painted.last);
    }
    figures::row(&format!("{what}: painted"), &mut first);
    figures::row(&format!("{what}: settled"), &mut last);
    Ok(())
}

/// Types words into the filter, letter by letter, and takes them away again.
fn filter(app: &mut Terminal, words: &[String]) -> Result<(), Box<dyn Error>> {
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for pair in words.chunks(2).take(12) {
        app.paints("/", LONG)?;
        for letter in pair.join(" ").chars() {
            let painted = app.paints(&letter.to_string(), LONG)?;
            first.push(painted.first);
            last.push(painted.last);
        }
        // The first one leaves the field, the second one the filter.
        app.paints("\x1b", LONG)?;
        if app.text().contains(&pair.join(" ")) {
            app.paints("\x1b", LONG)?;
        }
    }
    figures::row("filtering: painted", &mut first);
    figures::row("filtering: settled", &mut last);
    Ok(())
}

/// Answers, and takes the answer back.
fn review(app: &mut Terminal) -> Result<(), Box<dyn Error>> {
    let opened = app.paints("\r", LONG)?;
    figures::row("opening a review: settled", &mut [opened.last]);
    keys(app, "answering", &["y", "u"].repeat(ANSWERS / 2), LONG)?;
    if !app.text().contains("saved") {
        return Err(format!("nothing was saved:\n{}", app.text()).into());
    }
    Ok(())
}
