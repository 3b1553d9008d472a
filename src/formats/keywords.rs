//! Lists of keywords in TOML. Strict: an unknown key or word is a problem, and all problems are told at once.

use toml::de::DeValue;

use crate::both;
use crate::domain::keyword::{Keyword, KeywordList, Tone};
use crate::domain::problem::Problem;
use crate::formats::toml_reader::{self, A_TABLE, BOTH_LANGUAGES, Reader, Section};
use crate::words::Bilingual;

/// What ships.
pub const SHIPPED: &str = include_str!("../../keywords/keywords.toml");

const TOP: [&str; 2] = ["version", "lists"];
const LIST: [&str; 6] = ["id", "tone", "title", "en", "fr", "except"];

const TONES: [(&str, Tone); 4] = [
    ("praise", Tone::Praise),
    ("disappointment", Tone::Disappointment),
    ("effort", Tone::Effort),
    ("other", Tone::Other),
];

const WORDS: Bilingual = Bilingual::fixed(
    "a list of words, each with a letter or digit, such as [\"thank you\", \"disappoint*\"]",
    "une liste de mots, chacun avec une lettre ou un chiffre, comme [\"merci\", \"décev*\"]",
);
const LISTS: Bilingual = Bilingual::fixed("at least one [[lists]] table", "au moins une table [[lists]]");
const A_TONE: Bilingual = Bilingual::fixed(
    "`praise`, `disappointment`, `effort` or `other`",
    "`praise`, `disappointment`, `effort` ou `other`",
);

/// Reads the lists.
pub fn parse(toml: &str) -> Result<Vec<KeywordList>, Vec<Problem>> {
    toml_reader::document(toml, |reader, top| reader.keyword_lists(top))
}

impl<'t> Reader<'t> {
    fn keyword_lists(&mut self, top: Section<'_, 't>) -> Option<Vec<KeywordList>> {
        self.only(top, &TOP);
        self.version(top, "version");
        let Some(value) = top.get("lists") else {
            self.missing(top, "lists", &LISTS);
            return None;
        };
        let Some(tables) = value.get_ref().as_array().filter(|tables| !tables.is_empty()) else {
            self.wrong(top, "lists", value, &LISTS);
            return None;
        };
        let mut lists: Vec<KeywordList> = Vec::new();
        for (place, value) in tables.iter().enumerate() {
            let path = format!("lists[{place}]");
            let DeValue::Table(table) = value.get_ref() else {
                self.problem(value.span(), &path, "", A_TABLE);
                continue;
            };
            let section = Section { table, path: &path, span: &value.span() };
            let Some(list) = self.keyword_list(section) else { continue };
            if lists.iter().any(|known| known.id == list.id) {
                let id = list.id.clone();
                let accepted =
                    both!("another id: `{id}` is there already", "un autre id : « {id} » existe déjà");
                self.problem(value.span(), &section.field("id"), &id, accepted);
            }
            lists.push(list);
        }
        Some(lists)
    }

    fn keyword_list(&mut self, section: Section<'_, 't>) -> Option<KeywordList> {
        self.only(section, &LIST);
        let id = self.short_name(section, "id");
        let tone = self.needed(section, "tone", &A_TONE, |reader, section, key| {
            let word = reader.text(section, key)?;
            let tone = TONES.iter().find(|(known, _)| *known == word).map(|(_, tone)| *tone);
            if let (None, Some(value)) = (tone, section.get(key)) {
                reader.wrong(section, key, value, &A_TONE);
            }
            tone
        });
        let title = self.needed(section, "title", &BOTH_LANGUAGES, Reader::both);
        let mut words = Vec::new();
        for key in ["en", "fr"] {
            words.extend(self.keywords(section, key));
        }
        if words.is_empty() && section.get("en").is_none() && section.get("fr").is_none() {
            self.missing(section, "en", &WORDS);
        }
        let except = self.keywords(section, "except");
        Some(KeywordList { id: id?, tone: tone?, title: title?, words, except })
    }

    fn keywords(&mut self, section: Section<'_, 't>, key: &str) -> Vec<Keyword> {
        let Some(value) = section.get(key) else { return Vec::new() };
        let Some(texts) = self.words(section, key, &WORDS) else { return Vec::new() };
        let mut words: Vec<Keyword> = Vec::new();
        for text in texts {
            match Keyword::new(&text) {
                Some(word) if words.iter().any(|known| known.tokens == word.tokens) => {
                    let accepted = Bilingual::fixed("each word once", "chaque mot une seule fois");
                    self.problem(value.span(), &section.field(key), &text, accepted);
                }
                Some(word) => words.push(word),
                None => self.problem(value.span(), &section.field(key), &text, WORDS),
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_is_sound() {
        let lists = parse(SHIPPED).unwrap();
        let ids: Vec<&str> = lists.iter().map(|list| list.id.as_str()).collect();
        assert_eq!(ids, ["thanks", "praise", "disappointment", "waiting", "repetition"]);
        assert!(lists.iter().all(|list| list.words.len() > 10));
    }

    #[test]
    fn every_problem_is_named_with_its_line() {
        let toml = "version = 0\ncolour = 1\n[[lists]]\nid = \"Thanks!\"\ntone = \"glad\"\ntitle = \"Thanks\"\n\
                    en = [\"thanks\", \"thanks\", \"...\"]\nwords = []\n[[lists]]\nid = \"b\"\ntone = \"praise\"\n\
                    title = { en = \"B\", fr = \"B\" }\n[[lists]]\nid = \"b\"\ntone = \"praise\"\n\
                    title = { en = \"B\", fr = \"B\" }\nfr = \"merci\"\n";
        let problems = parse(toml).unwrap_err();
        let told: Vec<(u64, &str)> =
            problems.iter().map(|problem| (problem.line.unwrap(), problem.field.as_str())).collect();
        for expected in [
            (1, "version"),
            (2, "colour"),
            (4, "lists[0].id"),
            (5, "lists[0].tone"),
            (6, "lists[0].title"),
            (7, "lists[0].en"),
            (8, "lists[0].words"),
            (9, "lists[1].en"),
            (13, "lists[2].id"),
        ] {
            assert!(told.contains(&expected), "{expected:?} in {told:?}");
        }
        assert_eq!(parse("").unwrap_err().len(), 1);
        assert!(parse("lists = 3").is_err());
        assert!(parse("[[lists").is_err());
    }
}
