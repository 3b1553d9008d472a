//! The terminal app: model, message, action table, update, geometry, screens, view, runtime.
//!
//! Data flows one way: terminal event, [`chord`], [`action`], [`update`](message), one draw if dirty; effects are
//! values that the runtime carries out, and their replies come back as messages. Model and update know no terminal
//! crate; view changes nothing; the runtime alone touches the terminal and threads.

pub mod action;
pub mod ask;
pub mod availability;
pub mod chord;
pub mod geometry;
pub mod glyphs;
pub mod input;
pub mod keymap;
pub mod message;
pub mod model;
pub mod runtime;
pub mod screens;
pub mod table;
pub mod tabs;
pub mod theme;
pub mod update;
pub mod view;
pub mod work;
