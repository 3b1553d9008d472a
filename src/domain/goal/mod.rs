//! Goals that hold water: a record with every question answered, all faults at once, a path whose arithmetic is checked,
//! and a judgement that tells chance from change. Nothing here reads a clock: dates come in.

mod capacity;
mod chance;
mod check;
mod class;
mod measurable;
mod metric;
mod path;
mod progress;
mod promise;

mod record;
mod rule;
mod sentence;
mod timing;
mod trend;
mod unit;
mod vague;

pub use capacity::{Little, little};
pub use chance::answers_to_tell;
pub use check::{Advice, Checked, check};
pub use class::{Class, Past, Suggestion};
pub use path::{Course, Knot, Shape};
pub use progress::{Counter, Judged, Measured, Reading, Status, judge, pooled};
pub use promise::{Kept, belongs, kept, monday};
pub use record::{
    Attainable, Capacity, ChangeIs, Direction, Ended, Every, Goal, Kind, Means, Measurable, Reach, Realistic,
    Specific, Step, Time,
};
pub use rule::{Fault, Letter, RULES, Rule};
pub use sentence::{change_words, sentence};
pub use trend::{Trend, trends};
pub use unit::{Amount, Unit};
