//! A line through the rows, beside the lines that it is read against.

use maud::{Markup, html};

use super::chart::{Column, Drawn, WIDTH, px, told};
use super::scale::Scale;
use crate::domain::book::Sheet;
use crate::domain::shown::Shown;
use crate::formats::export::manner::Manner;

const LEFT: f64 = 66.0;
/// For the names of the lines beside, and where there are none.
const NAMES: f64 = 150.0;
const NO_NAMES: f64 = 40.0;
const TOP: f64 = 16.0;
const FOOT: f64 = 250.0;
const HEIGHT: f64 = 284.0;
/// Names of lines keep so far apart.
const APART: f64 = 15.0;
/// Labels along the bottom.
const LABELS: usize = 7;

/// Draws the rows.
pub fn draw(sheet: &Sheet, along: &str, value: &str, against: &[&str], manner: &Manner) -> Option<Drawn> {
    let (along, value) = (Column::of(sheet, along)?, Column::of(sheet, value)?);
    let against: Vec<Column> = against.iter().filter_map(|id| Column::of(sheet, id)).collect();
    value.figures().next()?;
    let right = WIDTH - if against.is_empty() { NO_NAMES } else { NAMES };
    let all = value.figures().chain(against.iter().flat_map(Column::figures));
    let up = Scale::over(all, value.kind, false, (FOOT, TOP));
    let last = sheet.rows.len().saturating_sub(1).max(1) as f64;
    let x = |row: usize| LEFT + 10.0 + (right - LEFT - 20.0) * row as f64 / last;
    let inside = html! {
        @for mark in up.marks() {
            @let y = up.place(mark);
            line.grid x1=(LEFT) x2=(px(right)) y1=(px(y)) y2=(px(y)) {}
            text.soft x=(LEFT - 10.0) y=(px(y + 4.0)) text-anchor="end" { (value.mark(mark, manner)) }
        }
        @for row in labelled(sheet.rows.len()) {
            text.soft x=(px(x(row))) y=(FOOT + 22.0) text-anchor="middle" {
                (Shown::line(&along.along(&sheet.rows[row], manner)).clip(13).as_str())
            }
        }
        @for line in &against { path.against d=(path(sheet, line, &x, &up)) {} }
        (names(sheet, &against, (right, &up), manner))
        path.trace d=(path(sheet, &value, &x, &up)) {}
        @for (place, row) in sheet.rows.iter().enumerate() {
            @if let Some(figure) = value.figure(row) {
                circle.dot cx=(px(x(place))) cy=(px(up.place(figure))) r="4" {
                    title { (along.text(row, manner)) ": " (value.text(row, manner)) }
                }
            }
        }
    };
    let mut keys =
        vec![(html! { path.trace d="M1 7H23" {} circle.dot cx="12" cy="7" r="4" {} }, value.name(manner))];
    if !against.is_empty() {
        let names: Vec<String> = against.iter().map(|line| line.name(manner)).collect();
        keys.push((html! { path.against d="M1 7H23" {} }, names.join(", ")));
    }
    Some(Drawn {
        height: HEIGHT,
        told: told(sheet, |row| along.text(row, manner), value, manner),
        inside,
        keys,
    })
}

/// The line through a column; where a row has no figure, it breaks.
fn path(sheet: &Sheet, column: &Column<'_>, x: &impl Fn(usize) -> f64, up: &Scale) -> String {
    let mut path = String::new();
    let mut drawing = false;
    for (place, row) in sheet.rows.iter().enumerate() {
        let figure = column.figure(row);
        if let Some(figure) = figure {
            let step = if drawing { 'L' } else { 'M' };
            path.push_str(&format!("{step}{} {}", px(x(place)), px(up.place(figure))));
        }
        drawing = figure.is_some();
    }
    path
}

/// The names of the lines beside, at their ends, none over another.
fn names(sheet: &Sheet, against: &[Column<'_>], (right, up): (f64, &Scale), manner: &Manner) -> Markup {
    let mut ends: Vec<(f64, String)> = against
        .iter()
        .filter_map(|line| {
            let end = sheet.rows.iter().rev().find_map(|row| line.figure(row))?;
            let name = Shown::line(&line.name(manner)).clip(20).into_string();
            Some((up.place(end), name))
        })
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut above = f64::NEG_INFINITY;
    for (y, _) in &mut ends {
        *y = y.max(above + APART);
        above = *y;
    }
    html! {
        @for (y, name) in &ends {
            text.soft x=(px(right + 8.0)) y=(px(y + 4.0)) { (name) }
        }
    }
}

/// Which rows have their label: the last, and back from it in even steps.
fn labelled(rows: usize) -> impl Iterator<Item = usize> {
    let step = rows.div_ceil(LABELS).max(1);
    (0..rows).rev().step_by(step)
}
