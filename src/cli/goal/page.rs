//! `goal list` and `goal show`.

use super::json::{LineOut, PageOut};
use super::{labelled, paragraph};
use crate::both;
use crate::cli::out::Out;
use crate::domain::goal::{Course, Kind, Means, Shape, Status};
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::goals::{GoalLine, GoalPage, Goals, StepLine};
use crate::words::{Bilingual, Lang, date};

/// Columns of the chart.
const CHART: f64 = 24.0;

/// Every goal in two lines.
pub fn list(out: &mut Out, all: &Goals) -> Result<(), OpsError> {
    let lang = out.lang;
    if out.json {
        let rows: Vec<LineOut> = all.rows.iter().map(LineOut::of).collect();
        return out.json(&rows);
    }
    if all.rows.is_empty() {
        out.tell(&Bilingual::fixed(
            "no goals yet: `aplomb goal new --template` prints a file to start from",
            "pas encore d’objectif\u{202f}: «\u{202f}aplomb goal new --template\u{202f}» affiche un fichier pour commencer",
        ));
    }
    for (place, line) in all.rows.iter().enumerate() {
        if place > 0 {
            out.line("");
        }
        let due = line.due.map(|due| date(lang, due)).unwrap_or_default();
        out.line(&format!("{}  {}", line.id, line.status.words().get(lang)));
        paragraph(out, "  ", &line.sentence);
        let owner = &line.owner;
        let fr_due = &due;
        let mut facts =
            vec![both!("{owner}, until {due}", "{owner}, jusqu’au {fr_due}").get(lang).to_owned()];
        facts.extend(standing(line, lang));
        if let Some((by, value)) = &line.next {
            let (by, value) = (date(lang, *by), value.get(lang));
            facts.push(
                both!("next step {value} by {by}", "prochaine étape {value} le {by}").get(lang).to_owned(),
            );
        }
        facts.extend(promise(line, lang));
        paragraph(out, "  ", &facts.join(" · "));
    }
    Ok(())
}

/// The value beside the path, with its n.
fn standing(line: &GoalLine, lang: Lang) -> Option<String> {
    let (value, n) = (line.value.as_ref()?.get(lang), line.n);
    Some(match &line.path_now {
        Some(path) => {
            let path = path.get(lang);
            both!("now {value} (n {n}), path {path}", "à présent {value} (n {n}), chemin {path}")
                .get(lang)
                .to_owned()
        }
        None => both!("now {value} (n {n})", "à présent {value} (n {n})").get(lang).to_owned(),
    })
}

fn promise(line: &GoalLine, lang: Lang) -> Option<String> {
    let kept = line.promise?;
    let (done, weeks) = (kept.done, kept.weeks());
    Some(
        both!("promise done in {done} of {weeks} weeks", "promesse tenue {done} semaines sur {weeks}")
            .get(lang)
            .to_owned(),
    )
}

/// Everything about one goal.
pub fn show(out: &mut Out, page: &GoalPage) -> Result<(), OpsError> {
    let lang = out.lang;
    if out.json {
        return out.json(&PageOut::of(page, lang));
    }
    let line = &page.line;
    let kind = match line.kind {
        Some(Kind::Personal) => Bilingual::fixed("personal", "personnel"),
        _ => Bilingual::fixed("team", "équipe"),
    };
    out.line(&format!("{} · {} · v{}", line.id, kind.get(lang), line.version));
    paragraph(out, "", &line.sentence);
    paragraph(out, "", page.said.get(lang));
    head(out, &Bilingual::fixed("Why", "Pourquoi"));
    for (label, text) in [
        (Bilingual::fixed("team", "équipe"), &page.goal.specific.why),
        (Bilingual::fixed("customers complain", "plainte des clients"), &page.goal.realistic.complaint),
        (Bilingual::fixed("agents wish", "souhait des conseillers"), &page.goal.realistic.wish),
        (Bilingual::fixed("company aims", "visée de l’entreprise"), &page.goal.realistic.aim),
    ] {
        field(out, &label, text);
    }
    progress(out, page);
    chart(out, page);
    feasibility(out, page);
    history(out, page);
    Ok(())
}

fn head(out: &mut Out, text: &Bilingual) {
    out.line("");
    out.say(text);
}

fn field(out: &mut Out, label: &Bilingual, text: &str) {
    if !text.trim().is_empty() {
        let label = labelled(out.lang, label);
        paragraph(out, &format!("  {label}"), text.trim());
    }
}

