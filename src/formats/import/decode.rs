//! Files that are not UTF-8, decoded while they are read. Nothing is replaced: what cannot be decoded is an error.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding};

/// Bytes decoded at a time.
const CHUNK: usize = 64 << 10;

/// UTF-8 bytes of a file in another encoding.
pub(super) struct Decoding<R> {
    input: R,
    decoder: Decoder,
    decoded: Vec<u8>,
    used: usize,
    ended: bool,
}

impl<R: BufRead> Decoding<R> {
    /// Decodes `input`, which begins behind any byte-order mark.
    pub(super) fn new(input: R, encoding: &'static Encoding) -> Decoding<R> {
        let decoder = encoding.new_decoder_without_bom_handling();
        Decoding { input, decoder, decoded: Vec::new(), used: 0, ended: false }
    }
}

impl<R: BufRead> BufRead for Decoding<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.used == self.decoded.len() && !self.ended {
            self.used = 0;
            self.decoded.resize(CHUNK, 0);
            let bytes = self.input.fill_buf()?;
            let last = bytes.is_empty();
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(bytes, &mut self.decoded, last);
            self.input.consume(read);
            self.decoded.truncate(written);
            match result {
                DecoderResult::Malformed(..) => return Err(io::Error::from(io::ErrorKind::InvalidData)),
                DecoderResult::InputEmpty => self.ended = last,
                DecoderResult::OutputFull => {}
            }
        }
        Ok(&self.decoded[self.used..])
    }

    fn consume(&mut self, amount: usize) {
        self.used = (self.used + amount).min(self.decoded.len());
    }
}

impl<R: BufRead> Read for Decoding<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], encoding: &'static Encoding) -> io::Result<String> {
        let mut out = String::new();
        let input = io::BufReader::with_capacity(1, bytes);
        Decoding::new(input, encoding).read_to_string(&mut out)?;
        Ok(out)
    }

    #[test]
    fn encodings() {
        assert_eq!(decoded(b"d\xe9j\xe0 \x80", encoding_rs::WINDOWS_1252).unwrap(), "déjà €");
        assert_eq!(decoded(b"d\0\xe9\0\x3d\xd8\x4d\xdc", encoding_rs::UTF_16LE).unwrap(), "dé👍");
        assert_eq!(decoded(b"", encoding_rs::UTF_16BE).unwrap(), "");
    }

    #[test]
    fn halves_are_errors() {
        assert!(decoded(b"\x3d\xd8a\0", encoding_rs::UTF_16LE).is_err());
        assert!(decoded(b"a\0b", encoding_rs::UTF_16LE).is_err());
    }
}
