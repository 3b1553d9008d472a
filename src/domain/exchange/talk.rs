//! What became of each difference. An answer is agreed when both sides name it; a third reader settles what stays
//! disputed. Both originals stay, always.

use std::collections::BTreeMap;

use crate::domain::exchange::compare::Comparison;
use crate::domain::exchange::fact::Talk;
use crate::domain::review::{State, Value};

/// What became of one difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nobody has settled it yet.
    Open,
    /// Both sides name this answer.
    Agreed(Value),
    /// A side keeps its answer and asks for a third reader.
    Disputed,
    /// The third, blind reader's answer.
    Settled(Value),
}

/// How far the talk has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was said yet.
    Untouched,
    /// Something was said, something is open.
    Talking,
    /// Every difference has an agreed answer, or there was none.
    Agreed,
    /// Nothing is open, and a dispute waits for a third reader.
    Disputed,
}

impl Standing {
    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Standing::Untouched => "untouched",
            Standing::Talking => "talking",
            Standing::Agreed => "agreed",
            Standing::Disputed => "disputed",
        }
    }

    /// The state of a review whose exchange stands so.
    pub const fn state(self) -> State {
        match self {
            Standing::Untouched => State::Revealed,
            Standing::Talking => State::Discussed,
            Standing::Agreed => State::Agreed,
            Standing::Disputed => State::Disputed,
        }
    }
}

/// What became of one difference, from the answers that the two agree to, whether a side asks for a third reader, and
/// the third reader's answer.
pub fn outcome(agreed: [Option<Value>; 2], dispute: bool, third: Option<Value>) -> Outcome {
    match agreed {
        [Some(a), Some(b)] if a == b => Outcome::Agreed(a),
        _ if dispute => third.map_or(Outcome::Disputed, Outcome::Settled),
        _ => Outcome::Open,
    }
}

/// What became of each difference, by item id. `third` holds the third reader's answers, where there are any.
pub fn outcomes(
    comparison: &Comparison,
    asker: Option<&Talk>,
    reader: Option<&Talk>,
    third: &BTreeMap<String, Value>,
) -> BTreeMap<String, Outcome> {
    let of = |talk: Option<&Talk>, item: &str| talk.and_then(|talk| talk.said.get(item)).cloned();
    comparison
        .differing()
        .map(|pair| {
            let asker = of(asker, &pair.item).unwrap_or_default();
            let reader = of(reader, &pair.item).unwrap_or_default();
            let dispute = asker.dispute || reader.dispute;
            let third = third.get(&pair.item).copied();
            (pair.item.clone(), outcome([asker.agreed, reader.agreed], dispute, third))
        })
        .collect()
}

/// How far the talk has come.
pub fn standing(
    outcomes: &BTreeMap<String, Outcome>,
    asker: Option<&Talk>,
    reader: Option<&Talk>,
) -> Standing {
    let spoken = |talk: Option<&Talk>| talk.is_some_and(|talk| !talk.said.is_empty());
    if outcomes.values().all(|outcome| matches!(outcome, Outcome::Agreed(_) | Outcome::Settled(_))) {
        Standing::Agreed
    } else if !outcomes.values().any(|outcome| *outcome == Outcome::Open) {
        Standing::Disputed
    } else if spoken(asker) || spoken(reader) {
        Standing::Talking
    } else {
        Standing::Untouched
    }
}
