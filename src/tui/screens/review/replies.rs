//! What the worker answers.

use super::saves::{Failure, Saves};
use super::{Front, ReviewScreen, Sealed, Sealing};
use crate::both;
use crate::domain::review::State;
use crate::ops::desk::Desk;
use crate::tui::action::Action;
use crate::tui::ask::{Ask, Reply};
use crate::tui::screens::{Context, Say};
use crate::words::Bilingual;

impl ReviewScreen {
    /// Takes in an answer of the worker; what is not for this screen is left alone.
    pub fn reply(&mut self, reply: &Reply, cx: &mut Context) {
        match reply {
            Reply::Desk(desk) => self.take_in(desk, cx),
            Reply::Theirs(theirs) => self.show_theirs(theirs),
            Reply::Saved { review, place, at } => {
                let Some(desk) = self.desk.as_ref().filter(|desk| desk.review == *review) else { return };
                self.saves.saved(*review, *place, at.clone(), &desk.history, cx.effects);
                self.seal_when_saved(cx);
            }
            Reply::Sealed { review, next } if self.is_mine(*review) => {
                let took = match self.sealing {
                    Sealing::Asked(took) | Sealing::WhenSaved(took) => took,
                    Sealing::No => cx.now.saturating_sub(self.opened_at),
                };
                self.sealing = Sealing::No;
                self.set_state(State::Sealed);
                self.open(Front::Result(Sealed { next: *next, took }));
            }
            Reply::Voided { review } if self.is_mine(*review) => {
                self.set_state(State::Voided);
                self.front = Front::Nothing;
                cx.says.push(Say::Fact(Bilingual::fixed("Voided.", "Évaluation annulée.")));
            }
            Reply::Failed { what, hint, ask, no_more_saves } => {
                self.failed(what, hint, ask, *no_more_saves, cx);
            }
            _ => {}
        }
    }

    fn failed(&mut self, what: &Bilingual, hint: &Bilingual, ask: &Ask, no_more: bool, cx: &mut Context) {
        match ask {
            Ask::Save { review, place, .. } if self.is_mine(*review) => {
                self.saves.failed(*place, Failure { what: what.clone(), hint: hint.clone(), no_more });
                if let Sealing::WhenSaved(_) = self.sealing {
                    self.sealing = Sealing::No;
                    cx.says.push(Say::Warning(Bilingual::fixed(
                        "Not sealed: not everything could be saved.",
                        "Pas scellé\u{202f}: tout n’a pas pu être enregistré.",
                    )));
                }
            }
            Ask::Seal { review, .. } if self.is_mine(*review) => self.sealing = Sealing::No,
            _ => {}
        }
    }

    fn take_in(&mut self, desk: &Desk, cx: &mut Context) {
        let mut desk = desk.clone();
        let same = self.is_mine(desk.review);
        if !same && self.saves.failure.is_some() && !self.is_saved() {
            let (en, fr) = self.keys.pair(Action::Reread);
            cx.says.push(Say::Warning(both!(
                "The other review was not opened: this one has steps that are not on disk. {en} tries again.",
                "L’autre évaluation n’a pas été ouverte\u{202f}: celle-ci a des étapes qui ne sont pas sur le disque. {fr} réessaie."
            )));
            return;
        }
        let front = self.item().map(|item| item.id.clone());
        if same {
            // Steps made since the question was asked are not in the answer; ours are the same and more.
            if let Some(ours) = self.desk.take()
                && ours.history.entries().len() > desk.history.entries().len()
            {
                desk.history = ours.history;
            } else {
                let at = self.saves.at.take();
                self.saves = Saves::loaded(desk.history.entries().len());
                self.saves.at = at;
            }
        } else {
            *self = ReviewScreen {
                opened_at: cx.now,
                saves: Saves::loaded(desk.history.entries().len()),
                keys: std::mem::take(&mut self.keys),
                no_hints: self.no_hints,
                ..ReviewScreen::default()
            };
        }
        self.desk = Some(desk);
        self.at = front.filter(|_| same).and_then(|id| self.place_of(&id)).unwrap_or(0);
        self.settle();
        if !same {
            self.go_to_first_open();
        }
    }

    /// Reopening a draft comes back to where the work is.
    fn go_to_first_open(&mut self) {
        let Some(desk) = &self.desk else { return };
        let sheet = desk.history.sheet();
        let open = sheet.applicable(&desk.checklist).find(|item| sheet.answer(&item.id).is_none());
        if let Some(at) = open.and_then(|item| self.place_of(&item.id)) {
            self.at = at;
        }
    }

    fn is_mine(&self, review: i64) -> bool {
        self.desk.as_ref().is_some_and(|desk| desk.review == review)
    }

    fn set_state(&mut self, state: State) {
        if let Some(desk) = &mut self.desk {
            desk.state = state;
        }
    }
}
