//! Colours by meaning. Only the terminal's own sixteen, so that its palette rules; no painted background but the
//! cursor's. One accent. A theme never carries meaning alone: every state has a mark ([`crate::tui::glyphs`]).

/// A colour of the terminal's palette; `Default` is its own text colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// The terminal's own.
    #[default]
    Default,
    /// Palette 0.
    Black,
    /// Palette 1.
    Red,
    /// Palette 2.
    Green,
    /// Palette 3.
    Yellow,
    /// Palette 4.
    Blue,
    /// Palette 5.
    Magenta,
    /// Palette 6.
    Cyan,
    /// Palette 7.
    Grey,
    /// Palette 8.
    DarkGrey,
    /// Palette 10.
    LightGreen,
    /// Palette 12.
    LightBlue,
    /// Palette 14.
    LightCyan,
    /// Palette 15.
    White,
}

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The colour of the letters.
    pub ink: Colour,
    /// The colour behind them.
    pub ground: Colour,
    /// Heavier letters.
    pub bold: bool,
    /// Fainter letters.
    pub dim: bool,
    /// Ink and ground swapped.
    pub reversed: bool,
    /// A line below.
    pub underlined: bool,
}

impl Look {
    /// Only an ink.
    pub const fn ink(ink: Colour) -> Look {
        Look { ink, ground: Colour::Default, bold: false, dim: false, reversed: false, underlined: false }
    }

    /// The same, bold.
    pub const fn bold(self) -> Look {
        Look { bold: true, ..self }
    }

    /// The same, dim.
    pub const fn dim(self) -> Look {
        Look { dim: true, ..self }
    }
}

/// Looks by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its name in settings.
    pub name: &'static str,
    /// Ordinary text.
    pub text: Look,
    /// Less important text.
    pub quiet: Look,
    /// The one accent: what to do next, the focused pane, keys.
    pub accent: Look,
    /// Titles.
    pub title: Look,
    /// Rules and frames.
    pub frame: Look,
    /// The cursor's row.
    pub cursor: Look,
    /// The cursor's row in a pane without focus.
    pub cursor_away: Look,
    /// A yes.
    pub yes: Look,
    /// A no: calm, never a red wall.
    pub no: Look,
    /// Not applicable.
    pub na: Look,
    /// The customer's name in a transcript.
    pub customer: Look,
    /// The agent's name in a transcript.
    pub agent: Look,
    /// A private note.
    pub private: Look,
    /// Words that a search found.
    pub found: Look,
    /// Something needs attention.
    pub warning: Look,
    /// The filled part of a bar.
    pub bar: Look,
}

const PLAIN: Look = Look::ink(Colour::Default);
const REVERSED: Look = Look {
    ink: Colour::Default,
    ground: Colour::Default,
    bold: false,
    dim: false,
    reversed: true,
    underlined: false,
};

/// For dark terminals.
pub const DARK: Theme = Theme {
    name: "dark",
    text: PLAIN,
    quiet: Look::ink(Colour::DarkGrey),
    accent: Look::ink(Colour::Cyan),
    title: PLAIN.bold(),
    frame: Look::ink(Colour::DarkGrey),
    cursor: Look { reversed: true, ..Look::ink(Colour::Cyan) },
    cursor_away: Look { underlined: true, ..PLAIN },
    yes: Look::ink(Colour::Green),
    no: Look::ink(Colour::Yellow),
    na: Look::ink(Colour::DarkGrey),
    customer: Look::ink(Colour::Default).bold(),
    agent: Look::ink(Colour::Cyan).bold(),
    private: Look::ink(Colour::Magenta),
    found: Look { underlined: true, ..Look::ink(Colour::Yellow) },
    warning: Look::ink(Colour::Yellow),
    bar: Look::ink(Colour::Cyan),
};

/// For light terminals: no yellow, no light colours.
pub const LIGHT: Theme = Theme {
    name: "light",
    quiet: Look::ink(Colour::DarkGrey),
    accent: Look::ink(Colour::Blue),
    cursor: Look { reversed: true, ..Look::ink(Colour::Blue) },
    no: Look::ink(Colour::Magenta),
    agent: Look::ink(Colour::Blue).bold(),
    found: Look { underlined: true, ..Look::ink(Colour::Magenta) },
    warning: Look::ink(Colour::Red),
    bar: Look::ink(Colour::Blue),
    ..DARK
};

/// No colour at all: bold, dim, underline and reverse only. What `NO_COLOR` gives.
pub const MONO: Theme = Theme {
    name: "plain",
    text: PLAIN,
    quiet: PLAIN.dim(),
    accent: PLAIN.bold(),
    title: PLAIN.bold(),
    frame: PLAIN.dim(),
    cursor: REVERSED,
    cursor_away: Look { underlined: true, ..PLAIN },
    yes: PLAIN,
    no: PLAIN.bold(),
    na: PLAIN.dim(),
    customer: PLAIN.bold(),
    agent: Look { underlined: true, ..PLAIN }.bold(),
    private: PLAIN.dim(),
    found: Look { underlined: true, ..PLAIN },
    warning: PLAIN.bold(),
    bar: PLAIN,
};

/// High contrast: bold default ink, no grey, no dim.
pub const CONTRAST: Theme = Theme {
    name: "contrast",
    text: PLAIN,
    quiet: PLAIN,
    accent: PLAIN.bold(),
    frame: PLAIN,
    cursor: Look { bold: true, ..REVERSED },
    na: PLAIN,
    private: Look { underlined: true, ..PLAIN },
    ..MONO
};

/// The theme of a name in settings.
pub fn by_name(name: &str) -> Option<Theme> {
    [DARK, LIGHT, MONO, CONTRAST].into_iter().find(|theme| theme.name == name)
}
