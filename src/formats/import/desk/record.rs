//! One object of an export, whatever it came in: a JSON document, an envelope's list, a line, a row of a table. Help desks
//! write numbers as texts, texts as numbers, and nothing in four ways; here that is settled once.

use serde_json::{Map, Value};

use crate::domain::conversation::Moment;
use crate::formats::import::time::{loose, unix_number};

/// One object of an export.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'r> {
    /// The envelope's list or the table that it stands in, such as `tickets`; empty where it stands by itself.
    pub(super) list: &'r str,
    /// Its fields.
    pub(super) fields: &'r Map<String, Value>,
    /// The one object that its envelope holds beside its list, by name and id, such as `ticket` and `2`.
    pub(super) within: Option<(&'r str, &'r str)>,
}

impl<'r> Record<'r> {
    /// The id of the one object of this name that stands beside the record's list.
    pub(super) fn beside(&self, name: &str) -> Option<&'r str> {
        self.within.filter(|(list, _)| *list == name).map(|(_, id)| id)
    }

    /// An object inside this one, read the same way.
    pub(super) fn of(list: &'r str, value: &'r Value) -> Option<Record<'r>> {
        value.as_object().map(|fields| Record { list, fields, within: None })
    }

    /// The value at `path`, keys separated by dots; `null` counts as absent.
    pub(super) fn get(&self, path: &str) -> Option<&'r Value> {
        let mut keys = path.split('.');
        let mut value = self.fields.get(keys.next()?)?;
        for key in keys {
            value = value.get(key)?;
        }
        (!value.is_null()).then_some(value)
    }

    /// A text that is not empty; numbers as they are written, whole ones without a fraction.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        text_of(self.get(path)?)
    }

    /// An id: a text or number; `0` and `-1`, which stand for nobody, are none.
    pub(super) fn id(&self, path: &str) -> Option<String> {
        self.text(path).filter(|id| id != "0" && id != "-1")
    }

    /// `true` or `false`, also as words or numbers.
    pub(super) fn flag(&self, path: &str) -> Option<bool> {
        match self.get(path)? {
            Value::Bool(flag) => Some(*flag),
            Value::Number(number) => number.as_i64().map(|number| number != 0),
            Value::String(word) => match word.trim().to_ascii_lowercase().as_str() {
                "true" | "t" | "yes" | "1" => Some(true),
                "false" | "f" | "no" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// A finite number, also in a text.
    pub(super) fn number(&self, path: &str) -> Option<f64> {
        let number = match self.get(path)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.filter(|number| number.is_finite())
    }

    /// A whole number from 0.
    pub(super) fn count(&self, path: &str) -> Option<u32> {
        let number = self.number(path)?;
        (number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0).then_some(number as u32)
    }

    /// A list; empty where there is none.
    pub(super) fn list(&self, path: &str) -> &'r [Value] {
        self.get(path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The objects of a list.
    pub(super) fn records(&self, path: &'r str) -> impl Iterator<Item = Record<'r>> + use<'r> {
        self.list(path).iter().filter_map(move |value| Record::of(path, value))
    }

    /// The texts of a list: its words, or the `name` of its objects.
    pub(super) fn words(&self, path: &str, name: &str) -> Vec<String> {
        let word = |value: &Value| match value {
            Value::Object(_) => text_of(value.get(name)?),
            value => text_of(value),
        };
        self.list(path).iter().filter_map(word).collect()
    }

    /// A time: RFC 3339, a date and a time without a zone (UTC, as warehouses write them), or seconds since 1970. 0 is
    /// nobody's 1970: it stands for *not yet*.
    pub(super) fn moment(&self, path: &str) -> Option<Moment> {
        match self.get(path)? {
            Value::Number(number) => unix_number(number.as_f64()?),
            Value::String(text) => loose(text.trim()),
            Value::Object(object) => {
                // Document stores wrap times.
                let inner = object.get("$date")?;
                match inner {
                    Value::Number(number) => unix_number(number.as_f64()?),
                    Value::String(text) => loose(text.trim()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether the key is there at all, be it `null`.
    pub(super) fn has(&self, key: &str) -> bool {
        self.fields.contains_key(key)
    }
}

fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => whole.to_string(),
            // Some connectors write ids as floats; below 2^53 nothing is lost.
            (None, Some(float)) if float.fract() == 0.0 && float.abs() < 9.0e15 => format!("{float:.0}"),
            _ => number.to_string(),
        },
        Value::Bool(flag) => flag.to_string(),
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_help_desks_write() {
        let value = json!({
            "a": 6_139_157_572_367.0, "b": "12", "c": " ", "d": null, "e": 0, "f": {"g": "x"}, "t": "TRUE",
            "at": "2026-03-02 10:02:11", "unix": 1_734_537_460, "ms": 1_734_537_460_123_i64, "never": 0,
            "tags": ["a", {"name": "b"}, 3, null]
        });
        let record = Record::of("tickets", &value).unwrap();
        assert_eq!(record.id("a").as_deref(), Some("6139157572367"));
        assert_eq!(record.count("b"), Some(12));
        assert_eq!((record.text("c"), record.text("d"), record.id("e")), (None, None, None));
        assert_eq!(record.text("f.g").as_deref(), Some("x"));
        assert_eq!(record.flag("t"), Some(true));
        assert_eq!(record.moment("at").map(|at| at.rfc3339()).as_deref(), Some("2026-03-02T10:02:11Z"));
        assert_eq!(record.moment("unix").map(|at| at.micros), Some(1_734_537_460_000_000));
        assert_eq!(record.moment("ms").map(|at| at.micros), Some(1_734_537_460_123_000));
        assert_eq!(record.moment("never"), None);
        assert_eq!(record.words("tags", "name"), ["a", "b", "3"]);
        assert!(record.has("d") && !record.has("z"));
    }
}
