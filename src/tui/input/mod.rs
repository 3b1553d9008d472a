//! What people type into, and where they are in what they read.

pub mod field;
