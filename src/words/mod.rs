//! English and French, side by side.
//!
//! Every sentence that a person reads is a [`Bilingual`], written in both languages at the same place, so that one
//! cannot be changed without the other in view. Nothing here knows about the program: numbers, dates and plurals only.

mod dates;
mod numbers;

pub use dates::{clock, date, date_time, day, duration, month};
pub use numbers::{bytes, decimal, number, percent, score};

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The two languages of the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Lang {
    /// Reads `en`, `fr`, or a locale such as `fr_FR.UTF-8`; `None` for another language.
    pub fn from_locale(locale: &str) -> Option<Lang> {
        let head = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        match head.to_ascii_lowercase().as_str() {
            "fr" => Some(Lang::Fr),
            "en" | "c" | "posix" => Some(Lang::En),
            _ => None,
        }
    }

    /// The tag used in files and flags: `en` or `fr`.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Fr => "fr",
        }
    }
}

/// One text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bilingual {
    /// The English text.
    pub en: Cow<'static, str>,
    /// The French text.
    pub fr: Cow<'static, str>,
}

impl Bilingual {
    /// A fixed pair, for constants.
    pub const fn fixed(en: &'static str, fr: &'static str) -> Bilingual {
        Bilingual { en: Cow::Borrowed(en), fr: Cow::Borrowed(fr) }
    }

    /// A pair made at run time.
    pub fn made(en: String, fr: String) -> Bilingual {
        Bilingual { en: Cow::Owned(en), fr: Cow::Owned(fr) }
    }

    /// The same text in both languages: a name, an id, a quoted value.
    pub fn same(text: impl Into<String>) -> Bilingual {
        let text = text.into();
        Bilingual { en: Cow::Owned(text.clone()), fr: Cow::Owned(text) }
    }

    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }
}

/// Formats one sentence in both languages: `both!("{n} added", "{n} ajoutées")`.
#[macro_export]
macro_rules! both {
    ($en:literal, $fr:literal $(, $arg:expr)* $(,)?) => {
        $crate::words::Bilingual::made(format!($en $(, $arg)*), format!($fr $(, $arg)*))
    };
}

/// The form of a French or English noun for a count: English takes the singular for 1 alone, French for 0 and 1.
pub fn plural<'a>(lang: Lang, count: u64, one: &'a str, many: &'a str) -> &'a str {
    let singular = match lang {
        Lang::En => count == 1,
        Lang::Fr => count < 2,
    };
    if singular { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales() {
        assert_eq!(Lang::from_locale("fr_FR.UTF-8"), Some(Lang::Fr));
        assert_eq!(Lang::from_locale("C.UTF-8"), Some(Lang::En));
        assert_eq!(Lang::from_locale("de"), None);
    }

    #[test]
    fn french_zero_is_singular() {
        assert_eq!(plural(Lang::Fr, 0, "point", "points"), "point");
        assert_eq!(plural(Lang::En, 0, "item", "items"), "items");
    }

    #[test]
    fn both_formats() {
        let n = 3;
        assert_eq!(both!("{n} added", "{n} ajoutés").get(Lang::Fr), "3 ajoutés");
    }
}
