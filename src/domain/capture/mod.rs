//! How far what was taken in is what happened: complete, once, whole, fresh, on sound clocks.
//!
//! [`Survey`] looks at conversations one at a time; [`judge`] says what was seen, what it means for which figure, and
//! what to do next. Nothing here knows a word of what was said. What a source does not say is unknown, and never 0.

mod carries;
mod findings;
mod judge;
mod part;
mod seen;
mod sequence;
mod survey;
mod twins;

pub use carries::{Carried, Need, carried};
pub use findings::{Check, Finding};
pub use judge::{Ground, judge};
pub use part::{Clocks, Counts, Part};
pub use seen::{Said, Seen, words_of};
pub use sequence::{Sequence, Stretch};
pub use survey::{Measured, Survey, Twice};
