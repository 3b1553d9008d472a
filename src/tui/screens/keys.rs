//! The person's own keys, as sentences name them: no sentence may promise a key that settings have moved.

use std::sync::Arc;

use crate::tui::action::{Action, Place};
use crate::tui::chord::Chord;
use crate::tui::keymap::Keymap;
use crate::tui::table::row;
use crate::words::Lang;

/// The keys of the person.
#[derive(Clone, Debug, Default)]
pub struct Keys(Arc<Keymap>);

impl Keys {
    /// The keys of a keymap.
    pub fn new(keymap: &Keymap) -> Keys {
        Keys(Arc::new(keymap.clone()))
    }

    /// The key of an action. Where it has none, what to type into the palette.
    pub fn of(&self, action: Action, lang: Lang) -> String {
        let key = self.0.shown(action);
        if !key.is_empty() {
            return named(&key, lang);
        }
        let palette = self.0.shown(Action::Palette);
        let id = row(action).map_or("", |row| row.id);
        format!("{palette} {id}")
    }

    /// The key of an action for an English sentence, and for a French one.
    pub fn pair(&self, action: Action) -> (String, String) {
        (self.of(action, Lang::En), self.of(action, Lang::Fr))
    }

    /// Whether a chord that types nothing does this on *Review*.
    pub fn does(&self, chord: Chord, action: Action) -> bool {
        chord.typed().is_none() && self.0.action(Place::Review, chord) == Some(action)
    }
}

/// A key by the name that stands on keyboards.
pub fn named(key: &str, lang: Lang) -> String {
    let name = match (key, lang) {
        ("enter", Lang::Fr) => "entrée",
        ("esc", Lang::Fr) => "échap",
        ("space", Lang::Fr) => "espace",
        ("left", Lang::Fr) => "gauche",
        ("right", Lang::Fr) => "droite",
        ("up", Lang::Fr) => "haut",
        ("down", Lang::Fr) => "bas",
        (key, _) => key,
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_settings_moved_is_named_where_it_is_now() {
        assert_eq!(Keys::default().of(Action::Seal, Lang::En), "s");
        let (map, _) = Keymap::with(&[("ctrl-s".into(), "seal".into())], &["w".into()]);
        let keys = Keys::new(&map);
        assert_eq!(keys.of(Action::Seal, Lang::Fr), "ctrl-s");
        assert_eq!(keys.of(Action::WhyScore, Lang::En), "ctrl-p why-score");
        assert_eq!(keys.of(Action::Back, Lang::Fr), "échap");
    }
}
