//! Drawing help and palette: the same list of actions.

use ratatui::Frame;
use ratatui::layout::Position;

use crate::tui::action::Availability;
use crate::tui::geometry::Area;
use crate::tui::model::Model;
use crate::tui::screens::help::purpose;
use crate::tui::screens::palette::{Kind, Picker, list_area, listed};
use crate::tui::view::list::cursor;
use crate::tui::view::pen::{Pen, cells};
use crate::tui::view::{Paint, field};
use crate::words::Bilingual;

const HELP: Bilingual = Bilingual::fixed("Help", "Aide");
const ACTIONS: Bilingual = Bilingual::fixed("Actions", "Actions");
const FIND: Bilingual = Bilingual::fixed("find", "chercher");
const NONE: Bilingual = Bilingual::fixed("No action has these words.", "Aucune action ne contient ces mots.");
const EVERYWHERE: Bilingual = Bilingual::fixed("everywhere", "partout");

/// Draws the list over the content.
pub fn draw(
    model: &Model,
    picker: &Picker,
    content: Area,
    paint: &Paint,
    frame: &mut Frame<'_>,
) -> Option<Position> {
    let Paint { lang, theme, .. } = *paint;
    let mut pen = Pen::new(frame.buffer_mut(), content, paint);
    let title = if picker.kind == Kind::Help { HELP } else { ACTIONS };
    pen.rule(0, &[(title.get(lang), theme.title)], true);
    let mut row = 1;
    if picker.kind == Kind::Help {
        pen.within(Area { rows: 3, ..content.inside(1, 0) }).wrapped(
            0,
            1,
            purpose(model.place()).get(lang),
            theme.text,
        );
        row = 3;
    }
    let column = pen.put(1, row, FIND.get(lang), theme.accent) + 1;
    let part = Area {
        x: content.x + column,
        y: content.y + row,
        columns: content.columns.saturating_sub(column + 2).min(40),
        rows: 1,
    };
    let typing = field::draw(&mut pen, part, &picker.filter, true);
    let rows = listed(model, picker);
    let mut pen = pen.within(list_area(content, picker.kind));
    if rows.is_empty() {
        pen.put(1, 0, NONE.get(lang), theme.text);
    }
    let keys = rows.iter().map(|row| cells(&row.keys)).max().unwrap_or(0).min(18);
    let mut before = rows.get(picker.cursor.top.saturating_sub(1)).is_none_or(|row| row.here);
    for (at, (place, row)) in (0u16..).zip(rows.iter().enumerate().skip(picker.cursor.top)) {
        if at >= pen.area.rows {
            break;
        }
        pen.put_until(2, at, 2 + keys, &row.keys, theme.accent);
        let look = if row.availability == Availability::Ready { theme.text } else { theme.quiet };
        let column = pen.put(4 + keys, at, row.row.long().get(lang), look);
        if let Availability::Disabled(why) = &row.availability {
            pen.put(column + 2, at, why.get(lang), theme.quiet);
        } else if picker.kind == Kind::Help && before && !row.here {
            pen.put_right(column + 2, at, EVERYWHERE.get(lang), theme.quiet);
        }
        before = row.here;
        if place == picker.cursor.at {
            cursor(&mut pen, at, Some(true));
        }
    }
    typing
}
