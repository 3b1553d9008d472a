//! An item on a page of its own: how to decide, and how far colleagues and I answer it alike.

use super::ChecklistsScreen;
use crate::both;
use crate::domain::checklist::Item;
use crate::ops::learning::{CrossTable, Figure, ItemAgreed, alike_words, wording_words};
use crate::tui::action::Action;
use crate::tui::screens::Context;
use crate::tui::screens::lines::{Line, Tone, labelled, wrapped};
use crate::tui::screens::review::value_word;
use crate::words::{Bilingual, Lang, decimal, percent};

/// Before the guidance.
pub const HOW: Bilingual = Bilingual::fixed("how to decide:", "consigne\u{202f}:");
/// Before the reason.
pub const WHY: Bilingual = Bilingual::fixed("why:", "raison\u{202f}:");

/// Columns that text takes at most.
const WIDEST: usize = 100;

impl ChecklistsScreen {
    /// The lines of the item that was opened from the first in view on, and how many are below.
    pub fn opened(&self, lang: Lang, columns: usize, rows: usize) -> Option<(Vec<Line>, usize)> {
        let top = self.open?;
        let lines = self.page(lang, columns);
        let top = top.min(lines.len().saturating_sub(rows));
        let below = lines.len().saturating_sub(top + rows);
        Some((lines.into_iter().skip(top).take(rows).collect(), below))
    }

    /// Moves on the page, or leaves it.
    pub(super) fn turn(&mut self, action: Action, cx: &Context<'_>) {
        let page = isize::from(i16::try_from(cx.rows.max(3) - 2).unwrap_or(i16::MAX));
        match action {
            Action::Up => self.roll(-1, cx),
            Action::Down => self.roll(1, cx),
            Action::PageUp => self.roll(-page, cx),
            Action::PageDown => self.roll(page, cx),
            Action::HalfUp => self.roll(-(page / 2).max(1), cx),
            Action::HalfDown => self.roll((page / 2).max(1), cx),
            Action::First => self.roll(isize::MIN / 2, cx),
            Action::Last => self.roll(isize::MAX / 2, cx),
            Action::Open | Action::Left | Action::NextPane | Action::PreviousPane => self.open = None,
            _ => {}
        }
    }

    pub(super) fn roll(&mut self, by: isize, cx: &Context<'_>) {
        let lines = self.page(cx.lang, usize::from(cx.columns)).len();
        // The title of the page has a row of its own.
        let most = lines.saturating_sub(usize::from(cx.rows.saturating_sub(1)));
        self.open = self.open.map(|top| top.min(most).saturating_add_signed(by).min(most));
    }

    fn page(&self, lang: Lang, columns: usize) -> Vec<Line> {
        let Some(item) = self.item() else { return Vec::new() };
        let columns = columns.saturating_sub(1).min(WIDEST);
        let mut lines = wrapped(Tone::Title, item.text.get(lang), columns, 1);
        lines.extend(explained(item, lang, columns));
        lines.extend(self.rules(lang, columns));
        lines.push(Line::blank());
        let title = Bilingual::fixed("Over your exchanges", "Sur vos échanges");
        lines.push(Line::blank().space(1).text(Tone::Accent, title.get(lang)));
        let Some(agreed) = self.agreed() else {
            let (ask, demander) = self.keys.pair(Action::AskColleague);
            let none = both!(
                "No colleague has answered this item with you yet. To ask one, press {ask} on a sealed review.",
                "Aucun collègue n’a encore répondu à ce point avec vous. Pour inviter quelqu’un\u{202f}: touche {demander} sur une évaluation scellée."
            );
            lines.extend(wrapped(Tone::Text, none.get(lang), columns, 1));
            return lines;
        };
        lines.extend(figures(agreed, lang, columns));
        if agreed.drawn.shared.n > 0 {
            lines.push(Line::blank());
            lines.extend(crossed(&agreed.table, lang));
        }
        lines
    }

    /// The rules for hints about the item, each with its agreement with people's answers.
    fn rules(&self, lang: Lang, columns: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        for row in self.measured() {
            if lines.is_empty() {
                let title = Bilingual::fixed("Hints, after your own answers", "Indices, après vos réponses");
                lines.push(Line::blank());
                lines.push(Line::blank().space(1).text(Tone::Accent, title.get(lang)));
            }
            let label = format!("{}, {}:", row.rule, value_word(row.points, Lang::En));
            let libelle = format!("{}, {}\u{202f}:", row.rule, value_word(row.points, Lang::Fr));
            let label = Bilingual::made(label, libelle);
            lines.extend(labelled(label.get(lang), row.words().get(lang), columns, 1));
        }
        lines
    }
}

