//! Putting text on the clipboard: with the tool of the desktop, or by asking the terminal, which works over SSH too.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use crate::config::Environment;
use crate::domain::shown::Shown;

/// How text reaches the clipboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clipboard {
    /// By asking the terminal (OSC 52): the only way over SSH. Some terminals refuse, and none says so.
    #[default]
    Terminal,
    /// With a program that reads the text from its standard input: its name and arguments.
    Tool(&'static [&'static str]),
}

impl Clipboard {
    /// Wayland's.
    pub const WAYLAND: Clipboard = Clipboard::Tool(&["wl-copy"]);
    /// X11's.
    pub const X11: Clipboard = Clipboard::Tool(&["xclip", "-selection", "clipboard"]);
    /// That of macOS.
    pub const MACOS: Clipboard = Clipboard::Tool(&["pbcopy"]);
    /// That of Windows.
    pub const WINDOWS: Clipboard = Clipboard::Tool(&["clip.exe"]);

    /// The way that suits this session. A tool on another machine would fill that machine's clipboard.
    pub fn of(environment: &Environment) -> Clipboard {
        if environment.over_ssh() {
            Clipboard::Terminal
        } else if cfg!(target_os = "macos") {
            Clipboard::MACOS
        } else if cfg!(windows) || environment.wsl() {
            Clipboard::WINDOWS
        } else if environment.wayland() {
            Clipboard::WAYLAND
        } else if environment.x11() {
            Clipboard::X11
        } else {
            Clipboard::Terminal
        }
    }
}

/// Gives `text` to a tool and waits until it has it.
pub(super) fn hand_over(tool: &[&str], text: &str) -> io::Result<()> {
    let [program, arguments @ ..] = tool else { return Err(io::ErrorKind::InvalidInput.into()) };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    if child.wait()?.success() { Ok(()) } else { Err(io::ErrorKind::Other.into()) }
}

/// What asks the terminal to take `text`.
pub(super) fn request(text: &str) -> String {
    format!("\x1b]52;c;{}\x07", base64(text.as_bytes()))
}

/// Text as it may leave for another program.
pub(super) fn clean(text: &str) -> String {
    Shown::text(text).into_string()
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let packed = three.iter().fold(0u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(packed >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_rfc_4648() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
            ("é?>", "w6k/Pg=="),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_way_suits_the_session() {
        let desktop = ("WAYLAND_DISPLAY", "wayland-0");
        assert_eq!(Clipboard::of(&Environment::of([desktop])), Clipboard::WAYLAND);
        assert_eq!(
            Clipboard::of(&Environment::of([desktop, ("SSH_TTY", "/dev/pts/1")])),
            Clipboard::Terminal
        );
        assert_eq!(Clipboard::of(&Environment::of([("DISPLAY", ":0")])), Clipboard::X11);
        assert_eq!(Clipboard::of(&Environment::default()), Clipboard::Terminal);
    }

    #[test]
    fn copied_text_cannot_control_a_terminal() {
        assert_eq!(clean("a\u{1b}]52;c;x\u{7}\nb"), "a␛]52;c;x␇\nb");
    }
}
