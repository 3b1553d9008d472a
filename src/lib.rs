//! Aplomb.
pub mod config;
pub mod domain;
pub mod ops;
pub mod tui;
pub mod words;
