//! Draws *Review*: reads its state, changes nothing.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::lines::{cells, paint_line, paint_lines};
use super::{Paint, style};
use crate::both;
use crate::tui::input::field::Field;
use crate::tui::screens::lines::{Line, Mark, Tone, wrapped};
use crate::tui::screens::review::{Focus, Front, Geometry, Pane, ReviewScreen};
use crate::words::Bilingual;

/// Draws the screen into `area`; returns where the real cursor goes.
pub fn draw(screen: &ReviewScreen, area: Rect, paint: &Paint, frame: &mut Frame) -> Option<Position> {
    let area = area.intersection(frame.area());
    let buffer = frame.buffer_mut();
    let shape = screen.geometry(paint.lang, area.width, area.height);
    let at = |pane: Pane| placed(pane, area);
    if screen.desk().is_none() {
        paint_lines(&nothing(paint, usize::from(area.width)), at(shape.body), paint, buffer);
        return None;
    }
    let head = screen.head(paint.lang, usize::from(area.width));
    if let Some((title, scores)) = head.split_first() {
        paint_line(title, at(shape.header), paint, buffer);
        paint_lines(scores, at(shape.scores), paint, buffer);
    }
    let body = at(shape.body);
    let panel = screen.panel_in(paint.lang, usize::from(body.width), usize::from(body.height));
    let cursor = match panel {
        Some((lines, below)) => draw_panel(screen, &lines, below, body, paint, buffer),
        None => draw_panes(screen, &shape, area, paint, buffer),
    };
    draw_trouble(screen, body, paint, buffer);
    cursor
}

/// That saving has stopped is said as long as it holds, over the last rows.
fn draw_trouble(screen: &ReviewScreen, body: Rect, paint: &Paint, buffer: &mut Buffer) {
    let Some(said) = screen.trouble(paint.lang) else { return };
    let lines = wrapped(Tone::Warning, &said, usize::from(body.width).saturating_sub(1), 1);
    let rows = cells(lines.len()).min(body.height);
    let area = Rect { y: body.bottom() - rows, height: rows, ..body };
    clear(area, buffer);
    paint_lines(&lines, area, paint, buffer);
}

fn placed(pane: Pane, area: Rect) -> Rect {
    Rect { x: area.x + pane.x, y: area.y + pane.y, width: pane.columns, height: pane.rows }.intersection(area)
}

fn nothing(paint: &Paint, columns: usize) -> Vec<Line> {
    let said = Bilingual::fixed(
        "No review is open. Choose a conversation on Today (F2) or Conversations (F3) and press enter.",
        "Aucune évaluation n’est ouverte. Choisissez une conversation sur Aujourd’hui (F2) ou Conversations (F3), puis entrée.",
    );
    let mut lines = vec![Line::blank()];
    lines.extend(wrapped(Tone::Text, said.get(paint.lang), columns.min(80), 3));
    lines
}

fn draw_panel(
    screen: &ReviewScreen,
    lines: &[Line],
    below: usize,
    body: Rect,
    paint: &Paint,
    buffer: &mut Buffer,
) -> Option<Position> {
    paint_lines(lines, body, paint, buffer);
    if below > 0 && body.height > 1 {
        let row = Rect { y: body.bottom() - 1, height: 1, ..body };
        buffer.set_style(row, ratatui::style::Style::reset());
        clear(row, buffer);
        paint_line(&more(below, paint), row, paint, buffer);
    }
    let Front::Void(field) = screen.front() else { return None };
    let y = body.y.saturating_add(cells(lines.len()));
    let width = body.width.saturating_sub(6).min(80);
    draw_field(field, Rect { x: body.x + 3, y, width, height: 1 }.intersection(body), paint, buffer)
}

fn clear(area: Rect, buffer: &mut Buffer) {
    for position in area.positions() {
        if let Some(cell) = buffer.cell_mut(position) {
            cell.reset();
        }
    }
}

/// How many rows are below.
fn more(below: usize, paint: &Paint) -> Line {
    let said = both!("{below} more", "encore {below}");
    Line::blank()
        .fill()
        .mark(Tone::Quiet, Mark::Down)
        .space(1)
        .text(Tone::Quiet, said.get(paint.lang))
        .space(1)
}

