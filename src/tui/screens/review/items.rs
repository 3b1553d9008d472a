//! The checklist as a list of rows: pillars, items, and what is not asked.

use super::{Focus, ReviewScreen};
use crate::both;
use crate::domain::checklist::{Item, Scale};
use crate::domain::review::{Answer, Value};
use crate::domain::shown::Shown;
use crate::ops::desk::Desk;
use crate::tui::action::Action;
use crate::tui::screens::lines::{Line, Lit, Mark, Tone};
use crate::words::{Bilingual, Lang};

/// Columns that an item's text is shown in without being cut, where the screen allows it.
const WIDEST: usize = 60;
/// Columns kept for pins below an item.
const PINS: usize = 16;
/// Columns of a cause beside its item.
const CAUSE: usize = 24;

/// One row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A pillar's name, by its place in the checklist.
    Pillar(usize),
    /// An item, by its place in the checklist.
    Item(usize),
    /// The cause and pins of the item above, where they do not fit beside it.
    Below(usize),
    /// So many items wait for the answer to another one.
    Waiting {
        /// The place of the first of them.
        item: usize,
        /// How many.
        count: usize,
    },
    /// A pillar that is measured and has nothing to tick.
    Measured(usize),
    /// Nothing.
    Blank,
}

impl Row {
    /// The item that a click on the row chooses.
    pub fn item(self) -> Option<usize> {
        match self {
            Row::Item(item) | Row::Below(item) => Some(item),
            _ => None,
        }
    }
}

/// Columns of the widest item text, as far as it counts.
pub fn widest(desk: &Desk, lang: Lang) -> usize {
    let texts = desk.checklist.items.iter();
    texts.map(|item| Shown::line(item.text.get(lang)).width()).max().unwrap_or(0).min(WIDEST)
}

/// The rows of the list in `columns`.
pub fn rows(desk: &Desk, lang: Lang, columns: usize) -> Vec<Row> {
    let list = &desk.checklist;
    let sheet = desk.history.sheet();
    let mut rows = Vec::new();
    for (place, pillar) in list.pillars.iter().enumerate() {
        let mut items = list.items.iter().enumerate().filter(|(_, item)| item.pillar == pillar.id).peekable();
        if items.peek().is_none() {
            continue;
        }
        if !rows.is_empty() {
            rows.push(Row::Blank);
        }
        rows.push(Row::Pillar(place));
        let mut waiting: Vec<(usize, usize)> = Vec::new();
        for (at, item) in items {
            if sheet.applies(list, item) {
                rows.push(Row::Item(at));
                let beside = beside(desk, item, lang, CAUSE).width();
                let text = Shown::line(item.text.get(lang)).width();
                if beside > 0 && text + beside + 7 > columns {
                    rows.push(Row::Below(at));
                }
            } else {
                match waiting.iter_mut().find(|(first, _)| list.items[*first].when == item.when) {
                    Some((_, count)) => *count += 1,
                    None => waiting.push((at, 1)),
                }
            }
        }
        rows.extend(waiting.into_iter().map(|(item, count)| Row::Waiting { item, count }));
    }
    let measured = list.pillars.iter().enumerate().filter(|(_, pillar)| {
        let ticked = list.items.iter().any(|item| item.pillar == pillar.id);
        !ticked && !pillar.id.starts_with("my.")
    });
    let measured: Vec<Row> = measured.map(|(place, _)| Row::Measured(place)).collect();
    if !measured.is_empty() {
        rows.push(Row::Blank);
        rows.extend(measured);
    }
    rows
}

/// The first row in view so that the row of an item stands near the middle.
pub fn first_in_view(rows: &[Row], item: usize, high: usize) -> usize {
    let at = rows.iter().position(|row| *row == Row::Item(item)).unwrap_or(0);
    at.saturating_sub(high / 2).min(rows.len().saturating_sub(high))
}

/// A row, ready to be painted.
pub fn line(screen: &ReviewScreen, desk: &Desk, row: Row, lang: Lang, columns: usize) -> Line {
    let (at, focused) = (screen.at, screen.focus == Focus::Items);
    let list = &desk.checklist;
    match row {
        Row::Blank => Line::blank(),
        Row::Pillar(place) => {
            let pillar = &list.pillars[place];
            let own = list.items_of(&pillar.id).all(|item| item.own);
            let line = Line::blank().space(1).text(Tone::Title, pillar.name.get(lang));
            if own { line.dot().text(Tone::Quiet, OWN.get(lang)) } else { line }
        }
        Row::Measured(place) => {
            let name = list.pillars[place].name.get(lang);
            let key = screen.keys.of(Action::GoChecklists, lang);
            let said =
                both!("{name} is measured, not ticked: {key}", "{name}\u{202f}: mesurée, pas cochée ({key})");
            Line::blank().space(1).text(Tone::Quiet, said.get(lang))
        }
        Row::Waiting { item, count } => {
            Line::blank().space(5).text(Tone::Quiet, waiting(desk, &list.items[item], count, lang))
        }
        Row::Below(place) => {
            let most = columns.saturating_sub(5 + PINS).max(CAUSE);
            Line::blank().space(5).then(beside(desk, &list.items[place], lang, most))
        }
        Row::Item(place) => {
            let item = &list.items[place];
            let here = place == at;
            let mut line = Line::blank().space(1);
            line = if here { line.mark(Tone::Accent, Mark::Cursor) } else { line.space(1) };
            line = line.space(1).then(mark(desk, item)).space(1);
            let tone = match desk.history.sheet().value(&item.id) {
                Some(Value::Na) => Tone::Na,
                _ => Tone::Text,
            };
            let text = Shown::line(item.text.get(lang));
            let beside = beside(desk, item, lang, CAUSE);
            let fits = beside.width() > 0 && text.width() + beside.width() + 7 <= columns;
            line = line.text(tone, text.into_string());
            if fits {
                line = line.fill().then(beside).space(1);
            }
            line.lit(match (here, focused) {
                (false, _) => Lit::No,
                (true, true) => Lit::Here,
                (true, false) => Lit::Away,
            })
        }
    }
}

