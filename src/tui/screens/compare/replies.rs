//! What the worker answers.

use super::{CompareScreen, Front, Spot};
use crate::ops::compare::Compare;
use crate::tui::ask::{Ask, Reply};
use crate::tui::message::Effect;
use crate::tui::screens::Context;
use crate::words::{Bilingual, Lang};

impl CompareScreen {
    /// Takes in an answer of the worker; what is not for this screen is left alone.
    pub fn reply(&mut self, reply: &Reply, cx: &mut Context) {
        match reply {
            Reply::Compare(compare) => self.take_in(compare, cx),
            Reply::Failed { what, hint, ask, .. } => match &**ask {
                // Most conversations have no exchange: the screen says so, and nothing alarms.
                Ask::Compare { .. } => {
                    let joined = |lang: Lang| {
                        let parts = [what.get(lang), hint.get(lang)];
                        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
                    };
                    *self = CompareScreen {
                        missing: Some(Bilingual::made(joined(Lang::En), joined(Lang::Fr))),
                        keys: std::mem::take(&mut self.keys),
                        ..CompareScreen::default()
                    };
                }
                Ask::Say { exchange, .. } if self.is_mine(*exchange) => {
                    // What is on disk is the truth: it is read again.
                    self.unsaid = 0;
                    cx.effects.push(Effect::Ask(Ask::CompareExchange { exchange: *exchange }));
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn is_mine(&self, exchange: crate::domain::names::ExchangeId) -> bool {
        self.compare.as_ref().is_some_and(|compare| compare.exchange == exchange)
    }

    fn take_in(&mut self, compare: &Compare, cx: &mut Context) {
        let mut compare = compare.clone();
        let same = self.is_mine(compare.exchange);
        let item = self.item_in_front().map(str::to_owned);
        if same {
            self.unsaid = self.unsaid.saturating_sub(1);
            if let Some(ours) = self.compare.take().filter(|_| self.unsaid > 0) {
                // What was said since this was asked for is not in the answer yet.
                for pair in &mut compare.lines {
                    if let Some(known) = ours.lines.iter().find(|known| known.item == pair.item) {
                        pair.my_word = known.my_word.clone();
                        pair.outcome = known.outcome;
                    }
                }
            }
        } else {
            let ring = std::mem::take(&mut self.ring);
            *self = CompareScreen {
                keys: std::mem::take(&mut self.keys),
                ring,
                focus: Default::default(),
                ..CompareScreen::default()
            };
        }
        let known = |ring: &[_]| {
            ring.len() == compare.siblings.len() + 1
                && ring.contains(&compare.exchange)
                && compare.siblings.iter().all(|sibling| ring.contains(sibling))
        };
        if !known(&self.ring) {
            self.ring = std::iter::once(compare.exchange).chain(compare.siblings.iter().copied()).collect();
        }
        self.missing = None;
        let place =
            item.filter(|_| same).and_then(|id| compare.lines.iter().position(|pair| pair.item == id));
        self.compare = Some(compare);
        let spots = self.spots();
        self.at = match (place, self.at) {
            (Some(place), _) => Some(Spot::Line(place)),
            (None, Some(Spot::Fold)) if same => Some(Spot::Fold),
            _ => spots.first().copied(),
        };
        if !self.is_open() {
            self.reading = false;
            if !matches!(self.front, Front::Decline(_)) {
                self.front = Front::Nothing;
            }
        }
        self.keep_reading(cx);
    }
}
