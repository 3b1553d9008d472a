//! Charts out of the glyph set: a dot with its interval in the row, a line through the rows, a funnel.

use super::face::whole;
use super::table::{barred, numbers};
use super::{Hand, MARGIN};
use crate::both;
use crate::domain::book::{Cell, Chart, Kind, Sheet};
use crate::tui::screens::lines::{Line, Mark, Tone, wrapped};
use crate::words::Bilingual;

/// Rows of a chart.
const HIGH: usize = 7;
/// Columns that a chart takes at most.
const WIDE: usize = 72;

/// From which value to which a picture goes.
pub struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// The scale of a sheet that is drawn row by row: shares and scores in full, anything else from nothing on.
    pub fn of(sheet: &Sheet) -> Option<Scale> {
        let Some(Chart::Bars { value, interval, beside, .. }) =
            sheet.chart.as_ref().filter(|_| barred(sheet))
        else {
            return None;
        };
        let kind = sheet.columns.iter().find(|column| column.id == *value)?.kind;
        let most = match kind {
            Kind::Share => 1.0,
            Kind::Score => 100.0,
            _ => {
                let ids = [Some(*value), *beside, interval.map(|(_, high)| high)].into_iter().flatten();
                let all = ids.filter_map(|id| numbers(sheet, id)).flatten().flatten();
                all.fold(0.0, f64::max)
            }
        };
        (most > 0.0).then_some(Scale { low: 0.0, high: most })
    }

    /// The cell of a value among so many.
    fn cell(&self, value: f64, cells: usize) -> usize {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        (share * cells.saturating_sub(1) as f64).round() as usize
    }
}

/// A row of a sheet with bars: its value as a dot, its interval as a line with ticks, what it is compared to as a ring.
pub fn whisker(sheet: &Sheet, row: usize, scale: &Scale, columns: usize) -> Option<Line> {
    let Some(Chart::Bars { value, interval, beside, .. }) = &sheet.chart else { return None };
    let at = |id: &str| numbers(sheet, id)?.get(row).copied().flatten();
    let value = at(value)?;
    let mut cells = vec![(Tone::Quiet, Mark::Open); columns];
    let mut put = |place: usize, tone, mark| {
        if let Some(cell) = cells.get_mut(place) {
            *cell = (tone, mark);
        }
    };
    if let Some((low, high)) = interval.and_then(|(low, high)| Some((at(low)?, at(high)?))) {
        let (low, high) = (scale.cell(low, columns), scale.cell(high, columns));
        for place in low..=high {
            put(place, Tone::Text, Mark::Rule);
        }
        put(low, Tone::Text, Mark::TickLeft);
        put(high, Tone::Text, Mark::TickRight);
    }
    if let Some(beside) = beside.and_then(at) {
        put(scale.cell(beside, columns), Tone::Text, Mark::Begun);
    }
    put(scale.cell(value, columns), Tone::Accent, Mark::Settled);
    Some(cells.into_iter().fold(Line::blank(), |line, (tone, mark)| line.mark(tone, mark)))
}

/// The chart above the rows, for sheets that have one of their own.
pub fn plot(sheet: &Sheet, hand: &Hand) -> Vec<Line> {
    match &sheet.chart {
        Some(Chart::Line { along, value, against }) => line(sheet, along, value, against, hand),
        Some(Chart::Funnel { n, value, inner, outer }) => funnel(sheet, (n, value), [inner, outer], hand),
        Some(Chart::Bars { .. }) | None => Vec::new(),
    }
}

/// A grid of marks, the highest row first.
struct Grid {
    rows: Vec<Vec<Option<(Tone, Mark)>>>,
    scale: Scale,
}

impl Grid {
    fn new(columns: usize, values: impl Iterator<Item = f64>) -> Option<Grid> {
        let (low, high) =
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        if !(low.is_finite() && high.is_finite()) {
            return None;
        }
        let high = if high > low { high } else { low + 1.0 };
        Some(Grid { rows: vec![vec![None; columns]; HIGH], scale: Scale { low, high } })
    }

    fn put(&mut self, column: usize, value: f64, tone: Tone, mark: Mark) {
        let row = HIGH - 1 - self.scale.cell(value, HIGH);
        if let Some(cell) = self.rows.get_mut(row).and_then(|cells| cells.get_mut(column)) {
            *cell = Some((tone, mark));
        }
    }

    /// With the highest and the lowest value beside.
    fn lines(self, sheet: &Sheet, value: &str, hand: &Hand) -> Vec<Line> {
        let kind = sheet.columns.iter().find(|column| column.id == value).map_or(Kind::Number(1), |c| c.kind);
        let label = |value| whole(&Cell::Number(value), kind, hand);
        let (top, bottom) = (label(self.scale.high), label(self.scale.low));
        let wide = Line::of(Tone::Quiet, &top).width().max(Line::of(Tone::Quiet, &bottom).width());
        let last = self.rows.len().saturating_sub(1);
        let row = |(place, cells): (usize, Vec<Option<(Tone, Mark)>>)| {
            let label = if place == 0 {
                &top
            } else if place == last {
                &bottom
            } else {
                ""
            };
            let gap = wide.saturating_sub(Line::of(Tone::Quiet, label).width());
            let line = Line::blank().space(MARGIN + gap).text(Tone::Quiet, label).space(1);
            let line = line.mark(Tone::Frame, Mark::Gutter);
            cells.into_iter().fold(line, |line, cell| match cell {
                Some((tone, mark)) => line.mark(tone, mark),
                None => line.space(1),
            })
        };
        self.rows.into_iter().enumerate().map(row).collect()
    }
}

