//! *Conversations*: which ones are there? Ids first, rows by window: a million conversations cost no more than a
//! screenful.

use std::collections::HashMap;
use std::sync::Arc;

use crate::ops::listing::{Found, Order, Row};
use crate::ops::transcript::Transcript;
use crate::tui::action::{Action, Availability};
use crate::tui::ask::{Ask, Reply};
use crate::tui::chord::{Chord, Key};
use crate::tui::geometry::{Area, Pane, Panes, panes};
use crate::tui::input::cursor::Cursor;
use crate::tui::input::field::{Field, FieldResult};
use crate::tui::input::reading::Reading;
use crate::tui::input::words::words_of;
use crate::tui::message::Effect;
use crate::tui::screens::today::copy;
use crate::tui::screens::{Context, Say};
use crate::words::{Bilingual, Lang};

/// Rows kept beside those in view; more than this and the ones out of sight are let go.
const KEPT: usize = 2_000;
/// The list's share of the width, in hundredths, where the transcript stands beside it.
const SHARE: u16 = 55;

/// The state of the screen.
#[derive(Clone, Debug, Default)]
pub struct ConversationsScreen {
    /// The ids in order; `None` before the first answer.
    pub found: Option<Found>,
    /// The cursor in `found`.
    pub cursor: Cursor,
    /// How the list is ordered.
    pub order: Order,
    /// The filter that the list was asked with.
    pub query: String,
    /// The prompt while somebody types in it.
    pub prompt: Option<Field>,
    /// The filter before the prompt was opened: esc brings it back.
    before: String,
    /// The year that dates leave out.
    pub year: i16,
    /// Which pane has the keys.
    pub pane: Pane,
    /// Whether that pane is shown alone.
    pub zoomed: bool,
    /// The conversation under the cursor.
    pub transcript: Option<Arc<Transcript>>,
    /// Where it is read.
    pub reading: Reading,
    rows: HashMap<i64, (u64, Row)>,
    /// Whether the list asked for is another one than the one at hand.
    afresh: bool,
    /// Grows with every list asked for.
    generation: u64,
    /// Grows with every conversation asked for.
    read: u64,
    /// The conversation asked for last.
    wanted: Option<i64>,
    /// The window of rows asked for last.
    window: Option<(u64, usize, usize)>,
}

impl ConversationsScreen {
    /// The row of an id, if it is at hand; what a search found in it only if the search is the present one.
    pub fn row(&self, id: i64) -> Option<(&Row, bool)> {
        self.rows.get(&id).map(|(generation, row)| (row, *generation == self.generation))
    }

    /// The id under the cursor.
    pub fn selected(&self) -> Option<i64> {
        self.found.as_ref()?.ids.get(self.cursor.at).copied()
    }

    /// Words to highlight.
    pub fn words(&self) -> Vec<String> {
        words_of(&self.query)
    }

    /// Where the panes are in an area.
    pub fn panes(&self, area: Area) -> Panes {
        panes(area, SHARE, self.zoomed.then_some(self.pane))
    }

    /// The rows of the list inside its pane: the title above and the prompt's three rows left out.
    pub fn list_area(&self, panes: Panes) -> Area {
        let area = Area { columns: panes.list.columns.saturating_sub(u16::from(panes.wall)), ..panes.list };
        area.top(if self.prompt.is_some() { 4 } else { 1 }).1
    }

    /// The rows of the transcript inside its pane: the title and one line of facts left out.
    pub fn side_area(panes: Panes) -> Area {
        panes.side.top(2).1
    }

    fn page(&self, cx: &Context<'_>) -> usize {
        usize::from(self.list_area(self.panes(Area::of(cx.columns, cx.rows))).rows).max(1)
    }

    fn len(&self) -> usize {
        self.found.as_ref().map_or(0, |found| found.ids.len())
    }

    /// Whether how many there are is still being found out: the list has only begun, or is still another filter's.
    pub fn counting(&self) -> bool {
        self.afresh || self.found.as_ref().is_some_and(|found| found.begun)
    }

