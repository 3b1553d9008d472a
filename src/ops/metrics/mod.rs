//! Metrics in use: what happened becomes figures, beside what they are compared with.

pub mod amounts;
mod asker;
mod askings;
mod behind;
mod book;
mod complete;
pub mod kept;
pub mod log;
pub mod mine;
mod occupancy;
mod part_name;
pub mod people;
pub mod report;
pub mod span;
mod threads;
mod topics;
pub mod typed;
pub mod weeks;

pub use book::book;
