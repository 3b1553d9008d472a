//! The rows of a sheet. What fits stands in columns, in the sheet's order; what does not fit stands below its row with
//! its column's name, so that nothing is lost on a narrow screen.

use unicode_width::UnicodeWidthStr;

use super::face::{Face, face};
use super::plot::{self, Scale};
use super::{Hand, MARGIN};
use crate::domain::book::{Chart, Kind, Sheet};
use crate::domain::shown::Shown;
use crate::tui::screens::lines::{Line, Tone, wrapped};
use crate::tui::screens::page::Page;
use crate::words::Bilingual;

/// Columns that the names of rows keep at least, where they need them: at least, and where all the
/// others have their room.
const LEAD: (usize, usize) = (20, 30);
/// Words longer than this stand below their row.
const LONGEST: usize = 22;
/// Between two columns.
const GAP: usize = 2;
/// Columns from which on there are pictures in the rows.
const ROOMY: usize = 72;
/// Columns of a picture in the row: at least, and at most.
const PICTURE: (usize, usize) = (12, 26);

/// One column as it is shown: one of the sheet, or the two ends of an interval together.
struct Shaped {
    name: Bilingual,
    /// A value for each row.
    faces: Vec<Face>,
    right: bool,
    wide: usize,
}

/// The rows; each is a stop.
pub fn table(sheet: &Sheet, hand: &Hand) -> Page {
    let mut page = Page::default();
    let (same, shaped) = constant(shaped(sheet, hand));
    page.say(everywhere(&same, hand));
    let Some((lead, rest)) = shaped.split_first() else { return page };
    let room = hand.room();
    // Where there is room for a picture, it comes before the lesser columns.
    let scale = Scale::of(sheet).filter(|_| room >= ROOMY);
    let pictured = scale.as_ref().map_or(0, |_| GAP + PICTURE.0);
    let wordy = |column: &Shaped| !column.right && column.wide > LONGEST;
    let all: usize = rest.iter().filter(|column| !wordy(column)).map(|column| GAP + column.wide).sum();
    let least = lead.wide.min(room.saturating_sub(MARGIN + pictured + all).clamp(LEAD.0, LEAD.1));
    let mut used = MARGIN + least + pictured;
    // Words that are long, and what stands behind the first that does not fit, go below.
    let mut beside = Vec::new();
    let mut below = Vec::new();
    for column in rest {
        if !wordy(column) && used + GAP + column.wide <= room {
            used += GAP + column.wide;
            beside.push(column);
        } else {
            below.push(column);
        }
    }
    let spare = room.saturating_sub(used);
    let name = lead.wide.min(least + spare);
    let spare = spare - (name - least);
    let picture = scale.as_ref().map_or(0, |_| (PICTURE.0 + spare).min(PICTURE.1));
    page.say(head(lead, &beside, name, picture, hand));
    for row in 0..sheet.rows.len() {
        let said = lead.faces.get(row).map_or("", |face| face.text.as_str());
        let mut names = Shown::line(said).wrap(name.max(1)).into_iter();
        let first = names.next().map(Shown::into_string).unwrap_or_default();
        let mut line = Line::blank().space(MARGIN).text(Tone::Text, first).to(MARGIN + name);
        if picture > 0 {
            let drawn = scale.as_ref().and_then(|scale| plot::whisker(sheet, row, scale, picture));
            line = line.space(GAP);
            let end = line.width() + picture;
            line = line.then(drawn.unwrap_or_default()).to(end);
        }
        for column in &beside {
            let face = column.faces.get(row).cloned().unwrap_or_default();
            line = aligned(line.space(GAP), &face.text, face.tone(), column);
        }
        let mut lines = vec![line];
        lines.extend(names.map(|more| Line::blank().space(MARGIN).text(Tone::Text, more.into_string())));
        lines.extend(rest_of(&below, row, hand));
        page.stop(lines);
    }
    page
}

