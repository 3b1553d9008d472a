//! Everything about one goal: what it says, where it stands, its path, whether it can be done, how it changed.

use super::{promise, shown};
use crate::both;
use crate::domain::book::{Cell, Chart, Column, Kind as ColumnKind, Sheet};
use crate::domain::goal::{Means, Status};
use crate::domain::shown::Shown;
use crate::ops::goals::GoalPage;
use crate::tui::action::Action;
use crate::tui::screens::book_page::{Hand, MARGIN, drawn, sheet, title};
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::{Line, Tone, labelled, wrapped};
use crate::words::{Bilingual, Lang, date};

pub(super) fn one(page: &GoalPage, keys: &Keys, hand: &Hand) -> Vec<Line> {
    let lang = hand.lang;
    let mut lines = wrapped(Tone::Title, page.line.sentence.as_str(), hand.room(), MARGIN);
    lines.extend(wrapped(Tone::Quiet, page.said.get(lang), hand.room(), MARGIN));
    lines.push(Line::blank());
    lines.extend(stands(page, keys, hand));
    lines.extend(path(page, hand));
    let why = [
        (Bilingual::fixed("For the team:", "Pour l’équipe\u{202f}:"), &page.goal.specific.why),
        (
            Bilingual::fixed("Customers complain:", "Les clients se plaignent\u{202f}:"),
            &page.goal.realistic.complaint,
        ),
        (Bilingual::fixed("Agents wish:", "Les conseillers souhaitent\u{202f}:"), &page.goal.realistic.wish),
        (Bilingual::fixed("The company aims at:", "L’entreprise vise\u{202f}:"), &page.goal.realistic.aim),
    ];
    part(
        &mut lines,
        &Bilingual::fixed("Why", "Pourquoi"),
        &why.map(|(label, text)| (label, text.clone())),
        hand,
    );
    let can = &page.goal.attainable;
    let can = [
        (Bilingual::fixed("Staff:", "Effectif\u{202f}:"), means(&can.staff, lang)),
        (Bilingual::fixed("Budget:", "Budget\u{202f}:"), means(&can.budget, lang)),
        (Bilingual::fixed("Expertise:", "Compétences\u{202f}:"), means(&can.expertise, lang)),
        (Bilingual::fixed("What changes:", "Ce qui change\u{202f}:"), can.what_changes.clone()),
        (
            Bilingual::fixed("Causes, said by agents:", "Causes, dites par les conseillers\u{202f}:"),
            can.causes.clone(),
        ),
        (
            Bilingual::fixed("Target:", "Cible\u{202f}:"),
            page.class.map(|class| class.words().get(lang).to_owned()).unwrap_or_default(),
        ),
    ];
    part(&mut lines, &Bilingual::fixed("Can it be done?", "Est-ce faisable\u{202f}?"), &can, hand);
    for advice in &page.advice {
        lines.extend(wrapped(Tone::Quiet, advice.text.get(lang), hand.room(), MARGIN));
    }
    if page.history.len() > 1 {
        let changed: Vec<(Bilingual, String)> = (page.history.iter())
            .map(|version| {
                let on = date(lang, version.on);
                let why =
                    if version.why.is_empty() { version.sentence.get(lang) } else { version.why.as_str() };
                (Bilingual::same(on), why.to_owned())
            })
            .collect();
        part(&mut lines, &Bilingual::fixed("How it changed", "Comment il a changé"), &changed, hand);
    }
    lines
}

/// A part with labelled texts, where any is filled in.
fn part(lines: &mut Vec<Line>, name: &Bilingual, fields: &[(Bilingual, String)], hand: &Hand) {
    let mut said = Vec::new();
    for (label, text) in fields {
        if let Some(text) = shown(text) {
            said.extend(labelled(label.get(hand.lang), &text, hand.room(), MARGIN));
        }
    }
    if !said.is_empty() {
        lines.extend([Line::blank(), title(name, hand.lang)]);
        lines.extend(said);
    }
}

fn means(means: &Means, lang: Lang) -> String {
    let plan = Shown::short(&means.plan, 300);
    let said = match (means.enough, plan.is_empty()) {
        (Some(true), _) => Bilingual::fixed("yes", "oui"),
        (_, false) => both!("no; plan: {plan}", "non\u{202f}; plan\u{202f}: {plan}"),
        (Some(false), true) => Bilingual::fixed("no", "non"),
        (None, true) => Bilingual::default(),
    };
    said.get(lang).to_owned()
}

