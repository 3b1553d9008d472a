//! One conversation on one row: marks, reference, date, subject and, as far as there is room, channel, agent, messages
//! and rating.

use crate::domain::review::State;
use crate::domain::shown::Shown;
use crate::ops::listing::Row;
use crate::tui::theme::Look;
use crate::tui::view::pen::{Pen, cells};
use crate::tui::view::transcript::{highlighted, marked};
use crate::words::{Bilingual, Lang, day, number, percent};
use unicode_segmentation::UnicodeSegmentation;

/// The columns of a list: where each begins; 0 is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Always there.
    pub reference: u16,
    /// From 54 columns on.
    pub date: u16,
    /// Always there.
    pub subject: u16,
    /// From 76 columns on.
    pub channel: u16,
    /// From 96 columns on.
    pub agent: u16,
    /// From 64 columns on.
    pub messages: u16,
    /// From 70 columns on.
    pub rating: u16,
    /// The end of the subject.
    pub end: u16,
    /// The year that dates leave out.
    pub year: i16,
}

/// What the rows in view need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Widest {
    /// The longest reference.
    reference: u16,
    /// The longest date.
    date: u16,
    /// The year that dates leave out.
    year: i16,
}

impl Widest {
    /// What some rows need.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Row>, lang: Lang, year: i16) -> Widest {
        rows.into_iter().fold(Widest { reference: 0, date: 0, year }, |widest, row| Widest {
            reference: widest.reference.max(cells(&row.reference)),
            date: widest.date.max(cells(&day(lang, year, row.opened_at.date()))),
            year,
        })
    }
}

impl Widest {
    /// With other references and days in the same columns.
    pub fn with<'a>(
        self,
        others: impl Iterator<Item = (&'a Shown, jiff::civil::Date)>,
        lang: Lang,
    ) -> Widest {
        others.fold(self, |widest, (reference, on)| Widest {
            reference: widest.reference.max(cells(reference)),
            date: widest.date.max(cells(&day(lang, widest.year, on))),
            ..widest
        })
    }
}

/// Columns by the width of a list and what its rows need.
pub fn columns(wide: u16, widest: &Widest) -> Columns {
    let reference_end = 4 + widest.reference.clamp(5, 14);
    let mut c = Columns { reference: 4, year: widest.year, ..Columns::default() };
    c.subject = reference_end + 2;
    if wide >= 54 {
        c.date = c.subject;
        c.subject = c.date + widest.date + 2;
    }
    let mut end = wide;
    let mut take = |from: u16, width: u16| {
        if wide >= from {
            end -= width;
            end
        } else {
            0
        }
    };
    c.rating = take(70, 5);
    c.messages = take(64, 5);
    c.agent = take(96, 14);
    c.channel = take(76, 8);
    c.end = end.saturating_sub(1);
    c
}

impl Columns {
    /// Only what tells a conversation from another: what remains to be done needs no more.
    pub fn brief(wide: u16, widest: &Widest) -> Columns {
        let all = columns(wide, widest);
        let mut end = wide;
        let mut channel = 0;
        if all.channel > 0 {
            end -= 8;
            channel = end;
        }
        Columns { channel, agent: 0, messages: 0, rating: 0, end: end.saturating_sub(1), ..all }
    }
}

/// The mark and the words of a review's state.
pub fn state(row: &Row, pen: &Pen<'_>) -> (&'static str, Look, String) {
    let (theme, glyphs, lang) = (pen.paint.theme, pen.paint.glyphs, pen.paint.lang);
    match &row.review {
        None | Some((State::Voided, _)) => (glyphs.open, theme.quiet, OPEN.get(lang).to_owned()),
        Some((State::Draft, progress)) => {
            let words = match progress {
                Some((answered, of)) => crate::both!("draft {}/{}", "brouillon {}/{}", answered, of),
                None => Bilingual::fixed("draft", "brouillon"),
            };
            (glyphs.draft, theme.accent, words.get(lang).to_owned())
        }
        Some(_) => (glyphs.sealed, theme.yes, SEALED.get(lang).to_owned()),
    }
}

const OPEN: Bilingual = Bilingual::fixed("not reviewed", "à évaluer");
const SEALED: Bilingual = Bilingual::fixed("sealed", "scellée");
/// In place of a subject.
pub const NO_SUBJECT: Bilingual = Bilingual::fixed("(no subject)", "(sans objet)");

