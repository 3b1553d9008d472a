//! Keys while a text field or a dialog has them.

use super::{CompareScreen, Front};
use crate::domain::review::Value;
use crate::tui::ask::Ask;
use crate::tui::chord::{Chord, Key};
use crate::tui::input::field::FieldResult;
use crate::tui::message::Effect;
use crate::tui::screens::point::{self, Typed, off_scale};
use crate::tui::screens::{Context, Say};
use crate::words::Bilingual;

impl CompareScreen {
    /// A key for the text field or the dialog in front.
    pub fn typed(&mut self, chord: Chord, cx: &mut Context) {
        let columns = self.shape(cx).side.columns.saturating_sub(4);
        match &mut self.front {
            Front::Remark(field) | Front::Because(field) => {
                field.set_columns(columns.max(1));
                match field.on(chord) {
                    FieldResult::Confirm => self.keep(cx),
                    FieldResult::Cancel => self.front = Front::Nothing,
                    FieldResult::Edit => cx.effects.push(Effect::Edit(field.text().to_owned())),
                    FieldResult::Consumed | FieldResult::Ignored => {}
                }
            }
            Front::Decline(field) => match field.on(chord) {
                FieldResult::Confirm => {
                    let why = field.text().trim().to_owned();
                    self.decline(why, cx);
                }
                FieldResult::Cancel => self.front = Front::Nothing,
                _ => {}
            },
            Front::Third => match chord.key {
                Key::Enter => self.dispute(cx),
                Key::Esc => self.front = Front::Nothing,
                Key::Char('c') if chord.ctrl => self.front = Front::Nothing,
                _ => cx.says.push(Say::Fact(Bilingual::fixed(
                    "enter keeps your answer and asks, esc goes back.",
                    "entrée garde votre réponse et demande, échap revient.",
                ))),
            },
            Front::Number(_) => self.typed_number(chord, cx),
            Front::Nothing => {}
        }
    }

    fn typed_number(&mut self, chord: Chord, cx: &mut Context) {
        let Some((min, max)) = self.points() else {
            self.front = Front::Nothing;
            return;
        };
        let Front::Number(typed) = &mut self.front else { return };
        match point::typed(typed, chord, min, max) {
            Typed::On => {}
            Typed::Point(point) => {
                self.front = Front::Nothing;
                self.name(Some(Value::Point(point)), cx);
            }
            Typed::Off => cx.says.push(Say::Fact(off_scale(min, max))),
            Typed::Cancelled => self.front = Front::Nothing,
        }
    }

    fn decline(&mut self, why: String, cx: &mut Context) {
        let Some(compare) = &self.compare else { return };
        if why.is_empty() {
            cx.says.push(Say::Fact(Bilingual::fixed(
                "A word of reason helps the one who asked.",
                "Un mot d’explication aide la personne qui a demandé.",
            )));
            return;
        }
        cx.effects.push(Effect::Ask(Ask::Decline { conversation: compare.conversation, why }));
        self.front = Front::Nothing;
    }

    /// Pasted text: only ever lands in a text field.
    pub fn paste(&mut self, text: &str, _cx: &mut Context) {
        match &mut self.front {
            Front::Remark(field) | Front::Because(field) | Front::Decline(field) => field.paste(text),
            _ => {}
        }
    }

    /// The person's editor gave a note back.
    pub fn edited(&mut self, text: Option<String>, _cx: &mut Context) {
        if let (Front::Remark(field) | Front::Because(field), Some(text)) = (&mut self.front, text) {
            field.set(text.trim_end());
        }
    }
}
