//! Bytes in, domain values out, and back. Nothing here opens a file or asks a clock: readers take bytes, writers return
//! text, and whatever is wrong comes back as [`crate::domain::problem::Problem`]s, all at once.

pub mod export;
pub mod import;
