//! Drawing *Checklists*.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::both;
use crate::domain::checklist::{Better, Critical, Item, Scale, Subject};
use crate::ops::learning::alike_words;
use crate::ops::shelf::{Origin, Volume};
use crate::tui::geometry::{Area, Pane};
use crate::tui::screens::checklists::{ChecklistsScreen, Entry, HOW, Line, WHY};
use crate::tui::theme::Look;
use crate::tui::view::Paint;
use crate::tui::view::conversations::wall;
use crate::tui::view::lines::paint_lines;
use crate::tui::view::list::cursor;
use crate::tui::view::pen::{Pen, area, cells};
use crate::words::{Bilingual, Lang, decimal, number, plural};

const TITLE: Bilingual = Bilingual::fixed("Checklists at hand", "Listes de contrôle disponibles");
const OWN: Bilingual = Bilingual::fixed("My own items", "Mes propres points");
const NO_OWN: Bilingual = Bilingual::fixed(
    "You have no items of your own yet. Write them in a file named `my-items.toml` in the checklists folder; `aplomb paths` says where that is. They are shown apart and never enter team figures.",
    "Vous n’avez pas encore de points à vous. Écrivez-les dans un fichier nommé `my-items.toml`, dans le dossier des listes de contrôle\u{202f}; `aplomb paths` dit où il est. Ils sont montrés à part et n’entrent jamais dans les chiffres de l’équipe.",
);
const MEASURED: Bilingual = Bilingual::fixed("measured", "mesuré");

/// Draws the screen.
pub fn draw(
    screen: &ChecklistsScreen,
    place: Rect,
    paint: &Paint,
    frame: &mut Frame<'_>,
) -> Option<Position> {
    let panes = screen.panes(area(place));
    let mut pen = Pen::new(frame.buffer_mut(), area(place), paint);
    screen.shelf.as_ref()?;
    if draw_item(screen, place, &mut pen) {
        return None;
    }
    let mut position = None;
    if panes.list.rows > 0 {
        let focused = screen.pane == Pane::List;
        pen.within(panes.list).rule(0, &[(TITLE.get(paint.lang), paint.theme.title)], focused);
        let each = ChecklistsScreen::entry_rows(panes);
        let at = draw_shelves(screen, ChecklistsScreen::list_area(panes), each, focused, &mut pen);
        if focused {
            position = at;
        }
    }
    if panes.wall {
        wall(&mut pen, panes.list);
    }
    if panes.side.rows > 0 {
        let focused = screen.pane == Pane::Side;
        let title = match screen.selected() {
            Some(Entry::Volume(volume)) => volume.checklist.title.get(paint.lang).to_owned(),
            Some(Entry::Own(_)) => OWN.get(paint.lang).to_owned(),
            Some(Entry::Problems(n)) => problems(n).get(paint.lang).to_owned(),
            None => String::new(),
        };
        pen.within(panes.side).rule(0, &[(&title, paint.theme.title)], focused);
        if let Some(Entry::Own(None)) = screen.selected() {
            pen.within(panes.side.top(1).1).wrapped(1, 1, NO_OWN.get(paint.lang), paint.theme.text);
            return position;
        }
        let (items, detail) = ChecklistsScreen::side_areas(panes);
        let at = draw_lines(screen, items, focused, &mut pen);
        if focused {
            position = at;
        }
        draw_detail(screen, detail, &mut pen);
    }
    position
}

/// The item that was opened, over the whole screen; false where none is.
fn draw_item(screen: &ChecklistsScreen, place: Rect, pen: &mut Pen<'_>) -> bool {
    let paint = pen.paint;
    let (columns, rows) = (usize::from(place.width), usize::from(place.height.saturating_sub(1)));
    let Some((lines, below)) = screen.opened(paint.lang, columns, rows) else { return false };
    let title = match screen.selected() {
        Some(Entry::Volume(volume)) => &volume.checklist.title,
        _ => &OWN,
    };
    let below = (below > 0).then(|| both!("{below} more rows", "encore {below} lignes"));
    let mut titles = vec![(title.get(paint.lang), paint.theme.title)];
    if let Some(below) = &below {
        let theme = paint.theme;
        titles.extend([("  ", theme.frame), (paint.glyphs.down, theme.quiet), (" ", theme.frame)]);
        titles.push((below.get(paint.lang), theme.quiet));
    }
    pen.rule(0, &titles, true);
    let page = Rect { y: place.y.saturating_add(1), height: place.height.saturating_sub(1), ..place };
    paint_lines(&lines, page, &paint, pen.buffer);
    true
}

