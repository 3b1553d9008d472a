//! The inside of a bundle, byte by byte:
//!
//! ```text
//! "APLOMB1\n"   u32 header length (at most 65536)   header   u64 body length (at most 16 MiB)   body   64-byte signature
//! body = u64 packed length   packed bytes   zeros
//! ```
//!
//! Numbers are little-endian and nothing follows. The zeros bring the whole to a power of two from 4 KiB: they lie in the
//! body, so that hash and signature cover them, and the size of a bundle tells a step and nothing else.

use std::io::Read;

use sha2::{Digest as _, Sha256};

use super::TrustError;
use super::header::Packing;
use super::signing::SIGNATURE;
use crate::domain::digest::Digest;

const MAGIC: &[u8; 8] = b"APLOMB1\n";
const MOST_HEADER: usize = 65_536;
const MOST_BODY: usize = 16 * 1024 * 1024;
/// The smallest bundle.
const STEP: usize = 4096;
/// Magic, both lengths, signature.
const FIXED: usize = MAGIC.len() + 4 + 8 + SIGNATURE;
/// A frame that needs a larger window is refused: 8 MiB.
const MOST_WINDOW_LOG: u32 = 23;
const LEVEL: i32 = 9;

/// The parts of the inside.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame<'a> {
    pub header: &'a [u8],
    pub body: &'a [u8],
    pub signature: [u8; SIGNATURE],
}

/// Takes the inside apart.
pub(super) fn read(inside: &[u8]) -> Result<Frame<'_>, TrustError> {
    let Some((magic, rest)) = inside.split_first_chunk::<8>() else { return Err(TrustError::Damaged) };
    if magic != MAGIC {
        return Err(match magic {
            [b'A', b'P', b'L', b'O', b'M', b'B', n @ b'2'..=b'9', b'\n'] => {
                TrustError::TooNew { needs: u32::from(n - b'0') }
            }
            _ => TrustError::ForeignFrame,
        });
    }
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(TrustError::Damaged)?;
    let (header, rest) = part(rest, u64::from(u32::from_le_bytes(*length)), MOST_HEADER)?;
    let (length, rest) = rest.split_first_chunk::<8>().ok_or(TrustError::Damaged)?;
    let (body, rest) = part(rest, u64::from_le_bytes(*length), MOST_BODY)?;
    let signature = rest.try_into().map_err(|_| TrustError::Damaged)?;
    if inside.len() < STEP || !inside.len().is_power_of_two() {
        return Err(TrustError::Damaged);
    }
    Ok(Frame { header, body, signature })
}

/// The first `length` bytes, and the rest.
fn part(bytes: &[u8], length: u64, most: usize) -> Result<(&[u8], &[u8]), TrustError> {
    match usize::try_from(length) {
        Ok(length) if length <= most => bytes.split_at_checked(length).ok_or(TrustError::Damaged),
        _ => Err(TrustError::TooLarge { limit: most as u64 }),
    }
}

/// Puts the inside together.
pub(super) fn write(header: &[u8], body: &[u8], signature: &[u8; SIGNATURE]) -> Result<Vec<u8>, TrustError> {
    if header.len() > MOST_HEADER {
        return Err(TrustError::TooLarge { limit: MOST_HEADER as u64 });
    }
    let mut out = Vec::with_capacity(FIXED + header.len() + body.len());
    out.extend_from_slice(MAGIC);
    out.extend((header.len() as u32).to_le_bytes());
    out.extend_from_slice(header);
    out.extend((body.len() as u64).to_le_bytes());
    out.extend_from_slice(body);
    out.extend_from_slice(signature);
    Ok(out)
}

/// Packs a body if that makes it smaller.
pub(super) fn pack(plain: &[u8]) -> (Packing, Vec<u8>) {
    match zstd::bulk::compress(plain, LEVEL) {
        Ok(packed) if packed.len() < plain.len() => (Packing::Zstd, packed),
        _ => (Packing::None, plain.to_vec()),
    }
}

/// The body as it stands in the frame: padded for a header of `header` bytes.
pub(super) fn pad(packed: &[u8], header: usize) -> Result<Vec<u8>, TrustError> {
    let whole = (FIXED + header + 8 + packed.len()).max(STEP).next_power_of_two();
    let length = whole - FIXED - header;
    if length > MOST_BODY {
        return Err(TrustError::TooLarge { limit: MOST_BODY as u64 });
    }
    let mut body = Vec::with_capacity(length);
    body.extend((packed.len() as u64).to_le_bytes());
    body.extend_from_slice(packed);
    body.resize(length, 0);
    Ok(body)
}

/// The body without its padding, unpacked to exactly `plain_length` bytes.
pub(super) fn unpack(body: &[u8], packing: Packing, plain_length: u64) -> Result<Vec<u8>, TrustError> {
    let (length, rest) = body.split_first_chunk::<8>().ok_or(TrustError::OtherBody)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| TrustError::OtherBody)?;
    let (packed, padding) = rest.split_at_checked(length).ok_or(TrustError::OtherBody)?;
    if padding.iter().any(|byte| *byte != 0) {
        return Err(TrustError::OtherBody);
    }
    match packing {
        Packing::None if packed.len() as u64 == plain_length => Ok(packed.to_vec()),
        Packing::None => Err(TrustError::WouldSwell),
        Packing::Zstd => unzstd(packed, plain_length),
    }
}

/// One Zstandard frame that states `plain_length` and holds it; refused before output when it states otherwise.
fn unzstd(packed: &[u8], plain_length: u64) -> Result<Vec<u8>, TrustError> {
    match zstd::zstd_safe::get_frame_content_size(packed) {
        Ok(Some(stated)) if stated == plain_length => {}
        Ok(_) => return Err(TrustError::WouldSwell),
        Err(_) => return Err(TrustError::OtherBody),
    }
    let mut decoder =
        zstd::stream::read::Decoder::with_buffer(packed).map_err(|_| TrustError::Unexpected)?.single_frame();
    decoder.window_log_max(MOST_WINDOW_LOG).map_err(|_| TrustError::Unexpected)?;
    let mut plain = Vec::new();
    // One byte more would show a frame that holds more than it states.
    (&mut decoder).take(plain_length + 1).read_to_end(&mut plain).map_err(|_| TrustError::OtherBody)?;
    if plain.len() as u64 != plain_length || !decoder.into_inner().is_empty() {
        return Err(TrustError::WouldSwell);
    }
    Ok(plain)
}

/// The SHA-256 of a body.
pub(super) fn sha256(body: &[u8]) -> Digest {
    Digest(Sha256::digest(body).into())
}
