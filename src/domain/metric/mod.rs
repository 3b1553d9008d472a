//! Figures from conversations: what happened, the definitions, the figures, and what may be said about them.
//!
//! `log` says what happened in a conversation; the formulas read nothing else. Times are seconds since
//! 1970-01-01T00:00:00Z, lengths of time are seconds. Periods are half open. Questions belong to the period they were
//! asked in, resolutions to the period of the first resolution, the backlog to the end of the period.

pub mod alarm;
mod amounts;
pub mod ask;
mod cases;
mod catalogue;
pub mod change;
pub mod checks;
pub mod completeness;
mod contact;
mod contacts;
pub mod fair;
pub mod figure;
pub mod figures;
pub mod growth;
pub mod id;
mod issues;
pub mod keeping;
pub mod load;
pub mod log;
pub mod rating;
pub mod record;
mod resolution;
pub mod say;
pub mod simpson;
#[cfg(test)]
mod tests;
mod times;
mod transfers;
mod turns;
mod volume;

pub use amounts::{Amounts, Ordered};
pub use ask::{Ask, Part, Shift};
pub use change::{Change, Compared, Moved, Scale};
pub use contacts::Contacts;
pub use figure::{Absent, Figure, PerCase, Reading, Times};
pub use figures::{Figures, Inbound, Log, Ratings, figures, figures_to_keep, following_up};
pub use id::MetricId;
pub use log::{Contact, Event, Handling, Happened, Issue, Period};
pub use record::{Family, Metric, Source, Tempo, Unit};
