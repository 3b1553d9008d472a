//! Bytes in, domain out, and back.
//!
//! Everything that is read here was written by somebody else: readers collect [`crate::domain::problem::Problem`]s
//! instead of stopping at the first, and nothing is guessed.

pub mod answers;
pub mod bundle;
pub mod calendar;
pub mod checklist;
pub mod export;
pub mod goal;
pub mod import;
pub mod keywords;
pub mod metrics_toml;
pub mod ratings;
mod toml_reader;
