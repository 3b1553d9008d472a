//! What can be done now, and if not, why: in words, because the reason is shown when the key is pressed.

use super::CompareScreen;
use crate::both;
use crate::domain::checklist::Scale;
use crate::domain::exchange::{Side, Stage};
use crate::domain::review::Value;
use crate::tui::action::{Action, Availability};
use crate::words::Bilingual;

impl CompareScreen {
    /// Whether an action can be done now.
    pub fn available(&self, action: Action) -> Availability {
        match action {
            Action::OpenBundle | Action::Swap => Availability::Ready,
            Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::HalfUp
            | Action::HalfDown
            | Action::First
            | Action::Last => Availability::Ready,
            Action::Decline if !self.may_decline() => Availability::Hidden,
            Action::Yes
            | Action::No
            | Action::Na
            | Action::Point
            | Action::Clear
            | Action::AcceptTheirs
            | Action::Remark
            | Action::Because
            | Action::Dispute
            | Action::Decline
            | Action::ShowEvidence
            | Action::NextMessage
            | Action::PreviousMessage
            | Action::NextOpen
            | Action::NextDifference
            | Action::PreviousDifference
            | Action::NextPane
            | Action::PreviousPane
            | Action::Zoom
            | Action::Open
            | Action::Send
            | Action::NextExchange
            | Action::PreviousExchange => {
                self.why_not(action).map_or(Availability::Ready, Availability::Disabled)
            }
            _ => Availability::Hidden,
        }
    }

    fn may_decline(&self) -> bool {
        self.compare
            .as_ref()
            .is_some_and(|it| it.stage == Stage::Asked && it.side == Side::Reader && !it.ended)
    }

    fn why_not(&self, action: Action) -> Option<Bilingual> {
        let Some(compare) = &self.compare else { return Some(NOTHING_HERE) };
        match action {
            Action::Send if compare.to_send == 0 => {
                return Some(Bilingual::fixed("Nothing waits to be sent.", "Rien n’attend d’être envoyé."));
            }
            Action::NextExchange | Action::PreviousExchange if compare.siblings.is_empty() => {
                return Some(Bilingual::fixed(
                    "There is one exchange about this conversation.",
                    "Il n’y a qu’un échange sur cette conversation.",
                ));
            }
            Action::Send | Action::NextExchange | Action::PreviousExchange | Action::Decline => return None,
            _ => {}
        }
        match (compare.stage, compare.side, action) {
            (stage, ..) if compare.ended && stage != Stage::Open => Some(ENDED),
            (Stage::Open, ..) => self.why_not_open(action),
            (Stage::Asked, Side::Reader, Action::Open) | (Stage::Answered, Side::Asker, Action::Open) => None,
            (Stage::Declined, ..) => Some(Bilingual::fixed(
                "It was declined: there is nothing to compare.",
                "Déclinée\u{202f}: il n’y a rien à comparer.",
            )),
            _ => Some(Bilingual::fixed(
                "Nothing is open yet: both sides open at the same moment.",
                "Rien n’est encore ouvert\u{202f}: les deux côtés s’ouvrent au même moment.",
            )),
        }
    }

    /// Why an action cannot be done while both sides are open.
    fn why_not_open(&self, action: Action) -> Option<Bilingual> {
        let item = || self.compare.as_ref()?.checklist.item(&self.pair()?.item);
        let talks = matches!(
            action,
            Action::Yes
                | Action::No
                | Action::Na
                | Action::Point
                | Action::Clear
                | Action::AcceptTheirs
                | Action::Remark
                | Action::Because
                | Action::Dispute
        );
        if talks && self.compare.as_ref().is_some_and(|it| it.ended) {
            return Some(ENDED);
        }
        if talks && let Some(why) = self.why_not_talk(action) {
            return Some(why);
        }
        let word = self.pair().map(|pair| &pair.my_word);
        match (action, item()) {
            (Action::Yes | Action::No, Some(item)) => match item.scale {
                Scale::Points { min, max } => Some(crate::tui::screens::point::off_scale(min, max)),
                Scale::YesNo => None,
            },
            (Action::Point, Some(item)) if item.scale == Scale::YesNo => {
                let ((yes, oui), (no, non)) = (self.keys.pair(Action::Yes), self.keys.pair(Action::No));
                Some(both!(
                    "This item takes yes or no: {yes} or {no}.",
                    "Ce point se juge par oui ou non\u{202f}: {oui} ou {non}."
                ))
            }
            (Action::Na, Some(item)) if !item.takes(Value::Na) => Some(Bilingual::fixed(
                "This item always applies: it takes no n/a.",
                "Ce point s’applique toujours\u{202f}: pas de «\u{202f}sans objet\u{202f}».",
            )),
            (Action::Clear, _) if word.is_some_and(|word| word.agreed.is_none() && !word.dispute) => {
                Some(Bilingual::fixed("You have not said anything yet.", "Vous n’avez encore rien dit."))
            }
            (Action::Because, _) if word.is_some_and(|word| word.agreed.is_none()) => {
                let (en, fr) = self.keys.pair(Action::AcceptTheirs);
                Some(both!(
                    "Name the answer that you agree to first; {en} takes theirs.",
                    "Dites d’abord de quelle réponse vous convenez\u{202f}; {fr} prend la sienne."
                ))
            }
            (Action::Dispute, _) => self.why_no_third(),
            (Action::NextOpen | Action::NextDifference | Action::PreviousDifference, _)
                if self.compare.as_ref().is_some_and(|it| it.lines.iter().all(|pair| !pair.differs())) =>
            {
                Some(Bilingual::fixed("You differ nowhere.", "Aucun écart entre vous."))
            }
            _ => None,
        }
    }

    fn why_no_third(&self) -> Option<Bilingual> {
        let compare = self.compare.as_ref()?;
        let mine = self.pair()?.my_word.dispute;
        match (&compare.third, compare.side) {
            (Some(name), _) if mine => Some(both!(
                "{name} was drawn and reads it blind.",
                "{name} a été tiré au sort et lit à l’aveugle."
            )),
            (None, Side::Reader) if mine => Some(Bilingual::fixed(
                "You have asked; the lot is drawn on the other side.",
                "Vous l’avez demandé\u{202f}; le tirage se fait de l’autre côté.",
            )),
            _ => None,
        }
    }
}

const ENDED: Bilingual = Bilingual::fixed(
    "This exchange has ended: it was made with keys that are lost.",
    "Cet échange est terminé\u{202f}: il a été fait avec des clés perdues.",
);

const NOTHING_HERE: Bilingual =
    Bilingual::fixed("There is nothing to compare yet.", "Il n’y a encore rien à comparer.");
