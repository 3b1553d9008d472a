//! What is printed from tables: the app's keys, completions, the manual page, the version.

use clap::CommandFactory;
use clap_complete::Shell;
use serde::Serialize;

use crate::cli::args::Line;
use crate::cli::french;
use crate::cli::out::Out;
use crate::ops::error::{Kind, OpsError};
use crate::storage;
use crate::words::{Bilingual, Lang};

/// One row of the app's keys.
#[derive(Clone, Debug, Serialize)]
pub struct KeyRow {
    /// The action's id, for settings.
    pub id: String,
    /// Its keys.
    pub keys: Vec<String>,
    /// What it does.
    pub does: String,
    /// Where.
    pub places: Vec<String>,
}

/// Prints the keys.
pub fn keys(out: &mut Out, rows: &[KeyRow], markdown: bool) -> Result<(), OpsError> {
    if out.json {
        return out.json(&rows);
    }
    let heads = match out.lang {
        Lang::En => ["Keys", "Does", "Where", "Id"],
        Lang::Fr => ["Touches", "Effet", "Où", "Id"],
    };
    if markdown {
        out.line(&format!("| {} |", heads.join(" | ")));
        out.line("|---|---|---|---|");
        for row in rows {
            let keys: Vec<String> = row.keys.iter().map(|k| format!("`{}`", k.replace('|', "\\|"))).collect();
            out.line(&format!(
                "| {} | {} | {} | `{}` |",
                keys.join(" "),
                row.does,
                row.places.join(", "),
                row.id
            ));
        }
        return Ok(());
    }
    for row in rows {
        out.line(&format!(
            "{:<26} {}  ({}; {})",
            row.keys.join(" "),
            row.does,
            row.places.join(", "),
            row.id
        ));
    }
    Ok(())
}

/// Prints the completions for a shell.
pub fn completions(out: &mut Out, shell: Shell) {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Line::command(), "aplomb", &mut text);
    out.text(&String::from_utf8_lossy(&text));
}

/// Prints the manual page.
pub fn man(out: &mut Out) -> Result<(), OpsError> {
    let mut command = Line::command();
    if out.lang == Lang::Fr {
        command = french::translate(command);
    }
    let mut text = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut text)
        .map_err(|e| OpsError::new(Kind::Bug, Bilingual::same(e.to_string())))?;
    out.text(&String::from_utf8_lossy(&text));
    Ok(())
}

/// Version, SQLite's version and the store's.
pub fn long_version() -> String {
    let (major, minor) = (storage::VERSION / 1000, storage::VERSION % 1000);
    format!("{}\nstore {major}.{minor}, SQLite {}", env!("CARGO_PKG_VERSION"), storage::sqlite_version())
}
