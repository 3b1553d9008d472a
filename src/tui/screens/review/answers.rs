//! Giving answers, and everything that belongs to one: cause, comment, evidence, undo. Every change is one step of the
//! history, applied at once and sent to disk.

use super::{Focus, Front, ReviewScreen, Sealing, detail, items};
use crate::both;
use crate::domain::checklist::Scale;
use crate::domain::history::{Act, Entry};
use crate::domain::review::{Answer, Gap, State, Value};
use crate::domain::shown::Shown;
use crate::tui::action::Action;
use crate::tui::ask::Ask;
use crate::tui::chord::Chord;
use crate::tui::input::field::Field;
use crate::tui::message::Effect;
use crate::tui::screens::lines::counted;
use crate::tui::screens::point::off_scale;
use crate::tui::screens::{Context, Say};
use crate::words::{Bilingual, Lang};

impl ReviewScreen {
    /// Carries out an answering action on the item in front.
    pub(super) fn answer(&mut self, action: Action, chord: Chord, cx: &mut Context) {
        self.face_items(cx);
        match action {
            Action::Yes => self.give(Value::Yes, cx),
            Action::No => self.give(Value::No, cx),
            Action::Na => self.give(Value::Na, cx),
            Action::Point => self.point(chord, cx),
            Action::Clear => {
                if let Some(item) = self.item().map(|item| item.id.clone()) {
                    self.change(vec![(item, None)], cx);
                }
            }
            _ => self.yes_to_rest(cx),
        }
    }

    /// Gives the item in front a value and goes on, or stays where a cause or a comment is asked for.
    pub(super) fn give(&mut self, value: Value, cx: &mut Context) {
        let (Some(item), Some(history)) = (self.item(), self.history()) else { return };
        let mut answer = history.sheet().answer(&item.id).cloned().unwrap_or_else(|| Answer::of(value));
        answer.value = value;
        let short = item.short_of_full(value);
        if !short {
            answer.cause = None;
        }
        let asks_cause = short && !item.causes.is_empty();
        let asks_comment = item.comment_on.contains(&value) && answer.comment.trim().is_empty();
        let id = item.id.clone();
        self.change(vec![(id, Some(answer))], cx);
        if asks_cause {
            self.open_causes();
        } else if asks_comment {
            self.open_comment(true);
        } else {
            self.next_open(cx);
        }
    }

    fn point(&mut self, chord: Chord, cx: &mut Context) {
        let Some(Scale::Points { min, max }) = self.item().map(|item| item.scale) else { return };
        let Some(digit) = chord.typed().and_then(|c| c.to_digit(10)).and_then(|d| u8::try_from(d).ok())
        else {
            return;
        };
        if max > 9 {
            self.front = Front::Number(digit.to_string());
        } else if (min..=max).contains(&digit) {
            self.give(Value::Point(digit), cx);
        } else {
            cx.says.push(Say::Fact(off_scale(min, max)));
        }
    }

    /// *Yes* to every yes-no item that is left, in one step, with those that begin to apply by it.
    fn yes_to_rest(&mut self, cx: &mut Context) {
        let Some(desk) = &self.desk else { return };
        let mut sheet = desk.history.sheet().clone();
        let mut given: Vec<(String, Option<Answer>)> = Vec::new();
        loop {
            let next: Vec<String> = sheet
                .applicable(&desk.checklist)
                .filter(|item| {
                    // A yes that demands words is left to the person.
                    item.takes(Value::Yes)
                        && !item.comment_on.contains(&Value::Yes)
                        && sheet.answer(&item.id).is_none()
                })
                .map(|item| item.id.clone())
                .collect();
            if next.is_empty() {
                break;
            }
            for item in next {
                sheet.0.insert(item.clone(), Answer::of(Value::Yes));
                given.push((item, Some(Answer::of(Value::Yes))));
            }
        }
        let count = given.len();
        if count == 0 {
            cx.says.push(Say::Fact(match self.left() {
                0 => self.done(),
                _ => Bilingual::fixed(
                    "What is left takes a point or a comment.",
                    "Ce qui reste demande une note ou un commentaire.",
                ),
            }));
            return;
        }
        self.change(given, cx);
        let said = |lang| counted(lang, count, ("yes given", "yes given"), ("oui donné", "oui donnés"));
        cx.says.push(Say::Fact(Bilingual::made(
            format!("{}; {} takes it back.", said(Lang::En), self.keys.of(Action::Undo, Lang::En)),
            format!("{}\u{202f}; {} annule.", said(Lang::Fr), self.keys.of(Action::Undo, Lang::Fr)),
        )));
        if self.left() > 0 {
            self.next_open(cx);
        }
    }

