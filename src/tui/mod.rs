//! The terminal app: model, message, action table, update, geometry, screens, view, runtime.
//!
//! Data flows one way: terminal event, [`chord`], [`action`], [`update`](message), one draw if dirty; effects are
//! values that the runtime carries out, and their replies come back as messages. Model and update know no terminal
//! crate; view changes nothing; the runtime alone touches the terminal and threads.

pub mod action;
pub mod ask;
pub mod chord;
pub mod glyphs;
pub mod message;
pub mod runtime;
pub mod screens;
pub mod theme;
pub mod view;
