//! The one condition that an item may have: `resolved = no`, `tone != 5`.

use std::fmt;

use crate::domain::review::Value;

/// When an item applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The id of the item that decides.
    pub item: String,
    /// `=` or `!=`.
    pub equal: bool,
    /// The answer it is compared with.
    pub value: Value,
}

impl Condition {
    /// Reads `ITEM = ANSWER` or `ITEM != ANSWER`. The error says what was wrong, without quoting.
    pub fn parse(text: &str) -> Option<Condition> {
        let (item, rest, equal) = match text.split_once("!=") {
            Some((item, rest)) => (item, rest, false),
            None => {
                let (item, rest) = text.split_once('=')?;
                (item, rest.strip_prefix('=').unwrap_or(rest), true)
            }
        };
        let item = item.trim();
        let value = Value::parse(rest.trim())?;
        let plain = !item.is_empty() && !item.contains(|c: char| c.is_whitespace() || c == '=' || c == '!');
        plain.then(|| Condition { item: item.to_owned(), equal, value })
    }

    /// Whether the condition holds for the deciding item's answer. An unanswered item decides nothing yet.
    pub fn holds(&self, answer: Option<Value>) -> bool {
        answer.is_some_and(|value| (value == self.value) == self.equal)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.item, if self.equal { "=" } else { "!=" }, self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints() {
        for text in ["resolved = no", "tone != 5", "emoji = n/a"] {
            assert_eq!(Condition::parse(text).map(|c| c.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Condition::parse("a==yes").map(|c| c.to_string()).as_deref(), Some("a = yes"));
        for text in ["", "resolved", "= no", "a = maybe", "a b = no", "a = b = no"] {
            assert_eq!(Condition::parse(text), None, "{text}");
        }
    }

    #[test]
    fn unanswered_decides_nothing() {
        let c = Condition::parse("resolved != yes").unwrap();
        assert!(!c.holds(None));
        assert!(c.holds(Some(Value::No)));
    }
}