fn draw_shelves(
    screen: &ChecklistsScreen,
    inside: Area,
    each: u16,
    focused: bool,
    pen: &mut Pen<'_>,
) -> Option<Position> {
    let (lang, theme) = (pen.paint.lang, pen.paint.theme);
    let mut pen = pen.within(inside);
    let mut position = None;
    for (place, entry) in screen.shelves().iter().enumerate().skip(screen.cursor.top) {
        let at = u16::try_from(place - screen.cursor.top).unwrap_or(u16::MAX).saturating_mul(each);
        if at >= pen.area.rows {
            break;
        }
        let (name, about, look) = match entry {
            Entry::Volume(volume) => (volume.checklist.title.clone(), about(volume, lang), theme.text),
            Entry::Own(own) => {
                let count = items(own.map_or(0, |own| own.items.len()));
                (OWN, vec![count.get(lang).to_owned()], theme.text)
            }
            Entry::Problems(n) => (problems(*n), Vec::new(), theme.warning),
        };
        let end = pen.put(2, at, name.get(lang), look);
        // What matters least is left out first.
        let (from, row) = if each > 1 { (2, at + 1) } else { (end + 3, at) };
        let room = pen.area.columns.saturating_sub(from + 1);
        let facts = (1..=about.len()).rev().map(|some| about[..some].join(", "));
        if let Some(facts) = facts.into_iter().find(|facts| cells(facts) <= room) {
            let column = if each > 1 { from } else { pen.area.columns - 1 - cells(&facts) };
            pen.put(column, row, &facts, theme.quiet);
        }
        if place == screen.cursor.at {
            cursor(&mut pen, at, Some(focused));
            position = pen.position(0, at);
        }
    }
    position
}

fn problems(n: usize) -> Bilingual {
    let n = n as u64;
    let en = plural(Lang::En, n, "problem in a file", "problems in files");
    let fr = plural(Lang::Fr, n, "problème dans un fichier", "problèmes dans des fichiers");
    both!("{n} {en}", "{n} {fr}")
}

fn items(count: usize) -> Bilingual {
    let count = count as u64;
    let en = plural(Lang::En, count, "item", "items");
    let fr = plural(Lang::Fr, count, "point", "points");
    both!("{count} {en}", "{count} {fr}")
}

/// Origin, whom it is for, reviews, version and digest: what matters most first.
fn about(volume: &Volume, lang: Lang) -> Vec<String> {
    let subject = match volume.checklist.subject {
        Subject::Conversation => None,
        Subject::Team => Some(Bilingual::fixed("for the team", "pour l’équipe")),
        Subject::Goal => Some(Bilingual::fixed("for a goal", "pour un objectif")),
    };
    let origin = match &volume.origin {
        Origin::Shipped => Bilingual::fixed("shipped", "fournie"),
        Origin::File(name) => Bilingual::same(name.clone()),
        Origin::Kept => Bilingual::fixed("kept with reviews", "gardée avec des évaluations"),
    };
    let n = volume.reviews;
    let reviews = match lang {
        Lang::En => plural(lang, n, "review", "reviews"),
        Lang::Fr => plural(lang, n, "évaluation", "évaluations"),
    };
    let mut facts = vec![origin.get(lang).to_owned()];
    facts.extend(subject.map(|subject| subject.get(lang).to_owned()));
    facts.push(format!("{} {reviews}", number(lang, n)));
    facts.push(format!("v{} {}", volume.checklist.version, volume.digest.short()));
    facts
}

fn draw_lines(screen: &ChecklistsScreen, inside: Area, focused: bool, pen: &mut Pen<'_>) -> Option<Position> {
    let (lang, theme, glyphs) = (pen.paint.lang, pen.paint.theme, pen.paint.glyphs);
    let mut pen = pen.within(inside);
    let mut position = None;
    for (at, (place, line)) in (0u16..).zip(screen.lines().iter().enumerate().skip(screen.line.top)) {
        if at >= pen.area.rows {
            break;
        }
        match line {
            Line::Pillar(pillar, count) => {
                let column = pen.put(1, at, pillar.name.get(lang), theme.title);
                let count = if *count == 0 { MEASURED_ONLY } else { items(*count) };
                pen.put(column + 2, at, count.get(lang), theme.quiet);
            }
            Line::Item(item) => {
                let mark = if item.critical.is_some() { "!" } else { glyphs.open };
                pen.put(3, at, mark, if item.critical.is_some() { theme.warning } else { theme.quiet });
                let right = pen.put_right(8, at, &item.row, theme.quiet);
                pen.put_until(5, at, right.saturating_sub(1).max(6), item.text.get(lang), theme.text);
            }
            Line::Metric(metric) => {
                let mark = match metric.better {
                    Better::Higher => glyphs.up,
                    Better::Lower => glyphs.down,
                    Better::Neither => " ",
                };
                pen.put(3, at, mark, theme.quiet);
                let right = pen.put_right(8, at, MEASURED.get(lang), theme.quiet);
                pen.put_until(5, at, right.saturating_sub(1).max(6), metric.name.get(lang), theme.quiet);
            }
            Line::Problem(problem) => {
                pen.put(1, at, &problem.sentence(lang), theme.text);
            }
        }
        if place == screen.line.at {
            cursor(&mut pen, at, Some(focused));
            position = pen.position(0, at);
        }
    }
    position
}

