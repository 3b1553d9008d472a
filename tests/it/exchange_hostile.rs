//! What people can do to each other through files, and what the machine can do to them: nothing that is promised breaks.

mod broken;
mod forge;
mod people;
mod promises;
mod scenarios;
