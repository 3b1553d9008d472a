//! *Goals*: are we getting there? The goals with how each stands, and everything about the one that is opened.

mod list;
mod one;

use crate::both;
use crate::domain::shown::Shown;
use crate::ops::desk::Desk;
use crate::ops::goals::{GoalLine, GoalPage, Goals};
use crate::tui::action::{Action, Availability};
use crate::tui::ask::{Ask, Reply};
use crate::tui::chord::{Chord, Key};
use crate::tui::keymap::Keymap;
use crate::tui::message::Effect;
use crate::tui::screens::Context;
use crate::tui::screens::book_page::Hand;
use crate::tui::screens::keys::Keys;
use crate::tui::screens::page::{Page, Paged, Reading};
use crate::words::{Bilingual, Lang, plural};

/// The state of the screen.
#[derive(Clone, Debug, Default)]
pub struct GoalsScreen {
    goals: Option<Goals>,
    /// The goal that is opened.
    open: Option<Box<GoalPage>>,
    /// On the list, and on the page of the one that is opened.
    reading: [Reading; 2],
    keys: Keys,
}

impl GoalsScreen {
    /// The screen of somebody with these keys.
    pub fn new(keymap: &Keymap) -> GoalsScreen {
        GoalsScreen { keys: Keys::new(keymap), ..GoalsScreen::default() }
    }

    /// No review is on this screen.
    pub fn desk(&self) -> Option<&Desk> {
        None
    }

    /// Asks for what is shown.
    pub fn enter(&mut self, cx: &mut Context<'_>) {
        cx.effects.push(Effect::Ask(Ask::Goals));
        if let Some(open) = &self.open {
            cx.effects.push(Effect::Ask(Ask::Goal { id: open.line.id.as_str().to_owned() }));
        }
    }

    /// The goal under the cursor, or the one that is opened.
    fn selected(&self) -> Option<&GoalLine> {
        if let Some(open) = &self.open {
            return Some(&open.line);
        }
        self.goals.as_ref()?.rows.get(self.reading[0].at.unwrap_or(0))
    }

    /// Whether an action can be done now.
    pub fn available(&self, action: Action) -> Availability {
        let none = || {
            let none = Bilingual::fixed("There is no goal yet.", "Il n’y a pas encore d’objectif.");
            Availability::Disabled(none)
        };
        match (action, self.selected()) {
            (Action::Open, Some(_)) if self.open.is_some() => Availability::Hidden,
            (Action::Open | Action::PromiseKept | Action::PromiseOpen, None) => none(),
            (Action::PromiseKept | Action::PromiseOpen, Some(line)) if line.promise.is_none() => {
                Availability::Disabled(Bilingual::fixed(
                    "This goal promises nothing for each week.",
                    "Cet objectif ne promet rien chaque semaine.",
                ))
            }
            (Action::Open | Action::PromiseKept | Action::PromiseOpen | Action::Reread, _) => {
                Availability::Ready
            }
            _ if Reading::moves(action) => Availability::Ready,
            _ => Availability::Hidden,
        }
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, _chord: Chord, cx: &mut Context<'_>) {
        let id = self.selected().map(|line| line.id.as_str().to_owned());
        match (action, id) {
            (Action::Open, Some(id)) => cx.effects.push(Effect::Ask(Ask::Goal { id })),
            (Action::PromiseKept | Action::PromiseOpen, Some(goal)) => {
                let done = action == Action::PromiseKept;
                cx.effects.push(Effect::Ask(Ask::Promise { goal, done }));
            }
            _ => {
                let page = self.page(cx.lang, usize::from(cx.columns));
                self.here().moved(action, &page, cx.rows);
            }
        }
    }

    fn here(&mut self) -> &mut Reading {
        &mut self.reading[usize::from(self.open.is_some())]
    }

    /// No field takes keys here.
    pub fn captures(&self) -> bool {
        false
    }

