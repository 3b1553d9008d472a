//! A point for each row over how many cases it stands on, between limits that narrow: who lies inside differs by no more
//! than chance. Points have no names, so that nobody reads a ranking off them.

use maud::html;

use super::chart::{Column, Drawn, WIDTH, px};
use super::scale::Scale;
use crate::domain::book::{Kind, Sheet};
use crate::formats::export::manner::Manner;

const LEFT: f64 = 66.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 16.0;
const FOOT: f64 = 290.0;
const HEIGHT: f64 = 344.0;

/// Draws the rows.
pub fn draw(
    sheet: &Sheet,
    (n, value): (&str, &str),
    inner: (&str, &str),
    outer: (&str, &str),
    manner: &Manner,
) -> Option<Drawn> {
    let (n, value) = (Column::of(sheet, n)?, Column::of(sheet, value)?);
    let pair = |(low, high): (&str, &str)| Some((Column::of(sheet, low)?, Column::of(sheet, high)?));
    let (inner, outer) = (pair(inner)?, pair(outer)?);
    value.figures().next()?;
    let limits = [outer.0, outer.1].into_iter().flat_map(|limit| limit.figures());
    let up = Scale::over(value.figures().chain(limits), value.kind, false, (FOOT, TOP));
    let along = Scale::over(n.figures(), Kind::Count, true, (LEFT, WIDTH - RIGHT));
    let points: Vec<(f64, f64)> =
        sheet.rows.iter().filter_map(|row| Some((n.figure(row)?, value.figure(row)?))).collect();
    let band = |(low, high): (Column, Column)| {
        let mut ends: Vec<(f64, f64, f64)> = sheet
            .rows
            .iter()
            .filter_map(|row| Some((n.figure(row)?, low.figure(row)?, high.figure(row)?)))
            .collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let point = |(n, y): (f64, f64)| format!("{},{}", px(along.place(n)), px(up.place(y)));
        let over = ends.iter().map(|(n, _, high)| point((*n, *high)));
        let back = ends.iter().rev().map(|(n, low, _)| point((*n, *low)));
        over.chain(back).collect::<Vec<String>>().join(" ")
    };
    let inside = html! {
        @for mark in up.marks() {
            @let y = up.place(mark);
            line.grid x1=(LEFT) x2=(WIDTH - RIGHT) y1=(px(y)) y2=(px(y)) {}
            text.soft x=(LEFT - 10.0) y=(px(y + 4.0)) text-anchor="end" { (value.mark(mark, manner)) }
        }
        @for mark in along.marks() {
            text.soft x=(px(along.place(mark))) y=(FOOT + 22.0) text-anchor="middle" {
                (n.mark(mark, manner))
            }
        }
        text.soft x=(px(f64::midpoint(LEFT, WIDTH - RIGHT))) y=(FOOT + 44.0) text-anchor="middle" {
            (n.name(manner))
        }
        polygon.band points=(band(outer)) {}
        polygon.band points=(band(inner)) {}
        @for (n, value) in &points {
            circle.dot cx=(px(along.place(*n))) cy=(px(up.place(*value))) r="5" {}
        }
    };
    let outside = |limits: (Column, Column)| {
        let lies_outside =
            |row: &&Vec<_>| match (value.figure(row), limits.0.figure(row), limits.1.figure(row)) {
                (Some(value), Some(low), Some(high)) => value < low || value > high,
                _ => false,
            };
        sheet.rows.iter().filter(lies_outside).count()
    };
    let (points, beyond) = (points.len(), outside(outer));
    let told = crate::both!(
        "{points} points; {beyond} outside the outer limits. The table below holds every figure.",
        "{points} points ; {beyond} hors des limites extérieures. Le tableau ci-dessous contient tous les chiffres."
    );
    let name = |(low, high): (Column, Column)| format!("{} – {}", low.name(manner), high.name(manner));
    let keys = vec![
        (html! { circle.dot cx="12" cy="7" r="5" {} }, value.name(manner)),
        (
            html! { rect.band x="1" y="1" width="22" height="12" {} rect.band x="1" y="1" width="22" height="12" {} },
            name(inner),
        ),
        (html! { rect.band x="1" y="1" width="22" height="12" {} }, name(outer)),
    ];
    Some(Drawn { height: HEIGHT, told: manner.say(&told).to_owned(), inside, keys })
}
