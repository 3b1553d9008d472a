//! What people type into.

pub mod field;
