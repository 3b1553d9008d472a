//! The note as a report.

use crate::both;
use crate::domain::book::{Book, Cell};
use crate::ops::mirror::ItemLine;
use crate::words::{Bilingual, Lang, percent};

use super::Note;
use super::book::{count, facts, goals, question, sheet, text};

/// The note.
pub fn note_book(note: &Note) -> Book {
    let mut sheets = Vec::new();
    if !note.strengths.is_empty() {
        sheets.push(items(
            "strengths",
            Bilingual::fixed("What you do well", "Ce que vous faites bien"),
            &note.strengths,
        ));
    }
    if let Some(item) = &note.attention {
        let title = Bilingual::fixed("One thing worth a look", "Une chose à regarder");
        sheets.push(items("attention", title, std::slice::from_ref(item)));
    }
    let mut looks: Vec<Vec<Cell>> = note.drifting.iter().map(question).collect();
    looks.extend(note.gaps.iter().map(|(pillar, says, n)| {
        let (en, fr) = (pillar.get(Lang::En), pillar.get(Lang::Fr));
        vec![Cell::Words(both!("{en}, {n} exchanges", "{fr}, {n} échanges")), Cell::Words(says.clone())]
    }));
    if !looks.is_empty() {
        sheets.push(sheet(
            "peers",
            Bilingual::fixed("You and your peers", "Vous et vos collègues"),
            vec![text("about", "About", "À propos"), text("says", "What it says", "Ce que cela dit")],
            looks,
            Vec::new(),
        ));
    }
    if !note.facts.is_empty() {
        let title = Bilingual::fixed("Your figures, for you alone", "Vos chiffres, pour vous seul");
        sheets.push(crate::domain::book::Sheet { title, ..facts(&note.facts) });
    }
    if !note.goals.is_empty() {
        sheets.push(goals(&note.goals, Bilingual::fixed("Your goals", "Vos objectifs")));
    }
    Book {
        id: "note",
        title: Bilingual::fixed("Your week", "Votre semaine"),
        as_of: note.as_of,
        period: Some(note.days),
        notes: notes(note),
        sheets,
        definitions: Vec::new(),
    }
}

fn notes(note: &Note) -> Vec<Bilingual> {
    let mut notes = vec![Bilingual::fixed(
        "For you alone: nobody receives this page unless you hand it on.",
        "Pour vous seul\u{202f}: personne ne reçoit cette page si vous ne la donnez pas.",
    )];
    let (drawn, chosen) = note.reviews;
    notes.push(match (drawn, note.strengths.is_empty() && note.attention.is_none()) {
        (0, _) => Bilingual::fixed(
            "No drawn conversation reviewed in these days. `aplomb draw`, then `aplomb score ID`: five say something.",
            "Aucune conversation tirée évaluée ces jours-ci. «\u{202f}aplomb draw\u{202f}», puis «\u{202f}aplomb score ID\u{202f}»\u{202f}: cinq disent quelque chose.",
        ),
        (_, true) => both!(
            "{drawn} drawn conversations reviewed, {chosen} chosen by hand: too few answers yet to name an item.",
            "{drawn} conversations tirées évaluées, {chosen} choisies à la main\u{202f}: encore trop peu de réponses pour nommer un point."
        ),
        _ => both!(
            "From {drawn} drawn conversations that you reviewed; {chosen} chosen by hand are not averaged in.",
            "D’après {drawn} conversations tirées que vous avez évaluées\u{202f}; {chosen} choisies à la main, hors moyennes."
        ),
    });
    notes
}

fn items(id: &'static str, title: Bilingual, lines: &[ItemLine]) -> crate::domain::book::Sheet {
    let rows = lines.iter().map(|line| {
        let n = line.n as u64;
        let said = |lang: Lang| {
            let share = percent(lang, line.met / line.n.max(1) as f64, n);
            let ends = line.interval.map(|(low, high)| (percent(lang, low, n), percent(lang, high, n)));
            let met = match (lang, ends) {
                (Lang::En, Some((low, high))) => format!("{share} ({low} to {high})"),
                (Lang::Fr, Some((low, high))) => format!("{share} ({low} à {high})"),
                (_, None) => share,
            };
            let causes = line.causes.iter().map(|(cause, times)| format!("{times} × {}", cause.get(lang)));
            std::iter::once(met).chain(causes).collect::<Vec<_>>().join(" · ")
        };
        vec![
            Cell::Words(line.text.clone()),
            Cell::Words(Bilingual::made(said(Lang::En), said(Lang::Fr))),
            Cell::Count(n),
        ]
    });
    sheet(
        id,
        title,
        vec![
            text("item", "Item", "Point"),
            text("met", "Met (95 %)", "Respecté (95\u{202f}%)"),
            count("n", "n", "n"),
        ],
        rows.collect(),
        Vec::new(),
    )
}
