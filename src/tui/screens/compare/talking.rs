//! What I say about a difference: the answer that I agree to, a remark, in which case it holds, or that a third reader
//! should decide. Every word goes to disk as everything that I now say about the item.

use super::{CompareScreen, Front, Spot, list};
use crate::both;
use crate::domain::exchange::{Outcome, Said, Side, outcome};
use crate::domain::review::Value;
use crate::domain::shown::Shown;
use crate::ops::compare::Word;
use crate::tui::action::Action;
use crate::tui::ask::Ask;
use crate::tui::chord::Chord;
use crate::tui::geometry::Pane;
use crate::tui::input::field::Field;
use crate::tui::message::Effect;
use crate::tui::screens::point::off_scale;
use crate::tui::screens::review::value_word;
use crate::tui::screens::{Context, Say};
use crate::words::{Bilingual, Lang};

impl CompareScreen {
    /// Carries out an action that names the answer that I agree to, or takes my word back.
    pub(super) fn agree(&mut self, action: Action, chord: Chord, cx: &mut Context) {
        let value = match action {
            Action::Yes => Some(Value::Yes),
            Action::No => Some(Value::No),
            Action::Na => Some(Value::Na),
            Action::AcceptTheirs => self.theirs(),
            Action::Point => match self.point(chord, cx) {
                Some(value) => Some(value),
                None => return,
            },
            _ => None,
        };
        self.name(value, cx);
    }

    /// The answer that the other agrees to, else the one that they gave.
    pub(super) fn theirs(&self) -> Option<Value> {
        let pair = self.pair()?;
        pair.their_word.agreed.or(pair.theirs.as_ref().map(|given| given.value))
    }

    /// Names the answer that I agree to; `None` takes back everything but the remark.
    pub(super) fn name(&mut self, value: Option<Value>, cx: &mut Context) {
        let Some(pair) = self.pair() else { return };
        let kept = pair.my_word.clone();
        let word = match value {
            Some(value) => Word { agreed: Some(value), dispute: false, ..kept },
            None => Word { remark: kept.remark, ..Word::default() },
        };
        self.say(word, cx);
        self.face_list(cx);
        let said = match (self.pair().and_then(|pair| pair.outcome), value) {
            (_, None) => Bilingual::fixed("Taken back.", "Retiré."),
            (Some(Outcome::Agreed(value)), _) => {
                let (yes, oui) = (value_word(value, Lang::En), value_word(value, Lang::Fr));
                let (en, fr) = self.keys.pair(Action::Because);
                both!(
                    "Agreed: {yes}. {en} says in which case.",
                    "Convenu\u{202f}: {oui}. {fr} dit dans quel cas."
                )
            }
            (_, Some(value)) => {
                let (yes, oui) = (value_word(value, Lang::En), value_word(value, Lang::Fr));
                both!("You agree to {yes}.", "Vous convenez de {oui}.")
            }
        };
        cx.says.push(Say::Fact(said));
    }

    /// The point that a digit names, or opens the field of a long scale.
    fn point(&mut self, chord: Chord, cx: &mut Context) -> Option<Value> {
        let (min, max) = self.points()?;
        let digit = chord.typed()?.to_digit(10).and_then(|digit| u8::try_from(digit).ok())?;
        if max > 9 {
            self.front = Front::Number(digit.to_string());
            self.face_list(cx);
            return None;
        }
        if !(min..=max).contains(&digit) {
            cx.says.push(Say::Fact(off_scale(min, max)));
            return None;
        }
        Some(Value::Point(digit))
    }

    /// Opens the field of a remark, or of the case in which the agreed answer holds.
    pub(super) fn write(&mut self, action: Action) {
        let Some(pair) = self.pair() else { return };
        let front = match action {
            Action::Because => Front::Because(Field::note(&pair.my_word.because)),
            _ => Front::Remark(Field::note(&pair.my_word.remark)),
        };
        self.reading = false;
        self.open(front);
    }

