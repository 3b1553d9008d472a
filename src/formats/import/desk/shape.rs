//! What the first bytes of a JSON file look like: the paths of its keys and their first values, lists passed through. It
//! reads on where the head is cut off or a line is broken, because a guess about the format must not depend on that.

use std::collections::BTreeMap;

use super::connector;
use crate::words::Bilingual;

/// Keys lie no deeper than this, or are not looked at.
const DEEPEST: usize = 6;
/// Longer values are cut.
const LONGEST_VALUE: usize = 80;
/// More paths say no more.
const MOST_PATHS: usize = 4_000;

/// Paths of keys, such as `tickets.via.channel`, with their first values.
#[derive(Debug, Default)]
pub(in crate::formats::import) struct Shape {
    paths: BTreeMap<String, String>,
}

impl Shape {
    /// Looks at the beginning of a file.
    pub(in crate::formats::import) fn of(text: &str) -> Shape {
        let mut shape = Shape::default();
        let mut chars = text.char_indices().peekable();
        // For each open bracket the length of the path before it; objects and lists alike.
        let mut open: Vec<usize> = Vec::new();
        let mut path: Vec<String> = Vec::new();
        let mut key: Option<String> = None;
        let mut word = String::new();
        while let Some((at, c)) = chars.next() {
            match c {
                '{' | '[' => {
                    open.push(path.len());
                    if let Some(key) = key.take() {
                        // Lists of plain values and what is empty are there as well.
                        shape.value(&path, Some(key.clone()), "");
                        path.push(key);
                    }
                }
                '}' | ']' => {
                    shape.value(&path, key.take(), &word);
                    word.clear();
                    path.truncate(open.pop().unwrap_or(0));
                }
                ',' | '\n' => {
                    shape.value(&path, key.take(), &word);
                    word.clear();
                    if c == '\n' && text[at..].starts_with("\n{") && !open.is_empty() && path.is_empty() {
                        // A broken line before: begin anew.
                        open.clear();
                    }
                }
                ':' => key = Some(std::mem::take(&mut word)),
                '"' => {
                    word.clear();
                    while let Some((_, c)) = chars.next() {
                        match c {
                            '\\' => {
                                chars.next();
                            }
                            '"' => break,
                            c if word.len() < LONGEST_VALUE => word.push(c),
                            _ => {}
                        }
                    }
                    if chars.peek().is_some_and(|(_, c)| *c == '"') {
                        break; // doubled quotes: this is a cell of a table
                    }
                }
                c if c.is_whitespace() => {}
                c if word.len() < LONGEST_VALUE => word.push(c),
                _ => {}
            }
            if shape.paths.len() > MOST_PATHS {
                break;
            }
        }
        shape
    }

    fn value(&mut self, path: &[String], key: Option<String>, value: &str) {
        let Some(key) = key else { return };
        if path.len() >= DEEPEST {
            return;
        }
        for depth in 1..=path.len() {
            self.paths.entry(path[..depth].join(".")).or_default();
        }
        let full = if path.is_empty() { key } else { format!("{}.{key}", path.join(".")) };
        let first = self.paths.entry(full).or_default();
        if first.is_empty() && value != "null" {
            value.clone_into(first);
        }
    }

    /// What the records look like that a connector wraps; `None` if none does.
    pub(super) fn inside_connector(&self) -> Option<Shape> {
        let place = connector::path(&|path| self.has(path))?;
        let inner = |(path, value): (&String, &String)| {
            let path = path.strip_prefix(place)?.strip_prefix('.')?;
            Some((path.to_owned(), value.clone()))
        };
        Some(Shape { paths: self.paths.iter().filter_map(inner).collect() })
    }

    /// Whether the path is there.
    pub(super) fn has(&self, path: &str) -> bool {
        self.paths.contains_key(path)
    }

    /// Whether all paths are there, each below `at` (empty: at the top).
    pub(in crate::formats::import) fn all(&self, at: &str, keys: &[&str]) -> bool {
        keys.iter().all(|key| if at.is_empty() { self.has(key) } else { self.has(&format!("{at}.{key}")) })
    }

    /// The first value at a path; empty where there is none, or no plain one.
    pub(super) fn value_of(&self, path: &str) -> &str {
        self.paths.get(path).map_or("", String::as_str)
    }
}

/// How sure a help desk is that a file is its own; the surest takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::formats::import) enum Claim {
    /// It is another's.
    No,
    /// It could be, if nobody else wants it.
    Maybe,
    /// It looks like it.
    Likely,
    /// Nobody else writes this.
    Surely,
}

/// What a help desk's field carries, for `import --explain`.
#[derive(Clone, Debug)]
pub struct Carries {
    /// The notion, in our words.
    pub notion: Bilingual,
    /// The vendor's field.
    pub field: &'static str,
}

/// A notion in both languages, and the field that carries it.
pub(super) const fn carries(en: &'static str, fr: &'static str, field: &'static str) -> Carries {
    Carries { notion: Bilingual::fixed(en, fr), field }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paths_and_values() {
        let shape = Shape::of(
            r#"{"tickets":[{"id":1,"via":{"channel":"web"},"tags":["a","b"],"x":null},{"id":2,"y":tr"#,
        );
        assert!(shape.all("tickets", &["id", "via.channel", "x"]) && !shape.has("id"));
        assert_eq!((shape.value_of("tickets.id"), shape.value_of("tickets.via.channel")), ("1", "web"));
        assert_eq!(shape.value_of("tickets.x"), "");
        let shape = Shape::of("{\"type\": \"conversation.list\",\n \"pages\": {\n \"page\": 1 }\n}");
        assert_eq!((shape.value_of("type"), shape.value_of("pages.page")), ("conversation.list", "1"));
        let shape = Shape::of("{\"a\":{\"b\":1}}\n{\"c\":2}\n");
        assert!(shape.has("a.b") && shape.has("c"));
        let shape = Shape::of(r#"{"tags":["a"],"cc":[],"more":{},"deep":{"er":[]}}"#);
        assert!(shape.all("", &["tags", "cc", "more", "deep.er"]));
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "[\\[\\]{}:,\"\\\\a\n é]{0,200}") {
            let _ = Shape::of(&text);
        }
    }
}
