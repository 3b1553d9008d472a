//! From the terminal's events to the app's messages.

use ratatui::crossterm::event::{
    Event as Raw, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

use crate::tui::chord::{Chord, Key};
use crate::tui::message::Msg;

/// Rows that one notch of the wheel moves.
const NOTCH: i16 = 3;
/// A run of more typed keys than this, read at once, with line breaks in it, was not typed by hand.
const MOST_TYPED: usize = 32;

/// The message of one event; `None` for what the app has no use for.
pub(super) fn message(event: Raw) -> Option<Msg> {
    match event {
        Raw::Key(key) => chord(key).map(Msg::Key),
        Raw::Paste(text) => Some(Msg::Paste(pasted(&text))),
        Raw::Resize(columns, rows) => Some(Msg::Resize { columns, rows }),
        Raw::Mouse(mouse) => {
            let (column, row) = (mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Some(Msg::Click { column, row }),
                MouseEventKind::ScrollDown => Some(Msg::Scroll { column, row, rows: NOTCH }),
                MouseEventKind::ScrollUp => Some(Msg::Scroll { column, row, rows: -NOTCH }),
                _ => None,
            }
        }
        Raw::FocusGained | Raw::FocusLost => None,
    }
}

/// The chord of a key that went down or repeats; `None` for releases and keys that no action can have.
fn chord(event: KeyEvent) -> Option<Chord> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let mut chord = Chord {
        key: key(event.code)?,
        ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
        alt: event.modifiers.contains(KeyModifiers::ALT),
        shift: event.modifiers.contains(KeyModifiers::SHIFT) || event.code == KeyCode::BackTab,
    };
    if event.code == KeyCode::Null {
        chord.ctrl = true;
    }
    if let Key::Char(c) = chord.key {
        // Shift is in the character.
        chord.shift = false;
        if chord.ctrl && chord.alt && !c.is_ascii_alphanumeric() && c != ' ' {
            // A Windows console reports AltGr, with which many keyboards type `@` or `[`, as these two.
            (chord.ctrl, chord.alt) = (false, false);
        }
        if chord.ctrl {
            chord.key = Key::Char(c.to_ascii_lowercase());
        }
    }
    // Terminals that send ^H for backspace, and line feeds where the line settings were changed on the way.
    match chord {
        Chord { key: Key::Char('h'), ctrl: true, alt: false, .. } => Some(Chord::of(Key::Backspace)),
        Chord { key: Key::Char('j'), ctrl: true, alt: false, .. } => Some(Chord::of(Key::Enter)),
        chord => Some(chord),
    }
}

fn key(code: KeyCode) -> Option<Key> {
    Some(match code {
        KeyCode::Char(c) if c.is_control() => return None,
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Null => Key::Char(' '),
        KeyCode::F(n @ 1..=12) => Key::F(n),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab | KeyCode::BackTab => Key::Tab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Insert => Key::Insert,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        _ => return None,
    })
}

