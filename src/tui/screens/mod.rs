//! One file (or folder) for each screen: its state, and what keys and replies do to it. No terminal crate here.

pub mod asking;
pub mod book_page;
pub mod checklists;
pub mod compare;
pub mod conversations;
pub mod dialog;
pub mod errand_forms;
pub mod errands;
pub mod figures;
pub mod first_run;
pub mod goals;
pub mod help;
pub mod keys;
pub mod lines;
pub mod me;
pub mod measured;
pub mod page;
pub mod palette;
mod point;
pub mod review;
pub mod team;
pub mod today;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::shown::Shown;
use crate::tui::message::Effect;
use crate::words::{Bilingual, Lang};

/// What a screen may use while it reacts, and where it leaves its wishes.
pub struct Context<'a> {
    /// The language on screen.
    pub lang: Lang,
    /// Columns of the screen's own area, chrome left out.
    pub columns: u16,
    /// Rows of the screen's own area, chrome left out.
    pub rows: u16,
    /// Microseconds since 1970-01-01T00:00:00Z: update asks no clock.
    pub now: i64,
    /// What is to be done outside the model.
    pub effects: &'a mut Vec<Effect>,
    /// What is to be told to the person.
    pub says: &'a mut Vec<Say>,
}

impl Context<'_> {
    /// The year that it is, near enough to leave it out of dates.
    pub fn year(&self) -> i16 {
        Timestamp::from_microsecond(self.now).map_or(0, |now| now.to_zoned(TimeZone::UTC).year())
    }
}

/// Something to tell the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Say {
    /// A fact, in the status line until the next key.
    Fact(Bilingual),
    /// A warning, in a toast for four seconds, kept in the list of messages.
    Warning(Bilingual),
    /// Go to another screen.
    Go(crate::tui::action::Place),
    /// Ask who uses the program.
    AskWho,
    /// Open my review of a conversation on the *Review* screen.
    OpenReview(i64),
    /// Open an exchange on the *Compare* screen.
    OpenExchange(crate::domain::names::ExchangeId),
    /// Open the newest exchange about a conversation on the *Compare* screen.
    CompareOf(i64),
    /// Look who could be asked to read a conversation.
    AskAbout(i64),
    /// Ask where to send what waits: of one exchange, or all.
    SendOut(Option<crate::domain::names::ExchangeId>),
    /// Ask which bundle to open.
    OpenBundle,
    /// Lines to read.
    Read(Bilingual, Vec<Shown>),
}
