//! From bytes to records, one at a time: JSON documents with or without an envelope, and JSON a line. Memory holds one
//! record.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use serde::de::{DeserializeSeed, Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Deserializer, Map, Value};

use super::connector;
use super::record::Record;
use crate::both;
use crate::domain::problem::Problem;
use crate::formats::import::Refusal;
use crate::formats::import::lines::{Line, Lines};
use crate::formats::import::syntax::syntax;
use crate::words::Bilingual;

/// The longest record, in bytes.
const LONGEST_RECORD: u64 = 32 << 20;

/// How much of a document is held back until it is known whether it is a record with lists of its own or an envelope: keys
/// may come in any order, an id last. An envelope that is longer is read as it comes.
const MOST_HELD: u64 = 1 << 20;

/// Something read from the file.
pub(super) enum Fetched<'r> {
    /// A record, with the line it stands on or ends on.
    Record(Record<'r>, u64),
    /// A line that is not JSON.
    Problem(Problem),
}

/// Takes what is read; says whether to go on.
pub(super) type Take<'t> = dyn FnMut(Fetched<'_>) -> ControlFlow<()> + 't;

/// Reads a file. `lists` names the arrays of envelopes, dotted where they lie deeper: each of their elements is a record of
/// its own, as is an object that has none of them.
pub(super) fn read(
    input: &mut dyn BufRead,
    file: &str,
    lists: &[&str],
    take: &mut Take<'_>,
) -> Result<(), Refusal> {
    let head = input.fill_buf().map_err(|error| Refusal::unreadable(file, &error))?;
    if is_lines(head) { read_lines(input, file, lists, take) } else { document(input, file, lists, take) }
}

/// Whether each line is an object by itself: the first two that are not empty both begin and end like one.
pub(super) fn is_lines(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    match (lines.next(), lines.next()) {
        (Some(first), Some(second)) => {
            first.starts_with(b"{") && first.ends_with(b"}") && first.len() > 2 && second.starts_with(b"{")
        }
        _ => false,
    }
}

fn read_lines(
    input: &mut dyn BufRead,
    file: &str,
    lists: &[&str],
    take: &mut Take<'_>,
) -> Result<(), Refusal> {
    let mut lines = Lines::new(input, LONGEST_RECORD as usize);
    while let Some((number, line)) = lines.next().map_err(|error| Refusal::unreadable(file, &error))? {
        let flow = match line {
            Line::Bytes(bytes) if bytes.trim_ascii().is_empty() => continue,
            Line::Bytes(bytes) => match serde_json::from_slice::<Value>(bytes) {
                Ok(value) => unfold(&value, lists, number, take),
                Err(error) => {
                    take(Fetched::Problem(Problem::at(number, "", "", syntax(&error)).in_file(file)))
                }
            },
            Line::TooLong => {
                let problem = Problem::at(number, "", "", too_long()).in_file(file);
                take(Fetched::Problem(problem))
            }
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

fn too_long() -> Bilingual {
    let most = LONGEST_RECORD >> 20;
    both!("a record of at most {most} MiB", "un enregistrement d’au plus {most} Mio")
}

/// The records of one value that is in memory.
pub(super) fn unfold(value: &Value, lists: &[&str], line: u64, take: &mut Take<'_>) -> ControlFlow<()> {
    match value {
        Value::Array(values) => values.iter().try_for_each(|value| unfold(value, lists, line, take)),
        Value::Object(fields) => {
            if let Some(record) = connector::inside(fields) {
                return take(Fetched::Record(record, line));
            }
            let enveloped = if fields.contains_key("id") { Vec::new() } else { in_envelope(value, lists) };
            if enveloped.is_empty() {
                return take(Fetched::Record(Record { list: "", fields, within: None }, line));
            }
            let one =
                enveloped.iter().find_map(|(list, value)| Some((*list, Record::of(list, value)?.id("id")?)));
            let within = one.as_ref().map(|(list, id)| (*list, id.as_str()));
            for (list, value) in enveloped {
                let records = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                for record in records.iter().filter_map(|value| Record::of(list, value)) {
                    take(Fetched::Record(Record { within, ..record }, line))?;
                }
            }
            ControlFlow::Continue(())
        }
        _ => ControlFlow::Continue(()),
    }
}

fn in_envelope<'v, 'l>(value: &'v Value, lists: &[&'l str]) -> Vec<(&'l str, &'v Value)> {
    let at = |list: &&'l str| {
        let inner = list.split('.').try_fold(value, |value, key| value.get(key))?;
        (inner.is_array() || inner.is_object()).then_some((*list, inner))
    };
    lists.iter().filter_map(at).collect()
}

/// A whole document, read as it comes.
fn document(input: &mut dyn BufRead, file: &str, lists: &[&str], take: &mut Take<'_>) -> Result<(), Refusal> {
    let (left, line) = (Cell::new(LONGEST_RECORD), Cell::new(1));
    let mut bounded = Bounded { inner: input, left: &left, line: &line, mark: true };
    let mut state = State { lists, take, left: &left, line: &line, stopped: false, held: None, within: None };
    let mut reader = Deserializer::from_reader(&mut bounded);
    // Several documents may follow one another.
    loop {
        if let Err(error) = reader.deserialize_any(Level { state: &mut state, path: String::new() }) {
            if state.stopped || error.is_eof() && error.column() == 0 && error.line() <= 1 {
                return Ok(());
            }
            let line = error.line() as u64;
            let accepted = if error.is_io() { too_long() } else { syntax(&error) };
            return Err(Refusal::at(file, line, "", accepted));
        }
        match reader.end() {
            Ok(()) => return Ok(()),
            Err(error) if error.is_syntax() => {}
            Err(error) => return Err(Refusal::at(file, error.line() as u64, "", syntax(&error))),
        }
    }
}

/// Passes a byte-order mark by, counts lines, and ends a record that never ends.
struct Bounded<'b, R: ?Sized> {
    inner: &'b mut R,
    left: &'b Cell<u64>,
    line: &'b Cell<u64>,
    mark: bool,
}

