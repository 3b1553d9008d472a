//! Draws *Review*: reads its state, changes nothing.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use super::lines::{cells, paint_line, paint_lines};
use super::transcript::{self, Marks};
use super::{Paint, style};
use crate::both;
use crate::domain::review::ReviewRole;
use crate::tui::input::field::Field;
use crate::tui::screens::lines::{Line, Mark, Tone, wrapped};
use crate::tui::screens::review::{Focus, Front, Geometry, Pane, ReviewScreen};
use crate::words::Bilingual;

/// Draws the screen into `area`; returns where the real cursor goes.
pub fn draw(screen: &ReviewScreen, area: Rect, paint: &Paint, frame: &mut Frame) -> Option<Position> {
    let area = area.intersection(frame.area());
    let shape = screen.geometry(paint.lang, area.width, area.height);
    let at = |pane: Pane| placed(pane, area);
    if screen.desk().is_none() {
        let said = screen.nothing(paint.lang, usize::from(area.width));
        paint_lines(&said, at(shape.body), paint, frame.buffer_mut());
        return None;
    }
    let head = screen.head(paint.lang, usize::from(area.width));
    if let Some((title, scores)) = head.split_first() {
        paint_line(title, at(shape.header), paint, frame.buffer_mut());
        paint_lines(scores, at(shape.scores), paint, frame.buffer_mut());
    }
    let body = at(shape.body);
    let over = at(shape.panel);
    let panel = screen.panel_in(paint.lang, usize::from(over.width), usize::from(over.height));
    let cursor = match panel {
        Some((lines, below)) => {
            rule(&Rule::default(), at(shape.panel_title), paint, frame.buffer_mut());
            draw_panel(screen, &lines, below, over, paint, frame.buffer_mut())
        }
        None => draw_panes(screen, &shape, area, paint, frame),
    };
    draw_trouble(screen, body, paint, frame.buffer_mut());
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
    draw_barred(field, Rect { x: body.x + 3, y, width, height: 1 }.intersection(body), paint, buffer)
}

pub(in crate::tui::view) fn clear(area: Rect, buffer: &mut Buffer) {
    for position in area.positions() {
        if let Some(cell) = buffer.cell_mut(position) {
            cell.reset();
        }
    }
}

/// How many rows are below.
pub(in crate::tui::view) fn more(below: usize, paint: &Paint) -> Line {
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
    frame: &mut Frame,
) -> Option<Position> {
    let lang = paint.lang;
    let at = |pane: Pane| placed(pane, area);
    let turns = screen.desk().map_or(&[][..], |desk| &desk.transcript.turns);
    let focused = |focus| screen.focus() == focus;
    let marks = Marks {
        pins: screen.pins(),
        found: screen.found(),
        focused: focused(Focus::Transcript),
        ..Marks::default()
    };
    let read = transcript::draw(turns, screen.reading(), &marks, at(shape.transcript), paint, frame);
    let buffer = frame.buffer_mut();
    let list = at(shape.items);
    let seen = screen.checklist(lang, usize::from(list.width), usize::from(list.height));
    paint_lines(&seen.lines, list, paint, buffer);
    let told = at(shape.detail);
    let (lines, hidden) = screen.told(lang, usize::from(told.width), usize::from(told.height));
    paint_lines(&lines, told, paint, buffer);

    let about_team = screen.desk().is_some_and(|desk| desk.role == ReviewRole::Lead);
    let title = match about_team {
        true => Bilingual::fixed("The team", "L’équipe"),
        false => Bilingual::fixed("Conversation", "Conversation"),
    };
    let over = Rule { title: title.get(lang), focused: focused(Focus::Transcript), ..Rule::default() };
    rule(&over, at(shape.transcript_title), paint, buffer);
    let title = Bilingual::fixed("Checklist", "Liste de contrôle");
    let above = hidden_rows(paint.glyphs.up, seen.above, lang);
    let over = Rule { title: title.get(lang), focused: focused(Focus::Items), right: &above };
    rule(&over, at(shape.items_title), paint, buffer);
    let below = hidden_rows(paint.glyphs.down, seen.below, lang);
    let about = screen.told_title(lang, hidden);
    let between = Rule { title: &about, focused: false, right: &below };
    rule(&between, at(shape.detail_title), paint, buffer);
    wall(shape, area, paint, buffer);

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
            draw_barred(field, area.intersection(told), paint, buffer)
        }
        Front::Find(_) => search_cursor,
        _ => match screen.focus() {
            Focus::Items => cursor(list, 1, seen.here),
            Focus::Transcript => read,
        },
    }
}

/// The real cursor stands at the row in front, so that magnifiers and screen readers follow.
pub(in crate::tui::view) fn cursor(pane: Rect, column: u16, here: Option<usize>) -> Option<Position> {
    let place = Position { x: pane.x.saturating_add(column), y: pane.y.saturating_add(cells(here?)) };
    pane.contains(place).then_some(place)
}

/// A rule: a title at its left, at its right how many rows are out of view.
#[derive(Clone, Copy, Default)]
pub(in crate::tui::view) struct Rule<'a> {
    pub title: &'a str,
    pub focused: bool,
    pub right: &'a str,
}

pub(in crate::tui::view) fn hidden_rows(arrow: &str, count: usize, lang: crate::words::Lang) -> String {
    match count {
        0 => String::new(),
        _ => both!("{arrow} {count} more", "{arrow} encore {count}").get(lang).to_owned(),
    }
}

pub(in crate::tui::view) fn rule(words: &Rule, area: Rect, paint: &Paint, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let columns = usize::from(area.width);
    let line = paint.glyphs.rule.repeat(columns);
    buffer.set_stringn(area.x, area.y, line, columns, style(paint.theme.frame));
    let mut used = 0;
    if !words.title.is_empty() && columns > 6 {
        let look = if words.focused { paint.theme.accent } else { paint.theme.quiet };
        let (end, _) =
            buffer.set_stringn(area.x + 1, area.y, format!(" {} ", words.title), columns - 3, style(look));
        used = usize::from(end - area.x);
    }
    let wide = words.right.width() + 2;
    if !words.right.is_empty() && used + wide + 2 <= columns {
        let x = area.right() - cells(wide) - 1;
        buffer.set_string(x, area.y, format!(" {} ", words.right), style(paint.theme.quiet));
    }
}

fn wall(shape: &Geometry, area: Rect, paint: &Paint, buffer: &mut Buffer) {
    let wall = placed(shape.wall, area);
    for position in wall.positions() {
        let mark = if position.y == wall.y { paint.glyphs.tee_down } else { paint.glyphs.wall };
        buffer.set_string(position.x, position.y, mark, style(paint.theme.frame));
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

/// A text field behind a bar that says where typing lands; returns where its cursor stands.
pub(in crate::tui::view) fn draw_barred(
    field: &Field,
    area: Rect,
    paint: &Paint,
    buffer: &mut Buffer,
) -> Option<Position> {
    for position in (Rect { width: area.width.min(1), ..area }).positions() {
        buffer.set_string(position.x, position.y, paint.glyphs.pin, style(paint.theme.accent));
    }
    let inner = Rect { x: area.x.saturating_add(2), width: area.width.saturating_sub(2), ..area };
    draw_field(field, inner, paint, buffer)
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