    /// Asks for the list when it is not there yet.
    pub fn enter(&mut self, cx: &mut Context<'_>) {
        if self.found.is_none() {
            self.ask(cx);
        }
    }

    /// Asks for everything again: the store has changed.
    pub fn reread(&mut self, cx: &mut Context<'_>) {
        self.wanted = None;
        self.ask(cx);
    }

    fn ask(&mut self, cx: &mut Context<'_>) {
        self.generation += 1;
        cx.effects.push(Effect::Ask(Ask::List {
            query: self.query.clone(),
            order: self.order,
            generation: self.generation,
        }));
    }

    /// Asks for another list, to be read from its top.
    fn begin(&mut self, cx: &mut Context<'_>) {
        self.cursor = Cursor::default();
        self.afresh = true;
        self.ask(cx);
    }

    fn set_query(&mut self, query: &str, cx: &mut Context<'_>) {
        if self.query != query {
            query.clone_into(&mut self.query);
            self.begin(cx);
        }
    }

    /// Asks for the rows in view with a page on either side, and for the conversation under the cursor.
    fn look(&mut self, cx: &mut Context<'_>) {
        let page = self.page(cx);
        let len = self.len();
        self.cursor.keep(len, page);
        let Some(found) = &self.found else { return };
        let (top, below) = (self.cursor.top, (self.cursor.top + page).min(len));
        let (from, to) = (top.saturating_sub(page), (below + page).min(len));
        let fresh =
            |id: &i64| self.rows.get(id).is_some_and(|(generation, _)| *generation == self.generation);
        let missing = |from: usize, to: usize| {
            let ids = found.ids.get(from..to).unwrap_or_default();
            ids.iter().copied().filter(|id| !fresh(id)).collect::<Vec<i64>>()
        };
        let window = Some((self.generation, from, to));
        let (mut seen, mut around) = (Vec::new(), Vec::new());
        if self.window != window {
            seen = missing(top, below);
            around = [missing(from, top), missing(below, to)].concat();
            self.window = window;
        }
        // First what is in view, last what is not.
        self.ask_rows(seen, cx);
        self.read_selected(cx);
        self.ask_rows(around, cx);
    }

    fn ask_rows(&self, ids: Vec<i64>, cx: &mut Context<'_>) {
        if !ids.is_empty() {
            let (query, generation) = (self.query.clone(), self.generation);
            cx.effects.push(Effect::Ask(Ask::Rows { ids, query, generation }));
        }
    }

    fn read_selected(&mut self, cx: &mut Context<'_>) {
        let selected = self.selected();
        if self.wanted == selected {
            return;
        }
        self.wanted = selected;
        match selected {
            Some(conversation) => {
                self.read += 1;
                cx.effects.push(Effect::Ask(Ask::Read { conversation, generation: self.read }));
            }
            None => self.transcript = None,
        }
    }

