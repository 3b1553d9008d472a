//! Files to start from.

use crate::words::Lang;

/// A small checklist with a remark beside every key, for `checklist new`.
pub fn template(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("templates/checklist.en.toml"),
        Lang::Fr => include_str!("templates/checklist.fr.toml"),
    }
}

/// A first `my-items.toml`: an agent's own items.
pub fn my_items_template(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("templates/my-items.en.toml"),
        Lang::Fr => include_str!("templates/my-items.fr.toml"),
    }
}
