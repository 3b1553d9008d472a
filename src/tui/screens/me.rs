//! *Me*: how am I doing? A mirror for the agent alone: strengths first, every figure with what it stands on, at most
//! one thing to change.

mod page;

use crate::ops::desk::Desk;
use crate::ops::mirror::Mirror;
use crate::tui::action::{Action, Availability};
use crate::tui::ask::{Ask, Reply};
use crate::tui::chord::Chord;
use crate::tui::keymap::Keymap;
use crate::tui::message::Effect;
use crate::tui::screens::Context;
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::{Line, counted};
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

/// The state of *Me*.
#[derive(Clone, Debug, Default)]
pub struct MeScreen {
    mirror: Option<Mirror>,
    period: Period,
    top: usize,
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
            Action::Period
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
            Action::Period => {
                self.period = self.period.next();
                self.top = 0;
                cx.effects.push(Effect::Ask(self.ask()));
                return;
            }
            Action::Reread => {
                cx.effects.push(Effect::Ask(self.ask()));
                return;
            }
            _ => return,
        };
        self.move_by(by, cx);
    }

    fn move_by(&mut self, by: isize, cx: &Context) {
        let lines = self.lines(cx.lang, usize::from(cx.columns)).len();
        let most = lines.saturating_sub(usize::from(cx.rows));
        self.top = self.top.min(most).saturating_add_signed(by).min(most);
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
        if let Reply::Mirror(mirror) = reply {
            // Somebody else may have asked for everything.
            if mirror.since.is_none() {
                self.period = Period::All;
            }
            self.mirror = Some((**mirror).clone());
        }
    }

    /// There is nothing to go back from.
    pub fn back(&mut self, _cx: &mut Context) -> bool {
        false
    }

    /// Nothing is chosen by a click.
    pub fn click(&mut self, _column: u16, _row: u16, _cx: &mut Context) {}

    /// The wheel.
    pub fn scroll(&mut self, _column: u16, _row: u16, rows: i16, cx: &mut Context) {
        self.move_by(isize::from(rows), cx);
    }

    /// What the footer says at its right end.
    pub fn status(&self, lang: Lang) -> Option<String> {
        let mirror = self.mirror.as_ref()?;
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
