//! Where one mail ends and the next begins. A file that starts with a `From ` line is a mailbox; any other is one mail.
//!
//! A line `From …` inside a mail is quoted as `>From …` by some programs and not at all by others. A mail begins only
//! where a blank line stands before, the rest looks like an address and a date, and a header follows.

use std::io::{self, BufRead, Read};

use jiff::civil;
use jiff::tz::Offset;

use crate::domain::conversation::Moment;

/// What is kept of one mail, in bytes. Texts stand before attachments, which is what lies beyond.
pub(super) const LONGEST_MAIL: usize = 32 << 20;
/// Longer lines are read in pieces.
const LONGEST_PIECE: u64 = 64 << 10;

/// One mail as it stands in the file.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Raw {
    pub(super) bytes: Vec<u8>,
    /// The line on which it begins.
    pub(super) line: u64,
    /// The `From ` line above it, in a mailbox.
    pub(super) envelope: Option<String>,
    /// It is longer than [`LONGEST_MAIL`]; the rest was passed by.
    pub(super) cut: bool,
}

impl Raw {
    fn push(&mut self, bytes: &[u8]) {
        let room = LONGEST_MAIL - self.bytes.len();
        self.cut |= bytes.len() > room;
        self.bytes.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }
}

/// The mails of a file, one in memory.
pub(super) struct Mails<'r> {
    input: &'r mut dyn BufRead,
    line: u64,
    mailbox: bool,
    started: bool,
    /// The beginning of the next mail, which ended the one before.
    next: Option<Raw>,
}

impl<'r> Mails<'r> {
    pub(super) fn new(input: &'r mut dyn BufRead) -> Mails<'r> {
        Mails { input, line: 0, mailbox: false, started: false, next: None }
    }

    /// The next mail; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Raw>> {
        let mut mail = match self.next.take() {
            Some(mail) => mail,
            None if self.started => return Ok(None),
            None => self.start()?,
        };
        // A line that may begin a mail, if what follows is a header.
        let mut candidate: Option<(Vec<u8>, u64)> = None;
        let (mut blank, mut at_start) = (false, true);
        let mut piece = Vec::new();
        loop {
            piece.clear();
            if (&mut *self.input).take(LONGEST_PIECE).read_until(b'\n', &mut piece)? == 0 {
                break;
            }
            self.line += u64::from(at_start);
            if let Some((line, number)) = candidate.take() {
                if is_header(&piece) {
                    let envelope = Some(String::from_utf8_lossy(line.trim_ascii_end()).into_owned());
                    let mut next = Raw { line: number, envelope, ..Raw::default() };
                    next.push(&piece);
                    self.next = Some(next);
                    return Ok(Some(mail));
                }
                mail.push(&line);
            }
            if at_start && self.mailbox && blank && is_from_line(&piece) {
                candidate = Some((piece.clone(), self.line));
            } else {
                mail.push(if at_start && self.mailbox { unquoted(&piece) } else { &piece });
            }
            blank = at_start && piece.trim_ascii().is_empty();
            at_start = piece.ends_with(b"\n");
        }
        if let Some((line, _)) = candidate {
            mail.push(&line);
        }
        self.started = true;
        let filled = mail.envelope.is_some() || !mail.bytes.trim_ascii().is_empty();
        Ok(filled.then_some(mail))
    }

    /// Reads up to the first line of the first mail.
    fn start(&mut self) -> io::Result<Raw> {
        self.started = true;
        let mut line = Vec::new();
        loop {
            line.clear();
            if (&mut *self.input).take(LONGEST_PIECE).read_until(b'\n', &mut line)? == 0 {
                return Ok(Raw { line: 1, ..Raw::default() });
            }
            self.line += 1;
            let text = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
            if text.trim_ascii().is_empty() {
                continue;
            }
            let mut mail = Raw { line: self.line, ..Raw::default() };
            self.mailbox = text.starts_with(b"From ");
            if self.mailbox {
                mail.envelope = Some(String::from_utf8_lossy(text.trim_ascii_end()).into_owned());
            } else {
                mail.push(text);
            }
            return Ok(mail);
        }
    }
}

/// A line of a mail without the mark that a mailbox puts before `From `.
fn unquoted(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|byte| **byte == b'>').count();
    if marks > 0 && line[marks..].starts_with(b"From ") { &line[1..] } else { line }
}

/// Whether a line is the first of a mail's headers.
pub(super) fn is_header(line: &[u8]) -> bool {
    let name = line.iter().take_while(|byte| byte.is_ascii_graphic() && **byte != b':').count();
    name > 0 && line.get(name) == Some(&b':') || line.starts_with(b">From ")
}

/// Whether a line is `From `, an address (in any characters) and a date.
pub(super) fn is_from_line(line: &[u8]) -> bool {
    line.starts_with(b"From ") && from_line_time(&String::from_utf8_lossy(line)).is_some()
}

