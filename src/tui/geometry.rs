//! Where things are: pure arithmetic used by update (paging, the mouse) and by view alike, so that neither has to
//! learn it from the other.

/// The smallest terminal that shows everything.
pub const SMALLEST: (u16, u16) = (60, 18);
/// From here on a side pane stands beside the list, below it otherwise.
pub const SIDE_BY_SIDE: u16 = 100;

/// A part of the screen, in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// The leftmost column.
    pub x: u16,
    /// The topmost row.
    pub y: u16,
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

impl Area {
    /// An area at the origin.
    pub const fn of(columns: u16, rows: u16) -> Area {
        Area { x: 0, y: 0, columns, rows }
    }

    /// The column right of the area.
    pub const fn right(self) -> u16 {
        self.x.saturating_add(self.columns)
    }

    /// The row below the area.
    pub const fn bottom(self) -> u16 {
        self.y.saturating_add(self.rows)
    }

    /// Whether a cell is inside.
    pub const fn has(self, column: u16, row: u16) -> bool {
        column >= self.x && column < self.right() && row >= self.y && row < self.bottom()
    }

    /// The first `rows` rows, and what is below them.
    pub const fn top(self, rows: u16) -> (Area, Area) {
        let rows = if rows < self.rows { rows } else { self.rows };
        let above = Area { rows, ..self };
        (above, Area { y: self.y.saturating_add(rows), rows: self.rows - rows, ..self })
    }

    /// The first `columns` columns, and what is right of them.
    pub const fn left(self, columns: u16) -> (Area, Area) {
        let columns = if columns < self.columns { columns } else { self.columns };
        let left = Area { columns, ..self };
        (left, Area { x: self.x.saturating_add(columns), columns: self.columns - columns, ..self })
    }

    /// The area without `columns` at both sides and `rows` above and below.
    pub const fn inside(self, columns: u16, rows: u16) -> Area {
        Area {
            x: self.x.saturating_add(columns),
            y: self.y.saturating_add(rows),
            columns: self.columns.saturating_sub(2 * columns),
            rows: self.rows.saturating_sub(2 * rows),
        }
    }
}

/// Whether a terminal is too small to show everything.
pub const fn too_small(columns: u16, rows: u16) -> bool {
    columns < SMALLEST.0 || rows < SMALLEST.1
}

/// The part between the title row and the footer row.
pub const fn content(columns: u16, rows: u16) -> Area {
    Area { x: 0, y: 1, columns, rows: rows.saturating_sub(2) }
}

/// Two panes of a screen. Each begins with its title row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panes {
    /// The list; without rows when the other is zoomed.
    pub list: Area,
    /// The pane beside or below it; without rows when the list is zoomed.
    pub side: Area,
    /// Whether a vertical rule stands between them: the last column of the list's area.
    pub wall: bool,
}

/// Which pane has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The list.
    #[default]
    List,
    /// What is beside or below it.
    Side,
}

impl Pane {
    /// The other one.
    pub const fn other(self) -> Pane {
        match self {
            Pane::List => Pane::Side,
            Pane::Side => Pane::List,
        }
    }
}

/// Lays out a list and its side pane: beside each other from [`SIDE_BY_SIDE`] columns on, `share` hundredths for the
/// list; below each other otherwise, half each. A zoomed pane has it all.
pub const fn panes(area: Area, share: u16, zoomed: Option<Pane>) -> Panes {
    let none = Area { columns: 0, rows: 0, ..area };
    match zoomed {
        Some(Pane::List) => Panes { list: area, side: none, wall: false },
        Some(Pane::Side) => Panes { list: none, side: area, wall: false },
        None if area.columns >= SIDE_BY_SIDE => {
            let (list, side) = area.left((area.columns as u32 * share as u32 / 100) as u16);
            Panes { list, side, wall: true }
        }
        None => {
            let (list, side) = area.top(area.rows.div_ceil(2));
            Panes { list, side, wall: false }
        }
    }
}

/// A box in the middle of `area`, at most as large as it.
pub const fn centred(area: Area, columns: u16, rows: u16) -> Area {
    let columns = if columns < area.columns { columns } else { area.columns };
    let rows = if rows < area.rows { rows } else { area.rows };
    Area { x: area.x + (area.columns - columns) / 2, y: area.y + (area.rows - rows) / 2, columns, rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn panes_fill_their_area(columns: u16, rows: u16, share in 1u16..100) {
            let area = content(columns, rows);
            let p = panes(area, share, None);
            if p.wall {
                prop_assert_eq!(p.list.columns + p.side.columns, area.columns);
                prop_assert_eq!(p.list.right(), p.side.x);
            } else {
                prop_assert_eq!(p.list.rows + p.side.rows, area.rows);
                prop_assert_eq!(p.list.bottom(), p.side.y);
            }
        }

        #[test]
        fn a_box_stays_inside(columns in 0u16..300, rows in 0u16..90, c: u16, r: u16) {
            let b = centred(Area::of(columns, rows), c, r);
            prop_assert!(b.right() <= columns && b.bottom() <= rows);
        }
    }
}
