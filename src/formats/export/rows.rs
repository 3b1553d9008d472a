//! Where the rows of a sheet come from: from the sheet itself, or from the store, one after another.

use std::fmt;
use std::io;

use crate::domain::book::{Cell, Sheet};

/// Takes one row.
pub type Take<'t> = dyn FnMut(&[Cell]) -> Result<(), Failed> + 't;

/// Hands over the rows of a sheet, in order. May be asked for each sheet once.
pub trait Rows {
    /// Hands every row to `take`, and stops where it fails.
    ///
    /// # Errors
    ///
    /// Those of `take`, and [`Failed::Source`] where the rows cannot be had.
    fn each(&mut self, sheet: &Sheet, take: &mut Take<'_>) -> Result<(), Failed>;
}

/// The rows that the sheets hold.
pub struct Held;

impl Rows for Held {
    fn each(&mut self, sheet: &Sheet, take: &mut Take<'_>) -> Result<(), Failed> {
        sheet.rows.iter().try_for_each(|row| take(row))
    }
}

/// Why a report could not be written.
#[derive(Debug)]
pub enum Failed {
    /// The file takes no more.
    Io(io::Error),
    /// The sheet has more rows than the format holds.
    TooLong {
        /// The sheet.
        sheet: &'static str,
        /// The most rows.
        most: u32,
    },
    /// The rows could not be had; who hands them over knows why.
    Source,
    /// The library that makes the file refuses: ours.
    Writer(String),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Failed {
        Failed::Io(error)
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failed::Io(error) => error.fmt(f),
            Failed::TooLong { sheet, most } => write!(f, "{sheet}: more than {most} rows"),
            Failed::Source => f.pad("the rows could not be read"),
            Failed::Writer(why) => f.pad(why),
        }
    }
}
