//! The conversation on *Compare*: the messages that the two named, one after the other.

use super::CompareScreen;
use crate::both;
use crate::domain::exchange::Stage;
use crate::ops::compare::Given;
use crate::tui::action::Action;
use crate::tui::geometry::Pane;
use crate::tui::screens::compare::whose;
use crate::tui::screens::{Context, Say};
use crate::words::{Bilingual, Lang};

impl CompareScreen {
    /// The numbers of the messages that either side named, in order.
    fn numbers(&self) -> Vec<usize> {
        let Some(pair) = self.pair() else { return Vec::new() };
        let mut numbers: Vec<usize> = [&pair.mine, &pair.theirs]
            .into_iter()
            .flatten()
            .flat_map(|given| given.evidence.clone())
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Who named which message, for the marks in the conversation.
    pub fn named(&self, lang: Lang) -> Vec<(usize, String)> {
        let (Some(compare), Some(pair)) = (&self.compare, self.pair()) else { return Vec::new() };
        let has = |given: &Option<Given>, number: &usize| {
            given.as_ref().is_some_and(|given| given.evidence.contains(number))
        };
        let (you, other) = (whose::you(lang), whose::short(compare, lang));
        self.numbers()
            .into_iter()
            .map(|number| {
                let who = match (has(&pair.mine, &number), has(&pair.theirs, &number)) {
                    (true, true) => both!("you and {other}", "vous et {other}").get(lang).to_owned(),
                    (true, false) => you.to_owned(),
                    _ => other.clone(),
                };
                (number, who)
            })
            .collect()
    }

    /// What the pane of the conversation is called.
    pub(super) fn reading_title(&self) -> Bilingual {
        let numbers = self.numbers();
        let here = self.read.message + 1;
        let (en, fr) = self.keys.pair(Action::ShowEvidence);
        match (numbers.iter().position(|n| *n == here), numbers.len()) {
            (_, 0) => Bilingual::fixed("Conversation", "Conversation"),
            (Some(place), of) => {
                let at = place + 1;
                both!("Evidence {at} of {of}: {en} goes on", "Preuve {at} sur {of}\u{202f}: {fr} continue")
            }
            (None, of) => {
                both!("Conversation ({of} named: {en})", "Conversation ({of} désignés\u{202f}: {fr})")
            }
        }
    }

    /// The next message that either side named; behind the last, back to the difference.
    pub(super) fn show_evidence(&mut self, cx: &mut Context) {
        let numbers = self.numbers();
        let here = self.read.message + 1;
        if !self.reading {
            self.reading = true;
            if numbers.is_empty() {
                cx.says.push(Say::Fact(Bilingual::fixed(
                    "Neither of you named a message here.",
                    "Aucun de vous n’a désigné de message ici.",
                )));
            }
            if let Some(first) = numbers.first() {
                self.go_to_message(*first, cx);
            }
            return;
        }
        match numbers.iter().find(|number| **number > here && numbers.contains(&here)) {
            Some(next) => self.go_to_message(*next, cx),
            None if numbers.contains(&here) || numbers.is_empty() => self.close_conversation(),
            None => self.go_to_message(numbers[0], cx),
        }
    }

    pub(super) fn close_conversation(&mut self) {
        self.reading = false;
        self.focus = Pane::List;
    }

    fn go_to_message(&mut self, number: usize, cx: &Context) {
        let pane = self.shape(cx).side;
        if let Some(compare) = &self.compare {
            self.read.go(number.saturating_sub(1), &compare.transcript.turns, pane.columns, pane.rows);
        }
    }

    /// Moves in the conversation, which comes into view by it.
    pub(super) fn read_on(&mut self, action: Action, cx: &Context) {
        if self.compare.as_ref().is_none_or(|compare| compare.stage != Stage::Open) {
            return;
        }
        self.reading = true;
        let pane = self.shape(cx).side;
        if let Some(compare) = &self.compare {
            self.read.moved(action, &compare.transcript.turns, pane.columns, pane.rows);
        }
    }

    /// Keeps the view of the conversation full after a change of its pane.
    pub(super) fn keep_reading(&mut self, cx: &Context) {
        let pane = self.shape(cx).side;
        if let Some(compare) = self.compare.as_ref().filter(|_| self.reading && pane.rows > 0) {
            self.read.keep(&compare.transcript.turns, pane.columns, pane.rows);
        }
    }
}