    /// Whether an action can be done now.
    pub fn available(&self, action: Action) -> Availability {
        let store_empty = self.found.as_ref().is_none_or(|found| found.of == 0);
        match action {
            Action::Draw | Action::Find | Action::NextOrder if store_empty => Availability::Disabled(
                Bilingual::fixed("There are no conversations yet.", "Il n’y a pas encore de conversations."),
            ),
            Action::Open | Action::CopyReference if self.selected().is_none() => {
                Availability::Disabled(Bilingual::fixed(
                    "There is no conversation under the cursor.",
                    "Il n’y a pas de conversation sous le curseur.",
                ))
            }
            Action::ReverseOrder if matches!(self.order, Order::Longest | Order::Subject) => {
                Availability::Disabled(Bilingual::fixed(
                    "This order has no reverse.",
                    "Cet ordre ne s’inverse pas.",
                ))
            }
            Action::NextMessage | Action::PreviousMessage if self.transcript.is_none() => {
                Availability::Disabled(Bilingual::fixed(
                    "There is no conversation to read.",
                    "Il n’y a pas de conversation à lire.",
                ))
            }
            _ => Availability::Ready,
        }
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, _chord: Chord, cx: &mut Context<'_>) {
        match action {
            Action::Find => {
                self.before.clone_from(&self.query);
                self.prompt = Some(Field::line(&self.query));
                self.pane = Pane::List;
            }
            Action::NextOrder => self.set_order(
                match self.order {
                    Order::Newest => Order::Oldest,
                    Order::Oldest => Order::Longest,
                    Order::Longest => Order::Subject,
                    Order::Subject => Order::Newest,
                },
                cx,
            ),
            Action::ReverseOrder => self.set_order(
                match self.order {
                    Order::Newest => Order::Oldest,
                    Order::Oldest => Order::Newest,
                    order => order,
                },
                cx,
            ),
            Action::NextPane | Action::PreviousPane => self.pane = self.pane.other(),
            Action::Left => self.pane = Pane::List,
            Action::Right => self.pane = Pane::Side,
            Action::Zoom => self.zoomed = !self.zoomed,
            Action::Open => {
                if let Some(id) = self.selected() {
                    cx.says.push(Say::OpenReview(id));
                }
            }
            Action::CopyReference => {
                if let Some((row, _)) = self.selected().and_then(|id| self.row(id)) {
                    copy(&row.reference.clone(), cx);
                }
            }
            Action::NextMessage | Action::PreviousMessage => self.read_on(action, cx),
            _ if self.pane == Pane::Side => self.read_on(action, cx),
            _ => {
                let page = self.page(cx);
                let len = self.len();
                self.cursor.moved(action, len, page);
            }
        }
        self.look(cx);
    }

    fn set_order(&mut self, order: Order, cx: &mut Context<'_>) {
        self.order = order;
        self.begin(cx);
    }

    fn read_on(&mut self, action: Action, cx: &Context<'_>) {
        let side = ConversationsScreen::side_area(self.panes(Area::of(cx.columns, cx.rows)));
        if let Some(transcript) = &self.transcript {
            self.reading.moved(action, &transcript.turns, side.columns, side.rows);
        }
    }

    /// Whether the filter's prompt has the keys.
    pub fn captures(&self) -> bool {
        self.prompt.is_some()
    }

    /// A key for the prompt: the list follows every letter.
    pub fn typed(&mut self, chord: Chord, cx: &mut Context<'_>) {
        let Some(prompt) = &mut self.prompt else { return };
        match prompt.on(chord) {
            FieldResult::Confirm => self.prompt = None,
            FieldResult::Cancel => {
                self.prompt = None;
                let before = std::mem::take(&mut self.before);
                self.set_query(&before, cx);
            }
            FieldResult::Consumed | FieldResult::Edit => {
                let query = prompt.text().to_owned();
                self.set_query(&query, cx);
            }
            FieldResult::Ignored => {
                // The list can be walked while the prompt is open.
                let action = match chord.key {
                    Key::Up => Action::Up,
                    Key::Down => Action::Down,
                    Key::PageUp => Action::PageUp,
                    Key::PageDown => Action::PageDown,
                    _ => return,
                };
                let (len, page) = (self.len(), self.page(cx));
                self.cursor.moved(action, len, page);
            }
        }
        self.look(cx);
    }

    /// Pasted text goes into the prompt.
    pub fn paste(&mut self, text: &str, cx: &mut Context<'_>) {
        if let Some(prompt) = &mut self.prompt {
            prompt.paste(text);
            let query = prompt.text().to_owned();
            self.set_query(&query, cx);
        }
    }

