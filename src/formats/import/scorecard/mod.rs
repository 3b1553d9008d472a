//! A team's old scorecards: a spreadsheet with a row for each review, read by a map that says which column answers which
//! item of a checklist, in which words.

mod map;
mod rows;

pub use map::ScorecardMap;
pub use rows::{Card, Carded, read};