    /// Keeps what stands in a field, and closes it.
    pub(super) fn keep(&mut self, cx: &mut Context) {
        let front = std::mem::take(&mut self.front);
        let Some(pair) = self.pair() else { return };
        let kept = pair.my_word.clone();
        let word = match front {
            Front::Remark(field) => Word { remark: Shown::text(field.text().trim()), ..kept },
            Front::Because(field) => Word { because: Shown::text(field.text().trim()), ..kept },
            _ => return,
        };
        if word != self.pair().map(|pair| pair.my_word.clone()).unwrap_or_default() {
            self.say(word, cx);
        }
    }

    /// Keeps my answer and asks for a third reader; draws one once nothing else is open.
    pub(super) fn dispute(&mut self, cx: &mut Context) {
        self.front = Front::Nothing;
        let Some(pair) = self.pair() else { return };
        let kept = pair.my_word.clone();
        if !kept.dispute {
            self.say(Word { agreed: None, dispute: true, because: Shown::default(), ..kept }, cx);
        }
        let Some(compare) = &self.compare else { return };
        let open = compare.lines.iter().any(|pair| pair.outcome == Some(Outcome::Open));
        match (compare.side, open, &compare.third) {
            (Side::Asker, false, None) => {
                cx.effects.push(Effect::Ask(Ask::ThirdReader { exchange: compare.exchange }));
            }
            (Side::Asker, true, _) => cx.says.push(Say::Fact(Bilingual::fixed(
                "Kept. The lot is drawn once the other differences are talked over.",
                "Gardée. Le tirage a lieu une fois les autres écarts discutés.",
            ))),
            _ => cx.says.push(Say::Fact(Bilingual::fixed("Kept.", "Gardée."))),
        }
    }

    /// Says something about the item in front: seen at once, and on its way to disk.
    fn say(&mut self, word: Word, cx: &mut Context) {
        let (Some(Spot::Line(place)), Some(compare)) = (self.at, &mut self.compare) else { return };
        let exchange = compare.exchange;
        let Some(pair) = compare.lines.get_mut(place) else { return };
        let said = Said {
            remark: word.remark.as_str().to_owned(),
            agreed: word.agreed,
            because: word.because.as_str().to_owned(),
            dispute: word.dispute,
        };
        pair.my_word = word;
        if pair.differs() {
            let agreed = [pair.my_word.agreed, pair.their_word.agreed];
            let dispute = pair.my_word.dispute || pair.their_word.dispute;
            pair.outcome = Some(outcome(agreed, dispute, pair.third));
        }
        self.unsaid += 1;
        cx.effects.push(Effect::Ask(Ask::Say { exchange, item: pair.item.clone(), said }));
    }

    /// What was said is seen in the pane of the difference.
    fn face_list(&mut self, cx: &Context) {
        self.reading = false;
        if self.shape(cx).side.rows == 0 {
            self.zoom = false;
        }
        self.focus = Pane::List;
    }

    /// Why nothing can be said about the item in front; `None` where it can.
    pub(super) fn why_not_talk(&self, action: Action) -> Option<Bilingual> {
        let Some(pair) = self.pair() else {
            return Some(Bilingual::fixed("Choose an item first.", "Choisissez d’abord un point."));
        };
        match (list::sort(pair), action) {
            (list::Sort::Alike, _) => Some(Bilingual::fixed(
                "You answered alike: there is nothing to settle.",
                "Vous avez répondu pareil\u{202f}: il n’y a rien à régler.",
            )),
            (list::Sort::OneOnly, Action::Remark) => None,
            (list::Sort::OneOnly, _) => Some(Bilingual::fixed(
                "It applied for one of you only: there is no answer to agree on.",
                "Sans objet pour l’un de vous\u{202f}: pas de réponse à convenir.",
            )),
            (list::Sort::Differs, Action::Remark) => None,
            (list::Sort::Differs, _) if matches!(pair.outcome, Some(Outcome::Settled(_))) => {
                Some(Bilingual::fixed(
                    "The third reader has answered: this is settled.",
                    "Le tiers lecteur a répondu\u{202f}: c’est réglé.",
                ))
            }
            (list::Sort::Differs, _) => None,
        }
    }
}
