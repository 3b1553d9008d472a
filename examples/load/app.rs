//! The real program: its first frame, and from a key to the frame that it leads to.

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::Wanted;
use crate::figures::Figures;
use crate::terminal::{Painted, Terminal};

const STARTS: usize = 10;
const MOVES: usize = 150;
/// As many as a thousand conversations have.
const PAGES: usize = 25;
const ANSWERS: usize = 50;
/// Nothing more comes of moving the cursor.
const SHORT: Duration = Duration::from_millis(80);
/// Nothing more comes of a search.
const LONG: Duration = Duration::from_millis(300);
/// Nothing more comes of a screen that reads figures.
const VERY_LONG: Duration = Duration::from_secs(3);
const CONVERSATIONS: &str = "\x1bOR";
const ME: &str = "\x1b[17~";
/// From the first page of *Me* to the last.
const MY_FIGURES: &str = "\x1b[Z";
/// What is shown, and the key that goes there.
const SCREENS: [(&str, &str); 7] = [
    ("to Conversations", CONVERSATIONS),
    ("to Me", ME),
    ("to Team", "\x1b[18~"),
    ("to Goals", "\x1b[19~"),
    ("to Checklists", "\x1b[20~"),
    ("to Compare", "\x1b[15~"),
    ("to Today", "\x1bOQ"),
];

/// Measures the program.
pub fn measure(
    wanted: &Wanted,
    folder: &Path,
    words: &[String],
    figures: &mut Figures,
) -> Result<(), Box<dyn Error>> {
    let folder = folder.canonicalize()?;
    let folder = folder.to_str().ok_or("the folder's name is no text")?;
    let binary = wanted.binary.canonicalize()?;
    let binary = binary.to_str().ok_or("the program's name is no text")?;
    // So that it does not ask who I am.
    let me = ["--data-dir", folder, "me", "--name", "Load", "--alias", "agent-001@desk.example"];
    Command::new(binary).args(me).output()?;
    let script = format!("'{binary}' --data-dir '{folder}'");
    first_frames(wanted, &script, folder, figures)?;

    let mut app = Terminal::ready(&script, folder)?;
    // Until what is read ahead is there.
    app.paints("\n", VERY_LONG)?;
    let before = app.sleeps()?;
    thread::sleep(Duration::from_secs(10));
    let wakes = app.sleeps()? - before;
    for (what, key) in SCREENS {
        keys(&mut app, what, &[key], VERY_LONG, figures)?;
        if key == ME {
            keys(&mut app, "to my figures", &[MY_FIGURES], VERY_LONG, figures)?;
        }
    }
    app.paints(CONVERSATIONS, LONG)?;
    keys(&mut app, "moving", &vec!["j"; MOVES], SHORT, figures)?;
    keys(&mut app, "paging", &vec!["\x1b[6~"; PAGES], SHORT, figures)?;
    keys(&mut app, "to the last row and back", &["G", "g"].repeat(10), SHORT, figures)?;
    keys(&mut app, "the next order", &["o"; 4], VERY_LONG, figures)?;
    filter(&mut app, words, figures)?;
    fields(&mut app, figures)?;
    review(&mut app, figures)?;
    for (what, key) in SCREENS {
        keys(&mut app, &format!("{what}, again"), &[key], VERY_LONG, figures)?;
    }
    let (now, highest) = app.memory()?;
    figures.note(format!(
        "resident memory: {:.1} MB, at its highest {:.1} MB",
        now as f64 / 1e3,
        highest as f64 / 1e3
    ));
    figures.note(format!("idle for 10 s: {wakes} wake-ups"));
    app.quits("\x11\x11")
}

/// From the start of the program to its first frame, by turns with the other program's.
fn first_frames(
    wanted: &Wanted,
    script: &str,
    home: &str,
    figures: &mut Figures,
) -> Result<(), Box<dyn Error>> {
    let (mut frames, mut beside) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let mut app = Terminal::ready(script, home)?;
        frames.push(app.paints("\n", LONG)?);
        app.quits("\x11")?;
        if let Some((other, shows)) = &wanted.beside {
            let mut other = Terminal::ready(other, home)?;
            beside.push(other.shows("\n", shows)?);
            other.quits("q")?;
        }
    }
    rows("the first screen", &frames, figures);
    if let Some((other, _)) = &wanted.beside {
        let name =
            other.split_whitespace().next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        figures.row(&format!("{name} until it shows its rows"), &beside);
    }
    Ok(())
}

fn keys(
    app: &mut Terminal,
    what: &str,
    keys: &[&str],
    quiet: Duration,
    figures: &mut Figures,
) -> Result<(), Box<dyn Error>> {
    let frames: Result<Vec<Painted>, _> = keys.iter().map(|key| app.paints(key, quiet)).collect();
    rows(what, &frames?, figures);
    Ok(())
}

fn rows(what: &str, frames: &[Painted], figures: &mut Figures) {
    let times = |time: fn(&Painted) -> Duration| frames.iter().map(time).collect::<Vec<_>>();
    figures.row(&format!("{what}: painted"), &times(|frames| frames.first));
    figures.row(&format!("{what}: shown"), &times(|frames| frames.shown));
    figures.row(&format!("{what}: settled"), &times(|frames| frames.last));
}

/// Types words into the filter, letter by letter, and takes them away again.
fn filter(app: &mut Terminal, words: &[String], figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    let mut frames = Vec::new();
    for pair in words.chunks(2).take(12) {
        app.paints("/", LONG)?;
        for letter in pair.join(" ").chars() {
            frames.push(app.paints(&letter.to_string(), LONG)?);
        }
        // The first one leaves the field, the second one the filter.
        app.paints("\x1b", LONG)?;
        if app.text().contains(&pair.join(" ")) {
            app.paints("\x1b", LONG)?;
        }
    }
    rows("filtering", &frames, figures);
    Ok(())
}

/// Filters by what is known of a conversation, at one stroke.
fn fields(app: &mut Terminal, figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    const FIELDS: [&str; 5] =
        ["channel:chat", "agent:agent-002", "is:rated", "is:unreviewed since:30d", "status:open tag:login"];
    for field in FIELDS {
        app.paints("/", LONG)?;
        // Pasted: one change of the filter.
        keys(app, &format!("filter {field}"), &[&format!("\x1b[200~{field}\x1b[201~")], VERY_LONG, figures)?;
        app.paints("\x1b", VERY_LONG)?;
    }
    Ok(())
}

/// Answers, and takes the answer back.
fn review(app: &mut Terminal, figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    let opened = app.paints("\r", LONG)?;
    figures.row("opening a review: settled", &[opened.last]);
    keys(app, "answering", &["y", "u"].repeat(ANSWERS / 2), LONG, figures)?;
    if !app.text().contains("saved") {
        return Err(format!("nothing was saved:\n{}", app.text()).into());
    }
    Ok(())
}
