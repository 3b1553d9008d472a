//! Domain values out: one file per format.

pub mod conversation_jsonl;

pub use conversation_jsonl::write_jsonl;
