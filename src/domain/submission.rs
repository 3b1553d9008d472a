//! What an agent hands to the lead: this and nothing else. There is no field that could hold a draft, a private note, a
//! message, a remark that was not chosen, a colleague's name, or how long anything took.

use jiff::civil::{Date, DateTime};

use crate::domain::checklist::Checklist;
use crate::domain::digest::Digest;
use crate::domain::names::BundleId;
use crate::domain::review::{State, Value};

/// A submission.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    /// Names it, so that it can be replaced or withdrawn.
    pub id: BundleId,
    /// The agent's name.
    pub agent: String,
    /// The day it was made.
    pub made: Date,
    /// The first day of the period; `None` is from the beginning.
    pub from: Option<Date>,
    /// The last day of the period.
    pub until: Date,
    /// Conversations drawn in the period.
    pub drawn: u32,
    /// The checklists that the reviews name, each once, without own items, in the order of their digests.
    pub checklists: Vec<Checklist>,
    /// The reviews, in the order of their references.
    pub reviews: Vec<Submitted>,
}

/// One review in a submission.
#[derive(Clone, Debug, PartialEq)]
pub struct Submitted {
    /// Says which review it is without saying which conversation: the same in every submission of the agent.
    pub reference: Digest,
    /// The conversation's channel.
    pub channel: String,
    /// When the conversation began, local, to the hour.
    pub opened: DateTime,
    /// Whether it was drawn; figures stand on these alone.
    pub drawn: bool,
    /// Which of the checklists.
    pub checklist: Digest,
    /// [`State::Sealed`] where no peer review was asked for, else [`State::Agreed`] or [`State::Disputed`].
    pub state: State,
    /// Peer reviews that were opened.
    pub readers: u32,
    /// The agent's own answers, by item in the checklist's order; `None` did not apply.
    pub own: Vec<Option<Value>>,
    /// Answers that were agreed or settled where the two differed, by item; the peer's readings stay out.
    pub agreed: Vec<Option<Value>>,
    /// The peers' answers, without a name, of those who let them go to the lead.
    pub peers: Vec<Vec<Option<Value>>>,
    /// Remarks that the agent chose to hand over: item id and text, redacted.
    pub remarks: Vec<(String, String)>,
}
