//! *Review*: how did this one go? The conversation beside the checklist, one key for an answer, every step on disk.

mod answers;
mod availability;
mod detail;
mod geometry;
mod header;
mod items;
mod moving;
mod panels;
mod reading;
mod replies;
mod result;
mod saves;
mod search;
mod typing;
mod why;

pub use geometry::{Geometry, Pane};
pub use reading::Spot;

use crate::both;
use crate::domain::checklist::Item;
use crate::domain::history::History;
use crate::ops::desk::Desk;
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::input::field::Field;
use crate::tui::screens::lines::{Line, counted};
use crate::tui::screens::{Context, Say};
use crate::words::{Bilingual, Lang};

use saves::Saves;
use search::Search;

/// The pane that has the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// The checklist.
    #[default]
    Items,
    /// The conversation.
    Transcript,
}

/// What stands in front of the panes, or asks something about the item.
#[derive(Clone, Debug, Default)]
pub enum Front {
    /// Nothing.
    #[default]
    Nothing,
    /// Which cause, for the item just answered; does not stand in the way of the next answer.
    Causes,
    /// A point of a scale that one digit does not reach.
    Number(String),
    /// The comment on the item in front.
    Comment {
        /// What is written.
        field: Field,
        /// Whether to go on to the next open item afterwards.
        onward: bool,
    },
    /// The words of a search.
    Find(Field),
    /// What is missing before the seal.
    Missing,
    /// Really seal?
    Seal,
    /// Why the review is withdrawn.
    Void(Field),
    /// Why this score.
    Why,
    /// Every answer that the item has had.
    Past,
    /// Sealed: how it went.
    Result {
        /// The next conversation of the sample.
        next: Option<i64>,
        /// Microseconds from opening to sealing; told once, kept nowhere.
        took: i64,
    },
}

/// The part of a list that is in view.
#[derive(Clone, Debug, Default)]
pub struct InView {
    /// The rows.
    pub lines: Vec<Line>,
    /// The row with the cursor among them.
    pub here: Option<usize>,
    /// Rows above them.
    pub above: usize,
    /// Rows below them.
    pub below: usize,
}

/// What the worker is doing with the whole review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sealing {
    #[default]
    No,
    /// As soon as everything is on disk; with the time that it took.
    WhenSaved(i64),
    /// Asked.
    Asked(i64),
}

/// The state of *Review*.
#[derive(Clone, Debug, Default)]
pub struct ReviewScreen {
    desk: Option<Desk>,
    focus: Focus,
    zoom: bool,
    /// The place of the item in front in the checklist.
    at: usize,
    /// The place of the message with the cursor.
    message: usize,
    /// The top of the conversation's pane.
    top: Spot,
    /// Rows scrolled in the pane of the item in front.
    detail_top: usize,
    /// Rows scrolled in a panel.
    panel_top: usize,
    front: Front,
    search: Search,
    saves: Saves,
    sealing: Sealing,
    /// When the review was opened, in microseconds.
    opened_at: i64,
}

impl ReviewScreen {
    /// What the title row calls the screen.
    pub fn title(&self, lang: Lang) -> String {
        Bilingual::fixed("Review", "Évaluation").get(lang).to_owned()
    }

    /// What is on the desk.
    pub fn desk(&self) -> Option<&Desk> {
        self.desk.as_ref()
    }

    /// The pane that has the focus.
    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// What stands in front.
    pub fn front(&self) -> &Front {
        &self.front
    }

    /// The id of the item in front.
    pub fn item_in_front(&self) -> Option<&str> {
        self.item().map(|item| item.id.as_str())
    }

    /// The message with the cursor, from 0.
    pub fn message_in_front(&self) -> usize {
        self.message
    }

    /// Whether a text field or a dialog has the keys.
    pub fn captures(&self) -> bool {
        matches!(
            self.front,
            Front::Number(_) | Front::Comment { .. } | Front::Find(_) | Front::Seal | Front::Void(_)
        )
    }

