//! What was found wrong while one line or row was read.

use std::collections::BTreeMap;

use crate::both;
use crate::domain::problem::{LONGEST_VALUE, Problem};
use crate::words::Bilingual;

/// Problems of one line that are told one by one; the rest is counted.
const MOST_PROBLEMS: usize = 20;
/// Different unknown keys that are told one by one.
const MOST_UNKNOWN: usize = 50;

/// Collects the problems of one line.
#[derive(Debug)]
pub(super) struct Findings {
    line: u64,
    problems: Vec<Problem>,
    more: u64,
}

impl Findings {
    /// Nothing found yet on `line`.
    pub(super) fn new(line: u64) -> Findings {
        Findings { line, problems: Vec::new(), more: 0 }
    }

    /// Notes a problem. The field's path is only made where it is kept.
    pub(super) fn add(
        &mut self,
        field: impl FnOnce() -> String,
        found: impl Into<String>,
        accepted: Bilingual,
    ) {
        if self.problems.len() < MOST_PROBLEMS {
            // A hostile value may be megabytes long; one more than is shown keeps its ellipsis.
            let found: String = found.into().chars().take(LONGEST_VALUE + 1).collect();
            self.problems.push(Problem::at(self.line, field(), found, accepted));
        } else {
            self.more += 1;
        }
    }

    /// Whether nothing is wrong so far.
    pub(super) fn none(&self) -> bool {
        self.problems.is_empty()
    }

    /// The problems of the line, named with their file.
    pub(super) fn into_problems(mut self, file: &str) -> Vec<Problem> {
        if self.more > 0 {
            let n = self.more;
            let more = both!("and {n} more problems on this line", "et {n} autres problèmes sur cette ligne");
            self.problems.push(Problem::at(self.line, "", "", more));
        }
        self.problems.into_iter().map(|problem| problem.in_file(file)).collect()
    }
}

/// Keys that the format does not know, each with its first line and the number of times it came.
#[derive(Debug, Default)]
pub(super) struct UnknownKeys {
    keys: BTreeMap<(&'static str, String), (u64, u64)>,
    /// First line and count of keys beyond those that are kept by name.
    others: Option<(u64, u64)>,
}

impl UnknownKeys {
    /// Notes one key of the object at `path` (empty for the conversation itself).
    pub(super) fn add(&mut self, line: u64, path: &'static str, key: &str) {
        let key: String = key.chars().take(LONGEST_VALUE).collect();
        let full = self.keys.len() >= MOST_UNKNOWN;
        let count = if full && !self.keys.contains_key(&(path, key.clone())) {
            self.others.get_or_insert((line, 0))
        } else {
            self.keys.entry((path, key)).or_insert((line, 0))
        };
        count.1 += 1;
    }

    /// One warning for each key.
    pub(super) fn into_warnings(self, file: &str) -> Vec<Problem> {
        let mut warnings = Vec::with_capacity(self.keys.len() + 1);
        for ((path, key), (line, n)) in self.keys {
            let accepted = if n == 1 {
                Bilingual::fixed("unknown key, ignored", "clé inconnue, ignorée")
            } else {
                both!("unknown key, ignored ({n} times)", "clé inconnue, ignorée ({n} fois)")
            };
            let field = if path.is_empty() { key } else { format!("{path}.{key}") };
            warnings.push(Problem::at(line, field, "", accepted).in_file(file));
        }
        if let Some((line, n)) = self.others {
            let accepted = both!(
                "other unknown keys, ignored ({n} times)",
                "autres clés inconnues, ignorées ({n} fois)"
            );
            warnings.push(Problem::at(line, "", "", accepted).in_file(file));
        }
        warnings.sort_by_key(|warning| warning.line);
        warnings
    }
}
