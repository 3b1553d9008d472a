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

#[cfg(test)]
mod tests {
    use super::super::{advice, parse};
    use super::*;

    #[test]
    fn templates_are_sound_and_need_no_advice() {
        for text in [template, my_items_template].into_iter().flat_map(|of| [of(Lang::En), of(Lang::Fr)]) {
            let list = parse(text, &|_| None).unwrap();
            assert_eq!(advice(&list), [], "{}", list.id);
        }
    }

    #[test]
    fn both_languages_start_from_the_same_checklist() {
        for of in [template, my_items_template] {
            let [en, fr] = [Lang::En, Lang::Fr].map(|lang| parse(of(lang), &|_| None).unwrap());
            assert_eq!(en, fr);
        }
        assert_eq!(parse(my_items_template(Lang::En), &|_| None).unwrap().id, "my-items");
    }
}
