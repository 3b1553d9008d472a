//! What the columns of a help desk's CSV files mean. A map is a small TOML file that a support person can write; the
//! shipped ones are commented examples.

use encoding_rs::Encoding;

use crate::domain::conversation::{Role, Status};
use crate::domain::problem::Problem;

use super::part::Kind;
use super::time::TimeFormat;

/// A map that was read and is sound.
#[derive(Clone, Debug)]
pub struct Map {
    pub(super) source: String,
    pub(super) channel: String,
    pub(super) encoding: Option<&'static Encoding>,
    pub(super) delimiter: Option<u8>,
    /// Tried in order; never empty.
    pub(super) times: Vec<TimeFormat>,
    pub(super) tables: Vec<Table>,
}

impl Map {
    /// The maps that come with the program, by name.
    pub const SHIPPED: [(&str, &str); 2] = [
        ("one-row-per-message", include_str!("../../../maps/one-row-per-message.toml")),
        ("support-forum", include_str!("../../../maps/support-forum.toml")),
    ];

    /// The text of a shipped map.
    pub fn shipped(name: &str) -> Option<&'static str> {
        Map::SHIPPED.into_iter().find(|(known, _)| *known == name).map(|(_, toml)| toml)
    }

    /// Reads a map; all problems at once.
    pub fn parse(toml: &str) -> Result<Map, Vec<Problem>> {
        super::map_toml::parse(toml)
    }

    /// The table whose columns the header holds; of several the one that names most of it.
    pub(super) fn table_for(&self, header: &[&str]) -> Option<&Table> {
        let fits = self.tables.iter().filter(|table| table.missing(header).is_empty());
        fits.rev()
            .max_by_key(|table| table.columns.iter().filter(|c| header.contains(&c.name.as_str())).count())
    }
}

/// A column that a table names; fields refer to it by its place in [`Table::columns`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    /// Whether a file may come without it.
    pub(super) may_lack: bool,
}

/// A place in [`Table::columns`].
pub(super) type Col = usize;

/// What the columns of one kind of file mean.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) kind: Kind,
    pub(super) columns: Vec<Column>,
    pub(super) conversation: Col,
    pub(super) at: Col,
    pub(super) body: Option<Body>,
    pub(super) role: Option<RoleRule>,
    pub(super) message: Option<Col>,
    pub(super) author: Option<Col>,
    pub(super) macro_name: Option<Col>,
    pub(super) private: Option<Condition>,
    pub(super) source: Option<Col>,
    pub(super) channel: Option<Col>,
    pub(super) subject: Option<Col>,
    pub(super) agent: Option<Col>,
    pub(super) customer: Option<Col>,
    pub(super) opened_at: Option<Col>,
    pub(super) closed_at: Option<Col>,
    /// Holds the id of the message that solved the matter.
    pub(super) closed_by: Option<Col>,
    pub(super) transfers: Option<Col>,
    pub(super) reopens: Option<Col>,
    pub(super) status: Option<Choice<Status>>,
    pub(super) tags: Option<(Col, String)>,
    pub(super) csat: Option<CsatRule>,
    pub(super) marks: Vec<Mark>,
    pub(super) skip_when: Option<Condition>,
}

impl Table {
    /// The columns that a file of this kind must have and `header` has not.
    pub(super) fn missing(&self, header: &[&str]) -> Vec<&str> {
        let needed = self.columns.iter().filter(|column| !column.may_lack).map(|column| column.name.as_str());
        needed.filter(|name| !header.contains(name)).collect()
    }
}

/// The column of the message's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body {
    pub(super) column: Col,
    pub(super) html: bool,
}

/// How a role is found.
#[derive(Clone, Debug)]
pub(super) enum RoleRule {
    /// The same for every row.
    Always(Role),
    /// A column tells.
    Column(Choice<Role>),
    /// Who opened the conversation has one role, everybody else the other.
    Opener {
        /// The opener's.
        opener: Role,
        /// Everybody else's.
        others: Role,
    },
}

/// A column of a few words, each with its meaning.
#[derive(Clone, Debug)]
pub(super) struct Choice<T> {
    pub(super) column: Col,
    pub(super) values: Vec<(String, T)>,
}

impl<T: Copy> Choice<T> {
    /// The meaning of a cell, in any case of letters.
    pub(super) fn meaning(&self, cell: &str) -> Option<T> {
        self.values.iter().find(|(word, _)| same(word, cell)).map(|(_, meaning)| *meaning)
    }

    /// The words, for messages.
    pub(super) fn words(&self) -> String {
        let words: Vec<&str> = self.values.iter().map(|(word, _)| word.as_str()).collect();
        words.join(", ")
    }
}

/// A yes-or-no column, or a column compared with words.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    pub(super) column: Col,
    /// The words that mean yes; empty for a yes-or-no column.
    pub(super) is: Vec<String>,
}

impl Condition {
    /// Whether the cell meets it; `None` where a yes-or-no column says neither.
    pub(super) fn met(&self, cell: &str) -> Option<bool> {
        const YES: [&str; 5] = ["true", "1", "yes", "y", "oui"];
        const NO: [&str; 6] = ["false", "0", "no", "n", "non", ""];
        if !self.is.is_empty() {
            return Some(self.is.iter().any(|word| same(word, cell)));
        }
        let among = |words: &[&str]| words.iter().any(|word| same(word, cell));
        if among(&YES) { Some(true) } else { among(&NO).then_some(false) }
    }
}

/// A label that rows give to their conversation.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) when: Condition,
    pub(super) tag: String,
}

/// The customer's rating.
#[derive(Clone, Debug)]
pub(super) struct CsatRule {
    pub(super) column: Col,
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) values: Vec<(String, f64)>,
    pub(super) comment: Option<Col>,
}

impl CsatRule {
    /// The rating that a cell tells, within the scale.
    pub(super) fn score(&self, cell: &str) -> Option<f64> {
        let score = match self.values.iter().find(|(word, _)| same(word, cell)) {
            Some((_, score)) => *score,
            None if self.values.is_empty() => cell.parse().ok()?,
            None => return None,
        };
        (self.min..=self.max).contains(&score).then_some(score)
    }
}

fn same(word: &str, cell: &str) -> bool {
    word.trim().eq_ignore_ascii_case(cell.trim())
}
