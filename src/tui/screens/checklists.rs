//! *Checklists*: what do we check, and why? And how far do colleagues and I answer each item alike?

mod page;

pub use page::{HOW, WHY};

use crate::domain::checklist::{Checklist, Item, Pillar, TeamMetric};
use crate::ops::hints::Measured;
use crate::ops::learning::ItemAgreed;
use crate::ops::shelf::{Shelf, Volume};
use crate::tui::action::{Action, Availability};
use crate::tui::ask::{Ask, Reply};
use crate::tui::chord::Chord;
use crate::tui::geometry::{Area, Pane, Panes, panes};
use crate::tui::input::cursor::Cursor;
use crate::tui::keymap::Keymap;
use crate::tui::message::Effect;
use crate::tui::screens::Context;
use crate::tui::screens::keys::Keys;
use crate::words::{Bilingual, Lang};

/// The list's share of the width, in hundredths, where the items stand beside it.
const SHARE: u16 = 38;
/// Rows that explain the item under the cursor.
const DETAIL: u16 = 9;

/// The state of the screen.
#[derive(Clone, Debug, Default)]
pub struct ChecklistsScreen {
    /// What is at hand; `None` before the first answer.
    pub shelf: Option<Shelf>,
    /// The cursor over [`ChecklistsScreen::shelves`].
    pub cursor: Cursor,
    /// The cursor over [`ChecklistsScreen::lines`].
    pub line: Cursor,
    /// Which pane has the keys.
    pub pane: Pane,
    /// Whether that pane is shown alone.
    pub zoomed: bool,
    /// The first row in view of the item that was opened, if one is.
    open: Option<usize>,
    keys: Keys,
}