fn progress(out: &mut Out, page: &GoalPage) {
    let (lang, judged) = (out.lang, &page.judged);
    let label = labelled(lang, &Bilingual::fixed("Where it stands", "Où il en est"));
    out.line("");
    out.line(&format!("{label}{}", judged.status.words().get(lang)));
    let Some(course) = &page.course else { return };
    let shown = |value: f64| course.unit.show(value).get(lang).to_owned();
    if let Some(reading) = judged.reading {
        let n = reading.n;
        let measured = |value: f64| course.unit.show_measured(value, n).get(lang).to_owned();
        let value = measured(reading.value);
        let sure = match reading.interval {
            Some((low, high)) => {
                let (low, high) = (measured(low), measured(high));
                both!(" ({low} to {high}, n {n})", " ({low} à {high}, n {n})")
            }
            None => both!(" (n {n}, no interval yet)", " (n {n}, pas encore d’intervalle)"),
        };
        let sure = sure.get(lang);
        let text = match (judged.path, judged.status) {
            (_, Status::Reached | Status::LooksReached | Status::Missed) => both!(
                "{value}{sure} in the closing weeks; the target was {}",
                "{value}{sure} dans les dernières semaines\u{202f}; la cible était {}",
                shown(course.to)
            ),
            (Some(path), _) => both!(
                "{value}{sure} since the start of these four weeks; the path is at {}",
                "{value}{sure} depuis le début de ces quatre semaines\u{202f}; le chemin est à {}",
                shown(path)
            ),
            (None, _) => both!("{value}{sure}", "{value}{sure}"),
        };
        paragraph(out, "  ", text.get(lang));
    }
    if let Some(needed) = judged.needed {
        let text = both!(
            "about {needed} answers like these would tell it from the path",
            "environ {needed} réponses comme celles-ci le distingueraient du chemin"
        );
        paragraph(out, "  ", text.get(lang));
    }
    if let Some(n) = judged.both_ends {
        let text = both!(
            "start against end needs {n} answers on each side; steps are a path, not tests",
            "comparer début et fin demande {n} réponses de chaque côté\u{202f}; les étapes sont un chemin, pas des épreuves"
        );
        paragraph(out, "  ", text.get(lang));
    }
    counter(out, page);
    if let Some(kept) = promise(&page.line, lang) {
        let promise = Shown::short(&page.goal.promise, 160);
        paragraph(
            out,
            "  ",
            &format!("{kept}{}{promise}", if lang == Lang::Fr { "\u{202f}: " } else { ": " }),
        );
    }
    if judged.status == Status::NotMeasured {
        let id = &page.line.id;
        let text = both!(
            "next: aplomb goal record {id} --week … --value … --n …",
            "ensuite\u{202f}: aplomb goal record {id} --week … --value … --n …"
        );
        paragraph(out, "  ", text.get(lang));
    }
}

fn counter(out: &mut Out, page: &GoalPage) {
    let (lang, m) = (out.lang, &page.goal.measurable);
    let unit = m.counter_unit.unwrap_or(crate::domain::goal::Unit::Percent);
    let name = Shown::short(&m.counter_metric, 64);
    let bound = match (m.counter_floor, m.counter_ceiling) {
        (Some(floor), _) => {
            let floor = unit.show(floor);
            let (en, fr) = (&floor.en, &floor.fr);
            both!("not below {en}", "pas sous {fr}")
        }
        (_, Some(ceiling)) => {
            let ceiling = unit.show(ceiling);
            let (en, fr) = (&ceiling.en, &ceiling.fr);
            both!("not above {en}", "pas au-dessus de {fr}")
        }
        _ => return,
    };
    let (ben, bfr) = (&bound.en, &bound.fr);
    let text = match page.judged.counter {
        None => both!(
            "beside it: {name}, {ben}; not measured",
            "à côté\u{202f}: {name}, {bfr}\u{202f}; pas mesuré"
        ),
        Some(counter) => {
            let n = counter.reading.n;
            let value = unit.show_measured(counter.reading.value, n);
            let (en, fr) = (&value.en, &value.fr);
            if counter.beyond {
                both!(
                    "look at {name} first: {en} (n {n}), {ben}",
                    "regardez d’abord {name}\u{202f}: {fr} (n {n}), {bfr}"
                )
            } else {
                both!("beside it: {name} {en} (n {n}), {ben}", "à côté\u{202f}: {name} {fr} (n {n}), {bfr}")
            }
        }
    };
    paragraph(out, "  ", text.get(lang));
}