const OWN: Bilingual = Bilingual::fixed("my own items", "mes propres points");

/// An answer's mark: a shape for yes and no, the point itself on a scale.
fn mark(desk: &Desk, item: &Item) -> Line {
    let wide = desk.checklist.items.iter().map(|item| points_wide(item.scale)).max().unwrap_or(1);
    let line = match desk.history.sheet().value(&item.id) {
        Some(Value::Point(point)) => Line::of(point_tone(item, point), point.to_string()),
        value => value_mark(value),
    };
    Line::blank().space(wide.saturating_sub(line.width())).then(line)
}

fn points_wide(scale: Scale) -> usize {
    match scale {
        Scale::YesNo => 1,
        Scale::Points { max, .. } => max.to_string().len(),
    }
}

fn point_tone(item: &Item, point: u8) -> Tone {
    if item.short_of_full(Value::Point(point)) { Tone::No } else { Tone::Yes }
}

/// The mark of an answer that is no point.
pub fn value_mark(value: Option<Value>) -> Line {
    match value {
        Some(Value::Yes) => Line::blank().mark(Tone::Yes, Mark::Yes),
        Some(Value::No) => Line::blank().mark(Tone::No, Mark::No),
        Some(Value::Na) => Line::blank().mark(Tone::Na, Mark::Na),
        Some(Value::Point(point)) => Line::of(Tone::Text, point.to_string()),
        None => Line::blank().mark(Tone::Quiet, Mark::Open),
    }
}

/// The cause in at most so many columns, and the pins of an item.
fn beside(desk: &Desk, item: &Item, lang: Lang, most: usize) -> Line {
    let Some(answer) = desk.history.sheet().answer(&item.id) else { return Line::blank() };
    let mut line = Line::blank();
    if let Some(cause) = cause_text(item, answer, lang) {
        line = line.text(Tone::Quiet, Shown::line(cause).clip(most).into_string());
    }
    let pins = pins(desk, answer);
    if !pins.is_empty() {
        if line.width() > 0 {
            line = line.space(2);
        }
        line = line.text(Tone::Accent, pins);
    }
    line
}

/// The words of the cause that was picked.
pub fn cause_text<'a>(item: &'a Item, answer: &Answer, lang: Lang) -> Option<&'a str> {
    let id = answer.cause.as_ref()?;
    item.causes.iter().find(|cause| cause.id == *id).map(|cause| cause.text.get(lang))
}

/// The pinned messages by their numbers: `m7 m12`, at most three.
fn pins(desk: &Desk, answer: &Answer) -> String {
    let turns = &desk.transcript.turns;
    let numbers: Vec<String> = turns
        .iter()
        .filter(|turn| answer.evidence.contains(&turn.id))
        .map(|turn| format!("m{}", turn.number))
        .collect();
    match numbers.len() {
        0..=3 => numbers.join(" "),
        more => format!("{} +{}", numbers[..2].join(" "), more - 2),
    }
}

fn waiting(desk: &Desk, item: &Item, count: usize, lang: Lang) -> String {
    let Some(when) = &item.when else { return String::new() };
    let other = desk.checklist.item(&when.item).map_or("", |item| item.text.get(lang));
    let value = value_word(when.value, lang);
    let said = match when.equal {
        true => both!("+ {count} if {value}: {other}", "+ {count} si {value}\u{202f}: {other}"),
        false => both!("+ {count} unless {value}: {other}", "+ {count} sauf si {value}\u{202f}: {other}"),
    };
    Shown::line(said.get(lang)).into_string()
}

/// An answer in a word.
pub fn value_word(value: Value, lang: Lang) -> String {
    let word = match value {
        Value::Yes => Bilingual::fixed("yes", "oui"),
        Value::No => Bilingual::fixed("no", "non"),
        Value::Na => Bilingual::fixed("n/a", "s. o."),
        Value::Point(point) => return point.to_string(),
    };
    word.get(lang).to_owned()
}
