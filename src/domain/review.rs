//! One reviewer's answers on one conversation.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::checklist::{Checklist, Item};
use crate::words::Bilingual;

/// An answer's value. *Unanswered* is the absence of one, never a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Value {
    /// The statement holds.
    Yes,
    /// It does not.
    No,
    /// It does not apply here.
    Na,
    /// A point on a scale.
    Point(u8),
}

impl Value {
    /// The byte of an unanswered item in packed answers.
    pub const UNANSWERED: u8 = 255;

    /// Reads `yes`, `no`, `n/a` (or `na`), or a whole number.
    pub fn parse(text: &str) -> Option<Value> {
        match text {
            "yes" => Some(Value::Yes),
            "no" => Some(Value::No),
            "n/a" | "na" => Some(Value::Na),
            digits
                if !digits.is_empty() && digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit()) =>
            {
                digits
                    .parse()
                    .ok()
                    .filter(|x| *x <= crate::domain::checklist::Scale::HIGHEST)
                    .map(Value::Point)
            }
            _ => None,
        }
    }

    /// One byte for packed answers: points as they are, 252 no, 253 yes, 254 n/a.
    pub const fn code(self) -> u8 {
        match self {
            Value::Point(x) => x,
            Value::No => 252,
            Value::Yes => 253,
            Value::Na => 254,
        }
    }

    /// Reads the byte; `None` for [`Value::UNANSWERED`] and unused codes.
    pub const fn from_code(code: u8) -> Option<Value> {
        match code {
            0..=100 => Some(Value::Point(code)),
            252 => Some(Value::No),
            253 => Some(Value::Yes),
            254 => Some(Value::Na),
            _ => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Yes => f.pad("yes"),
            Value::No => f.pad("no"),
            Value::Na => f.pad("n/a"),
            Value::Point(x) => fmt::Display::fmt(x, f),
        }
    }
}

impl From<Value> for String {
    fn from(value: Value) -> String {
        value.to_string()
    }
}

impl TryFrom<String> for Value {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Value, &'static str> {
        Value::parse(&text).ok_or("an answer is `yes`, `no`, `n/a` or a whole number")
    }
}

/// An answer with what supports it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The value.
    pub value: Value,
    /// The id of the cause picked after a *no*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Free words; may have several lines.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// Ids of the messages that support the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
}

impl Answer {
    /// A bare answer.
    pub fn of(value: Value) -> Answer {
        Answer { value, cause: None, comment: String::new(), evidence: Vec::new() }
    }
}

/// Whose eyes a review is seen with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReviewRole {
    /// The agent's own.
    #[serde(rename = "self")]
    Own,
    /// A colleague's.
    Peer,
    /// The third, blind reader's.
    Third,
    /// The lead's.
    Lead,
}

impl ReviewRole {
    /// The word in files: `self`, `peer`, `third`, `lead`.
    pub const fn word(self) -> &'static str {
        match self {
            ReviewRole::Own => "self",
            ReviewRole::Peer => "peer",
            ReviewRole::Third => "third",
            ReviewRole::Lead => "lead",
        }
    }

    /// Whose eyes, for people.
    pub const fn called(self) -> Bilingual {
        match self {
            ReviewRole::Own => Bilingual::fixed("self", "auto-évaluation"),
            ReviewRole::Peer => Bilingual::fixed("peer", "collègue"),
            ReviewRole::Third => Bilingual::fixed("third reader", "tiers lecteur"),
            ReviewRole::Lead => Bilingual::fixed("lead", "responsable"),
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<ReviewRole> {
        [ReviewRole::Own, ReviewRole::Peer, ReviewRole::Third, ReviewRole::Lead]
            .into_iter()
            .find(|role| role.word() == word)
    }
}

/// Where a review stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Being written.
    Draft,
    /// Committed to; never edited again.
    Sealed,
    /// Opened beside a peer's.
    Revealed,
    /// Talked over.
    Discussed,
    /// Both sides agree.
    Agreed,
    /// Waiting for a third reader.
    Disputed,
    /// Handed to the lead.
    Submitted,
    /// Withdrawn, with a reason.
    Voided,
}

