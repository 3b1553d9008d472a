//! Figures of conversations as lines: each beside the period before, with its n, its interval, and the figure that says
//! whether customers gained by it.

use crate::both;
use crate::domain::metric::say;
use crate::domain::metric::{Absent, Family, Source};
use crate::domain::shown::Shown;
use crate::ops::metrics::amounts::{change, days, figure, interval, moved, n};
use crate::ops::metrics::mine::{Figures, Row};
use crate::ops::metrics::report::Line as Metric;
use crate::tui::screens::book_page::{Hand, MARGIN, title};
use crate::tui::screens::lines::{Line, Tone, wrapped};
use crate::tui::screens::page::Page;
use crate::words::{Bilingual, Lang, number};

/// Columns of a name, where there is room for its value beside it.
const NAME: usize = 34;
/// Columns of a value.
const VALUE: usize = 12;

/// From when to when, and beside what.
pub fn span(figures: &Figures, hand: &Hand) -> Vec<Line> {
    let report = &figures.report;
    let spans = |lang| (days(lang, report.days), days(lang, report.before));
    let ((en, before), (fr, avant)) = (spans(Lang::En), spans(Lang::Fr));
    let said = both!("{en}, beside {before}", "Du {fr}, à côté du {avant}");
    wrapped(Tone::Title, said.get(hand.lang), hand.room(), MARGIN)
}

/// The figures, what customers get first; each is a stop.
pub fn rows(figures: &Figures, hand: &Hand) -> Page {
    let mut page = Page::default();
    for (family, name) in families() {
        let mut rows = in_order(figures).filter(|(metric, _)| metric.metric.family == family).peekable();
        if rows.peek().is_none() {
            continue;
        }
        page.say([Line::blank(), title(&name, hand.lang)]);
        for (metric, row) in rows {
            page.stop(one(figures, metric, row, hand));
        }
    }
    let missing: Vec<&str> = all(figures)
        .filter(|(_, row)| row.figure == Err(Absent::NotRecorded))
        .map(|(metric, _)| metric.metric.name.get(hand.lang))
        .collect();
    if !missing.is_empty() {
        let name = Bilingual::fixed("Not recorded", "Non enregistrés");
        page.say([Line::blank(), title(&name, hand.lang)]);
        page.say(wrapped(Tone::Quiet, &missing.join(", "), hand.room(), MARGIN));
    }
    page
}

/// The rows in the order of the page: those that stops belong to.
pub fn in_order(figures: &Figures) -> impl Iterator<Item = (&Metric, &Row)> {
    families().into_iter().flat_map(move |(family, _)| {
        all(figures).filter(move |(metric, row)| {
            metric.metric.family == family && row.figure != Err(Absent::NotRecorded)
        })
    })
}

fn all(figures: &Figures) -> impl Iterator<Item = (&Metric, &Row)> {
    figures.report.lines.iter().zip(&figures.rows)
}

fn families() -> [(Family, Bilingual); 3] {
    [
        (Family::Quality, Bilingual::fixed("What customers get", "Ce que reçoivent les clients")),
        (
            Family::Activity,
            Bilingual::fixed(
                "How much there is, and how fast: measured, not ticked",
                "Combien, et à quelle vitesse\u{202f}: mesuré, pas coché",
            ),
        ),
        (
            Family::People,
            Bilingual::fixed("How the team is led and trained", "Comment l’équipe est menée et formée"),
        ),
    ]
}

/// A figure: what it is now, and below it what it was, and what to read beside it.
fn one(figures: &Figures, metric: &Metric, row: &Row, hand: &Hand) -> Vec<Line> {
    let (lang, unit) = (hand.lang, metric.metric.unit);
    let name = metric.metric.name.get(lang);
    let value = figure(lang, unit, &row.figure);
    let sure =
        [sure(figures, metric, row, lang), row.figure.as_ref().map(|r| n(lang, r)).unwrap_or_default()];
    let sure = sure.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ");
    let named = Line::blank().space(MARGIN).text(Tone::Text, name);
    let gap = VALUE.saturating_sub(Shown::line(&value).width());
    let tone = if row.figure.is_ok() { Tone::Title } else { Tone::Quiet };
    let whole =
        named.clone().to(MARGIN + NAME).space(gap).text(tone, &value).space(2).text(Tone::Quiet, &sure);
    let mut lines = if named.width() <= MARGIN + NAME && whole.width() <= hand.room() {
        vec![whole]
    } else {
        let mut lines = wrapped(Tone::Text, name, hand.room(), MARGIN);
        lines.push(Line::blank().space(MARGIN + 2).text(tone, value).space(2).text(Tone::Quiet, sure));
        lines
    };
    let below = beside(figures, metric, row, lang);
    if !below.is_empty() {
        lines.extend(wrapped(Tone::Quiet, &below, hand.room(), MARGIN + 2));
    }
    lines
}

