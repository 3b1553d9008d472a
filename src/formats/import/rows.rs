//! Rows of a CSV file, strictly. Common readers take a quote that is never closed for the start of one huge cell and
//! swallow every row behind it without a word; here a quote that does not close cleanly ends the reading with the line
//! where it opened. Otherwise the rules are the common ones (RFC 4180): quotes doubled inside quotes, any line ends, a
//! bare quote inside an unquoted cell is a letter like any other.

use std::io::{self, BufRead};

/// One row.
#[derive(Debug, Default)]
pub(super) struct Row {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// The physical line on which the row starts, counted from 1.
    pub(super) line: u64,
}

impl Row {
    /// The number of cells.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The cells as text; the error says that the row is not UTF-8.
    pub(super) fn texts(&self) -> Result<Texts<'_>, std::str::Utf8Error> {
        std::str::from_utf8(&self.bytes).map(|text| Texts { text, ends: &self.ends })
    }
}

/// The cells of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Texts<'r> {
    text: &'r str,
    ends: &'r [usize],
}

impl<'r> Texts<'r> {
    /// A cell; empty where there is none.
    pub(super) fn cell(&self, place: usize) -> &'r str {
        let start = if place == 0 { 0 } else { self.ends.get(place - 1).copied().unwrap_or(self.text.len()) };
        let end = self.ends.get(place).copied().unwrap_or(start);
        // Cells are cut at ASCII bytes, which are boundaries in UTF-8.
        self.text.get(start..end).unwrap_or_default()
    }

    /// All cells.
    pub(super) fn cells(self) -> impl Iterator<Item = &'r str> {
        (0..self.ends.len()).map(move |place| self.cell(place))
    }

    /// Whether every cell is empty.
    pub(super) fn blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Why the rows cannot be told apart any more.
#[derive(Debug)]
pub(super) enum RowError {
    /// A quote opened on this line and never closed.
    Unclosed { line: u64 },
    /// Behind the quote that closes a cell stands more text; the cell opened on this line.
    Trailing { line: u64 },
    /// The row that starts on this line is longer than the limit.
    TooLong { line: u64 },
    /// The file could not be read.
    Io(io::Error),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing of the cell was seen.
    Start,
    Bare,
    Quoted,
    /// A quote inside a quoted cell: its end, or the first of a pair.
    Closing,
}

/// Reads rows from UTF-8 bytes.
pub(super) struct Rows<R> {
    input: R,
    delimiter: u8,
    limit: usize,
    line: u64,
    /// The last byte was a carriage return: a line feed now belongs to it.
    after_return: bool,
}

impl<R: BufRead> Rows<R> {
    /// Rows of at most `limit` bytes.
    pub(super) fn new(input: R, delimiter: u8, limit: usize) -> Rows<R> {
        Rows { input, delimiter, limit, line: 1, after_return: false }
    }