impl<R: BufRead + ?Sized> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if std::mem::take(&mut self.mark) && self.inner.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
            self.inner.consume(3);
        }
        let n = self.inner.read(buffer)?;
        match self.left.get().checked_sub(n as u64) {
            Some(left) => self.left.set(left),
            None => return Err(io::Error::other("too long")),
        }
        // The parser asks for one byte at a time, so the count is where it stands.
        let ends = buffer[..n].iter().filter(|byte| **byte == b'\n').count() as u64;
        self.line.set(self.line.get() + ends);
        Ok(n)
    }
}

struct State<'s, 't> {
    lists: &'s [&'s str],
    take: &'s mut Take<'t>,
    left: &'s Cell<u64>,
    line: &'s Cell<u64>,
    stopped: bool,
    /// What the object at the top held in its lists so far, unless it is an envelope.
    held: Option<Vec<Held>>,
    /// The one object of this envelope, by name and id.
    within: Option<(String, String)>,
}

/// An element of a list that may be an envelope's, or the one object under a list's name.
struct Held {
    list: String,
    value: Value,
    one: bool,
    line: u64,
}

impl State<'_, '_> {
    fn hand<E: serde::de::Error>(
        &mut self,
        list: &str,
        fields: &Map<String, Value>,
        line: u64,
    ) -> Result<(), E> {
        self.left.set(LONGEST_RECORD);
        let within = self.within.as_ref().map(|(list, id)| (list.as_str(), id.as_str()));
        let wrapped = connector::inside(fields).filter(|_| list.is_empty());
        let record = wrapped.unwrap_or(Record { list, fields, within });
        if (self.take)(Fetched::Record(record, line)).is_break() {
            self.stopped = true;
            return Err(E::custom("stopped"));
        }
        Ok(())
    }

    fn offer<E: serde::de::Error>(&mut self, list: &str, value: Value, one: bool) -> Result<(), E> {
        let now = Held { list: list.to_owned(), value, one, line: self.line.get() };
        let Some(held) = &mut self.held else { return self.give(&now) };
        held.push(now);
        if LONGEST_RECORD - self.left.get() > MOST_HELD { self.release() } else { Ok(()) }
    }

    /// It is an envelope: what was held are records.
    fn release<E: serde::de::Error>(&mut self) -> Result<(), E> {
        let held = self.held.take().unwrap_or_default();
        held.iter().filter(|held| held.one).for_each(|held| self.note(held));
        held.iter().try_for_each(|held| self.give(held))
    }

