//! The use cases. The terminal app and the command line call the same functions; here `formats`, `trust` and `storage`
//! meet. What the functions return is ready to show: every text from outside has passed the door.

pub mod agreement;
pub mod cards;
pub mod chance;
pub mod compare;
pub mod correspondence;
pub mod demo;
pub mod desk;
pub mod draw;
pub mod erase;
pub mod errands;
pub mod error;
pub mod exchange;
pub mod export;
pub mod import;
pub mod keys;
pub mod keywords;
pub mod learning;
pub mod listing;
pub mod maps;
pub mod me;
pub mod mirror;
pub mod pairing;
pub mod people;
pub mod period;
pub mod person_file;
pub mod report;
pub mod retention;
pub mod session;
pub mod shelf;
pub mod submit;
pub mod today;
pub mod transcript;
pub mod upkeep;
