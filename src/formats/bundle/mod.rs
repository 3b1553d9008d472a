//! What a bundle carries, as bytes and back: one JSON object for each kind. The frame, the signature and the encryption
//! around it are not known here. `docs/bundles.md` writes the format down for others.
//!
//! Bodies come from people who were let in, which does not make them sound: a reader here refuses unknown and repeated
//! keys, bounds every list and text, reads a checklist by the rules for files, and tells everything that is wrong.
//! Answers fit only a checklist: `exchange::check_sheet` says how well, once the request is known.

#[cfg(test)]
mod arbitrary;
mod body;
mod checklist;
mod conversation;
mod json;
mod request;
mod sheet;
mod submission;
#[cfg(test)]
mod tests;

pub use body::{read, write};
pub use submission::{read_submission, read_withdrawal, write_submission, write_withdrawal};

/// The largest body, unpacked, in bytes.
pub const LARGEST_BODY: usize = 64 * 1024 * 1024;
/// Items that answers or a talk name.
pub const MOST_ITEMS: usize = 500;
/// Messages of a conversation.
pub const MOST_MESSAGES: usize = 20_000;
/// The longest text of a message, in bytes.
pub const LONGEST_MESSAGE: usize = 1024 * 1024;
/// The longest remark, reason or ground of an agreement, in bytes.
pub const LONGEST_REMARK: usize = 4 * 1024;
/// The longest name or id, in characters.
pub const LONGEST_NAME: usize = 200;
/// The longest subject of a conversation, in bytes.
pub const LONGEST_SUBJECT: usize = 4 * 1024;
/// Labels of a conversation.
pub const MOST_TAGS: usize = 1_000;
/// Reviews in a submission.
pub const MOST_REVIEWS: usize = 10_000;
/// Checklists in a submission.
pub const MOST_CHECKLISTS: usize = 100;
/// Peers' answers to one review.
pub const MOST_PEERS: usize = 20;
