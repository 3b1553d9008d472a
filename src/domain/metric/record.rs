//! A metric is a record: what it asks for the customer, its formula, which way is better, and what to do when it moves.

use crate::domain::checklist::Better;
use crate::domain::metric::catalogue;
use crate::domain::metric::{Absent, Figure, MetricId};
use crate::words::Bilingual;

/// What a figure is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A share, 0 to 1, printed in percent; differences are points.
    Share,
    /// Seconds.
    Seconds,
    /// Things.
    Count,
    /// Things per case: 1.4 contacts per solved request.
    PerCase,
    /// A score with a scale of its own.
    Score,
    /// Days of work.
    Days,
}

impl Unit {
    /// The word in exports.
    pub const fn word(self) -> &'static str {
        match self {
            Unit::Share => "share",
            Unit::Seconds => "seconds",
            Unit::Count => "count",
            Unit::PerCase => "per_case",
            Unit::Score => "score",
            Unit::Days => "days",
        }
    }
}

/// Which kind of metric it is: a board needs more than one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// How much, how fast: the inside.
    Activity,
    /// How the team is led and trained.
    People,
    /// What the customer gets.
    Quality,
}

impl Family {
    /// The word in files and exports.
    pub const fn word(self) -> &'static str {
        match self {
            Family::Activity => "activity",
            Family::People => "people",
            Family::Quality => "quality",
        }
    }
}

/// What it is for: to act today, or to see where things go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tempo {
    /// Looked at during the day.
    Live,
    /// Looked at over weeks.
    Strategic,
}

impl Tempo {
    /// The word in files and exports.
    pub const fn word(self) -> &'static str {
        match self {
            Tempo::Live => "live",
            Tempo::Strategic => "strategic",
        }
    }
}

/// Where a figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// Worked out here, from conversations.
    Computed,
    /// As another tool worked it out.
    Imported,
    /// Typed in by hand.
    Typed,
}

impl Source {
    /// The word in files and exports.
    pub const fn word(self) -> &'static str {
        match self {
            Source::Computed => "computed",
            Source::Imported => "imported",
            Source::Typed => "typed",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Source> {
        [Source::Computed, Source::Imported, Source::Typed].into_iter().find(|source| source.word() == word)
    }
}

/// One metric, as the catalogue has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Which.
    pub id: MetricId,
    /// Its name.
    pub name: Bilingual,
    /// What it asks, as the customer would.
    pub question: Bilingual,
    /// What it is measured in.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
    /// Which kind it is.
    pub family: Family,
    /// What it is for.
    pub tempo: Tempo,
    /// The formula, and what it leaves out.
    pub formula: Bilingual,
    /// Rises with every change of the formula.
    pub version: u32,
    /// What a team does when it moves, unless it says otherwise.
    pub action: Bilingual,
    /// Cases below which the figure is *too few*.
    pub minimum: u64,
    /// The metric to read beside it.
    pub counter: Option<MetricId>,
}

impl Metric {
    /// The formula's name and version, as exports write it: `first-response-time/1`.
    pub fn formula_id(&self) -> String {
        format!("{}/{}", self.id, self.version)
    }

    /// The figure as it may be printed: below the minimum it is *too few*. Counts have no minimum: they are what they are.
    pub fn printable(&self, figure: Figure) -> Figure {
        let reading = figure?;
        if reading.n().is_some_and(|n| n < self.minimum) { Err(Absent::TooFew) } else { Ok(reading) }
    }
}

impl MetricId {
    /// Its record.
    pub fn metric(self) -> Metric {
        catalogue::metric(self)
    }
}