/// Pasted text as a text field may have it: line breaks are `\n` (terminals send returns), and no other control but
/// the tab. What else may hide in it, the door makes visible when it is shown.
fn pasted(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

/// Puts together what belongs together in one batch: of several sizes only the last matters, and a long run of keys
/// with line breaks is a paste in a terminal that does not mark pastes: it must not press keys. `pasting` says that the
/// batch goes on where the last one left off, in the middle of such a paste; so does what comes back for the next one.
pub(super) fn gather(messages: Vec<Msg>, pasting: bool) -> (Vec<Msg>, bool) {
    let last_size = messages.iter().rposition(|msg| matches!(msg, Msg::Resize { .. }));
    let mut out = Vec::with_capacity(messages.len());
    let mut run = Run { keys: Vec::new(), pasting };
    for (place, msg) in messages.into_iter().enumerate() {
        if matches!(msg, Msg::Resize { .. }) && Some(place) != last_size {
            continue;
        }
        match typed(&msg) {
            Some(c) => run.keys.push((msg, c)),
            None => {
                run.close(&mut out);
                out.push(msg);
            }
        }
    }
    let pasting = run.close(&mut out);
    (out, pasting)
}

/// Keys that follow each other and could all stand in a text.
struct Run {
    keys: Vec<(Msg, char)>,
    pasting: bool,
}

impl Run {
    /// Ends the run, and says whether it was a paste.
    fn close(&mut self, out: &mut Vec<Msg>) -> bool {
        let pasting = std::mem::take(&mut self.pasting) && !self.keys.is_empty();
        let keys = self.keys.drain(..);
        let breaks = keys.as_slice().iter().any(|(_, c)| *c == '\n');
        // A key that is held repeats itself.
        let words = keys.as_slice().iter().any(|(_, c)| *c != '\n' && *c != keys.as_slice()[0].1);
        let pasted = pasting || keys.len() > MOST_TYPED && breaks && words;
        if pasted {
            out.push(Msg::Paste(keys.map(|(_, c)| c).collect()));
        } else {
            out.extend(keys.map(|(msg, _)| msg));
        }
        pasted
    }
}

fn typed(msg: &Msg) -> Option<char> {
    let Msg::Key(chord) = msg else { return None };
    match chord {
        Chord { key: Key::Enter, ctrl: false, alt: false, shift: false } => Some('\n'),
        Chord { key: Key::Tab, ctrl: false, alt: false, shift: false } => Some('\t'),
        chord => chord.typed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Option<String> {
        match message(Raw::Key(KeyEvent::new(code, modifiers))) {
            Some(Msg::Key(chord)) => Some(chord.to_string()),
            _ => None,
        }
    }

    #[test]
    fn keys_have_one_name_each() {
        let none = KeyModifiers::NONE;
        let (ctrl, alt, shift) = (KeyModifiers::CONTROL, KeyModifiers::ALT, KeyModifiers::SHIFT);
        for (code, modifiers, name) in [
            (KeyCode::Char('a'), none, "a"),
            (KeyCode::Char('A'), shift, "A"),
            (KeyCode::Char('?'), shift, "?"),
            (KeyCode::Char('É'), shift, "É"),
            (KeyCode::Char('C'), ctrl | shift, "ctrl-c"),
            (KeyCode::Char('h'), ctrl, "backspace"),
            (KeyCode::Char('j'), ctrl, "enter"),
            (KeyCode::Backspace, none, "backspace"),
            (KeyCode::Char(' '), ctrl, "ctrl-space"),
            (KeyCode::Null, none, "ctrl-space"),
            (KeyCode::Char('@'), ctrl | alt, "@"),
            (KeyCode::Char('a'), ctrl | alt, "ctrl-alt-a"),
            (KeyCode::BackTab, none, "shift-tab"),
            (KeyCode::BackTab, shift, "shift-tab"),
            (KeyCode::Left, shift, "shift-left"),
            (KeyCode::F(12), none, "F12"),
            (KeyCode::Enter, alt, "alt-enter"),
        ] {
            assert_eq!(press(code, modifiers).as_deref(), Some(name), "{code:?} {modifiers:?}");
        }
        for code in [KeyCode::F(13), KeyCode::CapsLock, KeyCode::KeypadBegin, KeyCode::Char('\u{7}')] {
            assert_eq!(press(code, none), None, "{code:?}");
        }
    }

    #[test]
    fn releases_are_dropped_and_repeats_are_not() {
        let event = |kind| {
            message(Raw::Key(KeyEvent::new_with_kind(KeyCode::Char('j'), KeyModifiers::NONE, kind))).is_some()
        };
        assert!(event(KeyEventKind::Press));
        assert!(event(KeyEventKind::Repeat));
        assert!(!event(KeyEventKind::Release));
    }

    #[test]
    fn pastes_have_line_feeds_and_no_controls() {
        assert_eq!(pasted("a\r\nb\rc\nd\te\u{1b}[31m\u{7}"), "a\nb\nc\nd\te[31m");
    }

    fn keys(text: &str) -> Vec<Msg> {
        text.chars()
            .map(|c| Msg::Key(if c == '\n' { Chord::of(Key::Enter) } else { Chord::char(c) }))
            .collect()
    }

    fn pastes(messages: &[Msg]) -> Vec<&str> {
        messages
            .iter()
            .filter_map(|m| if let Msg::Paste(text) = m { Some(text.as_str()) } else { None })
            .collect()
    }

    #[test]
    fn an_unmarked_paste_presses_no_keys() {
        let text = "Hello, my shoe is missing.\nPlease send it.\n";
        assert_eq!(pastes(&gather(keys(text), false).0), [text]);
    }

    #[test]
    fn the_tail_of_an_unmarked_paste_is_part_of_it() {
        assert_eq!(pastes(&gather(keys("q\n"), true).0), ["q\n"]);
        let up = Msg::Key(Chord::of(Key::Up));
        let batch = keys("a").into_iter().chain([up]).chain(keys("q")).collect();
        assert!(matches!(gather(batch, true).0.as_slice(), [Msg::Paste(_), Msg::Key(_), Msg::Key(_)]));
    }

    #[test]
    fn typing_ahead_stays_typing() {
        for text in ["jj\n", &"j".repeat(200), &"\n".repeat(200), &"abcdef".repeat(20)] {
            let gathered = gather(keys(text), false).0;
            assert!(pastes(&gathered).is_empty(), "{text:?}");
            assert_eq!(gathered.len(), text.chars().count());
        }
    }

    #[test]
    fn only_the_last_size_of_a_burst_counts() {
        let size = |columns| Msg::Resize { columns, rows: 24 };
        let (gathered, _) = gather(vec![size(1), Msg::Key(Chord::char('a')), size(2), size(80)], false);
        assert!(
            matches!(gathered.as_slice(), [Msg::Key(_), Msg::Resize { columns: 80, rows: 24 }]),
            "{gathered:?}"
        );
    }
}
