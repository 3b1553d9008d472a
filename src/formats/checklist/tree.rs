//! A TOML tree in which every value knows its line and its path.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// The text of a file, with its line breaks counted once.
pub(super) struct Source<'t> {
    text: &'t str,
    breaks: Vec<usize>,
}

impl<'t> Source<'t> {
    pub(super) fn new(text: &'t str) -> Source<'t> {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        Source { text, breaks }
    }

    /// The line of a byte, counted from 1.
    pub(super) fn line(&self, offset: usize) -> u64 {
        self.breaks.partition_point(|at| *at < offset) as u64 + 1
    }

    /// The whole line that holds a byte, trimmed.
    pub(super) fn line_text(&self, offset: usize) -> &'t str {
        let next = self.breaks.partition_point(|at| *at < offset);
        let start = if next == 0 { 0 } else { self.breaks[next - 1] + 1 };
        let end = self.breaks.get(next).copied().unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or_default().trim()
    }

    fn slice(&self, span: Range<usize>) -> &'t str {
        self.text.get(span).unwrap_or_default()
    }
}

/// Where something stands: a line and a path such as `items[3] "resolved".weight`.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) line: u64,
    pub(super) field: String,
}

impl Place {
    fn inside(&self, line: u64, key: &str) -> Place {
        let field = if self.field.is_empty() { key.to_owned() } else { format!("{}.{key}", self.field) };
        Place { line, field }
    }
}

/// A table and its place.
#[derive(Clone)]
pub(super) struct Table<'t> {
    pub(super) place: Place,
    source: &'t Source<'t>,
    entries: &'t DeTable<'t>,
}

impl<'t> Table<'t> {
    pub(super) fn root(source: &'t Source<'t>, entries: &'t DeTable<'t>) -> Table<'t> {
        Table { place: Place { line: 1, field: String::new() }, source, entries }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    pub(super) fn get(&self, key: &str) -> Option<Entry<'t>> {
        let (name, value) = self.entries.get_key_value(key)?;
        let mut place = self.place.inside(0, key);
        // A `[[header]]` may stand far above or below: there the value's own span is the place.
        let start = if value.get_ref().is_str() { name.span().start } else { value.span().start };
        place.line = self.source.line(start);
        Some(Entry { place, source: self.source, span: value.span(), value: value.get_ref() })
    }

    /// The keys with their lines.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&'t str, u64)> {
        let source = self.source;
        self.entries.keys().map(move |key| (key.get_ref().as_ref(), source.line(key.span().start)))
    }

    /// Where a key would stand that is missing: the table's first line.
    pub(super) fn place_of(&self, key: &str) -> Place {
        self.place.inside(self.place.line, key)
    }

    /// Where the table's id stands.
    pub(super) fn place_of_id(&self) -> Place {
        self.get("id").map_or_else(|| self.place_of("id"), |entry| entry.place)
    }

    /// Adds the table's id to its path, so that people find it by name.
    pub(super) fn name(&mut self, id: &str) {
        self.place.field.push_str(&format!(" \"{id}\""));
    }
}

/// A value and its place.
pub(super) struct Entry<'t> {
    pub(super) place: Place,
    pub(super) value: &'t DeValue<'t>,
    source: &'t Source<'t>,
    span: Range<usize>,
}

impl<'t> Entry<'t> {
    /// What stands there, as it is meant: a text without its quotes.
    pub(super) fn found(&self) -> &'t str {
        self.value.as_str().unwrap_or_else(|| self.written())
    }

    /// What stands there, as it is written: where the kind of value is wrong, the quotes matter.
    pub(super) fn written(&self) -> &'t str {
        self.source.slice(self.span.clone())
    }

    /// The value as a table.
    pub(super) fn table(&self) -> Option<Table<'t>> {
        let entries = self.value.as_table()?;
        Some(Table { place: self.place.clone(), source: self.source, entries })
    }

    /// The value's parts, each with its number, counted from 1.
    pub(super) fn parts(&self) -> Option<Vec<Entry<'t>>> {
        let parts = self.value.as_array()?.iter().enumerate();
        Some(
            parts
                .map(|(at, part)| Entry {
                    place: Place {
                        line: self.source.line(part.span().start),
                        field: format!("{}[{}]", self.place.field, at + 1),
                    },
                    value: part.get_ref(),
                    source: self.source,
                    span: part.span(),
                })
                .collect(),
        )
    }
}
