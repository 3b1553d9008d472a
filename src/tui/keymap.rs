//! Chords to actions, by place. The person's own settings add keys by an action's id or take keys away; defaults stay
//! otherwise.

use crate::both;
use crate::domain::fold::fold;
use crate::domain::shown::Shown;
use crate::tui::action::{Action, Place, Row};
use crate::tui::chord::Chord;
use crate::tui::table::{TABLE, by_id, row};
use crate::words::Bilingual;

/// Which chord does what, where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    /// In the order of the table; the chord that is shown comes first.
    rows: Vec<(Action, Vec<Chord>)>,
}

impl Default for Keymap {
    fn default() -> Keymap {
        let chords = |row: &Row| row.keys.iter().filter_map(|key| key.parse().ok()).collect();
        Keymap { rows: TABLE.iter().map(|row| (row.action, chords(row))).collect() }
    }
}

impl Keymap {
    /// The defaults without the keys of `unbind` and with `bind` (key, action's id), and everything that should be told
    /// at the start: unknown ids, unreadable keys, and clashes. On a clash the person's own line wins.
    pub fn with(bind: &[(String, String)], unbind: &[String]) -> (Keymap, Vec<Bilingual>) {
        let mut map = Keymap::default();
        let mut told = Vec::new();
        for chord in unbind.iter().filter_map(|key| chord(key, &mut told)) {
            for (_, chords) in &mut map.rows {
                chords.retain(|c| *c != chord);
            }
        }
        for (row, chord) in read(bind, &mut told) {
            for other in TABLE.iter().filter(|other| other.action != row.action && meet(row, other)) {
                let Some(chords) = map.chords_mut(other.action) else { continue };
                if chords.contains(&chord) {
                    chords.retain(|c| *c != chord);
                    told.push(both!(
                        "The key `{}` now means `{}`; it was `{}`. `unbind` keeps this quiet.",
                        "La touche « {} » signifie maintenant « {} » ; c’était « {} ». `unbind` évite cet avis.",
                        chord,
                        row.id,
                        other.id
                    ));
                }
            }
            if let Some(chords) = map.chords_mut(row.action) {
                chords.retain(|c| *c != chord);
                chords.insert(0, chord);
            }
        }
        (map, told)
    }

    /// What a chord does in a place.
    pub fn action(&self, place: Place, chord: Chord) -> Option<Action> {
        let has = |(action, chords): &&(Action, Vec<Chord>)| {
            chords.contains(&chord)
                && row(*action)
                    .is_some_and(|row| row.places.iter().any(|p| *p == place || *p == Place::Everywhere))
        };
        self.rows.iter().find(has).map(|(action, _)| *action)
    }

    /// The chords of an action, the shown one first.
    pub fn chords(&self, action: Action) -> &[Chord] {
        self.rows.iter().find(|(a, _)| *a == action).map_or(&[], |(_, chords)| chords)
    }

    /// The chord of an action as people read it; empty without one.
    pub fn shown(&self, action: Action) -> String {
        self.chords(action).first().map(ToString::to_string).unwrap_or_default()
    }

    fn chords_mut(&mut self, action: Action) -> Option<&mut Vec<Chord>> {
        self.rows.iter_mut().find(|(a, _)| *a == action).map(|(_, chords)| chords)
    }
}

/// Whether two actions can both be done in some place.
fn meet(one: &Row, other: &Row) -> bool {
    let everywhere = |row: &Row| row.places.contains(&Place::Everywhere);
    everywhere(one) || everywhere(other) || one.places.iter().any(|place| other.places.contains(place))
}

/// The rows and chords that settings name; what cannot be read is told.
fn read(bind: &[(String, String)], told: &mut Vec<Bilingual>) -> Vec<(&'static Row, Chord)> {
    let mut out = Vec::new();
    for (key, action) in bind {
        match by_id(action) {
            Some(row) => out.extend(chord(key, told).map(|chord| (row, chord))),
            None => {
                let found = Shown::short(action, 40);
                let near = nearest(action);
                told.push(both!(
                    "Keys: there is no action `{}`; the nearest is `{}`. `aplomb keys` lists them all.",
                    "Touches : il n’y a pas d’action « {} » ; la plus proche est « {} ». `aplomb keys` les donne toutes.",
                    found,
                    near
                ));
            }
        }
    }
    out
}

fn chord(key: &str, told: &mut Vec<Bilingual>) -> Option<Chord> {
    let chord = key.parse().ok();
    if chord.is_none() {
        let found = Shown::short(key, 40);
        told.push(both!(
            "Keys: `{found}` is not a key; write `x`, `ctrl-x`, `shift-tab` or `F2`.",
            "Touches : « {found} » n’est pas une touche ; écrivez `x`, `ctrl-x`, `shift-tab` ou `F2`."
        ));
    }
    chord
}

/// The id that shares the longest beginning with what was written.
fn nearest(written: &str) -> &'static str {
    let written = fold(written);
    let alike = |row: &&Row| row.id.bytes().zip(written.bytes()).take_while(|(a, b)| a == b).count();
    TABLE.iter().max_by_key(alike).map_or("", |row| row.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bind(key: &str, action: &str) -> (String, String) {
        (key.into(), action.into())
    }

    #[test]
    fn places_decide() {
        let map = Keymap::default();
        assert_eq!(map.action(Place::Review, Chord::char('y')), Some(Action::Yes));
        assert_eq!(map.action(Place::Today, Chord::char('y')), Some(Action::CopyReference));
        assert_eq!(map.action(Place::Review, Chord::char('l')), Some(Action::NextPillar));
        assert_eq!(map.action(Place::Me, Chord::char('l')), Some(Action::Right));
        assert_eq!(map.action(Place::Me, Chord::char('y')), None);
        for digit in '0'..='9' {
            assert_eq!(map.action(Place::Review, Chord::char(digit)), Some(Action::Point));
        }
    }

    #[test]
    fn own_keys_come_first_and_defaults_stay() {
        let (map, told) = Keymap::with(&[bind("ctrl+s", "seal")], &["q".into()]);
        assert!(told.is_empty(), "{told:?}");
        assert_eq!(map.shown(Action::Seal), "ctrl-s");
        assert_eq!(map.action(Place::Review, Chord::char('s')), Some(Action::Seal));
        assert_eq!(map.action(Place::Today, Chord::char('q')), None);
        assert_eq!(map.action(Place::Today, Chord::ctrl('q')), Some(Action::Quit));
    }

    #[test]
    fn clashes_name_both_actions() {
        let (map, told) = Keymap::with(&[bind("d", "import")], &[]);
        assert_eq!(map.action(Place::Today, Chord::char('d')), Some(Action::Import));
        assert_eq!(told.len(), 1);
        assert!(told[0].en.contains("`import`") && told[0].en.contains("`draw`"));
        let (_, told) = Keymap::with(&[bind("d", "import")], &["d".into()]);
        assert!(told.is_empty());
    }

    #[test]
    fn mistakes_are_told_and_the_rest_holds() {
        let (map, told) = Keymap::with(&[bind("z", "seel"), bind("hyper-s", "seal"), bind("z", "seal")], &[]);
        assert_eq!(told.len(), 2);
        assert!(told[0].en.contains("`seal`"), "{}", told[0].en);
        assert_eq!(map.action(Place::Review, Chord::char('z')), Some(Action::Seal));
    }
}
