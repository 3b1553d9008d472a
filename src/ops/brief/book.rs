//! The team's page as a report, so that every form of export writes it.

use crate::both;
use crate::domain::book::{Book, Cell, Column, Kind, Sheet};
use crate::ops::goals::GoalLine;
use crate::words::{Bilingual, Lang, date, number, percent};

use super::{Alert, Brief, Fact, Rhythm, Wording};

/// Lines to fill in by hand.
const LINES: usize = 3;

pub(super) const fn text(id: &'static str, en: &'static str, fr: &'static str) -> Column {
    Column { id, name: Bilingual::fixed(en, fr), kind: Kind::Text }
}

pub(super) const fn count(id: &'static str, en: &'static str, fr: &'static str) -> Column {
    Column { id, name: Bilingual::fixed(en, fr), kind: Kind::Count }
}

pub(super) fn sheet(
    id: &'static str,
    title: Bilingual,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    notes: Vec<Bilingual>,
) -> Sheet {
    Sheet { id, title, notes, columns, rows, chart: None }
}

pub(super) fn n(n: Option<u64>) -> Cell {
    n.map_or(Cell::Nothing, Cell::Count)
}

/// The page.
pub fn book(brief: &Brief) -> Book {
    let (title, k) = (
        match brief.rhythm {
            Rhythm::Daily => Bilingual::fixed("The team’s day", "Le jour de l’équipe"),
            Rhythm::Weekly => Bilingual::fixed("The team’s week", "La semaine de l’équipe"),
        },
        brief.k,
    );
    let mut sheets = vec![praise(brief)];
    if !brief.facts.is_empty() {
        sheets.push(facts(&brief.facts));
    }
    sheets.push(alerts(brief));
    if !brief.goals.is_empty() {
        sheets.push(goals(&brief.goals, Bilingual::fixed("Goals", "Objectifs")));
    }
    sheets.push(decisions());
    sheets.push(sheet(
        "missing",
        Bilingual::fixed("What is missing", "Ce qui manque"),
        vec![text("missing", "Missing", "Manque")],
        brief.missing.iter().map(|said| vec![Cell::Words(said.clone())]).collect(),
        Vec::new(),
    ));
    Book {
        id: "brief",
        title,
        as_of: brief.as_of,
        period: Some((brief.days.first, brief.days.last)),
        notes: vec![both!(
            "Strengths first. Nothing here is about one person: behind a figure about work stand {k} people or more.",
            "Les forces d’abord. Rien ici ne porte sur une personne\u{202f}: derrière un chiffre sur le travail, {k} personnes ou plus."
        )],
        sheets,
        definitions: Vec::new(),
    }
}

fn praise(brief: &Brief) -> Sheet {
    let rows: Vec<Vec<Cell>> = brief
        .praise
        .iter()
        .map(|praise| {
            vec![Cell::Words(praise.what.clone()), Cell::Words(praise.figure.clone()), Cell::Count(praise.n)]
        })
        .collect();
    sheet(
        "recognition",
        Bilingual::fixed("What went well", "Ce qui va bien"),
        vec![
            text("what", "What", "Quoi"),
            text("figure", "How much (95 %)", "Combien (95\u{202f}%)"),
            count("n", "n", "n"),
        ],
        rows,
        Vec::new(),
    )
}

/// Figures, each beside the one before.
pub(super) fn facts(facts: &[Fact]) -> Sheet {
    let rows = facts.iter().map(|fact| {
        vec![Cell::Words(fact.name()), Cell::Words(fact.now()), n(fact.n()), Cell::Words(fact.compared())]
    });
    sheet(
        "facts",
        Bilingual::fixed("Facts", "Faits"),
        vec![
            text("figure", "Figure", "Chiffre"),
            text("now", "Now (95 %)", "À présent (95\u{202f}%)"),
            count("n", "n", "n"),
            text("before", "Before · change · target", "Avant · évolution · cible"),
        ],
        rows.collect(),
        Vec::new(),
    )
}

pub(super) fn question(alert: &Alert) -> Vec<Cell> {
    let join = |lang: Lang| alert.because.iter().map(|line| line.get(lang)).collect::<Vec<_>>().join(" · ");
    vec![Cell::Words(alert.says.clone()), Cell::Words(Bilingual::made(join(Lang::En), join(Lang::Fr)))]
}

