//! Figures from conversations: what happened, the definitions, the figures, and what may be said about them.
//!
//! `log` says what happened in a conversation; the formulas read nothing else. Times are seconds since
//! 1970-01-01T00:00:00Z, lengths of time are seconds. Periods are half open.

pub mod log;

pub use log::{Contact, Event, Handling, Happened, Issue, Period};
