//! What can be done now, and if not, why: in words, because the reason is shown when the key is pressed.

use super::{Front, ReviewScreen, Sealing, theirs};
use crate::both;
use crate::domain::checklist::{Item, Scale};
use crate::domain::review::{ReviewRole, State};
use crate::tui::action::{Action, Availability};
use crate::words::Bilingual;

impl ReviewScreen {
    /// Whether an action can be done now.
    pub fn available(&self, action: Action) -> Availability {
        let edits = matches!(
            action,
            Action::Yes
                | Action::No
                | Action::Na
                | Action::Point
                | Action::Clear
                | Action::YesToRest
                | Action::Evidence
                | Action::Comment
                | Action::Cause
                | Action::Undo
                | Action::Redo
                | Action::SwitchForm
                | Action::Seal
        );
        let known = edits
            || matches!(
                action,
                Action::Up
                    | Action::Down
                    | Action::Left
                    | Action::Right
                    | Action::PageUp
                    | Action::PageDown
                    | Action::HalfUp
                    | Action::HalfDown
                    | Action::First
                    | Action::Last
                    | Action::Open
                    | Action::Find
                    | Action::NextMatch
                    | Action::PreviousMatch
                    | Action::NextMessage
                    | Action::PreviousMessage
                    | Action::NextOpen
                    | Action::NextPillar
                    | Action::PreviousPillar
                    | Action::NextPane
                    | Action::PreviousPane
                    | Action::Zoom
                    | Action::Reread
                    | Action::WhyScore
                    | Action::ItemHistory
                    | Action::Hints
                    | Action::TheirReview
                    | Action::CopyReference
                    | Action::Void
                    | Action::AskColleague
                    | Action::Decline
            );
        let role = self.desk.as_ref().map_or(ReviewRole::Own, |desk| desk.role);
        let hidden = match role {
            ReviewRole::Own => matches!(action, Action::Decline),
            ReviewRole::Lead => {
                matches!(action, Action::Decline | Action::SwitchForm | Action::AskColleague)
            }
            ReviewRole::Peer | ReviewRole::Third => {
                matches!(action, Action::Void | Action::SwitchForm | Action::AskColleague)
            }
        };
        let nobody = self.desk.as_ref().is_none_or(|desk| desk.others.is_empty());
        if !known || hidden || action == Action::TheirReview && nobody {
            return Availability::Hidden;
        }
        if self.desk.is_none() {
            return Availability::Disabled(NOTHING_HERE);
        }
        let reason = if edits { self.why_no_edit(action) } else { self.why_not(action) };
        reason.map_or(Availability::Ready, Availability::Disabled)
    }

    /// Why nothing can be changed any more.
    pub(super) fn read_only(&self) -> Option<Bilingual> {
        match self.desk.as_ref()?.state {
            State::Draft => None,
            State::Voided => Some(Bilingual::fixed(
                "This review was voided: it can only be read.",
                "Cette évaluation a été annulée\u{202f}: elle ne peut plus qu’être lue.",
            )),
            _ => Some(Bilingual::fixed(
                "This review is sealed: it is never edited again.",
                "Cette évaluation est scellée\u{202f}: elle ne se modifie plus.",
            )),
        }
    }

    fn why_no_edit(&self, action: Action) -> Option<Bilingual> {
        if let Some(why) = self.read_only() {
            return Some(why);
        }
        if self.sealing != Sealing::No {
            return Some(Bilingual::fixed(
                "The review is being sealed.",
                "L’évaluation est en cours de scellement.",
            ));
        }
        if self.saves.failure.as_ref().is_some_and(|failure| failure.no_more) {
            let (en, fr) = self.keys.pair(Action::Reread);
            return Some(both!(
                "Nothing can be saved now, so nothing more is changed: {en} tries again.",
                "Rien ne peut être enregistré, donc plus rien ne change\u{202f}: {fr} réessaie."
            ));
        }
        if matches!(self.front, Front::Why(_) | Front::Past | Front::Theirs(_)) {
            // Nothing is answered that is not in view.
            let (en, fr) = self.keys.pair(Action::Back);
            return Some(both!("{en} closes this first.", "{fr} ferme d’abord ceci."));
        }
        let desk = self.desk.as_ref()?;
        match action {
            // With the cause picker open, an answer goes to the next open item: judged there.
            Action::Yes | Action::No | Action::Na if matches!(self.front, Front::Causes(_)) => None,
            Action::Undo if desk.history.next_undo().is_none() => {
                Some(Bilingual::fixed("Nothing to undo.", "Rien à annuler."))
            }
            Action::Redo if desk.history.next_redo().is_none() => {
                Some(Bilingual::fixed("Nothing to redo.", "Rien à rétablir."))
            }
            Action::SwitchForm if desk.other_form.is_none() => Some(Bilingual::fixed(
                "This checklist has no other form.",
                "Cette liste de contrôle n’a pas d’autre forme.",
            )),
            Action::Undo | Action::Redo | Action::SwitchForm | Action::Seal | Action::YesToRest => None,
            action => self.why_not_here(action, self.item()?),
        }
    }