    /// Picks a cause for the item in front; whether there is one of that number.
    pub(super) fn pick_cause(&mut self, place: usize, cx: &mut Context) -> bool {
        let (Some(item), Some(history)) = (self.item(), self.history()) else { return false };
        let (Some(cause), Some(answer)) = (item.causes.get(place), history.sheet().answer(&item.id)) else {
            return false;
        };
        let answer = Answer { cause: Some(cause.id.clone()), ..answer.clone() };
        let asks_comment = item.comment_on.contains(&answer.value) && answer.comment.trim().is_empty();
        let id = item.id.clone();
        self.front = Front::Nothing;
        self.face_items(cx);
        self.change(vec![(id, Some(answer))], cx);
        if asks_comment {
            self.open_comment(true);
        } else {
            self.next_open(cx);
        }
        true
    }

    /// Pins the message with the cursor to the item in front, or unpins it.
    pub(super) fn pin(&mut self, cx: &mut Context) {
        let (Some(desk), Some(item)) = (&self.desk, self.item()) else { return };
        let (Some(turn), Some(answer)) =
            (desk.transcript.turns.get(self.reading.message), desk.history.sheet().answer(&item.id))
        else {
            return;
        };
        let mut answer = answer.clone();
        let number = turn.number;
        let said = match answer.evidence.iter().position(|id| *id == turn.id) {
            Some(place) => {
                answer.evidence.remove(place);
                both!("m{number} unpinned.", "m{number} détaché.")
            }
            None => {
                answer.evidence.push(turn.id.clone());
                both!("m{number} pinned.", "m{number} épinglé.")
            }
        };
        let id = item.id.clone();
        self.change(vec![(id, Some(answer))], cx);
        cx.says.push(Say::Fact(said));
    }

    /// Asks for a cause; the one that was picked before is chosen.
    pub(super) fn open_causes(&mut self) {
        let answer = self.item().and_then(|item| Some((item, self.history()?.sheet().answer(&item.id)?)));
        let chosen = answer.and_then(|(item, answer)| {
            item.causes.iter().position(|cause| Some(&cause.id) == answer.cause.as_ref())
        });
        self.detail_top = 0;
        self.front = Front::Causes(chosen);
    }

    /// What to do once nothing is left.
    pub(super) fn done(&self) -> Bilingual {
        let (en, fr) = self.keys.pair(Action::Seal);
        both!("All answered. {en} seals.", "Tout est répondu. {fr} scelle.")
    }

    /// Opens the comment on the item in front.
    pub(super) fn open_comment(&mut self, onward: bool) {
        let answer = self.item().and_then(|item| self.history()?.sheet().answer(&item.id));
        let field = Field::note(answer.map_or("", |answer| &answer.comment));
        self.detail_top = 0;
        self.front = Front::Comment { field, onward };
    }

    /// Keeps a comment and closes its field.
    pub(super) fn keep_comment(&mut self, text: &str, onward: bool, cx: &mut Context) {
        self.front = Front::Nothing;
        let (Some(item), Some(history)) = (self.item(), self.history()) else { return };
        if let Some(answer) = history.sheet().answer(&item.id) {
            let answer = Answer { comment: text.trim().to_owned(), ..answer.clone() };
            let id = item.id.clone();
            self.change(vec![(id, Some(answer))], cx);
        }
        if onward {
            self.next_open(cx);
        }
    }

    /// Undoes or redoes one step and goes to the item that it moved.
    pub(super) fn take_back(&mut self, action: Action, cx: &mut Context) {
        let (Some(desk), undo) = (&self.desk, action == Action::Undo) else { return };
        let changes = if undo { desk.history.next_undo() } else { desk.history.next_redo() };
        let Some(changes) = changes else { return };
        let first = changes.first().map(|change| change.item.clone());
        let count = changes.len();
        let act = if undo { Act::Undo } else { Act::Redo };
        self.face_items(cx);
        self.commit(act, cx);
        let at = first.and_then(|id| self.place_of(&id));
        let what = |lang: Lang| match at.and_then(|at| self.desk.as_ref()?.checklist.items.get(at)) {
            Some(item) if count == 1 => detail::quoted(&Shown::short(item.text.get(lang), 60), lang),
            _ => counted(lang, count, ("answer", "answers"), ("réponse", "réponses")),
        };
        let (en, fr) = (what(Lang::En), what(Lang::Fr));
        cx.says.push(Say::Fact(match undo {
            true => both!("Undone: {en}.", "Annulé\u{202f}: {fr}."),
            false => both!("Redone: {en}.", "Rétabli\u{202f}: {fr}."),
        }));
        if let Some(at) = at {
            self.stand_on(at);
        }
        self.settle();
    }

