//! The list: what differs, what applied for one only, and what is alike, folded under one row.

use super::{CompareScreen, Spot, whose};
use crate::both;
use crate::domain::exchange::{Outcome, Standing};
use crate::domain::review::Value;
use crate::domain::shown::Shown;
use crate::ops::compare::{Compare, Given, Line as Pair};
use crate::tui::geometry::Pane;
use crate::tui::screens::lines::{Line, Lit, Mark, Tone};
use crate::tui::screens::review::{quoted, value_mark};
use crate::words::{Bilingual, Lang};

/// Columns of an excerpt below which it says nothing.
const LEAST_EXCERPT: usize = 18;

/// One row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// Nothing.
    Blank,
    /// How many items applied for one of us only.
    OneOnly(usize),
    /// An item, by its place in [`Compare::lines`].
    Line(usize),
    /// What was said about the item above.
    Below(usize),
    /// So many items are alike.
    Fold(usize),
}

/// What a pair is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Both answered, and differently.
    Differs,
    /// It applied for one of us only.
    OneOnly,
    /// Both answered, and alike.
    Alike,
}

/// What a pair is.
pub fn sort(pair: &Pair) -> Sort {
    match (pair.differs(), &pair.mine, &pair.theirs) {
        (true, ..) => Sort::Differs,
        (_, Some(_), Some(_)) => Sort::Alike,
        _ => Sort::OneOnly,
    }
}

/// The part of the list that is in view.
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

/// The places of the pairs of a sort.
fn places(compare: &Compare, wanted: Sort) -> Vec<usize> {
    let lines = compare.lines.iter().enumerate();
    lines.filter(|(_, pair)| sort(pair) == wanted).map(|(place, _)| place).collect()
}

impl CompareScreen {
    /// The rows of the list.
    pub(super) fn rows(&self, roomy: bool) -> Vec<Row> {
        let Some(compare) = &self.compare else { return Vec::new() };
        let mut rows = Vec::new();
        for place in places(compare, Sort::Differs) {
            rows.push(Row::Line(place));
            if roomy && compare.lines.get(place).is_some_and(has_words) {
                rows.push(Row::Below(place));
            }
        }
        let one_only = places(compare, Sort::OneOnly);
        if !one_only.is_empty() {
            if !rows.is_empty() {
                rows.push(Row::Blank);
                rows.push(Row::OneOnly(one_only.len()));
            }
            rows.extend(one_only.into_iter().map(Row::Line));
        }
        let alike = places(compare, Sort::Alike);
        if !alike.is_empty() {
            if !rows.is_empty() {
                rows.push(Row::Blank);
            }
            rows.push(Row::Fold(alike.len()));
            if self.unfolded {
                rows.extend(alike.into_iter().map(Row::Line));
            }
        }
        rows
    }

    /// Where the cursor can go, from the top.
    pub(super) fn spots(&self) -> Vec<Spot> {
        let spot = |row: &Row| match row {
            Row::Line(place) => Some(Spot::Line(*place)),
            Row::Fold(_) => Some(Spot::Fold),
            _ => None,
        };
        self.rows(false).iter().filter_map(spot).collect()
    }

    /// The place of the first row in view.
    pub(super) fn first(&self, rows: &[Row], high: usize) -> usize {
        let here = rows.iter().position(|row| self.is_here(*row)).unwrap_or(0);
        here.saturating_sub(high / 2).min(rows.len().saturating_sub(high))
    }

    fn is_here(&self, row: Row) -> bool {
        match (row, self.at) {
            (Row::Line(place), Some(Spot::Line(at))) => place == at,
            (Row::Fold(_), Some(Spot::Fold)) => true,
            _ => false,
        }
    }

    /// The rows of the list in view.
    pub fn list(&self, lang: Lang, columns: usize, high: usize, roomy: bool) -> InView {
        let Some(compare) = &self.compare else { return InView::default() };
        let rows = self.rows(roomy);
        let first = self.first(&rows, high);
        let shown = rows.iter().skip(first).take(high);
        InView {
            lines: shown.map(|row| self.line(compare, *row, lang, columns, roomy)).collect(),
            here: rows.iter().position(|row| self.is_here(*row)).and_then(|row| row.checked_sub(first)),
            above: first,
            below: rows.len().saturating_sub(first + high),
        }
    }

    /// What the list begins with.
    pub fn list_title(&self, lang: Lang) -> String {
        let Some(compare) = &self.compare else { return String::new() };
        let one_only = places(compare, Sort::OneOnly).len();
        let differing = compare.lines.iter().filter(|pair| pair.differs()).count();
        let title = match (differing, one_only) {
            (0, 0) => Bilingual::fixed("Nothing to talk about", "Rien dont il faille parler"),
            (0, n) => one_only_title(n),
            (1, _) if compare.standing == Standing::Agreed => {
                Bilingual::fixed("1 that differed", "1 écart réglé")
            }
            (n, _) if compare.standing == Standing::Agreed => {
                both!("{n} that differed", "{n} écarts réglés")
            }
            (n, _) => both!("{n} to talk about", "{n} à discuter"),
        };
        title.get(lang).to_owned()
    }

