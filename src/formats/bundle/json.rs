//! Strict JSON: bounded lists, no key twice, and complaints in words.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{LARGEST_BODY, LONGEST_NAME};
use crate::both;
use crate::domain::problem::{LONGEST_VALUE, Problem};
use crate::words::Bilingual;

/// More problems than this are counted, not listed.
const MOST_PROBLEMS: usize = 100;

/// Writes a body: fields in the order of their declaration.
pub(super) fn write(body: &impl Serialize) -> Vec<u8> {
    // Fails for maps with keys that are no texts alone, and there is none.
    serde_json::to_vec(body).unwrap_or_default()
}

/// Reads a body. The parser ends at its first complaint; what is well formed is judged as a whole afterwards.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Vec<Problem>> {
    if bytes.len() > LARGEST_BODY {
        let accepted = both!("at most {LARGEST_BODY} bytes", "{LARGEST_BODY} octets au plus");
        return Err(vec![Problem::at(None, "", bytes.len().to_string(), accepted)]);
    }
    serde_json::from_slice(bytes).map_err(|error| vec![complaint(&error)])
}

/// What the parser's complaint means; its own words are English alone.
fn complaint(error: &serde_json::Error) -> Problem {
    let says = error.to_string();
    let (line, column) = (error.line(), error.column());
    let named: String = says.split('`').nth(1).unwrap_or_default().chars().take(LONGEST_VALUE).collect();
    let accepted = if error.is_eof() {
        Bilingual::fixed("the bundle’s content is cut short", "le contenu du pli est tronqué")
    } else if says.starts_with("unknown field") {
        Bilingual::fixed("no key of this name belongs there", "aucune clé de ce nom n’a sa place ici")
    } else if says.starts_with("missing field") {
        Bilingual::fixed("this key is missing", "cette clé manque")
    } else if says.starts_with("duplicate field") {
        Bilingual::fixed(
            "this key stands twice in one object; only one value can be meant",
            "cette clé figure deux fois dans le même objet\u{202f}; une seule valeur peut être voulue",
        )
    } else if let Some(most) = says.strip_prefix(TOO_MANY) {
        let most: String = most.chars().take_while(char::is_ascii_digit).collect();
        both!("at most {most} of them, up to byte {column}", "{most} au plus, jusqu’à l’octet {column}")
    } else if error.is_data() {
        both!("another kind of value at byte {column}", "une valeur d’une autre nature à l’octet {column}")
    } else {
        both!("not valid JSON from byte {column} on", "JSON non valide à partir de l’octet {column}")
    };
    Problem::at(line as u64, "", named, accepted)
}

const TOO_MANY: &str = "more than ";

/// A list of at most `MOST` parts; longer ones are refused before they take room.
pub(super) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>, const MOST: usize>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    struct Bounded<T, const MOST: usize>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for Bounded<T, MOST> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
            let mut parts = Vec::new();
            while let Some(part) = list.next_element()? {
                if parts.len() == MOST {
                    return Err(Error::custom(format_args!("{TOO_MANY}{MOST}")));
                }
                parts.push(part);
            }
            Ok(parts)
        }
    }

    from.deserialize_seq(Bounded::<T, MOST>(PhantomData))
}

/// An object by item id, at most `MOST` of them, none twice: a plain map would keep the last one silently.
pub(super) fn by_item<'de, D: Deserializer<'de>, T: Deserialize<'de>, const MOST: usize>(
    from: D,
) -> Result<BTreeMap<String, T>, D::Error> {
    struct Bounded<T, const MOST: usize>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for Bounded<T, MOST> {
        type Value = BTreeMap<String, T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object of item ids")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<BTreeMap<String, T>, A::Error> {
            let mut entries = BTreeMap::new();
            while let Some((id, value)) = object.next_entry::<String, T>()? {
                if entries.len() == MOST {
                    return Err(Error::custom(format_args!("{TOO_MANY}{MOST}")));
                }
                if entries.contains_key(&id) {
                    return Err(Error::custom(format_args!("duplicate field `{id}`")));
                }
                entries.insert(id, value);
            }
            Ok(entries)
        }
    }

    from.deserialize_map(Bounded::<T, MOST>(PhantomData))
}

/// What is wrong with a body that is well formed.
#[derive(Default)]
pub(super) struct Findings {
    problems: Vec<Problem>,
    more: usize,
}

impl Findings {
    /// Notes a problem.
    pub(super) fn add(&mut self, field: impl Into<String>, found: impl Into<String>, accepted: Bilingual) {
        self.take(Problem::at(None, field, found, accepted));
    }

    /// Notes a problem that was found elsewhere.
    pub(super) fn take(&mut self, mut problem: Problem) {
        if self.problems.len() == MOST_PROBLEMS {
            self.more += 1;
            return;
        }
        // One more than is shown keeps its ellipsis.
        problem.found = problem.found.chars().take(LONGEST_VALUE + 1).collect();
        self.problems.push(problem);
    }

    /// A text of at most so many bytes.
    pub(super) fn text(&mut self, field: impl Into<String>, text: &str, longest: usize) {
        if text.len() > longest {
            let accepted = both!("a text of at most {longest} bytes", "un texte d’au plus {longest} octets");
            self.add(field, text.len().to_string(), accepted);
        }
    }

    /// A name or an id.
    pub(super) fn name(&mut self, field: impl Into<String>, name: &str) {
        let long = name.chars().take(LONGEST_NAME + 1).count();
        if long > LONGEST_NAME {
            let accepted = both!(
                "a name or id of at most {LONGEST_NAME} characters",
                "un nom ou identifiant d’au plus {LONGEST_NAME} caractères"
            );
            self.add(field, name, accepted);
        }
    }

    /// `value`, where nothing is wrong.
    pub(super) fn or<T>(self, value: T) -> Result<T, Vec<Problem>> {
        if self.problems.is_empty() { Ok(value) } else { Err(self.all()) }
    }

    /// All problems.
    pub(super) fn all(mut self) -> Vec<Problem> {
        if self.more > 0 {
            let n = self.more;
            self.problems.push(Problem::at(None, "", "", both!("and {n} more", "et {n} de plus")));
        }
        self.problems
    }
}
