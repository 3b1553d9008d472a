//! Who wrote a review, as it is kept: a person by name; somebody of a help desk by number, because the list of people may
//! come later; or a help desk's program, which is no person and never passes for one.

use std::fmt;

const PERSON: &str = "person:";
const PROGRAM: &str = "ai:";

/// Who wrote a review.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reviewer {
    /// A person by name; may be empty.
    Named(String),
    /// Somebody of a help desk.
    Numbered {
        /// The conversation's source.
        source: String,
        /// The number there; empty where the help desk does not say whose it is.
        number: String,
    },
    /// A help desk's own program.
    Program {
        /// The conversation's source.
        source: String,
    },
}

impl Reviewer {
    /// Reads what a review keeps.
    pub fn of(kept: &str) -> Reviewer {
        if let Some(source) = kept.strip_prefix(PROGRAM) {
            return Reviewer::Program { source: source.to_owned() };
        }
        match kept.strip_prefix(PERSON).and_then(|rest| rest.rsplit_once('#')) {
            Some((source, number)) => {
                Reviewer::Numbered { source: source.to_owned(), number: number.to_owned() }
            }
            None => Reviewer::Named(kept.to_owned()),
        }
    }

    /// Whether it is a program.
    pub fn is_program(&self) -> bool {
        matches!(self, Reviewer::Program { .. })
    }
}

impl fmt::Display for Reviewer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reviewer::Named(name) => f.write_str(name),
            Reviewer::Numbered { source, number } => write!(f, "{PERSON}{source}#{number}"),
            Reviewer::Program { source } => write!(f, "{PROGRAM}{source}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back() {
        let source = || "intercom:shop".to_owned();
        for reviewer in [
            Reviewer::Named("Dana Roy".into()),
            Reviewer::Named(String::new()),
            Reviewer::Numbered { source: source(), number: "21".into() },
            Reviewer::Numbered { source: source(), number: String::new() },
            Reviewer::Program { source: source() },
        ] {
            assert_eq!(Reviewer::of(&reviewer.to_string()), reviewer);
        }
        assert!(Reviewer::of("ai:intercom").is_program());
        assert!(!Reviewer::of("Ai Weiwei").is_program());
    }
}
