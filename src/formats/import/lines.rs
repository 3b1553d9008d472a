//! Lines of a file, one at a time, none longer than a limit.

use std::io::{self, BufRead, Read};

/// One line, without its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Its bytes.
    Bytes(&'a [u8]),
    /// Longer than the limit; it was read past and not kept.
    TooLong,
}

/// Reads lines that end with LF or CRLF, or with the file.
pub(super) struct Lines<'r> {
    input: &'r mut dyn BufRead,
    limit: usize,
    buffer: Vec<u8>,
    number: u64,
}

impl<'r> Lines<'r> {
    /// Lines of at most `limit` bytes.
    pub(super) fn new(input: &'r mut dyn BufRead, limit: usize) -> Lines<'r> {
        Lines { input, limit, buffer: Vec::new(), number: 0 }
    }

    /// The next line with its number, counted from 1; `None` at the end. A byte-order mark at the start is left out.
    pub(super) fn next(&mut self) -> io::Result<Option<(u64, Line<'_>)>> {
        self.buffer.clear();
        let most = self.limit as u64 + 2;
        if (&mut *self.input).take(most).read_until(b'\n', &mut self.buffer)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        let ended = self.buffer.ends_with(b"\n");
        let cut = !ended && self.buffer.len() as u64 == most;
        let end = without_end(&self.buffer).len();
        if cut || end > self.limit {
            if cut {
                self.skip_rest()?;
            }
            self.buffer = Vec::new();
            return Ok(Some((self.number, Line::TooLong)));
        }
        let line = &self.buffer[..end];
        let mark: &[u8] = if self.number == 1 { b"\xef\xbb\xbf" } else { b"" };
        Ok(Some((self.number, Line::Bytes(line.strip_prefix(mark).unwrap_or(line)))))
    }

    fn skip_rest(&mut self) -> io::Result<()> {
        loop {
            let seen = self.input.fill_buf()?;
            if seen.is_empty() {
                return Ok(());
            }
            let end = seen.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(seen.len(), |end| end + 1);
            self.input.consume(length);
            if end.is_some() {
                return Ok(());
            }
        }
    }
}

fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8], limit: usize) -> Vec<(u64, Option<Vec<u8>>)> {
        let mut input = io::BufReader::with_capacity(3, bytes);
        let mut lines = Lines::new(&mut input, limit);
        let mut out = Vec::new();
        while let Some((number, line)) = lines.next().unwrap() {
            out.push((
                number,
                match line {
                    Line::Bytes(bytes) => Some(bytes.to_vec()),
                    Line::TooLong => None,
                },
            ));
        }
        out
    }

    #[test]
    fn ends_and_mark() {
        let lines = all(b"\xef\xbb\xbfone\r\n\ntwo\n\xef\xbb\xbflast", 10);
        let texts: Vec<&[u8]> = lines.iter().map(|(_, line)| line.as_deref().unwrap()).collect();
        assert_eq!(texts, [b"one".as_slice(), b"", b"two", b"\xef\xbb\xbflast"]);
        assert_eq!(lines[3].0, 4);
    }

    #[test]
    fn long_lines_are_passed_over() {
        let lines = all(b"12345\n123456\n1234567890123\nok\n12345\r\n1234567", 5);
        let kept: Vec<bool> = lines.iter().map(|(_, line)| line.is_some()).collect();
        assert_eq!(kept, [true, false, false, true, true, false]);
        assert_eq!(all(b"1234567", 5), [(1, None)]);
    }
}
