//! Standard output as a file to write into: text leaves in whole lines, so that each can be swept once more.

use std::io::{self, Write};

use crate::cli::out::Out;

/// Bytes that wait at most, but for a longer line.
const WAITING: usize = 64 * 1024;

/// Standard output.
pub struct Sink<'o> {
    out: &'o mut Out,
    waiting: Vec<u8>,
    text: bool,
}

impl<'o> Sink<'o> {
    /// For text, or for bytes.
    pub fn new(out: &'o mut Out, text: bool) -> Sink<'o> {
        Sink { out, waiting: Vec::new(), text }
    }

    /// Lets go what waits, a line without an end included.
    pub fn finish(mut self) {
        let all = self.waiting.len();
        self.release(all);
    }

    fn release(&mut self, bytes: usize) {
        let rest = self.waiting.split_off(bytes);
        let ready = std::mem::replace(&mut self.waiting, rest);
        if self.text {
            self.out.text(&String::from_utf8_lossy(&ready));
        } else {
            self.out.bytes(&ready);
        }
    }
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.out.closed() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= WAITING {
            let lines = self.waiting.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            self.release(if self.text { lines } else { self.waiting.len() });
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
