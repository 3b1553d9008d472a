//! Rows of a table as spreadsheets write it, cut into cells without copying where no quote stands in the way.

use std::io::{self, BufRead, Read};

/// Longer rows are no rows: somebody has taken a file of another kind for a table.
const LONGEST_ROW: usize = 64 << 20;

/// Why the rows cannot be told apart any more.
#[derive(Debug)]
pub(super) enum Broken {
    /// A quote opened on this line and did not close.
    Quote(u64),
    /// The row that begins on this line does not end.
    Long(u64),
    /// The file could not be read.
    Unreadable(io::Error),
}

/// Reads rows one after the other into the same memory.
pub(super) struct Rows<R> {
    input: R,
    /// The separator of cells.
    pub(super) separator: u8,
    /// The line on which the present row begins, counted from 1.
    pub(super) line: u64,
    lines: u64,
    raw: Vec<u8>,
    /// The cells of a row with quotes, without them.
    plain: Vec<u8>,
    quoted: bool,
    /// Room for the cells that are not empty, and how many there are.
    filled: Vec<Cell>,
    count: usize,
    /// Cells of the row, the empty ones included.
    pub(super) width: usize,
}

/// A cell that is not empty: its column, where it begins and ends.
type Cell = (usize, usize, usize);

impl<R: BufRead> Rows<R> {
    pub(super) fn new(input: R) -> Rows<R> {
        Rows {
            input,
            separator: b',',
            line: 0,
            lines: 0,
            raw: Vec::new(),
            plain: Vec::new(),
            quoted: false,
            filled: Vec::new(),
            count: 0,
            width: 0,
        }
    }

