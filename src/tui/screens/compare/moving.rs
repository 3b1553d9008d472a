//! Moving about: items, differences, panes; and the mouse.

use super::{CompareScreen, Front, Spot, list};
use crate::domain::exchange::Outcome;
use crate::tui::action::Action;
use crate::tui::geometry::Pane;
use crate::tui::screens::Context;

impl CompareScreen {
    /// Carries out an action that says nothing.
    pub(super) fn go(&mut self, action: Action, cx: &mut Context) {
        if !self.is_open() {
            self.scroll_page(action, cx);
            return;
        }
        let side = self.focus == Pane::Side;
        match action {
            Action::NextMessage | Action::PreviousMessage => self.read_on(action, cx),
            Action::PageUp | Action::PageDown if self.reading => self.read_on(action, cx),
            Action::Up | Action::Down | Action::HalfUp | Action::HalfDown | Action::First | Action::Last
                if side && self.reading =>
            {
                self.read_on(action, cx);
            }
            Action::Up | Action::Down if side => {
                self.scroll_side(if action == Action::Down { 1 } else { -1 }, cx);
            }
            Action::HalfUp | Action::PageUp => self.scroll_side(-self.screenful(cx), cx),
            Action::HalfDown | Action::PageDown => self.scroll_side(self.screenful(cx), cx),
            Action::Up => self.step(-1),
            Action::Down => self.step(1),
            Action::First => self.step(isize::MIN / 2),
            Action::Last => self.step(isize::MAX / 2),
            Action::NextOpen => self.next_where(true, |outcome| outcome == Outcome::Open),
            Action::NextDifference => self.next_where(true, |_| true),
            Action::PreviousDifference => self.next_where(false, |_| true),
            Action::NextPane | Action::PreviousPane => self.focus = self.focus.other(),
            Action::Zoom => self.zoom = !self.zoom,
            _ => {}
        }
        self.keep_reading(cx);
    }

    /// Moves the cursor of the list.
    pub(super) fn stand_on(&mut self, spot: Spot) {
        if self.at != Some(spot) {
            self.top = 0;
            self.reading = false;
        }
        self.at = Some(spot);
    }

    fn step(&mut self, by: isize) {
        let spots = self.spots();
        let here = spots.iter().position(|spot| Some(*spot) == self.at).unwrap_or(0);
        let to = here.saturating_add_signed(by).min(spots.len().saturating_sub(1));
        if let Some(spot) = spots.get(to) {
            self.stand_on(*spot);
        }
    }

    /// The next difference whose outcome is wanted, round the end.
    fn next_where(&mut self, forward: bool, wanted: impl Fn(Outcome) -> bool) {
        let Some(compare) = &self.compare else { return };
        let mut spots = self.spots();
        if !forward {
            spots.reverse();
        }
        let here = spots.iter().position(|spot| Some(*spot) == self.at).unwrap_or(0);
        let outcome = |spot: &Spot| match spot {
            Spot::Line(place) => compare.lines.get(*place).and_then(|pair| pair.outcome),
            Spot::Fold => None,
        };
        let after = spots.iter().skip(here + 1).chain(spots.iter().take(here + 1));
        let next = after.copied().find(|spot| outcome(spot).is_some_and(&wanted));
        if let Some(spot) = next {
            self.stand_on(spot);
        }
    }

    fn screenful(&self, cx: &Context) -> isize {
        let rows = self.shape(cx).side.rows.max(2) - 1;
        isize::from(i16::try_from(rows).unwrap_or(i16::MAX))
    }

    fn scroll_side(&mut self, by: isize, cx: &Context) {
        let pane = self.shape(cx).side;
        let lines = self.told_all(cx.lang, usize::from(pane.columns)).len();
        let most = lines.saturating_sub(usize::from(pane.rows));
        self.top = self.top.min(most).saturating_add_signed(by).min(most);
    }

    /// A page that is longer than the screen scrolls.
    fn scroll_page(&mut self, action: Action, cx: &Context) {
        let pane = self.shape(cx).page;
        let rows = isize::from(i16::try_from(pane.rows.max(2) - 1).unwrap_or(i16::MAX));
        let by = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp | Action::HalfUp => -rows,
            Action::PageDown | Action::HalfDown => rows,
            Action::First => isize::MIN / 2,
            Action::Last => isize::MAX / 2,
            _ => return,
        };
        let lines = self.page_lines(cx.lang, usize::from(pane.columns)).len();
        let most = lines.saturating_sub(usize::from(pane.rows));
        self.top = self.top.min(most).saturating_add_signed(by).min(most);
    }

    /// One step back inside; `false` where there is nothing left to go back from.
    pub fn back(&mut self, _cx: &mut Context) -> bool {
        if !matches!(self.front, Front::Nothing) {
            self.front = Front::Nothing;
        } else if self.reading {
            self.close_conversation();
        } else if self.zoom {
            self.zoom = false;
        } else if self.focus == Pane::Side {
            self.focus = Pane::List;
        } else {
            return false;
        }
        true
    }

    /// A click, from the top left corner of the screen's area: on the list, the cursor goes there.
    pub fn click(&mut self, column: u16, row: u16, cx: &mut Context) {
        let shape = self.shape(cx);
        if self.captures() {
            return;
        }
        if shape.list.has(column, row) {
            self.focus = Pane::List;
            let rows = self.rows(shape.roomy);
            let first = self.first(&rows, usize::from(shape.list.rows));
            match rows.get(first + usize::from(row - shape.list.y)) {
                Some(list::Row::Line(place) | list::Row::Below(place)) => self.stand_on(Spot::Line(*place)),
                Some(list::Row::Fold(_)) => {
                    self.stand_on(Spot::Fold);
                    self.unfolded = !self.unfolded;
                }
                _ => {}
            }
        } else if shape.side.has(column, row) {
            self.focus = Pane::Side;
            let (Some(compare), true) = (&self.compare, self.reading) else { return };
            let (turns, pane) = (&compare.transcript.turns, shape.side);
            if let Some(message) = self.read.at_row(row - pane.y, turns, pane.columns, pane.rows) {
                self.read.message = message;
            }
        }
    }

    /// The wheel, over a cell of the screen's area.
    pub fn scroll(&mut self, column: u16, row: u16, rows: i16, cx: &mut Context) {
        let shape = self.shape(cx);
        if !self.is_open() {
            self.scroll_page(if rows > 0 { Action::Down } else { Action::Up }, cx);
        } else if self.captures() {
        } else if shape.list.has(column, row) {
            self.step(isize::from(rows.signum()));
        } else if shape.side.has(column, row) && self.reading {
            if let Some(compare) = &self.compare {
                let pane = shape.side;
                self.read.scroll(isize::from(rows), &compare.transcript.turns, pane.columns, pane.rows);
            }
        } else if shape.side.has(column, row) {
            self.scroll_side(isize::from(rows), cx);
        }
    }

    /// The size has changed.
    pub fn resized(&mut self, cx: &mut Context) {
        self.keep_reading(cx);
    }
}