impl State {
    const ALL: [State; 8] = [
        State::Draft,
        State::Sealed,
        State::Revealed,
        State::Discussed,
        State::Agreed,
        State::Disputed,
        State::Submitted,
        State::Voided,
    ];

    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Sealed => "sealed",
            State::Revealed => "revealed",
            State::Discussed => "discussed",
            State::Agreed => "agreed",
            State::Disputed => "disputed",
            State::Submitted => "submitted",
            State::Voided => "voided",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// The answers given so far, by item id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sheet(pub BTreeMap<String, Answer>);

impl Sheet {
    /// The answer to an item.
    pub fn answer(&self, item: &str) -> Option<&Answer> {
        self.0.get(item)
    }

    /// The value given to an item.
    pub fn value(&self, item: &str) -> Option<Value> {
        self.0.get(item).map(|answer| answer.value)
    }

    /// Whether `item` applies: its condition holds, and so does that of the item it hangs on.
    pub fn applies(&self, checklist: &Checklist, item: &Item) -> bool {
        let mut item = item;
        // A sound checklist has no loop; the bound keeps a broken one from hanging.
        for _ in 0..=checklist.items.len() {
            let Some(when) = &item.when else { return true };
            if !when.holds(self.value(&when.item)) {
                return false;
            }
            match checklist.item(&when.item) {
                Some(next) => item = next,
                None => return false,
            }
        }
        false
    }

    /// The items that apply, in order.
    pub fn applicable<'a>(&'a self, checklist: &'a Checklist) -> impl Iterator<Item = &'a Item> {
        checklist.items.iter().filter(|item| self.applies(checklist, item))
    }

    /// What still stands between this sheet and its seal.
    pub fn gaps(&self, checklist: &Checklist) -> Vec<Gap> {
        self.applicable(checklist)
            .filter_map(|item| match self.answer(&item.id) {
                None => Some(Gap::Unanswered(item.id.clone())),
                Some(answer)
                    if item.comment_on.contains(&answer.value) && answer.comment.trim().is_empty() =>
                {
                    Some(Gap::CommentMissing(item.id.clone()))
                }
                Some(_) => None,
            })
            .collect()
    }

    /// One byte an item in the checklist's order, own items left out; what does not apply is unanswered.
    pub fn pack(&self, checklist: &Checklist) -> Vec<u8> {
        checklist
            .items
            .iter()
            .filter(|item| !item.own)
            .map(|item| match self.value(&item.id) {
                Some(value) if self.applies(checklist, item) => value.code(),
                _ => Value::UNANSWERED,
            })
            .collect()
    }

    /// Leaves only answers to items that apply: what is sealed holds nothing else.
    pub fn settled(&self, checklist: &Checklist) -> Sheet {
        Sheet(
            self.applicable(checklist)
                .filter_map(|item| self.answer(&item.id).map(|answer| (item.id.clone(), answer.clone())))
                .collect(),
        )
    }
}

/// Why a sheet cannot be sealed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// This item has no answer.
    Unanswered(String),
    /// This item's answer demands a comment.
    CommentMissing(String),
}

impl Gap {
    /// The item's id.
    pub fn item(&self) -> &str {
        match self {
            Gap::Unanswered(item) | Gap::CommentMissing(item) => item,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_round_trip() {
        for value in [Value::Yes, Value::No, Value::Na, Value::Point(0), Value::Point(100)] {
            assert_eq!(Value::parse(&value.to_string()), Some(value));
            assert_eq!(Value::from_code(value.code()), Some(value));
        }
        assert_eq!(Value::from_code(Value::UNANSWERED), None);
        assert_eq!(Value::parse("101"), None);
        assert_eq!(Value::parse("+1"), None);
    }
}
