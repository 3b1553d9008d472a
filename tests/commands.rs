//! The program as it is run: arguments in; standard output, standard error and exit code out. Every run has an emptied
//! environment and folders of its own.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

#[path = "commands/home.rs"]
mod home;

#[path = "commands/checklists.rs"]
mod checklists;
#[path = "commands/exporting.rs"]
mod exporting;
#[path = "commands/reading.rs"]
mod reading;
#[path = "commands/scoring.rs"]
mod scoring;
#[path = "commands/surroundings.rs"]
mod surroundings;
#[path = "commands/taking_in.rs"]
mod taking_in;
#[path = "commands/upkeep.rs"]
mod upkeep;
#[path = "commands/usage.rs"]
mod usage;
