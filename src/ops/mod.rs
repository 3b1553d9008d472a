//! The use cases. The terminal app and the command line call the same functions; here `formats`, `trust` and `storage`
//! meet. What the functions return is ready to show: every text from outside has passed the door.

pub mod compare;
pub mod demo;
pub mod desk;
pub mod draw;
pub mod error;
pub mod export;
pub mod import;
pub mod listing;
pub mod maps;
pub mod me;
pub mod mirror;
pub mod people;
pub mod period;
pub mod report;
pub mod session;
pub mod shelf;
pub mod today;
pub mod transcript;
pub mod upkeep;
