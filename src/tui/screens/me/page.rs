//! What *Me* says about my own answers, as one page of lines.

use super::MeScreen;
use crate::both;
use crate::domain::shown::Shown;
use crate::ops::mirror::{Estimate, ItemLine, Mirror, PillarLine};
use crate::tui::action::Action;
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::{Line, Mark, Tone, counted, wrapped};
use crate::words::{Bilingual, Lang, date, month, percent, score};

/// Conversations below which a mean says nothing.
pub(super) const FEWEST: usize = 5;
/// Columns before everything.
pub(super) const MARGIN: usize = 3;
/// Columns that text takes at most.
pub(super) const WIDEST: usize = 100;
/// The column of the figures behind strengths, where there is room.
const FIGURES: usize = 66;
/// Weeks in a small chart.
const MOST_WEEKS: usize = 12;

impl MeScreen {
    pub(super) fn own(&self, lang: Lang, columns: usize) -> Vec<Line> {
        let columns = columns.saturating_sub(MARGIN).min(WIDEST);
        let Some(mirror) = &self.mirror else {
            let wait = Bilingual::fixed("Reading your reviews …", "Lecture de vos évaluations…");
            return with_blank(wrapped(Tone::Quiet, wait.get(lang), columns, MARGIN));
        };
        let mut lines = scope(mirror, lang, columns);
        if mirror.drawn + mirror.chosen == 0 {
            lines.extend(nothing(mirror, &self.keys, lang, columns));
            // What was sealed before the period may have been opened in it.
            if !self.learnt.figures.replay.is_empty() || self.learnt.figures.exchanges() > 0 {
                lines.push(Line::blank());
                lines.extend(self.pointer(lang, columns));
            }
            return lines;
        }
        if !mirror.strengths.is_empty() {
            lines.push(Line::blank());
            lines.push(heading(Bilingual::fixed("Going well", "Ce qui marche bien"), lang));
            lines.extend(strengths(&mirror.strengths, lang, columns));
        }
        lines.push(Line::blank());
        lines.push(heading(Bilingual::fixed("Pillars", "Piliers"), lang));
        lines.extend(pillars(mirror, lang, columns));
        if let Some(item) = &mirror.attention {
            lines.push(Line::blank());
            lines.push(heading(
                Bilingual::fixed(
                    "The one item most worth your attention",
                    "Le point qui mérite le plus d’attention",
                ),
                lang,
            ));
            lines.extend(attention(item, lang, columns));
        }
        lines.push(Line::blank());
        let mirror_words = Bilingual::fixed(
            "These are your own answers: a mirror. A colleague’s blind review is the measurement.",
            "Ce sont vos propres réponses\u{202f}: un miroir. La mesure, c’est l’évaluation d’un collègue à l’aveugle.",
        );
        lines.extend(wrapped(Tone::Quiet, mirror_words.get(lang), columns, MARGIN));
        lines.extend(self.pointer(lang, columns));
        lines.extend(week_by_week(mirror, lang, columns));
        if !mirror.items.is_empty() {
            lines.extend(table(mirror, lang));
        }
        lines.push(Line::blank());
        lines
    }
}

/// Which reviews this is about.
fn scope(mirror: &Mirror, lang: Lang, columns: usize) -> Vec<Line> {
    let period = match mirror.since {
        None => Bilingual::fixed("All of your sealed reviews", "Toutes vos évaluations scellées"),
        Some(since) => {
            both!("Since {}", "Depuis le {}", date(lang, since))
        }
    };
    let drawn = counted(
        lang,
        mirror.drawn,
        ("conversation drawn", "conversations drawn"),
        ("conversation tirée", "conversations tirées"),
    );
    let mut line =
        Line::blank().space(MARGIN).text(Tone::Title, period.get(lang)).dot().text(Tone::Text, drawn);
    let title = Shown::line(mirror.checklist.get(lang)).into_string();
    if columns >= 70 && !title.is_empty() {
        line = line.fill().text(Tone::Quiet, title);
    }
    let mut lines = vec![line];
    let mut apart = Vec::new();
    let n = mirror.chosen;
    if n > 0 {
        apart.push(both!("{n} chosen by hand, not averaged in", "{n} choisies à la main, hors des moyennes"));
    }
    let n = mirror.elsewhere;
    if n > 0 {
        apart.push(both!(
            "{n} under other checklists, not counted here",
            "{n} avec d’autres listes, pas comptées ici"
        ));
    }
    if !apart.is_empty() {
        let said: Vec<&str> = apart.iter().map(|said| said.get(lang)).collect();
        lines.extend(wrapped(Tone::Quiet, &said.join("; "), columns, MARGIN));
    }
    lines
}

