//! How a report is written: for whom, in which language, on which clock.

use jiff::tz::TimeZone;

use crate::domain::book::Book;
use crate::formats::export::cell::Cells;
use crate::words::{self, Bilingual, Lang};

/// How a report is written.
#[derive(Clone, Debug)]
pub struct Manner {
    /// The language of everything for people.
    pub lang: Lang,
    /// The zone of instants for people; files for programs hold UTC.
    pub zone: TimeZone,
    /// Whether what a spreadsheet might run is guarded.
    pub cells: Cells,
}

impl Manner {
    /// The text in the manner's language.
    pub fn say<'t>(&self, text: &'t Bilingual) -> &'t str {
        text.get(self.lang)
    }

    /// An instant for people.
    pub fn instant(&self, micros: i64) -> String {
        let at = jiff::Timestamp::from_microsecond(micros).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        words::date_time(self.lang, self.zone.to_datetime(at))
    }

    /// What was known when the report was made, with the zone.
    pub fn as_of(&self, book: &Book) -> String {
        let at = jiff::Timestamp::from_microsecond(book.as_of).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        format!("{} {}", self.instant(book.as_of), at.to_zoned(self.zone.clone()).strftime("%Z"))
    }

    /// The days that the report is about.
    pub fn period(&self, book: &Book) -> Option<String> {
        let (first, last) = book.period?;
        if first == last {
            return Some(words::date(self.lang, first));
        }
        Some(format!("{} – {}", words::date(self.lang, first), words::date(self.lang, last)))
    }
}

/// An instant for programs: RFC 3339 in UTC.
pub fn rfc3339(micros: i64) -> String {
    jiff::Timestamp::from_microsecond(micros).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string()
}
