//! *Me*: how am I doing? A mirror for the agent alone: strengths first, every figure with what it stands on, at most
//! one thing to change. A second page sets my answers beside my colleagues'.

mod beside;
mod page;

use crate::ops::desk::Desk;
use crate::ops::learning::Learnt;
use crate::ops::mirror::{Mirror, Reflection};
use crate::tui::action::{Action, Availability};
use crate::tui::ask::{Ask, Reply};
use crate::tui::chord::Chord;
use crate::tui::keymap::Keymap;
use crate::tui::message::Effect;
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::{Line, counted};
use crate::tui::screens::{Context, Say};
use crate::words::{Bilingual, Lang};

/// How far back *Me* looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// Everything.
    #[default]
    All,
    /// Thirty days.
    Month,
    /// Ninety days.
    Quarter,
}

impl Period {
    const fn days(self) -> Option<u32> {
        match self {
            Period::All => None,
            Period::Month => Some(30),
            Period::Quarter => Some(90),
        }
    }

    const fn next(self) -> Period {
        match self {
            Period::All => Period::Month,
            Period::Month => Period::Quarter,
            Period::Quarter => Period::All,
        }
    }
}

/// The pages of *Me*.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Page {
    /// My own answers.
    #[default]
    Own,
    /// My answers beside my colleagues'.
    Beside,
}

/// The state of *Me*.
#[derive(Clone, Debug, Default)]
pub struct MeScreen {
    mirror: Option<Mirror>,
    learnt: Learnt,
    period: Period,
    page: Page,
    top: usize,
    /// The difference under the cursor, among all of the page.
    at: Option<usize>,
    keys: Keys,
}

impl MeScreen {
    /// The screen of somebody with these keys.
    pub fn new(keymap: &Keymap) -> MeScreen {
        MeScreen { keys: Keys::new(keymap), ..MeScreen::default() }
    }

    /// What the title row calls the screen.
    pub fn title(&self, lang: Lang) -> String {
        Bilingual::fixed("Me", "Moi").get(lang).to_owned()
    }

    /// No review is on this screen.
    pub fn desk(&self) -> Option<&Desk> {
        None
    }

    /// What the screen needs to show itself, for the period in front.
    pub fn ask(&self) -> Ask {
        Ask::Mirror { days: self.period.days() }
    }

