//! The environment, read once at the start. No other code reads it, so that tests can say what it holds.

use std::collections::BTreeMap;
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use crate::config::settings::{Ascii, ThemeChoice};
use crate::words::Lang;

/// Every variable that means something here.
const NAMES: [&str; 24] = [
    "APLOMB_CONFIG",
    "APLOMB_DATA_DIR",
    "APLOMB_TEST_PANIC",
    "APLOMB_TIMING",
    "COLORFGBG",
    "DISPLAY",
    "EDITOR",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "NO_COLOR",
    "SSH_CONNECTION",
    "SSH_TTY",
    "STY",
    "TERM",
    "TMUX",
    "VISUAL",
    "WAYLAND_DISPLAY",
    "WSL_DISTRO_NAME",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
];

/// What `--color` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorWhen {
    /// Where it is wanted: `NO_COLOR` and the terminal decide.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The variables that mean something here. An empty one counts as not set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment(BTreeMap<&'static str, OsString>);

impl Environment {
    /// Looks at the real environment.
    pub fn read() -> Environment {
        Environment::from(|name| env::var_os(name))
    }

    /// An environment of these variables only, for tests. Names that mean nothing here are left out.
    pub fn of<const N: usize>(variables: [(&str, &str); N]) -> Environment {
        Environment::from(|name| {
            variables.iter().find(|(other, _)| *other == name).map(|(_, value)| OsString::from(value))
        })
    }

    fn from(value: impl Fn(&str) -> Option<OsString>) -> Environment {
        let set = |name| value(name).filter(|value| !value.is_empty()).map(|value| (name, value));
        Environment(NAMES.into_iter().filter_map(set).collect())
    }

    fn raw(&self, name: &str) -> Option<&OsStr> {
        self.0.get(name).map(OsString::as_os_str)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.raw(name).and_then(OsStr::to_str)
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A folder or file from a variable. Relative paths of `XDG_*` are void, as their specification asks.
    pub(super) fn path(&self, name: &str) -> Option<PathBuf> {
        let path = PathBuf::from(self.raw(name)?);
        (!name.starts_with("XDG_") || path.is_absolute()).then_some(path)
    }

    /// `APLOMB_CONFIG`.
    pub fn config_file(&self) -> Option<PathBuf> {
        self.path("APLOMB_CONFIG")
    }

    /// `APLOMB_DATA_DIR`.
    pub fn data_folder(&self) -> Option<PathBuf> {
        self.path("APLOMB_DATA_DIR")
    }

    /// The language of the locale: English where it is another one.
    pub fn lang(&self) -> Lang {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| self.text(name));
        locale.and_then(Lang::from_locale).unwrap_or_default()
    }

