//! What people type into, and where they are in what they read.

pub mod cursor;
pub mod field;
pub mod reading;
pub mod words;
