//! Moving about: items, messages, pillars, panes, matches; and the mouse.

use super::{Focus, Front, ReviewScreen, items};
use crate::both;
use crate::domain::checklist::Item;
use crate::domain::review::Gap;
use crate::tui::action::Action;
use crate::tui::input::field::Field;
use crate::tui::message::Effect;
use crate::tui::screens::{Context, Say};

impl ReviewScreen {
    /// Carries out an action that changes nothing in the review.
    pub(super) fn go(&mut self, action: Action, cx: &mut Context) {
        let before = self.at;
        match (action, self.focus) {
            (Action::Up, Focus::Items) => self.step_item(-1),
            (Action::Down, Focus::Items) => self.step_item(1),
            (Action::NextMessage | Action::PreviousMessage | Action::PageUp | Action::PageDown, _)
            | (Action::Up | Action::Down | Action::HalfUp | Action::HalfDown, Focus::Transcript)
            | (Action::First | Action::Last, Focus::Transcript) => self.read_on(action, cx),
            (Action::HalfUp, Focus::Items) => self.scroll_detail(-1, cx),
            (Action::HalfDown, Focus::Items) => self.scroll_detail(1, cx),
            (Action::First, Focus::Items) => self.end_item(false),
            (Action::Last, Focus::Items) => self.end_item(true),
            (Action::Left, _) => self.focus = Focus::Transcript,
            (Action::Right, _) => self.focus = Focus::Items,
            (Action::NextPane | Action::PreviousPane, Focus::Items) => self.focus = Focus::Transcript,
            (Action::NextPane | Action::PreviousPane, Focus::Transcript) => self.focus = Focus::Items,
            (Action::Zoom, _) => self.zoom = !self.zoom,
            (Action::Open | Action::NextOpen, _) => self.next_open(cx),
            (Action::NextPillar, _) => self.step_pillar(1),
            (Action::PreviousPillar, _) => self.step_pillar(-1),
            (Action::NextMatch, _) => self.step_match(true, cx),
            (Action::PreviousMatch, _) => self.step_match(false, cx),
            (Action::CopyReference, _) => {
                if let Some(desk) = &self.desk {
                    cx.effects.push(Effect::Copy(desk.transcript.reference.as_str().to_owned()));
                }
            }
            _ => {}
        }
        if self.at != before {
            self.show_hint(cx);
        }
        // A pane may have come into view, or changed its width.
        self.keep_in_view(cx);
    }

    /// The place of an item in the checklist.
    pub(super) fn place_of(&self, id: &str) -> Option<usize> {
        self.desk.as_ref()?.checklist.items.iter().position(|item| item.id == id)
    }

    /// Moves the item cursor.
    pub(super) fn stand_on(&mut self, at: usize) {
        if self.at != at {
            self.detail_top = 0;
        }
        self.at = at;
    }

    /// Leaves an item that has ceased to apply for the nearest one that does.
    pub(super) fn settle(&mut self) {
        let places = self.places();
        if places.contains(&self.at) {
            return;
        }
        let before = places.iter().rev().find(|place| **place < self.at);
        if let Some(place) = before.or(places.first()).copied() {
            self.stand_on(place);
        }
    }

    /// The places of the items that apply, as the list shows them.
    fn places(&self) -> Vec<usize> {
        let Some(desk) = &self.desk else { return Vec::new() };
        // The list goes pillar by pillar, whatever the order of the file.
        let rows = items::rows(desk, crate::words::Lang::En, usize::MAX);
        rows.into_iter()
            .filter_map(|row| match row {
                items::Row::Item(place) => Some(place),
                _ => None,
            })
            .collect()
    }

    fn step_item(&mut self, by: isize) {
        let places = self.places();
        let here = places.iter().position(|place| *place == self.at).unwrap_or(0);
        let to = here.saturating_add_signed(by).min(places.len().saturating_sub(1));
        if let Some(place) = places.get(to) {
            self.stand_on(*place);
        }
    }

    fn end_item(&mut self, last: bool) {
        let places = self.places();
        if let Some(place) = if last { places.last() } else { places.first() } {
            self.stand_on(*place);
        }
    }

    /// The next item without an answer, round the end; where none is left, says what to do.
    pub(super) fn next_open(&mut self, cx: &mut Context) {
        let places = self.places();
        let here = places.iter().position(|place| *place == self.at).unwrap_or(0);
        let after = places.iter().skip(here + 1).chain(places.iter().take(here + 1));
        let open = after.copied().find(|place| self.is_open(*place));
        match open {
            Some(place) => self.stand_on(place),
            None => self.say_done(cx),
        }
    }

    fn say_done(&mut self, cx: &mut Context) {
        let Some(desk) = &self.desk else { return };
        if self.read_only().is_some() {
            return;
        }
        let gaps = desk.history.sheet().gaps(&desk.checklist);
        let missing = gaps.iter().filter(|gap| matches!(gap, Gap::CommentMissing(_))).count();
        let (en, fr) = self.keys.pair(Action::Seal);
        cx.says.push(Say::Fact(match missing {
            0 => self.done(),
            1 => both!(
                "All answered; one comment is missing. {en} shows where.",
                "Tout est répondu\u{202f}; il manque un commentaire. {fr} montre où."
            ),
            n => both!(
                "All answered; {n} comments are missing. {en} shows where.",
                "Tout est répondu\u{202f}; il manque {n} commentaires. {fr} montre où."
            ),
        }));
    }

