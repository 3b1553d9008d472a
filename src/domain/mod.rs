//! Values and rules. Sees no file, clock, environment, database or terminal: time, randomness and identity come in as
//! arguments.

pub mod agreement;
pub mod checklist;
pub mod condition;
pub mod conversation;
pub mod digest;
pub mod fold;
pub mod history;
pub mod interval;
pub mod mirror;
pub mod person;
pub mod problem;
pub mod review;
pub mod sampling;
pub mod score;
pub mod shown;
