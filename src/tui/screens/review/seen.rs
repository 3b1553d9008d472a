//! What is to be seen, laid out as lines: the view only paints them.

use super::{ReviewScreen, detail, header, items, theirs};
use crate::both;
use crate::tui::action::Action;
use crate::tui::screens::lines::Line;
use crate::words::{Bilingual, Lang};

/// The part of a list that is in view.
#[derive(Clone, Debug, Default)]
pub struct InView {
    /// The rows.
    pub lines: Vec<Line>,
    /// The row with the cursor among them.
    pub here: Option<usize>,
    /// Rows above them.
    pub above: usize,
    /// Rows below them.
    pub below: usize,
}

impl ReviewScreen {
    /// The head: one line for the conversation, then the scores as they form.
    pub fn head(&self, lang: Lang, columns: usize) -> Vec<Line> {
        let Some(desk) = &self.desk else { return Vec::new() };
        let mut lines = vec![header::title(desk, lang, columns)];
        lines.extend(header::scores(desk, lang, columns));
        lines.extend(theirs::line(desk, &self.keys, lang, columns));
        lines
    }

    /// The rows of the checklist in view.
    pub fn checklist(&self, lang: Lang, columns: usize, rows: usize) -> InView {
        let Some(desk) = &self.desk else { return InView::default() };
        let all = items::rows(desk, lang, columns);
        let first = items::first_in_view(&all, self.at, rows);
        let here = all.iter().position(|row| *row == items::Row::Item(self.at));
        let lines = all.iter().skip(first).take(rows);
        let lines = lines.map(|row| items::line(self, desk, *row, lang, columns)).collect();
        InView {
            lines,
            here: here.and_then(|row| row.checked_sub(first)),
            above: first,
            below: all.len().saturating_sub(first + rows),
        }
    }

    /// The item in front, told in full, from the row that it is scrolled to; then how many rows are below.
    pub fn told(&self, lang: Lang, columns: usize, rows: usize) -> (Vec<Line>, usize) {
        let lines = detail::lines(self, lang, columns);
        let first = self.detail_top.min(lines.len().saturating_sub(rows));
        let below = lines.len().saturating_sub(first + rows);
        (lines.into_iter().skip(first).take(rows).collect(), below)
    }

    /// What the pane of the item in front is about, and how to read the rows that it hides.
    pub fn told_title(&self, lang: Lang, hidden: usize) -> String {
        let title = detail::title(self);
        let key = self.keys.of(Action::HalfDown, lang);
        // What has the keys scrolls by itself.
        if hidden == 0 || self.captures() || matches!(self.front, super::Front::Causes(_)) {
            return title.get(lang).to_owned();
        }
        let title = title.get(lang);
        both!("{title} ({key}: {hidden} more)", "{title} ({key}\u{202f}: encore {hidden})")
            .get(lang)
            .to_owned()
    }

    /// What a panel says, from the row that it is scrolled to; then how many rows are below.
    pub fn panel_in(&self, lang: Lang, columns: usize, rows: usize) -> Option<(Vec<Line>, usize)> {
        let lines = self.panel(lang, columns, rows)?;
        let first = self.panel_top.min(lines.len().saturating_sub(rows));
        let below = lines.len().saturating_sub(first + rows);
        Some((lines.into_iter().skip(first).take(rows).collect(), below))
    }

    /// The line of a search: how many matches, which one is in front.
    pub fn matches(&self, lang: Lang) -> String {
        let count = self.search.found.len();
        if self.search.query.trim().is_empty() {
            return String::new();
        }
        if count == 0 {
            return Bilingual::fixed("not found", "introuvable").get(lang).to_owned();
        }
        let at = self.search.at + 1;
        both!("{at} of {count}", "{at} sur {count}").get(lang).to_owned()
    }

    /// What is searched for.
    pub fn query(&self) -> &str {
        &self.search.query
    }
}