/// The time of a `From ` line, such as `From a@b.example Mon Mar  2 10:02:11 2026`; UTC where no offset stands.
pub(super) fn from_line_time(line: &str) -> Option<Moment> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut words = line.split_whitespace().skip(1).peekable();
    let month = loop {
        let word = words.next()?.to_ascii_lowercase();
        if let Some(month) = MONTHS.iter().position(|name| *name == word)
            && words.peek().is_some_and(|day| day.parse::<i8>().is_ok())
        {
            break month as i8 + 1;
        }
    };
    let day: i8 = words.next()?.parse().ok()?;
    let mut clock = words.next()?.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next().flatten().unwrap_or(0));
    let mut year = None;
    let mut offset = 0;
    for word in words {
        let digits = word.trim_start_matches(['+', '-']);
        if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let number: i32 = digits.parse().ok()?;
        if word.len() == 4 {
            year = i16::try_from(number).ok().filter(|year| (1970..2200).contains(year)).or(year);
        } else {
            let seconds = (number / 100) * 3600 + (number % 100) * 60;
            offset = if word.starts_with('-') { -seconds } else { seconds };
        }
    }
    let time = civil::Time::new(hour, minute, second.min(59), 0).ok()?;
    let clock = civil::Date::new(year?, month, day).ok()?.to_datetime(time);
    let at = Offset::from_seconds(offset).ok()?.to_timestamp(clock).ok()?;
    Some(Moment::new(at, offset))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mails(text: &[u8]) -> Vec<Raw> {
        let mut input = io::BufReader::with_capacity(5, text);
        let mut mails = Mails::new(&mut input);
        std::iter::from_fn(|| mails.next().unwrap()).collect()
    }

    fn bodies(text: &str) -> Vec<String> {
        mails(text.as_bytes()).into_iter().map(|mail| String::from_utf8(mail.bytes).unwrap()).collect()
    }

    #[test]
    fn a_time_of_day_that_is_none_begins_no_mail() {
        for clock in ["10:82:11", "25:02:11", "-1:02:11", "10:02:-1", "10:02", "127:127:127"] {
            let line = format!("From a@b.example Mon Mar  2 {clock} 2026");
            assert_eq!(from_line_time(&line).is_some(), clock == "10:02", "{clock}");
        }
        assert!(from_line_time("From a@b.example Mon Mar  2 10:02:11 2026 +9999").is_none());
    }

    #[test]
    fn a_mailbox_is_cut_at_its_from_lines() {
        let text = "From a@b.example Mon Mar  2 10:02:11 2026\nFrom: a\n\n>From here\n>>From there\n\n\
            From Ana on Monday\nFrom here on, May 2 10:02:11 was 2026\n\n\
            From é@b.example Tue Mar 03 10:02:11 +0100 2026\r\nTo: b\r\n\r\nyes\r\n";
        let found = mails(text.as_bytes());
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].line, 1);
        let first = String::from_utf8_lossy(&found[0].bytes);
        assert!(first.contains("\nFrom here\n>From there\n\nFrom Ana on Monday\n"), "{first}");
        assert!(first.contains("From here on"), "{first}");
        assert_eq!((found[1].line, found[1].bytes.as_slice()), (10, b"To: b\r\n\r\nyes\r\n".as_slice()));
        assert_eq!(found[1].envelope.as_deref(), Some("From é@b.example Tue Mar 03 10:02:11 +0100 2026"));
    }

    #[test]
    fn a_date_in_a_text_begins_no_mail_without_headers() {
        let text =
            "From - Mon Mar 02 10:02:11 2026\nA: b\n\nx\n\nFrom x Mon Mar 02 10:02:11 2026\nno header\n";
        assert_eq!(bodies(text).len(), 1);
        assert_eq!(bodies("\n\nFrom: a\n\n\nFrom x Mon Mar 02 10:02:11 2026\nA: b\n").len(), 1);
        assert!(bodies("").is_empty() && bodies("\n \n").is_empty());
    }

    #[test]
    fn times_of_from_lines() {
        let time = |line| from_line_time(line).map(Moment::rfc3339);
        for (line, at) in [
            ("From a@b Mon Mar  2 10:02:11 2026", "2026-03-02T10:02:11Z"),
            ("From a@b Mon Mar 02 10:02 2026", "2026-03-02T10:02:00Z"),
            ("From 17@xxx Mon Mar 02 10:02:11 +0100 2026", "2026-03-02T10:02:11+01:00"),
            ("From May b Mon Mar 02 10:02:11 CET 2026", "2026-03-02T10:02:11Z"),
        ] {
            assert_eq!(time(line).as_deref(), Some(at), "{line}");
        }
        for line in ["From a", "From a Mar 2", "From me Mar 2 10 2026", "From me Feb 30 10:02:11 2026"] {
            assert_eq!(time(line), None, "{line}");
        }
    }

    #[test]
    fn a_huge_mail_keeps_its_beginning() {
        let mut text = b"A: b\n\nhello\n".to_vec();
        text.resize(LONGEST_MAIL + 100, b'x');
        let found = mails(&text);
        assert_eq!((found[0].bytes.len(), found[0].cut), (LONGEST_MAIL, true));
    }

    proptest! {
        #[test]
        fn no_byte_is_lost(text in "(From a Mon Mar 2 10:02:11 2026\n|A: b\n|\n|x\r\n|y){0,20}") {
            let found = mails(text.as_bytes());
            let kept: usize = found.iter().map(|mail| {
                mail.bytes.len() + mail.envelope.as_ref().map_or(0, String::len)
            }).sum();
            prop_assert!(kept <= text.len());
            let words = |text: &str| text.matches(['x', 'y']).count();
            let kept: usize = found.iter().map(|mail| words(&String::from_utf8_lossy(&mail.bytes))).sum();
            prop_assert_eq!(kept, words(&text));
        }
    }
}
