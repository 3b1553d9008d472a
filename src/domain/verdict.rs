//! How a check came out.

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As it should be.
    Fine,
    /// Worth knowing.
    Note,
    /// Needs attention.
    Wrong,
}

impl Verdict {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Fine => "fine",
            Verdict::Note => "note",
            Verdict::Wrong => "wrong",
        }
    }

    /// The mark before a line.
    pub const fn mark(self) -> &'static str {
        match self {
            Verdict::Fine => "ok",
            Verdict::Note => "--",
            Verdict::Wrong => "!!",
        }
    }
}
