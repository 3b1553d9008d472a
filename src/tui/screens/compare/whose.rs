//! What the two sides are called.

use crate::both;
use crate::domain::shown::Shown;
use crate::ops::compare::Compare;
use crate::words::{Bilingual, Lang};

/// Columns of a name before it is cut.
const LONGEST: usize = 12;

/// Me, in a word.
pub const fn you(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "you",
        Lang::Fr => "vous",
    }
}

/// The other, in a word: the name, or that it is another.
pub fn short(compare: &Compare, lang: Lang) -> String {
    if compare.other.is_empty() {
        Bilingual::fixed("other", "autre").get(lang).to_owned()
    } else {
        compare.other.clip(LONGEST).into_string()
    }
}

/// The other in a sentence, as its beginning.
pub fn name(compare: &Compare) -> Bilingual {
    if compare.other.is_empty() {
        Bilingual::fixed("Your colleague", "Votre collègue")
    } else {
        Bilingual::same(Shown::short(&compare.other, 40).into_string())
    }
}

/// *you and Marc*.
pub fn both_of_us(compare: &Compare) -> Bilingual {
    if compare.other.is_empty() {
        return Bilingual::fixed("you and a colleague", "vous et un collègue");
    }
    let name = Shown::short(&compare.other, 24);
    both!("you and {name}", "vous et {name}")
}
