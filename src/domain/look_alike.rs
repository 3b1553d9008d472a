//! Names that people take for one another: a card must not pass for that of somebody known.

use crate::domain::fold::fold;

/// What a name looks like: no case, accents, blanks or marks, and letters of other scripts as the Latin ones that they
/// are mistaken for.
pub fn looks(name: &str) -> String {
    fold(name)
        .replace("rn", "m")
        .replace("vv", "w")
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| match c {
            'а' | 'α' => 'a',
            'в' | 'β' => 'b',
            'с' | 'ϲ' => 'c',
            'е' | 'ε' => 'e',
            'һ' => 'h',
            'і' | 'ι' | 'ı' | 'l' | '1' => 'i',
            'ј' => 'j',
            'к' | 'κ' => 'k',
            'м' => 'm',
            'о' | 'ο' | '0' => 'o',
            'р' | 'ρ' => 'p',
            'ѕ' | '5' => 's',
            'т' | 'τ' => 't',
            'υ' => 'u',
            'ν' => 'v',
            'х' | 'χ' => 'x',
            'у' => 'y',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike() {
        for (one, other) in [
            ("Marc", "MARC "),
            ("Marc", "Маrс"),
            ("Léa", "Lea"),
            ("Bill", "Bi1l"),
            ("Zoé", "Z0e"),
            ("Emma", "Ernma"),
        ] {
            assert_eq!(looks(one), looks(other), "{one} {other}");
        }
        assert_ne!(looks("Marc"), looks("Marco"));
    }
}
