//! What `goal` says after it has checked or kept something.

use jiff::civil::Date;
use serde_json::json;

use super::json::{CheckOut, KeptOut};
use super::{labelled, paragraph};
use crate::both;
use crate::cli::out::Out;
use crate::domain::goal::{Checked, Direction, Letter, Measured, Unit};
use crate::domain::problem::LONGEST_VALUE;
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::goals::{self, Outcome, Recurring, Suggested, Value, Written};
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang, date, decimal, number};

/// Every fault by attribute: code, field, found, accepted, what to do; then what is worth doing.
fn faults(out: &mut Out, checked: &Checked) {
    let lang = out.lang;
    for letter in Letter::ALL {
        let here: Vec<_> = checked.faults.iter().filter(|fault| fault.letter() == letter).collect();
        if here.is_empty() {
            continue;
        }
        out.line("");
        out.say(&letter.words());
        for fault in here {
            let found = if fault.found.is_empty() {
                Bilingual::fixed("nothing there", "rien")
            } else {
                let found = Shown::short(&fault.found, LONGEST_VALUE);
                both!("found `{found}`", "trouvé «\u{202f}{found}\u{202f}»")
            };
            paragraph(
                out,
                &format!("  {}  ", fault.code),
                &format!("{}{}", labelled(lang, &Bilingual::same(fault.field)), found.get(lang)),
            );
            if let Some(rule) = fault.rule() {
                let accepted = labelled(lang, &Bilingual::fixed("accepted", "accepté"));
                paragraph(out, "       ", &format!("{accepted}{}", rule.accepted.get(lang)));
            }
            paragraph(out, "       → ", fault.repair.get(lang));
        }
    }
}

fn advice(out: &mut Out, checked: &Checked) {
    if checked.advice.is_empty() {
        return;
    }
    out.line("");
    out.say(&Bilingual::fixed("Worth doing, or knowing", "À faire, ou à savoir"));
    for advice in &checked.advice {
        let text = advice.text.get(out.lang).to_owned();
        paragraph(out, "  · ", &text);
    }
}

/// What `goal check` says. `false`: there are faults.
pub fn checked(out: &mut Out, what: &str, written: &Written) -> Result<bool, OpsError> {
    let sound = written.checked.is_sound();
    if out.json {
        let lang = out.lang;
        out.json(&CheckOut::of(written, lang))?;
        return Ok(sound);
    }
    let what = Shown::short(what, 60);
    let n = written.checked.faults.len();
    if sound {
        out.say(&both!("{what}: this goal holds water", "{what}\u{202f}: cet objectif tient"));
    } else {
        let (en, fr) = mend(n);
        out.say(&both!("{what}: {en}", "{what}\u{202f}: {fr}"));
    }
    if let Some(class) = written.checked.class {
        let class = class.words();
        let (en, fr) = (&class.en, &class.fr);
        out.say(&both!("Target: {en}", "Cible\u{202f}: {fr}"));
    }
    faults(out, &written.checked);
    advice(out, &written.checked);
    Ok(sound)
}

fn mend(n: usize) -> (String, String) {
    let points = if n < 2 { "point" } else { "points" };
    (format!("{n} to mend before it holds water"), format!("{n} {points} à corriger avant qu’il tienne"))
}

/// What `goal new` and `goal change` say. `false`: refused.
pub fn outcome(out: &mut Out, outcome: &Outcome) -> Result<bool, OpsError> {
    match outcome {
        Outcome::Refused(written) => {
            if out.json {
                let lang = out.lang;
                out.json(&KeptOut { id: None, version: None, check: CheckOut::of(written, lang) })?;
                return Ok(false);
            }
            let (en, fr) = mend(written.checked.faults.len());
            out.say(&both!("Not kept: {en}", "Pas gardé\u{202f}: {fr}"));
            faults(out, &written.checked);
            advice(out, &written.checked);
            Ok(false)
        }
        Outcome::Kept { written, version } => {
            let goal = &written.goal;
            if out.json {
                let lang = out.lang;
                out.json(&KeptOut {
                    id: Some(goal.id.clone()),
                    version: Some(*version),
                    check: CheckOut::of(written, lang),
                })?;
                return Ok(true);
            }
            let id = Shown::short(&goal.id, 64);
            out.say(&both!("Kept {id}, version {version}", "Gardé\u{202f}: {id}, version {version}"));
            let said = crate::domain::goal::sentence(goal);
            let said = said.get(out.lang).to_owned();
            paragraph(out, "  ", &said);
            advice(out, &written.checked);
            out.line("");
            out.say(&both!("Next: aplomb goal show {id}", "Ensuite\u{202f}: aplomb goal show {id}"));
            Ok(true)
        }
    }
}

