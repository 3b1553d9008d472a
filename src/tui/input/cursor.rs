//! A cursor in a list and the first row in view.

use crate::tui::action::Action;

/// A cursor in a list of rows of equal height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The row that the cursor is on.
    pub at: usize,
    /// The first row in view.
    pub top: usize,
}

impl Cursor {
    /// Moves as `action` says in a list of `len` rows of which `page` are in view. False if the action moves nothing
    /// in a list.
    pub fn moved(&mut self, action: Action, len: usize, page: usize) -> bool {
        let page = page.max(1);
        let half = (page / 2).max(1);
        let last = len.saturating_sub(1);
        self.at = match action {
            Action::Up => self.at.saturating_sub(1),
            Action::Down => self.at + 1,
            Action::PageUp => self.at.saturating_sub(page),
            Action::PageDown => self.at + page,
            Action::HalfUp => self.at.saturating_sub(half),
            Action::HalfDown => self.at + half,
            Action::First => 0,
            Action::Last => last,
            _ => return false,
        };
        self.keep(len, page);
        true
    }

    /// Keeps the cursor in the list and in view.
    pub fn keep(&mut self, len: usize, page: usize) {
        let page = page.max(1);
        self.at = self.at.min(len.saturating_sub(1));
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(page));
        // No empty rows below the last one while there are rows above.
        self.top = self.top.min(len.saturating_sub(page));
    }

    /// Puts the cursor on a row.
    pub fn put(&mut self, at: usize, len: usize, page: usize) {
        self.at = at;
        self.keep(len, page);
    }

    /// Scrolls the view by rows; the cursor follows into view.
    pub fn scroll(&mut self, rows: i16, len: usize, page: usize) {
        let page = page.max(1);
        self.top = self.top.saturating_add_signed(isize::from(rows)).min(len.saturating_sub(page));
        self.at = self.at.clamp(self.top, (self.top + page - 1).max(self.top));
        self.keep(len, page);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_view_follows() {
        let mut c = Cursor::default();
        for _ in 0..5 {
            c.moved(Action::Down, 10, 4);
        }
        assert_eq!((c.at, c.top), (5, 2));
        c.moved(Action::Last, 10, 4);
        assert_eq!((c.at, c.top), (9, 6));
        c.moved(Action::PageUp, 10, 4);
        assert_eq!((c.at, c.top), (5, 5));
        assert!(!c.moved(Action::Seal, 10, 4));
    }

    proptest! {
        #[test]
        fn always_in_view(acts in prop::collection::vec((0usize..9, 0usize..30, 0usize..12), 0..40)) {
            use Action::*;
            let mut c = Cursor::default();
            for (what, len, page) in acts {
                match [Up, Down, PageUp, PageDown, HalfUp, HalfDown, First, Last].get(what) {
                    Some(action) => { c.moved(*action, len, page); }
                    None => c.scroll(3, len, page),
                }
                prop_assert!(c.at < len.max(1));
                prop_assert!(c.top <= c.at && c.at < c.top + page.max(1));
            }
        }
    }
}
