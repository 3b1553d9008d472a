//! The list of goals: how each stands, in a word and two lines.

use super::{promise, standing};
use crate::both;
use crate::domain::goal::Kind;
use crate::ops::goals::{GoalLine, Goals};
use crate::tui::screens::book_page::{Hand, MARGIN, title};
use crate::tui::screens::lines::{Line, Tone, wrapped};
use crate::tui::screens::page::Page;
use crate::words::{Bilingual, Lang, date};

/// Columns of the small chart of a path.
const PATH: usize = 13;

pub(super) fn list(goals: &Goals, hand: &Hand) -> Page {
    let mut page = Page::default();
    for (place, line) in goals.rows.iter().enumerate() {
        if place > 0 {
            page.say([Line::blank()]);
        }
        page.stop(goal(line, hand));
    }
    page
}

fn goal(line: &GoalLine, hand: &Hand) -> Vec<Line> {
    let lang = hand.lang;
    let kind = match line.kind {
        Some(Kind::Personal) => Bilingual::fixed("yours", "à vous"),
        _ => Bilingual::fixed("team", "équipe"),
    };
    let mut first = Line::blank()
        .space(MARGIN)
        .text(Tone::Title, line.status.words().get(lang))
        .dot()
        .text(Tone::Quiet, kind.get(lang));
    if line.path.len() > 1 && first.width() + PATH + 2 <= hand.room() {
        first = first.fill().spark(along(&line.path));
    }
    let mut lines = vec![first];
    lines.extend(wrapped(Tone::Text, line.sentence.as_str(), hand.room(), MARGIN + 2));
    let mut facts: Vec<Bilingual> = standing(line).into_iter().collect();
    if let Some((by, value)) = &line.next {
        let (by, en, fr) = (date(lang, *by), &value.en, &value.fr);
        facts.push(both!("next {en} by {by}", "ensuite {fr} le {by}"));
    }
    facts.extend(promise(line));
    let owner = &line.owner;
    facts.push(match line.due {
        Some(due) => {
            let due = date(lang, due);
            both!("{owner}, until {due}", "{owner}, jusqu’au {due}")
        }
        None => Bilingual::same(owner.as_str()),
    });
    let facts: Vec<&str> = facts.iter().map(|fact| fact.get(lang)).collect();
    let between = if lang == Lang::Fr { "\u{202f}; " } else { "; " };
    lines.extend(wrapped(Tone::Quiet, &facts.join(between), hand.room(), MARGIN + 2));
    lines
}

/// A path as heights from its lowest to its highest point.
fn along(path: &[f64]) -> Vec<f64> {
    let low = path.iter().copied().fold(f64::INFINITY, f64::min);
    let high = path.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let over = if high > low { high - low } else { 1.0 };
    path.iter().take(PATH).map(|value| (value - low) / over).collect()
}

/// What stands here before the first goal.
pub(super) fn none(read: bool, hand: &Hand) -> Vec<Line> {
    if !read {
        let wait = Bilingual::fixed("Reading the goals …", "Lecture des objectifs…");
        return wrapped(Tone::Quiet, wait.get(hand.lang), hand.room(), MARGIN);
    }
    let name = Bilingual::fixed("No goal yet", "Pas encore d’objectif");
    let said = [
        Bilingual::fixed(
            "A goal says what should be different for customers, by when, from which figure to which, and what is done for it every week.",
            "Un objectif dit ce qui doit changer pour les clients, pour quand, de quel chiffre à quel chiffre, et ce que l’on fait pour cela chaque semaine.",
        ),
        Bilingual::fixed(
            "aplomb goal new --template prints a file to start from; every open question and every sum that does not add up is told at once.",
            "aplomb goal new --template affiche un fichier pour commencer\u{202f}; chaque question ouverte et chaque somme fausse est dite d’un coup.",
        ),
    ];
    let mut lines = vec![title(&name, hand.lang)];
    for words in said {
        lines.extend(wrapped(Tone::Text, words.get(hand.lang), hand.room(), MARGIN));
        lines.push(Line::blank());
    }
    lines
}
