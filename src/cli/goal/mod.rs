//! `aplomb goal`.

mod json;
mod page;
mod told;

use std::io::Read;
use std::path::Path;

use serde_json::json;

use crate::both;
use crate::cli::args::{ChangeArg, GoalCommand, GoalNewArgs, WayArg};
use crate::cli::out::Out;
use crate::cli::shop::{self, Shop};
use crate::domain::goal::{Direction, Goal};
use crate::domain::shown::Shown;
use crate::formats::goal as toml;
use crate::ops::error::{Kind, OpsError};
use crate::ops::goals::{self, Value, Written};
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang};

/// Works on goals. `false`: there are faults.
pub fn run(shop: &mut Shop, command: GoalCommand) -> Result<bool, OpsError> {
    let now = shop::now();
    match command {
        GoalCommand::New(args) => {
            if args.template {
                let text = toml::template(shop.out.lang);
                shop.out.text(text);
                return Ok(true);
            }
            let written =
                goals::read(&text_of(args.from.as_deref())?, &name_of(args.from.as_deref()), &sets(&args)?)?;
            let mut session = shop.session()?;
            let outcome = goals::add(&mut session, written, now)?;
            told::outcome(&mut shop.out, &outcome)
        }
        GoalCommand::List => {
            let session = shop.session()?;
            let all = goals::overview(&session, now)?;
            page::list(&mut shop.out, &all).map(|()| true)
        }
        GoalCommand::Show { id, toml } => {
            let session = shop.session()?;
            let page = goals::page(&session, &id, now)?;
            if toml {
                shop.out.text(&goals::to_toml(&page.goal));
                return Ok(true);
            }
            page::show(&mut shop.out, &page).map(|()| true)
        }
        GoalCommand::Check { what } => {
            let written = named(shop, &what, now)?;
            told::checked(&mut shop.out, &what, &written)
        }
        GoalCommand::Suggest { weeks, better, scope } => {
            let session = shop.session()?;
            let said = goals::suggest(&session, &weeks, better.map(direction), &scope, now)?;
            told::suggestion(&mut shop.out, &said).map(|()| true)
        }
        GoalCommand::Record { id, week, value, hits, n, counter } => {
            let value = Value { week: goals::week(&week)?, counter, value, n, hits };
            let mut session = shop.session()?;
            let (id, shown) = goals::record(&mut session, &id, value, now)?;
            told::recorded(&mut shop.out, &session, &id, &value, &shown, now).map(|()| true)
        }
        GoalCommand::Promise { id, week, done, not_done } => {
            let week = goals::week(&week)?;
            let mut session = shop.session()?;
            let id = goals::promise(&mut session, &id, week, done && !not_done, now)?;
            told::promised(&mut shop.out, &session, &id, week, now).map(|()| true)
        }
        GoalCommand::Change { id, to, by, owner, set, why } => {
            let mut changes = Vec::new();
            changes.extend(to.and_then(|to| keyed("measurable.target", amount(&to))));
            changes.extend(by.and_then(|by| keyed("time.due", by)));
            changes.extend(owner.and_then(|owner| keyed("specific.owner", quoted(&owner))));
            changes.extend(pairs(&set)?);
            let mut session = shop.session()?;
            let outcome = goals::change(&mut session, &id, &changes, &why, now)?;
            told::outcome(&mut shop.out, &outcome)
        }
        GoalCommand::End { id, why } => {
            let mut session = shop.session()?;
            let id = goals::end(&mut session, &id, &why, now)?;
            if shop.out.json {
                shop.out.json(&json!({ "schema_version": 1, "id": id, "ended": true }))?;
            } else {
                let id = Shown::short(&id, 64);
                shop.out.say(&both!(
                    "{id} has ended; `aplomb goal show {id}` keeps its history",
                    "{id} est terminé\u{202f}; «\u{202f}aplomb goal show {id}\u{202f}» garde son historique"
                ));
            }
            Ok(true)
        }
        GoalCommand::Trends { files } => {
            let mut handed: Vec<Goal> = Vec::new();
            for file in &files {
                handed.push(goals::read(&text_of(Some(file))?, &name_of(Some(file)), &[])?.goal);
            }
            let session = shop.session()?;
            let found = goals::trends(&session, handed)?;
            told::trends(&mut shop.out, &found).map(|()| true)
        }
    }
}

fn direction(way: WayArg) -> Direction {
    match way {
        WayArg::Up => Direction::Up,
        WayArg::Down => Direction::Down,
    }
}