    /// Whether the locale is one whose letters are all of Unicode's. An unset locale is taken for a modern one on
    /// macOS and Windows, whose terminals say nothing here.
    pub fn unicode(&self) -> bool {
        match ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| self.text(name)) {
            Some(locale) => {
                let locale = locale.to_ascii_lowercase();
                locale.contains("utf-8") || locale.contains("utf8")
            }
            None => cfg!(any(windows, target_os = "macos")),
        }
    }

    /// Whether the terminal can do nothing but print line after line.
    pub fn dumb(&self) -> bool {
        self.text("TERM") == Some("dumb")
    }

    /// Whether `NO_COLOR` asks for no colour.
    pub fn no_color(&self) -> bool {
        self.has("NO_COLOR")
    }

    /// Whether colour is wanted, where output can have it.
    pub fn color(&self, flag: ColorWhen) -> bool {
        match flag {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => !self.no_color() && !self.dumb(),
        }
    }

    /// The name of the theme to draw with.
    ///
    /// Order: no colour wanted gives `plain` (or `contrast`, which has none either); then the setting; then what
    /// `COLORFGBG` says about the background; else `dark`, whose colours can be read on both. The terminal itself is
    /// not asked: many answer late or never, over SSH or inside tmux, and an answer that comes late is taken for keys.
    pub fn theme(&self, choice: ThemeChoice, flag: ColorWhen) -> &'static str {
        match choice {
            ThemeChoice::Contrast => "contrast",
            _ if !self.color(flag) => "plain",
            ThemeChoice::Plain => "plain",
            ThemeChoice::Dark => "dark",
            ThemeChoice::Light => "light",
            ThemeChoice::Auto if self.light_background() => "light",
            ThemeChoice::Auto => "dark",
        }
    }

    /// `COLORFGBG` is `ink;ground` or `ink;default;ground`, in palette numbers.
    fn light_background(&self) -> bool {
        let ground = self.text("COLORFGBG").and_then(|both| both.rsplit(';').next());
        matches!(ground, Some("7" | "15"))
    }

    /// Whether nothing but ASCII may reach the screen.
    pub fn ascii(&self, setting: Ascii) -> bool {
        match setting {
            Ascii::Auto => !self.unicode() || self.dumb(),
            Ascii::On => true,
            Ascii::Off => false,
        }
    }

    /// The person's editor, with its arguments; `None` where none is named.
    pub fn editor(&self) -> Option<&str> {
        self.text("VISUAL").or_else(|| self.text("EDITOR")).filter(|editor| !editor.trim().is_empty())
    }

    /// Whether the terminal is on another machine.
    pub fn over_ssh(&self) -> bool {
        self.has("SSH_TTY") || self.has("SSH_CONNECTION")
    }

    /// Whether a Wayland desktop can be reached.
    pub fn wayland(&self) -> bool {
        self.has("WAYLAND_DISPLAY")
    }

    /// Whether an X11 desktop can be reached.
    pub fn x11(&self) -> bool {
        self.has("DISPLAY")
    }

    /// Whether this is Linux inside Windows.
    pub fn wsl(&self) -> bool {
        self.has("WSL_DISTRO_NAME")
    }

    /// The multiplexer that the terminal is in, for `doctor`.
    pub fn multiplexer(&self) -> Option<&'static str> {
        [("TMUX", "tmux"), ("STY", "screen")]
            .into_iter()
            .find(|(name, _)| self.has(name))
            .map(|(_, word)| word)
    }

    /// Whether a test asks for a panic after the first frame (`APLOMB_TEST_PANIC`).
    pub fn test_panic(&self) -> bool {
        self.has("APLOMB_TEST_PANIC")
    }

    /// Whether the times of frames should be noted in the log (`APLOMB_TIMING`).
    pub fn timing(&self) -> bool {
        self.has("APLOMB_TIMING")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_and_letters_follow_the_locale() {
        let env = Environment::of([("LANG", "en_GB.UTF-8"), ("LC_ALL", "fr_FR.utf8")]);
        assert_eq!((env.lang(), env.unicode()), (Lang::Fr, true));
        let env = Environment::of([("LC_ALL", ""), ("LANG", "C")]);
        assert_eq!((env.lang(), env.unicode()), (Lang::En, false));
        assert!(env.ascii(Ascii::Auto) && !env.ascii(Ascii::Off));
        assert!(!Environment::of([("LANG", "C"), ("LC_CTYPE", "C.UTF-8")]).ascii(Ascii::Auto));
    }

    #[test]
    fn colour_is_decided_once() {
        let theme = |vars: &[(&str, &str)], choice, flag| {
            let get = |i: usize| vars.get(i).copied().unwrap_or(("", ""));
            Environment::of([get(0), get(1)]).theme(choice, flag)
        };
        let (auto, always, never) = (ColorWhen::Auto, ColorWhen::Always, ColorWhen::Never);
        assert_eq!(theme(&[], ThemeChoice::Auto, auto), "dark");
        assert_eq!(theme(&[("COLORFGBG", "0;15")], ThemeChoice::Auto, auto), "light");
        assert_eq!(theme(&[("COLORFGBG", "15;default;0")], ThemeChoice::Auto, auto), "dark");
        assert_eq!(theme(&[("NO_COLOR", "1")], ThemeChoice::Light, auto), "plain");
        assert_eq!(theme(&[("NO_COLOR", "")], ThemeChoice::Light, auto), "light");
        assert_eq!(theme(&[("NO_COLOR", "1")], ThemeChoice::Light, always), "light");
        assert_eq!(theme(&[("TERM", "dumb")], ThemeChoice::Auto, auto), "plain");
        assert_eq!(theme(&[], ThemeChoice::Dark, never), "plain");
        assert_eq!(theme(&[("NO_COLOR", "1")], ThemeChoice::Contrast, auto), "contrast");
    }

    #[test]
    fn relative_xdg_folders_are_void() {
        let env = Environment::of([("XDG_DATA_HOME", "here"), ("APLOMB_DATA_DIR", "there")]);
        assert_eq!(env.path("XDG_DATA_HOME"), None);
        assert_eq!(env.data_folder(), Some(PathBuf::from("there")));
    }

    #[test]
    fn editors() {
        assert_eq!(
            Environment::of([("VISUAL", "code --wait"), ("EDITOR", "vi")]).editor(),
            Some("code --wait")
        );
        assert_eq!(Environment::of([("VISUAL", " ")]).editor(), None);
    }
}
