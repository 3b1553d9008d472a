//! Where files live, what the settings file says, and the only look at the environment. Nothing here is ever written.
//!
//! Stands beside `domain`: it uses `words` and `domain` and is used by `cli`, `tui` and `main`.

mod default_text;
mod environment;
mod file;
mod paths;
mod reading;
mod settings;
mod team;

pub use default_text::default_text;
pub use environment::{ColorWhen, Environment};
pub use paths::{NoHome, Overrides, Paths};
pub use settings::{Ascii, Binding, Drawing, Exchanging, Keys, Privacy, Settings, ThemeChoice, Zone};
pub use team::{Retention, Teaming};
