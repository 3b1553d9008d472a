//! A bar for each row, with its interval as a line across the end and what it is compared to as a stroke.

use maud::{Markup, html};

use super::chart::{Column, Drawn, WIDTH, px, told};
use super::scale::Scale;
use crate::domain::book::{Cell, Sheet};
use crate::domain::shown::Shown;
use crate::formats::export::manner::Manner;

/// From one bar to the next.
const STEP: f64 = 32.0;
/// How thick a bar is.
const THICK: f64 = 16.0;
/// Above the first and below the last.
const TOP: f64 = 6.0;
const BOTTOM: f64 = 28.0;
/// For the figure behind a bar.
const BEHIND: f64 = 76.0;
/// Columns of text that a label takes at most, and how wide one is.
const LABEL: usize = 34;
const LETTER: f64 = 7.6;

/// The columns of a bar chart.
struct Bars<'s> {
    label: Column<'s>,
    apart: Option<Column<'s>>,
    value: Column<'s>,
    interval: Option<(Column<'s>, Column<'s>)>,
    beside: Option<Column<'s>>,
}

impl Bars<'_> {
    /// What a row is called: its name, and what tells it from others of that name.
    fn called(&self, row: &[Cell], manner: &Manner) -> String {
        let name = self.label.text(row, manner);
        let apart = self.apart.map(|apart| apart.text(row, manner)).filter(|apart| !apart.is_empty());
        apart.map_or(name.clone(), |apart| format!("{name}, {apart}"))
    }

    fn shortened(&self, row: &[Cell], manner: &Manner) -> Shown {
        Shown::line(&self.called(row, manner)).clip(LABEL)
    }
}

/// Draws the rows.
pub fn draw(
    sheet: &Sheet,
    (label, apart, value): (&str, Option<&str>, &str),
    interval: Option<(&str, &str)>,
    beside: Option<&str>,
    manner: &Manner,
) -> Option<Drawn> {
    let bars = Bars {
        label: Column::of(sheet, label)?,
        apart: apart.and_then(|id| Column::of(sheet, id)),
        value: Column::of(sheet, value)?,
        interval: interval.and_then(|(low, high)| Some((Column::of(sheet, low)?, Column::of(sheet, high)?))),
        beside: beside.and_then(|id| Column::of(sheet, id)),
    };
    bars.value.figures().next()?;
    let widest = sheet.rows.iter().map(|row| bars.shortened(row, manner).width()).max()?;
    let left = (widest as f64 * LETTER + 14.0).max(60.0);
    let ends = bars.interval.iter().flat_map(|(low, high)| low.figures().chain(high.figures()));
    let all = bars.value.figures().chain(ends).chain(bars.beside.iter().flat_map(Column::figures));
    let scale = Scale::over(all, bars.value.kind, true, (left, WIDTH - BEHIND));
    let foot = TOP + STEP * sheet.rows.len() as f64;
    let inside = html! {
        @for mark in scale.marks() {
            @let x = px(scale.place(mark));
            line.grid x1=(x) x2=(x) y1=(px(TOP - 4.0)) y2=(px(foot)) {}
            text.soft x=(x) y=(px(foot + 18.0)) text-anchor="middle" { (bars.value.mark(mark, manner)) }
        }
        @for (row, place) in sheet.rows.iter().zip(0u32..) {
            (one(&bars, row, TOP + STEP * (f64::from(place) + 0.5), &scale, (left, manner)))
        }
    };
    Some(Drawn {
        height: foot + BOTTOM,
        told: told(sheet, |row| bars.called(row, manner), bars.value, manner),
        inside,
        keys: keys(&bars, manner),
    })
}

fn one(bars: &Bars<'_>, row: &[Cell], middle: f64, scale: &Scale, (left, manner): (f64, &Manner)) -> Markup {
    let full = bars.called(row, manner);
    let label = bars.shortened(row, manner);
    let baseline = px(middle + 4.5);
    let text = bars.value.text(row, manner);
    let interval = bars.interval.and_then(|(low, high)| Some((low.figure(row)?, high.figure(row)?)));
    html! {
        text x=(px(left - 12.0)) y=(baseline) text-anchor="end" {
            @if *label != *full { title { (full) } }
            (label.as_str())
        }
        @if let Some(value) = bars.value.figure(row) {
            @let (zero, end) = (scale.place(0.0), scale.place(value));
            rect.bar x=(px(zero.min(end))) y=(px(middle - THICK / 2.0)) width=(px((end - zero).abs()))
                height=(px(THICK)) rx="3" {}
            @if let Some(beside) = bars.beside.and_then(|beside| beside.figure(row)) {
                @let x = px(scale.place(beside));
                line.beside x1=(x) x2=(x) y1=(px(middle - 11.0)) y2=(px(middle + 11.0)) {}
            }
            @if let Some((low, high)) = interval {
                (whisker(scale.place(low), scale.place(high), middle))
            }
            @let far = interval.map_or(end, |(_, high)| end.max(scale.place(high)));
            text x=(px(far + 9.0)) y=(baseline) { (text) }
        } @else {
            text.soft x=(px(left + 6.0)) y=(baseline) { (text) }
        }
    }
}

fn whisker(low: f64, high: f64, middle: f64) -> Markup {
    let cap = |x: f64| format!("M{} {}v8", px(x), px(middle - 4.0));
    html! {
        path.whisker d={ "M" (px(low)) " " (px(middle)) "H" (px(high)) (cap(low)) (cap(high)) } {}
    }
}

fn keys(bars: &Bars<'_>, manner: &Manner) -> Vec<(Markup, String)> {
    let mut keys =
        vec![(html! { rect.bar x="1" y="2" width="22" height="10" rx="2" {} }, bars.value.name(manner))];
    if let Some((low, high)) = bars.interval {
        keys.push((whisker(3.0, 21.0, 7.0), format!("{} – {}", low.name(manner), high.name(manner))));
    }
    if let Some(beside) = bars.beside {
        keys.push((html! { line.beside x1="12" x2="12" y1="0" y2="14" {} }, beside.name(manner)));
    }
    keys
}
