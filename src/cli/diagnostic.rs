//! `aplomb diagnostic`.

use serde::Serialize;

use crate::both;
use crate::cli::out::Out;
use crate::cli::review::answer_word;
use crate::ops::diagnostic::{self, Axis, Diagnostic};
use crate::ops::error::OpsError;
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang, date, score};

#[derive(Serialize)]
struct AxisOut<'a> {
    axis: &'a str,
    score: Option<f64>,
    n: Option<usize>,
    before: Option<f64>,
    n_before: Option<usize>,
}

#[derive(Serialize)]
struct MovedOut<'a> {
    item: &'a str,
    value: String,
    before: String,
}

#[derive(Serialize)]
struct DiagnosticOut<'a> {
    schema_version: u32,
    on: Option<String>,
    before: Option<String>,
    axes: Vec<AxisOut<'a>>,
    moved: Vec<MovedOut<'a>>,
    to_do: Vec<&'a str>,
}

/// Begins a diagnostic, or prints the newest beside the one before.
pub fn run(out: &mut Out, session: &mut Session, new: bool, now: i64) -> Result<(), OpsError> {
    if new {
        let id = diagnostic::begin(session, out.lang, now)?;
        out.say(&both!(
            "The diagnostic is c{id}: open it in the app (Team), or answer it with `aplomb score c{id} --plain`, then `aplomb seal c{id}`.",
            "Le diagnostic est c{id}\u{202f}: ouvrez-le dans l’application (Équipe), ou répondez avec «\u{202f}aplomb score c{id} --plain\u{202f}», puis «\u{202f}aplomb seal c{id}\u{202f}»."
        ));
        return Ok(());
    }
    let found = diagnostic::diagnostic(session)?;
    let lang = out.lang;
    if out.json {
        return out.json(&json(found.as_ref(), lang));
    }
    let Some(found) = found else {
        out.say(&Bilingual::fixed(
            "No diagnostic yet. `aplomb diagnostic --new` begins one: 32 statements about tracing, indicators and steering.",
            "Pas encore de diagnostic. «\u{202f}aplomb diagnostic --new\u{202f}» en commence un\u{202f}: 32 énoncés sur la traçabilité, les indicateurs et le pilotage.",
        ));
        return Ok(());
    };
    out.say(&match found.before {
        Some(before) => both!(
            "Steering diagnostic of {}, beside the one of {}",
            "Diagnostic du pilotage du {}, à côté de celui du {}",
            date(lang, found.on),
            date(lang, before)
        ),
        None => both!(
            "Steering diagnostic of {}: the first, so there is nothing to compare it with yet",
            "Diagnostic du pilotage du {}\u{202f}: le premier, donc rien encore à quoi le comparer",
            date(lang, found.on)
        ),
    });
    out.line("");
    for axis in &found.axes {
        out.line(&axis_line(axis, lang));
    }
    if !found.moved.is_empty() {
        out.line("");
        out.say(&Bilingual::fixed("What moved", "Ce qui a bougé"));
        for moved in &found.moved {
            let (before, now) = (answer_word(Some(moved.before), lang), answer_word(Some(moved.now), lang));
            out.line(&format!("  {}  ({before} → {now})", moved.text.get(lang)));
        }
    }
    if !found.to_do.is_empty() {
        out.line("");
        out.say(&Bilingual::fixed(
            "Not there yet, the heaviest first",
            "Pas encore acquis, le plus important d’abord",
        ));
        for (text, cause) in &found.to_do {
            let cause = cause.as_ref().map(|cause| format!("  ({})", cause.get(lang))).unwrap_or_default();
            out.line(&format!("  {}{cause}", text.get(lang)));
        }
    }
    Ok(())
}

fn axis_line(axis: &Axis, lang: Lang) -> String {
    let figure = |figure: Option<(f64, usize)>| match (figure, lang) {
        (Some((value, n)), Lang::En) => format!("{:>3} ({n} answers)", score(value)),
        (Some((value, n)), Lang::Fr) => format!("{:>3} ({n} réponses)", score(value)),
        (None, _) => "  –".to_owned(),
    };
    let name = axis.name.get(lang);
    let before = match (axis.before, lang) {
        (None, _) => String::new(),
        (some, Lang::En) => format!("   before {}", figure(some)),
        (some, Lang::Fr) => format!("   avant {}", figure(some)),
    };
    format!("  {name:<14}{}{before}", figure(axis.now))
}

fn json(found: Option<&Diagnostic>, lang: Lang) -> DiagnosticOut<'_> {
    let (mut axes, mut moved, mut to_do) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(found) = found {
        axes.extend(found.axes.iter().map(|one| AxisOut {
            axis: one.name.get(lang),
            score: one.now.map(|(score, _)| score),
            n: one.now.map(|(_, n)| n),
            before: one.before.map(|(score, _)| score),
            n_before: one.before.map(|(_, n)| n),
        }));
        moved.extend(found.moved.iter().map(|one| MovedOut {
            item: one.text.get(lang),
            value: one.now.to_string(),
            before: one.before.to_string(),
        }));
        to_do.extend(found.to_do.iter().map(|(text, _)| text.get(lang)));
    }
    DiagnosticOut {
        schema_version: 1,
        on: found.map(|found| found.on.to_string()),
        before: found.and_then(|found| found.before).map(|day| day.to_string()),
        axes,
        moved,
        to_do,
    }
}