    /// Whether everything that was done is on disk.
    pub fn is_saved(&self) -> bool {
        self.desk.as_ref().is_none_or(|desk| self.saves.unsaved(&desk.history) == 0)
    }

    /// What the footer says at its right end.
    pub fn status(&self, lang: Lang) -> Option<String> {
        let desk = self.desk.as_ref()?;
        if self.read_only().is_some() {
            return Some(header::state(desk.state).get(lang).to_owned());
        }
        let unsaved = self.saves.unsaved(&desk.history);
        if self.saves.failure.is_some() {
            return Some(
                both!("{unsaved} not saved: R tries again", "{unsaved} non enregistrés\u{202f}: R réessaie")
                    .get(lang)
                    .to_owned(),
            );
        }
        let left = self.left();
        let left = match left {
            0 => Bilingual::fixed("all answered", "tout est répondu"),
            left => both!("{left} left", "encore {left}"),
        };
        let left = left.get(lang).to_owned();
        let saved = match (&self.saves.at, unsaved) {
            (_, 1..) => Some(Bilingual::fixed("saving", "enregistrement").get(lang).to_owned()),
            (Some(at), 0) => Some(both!("saved {at}", "enregistré à {at}").get(lang).to_owned()),
            (None, 0) => None,
        };
        Some(match saved {
            Some(saved) => format!("{left}, {saved}"),
            None => left,
        })
    }

    /// Why saving stopped, and what to do: said on screen as long as it holds.
    pub fn trouble(&self, lang: Lang) -> Option<String> {
        let failure = self.saves.failure.as_ref()?;
        let unsaved = self.desk.as_ref().map_or(0, |desk| self.saves.unsaved(&desk.history));
        let steps = counted(lang, unsaved, ("step is", "steps are"), ("étape n’est", "étapes ne sont"));
        let (what, hint) = (failure.what.get(lang), failure.hint.get(lang));
        let said = both!(
            "{steps} not on disk yet: {what} {hint} R tries again.",
            "{steps} pas encore sur le disque\u{202f}: {what} {hint} R réessaie."
        );
        Some(said.get(lang).to_owned())
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, chord: Chord, cx: &mut Context) {
        if self.desk.is_none() {
            return;
        }
        if self.act_in_front(action, chord, cx) {
            return;
        }
        if let crate::tui::action::Availability::Disabled(why) = self.available(action) {
            cx.says.push(Say::Fact(why));
            return;
        }
        match action {
            Action::Yes | Action::No | Action::Na | Action::Point | Action::Clear | Action::YesToRest => {
                self.answer(action, chord, cx);
            }
            Action::Undo | Action::Redo => self.take_back(action, cx),
            Action::Evidence => self.pin(cx),
            Action::Comment => self.open_comment(false),
            Action::Cause => self.front = Front::Causes,
            Action::WhyScore => self.open(Front::Why),
            Action::ItemHistory => self.open(Front::Past),
            Action::SwitchForm => self.switch_form(cx),
            Action::Seal => self.ask_seal(cx),
            Action::Void => self.open(Front::Void(Field::line(""))),
            Action::Find => self.open_search(),
            Action::Reread => self.again(cx),
            action => self.go(action, cx),
        }
    }

    /// The part of an action that a panel or the cause picker takes; whether that was all of it.
    fn act_in_front(&mut self, action: Action, chord: Chord, cx: &mut Context) -> bool {
        match &self.front {
            Front::Causes => self.act_in_causes(action, chord, cx),
            Front::Missing | Front::Why | Front::Past | Front::Result { .. } => self.act_in_panel(action, cx),
            _ => false,
        }
    }

