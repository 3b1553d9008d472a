//! What *Me* says, as one page of lines.

use super::MeScreen;
use crate::both;
use crate::domain::shown::Shown;
use crate::ops::mirror::{Estimate, ItemLine, Mirror, PillarLine};
use crate::tui::screens::lines::{Line, Mark, Tone, counted, wrapped};
use crate::words::{Bilingual, Lang, date, month, percent, score};

/// Conversations below which a mean says nothing.
const FEWEST: usize = 5;
/// Columns before everything.
const MARGIN: usize = 3;
/// Columns that text takes at most.
const WIDEST: usize = 100;
/// Weeks in a small chart.
const MOST_WEEKS: usize = 12;

impl MeScreen {
    pub(super) fn lines(&self, lang: Lang, columns: usize) -> Vec<Line> {
        let columns = columns.saturating_sub(MARGIN).min(WIDEST);
        let Some(mirror) = &self.mirror else {
            let wait = Bilingual::fixed("Reading your reviews …", "Lecture de vos évaluations…");
            return with_blank(wrapped(Tone::Quiet, wait.get(lang), columns, MARGIN));
        };
        let mut lines = vec![Line::blank()];
        lines.extend(scope(mirror, lang, columns));
        if mirror.drawn + mirror.chosen == 0 {
            lines.extend(nothing(mirror, lang, columns));
            return lines;
        }
        if !mirror.strengths.is_empty() {
            lines.push(Line::blank());
            lines.push(heading(Bilingual::fixed("Going well", "Ce qui marche bien"), lang));
            lines.extend(mirror.strengths.iter().map(|item| strength(item, lang, columns)));
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

fn with_blank(mut lines: Vec<Line>) -> Vec<Line> {
    lines.insert(0, Line::blank());
    lines
}

fn heading(words: Bilingual, lang: Lang) -> Line {
    Line::blank().space(MARGIN).text(Tone::Accent, words.get(lang))
}

fn nothing(mirror: &Mirror, lang: Lang, columns: usize) -> Vec<Line> {
    let said = match mirror.since {
        Some(_) => Bilingual::fixed(
            "Nothing sealed in this period. p shows a longer one.",
            "Rien de scellé sur cette période. p en montre une plus longue.",
        ),
        None => Bilingual::fixed(
            "Nothing to see yet. Draw a sample (d on Today), review a conversation, seal it with s: from the fifth on, your pillars appear here.",
            "Rien à voir pour l’instant. Tirez un échantillon (d sur Aujourd’hui), évaluez une conversation, scellez-la avec s\u{202f}: dès la cinquième, vos piliers apparaissent ici.",
        ),
    };
    with_blank(wrapped(Tone::Text, said.get(lang), columns, MARGIN))
}

/// `12 of 14` or, with points in it, `11.5 of 14`.
fn met(item: &ItemLine, lang: Lang) -> String {
    let places = usize::from(item.met.fract() != 0.0);
    let (met, n) = (crate::words::decimal(lang, item.met, places), item.n);
    both!("{met} of {n}", "{met} sur {n}").get(lang).to_owned()
}

fn strength(item: &ItemLine, lang: Lang, columns: usize) -> Line {
    let text = Shown::line(item.text.get(lang)).clip(columns.saturating_sub(MARGIN + 14));
    Line::blank()
        .space(MARGIN)
        .mark(Tone::Yes, Mark::Yes)
        .space(1)
        .text(Tone::Text, text.into_string())
        .to(columns.saturating_sub(11).min(66))
        .space(2)
        .text(Tone::Quiet, met(item, lang))
}

fn pillars(mirror: &Mirror, lang: Lang, columns: usize) -> Vec<Line> {
    let name = |line: &PillarLine| {
        let name = line.name.get(lang);
        if line.own {
            both!("{name}, my own", "{name}, à moi").get(lang).to_owned()
        } else {
            name.to_owned()
        }
    };
    let widest =
        mirror.pillars.iter().map(|line| Line::of(Tone::Text, name(line)).width()).max().unwrap_or(0);
    // The bars give way first: a figure is never cut from what it stands on.
    let figures =
        mirror.pillars.iter().map(|line| Line::of(Tone::Text, stands_on(&line.drawn, lang)).width());
    let needed = MARGIN + widest + 2 + 5 + figures.max().unwrap_or(0);
    let bar = [20u16, 14, 10, 6, 4].into_iter().find(|bar| needed + usize::from(*bar) + 14 <= columns);
    let bar = bar.unwrap_or(4);
    let mut lines = Vec::new();
    for pillar in &mirror.pillars {
        let start = Line::blank().space(MARGIN).text(Tone::Text, name(pillar)).to(MARGIN + widest + 2);
        let column = start.width();
        let mut line = match pillar.drawn.mean.filter(|_| pillar.drawn.n >= FEWEST) {
            Some(mean) => {
                start.bar(mean / 100.0, bar).space(1).text(Tone::Title, format!("{:>3}", score(mean)))
            }
            None => start.text(Tone::Quiet, too_few(pillar.drawn.n, lang)),
        };
        let mut below = Vec::new();
        if pillar.drawn.n >= FEWEST {
            let figure = stands_on(&pillar.drawn, lang);
            if line.width() + 1 + Line::of(Tone::Text, figure.as_str()).width() <= columns {
                line = line.space(1).text(Tone::Quiet, figure);
            } else {
                below = wrapped(Tone::Quiet, &figure, columns, column);
            }
        }
        let weeks: Vec<_> = pillar.weeks.iter().rev().take(MOST_WEEKS).rev().collect();
        let chart = weeks.len() > 1 && pillar.drawn.n >= FEWEST;
        if chart && line.width() + weeks.len() + 3 <= columns {
            line = line.fill().spark(weeks.iter().map(|(_, _, mean)| mean / 100.0).collect());
        }
        lines.push(line);
        lines.extend(below);
        if chart {
            let counts: Vec<String> = weeks.iter().map(|(_, n, _)| n.to_string()).collect();
            if let Some((monday, ..)) = weeks.first() {
                let counts = counts.join(" ");
                let from = format!("{} {}", monday.day(), month(lang, *monday));
                let said = both!(
                    "by week from {from}: {counts} conversations",
                    "par semaine dès le {from}\u{202f}: {counts} conversations"
                );
                lines.extend(wrapped(Tone::Quiet, said.get(lang), columns, column));
            }
        }
        if pillar.chosen.n > 0 {
            let n = pillar.chosen.n;
            let said = match pillar.chosen.mean.filter(|_| n >= FEWEST) {
                Some(mean) => {
                    let mean = score(mean);
                    both!(
                        "chosen by hand: {mean} ({n} conversations), apart",
                        "choisies à la main\u{202f}: {mean} ({n} conversations), à part"
                    )
                }
                None => {
                    let few = too_few(n, lang);
                    both!("chosen by hand: {few}", "choisies à la main\u{202f}: {few}")
                }
            };
            lines.extend(wrapped(Tone::Quiet, said.get(lang), columns, column));
        }
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
