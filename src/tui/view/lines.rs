//! Paints the lines that screens lay out.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Paint, bars, style};
use crate::tui::screens::lines::{Line, Lit, Mark, Piece, Tone};
use crate::tui::theme::Look;

/// The look of a tone.
pub fn look(paint: &Paint, tone: Tone) -> Look {
    let theme = &paint.theme;
    match tone {
        Tone::Text => theme.text,
        Tone::Quiet => theme.quiet,
        Tone::Accent => theme.accent,
        Tone::Title => theme.title,
        Tone::Frame => theme.frame,
        Tone::Yes => theme.yes,
        Tone::No => theme.no,
        Tone::Na => theme.na,
        Tone::Customer => theme.customer,
        Tone::Agent => theme.agent,
        Tone::Private => theme.private,
        Tone::Found => theme.found,
        Tone::Warning => theme.warning,
    }
}

fn glyph(paint: &Paint, mark: Mark) -> &'static str {
    let glyphs = &paint.glyphs;
    match mark {
        Mark::Cursor => glyphs.cursor,
        Mark::Yes => glyphs.yes,
        Mark::No => glyphs.no,
        Mark::Na => glyphs.na,
        Mark::Open => glyphs.open,
        Mark::Pin => glyphs.pin,
        Mark::Gutter => glyphs.gutter,
        Mark::GutterPrivate => glyphs.gutter_private,
        Mark::Dot => glyphs.dot,
        Mark::Up => glyphs.up,
        Mark::Down => glyphs.down,
        Mark::Rule => glyphs.rule,
        Mark::Begun => glyphs.draft,
        Mark::Settled => glyphs.sealed,
        Mark::Elsewhere => glyphs.drawn,
        Mark::Becomes => glyphs.greater,
        Mark::TickLeft => glyphs.ticks[0],
        Mark::TickRight => glyphs.ticks[1],
    }
}

/// Paints lines from the top of `area`; what does not fit is left out.
pub fn paint_lines<'a>(
    lines: impl IntoIterator<Item = &'a Line>,
    area: Rect,
    paint: &Paint,
    buffer: &mut Buffer,
) {
    for (row, line) in (area.top()..area.bottom()).zip(lines) {
        paint_line(line, Rect { y: row, height: 1, ..area }, paint, buffer);
    }
}

/// Paints one line into the first row of `area`. The part behind a fill keeps its place at the right; the part before
/// it is cut with a mark where both do not fit.
pub fn paint_line(line: &Line, area: Rect, paint: &Paint, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return;
    }
    let columns = usize::from(area.width);
    let split = line.pieces.iter().position(|piece| *piece == Piece::Fill).unwrap_or(line.pieces.len());
    let (left, right) = line.pieces.split_at(split);
    let right_wide: usize = right.iter().map(Piece::width).sum();
    let right_wide = if right_wide <= columns { right_wide } else { 0 };
    let mut pen = Pen { x: area.x, y: area.y, room: columns, paint, buffer };
    let room = if right_wide > 0 { columns.saturating_sub(right_wide + 1) } else { columns };
    pen.room = room.min(columns);
    pen.run(left);
    if right_wide > 0 {
        pen.x = area.x + cells(columns - right_wide);
        pen.room = right_wide;
        pen.run(right);
    }
    let lit = match line.lit {
        Lit::No => return,
        Lit::Here => paint.theme.cursor,
        Lit::Away => paint.theme.cursor_away,
    };
    buffer.set_style(Rect { height: 1, ..area }, lit_style(lit));
}

/// The cursor's look over a whole row: it replaces the inks of the pieces, so that nothing becomes illegible.
fn lit_style(look: Look) -> Style {
    let lit = style(look);
    if look.reversed { Style::reset().patch(lit) } else { lit }
}

struct Pen<'a, 'b> {
    x: u16,
    y: u16,
    room: usize,
    paint: &'a Paint,
    buffer: &'b mut Buffer,
}

impl Pen<'_, '_> {
    fn run(&mut self, pieces: &[Piece]) {
        let wide: usize = pieces.iter().map(Piece::width).sum();
        let cut = wide > self.room && self.room > 0;
        if cut {
            self.room -= 1;
        }
        for piece in pieces {
            match piece {
                Piece::Text(tone, text) => self.put(text, look(self.paint, *tone)),
                Piece::Mark(tone, mark) => self.put(glyph(self.paint, *mark), look(self.paint, *tone)),
                Piece::Bar(share, columns) => {
                    let (filled, empty) = bars::bar(&self.paint.glyphs, *share, *columns);
                    self.put(&filled, self.paint.theme.bar);
                    self.put(&empty, self.paint.theme.quiet);
                }
                Piece::Spark(shares) => {
                    self.put(&bars::spark(&self.paint.glyphs, shares), self.paint.theme.bar);
                }
                Piece::Fill => {}
            }
        }
        if cut {
            self.room = 1;
            self.put(self.paint.glyphs.more, self.paint.theme.quiet);
        }
    }

    fn put(&mut self, text: &str, look: Look) {
        let (end, _) = self.buffer.set_stringn(self.x, self.y, text, self.room, style(look));
        self.room -= usize::from(end - self.x).min(self.room);
        self.x = end;
    }
}

/// Columns or rows as the terminal counts them.
pub fn cells(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