fn wording(wording: &Wording) -> Vec<Cell> {
    let (alike, of) = wording.alike;
    let people = wording.people;
    let said = |lang: Lang| {
        let share = percent(lang, alike as f64 / of.max(1) as f64, of);
        let ends = wording.interval.map(|(low, high)| (percent(lang, low, of), percent(lang, high, of)));
        let n = number(lang, of);
        match (lang, ends) {
            (Lang::En, Some((low, high))) => {
                format!(
                    "alike on {share} ({low} to {high}) of {n} conversations, {people} people · low agreement speaks of the wording first"
                )
            }
            (Lang::En, None) => format!("alike on {share} of {n} conversations, {people} people"),
            (Lang::Fr, Some((low, high))) => {
                format!(
                    "d’accord sur {share} ({low} à {high}) de {n} conversations, {people} personnes · un accord faible parle d’abord de la formulation"
                )
            }
            (Lang::Fr, None) => format!("d’accord sur {share} de {n} conversations, {people} personnes"),
        }
    };
    let (en, fr) = (wording.text.get(Lang::En), wording.text.get(Lang::Fr));
    vec![
        Cell::Words(both!("How do we read “{en}”?", "Comment lisons-nous «\u{202f}{fr}\u{202f}»\u{202f}?")),
        Cell::Words(Bilingual::made(said(Lang::En), said(Lang::Fr))),
    ]
}

fn alerts(brief: &Brief) -> Sheet {
    let mut rows: Vec<Vec<Cell>> = brief.alerts.iter().map(question).collect();
    rows.extend(brief.wording.iter().map(wording));
    sheet(
        "alerts",
        Bilingual::fixed("Questions to ask", "Questions à se poser"),
        vec![text("question", "Question", "Question"), text("because", "Because", "Parce que")],
        rows,
        Vec::new(),
    )
}

/// Goals, where they stand, and what comes next.
pub(super) fn goals(goals: &[GoalLine], title: Bilingual) -> Sheet {
    let rows = goals.iter().map(|goal| {
        vec![
            Cell::Text(goal.sentence.clone()),
            Cell::Words(standing(goal)),
            n(Some(goal.n).filter(|n| *n > 0)),
            goal.next.as_ref().map_or(Cell::Nothing, |(by, value)| {
                let step = |lang: Lang| (value.get(lang).to_owned(), date(lang, *by));
                let ((value_en, en), (value_fr, fr)) = (step(Lang::En), step(Lang::Fr));
                Cell::Words(both!("{value_en} by {en}", "{value_fr} d’ici au {fr}"))
            }),
        ]
    });
    sheet(
        "goals",
        title,
        vec![
            text("goal", "Goal", "Objectif"),
            text("standing", "Where it stands", "Où on en est"),
            count("n", "n", "n"),
            text("next", "Next step", "Prochaine étape"),
        ],
        rows.collect(),
        Vec::new(),
    )
}

fn standing(goal: &GoalLine) -> Bilingual {
    let said = |lang: Lang| {
        let status = goal.status.words().get(lang).to_owned();
        let kept = goal.promise.map(|kept| match lang {
            Lang::En => format!("promise kept in {} of {} weeks", kept.done, kept.weeks()),
            Lang::Fr => format!("promesse tenue {} semaines sur {}", kept.done, kept.weeks()),
        });
        let value = goal.value.as_ref().map(|value| match (&goal.path_now, lang) {
            (Some(path), Lang::En) => format!("{} beside {} on the path", value.get(lang), path.get(lang)),
            (Some(path), Lang::Fr) => format!("{} pour {} sur le chemin", value.get(lang), path.get(lang)),
            (None, _) => value.get(lang).to_owned(),
        });
        [Some(status), value, kept].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    Bilingual::made(said(Lang::En), said(Lang::Fr))
}

/// Lines to fill in: a meeting without a decision, a name and a day has only talked.
fn decisions() -> Sheet {
    sheet(
        "decisions",
        Bilingual::fixed("What we decide", "Ce que nous décidons"),
        vec![
            text("decision", "Decision", "Décision"),
            text("who", "Who", "Qui"),
            text("by", "By when", "Pour quand"),
        ],
        vec![vec![Cell::Nothing, Cell::Nothing, Cell::Nothing]; LINES],
        Vec::new(),
    )
}