    /// No field takes keys here.
    pub fn typed(&mut self, _chord: Chord, _cx: &mut Context<'_>) {}

    /// No field takes text here.
    pub fn paste(&mut self, _text: &str, _cx: &mut Context<'_>) {}

    /// Nothing is edited here.
    pub fn edited(&mut self, _text: Option<String>, _cx: &mut Context<'_>) {}

    /// Takes in an answer of the worker.
    pub fn reply(&mut self, reply: &Reply, cx: &mut Context<'_>) {
        match reply {
            Reply::Goals(goals) => {
                self.goals = Some((**goals).clone());
                let list = &mut self.reading[0];
                if list.at.is_none_or(|at| at >= goals.rows.len()) {
                    list.at = (!goals.rows.is_empty()).then_some(0);
                }
            }
            Reply::Goal(page) => {
                let same = self.open.as_ref().is_some_and(|open| open.line.id == page.line.id);
                if !same {
                    self.reading[1] = Reading::default();
                }
                self.open = Some(page.clone());
            }
            Reply::Promised => self.enter(cx),
            _ => {}
        }
    }

    /// From the opened goal to the list.
    pub fn back(&mut self, _cx: &mut Context<'_>) -> bool {
        self.open.take().is_some()
    }

    /// A click puts the cursor on a row; a second one opens it.
    pub fn click(&mut self, _column: u16, row: u16, cx: &mut Context<'_>) {
        let page = self.page(cx.lang, usize::from(cx.columns));
        if self.here().click(row, &page, cx.rows) && self.open.is_none() {
            self.act(Action::Open, Chord::of(Key::Enter), cx);
        }
    }

    /// The wheel.
    pub fn scroll(&mut self, _column: u16, _row: u16, rows: i16, cx: &mut Context<'_>) {
        let page = self.page(cx.lang, usize::from(cx.columns));
        self.here().roll(isize::from(rows), &page, cx.rows);
    }

    /// What the footer says at its right end.
    pub fn status(&self, lang: Lang) -> Option<String> {
        let n = self.goals.as_ref()?.rows.len();
        let word = match lang {
            Lang::En => plural(lang, n as u64, "goal", "goals"),
            Lang::Fr => plural(lang, n as u64, "objectif", "objectifs"),
        };
        (n > 0 && self.open.is_none()).then(|| format!("{n} {word}"))
    }
}

impl Paged for GoalsScreen {
    fn page(&self, lang: Lang, columns: usize) -> Page {
        let hand = Hand::plain(lang, columns);
        match (&self.open, &self.goals) {
            (Some(open), _) => Page::of(one::one(open, &self.keys, &hand)),
            (None, Some(goals)) if !goals.rows.is_empty() => list::list(goals, &hand),
            (None, goals) => Page::of(list::none(goals.is_some(), &hand)),
        }
    }

    fn reading(&self) -> Reading {
        self.reading[usize::from(self.open.is_some())]
    }
}

/// `promise kept in 3 of 4 weeks`.
fn promise(line: &GoalLine) -> Option<Bilingual> {
    let kept = line.promise?;
    let (done, weeks) = (kept.done, kept.weeks());
    Some(both!("promise kept in {done} of {weeks} weeks", "promesse tenue {done} semaines sur {weeks}"))
}

/// What a goal measured last, beside its path.
fn standing(line: &GoalLine) -> Option<Bilingual> {
    let (value, n) = (line.value.as_ref()?, line.n);
    let (en, fr) = (&value.en, &value.fr);
    Some(match &line.path_now {
        Some(path) => {
            let (path, chemin) = (&path.en, &path.fr);
            both!("now {en} (n {n}), path {path}", "à présent {fr} (n {n}), chemin {chemin}")
        }
        None => both!("now {en} (n {n})", "à présent {fr} (n {n})"),
    })
}

/// A text of a goal, which somebody wrote elsewhere.
fn shown(text: &str) -> Option<String> {
    let text = Shown::text(text.trim());
    (!text.is_empty()).then(|| text.into_string())
}
