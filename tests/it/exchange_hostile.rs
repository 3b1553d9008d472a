//! What people can do to each other through files, and what the machine can do to them: nothing that is promised breaks.

mod broken;
mod forge;
mod order;
#[cfg(unix)]
mod outside;
mod people;
mod private;
mod promises;
mod samples;
mod scenarios;
