//! The checklists at hand.

use std::sync::Arc;

use crate::domain::checklist::Checklist;
use crate::domain::digest::Digest;
use crate::domain::problem::Problem;

/// Where a checklist comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Shipped with the program.
    Shipped,
    /// A file in the checklists folder of the settings.
    File(String),
    /// Kept in the store with a review; the file is gone or has changed.
    Kept,
}

/// One checklist at hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Volume {
    /// The checklist.
    pub checklist: Arc<Checklist>,
    /// Its digest.
    pub digest: Digest,
    /// Where it comes from.
    pub origin: Origin,
    /// Reviews that name this version.
    pub reviews: u64,
}

/// All checklists at hand, and what is wrong with the files that could not be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shelf {
    /// By id; the agent's files win over shipped ones of the same id.
    pub volumes: Vec<Volume>,
    /// The agent's own items, where `my-items.toml` exists.
    pub own: Option<Arc<Checklist>>,
    /// Files that were left out, with every problem.
    pub problems: Vec<Problem>,
}