    /// Whether an action can be done now.
    pub fn available(&self, action: Action) -> Availability {
        match action {
            Action::Open if self.page == Page::Own => Availability::Hidden,
            Action::Open if self.conversation().is_none() => Availability::Disabled(Bilingual::fixed(
                "Go to a difference below first.",
                "Allez d’abord sur une différence, plus bas.",
            )),
            Action::Open
            | Action::NextPane
            | Action::PreviousPane
            | Action::Period
            | Action::Reread
            | Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::HalfUp
            | Action::HalfDown
            | Action::First
            | Action::Last => Availability::Ready,
            _ => Availability::Hidden,
        }
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, _chord: Chord, cx: &mut Context) {
        let page = isize::from(i16::try_from(cx.rows.max(2) - 1).unwrap_or(i16::MAX));
        let by = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -page,
            Action::PageDown => page,
            Action::HalfUp => -(page / 2).max(1),
            Action::HalfDown => (page / 2).max(1),
            Action::First => isize::MIN / 2,
            Action::Last => isize::MAX / 2,
            Action::NextPane | Action::PreviousPane => {
                self.turn(if self.page == Page::Own { Page::Beside } else { Page::Own });
                return;
            }
            Action::Open => {
                cx.says.extend(self.conversation().map(Say::CompareOf));
                return;
            }
            Action::Period => {
                self.period = self.period.next();
                self.turn(self.page);
                cx.effects.push(Effect::Ask(self.ask()));
                return;
            }
            Action::Reread => {
                cx.effects.push(Effect::Ask(self.ask()));
                return;
            }
            _ => return,
        };
        if by.abs() == 1 { self.step(by, cx) } else { self.move_by(by, cx) }
    }

    fn turn(&mut self, page: Page) {
        self.page = page;
        (self.top, self.at) = (0, None);
    }

    /// The conversation of the difference under the cursor.
    fn conversation(&self) -> Option<i64> {
        let mut differences = self.learnt.figures.replay.iter().flat_map(|item| &item.moments);
        differences.nth(self.at?).map(|difference| difference.conversation)
    }

    /// The differences on this page: the rows that each takes.
    fn stops(&self, cx: &Context) -> Vec<(usize, usize)> {
        match self.page {
            Page::Own => Vec::new(),
            Page::Beside => self.beside(cx.lang, usize::from(cx.columns)).1,
        }
    }

    /// To the next difference where it is in view, and otherwise one row on.
    fn step(&mut self, by: isize, cx: &Context) {
        let stops = self.stops(cx);
        let next = match (self.at, by > 0) {
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
            (None, true) => stops.iter().position(|(first, _)| *first >= self.top),
            (None, false) => stops.iter().rposition(|stop| self.sees(*stop, cx)),
        };
        if !self.light(next, &stops, cx) {
            self.move_by(by, cx);
            self.light(next, &stops, cx);
        }
    }

    /// Puts the cursor on a difference that is in view.
    fn light(&mut self, next: Option<usize>, stops: &[(usize, usize)], cx: &Context) -> bool {
        let seen = next.and_then(|next| stops.get(next)).is_some_and(|stop| self.sees(*stop, cx));
        if seen {
            self.at = next;
        }
        seen
    }

    fn sees(&self, (first, last): (usize, usize), cx: &Context) -> bool {
        let (rows, lines) = (usize::from(cx.rows), self.lines(cx.lang, usize::from(cx.columns)).len());
        // The last row may say that there is more.
        let rows = rows - usize::from(rows > 0 && self.top + rows < lines);
        first >= self.top && last < self.top + rows
    }

    fn move_by(&mut self, by: isize, cx: &Context) {
        let lines = self.lines(cx.lang, usize::from(cx.columns)).len();
        let most = lines.saturating_sub(usize::from(cx.rows));
        self.top = self.top.min(most).saturating_add_signed(by).min(most);
        let stops = self.stops(cx);
        let seen = self.at.and_then(|at| stops.get(at)).is_some_and(|stop| self.sees(*stop, cx));
        if !seen {
            // After a leap the cursor is on the first difference in view; one row on, it waits.
            self.at = match by.abs() {
                1 => None,
                _ => stops.iter().position(|stop| self.sees(*stop, cx)),
            };
        }
    }

    fn lines(&self, lang: Lang, columns: usize) -> Vec<Line> {
        match self.page {
            Page::Own => self.own(lang, columns),
            Page::Beside => self.beside(lang, columns).0,
        }
    }

    /// No field takes keys here.
    pub fn captures(&self) -> bool {
        false
    }

    /// No field takes keys here.
    pub fn typed(&mut self, _chord: Chord, _cx: &mut Context) {}

    /// No field takes text here.
    pub fn paste(&mut self, _text: &str, _cx: &mut Context) {}

    /// Nothing is edited here.
    pub fn edited(&mut self, _text: Option<String>, _cx: &mut Context) {}

    /// Takes in an answer of the worker.
    pub fn reply(&mut self, reply: &Reply, _cx: &mut Context) {
        if let Reply::Mirror(reflection) = reply {
            let Reflection { own, learning } = &**reflection;
            // Somebody else may have asked for everything.
            if own.since.is_none() {
                self.period = Period::All;
            }
            self.mirror = Some(own.clone());
            if self.learnt != *learning {
                self.learnt = learning.clone();
                self.at = None;
            }
        }
    }

    /// From the second page to the first.
    pub fn back(&mut self, _cx: &mut Context) -> bool {
        let second = self.page == Page::Beside;
        if second {
            self.turn(Page::Own);
        }
        second
    }

    /// A click on a difference puts the cursor there.
    pub fn click(&mut self, _column: u16, row: u16, cx: &mut Context) {
        let line = self.top + usize::from(row);
        let stops = self.stops(cx);
        if let Some(at) = stops.iter().position(|(first, last)| (*first..=*last).contains(&line)) {
            self.light(Some(at), &stops, cx);
        }
    }

    /// The wheel.
    pub fn scroll(&mut self, _column: u16, _row: u16, rows: i16, cx: &mut Context) {
        self.move_by(isize::from(rows), cx);
    }

    /// What the footer says at its right end.
    pub fn status(&self, lang: Lang) -> Option<String> {
        let mirror = self.mirror.as_ref()?;
        if self.page == Page::Beside {
            let n = self.learnt.figures.exchanges();
            return Some(counted(lang, n, ("exchange", "exchanges"), ("échange", "échanges")));
        }
        Some(counted(
            lang,
            mirror.drawn,
            ("conversation", "conversations"),
            ("conversation", "conversations"),
        ))
    }

    /// The lines in view, then how many are below.
    pub fn in_view(&self, lang: Lang, columns: usize, rows: usize) -> (Vec<Line>, usize) {
        let lines = self.lines(lang, columns);
        let first = self.top.min(lines.len().saturating_sub(rows));
        let below = lines.len().saturating_sub(first + rows);
        (lines.into_iter().skip(first).take(rows).collect(), below)
    }
}
