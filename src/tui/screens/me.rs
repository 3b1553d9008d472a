//! *Me*: how am I doing? A mirror for the agent alone: strengths first, every figure with what it stands on, at most
//! one thing to change. A second page sets my answers beside my colleagues', a third shows what is measured.

mod beside;
mod figures;
mod page;

use crate::ops::desk::Desk;
use crate::ops::learning::Learnt;
use crate::ops::mirror::{Mirror, Reflection};
use crate::tui::action::{Action, Availability};
use crate::tui::ask::{Ask, Reply, Whose};
use crate::tui::chord::Chord;
use crate::tui::keymap::Keymap;
use crate::tui::message::Effect;
use crate::tui::screens::book_page::Hand;
use crate::tui::screens::figures::told;
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::counted;
use crate::tui::screens::measured::Measured;
use crate::tui::screens::page::{Page as Leaf, Paged, Reading};
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

    /// In weeks, so that the period before has the same weekdays.
    const fn weeks(self) -> u32 {
        match self {
            Period::All => 26,
            Period::Month => 4,
            Period::Quarter => 13,
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
    /// What is measured about my conversations.
    Figures,
}

impl Page {
    const fn next(self) -> Page {
        match self {
            Page::Own => Page::Beside,
            Page::Beside => Page::Figures,
            Page::Figures => Page::Own,
        }
    }
}

/// The state of *Me*.
#[derive(Clone, Debug, Default)]
pub struct MeScreen {
    mirror: Option<Mirror>,
    learnt: Learnt,
    period: Period,
    page: Page,
    measured: Measured,
    reading: Reading,
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

    /// Asks for what is shown; and for the figures of another page where reading them is `long`.
    pub fn enter(&mut self, long: bool, cx: &mut Context) {
        cx.effects.push(Effect::Ask(self.ask()));
        if long {
            self.measured.ask_ahead(Whose::Mine, self.period.weeks(), cx);
        }
    }

    /// Whether an action can be done now.
    pub fn available(&self, action: Action) -> Availability {
        match action {
            Action::Open if self.page == Page::Own => Availability::Hidden,
            Action::Open if self.page == Page::Figures => match self.reading.at {
                Some(_) => Availability::Ready,
                None => Availability::Disabled(Bilingual::fixed(
                    "Go to a figure below first.",
                    "Allez d’abord sur un chiffre, plus bas.",
                )),
            },
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
        match action {
            Action::NextPane | Action::PreviousPane => {
                let next = self.page.next();
                self.turn(if action == Action::NextPane { next } else { next.next() });
                if self.page == Page::Figures && self.measured.figures.is_none() {
                    self.measure(cx);
                }
            }
            Action::Open if self.page == Page::Figures => {
                let hand = Hand::plain(cx.lang, usize::from(cx.columns));
                let told = self
                    .measured
                    .figures
                    .as_ref()
                    .zip(self.reading.at)
                    .and_then(|(all, at)| told(all, at, &hand));
                cx.says.extend(told.map(|(title, lines)| Say::Read(title, lines)));
            }
            Action::Open => cx.says.extend(self.conversation().map(Say::CompareOf)),
            Action::Period => {
                self.period = self.period.next();
                self.turn(self.page);
                cx.effects.push(Effect::Ask(self.ask()));
                self.measured.turn();
                self.measured.figures = None;
                if self.page == Page::Figures {
                    self.measure(cx);
                }
            }
            Action::Reread => {
                cx.effects.push(Effect::Ask(self.ask()));
                if self.page == Page::Figures {
                    self.measure(cx);
                }
            }
            _ => {
                let page = self.page(cx.lang, usize::from(cx.columns));
                self.reading.moved(action, &page, cx.rows);
            }
        }
    }

    /// Asks for what is measured.
    fn measure(&mut self, cx: &mut Context) {
        self.measured.ask(Whose::Mine, self.period.weeks(), cx);
    }

    fn turn(&mut self, page: Page) {
        (self.page, self.reading) = (page, Reading::default());
    }

    /// The conversation of the difference under the cursor.
    fn conversation(&self) -> Option<i64> {
        let mut differences = self.learnt.figures.replay.iter().flat_map(|item| &item.moments);
        differences
            .nth(self.reading.at.filter(|_| self.page == Page::Beside)?)
            .map(|difference| difference.conversation)
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
        self.measured.reply(reply, Whose::Mine);
        if let Reply::Mirror(reflection) = reply {
            let Reflection { own, learning } = &**reflection;
            // Somebody else may have asked for everything.
            if own.since.is_none() {
                self.period = Period::All;
            }
            self.mirror = Some(own.clone());
            if self.learnt != *learning {
                self.learnt = learning.clone();
                self.reading.at = None;
            }
        }
    }

    /// From another page to the first.
    pub fn back(&mut self, _cx: &mut Context) -> bool {
        let inside = self.page != Page::Own;
        if inside {
            self.turn(Page::Own);
        }
        inside
    }

    /// A click on a difference puts the cursor there.
    pub fn click(&mut self, _column: u16, row: u16, cx: &mut Context) {
        let page = self.page(cx.lang, usize::from(cx.columns));
        self.reading.click(row, &page, cx.rows);
    }

    /// The wheel.
    pub fn scroll(&mut self, _column: u16, _row: u16, rows: i16, cx: &mut Context) {
        let page = self.page(cx.lang, usize::from(cx.columns));
        self.reading.roll(isize::from(rows), &page, cx.rows);
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
}

impl Paged for MeScreen {
    fn page(&self, lang: Lang, columns: usize) -> Leaf {
        match self.page {
            Page::Own => Leaf::of(self.own(lang, columns)),
            Page::Beside => self.beside(lang, columns),
            Page::Figures => self.measured(lang, columns),
        }
    }

    fn reading(&self) -> Reading {
        self.reading
    }
}