/// Where it stands, on what, and the promise with its key.
fn stands(page: &GoalPage, keys: &Keys, hand: &Hand) -> Vec<Line> {
    let (lang, judged) = (hand.lang, &page.judged);
    let mut lines = vec![Line::blank().space(MARGIN).text(Tone::Accent, judged.status.words().get(lang))];
    let mut say = |tone, words: &Bilingual| lines.extend(wrapped(tone, words.get(lang), hand.room(), MARGIN));
    if let (Some(course), Some(reading)) = (&page.course, judged.reading) {
        let show = |value: f64| course.unit.show(value).get(lang).to_owned();
        let (value, n) = (show(reading.value), reading.n);
        let sure = match reading.interval {
            Some((low, high)) => {
                let (low, high) = (show(low), show(high));
                both!("{value} ({low} to {high}, n {n})", "{value} ({low} à {high}, n {n})")
            }
            None => both!("{value} (n {n}, no interval yet)", "{value} (n {n}, pas encore d’intervalle)"),
        };
        let sure = sure.get(lang);
        let target = show(course.to);
        let said = match (judged.path, judged.status) {
            (_, Status::Reached | Status::LooksReached | Status::Missed) => both!(
                "{sure} in the closing weeks; the target was {target}.",
                "{sure} dans les dernières semaines\u{202f}; la cible était {target}."
            ),
            (Some(path), _) => {
                let path = show(path);
                both!(
                    "{sure} since the start of these four weeks; the path is at {path}.",
                    "{sure} depuis le début de ces quatre semaines\u{202f}; le chemin est à {path}."
                )
            }
            (None, _) => both!("{sure}", "{sure}"),
        };
        say(Tone::Text, &said);
    }
    if let Some(needed) = judged.needed {
        say(
            Tone::Quiet,
            &both!(
                "About {needed} answers like these would tell it from the path.",
                "Environ {needed} réponses comme celles-ci le distingueraient du chemin."
            ),
        );
    }
    if judged.status == Status::NotMeasured {
        let id = &page.line.id;
        say(
            Tone::Text,
            &both!(
                "Next: aplomb goal record {id} --week … --value … --n …",
                "Ensuite\u{202f}: aplomb goal record {id} --week … --value … --n …"
            ),
        );
    }
    if let (Some(kept), Some(text)) = (promise(&page.line), shown(&page.goal.promise)) {
        let (en, fr) = (kept.en, kept.fr);
        say(Tone::Text, &both!("Promised for every week: {text}", "Promis chaque semaine\u{202f}: {text}"));
        let ((done, fait), (not, pas)) = (keys.pair(Action::PromiseKept), keys.pair(Action::PromiseOpen));
        say(
            Tone::Quiet,
            &both!(
                "{en}. {done}: done this week; {not}: not done.",
                "{fr}. {fait}\u{202f}: fait cette semaine\u{202f}; {pas}\u{202f}: pas fait."
            ),
        );
    }
    lines
}

/// What was measured against the path, then the steps with their days.
fn path(page: &GoalPage, hand: &Hand) -> Vec<Line> {
    let Some(course) = &page.course else { return Vec::new() };
    let column = |id, en, fr, kind| Column { id, name: Bilingual::fixed(en, fr), kind };
    let mut lines = Vec::new();
    let weeks: Vec<Vec<Cell>> = (page.weeks.iter())
        .filter(|week| !week.counter)
        .map(|week| {
            let at = week.measured.week;
            vec![
                Cell::Date(at),
                Cell::Words(week.value.clone()),
                Cell::Count(week.measured.n),
                Cell::Number(week.measured.value),
                Cell::Number(course.at(at)),
            ]
        })
        .collect();
    if weeks.len() > 1 {
        let measured = Sheet {
            id: "weeks",
            title: Bilingual::fixed("Week by week, and the path", "Semaine par semaine, et le chemin"),
            notes: Vec::new(),
            columns: vec![
                column("week", "Week of", "Semaine du", ColumnKind::Date),
                column("value", "Measured", "Mesuré", ColumnKind::Text),
                column("n", "n", "n", ColumnKind::Count),
                column("at", "Measured", "Mesuré", ColumnKind::Number(1)),
                column("path", "Path", "Chemin", ColumnKind::Number(1)),
            ],
            rows: weeks,
            chart: Some(Chart::Line { along: "week", value: "at", against: vec!["path"] }),
        };
        lines.extend([Line::blank(), title(&measured.title, hand.lang)]);
        lines.extend(drawn(&measured, hand));
    }
    let steps = Sheet {
        id: "steps",
        title: Bilingual::fixed("Steps", "Étapes"),
        notes: Vec::new(),
        columns: vec![
            column("by", "By", "Pour le", ColumnKind::Date),
            column("shall", "Shall be", "Visé", ColumnKind::Text),
            column("is", "Was", "Atteint", ColumnKind::Text),
            column("n", "n", "n", ColumnKind::Count),
        ],
        rows: (page.steps.iter())
            .map(|step| {
                let measured = step.measured.map(|week| course.unit.show(week.value));
                vec![
                    Cell::Date(step.step.by),
                    Cell::Words(step.shall.clone()),
                    measured.map_or(Cell::Nothing, Cell::Words),
                    step.measured.map_or(Cell::Nothing, |week| Cell::Count(week.n)),
                ]
            })
            .collect(),
        chart: None,
    };
    lines.push(Line::blank());
    lines.extend(sheet(&steps, hand).lines);
    lines
}