    fn act_in_causes(&mut self, action: Action, chord: Chord, cx: &mut Context) -> bool {
        match action {
            Action::Point => {
                let digit = chord.typed().and_then(|c| c.to_digit(10)).unwrap_or(0);
                if digit > 0 && self.pick_cause(digit as usize - 1, cx) {
                    return true;
                }
                let most = self.item().map_or(0, |item| item.causes.len().min(detail::MOST_CAUSES));
                cx.says
                    .push(Say::Fact(both!("Causes go from 1 to {most}.", "Les causes vont de 1 à {most}.")));
                true
            }
            Action::Open | Action::NextOpen => {
                self.front = Front::Nothing;
                self.next_open(cx);
                true
            }
            Action::Comment => {
                self.open_comment(true);
                true
            }
            // The conversation may be read, and a message pinned, while the question stands.
            Action::Evidence
            | Action::NextMessage
            | Action::PreviousMessage
            | Action::PageUp
            | Action::PageDown
            | Action::NextMatch
            | Action::PreviousMatch
            | Action::NextPane
            | Action::PreviousPane
            | Action::Zoom
            | Action::Cause => false,
            Action::Yes | Action::No | Action::Na | Action::YesToRest | Action::Seal => {
                self.front = Front::Nothing;
                self.next_open(cx);
                false
            }
            _ => {
                self.front = Front::Nothing;
                false
            }
        }
    }

