//! Keys while a text field or a dialog has them.

use super::{Front, ReviewScreen};
use crate::domain::checklist::Scale;
use crate::domain::review::{ReviewRole, Value};
use crate::tui::action::{Action, Place};
use crate::tui::ask::Ask;
use crate::tui::chord::{Chord, Key};
use crate::tui::input::field::FieldResult;
use crate::tui::message::Effect;
use crate::tui::screens::point::{self, Typed, off_scale};
use crate::tui::screens::{Context, Say};
use crate::words::Bilingual;

impl ReviewScreen {
    /// A key for the text field or the dialog in front.
    pub fn typed(&mut self, chord: Chord, cx: &mut Context) {
        let columns = self.shape(cx).detail.columns.saturating_sub(4);
        match &mut self.front {
            Front::Comment { field, onward } => {
                field.set_columns(columns.max(1));
                let onward = *onward;
                match field.on(chord) {
                    FieldResult::Confirm => {
                        let text = field.text().to_owned();
                        self.keep_comment(&text, onward, cx);
                    }
                    FieldResult::Cancel => self.front = Front::Nothing,
                    FieldResult::Edit => cx.effects.push(Effect::Edit(field.text().to_owned())),
                    FieldResult::Consumed | FieldResult::Ignored => {}
                }
            }
            Front::Find(field) => match chord {
                chord if self.keys.does(chord, Action::NextMatch) => self.step_match(true, cx),
                chord if self.keys.does(chord, Action::PreviousMatch) => self.step_match(false, cx),
                chord => match field.on(chord) {
                    FieldResult::Confirm => self.front = Front::Nothing,
                    FieldResult::Cancel => {
                        self.front = Front::Nothing;
                        self.search = super::Search::default();
                    }
                    _ => {
                        let query = field.text().to_owned();
                        self.look(&query, cx);
                    }
                },
            },
            Front::Void(field) => match field.on(chord) {
                FieldResult::Confirm => {
                    let why = field.text().trim().to_owned();
                    self.void(why, cx);
                }
                FieldResult::Cancel => self.front = Front::Nothing,
                _ => {}
            },
            Front::Seal => match chord.key {
                Key::Enter => self.seal(cx),
                Key::Esc => self.front = Front::Nothing,
                Key::Char('c') if chord.ctrl => self.front = Front::Nothing,
                Key::Char('l') if chord.typed().is_some() && self.may_consent() => {
                    self.consent = !self.consent
                }
                _ => cx.says.push(Say::Fact(Bilingual::fixed(
                    "enter seals, esc goes back.",
                    "entrée scelle, échap revient.",
                ))),
            },
            Front::Number(_) => self.typed_number(chord, cx),
            _ => {}
        }
    }

    fn typed_number(&mut self, chord: Chord, cx: &mut Context) {
        let Some(Scale::Points { min, max }) = self.item().map(|item| item.scale) else {
            self.front = Front::Nothing;
            return;
        };
        let Front::Number(typed) = &mut self.front else { return };
        match point::typed(typed, chord, min, max) {
            Typed::On => {}
            Typed::Point(point) => {
                self.front = Front::Nothing;
                self.give(Value::Point(point), cx);
            }
            Typed::Off => cx.says.push(Say::Fact(off_scale(min, max))),
            Typed::Cancelled => self.front = Front::Nothing,
        }
    }

    /// Whether this is a colleague's conversation, whose lead could be given the answers. Of a third
    /// reader's, only what settles a dispute goes along, and nothing else can be given.
    pub(super) fn may_consent(&self) -> bool {
        self.desk.as_ref().is_some_and(|desk| desk.role == ReviewRole::Peer)
    }

    fn void(&mut self, why: String, cx: &mut Context) {
        let Some(desk) = &self.desk else { return };
        if why.is_empty() {
            cx.says.push(Say::Fact(match desk.role {
                ReviewRole::Own => Bilingual::fixed(
                    "A reason is needed: it stays with the review.",
                    "Il faut une raison\u{202f}: elle reste avec l’évaluation.",
                ),
                _ => Bilingual::fixed(
                    "A word of reason helps the one who asked.",
                    "Un mot d’explication aide la personne qui a demandé.",
                ),
            }));
            return;
        }
        if desk.role == ReviewRole::Own {
            cx.effects.push(Effect::Ask(Ask::Void { review: desk.review, why }));
        } else {
            cx.effects.push(Effect::Ask(Ask::Decline { conversation: desk.transcript.id, why }));
            cx.says.push(Say::Go(Place::Today));
        }
        self.front = Front::Nothing;
    }

    /// Pasted text: only ever lands in a text field.
    pub fn paste(&mut self, text: &str, cx: &mut Context) {
        match &mut self.front {
            Front::Comment { field, .. } | Front::Void(field) => field.paste(text),
            Front::Find(field) => {
                field.paste(text);
                let query = field.text().to_owned();
                self.look(&query, cx);
            }
            _ => {}
        }
    }

    /// The person's editor gave a comment back.
    pub fn edited(&mut self, text: Option<String>, _cx: &mut Context) {
        if let (Front::Comment { field, .. }, Some(text)) = (&mut self.front, text) {
            field.set(text.trim_end());
        }
    }
}