/// The goal of a file, of standard input, or of the store.
fn named(shop: &mut Shop, what: &str, now: i64) -> Result<Written, OpsError> {
    let path = Path::new(what);
    if what == "-" || path.is_file() {
        return goals::read(&text_of(Some(path))?, what, &[]);
    }
    if what.ends_with(".toml") || what.contains(['/', '\\']) {
        return Err(OpsError::file(path, &std::io::Error::from(std::io::ErrorKind::NotFound)));
    }
    let session: Session = shop.session()?;
    let page = goals::page(&session, what, now)?;
    let checked = crate::domain::goal::check(&page.goal);
    Ok(Written { goal: page.goal, checked })
}

/// The text of a file, at most a little more than a goal may have; empty without one.
fn text_of(path: Option<&Path>) -> Result<String, OpsError> {
    let Some(path) = path else { return Ok(String::new()) };
    let most = toml::LARGEST_FILE as u64 + 1;
    let mut bytes = Vec::new();
    let done = if path.as_os_str() == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    done.map_err(|error| OpsError::file(path, &error))?;
    // A byte that is no text makes no key; where it stands in a text it is shown as such.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn name_of(path: Option<&Path>) -> String {
    path.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What the flags of `goal new` set, in the words of the file.
fn sets(args: &GoalNewArgs) -> Result<Vec<(String, String)>, OpsError> {
    let text = |value: &Option<String>| value.as_deref().map(quoted);
    let value = |value: &Option<String>| value.as_deref().map(amount);
    let word = |word: &str| Some(quoted(word));
    let flags = [
        ("specific.sentence", text(&args.sentence)),
        ("specific.metric", text(&args.metric)),
        ("specific.scope", text(&args.scope)),
        ("specific.owner", text(&args.owner)),
        ("specific.why", text(&args.why)),
        ("measurable.baseline", value(&args.from_value)),
        ("measurable.n", args.n.map(|n| n.to_string())),
        ("measurable.target", value(&args.to)),
        ("measurable.change", args.change.map(|change| change.to_string())),
        (
            "measurable.change_is",
            args.change_is.and_then(|is| {
                word(match is {
                    ChangeArg::Relative => "relative",
                    ChangeArg::Points => "points",
                })
            }),
        ),
        ("measurable.unit", text(&args.unit)),
        (
            "measurable.direction",
            args.better.and_then(|way| {
                word(match way {
                    WayArg::Up => "up",
                    WayArg::Down => "down",
                })
            }),
        ),
        ("time.start", args.start.clone()),
        ("time.due", args.by.clone()),
    ];
    let mut sets: Vec<(String, String)> =
        flags.into_iter().filter_map(|(key, value)| keyed(key, value?)).collect();
    sets.extend(pairs(&args.set)?);
    Ok(sets)
}

fn keyed(key: &str, value: String) -> Option<(String, String)> {
    Some((key.to_owned(), value))
}

/// A text as TOML writes it: JSON's way is one of TOML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A number stays one; with a unit it is a text.
fn amount(text: &str) -> String {
    let bare = text.trim().replace(',', ".");
    let bare = bare.strip_prefix('+').unwrap_or(&bare);
    if bare.parse::<f64>().is_ok_and(f64::is_finite) { bare.to_owned() } else { quoted(text) }
}

/// `KEY=VALUE`, as typed.
fn pairs(set: &[String]) -> Result<Vec<(String, String)>, OpsError> {
    set.iter()
        .map(|pair| match pair.split_once('=') {
            Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), value.trim().to_owned())),
            _ => {
                let found = Shown::short(pair, 60);
                Err(OpsError::new(
                    Kind::Usage,
                    both!(
                        "`{found}` is no KEY=VALUE, such as attainable.staff=true",
                        "«\u{202f}{found}\u{202f}» n’est pas de la forme CLÉ=VALEUR, comme attainable.staff=true"
                    ),
                ))
            }
        })
        .collect()
}

/// Prints a paragraph that comes after `head`, wrapped to 80 columns and indented under it.
fn paragraph(out: &mut Out, head: &str, text: &str) {
    const COLUMNS: usize = 80;
    let margin = Shown::line(head).width();
    for (row, line) in Shown::line(text).wrap(COLUMNS - margin).iter().enumerate() {
        let before = if row == 0 { head.to_owned() } else { " ".repeat(margin) };
        out.line(format!("{before}{line}").trim_end());
    }
}

/// `{label}: {text}` with the French colon.
fn labelled(lang: Lang, label: &Bilingual) -> String {
    match lang {
        Lang::En => format!("{}: ", label.en),
        Lang::Fr => format!("{}\u{202f}: ", label.fr),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_toml() {
        assert_eq!(amount("72"), "72");
        assert_eq!(amount("+7,5"), "7.5");
        assert_eq!(amount("8 h"), "\"8 h\"");
        assert_eq!(amount("NaN"), "\"NaN\"");
        assert_eq!(quoted("a \"b\"\n"), "\"a \\\"b\\\"\\n\"");
    }
}
