//! Whether the first column holds names of units or ratings, where its heading does not say: names all differ, none is
//! missing, and no rater gives one as an answer. Rows wait until that is known.

use std::collections::HashSet;

use super::answers::Answers;

/// Rows that wait at most: so many different names are names.
const MOST_ROWS: usize = 10_000;

/// A row, taken apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) name: Vec<u8>,
    pub(super) item: Vec<u8>,
    /// Raters with their answers.
    pub(super) ratings: Vec<(u32, u32)>,
}

impl Row {
    /// An empty row in the same memory.
    pub(super) fn begin(&mut self, line: u64) {
        self.line = line;
        self.name.clear();
        self.item.clear();
        self.ratings.clear();
    }
}

/// The rows that wait.
#[derive(Debug, Default)]
pub(super) struct Guess {
    pub(super) rows: Vec<Row>,
    names: HashSet<(Vec<u8>, Vec<u8>)>,
    ratings: usize,
}

impl Guess {
    /// Whether this row shows that the column holds ratings.
    pub(super) fn tells_a_rater(&mut self, row: &Row, answers: &Answers) -> bool {
        self.ratings += row.ratings.len();
        row.name.is_empty()
            || answers.knows(&row.name)
            || !self.names.insert((row.item.clone(), row.name.clone()))
    }

    /// Whether more rows would tell no more.
    pub(super) fn has_seen_enough(&self) -> bool {
        self.rows.len() >= MOST_ROWS
    }

    /// Whether the column holds names. Where the raters too hardly ever repeat an answer, theirs are measurements, and so
    /// may these be.
    pub(super) fn tells_names(&self, answers: &Answers, found: usize) -> bool {
        self.rows.len() > 1
            && found * 2 <= self.ratings
            && !self.rows.iter().any(|row| answers.knows(&row.name))
    }
}
