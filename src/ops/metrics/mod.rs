//! Metrics in use: what happened becomes figures, beside what they are compared with.

mod book;
pub mod log;
pub mod people;
pub mod report;
pub mod span;
pub mod typed;

pub use book::book;
