//! Lines of marked-up text, ready to be painted. Screens lay out what they say as lines, so that scrolling can be
//! reckoned without a terminal; the view gives every tone its look and every mark its glyph.

use unicode_width::UnicodeWidthStr;

use crate::domain::shown::Shown;

/// What a piece of text means; the theme says how that looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Ordinary text.
    Text,
    /// Less important text.
    Quiet,
    /// What to do next, keys.
    Accent,
    /// Titles.
    Title,
    /// Rules and frames.
    Frame,
    /// A yes.
    Yes,
    /// A no.
    No,
    /// Not applicable.
    Na,
    /// The customer's name.
    Customer,
    /// The agent's name.
    Agent,
    /// A private note.
    Private,
    /// Words that a search found.
    Found,
    /// Something needs attention.
    Warning,
}

/// A mark whose shape the glyph set decides; one column wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The cursor's row.
    Cursor,
    /// Answered yes.
    Yes,
    /// Answered no.
    No,
    /// Not applicable.
    Na,
    /// Unanswered.
    Open,
    /// A pinned message.
    Pin,
    /// The gutter of content.
    Gutter,
    /// The gutter of a private note.
    GutterPrivate,
    /// Between two facts.
    Dot,
    /// More above.
    Up,
    /// More below.
    Down,
    /// One column of a horizontal rule.
    Rule,
    /// Begun: one side has spoken.
    Begun,
    /// Settled.
    Settled,
    /// Goes to somebody else.
    Elsewhere,
    /// What stands before becomes what follows.
    Becomes,
    /// The lower end of an interval.
    TickLeft,
    /// Its upper end.
    TickRight,
}

/// One piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Text.
    Text(Tone, String),
    /// A mark.
    Mark(Tone, Mark),
    /// A bar of so many columns, filled to a share from 0 to 1.
    Bar(f64, u16),
    /// A small chart of shares from 0 to 1, one column each.
    Spark(Vec<f64>),
    /// Pushes what follows to the right edge. What stands before it gives way first.
    Fill,
}

impl Piece {
    /// Columns that it takes; a fill takes none by itself.
    pub fn width(&self) -> usize {
        match self {
            Piece::Text(_, text) => text.width(),
            Piece::Mark(..) => 1,
            Piece::Bar(_, columns) => usize::from(*columns),
            Piece::Spark(shares) => shares.len(),
            Piece::Fill => 0,
        }
    }
}

/// Whether a cursor stands on a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lit {
    /// No cursor.
    #[default]
    No,
    /// The cursor, in the pane that has the focus.
    Here,
    /// The cursor, in another pane.
    Away,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// From left to right.
    pub pieces: Vec<Piece>,
    /// Whether a cursor stands on it.
    pub lit: Lit,
}

impl Line {
    /// An empty line.
    pub fn blank() -> Line {
        Line::default()
    }

    /// A line of one text.
    pub fn of(tone: Tone, text: impl AsRef<str>) -> Line {
        Line::blank().text(tone, text)
    }

    /// With a text behind, cleaned: names in a checklist come from other people's files.
    pub fn text(mut self, tone: Tone, text: impl AsRef<str>) -> Line {
        self.pieces.push(Piece::Text(tone, Shown::line(text.as_ref()).into_string()));
        self
    }

    /// With so many spaces behind.
    pub fn space(self, columns: usize) -> Line {
        self.text(Tone::Text, " ".repeat(columns))
    }

    /// With a mark behind.
    pub fn mark(mut self, tone: Tone, mark: Mark) -> Line {
        self.pieces.push(Piece::Mark(tone, mark));
        self
    }

    /// With a dot and a space on either side behind.
    pub fn dot(self) -> Line {
        self.space(1).mark(Tone::Quiet, Mark::Dot).space(1)
    }

    /// With a bar behind.
    pub fn bar(mut self, share: f64, columns: u16) -> Line {
        self.pieces.push(Piece::Bar(share, columns));
        self
    }

    /// With a small chart behind.
    pub fn spark(mut self, shares: Vec<f64>) -> Line {
        self.pieces.push(Piece::Spark(shares));
        self
    }

    /// With everything that follows pushed to the right.
    pub fn fill(mut self) -> Line {
        self.pieces.push(Piece::Fill);
        self
    }

    /// With the pieces of another line behind.
    pub fn then(mut self, other: Line) -> Line {
        self.pieces.extend(other.pieces);
        self
    }

    /// With a cursor.
    pub fn lit(mut self, lit: Lit) -> Line {
        self.lit = lit;
        self
    }

    /// With spaces behind up to a column.
    pub fn to(self, column: usize) -> Line {
        let gap = column.saturating_sub(self.width());
        self.space(gap)
    }

    /// Columns that its pieces take.
    pub fn width(&self) -> usize {
        self.pieces.iter().map(Piece::width).sum()
    }
}

/// A text broken into lines of `columns`, each behind `indent` spaces. What comes from outside passes the door here.
pub fn wrapped(tone: Tone, text: &str, columns: usize, indent: usize) -> Vec<Line> {
    Shown::text(text.trim_end())
        .wrap(columns.saturating_sub(indent).max(1))
        .into_iter()
        .map(|row| Line::blank().space(indent).text(tone, row.into_string()))
        .collect()
}

/// A quiet label with its text behind, broken into lines.
pub fn labelled(label: &str, text: &str, columns: usize, indent: usize) -> Vec<Line> {
    let lead = format!("{label} ");
    let mut rows = Shown::text(&format!("{lead}{}", text.trim_end()))
        .wrap(columns.saturating_sub(indent).max(1))
        .into_iter()
        .map(Shown::into_string);
    let mut lines = Vec::new();
    if let Some(first) = rows.next() {
        let line = Line::blank().space(indent);
        lines.push(match first.strip_prefix(&lead) {
            Some(rest) => line.text(Tone::Quiet, lead.clone()).text(Tone::Text, rest),
            None => line.text(Tone::Quiet, first),
        });
    }
    lines.extend(rows.map(|row| Line::blank().space(indent).text(Tone::Text, row)));
    lines
}

/// `count` and a noun in its number.
pub fn counted(lang: crate::words::Lang, count: usize, en: (&str, &str), fr: (&str, &str)) -> String {
    let (one, many) = match lang {
        crate::words::Lang::En => en,
        crate::words::Lang::Fr => fr,
    };
    let count = count as u64;
    format!("{} {}", crate::words::number(lang, count), crate::words::plural(lang, count, one, many))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_stays_with_its_text() {
        let lines = labelled("Why:", "it matters to them", 12, 1);
        assert_eq!(lines[0].pieces[1], Piece::Text(Tone::Quiet, "Why: ".into()));
        assert!(lines.iter().all(|line| line.width() <= 12));
        assert_eq!(lines.len(), 3);
    }

    #[test]
    fn no_line_carries_what_controls_a_terminal() {
        let line = Line::of(Tone::Text, "a\u{1b}[31m\u{202e}b");
        let Some(Piece::Text(_, text)) = line.pieces.first() else { panic!("a text") };
        assert!(!text.chars().any(crate::domain::shown::forbidden), "{text:?}");
    }

    #[test]
    fn columns() {
        let line = Line::of(Tone::Text, "ab").to(5).bar(0.5, 4);
        assert_eq!(line.width(), 9);
    }
}