    /// Why an action makes no sense for the item in front.
    fn why_not_here(&self, action: Action, item: &Item) -> Option<Bilingual> {
        let sheet = self.desk.as_ref()?.history.sheet();
        if !sheet.applies(&self.desk.as_ref()?.checklist, item) {
            return Some(Bilingual::fixed(
                "This item does not apply to this conversation.",
                "Ce point ne s’applique pas à cette conversation.",
            ));
        }
        let answer = sheet.answer(&item.id);
        match (action, item.scale) {
            (Action::Yes | Action::No, Scale::Points { min, max }) => Some(both!(
                "This item takes a point from {min} to {max}.",
                "Ce point se note de {min} à {max}."
            )),
            (Action::Point, Scale::YesNo) if !matches!(self.front, Front::Causes(_)) => {
                let ((yes, oui), (no, non)) = (self.keys.pair(Action::Yes), self.keys.pair(Action::No));
                Some(both!(
                    "This item takes yes or no: {yes} or {no}.",
                    "Ce point se juge par oui ou non\u{202f}: {oui} ou {non}."
                ))
            }
            (Action::Na, _) if item.na.is_none() => Some(Bilingual::fixed(
                "This item always applies: it takes no n/a.",
                "Ce point s’applique toujours\u{202f}: pas de «\u{202f}sans objet\u{202f}».",
            )),
            (Action::Clear, _) if answer.is_none() => {
                Some(Bilingual::fixed("This item has no answer yet.", "Ce point n’a pas encore de réponse."))
            }
            (Action::Evidence, _) if answer.is_none() => {
                let (en, fr) = self.keys.pair(Action::Up);
                Some(both!(
                    "Answer first, then pin; {en} goes back an item.",
                    "Répondez d’abord, épinglez ensuite\u{202f}; {fr} revient d’un point."
                ))
            }
            (Action::Comment, _) if answer.is_none() => {
                let (en, fr) = self.keys.pair(Action::Up);
                Some(both!(
                    "Answer first, then comment; {en} goes back an item.",
                    "Répondez d’abord, commentez ensuite\u{202f}; {fr} revient d’un point."
                ))
            }
            (Action::Evidence, _) if self.desk.as_ref()?.transcript.turns.is_empty() => {
                Some(Bilingual::fixed(
                    "This conversation has no messages.",
                    "Cette conversation n’a pas de messages.",
                ))
            }
            (Action::Cause, _) if item.causes.is_empty() => {
                Some(Bilingual::fixed("This item lists no causes.", "Ce point ne propose pas de causes."))
            }
            (Action::Cause, _) if !answer.is_some_and(|answer| item.short_of_full(answer.value)) => Some(
                Bilingual::fixed("A cause goes with a no.", "Une cause accompagne un «\u{202f}non\u{202f}»."),
            ),
            _ => None,
        }
    }

    fn why_not(&self, action: Action) -> Option<Bilingual> {
        match action {
            Action::NextMatch | Action::PreviousMatch if self.search.found.is_empty() => {
                let (en, fr) = self.keys.pair(Action::Find);
                Some(both!("Search first: {en}", "Cherchez d’abord\u{202f}: {fr}"))
            }
            Action::Open | Action::NextOpen if matches!(self.front, Front::Nothing) => self.read_only(),
            Action::AskColleague => match self.desk.as_ref()?.state {
                State::Draft => {
                    let (en, fr) = self.keys.pair(Action::Seal);
                    Some(both!(
                        "Seal your own answers first ({en}): then a colleague can be asked.",
                        "Scellez d’abord vos réponses ({fr})\u{202f}: un collègue peut ensuite être sollicité."
                    ))
                }
                State::Voided => self.read_only(),
                _ => None,
            },
            Action::Hints if self.desk.as_ref()?.hints().is_none() => Some(Bilingual::fixed(
                "Hints come after your own answers: some items have none yet.",
                "Les indices viennent après vos réponses\u{202f}: certains points n’en ont pas encore.",
            )),
            Action::TheirReview => theirs::why_closed(self.desk.as_ref()?),
            Action::Decline => self.read_only(),
            Action::Void if self.desk.as_ref()?.state == State::Voided => self.read_only(),
            _ => None,
        }
    }
}

const NOTHING_HERE: Bilingual = Bilingual::fixed(
    "No review is open: choose a conversation first.",
    "Aucune évaluation n’est ouverte\u{202f}: choisissez d’abord une conversation.",
);
