//! A team's old scorecards: a spreadsheet with a row for each review, read by a map that says which column answers which
//! item of a checklist, in which words; and those that a help desk keeps beside its conversations.

mod map;
mod rows;
mod scored;

pub use map::ScorecardMap;
pub use rows::{Card, Carded, read};
pub use scored::Scored;
pub(super) use scored::{Criterion, PASSED, SCORE, checklist};
