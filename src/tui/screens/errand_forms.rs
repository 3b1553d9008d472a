//! Small forms around exchanges: where bundles go, which one to open, and what opens the person's key.

use std::fmt;

use crate::domain::names::ExchangeId;
use crate::tui::ask::{Ask, Passphrase};
use crate::tui::chord::Chord;
use crate::tui::input::field::{Field, FieldResult};

/// What a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The folder to write bundles to; of one exchange, or all.
    Send(Option<ExchangeId>),
    /// The bundle to open.
    Open,
}

/// A path to type.
#[derive(Clone, Debug)]
pub struct PathForm {
    /// What for.
    pub wanted: Wanted,
    /// As typed.
    pub path: Field,
}

impl PathForm {
    /// The form, with what was typed the last time.
    pub fn new(wanted: Wanted, last: &str) -> PathForm {
        PathForm { wanted, path: Field::line(last) }
    }

    /// A key; `Some` closes the form, with the wish if there is one.
    pub fn typed(&mut self, chord: Chord) -> Option<Option<Ask>> {
        match self.path.on(chord) {
            FieldResult::Cancel => Some(None),
            FieldResult::Confirm => {
                let path = self.path.text().trim().to_owned();
                let ask = match self.wanted {
                    Wanted::Send(exchange) => Ask::SendOut { exchange, folder: path.clone() },
                    Wanted::Open => Ask::OpenBundle { path: path.clone() },
                };
                (!path.is_empty()).then_some(Some(ask))
            }
            FieldResult::Consumed | FieldResult::Edit | FieldResult::Ignored => None,
        }
    }
}

/// What opens the person's key, for a wish that needs it. Its text is never printed.
#[derive(Clone)]
pub struct Unlocking {
    /// As typed.
    pub passphrase: Field,
    /// What is asked again once the key is open.
    pub ask: Ask,
}

impl fmt::Debug for Unlocking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unlocking").field("ask", &self.ask).finish_non_exhaustive()
    }
}

impl Unlocking {
    /// The question, for a wish.
    pub fn new(ask: Ask) -> Unlocking {
        Unlocking { passphrase: Field::line(""), ask }
    }

    /// A key; `Some` closes the form, with the wishes in their order.
    pub fn typed(&mut self, chord: Chord) -> Option<Vec<Ask>> {
        match self.passphrase.on(chord) {
            FieldResult::Cancel => Some(Vec::new()),
            FieldResult::Confirm => {
                let passphrase = Passphrase(self.passphrase.text().to_owned());
                let wishes = vec![Ask::Unlock { passphrase }, self.ask.clone()];
                (!self.passphrase.text().is_empty()).then_some(wishes)
            }
            FieldResult::Consumed | FieldResult::Edit | FieldResult::Ignored => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> impl Iterator<Item = Chord> {
        text.chars().map(Chord::char).collect::<Vec<_>>().into_iter()
    }

    #[test]
    fn a_folder_is_typed() {
        let mut form = PathForm::new(Wanted::Send(None), "");
        let enter: Chord = "enter".parse().unwrap();
        assert_eq!(form.typed(enter), None, "an empty path closes nothing");
        typed("out").for_each(|chord| assert_eq!(form.typed(chord), None));
        assert_eq!(form.typed(enter), Some(Some(Ask::SendOut { exchange: None, folder: "out".into() })));
        assert_eq!(form.typed("esc".parse().unwrap()), Some(None));
    }

    #[test]
    fn a_passphrase_is_never_printed() {
        let mut form = Unlocking::new(Ask::ExchangeFolder);
        typed("hush").for_each(|chord| assert_eq!(form.typed(chord), None));
        assert!(!format!("{form:?}").contains("hush"));
        let wishes = form.typed("enter".parse().unwrap()).unwrap();
        assert_eq!(wishes[1], Ask::ExchangeFolder, "what was wanted is asked again");
        assert!(!format!("{wishes:?}").contains("hush"));
    }
}
