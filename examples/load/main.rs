//! What must stay fast, measured on a store of any size:
//!
//! ```text
//! cargo build --release
//! cargo run --release --example load -- STORE_DIR [SMALL_DIR] [--binary target/release/aplomb]
//!     [--beside "PROGRAM FILE" --shows TEXT]
//! ```
//!
//! `STORE_DIR` is a data folder made for measuring: the app is opened on it, and leaves a draft in it. With `SMALL_DIR`
//! the same is measured on a second store, by turns, and stands beside. With `--beside` another full-screen program is
//! started by turns with the app, and timed until it shows a text.
//!
//! Times of the app run from the moment a key is written to a pseudo-terminal of 120 x 40 to the end of the frame that
//! follows (*painted*), to the end of the frame from which on the screen stays as it is but for the count of a list
//! (*shown*), and to the end of the last frame that the key leads to (*settled*: how many a filter gives, `saved` after an
//! answer).

#![allow(clippy::print_stdout, reason = "the figures go to standard output")]

#[cfg(unix)]
mod app;
mod figures;
mod search;
#[cfg(unix)]
mod terminal;

use std::env;
use std::error::Error;
use std::path::PathBuf;

use figures::Figures;

/// Times that each store is measured, by turns.
const TURNS: usize = 2;

/// What is asked for.
pub struct Wanted {
    /// The data folder, and one to stand beside it.
    folders: Vec<PathBuf>,
    /// The program.
    binary: PathBuf,
    /// Another program with its arguments, and what it shows once it shows its rows.
    beside: Option<(String, String)>,
}

fn wanted() -> Result<Wanted, Box<dyn Error>> {
    let (mut folders, mut binary, mut beside, mut shows) = (Vec::new(), None, None, None);
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--binary" => binary = words.next(),
            "--beside" => beside = words.next(),
            "--shows" => shows = words.next(),
            _ => folders.push(word.into()),
        }
    }
    if folders.is_empty() || folders.len() > 2 {
        return Err("which data folder, and at most one beside it?".into());
    }
    Ok(Wanted {
        folders,
        binary: binary.unwrap_or_else(|| "target/release/aplomb".into()).into(),
        beside: beside.zip(shows),
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let wanted = wanted()?;
    let mut all: Vec<Figures> = wanted.folders.iter().map(|_| Figures::default()).collect();
    for turn in 0..TURNS {
        for (folder, figures) in wanted.folders.iter().zip(&mut all) {
            let store = folder.join("aplomb.db");
            let words = search::measure(&store, turn, figures)?;
            #[cfg(unix)]
            app::measure(&wanted, folder, &words, figures)?;
        }
    }
    for (folder, figures) in wanted.folders.iter().zip(&mut all) {
        let size = std::fs::metadata(folder.join("aplomb.db"))?.len();
        figures.note(format!("size of the store: {:.1} MB", size as f64 / 1e6));
    }
    if let [figures, beside @ ..] = all.as_slice() {
        figures.print(beside.first());
    }
    Ok(())
}
