//! The marks on screen, with an ASCII form of each for terminals without UTF-8. No icon font, nothing of ambiguous
//! width, a different shape for every state: colour is never the only carrier.

/// One set of marks; every mark is one column wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// The cursor's row.
    pub cursor: &'static str,
    /// Answered yes.
    pub yes: &'static str,
    /// Answered no.
    pub no: &'static str,
    /// Not applicable.
    pub na: &'static str,
    /// Unanswered.
    pub open: &'static str,
    /// A pinned message, evidence.
    pub pin: &'static str,
    /// A drawn conversation.
    pub drawn: &'static str,
    /// A draft.
    pub draft: &'static str,
    /// Sealed.
    pub sealed: &'static str,
    /// Between two facts on a line.
    pub dot: &'static str,
    /// Before a value that left and right change.
    pub less: &'static str,
    /// Behind such a value.
    pub greater: &'static str,
    /// Cut text.
    pub more: &'static str,
    /// More rows above, below.
    pub up: &'static str,
    /// More rows below.
    pub down: &'static str,
    /// The gutter of content, which nothing else may draw.
    pub gutter: &'static str,
    /// The gutter of a private note.
    pub gutter_private: &'static str,
    /// A horizontal rule.
    pub rule: &'static str,
    /// A vertical rule.
    pub wall: &'static str,
    /// A vertical rule that hangs from a horizontal one.
    pub tee_down: &'static str,
    /// A vertical rule that stands on a horizontal one.
    pub tee_up: &'static str,
    /// Corners of a dialog: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// The ends of an interval.
    pub ticks: [&'static str; 2],
    /// A full cell of a bar, then seven eighths down to one eighth, then an empty one.
    pub bar: [&'static str; 9],
    /// The heights of a small chart, lowest first.
    pub spark: [&'static str; 8],
}

/// Unicode marks.
pub const UNICODE: Glyphs = Glyphs {
    cursor: "▸",
    yes: "✓",
    no: "✗",
    na: "–",
    open: "·",
    pin: "▌",
    drawn: "◆",
    draft: "○",
    sealed: "●",
    dot: "·",
    less: "‹",
    greater: "›",
    more: "…",
    up: "↑",
    down: "↓",
    gutter: "│",
    gutter_private: "┊",
    rule: "─",
    wall: "│",
    tee_down: "┬",
    tee_up: "┴",
    corners: ["╭", "╮", "╰", "╯"],
    ticks: ["├", "┤"],
    bar: ["█", "▉", "▊", "▋", "▌", "▍", "▎", "▏", "·"],
    spark: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
};

/// ASCII marks.
pub const ASCII: Glyphs = Glyphs {
    cursor: ">",
    yes: "y",
    no: "n",
    na: "-",
    open: ".",
    pin: "|",
    drawn: "*",
    draft: "o",
    sealed: "@",
    dot: "-",
    less: "<",
    greater: ">",
    more: "~",
    up: "^",
    down: "v",
    gutter: "|",
    gutter_private: ":",
    rule: "-",
    wall: "|",
    tee_down: "+",
    tee_up: "+",
    corners: ["+", "+", "+", "+"],
    ticks: ["[", "]"],
    bar: ["#", "#", "#", "#", "=", "=", "-", "-", "."],
    spark: ["_", "_", ".", "-", "-", "=", "=", "#"],
};
