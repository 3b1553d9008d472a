//! Reading TOML with every problem named: line, key, what was found, what is accepted.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::both;
use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::words::Bilingual;

pub(super) const A_TEXT: Bilingual =
    Bilingual::fixed("a text in quotation marks", "un texte entre guillemets droits");
pub(super) const A_TABLE: Bilingual =
    Bilingual::fixed("a table of keys and values", "une table de clés et de valeurs");

pub(super) const BOTH_LANGUAGES: Bilingual = Bilingual::fixed(
    "both languages: { en = \"…\", fr = \"…\" }",
    "les deux langues : { en = \"…\", fr = \"…\" }",
);

const SHORT_NAME: Bilingual = Bilingual::fixed(
    "a short name of a-z, 0-9 and -, at most 40 characters",
    "un nom court de a-z, 0-9 et -, 40 caractères au plus",
);

/// Reads one document and collects what is wrong with it.
pub(super) struct Reader<'t> {
    pub(super) toml: &'t str,
    pub(super) problems: Vec<Problem>,
}

/// A table of the file with its path, for messages.
#[derive(Clone, Copy)]
pub(super) struct Section<'a, 't> {
    pub(super) table: &'a DeTable<'t>,
    pub(super) path: &'a str,
    pub(super) span: &'a Range<usize>,
}

/// A value with its place in the document.
pub(super) type Value<'a, 't> = &'a Spanned<DeValue<'t>>;

impl<'a, 't> Section<'a, 't> {
    pub(super) fn get(&self, key: &str) -> Option<Value<'a, 't>> {
        self.table.get(key)
    }

    pub(super) fn field(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

/// Reads a document with `read`; whatever is wrong with it comes back at once, by line.
pub(super) fn document<'t, T>(
    toml: &'t str,
    read: impl FnOnce(&mut Reader<'t>, Section<'_, 't>) -> Option<T>,
) -> Result<T, Vec<Problem>> {
    let toml = toml.strip_prefix('\u{feff}').unwrap_or(toml);
    let (root, errors) = DeTable::parse_recoverable(toml);
    let mut reader = Reader { toml, problems: Vec::new() };
    for error in &errors {
        let says = Shown::short(error.message(), 120);
        let accepted = both!("this is not valid TOML ({says})", "ce n’est pas du TOML valide ({says})");
        reader.problem(error.span().unwrap_or(0..0), "", "", accepted);
    }
    let top = Section { table: root.get_ref(), path: "", span: &(0..0) };
    let read = if errors.is_empty() { read(&mut reader, top) } else { None };
    match read {
        Some(read) if reader.problems.is_empty() => Ok(read),
        _ => {
            reader.problems.sort_by_key(|problem| problem.line);
            Err(reader.problems)
        }
    }
}

impl<'t> Reader<'t> {
    pub(super) fn problem(&mut self, span: Range<usize>, field: &str, found: &str, accepted: Bilingual) {
        let before = self.toml.get(..span.start).unwrap_or(self.toml);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() as u64 + 1;
        self.problems.push(Problem::at(line, field, found, accepted));
    }

    pub(super) fn wrong(
        &mut self,
        section: Section<'_, 't>,
        key: &str,
        value: Value<'_, 't>,
        accepted: &Bilingual,
    ) {
        let found = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) => number.as_str().to_owned(),
            DeValue::Float(number) => number.as_str().to_owned(),
            DeValue::Boolean(value) => value.to_string(),
            DeValue::Datetime(time) => time.to_string(),
            DeValue::Array(_) => "[…]".to_owned(),
            DeValue::Table(_) => "{…}".to_owned(),
        };
        self.problem(value.span(), &section.field(key), &found, accepted.clone());
    }

    pub(super) fn missing(&mut self, section: Section<'_, 't>, key: &str, accepted: &Bilingual) {
        let (en, fr) = (&accepted.en, &accepted.fr);
        let accepted = both!("this key is missing; it takes {en}", "cette clé manque ; elle reçoit {fr}");
        self.problem(section.span.clone(), &section.field(key), "", accepted);
    }

    pub(super) fn only(&mut self, section: Section<'_, 't>, known: &[&str]) {
        for key in section.table.keys() {
            if !known.contains(&key.get_ref().as_ref()) {
                let known = known.join(", ");
                let accepted =
                    both!("unknown key; known here: {known}", "clé inconnue ; clés connues ici : {known}");
                self.problem(key.span(), &section.field(key.get_ref()), "", accepted);
            }
        }
    }

    pub(super) fn text(&mut self, section: Section<'_, 't>, key: &str) -> Option<String> {
        let value = section.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.wrong(section, key, value, &A_TEXT);
                None
            }
        }
    }

    /// What `read` finds under a key that must be there.
    pub(super) fn needed<T>(
        &mut self,
        section: Section<'_, 't>,
        key: &str,
        accepted: &Bilingual,
        read: impl FnOnce(&mut Reader<'t>, Section<'_, 't>, &str) -> Option<T>,
    ) -> Option<T> {
        if section.get(key).is_none() {
            self.missing(section, key, accepted);
            return None;
        }
        read(self, section, key)
    }

    /// A name that must be there and can stand in files and flags.
    pub(super) fn short_name(&mut self, section: Section<'_, 't>, key: &str) -> Option<String> {
        let name = self.needed(section, key, &SHORT_NAME, Reader::text)?;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let sound = (1..=40).contains(&name.len()) && name.chars().all(plain);
        if let (false, Some(value)) = (sound, section.get(key)) {
            self.wrong(section, key, value, &SHORT_NAME);
        }
        sound.then_some(name)
    }

    /// A whole number from 1 on.
    pub(super) fn version(&mut self, section: Section<'_, 't>, key: &str) -> Option<u32> {
        let value = section.get(key)?;
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        let number = number.filter(|number| *number > 0);
        if number.is_none() {
            let accepted = Bilingual::fixed("a whole number from 1 on", "un nombre entier à partir de 1");
            self.wrong(section, key, value, &accepted);
        }
        number
    }

    /// `{ en = "…", fr = "…" }`, both of them.
    pub(super) fn both(&mut self, section: Section<'_, 't>, key: &str) -> Option<Bilingual> {
        let value = section.get(key)?;
        let text = |table: &DeTable<'t>, lang: &str| {
            let text = table.get(lang)?.get_ref().as_str()?.trim();
            (!text.is_empty()).then(|| Shown::line(text).into_string())
        };
        let texts = value.get_ref().as_table().filter(|table| table.len() == 2);
        let texts = texts.and_then(|table| Some(Bilingual::made(text(table, "en")?, text(table, "fr")?)));
        if texts.is_none() {
            self.wrong(section, key, value, &BOTH_LANGUAGES);
        }
        texts
    }

    /// A text or a list of texts; at least one.
    pub(super) fn words(
        &mut self,
        section: Section<'_, 't>,
        key: &str,
        accepted: &Bilingual,
    ) -> Option<Vec<String>> {
        let value = section.get(key)?;
        let words = match value.get_ref() {
            DeValue::String(word) => Some(vec![word.to_string()]),
            DeValue::Array(list) => {
                list.iter().map(|word| word.get_ref().as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
            }
            _ => None,
        };
        let words = words.filter(|words| !words.is_empty());
        if words.is_none() {
            self.wrong(section, key, value, accepted);
        }
        words
    }
}
