//! A report, before it is a file: sheets of typed cells, with what every figure means beside it. Made once, and written
//! by any of the exports; a figure that may not be told says so in its own cell, never as a blank or a 0.

use jiff::civil::Date;

use crate::domain::interval::Undefined;
use crate::domain::shown::Shown;
use crate::words::Bilingual;

/// A report.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    /// Names it in files: `team`, `metrics`, `reviews`.
    pub id: &'static str,
    /// What it is.
    pub title: Bilingual,
    /// What was known when it was made, in microseconds.
    pub as_of: i64,
    /// The first and the last day that it is about.
    pub period: Option<(Date, Date)>,
    /// Sentences to read before the figures.
    pub notes: Vec<Bilingual>,
    /// One subject each.
    pub sheets: Vec<Sheet>,
    /// What the figures mean.
    pub definitions: Vec<Definition>,
}

/// What a figure means.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The figure's id and the version of its formula: `first-response-time/1`.
    pub id: String,
    /// Its name.
    pub name: Bilingual,
    /// The formula, and what it leaves out.
    pub formula: Bilingual,
}

/// One subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Names it in files.
    pub id: &'static str,
    /// What it is about.
    pub title: Bilingual,
    /// Sentences to read before its rows.
    pub notes: Vec<Bilingual>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows: a cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// How to draw it, where a picture helps.
    pub chart: Option<Chart>,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Names it in files; never changes.
    pub id: &'static str,
    /// Its heading.
    pub name: Bilingual,
    /// What its cells hold.
    pub kind: Kind,
}

/// What the cells of a column hold, where they hold a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Words for programs alone, such as ids: pages and Markdown leave the column out.
    Key,
    /// A whole number.
    Count,
    /// A number with so many digits behind the sign.
    Number(u8),
    /// A share, 0 to 1.
    Share,
    /// A score, 0 to 100.
    Score,
    /// A length of time in seconds.
    Seconds,
    /// A day.
    Date,
    /// An instant, in microseconds since 1970-01-01T00:00:00Z.
    Instant,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Text from outside.
    Text(Shown),
    /// Our own words.
    Words(Bilingual),
    /// A word of the file formats: an id, a code.
    Code(String),
    /// A whole number.
    Count(u64),
    /// A number: for [`Kind::Number`], [`Kind::Share`], [`Kind::Score`] and [`Kind::Seconds`].
    Number(f64),
    /// A number in a unit of its own, where the rows of a column differ in it.
    Measured(f64, Kind),
    /// A day.
    Date(Date),
    /// An instant in microseconds.
    Instant(i64),
    /// There is a figure, and too few people or cases behind it to tell: `too few`.
    TooFew,
    /// The data do not hold it: `not_recorded`.
    NotRecorded,
    /// Cases are still within their time to show themselves: `window_still_open`.
    WindowOpen,
    /// There is no such figure, and why.
    Undefined(Undefined),
    /// Nothing that applies was answered: `no_score`, never 0.
    NoScore,
    /// Nothing belongs here.
    Nothing,
}

impl Cell {
    /// The number in it and its unit, in a column of `kind`.
    pub const fn number(&self, kind: Kind) -> Option<(f64, Kind)> {
        match self {
            Cell::Number(value) => Some((*value, kind)),
            Cell::Measured(value, own) => Some((*value, *own)),
            _ => None,
        }
    }

    /// A figure, or why there is none.
    pub fn figure(figure: Result<f64, Undefined>) -> Cell {
        figure.map_or_else(Cell::Undefined, Cell::Number)
    }

    /// The code of why there is no figure; `None` where there is one, or nothing belongs here.
    pub fn reason(&self) -> Option<&'static str> {
        match self {
            Cell::TooFew => Some("too_few"),
            Cell::NotRecorded => Some("not_recorded"),
            Cell::WindowOpen => Some("window_still_open"),
            Cell::Undefined(why) => Some(why.code()),
            Cell::NoScore => Some("no_score"),
            Cell::Number(value) | Cell::Measured(value, _) if !value.is_finite() => {
                Some(Undefined::OutOfRange.code())
            }
            _ => None,
        }
    }

    /// The same for people, as it stands in the figure's place.
    pub fn reason_words(&self) -> Option<Bilingual> {
        match self {
            Cell::TooFew => Some(Bilingual::fixed("too few", "trop peu")),
            Cell::NotRecorded => Some(Bilingual::fixed("not recorded", "non enregistré")),
            Cell::WindowOpen => Some(Bilingual::fixed("too early to tell", "trop tôt pour le dire")),
            Cell::Undefined(why) => Some(why.words()),
            Cell::NoScore => Some(Bilingual::fixed("no score", "pas de score")),
            Cell::Number(value) | Cell::Measured(value, _) if !value.is_finite() => {
                Some(Undefined::OutOfRange.words())
            }
            _ => None,
        }
    }
}

impl Kind {
    /// Whether the cells hold words.
    pub const fn is_words(self) -> bool {
        matches!(self, Kind::Text | Kind::Key)
    }

    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Key => "key",
            Kind::Count => "count",
            Kind::Number(_) => "number",
            Kind::Share => "share",
            Kind::Score => "score",
            Kind::Seconds => "seconds",
            Kind::Date => "date",
            Kind::Instant => "instant",
        }
    }
}

impl Book {
    /// The same report with this sheet alone, or `None` where it has no such sheet.
    pub fn only(mut self, sheet: &str) -> Option<Book> {
        self.sheets.retain(|held| held.id == sheet);
        if self.sheets.is_empty() { None } else { Some(self) }
    }
}

impl Sheet {
    /// Where the column with this id stands.
    pub fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|held| held.id == column)
    }
}

/// How a sheet is drawn: the columns by their ids.
#[derive(Clone, Debug, PartialEq)]
pub enum Chart {
    /// A bar for each row, with its interval.
    Bars {
        /// What each bar is called.
        label: &'static str,
        /// The column that tells bars of one name apart.
        apart: Option<&'static str>,
        /// How long it is.
        value: &'static str,
        /// The columns of the interval's ends.
        interval: Option<(&'static str, &'static str)>,
        /// The column with what it is compared to.
        beside: Option<&'static str>,
    },
    /// A line through the rows.
    Line {
        /// Along the bottom.
        along: &'static str,
        /// How high.
        value: &'static str,
        /// Columns of lines to read it against: a centre, limits, a path.
        against: Vec<&'static str>,
    },
    /// A point for each row over how many cases it stands on, between limits that narrow.
    Funnel {
        /// How many.
        n: &'static str,
        /// How high.
        value: &'static str,
        /// The columns of the inner limits.
        inner: (&'static str, &'static str),
        /// The columns of the outer limits.
        outer: (&'static str, &'static str),
    },
}