pub(super) fn with_blank(mut lines: Vec<Line>) -> Vec<Line> {
    lines.insert(0, Line::blank());
    lines
}

pub(super) fn heading(words: Bilingual, lang: Lang) -> Line {
    Line::blank().space(MARGIN).text(Tone::Accent, words.get(lang))
}

fn nothing(mirror: &Mirror, keys: &Keys, lang: Lang, columns: usize) -> Vec<Line> {
    let key = |action| keys.of(action, lang);
    let said = match mirror.since {
        Some(_) => {
            let period = key(Action::Period);
            both!(
                "Nothing sealed in this period. {period} shows a longer one.",
                "Rien de scellé sur cette période. {period} en montre une plus longue."
            )
        }
        None => {
            let (draw, today, seal) = (key(Action::Draw), key(Action::GoToday), key(Action::Seal));
            both!(
                "Nothing to see yet. Draw a sample on Today ({today}, then {draw}), review a conversation, seal it with {seal}: from the fifth on, your pillars appear here.",
                "Rien à voir pour l’instant. Tirez un échantillon sur Aujourd’hui ({today}, puis {draw}), évaluez une conversation, scellez-la avec {seal}\u{202f}: dès la cinquième, vos piliers apparaissent ici."
            )
        }
    };
    with_blank(wrapped(Tone::Text, said.get(lang), columns, MARGIN))
}

/// `12 of 14` or, with points in it, `11.5 of 14`.
fn met(item: &ItemLine, lang: Lang) -> String {
    let places = usize::from(item.met.fract() != 0.0);
    let (met, n) = (crate::words::decimal(lang, item.met, places), item.n);
    both!("{met} of {n}", "{met} sur {n}").get(lang).to_owned()
}

fn strengths(items: &[ItemLine], lang: Lang, columns: usize) -> Vec<Line> {
    let figures = items.iter().map(|item| Line::of(Tone::Text, met(item, lang)).width()).max().unwrap_or(0);
    let right = columns.saturating_sub(figures).min(FIGURES);
    let strength = |item: &ItemLine| {
        let text = Shown::line(item.text.get(lang)).clip(right.saturating_sub(MARGIN + 4));
        Line::blank()
            .space(MARGIN)
            .mark(Tone::Yes, Mark::Yes)
            .space(1)
            .text(Tone::Text, text.into_string())
            .to(right)
            .text(Tone::Quiet, met(item, lang))
    };
    items.iter().map(strength).collect()
}

fn name(line: &PillarLine, lang: Lang) -> String {
    let name = line.name.get(lang);
    if line.own { both!("{name}, my own", "{name}, à moi").get(lang).to_owned() } else { name.to_owned() }
}

