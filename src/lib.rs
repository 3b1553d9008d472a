//! Aplomb.
pub mod domain;
pub mod formats;
pub mod ops;
pub mod tui;
pub mod words;
