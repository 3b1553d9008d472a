//! A panic: first the terminal is given back, then it is told, and noted in the log. The log and the standard text of
//! a panic differ in one thing: a message made at run time may quote a conversation, so only the place is noted.

use std::backtrace::Backtrace;
use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::{log::Log, terminal};
use crate::domain::shown::Shown;
use crate::words::Lang;

/// What threads other than the loop's have to tell. The loop may be drawing at that moment: it tells after it has
/// left.
static UNTOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Longer messages are cut.
const LONGEST: usize = 400;

/// The hook while the app runs.
pub(super) struct Hook(());

impl Hook {
    /// Puts the hook in place. To be called on the loop's thread.
    pub(super) fn install(lang: Lang, log: Log) -> Hook {
        let owner = thread::current().id();
        panic::set_hook(Box::new(move |info| {
            let file = log.note(&note(info));
            let text = told(info, lang, file.as_deref());
            if thread::current().id() == owner {
                terminal::leave();
                tell(&text);
            } else {
                UNTOLD.lock().unwrap_or_else(PoisonError::into_inner).push(text);
            }
        }));
        Hook(())
    }

    /// Tells what other threads left to tell. The terminal must have been given back.
    pub(super) fn tell_the_rest(&self) {
        for text in UNTOLD.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            tell(&text);
        }
    }
}

impl Drop for Hook {
    fn drop(&mut self) {
        // Taking a hook out in the middle of a panic would abort.
        if !thread::panicking() {
            drop(panic::take_hook());
        }
    }
}

fn tell(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

fn place(info: &PanicHookInfo<'_>) -> String {
    let thread = thread::current().name().unwrap_or("unnamed").to_owned();
    match info.location() {
        Some(at) => format!("thread '{thread}' panicked at {at}"),
        None => format!("thread '{thread}' panicked"),
    }
}

/// For the person.
fn told(info: &PanicHookInfo<'_>, lang: Lang, file: Option<&Path>) -> String {
    let payload = info.payload();
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or_default();
    let mut text = format!("aplomb: {}: {}\n", place(info), Shown::short(message, LONGEST));
    text.push_str(match lang {
        Lang::En => "This is a bug in Aplomb. Every answer shown as saved is on disk.\n",
        Lang::Fr => {
            "C’est une erreur d’Aplomb. Chaque réponse affichée comme enregistrée est sur le disque.\n"
        }
    });
    if let Some(file) = file {
        let file = Shown::line(&file.display().to_string());
        text.push_str(&match lang {
            Lang::En => format!("Noted, without any conversation, in {file}\n"),
            Lang::Fr => format!("Consigné, sans aucune conversation, dans {file}\n"),
        });
    }
    text
}

/// For the log.
fn note(info: &PanicHookInfo<'_>) -> String {
    // A literal is our own text; a message made at run time may hold anything.
    let message = info.payload().downcast_ref::<&str>().copied().unwrap_or("(message not noted)");
    format!("{}: {message}\n{}", place(info), Backtrace::force_capture())
}
