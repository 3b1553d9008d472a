//! Who wrote it, and who may read it: identities, cards, words to compare by voice, and the bundle's frame.
//!
//! Two libraries and glue: `age` keeps others out, Ed25519 says who wrote. Every choice is fixed, none is negotiable.
//! Bytes in, bytes out: files, clock and address book belong to `ops`. Instants are microseconds since 1970, as in the
//! store, and come in as arguments.

mod age_file;
pub mod bundle;
pub mod card;
mod error;
mod frame;
pub mod header;
pub mod identity;
pub mod phrase;
pub mod revocation;
mod signing;
mod statement;

#[cfg(test)]
mod tests;

/// The largest bundle that is looked at, in bytes.
pub const MOST_FILE: u64 = age_file::MOST as u64;

pub use bundle::{Draft, Envelope, Verified, open, recognise, seal};
pub use card::Card;
pub use error::TrustError;
pub use header::{Header, Kind, Packing};
pub use identity::Identity;
pub use phrase::{meeting_phrase, words};
pub use revocation::Revocation;