/// What the last weeks suggest.
pub fn suggestion(out: &mut Out, found: &Suggested) -> Result<(), OpsError> {
    let said = &found.said;
    let past = &said.past;
    let of_weeks: Option<Vec<serde_json::Value>> = found.metric.as_ref().map(|(_, weeks)| {
        let week = |one: &Measured| json!({ "week": one.week.to_string(), "value": one.value, "n": one.n });
        weeks.iter().map(week).collect()
    });
    if out.json {
        return out.json(&json!({
            "schema_version": 1,
            "metric": found.metric.as_ref().map(|(id, _)| id.word()),
            "unit": found.unit.map(Unit::word),
            "values": of_weeks,
            "weeks": past.weeks,
            "mean": past.mean,
            "median": past.median,
            "limits": past.limits.map(|(low, high)| [low, high]),
            "quartile": past.quartile,
            "best_four_weeks": past.best_four,
            "suggested": said.target,
            "needs_change_from": said.change_from,
            "bold_from": said.bold_from,
            "not_realistic_from": said.unrealistic_from,
        }));
    }
    let n = past.weeks;
    let lang = out.lang;
    let one = |value: f64| trimmed(lang, value);
    let (mean, median) = (one(past.mean), one(past.median));
    if let Some((id, weeks)) = &found.metric {
        let name = id.metric().name;
        let unit = found.unit.map_or("", Unit::word);
        let total = number(lang, weeks.iter().map(|week| week.n).sum());
        let (en, fr) = (&name.en, &name.fr);
        out.say(&both!("{en}, in {unit} (n {total})", "{fr}, en {unit} (n {total})"));
    }
    out.say(&both!(
        "{n} weeks: mean {mean}, median {median}",
        "{n} semaines\u{202f}: moyenne {mean}, médiane {median}"
    ));
    if let Some((low, high)) = past.limits {
        let (low, high) = (one(low), one(high));
        out.say(&both!(
            "Single weeks stray from {low} to {high} by themselves",
            "Une semaine varie d’elle-même de {low} à {high}"
        ));
    }
    let (quartile, four) = (one(past.quartile), one(past.best_four));
    out.say(&both!(
        "Better quartile {quartile}, best four weeks in a row {four}",
        "Meilleur quartile {quartile}, quatre meilleures semaines de suite {four}"
    ));
    out.line("");
    let target = one(said.target);
    out.say(&both!("Suggested target: {target}", "Cible proposée\u{202f}: {target}"));
    let (past_en, past_fr) = match past.direction {
        Direction::Up => ("above", "au-dessus de"),
        Direction::Down => ("below", "sous"),
    };
    let marks = [
        (
            Some(said.change_from),
            Bilingual::fixed(
                "needs a change: the goal names it",
                "demande un changement, que l’objectif nomme",
            ),
        ),
        (
            said.bold_from,
            Bilingual::fixed(
                "bold: no single week was there; it takes a change, and the capacity",
                "audacieux\u{202f}: aucune semaine n’y était\u{202f}; changement et capacité",
            ),
        ),
        (
            Some(said.unrealistic_from),
            Bilingual::fixed("not realistic within a quarter", "pas réaliste en un trimestre"),
        ),
    ];
    for (mark, words) in marks {
        let Some(mark) = mark.map(one) else { continue };
        let (en, fr) = (&words.en, &words.fr);
        out.say(&both!("  {past_en} {mark:<6} {en}", "  {past_fr} {mark:<6} {fr}"));
    }
    Ok(())
}