    /// Text from the external editor; none here.
    pub fn edited(&mut self, _text: Option<String>, _cx: &mut Context<'_>) {}

    /// An answer of the worker; stale ones are dropped.
    pub fn reply(&mut self, reply: &Reply, cx: &mut Context<'_>) {
        match reply {
            // A list at hand is not cut short while it is read again.
            Reply::List { found, .. } if found.begun && self.found.is_some() && !self.afresh => {}
            Reply::List { generation, found } if *generation == self.generation => {
                let before = self.selected();
                self.found = Some(found.clone());
                self.window = None;
                self.year = cx.year();
                // Another filter or order begins at its top; the same list read again keeps its place.
                let top = std::mem::take(&mut self.afresh);
                let kept = before.filter(|_| !top);
                if let Some(at) = kept.and_then(|id| found.ids.iter().position(|other| *other == id)) {
                    self.cursor.at = at;
                }
                self.look(cx);
            }
            Reply::Rows { generation, rows } if *generation == self.generation => {
                if self.rows.len() > KEPT {
                    self.rows.retain(|_, (kept, _)| *kept == *generation);
                    if self.rows.len() > KEPT {
                        self.rows.clear();
                        self.window = None;
                    }
                }
                self.rows.extend(rows.iter().map(|row| (row.id, (*generation, row.clone()))));
                self.look(cx);
            }
            Reply::Read { generation, transcript } if *generation == self.read => {
                // Read again after a change of the store: the place stays.
                if self.transcript.as_ref().is_none_or(|before| before.id != transcript.id) {
                    self.reading = Reading::default();
                }
                self.transcript = Some(Arc::clone(transcript));
            }
            _ => {}
        }
    }

    /// One step back inside: the zoom, the transcript, the filter.
    pub fn back(&mut self, cx: &mut Context<'_>) -> bool {
        if self.zoomed {
            self.zoomed = false;
        } else if self.pane == Pane::Side {
            self.pane = Pane::List;
        } else if !self.query.is_empty() {
            self.set_query("", cx);
        } else {
            return false;
        }
        self.look(cx);
        true
    }

    /// A click: the cursor goes to the row, a second click there opens it.
    pub fn click(&mut self, column: u16, row: u16, cx: &mut Context<'_>) {
        let panes = self.panes(Area::of(cx.columns, cx.rows));
        let list = self.list_area(panes);
        let side = ConversationsScreen::side_area(panes);
        if list.has(column, row) {
            self.pane = Pane::List;
            let at = self.cursor.top + usize::from(row - list.y);
            if at == self.cursor.at {
                self.act(Action::Open, Chord::of(Key::Enter), cx);
            } else if at < self.len() {
                self.cursor.at = at;
                self.look(cx);
            }
        } else if side.has(column, row) {
            self.pane = Pane::Side;
            if let Some(transcript) = &self.transcript
                && let Some(message) =
                    self.reading.at_row(row - side.y, &transcript.turns, side.columns, side.rows)
            {
                self.reading.message = message;
            }
        }
    }

    /// The wheel scrolls the pane under it.
    pub fn scroll(&mut self, column: u16, row: u16, rows: i16, cx: &mut Context<'_>) {
        let panes = self.panes(Area::of(cx.columns, cx.rows));
        if panes.side.has(column, row) {
            let side = ConversationsScreen::side_area(panes);
            if let Some(transcript) = &self.transcript {
                self.reading.scroll(isize::from(rows), &transcript.turns, side.columns, side.rows);
            }
        } else {
            let (len, page) = (self.len(), self.page(cx));
            self.cursor.scroll(rows, len, page);
            self.look(cx);
        }
    }

    /// What stands at the right end of the footer; nothing.
    pub fn status(&self, _lang: Lang) -> Option<String> {
        None
    }

    /// The size has changed: more rows may be in view.
    pub fn resized(&mut self, cx: &mut Context<'_>) {
        self.look(cx);
        let side = ConversationsScreen::side_area(self.panes(Area::of(cx.columns, cx.rows)));
        if let Some(transcript) = &self.transcript {
            self.reading.go(self.reading.message, &transcript.turns, side.columns, side.rows);
        }
    }
}