fn draw_panes(
    screen: &ReviewScreen,
    shape: &Geometry,
    area: Rect,
    paint: &Paint,
    buffer: &mut Buffer,
) -> Option<Position> {
    let lang = paint.lang;
    let at = |pane: Pane| placed(pane, area);
    let reading = at(shape.transcript);
    let lines = screen.conversation(lang, usize::from(reading.width), usize::from(reading.height));
    paint_lines(&lines, reading, paint, buffer);
    let list = at(shape.items);
    let (rows, here, below) = screen.checklist(lang, usize::from(list.width), usize::from(list.height));
    paint_lines(&rows, list, paint, buffer);
    let told = at(shape.detail);
    let (lines, hidden) = screen.told(lang, usize::from(told.width), usize::from(told.height));
    paint_lines(&lines, told, paint, buffer);

    let titles = Bilingual::fixed("Conversation", "Conversation");
    let list_title = Bilingual::fixed("Checklist", "Liste de contrôle");
    rule(titles.get(lang), screen.focus() == Focus::Transcript, 0, at(shape.transcript_title), paint, buffer);
    rule(list_title.get(lang), screen.focus() == Focus::Items, 0, at(shape.items_title), paint, buffer);
    rule("", false, below, at(shape.detail_title), paint, buffer);
    wall(shape, area, paint, buffer);
    if hidden > 0 && told.height > 0 {
        hint_more(hidden, told, paint, buffer);
    }

    let searching = at(shape.search);
    let search_cursor = draw_search(screen, searching, paint, buffer);
    match screen.front() {
        Front::Comment { field, .. } => {
            let head = cells(lines.len()).min(told.height.saturating_sub(1));
            let area = Rect {
                x: told.x + 1,
                y: told.y + head,
                width: told.width.saturating_sub(2),
                height: told.height - head,
            };
            draw_field(field, area.intersection(told), paint, buffer)
        }
        Front::Find(_) => search_cursor,
        _ => cursor(screen, reading, list, here),
    }
}

/// The real cursor stands at the row in front, so that magnifiers and screen readers follow.
fn cursor(screen: &ReviewScreen, reading: Rect, list: Rect, here: Option<usize>) -> Option<Position> {
    match screen.focus() {
        Focus::Items => here
            .map(|row| list.y.saturating_add(cells(row)))
            .filter(|row| *row < list.bottom() && list.width > 1)
            .map(|row| Position { x: list.x + 1, y: row }),
        Focus::Transcript => (reading.height > 0).then_some(Position { x: reading.x, y: reading.y }),
    }
}

/// A rule with a title, and at its right how many rows below it are hidden.
fn rule(title: &str, focused: bool, below: usize, area: Rect, paint: &Paint, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let line = paint.glyphs.rule.repeat(usize::from(area.width));
    buffer.set_stringn(area.x, area.y, line, usize::from(area.width), style(paint.theme.frame));
    if !title.is_empty() && area.width > 6 {
        let look = if focused { paint.theme.accent } else { paint.theme.quiet };
        let room = usize::from(area.width) - 3;
        buffer.set_stringn(area.x + 1, area.y, format!(" {title} "), room, style(look));
    }
    if below > 0 {
        let said = both!("{below} more", "encore {below}");
        let text = format!(" {} {} ", paint.glyphs.down, said.get(paint.lang));
        let wide = cells(text.chars().count());
        if wide + 8 < area.width {
            buffer.set_string(area.right() - wide - 1, area.y, text, style(paint.theme.quiet));
        }
    }
}

fn wall(shape: &Geometry, area: Rect, paint: &Paint, buffer: &mut Buffer) {
    let wall = placed(shape.wall, area);
    for position in wall.positions() {
        let mark = if position.y == wall.y { paint.glyphs.tee_down } else { paint.glyphs.wall };
        buffer.set_string(position.x, position.y, mark, style(paint.theme.frame));
    }
}

/// Says that the item in front has more to tell than fits, and how to read it.
fn hint_more(hidden: usize, told: Rect, paint: &Paint, buffer: &mut Buffer) {
    let said = both!("{hidden} more: + or ctrl-d", "encore {hidden}\u{202f}: + ou ctrl-d");
    let text = format!(" {} {} ", paint.glyphs.down, said.get(paint.lang));
    let wide = cells(text.chars().count());
    if wide < told.width {
        buffer.set_string(told.right() - wide, told.bottom() - 1, text, style(paint.theme.quiet));
    }
}

fn draw_search(screen: &ReviewScreen, area: Rect, paint: &Paint, buffer: &mut Buffer) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let found = Line::blank().fill().text(Tone::Quiet, screen.matches(paint.lang)).space(1);
    paint_line(&found, area, paint, buffer);
    let room = area.width.saturating_sub(cells(found.width()) + 4);
    buffer.set_stringn(area.x, area.y, " / ", usize::from(area.width), style(paint.theme.accent));
    let field_area = Rect { x: area.x.saturating_add(3), width: room, ..area }.intersection(area);
    match screen.front() {
        Front::Find(field) => draw_field(field, field_area, paint, buffer),
        _ => {
            paint_line(&Line::of(Tone::Text, screen.query()), field_area, paint, buffer);
            None
        }
    }
}

/// A text field in its area; returns where its cursor stands.
fn draw_field(field: &Field, area: Rect, paint: &Paint, buffer: &mut Buffer) -> Option<Position> {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return None;
    }
    let (rows, row, column) = field.view(area.width, area.height);
    for (y, text) in (area.top()..area.bottom()).zip(rows) {
        buffer.set_stringn(area.x, y, text.as_str(), usize::from(area.width), style(paint.theme.text));
    }
    Some(Position { x: area.x.saturating_add(column), y: area.y.saturating_add(row) })
}