    fn line(&self, compare: &Compare, row: Row, lang: Lang, columns: usize, roomy: bool) -> Line {
        match row {
            Row::Blank => Line::blank(),
            Row::OneOnly(count) => Line::blank().space(1).text(Tone::Title, one_only_title(count).get(lang)),
            Row::Fold(count) => {
                let open = if self.unfolded { Mark::Down } else { Mark::Becomes };
                let words = match count {
                    1 => Bilingual::fixed("1 alike", "1 identique"),
                    n => both!("{n} alike", "{n} identiques"),
                };
                let mut line = Line::blank().space(1);
                line = if self.is_here(row) { line.mark(Tone::Accent, Mark::Cursor) } else { line.space(1) };
                line = line.space(1).mark(Tone::Accent, open).space(1);
                self.lit(line.text(Tone::Title, words.get(lang)), row)
            }
            Row::Below(place) => {
                let Some(pair) = compare.lines.get(place) else { return Line::blank() };
                let room = columns.saturating_sub(7);
                Line::blank().space(5).then(excerpt(pair, lang, room))
            }
            Row::Line(place) => {
                let Some(pair) = compare.lines.get(place) else { return Line::blank() };
                let marks = marks(compare, pair, lang);
                let mut line = Line::blank().space(1);
                line = if self.is_here(row) { line.mark(Tone::Accent, Mark::Cursor) } else { line.space(1) };
                let tone = if sort(pair) == Sort::Alike { Tone::Quiet } else { Tone::Text };
                let text = Shown::line(pair.text.get(lang));
                let used = 5 + text.width() + 2 + marks.width() + 1;
                line = line.space(1).then(state_mark(pair)).space(1).text(tone, text.into_string());
                // Two spaces before the excerpt, three behind it.
                let left = columns.saturating_sub(used + 5);
                line = line.fill();
                if sort(pair) == Sort::Differs && !(roomy && has_words(pair)) {
                    let words = if left >= LEAST_EXCERPT { excerpt(pair, lang, left) } else { pins(pair) };
                    if words.width() > 0 && words.width() <= left {
                        line = line.then(words).space(3);
                    }
                }
                self.lit(line.then(marks).space(1), row)
            }
        }
    }

    fn lit(&self, line: Line, row: Row) -> Line {
        line.lit(match (self.is_here(row), self.focus) {
            (false, _) => Lit::No,
            (true, Pane::List) => Lit::Here,
            (true, Pane::Side) => Lit::Away,
        })
    }
}

fn one_only_title(count: usize) -> Bilingual {
    both!("{count} for one of you only", "{count} pour un seul de vous deux")
}

/// What became of a difference, as a shape.
pub(super) fn state_mark(pair: &Pair) -> Line {
    let spoken = pair.my_word.agreed.is_some() || pair.their_word.agreed.is_some();
    match pair.outcome {
        None => Line::blank().space(1),
        Some(Outcome::Open) if spoken => Line::blank().mark(Tone::Accent, Mark::Begun),
        Some(Outcome::Open) => Line::blank().mark(Tone::Quiet, Mark::Open),
        Some(Outcome::Agreed(_) | Outcome::Settled(_)) => Line::blank().mark(Tone::Yes, Mark::Settled),
        Some(Outcome::Disputed) => Line::blank().mark(Tone::Accent, Mark::Elsewhere),
    }
}

/// Both answers: `you ✓  Marc ✗`, in columns of one width for the whole list.
fn marks(compare: &Compare, pair: &Pair, lang: Lang) -> Line {
    let value = |given: &Option<Given>| value_mark(given.as_ref().map(|given| given.value));
    let wide = compare
        .lines
        .iter()
        .flat_map(|pair| [&pair.mine, &pair.theirs])
        .map(|given| value(given).width())
        .max()
        .unwrap_or(1);
    let one = |label: &str, given| {
        let value = value(given);
        Line::of(Tone::Quiet, label).space(1 + wide.saturating_sub(value.width())).then(value)
    };
    let mine = one(whose::you(lang), &pair.mine);
    mine.space(2).then(one(&whose::short(compare, lang), &pair.theirs))
}

fn has_words(pair: &Pair) -> bool {
    let said = |given: &Given| given.cause.is_some() || !given.comment.is_empty();
    [&pair.theirs, &pair.mine].into_iter().flatten().any(said)
}

/// The messages that either side named.
fn pins(pair: &Pair) -> Line {
    let sides = [&pair.mine, &pair.theirs].into_iter().flatten();
    let mut numbers: Vec<usize> = sides.flat_map(|given| given.evidence.iter().copied()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    Line::of(Tone::Accent, numbers.iter().take(3).map(|n| format!("m{n}")).collect::<Vec<_>>().join(" "))
}

/// Why they differ, as far as there is room: the words that stand behind the lower answer first, then the messages.
fn excerpt(pair: &Pair, lang: Lang, room: usize) -> Line {
    let sides = || {
        let (mine, theirs) = (pair.mine.as_ref(), pair.theirs.as_ref());
        // A no says more than a yes; of two alike, the other's words are the new ones.
        let mine_first = mine.is_some_and(|given| given.value == Value::No);
        let theirs_first = theirs.is_some_and(|given| given.value == Value::No);
        let order = if mine_first && !theirs_first { [mine, theirs] } else { [theirs, mine] };
        order.into_iter().flatten()
    };
    let pins = pins(pair);
    let gap = if pins.width() > 0 { 2 } else { 0 };
    match sides().find_map(|given| words(given, lang, room.saturating_sub(pins.width() + gap))) {
        Some(words) => Line::of(Tone::Quiet, words).space(gap).then(pins),
        None => pins,
    }
}

/// What one side says for its answer: its comment where there is room for it, its cause otherwise.
fn words(given: &Given, lang: Lang, room: usize) -> Option<String> {
    let cause = given.cause.as_ref().map(|cause| Shown::line(cause.get(lang)));
    let comment = Shown::line(&given.comment);
    // The marks of the quotation are not cut off.
    let inside = room.saturating_sub(Shown::line(&quoted("", lang)).width());
    if comment.is_empty() || (cause.is_some() && comment.width() > inside) {
        return cause.map(|cause| cause.clip(room).into_string());
    }
    Some(quoted(&comment.clip(inside), lang))
}