/// Columns that say the same in every row are said once, above them.
fn constant(mut all: Vec<Shaped>) -> (Vec<Shaped>, Vec<Shaped>) {
    let same = |column: &Shaped| {
        let first = column.faces.first();
        column.faces.len() > 2
            && first.is_some_and(|face| face.told)
            && column.faces.iter().all(|f| Some(f) == first)
    };
    let mut others = all.split_off(all.len().min(1));
    let same = others.extract_if(.., |column| same(column)).collect();
    all.append(&mut others);
    (same, all)
}

/// `In every row: n 66, Drawn 74`.
fn everywhere(same: &[Shaped], hand: &Hand) -> Vec<Line> {
    let one = |column: &Shaped| {
        let said = column.faces.first().map_or("", |face| face.text.as_str());
        format!("{} {said}", column.name.get(hand.lang))
    };
    let all = same.iter().map(one).collect::<Vec<_>>().join(", ");
    if all.is_empty() {
        return Vec::new();
    }
    let words = crate::both!("In every row: {all}", "Sur chaque ligne\u{202f}: {all}");
    wrapped(Tone::Quiet, words.get(hand.lang), hand.room(), MARGIN)
}

/// A text in its column.
fn aligned(line: Line, text: &str, tone: Tone, column: &Shaped) -> Line {
    let gap = column.wide.saturating_sub(text.width());
    if column.right { line.space(gap).text(tone, text) } else { line.text(tone, text).space(gap) }
}

/// The names of the columns above the rows, as many lines as the longest takes.
fn head(lead: &Shaped, beside: &[&Shaped], name: usize, picture: usize, hand: &Hand) -> Vec<Line> {
    let over = |column: &Shaped, wide: usize| {
        Shown::line(column.name.get(hand.lang))
            .wrap(wide.max(1))
            .into_iter()
            .map(Shown::into_string)
            .collect()
    };
    let first: Vec<String> = over(lead, name);
    let others: Vec<Vec<String>> = beside.iter().map(|column| over(column, column.wide)).collect();
    let rows = others.iter().chain([&first]).map(Vec::len).max().unwrap_or(0);
    (0..rows)
        .map(|row| {
            let at = |lines: &[String]| {
                let from = rows - lines.len();
                row.checked_sub(from).and_then(|place| lines.get(place)).cloned().unwrap_or_default()
            };
            let mut line = Line::blank().space(MARGIN).text(Tone::Quiet, at(&first)).to(MARGIN + name);
            if picture > 0 {
                line = line.space(GAP + picture);
            }
            for (column, lines) in beside.iter().zip(&others) {
                line = aligned(line.space(GAP), &at(lines), Tone::Quiet, column);
            }
            line
        })
        .collect()
}

/// What stands below a row: each figure behind its column's name, as many on a line as fit; long words on lines of
/// their own.
fn rest_of(below: &[&Shaped], row: usize, hand: &Hand) -> Vec<Line> {
    let (mut lines, mut line) = (Vec::new(), Line::blank());
    let indent = MARGIN + 2;
    for column in below {
        let Some(face) = column.faces.get(row).filter(|face| !face.text.is_empty()) else { continue };
        let name = column.name.get(hand.lang);
        let chunk = Line::of(Tone::Quiet, name).space(1).text(face.tone(), &face.text);
        let lone = indent + chunk.width() > hand.room() || (!column.right && column.wide > LONGEST);
        if !line.pieces.is_empty() && (lone || line.width() + 3 + chunk.width() > hand.room()) {
            lines.push(std::mem::take(&mut line));
        }
        if lone {
            // A sentence speaks for itself.
            lines.extend(wrapped(Tone::Quiet, &face.text, hand.room(), indent));
        } else if line.pieces.is_empty() {
            line = Line::blank().space(indent).then(chunk);
        } else {
            line = line.dot().then(chunk);
        }
    }
    if !line.pieces.is_empty() {
        lines.push(line);
    }
    lines
}

