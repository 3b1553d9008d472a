//! Aplomb.
pub mod config;
pub mod domain;
pub mod formats;
pub mod ops;
pub mod storage;
pub mod tui;
pub mod words;