    fn act_in_panel(&mut self, action: Action, cx: &mut Context) -> bool {
        let page = isize::from(i16::try_from(self.shape(cx).panel.rows).unwrap_or(i16::MAX));
        let by = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::HalfUp => -page / 2,
            Action::HalfDown => page / 2,
            Action::PageUp => -page,
            Action::PageDown => page,
            Action::First => isize::MIN / 2,
            Action::Last => isize::MAX / 2,
            _ => 0,
        };
        if by != 0 {
            self.scroll_panel(by, cx);
            return true;
        }
        match (&self.front, action) {
            (Front::Result { next: Some(next), .. }, Action::Open | Action::NextOpen) => {
                cx.says.push(Say::OpenReview(*next));
                true
            }
            (Front::Result { next: None, .. }, Action::Open | Action::NextOpen) => {
                cx.says.push(Say::Go(crate::tui::action::Place::Today));
                true
            }
            (Front::Why, Action::NextPillar | Action::PreviousPillar) => {
                self.go(action, cx);
                self.panel_top = 0;
                true
            }
            (Front::Why, Action::WhyScore) | (Front::Past, Action::ItemHistory) | (_, Action::Open) => {
                self.front = Front::Nothing;
                true
            }
            _ => {
                self.front = Front::Nothing;
                false
            }
        }
    }

    fn scroll_panel(&mut self, by: isize, cx: &Context) {
        let pane = self.shape(cx).panel;
        let lines = self.panel(cx.lang, usize::from(pane.columns)).map_or(0, |lines| lines.len());
        let most = lines.saturating_sub(usize::from(pane.rows));
        self.panel_top = self.panel_top.saturating_add_signed(by).min(most);
    }

    /// One step back; `false` where there is nothing left to go back from.
    pub fn back(&mut self, cx: &mut Context) -> bool {
        match std::mem::take(&mut self.front) {
            Front::Nothing if !self.search.query.is_empty() => {
                self.search = Search::default();
                true
            }
            Front::Nothing if self.zoom => {
                self.zoom = false;
                true
            }
            Front::Nothing => false,
            Front::Causes => {
                self.next_open(cx);
                true
            }
            Front::Comment { field, onward } => {
                self.keep_comment(field.text(), onward, cx);
                true
            }
            Front::Find(_) => {
                self.search = Search::default();
                true
            }
            Front::Result { .. } => {
                cx.says.push(Say::Go(crate::tui::action::Place::Today));
                true
            }
            Front::Number(_) | Front::Missing | Front::Seal | Front::Void(_) | Front::Why | Front::Past => {
                true
            }
        }
    }

    fn open(&mut self, front: Front) {
        self.front = front;
        self.panel_top = 0;
    }

    fn item(&self) -> Option<&Item> {
        self.desk.as_ref()?.checklist.items.get(self.at)
    }

    /// Applicable items without an answer.
    fn left(&self) -> usize {
        let Some(desk) = &self.desk else { return 0 };
        let sheet = desk.history.sheet();
        sheet.applicable(&desk.checklist).filter(|item| sheet.answer(&item.id).is_none()).count()
    }

    fn history(&self) -> Option<&History> {
        self.desk.as_ref().map(|desk| &desk.history)
    }

    fn shape(&self, cx: &Context) -> Geometry {
        self.geometry(cx.lang, cx.columns, cx.rows)
    }

    /// The head: one line for the conversation, then the scores as they form.
    pub fn head(&self, lang: Lang, columns: usize) -> Vec<Line> {
        let Some(desk) = &self.desk else { return Vec::new() };
        let mut lines = vec![header::title(desk, lang, columns)];
        lines.extend(header::scores(desk, lang, columns));
        lines
    }

    /// The rows of the conversation in view.
    pub fn conversation(&self, lang: Lang, columns: usize, rows: usize) -> InView {
        let Some(desk) = &self.desk else { return InView::default() };
        let pinned = self.item().and_then(|item| desk.history.sheet().answer(&item.id));
        let marks = reading::Marks {
            cursor: self.message,
            focused: self.focus == Focus::Transcript,
            pinned: pinned.map_or(&[], |answer| &answer.evidence),
            found: &self.search.found,
        };
        let rows = reading::visible(&desk.transcript, self.top, columns, rows, marks, lang);
        let here = rows.iter().position(|(turn, _)| *turn == self.message);
        let lines = rows.into_iter().map(|(_, line)| line).collect();
        InView { lines, here, ..InView::default() }
    }

    /// The rows of the checklist in view.
    pub fn checklist(&self, lang: Lang, columns: usize, rows: usize) -> InView {
        let Some(desk) = &self.desk else { return InView::default() };
        let all = items::rows(desk, lang, columns);
        let first = items::first_in_view(&all, self.at, rows);
        let here = all.iter().position(|row| *row == items::Row::Item(self.at));
        let focused = self.focus == Focus::Items;
        let lines = all.iter().skip(first).take(rows);
        let lines = lines.map(|row| items::line(desk, *row, self.at, focused, lang, columns)).collect();
        InView {
            lines,
            here: here.and_then(|row| row.checked_sub(first)),
            above: first,
            below: all.len().saturating_sub(first + rows),
        }
    }

    /// The item in front, told in full, from the row that it is scrolled to; then how many rows are below.
    pub fn told(&self, lang: Lang, columns: usize, rows: usize) -> (Vec<Line>, usize) {
        let lines = detail::lines(self, lang, columns);
        let first = self.detail_top.min(lines.len().saturating_sub(rows));
        let below = lines.len().saturating_sub(first + rows);
        (lines.into_iter().skip(first).take(rows).collect(), below)
    }

    /// What a panel says, from the row that it is scrolled to; then how many rows are below.
    pub fn panel_in(&self, lang: Lang, columns: usize, rows: usize) -> Option<(Vec<Line>, usize)> {
        let lines = self.panel(lang, columns)?;
        let first = self.panel_top.min(lines.len().saturating_sub(rows));
        let below = lines.len().saturating_sub(first + rows);
        Some((lines.into_iter().skip(first).take(rows).collect(), below))
    }

    /// The line of a search: how many matches, which one is in front.
    pub fn matches(&self, lang: Lang) -> String {
        let count = self.search.found.len();
        if self.search.query.trim().is_empty() {
            return String::new();
        }
        if count == 0 {
            return Bilingual::fixed("not found", "introuvable").get(lang).to_owned();
        }
        let at = self.search.at + 1;
        both!("{at} of {count}", "{at} sur {count}").get(lang).to_owned()
    }

    /// What is searched for.
    pub fn query(&self) -> &str {
        &self.search.query
    }
}