fn sure(figures: &Figures, metric: &Metric, row: &Row, lang: Lang) -> String {
    let with = row.figure.ok().filter(|_| metric.with_interval || figures.own);
    with.and_then(|reading| Some(interval(lang, metric.metric.unit, reading.interval()?, reading.n())))
        .unwrap_or_default()
}

/// What it was, which way it went, the target, and the figure to read beside it.
fn beside(figures: &Figures, metric: &Metric, row: &Row, lang: Lang) -> String {
    let unit = metric.metric.unit;
    let mut said = Vec::new();
    if row.figure.is_ok() && metric.compare.is_some() {
        let before = figure(lang, unit, &row.previous);
        said.push(both!("before {before}", "avant {before}"));
        if let Ok(by) = &row.change {
            let mut text = vec![change(lang, unit, by)];
            let word = match by.moved.improved(metric.metric.better) {
                Some(true) => Bilingual::fixed("better, more than chance", "mieux, plus que le hasard"),
                Some(false) => Bilingual::fixed(
                    "the other way, more than chance",
                    "dans l’autre sens, plus que le hasard",
                ),
                None => Bilingual::same(moved(lang, by)),
            };
            text.push(word.get(lang).to_owned());
            text.retain(|part| !part.is_empty());
            said.push(Bilingual::same(text.join(", ")));
        }
    }
    if let Some(target) = metric.target.filter(|_| !figures.own) {
        let target = say::value(unit, target, None, lang);
        said.push(both!("target {target}", "cible {target}"));
    }
    if metric.source == Source::Typed && !figures.own {
        said.push(Bilingual::fixed("typed in by hand", "saisi à la main"));
    }
    if let Some((counter, row)) =
        metric.counter.and_then(|id| figures.row(id)).filter(|(_, row)| row.figure.is_ok())
    {
        let name = counter.metric.name.get(lang);
        let value = figure(lang, counter.metric.unit, &row.figure);
        said.push(both!("beside it: {name} {value}", "à côté\u{202f}: {name} {value}"));
    }
    let between = if lang == Lang::Fr { "\u{202f}; " } else { "; " };
    said.iter().map(|part| part.get(lang)).collect::<Vec<_>>().join(between)
}

/// What a figure means, and what is done when it moves.
pub fn told(figures: &Figures, at: usize, hand: &Hand) -> Option<(Bilingual, Vec<Shown>)> {
    let (metric, row) = in_order(figures).nth(at)?;
    let lang = hand.lang;
    let columns = hand.columns.saturating_sub(6).clamp(20, 96);
    let mut said = vec![
        metric.metric.question.clone(),
        Bilingual::default(),
        metric.metric.formula.clone(),
        Bilingual::same(metric.metric.formula_id()),
        Bilingual::default(),
    ];
    let action = &metric.action;
    let (en, fr) = (&action.en, &action.fr);
    said.push(both!("If it moves: {en}", "S’il bouge\u{202f}: {fr}"));
    if !metric.owner.is_empty() {
        let owner = &metric.owner;
        said.push(both!("Looked after by {owner}.", "Suivi par {owner}."));
    }
    let minimum = number(lang, metric.metric.minimum);
    said.push(both!("Told from {minimum} cases on.", "Dit à partir de {minimum} cas."));
    let now = figure(lang, metric.metric.unit, &row.figure);
    let sure = sure(figures, metric, row, lang);
    said.insert(0, Bilingual::same(format!("{now} {sure}")));
    let lines = said.iter().flat_map(|words| match words.get(lang) {
        "" => vec![Shown::line("")],
        text => Shown::text(text).wrap(columns),
    });
    Some((metric.metric.name.clone(), lines.collect()))
}

/// The names of the figures that got better by more than chance.
pub fn better(figures: &Figures) -> Vec<(&Metric, &Row)> {
    let improved = |(metric, row): &(&Metric, &Row)| {
        row.change.is_ok_and(|change| change.moved.improved(metric.metric.better) == Some(true))
    };
    all(figures).filter(improved).collect()
}