    fn give<E: serde::de::Error>(&mut self, held: &Held) -> Result<(), E> {
        if held.one {
            self.note(held);
        }
        held.value.as_object().map_or(Ok(()), |fields| self.hand(&held.list, fields, held.line))
    }

    fn note(&mut self, held: &Held) {
        let id = Record::of("", &held.value).and_then(|record| record.id("id"));
        self.within = id.map(|id| (held.list.clone(), id));
    }

    /// The records of an element of a list at the top, which is in memory: a record's own lists are not taken for an
    /// envelope's, whatever the order of its keys.
    fn hand_all<E: serde::de::Error>(&mut self, value: &Value) -> Result<(), E> {
        self.left.set(LONGEST_RECORD);
        if unfold(value, self.lists, self.line.get(), self.take).is_break() {
            self.stopped = true;
            return Err(E::custom("stopped"));
        }
        Ok(())
    }
}

/// An object that may be an envelope, or lie inside one; at the top also a list of records. What it holds beside lists
/// comes back, if there are no lists.
struct Level<'a, 's, 't> {
    state: &'a mut State<'s, 't>,
    path: String,
}

impl<'de> DeserializeSeed<'de> for Level<'_, '_, '_> {
    type Value = Option<Value>;

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<Option<Value>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_, '_, '_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("records")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Value>, A::Error> {
        let top = self.path.is_empty();
        if top {
            (self.state.held, self.state.within) = (Some(Vec::new()), None);
            self.state.left.set(LONGEST_RECORD);
        }
        let mut rest = Map::new();
        let mut enveloped = false;
        while let Some(key) = map.next_key::<String>()? {
            let path = if self.path.is_empty() { key.clone() } else { format!("{}.{key}", self.path) };
            let inside =
                |list: &&str| list.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.'));
            // A conversation may hold a list by the name of an envelope's: what has an id is a record.
            let has_id = rest.contains_key("id");
            if !has_id && self.state.lists.contains(&path.as_str()) {
                enveloped |= map.next_value_seed(Elements { state: &mut *self.state, list: &path })?;
            } else if !has_id && self.state.lists.iter().any(inside) {
                match map.next_value_seed(Level { state: &mut *self.state, path })? {
                    Some(value) => {
                        rest.insert(key, value);
                    }
                    None => enveloped = true,
                }
            } else {
                rest.insert(key, map.next_value()?);
            }
        }
        if !top {
            return Ok((!enveloped).then_some(Value::Object(rest)));
        }
        if rest.contains_key("id") {
            for held in self.state.held.take().unwrap_or_default() {
                put_back(&mut rest, held);
            }
        } else if enveloped {
            self.state.release()?;
            return Ok(None);
        }
        let line = self.state.line.get();
        self.state.hand("", &rest, line)?;
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<Value>, A::Error> {
        if self.path.is_empty() {
            while let Some(value) = list.next_element::<Value>()? {
                self.state.hand_all(&value)?;
            }
            return Ok(None);
        }
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Some(Value::Array(values)))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Option<Value>, E> {
        Ok(Some(Value::Null))
    }
}

/// What looked like an envelope's is the record's own.
fn put_back(rest: &mut Map<String, Value>, held: Held) {
    if held.one {
        rest.insert(held.list, held.value);
    } else if let Value::Array(values) = rest.entry(held.list).or_insert_with(|| Value::Array(Vec::new())) {
        values.push(held.value);
    }
}

/// The records of an envelope's list, or the one object that stands under a list's name. `true` if there was either.
struct Elements<'a, 's, 't> {
    state: &'a mut State<'s, 't>,
    list: &'a str,
}

