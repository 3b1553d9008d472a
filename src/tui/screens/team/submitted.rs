//! The pages of *Team* that are sheets of a report: pillars, items, and who submitted how much.

use std::collections::BTreeSet;

use crate::both;
use crate::domain::book::{Book, Cell, Column, Kind, Sheet};
use crate::domain::run_chart::Verdict;
use crate::domain::team::{Look, day};
use crate::ops::team::{Figures, Summary};
use crate::tui::screens::book_page::{Hand, MARGIN, sheet, title};
use crate::tui::screens::lines::{Line, Tone, wrapped};
use crate::tui::screens::page::Page;
use crate::words::Bilingual;

/// A page of sheets, one below the other; the rows are its stops.
pub(super) fn sheets(all: &[Sheet], hand: &Hand) -> Page {
    let mut page = Page::default();
    for (place, one) in all.iter().enumerate() {
        if place > 0 {
            page.say([Line::blank()]);
        }
        page.then(sheet(one, hand));
    }
    page
}

fn named(book: &Book, ids: &[&str]) -> Vec<Sheet> {
    ids.iter().filter_map(|id| book.sheets.iter().find(|sheet| sheet.id == *id)).cloned().collect()
}

/// Means with intervals, by channel, and how scores are spread.
pub(super) fn pillars(figures: &Figures) -> Vec<Sheet> {
    named(&figures.book, &["pillars", "strata", "distribution"])
}

/// What stands below the sheets of pillars: what happened over the weeks, and what chance explains.
pub(super) fn beside(figures: &Figures, hand: &Hand) -> Vec<Line> {
    let mut lines = trends(&figures.summary, hand);
    lines.extend(people(&figures.summary, hand));
    lines
}

fn trends(summary: &Summary, hand: &Hand) -> Vec<Line> {
    let mut lines = Vec::new();
    for (pillar, figures) in summary.checklist.scored_pillars().zip(&summary.team.pillars) {
        let Some(verdict) = figures.trend.verdict else { continue };
        let told: Vec<i32> =
            figures.trend.weeks.iter().filter(|week| week.figure.is_ok()).map(|week| week.monday).collect();
        let number = |place: usize| told.get(place).map_or(0, |monday| day(*monday).iso_week_date().week());
        let said = match verdict {
            Verdict::TooFewPoints => Bilingual::fixed("too few points", "trop peu de points"),
            other => other.words(number),
        };
        let (name, n) = (pillar.name.get(hand.lang), told.len());
        let (en, fr) = (&said.en, &said.fr);
        let words = both!("{name}: {en} ({n} weeks)", "{name}\u{202f}: {fr} ({n} semaines)");
        lines.extend(wrapped(Tone::Text, words.get(hand.lang), hand.room(), MARGIN));
    }
    if !lines.is_empty() {
        let name = Bilingual::fixed("Week by week", "Semaine par semaine");
        lines.splice(0..0, [Line::blank(), title(&name, hand.lang)]);
    }
    lines
}

/// People beside each other, without an order and without points: how many conversations each handed in stands on
/// another page, and would name them.
fn people(summary: &Summary, hand: &Hand) -> Vec<Line> {
    let looks = &summary.team.looks;
    if looks.is_empty() {
        return Vec::new();
    }
    let count = |said: fn(&Look) -> bool| {
        looks.iter().filter(|look| said(look)).map(|look| look.person).collect::<BTreeSet<_>>().len()
    };
    let (all, words) = (count(|_| true), count(|look| look.word));
    let said = match words {
        0 => both!(
            "{all} people: chance explains their differences.",
            "{all} personnes\u{202f}: le hasard explique leurs différences."
        ),
        _ => both!(
            "{all} people, {words} beyond what chance explains: look at the mix of questions first.",
            "{all} personnes, {words} au-delà du hasard\u{202f}: regardez d’abord le mélange des demandes."
        ),
    };
    let name = Bilingual::fixed("People beside each other", "Les personnes côte à côte");
    let mut lines = vec![Line::blank(), title(&name, hand.lang)];
    lines.extend(wrapped(Tone::Text, said.get(hand.lang), hand.room(), MARGIN));
    lines
}

/// Those most worth talking about first, then how often each was met.
pub(super) fn items(figures: &Figures) -> Vec<Sheet> {
    named(&figures.book, &["agreement", "items"])
}

/// Who handed in how much of what was drawn: by name, and no score.
pub(super) fn submissions(figures: &Figures) -> Vec<Sheet> {
    let column = |id, en, fr, kind| Column { id, name: Bilingual::fixed(en, fr), kind };
    let summary = &figures.summary;
    let rows = summary.who.iter().map(|who| {
        let mix = Bilingual::fixed(
            "something lies beyond chance: look at the mix of questions first",
            "quelque chose dépasse le hasard\u{202f}: regardez d’abord le mélange des demandes",
        );
        vec![
            Cell::Text(who.name.clone()),
            Cell::Count(who.submitted),
            Cell::Count(who.drawn),
            if who.chosen > 0 { Cell::Count(who.chosen) } else { Cell::Nothing },
            Cell::Date(who.until),
            if who.look_at_the_mix { Cell::Words(mix) } else { Cell::Nothing },
        ]
    });
    vec![Sheet {
        id: "who",
        title: Bilingual::fixed("Who submitted, by name", "Qui a remis, par nom"),
        notes: vec![Bilingual::fixed(
            "For you alone: this list is in no export. Agents choose what they submit; a missing one is a question to ask kindly, not a result.",
            "Pour vous seul\u{202f}: cette liste n’est dans aucun export. Les conseillers choisissent ce qu’ils remettent\u{202f}; une absence se demande avec tact, ce n’est pas un résultat.",
        )],
        columns: vec![
            column("name", "Name", "Nom", Kind::Text),
            column("submitted", "Submitted", "Remises", Kind::Count),
            column("drawn", "Of drawn", "Sur tirées", Kind::Count),
            column("chosen", "By hand", "À la main", Kind::Count),
            column("until", "Until", "Jusqu’au", Kind::Date),
            column("mix", "Note", "Note", Kind::Text),
        ],
        rows: rows.collect(),
        chart: None,
    }]
}