/// One row for each pillar: a bar, the mean with what it stands on, and the weeks as a small chart.
fn pillars(mirror: &Mirror, lang: Lang, columns: usize) -> Vec<Line> {
    let widest =
        mirror.pillars.iter().map(|line| Line::of(Tone::Text, name(line, lang)).width()).max().unwrap_or(0);
    // The bars give way first: a figure is never cut from what it stands on.
    let figures =
        mirror.pillars.iter().map(|line| Line::of(Tone::Text, stands_on(&line.drawn, lang)).width());
    let needed = MARGIN + widest + 2 + 5 + figures.max().unwrap_or(0);
    let bar = [20u16, 14, 10, 6, 4].into_iter().find(|bar| needed + usize::from(*bar) + 14 <= columns);
    let bar = bar.unwrap_or(4);
    let charted = charted(mirror, lang, columns);
    let mut lines = Vec::new();
    for pillar in &mirror.pillars {
        let start = Line::blank().space(MARGIN).text(Tone::Text, name(pillar, lang)).to(MARGIN + widest + 2);
        let column = start.width();
        let Some(mean) = pillar.drawn.mean.filter(|_| pillar.drawn.n >= FEWEST) else {
            lines.push(start.text(Tone::Quiet, too_few(pillar.drawn.n, lang)));
            continue;
        };
        let mut line = start.bar(mean / 100.0, bar).space(1).text(Tone::Title, format!("{:>3}", score(mean)));
        let figure = stands_on(&pillar.drawn, lang);
        let mut below = Vec::new();
        if line.width() + 1 + Line::of(Tone::Text, figure.as_str()).width() <= columns {
            line = line.space(1).text(Tone::Quiet, figure);
        } else {
            below = wrapped(Tone::Quiet, &figure, columns, column);
        }
        if charted.is_some() && line.width() + MOST_WEEKS + 3 <= columns {
            line = line.fill().spark(weeks(pillar).map(|(_, _, mean)| mean / 100.0).collect());
        }
        lines.push(line);
        lines.extend(below);
    }
    if let Some(first) = charted {
        lines.extend(wrapped(Tone::Quiet, &by_week(first, lang), columns, MARGIN));
    }
    lines
}

/// The last weeks of a pillar.
fn weeks(pillar: &PillarLine) -> impl Iterator<Item = (jiff::civil::Date, usize, f64)> {
    pillar.weeks.iter().copied().skip(pillar.weeks.len().saturating_sub(MOST_WEEKS))
}

/// The pillar whose counts hold for all of them, if there is room for small charts beside: a chart whose counts are not
/// in sight would say too much.
fn charted(mirror: &Mirror, lang: Lang, columns: usize) -> Option<&PillarLine> {
    let counts = |pillar: &PillarLine| weeks(pillar).map(|(monday, n, _)| (monday, n)).collect::<Vec<_>>();
    let enough: Vec<&PillarLine> = mirror.pillars.iter().filter(|line| line.drawn.n >= FEWEST).collect();
    let first = *enough.first().filter(|line| line.weeks.len() > 1)?;
    let widest = enough.iter().map(|line| Line::of(Tone::Text, name(line, lang)).width()).max().unwrap_or(0);
    let alike = enough.iter().all(|line| counts(line) == counts(first));
    (alike && MARGIN + widest + 40 + MOST_WEEKS <= columns).then_some(first)
}

/// `by week from 28 Sep: 2 3 1 conversations`.
fn by_week(pillar: &PillarLine, lang: Lang) -> String {
    let counts: Vec<String> = weeks(pillar).map(|(_, n, _)| n.to_string()).collect();
    let Some((monday, ..)) = weeks(pillar).next() else { return String::new() };
    let (counts, from) = (counts.join(" "), format!("{} {}", monday.day(), month(lang, monday)));
    let said = both!(
        "by week from {from}: {counts} conversations",
        "par semaine dès le {from}\u{202f}: {counts} conversations"
    );
    said.get(lang).to_owned()
}

/// What the rows of the pillars have no room for: weeks with their counts, and conversations chosen by hand.
fn week_by_week(mirror: &Mirror, lang: Lang, columns: usize) -> Vec<Line> {
    let told = charted(mirror, lang, columns).is_some();
    let mut lines = Vec::new();
    for pillar in &mirror.pillars {
        let mut said = Vec::new();
        if !told && pillar.weeks.len() > 1 && pillar.drawn.n >= FEWEST {
            let chart = weeks(pillar).map(|(_, _, mean)| mean / 100.0).collect();
            said.push(Line::blank().space(MARGIN).spark(chart));
            said.extend(wrapped(Tone::Quiet, &by_week(pillar, lang), columns, MARGIN));
        }
        // Fewer are counted at the top of the page.
        let n = pillar.chosen.n;
        if let Some(mean) = pillar.chosen.mean.filter(|_| n >= FEWEST) {
            let mean = score(mean);
            let hand = both!(
                "chosen by hand: {mean} ({n} conversations), apart",
                "choisies à la main\u{202f}: {mean} ({n} conversations), à part"
            );
            said.extend(wrapped(Tone::Quiet, hand.get(lang), columns, MARGIN));
        }
        if !said.is_empty() {
            lines.push(Line::blank().space(MARGIN).text(Tone::Title, name(pillar, lang)));
            lines.extend(said);
        }
    }
    if !lines.is_empty() {
        let head = Bilingual::fixed("Pillars, week by week", "Piliers, semaine par semaine");
        lines.splice(0..0, [Line::blank(), heading(head, lang)]);
    }
    lines
}

