//! *Me*: how am I doing? A mirror for the agent alone: strengths first, every figure with what it stands on, at most
//! one thing to change.

use crate::both;
use crate::domain::shown::Shown;
use crate::ops::desk::Desk;
use crate::ops::mirror::{Estimate, ItemLine, Mirror, PillarLine};
use crate::tui::action::{Action, Availability};
use crate::tui::ask::{Ask, Reply};
use crate::tui::chord::Chord;
use crate::tui::message::Effect;
use crate::tui::screens::Context;
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

/// How far back *Me* looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// Everything.
    #[default]
    All,
    /// Thirty days.
    Month,
    /// Ninety days.
    Quarter,
}

impl Period {
    const fn days(self) -> Option<u32> {
        match self {
            Period::All => None,
            Period::Month => Some(30),
            Period::Quarter => Some(90),
        }
    }

    const fn next(self) -> Period {
        match self {
            Period::All => Period::Month,
            Period::Month => Period::Quarter,
            Period::Quarter => Period::All,
        }
    }
}

/// The state of *Me*.
#[derive(Clone, Debug, Default)]
pub struct MeScreen {
    mirror: Option<Mirror>,
    period: Period,
    top: usize,
}

impl MeScreen {
    /// What the title row calls the screen.
    pub fn title(&self, lang: Lang) -> String {
        Bilingual::fixed("Me", "Moi").get(lang).to_owned()
    }

    /// No review is on this screen.
    pub fn desk(&self) -> Option<&Desk> {
        None
    }

    /// What the screen needs to show itself, for the period in front.
    pub fn ask(&self) -> Ask {
        Ask::Mirror { days: self.period.days() }
    }

    /// Whether an action can be done now.
    pub fn available(&self, action: Action) -> Availability {
        match action {
            Action::Period
            | Action::Reread
            | Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::HalfUp
            | Action::HalfDown
            | Action::First
            | Action::Last => Availability::Ready,
            _ => Availability::Hidden,
        }
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, _chord: Chord, cx: &mut Context) {
        let page = isize::from(i16::try_from(cx.rows.max(2) - 1).unwrap_or(i16::MAX));
        let by = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -page,
            Action::PageDown => page,
            Action::HalfUp => -(page / 2).max(1),
            Action::HalfDown => (page / 2).max(1),
            Action::First => isize::MIN / 2,
            Action::Last => isize::MAX / 2,
            Action::Period => {
                self.period = self.period.next();
                self.top = 0;
                cx.effects.push(Effect::Ask(self.ask()));
                return;
            }
            Action::Reread => {
                cx.effects.push(Effect::Ask(self.ask()));
                return;
            }
            _ => return,
        };
        self.move_by(by, cx);
    }

    fn move_by(&mut self, by: isize, cx: &Context) {
        let lines = self.lines(cx.lang, usize::from(cx.columns)).len();
        let most = lines.saturating_sub(usize::from(cx.rows));
        self.top = self.top.min(most).saturating_add_signed(by).min(most);
    }

    /// No field takes keys here.
    pub fn captures(&self) -> bool {
        false
    }

    /// No field takes keys here.
    pub fn typed(&mut self, _chord: Chord, _cx: &mut Context) {}

    /// No field takes text here.
    pub fn paste(&mut self, _text: &str, _cx: &mut Context) {}

    /// Nothing is edited here.
    pub fn edited(&mut self, _text: Option<String>, _cx: &mut Context) {}

    /// Takes in an answer of the worker.
    pub fn reply(&mut self, reply: &Reply, _cx: &mut Context) {
        if let Reply::Mirror(mirror) = reply {
            // Somebody else may have asked for everything.
            if mirror.since.is_none() {
                self.period = Period::All;
            }
            self.mirror = Some((**mirror).clone());
        }
    }

    /// There is nothing to go back from.
    pub fn back(&mut self, _cx: &mut Context) -> bool {
        false
    }

    /// Nothing is chosen by a click.
    pub fn click(&mut self, _column: u16, _row: u16, _cx: &mut Context) {}

    /// The wheel.
    pub fn scroll(&mut self, _column: u16, _row: u16, rows: i16, cx: &mut Context) {
        self.move_by(isize::from(rows), cx);
    }

    /// What the footer says at its right end.
    pub fn status(&self, lang: Lang) -> Option<String> {
        let mirror = self.mirror.as_ref()?;
        Some(counted(
            lang,
            mirror.drawn,
            ("conversation", "conversations"),
            ("conversation", "conversations"),
        ))
    }

    /// The lines in view, then how many are below.
    pub fn in_view(&self, lang: Lang, columns: usize, rows: usize) -> (Vec<Line>, usize) {
        let lines = self.lines(lang, columns);
        let first = self.top.min(lines.len().saturating_sub(rows));
        let below = lines.len().saturating_sub(first + rows);
        (lines.into_iter().skip(first).take(rows).collect(), below)
    }

    fn lines(&self, lang: Lang, columns: usize) -> Vec<Line> {
        let columns = columns.saturating_sub(MARGIN).min(WIDEST);
        let Some(mirror) = &self.mirror else {
            let wait = Bilingual::fixed("Reading your reviews …", "Lecture de vos évaluations…");
            return with_blank(wrapped(Tone::Quiet, wait.get(lang), columns, MARGIN));
        };
        let mut lines = vec![Line::blank()];
        lines.extend(self.scope(mirror, lang, columns));
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

    /// Which reviews this is about.
    fn scope(&self, mirror: &Mirror, lang: Lang, columns: usize) -> Vec<Line> {
        let period = match (self.period, mirror.since) {
            (_, None) => Bilingual::fixed("All of your sealed reviews", "Toutes vos évaluations scellées"),
            (_, Some(since)) => {
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
            apart.push(both!(
                "{n} chosen by hand, not averaged in",
                "{n} choisies à la main, hors des moyennes"
            ));
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