impl<'de> DeserializeSeed<'de> for Elements<'_, '_, '_> {
    type Value = bool;

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_, '_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        while let Some(value) = list.next_element::<Value>()? {
            self.state.offer(self.list, value, false)?;
        }
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut fields = Map::new();
        while let Some((key, value)) = map.next_entry()? {
            fields.insert(key, value);
        }
        self.state.offer(self.list, Value::Object(fields), true)?;
        Ok(true)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let mut seen = Vec::new();
        let lists = ["tickets", "data.payload", "_embedded.conversations", "ticket"];
        let ended = read(&mut text.as_bytes(), "x", &lists, &mut |read| {
            seen.push(match read {
                Fetched::Record(record, line) => {
                    format!("{}:{}:{line}", record.list, record.text("id").unwrap_or_default())
                }
                Fetched::Problem(problem) => format!("problem {}", problem.line.unwrap_or(0)),
            });
            ControlFlow::Continue(())
        });
        if let Err(refusal) = ended {
            seen.push(format!("refused {:?}", refusal.problem.line));
        }
        seen
    }

    #[test]
    fn envelopes() {
        assert_eq!(
            all(r#"{"count":2,"tickets":[{"id":1},{"id":"2"}],"next_page":null}"#),
            ["tickets:1:1", "tickets:2:1"]
        );
        assert_eq!(all(r#"{"data":{"meta":{"id":9},"payload":[{"id":1}]}}"#), ["data.payload:1:1"]);
        assert_eq!(all(r#"{"ticket":{"id":1,"tickets":[{"id":5}]}}"#), ["ticket:1:1"]);
        assert_eq!(all(r#"[{"id":1},{"id":2}]"#), [":1:1", ":2:1"]);
        assert_eq!(all("\u{feff}{\"id\":1,\n\"tickets\":[{\"id\":2}]}"), [":1:2"]);
        assert_eq!(all(r#"{"tickets":[]}"#), Vec::<String>::new());
        assert_eq!(all(r#"{"tickets":null,"name":"x"}"#), ["::1"]);
        assert_eq!(all(r#"{"data":{"item":{"id":3}}}"#), ["::1"]);
        assert_eq!(
            all(r#"[{"ticket":{"id":5},"tickets":[{"id":6}],"id":1}, 7, [{"id":2}]]"#),
            [":1:1", ":2:1"]
        );
        assert_eq!(all(r#"{"a":1,"ticket":{"id":5},"tickets":[{"id":7}],"id":1}"#), [":1:1"]);
        assert_eq!(all(r#"[{"tickets":[{"id":6}]}]"#), ["tickets:6:1"]);
    }

    #[test]
    fn what_stands_beside_one_object() {
        let within = |text: &str| {
            let mut seen = Vec::new();
            read(&mut text.as_bytes(), "x", &["tickets", "ticket"], &mut |read| {
                if let Fetched::Record(record, _) = read {
                    seen.push(format!("{} {:?}", record.id("id").unwrap_or_default(), record.within));
                }
                ControlFlow::Continue(())
            })
            .unwrap();
            seen
        };
        let told = [r#"5 Some(("ticket", "5"))"#, r#"6 Some(("ticket", "5"))"#];
        let (first, last) =
            (r#"{"ticket":{"id":5},"tickets":[{"id":6}]}"#, r#"{"tickets":[{"id":6}],"ticket":{"id":5}}"#);
        assert_eq!(within(first), told);
        assert_eq!(within(last).into_iter().rev().collect::<Vec<_>>(), told);
        assert_eq!(within(&format!("{last}\n{{\"tickets\":[{{\"id\":7}}]}}\n"))[2], "7 None");
        assert_eq!(within(&format!("[{first}]")).into_iter().rev().collect::<Vec<_>>(), told);
        // What is too long to hold is read as it comes.
        let long = "x".repeat(MOST_HELD as usize);
        let long = format!(r#"{{"ticket":{{"id":5,"x":"{long}"}},"tickets":[{{"id":6}}]}}"#);
        assert_eq!(within(&long), told);
    }

    #[test]
    fn lines_and_what_is_wrong_with_them() {
        let text = "{\"id\":1}\n{\"id\":2}}\n\n{\"tickets\":[{\"id\":3}]}\n{\"id\":4}";
        assert_eq!(all(text), [":1:1", "problem 2", "tickets:3:4", ":4:5"]);
        assert_eq!(all("{\"id\":1}}\n{\"id\":2}\n"), ["problem 1", ":2:2"]);
    }

    #[test]
    fn broken_documents_are_refused_where_they_break() {
        assert_eq!(all("{\"tickets\":[{\"id\":1},\n{\"id\":2"), ["refused Some(2)"]);
        let deep = format!("{{\"tickets\":[{}1{}]}}", "[".repeat(200), "]".repeat(200));
        assert_eq!(all(&deep), ["refused Some(1)"]);
        assert_eq!(all("{\"id\":1}\n\n\n[{\"id\":2}]"), [":1:1", ":2:4"]);
    }
}