    /// Reads the next row that is not an empty line; `false` at the end.
    pub(super) fn next(&mut self, row: &mut Row) -> Result<bool, RowError> {
        row.bytes.clear();
        row.ends.clear();
        row.line = self.line;
        let mut state = State::Start;
        let mut quote_line = self.line;
        loop {
            let chunk = match self.input.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(RowError::Io(error)),
            };
            if chunk.is_empty() {
                return match state {
                    State::Quoted => Err(RowError::Unclosed { line: quote_line }),
                    State::Start if row.ends.is_empty() => Ok(false),
                    _ => {
                        row.ends.push(row.bytes.len());
                        Ok(true)
                    }
                };
            }
            let mut used = 0;
            let mut ended = false;
            while used < chunk.len() {
                let rest = &chunk[used..];
                // Runs of ordinary bytes are copied in one go.
                let run = match state {
                    State::Quoted => rest.iter().position(|b| matches!(b, b'"' | b'\n' | b'\r')),
                    State::Bare => {
                        rest.iter().position(|b| matches!(b, b'\n' | b'\r') || *b == self.delimiter)
                    }
                    State::Start | State::Closing => Some(0),
                }
                .unwrap_or(rest.len());
                if run > 0 {
                    row.bytes.extend_from_slice(&rest[..run]);
                    self.after_return = false;
                    used += run;
                    continue;
                }
                let byte = rest[0];
                used += 1;
                let paired = byte == b'\n' && std::mem::replace(&mut self.after_return, byte == b'\r');
                if byte != b'\n' {
                    self.after_return = byte == b'\r';
                }
                if matches!(byte, b'\n' | b'\r') && !paired {
                    self.line += 1;
                }
                match (state, byte) {
                    (State::Quoted, b'"') => state = State::Closing,
                    (State::Quoted, byte) => row.bytes.push(byte),
                    (State::Closing, b'"') => {
                        row.bytes.push(b'"');
                        state = State::Quoted;
                    }
                    (_, b'\n' | b'\r') => {
                        let nothing = state == State::Start && row.ends.is_empty();
                        if nothing {
                            // An empty line, or the second half of a line end.
                            row.line = self.line;
                        } else {
                            row.ends.push(row.bytes.len());
                            ended = true;
                            break;
                        }
                    }
                    (_, byte) if byte == self.delimiter => {
                        row.ends.push(row.bytes.len());
                        state = State::Start;
                    }
                    (State::Start, b'"') => {
                        quote_line = self.line;
                        state = State::Quoted;
                    }
                    (State::Closing, _) => return Err(RowError::Trailing { line: quote_line }),
                    (_, byte) => {
                        row.bytes.push(byte);
                        state = State::Bare;
                    }
                }
            }
            self.input.consume(used);
            if row.bytes.len() > self.limit {
                return Err(RowError::TooLong { line: row.line });
            }
            if ended {
                return Ok(true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str, delimiter: u8) -> Result<Vec<(u64, Vec<String>)>, RowError> {
        let input = io::BufReader::with_capacity(2, text.as_bytes());
        let mut rows = Rows::new(input, delimiter, 1000);
        let mut row = Row::default();
        let mut out = Vec::new();
        while rows.next(&mut row)? {
            out.push((row.line, row.texts().unwrap().cells().map(str::to_owned).collect()));
        }
        Ok(out)
    }

    fn plain(text: &str) -> Vec<(u64, Vec<String>)> {
        rows(text, b',').unwrap()
    }

    fn cells(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn quotes_and_breaks() {
        let read = plain("a,b\n\"say \"\"hi\"\"\nthen go\",2\r\n\"\r\n\",\"\"\n");
        assert_eq!(read[0], (1, cells(&["a", "b"])));
        assert_eq!(read[1], (2, cells(&["say \"hi\"\nthen go", "2"])));
        assert_eq!(read[2], (4, cells(&["\r\n", ""])));
    }

    #[test]
    fn line_numbers_with_every_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let read = plain(&["a,b", "", "c,d", "\"e", "f\",g", "h,i"].join(end));
            let lines: Vec<u64> = read.iter().map(|(line, _)| *line).collect();
            assert_eq!(lines, [1, 3, 4, 6], "{end:?}");
        }
    }

    #[test]
    fn loose_quotes_are_letters() {
        assert_eq!(plain("5\" pipe,a\"b\"")[0].1, cells(&["5\" pipe", "a\"b\""]));
        assert_eq!(rows("a;\"b;c\";d", b';').unwrap()[0].1, cells(&["a", "b;c", "d"]));
    }

    #[test]
    fn open_quotes_are_refused_where_they_opened() {
        assert!(matches!(rows("a,b\nc,\"d\ne,f\n", b','), Err(RowError::Unclosed { line: 2 })));
        assert!(matches!(rows("a\nb\n\nc,\"d", b','), Err(RowError::Unclosed { line: 4 })));
        assert!(matches!(rows("a,b\n1,\"x\n2,\"y\"\n", b','), Err(RowError::Trailing { line: 2 })));
        assert!(matches!(rows("\"", b','), Err(RowError::Unclosed { line: 1 })));
    }

    #[test]
    fn long_rows_end_the_reading() {
        let long = format!("a\n\"{}", "x\n".repeat(5_000));
        assert!(matches!(rows(&long, b','), Err(RowError::TooLong { line: 2 })));
    }

    proptest! {
        /// What both accept, both read alike.
        #[test]
        fn as_the_common_reader(text in "[ab,\"\n\r]{0,40}") {
            let mut common = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            if let Ok(ours) = rows(&text, b',') {
                let theirs: Vec<Vec<String>> =
                    common.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
                let ours: Vec<Vec<String>> = ours.into_iter().map(|(_, cells)| cells).collect();
                prop_assert_eq!(ours, theirs);
            }
        }
    }
}
