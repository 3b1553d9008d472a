//! Checklists as TOML: the file that people edit. `checklists/README.md` describes it for them.
//!
//! Serde's typed reading stops at the first mistake; a person who edits a file wants all of them at once. So the text
//! becomes a tree with spans (`syntax`), the tree is walked by hand (`list`, `items`, `short_form`) and every
//! mistake goes into one `Reading`.

mod advice;
#[cfg(test)]
pub(super) mod arbitrary;
mod conditions;
mod diff;
mod hints;
mod items;
mod list;
mod nearest;
mod reading;
mod short_form;
mod spelling;
mod syntax;
mod template;
mod tree;
mod write;

pub use advice::advice;
pub use diff::{Difference, diff};
pub use list::parse;
pub(super) use reading::is_id;
pub use template::{my_items_template, template};
pub use write::to_toml;

/// The largest file, in bytes.
pub const LARGEST_FILE: usize = 2 * 1024 * 1024;
/// Items of one checklist.
pub const MOST_ITEMS: usize = 200;
/// Pillars of one checklist.
pub const MOST_PILLARS: usize = 20;
/// Metrics of one checklist.
pub const MOST_METRICS: usize = 50;
/// Causes of one item.
pub const MOST_CAUSES: usize = 20;
/// Rules for hints of one checklist.
pub const MOST_HINTS: usize = 100;
/// Words of one rule in one language.
pub const MOST_WORDS: usize = 200;
/// Characters of an id.
pub const LONGEST_ID: usize = 64;
/// Columns of an item's text, a cause or a metric's name: one line of a wide pane.
pub const WIDEST_TEXT: usize = 90;
/// Columns of a title.
pub const WIDEST_TITLE: usize = 72;
/// Columns of a pillar's name.
pub const WIDEST_PILLAR: usize = 30;
/// Characters of a guidance, a reason or a rule for *n/a*.
pub const LONGEST_PARAGRAPH: usize = 1000;

/// The checklists that ship with the program: id and TOML, lists before the short forms that take items from them.
pub const SHIPPED: [(&str, &str); 3] = [
    ("four-pillars", include_str!("../../../checklists/four-pillars.toml")),
    ("four-pillars-express", include_str!("../../../checklists/four-pillars-express.toml")),
    ("steering-diagnostic", include_str!("../../../checklists/steering-diagnostic.toml")),
];