const MEASURED_ONLY: Bilingual =
    Bilingual::fixed("no items: it is measured, not ticked", "aucun point\u{202f}: mesurée, pas cochée");

fn draw_detail(screen: &ChecklistsScreen, inside: Area, pen: &mut Pen<'_>) {
    let lang = pen.paint.lang;
    let theme = pen.paint.theme;
    let lines = screen.lines();
    let Some(line) = lines.get(screen.line.at) else { return };
    let mut pen = pen.within(inside);
    match line {
        Line::Item(item) => {
            pen.rule(0, &[], false);
            let mut row = pen.wrapped(1, 1, item.text.get(lang), theme.title);
            if let Some(agreed) = screen.agreed().filter(|agreed| agreed.drawn.shared.n > 0) {
                let alike = alike_words(agreed.drawn.shared, &agreed.drawn.raw);
                let alike = format!(
                    "{} {} {}",
                    alike.get(lang),
                    pen.paint.glyphs.dot,
                    agreed.drawn.verdict.words().get(lang)
                );
                row = pen.wrapped(1, row, &alike, theme.text);
            }
            for (label, text, look) in explained(item, lang) {
                let column = pen.put(1, row, label.get(lang), theme.quiet);
                row = pen.wrapped(column + 1, row, &text, look);
            }
        }
        Line::Problem(problem) => {
            pen.rule(0, &[], false);
            pen.wrapped(1, 1, &problem.sentence(lang), theme.text);
        }
        Line::Metric(metric) => {
            pen.rule(0, &[], false);
            pen.wrapped(1, 1, metric.name.get(lang), theme.title);
            let better = match metric.better {
                Better::Higher => Bilingual::fixed("More is better.", "Plus, c’est mieux."),
                Better::Lower => Bilingual::fixed("Less is better.", "Moins, c’est mieux."),
                Better::Neither => Bilingual::fixed("It describes load.", "Décrit la charge."),
            };
            let about = both!(
                "Measured beside the pillar, never mixed into a conversation’s score. {} {}",
                "Mesuré à côté du pilier, jamais mêlé au score d’une conversation. {} {}",
                better.get(lang),
                metric.row
            );
            pen.wrapped(1, 2, about.get(lang), theme.text);
        }
        Line::Pillar(..) => {
            let Some(Entry::Volume(volume)) = screen.selected() else { return };
            pen.rule(0, &[], false);
            let (v, d) = (volume.checklist.version, volume.digest.short());
            let about = both!(
                "Version {v}, digest {d}: every review names both, so that a change of this list never changes a past score.",
                "Version {v}, empreinte {d}\u{202f}: chaque évaluation nomme les deux\u{202f}; modifier cette liste ne change donc jamais un score passé."
            );
            pen.wrapped(1, 1, about.get(lang), theme.quiet);
        }
    }
}

/// What explains an item: label and text.
fn explained(item: &Item, lang: Lang) -> Vec<(Bilingual, String, Look)> {
    let text = |text: &Bilingual| text.get(lang).to_owned();
    let mut out = Vec::new();
    let plain = Look::default();
    if !item.guidance.en.is_empty() {
        out.push((HOW, text(&item.guidance), plain));
    }
    if !item.why.en.is_empty() {
        out.push((WHY, text(&item.why), plain));
    }
    let na = item
        .na
        .as_ref()
        .map_or_else(|| Bilingual::fixed("not accepted", "non admis").get(lang).to_owned(), text);
    out.push((Bilingual::fixed("n/a:", "s.o.\u{202f}:"), na, plain));
    let weight = decimal(lang, item.weight, if item.weight.fract() == 0.0 { 0 } else { 2 });
    let mut facts = match item.scale {
        Scale::YesNo => weight,
        Scale::Points { min, max } => {
            format!("{weight}, {}", both!("points {min} to {max}", "points de {min} à {max}").get(lang))
        }
    };
    if let Some(critical) = item.critical {
        let words = match critical {
            Critical::Flag => Bilingual::fixed("a miss is flagged", "un manquement est signalé"),
            Critical::ZeroPillar => {
                Bilingual::fixed("a miss makes its pillar 0", "un manquement met son pilier à 0")
            }
            Critical::ZeroAll => {
                Bilingual::fixed("a miss makes every pillar 0", "un manquement met tous les piliers à 0")
            }
        };
        facts.push_str(", ");
        facts.push_str(words.get(lang));
    }
    if let Some(when) = &item.when {
        facts.push_str(both!(", only when {}", ", seulement si {}", when).get(lang));
    }
    if !item.row.is_empty() {
        facts.push_str(both!(", source {}", ", source {}", item.row).get(lang));
    }
    out.push((Bilingual::fixed("weight:", "poids\u{202f}:"), facts, plain));
    out
}