/// A row of the list.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'a> {
    /// A checklist.
    Volume(&'a Volume),
    /// The agent's own items; `None` where there are none yet.
    Own(Option<&'a Checklist>),
    /// Files that could not be read.
    Problems(usize),
}

/// A row of the side pane.
#[derive(Clone, Copy, Debug)]
pub enum Line<'a> {
    /// A pillar with its number of items.
    Pillar(&'a Pillar, usize),
    /// An item.
    Item(&'a Item),
    /// A figure that is measured, not ticked.
    Metric(&'a TeamMetric),
    /// A problem of a file.
    Problem(&'a crate::domain::problem::Problem),
}

impl ChecklistsScreen {
    /// The screen of somebody with these keys.
    pub fn new(keymap: &Keymap) -> ChecklistsScreen {
        ChecklistsScreen { keys: Keys::new(keymap), ..ChecklistsScreen::default() }
    }

    /// The item under the cursor.
    pub fn item(&self) -> Option<&Item> {
        match self.lines().get(self.line.at) {
            Some(Line::Item(item)) => Some(item),
            _ => None,
        }
    }

    /// How far colleagues and I answer the item under the cursor alike.
    pub fn agreed(&self) -> Option<&ItemAgreed> {
        let (Some(Entry::Volume(volume)), Some(shelf)) = (self.selected(), &self.shelf) else { return None };
        let id = &self.item()?.id;
        shelf.agreement.get(&volume.digest)?.iter().find(|agreed| agreed.item == *id)
    }

    /// How often each rule for hints about the item under the cursor pointed where people's answers went.
    pub fn measured(&self) -> impl Iterator<Item = &Measured> {
        let rows = match (self.selected(), &self.shelf) {
            (Some(Entry::Volume(volume)), Some(shelf)) => shelf.hints.get(&volume.digest),
            _ => None,
        };
        let item = self.item().map(|item| item.id.as_str());
        rows.into_iter().flatten().filter(move |row| Some(row.item.as_str()) == item)
    }

    /// The rows of the list.
    pub fn shelves(&self) -> Vec<Entry<'_>> {
        let Some(shelf) = &self.shelf else { return Vec::new() };
        let mut entries: Vec<Entry<'_>> = shelf.volumes.iter().map(Entry::Volume).collect();
        entries.push(Entry::Own(shelf.own.as_deref()));
        if !shelf.problems.is_empty() {
            entries.push(Entry::Problems(shelf.problems.len()));
        }
        entries
    }

    /// The entry under the cursor.
    pub fn selected(&self) -> Option<Entry<'_>> {
        self.shelves().get(self.cursor.at).copied()
    }

    /// The rows of the side pane.
    pub fn lines(&self) -> Vec<Line<'_>> {
        match self.selected() {
            Some(Entry::Volume(volume)) => lines_of(&volume.checklist),
            Some(Entry::Own(Some(own))) => lines_of(own),
            Some(Entry::Problems(_)) => {
                self.shelf.iter().flat_map(|shelf| &shelf.problems).map(Line::Problem).collect()
            }
            Some(Entry::Own(None)) | None => Vec::new(),
        }
    }

    /// Where the panes are in an area. Below each other, the list takes no more than it needs.
    pub fn panes(&self, area: Area) -> Panes {
        let shared = panes(area, SHARE, self.zoomed.then_some(self.pane));
        if shared.wall || self.zoomed {
            return shared;
        }
        let needed = u16::try_from(self.shelves().len()).unwrap_or(u16::MAX).saturating_add(1);
        let (list, side) = area.top(needed.clamp(2, shared.list.rows.max(2)));
        Panes { list, side, wall: false }
    }

    /// Rows that an entry of the list takes: two where the list is narrow and high.
    pub const fn entry_rows(panes: Panes) -> u16 {
        if panes.wall { 2 } else { 1 }
    }

    /// The rows of the list inside its pane, its title left out.
    pub fn list_area(panes: Panes) -> Area {
        let area = Area { columns: panes.list.columns.saturating_sub(u16::from(panes.wall)), ..panes.list };
        area.top(1).1
    }

    /// The rows of the items, and below them those that explain the one under the cursor.
    pub fn side_areas(panes: Panes) -> (Area, Area) {
        let area = panes.side.top(1).1;
        let detail = (area.rows * 3 / 5).min(DETAIL);
        area.top(area.rows - detail)
    }

    fn areas(&self, cx: &Context<'_>) -> (Area, Area, u16) {
        let panes = self.panes(Area::of(cx.columns, cx.rows));
        let (list, side) = (ChecklistsScreen::list_area(panes), ChecklistsScreen::side_areas(panes).0);
        (list, side, ChecklistsScreen::entry_rows(panes))
    }

    /// Asks for what is shown.
    pub fn enter(&mut self, cx: &mut Context<'_>) {
        cx.effects.push(Effect::Ask(Ask::Shelf));
    }

    /// Whether an action can be done now.
    pub fn available(&self, action: Action) -> Availability {
        match action {
            Action::Open if self.pane == Pane::Side && self.item().is_none() => Availability::Disabled(
                Bilingual::fixed("There is nothing more to say here.", "Il n’y a rien de plus à dire ici."),
            ),
            _ => Availability::Ready,
        }
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, _chord: Chord, cx: &mut Context<'_>) {
        if self.open.is_some() {
            self.turn(action, cx);
            return;
        }
        let (list, side, each) = self.areas(cx);
        match action {
            Action::Open if self.pane == Pane::Side => self.open = self.item().map(|_| 0),
            Action::NextPane | Action::PreviousPane => self.pane = self.pane.other(),
            Action::Left => self.pane = Pane::List,
            Action::Right | Action::Open => self.pane = Pane::Side,
            Action::Zoom => self.zoomed = !self.zoomed,
            _ if self.pane == Pane::List => {
                let before = self.cursor.at;
                let len = self.shelves().len();
                self.cursor.moved(action, len, usize::from(list.rows / each));
                if self.cursor.at != before {
                    self.line = Cursor::default();
                }
            }
            _ => {
                let len = self.lines().len();
                self.line.moved(action, len, usize::from(side.rows));
            }
        }
    }

    /// Whether a text field has the keys; never here.
    pub fn captures(&self) -> bool {
        false
    }

    /// A key for a text field; none here.
    pub fn typed(&mut self, _chord: Chord, _cx: &mut Context<'_>) {}

    /// Pasted text; lands nowhere here.
    pub fn paste(&mut self, _text: &str, _cx: &mut Context<'_>) {}

    /// Text from the external editor; none here.
    pub fn edited(&mut self, _text: Option<String>, _cx: &mut Context<'_>) {}

    /// An answer of the worker.
    pub fn reply(&mut self, reply: &Reply, cx: &mut Context<'_>) {
        if let Reply::Shelf(shelf) = reply {
            if self.shelf.as_ref() != Some(&**shelf) {
                self.open = None;
            }
            self.shelf = Some((**shelf).clone());
            self.resized(cx);
        }
    }

    /// One step back inside: the open item, the zoom, then the items.
    pub fn back(&mut self, _cx: &mut Context<'_>) -> bool {
        if self.open.take().is_some() {
            return true;
        }
        if self.zoomed {
            self.zoomed = false;
        } else if self.pane == Pane::Side {
            self.pane = Pane::List;
        } else {
            return false;
        }
        true
    }

    /// A click puts the cursor on a row.
    pub fn click(&mut self, column: u16, row: u16, cx: &mut Context<'_>) {
        if self.open.is_some() {
            return;
        }
        let (list, side, each) = self.areas(cx);
        if list.has(column, row) {
            self.pane = Pane::List;
            let at = self.cursor.top + usize::from((row - list.y) / each);
            if at < self.shelves().len() && at != self.cursor.at {
                self.cursor.at = at;
                self.line = Cursor::default();
            }
        } else if side.has(column, row) {
            self.pane = Pane::Side;
            let at = self.line.top + usize::from(row - side.y);
            if at < self.lines().len() {
                self.line.at = at;
            }
        }
    }

    /// The wheel scrolls the pane under it.
    pub fn scroll(&mut self, column: u16, row: u16, rows: i16, cx: &mut Context<'_>) {
        if self.open.is_some() {
            self.roll(isize::from(rows), cx);
            return;
        }
        let (list, side, each) = self.areas(cx);
        if list.has(column, row) {
            let len = self.shelves().len();
            self.cursor.scroll(rows, len, usize::from(list.rows / each));
        } else {
            let len = self.lines().len();
            self.line.scroll(rows, len, usize::from(side.rows));
        }
    }

    /// What stands at the right end of the footer; nothing.
    pub fn status(&self, _lang: Lang) -> Option<String> {
        None
    }

    /// The size has changed: the cursors stay in view.
    pub fn resized(&mut self, cx: &mut Context<'_>) {
        let (list, side, each) = self.areas(cx);
        let len = self.shelves().len();
        self.cursor.keep(len, usize::from(list.rows / each));
        let len = self.lines().len();
        self.line.keep(len, usize::from(side.rows));
    }
}

/// A checklist by pillar: its items, then what is measured beside them.
fn lines_of(checklist: &Checklist) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for pillar in &checklist.pillars {
        let items: Vec<&Item> = checklist.items.iter().filter(|item| item.pillar == pillar.id).collect();
        lines.push(Line::Pillar(pillar, items.len()));
        lines.extend(items.into_iter().map(Line::Item));
        lines.extend(checklist.metrics.iter().filter(|metric| metric.pillar == pillar.id).map(Line::Metric));
    }
    lines
}
