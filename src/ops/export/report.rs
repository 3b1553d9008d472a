//! A report that is ready to be written: the book, and where its rows come from.

use std::io::Write;

use crate::both;
use crate::domain::book::{Book, Sheet};
use crate::domain::shown::Shown;
use crate::formats::export::form::Form;
use crate::formats::export::manner::Manner;
use crate::formats::export::rows::{Failed, Held, Rows, Take};
use crate::formats::export::{csv, html, json, markdown, parquet, xlsx};
use crate::ops::error::{Kind, OpsError};
use crate::words::Bilingual;

/// Where rows come from that are read from the store one after another.
pub(super) trait Source {
    /// Hands over the rows of a sheet.
    fn each(&self, sheet: &Sheet, take: &mut Take<'_>) -> Result<(), Stopped>;
}

/// Why rows stopped coming.
pub(super) enum Stopped {
    /// Whoever takes them takes no more.
    There(Failed),
    /// They cannot be had.
    Here(Box<OpsError>),
}

impl From<Failed> for Stopped {
    fn from(failed: Failed) -> Stopped {
        Stopped::There(failed)
    }
}

impl<E: Into<OpsError>> From<E> for Stopped {
    fn from(error: E) -> Stopped {
        Stopped::Here(Box::new(error.into()))
    }
}

/// A report.
pub struct Report<'s> {
    /// What it holds; sheets whose rows come from the store are empty here.
    pub book: Book,
    source: Option<Box<dyn Source + 's>>,
}

impl<'s> Report<'s> {
    /// A report whose sheets hold their rows.
    pub fn held(book: Book) -> Report<'s> {
        Report { book, source: None }
    }

    /// A report whose rows come one after another.
    pub(super) fn from(book: Book, source: impl Source + 's) -> Report<'s> {
        Report { book, source: Some(Box::new(source)) }
    }

    /// The same report with one sheet alone.
    pub fn only(self, sheet: &str) -> Result<Report<'s>, OpsError> {
        let ids: Vec<&str> = self.book.sheets.iter().map(|sheet| sheet.id).collect();
        let (ids, named) = (ids.join(", "), Shown::short(sheet, 40));
        match self.book.only(sheet) {
            Some(book) => Ok(Report { book, source: self.source }),
            None => Err(OpsError::new(
                Kind::Usage,
                both!("there is no sheet `{named}`: {ids}", "il n’y a pas de feuille « {named} » : {ids}"),
            )),
        }
    }

    /// Writes the report; in a form that holds one sheet, that with this number.
    pub fn write(
        &self,
        form: Form,
        sheet: usize,
        manner: &Manner,
        out: &mut (dyn Write + Send),
    ) -> Result<(), Unwritten> {
        let mut rows = Watched { source: self.source.as_deref(), error: None };
        let book = &self.book;
        let written = match (form, book.sheets.get(sheet)) {
            (Form::Csv, Some(sheet)) => csv::write(sheet, &mut rows, manner, out),
            (Form::Parquet, Some(sheet)) => parquet::write(book, sheet, &mut rows, manner, out),
            (Form::Csv | Form::Parquet, None) => Ok(()),
            (Form::Json, _) => json::write(book, &mut rows, manner, out),
            (Form::Xlsx, _) => xlsx::write(book, &mut rows, manner, out),
            (Form::Html, _) => html::write(book, &mut rows, manner, out),
            (Form::Markdown, _) => markdown::write(book, &mut rows, manner, out),
        };
        written.map_err(|failed| match (failed, rows.error) {
            (Failed::Io(error), _) => Unwritten::File(error),
            (_, Some(error)) => Unwritten::Here(error),
            (failed, None) => Unwritten::Here(Box::new(refused(&failed))),
        })
    }

    /// Writes what the figures mean and when they were known: the table beside sheets that hold nothing else.
    pub fn write_about(&self, manner: &Manner, out: &mut (dyn Write + Send)) -> Result<(), Unwritten> {
        csv::about(&self.book, manner, out).map_err(|failed| match failed {
            Failed::Io(error) => Unwritten::File(error),
            failed => Unwritten::Here(Box::new(refused(&failed))),
        })
    }
}

/// Why a report was not written.
#[derive(Debug)]
pub enum Unwritten {
    /// The file takes no more.
    File(std::io::Error),
    /// Anything else.
    Here(Box<OpsError>),
}

fn refused(failed: &Failed) -> OpsError {
    match failed {
        Failed::TooLong { sheet, most } => OpsError::data(both!(
            "`{sheet}` has more than the {most} rows that a workbook holds",
            "« {sheet} » a plus des {most} lignes que tient un classeur"
        ))
        .hint(Bilingual::fixed(
            "--format csv and --format parquet have no limit; --sheet or --query take less",
            "--format csv et --format parquet n’ont pas de limite ; --sheet ou --query en prennent moins",
        )),
        other => OpsError::new(Kind::Bug, Bilingual::same(Shown::short(&other.to_string(), 120))),
    }
}

/// Rows on their way, with the reason should they stop.
struct Watched<'w> {
    source: Option<&'w (dyn Source + 'w)>,
    error: Option<Box<OpsError>>,
}

impl Rows for Watched<'_> {
    fn each(&mut self, sheet: &Sheet, take: &mut Take<'_>) -> Result<(), Failed> {
        let Some(source) = self.source else { return Held.each(sheet, take) };
        source.each(sheet, take).map_err(|stopped| match stopped {
            Stopped::There(failed) => failed,
            Stopped::Here(error) => {
                self.error = Some(error);
                Failed::Source
            }
        })
    }
}
