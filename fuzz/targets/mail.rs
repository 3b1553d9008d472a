//! Mailboxes and mails: each mail becomes a part, and the parts of a thread a conversation.
#![no_main]

#[path = "../taking.rs"]
mod taking;

use aplomb::formats::import::{Format, Settled, own_words, recognise};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = recognise(bytes, "in.mbox");
    let settled = Settled { agents: vec!["ana@shop.example".to_owned()], ..Settled::default() };
    taking::take(bytes, "in.mbox", Format::Mail, &settled);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let own = own_words(text);
        assert!(own.is_none_or(|own| own.len() <= text.len()));
    }
});