    fn is_open(&self, place: usize) -> bool {
        let Some(desk) = &self.desk else { return false };
        desk.checklist.items.get(place).is_some_and(|item| desk.history.sheet().answer(&item.id).is_none())
    }

    /// The next pillar's first open item, or its first one.
    fn step_pillar(&mut self, by: isize) {
        let Some(desk) = &self.desk else { return };
        let pillars: Vec<&str> = desk.checklist.scored_pillars().map(|pillar| pillar.id.as_str()).collect();
        let Some(here) = self.item().and_then(|item| pillars.iter().position(|id| *id == item.pillar)) else {
            return;
        };
        let count = pillars.len().cast_signed();
        let to = pillars[(here.cast_signed() + by).rem_euclid(count).cast_unsigned()].to_owned();
        let of_pillar = |item: Option<&Item>| item.is_some_and(|item| item.pillar == to);
        let places: Vec<usize> =
            self.places().into_iter().filter(|place| of_pillar(desk.checklist.items.get(*place))).collect();
        let place = places.iter().find(|place| self.is_open(**place)).or(places.first()).copied();
        if let Some(place) = place {
            self.stand_on(place);
        }
    }

    /// Where only one pane is in view, answering brings the checklist to the front, as reading does the conversation.
    pub(super) fn face_items(&mut self, cx: &Context) {
        if self.shape(cx).items.rows == 0 {
            self.focus = Focus::Items;
        }
    }

    fn read_on(&mut self, action: Action, cx: &Context) {
        if self.shape(cx).transcript.rows == 0 {
            self.focus = Focus::Transcript;
        }
        let pane = self.shape(cx).transcript;
        if let Some(desk) = &self.desk {
            self.reading.moved(action, &desk.transcript.turns, pane.columns, pane.rows);
        }
    }

    fn keep_in_view(&mut self, cx: &Context) {
        let pane = self.shape(cx).transcript;
        if let Some(desk) = self.desk.as_ref().filter(|_| pane.rows > 0) {
            self.reading.keep(&desk.transcript.turns, pane.columns, pane.rows);
        }
    }

    fn scroll_detail(&mut self, by: isize, cx: &Context) {
        let pane = self.shape(cx).detail;
        let (lines, below) = self.told(cx.lang, usize::from(pane.columns), usize::from(pane.rows));
        // A page, less a row to hold on to.
        let page = (lines.len().cast_signed() - 1).max(1);
        let wanted = self.detail_top.saturating_add_signed(by * page);
        self.detail_top = wanted.min(self.detail_top + below);
    }

    /// Opens the line of a search.
    pub(super) fn open_search(&mut self, cx: &Context) {
        self.front = Front::Find(Field::line(&self.search.query));
        // What is typed must be in view.
        if self.shape(cx).transcript.rows == 0 {
            self.focus = Focus::Transcript;
        }
    }

    /// Searches for what stands in the field.
    pub(super) fn look(&mut self, query: &str, cx: &Context) {
        let Some(desk) = &self.desk else { return };
        self.search.look(&desk.transcript, query, self.reading.message);
        self.show_match(cx);
    }

    /// Goes to the next match, or to the one before.
    pub(super) fn step_match(&mut self, forward: bool, cx: &Context) {
        self.search.turn_to(forward);
        self.show_match(cx);
    }

    fn show_match(&mut self, cx: &Context) {
        let pane = self.shape(cx).transcript;
        let (Some(desk), Some((turn, byte))) = (&self.desk, self.search.here()) else { return };
        self.reading.show(turn, byte, &desk.transcript.turns, pane.columns, pane.rows);
    }

    /// A click, from the top left corner of the screen's area.
    pub fn click(&mut self, column: u16, row: u16, cx: &mut Context) {
        let shape = self.shape(cx);
        if self.captures() || self.panel_is_open() {
            return;
        }
        let Some(desk) = &self.desk else { return };
        if shape.items.holds(column, row) {
            self.focus = Focus::Items;
            let rows = items::rows(desk, cx.lang, usize::from(shape.items.columns));
            let first = items::first_in_view(&rows, self.at, usize::from(shape.items.rows));
            let hit = rows.get(first + usize::from(row - shape.items.y)).and_then(|row| row.item());
            if let Some(place) = hit {
                self.front = Front::Nothing;
                self.stand_on(place);
            }
        } else if shape.transcript.holds(column, row) {
            self.focus = Focus::Transcript;
            let (turns, pane) = (&desk.transcript.turns, shape.transcript);
            if let Some(message) = self.reading.at_row(row - pane.y, turns, pane.columns, pane.rows) {
                self.reading.message = message;
            }
        }
    }

    /// The wheel, over a cell of the screen's area.
    pub fn scroll(&mut self, column: u16, row: u16, rows: i16, cx: &mut Context) {
        let shape = self.shape(cx);
        if self.panel_is_open() {
            self.scroll_panel(isize::from(rows), cx);
        } else if shape.transcript.holds(column, row) {
            if let Some(desk) = &self.desk {
                let (turns, pane) = (&desk.transcript.turns, shape.transcript);
                self.reading.scroll(isize::from(rows), turns, pane.columns, pane.rows);
            }
        } else if shape.detail.holds(column, row) {
            let pane = shape.detail;
            let (_, below) = self.told(cx.lang, usize::from(pane.columns), usize::from(pane.rows));
            let wanted = self.detail_top.saturating_add_signed(isize::from(rows));
            self.detail_top = wanted.min(self.detail_top + below);
        } else if shape.items.holds(column, row) && !self.captures() {
            self.front = Front::Nothing;
            self.step_item(isize::from(rows.signum()));
        }
    }
}
