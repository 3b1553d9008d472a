//! A review on the desk: the conversation, the checklist and the answers so far.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::checklist::Checklist;
use crate::domain::history::History;
use crate::domain::review::{ReviewRole, State};
use crate::domain::score::{Score, score};
use crate::domain::shown::Shown;
use crate::ops::transcript::Transcript;

/// A review that is open in front of somebody.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The store's id of the review.
    pub review: i64,
    /// Whose eyes.
    pub role: ReviewRole,
    /// Where it stands.
    pub state: State,
    /// The conversation.
    pub transcript: Arc<Transcript>,
    /// The checklist that the review names, with the agent's own items behind it.
    pub checklist: Arc<Checklist>,
    /// Ids of the other form: the express list beside a full one, or the full list beside an express one.
    pub other_form: Option<String>,
    /// The log and the answers.
    pub history: History,
    /// What was agreed or answered at an item before: the newest precedent or own comment, by item id.
    pub last_time: BTreeMap<String, Shown>,
    /// Whether the conversation came from a draw.
    pub drawn: bool,
}

impl Desk {
    /// The scores as they stand.
    pub fn score(&self) -> Score {
        score(&self.checklist, self.history.sheet())
    }
}