fn explained(item: &Item, lang: Lang, columns: usize) -> Vec<Line> {
    [(HOW, &item.guidance), (WHY, &item.why)]
        .into_iter()
        .filter(|(_, text)| !text.en.is_empty())
        .flat_map(|(label, text)| labelled(label.get(lang), text.get(lang), columns, 1))
        .collect()
}

/// Raw agreement first, then agreement on *no*, then what it says about the wording; coefficients come last.
fn figures(agreed: &ItemAgreed, lang: Lang, columns: usize) -> Vec<Line> {
    let drawn = &agreed.drawn;
    let mut lines = Vec::new();
    let mut say = |tone, words: &Bilingual| lines.extend(wrapped(tone, words.get(lang), columns, 1));
    if drawn.shared.n > 0 {
        say(Tone::Text, &alike_words(drawn.shared, &drawn.raw));
        let (both, one) = (drawn.both_no, drawn.one_no);
        if both + one > 0 {
            let (en, fr) = (figure(&drawn.on_no, Lang::En, percent), figure(&drawn.on_no, Lang::Fr, percent));
            say(
                Tone::Text,
                &both!(
                    "agreement on no: {en}; both said it {both} times, one alone {one} times",
                    "accord sur le non\u{202f}: {fr}\u{202f}; à deux {both} fois, un seul {one} fois"
                ),
            );
        }
        say(Tone::Text, &wording_words(drawn.verdict));
        let two = |lang, value, _| decimal(lang, value, 2);
        let ac1 = |lang| figure(&drawn.ac1, lang, two);
        let alpha = |lang| figure(&drawn.alpha, lang, two);
        say(
            Tone::Quiet,
            &Bilingual::made(
                format!("beyond chance: AC1 {}; alpha {}", ac1(Lang::En), alpha(Lang::En)),
                format!(
                    "au-delà du hasard\u{202f}: AC1 {}\u{202f}; alpha {}",
                    ac1(Lang::Fr),
                    alpha(Lang::Fr)
                ),
            ),
        );
    }
    let (alike, n) = agreed.chosen;
    if n > 0 {
        say(
            Tone::Quiet,
            &both!(
                "chosen by hand, apart: alike on {alike} of {n}",
                "choisies à la main, à part\u{202f}: d’accord {alike} fois sur {n}"
            ),
        );
    }
    lines
}

/// A value with its interval, or what stands in its place.
fn figure(figure: &Figure, lang: Lang, write: impl Fn(Lang, f64, u64) -> String) -> String {
    let estimate = figure.estimate().map(|estimate| {
        let value = write(lang, estimate.value, 0);
        match estimate.interval {
            Some((low, high)) => {
                let (low, high) = (write(lang, low, 0), write(lang, high, 0));
                both!("{value} ({low} to {high})", "{value} ({low} à {high})").get(lang).to_owned()
            }
            None => value,
        }
    });
    let words = figure.words().map(|words| words.get(lang).to_owned());
    [estimate, words].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// My answers down, a colleague's across.
fn crossed(table: &CrossTable, lang: Lang) -> Vec<Line> {
    const CELL: usize = 6;
    let you = Bilingual::fixed("you", "vous");
    let them = Bilingual::fixed("your colleague", "votre collègue");
    let names: Vec<String> = table.answers.iter().map(|value| value_word(*value, lang)).collect();
    let lead = 2 + CELL;
    let right = |text: &str| format!("{text:>CELL$}");
    let mut lines = vec![Line::blank().to(lead + 2).text(Tone::Quiet, them.get(lang))];
    let header = Line::blank().space(2).text(Tone::Quiet, you.get(lang)).to(lead);
    lines.push(names.iter().fold(header, |line, name| line.text(Tone::Quiet, right(name))));
    for (row, (name, counts)) in names.iter().zip(&table.counts).enumerate() {
        let start = Line::blank().space(2).text(Tone::Quiet, name).to(lead);
        lines.push(counts.iter().enumerate().fold(start, |line, (column, count)| {
            // What is alike stands on the diagonal.
            let tone = if row == column { Tone::Title } else { Tone::Text };
            line.text(tone, right(&count.to_string()))
        }));
    }
    lines
}
