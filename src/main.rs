//! Arguments in, exit code out.

use std::process::ExitCode;
use std::time::Instant;

use aplomb::cli::{self, AppWish, KeyRow, Surroundings, Wish};
use aplomb::config::Environment;
use aplomb::tui::action::Place;
use aplomb::tui::runtime::RuntimeError;
use aplomb::tui::runtime::launch::{Launch, launch};
use aplomb::tui::table::TABLE;
use aplomb::words::Lang;

fn main() -> ExitCode {
    let started = Instant::now();
    let surroundings = Surroundings { environment: Environment::read(), started, keys: &keys };
    match cli::run(std::env::args_os().collect(), surroundings) {
        Wish::Done(code) => ExitCode::from(code),
        Wish::App(wish) => ExitCode::from(app(*wish)),
    }
}

fn app(wish: AppWish) -> u8 {
    let AppWish { lang, settings, color, environment, notices, setting, demo, state, started } = wish;
    match launch(Launch { lang, settings, color, environment, notices, setting, demo, state, started }) {
        Ok(status) => {
            let code = status.code();
            // A signal is passed on: the parent should see it. Nothing after this line runs in that case.
            status.follow_signal();
            code
        }
        Err(error) => {
            for (what, hint) in error.says() {
                cli::complain(lang, &what, &hint);
            }
            match error {
                RuntimeError::NoTerminal => 2,
                RuntimeError::Work(error) => {
                    cli::complain(lang, &error.what, &error.hint);
                    cli::exit_code(error.kind)
                }
                RuntimeError::Terminal(_) | RuntimeError::Unsaved(_) => 1,
            }
        }
    }
}

/// The app's keys, for `aplomb keys`.
fn keys(lang: Lang) -> Vec<KeyRow> {
    let place = |place: &Place| {
        let words = match place {
            Place::Everywhere => ("everywhere", "partout"),
            Place::Today => ("Today", "Aujourd’hui"),
            Place::Conversations => ("Conversations", "Conversations"),
            Place::Review => ("Review", "Évaluation"),
            Place::Me => ("Me", "Moi"),
            Place::Compare => ("Compare", "Comparer"),
            Place::Team => ("Team", "Équipe"),
            Place::Goals => ("Goals", "Objectifs"),
            Place::Checklists => ("Checklists", "Listes"),
        };
        match lang {
            Lang::En => words.0,
            Lang::Fr => words.1,
        }
        .to_owned()
    };
    TABLE
        .iter()
        .map(|row| KeyRow {
            id: row.id.to_owned(),
            keys: row.keys.iter().map(|key| (*key).to_owned()).collect(),
            does: row.long().get(lang).to_owned(),
            places: row.places.iter().map(place).collect(),
        })
        .collect()
}