/// `(70 to 86, 12 conversations)`.
fn stands_on(estimate: &Estimate, lang: Lang) -> String {
    let n = counted(lang, estimate.n, ("conversation", "conversations"), ("conversation", "conversations"));
    match estimate.interval {
        Some((low, high)) => {
            let (low, high) = (score(low.max(0.0)), score(high.min(100.0)));
            both!("({low} to {high}, {n})", "({low} à {high}, {n})").get(lang).to_owned()
        }
        None => format!("({n})"),
    }
}

fn too_few(n: usize, lang: Lang) -> String {
    let n = counted(lang, n, ("conversation", "conversations"), ("conversation", "conversations"));
    both!("too few ({n})", "trop peu ({n})").get(lang).to_owned()
}

fn attention(item: &ItemLine, lang: Lang, columns: usize) -> Vec<Line> {
    let mut lines = wrapped(Tone::Text, item.text.get(lang), columns, MARGIN);
    let met = met(item, lang);
    let n = item.n as u64;
    let said = match item.interval {
        Some((low, high)) => {
            let (low, high) = (percent(lang, low, n), percent(lang, high, n));
            both!(
                "met in {met} (95% interval {low} to {high})",
                "acquis dans {met} (intervalle à 95\u{202f}%\u{202f}: {low} à {high})"
            )
        }
        None => both!("met in {met}", "acquis dans {met}"),
    };
    lines.extend(wrapped(Tone::Quiet, said.get(lang), columns, MARGIN));
    if !item.causes.is_empty() {
        let causes: Vec<String> =
            item.causes.iter().map(|(cause, count)| format!("{} ({count})", cause.get(lang))).collect();
        let said = both!("causes: {}", "causes\u{202f}: {}", causes.join(", "));
        lines.extend(wrapped(Tone::Quiet, said.get(lang), columns, MARGIN));
    }
    lines
}

/// Every item in the checklist's order: how often it was met, and how often it did not apply.
fn table(mirror: &Mirror, lang: Lang) -> Vec<Line> {
    let right = |words: Bilingual, columns: usize| format!("{:>columns$}", words.get(lang));
    let mut lines = vec![
        Line::blank(),
        heading(Bilingual::fixed("All items", "Tous les points"), lang)
            .fill()
            .text(Tone::Quiet, right(Bilingual::fixed("met", "acquis"), 12))
            .text(Tone::Quiet, right(Bilingual::fixed("n/a", "s. o."), 7)),
    ];
    let mut pillar = "";
    for item in &mirror.items {
        if item.pillar != pillar {
            pillar = &item.pillar;
            let name = mirror.pillars.iter().find(|line| line.pillar == item.pillar);
            lines.push(
                Line::blank().space(MARGIN).text(Tone::Title, name.map_or("", |line| line.name.get(lang))),
            );
        }
        let na = if item.na > 0 { item.na.to_string() } else { String::new() };
        let met = if item.n == 0 { "–".to_owned() } else { met(item, lang) };
        lines.push(
            Line::blank()
                .space(MARGIN + 1)
                .text(Tone::Text, Shown::line(item.text.get(lang)).into_string())
                .fill()
                .text(Tone::Text, format!("{met:>12}"))
                .text(Tone::Quiet, format!("{na:>7}")),
        );
    }
    lines
}