/// A row for each step: date, value, a bar from baseline to target, and what was measured.
fn chart(out: &mut Out, page: &GoalPage) {
    let Some(course) = &page.course else { return };
    let lang = out.lang;
    let shape = match course.shape {
        _ if !page.goal.time.steps.is_empty() => Bilingual::fixed("as agreed", "convenu"),
        Shape::Linear => Bilingual::fixed("even steps", "pas égaux"),
        Shape::Compound => Bilingual::fixed("the same share each time", "la même part à chaque fois"),
        Shape::LogOdds => {
            Bilingual::fixed("slower near the end of the scale", "plus lent vers le bout de l’échelle")
        }
    };
    let (en, fr) = (&shape.en, &shape.fr);
    head(out, &both!("Path ({en})", "Chemin ({fr})"));
    let mut rows = vec![(
        date(lang, course.start()),
        course.unit.show(course.from).get(lang).to_owned(),
        0.0,
        String::new(),
    )];
    for line in &page.steps {
        rows.push((
            date(lang, line.step.by),
            line.shall.get(lang).to_owned(),
            share(course, line.step.value),
            measured(course, line, lang),
        ));
    }
    let width = |text: &String| text.chars().count();
    let dates = rows.iter().map(|row| width(&row.0)).max().unwrap_or(0);
    let values = rows.iter().map(|row| width(&row.1)).max().unwrap_or(0);
    for (day, value, share, measured) in rows {
        let filled = (share * CHART).round() as usize;
        let bar = format!("{}{}", "█".repeat(filled), "·".repeat(CHART as usize - filled));
        out.line(format!("  {day:>dates$}  {value:>values$}  {bar}  {measured}").trim_end());
    }
}

fn share(course: &Course, value: f64) -> f64 {
    ((value - course.from) / (course.to - course.from)).clamp(0.0, 1.0)
}

fn measured(course: &Course, line: &StepLine, lang: Lang) -> String {
    let Some(week) = line.measured else { return String::new() };
    let (value, n) = (course.unit.show_measured(week.value, week.n), week.n);
    let by_hand = match (week.typed, lang) {
        (false, _) => "",
        (true, Lang::En) => ", typed",
        (true, Lang::Fr) => ", saisi",
    };
    format!("{} (n {n}{by_hand})", value.get(lang))
}

fn feasibility(out: &mut Out, page: &GoalPage) {
    let (lang, a) = (out.lang, &page.goal.attainable);
    head(out, &Bilingual::fixed("Can it be done?", "Est-ce faisable\u{202f}?"));
    let answer = |means: &Means| match means.enough {
        Some(true) => Bilingual::fixed("yes", "oui").get(lang).to_owned(),
        _ => {
            let plan = Shown::short(&means.plan, 300);
            both!("no; plan: {plan}", "non\u{202f}; plan\u{202f}: {plan}").get(lang).to_owned()
        }
    };
    field(out, &Bilingual::fixed("staff", "effectif"), &answer(&a.staff));
    field(out, &Bilingual::fixed("budget", "budget"), &answer(&a.budget));
    field(out, &Bilingual::fixed("expertise", "compétences"), &answer(&a.expertise));
    if let Some(capacity) = &a.capacity {
        let (load, hours) = (capacity.load(), capacity.hours());
        let ratio = crate::words::decimal(lang, capacity.ratio(), 2);
        let text = both!(
            "{load:.0} h of {hours:.0} h a day = {ratio}",
            "{load:.0} h sur {hours:.0} h par jour = {ratio}"
        );
        field(out, &Bilingual::fixed("load", "charge"), text.get(lang));
        field(out, &Bilingual::fixed("plan for the load", "plan pour la charge"), &capacity.plan);
    }
    field(out, &Bilingual::fixed("what changes", "ce qui change"), &a.what_changes);
    field(out, &Bilingual::fixed("causes, said by agents", "causes, dites par les conseillers"), &a.causes);
    field(out, &Bilingual::fixed("read by", "relu par"), &a.read_by);
    if let Some(class) = page.class {
        field(out, &Bilingual::fixed("target", "cible"), class.words().get(lang));
    }
    for advice in &page.advice {
        paragraph(out, "  · ", advice.text.get(lang));
    }
}

fn history(out: &mut Out, page: &GoalPage) {
    let lang = out.lang;
    if page.history.len() < 2 {
        return;
    }
    head(out, &Bilingual::fixed("History", "Historique"));
    for line in &page.history {
        let (version, on) = (line.version, date(lang, line.on));
        let why = if line.why.is_empty() { line.sentence.get(lang) } else { &line.why };
        paragraph(out, &format!("  v{version}  {on}  "), why);
    }
}