/// At most one decimal.
fn trimmed(lang: Lang, value: f64) -> String {
    let places = if ((value * 10.0).round() / 10.0).fract() == 0.0 { 0 } else { 1 };
    decimal(lang, value, places)
}

/// A value was typed in: which, and where the goal stands now.
pub fn recorded(
    out: &mut Out,
    session: &Session,
    id: &str,
    value: &Value,
    shown: &Bilingual,
    now: i64,
) -> Result<(), OpsError> {
    let page = goals::page(session, id, now)?;
    let status = page.judged.status;
    if out.json {
        return out.json(&json!({
            "schema_version": 1,
            "id": id,
            "week": value.week.to_string(),
            "counter": value.counter,
            "n": value.n,
            "source": "typed",
            "status": status.code(),
        }));
    }
    let (id, n) = (Shown::short(id, 64), value.n);
    let (week, week_fr) = (date(Lang::En, value.week), date(Lang::Fr, value.week));
    let (en, fr) = (&shown.en, &shown.fr);
    let words = status.words();
    let (sen, sfr) = (&words.en, &words.fr);
    out.say(&both!(
        "{id}, week of {week}: {en} (n {n}), typed in by hand. Now: {sen}",
        "{id}, semaine du {week_fr}\u{202f}: {fr} (n {n}), saisi à la main. À présent\u{202f}: {sfr}"
    ));
    Ok(())
}

/// A week of a promise was marked: how it was kept so far.
pub fn promised(out: &mut Out, session: &Session, id: &str, week: Date, now: i64) -> Result<(), OpsError> {
    let kept = goals::page(session, id, now)?.line.promise.unwrap_or_default();
    let (done, weeks, open) = (kept.done, kept.weeks(), kept.open);
    if out.json {
        return out.json(&json!({
            "schema_version": 1,
            "id": id,
            "week": week.to_string(),
            "done": done,
            "not_done": kept.not_done,
            "open": open,
            "weeks": weeks,
        }));
    }
    let id = Shown::short(id, 64);
    let (en, fr) = match open {
        0 => (String::new(), String::new()),
        _ => (format!("; nothing said of {open}"), format!("\u{202f}; rien n’est dit de {open}")),
    };
    out.say(&both!(
        "{id}: done in {done} of {weeks} weeks{en}",
        "{id}\u{202f}: tenue {done} semaines sur {weeks}{fr}"
    ));
    Ok(())
}

/// What recurs in personal goals.
pub fn trends(out: &mut Out, found: &Recurring) -> Result<(), OpsError> {
    if out.json {
        let rows: Vec<_> = found
            .trends
            .iter()
            .map(|trend| {
                json!({
                    "kind": if trend.metric { "metric" } else { "scope" },
                    "name": Shown::short(&trend.name, 64).as_str(),
                    "people": trend.people,
                })
            })
            .collect();
        return out.json(&json!({
            "schema_version": 1, "goals": found.goals, "threshold": found.people, "trends": rows,
        }));
    }
    let (goals, people) = (found.goals, found.people);
    if found.trends.is_empty() {
        out.say(&both!(
            "too few: nothing recurs in the goals of {people} people or more ({goals} personal goals read)",
            "trop peu\u{202f}: rien ne revient chez {people} personnes ou plus ({goals} objectifs personnels lus)"
        ));
        return Ok(());
    }
    out.say(&both!(
        "What recurs in {goals} personal goals",
        "Ce qui revient dans {goals} objectifs personnels"
    ));
    for trend in &found.trends {
        let (name, people) = (Shown::short(&trend.name, 40), trend.people);
        let pad = " ".repeat(40usize.saturating_sub(name.width()));
        out.say(&both!("  {name}{pad}  {people} people", "  {name}{pad}  {people} personnes"));
    }
    Ok(())
}
