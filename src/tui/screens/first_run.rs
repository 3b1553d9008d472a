//! Who uses the program: asked calmly when nobody has said so, and changed with the action *who am I*.

use crate::tui::ask::Ask;
use crate::tui::chord::{Chord, Key};
use crate::tui::input::field::{Field, FieldResult};

/// The question and its two fields.
#[derive(Clone, Debug)]
pub struct Who {
    /// Whether it is asked for the first time.
    pub first: bool,
    /// The name.
    pub name: Field,
    /// Ids and addresses, separated by commas.
    pub aliases: Field,
    /// Whether the second field has the keys.
    pub second: bool,
    /// Whether enter was pressed without a name.
    pub missing: bool,
}

/// What became of the question.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It stays open.
    Open,
    /// Left for later.
    Later,
    /// Answered.
    Answered(Ask),
}

impl Who {
    /// The question with what is known so far.
    pub fn new(name: &str, aliases: &[String], first: bool) -> Who {
        let aliases = Field::line(&aliases.join(", "));
        Who { first, name: Field::line(name), aliases, second: false, missing: false }
    }

    /// The field that has the keys.
    pub fn field(&mut self) -> &mut Field {
        if self.second { &mut self.aliases } else { &mut self.name }
    }

    /// A key.
    pub fn typed(&mut self, chord: Chord) -> Outcome {
        if matches!(chord.key, Key::Tab | Key::Up | Key::Down) {
            self.second = !self.second;
            return Outcome::Open;
        }
        match self.field().on(chord) {
            FieldResult::Cancel => Outcome::Later,
            FieldResult::Confirm if !self.second && !self.name.text().trim().is_empty() => {
                self.second = true;
                Outcome::Open
            }
            FieldResult::Confirm => self.answer(),
            FieldResult::Consumed | FieldResult::Edit | FieldResult::Ignored => Outcome::Open,
        }
    }

    fn answer(&mut self) -> Outcome {
        let name = self.name.text().trim().to_owned();
        if name.is_empty() {
            self.missing = true;
            self.second = false;
            return Outcome::Open;
        }
        let aliases = self.aliases.text().split(',').map(str::trim).filter(|alias| !alias.is_empty());
        Outcome::Answered(Ask::SetMe { name, aliases: aliases.map(ToOwned::to_owned).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(who: &mut Who, keys: &str) -> Outcome {
        keys.split_whitespace().map(|key| who.typed(key.parse().unwrap())).last().unwrap()
    }

    #[test]
    fn two_fields_and_enter() {
        let mut who = Who::new("", &[], true);
        assert_eq!(keys(&mut who, "enter"), Outcome::Open);
        assert!(who.missing);
        keys(&mut who, "A d a enter");
        who.aliases.paste("ada@example.org , 17,,");
        assert_eq!(
            keys(&mut who, "enter"),
            Outcome::Answered(Ask::SetMe {
                name: "Ada".into(),
                aliases: vec!["ada@example.org".into(), "17".into()]
            })
        );
        assert_eq!(keys(&mut who, "esc"), Outcome::Later);
    }
}
