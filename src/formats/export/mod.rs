//! Domain in, files out.

pub mod cell;
pub mod conversation_jsonl;
pub mod review;
