//! Reading TOML with every problem named: line, key, what was found, what is accepted.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::both;
use crate::domain::problem::Problem;
use crate::words::Bilingual;

pub(super) const A_TEXT: Bilingual =
    Bilingual::fixed("a text in quotation marks", "un texte entre guillemets droits");
pub(super) const A_TABLE: Bilingual =
    Bilingual::fixed("a table of keys and values", "une table de clés et de valeurs");

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