/// The columns of a sheet; the two ends of an interval, which stand beside each other, become one.
fn shaped(sheet: &Sheet, hand: &Hand) -> Vec<Shaped> {
    let mut out = Vec::new();
    // An id stands for its words where there are any.
    let mut place = usize::from(sheet.columns.get(1).is_some_and(|c| c.kind == Kind::Text) && coded(sheet));
    while let Some(column) = sheet.columns.get(place) {
        if column.kind == Kind::Key {
            place += 1;
            continue;
        }
        let faces = |place: usize, kind: Kind| -> Vec<Face> {
            let cell = |row: &Vec<crate::domain::book::Cell>| {
                row.get(place).map(|cell| face(cell, kind, hand)).unwrap_or_default()
            };
            sheet.rows.iter().map(cell).collect()
        };
        let mut own = faces(place, column.kind);
        let mut name = column.name.clone();
        let next = sheet.columns.get(place + 1);
        if let Some(high) = next.filter(|next| ends(column.id, next.id) && next.kind == column.kind) {
            let others = faces(place + 1, high.kind);
            own = own.into_iter().zip(others).map(|(low, high)| between(low, high, hand)).collect();
            // The ends of anything else bear a name that goes on: *worst case from*.
            if column.id == "low" {
                name = Bilingual::fixed("95% interval", "intervalle à 95\u{202f}%");
            }
            place += 1;
        }
        place += 1;
        let right = column.kind != Kind::Text;
        if column.id == "n" {
            name = Bilingual::fixed("n", "n");
        }
        let head = Shown::line(name.get(hand.lang));
        let least = own.iter().map(|face| face.text.width()).max().unwrap_or(0).max(1);
        // A name takes two lines at most.
        let wide = (least..head.width()).find(|wide| head.wrap(*wide).len() <= 2 && !broken(&head, *wide));
        let wide = wide.unwrap_or(least.max(head.width()));
        out.push(Shaped { name, faces: own, right, wide });
    }
    out.retain(|column| column.faces.iter().any(|face| !face.text.is_empty()));
    out
}

/// Whether a width breaks a word of a name.
fn broken(head: &Shown, wide: usize) -> bool {
    head.as_str().split(' ').any(|word| word.width() > wide)
}

/// Whether the first column holds nothing but ids.
fn coded(sheet: &Sheet) -> bool {
    sheet.rows.iter().all(|row| matches!(row.first(), Some(crate::domain::book::Cell::Code(_))))
}

/// Whether two columns are the ends of one interval.
fn ends(low: &str, high: &str) -> bool {
    low.strip_suffix("low").is_some_and(|stem| high.strip_suffix("high") == Some(stem))
}

/// `70 to 86`; where both ends say the same that is no figure, it is said once.
fn between(low: Face, high: Face, hand: &Hand) -> Face {
    if low.told && high.told {
        let (low, high) = (low.text, high.text);
        let text = crate::both!("{low} to {high}", "{low} à {high}").get(hand.lang).to_owned();
        return Face { text, told: true };
    }
    if low.told { high } else { low }
}

/// The chart's columns by their ids.
pub(super) fn numbers(sheet: &Sheet, id: &str) -> Option<Vec<Option<f64>>> {
    let place = sheet.columns.iter().position(|column| column.id == id)?;
    Some(sheet.rows.iter().map(|row| row.get(place).and_then(number)).collect())
}

fn number(cell: &crate::domain::book::Cell) -> Option<f64> {
    use crate::domain::book::Cell;
    match cell {
        Cell::Number(value) | Cell::Measured(value, _) if value.is_finite() => Some(*value),
        Cell::Count(count) => Some(*count as f64),
        _ => None,
    }
}

/// Whether a sheet is drawn row by row.
pub(super) fn barred(sheet: &Sheet) -> bool {
    matches!(sheet.chart, Some(Chart::Bars { .. }))
}
