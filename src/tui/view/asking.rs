//! Draws the form that asks a colleague.

use ratatui::Frame;
use ratatui::layout::Position;

use super::Paint;
use super::dialog::framed;
use super::lines::{cells, paint_lines};
use super::pen::{Pen, rect};
use super::review::{Rule, hidden_rows, rule};
use crate::tui::geometry::Area;
use crate::tui::screens::asking::{AskForm, Part};
use crate::words::Bilingual;

/// Columns that the confirmation takes at most.
const WIDEST: u16 = 68;

/// Draws the form over the content.
pub fn draw(form: &AskForm, content: Area, paint: &Paint, frame: &mut Frame<'_>) -> Option<Position> {
    let lang = paint.lang;
    let shape = form.shape(content);
    let mut pen = Pen::new(frame.buffer_mut(), content, paint);
    pen.blank_all();
    pen.put(1, 0, form.title().get(lang), paint.theme.title);
    let (people, replaced) = (rect(shape.people), rect(shape.replacements));
    let buffer = frame.buffer_mut();
    let title = Bilingual::fixed("Whom, in the suggested order", "Qui, dans l’ordre suggéré");
    let over = Rule { title: title.get(lang), focused: form.part == Part::Colleagues, right: "" };
    rule(&over, rect(shape.people_title), paint, buffer);
    let lines = form.people_lines(lang, usize::from(people.width), usize::from(people.height));
    paint_lines(&lines, people, paint, buffer);
    let title = Bilingual::fixed("Replaced before it leaves", "Remplacé avant de partir");
    let (lines, above, below) =
        form.replaced_lines(lang, usize::from(replaced.width), usize::from(replaced.height));
    let right = match below {
        0 => hidden_rows(paint.glyphs.up, above, lang),
        _ => hidden_rows(paint.glyphs.down, below, lang),
    };
    let over = Rule { title: title.get(lang), focused: form.part == Part::Replacements, right: &right };
    rule(&over, rect(shape.replaced_title), paint, buffer);
    paint_lines(&lines, replaced, paint, buffer);
    paint_lines(&form.note_lines(lang), rect(shape.notes), paint, buffer);
    if form.part != Part::Confirm {
        let here = lines_with_cursor(form, lang, people.width, people.height);
        return here.map(|row| Position::new(people.x, people.y + row)).filter(|at| people.contains(*at));
    }
    let columns = WIDEST.min(content.columns);
    let lines = form.confirm_lines(lang, usize::from(columns.saturating_sub(4)));
    let title = Bilingual::fixed("Ask", "Demander");
    let mut pen = Pen::new(frame.buffer_mut(), content, paint);
    let inside = framed(&mut pen, columns, cells(lines.len()) + 2, title.get(lang));
    paint_lines(&lines, rect(inside), paint, frame.buffer_mut());
    None
}

fn lines_with_cursor(form: &AskForm, lang: crate::words::Lang, columns: u16, rows: u16) -> Option<u16> {
    let lines = form.people_lines(lang, usize::from(columns), usize::from(rows));
    let lit = |line: &crate::tui::screens::lines::Line| line.lit != crate::tui::screens::lines::Lit::No;
    lines.iter().position(lit).map(cells)
}