    /// Reads the first row, which says what separates cells: a line `sep=;` or the separator that it has most of.
    pub(super) fn header(&mut self) -> Result<bool, Broken> {
        self.read_line()?;
        if self.raw.starts_with(b"\xef\xbb\xbf") {
            self.raw.drain(..3);
        }
        if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator @ (b',' | b';' | b'\t')] = self.raw[..]
        {
            self.separator = separator;
            return self.next();
        }
        let mut quoted = false;
        let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
        for byte in &self.raw {
            quoted ^= *byte == b'"';
            for (separator, count) in &mut counts {
                *count += usize::from(!quoted && byte == separator);
            }
        }
        // Commas are common in headings, tabs are not.
        let most = counts.iter().filter(|(_, count)| *count > 0).max_by_key(|(_, count)| *count);
        self.separator = most.map_or(b',', |(separator, _)| *separator);
        self.line = self.lines;
        if self.raw.is_empty() { self.next() } else { self.cut().map(|()| true) }
    }

    /// Reads the next row; `false` at the end. Blank lines are no rows.
    pub(super) fn next(&mut self) -> Result<bool, Broken> {
        loop {
            if !self.read_line()? {
                return Ok(false);
            }
            if !self.raw.is_empty() {
                self.line = self.lines;
                return self.cut().map(|()| true);
            }
        }
    }

    /// The cells of the present row that are not empty, with their columns.
    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let bytes = if self.quoted { &self.plain } else { &self.raw };
        self.filled[..self.count].iter().map(|(column, start, end)| (*column, &bytes[*start..*end]))
    }

    /// Reads a line without its end; `false` where nothing is left.
    fn read_line(&mut self) -> Result<bool, Broken> {
        self.raw.clear();
        let read = self.append_line()?;
        while matches!(self.raw.last(), Some(b'\n' | b'\r')) {
            self.raw.pop();
        }
        Ok(read)
    }

    fn append_line(&mut self) -> Result<bool, Broken> {
        let room = (LONGEST_ROW + 1).saturating_sub(self.raw.len()) as u64;
        let read =
            (&mut self.input).take(room).read_until(b'\n', &mut self.raw).map_err(Broken::Unreadable)?;
        if self.raw.len() > LONGEST_ROW {
            return Err(Broken::Long(self.lines + 1));
        }
        self.lines += u64::from(read > 0);
        Ok(read > 0)
    }

    fn cut(&mut self) -> Result<(), Broken> {
        self.quoted = self.raw.contains(&b'"');
        if self.quoted {
            return self.cut_quoted();
        }
        let separator = self.separator;
        if self.filled.len() <= self.raw.len() {
            self.filled.resize(self.raw.len() + 1, (0, 0, 0));
        }
        // Whether a cell is empty is anyone's guess, and a processor that guesses wrong waits: each place is written as if
        // a cell ended there, and kept where one did.
        let filled = self.filled.as_mut_slice();
        let (mut count, mut column, mut start) = (0, 0, 0);
        for (place, byte) in self.raw.iter().enumerate() {
            let ends = *byte == separator;
            filled[count] = (column, start, place);
            count += usize::from(ends & (place > start));
            column += usize::from(ends);
            start = if ends { place + 1 } else { start };
        }
        filled[count] = (column, start, self.raw.len());
        self.count = count + usize::from(self.raw.len() > start);
        self.width = column + 1;
        Ok(())
    }

    /// Cells with quotes around them: doubled ones stand for one, and lines may end inside. A quote in the midst of a
    /// cell without them is a letter.
    fn cut_quoted(&mut self) -> Result<(), Broken> {
        self.plain.clear();
        self.filled.clear();
        (self.width, self.count) = (0, 0);
        let mut at = 0;
        loop {
            let start = self.plain.len();
            if self.raw.get(at) == Some(&b'"') {
                at += 1;
                loop {
                    match (self.raw.get(at), self.raw.get(at + 1)) {
                        (Some(b'"'), Some(b'"')) => {
                            self.plain.push(b'"');
                            at += 2;
                        }
                        (Some(b'"'), _) => {
                            at += 1;
                            break;
                        }
                        (Some(byte), _) => {
                            self.plain.push(*byte);
                            at += 1;
                        }
                        (None, _) => {
                            self.raw.push(b'\n');
                            if !self.append_line()? {
                                return Err(Broken::Quote(self.line));
                            }
                            while matches!(self.raw.last(), Some(b'\n' | b'\r')) && self.raw.len() > at + 1 {
                                self.raw.pop();
                            }
                        }
                    }
                }
            }
            while let Some(byte) = self.raw.get(at).filter(|byte| **byte != self.separator) {
                self.plain.push(*byte);
                at += 1;
            }
            if self.plain.len() > start {
                self.filled.push((self.width, start, self.plain.len()));
                self.count += 1;
            }
            self.width += 1;
            if at == self.raw.len() {
                return Ok(());
            }
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<Vec<(u64, Vec<String>)>, Broken> {
        let mut rows = Rows::new(io::BufReader::with_capacity(3, text.as_bytes()));
        let mut found = Vec::new();
        let mut more = rows.header()?;
        while more {
            let mut cells = vec![String::new(); rows.width];
            for (column, cell) in rows.filled() {
                cells[column] = String::from_utf8_lossy(cell).into_owned();
            }
            found.push((rows.line, cells));
            more = rows.next()?;
        }
        Ok(found)
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        rows(text).unwrap().into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn separators() {
        assert_eq!(
            cells("\u{feff}a,b,c;d\r\n1,,\r\n,2,3"),
            [["a", "b", "c;d"], ["1", "", ""], ["", "2", "3"]]
        );
        assert_eq!(cells("a;b\n1,5;2"), [["a", "b"], ["1,5", "2"]]);
        assert_eq!(cells("a\tb, c\n1\t2\n\n"), [["a", "b, c"], ["1", "2"]]);
        assert_eq!(cells("sep=;\r\na;b\r\n1;2"), [["a", "b"], ["1", "2"]]);
        assert_eq!(cells(""), [[""; 0]; 0]);
    }

    #[test]
    fn quotes() {
        assert_eq!(
            cells("\"a, b\",\"c\"\n\"say \"\"no\"\"\",5\" pipe"),
            [["a, b", "c"], ["say \"no\"", "5\" pipe"]]
        );
        assert_eq!(cells("a,b\n\"\",\"\"\n"), [["a", "b"], ["", ""]]);
        let found = rows("a,b\r\n\"two\r\n\r\nlines\",1\r\n3,4\r\n").unwrap();
        assert_eq!(found[1].0, 2);
        assert_eq!(found[1].1, ["two\n\nlines", "1"]);
        assert_eq!(found[2], (5, vec!["3".into(), "4".into()]));
        assert!(matches!(rows("a,b\n1,\"2\n3,4\n"), Err(Broken::Quote(2))));
    }
}
