//! A signed statement as a small text that survives mail: a title with its version, one line of JSON, signatures.
//!
//! ```text
//! APLOMB CARD 1
//! {"person":"…",…}
//! signed 3f…
//! ```
//!
//! The JSON line is signed and parsed as it stands: nothing is written anew before it is verified. Line ends may have
//! become CRLF on the way and an empty line may follow; nothing else may differ.

use super::TrustError;
use super::signing::SIGNATURE;

/// Longer statements are refused unread.
const MOST: usize = 16 * 1024;

/// The parts of a statement.
pub(super) struct Statement<'a> {
    /// The line of JSON.
    pub json: &'a str,
    /// The signatures, each with its word.
    pub signatures: Vec<(&'a str, [u8; SIGNATURE])>,
}

/// Takes a statement apart. `title` is such as `APLOMB CARD`; another first line gives `other`.
pub(super) fn read<'a>(file: &'a [u8], title: &str, other: TrustError) -> Result<Statement<'a>, TrustError> {
    if file.len() > MOST {
        return Err(TrustError::TooLarge { limit: MOST as u64 });
    }
    let text = std::str::from_utf8(file).map_err(|_| other.clone())?;
    let mut lines =
        text.trim_end_matches(['\r', '\n']).split('\n').map(|l| l.strip_suffix('\r').unwrap_or(l));
    version(lines.next().unwrap_or_default(), title, other)?;
    let json = lines.next().ok_or(TrustError::Damaged)?;
    let signatures = lines
        .map(|line| {
            let (word, digits) = line.rsplit_once(' ').ok_or(TrustError::Damaged)?;
            Ok((word, bytes(digits).ok_or(TrustError::Damaged)?))
        })
        .collect::<Result<Vec<_>, TrustError>>()?;
    Ok(Statement { json, signatures })
}

/// Puts a statement together.
pub(super) fn write(title: &str, json: &str, signatures: &[(&str, &[u8; SIGNATURE])]) -> Vec<u8> {
    let mut out = format!("{title} 1\n{json}\n");
    for (word, signature) in signatures {
        out.push_str(word);
        out.push(' ');
        out.push_str(&hex(*signature));
        out.push('\n');
    }
    out.into_bytes()
}

/// Reads a first line such as `APLOMB CARD 1`: only version 1 passes.
pub(super) fn version(line: &str, title: &str, other: TrustError) -> Result<(), TrustError> {
    let number = line.strip_prefix(title).and_then(|rest| rest.strip_prefix(' ')).ok_or(other.clone())?;
    match number {
        "1" => Ok(()),
        _ if number.starts_with(|c: char| matches!(c, '1'..='9')) => match number.parse() {
            Ok(needs) => Err(TrustError::TooNew { needs }),
            Err(_) => Err(other),
        },
        _ => Err(other),
    }
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Reads exactly `N` bytes of lower-case hexadecimal.
pub(super) fn bytes<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let digits = digits.as_bytes();
    if digits.len() != N * 2 {
        return None;
    }
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let mut out = [0; N];
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = value(pair[0])? << 4 | value(pair[1])?;
    }
    Some(out)
}

/// What a line of JSON says of the format that it is in, before anything else in it is believed.
#[derive(serde::Deserialize)]
struct Format {
    format: u32,
}

/// Reads a typed line of JSON of format 1; a field that is not known is refused.
pub(super) fn typed<'a, T: serde::Deserialize<'a>>(json: &'a str) -> Result<T, TrustError> {
    let Format { format } = serde_json::from_str(json).map_err(|_| TrustError::Damaged)?;
    match format {
        1 => serde_json::from_str(json).map_err(|_| TrustError::Damaged),
        0 => Err(TrustError::Damaged),
        needs => Err(TrustError::TooNew { needs }),
    }
}
