//! The use cases. The terminal app and the command line call the same functions; here `formats`, `trust` and `storage`
//! meet. What the functions return is ready to show: every text from outside has passed the door.

pub mod desk;
pub mod listing;
pub mod mirror;
pub mod shelf;
pub mod today;
pub mod transcript;
