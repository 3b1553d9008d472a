//! A file that must be read more than once, or from its end: small ones stay in memory, others in a temporary file that
//! no name leads to.

use std::io::{self, Read, Seek};

use tempfile::SpooledTempFile;

/// What stays in memory, in bytes.
const IN_MEMORY: usize = 8 << 20;

/// Keeps all that can be read, at its beginning again; `None` if it is longer than `most` bytes.
pub(super) fn spool(input: &mut dyn Read, most: u64) -> io::Result<Option<SpooledTempFile>> {
    let mut kept = SpooledTempFile::new(IN_MEMORY);
    let length = io::copy(&mut input.take(most.saturating_add(1)), &mut kept)?;
    kept.rewind()?;
    Ok((length <= most).then_some(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        let mut text = String::new();
        spool(&mut "abc".as_bytes(), 3).unwrap().unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "abc");
        assert!(spool(&mut "abcd".as_bytes(), 3).unwrap().is_none());
    }
}
