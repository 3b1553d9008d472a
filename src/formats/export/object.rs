//! JSON that is written as it comes: fields in the order given, and whatever may not reach a terminal or a file that
//! people open as a `\u` escape.

use std::fmt::Write;

use crate::domain::shown::forbidden;

/// A JSON object that is being written.
pub struct Object<'o> {
    out: &'o mut String,
    first: bool,
}

impl<'o> Object<'o> {
    /// Begins one at the end of `out`.
    pub fn open(out: &'o mut String) -> Object<'o> {
        out.push('{');
        Object { out, first: true }
    }

    /// Ends it.
    pub fn close(self) {
        self.out.push('}');
    }

    /// A key; its value is to be appended to what comes back.
    pub fn key(&mut self, key: &str) -> &mut String {
        if !std::mem::take(&mut self.first) {
            self.out.push(',');
        }
        string(key, self.out);
        self.out.push(':');
        self.out
    }

    /// A text.
    pub fn text(&mut self, key: &str, text: &str) {
        string(text, self.key(key));
    }

    /// A text, where there is one.
    pub fn text_unless_empty(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.text(key, text);
        }
    }

    /// A number, a truth value, or JSON that is ready.
    pub fn raw(&mut self, key: &str, value: impl std::fmt::Display) {
        let _ = write!(self.key(key), "{value}");
    }

    /// A list.
    pub fn list<T>(&mut self, key: &str, values: &[T], write: impl Fn(&T, &mut String)) {
        let out = self.key(key);
        out.push('[');
        for (place, value) in values.iter().enumerate() {
            if place > 0 {
                out.push(',');
            }
            write(value, out);
        }
        out.push(']');
    }
}

/// Appends `text` as a JSON string.
pub fn string(text: &str, out: &mut String) {
    out.push('"');
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        if c != '"' && c != '\\' && !forbidden(c) {
            continue;
        }
        out.push_str(&text[plain..at]);
        plain = at + c.len_utf8();
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push_str(&text[plain..]);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        let mut out = String::new();
        string("é\"\\\n\u{1b}\u{e0041}👍", &mut out);
        assert_eq!(out, "\"é\\\"\\\\\\n\\u001b\\udb40\\udc41👍\"");
    }
}