    /// One step of the history with new answers.
    fn change(&mut self, answers: Vec<(String, Option<Answer>)>, cx: &mut Context) {
        if let Some(act) = self.history().and_then(|history| history.step_to(answers)) {
            self.commit(act, cx);
        }
        self.settle();
    }

    fn commit(&mut self, act: Act, cx: &mut Context) {
        let Some(desk) = &mut self.desk else { return };
        if desk.history.push(Entry { at: cx.now, act }) {
            self.saves.send(desk.review, &desk.history, cx.effects);
        }
    }

    /// Tries once more to save what is not on disk; where all is well, reads the review again.
    pub(super) fn again(&mut self, cx: &mut Context) {
        let Some(desk) = &self.desk else { return };
        if self.saves.failure.is_some() {
            self.saves.again(desk.review, &desk.history, cx.effects);
        } else {
            let conversation = desk.transcript.id;
            cx.effects.push(Effect::Ask(Ask::Desk { conversation, checklist: None }));
        }
    }

    /// The express form, or the full one; the answers stay.
    pub(super) fn switch_form(&mut self, cx: &mut Context) {
        let Some(desk) = &self.desk else { return };
        if let Some(checklist) = desk.other_form.clone() {
            cx.effects.push(Effect::Ask(Ask::SwitchForm { review: desk.review, checklist }));
        }
    }

    /// Asks before the seal, or tells what is missing and goes there.
    pub(super) fn ask_seal(&mut self, cx: &mut Context) {
        let Some(desk) = &self.desk else { return };
        if self.saves.failure.is_some() {
            let (en, fr) = self.keys.pair(Action::Reread);
            cx.says.push(Say::Warning(both!(
                "Not everything is on disk yet, so nothing is sealed: {en} tries again.",
                "Tout n’est pas encore sur le disque, donc rien n’est scellé\u{202f}: {fr} réessaie."
            )));
            return;
        }
        let gaps = desk.history.sheet().gaps(&desk.checklist);
        match gaps.first() {
            None => self.open(Front::Seal),
            Some(first) => {
                let (at, demanded) = (self.place_of(first.item()), matches!(first, Gap::CommentMissing(_)));
                if let Some(at) = at {
                    self.focus = Focus::Items;
                    self.stand_on(at);
                }
                let count = gaps.len();
                let (en, fr) = self.keys.pair(Action::Comment);
                cx.says.push(Say::Fact(match (count, demanded) {
                    (1, true) => both!(
                        "A comment is still missing: {en}.",
                        "Il manque encore un commentaire\u{202f}: {fr}."
                    ),
                    (1, false) => {
                        Bilingual::fixed("One item has no answer yet.", "Un point n’a pas encore de réponse.")
                    }
                    _ => both!(
                        "Not yet: {count} items are incomplete.",
                        "Pas encore\u{202f}: {count} points sont incomplets."
                    ),
                }));
                self.open(Front::Missing);
            }
        }
    }

    /// Seals, as soon as everything is on disk.
    pub(super) fn seal(&mut self, cx: &mut Context) {
        self.front = Front::Nothing;
        let took = cx.now.saturating_sub(self.opened_at);
        self.sealing = Sealing::WhenSaved(took);
        self.seal_when_saved(cx);
    }

    /// Sends the seal if it waits for nothing any more.
    pub(super) fn seal_when_saved(&mut self, cx: &mut Context) {
        let (Sealing::WhenSaved(took), true, Some(desk)) = (self.sealing, self.is_saved(), &self.desk) else {
            return;
        };
        if desk.state == State::Draft {
            cx.effects.push(Effect::Ask(Ask::Seal { review: desk.review, consent: self.consent }));
            self.sealing = Sealing::Asked(took);
        }
    }
}

/// What an answer says in full: value, cause, comment and pins, on one line.
pub(super) fn in_words(answer: Option<&Answer>, lang: Lang) -> String {
    match answer {
        None => Bilingual::fixed("no answer", "sans réponse").get(lang).to_owned(),
        Some(answer) => items::value_word(answer.value, lang),
    }
}
