//! Where everything on *Review* lies: a pure function of the area and the state, so that a click and a drawing never
//! disagree.

use super::{Focus, Front, ReviewScreen, detail, items};
use crate::words::Lang;

/// From so many columns on, the conversation stands beside the checklist.
const WIDE: u16 = 96;
/// From so many rows on, a narrow screen stacks both panes.
const STACKED: u16 = 20;
/// Columns that a conversation keeps beside the checklist.
const LEAST_READING: u16 = 34;
/// Rows of the item in front, unless the pane is zoomed or the list leaves more.
const MOST_DETAIL: u16 = 10;
/// Columns before an item's text and the room for pins behind it.
const AROUND_ITEM: usize = 11;

/// A rectangle, from the top left corner of the screen's area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pane {
    /// Columns from the left.
    pub x: u16,
    /// Rows from the top.
    pub y: u16,
    /// Width.
    pub columns: u16,
    /// Height.
    pub rows: u16,
}

impl Pane {
    /// Whether a cell lies inside.
    pub fn holds(&self, column: u16, row: u16) -> bool {
        (self.x..self.x.saturating_add(self.columns)).contains(&column)
            && (self.y..self.y.saturating_add(self.rows)).contains(&row)
    }

    /// Takes so many rows off the top.
    fn top(&mut self, rows: u16) -> Pane {
        let taken = Pane { rows: rows.min(self.rows), ..*self };
        self.y += taken.rows;
        self.rows -= taken.rows;
        taken
    }

    /// Takes so many rows off the bottom.
    fn bottom(&mut self, rows: u16) -> Pane {
        let rows = rows.min(self.rows);
        self.rows -= rows;
        Pane { y: self.y + self.rows, rows, ..*self }
    }

    /// Takes so many columns off the right.
    fn right(&mut self, columns: u16) -> Pane {
        let columns = columns.min(self.columns);
        self.columns -= columns;
        Pane { x: self.x + self.columns, columns, ..*self }
    }
}

/// Where everything lies; what is not shown has no rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Geometry {
    /// Which conversation this is.
    pub header: Pane,
    /// The scores as they form, and whether others reviewed it.
    pub scores: Pane,
    /// Everything below.
    pub body: Pane,
    /// The rule over a panel.
    pub panel_title: Pane,
    /// What a panel covers.
    pub panel: Pane,
    /// The rule over the conversation.
    pub transcript_title: Pane,
    /// The conversation.
    pub transcript: Pane,
    /// The line of a search.
    pub search: Pane,
    /// The wall between the panes, where they stand side by side.
    pub wall: Pane,
    /// The rule over the checklist.
    pub items_title: Pane,
    /// The checklist.
    pub items: Pane,
    /// The rule between the checklist and the item in front.
    pub detail_title: Pane,
    /// The item in front.
    pub detail: Pane,
}

impl ReviewScreen {
    /// Where everything lies in an area.
    pub fn geometry(&self, lang: Lang, columns: u16, rows: u16) -> Geometry {
        let mut g = Geometry::default();
        let mut rest = Pane { x: 0, y: 0, columns, rows };
        let Some(desk) = &self.desk else {
            g.body = rest;
            return g;
        };
        g.header = rest.top(1);
        let head = self.head(lang, usize::from(columns)).len();
        g.scores = rest.top(count(head.saturating_sub(1)));
        g.body = rest;
        g.panel = rest;
        g.panel_title = g.panel.top(1);
        let wide = columns >= WIDE;
        let both = !self.zoom && (wide || rest.rows >= STACKED - 3);
        if !both {
            match self.focus {
                Focus::Items => self.items_pane(&mut g, rest, lang),
                Focus::Transcript => self.transcript_pane(&mut g, rest),
            }
        } else if wide {
            let widest = items::widest(desk, lang) + AROUND_ITEM;
            let most =
                columns.saturating_sub(LEAST_READING + 1).min(columns / 100 * 66 + columns % 100 * 66 / 100);
            let right = count(widest).clamp((columns / 2).min(most), most);
            let items = rest.right(right);
            g.wall = rest.right(1);
            self.transcript_pane(&mut g, rest);
            self.items_pane(&mut g, items, lang);
        } else {
            let share = match self.focus {
                Focus::Items => rest.rows * 35 / 100,
                Focus::Transcript => rest.rows * 60 / 100,
            };
            let above = rest.top(share);
            self.transcript_pane(&mut g, above);
            self.items_pane(&mut g, rest, lang);
        }
        g
    }

    fn transcript_pane(&self, g: &mut Geometry, mut pane: Pane) {
        g.transcript_title = pane.top(1);
        if matches!(self.front, Front::Find(_)) || !self.search.query.is_empty() {
            g.search = pane.bottom(1);
        }
        g.transcript = pane;
    }

    fn items_pane(&self, g: &mut Geometry, mut pane: Pane, lang: Lang) {
        g.items_title = pane.top(1);
        let Some(desk) = &self.desk else { return };
        let list = count(items::rows(desk, lang, usize::from(pane.columns)).len());
        let asked = matches!(self.front, Front::Causes(_) | Front::Comment { .. } | Front::Number(_));
        let least = match (asked, pane.rows) {
            // A question about the item needs room to be answered.
            (true, rows) => {
                let needed = detail::rows_asked(self, lang, usize::from(pane.columns));
                needed.max(rows * 2 / 5).min(rows.saturating_sub(4))
            }
            (false, rows) if rows < 6 => 0,
            (false, rows) if self.zoom => rows * 2 / 5,
            (false, rows) => (rows * 2 / 5).min(MOST_DETAIL),
        };
        let rows = least.max(pane.rows.saturating_sub(list + 1));
        if rows > 0 {
            g.detail = pane.bottom(rows);
            g.detail_title = pane.bottom(1);
        }
        g.items = pane;
    }
}

fn count(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
