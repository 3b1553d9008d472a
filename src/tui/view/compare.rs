//! Draws *Compare*: reads its state, changes nothing.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::lines::{cells, paint_line, paint_lines};
use super::pen::rect;
use super::review::{Rule, clear, cursor, draw_barred, hidden_rows, more, rule};
use super::transcript::{self, Marks};
use super::{Paint, style};
use crate::tui::geometry::{Area, Pane};
use crate::tui::screens::compare::{CompareScreen, Front, Geometry};
use crate::tui::screens::review::MARGIN;

/// Draws the screen into `area`; returns where the real cursor goes.
pub fn draw(screen: &CompareScreen, area: Rect, paint: &Paint, frame: &mut Frame) -> Option<Position> {
    let area = area.intersection(frame.area());
    let lang = paint.lang;
    let shape = screen.geometry(lang, area.width, area.height);
    let at = |part: Area| placed(part, area);
    if let Some(title) = screen.title_line(lang) {
        paint_line(&title, at(shape.title), paint, frame.buffer_mut());
    }
    let head = screen.head_lines(lang, usize::from(area.width), usize::from(area.height.saturating_sub(1)));
    paint_lines(&head, at(shape.head), paint, frame.buffer_mut());
    if matches!(screen.front(), Front::Third) {
        rule(&Rule::default(), at(shape.list_title), paint, frame.buffer_mut());
    }
    if shape.page.rows > 0 || shape.list_title == Area::default() {
        return draw_page(screen, at(shape.page), paint, frame);
    }
    draw_panes(screen, &shape, area, paint, frame)
}

fn placed(part: Area, area: Rect) -> Rect {
    rect(Area { x: area.x.saturating_add(part.x), y: area.y.saturating_add(part.y), ..part })
        .intersection(area)
}

fn draw_page(screen: &CompareScreen, page: Rect, paint: &Paint, frame: &mut Frame) -> Option<Position> {
    let (columns, rows) = (usize::from(page.width), usize::from(page.height));
    let (lines, below) = screen.page(paint.lang, columns, rows);
    let buffer = frame.buffer_mut();
    paint_lines(&lines, page, paint, buffer);
    if below > 0 && page.height > 1 {
        let row = Rect { y: page.bottom() - 1, height: 1, ..page };
        buffer.set_style(row, Style::reset());
        clear(row, buffer);
        paint_line(&more(below, paint), row, paint, buffer);
    }
    let Front::Decline(field) = screen.front() else { return None };
    let margin = cells(MARGIN);
    let y = page.y.saturating_add(cells(lines.len()));
    let width = page.width.saturating_sub(2 * margin).min(72);
    draw_barred(field, Rect { x: page.x + margin, y, width, height: 1 }.intersection(page), paint, buffer)
}

fn draw_panes(
    screen: &CompareScreen,
    shape: &Geometry,
    area: Rect,
    paint: &Paint,
    frame: &mut Frame,
) -> Option<Position> {
    let lang = paint.lang;
    let at = |part: Area| placed(part, area);
    let (list, side) = (at(shape.list), at(shape.side));
    let seen = screen.list(lang, usize::from(list.width), usize::from(list.height), shape.roomy);
    paint_lines(&seen.lines, list, paint, frame.buffer_mut());
    let focused = |pane| screen.focus() == pane && !screen.captures();
    let (mut read, mut hidden, mut told) = (None, 0, Vec::new());
    if let (true, Some(compare)) = (screen.is_reading(), screen.compare()) {
        let named = screen.named(lang);
        let marks = Marks { named: &named, focused: focused(Pane::Side), ..Marks::default() };
        read = transcript::draw(&compare.transcript.turns, screen.reading(), &marks, side, paint, frame);
    } else {
        (told, hidden) = screen.told(lang, usize::from(side.width), usize::from(side.height));
        paint_lines(&told, side, paint, frame.buffer_mut());
    }
    let buffer = frame.buffer_mut();
    let title = screen.list_title(lang);
    // Where the rows are stacked, one arrow says both: the cursor keeps its row in view.
    let right = if seen.below > 0 {
        hidden_rows(paint.glyphs.down, seen.below, lang)
    } else {
        hidden_rows(paint.glyphs.up, seen.above, lang)
    };
    rule(
        &Rule { title: &title, focused: focused(Pane::List), right: &right },
        at(shape.list_title),
        paint,
        buffer,
    );
    let title = screen.side_title(lang, hidden);
    rule(
        &Rule { title: &title, focused: focused(Pane::Side), right: "" },
        at(shape.side_title),
        paint,
        buffer,
    );
    wall(shape, area, paint, buffer);
    match screen.front() {
        Front::Remark(field) | Front::Because(field) => {
            let head = cells(told.len()).min(side.height.saturating_sub(1));
            let inner = Rect { y: side.y + head, height: side.height - head, ..side };
            let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
            draw_barred(field, inner.intersection(side), paint, buffer)
        }
        _ if screen.focus() == Pane::Side => read.or_else(|| cursor(side, 0, Some(0))),
        _ => cursor(list, 1, seen.here),
    }
}

fn wall(shape: &Geometry, area: Rect, paint: &Paint, buffer: &mut ratatui::buffer::Buffer) {
    let wall = placed(shape.wall, area);
    for position in wall.positions() {
        let mark = if position.y == wall.y { paint.glyphs.tee_down } else { paint.glyphs.wall };
        buffer.set_string(position.x, position.y, mark, style(paint.theme.frame));
    }
}