/// The heads of the columns that do not speak for themselves, on the rule above the rows, from column `from` on.
pub fn heads(pen: &mut Pen<'_>, c: &Columns, from: u16) {
    let (lang, quiet) = (pen.paint.lang, pen.paint.theme.quiet);
    for (column, words) in [
        (c.channel, Bilingual::fixed("channel", "canal")),
        (c.agent, Bilingual::fixed("agent", "conseiller")),
        // These two are right-aligned, in four columns.
        (c.messages, Bilingual::fixed(" msg", " msg")),
        (c.rating, Bilingual::fixed("csat", "note")),
    ] {
        if column > from {
            let end = pen.put(column, 0, words.get(lang), quiet);
            pen.put(column - 1, 0, " ", quiet);
            pen.put(end, 0, " ", quiet);
        }
    }
}

/// Writes a row; `words` are highlighted in its subject, and what a search found replaces the subject's tail.
pub fn row(pen: &mut Pen<'_>, at: u16, row: &Row, c: &Columns, words: &[String], here: Option<bool>) {
    let (theme, glyphs, lang) = (pen.paint.theme, pen.paint.glyphs, pen.paint.lang);
    let (mark, look, _) = state(row, pen);
    if row.drawn {
        pen.put(1, at, glyphs.drawn, theme.accent);
    }
    pen.put(2, at, mark, look);
    let reference_end = if c.date > 0 { c.date } else { c.subject };
    pen.put_until(c.reference, at, reference_end - 1, &row.reference, theme.text);
    if c.date > 0 {
        pen.put_until(c.date, at, c.subject - 1, &day(lang, c.year, row.opened_at.date()), theme.quiet);
    }
    let mut pen_subject = pen.within(crate::tui::geometry::Area {
        x: pen.area.x + c.subject,
        y: pen.area.y + at,
        columns: c.end.saturating_sub(c.subject),
        rows: u16::from(at < pen.area.rows),
    });
    // What a search found in a message takes half of the room: it says why the row is there.
    let room = pen_subject.area.columns;
    let until = if row.found.is_some() && room > 24 { room / 2 } else { room };
    let mut head = pen_subject.within(crate::tui::geometry::Area { columns: until, ..pen_subject.area });
    let end = if row.subject.is_empty() {
        head.put(0, 0, NO_SUBJECT.get(lang), theme.quiet)
    } else {
        highlighted(&mut head, 0, 0, &row.subject, words, theme.text)
    };
    if let Some((line, ranges)) = &row.found
        && end + 4 < room
    {
        let (line, ranges) = from_match(line, ranges);
        let column = marked(&mut pen_subject, end + 2, 0, &line, &ranges, theme.quiet);
        if column >= room && end + 2 + cells(&line) > room {
            pen_subject.put(room - 1, 0, glyphs.more, theme.quiet);
        }
    }
    if c.channel > 0 {
        let until = [c.agent, c.messages].into_iter().find(|next| *next > 0).unwrap_or(pen.area.columns + 1);
        pen.put_until(c.channel, at, until - 1, &row.channel, theme.quiet);
    }
    if c.agent > 0 {
        pen.put_until(c.agent, at, c.messages - 1, &row.agent, theme.quiet);
    }
    if c.messages > 0 {
        let text = number(lang, u64::from(row.messages));
        let until = if c.rating > 0 { c.rating } else { pen.area.columns };
        pen.put_until(c.messages, at, until, &format!("{text:>4}"), theme.quiet);
    }
    if let (Some(rating), true) = (row.rating, c.rating > 0) {
        pen.put(c.rating, at, &format!("{:>4}", percent_short(lang, rating)), theme.quiet);
    }
    cursor(pen, at, here);
}

/// A line from shortly before its first match on, so that the match is in view.
fn from_match(line: &str, ranges: &[(usize, usize)]) -> (String, Vec<(usize, usize)>) {
    const BEFORE: usize = 10;
    let first = ranges.first().map_or(0, |(from, _)| *from);
    let head = line.get(..first).unwrap_or_default();
    let cut = head.grapheme_indices(true).rev().nth(BEFORE).map_or(0, |(place, _)| place);
    if cut == 0 {
        return (line.to_owned(), ranges.to_vec());
    }
    let mark = "…";
    let shift = |place: usize| place + mark.len() - cut;
    let moved = ranges.iter().map(|(from, to)| (shift(*from), shift(*to))).collect();
    (format!("{mark}{}", line.get(cut..).unwrap_or_default()), moved)
}

fn percent_short(lang: Lang, share: f64) -> String {
    // One rating is n = 1: never a decimal.
    percent(lang, share, 1).replace('\u{202f}', "")
}

/// Marks the cursor's row; `Some(true)` in the pane that has the keys.
pub fn cursor(pen: &mut Pen<'_>, at: u16, here: Option<bool>) {
    let Some(focused) = here else { return };
    let theme = pen.paint.theme;
    let look = if focused { theme.cursor } else { theme.cursor_away };
    pen.put(0, at, pen.paint.glyphs.cursor, look);
    pen.lay(at, look);
}
