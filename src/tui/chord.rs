//! A key with its modifiers, read and printed as `ctrl-x`, `shift-tab`, `F2`, `?`.

use std::fmt;
use std::str::FromStr;

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A printable character, shift already applied.
    Char(char),
    /// F1 to F12.
    F(u8),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab; with shift, back-tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// A key with its modifiers. Characters carry no shift: `A` is `Char('A')`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Control was down.
    pub ctrl: bool,
    /// Alt was down. No default uses it: Escape inside tmux arrives late because of Alt.
    pub alt: bool,
    /// Shift was down; only for keys that are no characters.
    pub shift: bool,
}

impl Chord {
    /// A bare key.
    pub const fn of(key: Key) -> Chord {
        Chord { key, ctrl: false, alt: false, shift: false }
    }

    /// A character.
    pub const fn char(c: char) -> Chord {
        Chord::of(Key::Char(c))
    }

    /// Control and a character.
    pub const fn ctrl(c: char) -> Chord {
        Chord { key: Key::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// The character that this chord types into a text field.
    pub const fn typed(self) -> Option<char> {
        match self {
            Chord { key: Key::Char(c), ctrl: false, alt: false, .. } => Some(c),
            _ => None,
        }
    }
}

const NAMED: [(Key, &str); 15] = [
    (Key::Enter, "enter"),
    (Key::Esc, "esc"),
    (Key::Tab, "tab"),
    (Key::Backspace, "backspace"),
    (Key::Delete, "delete"),
    (Key::Insert, "insert"),
    (Key::Up, "up"),
    (Key::Down, "down"),
    (Key::Left, "left"),
    (Key::Right, "right"),
    (Key::Home, "home"),
    (Key::End, "end"),
    (Key::PageUp, "pageup"),
    (Key::PageDown, "pagedown"),
    (Key::Char(' '), "space"),
];

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (down, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if down {
                f.write_str(name)?;
            }
        }
        if let Some((_, name)) = NAMED.iter().find(|(key, _)| *key == self.key) {
            return f.write_str(name);
        }
        match self.key {
            Key::Char(c) => write!(f, "{c}"),
            Key::F(n) => write!(f, "F{n}"),
            _ => Ok(()),
        }
    }
}

/// Why a chord could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAChord;

impl FromStr for Chord {
    type Err = NotAChord;

    fn from_str(text: &str) -> Result<Chord, NotAChord> {
        let mut chord = Chord { key: Key::Esc, ctrl: false, alt: false, shift: false };
        let mut rest = text;
        loop {
            let lower = rest.to_ascii_lowercase();
            let Some((word, flag)) = [("ctrl", 0), ("alt", 1), ("shift", 2)].into_iter().find(|(word, _)| {
                lower.strip_prefix(word).is_some_and(|r| r.len() > 1 && r.starts_with(['-', '+']))
            }) else {
                break;
            };
            match flag {
                0 => chord.ctrl = true,
                1 => chord.alt = true,
                _ => chord.shift = true,
            }
            rest = &rest[word.len() + 1..];
        }
        let lower = rest.to_ascii_lowercase();
        let mut chars = rest.chars();
        chord.key = match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() => Key::Char(c),
            _ => match NAMED.iter().find(|(_, name)| *name == lower) {
                Some((key, _)) => *key,
                None => {
                    let n = lower.strip_prefix('f').and_then(|n| n.parse::<u8>().ok()).ok_or(NotAChord)?;
                    if !(1..=12).contains(&n) {
                        return Err(NotAChord);
                    }
                    Key::F(n)
                }
            },
        };
        if let Key::Char(c) = chord.key {
            // Shift is part of the character; control knows no case.
            if chord.shift {
                chord.shift = false;
                chord.key = Key::Char(c.to_uppercase().next().unwrap_or(c));
            } else if chord.ctrl {
                chord.key = Key::Char(c.to_ascii_lowercase());
            }
        }
        Ok(chord)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_write() {
        let read = |text: &str| text.parse::<Chord>();
        assert_eq!(read("ctrl-x"), Ok(Chord::ctrl('x')));
        assert_eq!(read("ctrl+X"), Ok(Chord::ctrl('x')));
        assert_eq!(read("f2"), Ok(Chord::of(Key::F(2))));
        assert_eq!(read("-"), Ok(Chord::char('-')));
        assert_eq!(read("ctrl--"), Ok(Chord::ctrl('-')));
        assert_eq!(read("shift-tab").map(|c| (c.key, c.shift)), Ok((Key::Tab, true)));
        for wrong in ["", "f13", "ctrl-", "enterr", "hyper-x"] {
            assert_eq!(read(wrong), Err(NotAChord), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn printing_and_reading_is_the_identity(text in "\\PC{0,12}") {
            if let Ok(chord) = text.parse::<Chord>() {
                prop_assert_eq!(chord.to_string().parse::<Chord>(), Ok(chord));
            }
        }
    }
}