/// A line through the rows, the last of them where there are more than columns.
fn line(sheet: &Sheet, along: &str, value: &str, against: &[&str], hand: &Hand) -> Vec<Line> {
    let Some(values) = numbers(sheet, value) else { return Vec::new() };
    let lines: Vec<Vec<Option<f64>>> = against.iter().filter_map(|id| numbers(sheet, id)).collect();
    let room = hand.room().saturating_sub(MARGIN + 12).clamp(1, WIDE);
    let from = values.len().saturating_sub(room);
    let step = (room / values.len().max(1)).clamp(1, 6);
    let seen = |all: &[Option<f64>]| all.iter().skip(from).copied().collect::<Vec<_>>();
    let (values, lines) = (seen(&values), lines.iter().map(|line| seen(line)).collect::<Vec<_>>());
    let all = values.iter().chain(lines.iter().flatten()).copied().flatten();
    let Some(mut grid) = Grid::new((values.len().saturating_sub(1)) * step + 1, all) else {
        return Vec::new();
    };
    for (nth, line) in lines.iter().enumerate() {
        let mark = if nth == 0 { Mark::Rule } else { Mark::Open };
        for (place, at) in line.iter().enumerate() {
            for column in (place * step).saturating_sub(step / 2)..=place * step + (step - 1) / 2 {
                at.iter().for_each(|at| grid.put(column, *at, Tone::Quiet, mark));
            }
        }
    }
    for (place, at) in values.iter().enumerate() {
        if let Some(at) = at {
            grid.put(place * step, *at, Tone::Accent, Mark::Settled);
        }
    }
    let mut out = grid.lines(sheet, value, hand);
    let ends = sheet.columns.iter().position(|column| column.id == along).and_then(|place| {
        let kind = sheet.columns.get(place)?.kind;
        let name = |row: &Vec<Cell>| Some(whole(row.get(place)?, kind, hand));
        Some((name(sheet.rows.get(from)?)?, name(sheet.rows.last()?)?))
    });
    if let Some((first, last)) = ends {
        let said = both!("from {first} to {last}", "de {first} à {last}");
        out.extend(wrapped(Tone::Quiet, said.get(hand.lang), hand.room(), MARGIN));
    }
    out
}

/// A point for each row over what it stands on; limits where the points are.
fn funnel(
    sheet: &Sheet,
    (n, value): (&str, &str),
    limits: [&(&'static str, &'static str); 2],
    hand: &Hand,
) -> Vec<Line> {
    let (Some(ns), Some(values)) = (numbers(sheet, n), numbers(sheet, value)) else { return Vec::new() };
    let ends: Vec<(usize, Vec<Option<f64>>)> = (limits.iter().enumerate())
        .flat_map(|(which, (low, high))| [(which, *low), (which, *high)])
        .filter_map(|(which, id)| Some((which, numbers(sheet, id)?)))
        .collect();
    let most = ns.iter().flatten().copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return Vec::new();
    }
    let wide = hand.room().saturating_sub(MARGIN + 12).clamp(1, WIDE);
    let all = values.iter().chain(ends.iter().flat_map(|(_, line)| line)).copied().flatten();
    let Some(mut grid) = Grid::new(wide, all) else { return Vec::new() };
    let across = Scale { low: 0.0, high: most };
    for (which, line) in &ends {
        let mark = if *which == 0 { Mark::Open } else { Mark::Rule };
        for (n, at) in ns.iter().zip(line) {
            if let (Some(n), Some(at)) = (n, at) {
                grid.put(across.cell(*n, wide), *at, Tone::Quiet, mark);
            }
        }
    }
    for (n, at) in ns.iter().zip(&values) {
        if let (Some(n), Some(at)) = (n, at) {
            grid.put(across.cell(*n, wide), *at, Tone::Accent, Mark::Settled);
        }
    }
    let mut out = grid.lines(sheet, value, hand);
    let most = whole(&Cell::Number(most), Kind::Number(0), hand);
    let legend = Bilingual::made(
        format!("from 0 to {most} cases; a point is one row, between limits of chance at 95% and 99.8%"),
        format!(
            "de 0 à {most} cas\u{202f}; un point par ligne, entre les limites du hasard à 95\u{202f}% et 99,8\u{202f}%"
        ),
    );
    out.extend(wrapped(Tone::Quiet, legend.get(hand.lang), hand.room(), MARGIN));
    out
}
