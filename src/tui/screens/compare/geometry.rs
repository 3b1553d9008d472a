//! Where everything on *Compare* lies: a pure function of the area and the state.

use super::{CompareScreen, Front, head};
use crate::tui::geometry::{Area, Pane, SIDE_BY_SIDE};
use crate::words::Lang;

/// From so many rows on, a narrow screen gives each difference a second row.
const TALL: u16 = 30;
/// Rows of a note that is written.
const NOTE_ROWS: u16 = 4;

/// Where everything lies, from the top left corner of the screen's area; what is not shown has no rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Geometry {
    /// Which conversation, and who compares.
    pub title: Area,
    /// The pillars of both, and how far the talk has come.
    pub head: Area,
    /// What is told instead of the panes; below the head where there is one.
    pub page: Area,
    /// The rule over the list.
    pub list_title: Area,
    /// The list.
    pub list: Area,
    /// The wall between the panes, where they stand side by side.
    pub wall: Area,
    /// The rule over what is in front.
    pub side_title: Area,
    /// The difference in front, or the conversation.
    pub side: Area,
    /// Whether a difference takes a second row for what was said about it.
    pub roomy: bool,
}

impl CompareScreen {
    /// Where everything lies in an area.
    pub fn geometry(&self, lang: Lang, columns: u16, rows: u16) -> Geometry {
        let mut g = Geometry::default();
        let whole = Area::of(columns, rows);
        let Some(compare) = &self.compare else {
            g.page = whole;
            return g;
        };
        let (title, rest) = whole.top(1);
        g.title = title;
        if !self.is_open() {
            g.page = rest;
            return g;
        }
        let head = head::lines(compare, &self.keys, lang, usize::from(columns), usize::from(rest.rows)).len();
        let (head, body) = rest.top(u16::try_from(head).unwrap_or(u16::MAX));
        g.head = head;
        if matches!(self.front, Front::Third) {
            (g.list_title, g.page) = body.top(1);
            return g;
        }
        let wide = columns >= SIDE_BY_SIDE;
        g.roomy = wide || rows >= TALL;
        let (list, side) = match (self.zoom.then_some(self.focus), wide) {
            (Some(Pane::List), _) => (body, Area { rows: 0, ..body }),
            (Some(Pane::Side), _) => (Area { rows: 0, ..body }, body),
            (None, true) => {
                let (list, side) = body.left(columns - columns * 9 / 20);
                let (wall, side) = side.left(1);
                g.wall = wall;
                (list, side)
            }
            (None, false) => body.top(self.list_rows(g.roomy, body.rows)),
        };
        (g.list_title, g.list) = list.top(1);
        (g.side_title, g.side) = side.top(1);
        g
    }

    /// Rows of the list with its rule, where the difference in front stands below it.
    fn list_rows(&self, roomy: bool, rows: u16) -> u16 {
        let needed = u16::try_from(self.rows(roomy).len() + 1).unwrap_or(u16::MAX);
        let share = match (self.reading, self.captures()) {
            (true, _) => rows * 3 / 10,
            (_, true) => (rows * 3 / 10).min(rows.saturating_sub(NOTE_ROWS + 4)),
            _ => rows * 45 / 100,
        };
        needed.min(share.max(3)).min(rows)
    }
}
